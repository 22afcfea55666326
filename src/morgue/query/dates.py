"""What a date in a query means: days for `date:` and its kin, instants for `published:` and `updated:`.

A value is a year, month, week or day, a relative word, a day some time ago, or a written date, and means
the whole of it. A range has a value at each end, or nothing at one of them:

    range  = value | value ".." [value] | ".." value | ("[" | "{") end " TO " end ("]" | "}")
    end    = value | quoted value | "*"
    value  = 2025 | 2025-10 | 2025-10-23 | 20251023 | 2025-W43 | 23/10/2025 | "23 October 2025" | "Oct 2025"
           | "October 23, 2025" | "24 octobre 2025" | "2025年10月24日" | gestern | today | yesterday | this-week | last-week | this-month | last-month
           | this-year | last-year | 7d | 2w | 3m | 1y        (the last four at an end of a range only)
    instant = value | day "T" hour [":" minute [":" second ["." fraction]]] ["Z" | offset]

Both ends are included and whole; braces exclude the whole of their end.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import TypeAlias

from morgue._startup.expression import expression
from morgue.errors import QueryError
from morgue.gazetteer.calendar import alternatives, month_name, months, weekday_name, weekdays
from morgue.query.context import Context, shown, wrong

DayRange: TypeAlias = tuple[dt.date | None, dt.date | None]
"""First and last day, both included; None is open."""

InstantRange: TypeAlias = tuple[dt.datetime | None, dt.datetime | None]
"""First instant, included, and last instant, excluded, in UTC; None is open."""

_Span: TypeAlias = tuple[dt.date, dt.date]

_MONTHS = months("en")
_MONTH = alternatives(_MONTHS)
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)?"
_FORMS_HINT = (
    'write date:2025, date:2025-10, date:2025-10-23, date:"23 October 2025", date:last-week or date:7d..'
)


class _NoDateError(ValueError):
    """A value that is no date: the message says why, `hint` what to write."""

    def __init__(self, message: str, hint: str = _FORMS_HINT) -> None:
        super().__init__(message)
        self.hint = hint


def _day(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise _NoDateError(f"there is no day {year:04}-{month:02}-{day:02}") from None


def _one_day(year: int, month: int, day: int) -> _Span:
    found = _day(year, month, day)
    return found, found


def _month(year: int, month: int) -> _Span:
    if not (1 <= month <= 12 and year):
        raise _NoDateError(f"there is no month {year:04}-{month:02}")
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _year(year: int) -> _Span:
    if not year:
        raise _NoDateError("there is no year 0000")
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _week(year: int, week: int) -> _Span:
    try:
        monday = dt.date.fromisocalendar(year, week, 1)
        return monday, monday + dt.timedelta(6)
    except (ValueError, OverflowError):
        raise _NoDateError(f"there is no week {year:04}-W{week:02}") from None


def _week_of(day: dt.date, *, ago: int) -> _Span:
    monday = day - dt.timedelta(day.weekday() + 7 * ago)
    return monday, monday + dt.timedelta(6)


def _month_of(day: dt.date, *, ago: int) -> _Span:
    year, month = divmod(day.year * 12 + day.month - 1 - ago, 12)
    if year < 1:
        raise OverflowError
    return _month(year, month + 1)


_RELATIVE: dict[str, Callable[[dt.date], _Span]] = {
    "today": lambda today: (today, today),
    "yesterday": lambda today: (today - dt.timedelta(1), today - dt.timedelta(1)),
    "this week": lambda today: _week_of(today, ago=0),
    "last week": lambda today: _week_of(today, ago=1),
    "this month": lambda today: _month_of(today, ago=0),
    "last month": lambda today: _month_of(today, ago=1),
    "this year": lambda today: _year(today.year),
    "last year": lambda today: _year(today.year - 1),
}


def _slashed(first: int, mark: str, second: int, year: int) -> _Span:
    """Return the day of a day and a month in either order, where only one can be meant. Raises _NoDateError."""
    if first <= 12 and second <= 12 and first != second:
        readings = [_day(year, second, first), _day(year, first, second)]
        both = " or ".join(f"{each.day} {month_name(each.month)} {each.year}" for each in readings)
        typed = f"{first:02}{mark}{second:02}{mark}{year:04}"
        raise _NoDateError(f"{typed} may be {both}", f"write {readings[0]} or {readings[1]}")
    return _one_day(year, second, first) if second <= 12 else _one_day(year, first, second)


_FORMS: tuple[tuple[str, Callable[[re.Match[str]], _Span]], ...] = (
    (r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", lambda m: _one_day(int(m[1]), int(m[3]), int(m[4]))),
    (r"(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})\.?", lambda m: _one_day(int(m[1]), int(m[2]), int(m[3]))),
    (r"(\d{4})", lambda m: _year(int(m[1]))),
    (r"(\d{4})[-/.](\d{1,2})", lambda m: _month(int(m[1]), int(m[2]))),
    (r"(\d{4})(\d{2})(\d{2})", lambda m: _one_day(int(m[1]), int(m[2]), int(m[3]))),
    (r"(\d{4})-?w(\d{1,2})", lambda m: _week(int(m[1]), int(m[2]))),
    (r"(\d{1,2})[-/](\d{4})", lambda m: _month(int(m[2]), int(m[1]))),
    (r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", lambda m: _slashed(int(m[1]), m[2], int(m[3]), int(m[4]))),
    (r"(\d{1,2})\. (\d{1,2})\. (\d{4})", lambda m: _slashed(int(m[1]), ". ", int(m[2]), int(m[3]))),
    (rf"({_MONTH})\.?[ ,/-]+(\d{{4}})", lambda m: _month(int(m[2]), _MONTHS[m[1]])),
    (
        rf"{_ORDINAL}(?: of)?[ ./-]*({_MONTH})\.?[ ,/-]+(\d{{4}})",
        lambda m: _one_day(int(m[3]), _MONTHS[m[2]], int(m[1])),
    ),
    (
        rf"({_MONTH})\.?[ -]+{_ORDINAL}[ ,-]+(\d{{4}})",
        lambda m: _one_day(int(m[3]), _MONTHS[m[1]], int(m[2])),
    ),
)
"""Patterns and what they mean; compiled where a date is read, which most queries have none of."""

_WEEKDAY = expression(rf"({alternatives(weekdays('en'))})\.?,? +(.*\d.*)", re.ASCII)
_LONGEST = 100
"""Characters of a value that may be two dates or have a weekday."""

_BETWEEN = (r"\.{3,}|…", r" (?:to|until|till|through|thru|and) ", r" ?[–—‒−/] ?| - ", r" ?- ?")
"""What is between two dates that are meant as a range, in the order in which it is tried."""

_BEFORE_RANGE = expression(r"^(?:from|between) ")
_SHORT_RANGE = expression(r"(\d{4}) ?[-–/] ?(\d{2})", re.ASCII)
_AGO = expression(r"(\d+)([dwmy])", re.ASCII)
_YEARLESS = expression(rf"(?:{_ORDINAL}[ -]+)?({_MONTH})\.?(?:[ -]+{_ORDINAL})?", re.ASCII)
_SHORT_YEAR = expression(r"\d{1,2}([-/.])\d{1,2}\1\d{2}|\d{1,3}", re.ASCII)
_TIMED = expression(r"\d{4}-\d\d-\d\d[t ]\d", re.ASCII)
_COMPARED = expression(r"[<>]=?")


def _ago(count: int, unit: str, today: dt.date) -> dt.date:
    """Return the day that is so many days, weeks, months or years before today; a month's end is clipped."""
    if unit in "dw":
        return today - dt.timedelta(count * (7 if unit == "w" else 1))
    first, last = _month_of(today, ago=count * (12 if unit == "y" else 1))
    return first.replace(day=min(today.day, last.day))


