"""Read what Mastodon exports (`outbox.json`), and any collection of ActivityStreams 2.0 with the posts in it.

A post that was created is a story; what was only boosted is none. The account is the publisher: by the name in `actor.json`,
where that is beside it, else by its address (`@courier@quay.example`). A warning before the content goes beside it, as do the
descriptions of pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.platforms.post import post_of
from morgue.feeds.platforms.values import Object, mapping, objects, opens, part, said, values
from morgue.feeds.support.content_markup import markup_line, set_aside
from morgue.feeds.support.json_document import document, string
from morgue.io.feed import Feed
from morgue.model.article import Article

_MARKS = (
    re.compile(rb'"type"\s*:\s*"(?:OrderedCollection|Collection)(?:Page)?"|"orderedItems"\s*:\s*\['),
    re.compile(rb"www\.w3\.org/ns/activitystreams"),
)
_POSTS = frozenset(("Note", "Article", "Page", "Question", "Video", "Audio", "Event"))


def sniff(head: bytes, name: str) -> int:
    """Return 97 for a collection of ActivityStreams, else 0."""
    begin = opens(head)
    return 97 if begin and all(mark.search(begin) for mark in _MARKS) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the posts in order. Raises NoArticle where there is none."""
    names: dict[str, str | None] = {}
    count = 0
    for value, offset, length in values(feed, "orderedItems"):
        for collection in objects(value):
            for post, activity in _posts(collection):
                draft = _draft(post, activity, names, feed)
                if draft is not None:
                    count += 1
                    yield article(draft, feed.at(offset, length))
    if not count:
        raise NoArticle("a collection of ActivityStreams without a post")


def _posts(collection: Object) -> Iterator[tuple[Object, Object]]:
    """Yield (post, its activity) of each post that was created."""
    listed = (
        collection.get("orderedItems") or collection.get("items") or part(collection, "first", "orderedItems")
    )
    for each in objects(listed):
        if said(each, "type") in ("Create", "Update"):
            yield from ((post, each) for post in objects(each.get("object")) if said(post, "type") in _POSTS)
        elif said(each, "type") in _POSTS:
            yield each, each


def _draft(post: Object, activity: Object, names: dict[str, str | None], feed: Feed) -> Draft | None:
    """Return what a post says; None for one without words."""
    draft = Draft(identifier=said(post, "id"))
    draft.state("headline", markup_line(said(post, "name")), "name")
    by_language = mapping(post, "contentMap")
    content = string(post.get("content")) or next(filter(None, map(string, by_language.values())), None)
    draft.state("text", post_of(content).text if content else None, "content")
    if draft.text:
        draft.evidence["body"] = "content"
    summary = string(post.get("summary"))
    for each in (summary, *(string(picture.get("name")) for picture in objects(post.get("attachment")))):
        set_aside(draft, post_of(each).text if each else None)
    draft.clean()
    if not (draft.headline or draft.text):
        return None
    draft.state("published", said(post, "published") or said(activity, "published"), "published")
    draft.state("updated", said(post, "updated"), "updated")
    address = _address(post.get("url")) or said(post, "id")
    draft.state("url", address if address and address.startswith("http") else None, "url")
    if len(by_language) == 1:
        draft.state("language", next(iter(by_language)), "contentMap")
    tags = (said(each, "name") or "" for each in objects(post.get("tag")) if said(each, "type") == "Hashtag")
    draft.state("keywords", [word for tag in tags if (word := tag.lstrip("#"))], "tag")
    actor = _actor(post.get("attributedTo")) or _actor(activity.get("actor"))
    if actor:
        if actor not in names:
            names[actor] = _name(actor, feed)
        draft.state("publisher", names[actor], "actor")
    return draft


def _address(value: Any) -> str | None:
    """Return the address of a page in `url`, which may be a list of links."""
    if isinstance(value, str):
        return value
    return next((address for each in objects(value) if (address := said(each, "href"))), None)


def _actor(value: Any) -> str | None:
    """Return the address of an account."""
    if isinstance(value, list):
        value = value[0] if value else None
    return said(value, "id") if isinstance(value, dict) else string(value)


def _name(actor: str, feed: Feed) -> str | None:
    """Return the name of an account: that in `actor.json`, else `@name@host` by its address."""
    try:
        data = feed.companion("actor.json")
        stated = document(data)[0] if data else None
    except FeedError:
        stated = None  # it says nothing of the posts, which are whole without it
    if isinstance(stated, dict) and said(stated, "id") == actor and (name := said(stated, "name")):
        return name
    try:
        parts = urlsplit(actor)
    except ValueError:
        return None
    last = parts.path.rstrip("/").rpartition("/")[2].lstrip("@")
    return f"@{last}@{parts.hostname}" if last and parts.hostname else None
