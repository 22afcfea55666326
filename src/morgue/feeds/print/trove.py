"""Read articles of Trove (National Library of Australia): its API in JSON and XML, and the tables of its Harvester.

The API answers a search with zones (version 2) or categories (version 3) of records, or with one article. An `article` has heading,
category, title (of the newspaper), date, page, and its text (`articleText`, markup with a `span` for each line) where that was
asked for, else the beginning as a `snippet`. A `work` of the catalogue is a story only where it is an article of a periodical. The
Harvester's `results.csv` has a row an article, whose `text` names the file with its text; where that is not there, the story is the beginning
that the row gives. Such a file that no table names, `texts/18991103-9001-900000001.txt`, has day and number in its name.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

from morgue.errors import NoArticle, PartOf
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.print.json_records import Record, at, documents, line_of, lines_of, records_of
from morgue.feeds.print.kinds import has_words, state_kind
from morgue.feeds.print.ocr_lines import joined, reflow_page
from morgue.feeds.support.markup import plain
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import (
    Element,
    children,
    descendants,
    first,
    local,
    markup_of,
    spans,
    text_of,
)
from morgue.feeds.support.xml_stories import articles_of
from morgue.io.encoding import decode
from morgue.io.feed import MAX_DOCUMENT_BYTES, Feed, placed
from morgue.io.lines import LINE_BYTES, codec_of_head, lines, text_of_line
from morgue.model.article import Article, Edition

_ADDRESS = re.compile(rb"nla\.gov\.au/(?:nla\.news|v[23]/|work/|ndp/)|api\.trove\.nla")
_ROOTS = frozenset(
    ("article", "articles", "response", "result", "results", "records", "zone", "category", "work")
)
_TABLE = re.compile(
    rb"(?:\xef\xbb\xbf)?\"?(?:article_)?id\"?,\"?(?:title|heading|newspaper_title)\"?,(?=[^\n]*newspaper_title)(?=[^\n]*(?:page|date))"
)
_KEYS = re.compile(rb"\"(?:heading|troveUrl|articleText|trovePageUrl)\"\s*:")
_ELEMENTS = re.compile(rb"<(?:heading|troveUrl|articleText|trovePageUrl)>")
_TEXT_FILE = re.compile(r"(\d{4})(\d\d)(\d\d)-(\d{1,6})-(\d{4,12})\.txt")
"""The day, the number of the newspaper and that of the article."""
_ID = re.compile(r"(?:nla\.news-article|/newspaper/|/gazette/)(\d{1,12})")
_LINE_ENDS = re.compile(r"</span>\s*<span[^<>]{0,200}>", re.IGNORECASE)


def sniff(head: bytes, name: str) -> int:
    """Return 95 for an answer or a record of Trove's API, a table of the Harvester and a text by its name, else 0."""
    if _TABLE.match(head):
        return 95
    begin = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if _TEXT_FILE.fullmatch(name) and begin[:1] not in (b"", b"<", b"{", b"["):
        return 95
    if not _ADDRESS.search(head):
        return 0
    if begin.startswith((b"{", b"[")):
        return 95 if _KEYS.search(head) else 0
    root = root_name(head)
    return 95 if root is not None and root[1].lower() in _ROOTS and _ELEMENTS.search(head) else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the articles in the order of the answer. Raises NoArticle where none has a heading or a word."""
    head = feed.head()
    begin = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith((b"{", b"[")):
        yield from _of_json(feed)
    elif begin.startswith(b"<"):
        yield from _of_xml(feed)
    elif _TABLE.match(head) or not _TEXT_FILE.fullmatch(feed.name):
        yield from _of_table(feed, head)
    else:
        yield from _of_text(feed)


def _of_json(feed: Feed) -> Iterator[Article]:
    count = others = 0
    for document, offset, length in documents(feed):
        for kind, record in _records(document):
            draft = _of_article(record) if kind == "article" else _of_work(record)
            if draft is None:
                others += 1
                continue
            count += 1
            yield article(draft, feed.at(offset, length))
    yield from _ended(feed, count, others)


def _ended(feed: Feed, count: int, others: int) -> Iterator[Article]:
    """Yield nothing; say what was passed over, or that there was nothing else."""
    if not count:
        raise NoArticle(
            "an answer of Trove without an article: its records are of books, pictures and the like"
            if others
            else "an answer of Trove without a record"
        )
    if others:
        feed.complain(f"{others:,} records of the catalogue are of no article")
    yield from ()


_DEEPEST = 12


def _records(value: Any, depth: int = 0) -> Iterator[tuple[str, Record]]:
    """Yield the records of an answer, wherever it has them, each with what it is: `article` or `work`."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _records(each, depth + 1)
        return
    if not isinstance(value, dict):
        return
    if "heading" in value or "articleText" in value:
        yield "article", value
        return
    if (
        "title" in value
        and ("troveUrl" in value or "issued" in value)
        and not isinstance(value["title"], dict)
    ):
        yield "work", value
        return
    for name, part in value.items():
        if name in ("article", "work"):
            yield from ((name, each) for each in records_of(part))
        elif isinstance(part, (dict, list)) and name not in ("facets", "facet", "people"):
            yield from _records(part, depth + 1)


