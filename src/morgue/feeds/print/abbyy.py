"""Read pages in ABBYY FineReader XML (schemas 6 to 10), as libraries and the Internet Archive keep them: a story for each page.

A page has blocks; those of type Text, and the cells of tables, have paragraphs (`par`) of lines, whose `charParams` are a character
each. The mark `¬` at the end of a line is that of a divided word. Where the document lists the roles of its paragraphs
(`paragraphStyle`), a heading at the top is the headline, and running titles are aside. `charConfidence` is from 0 to 100; 255 is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.print.kinds import has_words
from morgue.feeds.print.ocr_lines import Confidence, joined, paragraphs_of
from morgue.feeds.print.xml_stream import elements
from morgue.feeds.support.xml import root_name
from morgue.feeds.support.xml_elements import Element, descendants, local, text_of
from morgue.io.feed import Feed
from morgue.model.article import Article, Edition

_ASIDE = frozenset(("rt", "garb", "runningtitle"))
"""Roles of what is of the page: a running title, and what is no text."""
_BLOCK = re.compile(rb"<block\s[^<>]{0,300}blockType=")
_TONGUES = {
    "english": "en",
    "german": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "dutch": "nl",
    "russian": "ru",
}


def sniff(head: bytes, name: str) -> int:
    """Return 95 for a document in the namespace of FineReader, or a page of one by itself, else 0."""
    root = root_name(head)
    if root is None:
        return 0
    is_page = root == (None, "page") and _BLOCK.search(head) is not None
    return 95 if is_page or "FineReader" in (root[0] or "") else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the pages that have words. Raises NoArticle where none has any."""
    roles: dict[str, str] = {}
    count = number = 0
    for node, size in elements(feed, "page", "paragraphStyle"):
        if local(node) == "paragraphStyle":
            roles[node.get("id") or node.get("name") or ""] = (node.get("role") or "").lower()
            continue
        number += 1
        draft = _draft(node, roles, number)
        if draft is not None:
            count += 1
            yield article(draft, feed.at(0, size))
    if not count and feed.complaints:
        raise FeedError(f"no page could be read: {feed.complaints[0].message}")
    if not count:
        raise NoArticle(
            "pages in ABBYY FineReader XML without a word"
            if number
            else "ABBYY FineReader XML without a page"
        )


def _draft(page: Element, roles: dict[str, str], number: int) -> Draft | None:
    """Return the draft of a page; None where it has no words."""
    confidence = Confidence()
    paragraphs: list[tuple[str, list[str]]] = []
    tongues: dict[str, int] = {}
    for par in descendants(page, "par"):
        lines = [_line(line, confidence, tongues) for line in descendants(par, "line")]
        paragraphs.append((roles.get(par.get("style") or "", ""), lines))
    draft = Draft(copy=False)
    draft.boilerplate += filter(None, (joined(lines) for role, lines in paragraphs if role in _ASIDE))
    paragraphs = [(role, lines) for role, lines in paragraphs if role not in _ASIDE and any(lines)]
    if len(paragraphs) > 1 and paragraphs[0][0] == "heading":
        draft.state("headline", joined(paragraphs.pop(0)[1]), "paragraphStyle@role")
    draft.state("text", paragraphs_of(lines for _, lines in paragraphs), "par")
    if not has_words(draft):
        return None
    draft.evidence["body"] = confidence.rule("par")
    draft.edition = Edition(None, str(number), None, None)
    draft.evidence["edition"] = "page"
    tongue = max(tongues, key=lambda each: tongues[each], default="")
    draft.state("language", _code(tongue), "formatting@lang")
    return draft


def _line(line: Element, confidence: Confidence, tongues: dict[str, int]) -> str:
    """Return the characters of a line: those of `charParams`, else what its parts hold as text."""
    pieces: list[str] = []
    for part in descendants(line, "formatting"):
        characters = list(descendants(part, "charParams"))
        text = "".join(each.text or " " for each in characters) if characters else text_of(part)
        for each in characters:
            confidence.add(each.get("charConfidence"))
        if tongue := part.get("lang"):
            tongues[tongue] = tongues.get(tongue, 0) + len(text)
        pieces.append(text)
    return " ".join("".join(pieces).replace("\ufffc", "").split())


def _code(tongue: str) -> str | None:
    """Return the code of one of FineReader's languages (`GermanNewSpelling`, `EnglishUnitedStates`, `OldGerman`), or None."""
    name = tongue.lower().removeprefix("old")
    return next((code for begin, code in _TONGUES.items() if name.startswith(begin)), None)
