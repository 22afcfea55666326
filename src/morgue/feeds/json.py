"""JSON documents of articles: arrays, lists nested in objects, JSON Feed, and the answers of news services.

A list is taken for articles where its objects have a headline or a text by the common names of `columns`;
facts of the document around them (`title` and `language` of a JSON Feed) stand for all. What scripts put around
a document (`jsonp`) is taken off. Our own `search --json` and `show --json` are read back as they are. JSON of
other things is no article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from morgue.article import Article
from morgue.errors import FeedError, NoArticle
from morgue.extract import Draft, article
from morgue.feeds.columns import Column, columns_of, draft_of, said, tells_story
from morgue.feeds.encoding import decode
from morgue.feeds.feed import HEAD_BYTES, Feed
from morgue.feeds.jsonl import is_own, loaded, own_article
from morgue.feeds.jsonp import unwrapped, wrapping

_LISTS = (
    "articles", "items", "hits", "results", "docs", "stories", "entries", "posts", "news", "data", "response", "content",
    "feed", "channel", "list", "records", "rows", "documents", "value", "payload", "page", "body", "result", "collection",
)  # fmt: skip
"""Keys under which a list of articles stands, the likeliest first; other keys are tried after them."""

_FOREIGN_TYPES = frozenset(
    ("featurecollection", "feature", "geometrycollection", "topology", "point", "polygon")
)
_INNER = ("fields", "attributes", "_source", "article", "content", "story", "node", "properties")
_FACTS = ("fields", "attributes", "_source")
"""Those of _INNER whose keys go before the ones around them."""
_FIRST_ITEM = re.compile(r"\[\s*\{")
_COMMA = re.compile(r"\s*,?\s*")
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
_BARE = re.compile(
    rb"""\s*(?:null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|"(?:[^"\\\x00-\x1f]|\\.)*")\s*"""
)
"""A value that is neither an object nor an array (RFC 8259, section 3), with nothing else."""
_MAX_DEPTH = 6
_MARK = re.compile(r"jsonfeed\.org/version")
_COPY = frozenset({"body", "body_text", "bodytext", "content", "article", "articlebody", "story", "text"})
"""Keys of a text that is copy whatever its length; a description may be of anything."""
_LONG = 120


def sniff(head: bytes, name: str) -> int:
    """How sure: JSON by its first characters; which JSON shows on reading."""
    if begin := wrapping(head):
        return sniff(head[begin:], name)
    if len(head) < HEAD_BYTES and _is_bare(head):
        return 90
    if not _START.match(head) and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return 10 if name.lower().endswith(".json") else 0
    if b"jsonfeed.org/version" in head[:4096]:
        return 95
    opens = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb'\[\s*[\[{"\]]|\{\s*["}]', opens):
        return 60
    return 20 if name.lower().endswith(".json") else 0