def _of_article(record: Record) -> Draft | None:
    """Return the draft of an article; None where it has neither a heading nor a text."""
    draft = Draft()
    draft.state("headline", line_of(record.get("heading")), "heading")
    _state_text(draft, record.get("articleText"), record.get("snippet"))
    if not has_words(draft):
        return None
    title = record.get("title")
    name = line_of(at(title, "title") or at(title, "value")) if isinstance(title, dict) else line_of(title)
    draft.state("publisher", name, "title")
    _state_print(draft, {name: line_of(record.get(name)) for name in _FACTS})
    _state_address(
        draft, line_of(record.get("id")), record.get("identifier"), record.get("troveUrl"), record.get("url")
    )
    return draft


_FACTS = (
    "date",
    "page",
    "pageSequence",
    "pageLabel",
    "edition",
    "supplement",
    "section",
    "category",
    "status",
)


def _state_text(draft: Draft, text: object, snippet: object) -> None:
    if isinstance(text, str) and text.strip():
        draft.state("text", copy_of_lines(text), "articleText")
    elif beginning := line_of(snippet):
        draft.state("text", plain(beginning).removesuffix("...").rstrip(), "snippet")
        draft.partial = True
    if draft.text:
        draft.evidence["body"] = draft.evidence["text"]


def copy_of_lines(markup: str) -> str:
    """Return the copy of markup that has a `span` for each line of the print, the words that they divide joined."""
    if "<" not in markup:
        return reflow_page(markup)
    text = plain(_LINE_ENDS.sub("<br>", markup))
    return "\n\n".join(filter(None, (joined(part.split("\n")) for part in text.split("\n\n"))))


def _state_print(draft: Draft, facts: dict[str, str | None]) -> None:
    """State day, page and edition of the print, and what the article is."""
    if facts["date"]:
        draft.state("published", facts["date"], "date")
        draft.state("day", facts["date"], "date")
    state_kind(draft, facts["category"], "category")
    page = facts["page"] or facts.get("pageLabel") or facts.get("pageSequence")
    part = next(filter(None, (facts[each] for each in ("supplement", "section"))), None)
    if part and part not in draft.section:
        draft.section.append(part)
        draft.evidence.setdefault("section", "section")
    if page or facts["edition"]:
        draft.edition = Edition(None, page, facts["edition"], None)
        draft.evidence["edition"] = "page"


def _state_address(draft: Draft, number: str | None, *addresses: object) -> None:
    """State the lasting address of an article, which has its number in it."""
    found = next((match for each in addresses if (match := _ID.search(line_of(each) or ""))), None)
    number = number if number and number.isascii() and number.isdigit() else found[1] if found else None
    if number:
        draft.state("url", f"https://nla.gov.au/nla.news-article{number}", "id")


