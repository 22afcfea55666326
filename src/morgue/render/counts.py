"""Counts: facets as small tables, a timeline as a bar chart, the number of articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from morgue.render.clean import clean
from morgue.render.galley import Galley, Paper
from morgue.render.layout import bar, count, pad, shorten, width

if TYPE_CHECKING:
    from morgue.results import Facets, Timeline

_VALUE = 32
"""The widest a value of a facet is shown."""

_BAR = 60
"""The longest bar, in cells."""

_GAP = 3
"""Empty buckets in a row that are still drawn one by one."""


def count_galley(total: int) -> Galley:
    """How many articles."""
    document = {"total": total}
    return Galley(document, ("total",), (document,), lambda _: iter((str(total),)))


def _bars(
    counts: Sequence[tuple[str, int]], label: int, paper: Paper, *, most: int, role: str
) -> Iterator[str]:
    """`value  count  bar` for each."""
    number = max(len(f"{each:,}") for _, each in counts)
    room = min(_BAR, paper.width - label - number - 6)
    for value, each in counts:
        drawn = paper.style("bar", bar(each, most, room, plain=paper.plain))
        yield f"  {paper.style(role, pad(value, label))}  {each:>{number},}  {drawn}".rstrip()


def _facet(name: str, counts: Sequence[tuple[str, int]], paper: Paper) -> Iterator[str]:
    room = max(8, min(_VALUE, paper.width // 2))
    shown = [(shorten(clean(value), room), each) for value, each in counts]
    yield paper.style("heading", name)
    label = max(width(value) for value, _ in shown)
    yield from _bars(shown, label, paper, most=max(each for _, each in shown), role="place")


def facets_galley(facets: Facets) -> Galley:
    """Counts by agency, location and so on; a facet of which nothing is known is left out of the text."""
    rows = (
        {"facet": name, "value": value, "count": each}
        for name, counts in facets.facets.items()
        for value, each in counts
    )

    def text(paper: Paper) -> Iterator[str]:
        yield paper.style("number", count(facets.total, "article"))
        for name, counts in facets.facets.items():
            if counts:
                yield ""
                yield from _facet(name, counts, paper)

    return Galley(facets.to_json(), ("facet", "value", "count"), rows, text)


def _runs(buckets: Sequence[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    """The buckets in order, in lists: one with articles by itself, empty neighbours together."""
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
    label = max(len(name) for name, _ in buckets)
    most = max(each for _, each in buckets)
    number = len(f"{most:,}")
    room = min(_BAR, paper.width - label - number - 6)
    for run in _runs(buckets):
        if len(run) > _GAP:
            gap = f"({count(len(run), f'{by} without', f'{by}s without')})"
            yield paper.style("faint", f"  {pad('…', label)}  {pad('', number)}  {gap}")
            continue
        for name, each in run:
            drawn = paper.style("bar", bar(each, most, room, plain=paper.plain))
            yield f"  {paper.style('day', pad(name, label))}  {each:>{number},}  {drawn}".rstrip()


def timeline_galley(timeline: Timeline) -> Galley:
    """Counts over time; long runs of nothing are one line in the text, and whole in the data."""
    rows = ({"bucket": name, "count": each} for name, each in timeline.buckets)

    def text(paper: Paper) -> Iterator[str]:
        dated = sum(each for _, each in timeline.buckets)
        without = f", {timeline.total - dated:,} of them without a date" if dated < timeline.total else ""
        yield paper.style("number", count(timeline.total, "article")) + f" by {timeline.by}{without}"
        if timeline.buckets:
            yield ""
            yield from _chart(timeline.buckets, timeline.by, paper)

    return Galley(timeline.to_json(), ("bucket", "count"), rows, text)
