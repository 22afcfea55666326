"""Read JSON Lines: our own as they are, and other people's rows by their common names.

A line is our own where it has an id of ours and a source, and its values are of the contract's types (section 2).
Nothing is extracted from it: nulls stay null, and `id`, `day`, `source` and `evidence` are kept. Fields that are left out
(`--fields`) are null, and the row is a part of its story: it never takes the place of a whole one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import orjson

from morgue.errors import FeedError, NoArticle
from morgue.extract.assembly import article
from morgue.feeds.support.columns import can_hold_story, columns_of, draft_of, field_of
from morgue.feeds.support.json_document import parse
from morgue.feeds.support.json_items import is_news, items
from morgue.feeds.support.keys import OF_OTHERS, is_of_people
from morgue.feeds.support.not_feeds import kind_of_json
from morgue.feeds.support.own_form import day_of, is_own, own_article
from morgue.feeds.tables.json_languages import by_language
from morgue.feeds.tables.json_rows import draft_of_object, flat
from morgue.io.encoding import narrow
from morgue.io.feed import HEAD_BYTES, MAX_DOCUMENT_BYTES, Feed
from morgue.io.lines import (
    LINE_BYTES,
    is_comment,
    lines,
    narrow_feed,
    with_line_feeds,
    without_comments,
)
from morgue.model.article import Article
from morgue.model.fields import FORMS

_OWN_HEAD = re.compile(rb'\s*\{"(?:rank|id)":(?:\d+,"score":[^,]{1,30},"id":)?"[a-z2-7]{16}"')


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is (see `morgue.feeds`): lines that are JSON objects, ours surer than others.

    A first line that is longer than the head may be a document or a row; reading it shows which.
    """
    is_named = name.lower().endswith((".jsonl", ".ndjson", ".jl", ".ldjson"))
    head = with_line_feeds(narrow(head)).removeprefix(b"\xef\xbb\xbf").lstrip()
    head = without_comments(head)
    if head.startswith(b"\x1e"):  # a JSON text sequence (RFC 7464)
        head = head.replace(b"\x1e", b"")
    if not head.startswith(b"{"):
        return 80 if _has_rows_below(head) else 15 if is_named else 0
    first, newline, rest = head.partition(b"\n")
    row = _object(first)
    if row is None:
        if not newline:
            return (
                93 if _OWN_HEAD.match(first) else 92 if is_named else 61 if len(head) > HEAD_BYTES // 2 else 0
            )
        return 85 if _object(rest.partition(b"\n")[0]) is not None else 0  # one bad line among good ones
    if is_own(row) or _lists_pages(row):
        return 95
    if is_named:
        return 92
    return 85 if rest.lstrip().startswith(b"{") else 30


def _has_rows_below(head: bytes) -> bool:
    """Return whether two objects, a line each, are under a line or a few of a title."""
    if head.startswith((b"<", b"[")) or b"\n{" not in head[:2048]:
        return False
    rows = [line for line in head[head.index(b"\n{") + 1 :].split(b"\n")[:3] if line.strip()]
    return len(rows) > 1 and all(_object(row) is not None for row in rows[:2])


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


def read(feed: Feed) -> Iterator[Article]:
    """Yield one story a line. A bad line is complained of by number; FeedError where no line could be read.

    A line longer than a head that has no other line below it may be a whole document, which has its own reader.
    """
    feed = narrow_feed(feed, feed.head())
    first = feed.stream.readline(LINE_BYTES + 1)
    ahead = [first]
    if len(first) > HEAD_BYTES:
        ahead.append(feed.stream.readline(LINE_BYTES + 1))
        if not ahead[1].lstrip().startswith(b"{") and not _is_row(first):
            yield from _document(b"".join(ahead), feed)
            return
    yield from _stories(feed, ahead)


def _is_row(line: bytes) -> bool:
    """Return whether a line is one story: ours, cut off, or an object that holds no list of objects."""
    row = _object(line.strip())
    if row is None:
        return _OWN_HEAD.match(line) is not None
    lists = [value for value in row.values() if isinstance(value, (list, dict))]
    return is_own(row) or not any(_holds_objects(value) for value in lists)


def _holds_objects(value: Any) -> bool:
    """Return whether a list of objects is in a value, or one level down."""
    lists = (
        [value] if isinstance(value, list) else [each for each in value.values() if isinstance(each, list)]
    )
    return any(isinstance(each, dict) for found in lists for each in found)


def _document(begin: bytes, feed: Feed) -> Iterator[Article]:
    """Return the stories of the JSON document that begins with `begin`, by the reader of its format."""
    from morgue.feeds import reader

    data = begin + feed.stream.read(max(0, MAX_DOCUMENT_BYTES + 1 - len(begin)))
    sure = {name: reader(name).sniff(data[:HEAD_BYTES], feed.name) for name in ("ninjs", "json")}
    name = max(sure, key=lambda each: sure[each])
    source = replace(feed.source, format=name)
    return reader(name).read(replace(feed, source=source, stream=io.BytesIO(data)))