def _resolved(value: str, today: dt.date, *, end: bool) -> _Span:
    """Return the first and the last day of a value; `end` says that it is an end of a range."""
    plain = " ".join(value.lower().split()).strip(" ,")
    if len(plain) <= _LONGEST:
        if named := _WEEKDAY.fullmatch(plain):
            return _on_weekday(value, _one_date(named[2], today, end=end), named[1])
        if between := _range_meant(plain, today):
            raise _NoDateError(f"{shown(value)} is not one date", f"write date:{between}")
    return _one_date(value, today, end=end)


def _one_date(value: str, today: dt.date, *, end: bool) -> _Span:
    """Return the days of a value that is no range and has no weekday before it."""
    plain = " ".join(value.lower().split()).strip(" ,")
    if not plain.isascii():
        from morgue.extract.clocks import folded

        plain = folded(plain)
    relative = _RELATIVE.get(plain.replace("-", " ").replace("_", " "))
    if relative:
        return relative(today)
    for pattern, read in _FORMS:
        if match := re.fullmatch(pattern, plain, re.ASCII):
            return read(match)
    if match := _AGO.fullmatch(plain):
        if not end:
            raise _NoDateError(f"{shown(value)} is not a day", f"write {plain}.. for all since then")
        if len(match[1]) <= 6:
            day = _ago(int(match[1]), match[2], today)
            return day, day
        raise OverflowError
    return _in_another_language(value, today) or _raise(_unreadable(value, plain))


