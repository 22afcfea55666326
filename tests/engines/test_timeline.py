"""A unit told from counts a month is the one that the days themselves tell."""

from __future__ import annotations

import datetime as dt

import pytest

from morgue.engines import timeline
from morgue.engines.timeline import buckets, monthly, unit_for, unit_for_months
from morgue.errors import UsageError

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


@pytest.mark.parametrize(
    ("unit", "last"),
    [("day", dt.date(9999, 12, 31)), ("week", dt.date(9999, 12, 31)), ("day", dt.date(600, 1, 1))],
)
def test_more_buckets_than_are_allowed_are_an_error_and_are_not_made(
    unit: str, last: dt.date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "_steps", lambda *_: pytest.fail("buckets were made"))
    with pytest.raises(UsageError, match=f"a timeline by {unit} from 0001-01-01 to {last}") as raised:
        buckets([(dt.date(1, 1, 1), 1), (last, 1)], unit)
    assert raised.value.hint == "count by month or year, or narrow the query with date:"


@pytest.mark.parametrize(("unit", "number"), [("month", 119_988), ("year", 9_999)])
def test_all_that_dates_can_say_by_month_and_year(unit: str, number: int) -> None:
    found = buckets([(dt.date(1, 1, 1), 1), (dt.date(9999, 12, 31), 2)], unit)
    assert (len(found), found[0][1], found[-1][1]) == (number, 1, 2)


@pytest.mark.parametrize(("unit", "days"), [("day", 1), ("week", 7)])
def test_the_most_buckets_are_made(unit: str, days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "MOST_BUCKETS", 500)
    first = dt.date(1600, 1, 3)  # a Monday
    assert len(buckets([(first, 1), (first + dt.timedelta(days * 500 - 1), 1)], unit)) == 500
    with pytest.raises(UsageError, match=f"about 501 {unit}s; at most 500 are allowed"):
        buckets([(first, 1), (first + dt.timedelta(days * 501 - 1), 1)], unit)
