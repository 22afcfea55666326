"""Answer the pages of a story's life and of what changed between two articles."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from morgue.archive.lineage import StoryLife
from morgue.errors import UnknownArticleError
from morgue.model.article import Article
from morgue.render.lineage import (
    SHOWN,
    WORDS,
    Clock,
    as_corrected,
    beside,
    clock_of,
    dated_apart,
    name_of,
    runs_of,
    share,
)
from morgue.storage.versions import VERSION_MARK
from morgue.stories.difference import Part, Span
from morgue.stories.lineage import Member
from morgue.web.parameters import Parameter, asked, text, whole
from morgue.web.responses import NotThere, Site, article_of

if TYPE_CHECKING:
    from morgue.archive.archive import Archive
    from morgue.archive.diff import Diff

MOST_MEMBERS = 10_000
"""Articles that a page of a story has at most."""

LIMIT = whole("limit", "how many articles of the story are listed", MOST_MEMBERS, SHOWN)
A = Parameter(
    "a", "the id of an article, or its beginning", text, {"type": "string", "minLength": 6}, required=True
)
B = Parameter("b", "the id of the other article", text, {"type": "string", "minLength": 6}, required=True)
DIFFERENCE = (A, B)

WIDTH = 960
"""The width of the picture, in its own units: about those of a pixel."""

_FEW, _COLUMNS = 60, (30, 60)
"""Columns of dots in the picture: of up to so many articles, and of more."""

_ROWS = 12
"""Dots of a column before all of them become bars."""


@dataclass(frozen=True, slots=True)
class Dot:
    """An article in the picture: where, what it is, and whether it still has what was corrected."""

    x: float
    y: float
    member: Member
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Articles of a time in the picture, where they are too many for dots; `behind` is the part that is not corrected."""

    x: float
    y: float
    height: float
    behind: float
    label: str


@dataclass(frozen=True, slots=True)
class Event:
    """A correction or withdrawal in the picture."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Who carried a story when: a dot an article, or bars, in columns of `step`; `ticks` are times from left to right."""

    step: float
    height: float
    dots: list[Dot]
    bars: list[Bar]
    events: list[Event]
    ticks: list[str]

    @property
    def radius(self) -> float:
        """Return the radius of a dot."""
        return self.step * 0.36


def picture(life: StoryLife, clock: Clock) -> Picture | None:
    """Return the picture of a story; None where not two of its articles have a time, or all have the same."""
    timed = [
        (when, each) for each in life.lineage.members if (when := _seconds(each.article, clock)) is not None
    ]
    if not timed:
        return None
    first, last = timed[0][0], timed[-1][0]
    if first == last:
        return None

    many = _COLUMNS[len(timed) > _FEW]
    step = WIDTH / many

    def column(when: float) -> int:
        return min(many - 1, int((when - first) / (last - first) * many))

    columns: dict[int, list[Member]] = {}
    for when, each in timed:
        columns.setdefault(column(when), []).append(each)
    rows = max(map(len, columns.values()))
    height = step * min(_ROWS, rows)
    dots: list[Dot] = []
    bars: list[Bar] = []
    for at, members in sorted(columns.items()):
        x = at * step
        if rows <= _ROWS:
            dots += [
                Dot(x + step / 2, height - (row + 0.5) * step, each, _label(each, clock))
                for row, each in enumerate(members)
            ]
        else:
            size = max(2.0, height * len(members) / rows)
            behind = sum(each.corrected is False for each in members) / len(members)
            kinds = Counter(WORDS[each.relation] for each in members).most_common()
            said = f"{clock.written(members[0].article)}: " + ", ".join(
                f"{number:,} {kind}" for kind, number in kinds
            )
            bars.append(Bar(x + 1, height - size, size, size * behind, said))
    marked = {*(each.id for each in life.lineage.corrections), *life.lineage.withdrawals}
    events = [
        Event(column(when) * step + step / 2, _label(each, clock))
        for when, each in timed
        if each.article.id in marked
    ]
    return Picture(step, height, dots, bars, events, _ticks(timed, clock))


def _seconds(article: Article, clock: Clock) -> float | None:
    """Return the instant of an article in seconds, of one that has only a day its noon."""
    there = clock.there(article)
    if there is None:
        day = clock.day(article)
        if day is None:
            return None
        there = dt.datetime(day.year, day.month, day.day, 12, tzinfo=clock.zone)
    return (there - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)).total_seconds()


