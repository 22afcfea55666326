"""Days of other calendars, where a text leaves no doubt of the day: as days of the Gregorian one, in digits.

- Iran's and Afghanistan's solar calendar: `۱۲ آبان ۱۴۰۴` by the name of its month, `1404/08/12` in Persian and Pashto copy. Every
  fourth or fifth year is leap, eight in 33, which gives the days of the observatory for all years since the law of 1304 (1925).
- Years of an era of Japan's or of the Republic of China, `令和7年3月3日`, and numbers in Han letters.
- Thailand's years, which are 543 ahead: of four digits, and in Thai copy of two where they would else be those of a web that was not yet
  (`3 มี.ค. 68`).

A month of Islam's lunar calendar begins when somebody sees the moon, so that its days are none. So are those of Nepal, Bengal, Ethiopia and Israel,
which need tables or differ from state to state: a year that is Nepal's is taken for no other.
"""

from __future__ import annotations

import datetime as dt
import re

from morgue._startup.expression import expression
from morgue.gazetteer.calendar import months

_SOLAR_MONTHS = (
    "فروردین حمل وری", "اردیبهشت ثور غویی", "خرداد جوزا غبرگولی", "تیر سرطان چنگاښ", "مرداد امرداد اسد زمری", "شهریور سنبله وږی",
    "مهر میزان تله", "ابان عقرب لړم", "اذر قوس لیندۍ", "دی جدی مرغومی", "بهمن دلو سلواغه", "اسفند حوت کب",
)  # fmt: skip
_SOLAR = {name: number for number, names in enumerate(_SOLAR_MONTHS, 1) for name in names.split()}
_ALIKE = str.maketrans("يىكآأإ", "ییکااا")
"""Letters that keyboards of Arabic and Persian write differently."""
_NAMED = expression(
    rf"(?<!\d)(\d{{1,2}}) ?(?:ام|م)?,? ?({'|'.join(sorted(_SOLAR, key=len, reverse=True))})(?: ?ماه)?,? (?:سال )?(1[34]\d\d)(?!\d)"
)
_NUMBERED = expression(r"(?<!\d)(1[34]\d\d)([/.-])(\d{1,2})\2(\d{1,2})(?!\d)")
_SOLAR_LANGUAGES = frozenset({"fa", "ps", "prs"})
_SOLAR_COUNTRIES = frozenset({"IR", "AF"})
_PERSIAN = expression("[\u0600-\u06ff]")

FIRST_SOLAR, LAST_SOLAR = 1304, 1472
"""Years of the calendar as the law has it since 1925, as far as the observatory's reckoning was compared."""

_ERAS = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "明治": 1867,
    "民國": 1911,
    "民国": 1911,
    "中華民國": 1911,
    "中华民国": 1911,
}
"""The year before the first one of each era of Japan, and of the Republic of China."""
_ERA = expression("(令和|平成|昭和|大正|明治|中華民國|中华民国|民國|民国) ?(元|[0-9]{1,3})(?=年)")
_HAN_NUMBER = expression("[〇零一二三四五六七八九十]+(?=[年月日號号])")
_HAN_DIGITS = "〇一二三四五六七八九"

_THAI = expression("[\u0e01-\u0e2e]")
_SHORT_THAI = expression(r"(?<!\d)\d{1,2} ?([\u0e01-\u0e4e.]{3,12}?)\.? ?(?:พ\.ศ\. ?)?(\d\d)(?![\d:.])")
"""A day, a word and a year of two digits."""
_THAI_YEAR = expression(r"(?<!\d)2[45]\d\d(?!\d)")
THAI_AHEAD = 543
FIRST_SHORT = 43
"""Short years from here on would be before 2000 in the common era, and are of 2000 and later in Thailand's."""

_NEPALI_YEAR = expression(r"(?<!\d)20(?:5[7-9]|[6-9]\d)[-/.]|[-/.]20(?:5[7-9]|[6-9]\d)(?!\d)")
"""From 2057 on, Nepal's years are those of a web that was there; no news of the common era is so late."""


def in_common_calendar(text: str, language: str | None, country: str | None) -> str | None:
    """Return the text of a moment with its day in the Gregorian calendar; None where it has a day that is not known in it.

    The digits of `text` are ASCII (`clocks.folded`). `language` is the story's (BCP 47), `country` its outlet's.
    """
    spoken = (language or "").partition("-")[0].lower()
    if spoken in _SOLAR_LANGUAGES or country in _SOLAR_COUNTRIES:
        text = _NUMBERED.sub(lambda found: _solar(found, found[1], int(found[3]), found[4]), text)
    if spoken == "th" or country == "TH":
        text = _THAI_YEAR.sub(lambda found: str(int(found[0]) - THAI_AHEAD), text)
    if text.isascii():
        return text
    if _THAI.search(text):
        short = _SHORT_THAI.search(text)
        if short is None or short[1] not in months():
            return text
        year = f"{2500 + int(short[2]) - THAI_AHEAD}"
        return (
            f"{text[: short.start(2)]}{year}{text[short.end(2) :]}" if int(short[2]) >= FIRST_SHORT else None
        )
    if _PERSIAN.search(text):
        alike = text.translate(_ALIKE)
        found = _NAMED.search(alike)
        return (
            text
            if found is None
            else f"{text[: found.start()]}{_solar(found, found[3], _SOLAR[found[2]], found[1])}{text[found.end() :]}"
        )
    return in_common_years(text)


def is_of_nepal(text: str) -> bool:
    """Return whether a text has a year of Nepal's calendar, which runs 56 or 57 years ahead, in a date of numbers."""
    return _NEPALI_YEAR.search(text) is not None


def _solar(found: re.Match[str], year: str, month: int, day: str) -> str:
    """Return the day of a match in the form of ISO 8601, or what was matched where the calendar has no such day."""
    named = solar_day(int(year), month, int(day))
    return f" {named.isoformat()} " if named else found[0]


def solar_day(year: int, month: int, day: int) -> dt.date | None:
    """Return the Gregorian day of a day of Iran's calendar, or None where it has no such day or the year is outside FIRST_SOLAR to LAST_SOLAR."""
    longest = 31 if month <= 6 else 30 if month < 12 or _is_leap(year) else 29
    if not (1 <= month <= 12 and 1 <= day <= longest and FIRST_SOLAR <= year <= LAST_SOLAR):
        return None
    before = (month - 1) * 31 if month <= 7 else (month - 7) * 30 + 186
    years = year + 1595
    return dt.date.fromordinal(-356033 + 365 * years + years // 33 * 8 + (years % 33 + 3) // 4 + before + day)


def _is_leap(year: int) -> bool:
    return (25 * year + 11) % 33 < 8


def in_common_years(text: str) -> str:
    """Return a date with numbers in Han letters in digits, and years of an era as those of the common one."""
    if "年" not in text and "月" not in text:
        return text
    return _ERA.sub(_common_year, _HAN_NUMBER.sub(_han_number, text))


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
