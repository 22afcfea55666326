"""Answer the pages: the front page, the answer to a search, a story, the language."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from morgue.archive.archive import moment_of
from morgue.commands.asking import asking, marker
from morgue.errors import QueryError, UsageError
from morgue.model.article import Article, Edition, Hit, Lineage
from morgue.model.fields import BY_NAME, FORMS, KEYS
from morgue.query.canonical import canonical
from morgue.query.diagnosis import parts, without
from morgue.query.parser import parse
from morgue.query.tree import Days, Query
from morgue.render.hits import carried_in_words, edition_in_words, headline_marks, lineage_in_words
from morgue.render.layout import Piece, pieces
from morgue.render.lineage import standing_in_words
from morgue.render.sanitize import Marks
from morgue.web.chart import Picture, picture, short_name
from morgue.web.examples import examples
from morgue.web.html_text import Cutting, address, cutting, first_pieces, paragraphs, written_instant
from morgue.web.language import GROUPS, table
from morgue.web.narrow import chips, days_named, days_of, undated, zoomer
from morgue.web.parameters import ANY, AT, GROUP, LEAD, LIMIT, MAX_OFFSET, NOW, OFFSET, SORT, Parameter, asked
from morgue.web.responses import Site, article_of
from morgue.web.tables import TITLES, VALUES, leaves, tables
from morgue.web.versions import texts_of

if TYPE_CHECKING:
    from morgue.archive.archive import Archive
    from morgue.archive.results import Results

MOST_PARTS = 40
"""Parts of a query that are counted on a page."""

_NEWEST = 5
"""Stories on the front page."""

_ALIKE = 5


def _day(name: str, given: str) -> dt.date | None:
    if not given:
        return None
    try:
        return dt.date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(f"{name}={given[:40]!r} is not a date", hint="write it as 2025-10-23") from error


_Q = Parameter("q", "the query", lambda name, given: given, {"type": "string"}, default="")
_FROM = Parameter("from", "the first day", _day, {"type": "string"})
_TO = Parameter("to", "the last day", _day, {"type": "string"})
_PAGE = (_Q, LIMIT, OFFSET, SORT, ANY, GROUP, LEAD, NOW, _FROM, _TO)


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """A hit on a page: its headline in runs, and its snippets but for those of the headline.

    `carried` says of its whole story who carried it, `story` is the id of that.
    """

    rank: int
    article: Article
    headline: list[Piece]
    cuttings: list[Cutting]
    carried: str
    story: str


def _runs(text: str | None, marks: Marks) -> list[Piece]:
    return list(pieces(text or "", marks))


def _entries(hits: Sequence[Hit], query: Query) -> list[Entry]:
    marked = headline_marks(query.tree)
    return [
        Entry(
            hit.rank,
            hit.article,
            first_pieces(pieces(hit.article.headline or "", marked(hit.article))),
            [cutting(hit.article, each) for each in hit.snippets if each.field != "headline"],
            carried_in_words(hit.carried, hit.article.day) if hit.carried else "",
            hit.article.story or hit.article.id,
        )
        for hit in hits
    ]


def home(site: Site, request: Request) -> Response:
    """Answer `/`: the hits of ?q=, or the front page."""
    given = asked(request.scope["query_string"], _PAGE)
    now = moment_of(given["now"] or site.now)
    if given["from"] or given["to"]:
        return _zoomed(given, now)
    if not given["q"].strip():
        return _front(site, now)
    with site.snapshots.lend() as archive, asking(given["q"]):
        return _answer(site, archive, given, now)


def _zoomed(given: dict[str, Any], now: dt.datetime) -> Response:
    """Return the permanent address of a query with a first and last day that were typed beside it."""
    first, last = given["from"], given["to"]
    if first and last and first > last:
        first, last = last, first
    text = given["q"].strip() or "*"
    with asking(text):
        query = zoomer(parse(text, now=now), now)(first, last)
    there = address("/", q=query, sort=_unusual(given["sort"]), **_folding(given))
    return RedirectResponse(there, status_code=303)


def _unusual(sort: str) -> str | None:
    return None if sort == "relevance" else sort


def _folding(given: dict[str, Any]) -> dict[str, str]:
    """Return the parameters of an address that make hits one a story; none where they are articles."""
    if not given["group"]:
        return {}
    return {"group": "1", **({"lead": given["lead"]} if given["lead"] else {})}


def _timeline(
    archive: Archive, query: Query, now: dt.datetime, sort: str | None, folding: dict[str, str]
) -> Picture:
    found = archive.timeline(query.text, now=now)
    zoom = zoomer(query, now)

    def lead(first: dt.date | None, last: dt.date | None) -> str:
        return address("/", q=zoom(first, last), sort=sort, **folding)

    return picture(found.buckets, found.by, found.total, lead, days_of(query))


def _front(site: Site, now: dt.datetime) -> Response:
    with site.snapshots.lend() as archive:
        newest = archive.search("*", limit=_NEWEST, sort="newest", now=now, snippets=1)
        everything = newest.query.query
        total = newest.total or 0
        names = ("agency", "location", "country", "publisher", "year")
        facets = archive.facets("*", names=names, limit=8, now=now).facets
        return site.page(
            "front.html",
            q="",
            sort="relevance",
            total=total,
            entries=_entries(newest.hits, everything),
            picture=_timeline(archive, everything, now, None, {}),
            short_name=short_name,
            tables=tables({name: facets[name] for name in names[:-1]}, everything, now),
            zoomed=None,
            rest="",
            examples=examples(archive, newest.hits, facets, now),
        )


def _answer(site: Site, archive: Archive, given: dict[str, Any], now: dt.datetime) -> Response:
    text, sort = given["q"], given["sort"]
    results = archive.search(
        text,
        limit=given["limit"],
        offset=given["offset"],
        sort=sort,
        now=now,
        partial="list" if given["any"] else "count",
        group=given["group"],
        lead=given["lead"],
    )
    query, total = results.query.query, results.total or 0
    facets = archive.facets(text, names=tuple(TITLES), limit=VALUES, now=now).facets if total else {}
    days = days_of(query)
    return site.page(
        "results.html",
        q=text,
        sort=sort,
        unusual=_unusual(sort),
        folding=_folding(given),
        results=results,
        listing=_listing(given),
        below=results.full if results.listed and results.partial else None,
        total=total,
        entries=_entries(results.hits, query),
        chips=chips(query, now),
        tables=tables(facets, query, now),
        picture=_timeline(archive, query, now, _unusual(sort), _folding(given)) if total else None,
        short_name=short_name,
        zoomed=days,
        zoomed_name=days_named(days) if days and _bounded(days) else None,
        rest=undated(query, now),
        parts=_parts(archive, query),
        rests=[canonical(without(query.tree, at)) for at in range(len(results.diagnosis or ()))],
        **_paging(results, given),
    )


def _listing(given: dict[str, Any]) -> str | None:
    """Return the value of ?any= where partial matches are listed."""
    return "true" if given["any"] else None


def _bounded(days: Days) -> bool:
    return bool(days.first or days.last)


def _paging(results: Results, given: dict[str, Any]) -> dict[str, Any]:
    """Return where the pages before and after this one begin, and which are offered by number."""
    limit, offset, total = given["limit"], given["offset"], results.listable or 0
    after = offset + limit
    return {
        "limit": limit,
        "listable": total,
        "first": offset + 1,
        "last": offset + len(results.hits),
        "before": max(0, offset - limit) if offset and limit else None,
        "after": after if limit and after < total and after <= MAX_OFFSET else None,
        "leaves": leaves(total, offset, limit),
        "here": offset // limit + 1 if limit else 0,
        "shown_limit": limit if limit != LIMIT.default else None,
    }


def _parts(archive: Archive, query: Query) -> list[dict[str, object]]:
    """Return the parts of a query that has several, and how many articles each matches; none of a very long one."""
    found = parts(query.tree)
    if not 1 < len(found) <= MOST_PARTS:
        return []
    return [{"part": text, "total": archive.count(text)} for text, _ in found]


_PARTS: dict[str, Callable[[str | None, Marks], object]] = {
    "headline": _runs, "dateline": _runs, "byline": _runs, "body": paragraphs, "boilerplate": paragraphs,
}  # fmt: skip
"""The texts of a story, and what makes runs or paragraphs of them."""


def story(site: Site, request: Request) -> Response:
    """Answer `/article/ID`: a story beside its provenance, with what ?q= asked for marked."""
    given = asked(request.scope["query_string"], (_Q, SORT, ANY, GROUP, LEAD, NOW, AT))
    now = moment_of(given["now"] or site.now)
    with site.snapshots.lend() as archive:
        article = article_of(archive, request.path_params["id"])
        alike = archive.like(article.id, limit=_ALIKE, snippets=0, now=now)
        neighbours = _neighbours(archive, article, given, now)
        standing = archive.standing(article)
        where = archive.also_in([article.id])[article.id]
        texts = texts_of(archive, article, where.versions)
        marked = _marked(archive, article, given["q"], now)
    parts: dict[str, Any] = {
        name: show(getattr(article, name), marked.get(name, ())) for name, show in _PARTS.items()
    }
    return site.page(
        "story.html",
        q=given["q"],
        sort=given["sort"],
        unusual=_unusual(given["sort"]),
        listing=_listing(given),
        folding=_folding(given),
        article=article,
        **parts,
        matches=sum(map(len, marked.values())),
        facts=_facts(article),
        alike=alike.hits,
        neighbours=neighbours,
        standing=standing_in_words(standing) if standing else None,
        where=where,
        texts=texts,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Neighbours:
    """The place of a story among the hits of a search: its rank, their number, and the ids beside it."""

    at: int
    total: int
    offset: int | None
    before: str | None
    after: str | None


def _neighbours(
    archive: Archive, article: Article, given: dict[str, Any], now: dt.datetime
) -> Neighbours | None:
    """Return the stories beside one that was opened from a search; None where it is no longer at that rank."""
    at, first = given["at"], max(0, given["at"] - 2)
    if not at or not given["q"].strip():
        return None
    try:
        found = archive.search(
            given["q"],
            limit=3,
            offset=first,
            sort=given["sort"],
            snippets=0,
            now=now,
            partial="list" if given["any"] else "ignore",
            group=given["group"],
            lead=given["lead"],
        )
    except QueryError:
        return None
    ids = {hit.rank: hit.article.id for hit in found.hits}
    if ids.get(at) != article.id:
        return None
    page = (at - 1) // LIMIT.default * LIMIT.default
    return Neighbours(at, found.listable or 0, page or None, ids.get(at - 1), ids.get(at + 1))


def _marked(archive: Archive, article: Article, text: str, now: dt.datetime) -> Mapping[str, Marks]:
    """Return what of a story a query matches; nothing where the query means nothing."""
    try:
        return marker(archive, text, now)(article) if text.strip() else {}
    except QueryError:
        return {}


_LONG = ("headline", "body", "boilerplate")
"""Fields of which the provenance has only the rule and the length."""

_FACTS = [
    (name, BY_NAME[name].title)
    for name in (*(name for name in KEYS if name not in _LONG), *_LONG)
    if BY_NAME[name].title
]


_OF_SEVERAL = ("story", "copies")
"""Fields that say something of an article whose story has others."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """A field of a story: its value in words (None: unknown), and the rule that found it."""

    name: str
    title: str
    value: str | None
    rule: str | None


def _value(article: Article, name: str) -> str | None:
    value = getattr(article, name)
    if not value and value != 0:
        return None
    if name in _LONG:
        return f"{len(value):,} characters"
    form = FORMS[name]
    if form in ("instant", "day"):
        return written_instant(value)
    if form in ("number", "count"):
        return f"{value:,}"
    if isinstance(value, Edition):
        return edition_in_words(value)
    if isinstance(value, Lineage):
        return lineage_in_words(value)
    if name == "other_headlines":
        return " / ".join(value)
    if form == "places":
        return "; ".join(", ".join(part for part in (each.place, each.country) if part) for each in value)
    return value if isinstance(value, str) else ", ".join(value)


def _facts(article: Article) -> list[Fact]:
    """Return every field of a story with its rule; rules of names that are not fields come last."""
    rules = dict(article.evidence)
    alone = _OF_SEVERAL if article.copies == 1 else ()
    facts = [
        Fact(name, title, _value(article, name), rules.pop(name, None))
        for name, title in _FACTS
        if name not in alone
    ]
    return facts + [Fact(name, name, None, rule) for name, rule in rules.items()]


def help_page(site: Site, request: Request) -> Response:
    """Answer `/help`: the query language and the keys."""
    groups = [(name, table(name)) for name in GROUPS]
    return site.page("help.html", q="", sort="relevance", groups=groups, keys=table("Keys"))
