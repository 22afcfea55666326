"""Cut a download of Nexis in the classic layout into its documents: a text at their numbers, a page at its DOCFULL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from morgue.errors import FeedError
from morgue.feeds.press.blocks import Block, blocks_of_lines
from morgue.feeds.press.nexis_facts import number_of, numbered_line
from morgue.feeds.press.nexis_html import blocks_of_markup, centred_classes
from morgue.io.encoding import decode, narrow, with_line_feeds
from morgue.io.feed import Feed
from morgue.model.article import Source

CHUNK_BYTES = 1 << 18
MAX_RECORD_BYTES = 8 << 20
"""The largest document; a transcript of a day's broadcasts has less than one MB."""

FULL = re.compile(
    rb"<DOC NUMBER=[^<>]{0,20}>\s{0,4}<DOCFULL>(?:\s{0,4}-->)?|<DOCFULL>(?:\s{0,4}-->)?", re.IGNORECASE
)
"""How a document in a page begins; the element is in a comment."""
_FULL_END = re.compile(rb"(?:<!--[^<>-]{0,80})?</DOCFULL>[\s\S]*", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?|\n|\f")


class Piece(NamedTuple):
    """A document cut out of a download: where it was, its number, its blocks, and whether the file may end inside it."""

    offset: int
    length: int
    number: tuple[int, int] | None
    blocks: list[Block]
    is_last: bool = False


class Stream:
    """The bytes of a feed, of which the first were read."""

    def __init__(self, feed: Feed, head: bytes) -> None:
        self._feed, self._head = feed, with_line_feeds(head)
        self._is_of_mac = self._head is not head

    def read(self, size: int) -> bytes:
        """Return the next bytes, as many as asked for or fewer, with line feeds where the first have none; empty at the end."""
        if self._head:
            head, self._head = self._head, b""
            return head
        data = self._feed.stream.read(size)
        return data.replace(b"\r", b"\n") if self._is_of_mac else data

    def at(self, piece: Piece) -> Source:
        """Return the source of a document."""
        return self._feed.at(piece.offset, piece.length)


class Narrowed(Stream):
    """The bytes of a feed in UTF-16 or UTF-32 as UTF-8, in which they are elsewhere than in the feed."""

    def __init__(self, feed: Feed, head: bytes) -> None:
        super().__init__(feed, narrow(head + feed.bytes()))

    def read(self, size: int) -> bytes:
        """Return all at once, then nothing."""
        head, self._head = self._head, b""
        return head

    def at(self, piece: Piece) -> Source:
        """Return the source of a document: the whole feed."""
        return self._feed.at(0, self._feed.source.length)


def _cut(read_bytes: Callable[[int], bytes], mark: re.Pattern[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Yield (offset, bytes, whether it is the last) of what is before the first match, and of each from one to the next."""
    buffer, base, is_ended = b"", 0, False
    while not is_ended:
        chunk = read_bytes(max(CHUNK_BYTES, len(buffer)))
        is_ended = not chunk
        buffer += chunk
        limit = len(buffer) if is_ended else buffer.rfind(b"\n") + 1
        begin = 0
        for found in mark.finditer(buffer, 0, limit):
            if found.start() > begin:
                yield base + begin, buffer[begin : found.start()], False
            begin = found.start()
        base, buffer = base + begin, buffer[begin:]
        if len(buffer) > MAX_RECORD_BYTES:
            raise FeedError(f"a document of more than {MAX_RECORD_BYTES >> 20} MB at byte {base:,}")
    if buffer:
        yield base, buffer, True


def pieces_of_text(stream: Stream) -> Iterator[Piece]:
    """Yield the documents of a text; the cover above the first number is none of them."""
    for offset, raw, is_last in _cut(stream.read, numbered_line()):
        blocks = list(blocks_of_lines(lines_of(decode(raw))))
        number = number_of(blocks[0].text) if blocks else None
        if number is not None:
            yield Piece(offset, len(raw), number, blocks[1:], is_last)
        elif is_last and offset == 0 and blocks:
            yield Piece(offset, len(raw), None, blocks)


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, a new page begins one too."""
    return _LINE_END.split(text)


def pieces_of_markup(stream: Stream, head: bytes) -> Iterator[Piece]:
    """Yield the documents of a page: what is in a DOCFULL, or behind a number where the comments that hold them are gone."""
    centred = centred_classes(head)
    has_marks = FULL.search(head) is not None
    for offset, raw, is_last in _cut(stream.read, FULL):
        opening = FULL.match(raw)
        if opening is None and has_marks:
            continue
        inner = raw[opening.end() :] if opening else raw
        is_open = _FULL_END.search(inner) is None
        blocks = list(blocks_of_markup(decode(_FULL_END.sub(b"", inner)), centred))
        yield from _numbered(
            offset, len(raw), blocks, is_last=is_last and is_open, is_whole=opening is not None
        )


def _numbered(
    offset: int, length: int, blocks: list[Block], *, is_last: bool, is_whole: bool
) -> Iterator[Piece]:
    """Yield the documents among blocks, each behind its number; all as one where there is no number and it `is_whole`."""
    number: tuple[int, int] | None = None
    held: list[Block] = []
    for block in blocks:
        if (stated := number_of(block.text)) is None:
            held.append(block)
            continue
        if number is not None:
            yield Piece(offset, length, number, held)
        number, held, is_whole = stated, [], False
    if number is not None or is_whole:
        yield Piece(offset, length, number, held, is_last)


def pieces_of_document(lines: Iterable[str], length: int) -> Iterator[Piece]:
    """Yield the documents among the lines of a document of Word or RTF."""
    blocks = [each._replace(is_centred=False, is_wrapped=False) for each in blocks_of_lines(lines)]
    yield from _numbered(0, length, blocks, is_last=True, is_whole=False)