def _raise(error: _NoDateError) -> _Span:
    raise error


def _in_another_language(value: str, today: dt.date) -> _Span | None:
    """Return the days of a date that is written in another language than English, or None for what is no date."""
    if len(value) > _LONGEST:
        return None
    from morgue.extract.dates import has_two_months
    from morgue.query.written_dates import is_without_year, relative_name, weekday_in, written_date

    if name := relative_name(value):
        return _RELATIVE[name](today)

    if has_two_months(value):
        raise _NoDateError(
            f"{shown(value)} has a month that is one in Croatian and the next in Polish and Czech",
            "write it as a number, as in 2025-10-24",
        )
    found = written_date(value)
    if found is None:
        if is_without_year(value):
            plain = " ".join(value.lower().split())
            raise _NoDateError(
                f"{shown(value)} has no year", f'write it in quotes with its year: "{plain} 2025"'
            )
        return None
    if found.month is None:
        return _year(found.year)
    if found.day is None:
        return _month(found.year, found.month)
    span = _one_day(found.year, found.month, found.day)
    weekday = weekday_in(value)
    return span if weekday is None else _checked(value, span, weekday)


def _on_weekday(value: str, span: _Span, weekday: str) -> _Span:
    """Return the day that was written with its weekday. Raises _NoDateError where it is another weekday's."""
    first, last = span
    if first != last:
        raise _NoDateError(f"{shown(value)} is more than a day")
    return _checked(value, span, weekdays("en")[weekday])


def _checked(value: str, span: _Span, weekday: int) -> _Span:
    """Return the span of a day that is of this day of the week (Monday is 0). Raises _NoDateError for another."""
    first, _ = span
    if weekday != first.weekday():
        raise _NoDateError(f"{shown(value)}: {first} is a {weekday_name(first.weekday())}", f"write {first}")
    return span


def _range_meant(plain: str, today: dt.date) -> str | None:
    """Return the range that is meant by two dates in one value, as it is written in a query; or None."""
    for separator in _BETWEEN:
        for match in re.finditer(separator, plain):
            ends = _BEFORE_RANGE.sub("", plain[: match.start()]).strip(" ,"), plain[match.end() :].strip(" ,")
            if ends == ("", "") or not all(ends):
                continue
            try:
                first, last = (_one_date(each, today, end=True) for each in ends)
            except (_NoDateError, OverflowError, ValueError):
                continue
            written = [f'"{each}"' if " " in each else each for each in ends]
            return "..".join(written if first[0] <= last[1] else written[::-1])
    return _short_end(plain)


def _short_end(plain: str) -> str | None:
    """Return the range of years of which the second is written with two digits: `1987-88`."""
    short = _SHORT_RANGE.fullmatch(plain)
    if short is None or int(short[2]) <= max(12, int(short[1][2:])):
        return None
    return f"{short[1]}..{short[1][:2]}{short[2]}"


