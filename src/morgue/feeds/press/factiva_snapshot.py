"""Read what Factiva's programming interfaces hand out (Dow Jones: Snapshots, Streams, once DNA): Avro, JSON or CSV.

A record is an article, its fields named in words. The text is `snippet`, which is the lead, and behind it `body`, which
begins after the lead. Moments are milliseconds since 1970; one at midnight is a day. What is only a code (subjects,
companies, regions) is left out. A record that deletes an article has its number alone.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.dates import stated
from morgue.extract.draft import Draft
from morgue.feeds.press import avro
from morgue.feeds.press.factiva_fields import Fields, draft_of
from morgue.feeds.press.pages import utf8_of
from morgue.feeds.print.json_records import documents
from morgue.io.encoding import narrow
from morgue.io.feed import Feed
from morgue.model.article import Article

_CODES = {
    "title": "HD",
    "snippet": "LP",
    "body": "TD",
    "byline": "BY",
    "credit": "CR",
    "section": "SE",
    "source_name": "SN",
    "publisher_name": "PUB",
    "language_code": "LA",
    "copyright": "CY",
    "art": "ART",
    "column_name": "CLM",
}
"""What the names of the fields are among the codes of Factiva's displays."""
_OWN = ("an", "snippet", "source_code")
_KEYS = re.compile(rb"\"(an|snippet|source_code)\"\s*:")
_NUMBER = re.compile(r"([0-9A-Z]{6,7})(\d\d(?:19|20)\d{6})([a-z][0-9a-z]{7,9})", re.IGNORECASE)
_WHOLE = re.compile(r"-?\d{9,16}(?:\.0+)?")
_DAY = 86_400
_SURE = 98


def sniff(head: bytes, name: str) -> int:
    """Return 98 where records have the number, the lead and the code of a source as Factiva names them."""
    if head.startswith(avro.MAGIC):
        return (
            _SURE if {b'"an"', b'"snippet"', b'"source_code"'} <= set(re.findall(rb'"\w{1,20}"', head)) else 0
        )
    head = narrow(head)
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"{", b"[")):
        return (
            _SURE if {each[1] for each in _KEYS.finditer(head)} == {b"an", b"snippet", b"source_code"} else 0
        )
    return _SURE if _delimiter(head.decode("utf-8", "replace")) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield a story a record; those that delete an article are counted. Raises NoArticle where there is none."""
    deleted = found = 0
    for record, offset, length in _records(feed):
        draft = _draft(record)
        if draft is None:
            deleted += 1
            continue
        found += 1
        yield article(draft, feed.at(offset, length))
    if deleted:
        feed.complain(f"{deleted:,} records have no headline and no text: they delete articles")
    if not found:
        raise NoArticle("records of Factiva without an article")


def _records(feed: Feed) -> Iterator[tuple[Mapping[str, Any], int, int]]:
    head = feed.head()
    start = narrow(head)[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(avro.MAGIC):
        try:
            for value, offset, length in avro.records(feed.bytes()):
                yield from ((each, offset, length) for each in _articles_in(value, 0))
        except avro.DamagedAvroError as error:
            feed.complain(str(error))
    elif start.startswith((b"{", b"[")):
        for value, offset, length in documents(feed):
            yield from ((each, offset, length) for each in _articles_in(value, 0))
    else:
        try:
            yield from _rows(feed.bytes())
        except csv.Error as error:
            feed.complain(f"the table is damaged: {error}; what is behind it was not read")


def _articles_in(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Yield the articles in a document: one, a list, or those of a message of a stream (`data` and its `attributes`)."""
    if isinstance(value, list):
        for each in value:
            yield from _articles_in(each, depth + 1)
    elif isinstance(value, dict) and depth < 6:
        if "an" in value:
            yield value
            return
        for key in ("data", "attributes", "articles", "docs", "content"):
            if key in value:
                yield from _articles_in(value[key], depth + 1)


def _delimiter(text: str) -> str | None:
    """Return what parts the columns of a table whose header has Factiva's names."""
    header = text.lstrip("\ufeff\r\n").partition("\n")[0].strip()
    for delimiter in (",", "\t", ";", "|"):
        names = {each.strip(' "') for each in header.split(delimiter)}
        if names.issuperset(_OWN):
            return delimiter
    return None


def _rows(data: bytes) -> Iterator[tuple[Mapping[str, Any], int, int]]:
    """Yield the rows of a table with their places; those of one in another encoding than UTF-8 are all of it."""
    text, is_own = utf8_of(data)
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    at = 0

    def lines() -> Iterator[str]:
        nonlocal at
        for line in io.BytesIO(text):
            at += len(line)
            yield line.decode("utf-8", "replace").lstrip("\ufeff").replace("\0", "")

    delimiter = _delimiter(text[:65_536].decode("utf-8", "replace"))
    reader = csv.DictReader(lines(), delimiter=delimiter or ",")
    start = at if reader.fieldnames else 0
    for row in reader:
        found = {name: value for name, value in row.items() if name and isinstance(value, str)}
        yield (found, start, at - start) if is_own else (found, 0, len(data))
        start = at


def _draft(record: Mapping[str, Any]) -> Draft | None:
    """Return the draft of a record; None for one without a headline and a text."""
    fields: Fields = {
        code: [value.strip()]
        for name, code in _CODES.items()
        if isinstance(value := record.get(name), str) and value.strip() and value.strip() != "None"
    }
    if not fields.keys() & {"HD", "LP", "TD"}:
        return None
    draft = draft_of(fields)
    if number := _NUMBER.fullmatch(str(record["an"]).strip()):
        draft.state("identifier", f"{number[1].upper()}{number[2]}{number[3].lower()}", "an")
    if isinstance(dateline := record.get("dateline"), str):
        draft.state("dateline", dateline, "dateline")
    moment = _moment(record.get("publication_datetime"))
    day = _moment(record.get("publication_date")) or moment
    if day:
        draft.state("day", day[:10], "publication_date")
        draft.state("published", moment or day, "publication_datetime" if moment else "publication_date")
    draft.state("updated", _moment(record.get("modification_datetime")), "modification_datetime")
    return draft


def _moment(value: object) -> str | None:
    """Return a moment as it is stated, one in milliseconds or seconds as ISO 8601; midnight is a day."""
    text = str(value).strip() if isinstance(value, (int, float, str)) and not isinstance(value, bool) else ""
    if not _WHOLE.fullmatch(text):
        return text if text and stated(text) else None
    seconds = int(text.partition(".")[0])
    if abs(seconds) >= 10**11:
        seconds //= 1000
    try:
        found = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found.date().isoformat() if seconds % _DAY == 0 else found.isoformat()
