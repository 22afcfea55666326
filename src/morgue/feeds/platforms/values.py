"""Read the values of an export in JSON: one document, several that follow one another, or one a line.

A document that is too large for memory is read in parts where its records are in one list: each part is the document with
some of its records, so that a reader sees no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from morgue.errors import FeedError
from morgue.feeds.support.json_document import document, parse, string
from morgue.io.encoding import narrow
from morgue.io.feed import MAX_DOCUMENT_BYTES, Feed
from morgue.io.lines import LINE_BYTES, lines, narrow_feed

Object = dict[str, Any]


class Value(NamedTuple):
    """A value, and where it is in the feed, in bytes."""

    value: Any
    offset: int
    length: int


def values(feed: Feed, records: str | None = None) -> Iterator[Value]:
    """Yield the values of a feed. Lines are read one at a time, a document of at most MAX_DOCUMENT_BYTES at once.

    A larger one comes in parts, where the list of its records is under the key `records`. A bad line is complained of. Raises FeedError for a document that is not JSON, or where no line can be read.
    """
    feed = narrow_feed(feed, feed.head())
    first = feed.stream.readline(LINE_BYTES + 1)
    second = feed.stream.readline(LINE_BYTES + 1)
    if _is_row(first) and (not second.strip() or second.lstrip()[:1] in (b"{", b"[")):
        yield from _rows(feed, [first, second])
        return
    data = first + second + feed.stream.read(max(0, MAX_DOCUMENT_BYTES + 1 - len(first) - len(second)))
    if len(data) > MAX_DOCUMENT_BYTES:
        if records is not None and (begin := _begin_of(data, records)):
            yield from _parts(feed, data, begin, records)
            return
        raise FeedError(
            f"the document is larger than {MAX_DOCUMENT_BYTES >> 20} MB", hint="split it into smaller files"
        )
    value, damage = document(data)
    if damage:
        feed.complain(damage)
    yield Value(value, 0, len(data))


def _is_row(line: bytes) -> bool:
    """Return whether a line is an object by itself."""
    try:
        return isinstance(orjson.loads(line.strip().removeprefix(b"\xef\xbb\xbf")), dict)
    except orjson.JSONDecodeError:
        return False


def _rows(feed: Feed, ahead: list[bytes]) -> Iterator[Value]:
    """Yield the values of lines, of which two were read."""
    good, reason = 0, ""
    for number, offset, data in lines(feed, ahead):
        text = data.strip(b" \t\r\n\x1e\xef\xbb\xbf")
        if not text:
            continue
        try:
            value = parse(text)
        except FeedError as error:
            reason = reason or f"line {number:,}: {error.message}"
            feed.complain(f"line {number:,}: {error.message}", text)
            continue
        good += 1
        yield Value(value, offset, len(data.rstrip(b"\r\n")))
    if not good:
        feed.complaints.clear()
        raise FeedError(f"no line could be read; {reason}")


_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+("?)|[{}\[\]]', re.DOTALL)
MAX_HEAD_BYTES = 1 << 20
"""How far into a document its list of records begins."""

PART_BYTES = 4 << 20
"""How much of a document is one part, more or less."""

MAX_RECORD_BYTES = 16 << 20


def _begin_of(data: bytes, records: str) -> int:
    """Return where the list of records begins in the outermost object, behind its bracket; 0 where it is not seen."""
    depth = 0
    last = b""
    for found in _TOKEN.finditer(data, 0, MAX_HEAD_BYTES):
        token = found[0]
        if token in (b"{", b"["):
            if token == b"[" and depth == 1 and last == f'"{records}"'.encode():
                return found.end()
            depth += 1
        elif token in (b"}", b"]"):
            depth -= 1
        last = token
    return 0


def _parts(feed: Feed, data: bytes, begin: int, records: str) -> Iterator[Value]:
    """Yield the parts of a document whose records begin at `begin` of what was read of it."""
    try:
        around: Any = orjson.loads(data[:begin].strip().removeprefix(b"\xef\xbb\xbf") + b"]}")
    except orjson.JSONDecodeError as error:
        raise FeedError(f"not JSON: {error.msg}") from error
    window, base = data[begin:], begin
    ended = False
    while not ended:
        end, ended = _end_of_records(window)
        if end:
            piece = window[:end].strip(b" \t\r\n,")
            yield Value({**around, records: _list(piece, base, feed)}, base, end)
            window, base = window[end:], base + end
        if end or ended:
            continue
        if len(window) > MAX_RECORD_BYTES + PART_BYTES:
            raise FeedError(f"the record at byte {base:,} is longer than {MAX_RECORD_BYTES >> 20} MB")
        chunk = feed.stream.read(PART_BYTES)
        if not chunk:
            feed.complain(f"the document ends in the record at byte {base:,}")
            return
        window += chunk


def _list(piece: bytes, offset: int, feed: Feed) -> list[Any]:
    """Return the records in a piece of a list; damage to it is complained of."""
    try:
        found = orjson.loads(b"[" + piece + b"]")
    except orjson.JSONDecodeError as error:
        feed.complain(f"the records from byte {offset:,} on cannot be read: {error.msg}")
        return []
    return found if isinstance(found, list) else []


def _end_of_records(window: bytes) -> tuple[int, bool]:
    """Return where the last whole record ends in a window of at most PART_BYTES, and whether the list does."""
    depth = end = 0
    for found in _TOKEN.finditer(window):
        token = found[0]
        if token[:1] == b'"':
            if not found[1]:
                break  # the string goes on behind the window
        elif token in (b"{", b"["):
            depth += 1
        else:
            depth -= 1
            if depth < 0:
                return end, True
            if depth == 0:
                end = found.end()
                if end > PART_BYTES:
                    return end, False
    return end, False


def part(value: Any, *keys: str) -> Any:
    """Return what is under a path of keys; None where there is nothing."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def said(value: Any, *keys: str) -> str | None:
    """Return the text under a path of keys on one line; None where there is none."""
    text = string(part(value, *keys))
    return " ".join(text.split()) if text else None


def objects(value: Any) -> list[Object]:
    """Return the objects of a list, or an object alone as a list of one."""
    if isinstance(value, dict):
        return [value]
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def opens(head: bytes) -> bytes:
    """Return a head in narrow characters from its first brace or bracket on; empty where it does not begin with one."""
    start = narrow(head).lstrip(b"\xef\xbb\xbf \t\r\n\0")
    return start if start[:1] in (b"{", b"[") else b""


def mapping(value: Any, *keys: str) -> Object:
    """Return the object under a path of keys; an empty one where there is none."""
    found = part(value, *keys)
    return found if isinstance(found, dict) else {}
