"""Find the news items in a JSON document, wherever the answer of an interface keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from morgue.feeds.support.data import ordered_lists

Item = Mapping[str, Any]

_KEYS = ordered_lists("ninjs.tsv")
FIRST, HTML, PLAIN = _KEYS["first"], _KEYS["html"], _KEYS["plain"]
_OWN = frozenset(_KEYS["own"])
BODIES = frozenset((*HTML, *PLAIN))
_DEEPEST = 6


_REPRESENTATION = re.compile(r"body(?:_\w|[A-Z0-9])\w*")
"""How ninjs 1.x (section body_<representation>) names a body of a form that its publisher chose."""
_PACKAGES = ("composite", "package")
_WRITTEN = ("text", *_PACKAGES)


def representations(item: Item) -> Iterator[tuple[str, str]]:
    """Yield (key, text) of the bodies in forms without a name here: `body_html5`, `body_nitf2`, `body_markdown`."""
    for key, value in item.items():
        if key not in BODIES and isinstance(value, str) and _REPRESENTATION.fullmatch(key):
            text = value.strip()
            if "<" in text or any(map(str.isspace, text)):
                yield key, text


def has_body(item: Item) -> bool:
    """Return whether an item carries a text of its own, not only what another one is introduced by."""
    bodies = item.get("bodies")
    return (
        any(item.get(key) for key in BODIES)
        or any(
            isinstance(each, dict) and each.get("value")
            for each in (bodies if isinstance(bodies, list) else ())
        )
        or next(representations(item), None) is not None
    )


def items(value: Any) -> Iterator[Item]:
    """Yield the items in order, each before those associated with it that are stories themselves.

    What a package is made of counts as a story, what is associated with a story only where it has a body.
    """
    for item in _merged(_items(value, 0)):
        yield item
        yield from _associated(item, 0)


def _associated(item: Item, depth: int) -> Iterator[Item]:
    """Yield the stories among the associations of an item, and among theirs."""
    if depth > _DEEPEST:
        return
    is_package = item.get("type") in _PACKAGES and not has_body(item)
    for each in _items(item.get("associations"), depth + 1):
        if is_package or (has_body(each) and each.get("type", "text") in _WRITTEN):
            yield each
        yield from _associated(each, depth + 1)


def _items(value: Any, depth: int) -> Iterator[Item]:
    """Yield the news items in an answer, wherever its envelope keeps them, without those associated with them."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _items(each, depth + 1)
    elif isinstance(value, dict):
        if _is_item(value):
            yield value
            return
        for key, each in value.items():
            if isinstance(each, (dict, list)) and key not in ("meta", "params", "associations", "renditions"):
                yield from _items(each, depth + 1)


def _merged(found: Iterator[Item]) -> Iterator[Item]:
    """Yield the items, one without a name of its own joined to the nameless body's owner before it."""
    waiting: Item | None = None
    for item in found:
        if waiting is not None and not has_body(waiting) and not any(key in item for key in _KEYS["names"]):
            own = {*BODIES, *(key for key, _ in representations(item))}
            yield {**waiting, **{key: value for key, value in item.items() if key in own}}
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = item
    if waiting is not None:
        yield waiting


def _is_item(value: Item) -> bool:
    """Return whether an object is a news item: a name of its own and something of the metadata of an item.

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
    return named and known + (next(representations(value), None) is not None) > 1


def _names_standard(value: Item) -> bool:
    """Return whether an object states that it is ninjs (2.0 and later, `standard`)."""
    standard = value.get("standard")
    return isinstance(standard, dict) and standard.get("name") == "ninjs"


def is_news(value: Item) -> bool:
    """Return whether an object by itself is an item of ninjs or of an agency's own JSON, not merely like one."""
    return _names_standard(value) or (len(value.keys() & _OWN) > 1 and _is_item(value))
