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
is not read at all where neither decides. Nor are three numbers of two digits that are a date with the year first too
(25-03-04). Of a span of days the first is read (`3-4 March 2025`). A clock of 1 to 12 beside a word that is no known
one leaves only the day. `listopada` and the other names that are one month in Croatia and another in its neighbours'
languages are read by language, country or the day of the week, and not at all where none decides.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from morgue.extract.calendars import in_common_calendar, is_of_nepal
from morgue.extract.clocks import CLOCK_WORDS, Clock, folded, hour_of, in_24_hours, in_digits
from morgue.extract.names import MARKS
from morgue.gazetteer.calendar import month_name, months, months_in_dates, weekdays
from morgue.gazetteer.zones import offset_of, zones

LONGEST = 120
"""No printed moment is longer than this, in code points."""
FIRST_YEAR, LAST_YEAR = 1600, 2199
"""Years of news in the Gregorian calendar: 1404 is a year of Iran's, 1447 of Islam's, 2568 of Thailand's."""
MONTH_FIRST = frozenset({"US", "PH", "PR", "GU", "VI", "AS", "MP", "FM", "MH", "PW", "BZ"})
"""Countries that print 3 April as 04/03."""

YEAR_FIRST = frozenset({"CN", "TW", "HK", "JP", "KR", "KP", "MN", "HU", "LT", "SE", "IR", "CA", "ZA"})
"""Countries that print 3 April 2025 as 25/04/03, or as well so."""


class ReadMoment(NamedTuple):
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
    """Return the moment that a text prints, as RFC 3339 text (see the module), or None."""
    found = reading(text, country, dayfirst)
    return found.value if found else None


def stated(
    value: str | dt.datetime | dt.date | None,
    country: str | None = None,
    *,
    rfc822: bool = False,
    language: str | None = None,
) -> ReadMoment | None:
    """Return the reading of a moment as a feed gives it; a datetime without zone stays without offset."""
    if value is None:
        return None
    if isinstance(value, str):
        return reading(value, country, rfc822=rfc822, language=language)
    if isinstance(value, dt.datetime):
        written = value.isoformat(timespec="auto" if value.microsecond else "seconds")
        return None if _is_zero(written) else ReadMoment(written)
    return ReadMoment(value.isoformat())


@lru_cache(maxsize=4096)
def reading(
    text: str,
    country: str | None = None,
    dayfirst: bool | None = None,
    *,
    rfc822: bool = False,
    language: str | None = None,
) -> ReadMoment | None:
    """Return the moment that a text prints and how its zone was read, or None where it prints no day.

    `rfc822` says that it is a date-time of RFC 822 (a feed's pubDate, a message's Date); `language` is the story's
    (BCP 47), for names that are two months.
    """
    text = folded(text[: LONGEST + 1])
    if not 6 <= len(text) <= LONGEST:
        return None
    try:
        if language and language[:2] == "ne" and is_of_nepal(text):
            return None
        if found := _standard(text) or _since_1970(text):
            return found
        common = in_common_calendar(text, language, country)
        return (
            _printed(_without_remarks(common), _Home(country, dayfirst, rfc822, language)) if common else None
        )
    except (ValueError, OverflowError):
        return None


_STANDARD = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2})[ -]([A-Za-z]{3})[ -](\d{4}) (\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?"
    r"(?: ([+-]\d{4}|GMT|UTC?|Z))?|(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?"
    r"([Zz]|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)


def _standard(text: str) -> ReadMoment | None:
    """Return the commonest forms without any doubt: RFC 5322, `26-FEB-1987 15:01:01.79`, and RFC 3339."""
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


_SINCE_1970 = re.compile(r"(?:\\?/Date\((-?\d{1,14})(?:[+-]\d{4})?\)\\?/|(1\d{9}|1\d{12}))", re.ASCII)


def _since_1970(text: str) -> ReadMoment | None:
    """Return an instant as milliseconds or seconds since 1970: `1741075500`, or `/Date(1741075500000)/` as ASP.NET writes it.

    A bare number of ten digits that is a day and an hour too (`1998030408`) is not read.
    """
    found = _SINCE_1970.fullmatch(text)
    if not found:
        return None
    number = found[1] or found[2]
    if found[2] and len(number) == 10 and number[:4] >= "1850" and _is_day(number[:8]):
        return None
    seconds = int(number) / (1 if found[2] and len(number) == 10 else 1000)
    when = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=int(seconds))
    return stated(when) if FIRST_YEAR <= when.year <= LAST_YEAR else None


