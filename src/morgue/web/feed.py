"""Serve a search as an Atom feed (RFC 4287): what matches, newest first."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from morgue.commands.asking import asking
from morgue.model.article import Article, Hit
from morgue.web.html_text import address
from morgue.web.parameters import NOW, QUERY, asked
from morgue.web.responses import Site

ENTRIES = 50
_NO_TIME = "1970-01-01T00:00:00Z"
"""The time of a story that has none; Atom demands one."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry: a name that stays (RFC 4122), its instant, its story, the fragment that matches."""

    name: str
    updated: str
    hit: Hit


def instant_of(article: Article) -> str:
    """Return when a story was last changed (RFC 3339); a day is its first second, a local time is taken as UTC."""
    for text in (article.updated, article.published, article.day):
        try:
            found = dt.datetime.fromisoformat(text or "")
        except ValueError:
            continue
        return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).isoformat(timespec="seconds")
    return _NO_TIME


def feed(site: Site, request: Request) -> Response:
    """Answer `/feed?q=`."""
    given = asked(request.scope["query_string"], (QUERY, NOW))
    with site.snapshots.lend() as archive, asking(given["q"]):
        results = archive.search(
            given["q"],
            limit=ENTRIES,
            sort="newest",
            snippets=1,
            now=given["now"] or site.now,
            partial="ignore",
        )
    space = uuid.uuid5(uuid.NAMESPACE_URL, f"morgue:{results.archive.id}")
    items = [
        Item(uuid.uuid5(space, hit.article.id).urn, instant_of(hit.article), hit) for hit in results.hits
    ]
    base = str(request.base_url).rstrip("/")
    return site.page(
        "feed.xml",
        kind="application/atom+xml",
        base=base,
        q=given["q"],
        here=base + address("/feed", q=given["q"]),
        page=base + address("/", q=given["q"]),
        name=uuid.uuid5(space, "search " + given["q"].encode("utf-8", "replace").decode()).urn,
        updated=max((item.updated for item in items), key=dt.datetime.fromisoformat, default=_NO_TIME),
        explanation=results.query.explanation,
        items=items,
    )
