"""Read tables of news: CSV and TSV (also `;` and `|`), with a header row of common names or `--map`, row by row.

Follows RFC 4180 as far as files do. Each story has the byte offset and length of its row. A table without a
header is read where its shape says what its columns are: all fields quoted, a class number, a title, a
description (the AG News form, whose lost ampersands and backslash line breaks are restore_signs).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from morgue.extract.assembly import article
from morgue.feeds.support.columns import field_of
from morgue.feeds.tables.column_values import Judged
from morgue.feeds.tables.rows import (
    ABOVE,
    SAMPLE,
    WORDLESS,
    draft_of_row,
    judged_table,
    nothing_read,
    number_names,
)
from morgue.io.encoding import decode, narrow
from morgue.io.feed import HEAD_BYTES, Feed, is_named_table
from morgue.io.lines import (
    LINE_BYTES,
    Line,
    codec_of_head,
    is_wide,
    lines,
    narrow_feed,
    text_of_line,
    with_line_feeds,
)
from morgue.model.article import Article

DELIMITERS = ",\t;|"
_DELIMITED = re.compile(rb"[,\t;|]")
MAX_COLUMNS = 2_000
LONG_TABLE = 1_000
"""From how many rows on a last line without its end is reported."""

_AG_ROW = re.compile(r'"\d{1,2}","[^"\n]*(?:""[^"\n]*)*","[^\n]*"\s*')
_AG_NAMES = ("class", "title", "description")
_LOST_NUMBER = re.compile(r" ?(?<![&#\w])#(\d{2,4});")
_LOST_NAME = re.compile(r" (quot|amp|lt|gt|nbsp);")
_NAMED = {"quot": '"', "amp": "&", "lt": "<", "gt": ">", "nbsp": " "}
_SEPARATOR = re.compile(r"\ufeff?sep=.\r?\n", re.IGNORECASE)
"""The line by which spreadsheets state the delimiter."""
_SPACED = re.compile(r"[,;|] ")
_NAME = re.compile(
    r"[\w .()/#:'’&%*\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e00-\u0eff\u200b-\u200d-]{1,60}"
)
"""The name of a column. Vowel signs of Hebrew, Arabic, India and Thai are no letters to `re`."""


@dataclass(slots=True)
class Shape:
    """How a table is written: its delimiter, its names (None: to be read from the first row), its mending.

    `returns` says that rows end by a carriage return alone, though there are line feeds in its cells.
    """

    delimiter: str
    names: list[str] | None = None
    mend: Callable[[str], str] | None = None
    escaped: bool = False
    returns: bool = False


_RETURN = re.compile(rb"\r(?!\n)")
"""A line that ends as on the old Macintosh, or a break inside a cell."""


@dataclass(slots=True)
class _Rows:
    """The rows of a table with where each begins and ends, by one csv reader over the tracked lines."""

    feed: Feed
    shape: Shape
    codec: str
    start: int = 0
    end: int = 0
    number: int = 0
    size: int = 0
    count: int = 0
    width: int = 0
    is_open: bool = False
    pieces: list[bytes] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)

    def __iter__(self) -> Iterator[list[str]]:
        source: Iterator[Line] = lines(self.feed)
        if self.shape.returns:
            source = _parted(source)
        csv.field_size_limit(LINE_BYTES)
        while True:
            reader = csv.reader(self._texts(source), delimiter=self.shape.delimiter)
            try:
                yield from self._rows(reader)
            except csv.Error as error:
                self.feed.complain(f"line {self.number:,}: {_in_words(error)}")
                continue
            if not self.rest:
                return
            source, self.rest = iter(self.rest), []

    def cut_off(self) -> str | None:
        """Return why the row at hand, the last, is not whole or may not be; None for any other row.

        What writes long tables ends every line, so that a last line without its end shows a cut.
        """
        if self.is_open:
            if self.rest:
                return "a quote is not closed"
            return "the file ends inside a quoted field; the row is cut off"
        if self.count > LONG_TABLE and not self.pieces[-1].endswith((b"\n", b"\r", b'"')):
            return "the file ends without an end of line; the row may be cut off"
        return None

    def _rows(self, reader: Iterator[list[str]]) -> Iterator[list[str]]:
        while True:
            self.size, self.is_open = 0, False
            row = next(reader, None)
            if row is None:
                return
            self.width = self.width or len(row)
            if self.is_open and self._holds_rows():
                row = self._give_back()
            if row:
                yield row

    def _give_back(self) -> list[str]:
        """Return the first line as a row of its own; the others are read again."""
        first, *taken = self.pieces
        offset = self.start + len(first)
        self.end = self.start + len(first.rstrip(b"\r\n"))
        for number, data in enumerate(taken, self.number + 1):
            self.rest.append(Line(number, offset, data))
            offset += len(data)
        return next(csv.reader([self._text(first)], delimiter=self.shape.delimiter))

    def _holds_rows(self) -> bool:
        """Return whether what a quote that is not closed takes up, to the end of the file, are whole rows line by line."""
        last = self.pieces[-1]
        if self.end != self.start + self.size - len(last) + len(last.rstrip(b"\r\n")):
            return False  # a line among them was passed over
        texts = [text for data in self.pieces[1:] if (text := self._text(data)).strip()]
        try:
            rows = [next(csv.reader([text], delimiter=self.shape.delimiter, strict=True)) for text in texts]
        except csv.Error:
            return False
        return bool(rows) and all(len(row) == self.width for row in rows)

    def _text(self, data: bytes) -> str:
        text = text_of_line(data, self.codec)
        if "\r" in text and '"' not in text and not self.shape.returns:
            text = _BREAK.sub(" ", text)
        return double_quotes(text) if self.shape.escaped and "\\" in text else text

    def _texts(self, source: Iterator[Line]) -> Iterator[str]:
        """Yield the lines as text, noting where the row that they make up begins and ends."""
        for line in source:
            if not self.size:
                self.start, self.number = line.offset, line.number
                self.pieces.clear()
                self.count += 1
            self.size += len(line.data)
            self.pieces.append(line.data)
            self.end = line.offset + len(line.data.rstrip(b"\r\n"))
            if self.size > LINE_BYTES:
                raise csv.Error(f"the row is longer than {LINE_BYTES >> 20} MB; a quote is not closed")
            text = self._text(line.data)
            yield text.removeprefix("\ufeff") if line.number == 1 else text
        self.is_open = self.size > 0


_BREAK = re.compile(r"\r(?=[^\r\n])")
"""A break inside a cell that is not quoted, in a table whose rows end otherwise."""


def _parted(source: Iterator[Line]) -> Iterator[Line]:
    """Yield lines that end by a carriage return alone as lines of their own."""
    for line in source:
        start = 0
        for found in _RETURN.finditer(line.data):
            yield Line(line.number, line.offset + start, line.data[start : found.end()])
            start = found.end()
        if start < len(line.data):
            yield Line(line.number, line.offset + start, line.data[start:])


def _in_words(error: csv.Error) -> str:
    """Return what is wrong with a row, not in the words of the parser."""
    said = str(error)
    if "new-line" in said:
        return "a line break that is in no quotes"
    return f"a cell is longer than {LINE_BYTES >> 20} MB" if "field larger" in said else said


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is (see `morgue.feeds`): a header of known names, the headerless form, or a name in .csv over even columns."""
    suffix = is_named_table(name)
    head = with_line_feeds(narrow(head))
    first = head[:4096].lstrip(b"\xef\xbb\xbf\r\n")
    if first[:1] in (b"<", b"{", b"[", b""):
        return 0
    if (
        b"\0" not in first
        and b"\n" in first
        and _DELIMITED.search(b"\n".join(first.split(b"\n")[:ABOVE])) is None
    ):
        return 15 if suffix else 0
    shape = shape_of(_text_of_head(head), is_table=suffix, is_cut=len(head) >= HEAD_BYTES)
    if shape is None:
        return 15 if suffix else 0
    if shape.mend is not None:
        return 75
    known = {found[0] for each in shape.names or () if (found := field_of(each))}
    if known & {"headline", "text"}:
        return 88 if len(known) > 1 else 60 if suffix else 40
    return 55 if suffix else 0