def _unreadable(value: str, plain: str) -> _NoDateError:
    if not plain:
        return _NoDateError("a date is missing")
    if _YEARLESS.fullmatch(plain):
        return _NoDateError(
            f"{shown(value)} has no year", f'write it in quotes with its year: "{plain} 2025"'
        )
    if _SHORT_YEAR.fullmatch(plain):
        return _NoDateError(f"{shown(value)} has no year of four digits", _FORMS_HINT)
    if _TIMED.match(plain):
        return _NoDateError(
            f"{shown(value)} is more than a day", f"write published:{shown(value)} for an instant"
        )
    if _COMPARED.match(plain):
        return _NoDateError(
            f"{shown(value)} is not a date", "write since:, until:, after: or before: and the date after it"
        )
    return _NoDateError(f"{shown(value)} is not a date")


def _guarded(value: str, position: int, today: dt.date, *, end: bool) -> _Span:
    try:
        return _resolved(value, today, end=end)
    except _NoDateError as problem:
        raise wrong(position, str(problem), problem.hint) from None
    except (OverflowError, ValueError):
        raise wrong(position, f"{shown(value)} lies outside the years 1 to 9999", _FORMS_HINT) from None


_BRACKETS = expression(r"([\[{])\s*(.*?)\s*([\]}])", re.DOTALL)


_MANY_DOTS = expression(r"\.{3,}")
_QUOTED = expression(r"[\"“”„‟«»〝〞〟](.*)[\"“”„‟«»〝〞〟]")


def _unquoted(end: str) -> str:
    """Return an end of a range without its quotation marks and the white space around it."""
    quoted = _QUOTED.fullmatch(end.strip())
    return (quoted[1] if quoted else end).strip()


class _Ends:
    """A range taken apart: the text of each end (None where it is open), and whether it is excluded."""

    __slots__ = ("before_last", "first", "last", "past_first")

    def __init__(self, value: str, position: int) -> None:
        self.past_first = self.before_last = False
        bracketed = _BRACKETS.fullmatch(value)
        if bracketed:
            ends = re.split(r"\s+TO\s+|\.\.", bracketed[2])
            self.past_first, self.before_last = bracketed[1] == "{", bracketed[3] == "}"
        else:
            ends = value.split("..")
        if len(ends) != 2:
            raise wrong(position, f"{shown(value)} is not a range", "write [2025-10-01 TO 2025-10-31]")
        self.first, self.last = (None if end in ("", "*") else end for end in map(_unquoted, ends))
        if self.first is None and self.last is None:
            raise wrong(
                position,
                "the range has neither a beginning nor an end",
                "write 2025-10-01..2025-10-31, 2025-10.. or ..2025-10",
            )


def _is_range(value: str) -> bool:
    return (".." in value and _MANY_DOTS.search(value) is None) or value[:1] in ("[", "{")


def _empty(position: int, value: str, ends: _Ends) -> QueryError:
    if ends.past_first or ends.before_last:
        hint = f"braces exclude their end; write [{ends.first} TO {ends.last}] to include both"
    else:
        hint = f"write {ends.last}..{ends.first}"
    return wrong(position, f"the range {shown(value)} is empty", hint)


def days(value: str, position: int, reading: Context) -> DayRange:
    """Return the days of a `date:` value or range. Raises QueryError at `position`."""
    today = reading.today
    if not _is_range(value):
        return _guarded(value, position, today, end=False)
    ends = _Ends(value, position)
    first = last = None
    if ends.first is not None:
        span = _guarded(ends.first, position, today, end=True)
        first = _next(span[1], position) if ends.past_first else span[0]
    if ends.last is not None:
        span = _guarded(ends.last, position, today, end=True)
        last = _previous(span[0], position) if ends.before_last else span[1]
    if first is not None and last is not None and first > last:
        raise _empty(position, value, ends)
    return first, last


def _next(day: dt.date, position: int) -> dt.date:
    if day == dt.date.max:
        raise wrong(position, "no day comes after the year 9999", _FORMS_HINT)
    return day + dt.timedelta(1)


