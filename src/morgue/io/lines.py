"""Read the lines of a feed with their byte offsets, each of bounded length, as text."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import IO, TYPE_CHECKING, NamedTuple

from morgue.io.encoding import decode, narrow
from morgue.io.feed import HEAD_BYTES, Feed

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LINE_BYTES = 16 << 20
"""The longest line (or row, over its lines) that is read; a longer one is passed over and listed."""

_CANDIDATES = (
    "utf-8", "cp1252", "cp1251", "koi8-r", "gb18030", "big5hkscs", "cp932", "cp949", "euc_jp", "cp1256", "cp1254", "cp1257",
    "cp1250", "iso8859-2", "iso8859-16", "iso8859-13", "cp1253", "iso8859-7", "cp1255", "cp1258", "cp874", "koi8-u", "iso8859-5", "mac-roman",
    "cp866", "cp852", "cp850", "cp862", "cp737", "cp855",
)  # fmt: skip
"""What `decode` finds: a line of a few words, such as a header, does not show the codec of the whole by itself."""


class Line(NamedTuple):
    """A line with its end: its number from 1, where it begins in bytes, its bytes."""

    number: int
    offset: int
    data: bytes


def lines(feed: Feed, ahead: Iterable[bytes] = ()) -> Iterator[Line]:
    """Yield the lines of a feed, in order. Those longer than LINE_BYTES are complained of and passed over.

    `ahead` are lines that were read from the stream already, each by `readline(LINE_BYTES + 1)`.
    """
    stream = feed.stream
    readline = stream.readline
    offset = 0
    pieces = (piece for piece in chain(ahead, iter(lambda: readline(LINE_BYTES + 1), b"")) if piece)
    for number, data in enumerate(pieces, 1):
        size = len(data)
        if size > LINE_BYTES:
            size += _pass(pieces)
            feed.complain(f"line {number:,}: longer than {LINE_BYTES >> 20} MB")
        else:
            yield Line(number, offset, data)
        offset += size


def _pass(pieces: Iterator[bytes]) -> int:
    """Return how many bytes the rest of the line had."""
    passed = 0
    for piece in pieces:
        passed += len(piece)
        if piece.endswith(b"\n"):
            break
    return passed


def codec_of_head(head: bytes) -> str:
    """Return the codec by which lines of a feed that begins with `head` are read; `utf-8` where none fits better."""
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        text = decode(head)
        return next((each for each in _CANDIDATES if head.decode(each, "replace") == text), "utf-8")
    return "utf-8"


def text_of_line(data: bytes, codec: str) -> str:
    """Return the text of a line by `codec`; by what its own bytes show where that does not fit."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return decode(data)


def narrow_feed(feed: Feed, head: bytes) -> Feed:
    """Return the feed itself, or one of its text in UTF-8 for UTF-16 and UTF-32 (offsets are then of that text).

    Lines that end as they did on the old Macintosh, by a carriage return alone, end by a line feed in it.
    """
    codec = next((codec for mark, codec in _MARKS if head.startswith(mark)), None)
    if codec is None and is_wide(head):  # without a mark: by all of its bytes
        data = narrow(feed.bytes())
        return replace(feed, stream=io.BytesIO(with_line_feeds(data)))
    returns = ends_in_returns(narrow(head))
    if codec is None and not returns:
        return feed
    recoded = _Recoded(feed.stream, codec, returns=returns)
    return replace(feed, stream=io.BufferedReader(recoded, HEAD_BYTES))


_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class _Recoded(io.RawIOBase):
    """A stream in UTF-8, with line feeds, of one that is in another encoding or ends its lines by returns alone; a piece at a time."""

    def __init__(self, stream: IO[bytes], codec: str | None, *, returns: bool) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(codec)("replace") if codec else None
        self._returns = returns
        self._left = b""

    def readable(self) -> bool:
        """Return True: it is there to be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Put the next bytes into a buffer, and return how many; 0 at the end."""
        view = memoryview(buffer).cast("B")
        while not self._left:
            data = self._stream.read(HEAD_BYTES)
            self._left = self._recoded(data)
            if not data and not self._left:
                return 0
        count = min(len(view), len(self._left))
        view[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

    def _recoded(self, data: bytes) -> bytes:
        if self._decoder is not None:
            data = self._decoder.decode(data, final=not data).encode("utf-8", "replace")
        return data.replace(b"\r", b"\n") if self._returns else data


def is_wide(head: bytes) -> bool:
    """Return whether data is of UTF-16 or UTF-32."""
    return narrow(head) is not head


def ends_in_returns(head: bytes) -> bool:
    """Return whether the lines of a head end by a carriage return alone."""
    return b"\r" in head and b"\n" not in head


def with_line_feeds(data: bytes) -> bytes:
    """Return data whose lines end by a carriage return alone with line feeds instead, of the same length; any other as it is."""
    return data.replace(b"\r", b"\n") if ends_in_returns(data[:HEAD_BYTES]) else data


_COMMENTS = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:(?:#|//)[^\n\r]*(?:[\n\r]+\s*|\Z))+")


def without_comments(data: bytes) -> bytes:
    """Return data without the lines at its beginning that are comments of a program (`# exported …`, `// …`)."""
    found = _COMMENTS.match(data)
    return data[found.end() :] if found else data


def is_comment(line: bytes) -> bool:
    """Return whether a line is a comment of a program."""
    return line.startswith((b"#", b"//"))
