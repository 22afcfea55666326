"""Text without end: what reads copy works four times as much for four times as much of it, not sixteen times.

Every function is given a long run of each thing that an expression of it begins with, alone, behind a dateline
and between words; every reader a document whose fields begin so. How growth is found is told in tests/growth.py.
"""

from __future__ import annotations

import csv
import io
import json
import re
import runpy
from collections.abc import Callable, Iterable
from functools import cache, reduce
from html import escape
from itertools import count

import pytest
from lxml import etree

from morgue.analysis import analyzer as text
from morgue.analysis import language
from morgue.errors import FeedError
from morgue.extract import body, boilerplate, dates, foreign_boilerplate, names
from morgue.extract.assembly import article
from morgue.extract.dateline import cjk
from morgue.extract.dateline import dateline as datelines
from morgue.extract.draft import Draft
from morgue.feeds import FORMATS, reader
from morgue.feeds.support import columns, content_markup, markup, xml
from morgue.feeds.support import credits as feed_credits
from morgue.feeds.syndication import channel, elements
from morgue.feeds.syndication import document as syndication
from morgue.feeds.text import sgml
from morgue.feeds.web import metadata
from morgue.feeds.wire import copy_lines, zczc
from morgue.gazetteer import agencies, places
from morgue.io import encoding
from morgue.io.feed import feed_of_bytes
from morgue.model.article import Article, Source
from tests.conftest import ROOT
from tests.extras import need_extra
from tests.feeds.tables.written import WRITERS, beginning
from tests.growth import LONG, Function, grows_too_fast, run_of

UNITS = (
    " ", "\n", "\r\n", " \n", "\t", "\u00a0", "(", "[", "<", "{", "（", "【", "7", "a", "A", "Aa ", "A. ", ",", ", ", ".", ". ", " - ",
    "-", "—", " -- ", "/", " > ", " | ", ":", "12:30 ", "&", "&amp;", "&#", '"', "“", "'", "=", "=?", "a@", "@", "_", "%", "\\", "*", "#",
    "October ", "23 October 2025 ", "2025-10-23T", "23/10/2025 ", "+05:30 ", "(Reuters) ", "LONDON, ", "LONDON/", "Москва, ", "北京", "。",
    "नई ", "ال ", "e\u0301", "\u0301", "\u202e", "\0", "\ufeff", "\U0001f600", "By A. ", "Updated At: ", "(c) ", "© ", "Home > ",
    "All rights reserved. ", "Also Read | ", "http://a.", "<p>", "</p>", "<a href='", "<![CDATA[", "<!--", "<!ENTITY a 'b'>",
)  # fmt: skip


FIELD_UNITS = (" ", "\n", " \n", "(", "A", "a. ", ", ", "北京", "<")
"""What the fields of a document hold: some of each kind, for the extractors behind the readers get them all."""

CORPUS = ROOT / "corpus"
CAPTURES = runpy.run_path(str(CORPUS / "make.py"))

