"""Cut the records out of a stream of XML, so that a dump of any size is read one record at a time.

An export of a content system is a head and then thousands of records (`item`, `entry`, `page`), each a small document. They
are found by their tags, past sections of CDATA, in which a post may write of anything, and each is parsed by itself with
the namespaces that the head declares: damage to one record leaves the others whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from morgue.errors import FeedError
from morgue.feeds.support.xml import parse
from morgue.feeds.support.xml_elements import Element
from morgue.io.encoding import declaration
from morgue.io.feed import HEAD_BYTES, Feed
from morgue.io.lines import narrow_feed

CHUNK_BYTES = 1 << 18
MAX_RECORD_BYTES = 16 << 20
"""The longest record that is read; a longer one is passed over and complained of."""

MAX_HEAD_BYTES = 4 << 20
"""How much of what comes before the first record is kept: the channel with its authors and categories."""

_DECLARED = re.compile(rb"""\sxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<>]*"|'[^'<>]*')""")

Shrink = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Piece:
    """A record as it is in the stream, the offset of its first byte, and whether the stream ends in it.

    The first piece of a stream is what comes before its first record: `is_head`. `length` is that of the record in the
    stream, of which `data` may be less where it was shrunk.
    """

    data: bytes
    offset: int
    length: int
    is_cut: bool = False
    is_head: bool = False


def pieces(feed: Feed, name: str, *, shrink: Shrink | None = None) -> Iterator[Piece]:
    """Yield what comes before the first element of a name, then each such element, in order.

    Records do not nest. One that is not closed ends where the next begins, and is complained of. One that grows beyond
    MAX_RECORD_BYTES is given to `shrink`, which returns what is enough of it, or else it is passed over and complained of.
    """
    return _Cutter(narrow_feed(feed, feed.head()), name, shrink).pieces()


class _Cutter:
    """A window on the stream that moves from record to record."""

    def __init__(self, feed: Feed, name: str, shrink: Shrink | None) -> None:
        own = name.encode()
        self._feed = feed
        self._shrink = shrink
        self._mark = re.compile(
            rb"<!\[CDATA\[|<(/)?(?:[A-Za-z][\w.-]{0,40}:)?(?:%s)(?=[\s/>])[^<>]{0,2000}(>)?" % own
        )
        self._buffer = b""
        self._base = 0
        self._dropped = 0
        self._ended = False
        self._last_close = -1
        """Where the last section of CDATA in the window ends; what opens behind it is not looked for again and again."""

    def _more(self) -> bool:
        """Read on; whether there was anything."""
        chunk = b"" if self._ended else self._feed.stream.read(max(CHUNK_BYTES, len(self._buffer)))
        self._ended = self._ended or not chunk
        seen = max(0, len(self._buffer) - 2)
        self._buffer += chunk
        self._last_close = max(self._last_close, self._buffer.rfind(b"]]>", seen))
        return bool(chunk)

    def _forget(self, end: int) -> None:
        """Drop the window up to `end`."""
        self._buffer = self._buffer[end:]
        self._last_close -= end
        self._base += end + self._dropped
        self._dropped = 0

    def pieces(self) -> Iterator[Piece]:
        """Yield the head and the records."""
        start = -1
        at = 0
        is_first = True
        while True:
            found = self._mark.search(self._buffer, at)
            if found is None or (found[0] != b"<![CDATA[" and not found[2]) or self._is_open(found):
                held = max(0, len(self._buffer) - 2_100) if found is None else found.start()
                at = max(at, held)
                if start < 0 and not is_first and at:
                    self._forget(at)
                    at = 0
                elif start > 0:
                    self._forget(start)
                    at, start = at - start, 0
                if start == 0 and len(self._buffer) > MAX_RECORD_BYTES:
                    at, start = self._too_long(at)
                elif is_first and len(self._buffer) > MAX_HEAD_BYTES and start < 0:
                    yield Piece(self._buffer, self._base, len(self._buffer), is_head=True)
                    is_first = False
                if not self._more():
                    break
                continue
            if found[0] == b"<![CDATA[":
                is_closed = found.end() <= self._last_close
                at = self._buffer.index(b"]]>", found.end()) + 3 if is_closed else found.end()
                continue
            if found[1]:
                if start >= 0:
                    yield self._piece(start, found.end())
                    start = -1
                at = found.end()
                continue
            if is_first:
                yield Piece(self._buffer[: found.start()], self._base, found.start(), is_head=True)
                is_first = False
            if start >= 0:
                self._feed.complain(f"the record at byte {self._base + start:,} is not closed")
                yield self._piece(start, found.start())
            start, at = found.start(), found.end()
            if found[0].endswith(b"/>"):
                start = -1
        if is_first:
            yield Piece(self._buffer, self._base, len(self._buffer), is_head=True)
        elif start >= 0:
            self._feed.complain(f"the export ends in the record at byte {self._base + start:,}")
            yield self._piece(start, len(self._buffer), is_cut=True)

    def _is_open(self, found: re.Match[bytes]) -> bool:
        """Return whether a section of CDATA does not end in the window, and there is more of the stream to read."""
        return (
            found[0] == b"<![CDATA["
            and not self._ended
            and len(self._buffer) <= MAX_RECORD_BYTES
            and found.end() > self._last_close
        )

    def _piece(self, start: int, end: int, *, is_cut: bool = False) -> Piece:
        made = Piece(self._buffer[start:end], self._base + start, end - start + self._dropped, is_cut)
        self._base += self._dropped
        self._dropped = 0
        return made

    def _too_long(self, at: int) -> tuple[int, int]:
        """Make a record shorter that fills the window, or pass over it; return where to go on and where it begins (-1: passed over)."""
        if self._shrink is not None and len(shorter := self._shrink(self._buffer)) < len(self._buffer) // 2:
            self._dropped += len(self._buffer) - len(shorter)
            self._buffer = shorter
            self._last_close = shorter.rfind(b"]]>")
            return max(1, len(shorter) - 2_100), 0  # behind its own tag
        self._feed.complain(f"the record at byte {self._base:,} is longer than {MAX_RECORD_BYTES >> 20} MB")
        self._forget(at)
        return 0, -1


