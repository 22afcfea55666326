"""Read saved web pages: the facts that a page states or shows, and the text of its story (see `web`).

A page is an article where it says so (JSON-LD, Open Graph, microdata) or where it has a headline and a text of
some length; a front page, a redirect or an error page is none, and the reason says which.
"""

from __future__ import annotations

import io
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.extract.dateline.dateline import dateline
from morgue.extract.draft import Draft
from morgue.feeds.support.marks import forms_of
from morgue.feeds.support.vocabulary import PAGE_ELEMENTS
from morgue.feeds.support.xml import root_name
from morgue.feeds.web import jsonld, saved
from morgue.feeds.web.body import Story, story_of
from morgue.feeds.web.layout import draft_of_address, facts_of_layout, stated_headlines
from morgue.feeds.web.metadata import facts_of_json_ld, facts_of_meta
from morgue.feeds.web.names import Name
from morgue.feeds.web.page import META, Page, host_of, is_front, page_of
from morgue.feeds.web.prose import WIDE_SIGNS
from morgue.feeds.web.text import stated_of, take_text
from morgue.feeds.web.tree import Tree, parse
from morgue.io.encoding import declaration, decode
from morgue.io.feed import HEAD_BYTES, Feed
from morgue.model.article import Article

_DOCTYPE = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]", re.IGNORECASE)
_TAGS = re.compile(
    rb"<(?:body|title|div|p|meta|script|table|span|h[1-6]|br|article|section)[\s/>]", re.IGNORECASE
)
_XML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,2000}+-->\s*+)*+<!doctype\s+html|.{0,4000}?<html[\s>]",
    re.I | re.S,
)
_HEAD = re.compile(
    rb"(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:(?:style|script|noscript)[\s>]|(?:link|meta|base)\s+(?:rel|href|charset|name|http-equiv|property|content|type|target)\s*=)",
    re.IGNORECASE | re.DOTALL,
)
"""What is in the head of a page, however long it is, and begins no XML."""
_ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503)\b|not found|page (?:missing|unavailable)|access denied|forbidden|just a moment"
    r"|are you a robot|captcha|attention required|service unavailable|server error|has moved|moved permanently",
    re.IGNORECASE,
)
_INDEX_TYPES = frozenset(("collectionpage", "searchresultspage", "profilepage"))
_WORD = re.compile(r"\w+")
_HANGUL = "\uac00"
"""From here on are signs of Korean, which has spaces between words."""

LEAST_WORDS = 60
"""How many words a page needs that does not say it is an article; one that does needs LEAST_STATED."""

LEAST_STATED = 12
LEAST_MARKED = 1
"""How many words a page needs that prints a headline right above them, and a date, a byline or a dateline."""

LEAST_BRIEF = 20
"""How many words a page needs whose headline is printed right above its text."""

LINKED = 0.6
"""The share of links from which on a page without much text is a list of others."""

LINKED_WITHIN = 0.3
"""The share of links within the part that reads most like a story, from which on it is a list as well."""

LINKED_STORY = 0.15
"""The share of links up to which the best part of a front page is a text of its own."""

