"""Parts of morgue's ranking that can be taken away, so that what each brings can be measured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

WITHOUT: dict[str, tuple[str, float]] = {
    "function": ("FUNCTION_WORD_WEIGHT", 1.0),
    "exact": ("EXACT_WEIGHT", 0.0),
    "levels": ("LEVEL_WEIGHT", 0.0),
}
"""The constant of `morgue.query.scoring` behind each part, and the value that takes the part away."""


def known_parts() -> list[str]:
    """The parts that the morgue of this run has."""
    from morgue.query import scoring

    return [part for part, (name, _) in WITHOUT.items() if hasattr(scoring, name)]


@contextmanager
def without(part: str) -> Iterator[None]:
    """Take a part away for a while."""
    from morgue.query import scoring

    name, value = WITHOUT[part]
    kept = getattr(scoring, name)
    setattr(scoring, name, value)
    try:
        yield
    finally:
        setattr(scoring, name, kept)
