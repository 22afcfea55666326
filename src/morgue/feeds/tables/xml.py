"""Read stories of XML that follows no news standard: the exports of press-release services and editorial systems.

A story is an element with a headline and a text of its own among its children, by the names that such exports
use in several languages. The text may be markup, escaped markup or plain. `xml_rows` finds stories in rows of data and
in feeds inside other documents. XML without one holds no article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from morgue.errors import NoArticle
from morgue.extract.draft import Draft
from morgue.feeds.support.columns import field_of
from morgue.feeds.support.content_markup import copy_of, markup_copy, markup_line, set_aside, without_heads
from morgue.feeds.support.credits import byline, credit, file_from, settle
from morgue.feeds.support.data import ordered_lists
from morgue.feeds.support.keys import BESIDE, bare
from morgue.feeds.support.print_date import edition_of, is_date_of_issue, is_printed
from morgue.feeds.support.vocabulary import PAGE_ELEMENTS
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import Element, language_of, line_of, local
from morgue.feeds.support.xml_stories import articles_of
from morgue.feeds.syndication.atom import is_own_feed
from morgue.feeds.tables.xml_fields import inherit, keep_words, parts_of, state_facts
from morgue.feeds.tables.xml_rows import escaped_within, feeds_within, rows_of, stories_within
from morgue.io.feed import Feed
from morgue.model.article import Article

Found = TypeVar("Found")

_NAMES = ordered_lists("xml_names.tsv")
_HEADLINE = _NAMES["headline"]
_TEXT = _NAMES["text"]
_LEAD = _NAMES["lead"]
_SUMMARY = _NAMES["summary"]
_PUBLISHED = _NAMES["published"]
_UPDATED = _NAMES["updated"]
_CREDITS = _NAMES["credits"]
_KEYWORDS = _NAMES["keywords"]
_SECTION = _NAMES["section"]
_ASIDE = _NAMES["aside"]
_NUMBERS = _NAMES["numbers"]
_URL = _NAMES["url"]
_SHARED = frozenset(_NAMES["shared"])
_MARKED = re.compile(rb"</[A-Za-z\x80-\xff]|/>")
_OPENS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--(?:(?!-->).)*+-->\s*+)*+<[A-Za-z_\x80-\xff][\w.:\x80-\xff-]*"
    rb"(?:\s+[A-Za-z_\x80-\xff][\w.:\x80-\xff-]*\s*=\s*[\"']|\s*/?>\s*(?:<[A-Za-z_!?\x80-\xff]|[^<]{1,4000}</))",
    re.DOTALL,
)
"""An element with an attribute, or with another element or its own end behind its text."""
_ELEMENT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_OF_A_PAGE = re.compile(
    rb"<(?:html|head|meta|svg|math)[\s/>]|<!doctype\s+html|www\.w3\.org/1999/xhtml", re.IGNORECASE
)

_PAGE = re.compile(rb"<html[\s>]", re.IGNORECASE)
_OF_A_FEED = re.compile(rb"<channel[\s>]|<item>\s*<(?:title|link|guid|description)>", re.IGNORECASE)


def sniff(head: bytes, name: str) -> int:
    """Return 68 for XML by its declaration, 66 by its tags, less where they are those of a feed, too, or none is closed.

    What is a format of its own is surer. A root that is named like an element of HTML is XML where elements
    are in it that HTML does not have.
    """
    root = root_name(head)
    if root is None or (
        root[1].lower() in _SHARED and not (root[1].lower() == "feed" and is_own_feed(head, root[0]))
    ):
        return 0
    if _is_row(head):
        return 68
    if root[1].lower() in PAGE_ELEMENTS and (_OF_A_PAGE.search(head) or not _has_other_elements(head)):
        return 0
    if b"<?xml" in head[:256].replace(b"\0", b""):
        return 68
    if _MARKED.search(head) and name.lower().endswith(".xml"):
        return 66
    if "-" in root[1] or not _OPENS.match(head):
        return 0
    return (
        40 if _OF_A_PAGE.search(head) or not _MARKED.search(head) else 54 if _OF_A_FEED.search(head) else 66
    )


_ATTRIBUTE = re.compile(rb"\s([A-Za-z_\x80-\xff][\w.:\x80-\xff-]{0,60})\s*=\s*[\"']")
_FIRST_TAG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?<[A-Za-z_][\w.:-]{0,60}(?=\s)")


def _is_row(head: bytes) -> bool:
    """Return whether the root has the fields of a story as attributes, which no element of a page has."""
    opening = _FIRST_TAG.match(head)
    if opening is None:
        return False
    names = [name.decode("utf-8", "replace") for name in _ATTRIBUTE.findall(head, opening.end(), 8_192)]
    fields = [found[0] for name in names if (found := field_of(name)) and name.lower() not in _OF_PAGES]
    return "headline" in fields and "text" in fields


_OF_PAGES = frozenset(_NAMES["of pages"])
"""Attributes of HTML that are called like fields of a story."""


def _has_other_elements(head: bytes) -> bool:
    """Return whether a document without a head has elements that are none of a page's body; a custom one is."""
    names = {found.decode("ascii", "replace") for found in _ELEMENT.findall(head, 0, 65_536)}
    return any(
        name.lower() == "title" or not (name.lower() in PAGE_ELEMENTS or "-" in name) for name in names
    )


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories, in order. Raises NoArticle where no element has a headline and a text."""
    from morgue.feeds.support.not_feeds import refused_xml

    data = feed.bytes()
    parsed = parse(data)
    if (reason := refused_xml(parsed.root)) is not None:
        raise reason
    root = parsed.root
    if documents := feeds_within(root):
        within = _if_any(stories_within(documents, feed))
        if within is None:
            raise NoArticle("a feed without items that say anything, inside another document")
        yield from within
        return
    drafts = _if_any(draft for values, node in _records(root) if (draft := _draft(values, node)) is not None)
    no_page: NoArticle | None = None
    if drafts is None and (local(root).lower() in PAGE_ELEMENTS or len(_PAGE.findall(data)) == 1):
        try:
            yield _page(data, feed)
        except NoArticle as error:
            no_page = error
        else:
            return
    drafts = drafts or _if_any(rows_of(root))
    if drafts is None:
        if no_page is not None:
            raise no_page
        if (within := _if_any(stories_within(escaped_within(root), feed))) is not None:
            yield from within
            return
    yield from articles_of(
        feed,
        parsed,
        data,
        ((draft, (0, len(data))) for draft in drafts or ()),
        lambda: f"XML of no news format, without a headline and a text: {local(root)}",
    )


def _if_any(found: Iterator[Found]) -> Iterator[Found] | None:
    """Return an iterator, or None where it yields nothing."""
    for first in found:
        return chain([first], found)
    return None


def _page(data: bytes, feed: Feed) -> Article:
    """Return the story of a fragment of a page that could have been XML by the names of its elements."""
    from morgue.feeds.web.html import article_of_page

    try:
        story = article_of_page(data, feed, None)
    except NoArticle as error:
        raise NoArticle(f"neither XML with a headline and a text nor an article: {error.message}") from error
    return replace(story, source=replace(story.source, format="html"))


def _records(root: Element) -> Iterator[tuple[dict[str, Element], Element]]:
    """Yield the outermost elements with a headline and a text, with their children by folded name."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        values: dict[str, Element] = {}
        for child in node:
            name = _folded(child)
            if name and (len(child) or child.text) and not (name == "head" and len(child)):
                values.setdefault(name, child)
        if any(name in values for name in _TEXT):
            is_headed = any(name in values for name in _HEADLINE)
            for child in parts_of(node):
                if not (is_headed and _folded(child) in _HEADLINE):
                    values.setdefault(_folded(child), child)
        if any(name in values for name in _HEADLINE) and any(name in values for name in _TEXT):
            if "heading" in values and len(values.get("title", ())):
                values["publisher"] = values.pop("title")  # of the newspaper, in a record of its library
            yield values, node
        else:
            waiting.extend(child for child in reversed(node) if len(child))