def _text_of_head(head: bytes) -> str:
    """Return the lines of a head as text, the last of them whole unless it is the only one."""
    text = decode(head)
    return text[: text.rfind("\n") + 1] if len(head) >= HEAD_BYTES and "\n" in text else text


def shape_of(text: str, *, is_table: bool, is_cut: bool = False) -> Shape | None:
    """Return how the table that begins with `text` is written, or None where it is no table.

    Its rows are as long as the header, most of them; those of a damaged one are not, so that a line of nothing
    but known names is a header by itself. A row that the text cuts (`is_cut`) says nothing: where the first row
    is longer than all of it, the names decide. A headline may be such names too, with spaces as in prose
    (`Story, time`): all rows must agree with it, unless the file is named as a table (`is_table`).
    """
    body = text.lstrip("\r\n")
    if (stated := _SEPARATOR.match(body)) is not None:
        body = body[stated.end() :]
    shape = None if _is_comment(body.split("\n", 1)[0]) else _shape_at(body, is_table=is_table, is_cut=is_cut)
    if shape is None or not (shape.mend or _is_of_news(shape)):
        shape = _shape_below(body, is_table=is_table, is_cut=is_cut) or shape
    return shape


def _shape_below(text: str, *, is_table: bool, is_cut: bool) -> Shape | None:
    """Return the shape of a table of news under comments, or under lines of a title; None where there is none.

    A title is on a line with one cell that is filled, or is what a file named as a table has above its header.
    """
    lines_above = text.split("\n", ABOVE)[:ABOVE]
    rest = text
    for above in lines_above:
        rest = rest[len(above) + 1 :]
        is_apart = (
            _is_comment(above) or sum(bool(cell.strip(' "\r')) for cell in re.split(r"[,\t;|]", above)) < 2
        )
        if not is_apart and not is_table:
            return None
        shape = (
            None if _is_comment(rest.split("\n", 1)[0]) else _shape_at(rest, is_table=is_table, is_cut=is_cut)
        )
        if shape is not None and shape.mend is None and _is_of_news(shape):
            return shape
    return None


