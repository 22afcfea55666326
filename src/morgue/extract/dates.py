"""Moments as news prints them, read into RFC 3339 text with the offset of the source.

What comes out is one of three: an instant with its offset (`2025-10-23T23:30:00+05:30`), a bare day where
only a day is printed (`2025-10-23`), or the local time as printed without an offset (`2025-10-23T23:30:00`)
where the source gives no zone, or an abbreviation that means several zones and no country decides. Nothing
is filled in: no day without a year, never UTC by default. Two-digit years are read as RFC 5322 section 4.3
says (00 to 49 are 2000 to 2049).

A numeric date such as 03/04/2025 is read day first or month first by the caller's word or by country, and
is not read at all where neither decides.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from morgue.extract.tables import rows

LONGEST = 120
"""No printed moment is longer than this, in code points."""
FIRST_YEAR, LAST_YEAR = 1600, 2199
"""Years of news in the Gregorian calendar: 1404 is a year of Iran's, 1447 of Islam's, 2568 of Thailand's."""
MONTH_FIRST = frozenset({"US", "PH", "PR", "GU", "VI", "AS", "MP", "FM", "MH", "PW", "BZ"})
"""Countries that print 3 April as 04/03."""


class Reading(NamedTuple):
    """A moment that was read: `value` as described above, `note` how its zone was decided, or None."""

    value: str
    note: str | None = None

    @property
    def day(self) -> str:
        """The calendar day as printed."""
        return self.value[:10]

    @property
    def is_local(self) -> bool:
        """Whether it is a time of day without an offset."""
        return len(self.value) > 10 and self.value[-6] not in "+-"


class Clock(NamedTuple):
    """A time of day as printed: `fraction` with its dot, or empty."""

    hour: int
    minute: int
    second: int = 0
    fraction: str = ""


def moment(text: str, country: str | None = None, dayfirst: bool | None = None) -> str | None:
    """The moment that a text prints, as RFC 3339 text (see the module), or None."""
    found = reading(text, country, dayfirst)
    return found.value if found else None


def stated(value: str | dt.datetime | dt.date | None, country: str | None = None) -> Reading | None:
    """The reading of a moment as a feed gives it; a datetime without zone stays without offset."""
    if value is None:
        return None
    if isinstance(value, str):
        return reading(value, country)
    if isinstance(value, dt.datetime):
        return Reading(value.isoformat(timespec="auto" if value.microsecond else "seconds"))
    return Reading(value.isoformat())


@lru_cache(maxsize=4096)
def reading(text: str, country: str | None = None, dayfirst: bool | None = None) -> Reading | None:
    """The moment that a text prints and how its zone was read, or None where it prints no day."""
    text = " ".join(text[: LONGEST + 1].split())
    if not 6 <= len(text) <= LONGEST:
        return None
    try:
        return (
            _plain(text, country)
            or _iso(text, country)
            or _worded(text, country)
            or _numeric(text, country, dayfirst)
            or _week_or_ordinal(text)
        )
    except (ValueError, OverflowError):
        return None


_PLAIN = re.compile(
    r"(?:[A-Z][a-z]{2},? )?(\d{1,2})[ -]([A-Za-z]{3})[ -](\d{4}) (\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?(?: (.{1,40}))?",
    re.ASCII,
)


def _plain(text: str, country: str | None) -> Reading | None:
    """The commonest forms without any doubt: RFC 5322, and `26-FEB-1987 15:01:01.79`."""
    found = _PLAIN.fullmatch(text)
    month = months().get(found[2].lower()) if found else None
    if not found or not month:
        return None
    day, _, year, hour, minute, second, fraction, zone = found.groups()
    clock = Clock(int(hour), int(minute), int(second or 0), fraction or "")
    return _written(dt.date(int(year), month, int(day)), clock, zone or "", country)


_ISO = re.compile(
    r"(\d{4})(?:-(\d\d)-(\d\d)|/(\d\d)/(\d\d)|\.(\d\d)\.(\d\d)|(\d\d)(\d\d))"
    r"(?:(?:[T ]|,? )?(\d\d):?(\d\d)(?::?(\d\d)([.,]\d{1,9})?)? ?([AaPp]\.?[Mm]\b\.?)? ?(.{0,40}))?",
    re.ASCII,
)


def _iso(text: str, country: str | None) -> Reading | None:
    found = _ISO.fullmatch(text)
    if not found:
        return _east_asian(text, country)
    parts = found.groups()
    month = parts[1] or parts[3] or parts[5] or parts[7]
    day = dt.date(int(parts[0]), int(month), int(parts[2] or parts[4] or parts[6] or parts[8]))
    if parts[9] is None:
        return _written(day, None, "", country)
    clock = Clock(int(parts[9]), int(parts[10]), int(parts[11] or 0), (parts[12] or "").replace(",", "."))
    return _written(day, _half_day(clock, parts[13]), parts[14] or "", country)


