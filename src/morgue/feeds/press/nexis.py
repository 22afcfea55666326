"""Read exports of Nexis (LexisNexis, Nexis UK, Lexis Advance, Nexis Uni): text, pages, and documents of Word, OpenDocument, RTF and PDF.

A download holds up to some hundred documents, each numbered (`3 of 62 DOCUMENTS`, `Dokument 3 von 62`), below a cover page or none.
Labels are in the language of the page, dates in that of the outlet. `nexis_classic` reads a document of this layout, and
`nexis_uni` the documents of Nexis Uni, which Word and RTF have. No document has a number that is its own in the database;
those of Nexis Uni link to one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.feeds.office.package import MAX_PACKAGE_BYTES
from morgue.feeds.office.paragraph import Paragraph
from morgue.feeds.press import nexis_classic, nexis_uni
from morgue.feeds.press.documents import is_text, paragraphs_in
from morgue.feeds.press.download import Download
from morgue.feeds.press.nexis_cut import (
    FULL,
    Narrowed,
    Stream,
    lines_of,
    pieces_of_document,
    pieces_of_markup,
    pieces_of_text,
)
from morgue.feeds.press.nexis_facts import Document, draft_of, is_failure, number_of, numbered_line
from morgue.feeds.press.nexis_uni import is_of_uni
from morgue.feeds.support.xml import is_made_to_be_shared
from morgue.io.encoding import decode, narrow, with_line_feeds
from morgue.io.feed import HEAD_BYTES, Feed
from morgue.model.article import Article, Source

NUMBERED, SINGLE = 97, 96
"""How sure the marks of a download are, and the labels of one document that has no number."""
LOOKED_AT = 400
"""Paragraphs among which the first number of a download is; a cover has fewer."""

_IN_MARKUP = re.compile(rb">\s{0,9}\d{1,6} of \d{1,6} DOCUMENTS?\s{0,9}<")
_LABEL_IN_MARKUP = re.compile(
    rb">(?:LOAD-DATE|LENGTH|LONGUEUR|L&Auml;NGE|L\xc3\x84NGE|LENGTE|LONGITUD|LUNGHEZZA): ?<"
)
_LENGTH = re.compile(
    rb"^(?:LENGTH|L\xc3\x84NGE|L\xc4NGE|LONGUEUR|LENGTE|LONGITUD|LUNGHEZZA): {1,3}[\d.,]{1,7} {1,3}[^\s\d]\S{0,15}[ \t\r]*$",
    re.MULTILINE,
)
_BELOW = re.compile(
    rb"^(?:LOAD-DATE|UPDATE|DATE-CHARGEMENT|PUBLICATION-TYPE|PUB-TYPE|TYPE-PUBLICATION|LANGUAGE|SPRACHE|LANGUE|TAAL): {1,3}\S",
    re.MULTILINE,
)
_REQUEST = re.compile(rb"^\W{0,8}(?:Download Request|Printopdracht|Ausgabeauftrag): ", re.MULTILINE)


def sniff(head: bytes, name: str) -> int:
    """Return 97 for numbered documents or those that markup delimits, 96 for the labels of Nexis or the lines of Nexis Uni alone, else 0.

    Of a document of an office program the head is its text, a paragraph a line.
    """
    head = with_line_feeds(narrow(head))
    if len(set(_OF_MESSAGE.findall(head[:4096]))) > 1:
        return 0  # the reader of mail undoes its encodings, and asks again
    if _is_markup(head):
        is_export = FULL.search(head) or (_IN_MARKUP.search(head) and _LABEL_IN_MARKUP.search(head))
        return NUMBERED if is_export and not is_made_to_be_shared(head) else 0
    has_labels = _LENGTH.search(head) is not None, _BELOW.search(head) is not None
    if numbered_line().search(head) and (any(has_labels) or _REQUEST.search(head)):
        return NUMBERED
    if all(has_labels):
        return SINGLE
    return SINGLE if _OF_UNI.search(head) and is_of_uni(decode(head)) else 0


_OF_MESSAGE = re.compile(
    rb"^(?:From|Subject|MIME-Version|Message-I[Dd]|Return-Path|Received|Content-Type): ", re.MULTILINE
)
"""Headers of a message; two different ones are above no download, though each of its documents may have a `Subject:`."""
_OF_UNI = re.compile(
    rb"^\s{0,9}(?:[Ee][Nn][Dd] [Oo][Ff] [Dd]ocument|Body|Load-Date:|Length:|Job Number:"
    rb"|(?:L\xc3\xa4nge|Longueur|Lengte|Longitud|Lunghezza|Comprimento):(?:\xc2\xa0| ){1,3}\d)",
    re.MULTILINE,
)
"""A line of Nexis Uni: pages in other languages than English have one of these, or the count of words in theirs."""


def _is_markup(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


class Found(NamedTuple):
    """A document of a download: what it says, its number and of how many it is (None: a cover says so), where it was, and whether it ends as it should."""

    document: Document
    number: tuple[int | None, int] | None
    source: Source
    is_whole: bool
    is_last: bool = False


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories in the order of the file. Raises NoArticle where there are none."""
    download, found, ended = Download(), 0, 0
    for each in _documents(feed):
        if each.number is not None:
            download.state(*each.number)
        download.count()
        ended += each.is_whole
        each.document.is_cut = each.is_last and not each.is_whole and ended > 0
        draft = draft_of(each.document)
        if draft is None or is_failure(each.document.body):
            name = each.number[0] if each.number and each.number[0] else download.found
            feed.complain(f"document {name}: it has neither a headline nor a text")
            continue
        found += 1
        if draft.is_cut and ended == download.total - 1:  # every other one has the labels below its copy
            feed.complain(f"the last of {download.total:,} documents is cut off")
        draft.listed = True
        yield article(draft, each.source)
    download.check(feed)
    if not found:
        raise NoArticle("an export of Nexis that holds no document")


