"""Read the tables of the gazetteer in `data/`, as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from morgue._startup.tables import read_rows

DATA = Path(__file__).with_name("data")


def content(name: str) -> str:
    """Return the text of a table."""
    return (DATA / name).read_text(encoding="utf-8")


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a table, in order."""
    return read_rows(DATA / name)


def words(text: str) -> frozenset[str]:
    """Return the words of a text, as a set."""
    return frozenset(text.split())