def _is_day(digits: str) -> bool:
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


_REMARK = re.compile(r"\((?![A-Z]{1,5}\))[^()\d/]*\)")
_IN_A_WORD = re.compile(r"(?<=\w)\([^\W\d_]+\)")


def _without_remarks(text: str) -> str:
    """Return the text without what is in brackets (comments of RFC 822, section 3.4.3), but zones and numbers."""
    for _ in range(3):
        if "(" not in text:
            break
        text = _REMARK.sub(_kept, _IN_A_WORD.sub("", text))
    return " ".join(text.split())


def _kept(found: re.Match[str]) -> str:
    """Return a word for the half of the day in brackets beside a clock, as it is; nothing of another remark."""
    before, after = found.string[: found.start()].rstrip()[-5:], found.string[found.end() :].lstrip()[:5]
    beside = next(
        (each for each in (f"{found[0]} 8:15", f"8:15 {found[0]}") if in_24_hours(each) != each), None
    )
    return found[0] if beside and (":" in before or ":" in after) else " "


def _printed(printed: str, home: _Home) -> ReadMoment | None:
    """Return the moment in a text without remarks."""
    text = in_24_hours(printed)
    home = home._replace(half_known="".join(text.split()) != "".join(in_digits(printed).split()))
    text = vietnamese(text) if "th" in text.casefold() else text
    text = _first_of_span(text)
    return (
        _compact(text, home)
        or _year_first(text, home)
        or _worded(text, home)
        or _numeric(text, home)
        or _week_or_ordinal(text)
    )


_SPAN = (
    r" ?(?:[-–—/+&]|(?:to|and|until|till|through|et|au|à|bis|und|al|a|y|e|i|do|en|tot|och|til|og|до|и|–) ) ?"
)
_DAYS = re.compile(
    rf"(?<![\d.:/-])(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?{_SPAN}\d{{1,2}}(?!\d|[:.]\d)(?=(?:st|nd|rd|th|\.|º)? ?(?:(?:of|de) |d['’])?([^\W\d_]{{3,16}}))"
)
"""Two days of one month."""
_DAY_AND_MONTH = r"\d{1,2}(?:st|nd|rd|th|er|\.|º)? (?:(?:of|de) |d['’])?[^\W\d_]{3,16}"
_MONTH_AND_DAY = r"[^\W\d_]{3,16}\.? \d{1,2}(?:st|nd|rd|th)?"
_DAYS_OF_MONTHS = re.compile(
    rf"(?<![\w.:/-])(?:(?P<first>{_DAY_AND_MONTH})\.?{_SPAN}(?P<last>{_DAY_AND_MONTH})"
    rf"|(?P<first2>{_MONTH_AND_DAY}){_SPAN}(?P<last2>{_MONTH_AND_DAY}))(?P<year>\.?,? (?:(?:de|del) )?\d{{4}})(?!\d)"
)
"""The days of two months in the one year behind them."""
_NUMBERS = re.compile(r"(?<![\d.:/-])(\d{1,2})\.? ?[-–—] ?\d{1,2}(?=([./]) ?\d{1,2}\2 ?\d{4}(?!\d))")
"""Two days of a month in numbers: `1.-2.3.2025`."""


def _first_of_span(text: str) -> str:
    """Return the text with the first day alone of a span of days, so that every way to print one is read alike."""
    text = _NUMBERS.sub(r"\1", text)
    if found := _DAYS_OF_MONTHS.search(text):
        first, last = found["first"] or found["first2"], found["last"] or found["last2"]
        one, two = (next(filter(None, map(_month_of, each.split())), None) for each in (first, last))
        if one and two:
            year = int(found["year"][-4:]) - (one > two)
            text = f"{text[: found.start()]}{first} {year}{text[found.end() :]}"
    return _DAYS.sub(lambda found: found[1] if _month_of(found[2]) else found[0], text)


def _month_of(word: str) -> int | None:
    """Return the number of the month that a word names, or None."""
    return months().get(word.strip(".,").casefold().removeprefix("d'").removeprefix("d’"))


class _Home(NamedTuple):
    """What decides an order of numbers and an abbreviation: see `reading`.

    `half_known` says whether the half of the day was printed in a word that is known.
    """

    country: str | None
    dayfirst: bool | None
    rfc822: bool
    language: str | None = None
    half_known: bool = False


