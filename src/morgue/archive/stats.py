"""Count what an archive holds: how much, from when, of whom, and how many articles have each field."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from morgue.analysis.analyzer import fold
from morgue.archive.facets import count_facets
from morgue.archive.results import Held, Stats
from morgue.archive.story_counts import counted, sizes
from morgue.engines.base import Searcher
from morgue.model.fields import COVERED
from morgue.query import tree
from morgue.storage.catalog import Catalog

_COUNTED = ("agency", "location", "publisher", "language", "format")
_MOST = 12


def census(size: Callable[[], int], catalog: Catalog, *, searcher: Searcher, held: Held) -> Stats:
    """Return the summary of an archive: size, span, and how many articles have each field, by source.

    `size` gives the bytes that it takes.
    """
    everything = tree.Everything()
    days = searcher.days(everything)
    stories, several, _ = counted(sizes(searcher), searcher.total())
    facets = count_facets(searcher, everything, _COUNTED, limit=_MOST, now=dt.datetime.now(dt.UTC))
    coverage: dict[str, Any] = {"all": _covered(searcher, everything)}
    for name in ("format", "publisher"):
        coverage[name] = {
            value: {"articles": number, **_covered(searcher, tree.Keyword(name, (fold(value),)))}
            for value, number in facets[name]
        }
    return Stats(
        archive=held,
        articles=searcher.total(),
        stories=stories,
        with_several=several,
        files=catalog.file_count(),
        first_day=days[0][0].isoformat() if days else None,
        last_day=days[-1][0].isoformat() if days else None,
        bytes=size(),
        **catalog.file_states()._asdict(),
        roots=[(os.fsdecode(root), number) for root, number in catalog.roots()],
        years=_years(days),
        facets=facets,
        coverage=coverage,
    )


def _years(days: Iterable[tuple[dt.date, int]]) -> list[tuple[str, int]]:
    """Return every year that has articles, in order, with their number."""
    years: Counter[str] = Counter()
    for day, number in days:
        years[f"{day.year:04}"] += number
    return sorted(years.items())


def _covered(searcher: Searcher, among: tree.Node) -> dict[str, int]:
    return {name: searcher.count(tree.And((among, tree.Has(name)))) for name in COVERED}
