"""Decide which objects of JSON are stories, and flatten what they state.

An object that merely has a name is none: people, desks, roles and settings have names, descriptions and dates
too. Nor is an address of a feed or of a whole site that of a story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from morgue.extract.draft import Draft
from morgue.feeds.support.columns import (
    Column,
    can_hold_story,
    columns_of,
    draft_of,
    field_of,
    is_only_a_name,
    said,
)
from morgue.feeds.support.keys import BESIDE, COPY, NO_COPY, OF_OTHERS, bare, is_of_people, unnamed_prose
from morgue.feeds.support.rich_text import sections_of, text_of

LONG = 120
"""A text of this many characters, in code points, is more than the description of a thing."""

_INNER = ("fields", "attributes", "_source", "article", "content", "story", "node", "properties")
_FACTS = ("fields", "attributes", "_source")
"""Those of _INNER whose keys go before the ones around them."""

_PARTS = frozenset(("threadsite", "threadsitefull"))
"""Names of parts of objects of which only both together say what they are (webz.io)."""

_PICTURES = ("picture", "photo", "image", "graphic", "video", "audio")
"""The types of news items that have a caption and no copy."""
_FEED = re.compile(r"(?:^|[/.?=_-])(?:rss|atom|feeds?|xml|rdf|opml)(?:$|[/.?=&_-])", re.IGNORECASE)


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of an object with those of its inner parts (`fields`, `attributes`) beside them.

    Readers' services (Google Reader, Inoreader, Feedly) state address and outlet in parts of their own; so do
    libraries of newspapers, whose `title` is the paper's beside a `heading`.
    """
    found = {name: _readable(value, name) for name, value in row.items()}
    for name in row:
        if found[name] is not row[name] and field_of(name) is None and bare(name) not in BESIDE:
            found.setdefault(
                "copy", found[name]
            )  # a document of an editor is copy, whatever its key is called
    _embed(found)
    if (text := sections_of(row.get("sections"))) is not None:
        del found["sections"]
        found.setdefault("body", text)
    if isinstance(row.get("content_elements"), list):
        found.setdefault("content", found.pop("content_elements"))
    _name_parts(found)
    for key in _INNER:
        inner = found.get(key)
        if isinstance(inner, dict) and (len(inner) > 2 or _states_story(inner, key)):
            found.pop(key, None)
            found = {**found, **inner} if key in _FACTS else {**inner, **found}
    for key in ("alternate", "canonical"):  # the last one set is the surest
        if (address := _linked(row.get(key))) is not None:
            found["url"] = address
    origin = row.get("origin")
    if isinstance(origin, dict) and (title := said(origin.get("title"))):
        found.setdefault("publisher", title)
        if isinstance(row.get("categories"), list):
            found["categories"] = [each for each in row["categories"] if not _is_state(each)]
    if isinstance(
        row.get("subject"), (list, dict)
    ):  # what a news item is about, not the subject of a message
        found.setdefault("subjects", found.pop("subject"))
    if "heading" in row and isinstance(row.get("title"), dict):
        found["publisher"] = found.pop("title")
    return found


def _name_parts(found: dict[str, Any]) -> None:
    """Put the parts of objects whose name together with the object's is known (`thread` with `site`) beside the others."""
    for key, inner in list(found.items()):
        if isinstance(inner, dict) and field_of(key) is None:
            for name, value in inner.items():
                if isinstance(value, str) and bare(f"{key}{name}") in _PARTS:
                    found.setdefault(f"{key}.{name}", value)


def _embed(found: dict[str, Any]) -> None:
    """Put the names that WordPress embeds in a post in the place of the numbers of its author, categories and tags."""
    embedded = found.get("_embedded")
    if not isinstance(embedded, dict):
        return
    if isinstance(authors := embedded.get("author"), list) and (names := _names(authors)):
        found["author"] = names
    terms = embedded.get("wp:term")
    for several in terms if isinstance(terms, list) else ():
        for taxonomy, key in (("category", "categories"), ("post_tag", "tags")):
            if isinstance(several, list) and (names := _names(several, taxonomy)):
                found[key] = names


