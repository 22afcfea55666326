"""Moments as news prints them, read into RFC 3339 text with the offset of the source.

What comes out is one of three: an instant with its offset (`2025-10-23T23:30:00+05:30`), a bare day where
only a day is printed (`2025-10-23`), or the local time as printed without an offset (`2025-10-23T23:30:00`)
where the source gives no zone, or an abbreviation that means several zones and no country decides. Nothing
is filled in: no day without a year, never UTC by default. Two-digit years are read as RFC 5322 section 4.3
says (00 to 49 are 2000 to 2049).

Clocks of twelve hours are counted to 24 first (`morgue.extract.clocks`), and digits of every script are read as ours.
A date that begins with its year is year, month, day, with or without zeros. 1970-01-01T00:00:00Z is no moment: systems
write it where they know none.

A numeric date such as 03/04/2025 is read day first or month first by the caller's word or by country, and
is not read at all where neither decides.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache, lru_cache
from typing import NamedTuple

from morgue.extract.clocks import Clock, folded, hour_of, in_24_hours
from morgue.extract.tables import rows
from morgue.extract.zones import offset_of

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


def moment(text: str, country: str | None = None, dayfirst: bool | None = None) -> str | None:
    """The moment that a text prints, as RFC 3339 text (see the module), or None."""
    found = reading(text, country, dayfirst)
    return found.value if found else None


def stated(
    value: str | dt.datetime | dt.date | None, country: str | None = None, *, rfc822: bool = False
) -> Reading | None:
    """The reading of a moment as a feed gives it; a datetime without zone stays without offset."""
    if value is None:
        return None
    if isinstance(value, str):
        return reading(value, country, rfc822=rfc822)
    if isinstance(value, dt.datetime):
        written = value.isoformat(timespec="auto" if value.microsecond else "seconds")
        return None if _is_zero(written) else Reading(written)
    return Reading(value.isoformat())


@lru_cache(maxsize=4096)
def reading(
    text: str, country: str | None = None, dayfirst: bool | None = None, *, rfc822: bool = False
) -> Reading | None:
    """The moment that a text prints and how its zone was read, or None where it prints no day.

    `rfc822` tells that it is a date-time of RFC 822 (a feed's pubDate, a message's Date).
    """
    text = folded(text[: LONGEST + 1])
    if not 6 <= len(text) <= LONGEST:
        return None
    try:
        return _standard(text) or _printed(in_24_hours(_without_remarks(text)), country, dayfirst, rfc822)
    except (ValueError, OverflowError):
        return None


_STANDARD = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2})[ -]([A-Za-z]{3})[ -](\d{4}) (\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?"
    r"(?: ([+-]\d{4}|GMT|UTC?|Z))?|(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?"
    r"([Zz]|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)


def _standard(text: str) -> Reading | None:
    """The commonest forms without any doubt: RFC 5322, `26-FEB-1987 15:01:01.79`, and RFC 3339."""
    found = _STANDARD.fullmatch(text)
    if not found:
        return None
    parts = found.groups()
    if parts[2]:
        month = months().get(parts[1].lower())
        if not month:
            return None
        day, time = dt.date(int(parts[2]), month, int(parts[0])), parts[3:8]
    else:
        day, time = dt.date(int(parts[8]), int(parts[9]), int(parts[10])), parts[11:]
    if not time[0]:
        return _written(day, None, "", None)
    clock = Clock(int(time[0]), int(time[1]), int(time[2] or 0), time[3] or "")
    return _written(day, clock, time[4] or "", None)


_REMARK = re.compile(r"\((?![A-Z]{1,5}\))[^()\d/]*\)")
_IN_A_WORD = re.compile(r"(?<=\w)\([^\W\d_]+\)")


def _without_remarks(text: str) -> str:
    """The text without what stands in brackets (comments of RFC 822, section 3.4.3), but zones and numbers."""
    for _ in range(3):
        if "(" not in text:
            break
        text = _REMARK.sub(_kept, _IN_A_WORD.sub("", text))
    return " ".join(text.split())


def _kept(found: re.Match[str]) -> str:
    """A word for the half of the day in brackets beside a clock, as it is; nothing of another remark."""
    before, after = found.string[: found.start()].rstrip()[-5:], found.string[found.end() :].lstrip()[:5]
    beside = next(
        (each for each in (f"{found[0]} 8:15", f"8:15 {found[0]}") if in_24_hours(each) != each), None
    )
    return found[0] if beside and (":" in before or ":" in after) else " "


def _printed(text: str, country: str | None, dayfirst: bool | None, rfc822: bool) -> Reading | None:
    """The moment in a text whose clock counts to 24."""
    home = _Home(country, dayfirst, rfc822)
    text = _vietnamese(text) if "th" in text.casefold() else text
    return (
        _compact(text, home)
        or _year_first(text, home)
        or _worded(text, home)
        or _numeric(text, home)
        or _week_or_ordinal(text)
    )


class _Home(NamedTuple):
    """What decides an order of numbers and an abbreviation: see `reading`."""

    country: str | None
    dayfirst: bool | None
    rfc822: bool


_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:(?:[Tt ]|,? )?(\d\d):?(\d\d)(?::?(\d\d)([.,]\d{1,9})?)? ?([AaPp])?(?(8)\.?[Mm]\b\.?) ?(.{0,40}))?",
    re.ASCII,
)


def _compact(text: str, home: _Home) -> Reading | None:
    """The basic format of ISO 8601 (section 5.2.1.1) and its like: `20251023T233000+0530`, `20251023 1130 PM`."""
    found = _COMPACT.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second, fraction, half, zone = found.groups()
    date = dt.date(int(year), int(month), int(day))
    if hour is None:
        return _written(date, None, "", home)
    counted = hour_of("am" if half in "aA" else "pm", int(hour)) if half else int(hour)
    clock = Clock(counted or 0, int(minute), int(second or 0), (fraction or "").replace(",", "."))
    return _written(date, clock, zone or "", home)


_YEAR_FIRST = re.compile(
    r"(?<![\d./:-])(\d{4})(?:(?P<mark> ?[-/._] ?| )(\d{1,2})(?P=mark)(\d{1,2})| ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일號号]?)(?!\d)"
)
_ZONE_OF_DAY = re.compile(r" ?(?:[Zz]|[+-]\d\d:?\d\d)")
"""The zone of a day, in XML Schema's `date` (part 2, section 3.3.9): it makes no time of day."""


