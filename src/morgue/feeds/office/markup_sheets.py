"""Read the tables that programs write as markup for Excel: XML of Excel 2003 (SpreadsheetML), and pages with a table.

Databases offer the latter as a download for Excel, by the name `.xls`; the page declares Excel's namespace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.feeds.office.sheets import MAX_COLUMNS, Sheet
from morgue.feeds.office.word_styles import value_of
from morgue.feeds.support.xml import parse
from morgue.feeds.support.xml_elements import Element, children, descendants, first, local, text_of
from morgue.io.encoding import decode

_OF_EXCEL = re.compile(rb"urn:schemas-microsoft-com:office:(?:(spreadsheet)|excel)")
_TABLE = re.compile(rb"<table[\s>]", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


def is_for_excel(head: bytes) -> bool:
    """Return whether markup is a workbook of Excel 2003, or a page with a table that declares Excel's namespace."""
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return False
    found = _OF_EXCEL.search(head)
    return found is not None and (found[1] is not None or _TABLE.search(head) is not None)


def sheets_of_markup(data: bytes) -> Iterator[Sheet]:
    """Yield the sheets of a workbook, or the tables of a page. Raises FeedError where it is no XML at all and no page."""
    if re.search(rb"<(?:\w+:)?Workbook[\s>]", data[:8_192]):
        for sheet in descendants(parse(data).root, "Worksheet"):
            yield Sheet(value_of(sheet, "Name") or "", map(_row, descendants(sheet, "Row")))
        return
    for number, table in enumerate(_page(data).iter("table"), 1):
        if next(table.iterancestors("table"), None) is None:
            yield Sheet(f"table {number}", _rows_of_table(table))


def _row(node: Element) -> list[object]:
    row: list[object] = []
    for cell in children(node, "Cell"):
        stated = value_of(cell, "Index") or ""
        at = int(stated) - 1 if stated.isdecimal() and len(stated) < 6 else len(row)
        if len(row) <= at < MAX_COLUMNS:
            row.extend([None] * (at - len(row)))
            data = first(cell, "Data")
            row.append(text_of(data).strip() or None if data is not None else None)
    return row


def _page(data: bytes) -> Element:
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, encoding="utf-8")
    root = etree.fromstring(decode(data).encode("utf-8", "ignore"), parser)
    return root if root is not None else etree.Element("html")


def _rows_of_table(table: Element) -> Iterator[list[object]]:
    for node in table.iter("tr"):
        if next(node.iterancestors("table")) is not table:
            continue
        row: list[object] = []
        for cell in node.iterchildren("td", "th"):
            stated = cell.get("colspan") or "1"
            width = int(stated) if stated.isdecimal() and len(stated) < 5 else 1
            row += [_text(cell) or None, *[None] * (min(width, MAX_COLUMNS) - 1)]
        yield row[:MAX_COLUMNS]


def _text(cell: Element) -> str:
    """Return the text of a cell, lines and paragraphs parted as they are shown."""
    pieces: list[str] = []
    _walk(cell, pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(lines).strip()


def _walk(node: Element, pieces: list[str]) -> None:
    pieces.append(_SPACE.sub(" ", node.text or ""))
    for child in node:
        name = local(child)
        if name == "br":
            pieces.append("\n")
        elif name in ("p", "div", "li"):
            pieces.append("\n\n")
        if name not in ("script", "style"):
            _walk(child, pieces)
        pieces.append(_SPACE.sub(" ", child.tail or ""))