def _is_bare(data: bytes) -> bool:
    """Whether data is one bare value: null, a boolean, a number, a string."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = decode(data).encode("utf-8", "replace")
    return _BARE.fullmatch(data.removeprefix(b"\xef\xbb\xbf")) is not None


def read(feed: Feed) -> Iterator[Article]:
    """The articles of a document, with the whole document as the place of each."""
    data = feed.bytes()
    size = len(data)
    if data[:3] == b"\xef\xbb\xbf" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = decode(data).encode("utf-8", "replace")
    data = unwrapped(data)
    if _is_bare(data):
        raise NoArticle("a bare JSON value")
    try:
        document = loaded(data.strip())
    except FeedError as error:
        document = whole_items(data)
        if not document:
            raise
        feed.complain(f"{error.message}; read up to item {len(document):,}")
    del data  # the values hold all of it by now
    count = 0
    rows = _articles(document, feed, 0)
    for row in rows:
        try:
            story = _story(row, document, feed, size)
        except FeedError as error:
            feed.complain(f"item {count + 1:,}: {error.message}")
            continue
        if story is None:
            feed.complain(f"item {count + 1:,} has neither a headline nor a text")
            continue
        count += 1
        yield story
    if not count:
        raise NoArticle(_reason(document))


def whole_items(data: bytes) -> list[Any]:
    """The objects before the damage, of the first list of objects in a document that is cut off or damaged."""
    text = decode(data)
    start = _FIRST_ITEM.search(text)
    found: list[Any] = []
    at = start.end() - 1 if start else len(text)
    decoder = json.JSONDecoder()
    try:
        while text[at : at + 1] == "{":
            item, at = decoder.raw_decode(text, at)
            found.append(item)
            at = _COMMA.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing too
    except (ValueError, RecursionError):
        pass
    return found


def _reason(document: Any) -> str:
    if isinstance(document, dict) and str(document.get("type", "")).lower() in _FOREIGN_TYPES:
        return "GeoJSON, not articles"
    if document in ([], {}):
        return "an empty JSON document"
    return "JSON without a list of articles: nothing in it has a headline and a text, date or address"


def _articles(value: Any, feed: Feed, depth: int) -> list[dict[str, Any]]:
    """The objects that are articles: the value itself, its items, or those of the likeliest key inside.

    In an object that is a story itself only the usual lists are looked into: it has tags and images too.
    """
    if depth > _MAX_DEPTH:
        return []
    if isinstance(value, list):
        rows = [each for each in value if isinstance(each, dict)]
        if any(_is_story(row, feed) for row in rows):
            return rows  # an item that says too little to be sure of is one of them all the same
        return [story for row in rows[:1000] for story in _articles(row, feed, depth + 1)]
    if not isinstance(value, dict) or str(value.get("type", "")).lower() in _FOREIGN_TYPES:
        return []
    told = _is_story(value, feed)
    for key in sorted((key for key in value if isinstance(value[key], (list, dict))), key=_likeliness):
        if not told or (isinstance(value[key], list) and key.lower() in _LISTS[:9]):
            found = _articles(value[key], feed, depth + 1)
            if found:
                return found
    return [value] if told else []


def _likeliness(key: str) -> int:
    return _LISTS.index(key.lower()) if key.lower() in _LISTS else len(_LISTS)


def _is_story(row: dict[str, Any], feed: Feed) -> bool:
    """Whether an object tells a story: ours, or a headline with a text, date or address, or a long text."""
    if is_own(row) and ("headline" in row or "body" in row):
        return True
    flat = _flat(row)
    fields: dict[str, str] = {}
    copy = False
    for column in columns_of(flat, feed.columns):
        text = said(flat[column.name])
        if text and column.field not in fields:
            fields[column.field] = text
            copy = copy or (column.field == "text" and column.name.lower() in _COPY)
    if feed.columns and "headline" in fields:
        return True
    text = fields.get("text", "")
    if "headline" in fields:
        return (
            len(text) >= _LONG
            or copy
            or bool(fields.keys() & {"published", "url"})
            or (bool(text) and "byline" in fields)
        )
    return len(text) >= _LONG and bool(fields.keys() & {"published", "url"})


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """The keys of an object with those of its inner parts (`fields`, `attributes`) beside them."""
    flat = dict(row)
    for key in _INNER:
        inner = row.get(key)
        if isinstance(inner, dict) and len(inner) > 2:
            flat.pop(key, None)
            flat = {**flat, **inner} if key in _FACTS else {**inner, **flat}
    return flat


def _story(row: dict[str, Any], document: Any, feed: Feed, size: int) -> Article | None:
    """The article of an object, or None where it has neither headline nor text."""
    here = feed.at(0, size)
    if is_own(row):
        return own_article(row, here)
    flat = _flat(row)
    columns: list[Column] = columns_of(flat, feed.columns)
    draft = draft_of(flat, columns) if tells_story(columns) else None
    if draft is None:
        return None
    if isinstance(document, dict) and row is not document:
        _stand_for_all(document, draft)
    return article(draft, here)


def _stand_for_all(document: dict[str, Any], draft: Draft) -> None:
    """State what a JSON Feed (1.1, section Top-level) says of all its items."""
    if not _MARK.search(str(document.get("version", ""))):
        return
    draft.state("publisher", said(document.get("title")), "feed title")
    draft.state("language", said(document.get("language")), "feed language")
    draft.home = said(document.get("home_page_url")) or said(document.get("feed_url"))
    draft.rolls = True
    author = document.get("authors") or document.get("author")
    draft.state("byline", said(author), "feed author")
