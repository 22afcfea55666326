"""Draw the timeline: bars for days, weeks, months or years, each a link to its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from morgue.engines.timeline import span_of, week_in_words
from morgue.query.tree import Days
from morgue.web.narrow import days_named

HEIGHT = 100.0
_STEP = 10.0
_THIN = 0.5
"""The part of a step between two bars, where there are few of them."""

MOST_BARS = 240
"""Bars of one picture; the years of a longer span are drawn as far as this from its end."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its rectangle in the units of the picture, where it leads."""

    label: str
    count: int
    first: dt.date
    last: dt.date
    x: float
    y: float
    width: float
    height: float
    href: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A timeline. `left_out` articles are in no bar: they have no day, or are older than the first bar."""

    bars: list[Bar]
    by: str
    width: float
    most: Bar | None
    left_out: int

    @property
    def ticks(self) -> list[Bar]:
        """Return the bars that are named under the picture: first, last and some between, evenly apart."""
        last = len(self.bars) - 1
        parts = next((number for number in (4, 3, 2) if last >= number * 2), 1)
        wanted = dict.fromkeys(round(last * at / parts) for at in range(parts + 1))
        return [self.bars[at] for at in wanted] if self.bars else []


def name_of(label: str, by: str) -> str:
    """Return a bucket in words: `23 October 2025`, `week from 20 October 2025`, `October 2025`, `2025`."""
    return week_in_words(label) if by == "week" else days_named(Days(*span_of(label, by)))


def short_name(bar: Bar, by: str) -> str:
    """Return the short name of a bucket, for under a bar."""
    match by:
        case "day" | "week":
            return f"{bar.first.day} {bar.first:%b} {bar.first.year}"
        case "month":
            return f"{bar.first:%b} {bar.first.year}"
        case _:
            return f"{bar.first.year}"


def picture(
    buckets: Sequence[tuple[str, int]],
    by: str,
    total: int,
    zoom: Callable[[dt.date | None, dt.date | None], str],
    within: Days | None,
) -> Picture:
    """Return the picture of a timeline; `zoom` makes the address of some days, `within` are those asked for already."""
    shown = list(buckets)[-MOST_BARS:]
    highest = max((count for _, count in shown), default=0)
    gap = _THIN if len(shown) > 100 else 2.0
    bars = []
    for at, (label, count) in enumerate(shown):
        height = max(2.0, HEIGHT * count / highest) if count else 0.0
        first, last = span_of(label, by)
        if within:
            first, last = max(first, within.first or first), min(last, within.last or last)
        bars.append(
            Bar(
                name_of(label, by), count, first, last,
                at * _STEP + gap / 2, HEIGHT - height, _STEP - gap, height, zoom(first, last),
            )
        )  # fmt: skip
    most = max(bars, key=lambda bar: bar.count, default=None)
    left_out = total - sum(count for _, count in shown)
    return Picture(bars, by, max(1, len(bars)) * _STEP, most, left_out)
