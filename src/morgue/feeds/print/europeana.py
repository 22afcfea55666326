"""Read the full text of newspapers of Europeana: a resource of EDM with its text, in JSON-LD or RDF, a story for each.

A `FullTextResource` has the text of an issue or of a page (`value`, `rdf:value`), its language, and the address of the item that it is of.
Records and answers of Europeana that describe issues without their text hold no story.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.print.json_records import Record, at, documents, line_of
from morgue.feeds.print.kinds import has_words
from morgue.feeds.print.ocr_lines import reflow_page
from morgue.feeds.support.xml import parse, root_name
from morgue.feeds.support.xml_elements import Element, attribute_at, descendants, first, line_at, text_of
from morgue.feeds.support.xml_stories import articles_of
from morgue.io.feed import Feed
from morgue.model.article import Article

_MARK = re.compile(rb"FullTextResource")
_RECORD = re.compile(rb"\"(?:edmIsShownAt|edmDataProvider|edmPreview|europeanaCollectionName)\"\s*:")
_DEEPEST = 8


def sniff(head: bytes, name: str) -> int:
    """Return 95 for full text or records of Europeana, else 0."""
    begin = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith((b"{", b"[")):
        return 95 if _MARK.search(head) or _RECORD.search(head) else 0
    root = root_name(head)
    return (
        95
        if root is not None and root[1].lower() in ("rdf", "fulltextresource") and _MARK.search(head)
        else 0
    )


def read(feed: Feed) -> Iterator[Article]:
    """Yield the texts in their order. Raises NoArticle where there is none."""
    begin = feed.head()[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith(b"<"):
        yield from _of_rdf(feed)
        return
    count = 0
    for document, offset, length in documents(feed):
        for resource in _resources(document):
            draft = _draft(
                _text(resource), line_of(_first(resource, "language")), line_of(_first(resource, "@id", "id"))
            )
            if draft is not None:
                count += 1
                yield article(draft, feed.at(offset, length))
    if not count:
        raise NoArticle("records of Europeana that describe issues without their text")


def _of_rdf(feed: Feed) -> Iterator[Article]:
    data = feed.bytes()
    parsed = parse(data)
    found = []
    for node in descendants(parsed.root, "FullTextResource"):
        value = first(node, "value")
        address = next((text for key, text in node.attrib.items() if key.rpartition("}")[2] == "about"), None)
        draft = _draft(text_of(value) if value is not None else None, line_at(node, "language"), address)
        if draft is not None:
            _state_record(draft, parsed.root)
            found.append((draft, (0, len(data))))
    yield from articles_of(feed, parsed, data, found, lambda: "full text of Europeana without a word")


def _state_record(draft: Draft, root: Element) -> None:
    """State what the description of the item says beside its text: the title of the issue, and its day."""
    for node in descendants(root, "ProvidedCHO", "Proxy"):
        draft.state("headline", line_at(node, "title"), "dc:title")
        day = line_at(node, "issued") or line_at(node, "date") or attribute_at(node, "issued", "resource")
        draft.state("published", day, "dcterms:issued")
        draft.state("day", day, "dcterms:issued")


def _resources(value: Any, depth: int = 0) -> Iterator[Record]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _resources(each, depth + 1)
    elif isinstance(value, dict):
        if "FullTextResource" in str(_first(value, "@type", "type")) and _text(value):
            yield value
            return
        for each in value.values():
            if isinstance(each, (dict, list)):
                yield from _resources(each, depth + 1)


def _first(record: Record, *names: str) -> Any:
    return next((record[name] for name in names if record.get(name)), None)


def _text(record: Record) -> str | None:
    value = _first(record, "value", "rdf:value", "@value")
    value = at(value, "@value") if isinstance(value, dict) else value
    return value if isinstance(value, str) and value.strip() else None


def _draft(text: str | None, language: str | None, address: str | None) -> Draft | None:
    if not text or not text.strip():
        return None
    draft = Draft(copy=False)
    draft.state("text", reflow_page(text), "value")
    if not has_words(draft):
        return None
    draft.evidence["body"] = "value"
    draft.state("language", language, "language")
    if address and address.startswith(("http://", "https://")):
        draft.state("identifier", address, "id")
    return draft
