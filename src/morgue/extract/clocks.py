"""Clocks as news prints them, made into hours of 24: `8:15 p. m.`, `午後8時15分`, `8:15 م`, `du. 8:15`.

The half of the day is a word beside the clock, named in the table `halfdays.tsv` by the five kinds below. An
hour above 12 already counts to 24, so a word beside it changes nothing. `0:15 PM` is a quarter past noon, as
Japanese and the 0-to-11 clocks of software print it. Where a word leaves two readings twelve hours or a day
apart (`12:15 at night`, `midnight`), the clock is left out and only the day is read. So it is where a clock of 1 to 12
is beside a word that is none of CLOCK_WORDS, no zone and no part of a date: it may be a half of the day in a
language or an abbreviation that the table has not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from morgue.extract.wording import words
from morgue.gazetteer.tables import rows


class Clock(NamedTuple):
    """A time of day as printed: `fraction` with its dot, or empty."""

    hour: int
    minute: int
    second: int = 0
    fraction: str = ""


_KINDS: dict[str, dict[int, int]] = {
    "am": {**{hour: hour for hour in range(12)}, 12: 0},
    "pm": {**{hour: hour + 12 for hour in range(12)}, 12: 12},
    "noon": {0: 12, 10: 10, 11: 11, 12: 12, **{hour: hour + 12 for hour in range(1, 6)}},
    "evening": {hour: hour + 12 for hour in range(4, 12)},
    "night": {**{hour: hour for hour in range(6)}, **{hour: hour + 12 for hour in range(8, 12)}},
}
"""The hour of 24 by the kind of the word beside it and the hour of 12; none where the word does not decide."""


def hour_of(kind: str, hour: int) -> int | None:
    """Return the hour of 24 that a word of a kind makes of a printed hour, or None where it leaves two readings."""
    return hour if hour > 12 else _KINDS[kind].get(hour)


_CLOCK = r"(?P<hour>\d{1,2})(?:[:.hH](?P<minute>\d\d?)(?::(?P<second>\d\d?)(?P<fraction>[.,]\d{1,9}|:\d{3}(?!\d))?)?)"
_ALONE = r"(?:(?<![\d:])|(?<=\d\d\d\d:))(?:(?<![./-])|(?=\d\d?:))"
"""Before a clock: no other number; behind a year may stand a colon, and before minutes with one any mark."""
_LONG = r"(?i:[ap] ?\.? ?m)|[^\W\d_]{3}|[^\W\d_]+ "
"""Words beside which an hour needs no minutes: not the letter م, which also says that a year is of our era."""
_EAST_ASIAN = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2}|[零〇]) ?(?:[時时點点]|시(?!간)) ?"
    r"(?:(?P<minute>\d{1,2})(?!\d) ?(?:[分분] ?(?:(?P<second>\d{1,2}) ?[秒초])?)?|(?P<part>半|반|一刻|三刻)|[整鐘钟])?"
)
_PARTS = {"半": 30, "반": 30, "一刻": 15, "三刻": 45}
_NOON = re.compile(
    r"(?<!\w)(?:12(?:[:.]00)? )?(?:noon|midi|mittag|mediodía|mezzogiorno|полдень)(?!\w)|正午|정오",
    re.IGNORECASE,
)
_MIDNIGHT = re.compile(
    r"(?<!\w)(?:(?:12|00?)(?:[:.]00)? )?(?:midnight|minuit|mitternacht|medianoche|mezzanotte|полночь)(?!\w)|자정",
    re.IGNORECASE,
)


def in_24_hours(text: str) -> str:
    """Return the text of a moment with its clock in digits of 24 hours, and without it where its half is in doubt."""
    plain = text.isascii()
    text = in_digits(text)
    if not _BASQUE.search(text):
        text = _SHORT.sub(r" \1m", text)
    before, after = (_rule(side, plain).search(text) for side in ("before", "after"))
    if before and _ERA.search(text, 0, before.end("word")):
        if after is None and int(before["hour"]) <= 12:
            return f"{text[: before.start()]} {text[before.end() :]}"
        before = None
    if found := before or after:
        return f"{text[: found.start()]} {_counted('before' if before else 'after', found.groupdict())} {text[found.end() :]}"
    if found := _NOON.search(text):
        return f"{text[: found.start()]} 12:00 {text[found.end() :]}"
    return _MIDNIGHT.sub(" ", text)


CLOCK_WORDS = words("clock")
"""What may stand right beside a clock without telling the half of the day, in lower case."""


def in_digits(text: str) -> str:
    """Return the text with clocks in the signs of East Asia, Thailand and Laos written with a colon."""
    if text.isascii():
        return text
    return _EAST_ASIAN.sub(_in_digits, _THAI_CLOCK.sub(_with_colons, text))


_THAI_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2}) ?(?:นาฬิกา|ໂມງ)(?: ?(\d{1,2}) ?(?:นาที|ນາທີ)(?: ?(\d{1,2}) ?(?:วินาที|ວິນາທີ))?)?"
)
"""A clock of 24 hours in words; in Lao with its minutes, since it counts hours of the half of a day by the same word."""


def _with_colons(found: re.Match[str]) -> str:
    if found[2] is None and "ໂມງ" in found[0]:
        return found[0]
    return f"{found[1]}:{int(found[2] or 0):02}" + (f":{int(found[3]):02}" if found[3] else "")


_BASQUE = re.compile(r"\d{4}\(?e?\)?ko ", re.ASCII)
"""A year in Basque, behind which the day has the article: `2023ko abenduaren 12a`."""
_SHORT = re.compile(r"(?<=\d)([ap])(?![\w.])", re.ASCII)
"""`8:15p`, as newsrooms of America abbreviate."""
_ERA = re.compile(r"\d{4} ?م\Z")
"""A letter that is either of the year before it (of our era) or of the clock behind it (after noon)."""


def _in_digits(found: re.Match[str]) -> str:
    hour = "0" if found["hour"] in "零〇" else found["hour"]
    minute = _PARTS[found["part"]] if found["part"] else int(found["minute"] or 0)
    return f"{hour}:{minute:02}" + (f":{int(found['second']):02} " if found["second"] else " ")


def _counted(side: str, part: dict[str, str | None]) -> str:
    """Return a clock with its word as digits of 24 hours, or nothing where the word does not decide."""
    hour = hour_of(_kind(side, part["word"] or ""), int(part["hour"] or part.get("bare") or 0))
    if hour is None:
        return ""
    fraction = (part["fraction"] or "").replace(":", ".")
    second = f":{int(part['second']):02}{fraction}" if part["second"] else ""
    return f"{hour:02}:{int(part['minute'] or 0):02}{second}"


@lru_cache(maxsize=1024)
def _kind(side: str, printed: str) -> str:
    """Return the kind of a word as it is printed."""
    letters = _letters(printed)
    likely = [each for each in _named(side) if _letters(each[0]) == letters]
    return next(kind for name, kind in (*likely, *_named(side)) if re.fullmatch(_word(name, side), printed))


def _letters(word: str) -> str:
    """Return the letters of a word, by which it is looked up before an expression is made for it."""
    return word.casefold().replace(".", "").replace(" ", "")


@cache
def _named(side: str) -> list[tuple[str, str]]:
    """(word, kind) of what may stand on one side of a clock, the longest word first."""
    found = [
        (folded(name.replace("_", " ")), kind)
        for kind, place, names in rows("halfdays.tsv")
        if place in (side, "both")
        for word in names.split()
        for name in dict.fromkeys((word, word.replace("'", "’")))
    ]
    return sorted(found, key=lambda each: len(each[0]), reverse=True)


@cache
def _rule(side: str, plain: bool) -> re.Pattern[str]:
    """Return the expression for a clock with a word on one side of it; `plain` leaves out words that are not in ASCII."""
    words = _by_first_letter([name for name, _ in _named(side) if name.isascii() or not plain], side)
    if side == "before":
        return re.compile(rf"[(（]?(?P<word>{words})[)）]? ?[:,]? ?{_CLOCK}(?!\d|[.:]\d)")
    hour = rf"(?:{_CLOCK}|(?P<bare>\d{{1,2}})(?= ?(?:{_LONG})))"
    return re.compile(
        rf"{_ALONE}{hour}(?: ?(?:(?:Uhr|uur)(?! ?[ap]\.?m\b)|hrs|h))? ?[(（]?(?P<word>{words})[)）]?"
    )


def _by_first_letter(names: list[str], side: str) -> str:
    """Return the expression for any of these words, in their order, that looks only at those with the right first letter."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name[0].lower(), []).append(_word(name, side))
    return "|".join(
        rf"(?=[{re.escape(first + first.upper())}{_SAME_LETTER.get(first, '')}])(?:{'|'.join(words)})"
        for first, words in groups.items()
    )


