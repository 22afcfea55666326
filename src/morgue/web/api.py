"""Serve the JSON API: the documents of the command line, at the addresses of one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from morgue.commands.asking import asking
from morgue.web.lineage import DIFFERENCE, compared
from morgue.web.parameters import (
    ANY,
    ANY_QUERY,
    COMPARED,
    COUNTED,
    COUNTED_OF_ALL,
    FACET_LIMIT,
    FACET_NAMES,
    FIRST_TEXT,
    GROUP,
    LEAD,
    LIMIT,
    NOW,
    OFFSET,
    PERIODS_SHOWN,
    QUERY,
    SNIPPETS,
    SORT,
    TEXTS_LISTED,
    TOP,
    UNIT,
    Parameter,
    asked,
)
from morgue.web.responses import Site, article_of, document

Given = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of the API: what it answers with, its parameters, and the name of its document's schema."""

    path: str
    summary: str
    parameters: tuple[Parameter, ...]
    schema: str
    answer: Callable[[Site, Request, Given], dict[str, Any]]

    def respond(self, site: Site, request: Request) -> Response:
        """Return the document. Raises MorgueError."""
        given = asked(request.scope["query_string"], self.parameters)
        if "now" in given:
            given["now"] = given["now"] or site.now
        return document(self.answer(site, request, given))


def _search(site: Site, request: Request, given: Given) -> dict[str, Any]:
    with site.snapshots.lend() as archive, asking(given["q"]):
        return archive.search(
            given["q"], limit=given["limit"], offset=given["offset"], sort=given["sort"],
            snippets=given["snippets"], now=given["now"], partial="list" if given["any"] else "count",
            group=given["group"], lead=given["lead"],
        ).to_json()  # fmt: skip


def _article(site: Site, request: Request, given: Given) -> dict[str, Any]:
    with site.snapshots.lend() as archive:
        article = article_of(archive, request.path_params["id"])
        where = archive.also_in([article.id])[article.id]
        return {"format_version": 1, "articles": [article.to_json() | where.to_json()]}


def _versions(site: Site, request: Request, given: Given) -> dict[str, Any]:
    with site.snapshots.lend() as archive:
        base = article_of(archive, request.path_params["id"]).id
        texts = archive.versions(base, first=given["first"], limit=given["limit"])
        return {"format_version": 1, "versions": [each.to_json() for each in texts]}


def _facets(site: Site, request: Request, given: Given) -> dict[str, Any]:
    with site.snapshots.lend() as archive, asking(given["q"]):
        return archive.facets(
            given["q"], names=given["by"], limit=given["limit"], now=given["now"], count=given["count"],
        ).to_json()  # fmt: skip


def _timeline(site: Site, request: Request, given: Given) -> dict[str, Any]:
    with site.snapshots.lend() as archive, asking(given["q"]):
        return archive.timeline(given["q"], by=given["by"], now=given["now"], count=given["count"]).to_json()


def _bursts(site: Site, request: Request, given: Given) -> dict[str, Any]:
    with site.snapshots.lend() as archive, asking(given["q"]):
        return archive.bursts(
            given["q"], by=given["by"], limit=given["limit"], top=given["top"],
            count=given["count"], against=given["against"], now=given["now"],
        ).to_json()  # fmt: skip


def _explain(site: Site, request: Request, given: Given) -> dict[str, Any]:
    with site.snapshots.lend() as archive, asking(given["q"]):
        return archive.explain(given["q"], now=given["now"]).to_json()


def _story(site: Site, request: Request, given: Given) -> dict[str, Any]:
    with site.snapshots.lend() as archive:
        return archive.story(article_of(archive, request.path_params["id"]).id).to_json()


def _diff(site: Site, request: Request, given: Given) -> dict[str, Any]:
    with site.snapshots.lend() as archive:
        return compared(archive, given).to_json()


def _count(site: Site, request: Request, given: Given) -> dict[str, Any]:
    with site.snapshots.lend() as archive, asking(given["q"]):
        total = archive.count(given["q"], now=given["now"])
        if not given["group"]:
            return {"total": total}
        return {"total": total, "stories": archive.count_stories(given["q"], now=given["now"])}


# fmt: off
ENDPOINTS = (
    Endpoint(
        "/api/search", "ranked hits with snippets",
        (QUERY, LIMIT, OFFSET, SORT, SNIPPETS, ANY, GROUP, LEAD, NOW), "Search", _search,
    ),
    Endpoint("/api/count", "how many articles match", (QUERY, GROUP, NOW), "Count", _count),
    Endpoint("/api/articles/{id}", "a whole article, by its id or a beginning of it", (), "Articles", _article),
    Endpoint(
        "/api/articles/{id}/versions", "the texts that an article has had, the earliest first",
        (FIRST_TEXT, TEXTS_LISTED), "Versions", _versions,
    ),
    Endpoint(
        "/api/facets", "counts by agency, location and so on",
        (ANY_QUERY, FACET_NAMES, FACET_LIMIT, COUNTED_OF_ALL, NOW), "Facets", _facets,
    ),
    Endpoint("/api/timeline", "counts over time", (ANY_QUERY, UNIT, COUNTED_OF_ALL, NOW), "Timeline", _timeline),
    Endpoint(
        "/api/bursts", "words, places and stories that are over-represented in a period",
        (ANY_QUERY, UNIT, PERIODS_SHOWN, TOP, COUNTED, COMPARED, NOW), "Bursts", _bursts,
    ),
    Endpoint("/api/stories/{id}", "the life of the story that an article is of", (), "Story", _story),
    Endpoint("/api/diff", "what changed from one article to another", DIFFERENCE, "Diff", _diff),
    Endpoint(
        "/api/explain", "how a query is read, and how many articles each part matches",
        (QUERY, NOW), "Explanation", _explain,
    ),
)
# fmt: on
"""Every address of the API but its own description."""
