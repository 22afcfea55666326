"""Read the collection of the Washington Post (TREC, 2 to 4): a story a line, made of the parts in its `contents`.

A part of the type `kicker` is the section, `date` the moment in milliseconds, `byline` the line that was printed; paragraphs,
headers and lists are the text; captions of pictures are beside it, notes on the author (`author_info`) too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.platforms.values import Object, objects, opens, said, values
from morgue.feeds.support.content_markup import markup_line, set_aside
from morgue.feeds.support.credits import byline, credit
from morgue.feeds.support.rich_text import parts_of
from morgue.io.feed import Feed
from morgue.model.article import Article

_MARK = re.compile(rb'"contents"\s*:\s*\[\s*(?:null\s*,\s*)*\{[^{}]{0,100000}?"(?:mime|type|content)"')
_OWN = re.compile(rb'"article_url"|"(?:type|subtype)"\s*:\s*"(?:kicker|sanitized_html|author_info)"')


def sniff(head: bytes, name: str) -> int:
    """Return 97 for JSON whose stories have `contents` of typed parts and an address or parts of the collection's own, else 0."""
    begin = opens(head)
    return 97 if begin and _MARK.search(begin) and _OWN.search(begin) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories in order. Raises NoArticle where there is none."""
    count = 0
    for value, offset, length in values(feed):
        for item in objects(value):
            draft = _draft(item)
            if draft is not None:
                count += 1
                yield article(draft, feed.at(offset, length))
    if not count:
        raise NoArticle("no story in the JSON lines")


def _draft(item: Object) -> Draft | None:
    """Return what a story says; None where it has neither headline nor text."""
    contents = item.get("contents")
    parts = objects(contents)
    draft = Draft(identifier=said(item, "id"), authority="washington-post" if said(item, "id") else None)
    draft.state("headline", markup_line(said(item, "title")), "title")
    draft.state("headline", markup_line(_content(parts, "title")), "contents title")
    kicker = markup_line(_content(parts, "kicker"))
    draft.state("section", [kicker] if kicker else [], "contents kicker")
    text, beside = parts_of(contents) or ([], [])
    draft.state("text", "\n\n".join(filter(None, map(_folded, text))), "contents")
    if draft.text:
        draft.evidence["body"] = "contents"
    for each in map(_folded, beside):
        if each != kicker:
            set_aside(draft, each)
    draft.clean()
    if not (draft.headline or draft.text):
        return None
    for value, rule in (
        (next((part.get("content") for part in parts if part.get("type") == "date"), None), "contents date"),
        (item.get("published_date"), "published_date"),
    ):
        draft.state("published", _moment(value), rule)
    credit(draft, said(item, "source"), "source")
    author = byline(said(item, "author")) or byline(_content(parts, "byline"))
    draft.state("byline", author, "author")
    address = said(item, "article_url")
    draft.state("url", address if address and address.startswith("http") else None, "article_url")
    return draft


def _folded(text: str) -> str:
    """Return a part with its blanks folded, the ends of its lines kept."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in text.split("\n"))))


def _content(parts: list[Object], kind: str) -> str | None:
    return next((said(part, "content") for part in parts if part.get("type") == kind), None)


def _moment(value: Any) -> dt.datetime | str | None:
    """Return an instant of milliseconds since 1970; a date in words as it is."""
    if isinstance(value, str):
        return value
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    try:
        return dt.datetime.fromtimestamp(value // 1000, dt.UTC)
    except (OverflowError, OSError, ValueError):
        return None