_WEEK_OR_ORDINAL = re.compile(
    r"\d{4}(?:-W\d\d-[1-7]|W\d{3}|-?\d{3})(?:T[\d:.,]{4,15}(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)


def _week_or_ordinal(text: str) -> Reading | None:
    """The other two dates of ISO 8601: `2025-W43-4` (section 5.2.3) and `2025-296` (section 5.2.2)."""
    if not _WEEK_OR_ORDINAL.fullmatch(text):
        return None
    from dateutil.parser import isoparse

    found: dt.datetime = isoparse(text)
    return stated(found if "T" in text else found.date())


_EAST_ASIAN = re.compile(
    r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일](?:.{0,6}?(\d{1,2})[:時时시] ?(\d{2})?.{0,6})?"
)


def _east_asian(text: str, country: str | None) -> Reading | None:
    found = _EAST_ASIAN.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute = found.groups()
    clock = Clock(int(hour), int(minute or 0)) if hour else None
    return _written(dt.date(int(year), int(month), int(day)), clock, "", country)


_TIME = re.compile(
    r"(?<![\d:.])(\d{1,2})(?:(?:[:.hH]|(?<=\d) ?h ?)(\d\d)(?::(\d\d)([.,]\d{1,9})?)?)"
    r"(?: ?([AaPp]\.?[Mm]\b\.?))?(?: ?(?:Uhr|uur|hrs|hours|h)\b)?(?!\d)"
    r"|(?<![\d:.])(\d{1,2}) ?([AaPp]\.?[Mm]\b\.?)"
)
_WORDED = re.compile(
    r"(?<![\d:])(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?[ -]?(?:(?:de|of) )?(?P<month>[^\W\d_]{3,13})\.?,?"
    r"(?:[ -](?:(?:de|del) )?'?(?P<year>\d{4}|\d\d)(?![\d:])| (?=\d|[^\W\d_]{2,4} \d)|(?=$))"
    r"|(?P<month2>[^\W\d_]{3,13})\.? ?(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:,? ?(?P<year2>\d{4})(?![\d:]))?"
)
_YEAR = re.compile(r"(?<![\d:+-])(\d{4})(?![\d:])")


def _worded(text: str, country: str | None) -> Reading | None:
    at = 0
    while found := _WORDED.search(text, at):
        month = months().get((found["month"] or found["month2"]).casefold())
        if not month:
            at = found.end("month") if found["month"] else found.end("month2")
            continue
        rest = text[: found.start()] + " | " + text[found.end() :]
        year = found["year"] or found["year2"]
        if not year:
            late = _YEAR.search(rest)
            if not late:
                return None
            year, rest = late[1], rest[: late.start()] + " " + rest[late.end() :]
        day = dt.date(full_year(year), month, int(found["day"] or found["day2"]))
        return _with_time(day, rest, country)
    return None


_NUMERIC = re.compile(r"(?<![\d:])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")


def _numeric(text: str, country: str | None, dayfirst: bool | None) -> Reading | None:
    found = _NUMERIC.search(text)
    if not found:
        return None
    first, mark, second, year = int(found[1]), found[2], int(found[3]), full_year(found[4])
    day_first = _day_first(first, second, mark, country, dayfirst)
    if day_first is None:
        return None
    day = dt.date(year, second, first) if day_first else dt.date(year, first, second)
    return _with_time(day, text[: found.start()] + " | " + text[found.end() :], country)


def _day_first(first: int, second: int, mark: str, country: str | None, said: bool | None) -> bool | None:
    if first > 12 or second > 12 or first == second:
        return first > 12 or first == second
    if said is not None:
        return said
    if mark == ".":
        return True
    return country not in MONTH_FIRST if country and country != "CA" else None


def full_year(year: str) -> int:
    """The year of four or two digits (RFC 5322 section 4.3)."""
    value = int(year)
    if len(year) == 4:
        return value
    return value + (2000 if value < 50 else 1900)


def _with_time(day: dt.date, rest: str, country: str | None) -> Reading | None:
    found = _TIME.search(rest)
    if not found:
        return _written(day, None, "", country)
    if found[1]:
        clock = Clock(int(found[1]), int(found[2]), int(found[3] or 0), (found[4] or "").replace(",", "."))
        clock = _half_day(clock, found[5])
    else:
        clock = _half_day(Clock(int(found[6]), 0), found[7])
    return _written(day, clock, rest[found.end() :] + " " + rest[: found.start()], country)


def _half_day(clock: Clock, mark: str | None) -> Clock:
    if not mark:
        return clock
    if not 1 <= clock.hour <= 12:
        return clock
    return clock._replace(hour=clock.hour % 12 + (12 if mark[0] in "pP" else 0))


