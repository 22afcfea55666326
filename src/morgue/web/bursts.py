"""Answer the page of bursts: what each day, week, month or year of a query had more of than the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from starlette.requests import Request
from starlette.responses import Response

from morgue.archive.archive import moment_of
from morgue.archive.arguments import AGAINST, PERIODS, UNITS
from morgue.commands.asking import asking
from morgue.engines.timeline import span_of
from morgue.errors import QueryError
from morgue.query.parser import parse
from morgue.query.tree import Days, Phrase, Query, Word
from morgue.web.chart import name_of, picture, short_name
from morgue.web.html_text import address
from morgue.web.narrow import days_of, narrower, term_of, zoomer
from morgue.web.parameters import ANY_QUERY, COMPARED, COUNTED, NOW, PERIODS_SHOWN, TOP, UNIT, asked
from morgue.web.responses import Site

if TYPE_CHECKING:
    from morgue.archive.results import Burst, BurstPeriod, Bursts, Example, StoryBurst
    from morgue.archive.searchable import By

PARAMETERS = (ANY_QUERY, UNIT, PERIODS_SHOWN, TOP, COUNTED, COMPARED, NOW)

_CHOICES = {
    "by": {each: "what fits" if each == "auto" else each for each in PERIODS},
    "against": dict(zip(AGAINST, ("the query at other times", "the whole archive"), strict=True)),
    "count": dict(zip(UNITS, ("stories", "articles"), strict=True)),
}
"""What the form offers, in words."""


@dataclass(frozen=True, slots=True)
class Row:
    """A word, place or story of a period: its figures, its part of the best score on the page, where it leads."""

    name: str
    burst: Burst | StoryBurst
    share: float
    query: str
    example: Example | None


@dataclass(frozen=True, slots=True)
class Section:
    """A period: its name, the query for it, and what bursts in it."""

    period: BurstPeriod
    name: str
    query: str
    words: list[Row]
    places: list[Row]
    stories: list[Row]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing bursts in it."""
        return not (self.words or self.places or self.stories)


def page(site: Site, request: Request) -> Response:
    """Answer `/bursts`."""
    given = asked(request.scope["query_string"], PARAMETERS)
    now = moment_of(given["now"] or site.now)
    text = given["q"].strip() or "*"
    with site.snapshots.lend() as archive, asking(text):
        found = archive.bursts(
            text, by=given["by"], limit=given["limit"], top=given["top"], count=given["count"],
            against=given["against"], now=now,
        )  # fmt: skip
        query = parse(text, now=now)
        timeline = archive.timeline(text, by=cast("By", found.by), now=now) if found.total else None
    sections = _sections(found, query, now)
    shown = {each.name: each.period.period for each in sections}
    zoom = zoomer(query, now)

    def lead(first: dt.date | None, last: dt.date | None) -> str:
        return address("/", q=zoom(first, last) or "*")

    return site.page(
        "bursts.html",
        q="" if text == "*" else text,
        asked=text,
        sort="relevance",
        found=found,
        sections=sections,
        anchors=shown,
        picture=picture(timeline.buckets, found.by, timeline.total, lead, days_of(query))
        if timeline
        else None,
        short_name=short_name,
        given=given,
        choices=_CHOICES,
        unit=("story", "stories") if found.count == "stories" else ("article", "articles"),
        unusual={
            name: given[name]
            for name in ("by", "against", "count", "limit", "top")
            if given[name] != _USUAL[name]
        },
    )


_USUAL = {each.name: each.default for each in PARAMETERS}


def _sections(found: Bursts, query: Query, now: dt.datetime) -> list[Section]:
    """Return the periods; what is longest in the page is the best score of a word or place."""
    scores = [each.score for period in found.periods for each in (*period.words, *period.places)]
    best = max(scores, default=0.0)
    zoom = zoomer(query, now)
    return [_section(each, found.by, best, zoom, days_of(query), now) for each in found.periods]


def _section(
    period: BurstPeriod,
    by: str,
    best: float,
    zoom: Callable[[dt.date | None, dt.date | None], str],
    within: Days | None,
    now: dt.datetime,
) -> Section:
    first, last = span_of(period.period, by)
    if within:
        first, last = max(first, within.first or first), min(last, within.last or last)
    text = zoom(first, last)
    narrow = narrower(parse(text, now=now), now)

    def rows(bursts: Sequence[Burst], term: Callable[[Burst], str]) -> list[Row]:
        return [
            Row(each.value, each, each.score / best if best else 0.0, narrow(term(each)), each.example)
            for each in bursts
        ]

    most = max((each.count for each in period.top_stories), default=1)
    stories = [
        Row(each.first.headline or "", each, each.count / most, narrow(f"story:{each.story}"), each.first)
        for each in period.top_stories
    ]
    return Section(
        period,
        name_of(period.period, by),
        text,
        rows(period.words, lambda each: _word_term(each.value, now)),
        rows(period.places, lambda each: term_of("location", each.value, now) or f'"{each.value}"'),
        stories,
    )


def _word_term(value: str, now: dt.datetime) -> str:
    """Return how a query asks for a word as it is written; a phrase where it would be read as something else."""
    try:
        found = parse(value, now=now).tree
    except QueryError:
        found = None
    return value if isinstance(found, Word | Phrase) else '"' + value.replace('"', " ") + '"'
