"""Show counts: facets as small tables, a timeline as a bar chart, the number of articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from morgue.engines.timeline import week_in_words
from morgue.render.answer import Answer, Paper
from morgue.render.layout import bar, count, pad, shorten, width
from morgue.render.sanitize import clean

if TYPE_CHECKING:
    from morgue.archive.results import Facets, Timeline

_TABLE = 38
"""Cells of the table of a facet; as many are side by side as there is room for, at most 4."""

_VALUE = 20
"""The widest a value of a facet is shown."""

_BAR = 60
"""The longest bar of a timeline, in cells."""

_GAP = 3
"""Empty buckets in a row that are still drawn one by one."""


def called(facet: str, value: str) -> str:
    """Return a value of a facet for people: a country by its name, a language by its name and its tag."""
    if facet == "language":
        from morgue.gazetteer.former import language_name

        name = language_name(value)
        return f"{name} ({value})" if name else value
    if facet != "country":
        return value
    from morgue.gazetteer.places import country_name

    return country_name(value) or value


def count_answer(total: int, stories: int | None = None) -> Answer:
    """Return a number of articles as an answer, or that of the stories that they are of with it."""
    document = {"total": total} if stories is None else {"total": total, "stories": stories}
    shown = total if stories is None else stories
    return Answer(document, tuple(document), (document,), lambda _: iter((str(shown),)))


def counted(total: int, stories: int | None) -> str:
    """Return `12 articles`, or where stories are counted `3 stories in 12 articles`."""
    articles = count(total, "article")
    return articles if stories is None else f"{count(stories, 'story', 'stories')} in {articles}"


def _facet(name: str, counts: Sequence[tuple[str, int]], paper: Paper) -> Iterator[tuple[str, int]]:
    """Yield the lines of a facet's table and their widths; the longest bar is that of its greatest count."""
    most = max(each for _, each in counts)
    shown = [(shorten(clean(called(name, value)), _VALUE), f"{each:,}", each) for value, each in counts]
    label = max(width(value) for value, _, _ in shown)
    number = max(len(figure) for _, figure, _ in shown)
    room = _TABLE - label - number - 6
    yield paper.style("heading", name), width(name)
    for value, figure, each in shown:
        drawn = bar(each, most, room, plain=paper.plain)
        line = f"  {paper.style('place', pad(value, label))}  {figure:>{number}}  {paper.style('bar', drawn)}"
        yield line, label + number + 6 + width(drawn)


def _band(tables: Sequence[Sequence[tuple[str, int]]]) -> Iterator[str]:
    """Yield tables side by side."""
    for row in zip_longest(*tables, fillvalue=("", 0)):
        yield "".join(line + " " * (_TABLE + 2 - cells) for line, cells in row).rstrip()


def facets_answer(facets: Facets) -> Answer:
    """Return counts by agency, location and so on; a facet of which nothing is known is left out of the text."""
    rows = (
        {"facet": name, "value": value, "count": each}
        for name, counts in facets.facets.items()
        for value, each in counts
    )

    def text(paper: Paper) -> Iterator[str]:
        yield paper.style("number", counted(facets.total, facets.stories))
        known = [(name, counts) for name, counts in facets.facets.items() if counts]
        abreast = max(1, min(4, (paper.width + 2) // (_TABLE + 2)))
        for first in range(0, len(known), abreast):
            yield ""
            yield from _band([list(_facet(*each, paper)) for each in known[first : first + abreast]])

    return Answer(facets.to_json(), ("facet", "value", "count"), rows, text)


def _runs(buckets: Sequence[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    """Yield the buckets in order, in lists: one with articles by itself, empty neighbours together."""
    empty: list[tuple[str, int]] = []
    for bucket in buckets:
        if not bucket[1]:
            empty.append(bucket)
            continue
        if empty:
            yield empty
            empty = []
        yield [bucket]


def _chart(buckets: Sequence[tuple[str, int]], by: str, paper: Paper) -> Iterator[str]:
    if by == "week":
        buckets = [(week_in_words(name), each) for name, each in buckets]
    label = max(len(name) for name, _ in buckets)
    most = max(each for _, each in buckets)
    number = len(f"{most:,}")
    room = min(_BAR, paper.width - label - number - 6)
    for run in _runs(buckets):
        if len(run) > _GAP:
            gap = f"({count(len(run), f'{by} with none', f'{by}s with none')})"
            yield paper.style("faint", f"  {pad('…', label)}  {pad('', number)}  {gap}")
            continue
        for name, each in run:
            drawn = paper.style("bar", bar(each, most, room, plain=paper.plain))
            yield f"  {paper.style('day', pad(name, label))}  {each:>{number},}  {drawn}".rstrip()


def timeline_answer(timeline: Timeline) -> Answer:
    """Return counts over time; long runs of nothing are one line in the text, and whole in the data."""
    rows = ({"bucket": name, "count": each} for name, each in timeline.buckets)

    def text(paper: Paper) -> Iterator[str]:
        dated = sum(each for _, each in timeline.buckets)
        undated = timeline.stories is None and dated < timeline.total
        without = f", {timeline.total - dated:,} of them without a date" if undated else ""
        yield paper.style("number", counted(timeline.total, timeline.stories)) + f" by {timeline.by}{without}"
        if timeline.buckets:
            yield ""
            yield from _chart(timeline.buckets, timeline.by, paper)

    return Answer(timeline.to_json(), ("bucket", "count"), rows, text)
