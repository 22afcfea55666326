"""Read dates that are written in other languages than English: `24 octobre 2025`, `2025年10月24日`, `٢٤ أكتوبر ٢٠٢٥`, `gestern`.

It is asked only for what is no date in digits or in English. Every word of the value has to be a word of dates, so that
nothing is a date that only holds one. Years of Japan's eras, of Taiwan's and of the Buddhist one are read where they are named.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from morgue._startup.expression import expression
from morgue.analysis.analyzer import fold
from morgue.extract.calendars import in_common_calendar
from morgue.extract.clocks import folded
from morgue.extract.dates import has_two_months, vietnamese
from morgue.extract.stamps import STAMP_WORDS
from morgue.extract.wording import words
from morgue.gazetteer.calendar import months_in_dates, weekdays
from morgue.gazetteer.tables import rows

_CJK = expression(
    r"(\d{4}) ?[年년](?: ?(\d{1,2}) ?[月월])?(?: ?(\d{1,2}) ?[日號号일])?"
    r"(?: ?[(（]?(?:[月火水木金土日](?:曜日?)?|[월화수목금토일](?:요일)?|(?:星期|礼拜|禮拜|週|周)[一二三四五六日天1-6]|[一二三四五六])[)）]?)?"
)
_ISO = expression(r"(\d{4})-(\d\d)-(\d\d)")
"""A day of another calendar, as `in_common_calendar` gives it."""
_MONGOLIAN = expression(r"(\d{4}) оны? (\d{1,2})(?:-?р)? сары?н?(?: (\d{1,2}))?(?:-?н(?:ы|ий)?)?(?: өдөр)?")
_NUMBERS = expression(r"(\d{1,2})\.(\d{1,2})\.(\d{4}) ?(?:г|р|god|r)")
"""A day in numbers with the word for year behind it, as the Slavic languages write it."""
_LETTERS = r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0900-\u096f\u0971-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u102b-\u103e\u17b4-\u17d3])"
_WORD = expression(rf"{_LETTERS}+(?:\.{_LETTERS}+)*")
"""A word, with the full stops within an abbreviation (`ก.พ`)."""
_YEAR = expression(r"(?<!\d)\d{4}(?!\d)")
_NUMBER = expression(r"\d+")
_SMALL = words("date")
"""Small words of dates and endings of their numbers, in many languages."""


class Written(NamedTuple):
    """A written date: year, month and day, None where it names a longer span."""

    year: int
    month: int | None = None
    day: int | None = None


def written_date(value: str) -> Written | None:
    """Return what a value in another language than English names: a day, a month or a year; None for what is no date.

    A month that is another in two languages (`listopad`) is none.
    """
    common = in_common_calendar(folded(value), None, None)
    if common is None:
        return None
    plain = common.replace("İ", "i").casefold().strip(" .,")
    if common != folded(value) and (found := _ISO.search(plain)):
        rest = f"{plain[: found.start()]} {plain[found.end() :]}"
        other = _NUMBER.search(rest) or not set(_WORD.findall(rest)) <= _weekday_words()
        return None if other else Written(*map(int, found.groups()))
    if found := _CJK.fullmatch(plain):
        year, month, day = found.groups()
        return Written(int(year), int(month) if month else None, int(day) if day and month else None)
    if found := _MONGOLIAN.fullmatch(plain):
        year, month, day = found.groups()
        return Written(int(year), int(month), int(day) if day else None)
    if found := _NUMBERS.fullmatch(plain):
        day, month, year = found.groups()
        return Written(int(year), int(month), int(day))
    if "th" in plain:
        plain = vietnamese(plain).casefold()
    named = _month_of(plain)
    if named is None or len(years := _YEAR.findall(plain)) != 1 or has_two_months(plain):
        return None
    numbers = _NUMBER.findall(plain)
    if len(numbers) == 1:
        return Written(int(years[0]), named)
    if len(numbers) != 2:
        return None
    day = next(each for each in numbers if each != years[0])
    return Written(int(years[0]), named, int(day)) if len(day) < 3 else None


def relative_name(value: str) -> str | None:
    """Return the English name of a relative word of another language: `yesterday` for `gestern`; None for any other value."""
    return _relative_names().get(fold(value.strip(" .,")).replace("-", " "))


@cache
def _relative_names() -> dict[str, str]:
    return {
        fold(word.replace("_", " ")).replace("-", " "): name
        for name, words in rows("relative.tsv")
        for word in words.split()
    }


def _month_of(plain: str) -> int | None:
    """Return the one month that a text names, where it has no words but those of dates."""
    names, days = months_in_dates(), _weekday_words()
    parts = _WORD.findall(plain)
    found: list[tuple[int, bool]] = []
    at = 0
    while at < len(parts):
        length = next((each for each in (3, 2) if " ".join(parts[at : at + each]) in names), 1)
        name = " ".join(parts[at : at + length])
        month = names.get(name) or names.get(name[1:] if name[0] in "בה" else "")
        if month and not (at and " ".join(parts[at - 1 : at + 1]) in weekdays()):
            found.append((month, name in days))
        elif name not in days and not _is_small(name, days):
            return None
        at += length
    sure = {month for month, is_day in found if not is_day} or {month for month, _ in found}
    return sure.pop() if len(sure) == 1 else None


def is_without_year(value: str) -> bool:
    """Return whether a value is a month, or a day of one, that has no year: `15 décembre`."""
    plain = folded(value).casefold().strip(" .,")
    numbers = _NUMBER.findall(plain)
    return len(numbers) < 2 and all(len(each) < 3 for each in numbers) and _month_of(plain) is not None


def weekday_in(value: str) -> int | None:
    """Return the day of the week (Monday is 0) that a written date names in full, in any language; None for none and for two.

    Abbreviations are no names here: `so` is Sunday in German and Saturday in Slovak.
    """
    parts = _WORD.findall(folded(value).casefold())
    pairs = {" ".join(parts[at : at + 2]) for at in range(len(parts))}
    named = {weekdays()[each] for each in {*parts, *pairs} if each in weekdays() and len(each) >= FULL_NAME}
    return named.pop() if len(named) == 1 else None


FULL_NAME = 5
"""Names of days of the week with fewer letters may be abbreviations."""


def _is_small(word: str, days: frozenset[str]) -> bool:
    """Return whether a word is a small one of dates; in Thai and Lao it may be written together with a day of the week."""
    if word in _SMALL or word in STAMP_WORDS:
        return True
    return "\u0e00" <= word[0] <= "\u0eff" and any(
        word.startswith(each) and word[len(each) :] in _SMALL for each in days
    )


@cache
def _weekday_words() -> frozenset[str]:
    """The words that names of days of the week consist of."""
    return frozenset(word for name in weekdays() for word in _WORD.findall(name))