def _written(day: dt.date, clock: Clock | None, zone: str, country: str | None) -> Reading | None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    if clock is None:
        return Reading(day.isoformat())
    if clock.hour == 24 and clock.minute == clock.second == 0:
        clock, day = Clock(0, 0), day + dt.timedelta(days=1)
    local = dt.datetime(day.year, day.month, day.day, clock.hour, clock.minute, min(clock.second, 59))
    offset, note = offset_of(zone, local, country)
    return Reading(
        f"{local.isoformat()}{clock.fraction.rstrip('0.') and clock.fraction.rstrip('0')}{offset}", note
    )


_OFFSET = re.compile(r"(?:(?:UTC|GMT) ?)?([+\-−])(\d{1,2})(?::?(\d\d))?(?!\d)", re.ASCII)
_ZONE_NAME = re.compile(
    r"(?<![\w/])(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico"
    r"|Pacific|US)/[A-Z][A-Za-z_-]{1,20}(?:/[A-Z][A-Za-z_]{1,20}|[+-]\d{1,2})?(?!\w)"
)
"""A zone of the IANA's database by its name."""
_ABBREVIATION = re.compile(r"\b[A-ZМСК][A-Za-zМСК]?[A-ZМСК]{0,3}\b")


def offset_of(zone: str, local: dt.datetime, country: str | None) -> tuple[str, str | None]:
    """The offset that a zone as printed has at a local time, and the note for evidence.

    The offset is empty where nothing decides; the note then says which abbreviation was left unresolved.
    """
    if not zone or zone.isspace():
        return "", None
    named = _ZONE_NAME.search(zone) if "/" in zone else None
    if named:
        zone = f"{zone[: named.start()]} {zone[named.end() :]}"
    found = _OFFSET.search(zone)
    if found and int(found[2]) < 24:
        sign = "-" if found[1] != "+" and (int(found[2]) or int(found[3] or 0)) else "+"
        return f"{sign}{int(found[2]):02}:{found[3] or '00'}", None
    offset, note = "", None
    for name in _ABBREVIATION.findall(zone):
        meanings = zones().get(name)
        if meanings:
            offset, note = _meaning(name, meanings, local, country)
            break
    return (offset, note) if offset or not named else _of_name(named[0], local)


def _of_name(name: str, local: dt.datetime) -> tuple[str, str | None]:
    """The offset of a zone of the IANA's database at a local time; none in the hours that come twice or not at all."""
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "", None
    first, second = (_offset(local.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    if first != second:
        return "", f"{name} left unresolved: its clocks change in that hour"
    return first, f"{name} read as {first}"


def _meaning(
    name: str, meanings: dict[str, str], local: dt.datetime, country: str | None
) -> tuple[str, str | None]:
    chosen = meanings.get(country or "")
    by = country if chosen else None
    chosen = chosen or meanings.get("*")
    if chosen is None:
        return "", f"{name} left unresolved"
    offset = _in_zone(chosen, local) if "/" in chosen else chosen
    if len(meanings) == 1 and "/" not in chosen:
        return offset, None
    return offset, f"{name} read as {offset}" + (f" ({by})" if by else "")


def _in_zone(name: str, local: dt.datetime) -> str:
    return _offset(local.replace(tzinfo=ZoneInfo(name)))


def _offset(moment: dt.datetime) -> str:
    """The offset of a moment as `+02:00`; the seconds that the first years of a zone have are left out."""
    offset = moment.strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}"


@cache
def months() -> dict[str, int]:
    """The number of a month by its names and abbreviations in many languages, in lower case."""
    return {
        name.casefold().replace("_", " "): int(number)
        for number, names in rows("months.tsv")
        for name in names.split()
    }


@cache
def zones() -> dict[str, dict[str, str]]:
    """What a zone abbreviation means by country code; `*` where no country is known."""
    table: dict[str, dict[str, str]] = {}
    for name, meanings in rows("zones.tsv"):
        table[name] = {
            code: offset
            for codes, offset in (each.split("=") for each in meanings.split(" "))
            for code in codes.split(",")
        }
    return table


@lru_cache(maxsize=1024)
def with_year(month: int, day: int, near: str) -> str | None:
    """The ISO day of a month and day whose year is the one that lies nearest to the day `near`, or None.

    A story is dated within half a year of the feed's own date: a December dateline over a January date
    belongs to the year before.
    """
    reference = dt.date.fromisoformat(near[:10])
    if (month, day) == (reference.month, reference.day):
        return near[:10]
    found: list[dt.date] = []
    for year in (reference.year, reference.year - 1, reference.year + 1):
        try:
            found.append(dt.date(year, month, day))
        except ValueError:
            continue
    return min(found, key=lambda each: abs(each - reference)).isoformat() if found else None