_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:(?:[Tt ]|,? )?(\d\d):?(\d\d)(?::?(\d\d)([.,]\d{1,9})?)? ?([AaPp])?(?(8)\.?[Mm]\b\.?) ?(.{0,40}))?",
    re.ASCII,
)


def _compact(text: str, home: _Home) -> ReadMoment | None:
    """Return the basic format of ISO 8601 (section 5.2.1.1) and its like: `20251023T233000+0530`, `20251023 1130 PM`."""
    found = _COMPACT.fullmatch(text)
    if not found:
        return None
    year, month, day, hour, minute, second, fraction, half, zone = found.groups()
    date = dt.date(int(year), int(month), int(day))
    if hour is None:
        return _written(date, None, "", home)
    if not half and 1 <= int(hour) <= 12 and not home.half_known and _is_beside_word("", zone or ""):
        return _written(date, None, "", home)
    counted = hour_of("am" if half in "aA" else "pm", int(hour)) if half else int(hour)
    clock = Clock(counted or 0, int(minute), int(second or 0), (fraction or "").replace(",", "."))
    return _written(date, clock, zone or "", home)


_YEAR_FIRST = re.compile(
    r"(?<![\d./:-])(\d{4})(?:(?P<mark> ?[-/._] ?| )(\d{1,2})(?P=mark)(\d{1,2})| ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일號号]?| оны (\d{1,2})(?:-р)? сарын (\d{1,2}))(?!\d)"
)
_ZONE_OF_DAY = re.compile(r" ?(?:[Zz]|[+-]\d\d:?\d\d)")
"""The zone of a day, in XML Schema's `date` (part 2, section 3.3.9): it makes no time of day."""


def _year_first(text: str, home: _Home) -> ReadMoment | None:
    """Return a date of numbers that begins with its year, which never leaves month and day in doubt."""
    found = _YEAR_FIRST.search(text)
    if not found:
        return None
    month, date = found[3] or found[5] or found[7], found[4] or found[6] or found[8]
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


def vietnamese(text: str) -> str:
    """Return the text with a month of Vietnam (`tháng 3`, `tháng Ba`) under a name in one word."""

    def named(found: re.Match[str]) -> str:
        number = int(found[1]) if found[1] else _VIETNAMESE_MONTHS[found[2].lower()]
        return f" {month_name(number)} " if 1 <= number <= 12 else found[0]

    return " ".join(_VIETNAMESE.sub(named, text).split())


