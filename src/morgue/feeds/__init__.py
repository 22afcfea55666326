"""Read feeds: the table of formats, and the function that picks a reader by content first and name second.

The readers are in `syndication/`, `wire/`, `web/`, `tables/`, `text/`, `press/` (exports of press databases), `print/`
(digitised newspapers), `office/` and `platforms/` (exports of content systems); `support/` is what several of them need.
A form that bears an unmistakable mark has rows in `data/marks.tsv` and is asked only about feeds that bear one.
Every reader module has two functions:

    sniff(head: bytes, name: str) -> int
        How sure the module is that a feed which begins with `head` (up to HEAD_BYTES, decompressed) is of
        its format: 0 not at all, 1 to 20 by its name only, 50 plausible, 90 and more by an unmistakable
        mark. Cheap, never raises, imports nothing heavy.
    read(feed: Feed) -> Iterator[Article]
        The stories, as they are found. It yields what it can, then raises FeedError for damage that ends
        the feed; damage to one item goes to feed.complain. Raises NoArticle where the file is sound and
        holds no story. Bounded memory: a document of at most MAX_DOCUMENT_BYTES, records one at a time.
        Other files that belong to the feed are `feed.companion(name)`, and `feed.miss` says that one is not
        there; a file that is such another's raises PartOf with its name (docs/design/deliveries.md).
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from morgue.errors import FeedError
from morgue.feeds.support.marks import forms_of, marked_forms
from morgue.feeds.support.not_feeds import refused
from morgue.feeds.support.xml import root_name
from morgue.io.encoding import EBCDIC_XML
from morgue.io.feed import HEAD_BYTES, MAX_DOCUMENT_BYTES, Feed, feed_of_bytes
from morgue.model.article import Article
from morgue.process.debug import logger

__all__ = [
    "FORMATS",
    "HEAD_BYTES",
    "MAX_DOCUMENT_BYTES",
    "Feed",
    "FeedError",
    "feed_of_bytes",
    "pick",
    "reader",
]

FORMATS: dict[str, str] = {
    "mets": "morgue.feeds.print.mets",
    "alto": "morgue.feeds.print.alto",
    "delpher": "morgue.feeds.print.delpher",
    "jsonl": "morgue.feeds.tables.jsonl",
    "newsml-g2": "morgue.feeds.wire.newsml_g2",
    "newsml": "morgue.feeds.wire.newsml",
    "nitf": "morgue.feeds.wire.nitf",
    "ninjs": "morgue.feeds.wire.ninjs",
    "xml": "morgue.feeds.tables.xml",
    "rss": "morgue.feeds.syndication.rss",
    "atom": "morgue.feeds.syndication.atom",
    "sitemap": "morgue.feeds.syndication.sitemap",
    "page-xml": "morgue.feeds.print.page_xml",
    "hocr": "morgue.feeds.print.hocr",
    "tei": "morgue.feeds.print.tei",
    "trove": "morgue.feeds.print.trove",
    "abbyy": "morgue.feeds.print.abbyy",
    "djvu": "morgue.feeds.print.djvu",
    "olive": "morgue.feeds.print.olive",
    "loc": "morgue.feeds.print.loc",
    "digitalnz": "morgue.feeds.print.digitalnz",
    "europeana": "morgue.feeds.print.europeana",
    "gallica": "morgue.feeds.print.gallica",
    "gale": "morgue.feeds.print.gale",
    "reuters": "morgue.feeds.text.reuters",
    "trec": "morgue.feeds.text.trec",
    "warc": "morgue.feeds.web.warc",
    "nexis": "morgue.feeds.press.nexis",
    "mail": "morgue.feeds.text.mail",
    "proquest": "morgue.feeds.press.proquest",
    "mediargus": "morgue.feeds.press.mediargus",
    "integrum": "morgue.feeds.press.integrum",
    "html": "morgue.feeds.web.html",
    "wire": "morgue.feeds.wire.iptc7901",
    "apa": "morgue.feeds.press.apa",
    "europresse": "morgue.feeds.press.europresse",
    "factiva": "morgue.feeds.press.factiva",
    "factiva-snapshot": "morgue.feeds.press.factiva_snapshot",
    "retriever": "morgue.feeds.press.retriever",
    "genios": "morgue.feeds.press.genios",
    "docx": "morgue.feeds.office.docx",
    "odt": "morgue.feeds.office.odt",
    "xlsx": "morgue.feeds.office.xlsx",
    "ods": "morgue.feeds.office.ods",
    "pdf": "morgue.feeds.office.pdf",
    "epub": "morgue.feeds.office.epub",
    "rtf": "morgue.feeds.office.rtf",
    "wxr": "morgue.feeds.platforms.wxr",
    "blogger": "morgue.feeds.platforms.blogger",
    "mediawiki": "morgue.feeds.platforms.mediawiki",
    "ghost": "morgue.feeds.platforms.ghost",
    "ans": "morgue.feeds.platforms.ans",
    "wapo": "morgue.feeds.platforms.wapo",
    "telegram": "morgue.feeds.platforms.telegram",
    "ris": "morgue.feeds.platforms.ris",
    "endnote": "morgue.feeds.platforms.endnote",
    "bibtex": "morgue.feeds.platforms.bibtex",
    "csl": "morgue.feeds.platforms.csl",
    "substack": "morgue.feeds.platforms.substack",
    "medium": "morgue.feeds.platforms.medium",
    "movable-type": "morgue.feeds.platforms.movable_type",
    "mastodon": "morgue.feeds.platforms.mastodon",
    "rcv1": "morgue.feeds.platforms.rcv1",
    "highlights": "morgue.feeds.platforms.highlights",
    "jats": "morgue.feeds.platforms.jats",
    "superdesk": "morgue.feeds.platforms.superdesk",
    "sportsml": "morgue.feeds.platforms.sportsml",
    "csv": "morgue.feeds.tables.csv",
    "json": "morgue.feeds.tables.json",
    "parquet": "morgue.feeds.tables.parquet",
    "arrow": "morgue.feeds.tables.arrow",
    "sqlite": "morgue.feeds.tables.sqlite",
    "text": "morgue.feeds.text.plain",
}
"""The one table: format name (the `format` of a source) to reader module. Order breaks ties of sniffing."""


class Reader(NamedTuple):
    """A row of the table, imported."""

    name: str
    sniff: Callable[[bytes, str], int]
    read: Callable[[Feed], Iterator[Article]]


@cache
def reader(name: str) -> Reader:
    """Return the reader of a format. Raises KeyError for a name that the table does not hold."""
    module = importlib.import_module(FORMATS[name])
    return Reader(name, module.sniff, module.read)


_OPENING = re.compile(rb"(\{)|<([A-Za-z][\w.-]*)")
_UNMISTAKABLE = {
    b"{": "jsonl",
    b"REUTERS": "reuters",
    b"rss": "rss",
    b"feed": "atom",
    b"urlset": "sitemap",
    b"nitf": "nitf",
}
"""What comes first in a feed of these formats, a brace or an element, where no other format begins so."""

_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<!--(?:(?!-->).){0,2000}+-->\s*+){0,9}+<(?:!doctype\s+html\b|html[\s>])",
    re.I | re.S,
)
_PRINTED = re.compile(rb"<pre[\s>]", re.IGNORECASE)
"""What a page holds into which a browser has put a feed of plain text or JSON."""

_MARKED = ("newsml-g2", "newsml", "nitf", "xml", "rss", "atom", "sitemap", "reuters")
"""Formats of which no feed is without a `<`."""
_ASKED = tuple(name for name in FORMATS if name not in marked_forms())
_UNMARKED = tuple(name for name in _ASKED if name not in _MARKED)

MESSAGE = 60
"""What the reader of mail says at least of a message by its header."""

SURE = 95
"""What a reader says of a mark that is its own: where the first asked says so, the others are not imported."""


_HEADER = re.compile(rb"\s{0,80}(?:From |[!-9;-~]{1,76}:)")


def _is_message(head: bytes, name: str) -> bool:
    """Return whether a feed is a mail message, in which a feed may be attached."""
    return _HEADER.match(head) is not None and reader("mail").sniff(head, name) >= MESSAGE


def _is_rooted_in_html(head: bytes) -> bool:
    """Return whether the root of the document is that of a page, and not of a feed that was put into one."""
    root = root_name(head)
    return root is not None and root[1].lower() == "html"


def pick(head: bytes, name: str) -> Reader:
    """Return the reader for a feed that begins with `head`.

    Raises FeedError where no format fits or the format is not supported, NoArticle for a file of another kind.
    """
    log = logger("reader")
    if log is None:
        return _pick(head, name)
    sure = {each: reader(each).sniff(head, name) for each in FORMATS}
    scores = ", ".join(
        f"{each} {sure[each]}" for each in sorted(sure, key=lambda each: -sure[each]) if sure[each]
    )
    try:
        chosen = _pick(head, name)
    except FeedError as error:
        log.debug("%r: %s (sure of 100: %s)", name, error.message, scores or "none")
        raise
    log.debug("%r: %s (sure of 100: %s)", name, chosen.name, scores or "none")
    return chosen


def _pick(head: bytes, name: str) -> Reader:
    for form in forms_of(head, name):
        if reader(form).sniff(head, name) >= SURE:
            return reader(form)
    start = head[:4096]
    if _is_message(head, name):
        if (reason := refused(head)) is not None:
            raise reason
        return max((each for each in map(reader, _UNMARKED)), key=lambda each: each.sniff(head, name))
    opening = _OPENING.search(start) if b"<" in start or b"{" in start else None
    likely = _UNMISTAKABLE.get(opening[1] or opening[2]) if opening else None
    if likely and reader(likely).sniff(head, name) >= SURE:
        return reader(likely)
    if (reason := refused(head)) is not None:
        raise reason
    if _PAGE.match(start) and not _PRINTED.search(head) and _is_rooted_in_html(head):
        return reader("html")
    best, score = None, 0
    marked = b"<" in head or head.startswith(EBCDIC_XML)
    for each in map(reader, _ASKED if marked else _UNMARKED):
        sure = each.sniff(head, name)
        if sure > score:
            best, score = each, sure
    if best is None:
        raise FeedError("no known format: neither text nor a feed", hint="morgue reads news feeds and text")
    return best
