"""Read the posts that Medium exports, a page each, by their microformats (h-entry): `posts/2018-08-11_Title-a1b2c3.html`.

The footer states writer, moment, address and tags; a draft has neither writer nor moment, and is kept with its status in the
boilerplate. The body repeats title and subtitle above the story, where they are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.platforms.post import post_of
from morgue.feeds.support.content_markup import html_root, set_aside, without_heads
from morgue.feeds.support.credits import set_status
from morgue.feeds.support.xml_elements import Element, line_of, markup_of
from morgue.io.encoding import declaration, decode
from morgue.io.feed import Feed
from morgue.model.article import Article

_MARKS = (
    re.compile(rb"""<article[^<>]{0,200}\bclass=["']h-entry"""),
    re.compile(
        rb"""<section[^<>]{0,200}\bdata-field=["'](?:body|subtitle|description)["']|\bclass=["']e-content"""
    ),
)


def sniff(head: bytes, name: str) -> int:
    """Return 97 for an entry of microformats with the sections of Medium, else 0."""
    return 97 if all(mark.search(head) for mark in _MARKS) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the one post of the page. Raises NoArticle where it has no title and no text."""
    data = feed.bytes()
    root = html_root(decode(data, declaration(data)))
    draft = _draft(root) if root is not None else None
    if draft is None:
        raise NoArticle("a page of Medium's export without a post")
    yield article(draft, feed.at(0, len(data)))


def _draft(root: Element) -> Draft | None:
    draft = Draft()
    title = _first(root, "p-name")
    draft.state("headline", line_of(title), "p-name")
    subtitle = line_of(_first(root, "p-summary"))
    body = _first(root, "e-content")
    if body is not None:
        post = post_of(markup_of(body))
        draft.state("text", without_heads(post.text, draft.headline, subtitle), "e-content")
        for each in (subtitle, *post.aside):
            set_aside(draft, each)
    draft.clean()
    if not (draft.headline or draft.text):
        return None
    if draft.text:
        draft.evidence["body"] = "e-content"
    draft.state("byline", line_of(_first(root, "p-author")), "p-author")
    time = _first(root, "dt-published")
    moment = (time.get("datetime") or line_of(time)) if time is not None else None
    draft.state("published", moment, "dt-published")
    address = _first(root, "p-canonical")
    draft.state("url", address.get("href") if address is not None else None, "p-canonical")
    draft.state("keywords", [word for each in _every(root, "p-tag") if (word := line_of(each))], "p-tag")
    if not (draft.published or draft.byline):
        set_status(draft, "draft")
    return draft


def _every(root: Element, name: str) -> Iterator[Element]:
    """Yield the elements of a class, in document order."""
    for each in root.iter("*"):
        if name in (each.get("class") or "").split():
            yield each


def _first(root: Element, name: str) -> Element | None:
    return next(_every(root, name), None)