SAMPLES = {
    "mets": "mets/seebote-1904-11-19.xml",
    "alto": "alto/le-riverain-page-4.xml",
    "delpher": "delpher/DDD_000000077_0003_articletext.xml",
    "jsonl": "jsonl/exported.jsonl",
    "newsml-g2": "newsml-g2/reuters-eu-sanctions-v1.xml",
    "newsml": "newsml/afp-fr-ferry.xml",
    "nitf": "nitf/aap-melbourne-tram.xml",
    "ninjs": "ninjs/ap-karaganda-mine.json",
    "xml": "xml/quayside-export.xml",
    "rss": "rss/harbour-post-world.xml",
    "atom": "atom/northern-wire-watch.xml",
    "sitemap": "sitemap/harbour-post-news-sitemap.xml",
    "reuters": "reuters/october-1987.sgm",
    "trec": "trec/ap-1991.sgml",
    "nexis": "nexis/oland-ferries.txt",
    "warc": ".plain/pages/strike.html",
    "mail": "mail/newsletters.mbox",
    "html": "html/gazeta-pt-og.html",
    "proquest": "proquest/harbour-wall.txt",
    "mediargus": "mediargus/havenmuur.txt",
    "integrum": "integrum/prichal.html",
    "wire": "wire/ap-anpa-trade.tst",
    "apa": "apa/drucken.htm",
    "europresse": "europresse/salines-2012.html",
    "factiva": "factiva/bridges-zh.html",
    "factiva-snapshot": "factiva-snapshot/ferry.json",
    "genios": "genios/woelfe.txt",
    "retriever": "retriever/klokkeren-no.txt",
    "docx": ".plain/docx/harbour-clippings/word/document.xml",
    "odt": ".plain/odt/lighthouse-keeper/content.xml",
    "xlsx": ".plain/xlsx/tide-desk/xl/sharedStrings.xml",
    "ods": ".plain/ods/cable-cars/content.xml",
    "pdf": ".plain/pdf/estuary-magazine.txt",
    "epub": ".plain/epub/quayside-weekly/OEBPS/feed_0/article_0/index.xhtml",
    "rtf": "rtf/lampworks.rtf",
    "wxr": "wxr/quay-courier.xml",
    "blogger": "blogger/tide-tables.xml",
    "mediawiki": "mediawiki/wikiquay.xml",
    "ghost": "ghost/lantern-weekly.json",
    "ans": "ans/harbour-tribune.json",
    "wapo": "wapo/collection.jl",
    "telegram": "telegram/result.json",
    "ris": "ris/clippings.ris",
    "endnote": "endnote/clippings.enw",
    "bibtex": "bibtex/clippings.bib",
    "csl": "csl/clippings.json",
    "substack": "substack/posts.csv",
    "medium": "medium/2025-08-21_The-crane-driver-s-view-3f2a1b0c9d8e.html",
    "movable-type": "movable-type/export.txt",
    "mastodon": "mastodon/outbox.json",
    "rcv1": "rcv1/990001newsML.xml",
    "highlights": "highlights/4b7e0c1d2f3a49586776859403f2e1d0c9b8a7f6.story",
    "jats": "jats/crane-review.xml",
    "superdesk": "superdesk/archive.json",
    "sportsml": "sportsml/final.xml",
    "csv": "csv/lighthouse-archive.csv",
    "json": "json/anadolu-articles.json",
    "gale": "gale/quay-mercury-1871-03-14.xml",
    "tei": "tei/harbour-lantern-1893-05-02.xml",
    "page-xml": "page-xml/amtsblatt-1822-0007.xml",
    "hocr": "hocr/quay-almanack.html",
    "trove": "trove/result.json",
    "abbyy": "abbyy/quay-vestry-0001.xml",
    "djvu": "djvu/quaytides1888_djvu.xml",
    "olive": "olive/Ar00203.xml",
    "loc": "loc/quay-evening-star.json",
    "digitalnz": "digitalnz/kettle-post.json",
    "europeana": "europeana/page-fulltext.json",
    "gallica": "gallica/gazette-du-port.txt",
    "text": "text/ap-paris-texas-tornado.txt",
}
"""A document of each format, of a web archive a page of it, of an office document that is a zip its text."""

HEADLESS = ("highlights", "mastodon", "djvu", "loc", "europeana", "gallica")
"""Formats whose stories have no headline."""

PARTS = {
    "docx": ("docx/harbour-clippings", "word/document.xml"),
    "odt": ("odt/lighthouse-keeper", "content.xml"),
    "xlsx": ("xlsx/tide-desk", "xl/sharedStrings.xml"),
    "ods": ("ods/cable-cars", "content.xml"),
    "epub": ("epub/quayside-weekly", "OEBPS/feed_0/article_0/index.xhtml"),
}
"""Formats of documents that are zips: the folder of a sample's files, and which of them holds the text."""

PACKED = (*PARTS, "pdf")
"""Formats of documents that are made from their text."""


WORD_BY_WORD = ("gale", "hocr", "djvu", "olive")
"""Formats that have an element for each word."""


def of_draft(fill: Callable[[Draft, str], object]) -> Callable[[str], object]:
    return lambda given: fill(Draft(), given)


def fields(given: str) -> object:
    """A story all of whose fields hold it."""
    draft = Draft(
        headline=given,
        text=given,
        byline=given,
        dateline=given,
        agency=given,
        publisher=given,
        published=given,
        section=[given],
        language=given,
        url=f"http://a.example/{given}",
    )
    return article(draft, Source("a.txt", "text"))


