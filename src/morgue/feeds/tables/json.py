"""Read JSON documents of articles: arrays, lists nested in objects, JSON Feed, and the answers of news services.

An object is an article where it has a headline or a text by the common names of `columns`, wherever it is
(`json_stories`); facts of the document around them (`title` and `language` of a JSON Feed) hold for all of them. What scripts put around
a document (`jsonp`) is taken off. Our own `search --json` and `show --json` are read back as they are. JSON of
other things is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.support.columns import said
from morgue.feeds.support.failure_messages import message_in_json
from morgue.feeds.support.json_document import parse_parts
from morgue.feeds.support.jsonp import unwrap, wrapping
from morgue.feeds.support.keys import bare
from morgue.feeds.support.not_feeds import kind_of_json
from morgue.feeds.support.own_form import is_own, own_article
from morgue.feeds.tables.json_languages import by_language
from morgue.feeds.tables.json_rows import draft_of_object, flat
from morgue.feeds.tables.json_stories import is_geographic, stories_in
from morgue.io.encoding import narrow
from morgue.io.feed import HEAD_BYTES, Feed
from morgue.io.lines import without_comments
from morgue.model.article import Article

_OPENS = re.compile(rb'\[\s*(?:(?:null|true|false|-?\d+)\s*,\s*){0,20}[\[{"]|\[\s*\]|\{\s*["}]')
_LITERAL = re.compile(
    rb"""[\[{]\s*(?:\{\s*)?(?:(?://|/\*)[^\n]*\n\s*)*(?:'[^'\n]{1,60}'|"[^"\n]{1,60}"|[A-Za-z_$][\w$]{0,60})\s*:\s*(?:['"\[{\d]|null|None|true|True)"""
)
"""How an object of a program's source begins (JSON5, JavaScript, Python), which JSON is not."""
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{]")
_BARE = re.compile(
    rb"""\s*(?:null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|"(?:[^"\\\x00-\x1f]|\\.)*")\s*"""
)
"""A value that is neither an object nor an array (RFC 8259, section 3), with nothing else."""
_MARK = re.compile(r"jsonfeed\.org/version")


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is (see `morgue.feeds`): JSON by its first characters; which JSON shows on reading."""
    head = without_comments(narrow(head))
    if begin := wrapping(head):
        return max(sniff(head[begin:], name), 93 if b"<" in head[:begin] else 0)
    if len(head) < HEAD_BYTES and _is_bare(head):
        return 90
    if not _START.match(head):
        return 10 if name.lower().endswith(".json") else 0
    if b"jsonfeed.org/version" in head[:4096]:
        return 95
    opens = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _OPENS.match(opens):
        return 60
    if _LITERAL.match(opens):
        return 55
    return 20 if name.lower().endswith(".json") else 0


def _is_bare(data: bytes) -> bool:
    """Return whether data is one bare value: null, a boolean, a number, a string."""
    return _BARE.fullmatch(data.removeprefix(b"\xef\xbb\xbf")) is not None


def read(feed: Feed) -> Iterator[Article]:
    """Yield the articles of a document, with the whole document as the place of each."""
    data = feed.bytes()
    size = len(data)
    data = unwrap(without_comments(narrow(data).removeprefix(b"\xef\xbb\xbf")))
    if _is_bare(data):
        raise NoArticle("a bare JSON value")
    document, damage = parse_parts(data)
    if damage:
        feed.complain(damage)
    del data  # the values hold all of it by now
    count = 0
    wordless: list[int] = []
    rows = (each for row in _rows(document, feed) for each in by_language(row))
    for number, row in enumerate(rows, 1):
        try:
            story = _story(row, document, feed, size)
        except FeedError as error:
            feed.complain(f"item {number:,}: {error.message}")
            continue
        if story is None:
            if not _is_of_another_type(row):
                wordless.append(number)
            continue
        count += 1
        yield story
    if not count:
        raise NoArticle(_reason(document))
    for number in wordless:
        feed.complain(f"item {number:,} has neither a headline nor a text")


def _is_of_another_type(row: dict[str, Any]) -> bool:
    """Return whether an object names itself another thing than an article, by a type of schema.org (a site, a person)."""
    kinds = row.get("@type")
    named = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
    return bool(named) and not any(
        str(each).endswith(("Article", "Posting", "Report", "Review")) for each in named
    )


def _reason(document: Any) -> str:
    """Return what a document is that holds no article."""
    if isinstance(document, dict):
        if is_geographic(document):
            return "GeoJSON, not articles"
        if (what := kind_of_json(document)) is not None:
            return what
        if (message := message_in_json(document)) is not None:
            return f"an error message: {message}"
        if _is_json_feed(document):
            return (
                "a feed without items"
                if not document["items"]
                else "a feed whose items have neither a headline nor a text"
            )
    if document in ([], {}):
        return "an empty JSON document"
    return "JSON without a list of articles: nothing in it has a headline and a text, date or address"


def _is_json_feed(document: Any) -> bool:
    """Return whether a document names itself a JSON Feed (1.1, section Top-level)."""
    return (
        isinstance(document, dict)
        and _MARK.search(str(document.get("version", ""))) is not None
        and isinstance(document.get("items"), list)
    )


def _rows(document: Any, feed: Feed) -> list[dict[str, Any]]:
    """Return the objects of a document that are articles."""
    if _is_json_feed(document):
        return [each for each in document["items"] if isinstance(each, dict)]
    if isinstance(document, dict) and (kind_of_json(document) or message_in_json(document)):
        return []
    return stories_in(document, feed.columns)


def _story(row: dict[str, Any], document: Any, feed: Feed, size: int) -> Article | None:
    """Return the article of an object, or None where it has neither headline nor text."""
    here = feed.at(0, size)
    if is_own(row):
        return own_article(row, here)
    facts = flat(row)
    if _is_json_feed(document):
        _resolve(facts, document)
    draft = draft_of_object(facts, feed.columns)
    if draft is None:
        return None
    if isinstance(document, dict) and row is not document:
        _stand_for_all(document, draft)
    return article(draft, here)


def _resolve(facts: dict[str, Any], document: dict[str, Any]) -> None:
    """Make a relative address of an item absolute by that of its feed."""
    base = said(document.get("home_page_url")) or said(document.get("feed_url"))
    for key in ("url", "external_url"):
        if base and isinstance(facts.get(key), str):
            with suppress(ValueError):
                facts[key] = urljoin(base, facts[key].strip())


_ANSWER = frozenset(("totalresults", "totalarticles", "totalhits", "nextpage", "nextpageurl", "pagination"))
"""Keys of an answer to a search of a news service, which gives the latest of what it found, page by page."""


def _stand_for_all(document: dict[str, Any], draft: Draft) -> None:
    """State what a JSON Feed (1.1, section Top-level) says of all its items, or that they are of a page of an answer."""
    if not _ANSWER.isdisjoint(map(bare, document)):
        draft.rolls = True  # what is not on the page may be on another
    if not _MARK.search(str(document.get("version", ""))):
        return
    draft.state("publisher", said(document.get("title")), "feed title")
    draft.state("language", said(document.get("language")), "feed language")
    draft.home = said(document.get("home_page_url")) or said(document.get("feed_url"))
    draft.rolls = True
    author = document.get("authors") or document.get("author")
    draft.state("byline", said(author), "feed author")