INDEX_WORDS = 250
"""Words from which on a page of links is an article all the same."""


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is a page: by a doctype or html element, else by tags of a page, else by its name."""
    if saved.is_mhtml(head):
        return 97
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    suffix = name.lower().endswith((".html", ".htm", ".xhtml", ".shtml", ".mhtml"))
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = decode(head).encode("utf-8", "replace").lstrip()
    if not start.startswith(b"<"):
        return 55 if suffix and _DOCTYPE.search(start) else 15 if suffix else 0
    if _is_of_data(head, start):
        return 50
    if _XML.match(start[:8192]):
        return 92
    if _DOCTYPE.search(start, 0, 8192) or _HEAD.match(start):
        return 80
    if start.startswith(b"<!--") and (b"-->" not in start or _DOCTYPE.search(start)):
        return 80 if b"-->" in start or suffix else 35
    tags = len(_TAGS.findall(start, 0, 8192))
    return 65 if tags >= 3 else 52 if tags and suffix else 15 if suffix else 0


_PAGE = re.compile(rb"(?:(?!<[A-Za-z]).)*?<!doctype\s+html", re.IGNORECASE | re.DOTALL)


def _is_of_data(head: bytes, start: bytes) -> bool:
    """Return whether the root is an element that HTML does not have, so that a page in it is the text of a story."""
    root = root_name(head)
    if root is None or root[1].lower() in PAGE_ELEMENTS or "-" in root[1]:
        return False
    return _PAGE.match(start[:2048]) is None


def read(feed: Feed) -> Iterator[Article]:
    """Yield the one article of the page."""
    data = feed.bytes()
    if saved.is_mhtml(data):
        page = saved.page_within(data)
        if page is None:
            raise NoArticle("a web archive without a page of HTML")
        if (export := _export_in(page, feed)) is not None:
            yield from (replace(each, source=feed.at(0, len(data))) for each in export)
            return
        story = article_of_page(page.data, feed, page.url, declared=page.charset, printed=page.date)
        yield replace(story, source=feed.at(0, len(data)))
        return
    yield article_of_page(data, feed, None)


def _export_in(page: saved.Saved, feed: Feed) -> Iterator[Article] | None:
    """Return the stories of a saved page that bears the mark of another form, by its reader; None for any other page."""
    from morgue.feeds import SURE, reader

    markup = _utf8(page.data, page.charset)
    for form in forms_of(markup[:HEAD_BYTES], feed.name):
        if reader(form).sniff(markup[:HEAD_BYTES], feed.name) >= SURE:
            feed.source = replace(feed.source, format=form)
            feed.stream = io.BytesIO(markup)
            return reader(form).read(feed)
    return None


def article_of_page(
    data: bytes, feed: Feed, url: str | None, *, declared: str | None = None, printed: str | None = None
) -> Article:
    """Return the article of a page's bytes; `url`, `declared` and `printed` are what its capture says of it.

    Raises NoArticle with the reason for a page that is none.
    """
    page = page_of(tree_of(data, declared), url)
    draft = draft_of_address(page)
    draft.printed = draft.captured = printed
    if url and page.url and host_of(page.url) != host_of(url):
        draft.identifier = url  # what a page claims of another host is not known to be that host's
    facts_of_json_ld(page, draft)
    facts_of_meta(page, draft)
    stated_text = stated_of(page)
    story = story_of(page.tree, stated_headlines(page, draft))
    facts_of_layout(page, draft, story)
    rule = take_text(page, draft, story, stated_text)
    reason = _refusal(page, draft, story)
    if reason is not None:
        raise NoArticle(reason)
    if not draft.text:
        draft.text = page.meta.get("og:description") or page.meta.get("description") or None
        rule = "description"
    if draft.text:
        draft.evidence["body"] = rule
    return article(draft, feed.at(0, len(data)))


def tree_of(data: bytes, declared: str | None = None) -> Tree:
    """Return the tree of a page. Raises NoArticle for an empty one, FeedError for one without any element."""
    markup = _utf8(data, declared)
    if not markup.strip(b" \t\r\n\0"):
        raise NoArticle("an empty page")
    if b"<" not in markup:
        raise FeedError("the page has no element that can be read")
    return parse(markup)


def _utf8(data: bytes, declared: str | None) -> bytes:
    """Return the bytes of a page in UTF-8: those that are and say nothing else are not decoded for it."""
    label = declared if declared is not None else declaration(data)
    if (label is None or label.strip().lower() in ("utf-8", "utf8")) and b"\0" not in data[:1024]:
        data = data.removeprefix(BOM_UTF8)
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return data
    return decode(data, declared).encode("utf-8", "replace")


def _states_article(page: Page) -> bool:
    """Return whether the page itself says that it is an article."""
    if page.article is not None and jsonld.rank_of(page.article) >= jsonld.ARTICLE_RANK:
        return True
    named = page.meta.get("og:type", "").lower()
    return "article" in named or page.microdata or any(name in page.meta for name in META["published"][:6])


def _words(text: str | None) -> int:
    """Return how many words a text begins with, up to more than any page needs; each character counts for half a word in
    scripts without spaces."""
    if not text:
        return 0
    words = len(_WORD.findall(text, 0, 8 * INDEX_WORDS))
    if words < INDEX_WORDS:
        words = len(_WORD.findall(text))
    words = min(words, INDEX_WORDS)
    if text.isascii():
        return words
    spaceless = (1 for sign in WIDE_SIGNS.finditer(text) if sign[0] < _HANGUL)
    return words + sum(islice(spaceless, 2 * INDEX_WORDS)) // 2


def _refusal(page: Page, draft: Draft, story: Story) -> str | None:
    """Return why the page is no article, or None."""
    words, title = _words(draft.text), page.tree.title
    stated = _states_article(page)
    if page.refresh and words < LEAST_WORDS and re.search(r"url\s*=", page.refresh, re.I):
        return f"a page that only redirects to {page.refresh.split('=', 1)[1].strip()[:200]}"
    if words < LEAST_WORDS and not stated and _ERROR.search(title):
        return f"an error page ({title[:80]})"
    if not draft.headline:
        return "a page without a headline"
    if stated and not is_front(page):
        described = _words(page.meta.get("og:description") or page.meta.get("description"))
        return (
            None
            if words >= LEAST_STATED or described >= LEAST_STATED
            else "a page without the text of its article"
        )
    if not stated and _is_index(page, words, story):
        return "an index page: links to articles, none of its own"
    return None if words >= _least_words(page, draft, story) else "a page without the text of an article"


def _least_words(page: Page, draft: Draft, story: Story) -> int:
    """Return how many words the page needs: few where it prints a headline right above them, and hardly any where it
    shows a date, a byline or a dateline as well, as briefs have them.

    A heading of one or two words may be a section's where the page has a title, and is no headline then.
    """
    tree, at = page.tree, story.headline
    if at is None or not at < story.first <= at + 5:
        return LEAST_WORDS
    in_article = tree.tags[story.scope] == "article"
    if _words(tree.texts[at]) < 3 and tree.title and not in_article:
        return LEAST_WORDS
    if _is_brief(page, draft, story):
        return LEAST_MARKED
    is_described = bool(page.meta.get("og:title") and page.meta.get("og:description"))
    return LEAST_STATED if in_article or is_described else LEAST_BRIEF


def _is_brief(page: Page, draft: Draft, story: Story) -> bool:
    """Return whether a page without a statement shows what only stories have: a date, a byline or a dateline, or hNews."""
    is_dated = draft.published and draft.evidence.get("published") != "page address"
    shown = is_dated or draft.byline or dateline(story.paragraphs[0] if story.paragraphs else "")
    return bool(shown) or any(
        page.tree.kinds[element] & Name.STORY for element in _around(page.tree, page.tree.owners[story.first])
    )


def _around(tree: Tree, element: int) -> Iterator[int]:
    """Yield an element and those around it."""
    while element > 0:
        yield element
        element = tree.parents[element]


def _is_index(page: Page, words: int, story: Story) -> bool:
    """Return whether a page is a list of others: by its address or type, or because it and its best part are made of links."""
    tree = page.tree
    within = _link_share(tree, story.first, story.end)
    kinds = {kind for block in page.blocks for node in jsonld.nodes(block) for kind in jsonld.types_of(node)}
    if is_front(page) or kinds & _INDEX_TYPES:
        return words < INDEX_WORDS or within > LINKED_STORY
    return words < INDEX_WORDS and _link_share(tree, 0, len(tree.texts)) > LINKED and within > LINKED_WITHIN


def _link_share(tree: Tree, first: int, end: int) -> float:
    """Return how much of the text of blocks is in links, from 0 to 1; 1 where there is none."""
    whole = sum(map(len, tree.texts[first:end]))
    return sum(tree.linked[first:end]) / whole if whole else 1.0
