"""Read the JSON documents of libraries: one a file, or one a line; with where each is in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from morgue.feeds.support.json_document import parse_parts
from morgue.io.encoding import narrow
from morgue.io.feed import Feed
from morgue.io.lines import lines, narrow_feed

Record = dict[str, Any]


def documents(feed: Feed) -> Iterator[tuple[Any, int, int]]:
    """Yield each document of a feed with its offset and length in bytes; lines that cannot be read are complained of.

    A file of lines is read line by line; of any other what is whole is read, and its damage is complained of.
    """
    head = feed.head()
    feed = narrow_feed(feed, head)
    if not _is_of_lines(narrow(head)):
        data = feed.bytes()
        value, damage = parse_parts(narrow(data).removeprefix(b"\xef\xbb\xbf"))
        if damage:
            feed.complain(damage)
        yield value, 0, len(data)
        return
    for line in lines(feed):
        data = line.data.removeprefix(b"\xef\xbb\xbf").strip()
        if not data:
            continue
        try:
            yield orjson.loads(data), line.offset, len(line.data)
        except orjson.JSONDecodeError as error:
            feed.complain(f"line {line.number:,}: not JSON: {error}", data)


def _is_of_lines(head: bytes) -> bool:
    """Return whether the first line is a whole object and another begins on the second."""
    first, _, rest = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    if not rest.lstrip().startswith(b"{") or not first.startswith(b"{"):
        return False
    try:
        orjson.loads(first)
    except orjson.JSONDecodeError:
        return False
    return True


def line_of(value: object) -> str | None:
    """Return a text or number on one line; of a list its first; None for anything else, and for what is empty."""
    if isinstance(value, list):
        return next(filter(None, map(line_of, value)), None)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    return " ".join(str(value).split()) or None


def lines_of(value: object) -> list[str]:
    """Return the texts of a value that is one or a list of them, on one line each, each once."""
    values = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(filter(None, map(line_of, values))))


def records_of(value: object) -> list[Record]:
    """Return the objects of a value that is one or a list of them."""
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, dict)]


def at(value: object, *keys: str) -> Any:
    """Return what is at a path of keys; None where it is not there."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