def _is_comment(row: str) -> bool:
    """Return whether a row is a comment, and no header that begins with a mark."""
    return row.startswith(("#", "//")) and not any(
        known[0] in ("headline", "text") for name in re.split(r"[,\t;|]", row) if (known := field_of(name))
    )


def _is_of_news(shape: Shape) -> bool:
    """Return whether the names are of a headline or a text and of another fact."""
    known = [found[0] for name in shape.names or () if (found := field_of(name)) is not None]
    return len(known) > 1 and not {"headline", "text"}.isdisjoint(known)


_ESCAPED = re.compile(r'(?<!\\)((?:\\\\)*)\\"')
_INSIDE = re.compile(r'[^\\\n]\\"[^\W\d_]')
_DOUBLED = re.compile(r'[^\s,;|"]""[^\s,;|"]|[^\s,;|"] ""[^\s,;|"]')


def double_quotes(text: str) -> str:
    """Return text with the quotes that a backslash escapes, as databases write them, double_quotes instead (RFC 4180)."""
    return _ESCAPED.sub(r'\1""', text)


def _is_escaped(text: str) -> bool:
    """Return whether quotes inside fields are escaped by a backslash, and none is doubled."""
    return "\\" in text and _INSIDE.search(text) is not None and _DOUBLED.search(text) is None


def _shape_at(body: str, *, is_table: bool, is_cut: bool) -> Shape | None:
    """Return the shape of the table whose header is the first line; None where that is none."""
    escaped = _is_escaped(body)
    if escaped:
        body = double_quotes(body)
    first = body.split("\n", 1)[0].rstrip("\r")
    best: tuple[float, Shape] | None = None
    for delimiter in DELIMITERS:
        if first.count(delimiter) == 0:
            continue
        rows = _sample(body, delimiter, is_cut=is_cut)
        if not rows or not 2 <= len(rows[0]) <= MAX_COLUMNS or not _is_header(rows[0]):
            continue
        even = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        known = [found[0] for name in rows[0] if (found := field_of(name)) is not None]
        if _is_table(rows, even, known, first, is_table=is_table):
            score = even + len(known) + len(rows[0]) / MAX_COLUMNS
            if best is None or score > best[0]:
                best = score, Shape(delimiter, [name.strip() for name in rows[0]], escaped=escaped)
    if best is not None:
        return best[1]
    return Shape(",", list(_AG_NAMES), restore_signs) if _is_ag(body) else None


def _is_table(rows: list[list[str]], even: float, known: list[str], first: str, *, is_table: bool) -> bool:
    """Return whether the rows agree with their header, or the header alone is sure; `known` are the fields that it names."""
    is_all_known = len(known) == len(rows[0]) and not {"headline", "text"}.isdisjoint(known)
    if not is_table and _SPACED.search(first) is not None:  # as in prose
        return even == 1 and (len(rows) > 1 or is_all_known)
    if len(rows) > 1:
        return even > 0.6 or is_all_known
    return is_table or is_all_known or (len(set(known)) > 1 and not {"headline", "text"}.isdisjoint(known))


