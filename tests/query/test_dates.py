"""Dates as people write them, and the days and instants they mean; now is 2025-10-23T01:30+05:30."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.query.context import Context
from morgue.query.dates import days, instants
from morgue.query.parser import parse
from morgue.query.tree import Days, Instants

from .clock import NOW

DAYS = [
    ("2025", "2025-01-01", "2025-12-31"),
    ("2025-10", "2025-10-01", "2025-10-31"),
    ("2024-02", "2024-02-01", "2024-02-29"),
    ("2025/10", "2025-10-01", "2025-10-31"),
    ("10/2025", "2025-10-01", "2025-10-31"),
    ("2025-10-23", "2025-10-23", "2025-10-23"),
    ("2025-1-5", "2025-01-05", "2025-01-05"),
    ("2025/10/23", "2025-10-23", "2025-10-23"),
    ("20251023", "2025-10-23", "2025-10-23"),
    ("2025-W43", "2025-10-20", "2025-10-26"),
    ("2026-W01", "2025-12-29", "2026-01-04"),
    ("23/10/2025", "2025-10-23", "2025-10-23"),
    ("10/23/2025", "2025-10-23", "2025-10-23"),
    ("23.10.2025", "2025-10-23", "2025-10-23"),
    ("05/05/2025", "2025-05-05", "2025-05-05"),
    ("23 October 2025", "2025-10-23", "2025-10-23"),
    ("23rd of october, 2025", "2025-10-23", "2025-10-23"),
    ("2025.10.23", "2025-10-23", "2025-10-23"),
    ("2025.1.5", "2025-01-05", "2025-01-05"),
    ("2025.10", "2025-10-01", "2025-10-31"),
    ("2025.10.01..2025.10.05", "2025-10-01", "2025-10-05"),
    ("Thursday, 23 October 2025", "2025-10-23", "2025-10-23"),
    ("thu 23 Oct 2025", "2025-10-23", "2025-10-23"),
    ("Thurs., October 23, 2025", "2025-10-23", "2025-10-23"),
    ("Thursday 2025-10-23", "2025-10-23", "2025-10-23"),
    ("Mon, 20 Oct 2025..Thursday 23 October 2025", "2025-10-20", "2025-10-23"),
    ('["1 jan 2005" TO "5 feb 2009"]', "2005-01-01", "2009-02-05"),
    ("[“Oct 2025” TO *]", "2025-10-01", None),
    ('{"1 jan 2005" TO 2009}', "2005-01-02", "2008-12-31"),
    ("23-Oct-2025", "2025-10-23", "2025-10-23"),
    ("October 23, 2025", "2025-10-23", "2025-10-23"),
    ("Sept. 1st 2025", "2025-09-01", "2025-09-01"),
    ("Oct 2025", "2025-10-01", "2025-10-31"),
    ("May 2025", "2025-05-01", "2025-05-31"),
    ("today", "2025-10-23", "2025-10-23"),
    ("TODAY", "2025-10-23", "2025-10-23"),
    ("yesterday", "2025-10-22", "2025-10-22"),
    ("this-week", "2025-10-20", "2025-10-26"),
    ("last-week", "2025-10-13", "2025-10-19"),
    ("last week", "2025-10-13", "2025-10-19"),
    ("this-month", "2025-10-01", "2025-10-31"),
    ("last-month", "2025-09-01", "2025-09-30"),
    ("this-year", "2025-01-01", "2025-12-31"),
    ("last-year", "2024-01-01", "2024-12-31"),
    ("7d..", "2025-10-16", None),
    ("0d..", "2025-10-23", None),
    ("2w..", "2025-10-09", None),
    ("3m..", "2025-07-23", None),
    ("8m..", "2025-02-23", None),
    ("1y..", "2024-10-23", None),
    ("..7d", None, "2025-10-16"),
    ("14d..7d", "2025-10-09", "2025-10-16"),
    ("last-month..yesterday", "2025-09-01", "2025-10-22"),
    ("2025-10-01..2025-10-31", "2025-10-01", "2025-10-31"),
    ("2025-10-05..2025-10-05", "2025-10-05", "2025-10-05"),
    ("..2025-03", None, "2025-03-31"),
    ("2025-10..", "2025-10-01", None),
    ("2024..2025", "2024-01-01", "2025-12-31"),
    ("1 Oct 2025..5 Oct 2025", "2025-10-01", "2025-10-05"),
    ("[2025-10-01 TO 2025-10-31]", "2025-10-01", "2025-10-31"),
    ("{2025-10-01 TO 2025-10-31}", "2025-10-02", "2025-10-30"),
    ("[2025-10-01 TO 2025-10-31}", "2025-10-01", "2025-10-30"),
    ("{2025-09 TO 2025-11]", "2025-10-01", "2025-11-30"),
    ("{2025-09 TO 2025-11}", "2025-10-01", "2025-10-31"),
    ("[* TO 2025-10]", None, "2025-10-31"),
    ("[2025-10 TO *]", "2025-10-01", None),
    ("[2025-10..2025-11]", "2025-10-01", "2025-11-30"),
    ("0001..9999", "0001-01-01", "9999-12-31"),
]


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("value", "first", "last"), DAYS, ids=lambda value: str(value))
def test_days(value: str, first: str | None, last: str | None) -> None:
    assert days(value, 0, Context(value, NOW)) == (_day(first), _day(last))


BOUNDS = [
    ("since:2025-10-01", "2025-10-01", None),
    ("since:2025-10", "2025-10-01", None),
    ("since:7d", "2025-10-16", None),
    ("until:2025-10", None, "2025-10-31"),
    ("after:2025-10", "2025-11-01", None),
    ("after:2025-12-31", "2026-01-01", None),
    ("before:2025-10", None, "2025-09-30"),
    ("before:today", None, "2025-10-22"),
    ('since:"1 October 2025"', "2025-10-01", None),
    ('date:"23 October 2025"', "2025-10-23", "2025-10-23"),
    ('date:"1 Oct 2025".."5 Oct 2025"', "2025-10-01", "2025-10-05"),
    ("date:“Oct 2025”", "2025-10-01", "2025-10-31"),
    ("date:[2025-10-01 TO 2025-10-31]", "2025-10-01", "2025-10-31"),
]


@pytest.mark.parametrize(("text", "first", "last"), BOUNDS, ids=lambda value: str(value))
def test_in_a_query(text: str, first: str | None, last: str | None) -> None:
    assert parse(text, now=NOW).tree == Days(_day(first), _day(last))


@pytest.mark.parametrize(
    ("today", "value", "first"),
    [
        ("2025-03-31", "1m..", "2025-02-28"),
        ("2024-03-31", "1m..", "2024-02-29"),
        ("2024-02-29", "1y..", "2023-02-28"),
        ("2025-01-31", "2m..", "2024-11-30"),
        ("2025-01-01", "1d..", "2024-12-31"),
    ],
)
def test_months_clip_at_their_end(today: str, value: str, first: str) -> None:
    now = dt.datetime.fromisoformat(today).replace(tzinfo=dt.UTC)
    assert days(value, 0, Context(value, now)) == (_day(first), None)


INSTANTS = [
    ("2025-10-23", "2025-10-23T00:00:00", "2025-10-24T00:00:00"),
    ("2025-10", "2025-10-01T00:00:00", "2025-11-01T00:00:00"),
    ("today", "2025-10-23T00:00:00", "2025-10-24T00:00:00"),
    ("7d..", "2025-10-16T00:00:00", None),
    ("2025-10-23T18:00Z..", "2025-10-23T18:00:00", None),
    ("2025-10-23T18Z", "2025-10-23T18:00:00", "2025-10-23T19:00:00"),
    ("2025-10-23T18:00Z", "2025-10-23T18:00:00", "2025-10-23T18:01:00"),
    ("2025-10-23T18:00:30Z", "2025-10-23T18:00:30", "2025-10-23T18:00:31"),
    ("2025-10-23T18:00:30.25z", "2025-10-23T18:00:30.250000", "2025-10-23T18:00:30.260000"),
    ("2025-10-23T23:30:00+05:30", "2025-10-23T18:00:00", "2025-10-23T18:00:01"),
    ("2025-10-23 13:00 -0500", "2025-10-23T18:00:00", "2025-10-23T18:01:00"),
    ("20251023T180000Z", "2025-10-23T18:00:00", "2025-10-23T18:00:01"),
    ("..2025-10-23T18:00Z", None, "2025-10-23T18:01:00"),
    ("2025-10-23T06:00Z..2025-10-23T18:00Z", "2025-10-23T06:00:00", "2025-10-23T18:01:00"),
    ("[2025-10-23T06:00Z TO 2025-10-23T18:00Z}", "2025-10-23T06:00:00", "2025-10-23T18:00:00"),
    ("{2025-10-23T06:00Z TO 2025-10-23T18:00Z]", "2025-10-23T06:01:00", "2025-10-23T18:01:00"),
    ("{2025-10-22 TO 2025-10-24}", "2025-10-23T00:00:00", "2025-10-24T00:00:00"),
    ("2025-10-23T18:00", "2025-10-23T18:00:00", "2025-10-23T18:01:00"),
]


def _instant(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC) if text else None


@pytest.mark.parametrize(("value", "first", "last"), INSTANTS, ids=lambda value: str(value))
def test_instants(value: str, first: str | None, last: str | None) -> None:
    reading = Context(value, NOW)
    assert instants(value, 0, reading) == (_instant(first), _instant(last))
    assert [note.kind for note in reading.notes] == (["assumed-utc"] if value == "2025-10-23T18:00" else [])


def test_a_quoted_instant_in_a_query() -> None:
    found = parse('updated:"2025-10-23 18:00Z"', now=NOW).tree
    assert found == Instants("updated", _instant("2025-10-23T18:00:00"), _instant("2025-10-23T18:01:00"))


@given(st.dates(), st.dates())
def test_a_range_of_days_is_its_days(one: dt.date, other: dt.date) -> None:
    first, last = min(one, other), max(one, other)
    assert days(f"{first}..{last}", 0, Context("", NOW)) == (first, last)


@given(
    st.datetimes(dt.datetime(1700, 1, 1), timezones=st.timezones()),
    st.integers(0, 400),
    st.sampled_from("dwmy"),
)
def test_time_ago_is_never_after_today(now: dt.datetime, count: int, unit: str) -> None:
    value = f"..{count}{unit}"
    first, last = days(value, 0, Context(value, now))
    assert first is None
    assert last is not None
    assert last <= now.date()
    assert (now.date() - last).days <= 366 * count
