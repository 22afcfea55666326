"""Read tables of words, names and patterns when they are first needed: files in the `data` folder of a room.

A row has tabs between its columns; lines that begin with # are remarks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_ROOMS = Path(__file__).parents[1]


def rows(name: str) -> Iterator[list[str]]:
    """Yield the columns of each row, in order, of the table `keys.tsv` of the room feeds by the name `feeds/keys.tsv`."""
    room, _, file = name.partition("/")
    for line in (_ROOMS / room / "data" / file).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def words_by_name(name: str) -> dict[str, tuple[str, ...]]:
    """Return the words in the second column of a table by the name in the first, where several rows may have one name."""
    found: dict[str, tuple[str, ...]] = {}
    for each, words, *_ in rows(name):
        found[each] = (*found.get(each, ()), *words.split())
    return found


def alternatives(name: str, first: str) -> str:
    """Return a regular expression for any of those in the second column of the rows that begin with `first`."""
    return "|".join(row[1] for row in rows(name) if row[0] == first)
