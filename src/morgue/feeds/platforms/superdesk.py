"""Read what Superdesk itself keeps and exports: items of its archive, of its production API, of its database (a line each).

An item is ninjs with more: its dateline is an object (city, country, the line as printed), its state says whether it was published
(`draft`, `in_progress` and `submitted` were not; `killed` and `recalled` were called back), moments of a database are in `$date`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from morgue.errors import NoArticle
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds.platforms.values import Object, opens, part, said, values
from morgue.feeds.support.credits import file_from, set_status
from morgue.feeds.support.json_items import items
from morgue.feeds.wire.ninjs import draft_of_item
from morgue.io.feed import Feed
from morgue.model.article import Article, Place

_OWN = re.compile(
    rb'"(?:family_id|unique_name|unique_id|_current_version|anpa_category|anpa_take_key|firstpublished|ingest_provider|original_creator'
    rb'|version_creator|state)"\s*:'
)
_ITEM = re.compile(rb'"(?:body_html|versioncreated|_current_version)"\s*:')
_BACK = {"killed": "killed", "recalled": "withdrawn", "unpublished": "withdrawn", "spiked": "spiked"}
_UNFINISHED = frozenset(("draft", "in_progress", "submitted", "routed"))
LEAST_OWN = 3
"""Keys that are Superdesk's own, of which ninjs has none or one, by which an item is known."""


def sniff(head: bytes, name: str) -> int:
    """Return 97 for JSON of items with several keys that only Superdesk has, else 0."""
    begin = opens(head)
    if not begin or not _ITEM.search(begin):
        return 0
    return 97 if len(set(_OWN.findall(begin))) >= LEAST_OWN else 0


def read(feed: Feed) -> Iterator[Article]:
    """Yield the stories in order. Raises NoArticle where there is none."""
    count = 0
    for value, offset, length in values(feed, "_items"):
        for item in items(_dated(value, 0)):
            draft = _draft(dict(item))
            if draft is not None:
                count += 1
                yield article(draft, feed.at(offset, length))
    if not count:
        raise NoArticle("items of Superdesk without a story")


_DEEPEST = 40


def _dated(value: Any, depth: int) -> Any:
    """Return a value with the moments and identifiers of a database (`{"$date": …}`, `{"$oid": …}`) put as they are."""
    if depth > _DEEPEST:
        return value
    if isinstance(value, dict):
        if len(value) == 1:
            for key in ("$date", "$oid", "$numberLong"):
                if key in value:
                    return _dated(value[key], depth + 1)
        return {key: _dated(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_dated(each, depth + 1) for each in value]
    return value


def _draft(item: Object) -> Draft | None:
    """Return what an item says; None where it is no story."""
    draft = draft_of_item(item)
    if draft is None:
        return None
    draft.locations = [each for each in draft.locations if not _is_code(each)]
    dateline = item.get("dateline")
    if isinstance(dateline, dict):
        draft.state("dateline", said(dateline, "text"), "dateline.text")
        known = draft.locations
        draft.locations = []
        file_from(draft, said(dateline, "located", "city"), said(dateline, "located", "country_code"))
        for each in known:
            file_from(draft, each.place, each.country)
    _state(draft, item)
    return draft


def _state(draft: Draft, item: Object) -> None:
    """State how far an item is, and what its counters say: `rewrite_sequence` from 1 on, `correction_sequence` from 2 on.

    A correction keeps the item's identifier, and its first sending has the number 1; an update is a new item, `rewrite_of` its original
    (`draft_of_item`). `family_id` is borne by duplicates too, which desks make to begin other stories with; `rewritten_by`
    says what its update says of it.
    """
    state = (said(item, "state") or "").lower()
    if state in _BACK:
        set_status(draft, _BACK[state], "state")
    elif state in _UNFINISHED and not part(item, "firstpublished"):
        set_status(draft, "draft")
    elif state == "corrected":
        draft.signal_version("correction", "state")
    if _count(item, "rewrite_sequence"):
        draft.signal_version("update", "rewrite_sequence")
    if _count(item, "correction_sequence") > 1:
        draft.signal_version("correction", "correction_sequence")
    for key in ("correction_sequence", "version", "_current_version"):
        if _count(item, key):
            draft.number_version(item[key], key)
            break


def _count(item: Object, key: str) -> int:
    value = part(item, key)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _is_code(place: Place) -> bool:
    """Return whether a place is but a code of a desk's own list (`GRE`, `NSW`)."""
    return place.country is None and (place.place or "").isupper() and len(place.place or "") <= 4
