"""Know what the elements of HTML and of news markup are in copy, by `data/elements.tsv`."""

from __future__ import annotations

from pathlib import Path

_ROWS = [
    line.split("\t")
    for line in Path(__file__).with_name("data").joinpath("elements.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]

HTML = {name: kind for name, kind, _, _ in _ROWS if kind != "-"}
"""What an element is in a string of HTML: block, line, table, row, cell, break, inline, hidden, cut or known."""

CONTENT = {name: kind for name, _, kind, _ in _ROWS if kind != "-"}
"""What an element is in content markup: block, prose, table, row, cell, break, pre, inline or hidden."""

PAGE_ELEMENTS = frozenset(name for name, _, _, page in _ROWS if page == "page")
"""The elements of HTML by which a page or a part of one may begin."""