_SAME_LETTER = {"i": "İı", "s": "ſ", "k": "\u212a"}
"""Letters that are one with a letter of ASCII where case does not count."""
_GERMAN = "Abend|Nachmittag|Mittag|Morgen|Vormittag"
"""Before these `am` is German for `in the`."""


def _word(name: str, side: str) -> str:
    """Return the expression for one word; where its script parts words, letters may not touch it.

    A zone may touch `PM` (`8:15PMEST`).
    """
    dotted = name.split(".")
    letters = rf"{dotted[0]}\.? ?{dotted[1]}\.?" if len(dotted) == 3 else re.escape(name).replace(r"\ ", " ")
    if name == name.lower():
        letters = f"(?i:{letters})"
    if name[0] > "\u2fff":
        return letters
    if side == "before":
        return rf"(?<![^\W\d_]){letters}(?![^\W\d_])"
    if name not in ("a.m.", "p.m."):
        return rf"{letters}(?![^\W\d_])"
    return rf"{letters}(?:(?![^\W\d_]| (?:{_GERMAN}))|(?<=[AP]M)(?=[A-Z]{{2,5}}\b))"


@cache
def _digits() -> dict[int, str | None]:
    """Digits of every script and full-width signs as ASCII; what only turns the direction of a line or tells a vowel of Arabic goes."""
    wide: dict[int, str | None] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    digits = {
        code: str(unicodedata.decimal(chr(code))) for code in range(0x80, 0x1FBFA) if chr(code).isdecimal()
    }
    marks = dict.fromkeys(
        (
            0x640,
            *range(0x64B, 0x653),
            *range(0x200B, 0x2010),
            *range(0x202A, 0x202F),
            *range(0x2060, 0x206A),
            0xFEFF,
        )
    )
    return {**wide, **digits, **marks, 0xB5: "μ", ord("،"): ",", ord("−"): "-"}


def folded(text: str) -> str:
    """Return the text of a moment on one line, in letters composed and with digits in ASCII."""
    if text.isascii():
        return " ".join(text.split())
    plain = " ".join(unicodedata.normalize("NFC", text).translate(_digits()).split())
    return _BUDDHIST.sub(_common, plain) if _THAI.search(plain) else plain


_THAI = re.compile("[\u0e01-\u0e2e]")
_BUDDHIST = re.compile(r"(?<!\d)2[45]\d\d(?!\d)", re.ASCII)
"""A year as Thai copy counts them, of 1857 to 2056."""


def _common(year: re.Match[str]) -> str:
    """Return a year of the Buddhist era, which Thailand counts by, as one of the common era: 543 less."""
    return str(int(year[0]) - 543)