def _stories(feed: Feed, ahead: list[bytes]) -> Iterator[Article]:
    """Yield the stories of the lines, those `ahead` first, which were read already."""
    good = bad = wordless = 0
    first_reason = ""
    what: str | None = None
    for number, offset, data in lines(feed, ahead):
        text = data.strip(b" \t\r\n\x1e\xef\xbb\xbf") if data[:1] in b" \t\r\x1e\xef\n" else data
        if not text or is_comment(text):
            continue
        if not good and b"json-pages-" in text[:400] and _lists_pages(_object(text)):
            raise NoArticle("the list of pages of a web archive (WACZ), beside the captures themselves")
        try:
            row = parse(text)
            if _is_an_action(row):
                continue
            found = stories_of(row, feed, offset, len(data.rstrip(b"\r\n")))
        except FeedError as error:
            bad += 1
            wordless += isinstance(error, NoArticle)
            if not first_reason:
                what = kind_of_json(_object(text) or {})
            first_reason = first_reason or f"line {number:,}: {error.message}"
            cut = not data.endswith((b"\n", b"\r"))
            feed.ends_torn = feed.ends_torn or cut
            begins = f": {text[:60].decode('utf-8', 'replace')}" if cut else ""
            feed.complain(f"line {number:,}: {error.message}{begins}", text)
            continue
        good += 1
        yield from found
    if good:
        return
    feed.complaints.clear()
    feed.torn.clear()
    if what:
        raise NoArticle(what)
    if bad > wordless:
        raise FeedError(f"no line could be read; {first_reason}")
    raise NoArticle(
        f"no row with a headline or a text; {first_reason}" if bad else "no story in the JSON lines"
    )


def _lists_pages(row: Any) -> bool:
    """Return whether a first row heads the list of pages of a WACZ file (1.1.1, section pages.jsonl)."""
    return isinstance(row, dict) and str(row.get("format", "")).startswith("json-pages-")


_ACTIONS = frozenset(("index", "create", "update", "delete"))


def _is_an_action(row: Any) -> bool:
    """Return whether a row is what a bulk file of Elasticsearch or OpenSearch puts before each document."""
    return (
        isinstance(row, dict)
        and len(row) == 1
        and row.keys() <= _ACTIONS
        and isinstance(next(iter(row.values())), dict)
    )


def stories_of(value: Any, feed: Feed, offset: int, length: int) -> list[Article]:
    """Return the story of a row, or those in it. Raises FeedError where it is none and holds none."""
    inner = _inside(value, feed) if _may_contain(value) else None
    rows = [value] if inner is None else inner
    if isinstance(value, (dict, list)) and not (
        isinstance(value, dict) and (is_own(value) or is_news(value))
    ):
        rows = [each for row in rows for each in (by_language(row) if isinstance(row, dict) else [row])]
    return [story_of(row, feed, offset, length) for row in rows]


def _may_contain(value: Any) -> bool:
    """Return whether a row has a part that can hold stories: a list, an object with parts of its own."""
    if isinstance(value, list):
        return True
    if not isinstance(value, dict) or ("source" in value and is_own(value)):
        return False
    is_one = any(
        isinstance(part, str) and (known := field_of(name)) is not None and known[0] in ("headline", "text")
        for name, part in value.items()
    )
    return any(
        (isinstance(part, dict) and bool(part))
        or (isinstance(part, list) and (len(part) > 1 or any(not isinstance(one, str) for one in part)))
        for name, part in value.items()
        if not is_one or name.lower() not in OF_OTHERS
    )


def _inside(value: Any, feed: Feed) -> list[dict[str, Any]] | None:
    """Return the stories that a row contains; None where it is one itself, alone, or holds none."""
    from morgue.feeds.tables.json_stories import stories_in, stories_under

    if isinstance(value, list):
        return stories_in(value, feed.columns) or None
    if is_news(value):
        return _items_inside(value)
    found = stories_under(value, feed.columns, is_one=draft_of_object(flat(value), feed.columns) is not None)
    return None if not found or (len(found) == 1 and found[0] is value) else found


def _items_inside(value: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return the news items of a row that are stories, where another one is associated with it; else None."""
    from morgue.feeds.wire.ninjs import draft_of_item

    found = list(items(value)) if value.get("associations") else []
    return (
        [dict(each) for each in found if draft_of_item(each) is not None] or None if len(found) > 1 else None
    )


def story_of(value: Any, feed: Feed, offset: int, length: int) -> Article:
    """Return the story of a row: our own as it is, any other by its common names. Raises FeedError where it is none."""
    if not isinstance(value, dict):
        raise FeedError("not a JSON object")
    if is_own(value):
        for name in _MOMENTS:
            if value.get(name) and not day_of(value[name]):
                feed.complain(
                    f"the row at byte {offset:,}: {name} {value[name]} is not a date and is left out"
                )
        return own_article(value, feed.at(offset, length))
    if is_news(value):
        return _news_item(value, feed, offset, length)
    facts = flat(value)
    columns = columns_of(facts, feed.columns)
    if is_of_people(facts) and not any(column.field == "text" for column in columns):
        raise NoArticle("a person with a name and an address, no story")
    if not can_hold_story(columns):
        raise FeedError(
            "no headline or text in the row", hint="name the columns with --map headline=…,body=…"
        )
    if (draft := draft_of(facts, columns)) is None:
        raise NoArticle("neither headline nor text in the row")
    return article(draft, feed.at(offset, length))


def _news_item(row: Mapping[str, Any], feed: Feed, offset: int, length: int) -> Article:
    """Return the story of a row that is an item of ninjs or of an agency's own JSON. Raises FeedError where it is none."""
    from morgue.feeds.wire.ninjs import draft_of_item

    draft = draft_of_item(row)
    if draft is None:
        raise FeedError(f"no story in the news item ({row.get('type') or 'without a type'})")
    return article(draft, feed.at(offset, length))


_MOMENTS = tuple(name for name, form in FORMS.items() if form in ("instant", "day"))
