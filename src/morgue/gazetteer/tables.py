"""The rows of the data tables that stand beside this package, as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).with_name("data")


def content(name: str) -> str:
    """The text of a table."""
    return (DATA / name).read_text(encoding="utf-8")


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a tab-separated table, in order; lines that begin with # are remarks."""
    for line in content(name).splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())
