"""Read exports of Nexis (LexisNexis, Nexis UK, Lexis Advance, Nexis Uni): text and pages; Word and RTF by way of `documents_of`.

A download holds up to some hundred documents, each numbered (`3 of 62 DOCUMENTS`, `Dokument 3 von 62`), below a cover page or none.
Labels are in the language of the page, dates in that of the outlet. `nexis_classic` reads a document of this layout, and
`nexis_uni` the documents of Nexis Uni, which Word and RTF have. No document has a number that is its own in the database;
those of Nexis Uni link to one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.feeds.press.blocks import Block, blocks_of_lines
from morgue.feeds.press.download import Download
from morgue.feeds.press.nexis_classic import has_labels_below, read_document
from morgue.feeds.press.nexis_facts import draft_of, is_failure, number_of, numbered_line
from morgue.feeds.press.nexis_html import blocks_of_markup, centred_classes
from morgue.feeds.support.xml import is_made_to_be_shared
from morgue.io.encoding import decode, narrow
from morgue.io.feed import HEAD_BYTES, Feed
from morgue.model.article import Article, Source

NUMBERED, SINGLE = 97, 96
"""How sure the marks of a download are, and the labels of one document that has no number."""
CHUNK_BYTES = 1 << 18
MAX_RECORD_BYTES = 8 << 20
"""The largest document; a transcript of a day's broadcasts has less than one MB."""

_FULL = re.compile(
    rb"<DOC NUMBER=[^<>]{0,20}>\s{0,4}<DOCFULL>(?:\s{0,4}-->)?|<DOCFULL>(?:\s{0,4}-->)?", re.IGNORECASE
)
_FULL_END = re.compile(rb"(?:<!--[^<>-]{0,80})?</DOCFULL>[\s\S]*", re.IGNORECASE)
_IN_MARKUP = re.compile(rb">\s{0,9}\d{1,6} of \d{1,6} DOCUMENTS?\s{0,9}<")
_LABEL_IN_MARKUP = re.compile(
    rb">(?:LOAD-DATE|LENGTH|LONGUEUR|L&Auml;NGE|L\xc3\x84NGE|LENGTE|LONGITUD|LUNGHEZZA): ?<"
)
_LENGTH = re.compile(
    rb"^(?:LENGTH|L\xc3\x84NGE|L\xc4NGE|LONGUEUR|LENGTE|LONGITUD|LUNGHEZZA): {1,3}[\d.,]{1,7} {1,3}[^\W\d]",
    re.MULTILINE,
)
_BELOW = re.compile(
    rb"^(?:LOAD-DATE|UPDATE|DATE-CHARGEMENT|PUBLICATION-TYPE|PUB-TYPE|TYPE-PUBLICATION|LANGUAGE|SPRACHE|LANGUE|TAAL): {1,3}\S",
    re.MULTILINE,
)
_REQUEST = re.compile(rb"^\W{0,8}(?:Download Request|Printopdracht|Ausgabeauftrag): ", re.MULTILINE)


def sniff(head: bytes, name: str) -> int:
    """Return 97 for numbered documents or those that markup delimits, 96 for one with the labels of Nexis alone, else 0."""
    head = narrow(head)
    if _is_markup(head):
        is_export = _FULL.search(head) or (_IN_MARKUP.search(head) and _LABEL_IN_MARKUP.search(head))
        return NUMBERED if is_export and not is_made_to_be_shared(head) else 0
    has_labels = _LENGTH.search(head) is not None, _BELOW.search(head) is not None
    if numbered_line().search(head) and (any(has_labels) or _REQUEST.search(head)):
        return NUMBERED
    return SINGLE if all(has_labels) else 0


def _is_markup(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


class Piece(NamedTuple):
    """A document cut out of a download: where it was, its number, its blocks, and whether the file ends inside it."""

    offset: int
    length: int
    number: tuple[int, int] | None
    blocks: list[Block]
    is_cut: bool = False


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories in the order of the file. Raises NoArticle where there are none."""
    head = feed.stream.read(HEAD_BYTES)
    plain = narrow(head)
    stream = _Stream(feed, head) if plain == head else _Narrowed(feed, head)
    download, found, has_labels = Download(), 0, False
    for piece in _in_markup(stream, plain) if _is_markup(plain) else _in_text(stream):
        if piece.number is not None:
            download.state(*piece.number)
        document = read_document(piece.blocks)
        download.count()
        is_complete = has_labels_below(document)
        document.is_cut = piece.is_cut and not is_complete and has_labels
        has_labels = has_labels or is_complete
        draft = draft_of(document)
        if draft is None or is_failure(document.body):
            feed.complain(
                f"document {piece.number[0] if piece.number else found + 1}: it has neither a headline nor a text"
            )
            continue
        found += 1
        draft.listed = True
        yield article(draft, stream.at(piece))
    download.check(feed)
    if not found:
        raise NoArticle("an export of Nexis that holds no document")


class _Stream:
    """The bytes of a feed, of which the first were read."""

    def __init__(self, feed: Feed, head: bytes) -> None:
        self._feed, self._head = feed, head

    def read(self, size: int) -> bytes:
        """Return the next bytes, as many as asked for or fewer; empty at the end."""
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._feed.stream.read(size)

    def at(self, piece: Piece) -> Source:
        """Return the source of a document."""
        return self._feed.at(piece.offset, piece.length)


class _Narrowed(_Stream):
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


def _in_text(stream: _Stream) -> Iterator[Piece]:
    """Yield the documents of a text; the cover above the first number is none of them."""
    for offset, raw, is_last in _cut(stream.read, numbered_line()):
        blocks = list(blocks_of_lines(_lines(decode(raw))))
        number = number_of(blocks[0].text) if blocks else None
        if number is not None:
            yield Piece(offset, len(raw), number, blocks[1:], is_last)
        elif is_last and offset == 0 and blocks:
            yield Piece(offset, len(raw), None, blocks)


_LINE_END = re.compile(r"\r\n?|\n|\f")


def _lines(text: str) -> list[str]:
    return _LINE_END.split(text)


def _in_markup(stream: _Stream, head: bytes) -> Iterator[Piece]:
    """Yield the documents of a page: what is in a DOCFULL, or behind a number where the comments that hold them are gone."""
    centred = centred_classes(head)
    has_marks = _FULL.search(head) is not None
    for offset, raw, is_last in _cut(stream.read, _FULL):
        opening = _FULL.match(raw)
        if opening is None and has_marks:
            continue
        inner = raw[opening.end() :] if opening else raw
        is_open = _FULL_END.search(inner) is None
        blocks = list(blocks_of_markup(decode(_FULL_END.sub(b"", inner)), centred))
        yield from _numbered(
            offset, len(raw), blocks, is_cut=is_last and is_open, is_whole=opening is not None
        )


def _numbered(
    offset: int, length: int, blocks: list[Block], *, is_cut: bool, is_whole: bool
) -> Iterator[Piece]:
    """Yield the documents among blocks, each behind its number; what is before the first one where it `is_whole`."""
    number: tuple[int, int] | None = None
    held: list[Block] = []
    for block in blocks:
        if (stated := number_of(block.text)) is None:
            held.append(block)
            continue
        if number is not None or (is_whole and held):
            yield Piece(offset, length, number, held)
        number, held = stated, []
    if number is not None or is_whole:
        yield Piece(offset, length, number, held, is_cut)