def _of_work(record: Record) -> Draft | None:
    """Return the draft of a work that is an article in a periodical; None for any other."""
    kinds = lines_of(record.get("type"))
    part_of = record.get("isPartOf")
    carrier = (
        line_of([at(each, "value") if isinstance(each, dict) else each for each in part_of])
        if isinstance(part_of, list)
        else line_of(at(part_of, "value") or part_of)
    )
    if not carrier and not any(kind.lower().startswith("article") for kind in kinds):
        return None
    draft = Draft()
    draft.state("headline", line_of(record.get("title")), "title")
    _state_text(draft, record.get("text"), record.get("abstract") or _snippet(record))
    if not has_words(draft):
        return None
    draft.state("publisher", carrier, "isPartOf")
    draft.state("byline", "; ".join(lines_of(record.get("contributor"))), "contributor")
    draft.state("published", line_of(record.get("issued")), "issued")
    draft.keywords += lines_of(record.get("subject"))
    draft.state("language", line_of(record.get("language")), "language")
    draft.state("url", line_of(record.get("troveUrl")), "troveUrl")
    return draft


def _snippet(record: Record) -> object:
    snippet = record.get("snippet")
    return at(snippet, "value") if isinstance(snippet, dict) else snippet


def _of_xml(feed: Feed) -> Iterator[Article]:
    data = feed.bytes()
    parsed = parse(data)
    root = parsed.root
    nodes = [
        each
        for each in descendants(root, "article")
        if first(each, "heading") is not None or first(each, "articleText") is not None
    ]
    places = spans(data, "article", len(nodes))
    found = [
        (draft, place) for node, place in zip(nodes, places, strict=False) if (draft := _of_element(node))
    ]
    for node in descendants(root, "work"):
        draft = _of_work(_record_of(node))
        found += [(draft, (0, len(data)))] if draft is not None else []
    yield from articles_of(feed, parsed, data, found, lambda: "an answer of Trove without an article")


def _of_element(node: Element) -> Draft | None:
    record = _record_of(node)
    text = first(node, "articleText")
    if text is not None:
        record["articleText"] = markup_of(text) if len(text) else text_of(text)
    record["id"] = record.get("id") or node.get("id")
    record["url"] = record.get("url") or node.get("url")
    return _of_article(record)


def _record_of(node: Element) -> Record:
    """Return an element's children as the API's JSON has them: a list where there are several of one name."""
    record: Record = {}
    for name in dict.fromkeys(map(local, node)):
        values = [" ".join(text_of(each).split()) for each in children(node, name)] if name else []
        if values:
            record[name] = values if len(values) > 1 else values[0]
    return record


def _of_table(feed: Feed, head: bytes) -> Iterator[Article]:
    names: list[str] | None = None
    count = missing = 0
    for row, offset, length in _rows(feed, codec_of_head(head)):
        if names is None:
            names = [each.strip().lower() for each in row]
            continue
        facts = dict(zip(names, row, strict=False))
        text = _named_text(feed, facts.get("text") or "")
        draft = _of_row(facts, text)
        if draft is None:
            feed.complain(f"the row at byte {offset:,} has neither a heading nor a text")
            continue
        count += 1
        missing += draft.partial and text is None
        yield article(draft, feed.at(offset, length))
    if missing and feed.delivery is not None:
        feed.miss(
            f"the texts of {missing:,} of {count:,} articles are not beside the table: their beginnings were read"
        )
    if not count:
        raise NoArticle("a table of Trove's Harvester without an article")


