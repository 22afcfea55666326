"""Read the text of scans in DjVu XML, as the Internet Archive (`…_djvu.xml`) and DjVuLibre give it: a story for each page.

The Internet Archive's text alone (`…_djvu.txt`) is one story, or one a page where it marks their ends; it is that of the DjVu XML where this is
beside it; so is the page on which it shows that text. Title, day and creator are those of `…_meta.xml` beside it.

A page is an `OBJECT` with paragraphs, lines and words; `x-confidence` of a word is from 0 to 100. What the Internet Archive says of an
item in files of their own (`…_meta.xml`, `…_files.xml`, `…_scandata.xml`) holds no story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from morgue.errors import FeedError, NoArticle, PartOf
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.print.kinds import has_words
from morgue.feeds.print.ocr_lines import (
    Confidence,
    box_of,
    lines_of_words,
    paragraphs_of,
    reflow_page,
    words_in_line,
)
from morgue.feeds.print.xml_stream import elements
from morgue.feeds.support.markup import line
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import Element, descendants, line_of, local
from morgue.io.encoding import decode
from morgue.io.feed import Feed, placed
from morgue.model.article import Article, Edition

_TEXT = "_djvu.txt"
_BOOKKEEPING = {
    "metadata": re.compile(rb"<mediatype>"),
    "files": re.compile(rb"<file name=\"[^\"<>]+\" source=\"(?:original|derivative|metadata)\""),
    "book": re.compile(rb"<bookData>"),
}
"""Roots of what the Internet Archive says of an item, and what is in them."""


_SHOWN = re.compile(
    rb"<title>\s{0,99}Full text of (?:\"|&quot;|&#0?34;)([^<]{1,1000}?)(?:\"|&quot;|&#0?34;)\s{0,99}</title>",
    re.IGNORECASE,
)
"""The title of the page on which the Internet Archive shows the text of an item."""


def sniff(head: bytes, name: str) -> int:
    """Return 95 for DjVu XML, for the Internet Archive's text of it by its name, and for what it says of an item, else 0."""
    if name.endswith(_TEXT) and head.lstrip()[:1] not in (b"", b"<", b"{", b"["):
        return 95
    if _SHOWN.search(head) and b"archive.org" in head:
        return 95
    root = root_name(head)
    if root is None:
        return 0
    if root[1].lower() == "djvuxml":
        return 95
    mark = _BOOKKEEPING.get(root[1])
    return 95 if mark is not None and mark.search(head) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the pages that have words. Raises NoArticle where none has any, PartOf for a text whose DjVu XML is beside it."""
    if feed.name.endswith(_TEXT) and not feed.head().lstrip().startswith(b"<"):
        yield from _of_text(feed)
        return
    if (shown := _SHOWN.search(feed.head())) is not None:
        data = feed.bytes()
        yield from _pages(
            feed, _shown_text(decode(data)), len(data), line(unescape(decode(shown[1]))), "title", {}
        )
        return
    root = root_name(feed.head())
    if root is not None and root[1] in _BOOKKEEPING:
        raise NoArticle("what the Internet Archive says of an item: its text is in files of their own")
    facts = _meta(feed, re.sub(r"_djvu\.xml(?:\.gz)?\Z", "", feed.name))
    count = number = 0
    for node, size in elements(feed, "OBJECT"):
        number += 1
        draft = _draft(node, number)
        if draft is not None:
            count += 1
            _state(draft, facts)
            yield article(draft, feed.at(0, size))
    if not count and feed.complaints:
        raise FeedError(f"no page could be read: {feed.complaints[0].message}")
    if not count:
        raise NoArticle("DjVu XML without a word" if number else "DjVu XML without a page")


def _draft(page: Element, number: int) -> Draft | None:
    """Return the draft of a page; None where it has no words."""
    confidence = Confidence()
    paragraphs = list(descendants(page, "PARAGRAPH")) or [page]
    parts = [_lines(each, confidence) for each in paragraphs]
    draft = Draft(copy=False)
    draft.state("text", paragraphs_of(parts), "OBJECT")
    if not has_words(draft):
        return None
    draft.evidence["body"] = confidence.rule("OBJECT")
    draft.edition = Edition(None, str(number), None, None)
    draft.evidence["edition"] = "OBJECT"
    return draft


def _lines(paragraph: Element, confidence: Confidence) -> list[str]:
    lines = list(descendants(paragraph, "LINE"))
    if not lines:
        words = [(word, box_of(_upright(each))) for each, word in _words(paragraph, confidence)]
        return lines_of_words(words)
    return [words_in_line(word for _, word in _words(line, confidence)) for line in lines]


def _words(node: Element, confidence: Confidence) -> Iterator[tuple[Element, str]]:
    for each in descendants(node, "WORD"):
        if word := line_of(each):
            confidence.add(each.get("x-confidence"))
            yield each, word


def _upright(word: Element) -> str | None:
    """Return the corners of a word as left, top, right, bottom: DjVu gives left, bottom, right, top."""
    parts = (word.get("coords") or "").split(",")
    return ",".join((parts[0], parts[3], parts[2], parts[1])) if len(parts) >= 4 else None


def _meta(feed: Feed, item: str) -> dict[str, list[str]]:
    """Return what the file of an item beside it says of it, by the names of Dublin Core; nothing where there is none."""
    data = feed.companion(f"{item}_meta.xml")
    if data is None:
        return {}
    try:
        root = parse(data).root
    except FeedError as error:
        feed.complain(f"{item}_meta.xml: {error.message}")
        return {}
    facts: dict[str, list[str]] = {}
    for each in root:
        if line := line_of(each):
            facts.setdefault(local(each), []).append(line)
    return facts


def _state(draft: Draft, facts: dict[str, list[str]]) -> None:
    """State what is known of the item: its title is that of the paper, of which this is a page."""

    def first(name: str) -> str | None:
        return next(iter(facts.get(name, ())), None)

    draft.state("publisher", first("title"), "_meta.xml title")
    if day := first("date"):
        draft.state("day", day[:10], "_meta.xml date")
        draft.state("published", day[:10], "_meta.xml date")
    draft.state("byline", "; ".join(facts.get("creator", ())), "_meta.xml creator")
    draft.state("language", first("language"), "_meta.xml language")
    draft.keywords += facts.get("subject", ())


def _of_text(feed: Feed) -> Iterator[Article]:
    item = feed.name.removesuffix(_TEXT)
    beside = placed(feed.place, f"{item}_djvu.xml")
    if feed.delivery is not None and beside is not None:
        feed.asked[beside] = None
        if feed.delivery.head(beside):
            raise PartOf("a text that its DjVu XML has page by page", f"{item}_djvu.xml")
    data = feed.bytes()
    facts = _meta(feed, item)
    title = next(iter(facts.get("title", ())), None)
    yield from _pages(feed, decode(data), len(data), title, "_meta.xml title", facts)


def _shown_text(page: str) -> str:
    """Return the text that a page of the Internet Archive shows, which is all preformatted; to the end where the page is cut off."""
    _, _, rest = page.partition("<pre>")
    return unescape(rest.partition("</pre>")[0])


def _pages(
    feed: Feed, text: str, size: int, title: str | None, rule: str, facts: dict[str, list[str]]
) -> Iterator[Article]:
    """Yield the pages of a text, or all of it with the title of the item where no page is marked."""
    pages = text.rstrip("\f\n ").split("\f")
    count = 0
    for number, text in enumerate(pages, 1):
        draft = Draft(copy=False)
        draft.state("text", reflow_page(text), "text")
        if not has_words(draft):
            continue
        count += 1
        draft.evidence["body"] = "text"
        if len(pages) > 1:
            draft.edition = Edition(None, str(number), None, None)
            draft.evidence["edition"] = "form feed"
        else:
            draft.state("headline", title, rule)
        _state(draft, facts)
        yield article(draft, feed.at(0, size))
    if not count:
        raise NoArticle("a text of the Internet Archive without a word")
