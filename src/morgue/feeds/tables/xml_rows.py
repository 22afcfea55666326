"""Find stories in XML that is made for data: rows of databases, fields by name, feeds inside other documents.

A row has its fields in attributes (`<row Title="…" Body="…"/>`), in elements that are called for them, or in elements
of one kind with the name in an attribute (`<field name="title">`, as Solr, mysqldump and phpMyAdmin write them). The
names are those of columns of tables (`columns`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

from morgue.errors import FeedError, NoArticle
from morgue.extract.draft import Draft
from morgue.feeds.support.columns import Column, columns_of, draft_of, field_of
from morgue.feeds.support.content_markup import copy_of
from morgue.feeds.support.keys import COPY, bare
from morgue.feeds.support.xml_elements import Element, descendants, language_of, line_of, local
from morgue.feeds.tables.xml_fields import inherit, keep_words
from morgue.io.feed import HEAD_BYTES, Feed
from morgue.model.article import Article

_FEEDS = ("rss", "feed", "RDF")
_ITEMS = ("item", "entry")
_NAMED_BY = ("name", "Name", "NAME", "key", "column")
"""The attributes that name a field."""

_SHORT = {
    "hl": "headline",
    "hl1": "headline",
    "hed": "headline",
    "hedline": "headline",
    "p": "text",
    "para": "text",
    "paragraph": "text",
    "par": "text",
    "absatz": "text",
    "paragraphe": "text",
    "parrafo": "text",
}
"""What editorial systems call fields, and tables do not."""

_OWNER = re.compile(r"(?:post|article|news|story|node|entry|doc|item)[_-](?=\w)", re.IGNORECASE)
"""How the columns of a database are prefixed with the name of its table."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_ESCAPED = re.compile(r"\s*<(?:\?xml[\s>]|!DOCTYPE\s|(?:\w{1,20}:)?[A-Za-z])")
_LEAST_ESCAPED = 40
"""A shorter text is no document."""

MAX_DEPTH = 3
"""How many documents may be escaped inside one another."""


def feeds_within(root: Element) -> list[bytes]:
    """Return the feeds (RSS, RDF, Atom) that are elements inside another document."""
    from lxml import etree

    found: list[bytes] = []
    behind: Element | None = None
    for element in descendants(root, *_FEEDS):
        if element is root or (behind is not None and behind in element.iterancestors()):
            continue
        if next(descendants(element, *_ITEMS), None) is not None:
            found.append(etree.tostring(element, encoding="utf-8", with_tail=False))
            behind = element
    return found


def escaped_within(root: Element) -> list[bytes]:
    """Return the documents that are escaped or in CDATA as the text of an element without others."""
    return [
        element.text.strip().encode("utf-8", "replace")
        for element in root.iter("*")
        if not len(element)
        and element.text
        and len(element.text) > _LEAST_ESCAPED
        and _ESCAPED.match(element.text)
    ]


def stories_within(documents: list[bytes], feed: Feed, depth: int = 0) -> Iterator[Article]:
    """Yield the stories of documents that are inside another one, by their own readers; what is none has none."""
    from morgue.feeds import pick

    for data in documents if depth < MAX_DEPTH else ():
        own = feed.at(0, len(data))
        try:
            chosen = pick(data[:HEAD_BYTES], "")
            if chosen.name in ("html", "text", "wire", "mail", "trec"):
                continue
            inner = Feed(replace(own, format=chosen.name), io.BytesIO(data), feed.name, feed.columns)
            inner.complaints, inner.torn, inner.depth = feed.complaints, feed.torn, feed.depth + 1
            if chosen.name == "xml" and inner.depth > MAX_DEPTH:
                continue
            for story in chosen.read(inner):
                yield replace(story, source=replace(own, format=chosen.name))
        except NoArticle:
            continue
        except FeedError as error:
            feed.complain(f"a document inside the XML: {error.message}")


