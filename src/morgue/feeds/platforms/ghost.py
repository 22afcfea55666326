"""Read what Ghost exports: its own export (`db`, all versions), the answer of its interface (`posts`), and its importer's form.

Authors and tags are tables beside the posts, joined by `posts_authors` and `posts_tags` (by `author_id` in old exports), or
are in each post. The body is `html`, else the document of its editor (Lexical, Mobiledoc), else Markdown. A draft is kept, with
its status in the boilerplate; pages are stories.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.platforms.editors import lexical, markdown, mobiledoc
from morgue.feeds.platforms.post import Post, post_of
from morgue.feeds.platforms.values import Object, objects, opens, part, said, values
from morgue.feeds.support.content_markup import markup_line, set_aside
from morgue.feeds.support.credits import set_status
from morgue.feeds.support.json_document import string
from morgue.io.feed import Feed
from morgue.model.article import Article

_ENVELOPE = re.compile(
    rb'\{\s*"db"\s*:\s*\[|\{\s*"meta"\s*:\s*\{\s*"exported_on"|"data"\s*:\s*\{\s*"posts"\s*:\s*\[|\{\s*"posts"\s*:\s*\[|"exported_on"\s*:\s*\d'
)
_OWN = re.compile(
    rb'"(?:exported_on|mobiledoc|lexical|custom_excerpt|codeinjection_head|feature_image|comment_id|published_at|posts_tags|slug)"\s*:'
)
_COPY = re.compile(rb'"(?:html|mobiledoc|lexical|markdown|plaintext)"\s*:')
"""Keys of the text of a post, one of which is in every export of posts."""

_PUBLISHED = frozenset(("published", "sent", ""))
_PLACEHOLDER = "__GHOST_URL__"
_INTERNAL = "#"
"""How the name of a tag begins that readers do not see."""


def sniff(head: bytes, name: str) -> int:
    """Return 97 for JSON with posts in an envelope of Ghost and with keys of its posts, else 0."""
    begin = opens(head)
    if not begin or not _ENVELOPE.search(begin[:4096]):
        return 0
    if b'"exported_on"' in begin[:4096]:
        return 97
    return 97 if _COPY.search(begin) and len(set(_OWN.findall(begin))) > 1 else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the posts in order. Raises NoArticle where there is none."""
    count = 0
    for value, offset, length in values(feed):
        for tables in _tables(value):
            site = _Site.of(tables)
            for post in objects(tables.get("posts")):
                draft = _draft(post, site)
                if draft is not None:
                    count += 1
                    yield article(draft, feed.at(offset, length))
    if not count:
        raise NoArticle("an export of Ghost without a post")


def _tables(value: Any) -> Iterator[Object]:
    """Yield the objects that hold posts: `db[].data`, `data`, or the document itself."""
    for each in objects(value):
        databases = objects(each.get("db"))
        for one in databases or [each]:
            inner = one.get("data")
            yield inner if isinstance(inner, dict) and "posts" in inner else one


@dataclass(slots=True)
class _Site:
    """What the tables beside the posts say: the title and language of the site, authors and tags by post."""

    title: str | None = None
    language: str | None = None
    authors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    tags: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    users: dict[str, str] = field(default_factory=dict)
    captions: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Object) -> _Site:
        """Return what the tables of an export say."""
        site = cls()
        for each in objects(tables.get("settings")):
            if said(each, "key") == "title":
                site.title = said(each, "value")
            elif said(each, "key") in ("lang", "locale", "default_locale"):
                site.language = said(each, "value")
        site.users = _names(tables, "users")
        named = _names(tables, "tags")
        for joined, ids, names, key in (
            ("posts_authors", site.authors, site.users, "author_id"),
            ("posts_tags", site.tags, named, "tag_id"),
        ):
            for each in sorted(objects(tables.get(joined)), key=_order):
                if (name := names.get(said(each, key) or "")) and (post := said(each, "post_id")):
                    ids[post].append(name)
        for each in objects(tables.get("posts_meta")):
            if (post := said(each, "post_id")) and (caption := string(each.get("feature_image_caption"))):
                site.captions[post] = caption
        return site


def _order(row: Object) -> int:
    order = row.get("sort_order")
    return order if isinstance(order, int) else 0


def _names(tables: Object, table: str) -> dict[str, str]:
    return {
        number: name
        for each in objects(tables.get(table))
        if (number := said(each, "id")) and (name := said(each, "name"))
    }


def _draft(item: Object, site: _Site) -> Draft | None:
    """Return what a post says; None where it has neither headline nor text."""
    post = item["data"] if isinstance(item.get("data"), dict) else item
    own = said(post, "id") or ""
    draft = Draft(identifier=said(post, "uuid") or own or None)
    draft.state("headline", markup_line(said(post, "title")), "title")
    copy, rule = _copy(post)
    draft.state("text", copy.text, rule)
    if draft.text:
        draft.evidence["body"] = rule
    captions = [string(post.get("feature_image_caption")), site.captions.get(own)]
    for each in (string(post.get("custom_excerpt")), *captions):
        set_aside(draft, post_of(each).text if each else None)
    for each in copy.aside:
        set_aside(draft, each)
    draft.clean()
    if not (draft.headline or draft.text):
        return None
    draft.state("published", _moment(post.get("published_at")), "published_at")
    draft.state("published", _moment(post.get("created_at")), "created_at")
    if (updated := _moment(post.get("updated_at"))) != draft.published:
        draft.state("updated", updated, "updated_at")
    draft.state("byline", ", ".join(_authors(post, own, site)), "authors")
    draft.state("publisher", site.title, "settings title")
    tags = _inside(post, "tags") or site.tags.get(own, [])
    draft.state("keywords", [each for each in tags if not each.startswith(_INTERNAL)], "tags")
    draft.state("language", said(post, "locale") or site.language, "locale")
    addresses = (said(item, "url"), said(post, "url"), said(post, "canonical_url"))
    address = next((each for each in addresses if each and each.startswith("http")), None)
    draft.state("url", address if address and _PLACEHOLDER not in address else None, "url")
    status = (said(post, "status") or "").lower()
    if status not in _PUBLISHED:
        set_status(draft, status)
    return draft


def _copy(post: Object) -> tuple[Post, str]:
    """Return the copy of a post, and the key that it is from."""
    for key, make in (
        ("html", post_of),
        ("lexical", lexical),
        ("mobiledoc", mobiledoc),
        ("markdown", markdown),
    ):
        value = string(post.get(key))
        made = make(value) if value else None
        if made is not None and (made.text or made.aside):
            return made, key
    return Post(string(post.get("plaintext")) or "", []), "plaintext"


def _authors(post: Object, own: str, site: _Site) -> list[str]:
    """Return the names of the writers, each once."""
    names = _inside(post, "authors") or _inside(post, "author") or site.authors.get(own, [])
    if not names:
        names = [site.users.get(said(post, key) or "", "") for key in ("author_id", "author")]
    return [name for name in dict.fromkeys(names) if name and "@" not in name]


def _inside(post: Object, key: str) -> list[str]:
    """Return the names of the objects under a key of a post; the importer's form has them in `data`."""
    found = (said(each, "name") or said(part(each, "data"), "name") for each in objects(post.get(key)))
    return [name for name in found if name]


def _moment(value: Any) -> dt.datetime | str | None:
    """Return a moment: text as it is, or milliseconds since 1970 as old exports have."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return dt.datetime.fromtimestamp(value / 1000, dt.UTC)
        except (OverflowError, OSError, ValueError):
            return None
    return string(value)
