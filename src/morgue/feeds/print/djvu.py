"""Read the text of scans in DjVu XML, as the Internet Archive (`…_djvu.xml`) and DjVuLibre give it: a story for each page.

A page is an `OBJECT` with paragraphs, lines and words; `x-confidence` of a word is from 0 to 100. What the Internet Archive says of an
item in files of their own (`…_meta.xml`, `…_files.xml`, `…_scandata.xml`) holds no story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.print.ocr_lines import Confidence, box_of, lines_of_words, paragraphs_of, words_in_line
from morgue.feeds.print.xml_stream import elements
from morgue.feeds.support.xml import root_name
from morgue.feeds.support.xml_elements import Element, descendants, line_of
from morgue.io.feed import Feed
from morgue.model.article import Article, Edition

_BOOKKEEPING = {
    "metadata": re.compile(rb"<mediatype>"),
    "files": re.compile(rb"<file name=\"[^\"<>]+\" source=\"(?:original|derivative|metadata)\""),
    "book": re.compile(rb"<bookData>"),
}
"""Roots of what the Internet Archive says of an item, and what is in them."""


def sniff(head: bytes, name: str) -> int:
    """Return 95 for DjVu XML and for what the Internet Archive says of an item beside it, else 0."""
    root = root_name(head)
    if root is None:
        return 0
    if root[1].lower() == "djvuxml":
        return 95
    mark = _BOOKKEEPING.get(root[1])
    return 95 if mark is not None and mark.search(head) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the pages that have words. Raises NoArticle where none has any."""
    root = root_name(feed.head())
    if root is not None and root[1] in _BOOKKEEPING:
        raise NoArticle("what the Internet Archive says of an item: its text is in files of their own")
    count = number = 0
    for node, size in elements(feed, "OBJECT"):
        number += 1
        draft = _draft(node, number)
        if draft is not None:
            count += 1
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
    if not draft.text:
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