def _previous(day: dt.date, position: int) -> dt.date:
    if day == dt.date.min:
        raise wrong(position, "no day comes before the year 1", _FORMS_HINT)
    return day - dt.timedelta(1)


def bounded(bound: str, value: str, position: int, reading: Context) -> DayRange:
    """Return the days of `since:`, `until:` (both included), `after:` or `before:` (both excluded)."""
    if _is_range(value):
        raise wrong(position, f"{bound}: takes one date, not a range", f"write date:{shown(value)}")
    first, last = _guarded(value, position, reading.today, end=True)
    match bound:
        case "since":
            return first, None
        case "until":
            return None, last
        case "after":
            return _next(last, position), None
        case _:
            return None, _previous(first, position)


_INSTANT = expression(
    r"(\d{4}-?\d{2}-?\d{2})[Tt ](\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,6}))?)?)?"
    r"\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
_INSTANT_HINT = "write 2025-10-23T18:00Z or 2025-10-23T18:00+05:30"
_LOOKS_TIMED = expression(r"\d[Tt ]\d|:")


def _zone(offset: str) -> dt.tzinfo:
    if offset in "Zz":
        return dt.UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return dt.timezone(dt.timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def _precision(match: re.Match[str]) -> dt.timedelta:
    if match[5]:
        return dt.timedelta(microseconds=10 ** (6 - len(match[5])))
    if match[4]:
        return dt.timedelta(seconds=1)
    return dt.timedelta(minutes=1) if match[3] else dt.timedelta(hours=1)


def _timed(match: re.Match[str]) -> tuple[dt.datetime, dt.datetime]:
    """Return the first instant of a time and the first after it, in UTC."""
    digits = match[1].replace("-", "")
    start = dt.datetime(
        int(digits[:4]),
        int(digits[4:6]),
        int(digits[6:]),
        int(match[2]),
        int(match[3] or 0),
        int(match[4] or 0),
        int((match[5] or "").ljust(6, "0")),
        tzinfo=_zone(match[6] or "Z"),
    ).astimezone(dt.UTC)
    return start, start + _precision(match)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def _instant_span(
    value: str, position: int, reading: Context, *, end: bool
) -> tuple[dt.datetime, dt.datetime]:
    """Return the first instant of a value and the first after it; a day is a day of UTC."""
    plain = value.strip()
    match = _INSTANT.fullmatch(plain)
    if match is None:
        if _LOOKS_TIMED.search(plain):
            raise wrong(position, f"{shown(value)} is not an instant", _INSTANT_HINT)
        first, last = _guarded(value, position, reading.today, end=end)
        return _midnight(first), _midnight(_next(last, position))
    try:
        span = _timed(match)
    except (ValueError, OverflowError):
        raise wrong(position, f"there is no instant {shown(value)}", _INSTANT_HINT) from None
    if match[6] is None:
        hint = f"write {plain}Z, or the offset that you mean, such as {plain}+05:30"
        reading.note("assumed-utc", position, f"{shown(plain)} has no offset and is read as UTC", hint)
    return span


def end_of(value: str, position: int, reading: Context) -> dt.datetime:
    """Return the first whole second behind the day, or the time, of an `asof:` value, in UTC. Raises QueryError."""
    if _is_range(value):
        raise wrong(position, "asof: takes one date or time, not a range", "write asof:2025-10-24")
    last = _instant_span(value, position, reading, end=True)[1]
    return last + dt.timedelta(microseconds=-last.microsecond % 1_000_000)


def instants(value: str, position: int, reading: Context) -> InstantRange:
    """Return the instants of a `published:` or `updated:` value or range, in UTC. Raises QueryError."""
    if not _is_range(value):
        return _instant_span(value, position, reading, end=False)
    ends = _Ends(value, position)
    first = last = None
    if ends.first is not None:
        first = _instant_span(ends.first, position, reading, end=True)[ends.past_first]
    if ends.last is not None:
        last = _instant_span(ends.last, position, reading, end=True)[not ends.before_last]
    if first is not None and last is not None and first >= last:
        raise _empty(position, value, ends)
    return first, last
