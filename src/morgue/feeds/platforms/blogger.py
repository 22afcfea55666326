"""Read what Blogger exports: an Atom document of everything in a blog, old (2008 to 2023) and new (Google Takeout, `feed.atom`).

Of its entries only posts and pages are stories, by their kind; settings, templates and comments are none. A draft is kept, with
its status in the boilerplate. The byline is the author's name, never an address; labels are the keywords.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.platforms.pieces import Piece, Records
from morgue.feeds.platforms.post import post_of
from morgue.feeds.support.content_markup import set_aside
from morgue.feeds.support.credits import set_status
from morgue.feeds.support.xml import root_name
from morgue.feeds.support.xml_elements import Element, children, first, line_at, local, text_of
from morgue.feeds.syndication.elements import title_of
from morgue.io.feed import Feed
from morgue.model.article import Article

_MARK = re.compile(rb"blogger/2008/kind#|schemas\.google\.com/blogger/2018")
_KIND = re.compile(r"kind#(\w+)")
_STORIES = frozenset(("post", "page"))
_LIVE = frozenset(("live", "published"))
_NAMELESS = frozenset(("unknown", "anonymous", "noreply", "blogger"))
"""What Blogger writes where an author is not known."""

_ALTERNATE = "alternate"


def sniff(head: bytes, name: str) -> int:
    """Return 98 for an Atom feed whose entries have a kind of Blogger, else 0: the public feed of a blog has none."""
    root = root_name(head)
    return 98 if root is not None and root[1].lower() == "feed" and _MARK.search(head) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the posts and pages in the order of the export. Raises NoArticle where it holds none."""
    records = Records(feed, "entry")
    head = records.head_element("feed")
    title = first(head, "title") if head is not None else None
    publisher = title_of(title) if title is not None else None
    link = _link(head) if head is not None else None
    seen: dict[str, int] = {}
    count = 0
    for entry, piece in records:
        kind = _kind(entry)
        draft = _draft(entry, piece, publisher, link) if kind in _STORIES else None
        if draft is None:
            seen[kind] = seen.get(kind, 0) + 1
            continue
        count += 1
        yield article(draft, feed.at(piece.offset, piece.length))
    if not count:
        kinds = ", ".join(f"{number:,} × {kind}" for kind, number in seen.items())
        raise NoArticle(f"an export of Blogger without a post{f' ({kinds})' if kinds else ''}")


def _kind(entry: Element) -> str:
    """Return what an entry is: post, page, comment, settings, template."""
    for category in children(entry, "category"):
        if found := _KIND.search(category.get("term") or ""):
            return found[1].lower()
    return (line_at(entry, "type") or "entry").lower()


def _link(node: Element) -> str | None:
    """Return the address of a page as readers see it."""
    for each in children(node, "link"):
        if each.get("rel") == _ALTERNATE and (each.get("type") or "text/html") == "text/html":
            return each.get("href") or None
    return None


def _draft(entry: Element, piece: Piece, publisher: str | None, home: str | None) -> Draft | None:
    """Return what an entry says; None for one without title and text."""
    draft = Draft(home=home)
    draft.is_cut = draft.partial = piece.is_cut
    title = first(entry, "title")
    draft.state("headline", title_of(title) if title is not None else None, "title")
    content = first(entry, "content")
    if content is not None:
        post = post_of(text_of(content), lines=True)
        draft.state("text", post.text, "content")
        for each in post.aside:
            set_aside(draft, each)
    draft.clean()
    if not (draft.headline or draft.text):
        return None
    if draft.text:
        draft.evidence["body"] = "content"
    draft.identifier = line_at(entry, "id")
    draft.state("url", _link(entry), "link")
    draft.state("published", line_at(entry, "published"), "published")
    draft.state("published", line_at(entry, "created"), "created")
    if (updated := line_at(entry, "updated")) != draft.published:
        draft.state("updated", updated, "updated")
    name = line_at(entry, "author/name")
    if name and "@" not in name and name.casefold() not in _NAMELESS:
        draft.state("byline", name, "author")
    draft.state("publisher", publisher, "feed title")
    words = [
        each.get("term") or ""
        for each in children(entry, "category")
        if not _KIND.search(each.get("term") or "")
    ]
    draft.state("keywords", list(filter(None, words)), "category")
    status = line_at(entry, "status") or ""
    is_draft = any(local(each) == "draft" and text_of(each).strip() == "yes" for each in entry.iter())
    if is_draft or (status and status.casefold() not in _LIVE):
        set_status(draft, "draft" if is_draft else status.lower())
    return draft