def _year_first(text: str, home: _Home) -> Reading | None:
    """A date of numbers that begins with its year, which never leaves month and day in doubt."""
    found = _YEAR_FIRST.search(text)
    if not found:
        return None
    month, date = found[3] or found[5], found[4] or found[6]
    day = dt.date(int(found[1]), int(month), int(date))
    if _ZONE_OF_DAY.fullmatch(text, found.end()):
        return _written(day, None, "", home)
    return _with_time(day, text[: found.start()], text[found.end() :], home)


_VIETNAMESE = re.compile(
    r"\b(?:tháng|thg|th(?=\d))\.? ?(?:(\d{1,2})\b|(mười một|mười hai|giêng|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|chạp)\b)[,.]?(?: ?năm\b(?= ?\d))?",
    re.IGNORECASE,
)
_VIETNAMESE_MONTHS = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip


def _vietnamese(text: str) -> str:
    """The text with a month of Vietnam (`tháng 3`, `tháng Ba`) under a name in one word."""

    def named(found: re.Match[str]) -> str:
        number = int(found[1]) if found[1] else _VIETNAMESE_MONTHS[found[2].lower()]
        return f" {_ENGLISH[number]} " if 1 <= number <= 12 else found[0]

    return " ".join(_VIETNAMESE.sub(named, text).split())


_ENGLISH = "? Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905  a table of words


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


_TIME = re.compile(
    r"(?<![\d:.])(\d{1,2})(?:(?::|[.hH](?=\d\d)|(?<=\d) ?h ?(?=\d\d))(\d\d?)(?:[:.](\d\d?)([.,]\d{1,9})?)?"
    r"| ?(?:Uhr|uur|h|heures?|hrs)\b)(?: ?(?:Uhr|uur|hrs|hours|h)\b)?(?!\d)"
)
_MONTH = r"(?P<month>(?:كانون|تشرين) [^\s\d]+|[^\s\d,/:|()\[\].\-]{1,16}(?:\.[^\s\d,/:|()\[\].\-]{1,3})?)"
_DAY = r"(?<!\d)(?<!\d[:.])(?P<day>\d{1,2})"
_ORDINAL = r"(?:st|nd|rd|th|ero?|\.º|\.|º|ª)?"
_OF = r"(?:(?:de|of) |d['’])?"
_TOO = r"(?:/(?:(?:كانون|تشرين) )?[^\W\d_]+)?"
"""The month by its name in other countries too, as Arabic papers print: `ديسمبر/كانون الأول`."""
_DAY_MONTH_YEAR = re.compile(
    rf"{_DAY}{_ORDINAL}[ ./-]?{_OF}{_MONTH}{_TOO}\.?,?[ ./-]?(?:del? )?'?(?P<year>\d{{4}}(?!\d)|\d\d(?![\d:]|[.hH]\d| ?[hH]\b))"
)
_MONTH_DAY_YEAR = re.compile(
    rf"(?<![^\W\d_]){_MONTH}\.?[ ./-]?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?:(?:,? ?|[./-])(?P<year>\d{{4}})(?!\d)| ?'(?P<late>\d\d)(?!\d))"
)
_DAY_MONTH = re.compile(rf"{_DAY}{_ORDINAL}[ ./-]?{_OF}{_MONTH}(?=[\s.,]|$)")
_MONTH_DAY = re.compile(rf"(?<![^\W\d_]){_MONTH}\.?[ ./-]?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])")
_YEAR = re.compile(r"(?<![\d:+-])(\d{4})(?![\d:])")


