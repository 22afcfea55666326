"""The timeline as a picture: every bucket has its days, its height, its way in."""

from __future__ import annotations

import datetime as dt

import pytest

from morgue.archive.arguments import PERIODS
from morgue.engines.timeline import buckets, span_of
from morgue.query.tree import Days
from morgue.web.chart import MOST_BARS, Picture, name_of, picture, short_name


def drawn(made: list[tuple[str, int]], by: str, total: int = 0, within: Days | None = None) -> Picture:
    return picture(made, by, total, lambda first, last: f"{first}..{last}", within)


@pytest.mark.parametrize(
    ("label", "by", "first", "last", "name"),
    [
        ("2025-10-23", "day", "2025-10-23", "2025-10-23", "23 October 2025"),
        ("2025-W43", "week", "2025-10-20", "2025-10-26", "week from 20 October 2025"),
        ("2024-02", "month", "2024-02-01", "2024-02-29", "February 2024"),
        ("2025-12", "month", "2025-12-01", "2025-12-31", "December 2025"),
        ("0987", "year", "0987-01-01", "0987-12-31", "987"),
        ("9999", "year", "9999-01-01", "9999-12-31", "9999"),
        ("9999-12", "month", "9999-12-01", "9999-12-31", "December 9999"),
        ("9999-W52", "week", "9999-12-27", "9999-12-31", "week from 27 December 9999"),
    ],
)
def test_a_bucket_has_its_days_and_its_name(label: str, by: str, first: str, last: str, name: str) -> None:
    assert span_of(label, by) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert name_of(label, by) == name


@pytest.mark.parametrize("by", PERIODS[1:])
def test_buckets_of_any_unit_are_drawn_side_by_side(by: str) -> None:
    days = [(dt.date(2024, 12, 30), 4), (dt.date(2025, 1, 2), 1), (dt.date(2025, 3, 1), 8)]
    made = drawn(buckets(days, by), by, 13)
    assert sum(bar.count for bar in made.bars) == 13
    assert made.left_out == 0
    for before, bar in zip(made.bars, made.bars[1:], strict=False):
        assert bar.first == before.last + dt.timedelta(1)
        assert bar.x > before.x + before.width
    assert made.most is not None
    assert made.most.height == 100
    assert all(bar.href == f"{bar.first}..{bar.last}" for bar in made.bars)
    assert all((bar.height > 0) == (bar.count > 0) for bar in made.bars)
    assert next(short_name(tick, by) for tick in made.ticks) == short_name(made.bars[0], by)
    assert made.ticks[-1] == made.bars[-1]


def test_a_bar_leads_no_further_than_the_days_asked_for() -> None:
    within = Days(dt.date(2025, 10, 23), None)
    made = drawn([("2025-10", 3), ("2025-11", 1)], "month", 4, within)
    assert [bar.href for bar in made.bars] == ["2025-10-23..2025-10-31", "2025-11-01..2025-11-30"]


def test_stories_without_a_day_and_very_old_ones_are_counted() -> None:
    years = [(f"{year}", 1) for year in range(1500, 2000)]
    made = drawn(years, "year", 510)
    assert len(made.bars) == MOST_BARS
    assert made.left_out == 510 - MOST_BARS
    assert drawn([], "month", 2).ticks == []
