"""Facets and a timeline over everything, beside tantivy's own aggregation of the same columns in the same way."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from bench.programs import MORGUE
from bench.rows import Row, Run

_FACETS = ("agency", "location", "country", "publisher", "section", "language", "format", "year", "month")
_SIZE = 65_000


def count(bench: Run) -> list[Row]:
    """Both, in one process, in turn."""
    import tantivy

    import morgue

    home = bench.home(MORGUE)
    index = tantivy.Index.open(str(next(home.rglob("meta.json")).parent))
    searcher = index.searcher()
    everything = tantivy.Query.all_query()
    columns = {name: {"terms": {"field": f"{name}_f", "size": _SIZE}} for name in _FACETS[:-2]}
    months = {"month": {"histogram": {"field": "day", "interval": 100.0, "min_doc_count": 1}}}
    with morgue.open(home) as archive:
        works: tuple[tuple[str, dict[str, Callable[[], object]]], ...] = (
            (
                "facets",
                {
                    MORGUE: lambda: archive.facets("*", names=_FACETS),
                    "tantivy": lambda: searcher.aggregate(everything, {**columns, **months}),
                },
            ),
            (
                "timeline",
                {
                    MORGUE: lambda: archive.timeline("*"),
                    "tantivy": lambda: searcher.aggregate(everything, months),
                },
            ),
        )
        return [Row("count", part, "ms", _in_turn(runs, bench.rounds * 5)) for part, runs in works]


def _in_turn(runs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median milliseconds."""
    took: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(-1, rounds):
        for name, act in runs.items():
            began = time.perf_counter()
            act()
            if number >= 0:
                took[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.median(each) for name, each in took.items()}