MOST_NAMED = 500_000
"""How many identifiers of one export are remembered (some 60 MB)."""


class Once:
    """Keeps the identifiers of an export apart, where plugins that copy posts give the copy the identifier of the original."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def name(self, identifier: str | None, other: str | None) -> str | None:
        """Return an identifier, joined to the record's `other` name where another record of the export has it."""
        if identifier is None:
            return None
        if identifier in self._seen:
            return f"{identifier}#{other or ''}"
        if len(self._seen) < MOST_NAMED:
            self._seen.add(identifier)
        return identifier


class Records:
    """The records of an export as elements, each parsed with what the head declares."""

    def __init__(self, feed: Feed, name: str, *, shrink: Shrink | None = None) -> None:
        self._feed = feed
        self._pieces = pieces(feed, name, shrink=shrink)
        self.head = next(self._pieces).data
        declared = dict.fromkeys(_DECLARED.findall(self.head, 0, HEAD_BYTES))
        self._open = b"<record" + b"".join(declared) + b">"
        self._encoding = declaration(self.head)

    def head_element(self, *closing: str) -> Element | None:
        """Return the head as an element, the names in `closing` closed at its end; None where it is no XML."""
        ends = "".join(f"</{name}>" for name in closing).encode()
        try:
            return parse(self.head + ends, self._encoding).root
        except FeedError:
            return None

    def __iter__(self) -> Iterator[tuple[Element, Piece]]:
        """Yield (element, piece) of each record; one that cannot be read is complained of."""
        for piece in self._pieces:
            try:
                root = parse(self._open + piece.data + b"</record>", self._encoding or "utf-8").root
            except FeedError as error:
                self._feed.complain(f"the record at byte {piece.offset:,}: {error.message}")
                continue
            element = next(iter(root), None)
            if element is not None and isinstance(element.tag, str):
                yield element, piece
