"""Lines that hold a mark, a date and nothing that goes on as a sentence: `Updated: 4 March 2025, 8:05 AM IST`.

A stamp consists of names and of the small words of dates. Every word in it is a month, a day of the week, a half
of the day, a zone, one of STAMP_WORDS, or a name: a word that begins with a capital. Any other word in small letters
makes the line a sentence. Where nothing shows which words are names there may be only a few of them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from morgue.extract.clocks import folded
from morgue.extract.names import MARKS
from morgue.extract.wording import phrases, words
from morgue.gazetteer.calendar import months, months_in_dates, weekdays
from morgue.gazetteer.tables import rows
from morgue.gazetteer.zones import zones

MOST_NAMES = 6
"""A stamp has no more words than this that only names can be: a place, an outlet, a person."""
MOST_CAPITALS = 3
"""The bound for a line in capitals or in a script without them, where a name looks like any other word."""

STAMP_WORDS = words("stamp")
"""Words in small letters that dates and stamps are written with, in the languages of the marks."""

_LETTERS = rf"(?:[^\W\d_]|[{MARKS}])+"
_WORD = re.compile(rf"{_LETTERS}(?:[.'’·-]{_LETTERS})*")


@cache
def _calendar() -> frozenset[str]:
    """Return the names of months, days and halves of the day, each of their words by itself, in lower case."""
    names = {part for name in (*months_in_dates(), *weekdays()) for part in (name, *name.split())}
    for _, _, halves in rows("halfdays.tsv"):
        names.update(part.strip(".").casefold() for name in halves.split() for part in name.split("_"))
    return frozenset(names | {part for name in names for part in name.split(".")})


_OF_ANOTHER = re.compile(rf"\b{phrases('of-another')}(?:\W+[^\W\d_]+){{0,3}}\W*\Z", re.IGNORECASE)
"""What is said before a date that is not the story's: when somebody joined or was born, when something begins or expires.

Up to three words (`on`, a day of the week, a month) may be between it and the date.
"""

_DIGIT = re.compile(r"\d")


def is_of_another(text: str) -> bool:
    """Return whether the words before the first number of a text say that its date is of something else than the story."""
    digit = _DIGIT.search(text)
    return digit is not None and _OF_ANOTHER.search(text[: digit.start()]) is not None


@lru_cache(maxsize=4096)
def is_stamp(text: str) -> bool:
    """Return whether what follows the mark of a date is a date and names, and no sentence."""
    if is_of_another(text):
        return False
    text, names = folded(text), 0
    for word in _WORD.findall(text):
        lower = word.casefold()
        if lower in STAMP_WORDS or lower in _calendar() or lower.partition("-")[0] in months():
            continue
        if word[0] == word[0].lower() and word[0] != word[0].upper():
            return False
        if word[0] > "\u2e7f":
            word = word.lstrip(_UNITS)
            names += bool(word) + (MOST_CAPITALS if len(word) > LONGEST_UNPARTED else 0)
        else:
            names += word not in zones()
    most = MOST_CAPITALS if text == text.upper() else MOST_NAMES
    return not names or (names <= most and not text.rstrip(" \"'”’)").endswith(_STOPS))


_UNITS = "年月日時时分秒點点号號日午前后後上下晚年월일시분초至"
"""What follows the numbers of a date in scripts that do not part words."""
LONGEST_UNPARTED = 6
"""A name in such a script is no longer than this."""
_STOPS = (".", "!", "?", "。", "।", "؟")
