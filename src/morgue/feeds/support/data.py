"""Read the tables in `data/`: rows with tabs between their columns, and remarks on lines that begin with #."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_DATA = Path(__file__).parents[1] / "data"


def rows(name: str) -> Iterator[list[str]]:
    """Yield the columns of each row of a table, in order."""
    for line in (_DATA / name).read_text(encoding="utf-8").splitlines():
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
