"""Read dates that are written in other languages than English: `24 octobre 2025`, `2025年10月24日`, `٢٤ أكتوبر ٢٠٢٥`.

It is asked only for what is no date in digits or in English. Every word of the value has to be a word of dates, so that
nothing is a date that only holds one.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from morgue._startup.expression import expression
from morgue.extract.clocks import folded
from morgue.extract.dates import has_two_months
from morgue.extract.stamps import STAMP_WORDS
from morgue.gazetteer.calendar import months, weekdays

_CJK = expression(
    r"(\d{4}) ?[年년](?: ?(\d{1,2}) ?[月월])?(?: ?(\d{1,2}) ?[日號号일])?(?: ?[(（]?[月火水木金土日월화수목금토일一二三四五六]?(?:曜日?|요일)?[)）]?)?"
)
_VIETNAMESE = expression(r"(?:ngày (\d{1,2})[ ,]+)?tháng (\d{1,2})[ ,]+(?:năm )?(\d{4})")
_WORD = expression(r"(?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0900-\u0dff\u0e31-\u0e4e])+")
_YEAR = expression(r"(?<!\d)\d{4}(?!\d)")
_NUMBER = expression(r"\d+")
_SMALL = frozenset(
    [
        "de",
        "del",
        "d",
        "di",
        "da",
        "do",
        "of",
        "the",
        "den",
        "der",
        "le",
        "el",
        "il",
        "dia",
        "den",
        "les",
        "em",
        "en",
        "am",
        "year",
        "anno",
        "an",
        "r",
        "p",
        "rok",
        "roku",
        "gada",
        "gads",
        "m",
        "d",
        "g",
        "god",
        "года",
        "год",
        "года",
        "г",
        "року",
        "рік",
        "р",
        "п",
        "eko",
        "ko",
        "ean",
        "ren",
        "a",
        "an",
        "e",
        "o",
        "ב",
        "ה",
        "בשנת",
        "שנת",
        "في",
        "من",
        "سنة",
        "عام",
        "را",
        "ماه",
        "سال",
        "को",
        "के",
        "का",
        "की",
        "में",
        "ई",
        "साल",
        "সালের",
        "সাল",
        "তারিখ",
        "อ",
        "วัน",
        "ที่",
        "วันที่",
        "พ",
        "ศ",
        "ค",
        "ปี",
        "เดือน",
        "år",
        "ar",
        "ani",
        "թ",
        "ano",
        "año",
        "año",
        "any",
        "anul",
        "årsdag",
        "júní",
        "évi",
        "év",
        "ter",
        "na",
        "th",
        "st",
        "nd",
        "rd",
        "er",
        "re",
        "ère",
        "º",
    ]
)
"""Small words and endings of dates, in many languages."""


class Written(NamedTuple):
    """A written date: year, month and day, None where it names a longer span."""

    year: int
    month: int | None = None
    day: int | None = None


def written_date(value: str) -> Written | None:
    """Return what a value in another language than English names: a day, a month or a year; None for what is no date.

    A month that is another in two languages (`listopad`) is none.
    """
    plain = folded(value).casefold().strip(" .,")
    if found := _CJK.fullmatch(plain):
        year, month, day = found.groups()
        return Written(int(year), int(month) if month else None, int(day) if day and month else None)
    if found := _VIETNAMESE.fullmatch(plain):
        day, month, year = found.groups()
        return Written(int(year), int(month), int(day) if day else None)
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


def _month_of(plain: str) -> int | None:
    """Return the one month that a text names, where it has no words but those of dates."""
    names = months()
    rest, found = plain, set()
    for name in sorted(_candidates(plain), key=len, reverse=True):
        if name in rest:
            found.add(names[name])
            rest = rest.replace(name, " ")
    words = {each for each in _WORD.findall(rest) if each not in _SMALL and each not in STAMP_WORDS}
    return found.pop() if len(found) == 1 and words <= weekdays().keys() else None


def _candidates(plain: str) -> set[str]:
    """Return the names of months that are words of a text, or follow a small word written together with them."""
    names = months()
    words = _WORD.findall(plain)
    pairs = {f"{one} {other}" for one, other in pairwise(words)}
    return {
        each for each in {*words, *pairs} | {word[1:] for word in words if word[0] in "בה"} if each in names
    }
