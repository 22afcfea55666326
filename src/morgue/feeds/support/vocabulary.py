"""Know what the elements of HTML and of news markup are in copy."""

from __future__ import annotations

from morgue._startup.tables import read_rows
from morgue.feeds.support.data import DATA

_ROWS = list(read_rows(DATA / "elements.tsv"))

HTML = {name: kind for name, kind, _, _ in _ROWS if kind != "-"}
"""What an element is in a string of HTML: block, line, table, row, cell, break, inline, hidden, cut or known."""

CONTENT = {name: kind for name, _, kind, _ in _ROWS if kind != "-"}
"""What an element is in content markup: block, prose, table, row, cell, break, pre, inline or hidden."""

PAGE_ELEMENTS = frozenset(name for name, _, _, page in _ROWS if page == "page")
"""The elements of HTML by which a page or a part of one may begin."""
