"""Counts a day made into counts a week, month or year, with the empty ones in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from morgue.errors import UsageError

_LABELS: dict[str, Callable[[dt.date], str]] = {
    "day": lambda day: day.isoformat(),
    "week": lambda day: "{:04d}-W{:02d}".format(*day.isocalendar()[:2]),
    "month": lambda day: day.isoformat()[:7],
    "year": lambda day: day.isoformat()[:4],
}
"""The name of the bucket of a day, by unit."""

_MOST = 62
"""Buckets that `auto` makes at most, but for years."""

MOST_BUCKETS = 200_000
"""Buckets that any timeline has at most: the days of more than five centuries, the months of all that dates can say."""

_LONGEST = {"day": 1, "week": 7, "month": 28}


def unit_for(days: Sequence[tuple[dt.date, int]]) -> str:
    """Return the finest unit that makes no more than about 60 buckets of the span."""
    if not days:
        return "month"
    return _unit((days[-1][0] - days[0][0]).days + 1)


def unit_for_months(months: Sequence[tuple[dt.date, int]]) -> str | None:
    """Return the unit by counts a month; None where it depends on the days, or is finer than a month."""
    if not months:
        return "month"
    apart = (months[-1][0] - months[0][0]).days
    shortest, longest = _unit(apart - 29), _unit(apart + 31)
    return longest if shortest == longest and longest in ("month", "year") else None


def _unit(span: int) -> str:
    """Return the unit for so many days."""
    return next((unit for unit, length in _LONGEST.items() if span / length <= _MOST), "year")


def label_of(day: dt.date, unit: str) -> str:
    """Return the name of the bucket that a day is in: `2025-10-23`, `2025-W43`, `2025-10` or `2025`."""
    return _LABELS[unit](day)


def monthly(days: Sequence[tuple[dt.date, int]]) -> list[tuple[dt.date, int]]:
    """Return counts a day made into counts a month, each by its first day."""
    counts: dict[dt.date, int] = {}
    for day, number in days:
        month = day.replace(day=1)
        counts[month] = counts.get(month, 0) + number
    return list(counts.items())


def buckets(days: Sequence[tuple[dt.date, int]], unit: str) -> list[tuple[str, int]]:
    """Return (label, articles) for every unit from the first day to the last; days must be in order.

    For months and years the days may be the first ones of months. Raises UsageError where there would be more than
    MOST_BUCKETS.
    """
    if not days:
        return []
    _check_span(days[0][0], days[-1][0], unit)
    label = _LABELS[unit]
    counts = {label(day): 0 for day in _steps(days[0][0], days[-1][0], unit)}
    for day, number in days:
        counts[label(day)] += number
    return list(counts.items())


def monday_of(week: str) -> dt.date:
    """Return the first day of an ISO week such as `2025-W43`."""
    return dt.date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def span_of(label: str, by: str) -> tuple[dt.date, dt.date]:
    """Return first and last day of a bucket: `2025-10-23`, `2025-W43`, `2025-10` or `2025`."""
    if by == "day":
        day = dt.date.fromisoformat(label)
        return day, day
    if by == "week":
        first = monday_of(label)
        return first, dt.date.fromordinal(min(first.toordinal() + 6, dt.date.max.toordinal()))
    year = int(label[:4])
    month = int(label[5:]) if by == "month" else 1
    end = 12 if by == "year" else month
    last = dt.date.max if (year, end) == (9999, 12) else dt.date(year + end // 12, end % 12 + 1, 1)
    return dt.date(year, month, 1), last if last == dt.date.max else last - dt.timedelta(1)


def week_in_words(week: str) -> str:
    """Return a week by its first day: `week from 20 October 2025`."""
    first = monday_of(week)
    return f"week from {first.day} {first:%B} {first.year}"


def _check_span(first: dt.date, last: dt.date, unit: str) -> None:
    """Raise UsageError for a span that has too many units."""
    number = ((last - first).days + 1) // _LONGEST.get(unit, 365)
    if number > MOST_BUCKETS:
        raise UsageError(
            f"a timeline by {unit} from {first} to {last} would have about {number:,} {unit}s; "
            f"at most {MOST_BUCKETS:,} are allowed",
            hint="count by month or year, or narrow the query with date:",
        )


def _steps(first: dt.date, last: dt.date, unit: str) -> Iterator[dt.date]:
    """Yield a day in every unit of the span, in order."""
    if unit == "year":
        yield from (dt.date(year, 1, 1) for year in range(first.year, last.year + 1))
    elif unit == "month":
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        yield from (dt.date(month // 12, month % 12 + 1, 1) for month in months)
    else:
        step = 7 if unit == "week" else 1
        start = first.toordinal() - (first.weekday() if unit == "week" else 0)
        yield from (dt.date.fromordinal(max(1, day)) for day in range(start, last.toordinal() + 1, step))
