"""The news items in a JSON document, wherever the answer of an interface keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Item = Mapping[str, Any]

FIRST = (
    "firstcreated",
    "firstCreated",
    "firstpublished",
    "firstPublished",
    "version_created",
    "versioncreated",
    "versionCreated",
    "contentcreated",
    "contentCreated",
    "content_created",
    "published",
    "_created",
    "created",
)
HTML = ("body_html", "body_xhtml", "bodyXhtml", "bodyXHTML", "bodyHtml", "article_html", "body_nitf", "body")
PLAIN = ("body_text", "bodyText", "body_txt", "text")
BODIES = frozenset((*HTML, *PLAIN))
_DEEPEST = 6


def items(value: Any) -> Iterator[Item]:
    """The items, in order; not those associated with a story, but those of a package."""
    return _merged(_items(value, 0))


def _items(value: Any, depth: int) -> Iterator[Item]:
    """The news items in an answer, wherever its envelope keeps them; not those associated with a story, but those of a package."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _items(each, depth + 1)
    elif isinstance(value, dict):
        if _is_item(value):
            yield value
            if value.get("type") == "composite" and not any(value.get(key) for key in BODIES):
                yield from _items(value.get("associations"), depth + 1)
            return
        for key, each in value.items():
            if isinstance(each, (dict, list)) and key not in ("meta", "params", "associations", "renditions"):
                yield from _items(each, depth + 1)


_NAMES = ("uri", "guid", "urn", "altids", "_id", "id", "usn")


def _merged(found: Iterator[Item]) -> Iterator[Item]:
    """The items, one without a name of its own joined to the nameless body's owner before it."""
    waiting: Item | None = None
    for item in found:
        if waiting is not None and not any(key in item for key in _NAMES):
            yield {**waiting, **{key: value for key, value in item.items() if key in BODIES}}
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = item
    if waiting is not None:
        yield waiting


def _is_item(value: Item) -> bool:
    """Whether an object is a news item: a name of its own and something of the metadata of an item.

    One that names its standard needs no more.
    """
    if _names_standard(value):
        return True
    named = any(
        key in value
        for key in ("uri", "guid", "urn", "altids", "_id", "id", "headline", "headLine", "headlines")
    )
    known = sum(
        key in value
        for key in (*FIRST, *HTML, *PLAIN, "type", "headline", "headLine", "headlines", "bodies", "pubstatus")
    )
    return named and known > 1


def _names_standard(value: Item) -> bool:
    """Whether an object states that it is ninjs (2.0 and later, `standard`)."""
    standard = value.get("standard")
    return isinstance(standard, dict) and standard.get("name") == "ninjs"


_OWN = frozenset(
    ("versioncreated", "version_created", "versionCreated", "firstcreated", "firstCreated", "contentcreated", "contentCreated",
     "pubstatus", "pubStatus", "body_xhtml", "body_html", "body_text", "bodyXhtml", "article_html", "description_text",
     "copyrightholder", "copyrightHolder", "usageterms", "headline_extended", "infosource", "infosources", "altids", "bodies", "headlines")
)  # fmt: skip
"""Keys that hardly anything but a news item has."""


def is_news(value: Item) -> bool:
    """Whether an object by itself is an item of ninjs or of an agency's own JSON, not merely like one."""
    return _names_standard(value) or (len(value.keys() & _OWN) > 1 and _is_item(value))
