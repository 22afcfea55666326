"""Read citations of EndNote, a record an article: the tagged form (`%0`, `%T`, also of refer and ProCite) and its XML.

%0 Newspaper Article                 <record><ref-type name="Newspaper Article">23</ref-type>
%A Doe, Jane                         <contributors><authors><author><style>Doe, Jane</style></author>…
%T Ferry lost off Piraeus            <titles><title><style>Ferry lost off Piraeus</style></title>…
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.feeds.platforms.citation import Citation, draft_of, tagged_records
from morgue.feeds.platforms.pieces import Records
from morgue.feeds.support.xml import root_name
from morgue.feeds.support.xml_elements import Element, every, first, lines_of, text_of
from morgue.io.encoding import narrow
from morgue.io.feed import Feed
from morgue.model.article import Article

_TAGGED = re.compile(rb"\s*+%0 [A-Z][\w ]{3,40}[ \t\r]*\n%\S ")
_XML = re.compile(rb"<records>\s*<record>")
_LINE = re.compile(r"%([0-9A-Za-z!@#$%&*()+?=~<>\[\]^/:|\\]) ?(.*)\Z", re.DOTALL)

_PATHS = (
    ("T", "titles/title"),
    ("B", "titles/secondary-title"),
    ("J", "periodical/full-title"),
    ("8", "dates/pub-dates/date"),
    ("D", "dates/year"),
    ("P", "pages"),
    ("X", "abstract"),
    ("Z", "notes"),
    ("K", "keywords/keyword"),
    ("G", "language"),
    ("U", "urls/related-urls/url"),
    ("U", "urls/web-urls/url"),
    ("R", "electronic-resource-num"),
    ("M", "accession-num"),
    ("~", "remote-database-name"),
    ("I", "publisher"),
    ("&", "section"),
    ("7", "edition"),
    ("V", "volume"),
    ("A", "contributors/authors/author"),
)
"""The elements of the XML, and the tag that says the same."""


def sniff(head: bytes, name: str) -> int:
    """Return 97 for the first two lines of a tagged record, or for records of EndNote's XML, else 0."""
    root = root_name(head)
    if root is not None:
        return 97 if root[1].lower() in ("xml", "records") and _XML.search(head) else 0
    return (
        97 if _TAGGED.match(narrow(head[:4096]).lstrip(b"\xef\xbb\xbf \t\r\n").replace(b"\r\n", b"\n")) else 0
    )


def read(feed: Feed) -> Iterator[Article]:
    """Yield the records in order. Raises NoArticle where none has a title or an abstract."""
    is_xml = root_name(feed.head()) is not None
    count = 0
    for citation, offset, length in (
        _of_xml(feed) if is_xml else tagged_records(feed, "enw", _tag_of, begin="0")
    ):
        draft = draft_of(
            citation, authors=[value for value, _ in citation.all("author")], date=_date(citation)
        )
        if draft is not None:
            count += 1
            yield article(draft, feed.at(offset, length))
    if not count:
        raise NoArticle("citations (EndNote) without a title or an abstract")


_HAS_YEAR = re.compile(r"\d{4}")


def _date(citation: Citation) -> str | None:
    """Return the day of a record, whose year is apart from its month and day (`%8 February 3`, `%D 2024`)."""
    day = next(iter(citation.values.get("8", ())), "")
    year = next(iter(citation.values.get("D", ())), "")
    if not day:
        return None
    return day if _HAS_YEAR.search(day) or not year else f"{day} {year}"


def _of_xml(feed: Feed) -> Iterator[tuple[Citation, int, int]]:
    for record, piece in Records(feed, "record"):
        citation = Citation("enw")
        for tag, path in _PATHS:
            nodes = every(record, path)
            if tag == "X":
                for node in nodes:
                    citation.add(tag, text_of(node))
                continue
            for line in lines_of(nodes):
                citation.add(tag, line)
        citation.add("0", _type(record))
        yield citation, piece.offset, piece.length


def _type(record: Element) -> str:
    kind = first(record, "ref-type")
    return str(kind.get("name") or "") if kind is not None else ""


def _tag_of(line: str) -> tuple[str, str]:
    found = _LINE.match(line)
    return (found[1], found[2]) if found else ("", line)