def rows_of(root: Element) -> Iterator[Draft]:
    """Yield what the outermost rows say that have a headline and a text."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        draft = _row(node)
        if draft is not None:
            draft.state("language", language_of(node), "lang")
            inherit(draft, node)
            keep_words(draft, node)
            yield draft
        else:
            waiting.extend(child for child in reversed(node) if isinstance(child.tag, str))


def _row(node: Element) -> Draft | None:
    values = _values(node)
    if len(values) < 2:
        return None
    columns = _columns(values)
    fields = {column.field for column in columns}
    if not {"headline", "text"} <= fields:
        return None
    is_copy = any(column.field == "text" and _is_copy(column) for column in columns)
    if not (is_copy or fields & {"published", "url"}):
        return None
    draft = draft_of(values, columns)
    if draft is None or not draft.headline or not draft.text or len(draft.text) <= len(draft.headline):
        return None
    _keep_others(draft, values, columns)
    return draft


def _keep_others(draft: Draft, values: dict[str, str], columns: list[Column]) -> None:
    """Put the other headlines and texts of a row, which are not in its fields, into the boilerplate."""
    for column in columns:
        if column.field in ("headline", "text"):
            kept = Draft()
            kept = draft_of({column.name: values[column.name]}, [column]) or kept
            text = kept.headline or kept.text or ""
            if text and text not in (draft.text or "") and text != draft.headline:
                draft.boilerplate.append(text)


def _values(node: Element) -> dict[str, str]:
    """Return the fields of a row by name: its attributes, and its children by their own names or those they are given."""
    found = {name.rpartition("}")[2]: value for name, value in node.attrib.items() if value.strip()}
    for name in ("name", "id", "key", "type"):
        found.pop(name, None)
    for child in node:
        if not isinstance(child.tag, str):
            continue
        given = next((child.get(each) for each in _NAMED_BY if child.get(each)), None)
        name = given or local(child)
        field = _field_of(name)
        if field is None:
            continue
        if field == "text" and len(child):
            text = copy_of(child)
        else:
            text = child.text or "" if field == "text" else line_of(child) or ""
        if text.strip():
            is_more = name in found and field == "text"
            found[name] = f"{found[name]}\n\n{text}" if is_more else found.get(name, text)
    return found


def _columns(names: dict[str, str]) -> list[Column]:
    known = {_known_name(name): name for name in reversed(names)}
    columns = [
        column._replace(name=known[column.name])
        for column in columns_of(known)
        if bare(column.name) != "name"
    ]
    columns += [
        Column(field, name, 99, f"element {name}")
        for name in names
        if (field := _SHORT.get(name.lower())) is not None
    ]
    return columns


def _known_name(name: str) -> str:
    """Return the name as tables have it: without the prefix of a database, and with an umlaut for its two letters."""
    if field_of(name) is not None:
        return name
    without = _OWNER.sub("", name, count=1)
    if without != name and field_of(without) is not None:
        return without
    return _SPELLED.get(bare(name), name)


def _spelled() -> dict[str, str]:
    """Return the names of columns that have an umlaut, by how they are spelled without."""
    from morgue.feeds.support.columns import COMMON

    return {
        plain: name
        for names in COMMON.values()
        for name in names
        if (plain := name.translate(_UMLAUTS)) != name
    }


_SPELLED = _spelled()


def _field_of(name: str) -> str | None:
    found = field_of(_known_name(name))
    return found[0] if found is not None else _SHORT.get(name.lower())


_TEASERS = frozenset(
    ("description", "summary", "abstract", "excerpt", "standfirst", "trailtext", "snippet", "lead", "shortdescription", "subtitle", "desc")
)  # fmt: skip


def _is_copy(column: Column) -> bool:
    """Return whether a text is the copy of a story by its name, and no description of anything."""
    name = bare(_known_name(column.name))
    return name in COPY or name not in _TEASERS