def _rows(feed: Feed, codec: str) -> Iterator[tuple[list[str], int, int]]:
    """Yield the rows of a table with offset and length; a row goes on over lines while a quote is open (RFC 4180)."""
    csv.field_size_limit(LINE_BYTES)
    pieces: list[bytes] = []
    start = size = quotes = 0
    for line in lines(feed):
        start = start if pieces else line.offset
        pieces.append(line.data)
        size += len(line.data)
        quotes += line.data.count(b'"')
        if quotes % 2 and size <= LINE_BYTES:
            continue
        yield from _row(feed, pieces, codec, start)
        pieces, size, quotes = [], 0, 0
    if pieces:
        feed.complain("the file ends inside a quoted field; the row is cut off")
        yield from _row(feed, pieces, codec, start)


def _row(feed: Feed, pieces: list[bytes], codec: str, start: int) -> Iterator[tuple[list[str], int, int]]:
    text = "".join(text_of_line(each, codec) for each in pieces).removeprefix("\ufeff")
    try:
        row = next(csv.reader(text.splitlines(keepends=True)), None)
    except csv.Error as error:
        feed.complain(f"the row at byte {start:,}: {error}")
        return
    if row:
        yield row, start, sum(map(len, pieces))


_FILE = re.compile(r"\S+\.(?:txt|html?|pdf|jpe?g|png)", re.IGNORECASE)
"""The name of a file of the harvest, in the place of a text."""


def _named_text(feed: Feed, name: str) -> str | None:
    """Return the text in the file that a row names; None where it names none, or it is not there."""
    name = name.strip().replace("\\", "/")
    if not _FILE.fullmatch(name) or not name.lower().endswith((".txt", ".html", ".htm")):
        return None
    data = feed.companion(name)
    return decode(data) if data is not None else None


def _of_row(row: dict[str, str], named: str | None) -> Draft | None:
    draft = Draft()
    draft.state("headline", line_of(row.get("title") or row.get("heading")), "title")
    text = row.get("text") or ""
    is_text = " " in text.strip() and not _FILE.fullmatch(text.strip())
    _state_text(draft, named or row.get("articletext") or (text if is_text else None), row.get("snippet"))
    if not has_words(draft):
        return None
    draft.state("publisher", line_of(row.get("newspaper_title")), "newspaper_title")
    _state_print(draft, {name: line_of(row.get(name)) for name in _FACTS})
    _state_address(draft, line_of(row.get("article_id") or row.get("id")), row.get("url"))
    draft.keywords += (
        filter(None, map(str.strip, (row.get("tags") or "").split("|")))
        if not (row.get("tags") or "").isdigit()
        else ()
    )
    return draft


_TABLES = ("../results.csv", "results.csv")
"""Where the table of a harvest is, from its texts."""
_NUMBER = re.compile(rb"^\"?(\d{4,12})\"?,", re.MULTILINE)


def _of_text(feed: Feed) -> Iterator[Article]:
    """Yield the article of a text that no table names. Raises PartOf where one does."""
    found = _TEXT_FILE.fullmatch(feed.name)
    year, month, day, _, number = found.groups() if found else ("", "", "", "", "")
    for owner in _TABLES:
        if number.encode() in _numbers(feed, owner):
            raise PartOf("the text of an article, which the table of its harvest has", owner)
    data = feed.bytes()
    draft = Draft()
    draft.state("text", copy_of_lines(decode(data)), "text")
    if not has_words(draft):
        raise NoArticle("a text of Trove's Harvester without a word")
    draft.state("published", f"{year}-{month}-{day}", "name of the file")
    draft.state("day", f"{year}-{month}-{day}", "name of the file")
    _state_address(draft, number)
    yield article(draft, feed.at(0, len(data)))


def _numbers(feed: Feed, owner: str) -> frozenset[bytes]:
    """Return the numbers of the articles in a table of the delivery, read once for all its texts."""
    delivery, path = feed.delivery, placed(feed.place, owner)
    if delivery is None or path is None:
        return frozenset()
    feed.asked[path] = None

    def numbers() -> frozenset[bytes]:
        return frozenset(_NUMBER.findall(delivery.read(path, MAX_DOCUMENT_BYTES) or b""))

    return delivery.remembered(("trove", path, delivery.state(path)), numbers)
