"""Read what Substack exports: `posts.csv`, a row a post, and beside it the text of each post (`posts/123.slug.html`).

The table is the owner: a post is read with the text that its number names, in the table's own folder or in `posts/`, and
without it with its subtitle alone. A page that the table names has no story of its own; one without a table is read as any page
is. A draft (`is_published` is not true) is kept, with its status in the boilerplate.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator

from morgue.errors import FeedError, NoArticle, PartOf
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.platforms.post import post_of
from morgue.feeds.support.content_markup import markup_line, set_aside
from morgue.feeds.support.credits import set_status
from morgue.feeds.support.item_types import item_type
from morgue.feeds.support.xml import root_name
from morgue.io.encoding import decode, narrow
from morgue.io.feed import Feed
from morgue.model.article import Article

_TABLE = re.compile(rb'\s*"?post_id"?\s*[,;\t]\s*"?post_date"?\s*[,;\t][^\n]*\bis_published\b')
_PAGE = re.compile(r"(\d{3,12})(?:\.[^/]{0,250})?\.html?\Z", re.IGNORECASE)
_WHOLE = re.compile(rb"<html[\s>]|<!doctype|<head[\s>]", re.IGNORECASE)
_NAME = "posts.csv"
_FOLDERS = ("", "posts/")
"""Where the pages of the posts are, from the table."""

MAX_ROWS = 200_000


def sniff(head: bytes, name: str) -> int:
    """Return 97 for the table of posts by its columns, 96 for a piece of a page that is named by the number of a post, else 0."""
    start = narrow(head[:4096]).lstrip(b"\xef\xbb\xbf \t\r\n")
    if _TABLE.match(start):
        return 97
    is_piece = root_name(head) is not None and not _WHOLE.search(head[:4096])
    return 96 if is_piece and _PAGE.fullmatch(name) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the posts of the table in order. Raises PartOf for a page that a table names, NoArticle where there is no post."""
    if _PAGE.fullmatch(feed.name) and not _TABLE.match(
        narrow(feed.head()[:4096]).lstrip(b"\xef\xbb\xbf \t\r\n")
    ):
        yield from _page(feed)
        return
    data = feed.bytes()
    count = missing = 0
    for row in _rows(decode(data)):
        draft, is_alone = _draft(row, feed)
        if draft is not None:
            count += 1
            missing += is_alone
            yield article(draft, feed.at(0, len(data)))
    if missing:
        feed.miss(
            f"the texts of {missing:,} of {count:,} posts are not beside the table: their subtitles were read"
        )
    if not count:
        raise NoArticle("a table of posts of Substack without a post")


def _page(feed: Feed) -> Iterator[Article]:
    """Yield the story of a page that no table names. Raises PartOf where one does."""
    from morgue.feeds import reader

    number = (_PAGE.fullmatch(feed.name) or [""])[1]
    for owner in (_NAME, f"../{_NAME}"):
        table = feed.owner(owner)
        if table is not None and re.search(rb"^\"?%s[.\",;\t]" % number.encode(), table, re.MULTILINE):
            raise PartOf("the text of a post of Substack, which its table has", owner)
    return reader("html").read(feed)


def _rows(text: str) -> Iterator[dict[str, str]]:
    """Yield the rows of the table as texts by column, references of HTML decoded."""
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    names: list[str] = []
    try:
        for number, row in enumerate(rows):
            if number > MAX_ROWS:
                return
            if not names:
                names = [each.strip().lower() for each in row]
            elif any(row):
                yield {name: html.unescape(value).strip() for name, value in zip(names, row, strict=False)}
    except csv.Error as error:
        raise FeedError(f"the table is damaged: {error}") from error


def _draft(row: dict[str, str], feed: Feed) -> tuple[Draft | None, bool]:
    """Return what a row says, and whether the text of a newsletter that was published is not there."""
    own = row.get("post_id", "")
    draft = Draft(identifier=own.partition(".")[0] or None, authority="substack" if own else None)
    draft.state("headline", markup_line(row.get("title")), "title")
    page = _text(own, feed)
    subtitle = post_of(row.get("subtitle", "")).text
    if page is not None:
        post = post_of(page)
        draft.state("text", post.text, "page")
        for each in (subtitle, *post.aside):
            set_aside(draft, each)
    elif subtitle:
        draft.state("text", subtitle, "subtitle")
        draft.partial = True
    if draft.text:
        draft.evidence["body"] = draft.evidence.pop("text", "page")
    draft.clean()
    if not (draft.headline or draft.text):
        return None, False
    draft.state("published", row.get("post_date") or row.get("email_sent_at"), "post_date")
    kind = row.get("type", "")
    draft.type = item_type(kind)
    if draft.type != "story":
        draft.evidence["type"] = "type"
    is_published = row.get("is_published", "true").lower() not in ("false", "0", "no", "")
    if not is_published:
        set_status(draft, "draft")
    return draft, page is None and is_published and kind in ("newsletter", "")


def _text(own: str, feed: Feed) -> str | None:
    """Return the page of a post; None where it is not beside the table."""
    if not own:
        return None
    for folder in _FOLDERS:
        data = feed.companion(f"{folder}{own}.html")
        if data is not None:
            return decode(data)
    return None
