"""Read Excel workbooks as tables: Office Open XML (ECMA-376 part 1: SpreadsheetML), and by python-calamine those of the old form.

Rows are read from the XML as a stream, because a workbook of some kilobytes can name one text in millions of cells, or a
cell at the far corner of a sheet, and a library that holds a sheet in memory gives each its place. Nothing is computed: of
a formula the value counts that was saved with it. Only dates are told by how they are to be shown (18.8.30).
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from morgue.errors import FeedError
from morgue.feeds.office.compound import is_compound, sheets_of_compound
from morgue.feeds.office.markup_sheets import is_for_excel, sheets_of_markup
from morgue.feeds.office.package import (
    MAX_PACKAGE_BYTES,
    Chunks,
    forget,
    kind_in_head,
    main_part,
    optional_part,
    package_of,
    part,
    relations,
)
from morgue.feeds.office.sheets import MAX_COLUMNS, MAX_TEXT, DamageError, Sheet, stories_of_sheets
from morgue.feeds.office.word_styles import value_of
from morgue.feeds.support.xml import parse, pull_parser
from morgue.feeds.support.xml_elements import Element, children, descendants, first, local
from morgue.io.feed import HEAD_BYTES, Feed
from morgue.io.zip import Package
from morgue.model.article import Article

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""The formats that are known by their number and are of a date or a time (18.8.30)."""
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]')
_OF_DATE = re.compile(r"[dmyhs]", re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
URL = "url"
"""The name of the column that the addresses make which the cells of a row link to."""


class _Book(NamedTuple):
    """What the sheets of a workbook refer to: texts, which formats are of dates, and the first of its days.

    `missing` says why texts are missing behind the last one, or is None.
    """

    texts: Sequence[str]
    missing: str | None
    dates: Sequence[bool]
    epoch: dt.datetime


def sniff(head: bytes, name: str) -> int:
    """Return 100 for a zip whose members are those of a workbook, a file of the form that Office had before, and markup for Excel."""
    return 100 if kind_in_head(head) == "xlsx" or is_compound(head) or is_for_excel(head) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield one story a row of every sheet. Raises FeedError where the workbook is damaged, or no sheet holds stories."""
    data = feed.bytes(MAX_PACKAGE_BYTES)
    feed.source = feed.at(0, len(data))
    if is_compound(data):
        yield from stories_of_sheets(feed, sheets_of_compound(data))
    elif is_for_excel(data[:HEAD_BYTES]):
        yield from stories_of_sheets(feed, sheets_of_markup(data))
    else:
        yield from stories_of_sheets(feed, _sheets(package_of(data)))


def _sheets(package: Package) -> Iterator[Sheet]:
    main = main_part(package, "xl/workbook.xml")
    if main.endswith(".bin"):
        raise FeedError("a binary Excel workbook (XLSB): save it as XLSX or CSV")
    root = parse(part(package, main)).root
    related = relations(package, main)
    targets = dict(related.values())
    is_late = value_of(first(root, "workbookPr"), "date1904") in ("1", "true", "on")
    book = _Book(
        *_texts(package, targets.get("sharedStrings")),
        _dates(optional_part(package, targets.get("styles", ""))),
        dt.datetime(1904, 1, 1) if is_late else dt.datetime(1899, 12, 30),
    )
    for node in descendants(root, "sheet"):
        kind, target = related.get(value_of(node, "id") or "", ("", ""))
        if kind == "worksheet":
            links = _links(package, target)
            yield Sheet(value_of(node, "name") or "", _rows(package, target, book, links))


def _texts(package: Package, name: str | None) -> tuple[list[str], str | None]:
    """Return the texts that cells refer to by their number (18.4), and why some are missing. Readings above words are none."""
    found: list[str] = []
    left = MAX_TEXT
    try:
        for node in _elements(package, name, "si") if name else ():
            text = _text(node)
            left -= len(text)
            if left < 0:
                return found, "the texts of the workbook are too large: save the table as CSV"
            found.append(text)
            forget(node)
    except FeedError as error:
        return found, error.message
    return found, None


def _text(node: Element) -> str:
    pieces = []
    for each in node.iter("{*}t"):
        parent = each.getparent()
        if parent is None or local(parent) != "rPh":
            pieces.append(each.text or "")
    text = "".join(pieces)
    return _ESCAPED.sub(_unescaped, text) if "_x" in text else text


def _unescaped(found: re.Match[str]) -> str:
    """Return the character of an escape (22.9.2.19); nothing for one that no text has."""
    code = int(found[1], 16)
    return "_" if code == 0x5F else chr(code) if code in (9, 10) or 32 <= code < 0xD800 else ""


def _dates(styles: bytes | None) -> list[bool]:
    """Return for each format of cells whether it shows a date."""
    if styles is None:
        return []
    try:
        root = parse(styles).root
    except FeedError:  # dates are then numbers
        return []
    own = {
        value_of(node, "numFmtId"): _shows_date(value_of(node, "formatCode") or "")
        for node in descendants(root, "numFmt")
    }
    formats = first(root, "cellXfs")
    found = []
    for node in children(formats, "xf") if formats is not None else ():
        number = value_of(node, "numFmtId") or "0"
        known = own.get(number)
        found.append(known if known is not None else number.isdecimal() and int(number[:4]) in _DATES)
    return found


def _shows_date(code: str) -> bool:
    bare = _LITERAL.sub("", code.split(";", 1)[0])
    return "general" not in bare.lower() and "0" not in bare and _OF_DATE.search(bare) is not None


def _links(package: Package, name: str) -> dict[int, str]:
    """Return the web address that a row links to, by the row's number: the first of the row (18.3.1.47)."""
    targets = {key: target for key, (kind, target) in relations(package, name).items() if kind == "hyperlink"}
    found: dict[int, str] = {}
    for node in _elements(package, name, "hyperlink") if targets else ():
        place = _REFERENCE.match(value_of(node, "ref") or "")
        target = targets.get(value_of(node, "id") or "", "")
        if place and target.startswith(("http://", "https://")):
            found.setdefault(int(place[2]), target)
    return found


def _rows(package: Package, name: str, book: _Book, links: Mapping[int, str]) -> Iterator[list[object]]:
    """Yield the rows of a sheet that have a value; addresses that rows link to are a column, named above the first of them."""
    number = 0
    header = min(links, default=0) - 1
    for node in _elements(package, name, "row"):
        stated = value_of(node, "r") or ""
        number = int(stated) if stated.isdecimal() and len(stated) < 9 else number + 1
        row = _row(node, book)
        forget(node)
        if not any(each is not None for each in row):
            continue
        yield [URL if number == header else links.get(number), *row] if links else row


def _row(node: Element, book: _Book) -> list[object]:
    row: list[object] = []
    for cell in node:
        if local(cell) != "c":
            continue
        place = _REFERENCE.match(cell.get("r") or "")
        column = _column(place[1]) if place else len(row)
        if len(row) <= column < MAX_COLUMNS:
            row.extend([None] * (column - len(row)))
            row.append(_value(cell, book))
    return row


def _column(letters: str) -> int:
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - 64
    return number - 1


def _value(cell: Element, book: _Book) -> object:
    """Return the value of a cell (18.3.1.4); None for an empty one, and for an error."""
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _text(cell) or None
    stated = first(cell, "v")
    text = stated.text if stated is not None else None
    if not text or kind == "e":
        return None
    if kind == "s":
        at = int(text) if text.isdecimal() and len(text) < 10 else -1
        if at >= len(book.texts) and book.missing is not None:
            raise DamageError(book.missing)
        return book.texts[at] if 0 <= at < len(book.texts) else None
    if kind == "b":
        return text == "1"
    if kind != "n":
        return _ESCAPED.sub(_unescaped, text)
    style = cell.get("s") or ""
    is_date = style.isdecimal() and len(style) < 7 and int(style) < len(book.dates) and book.dates[int(style)]
    return _number(text, book.epoch if is_date else None)


def _number(text: str, epoch: dt.datetime | None) -> object:
    """Return a number, or the day, moment or time of day that it stands for by the first day of the workbook."""
    try:
        value = float(text)
    except ValueError:
        return text
    if not abs(value) < 1e15:
        return text
    if epoch is None or not 0 <= value < 2_958_466:  # the year 10000
        return int(value) if value.is_integer() else value
    if epoch.year == 1899 and 1 <= value < 60:
        value += 1  # Excel has a 29 February 1900, before which its days are one off
    moment = epoch + dt.timedelta(seconds=round(value * 86_400))
    if value < 1:
        return moment.time()
    return moment.date() if moment.time() == dt.time() else moment


def _elements(package: Package, name: str, wanted: str) -> Iterator[Element]:
    """Yield the elements of a name in a part, as they are read. Raises FeedError where the XML is damaged."""
    from lxml import etree

    context = pull_parser(io.BufferedReader(Chunks(package.chunks(name))), "{*}" + wanted)
    try:
        for _, node in context:
            yield node
    except FeedError as error:
        raise DamageError(error.message) from error
    except etree.XMLSyntaxError as error:
        raise DamageError(f"the workbook is damaged: {error.msg}") from error
