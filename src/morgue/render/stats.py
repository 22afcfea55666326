"""Summarise an archive on one screen: how much, from when, by whom, and which fields are filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from morgue.model.fields import BY_NAME
from morgue.render.answer import Answer, Paper
from morgue.render.counts import called
from morgue.render.layout import bar, count, pad, shorten
from morgue.render.reports import size
from morgue.render.sanitize import clean

if TYPE_CHECKING:
    from morgue.archive.results import Stats

_LABEL = 12
_TOP = 5
_SOURCES = 12
"""Formats, outlets and years that are shown where there is no screen to fill."""

_FIXED = 6 + 1 + 1 + 1 + 2 + 1
"""Lines besides years, names and sources: the head, blanks, the head of the coverage, the next prompt."""

_SHOWN = {
    "day": "day",
    "location": "place",
    "country": "country",
    "agency": "agency",
    "publisher": "outlet",
    "byline": "byline",
    "section": "section",
}
"""The fields whose coverage is shown, and their columns; the JSON document has them all."""

_NAMED = [(name, BY_NAME[name].plural.lower()) for name in ("agency", "location", "publisher", "language")]


def _line(label: str, value: str, paper: Paper) -> str:
    return paper.style("faint", pad(label, _LABEL)) + value


def _head(stats: Stats, where: str, paper: Paper) -> Iterator[str]:
    yield _line("archive", clean(where), paper)
    yield _line("articles", paper.style("number", f"{stats.articles:,}"), paper)
    if stats.with_several:
        several = f"{stats.stories:,}, {stats.with_several:,} of them with several articles"
        yield _line("stories", several, paper)
    files = count(stats.files, "file")
    notes = (
        (stats.rejected, "rejected: morgue errors"),
        (stats.partly_read, "read in part: morgue errors"),
        (stats.no_article, "without a story"),
    )
    yield _line("from", files + "".join(f", {number:,} {what}" for number, what in notes if number), paper)
    if stats.roots:
        most = sorted(stats.roots, key=lambda root: -root[1])
        yield _line("roots", _top(most, max(20, paper.width - _LABEL)), paper)
    if stats.first_day:
        yield _line("days", f"{stats.first_day} to {stats.last_day}", paper)
    yield _line("size", size(stats.bytes), paper)
    held = stats.archive
    yield _line("engine", f"{held.engine}, revision {held.revision:,}, id {held.id}", paper)


def _room(stats: Stats, paper: Paper) -> tuple[list[Span], int]:
    """Return spans of years, and a number of sources, that fit on the screen: a third of what is free for years, the rest for sources."""
    if not paper.height:
        return spans(stats.years, _SOURCES), 2 * _SOURCES
    named = (
        sum(bool(stats.facets.get(name)) for name, _ in _NAMED) + bool(stats.roots) + bool(stats.with_several)
    )
    free = paper.height - _FIXED - named
    years = spans(stats.years, min(_SOURCES, max(2, free // 3)))
    return years, max(2, free - len(years))


Span: TypeAlias = tuple[str, int]
"""Years as they are shown (`1987`, `1980–1989`), and how many articles they have."""


def spans(years: Sequence[tuple[str, int]], most: int) -> list[Span]:
    """Return the years in order in at most `most` spans of one length, the shortest that does; empty ones are left out.

    A span is a number of years that people count in: 1, 2, 5, 10, 20, 50 … The first and the last are cut to what
    the archive has.
    """
    length = next(length for length in _lengths() if len({int(year) // length for year, _ in years}) <= most)
    found: dict[int, list[tuple[str, int]]] = {}
    for year, number in years:
        found.setdefault(int(year) // length, []).append((year, number))
    return [(_span(start * length, length, years), sum(n for _, n in held)) for start, held in found.items()]


def _lengths() -> Iterator[int]:
    return (digit * 10**power for power in range(5) for digit in (1, 2, 5))


def _span(start: int, length: int, years: Sequence[tuple[str, int]]) -> str:
    """Return the name of a span that begins with a year, cut to the years from the first to the last."""
    first, last = max(start, int(years[0][0])), min(start + length - 1, int(years[-1][0]))
    return f"{first:04d}" if first == last else f"{first:04d}–{last:04d}"


def _years(shown: Sequence[Span], paper: Paper) -> Iterator[str]:
    """Yield one bar for each span of years."""
    names = max(len(year) for year, _ in shown)
    most = max(number for _, number in shown)
    cells = len(f"{most:,}")
    room = min(40, paper.width - _LABEL - cells - names - 6)
    for at, (year, number) in enumerate(shown):
        drawn = paper.style("bar", bar(number, most, room, plain=paper.plain))
        yield _line(
            "" if at else "years", f"{clean(year):>{names}}  {number:>{cells},}  {drawn}".rstrip(), paper
        )


def _top(counts: Sequence[tuple[str, int]], cells: int) -> str:
    return shorten(", ".join(f"{clean(value)} {number:,}" for value, number in counts[:_TOP]), cells)


def _share(number: int, total: int) -> str:
    """Return a percentage that is 100 only where nothing is missing, and 0 only where nothing is there."""
    if not total or number in (0, total):
        return "100" if total and number else "0"
    return str(min(99, max(1, round(100 * number / total))))


def _row(source: str, known: Mapping[str, int], total: int, label: int, paper: Paper) -> str:
    shares = "".join(
        f"{_share(known.get(name, 0), total):>{len(column) + 2}}" for name, column in _SHOWN.items()
    )
    return pad(shorten(clean(source), label), label) + shares + f"{total:>10,}"


def _sources(stats: Stats, most: int) -> list[tuple[str, Mapping[str, int]]]:
    """Return the formats and outlets with most articles, as many of the one as of the other where both have more."""
    formats, outlets = (list(stats.coverage[group].items()) for group in ("format", "publisher"))
    kept = max(most - len(outlets), most - most // 2)
    return [*formats[:kept], *outlets[: most - len(formats[:kept])]]


def _coverage(stats: Stats, most: int, paper: Paper) -> Iterator[str]:
    """Yield per cent of the articles of each source that have a field."""
    names = "".join(f"{column:>{len(column) + 2}}" for column in _SHOWN.values())
    label = max(10, min(30, paper.width - len(names) - 10))
    yield paper.style("heading", pad("fields filled, %", label) + names + f"{'articles':>10}")
    yield _row("all", stats.coverage["all"], stats.articles, label, paper)
    for source, known in _sources(stats, most):
        yield _row(source, known, known["articles"], label, paper)


def stats_answer(stats: Stats, where: str) -> Answer:
    """Return the summary of an archive."""
    document = stats.to_json()

    def text(paper: Paper) -> Iterator[str]:
        yield from _head(stats, where, paper)
        if not stats.articles:
            return
        years, sources = _room(stats, paper)
        if stats.years:
            yield ""
            yield from _years(years, paper)
        yield ""
        for name, plural in _NAMED:
            if counts := stats.facets.get(name):
                named = [(called(name, value), number) for value, number in counts]
                yield _line(plural, _top(named, max(20, paper.width - _LABEL)), paper)
        yield ""
        yield from _coverage(stats, sources, paper)

    return Answer(document, tuple(document), (document,), text)
