"""Read the values of an export in JSON: one document, several that follow one another, or one a line."""

from __future__ import annotations

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


def values(feed: Feed) -> Iterator[Value]:
    """Yield the values of a feed. Lines are read one at a time, a document of at most MAX_DOCUMENT_BYTES at once.

    A bad line is complained of. Raises FeedError for a document that is not JSON, or where no line can be read.
    """
    feed = narrow_feed(feed, feed.head())
    first = feed.stream.readline(LINE_BYTES + 1)
    second = feed.stream.readline(LINE_BYTES + 1)
    if _is_row(first) and (not second.strip() or second.lstrip()[:1] in (b"{", b"[")):
        yield from _rows(feed, [first, second])
        return
    data = first + second + feed.stream.read(max(0, MAX_DOCUMENT_BYTES + 1 - len(first) - len(second)))
    if len(data) > MAX_DOCUMENT_BYTES:
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
