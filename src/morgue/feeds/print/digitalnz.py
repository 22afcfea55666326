"""Read articles of Papers Past (National Library of New Zealand) in the JSON of DigitalNZ.

A record's `title` ends in the paper and its day, `FERRY LOST. (Evening Post, 03 November 1899)`; `fulltext` is the text, `description` its beginning,
and the address of the article has the day and a number (`EP18991103.2.33`). Records of other collections, such as pictures and books,
are no stories.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.print.json_records import Record, at, documents, line_of, lines_of, records_of
from morgue.feeds.print.kinds import has_words, state_kind
from morgue.feeds.print.ocr_lines import reflow_page
from morgue.feeds.support.markup import plain
from morgue.io.feed import Feed
from morgue.model.article import Article, Edition

_MARK = re.compile(rb"paperspast\.natlib\.govt\.nz|\"Papers Past\"")
_KEYS = re.compile(rb"\"(?:landing_url|display_content_partner|display_collection|primary_collection)\"\s*:")
_TITLE = re.compile(r"(.*\S)\s*\(([^()]{2,120}?),\s*((?:\w+,?\s)?\d[^()]{3,40})\)\s*", re.DOTALL)
_ADDRESS = re.compile(
    r"paperspast\.natlib\.govt\.nz/(?:newspapers|periodicals|cgi-bin/paperspast\?\S*?d=)/?([A-Z]+)(\d{4})(\d\d)(\d\d)((?:\.\d+)*)"
)


def sniff(head: bytes, name: str) -> int:
    """Return 95 for records of DigitalNZ that are of Papers Past, else 0."""
    return 95 if _MARK.search(head) and _KEYS.search(head) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the articles in their order. Raises NoArticle where no record is one."""
    count = others = 0
    for document, offset, length in documents(feed):
        for record in _records(document):
            draft = _draft(record)
            if draft is None:
                others += 1
                continue
            count += 1
            yield article(draft, feed.at(offset, length))
    if not count:
        raise NoArticle("records of DigitalNZ without an article of a newspaper")
    if others:
        feed.complain(f"{others:,} records are of no article of a newspaper")


def _records(document: Any) -> list[Record]:
    found: list[Record] = []
    for each in records_of(document):
        results = at(each, "search", "results") or each.get("results") or at(each, "record")
        found += records_of(results) if results else [each]
    return found


def _draft(record: Record) -> Draft | None:
    """Return the draft of a record; None where it is no article."""
    address = next(
        (
            found
            for name in ("landing_url", "source_url", "origin_url", "id", "url")
            if (found := _ADDRESS.search(line_of(record.get(name)) or ""))
        ),
        None,
    )
    collections = [
        *lines_of(record.get("primary_collection")),
        *lines_of(record.get("collection")),
        *lines_of(record.get("display_collection")),
    ]
    if address is None and "Papers Past" not in collections:
        return None
    draft = Draft()
    title = line_of(record.get("title"))
    parts = _TITLE.fullmatch(title or "")
    draft.state("headline", parts[1] if parts else title, "title")
    text = next(
        (
            value
            for name in ("fulltext", "full_text", "text")
            if isinstance(value := record.get(name), str) and value.strip()
        ),
        None,
    )
    if text:
        draft.state("text", reflow_page(plain(text) if "<" in text else text), "fulltext")
    elif beginning := line_of(record.get("description")):
        draft.state("text", beginning, "description")
        draft.partial = True
    if not has_words(draft):
        return None
    papers = [
        each
        for name in ("publisher", "collection_title", "collection")
        for each in lines_of(record.get(name))
        if each != "Papers Past"
    ]
    draft.state(
        "publisher", parts[2] if parts else next(iter(papers), None), "title" if parts else "publisher"
    )
    day = "-".join(address.groups()[1:4]) if address else None
    stated = day or (line_of(record.get("date")) or "")[:10] or (parts[3] if parts else None)
    draft.state("day", stated, "landing_url" if day else "date")
    draft.state("published", stated, "landing_url" if day else "date")
    for each in lines_of(record.get("dc_type")):
        state_kind(draft, each, "dc_type")
    draft.state(
        "byline",
        "; ".join(
            each
            for each in lines_of(record.get("creator"))
            if each.lower() not in ("unknown", "not specified")
        ),
        "creator",
    )
    page = line_of(record.get("page"))
    volume, number = line_of(record.get("volume")), line_of(record.get("issue"))
    if page or volume or number:
        draft.edition = Edition(None, page, number, volume)
        draft.evidence["edition"] = "page"
    if address:
        code = f"{address[1]}{address[2]}{address[3]}{address[4]}{address[5]}"
        draft.state("url", f"https://paperspast.natlib.govt.nz/newspapers/{code}", "landing_url")
    draft.section = [
        each for each in draft.section if each.lower() not in ("text", "newspaper", "newspapers")
    ]
    draft.keywords += lines_of(record.get("subject"))
    return draft
