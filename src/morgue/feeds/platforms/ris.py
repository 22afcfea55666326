"""Read citations in RIS, as reference managers and databases write them, a record an article.

    TY  - NEWS
    TI  - Ferry lost off Piraeus
    AU  - Doe, Jane
    T2  - The Quay Courier
    DA  - 2024/02/03/
    ER  -

A line without a tag goes on with the value before it. A record ends at `ER`, or where the next begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.feeds.platforms.citation import draft_of, tagged_records
from morgue.io.encoding import narrow
from morgue.io.feed import Feed
from morgue.model.article import Article

_LINE = re.compile(r"\s{0,8}([A-Z][A-Z0-9])(?:\s{1,3}-(?:\s(.*)|)|\s{2}-\s?(.*))\Z", re.DOTALL)
_BEGIN = re.compile(
    rb"(?:(?!TY[ \t]{1,3}-)[^\n]{0,200}\n){0,12}?[ \t]*TY[ \t]{1,3}-[ \t]*[A-Z]{3,10}[ \t]*\n\s*[A-Z][A-Z0-9][ \t]{1,3}-(?:[ \t]|\n)"
)
"""The type of a record and a second tag, behind a few lines that some databases put before it (`Record #1 of 2`)."""


def sniff(head: bytes, name: str) -> int:
    """Return 97 where a text begins with the type of a record and another tag, else 0."""
    start = narrow(head[:4096]).lstrip(b"\xef\xbb\xbf \t\r\n")
    return 97 if _BEGIN.match(start.replace(b"\r\n", b"\n").replace(b"\r", b"\n")) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the records in order. Raises NoArticle where none has a title or an abstract."""
    count = 0
    for citation, offset, length in tagged_records(feed, "ris", _tag_of, begin="TY", end="ER"):
        draft = draft_of(citation, authors=[value for value, _ in citation.all("author")])
        if draft is not None:
            count += 1
            yield article(draft, feed.at(offset, length))
    if not count:
        raise NoArticle("citations (RIS) without a title or an abstract")


def _tag_of(line: str) -> tuple[str, str]:
    found = _LINE.match(line)
    return (found[1], found[2] or found[3] or "") if found else ("", line)