def _worded(text: str, home: _Home) -> Reading | None:
    """A date whose month is a word; one that has its year beside it goes before one whose year is elsewhere."""
    for form in (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _DAY_MONTH, _MONTH_DAY):
        found, month = _named(form, text)
        if not found:
            continue
        before, after = text[: found.start()], text[found.end() :]
        year = found.groupdict().get("year") or found.groupdict().get("late")
        if not year:
            late = _YEAR.search(after) or _YEAR.search(before)
            if not late:
                continue
            year = late[1]
            part = late.string[: late.start()] + " " + late.string[late.end() :]
            before, after = (before, part) if late.string is after else (part, after)
        return _with_time(dt.date(full_year(year), month, int(found["day"])), before, after, home)
    return None


def _named(form: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, int]:
    """The first match of a form whose month is the name of one, and that month's number."""
    at = 0
    while found := form.search(text, at):
        name = found["month"].casefold()
        if month := months().get(name) or months().get(name.removeprefix("ב")):
            return found, month
        at = max(found.start() + 1, found.end("month") if form in (_DAY_MONTH, _DAY_MONTH_YEAR) else 0)
    return None, 0


_NUMERIC = re.compile(r"(?<![\d:])(\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{4}|\d\d)(?!\d)")


def _numeric(text: str, home: _Home) -> Reading | None:
    found = _NUMERIC.search(text)
    if not found:
        return None
    first, mark, second, year = int(found[1]), found[2], int(found[3]), full_year(found[4])
    day_first = _day_first(first, second, mark, home.country, home.dayfirst)
    if day_first is None:
        return None
    day = dt.date(year, second, first) if day_first else dt.date(year, first, second)
    return _with_time(day, text[: found.start()], text[found.end() :], home)


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


_HALF_LEFT = re.compile(r"[\s,(/|–-]{0,3}[AaPp]\.? ?[Mm](?![^\W\d_])")
"""A half of the day behind a clock with which it was not read, so that the clock is in doubt."""


def _with_time(day: dt.date, before: str, after: str, home: _Home) -> Reading | None:
    """The day with the clock that stands behind or before it, and the zone behind that."""
    rest = f"{before} | {after.lstrip(':')}"
    found = _TIME.search(rest)
    if not found:
        return _written(day, None, "", home)
    clock = Clock(int(found[1]), int(found[2] or 0), int(found[3] or 0), (found[4] or "").replace(",", "."))
    zone = rest[found.end() :]
    if clock.hour <= 12 and _HALF_LEFT.match(zone):
        return _written(day, None, "", home)
    if (
        not zone.strip(" |.,")
        or not offset_of(zone, dt.datetime(day.year, day.month, day.day), home.country)[0]
    ):
        zone = f"{zone} {rest[: found.start()]}"
    return _written(day, clock, zone, home)


def _written(day: dt.date, clock: Clock | None, zone: str, home: _Home | None) -> Reading | None:
    """The moment in RFC 3339, or None for a year that news has not and for the zero of a computer's clock."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    if clock is None:
        return Reading(day.isoformat())
    if clock.hour == 24 and clock.minute == clock.second == 0:
        clock, day = Clock(0, 0), day + dt.timedelta(days=1)
    local = dt.datetime(day.year, day.month, day.day, clock.hour, clock.minute, min(clock.second, 59))
    country, rfc822 = (home.country, home.rfc822) if home else (None, False)
    offset, note = offset_of(zone, local, country, rfc822=rfc822)
    value = f"{local.isoformat()}{clock.fraction.rstrip('0.') and clock.fraction.rstrip('0')}{offset}"
    return None if _is_zero(value) else Reading(value, note)


def _is_zero(value: str) -> bool:
    """Whether a moment is 1970-01-01T00:00:00Z, which systems write where they know none.

    So is that midnight without a zone; the day alone is a day.
    """
    if len(value) <= 10 or value[:4] not in ("1969", "1970"):
        return False
    found = dt.datetime.fromisoformat(value)
    return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).timestamp() == 0


@cache
def months() -> dict[str, int]:
    """The number of a month by its names and abbreviations in many languages, in lower case."""
    return {
        name.casefold().replace("_", " "): int(number)
        for number, names in rows("months.tsv")
        for name in names.split()
    }


@cache
def weekdays() -> dict[str, int]:
    """The number of a day of the week (Monday is 0) by its names and abbreviations, in lower case."""
    return {
        name.replace("_", " "): int(number) - 1
        for number, names in rows("weekdays.tsv")
        for name in names.split()
    }


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
