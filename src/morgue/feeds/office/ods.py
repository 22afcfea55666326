"""Read OpenDocument spreadsheets (ISO/IEC 26300, OpenDocument 1.3 part 3, 9) as tables, in a zip or as one XML file (FODS).

Rows are read from the XML as a stream. A row or a cell that is repeated is written once with a count, which may be any
number: an equal row would be the same story once more and is read once, an empty one ends nothing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from morgue.errors import FeedError
from morgue.feeds.office.odt import is_encrypted
from morgue.feeds.office.package import MAX_PACKAGE_BYTES, Chunks, forget, kind_in_head, package_of
from morgue.feeds.office.sheets import MAX_COLUMNS, DamageError, Sheet, stories_of_sheets
from morgue.feeds.office.word_styles import value_of
from morgue.feeds.support.xml import pull_parser
from morgue.feeds.support.xml_elements import Element, local
from morgue.io.feed import Feed
from morgue.model.article import Article

_FLAT = re.compile(rb"<(?:\w+:)?document\s[^<>]{0,20000}application/vnd\.oasis\.opendocument\.spreadsheet")
_DURATION = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,]\d{1,9})?S")
_SPACE = re.compile(r"[ \t\r\n]+")


def sniff(head: bytes, name: str) -> int:
    """Return 100 for a zip that says that it is an OpenDocument spreadsheet, and for one that is a single XML file."""
    is_flat = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _FLAT.search(head[:32_768]) is not None
    return 100 if is_flat or kind_in_head(head) == "ods" else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield one story a row of every sheet. Raises FeedError where it is damaged, encrypted, or no sheet holds stories."""
    data = feed.bytes(MAX_PACKAGE_BYTES)
    feed.source = feed.at(0, len(data))
    if data.startswith(b"PK"):
        package = package_of(data)
        if is_encrypted(package):
            raise FeedError("an encrypted OpenDocument spreadsheet: save it without a password")
        content = package.chunks("content.xml")
    else:
        content = iter((data,))
    yield from stories_of_sheets(feed, _sheets(content))


def _sheets(content: Iterator[bytes]) -> Iterator[Sheet]:
    """Yield the sheets; the rows of one are to be taken before the next is asked for."""
    events = _events(content)
    for event, node in events:
        if local(node) == "table" and event == "start":
            rows = _rows(events)
            yield Sheet(value_of(node, "name") or "", rows)
            for _ in rows:
                pass


def _rows(events: Iterator[tuple[str, Element]]) -> Iterator[list[object]]:
    """Yield the rows of a table that have a value, to its end. A table inside a cell is no table of rows."""
    inner = 0
    for event, node in events:
        name = local(node)
        if name == "table":
            inner += 1 if event == "start" else -1
            if inner < 0:
                return
        elif event == "end" and not inner:
            row = _row(node)
            forget(node)
            if any(each is not None for each in row):
                yield row


def _row(node: Element) -> list[object]:
    row: list[object] = []
    for cell in node:
        if local(cell) in ("table-cell", "covered-table-cell") and len(row) < MAX_COLUMNS:
            stated = value_of(cell, "number-columns-repeated") or "1"
            count = int(stated) if stated.isdecimal() and len(stated) < 9 else 1
            row += [_value(cell)] * min(count, MAX_COLUMNS - len(row))
    return row


def _value(cell: Element) -> object:
    """Return the value of a cell (19.387): a text for what is shown as one, ISO 8601 for dates; None for an empty one."""
    match value_of(cell, "value-type"):
        case "date":
            return value_of(cell, "date-value")
        case "float" | "percentage" | "currency":
            return _number(value_of(cell, "value"))
        case "boolean":
            return value_of(cell, "boolean-value") == "true"
        case "time":
            found = _DURATION.fullmatch(value_of(cell, "time-value") or "")
            return f"{int(found[1]):02}:{found[2]}:{found[3]}" if found else None
        case _:
            return _text(cell) or None


def _number(stated: str | None) -> object:
    try:
        value = float(stated or "")
    except ValueError:
        return stated
    return int(value) if value.is_integer() else value


def _text(cell: Element) -> str:
    """Return the text of a cell, a paragraph a line; a comment on it is none."""
    return "\n".join(_line(node) for node in cell if local(node) == "p").strip()


def _line(node: Element) -> str:
    pieces = [_SPACE.sub(" ", node.text or "")]
    for child in node:
        name = local(child)
        pieces.append("\n" if name == "line-break" else "\t" if name == "tab" else " " if name == "s" else "")
        if name not in ("annotation", "note", "ruby-text"):
            pieces += [_line(child)]
        pieces.append(_SPACE.sub(" ", child.tail or ""))
    return "".join(pieces)


def _events(content: Iterator[bytes]) -> Iterator[tuple[str, Element]]:
    """Yield where tables begin and end and where rows end. Raises FeedError where the XML is damaged."""
    from lxml import etree

    context = pull_parser(
        io.BufferedReader(Chunks(content)), ("{*}table", "{*}table-row"), events=("start", "end")
    )
    try:
        for event, node in context:
            if local(node) == "table" or event == "end":
                yield event, node
    except FeedError as error:
        raise DamageError(error.message) from error
    except etree.XMLSyntaxError as error:
        raise DamageError(f"the spreadsheet is damaged: {error.msg}") from error