def _names(things: list[Any], taxonomy: str | None = None) -> list[str]:
    return [
        name
        for each in things
        if isinstance(each, dict) and (taxonomy is None or each.get("taxonomy") == taxonomy)
        if (name := said(each.get("name")))
    ]


def _readable(value: Any, name: str) -> Any:
    """Return a value, or the text of it where it is a document of an editor."""
    if not isinstance(value, (dict, list)) and not (isinstance(value, str) and value[:1] in ("{", "[")):
        return value
    key = bare(name)
    if key in NO_COPY or key in OF_OTHERS:
        return value
    return text_of(value) or value


def _states_story(inner: Mapping[str, Any], key: str) -> bool:
    """Return whether a small inner part says what its object is about: a headline and a text, either in a part for facts."""
    fields = {known[0] for name in inner if (known := field_of(name)) is not None}
    wanted = fields & {"headline", "text"}
    return len(wanted) > 1 or (bool(wanted) and key in _FACTS)


def _linked(value: Any) -> str | None:
    """Return the address in a list of links, that of a page first."""
    links = [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    links.sort(key=lambda each: "html" not in str(each.get("type", "html")))
    return next((href for each in links if isinstance(href := each.get("href"), str) and href), None)


def _is_state(category: Any) -> bool:
    """Return whether a category of a readers' service is what the reader did with an item."""
    return isinstance(category, str) and category.startswith("user/")


def is_story(row: Mapping[str, Any], mapped: Mapping[str, str]) -> bool:
    """Return whether an object, flat, is a story: a headline with a text, date or address of its own, or a long text."""
    fields: dict[str, str] = {}
    columns: list[Column] = []
    for column in columns_of(row, mapped):
        text = said(row[column.name])
        if text:
            columns.append(column)
            fields.setdefault(column.field, text)
    if mapped and "headline" in fields:
        return True
    if "text" not in fields and is_of_people(row):
        return False
    has_copy = any(column.field == "text" and bare(column.name) in COPY for column in columns)
    if not has_copy and row.get("type") in _PICTURES:
        return False
    text = fields.get("text", "")
    is_dated = "published" in fields
    is_addressed = _is_of_a_story(fields.get("url", ""))
    if "headline" not in fields or is_only_a_name(columns) or (has_copy and _is_called(columns)):
        return len(text) >= LONG and (is_dated or is_addressed) and (has_copy or "headline" not in fields)
    if has_copy or is_dated or is_addressed:
        return True
    if _is_a_site(fields.get("url", "")):
        return False
    if text:
        return len(text) >= LONG or "byline" in fields
    lines = {
        name: value for name, value in row.items() if isinstance(value, str)
    }  # a part may be another story
    prose = unnamed_prose(lines, frozenset(column.name for column in columns))
    return prose is not None and len(prose[0]) >= LONG


def draft_of_object(facts: Mapping[str, Any], mapped: Mapping[str, str]) -> Draft | None:
    """Return what an object, flat, states; None where its keys are not those of a story, or it has neither headline nor text."""
    columns = columns_of(facts, mapped)
    return draft_of(facts, columns) if can_hold_story(columns) else None


def has_copy(row: Mapping[str, Any], mapped: Mapping[str, str]) -> bool:
    """Return whether an object, flat, has a text of its own that is more than a summary."""
    return any(
        column.field == "text" and (column.rank < 0 or bare(column.name) in COPY) and said(row[column.name])
        for column in columns_of(row, mapped)
    )


def _is_called(columns: Iterable[Column]) -> bool:
    """Return whether the only headline is a `name`."""
    return all(bare(column.name) == "name" for column in columns if column.field == "headline")


def _is_of_a_story(url: str) -> bool:
    """Return whether an address can be that of a story: no site's front, no feed."""
    return (
        url.startswith(("http://", "https://", "/")) and not _is_a_site(url) and not _FEED.search(_path(url))
    )


def _is_a_site(url: str) -> bool:
    return bool(url) and not _path(url).strip("/?")


def _path(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
