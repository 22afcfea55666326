"""Show what is over-represented in periods: a small table for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from morgue.engines.timeline import week_in_words
from morgue.render.answer import Answer, Paper
from morgue.render.layout import count, pad, shorten, wrap
from morgue.render.sanitize import clean

if TYPE_CHECKING:
    from morgue.archive.results import Burst, BurstPeriod, Bursts, Example, StoryBurst

_COLUMNS = (
    "period", "kind", "value", "count", "outlets", "expected", "score", "log_ratio", "id", "headline",
)  # fmt: skip

_VALUE = 16
"""Cells of a word or place on a screen of 80 columns; a fifth of a wider one."""

_ID = 8
"""Characters of an id that are shown: enough for `show`."""

_NUMBERS = (8, 8, 7)
"""Cells of the count, of what was expected, and of the score."""

_WIDEST = 130
"""Cells of a line at most: a longer one is not read across."""

_NARROWEST = 8
"""Cells of a headline at least."""

_ONE = {"stories": "story", "articles": "article"}


def _row(
    period: str, kind: str, value: str, burst: Burst | StoryBurst, article: Example | None
) -> dict[str, Any]:
    """Return a row of the table of all periods; numbers are rounded as in the document."""
    from morgue.archive.results import DIGITS

    return {
        "period": period,
        "kind": kind,
        "value": value,
        "count": burst.count,
        "outlets": getattr(burst, "outlets", None),
        "expected": round(burst.expected, DIGITS),
        "score": round(burst.score, DIGITS),
        "log_ratio": round(burst.log_ratio, DIGITS),
        "id": article.id if article else None,
        "headline": article.headline if article else None,
    }


def _rows(period: BurstPeriod) -> Iterator[dict[str, Any]]:
    for kind, bursts in (("word", period.words), ("place", period.places)):
        for each in bursts:
            yield _row(period.period, kind, each.value, each, each.example)
    for story in period.top_stories:
        yield _row(period.period, "story", story.story, story, story.first)


Entry = tuple[str, "Burst | StoryBurst", "Example | None"]
"""A line: what bursts, its numbers, and an article."""


def _table(period: BurstPeriod, unit: str, paper: Paper) -> Iterator[str]:
    """Yield the lines of a period: its words, places and stories, each with its numbers and an article."""
    tables: list[tuple[str, str, list[Entry]]] = [
        ("word", unit, [(each.value, each, each.example) for each in period.words]),
        ("place", unit, [(each.value, each, each.example) for each in period.places]),
        ("story", "articles", [(_carried(each), each, each.first) for each in period.top_stories]),
    ]
    figures = [_figures(burst) for *_, entries in tables for _, burst, _ in entries]
    cells = [
        max(least, *map(len, column))
        for least, column in zip(_NUMBERS, zip(*figures, strict=True), strict=False)
    ]
    total = min(paper.width, _WIDEST)
    label = max(_VALUE, total // 5)
    room = total - label - sum(cells) - len(cells) - 4 - 2 - _ID
    such_as = "  such as" if room >= _NARROWEST else ""
    for kind, what, entries in tables:
        if entries:
            titles = _numbers((what, "expected", "score"), cells)
            yield paper.style("faint", f"  {pad(kind, label)} {titles}{such_as}")
            such_as = ""
        for value, burst, article in entries:
            name = paper.style("headline", pad(shorten(clean(value), label), label))
            line = f"  {name} {_numbers(_figures(burst), cells)}"
            yield line if article is None else f"{line}  {_article(article, room, paper)}"


def _carried(story: StoryBurst) -> str:
    return f"in {count(story.outlets, 'outlet')}" if story.outlets else "outlet not known"


def _figures(burst: Burst | StoryBurst) -> tuple[str, str, str]:
    return f"{burst.count:,}", f"{burst.expected:,.1f}", f"{burst.score:,.1f}"


def _numbers(figures: Sequence[str], cells: Sequence[int]) -> str:
    return " ".join(pad(each, wide, right=True) for each, wide in zip(figures, cells, strict=True))


def _article(article: Example, room: int, paper: Paper) -> str:
    """Return an article in `room` cells and its id; the id alone where there is no room for a headline."""
    identifier = paper.style("faint", article.id[:_ID])
    if room < _NARROWEST:
        return identifier
    return f"{pad(shorten(clean(article.headline or '(no headline)'), room), room)}  {identifier}"


def bursts_answer(bursts: Bursts) -> Answer:
    """Return what is over-represented in periods; a period in which nothing is says so."""
    rows = (row for period in bursts.periods for row in _rows(period))

    def text(paper: Paper) -> Iterator[str]:
        rest = "all that matches at other times" if bursts.against == "query" else "the rest of the archive"
        yield paper.style("number", count(bursts.total, "article")) + f" by {bursts.by}"
        says = f"over-represented beside {rest}, counted by {_ONE[bursts.count]}; score: {bursts.measure}"
        yield from (paper.style("faint", line) for line in wrap(says, paper.width))
        for period in bursts.periods:
            name = week_in_words(period.period) if bursts.by == "week" else period.period
            yield ""
            held = f"{count(period.articles, 'article')}, {count(period.stories, 'story', 'stories')}"
            yield f"{paper.style('heading', name)}  {held}"
            if period.words or period.places or period.top_stories:
                yield from _table(period, bursts.count, paper)
            else:
                yield paper.style("faint", "  nothing is over-represented")
        if bursts.total and not bursts.periods:
            yield ""
            yield f"nothing is over-represented in any {bursts.by}"

    return Answer(bursts.to_json(), _COLUMNS, rows, text)
