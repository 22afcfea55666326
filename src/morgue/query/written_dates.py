"""Read dates that are written in other languages than English: `24 octobre 2025`, `2025年10月24日`, `٢٤ أكتوبر ٢٠٢٥`, `gestern`.

It is asked only for what is no date in digits or in English. Every word of the value has to be a word of dates, so that
nothing is a date that only holds one. Years of Japan's eras, of Taiwan's and of the Buddhist one are read where they are named.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from morgue._startup.expression import expression
from morgue.analysis.analyzer import fold
from morgue.extract.clocks import folded
from morgue.extract.dates import has_two_months
from morgue.extract.stamps import STAMP_WORDS
from morgue.gazetteer.calendar import months, weekdays
from morgue.gazetteer.tables import rows

_CJK = expression(
    r"(\d{4}) ?[年년](?: ?(\d{1,2}) ?[月월])?(?: ?(\d{1,2}) ?[日號号일])?(?: ?[(（]?[月火水木金土日월화수목금토일一二三四五六]?(?:曜日?|요일)?[)）]?)?"
)
_VIETNAMESE = expression(r"(?:(?:ngày )?(\d{1,2})[ ,]+)?tháng (\d{1,2})[ ,]+(?:năm )?(\d{4})")
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
        "én",
        "án",
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
    plain = _in_common_years(folded(value).replace("İ", "i").casefold().strip(" .,"))
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


_ERAS = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "明治": 1867,
    "民國": 1911,
    "民国": 1911,
    "中華民國": 1911,
}
"""The year before the first one of each era of Japan, and of the Republic of China."""
_ERA = expression("(令和|平成|昭和|大正|明治|中華民國|民國|民国) ?(元|[0-9]{1,3})(?=年)")
_HAN_NUMBER = expression("[〇零一二三四五六七八九十]+(?=[年月日號号])")
_HAN_DIGITS = "〇一二三四五六七八九"


def _in_common_years(plain: str) -> str:
    """Return a date with numbers in Han letters in digits, and years of an era as those of the common one."""
    if "年" not in plain and "月" not in plain:
        return plain
    return _ERA.sub(_common_year, _HAN_NUMBER.sub(_han_number, plain))


def _common_year(found: re.Match[str]) -> str:
    return f"{_ERAS[found[1]] + (1 if found[2] == '元' else int(found[2])):04}"


def _han_number(found: re.Match[str]) -> str:
    """Return a number as years are written (`二〇二五`, digit by digit) or as months and days are (`二十四`)."""
    letters = found[0].replace("零", "〇")
    if "十" not in letters:
        return "".join(str(_HAN_DIGITS.index(each)) for each in letters)
    tens, _, ones = letters.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return found[0]
    return f"{_HAN_DIGITS.index(tens) if tens else 1}{_HAN_DIGITS.index(ones) if ones else 0}"


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