def told(given: str) -> object:
    """A story that tells everything in its text."""
    return article(Draft(text=given, byline=given), Source("a.txt", "text"))


def written(name: str, given: str) -> str:
    """The text as a document of the format holds it."""
    match name:
        case (
            "json" | "jsonl" | "ninjs" | "trove" | "ghost" | "ans" | "wapo" | "telegram" | "csl" | "mastodon" | "superdesk" | "loc"
            | "digitalnz" | "europeana"
        ):  # fmt: skip
            return json.dumps(given, ensure_ascii=False)[1:-1]
        case "mail":
            return given.replace("\n", "\n ")
        case "pdf":
            return " ".join(given.split("\n"))
        case (
            "csv" | "text" | "wire" | "proquest" | "mediargus" | "ris" | "endnote" | "bibtex" | "substack" | "movable-type"
            | "highlights" | "gallica"
        ):  # fmt: skip
            return given
        case "rtf":
            signs = (f"\\{each}" if each in "\\{}" else each for each in given)
            return "".join(each if each.isascii() else f"\\u{ord(each)}?" for each in signs)
        case _:
            return escape(given, quote=False)


@cache
def sample(name: str) -> tuple[str, list[str]]:
    """The sample of a format, and how the fields of its first story begin."""
    data = (CORPUS / SAMPLES[name]).read_bytes()
    whole = packed(name, data) if name in PACKED else data
    first = next(reader("html" if name == "warc" else name).read(feed_of_bytes(whole, path="a")))
    said = (first.headline, first.byline, first.dateline, first.body)
    begun = [each.partition("\n")[0][:20] for each in said if each]
    return encoding.decode(data), [each.split()[0] for each in begun] if name in WORD_BY_WORD else begun


def packed(name: str, text: bytes) -> bytes:
    """The document that is a zip, with this text in it."""
    if name == "pdf":
        return bytes(CAPTURES["pdf_of"](text.decode()))
    folder, part = PARTS[name]
    made: bytes = CAPTURES["document_of"](folder, {part: text})
    return made


def document(name: str, given: str) -> bytes:
    """A document of the format, the fields of whose first story begin with the text."""
    need_extra(name)
    if name in WRITERS:
        return WRITERS[name](beginning(given))
    plain, begun = sample(name)
    held = written(name, given)

    def filled(text: str) -> str:
        return reduce(lambda made, each: made.replace(each, held + each), begun, text)

    if name in ("csv", "substack"):
        table = io.StringIO()
        csv.writer(table).writerows([map(filled, row) for row in csv.reader(io.StringIO(plain))])
        return table.getvalue().encode()
    data = filled(plain).encode()
    if name in PACKED:
        return packed(name, data)
    if name == "warc":
        data = CAPTURES["response"](data, "2025-09-23T05:00:00Z", "http://a.example/b")
    return data


def stories(name: str, given: str) -> list[Article]:
    """What a format's reader makes of such a document."""
    return list(reader(name).read(feed_of_bytes(document(name, given), path="a")))


def read_by(name: str) -> Callable[[str], object]:
    """The reader of a format; not to be a story any longer is an answer too."""

    def read(given: str) -> object:
        try:
            return stories(name, given)
        except FeedError as error:
            return error

    return read