def _folded(node: Element) -> str:
    return bare(local(node))


def _draft(values: dict[str, Element], node: Element) -> Draft | None:
    """Return what a record says; None where its text is empty."""

    def line(*names: str) -> tuple[str | None, str]:
        return next(((found, name) for name in names if (found := line_of(values.get(name)))), (None, ""))

    def copies(names: Iterable[str]) -> list[str]:
        return list(filter(None, (_copy(values[name]) for name in names if name in values)))

    draft = Draft()
    headline, rule = line(*_HEADLINE)
    draft.state("headline", markup_line(headline), rule)
    text = next(iter(copies(_TEXT)), None)
    if text is None:
        return None
    leads = [lead for lead in copies(_LEAD) if not text.startswith(lead[:60])]
    draft.state("text", without_heads("\n\n".join((*leads, text)), draft.headline), "text")
    draft.boilerplate += [summary for summary in copies(_SUMMARY) if summary[:60] not in text]
    draft.state("published", *line(*_PUBLISHED))
    if is_printed(values):
        issued, rule = line(*filter(is_date_of_issue, values))
        draft.state("day", issued or draft.published, rule or draft.evidence.get("published", ""))
        draft.edition = edition_of((name, line_of(each)) for name, each in values.items())
    draft.state("updated", *line(*_UPDATED))
    draft.state("byline", byline(line("byline", "author", "writer")[0]), "byline")
    draft.state("language", language_of(node), "lang")
    url, rule = line(*_URL)
    draft.state("url", url if url and url.startswith("http") else None, rule)
    number, rule = line(*_NUMBERS)
    number = number or node.get("id")
    draft.state("identifier", number, rule or "id")
    draft.listed = True
    for name in _CREDITS:
        credit(draft, _name_of(values.get(name)), name)
    settle(draft)
    file_from(draft, line("city", "location", "place")[0], line("country", "countrycode")[0])
    for name in _KEYWORDS:
        draft.keywords += [word.strip() for word in re.split(r"[,;]", line(name)[0] or "") if word.strip()]
    draft.section += [found for name in _SECTION if (found := line(name)[0]) and len(found) > 2]
    draft.boilerplate += copies(_ASIDE)
    state_facts(draft, node, _LOOKED_AT)
    inherit(draft, node)
    _set_aside(draft, values, node)
    keep_words(draft, node)
    return draft


