"""Read tables of names that are beside the readers, and know what the elements of HTML and of news markup are in copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def rows(beside: str, name: str) -> Iterator[list[str]]:
    """Yield the rows of a tab-separated table in the folder `data` beside a file; lines that begin with # are remarks."""
    for line in Path(beside).with_name("data").joinpath(name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def lists(beside: str, name: str) -> dict[str, tuple[str, ...]]:
    """Return the names behind each key of a table of two columns, in their order."""
    return {key: tuple(names.split()) for key, names in rows(beside, name)}


_ROWS = list(rows(__file__, "elements.tsv"))

HTML = {name: kind for name, kind, _, _ in _ROWS if kind != "-"}
"""What an element is in a string of HTML: block, line, table, row, cell, break, inline, hidden, cut or known."""

CONTENT = {name: kind for name, _, kind, _ in _ROWS if kind != "-"}
"""What an element is in content markup: block, prose, table, row, cell, break, pre, inline or hidden."""

PAGE_ELEMENTS = frozenset(name for name, _, _, page in _ROWS if page == "page")
"""The elements of HTML by which a page or a part of one may begin."""