def _sample(text: str, delimiter: str, *, is_cut: bool) -> list[list[str]]:
    """Return the first rows by this delimiter; the last is left out where there are more or the text cuts it."""
    csv.field_size_limit(LINE_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    is_whole = True
    try:
        for row in reader:
            if row:
                rows.append(row)
            if len(rows) > 20:
                break
        else:
            is_whole = not is_cut
    except csv.Error:
        pass
    return rows[:-1] if len(rows) > 2 or (len(rows) == 2 and not is_whole) else rows


def _is_header(row: list[str]) -> bool:
    """Return whether a row can be a header: short different names, none of them a number."""
    names = [name.strip().lower() for name in row]
    filled = [name for name in names if name]
    return (
        len(filled) >= 2
        and all(filled.count(name) == 1 or field_of(name) is not None for name in filled)
        and all(_NAME.fullmatch(name) and not name.replace(".", "").isdigit() for name in filled)
    )


def _is_ag(text: str) -> bool:
    """Return whether the lines have the headerless form."""
    found = text.split("\n", 20)
    whole = found[:-1] if len(found) > 1 else found
    return bool(whole) and all(_AG_ROW.fullmatch(line) for line in whole if line.strip())


def restore_signs(text: str) -> str:
    """Return text with the ampersands put back that a table lost (` #39;`, ` quot;`) and `\\` as the line break it was."""
    if "#" in text:
        text = _LOST_NUMBER.sub(lambda found: chr(int(found[1])), text)
    if ";" in text:
        text = _LOST_NAME.sub(lambda found: _NAMED[found[1]], text)
    if "\\" in text:
        text = text.replace("\\\\", "\n\n").replace("\\", " ")
    return text


def read(feed: Feed) -> Iterator[Article]:
    """Yield one story a row. Raises FeedError where no column holds a headline or a text."""
    head = feed.head()
    feed = narrow_feed(feed, head)
    codec = "utf-8" if is_wide(head) else codec_of_head(head)
    head = with_line_feeds(narrow(head))
    is_table = is_named_table(feed.name)
    shape = shape_of(_text_of_head(head), is_table=is_table, is_cut=len(head) >= HEAD_BYTES) or Shape(",")
    shape.returns = _RETURN.search(head.partition(b"\n")[0] + b"\n") is not None
    rows = _Rows(feed, shape, codec)
    yield from _stories(feed, rows, shape, _text_of_head(head))


def _stories(feed: Feed, rows: _Rows, shape: Shape, head: str) -> Iterator[Article]:
    """Yield the stories of the rows under the header, of which `head` shows the first."""
    reader = iter(rows)
    names = shape.names if shape.mend else _header(reader, shape)
    header, names = names, number_names(names or [])
    judged = judged_table(feed, names, _first_rows(head, header or [], shape))
    count = 0
    for row in reader:
        if row == header:  # of a table that was put together from several
            continue
        story = _story(feed, rows, row, names or [], judged, shape)
        if story is not None:
            count += 1
            yield story
    if not count:
        raise nothing_read(feed)


def _first_rows(head: str, header: list[str], shape: Shape) -> list[list[str]]:
    """Return the first whole rows under the header, as the head shows them."""
    text = (double_quotes(head) if shape.escaped else head).lstrip("\ufeff\r\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=shape.delimiter)
    rows: list[list[str]] = []
    is_below = False
    try:
        for row in reader:
            if is_below and len(row) >= len(header):  # a row that is cut has fewer
                rows.append(row)
            is_below = is_below or [each.strip() for each in row] == header
            if len(rows) == SAMPLE:
                break
    except csv.Error:
        pass  # what is behind it is complained of when it is read
    return rows


def _header(reader: Iterator[list[str]], shape: Shape) -> list[str]:
    """Return the names in the header, which may have other rows above it."""
    first: list[str] = []
    for row in islice(reader, ABOVE + 2):
        names = [name.strip() for name in row]
        if shape.names is None or names == shape.names:
            return names
        first = first or names
    return first


def _story(
    feed: Feed, rows: _Rows, row: list[str], names: list[str], judged: Judged, shape: Shape
) -> Article | None:
    """Return the story of a row; a row that is cut off or holds none is complained of."""
    reason = rows.cut_off()
    piece = " ".join(row).encode("utf-8", "replace")
    if reason:
        feed.complain(f"line {rows.number:,}: {reason}")  # what follows it is missing too
    if any(row[len(names) :]):
        feed.complain(f"line {rows.number:,}: {len(row)} columns where the header names {len(names)}", b"")
    if len(row) < len(names) and len(row) <= max(names.index(column.name) for column in judged.columns):
        if not reason:
            feed.complain(
                f"line {rows.number:,}: {len(row)} of {len(names)} columns; the row is cut off", piece
            )
        return None
    if shape.mend is not None:
        row = [shape.mend(value) for value in row]
    draft = draft_of_row(dict(zip(names, row, strict=False)), judged, feed.columns)
    if draft is None:
        feed.complain(f"line {rows.number:,}: {WORDLESS}", piece)
        return None
    draft.is_cut = draft.partial = reason is not None
    return article(draft, feed.at(rows.start, rows.end - rows.start))