def _ticks(timed: Sequence[tuple[float, Member]], clock: Clock) -> list[str]:
    return [clock.written(timed[0][1].article), clock.written(timed[-1][1].article)]


def _label(member: Member, clock: Clock) -> str:
    said = (
        f"{clock.written(member.article)} {name_of(member.article, agency=False)}: {WORDS[member.relation]}"
    )
    return said + (", uncorrected" if member.corrected is False else "")


@dataclass(frozen=True, slots=True)
class Row:
    """An article of a story on its page."""

    number: int
    member: Member
    against: int | None
    when: str
    name: str
    word: str
    kept: str
    new: str
    facts: list[str]


def _row(number: int, member: Member, clock: Clock, numbers: dict[str, int], several: bool) -> Row:
    facts = []
    if member.cut:
        facts.append(f"{len(member.cut)} of {member.paragraphs} paragraphs cut ({runs_of(member.cut)})")
    if member.added:
        named = "paragraph" if len(member.added) == 1 else "paragraphs"
        facts.append(f"{len(member.added)} {named} added ({runs_of(member.added)})")
    return Row(
        number,
        member,
        numbers.get(member.against or ""),
        clock.written(member.article) or "no date",
        name_of(member.article, agency=several),
        beside(member),
        share(member.kept),
        share(member.new),
        facts,
    )


def story(site: Site, request: Request) -> Response:
    """Answer `/story/ID`: the life of a story, with a picture of who carried it when."""
    given = asked(request.scope["query_string"], (LIMIT,))
    with site.snapshots.lend() as archive:
        article = article_of(archive, request.path_params["id"])
        life = archive.story(article.id)
    lineage = life.lineage
    clock = clock_of(life)
    numbers = {each.id: at for at, each in enumerate(lineage.articles, 1)}
    several = len({each.agency for each in lineage.articles}) > 1
    limit = given["limit"]
    by_id = {each.article.id: each for each in lineage.members}
    return site.page(
        "lineage.html",
        q="",
        sort="relevance",
        life=life,
        lineage=lineage,
        first=lineage.members[0].article,
        span=clock.span(lineage.articles),
        seen=clock.written(lineage.members[0].article),
        name_of=name_of,
        as_corrected=as_corrected,
        versions=[(numbers[name], texts) for name, texts in life.versions.items()],
        when=clock.written,
        rows=[_row(at, each, clock, numbers, several) for at, each in enumerate(lineage.members[:limit], 1)],
        by_id=by_id,
        picture=picture(life, clock),
        width=WIDTH,
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of two texts side by side: its runs in the one and in the other, none where it is not there."""

    kind: str
    before: int | None
    after: int | None
    old: list[Span]
    new: list[Span]


def _line(part: Part) -> Line:
    old = [span for span in part.spans if span.sign != "+"] if part.before else []
    new = [span for span in part.spans if span.sign != "-"] if part.after else []
    return Line(part.kind, part.before, part.after, old, new)


def difference(site: Site, request: Request) -> Response:
    """Answer `/diff?a=…&b=…`: two articles side by side."""
    given = asked(request.scope["query_string"], DIFFERENCE)
    with site.snapshots.lend() as archive:
        found = compared(archive, given)
    before, after = dated_apart(found.a, found.b)
    clock = Clock([before, after])
    return site.page(
        "diff.html",
        q="",
        sort="relevance",
        diff=found,
        lines=[_line(each) for each in found.body.parts],
        sides=[
            (name, each, clock.written(each, whole=True), name_of(each))
            for name, each in (("a", before), ("b", after))
        ],
        kept=share(found.kept),
        new=share(found.new),
        texts_of=_article_of_both(found),
    )


def _article_of_both(found: Diff) -> str | None:
    """Return the id of the article of which both are texts; None of two articles."""
    one, other = (each.id.partition(VERSION_MARK)[0] for each in (found.a, found.b))
    return one if one == other else None


def compared(archive: Archive, given: dict[str, Any]) -> Diff:
    """Return what changed between the articles that an address names. Raises NotThere."""
    try:
        return archive.diff(given["a"], given["b"])
    except UnknownArticleError as error:
        raise NotThere(error.message, hint=error.hint) from error
