"""Find the tables of this room, which are in `feeds/data`, and read lists of words whose order counts."""

from __future__ import annotations

from pathlib import Path

from morgue._startup.tables import read_rows

DATA = Path(__file__).parents[1] / "data"


def ordered_lists(file: str) -> dict[str, tuple[str, ...]]:
    """Return the words of a table by the name in its first column; a list may have several rows."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in read_rows(DATA / file):
        found[name] = (*found.get(name, ()), *words.split())
    return found