_LOOKED_AT = frozenset(
    (*_HEADLINE, *_TEXT, *_LEAD, *_SUMMARY, *_PUBLISHED, *_UPDATED, *_CREDITS, *_KEYWORDS, *_SECTION, *_NUMBERS, *_URL)
)  # fmt: skip
"""The names of children that a record is asked for by itself."""


_BESIDE = BESIDE | {"figcaption", "mediacaption", "bildtext", "note", "correction", "sidebar", "box", "quote"}


def _set_aside(draft: Draft, values: dict[str, Element], node: Element) -> None:
    """Keep the words beside the body (a second headline, a kicker, captions, a sidebar) where nothing repeats them."""
    beside = [values[name] for name in _HEADLINE if name in values]
    beside += [each for each in node if _folded(each) in (*_TEXT, *_LEAD, *_SUMMARY)]
    beside += [each for each in node.iter("*") if each is not node and _folded(each) in _BESIDE]
    for each in beside:
        is_of_parts = len(each) and not (each.text or "").strip()
        parts = "\n\n".join(filter(None, map(_copy, each))) if is_of_parts else ""
        set_aside(draft, parts or (line_of(each) if len(each) else markup_copy(each.text or "")))


def _name_of(node: Element | None) -> str | None:
    """Return the name of an outlet or agency: its `name` where it is given in parts, with its address and more."""
    parts = () if node is None else node
    return line_of(next((part for part in parts if _folded(part) == "name"), node))


def _copy(node: Element) -> str:
    """Return the copy of an element: its own markup, or markup and text that it holds escaped."""
    return copy_of(node) if len(node) else markup_copy(node.text or "")