def _documents(feed: Feed) -> Iterator[Found]:
    """Yield the documents of a download in any of its coats."""
    head = feed.stream.read(HEAD_BYTES)
    plain = with_line_feeds(narrow(head))
    if not is_text(head):
        yield from _of_paragraphs(feed, head + feed.bytes(MAX_PACKAGE_BYTES))
        return
    stream = Stream(feed, head) if len(plain) == len(head) else Narrowed(feed, head)
    if not _is_markup(plain) and not numbered_line().search(plain) and is_of_uni(decode(plain)):
        data = head + feed.bytes()
        yield from _of_uni(feed, (Paragraph(line) for line in lines_of(decode(data))), len(data))
        return
    for piece in pieces_of_markup(stream, plain) if _is_markup(plain) else pieces_of_text(stream):
        document = nexis_classic.read_document(piece.blocks)
        is_whole = nexis_classic.has_labels_below(document)
        yield Found(document, piece.number, stream.at(piece), is_whole, piece.is_last)


def _of_paragraphs(feed: Feed, data: bytes) -> Iterator[Found]:
    """Yield the documents of a document of Word, OpenDocument, RTF or PDF."""
    paragraphs = paragraphs_in(data, feed.complain) or iter(())
    head = list(islice(paragraphs, LOOKED_AT))
    if any(number_of(each.text) for each in head):
        apart = [] if any(not each.text.strip() for each in head) else [""]  # a PDF has no empty ones
        lines = (line for each in chain(head, paragraphs) for line in (*each.text.split("\n"), *apart))
        for piece in pieces_of_document(lines, len(data)):
            document = nexis_classic.read_document(piece.blocks)
            is_whole = nexis_classic.has_labels_below(document)
            yield Found(document, piece.number, feed.at(0, len(data)), is_whole, piece.is_last)
    else:
        yield from _of_uni(feed, chain(head, paragraphs), len(data))


def _of_uni(feed: Feed, paragraphs: Iterable[Paragraph], length: int) -> Iterator[Found]:
    """Yield the documents of Nexis Uni among paragraphs."""
    for piece in nexis_uni.pieces(paragraphs):
        stated = nexis_uni.documents_stated(piece)
        if not nexis_uni.is_document(piece):
            continue
        document = nexis_uni.read_document(piece)
        number = None if stated is None else (None, stated)
        yield Found(document, number, feed.at(0, length), piece.is_whole, is_last=not piece.is_whole)