EXTRACTORS: dict[str, Callable[[str], object]] = {
    "abroad": lambda given: (
        foreign_boilerplate.dated(given),
        foreign_boilerplate.closing(given),
        foreign_boilerplate.link(given),
    ),
    "agencies": lambda given: (agencies.canonical(given), agencies.first_of(given)),
    "furniture": boilerplate.furniture,
    "sections": lambda given: boilerplate.sections(given, given),
    "same": lambda given: boilerplate.same(given, f"{given}x"),
    "closing": lambda given: (
        boilerplate.closing(given),
        boilerplate.link(given),
        boilerplate.sign_off(given),
    ),
    "owners": lambda given: (
        boilerplate.outlet(given),
        boilerplate.owner(given),
        boilerplate.credited(given),
    ),
    "paragraphs": body.paragraphs,
    "copy": lambda given: body.take_apart(given, given),
    "datelines": lambda given: (datelines.stated(given), datelines.dateline(given), datelines.alone(given)),
    "eastern": cjk.eastern,
    "dates": dates.reading,
    "language": language.language,
    "names": lambda given: (names.is_name(given), names.title(given)),
    "places": lambda given: (places.country(given), places.locate(given, qualifiers=(given,))),
    "fields": fields,
    "told": told,
    "plain": markup.plain,
    "encoding": lambda given: (
        encoding.undoubled(given),
        encoding.decode(given.encode("utf-8")),
        encoding.decode(given.encode("utf-16")),
        encoding.declaration(given.encode()),
    ),
    "person": elements.person,
    "credits": lambda given: (
        feed_credits.agency_named(given),
        feed_credits.byline(given),
        feed_credits.place(given, None),
    ),
    "columns": lambda given: (
        columns.bare(given),
        columns.printable(given),
        columns.listed(given),
        columns.moment_of(given),
    ),
    "channel": lambda given: (
        channel.outlet(given, "http://harbour.example/"),
        channel.outlet("A - B", given),
        channel.home(given, given),
    ),
    "decoded": syndication.decoded,
    "wire copy": copy_lines.clean,
    "message": of_draft(zczc.message),
    "release": of_draft(zczc.release),
    "warning": of_draft(zczc.warning),
    "bulletin": of_draft(zczc.bulletin),
    "mended": xml.mended,
    "root name": lambda given: xml.root_name(given.encode()),
    "markup copy": content_markup.markup_copy,
    "markup line": content_markup.markup_line,
    "reflow": content_markup.reflow,
    "heads": lambda given: content_markup.without_heads(given, given[:100]),
    "records": lambda given: (sgml.paragraphs(given), sgml.text_of_record(given.encode())),
    "flat": metadata.flat,
    "words": lambda given: (text.words(given), text.indexable(given), text.fold(given)),
}


PLACES = (("", ""), ("LONDON, October 23 (AP) - ", " x.\n"), ("Ax ", " end"))
"""What is before and after the run."""


def grown(extract: Callable[[str], object], units: Iterable[str]) -> list[str]:
    """The runs of a unit for which the work grows faster than the text."""
    return [
        f"{before}{unit!r}{after!r}"
        for unit in units
        for before, after in PLACES
        if grows_too_fast(extract, run_of(unit, before, after))
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_work_grows_with_the_fields_of_a_document(name: str) -> None:
    first = stories(name, "Kvetch ")[0]
    assert name in HEADLESS or "kvetch" in (first.headline or "").lower()
    assert name == "sitemap" or "kvetch" in (first.body or "").lower()
    assert grown(read_by(name), FIELD_UNITS) == []


@pytest.mark.parametrize("name", EXTRACTORS)
def test_work_grows_with_the_text(name: str) -> None:
    assert grown(EXTRACTORS[name], UNITS) == []


MAIL = re.compile(r"[^\s()<>@]+@[^\s()<>@]+")


def pairs(given: str) -> int:
    return sum(1 for at in range(0, len(given), 80) for _ in given[at:])


@pytest.mark.parametrize(
    "function",
    [lambda given: MAIL.search(given[: len(given) // 4]), pairs],
    ids=["of an expression", "of a loop"],
)
def test_quadratic_work_is_found(function: Function) -> None:
    assert grows_too_fast(function, run_of("["))


def slow(given: str) -> int:
    return sum(1 for _ in range(100) for _ in given)


def sort(given: str) -> object:
    return [sorted(range(len(given)), key=lambda each: each * 7919 % len(given)) for _ in range(10)]


@pytest.mark.parametrize(
    "function",
    [
        slow,
        sort,
        cache(slow),
        lambda given: [etree.fromstring("<a>" + "<b/>" * len(given) + "</a>") for _ in range(20)],
    ],
    ids=["linear", "sorting", "remembered", "of a library"],
)
def test_much_work_that_grows_with_the_text_is_none(function: Function) -> None:
    assert not grows_too_fast(function, run_of("["))


def test_work_that_grew_once_is_none() -> None:
    """Something that comes between makes no quadratic function of a linear one."""
    calls = count()

    def disturbed(given: str) -> None:
        slow(given * (9 if len(given) > LONG // 2 and next(calls) < 3 else 1))

    assert not grows_too_fast(disturbed, run_of("["))
    assert next(calls) > 3