_WEEK_OR_ORDINAL = re.compile(
    r"\d{4}(?:-W\d\d-[1-7]|W\d{3}|-?\d{3})(?:T[\d:.,]{4,15}(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)


def _week_or_ordinal(text: str) -> ReadMoment | None:
    """Return the other two dates of ISO 8601: `2025-W43-4` (section 5.2.3) and `2025-296` (section 5.2.2)."""
    if not _WEEK_OR_ORDINAL.fullmatch(text):
        return None
    from dateutil.parser import isoparse

    found: dt.datetime = isoparse(text)
    return stated(found if "T" in text else found.date())


_TIME = re.compile(
    r"(?<![\d:.])(\d{1,2})(?:(?::|[.hH](?=\d\d)|(?<=\d) ?h ?(?=\d\d))(\d\d?)(?:[:.](\d\d?)([.,]\d{1,9})?)?"
    r"| ?(?:Uhr|uur|h|heures?|hrs)\b)(?: ?(?:Uhr|uur|hrs|hours|h)\b)?(?!\d)"
)
_TWO_WORDS = (
    r"(?=[^\x00-\x7f])(?:كانون|تشرين|كانوونی|کانوونی|کانونی|تشرینی) [^\s\d]+|(?=[а-яА-Я])(?i:(?:арван )?[а-яёөү]+ сарын)"
    r"|(?:[Mm]h?eán|[Dd]eireadh) [^\s\d]+"
)
"""Names of months in two words, of Arabic, Kurdish, Mongolian and Irish."""
_MONTH = rf"(?P<month>{_TWO_WORDS}|[^\s\d,/:|()\[\].\-]{{1,16}}(?:\.[^\s\d,/:|()\[\].\-]{{1,3}})?)"
_DAY = r"(?<!\d)(?<!\d[:.])(?P<day>\d{1,2})"
_ORDINAL = r"(?:st|nd|rd|th|mh|ero?|\.º|\.|º|ª|-(?:an?|e)(?![^\W\d_])|ê|ی|טן)?"
_OF = r"(?:(?:de|of|dhen|An|Am|a viz|[Oo]ṣù) |d['’]|ta['’] ?)?"
_APART = "(?:, ?|[ ./-])?"
_TOO = r"(?:/(?:(?:كانون|تشرين) )?[^\W\d_]+)?"
"""The month by its name in other countries too, as Arabic papers print: `ديسمبر/كانون الأول`."""
_DAY_MONTH_YEAR = re.compile(
    rf"{_DAY}{_ORDINAL}{_APART}{_OF}{_MONTH}{_TOO}\.?,?[ ./-]?(?:del? )?'?(?P<year>\d{{4}}(?!\d)|\d\d(?![\d:]|[.hH]\d| ?[hH]\b))"
)
_MONTH_DAY_YEAR = re.compile(
    rf"(?<![^\W\d_]){_MONTH}\.?[ ./-]?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?:(?:,? ?|[./-])(?P<year>\d{{4}})(?!\d)| ?'(?P<late>\d\d)(?!\d))"
)
_DAY_MONTH = re.compile(rf"{_DAY}{_ORDINAL}[ ./-]?{_OF}{_MONTH}(?=[\s.,]|$)")
_MONTH_DAY = re.compile(rf"(?<![^\W\d_]){_MONTH}\.?[ ./-]?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])")
_WHOLE = (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR)
"""The forms in which a word between a day and a year can be nothing but a month."""
_YEAR_BEFORE = re.compile(r"(?<!\d)\d{4}[^\d:]{1,8}\Z")
"""A year right before a month and a day, with a word at most between them: `2024(e)ko ots. 29`, `2024. gada 11. jūn.`"""
_YEAR = re.compile(r"(?<![\d:+-])(\d{4})(?![\d:])")


def _worded(text: str, home: _Home) -> ReadMoment | None:
    """Return a date whose month is a word; one that has its year beside it goes before one whose year is elsewhere."""
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
        meant = _month_meant(
            found["month"].casefold(), month, (int(found["day"]), full_year(year)), text, home
        )
        if meant is None:
            return None
        return _with_time(dt.date(full_year(year), meant, int(found["day"])), before, after, home)
    return None


TWO_MONTHS = {"listopad": (10, 11), "listopada": (10, 11), "lis": (10, 11), "lip": (6, 7), "srp": (7, 8)}
"""Names that are one month in Croatian and the next in Polish and Czech."""
_CROATIAN = frozenset({"hr", "bs", "HR", "BA"})
_NEIGHBOURS = frozenset({"pl", "cs", "sk", "PL", "CZ", "SK"})


def has_two_months(text: str) -> bool:
    """Return whether a text has a name that is one month in Croatian and another in Polish and Czech."""
    return any(each.casefold() in TWO_MONTHS for each in _WORDS.findall(text[:LONGEST]))


def _month_meant(name: str, month: int, printed: tuple[int, int], text: str, home: _Home) -> int | None:
    """Return the month of a name; of two months that of the language or the country, or by the day of the week, else None.

    `printed` is the day and the year.
    """
    both = TWO_MONTHS.get(name)
    if not both:
        return month
    for at_home in ((home.language or "").partition("-")[0].casefold(), home.country):
        if at_home in _CROATIAN:
            return both[0]
        if at_home in _NEIGHBOURS:
            return both[1]
    days = {weekdays().get(each.casefold()) for each in _WORDS.findall(text)}
    fits = [each for each in both if _weekday(printed[1], each, printed[0]) in days - {None}]
    return fits[0] if len(fits) == 1 else None


def _weekday(year: int, month: int, day: int) -> int:
    """Return the day of the week (Monday is 0), or -1 where the month has no such day."""
    try:
        return dt.date(year, month, day).weekday()
    except ValueError:
        return -1


_WORDS = re.compile(r"[^\W\d_]+")


def _named(form: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, int]:
    """Return the first match of a form whose month is the name of one, and that month's number."""
    at = 0
    while found := form.search(text, at):
        whole = form in _WHOLE or _YEAR_BEFORE.search(text, max(0, found.start() - 12), found.start())
        names = months_in_dates() if whole else months()
        name = found["month"].casefold()
        if month := names.get(name) or names.get(name.rstrip("॰׳’'").removeprefix("ב")):
            return found, month
        at = max(found.start() + 1, found.end("month") if form in (_DAY_MONTH, _DAY_MONTH_YEAR) else 0)
    return None, 0


_NUMERIC = re.compile(r"(?<![\d:])(\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{4}|\d\d)(?!\d)")


def _numeric(text: str, home: _Home) -> ReadMoment | None:
    found = _NUMERIC.search(text)
    if not found:
        return None
    first, mark, second, year = int(found[1]), found[2], int(found[3]), full_year(found[4])
    if len(found[4]) == 2 and _may_begin_with_year(found, home):
        return None
    day_first = _day_first(first, second, mark, home.country, home.dayfirst)
    if day_first is None:
        return None
    day = dt.date(year, second, first) if day_first else dt.date(year, first, second)
    return _with_time(day, text[: found.start()], text[found.end() :], home)


def _may_begin_with_year(found: re.Match[str], home: _Home) -> bool:
    """Return whether three numbers of two digits are a date as well with the year first: `25-03-04`.

    A country or the caller decides the order of numbers with bars and dots; with hyphens, which ISO 8601 has, only
    the caller does.
    """
    if len(found[1]) < 2 or len(found[3]) < 2 or home.dayfirst is not None:
        return False
    if home.country and found[2] != "-" and home.country not in YEAR_FIRST:
        return False
    try:
        dt.date(full_year(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return False
    return True


def _day_first(first: int, second: int, mark: str, country: str | None, said: bool | None) -> bool | None:
    if first > 12 or second > 12 or first == second:
        return first > 12 or first == second
    if said is not None:
        return said
    if mark == ".":
        return True
    return country not in MONTH_FIRST if country and country != "CA" else None


def full_year(year: str) -> int:
    """Return the year of four or two digits (RFC 5322 section 4.3)."""
    value = int(year)
    if len(year) == 4:
        return value
    return value + (2000 if value < 50 else 1900)


_LETTERS = rf"(?:[^\W\d_]|[{MARKS}])+"
_WORD_AFTER = re.compile(rf"(?P<gap>[\s,.(\[’'/–-]*)(?P<word>{_LETTERS}(?:[./]{_LETTERS})*)")
_WORD_BEFORE = re.compile(rf"(?P<word>{_LETTERS})(?P<gap>[\s,.:)\]’'/–-]*)\Z")


def _is_beside_word(before: str, after: str) -> bool:
    """Return whether a clock is between words of which one may tell the half of the day, for all that is known of it.

    Known words are passed over to the next: `8:05 de la vesprada`, `am Abend um 8:05`.
    """
    at, known = 0, ""
    for _ in range(4):
        found = _WORD_AFTER.match(after, at)
        if not found or (_ends_clock(found["word"]) and not _may_go_on(found["word"], after[found.end() :])):
            break
        if found["word"].casefold().strip(".") not in CLOCK_WORDS and not _ends_clock(found["word"]):
            if not _is_name(
                found["word"], parted=known in _BEFORE_PLACE or bool(set(found["gap"]) & _PARTING)
            ):
                return True
            break
        at, known = found.end(), found["word"].casefold()
    for _ in range(4):
        found = _WORD_BEFORE.search(before)
        if not found or _ends_clock(found["word"]):
            break
        if found["word"].casefold() not in CLOCK_WORDS:
            return not _is_name(found["word"], parted=bool(set(found["gap"]) & _PARTING))
        before = before[: found.start()][-40:]
    return False


_PARTING = frozenset(",–-/")
_BEFORE_PLACE = frozenset({"de", "da", "do", "time"})
"""Behind these words a capital begins the name of the place whose time it is: `heure de Paris`."""


def _ends_clock(word: str) -> bool:
    """Return whether a word is a zone or of the date, so that what follows is no longer beside the clock.

    Two capitals are no day of the week: `PN`, which is Monday in Polish, is the second half of the day in Kurdish.
    """
    folded = word.casefold().strip(".")
    zone = (
        word.upper() in zones() or "/" in word or (3 <= len(word) <= 5 and word.isupper() and word[-1] == "T")
    )
    initials = len(word) == 2 and word.isupper()
    return zone or folded in months() or (folded in weekdays() and not initials)


def _may_go_on(word: str, rest: str) -> bool:
    """Return whether a short name of a day of the week may be another word, since the next follows it: `3:45 di pomeriggio`."""
    return len(word) <= SHORT_DAY and word.casefold() in weekdays() and _GOES_ON.match(rest) is not None


SHORT_DAY = 3
"""Abbreviations of days of the week have no more letters than this; full names are no other words."""
_GOES_ON = re.compile(r" [^\W\d_]")


def _is_name(word: str, *, parted: bool) -> bool:
    """Return whether a word is a name that is parted from the clock by a mark or a known word."""
    return parted and word[0] != word[0].lower() and word[1:2] != word[1:2].upper()


def _with_time(day: dt.date, before: str, after: str, home: _Home) -> ReadMoment | None:
    """Return the day with the clock that is behind or before it, and the zone behind that."""
    rest = f"{before} | {after.lstrip(':')}"
    found = _TIME.search(rest)
    if not found:
        return _written(day, None, "", home)
    clock = Clock(int(found[1]), int(found[2] or 0), int(found[3] or 0), (found[4] or "").replace(",", "."))
    zone = rest[found.end() :]
    if 1 <= clock.hour <= 12 and not home.half_known and _is_beside_word(rest[: found.start()][-40:], zone):
        return _written(day, None, "", home)
    if (
        not zone.strip(" |.,")
        or not offset_of(zone, dt.datetime(day.year, day.month, day.day), home.country)[0]
    ):
        zone = f"{zone} {rest[: found.start()]}"
    return _written(day, clock, zone, home)


def _written(day: dt.date, clock: Clock | None, zone: str, home: _Home | None) -> ReadMoment | None:
    """Return the moment in RFC 3339, or None for a year that news has not and for the zero of a computer's clock."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    if clock is None:
        return ReadMoment(day.isoformat())
    if clock.hour == 24 and clock.minute == clock.second == 0:
        clock, day = Clock(0, 0), day + dt.timedelta(days=1)
    local = dt.datetime(day.year, day.month, day.day, clock.hour, clock.minute, min(clock.second, 59))
    country, rfc822 = (home.country, home.rfc822) if home else (None, False)
    offset, note = offset_of(zone, local, country, rfc822=rfc822)
    value = f"{local.isoformat()}{clock.fraction.rstrip('0.') and clock.fraction.rstrip('0')}{offset}"
    return None if _is_zero(value) else ReadMoment(value, note)


def _is_zero(value: str) -> bool:
    """Return whether a moment is 1970-01-01T00:00:00Z, which systems write where they know none.

    So is that midnight without a zone; the day alone is a day.
    """
    if len(value) <= 10 or value[:4] not in ("1969", "1970"):
        return False
    found = dt.datetime.fromisoformat(value)
    return (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).timestamp() == 0


AHEAD = 2
"""A dateline's day is at most this many days after the date by which its year is found: the zones of both, and a night."""


@lru_cache(maxsize=1024)
def with_year(month: int, day: int, near: str) -> str | None:
    """Return the ISO day of a month and day in the last year in which it is no later than AHEAD days after `near`.

    A story is filed before it is published: a December dateline over a January date belongs to the year before, and
    so does a June dateline over a date in March. None where neither that year nor the one before it has such a day.
    """
    reference = dt.date.fromisoformat(near[:10])
    latest = reference + dt.timedelta(days=AHEAD)
    for year in (latest.year, latest.year - 1):
        try:
            found = dt.date(year, month, day)
        except ValueError:
            continue
        if found <= latest:
            return found.isoformat()
    return None


_IN_ADDRESS = re.compile(
    r"[/=_-](19\d\d|20\d\d)(?:([/_-])(1[0-2]|0?[1-9])\2([12]\d|3[01]|0?[1-9])|(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]))(?!\d)"
)


def day_in_address(address: str, *, as_folders: bool = False) -> str | None:
    """Return the first day (ISO) that an address names, or None: `/2025/10/23/`, `-20251023.html`.

    `as_folders` asks for one that is folders of a path, or the beginning of a name in it: `/2025-10-23-talks`.
    """
    for found in _IN_ADDRESS.finditer(address[:500]):
        parted = found[0][0] == "/" and found[2] in ("/", "-")
        if as_folders and not (parted and address[found.end() : found.end() + 1] in ("", "/", "-")):
            continue
        if day := stated(f"{found[1]}-{int(found[3] or found[5]):02}-{int(found[4] or found[6]):02}"):
            return day.value
    return None
