"""A unit told from counts a month is the one that the days themselves tell."""

from __future__ import annotations

import datetime as dt

import pytest

from morgue.timeline import buckets, monthly, unit_for, unit_for_months

DAY = dt.date(2020, 1, 1)
SPANS = [*range(1, 70), *range(400, 480), *range(1_700, 1_800), 4_000]


@pytest.mark.parametrize("start", [0, 15, 30, 58])
def test_months_tell_the_unit_or_leave_it_to_the_days(start: int) -> None:
    first = DAY + dt.timedelta(start)
    told = set()
    for span in SPANS:
        days = [(first, 2), (first + dt.timedelta(span - 1), 3)] if span > 1 else [(first, 5)]
        unit = unit_for_months(monthly(days))
        assert unit in (None, unit_for(days))
        told.add(unit)
    assert told == {None, "month", "year"}


def test_nothing_has_months() -> None:
    assert monthly([]) == []
    assert unit_for_months([]) == unit_for([]) == "month"


@pytest.mark.parametrize("unit", ["month", "year"])
def test_months_make_the_buckets_that_days_make(unit: str) -> None:
    days = [
        (dt.date(2019, 12, 31), 1),
        (dt.date(2020, 2, 1), 2),
        (dt.date(2020, 2, 29), 4),
        (dt.date(2021, 5, 5), 8),
    ]
    assert buckets(monthly(days), unit) == buckets(days, unit)
