"""Find the forms of a word that its stemmer gives another stem, by the ending that it is typed with.

An article has one stem for each of its words, and no rule for stems makes all forms of a word one. A query may ask for more
of them: of what is typed, `data/forms.tsv` names the endings that other forms have in its place, and these forms are
stemmed and looked for too. So `barnet` finds `barn` in Swedish copy, although the stem of `barnet` is `barnet`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from morgue._startup.tables import read_rows

_TABLE = Path(__file__).with_name("data") / "forms.tsv"

_LEFT = 3
"""Letters that are left of a word without its ending, at least: of two too many words are made."""

_NONE = "-"
"""What the table has for an ending whose words have no other forms by shorter endings either."""


def other_forms(word: str, code: str) -> Iterator[str]:
    """Yield other forms of a word as it is written, in lower case with its accents, in the language of a stem class."""
    endings = _endings().get(code)
    if endings is None:
        return
    for size in range(min(_longest(code), len(word) - _LEFT), -1, -1):
        rest = len(word) - size
        others = endings.get(word[rest:], ())
        if _NONE in others:
            return
        for ending in others:
            yield word[:rest] + ending


@cache
def _endings() -> dict[str, dict[str, tuple[str, ...]]]:
    """What other forms end with, by class and by the ending that is typed."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for code, typed, others in read_rows(_TABLE):
        made = tuple(each.strip("_") for each in others.split())
        own = found.setdefault(code, {})
        own[typed.strip("_")] = (*own.get(typed.strip("_"), ()), *made)
    return found


@cache
def _longest(code: str) -> int:
    """Letters of the longest ending of a class."""
    return max(map(len, _endings()[code]))
