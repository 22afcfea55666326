"""Read the datelines of agencies that write in Han, Kana and Hangul, which have styles of their own.

A style is a row of `data/eastern_datelines.tsv`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from morgue._startup.tables import read_rows
from morgue.extract.wording import DATA
from morgue.gazetteer import agencies, places


class EasternDateline(NamedTuple):
    """What such a dateline says: what is written, where the story begins, the places, agency, month and day.

    Between the two may stand a bracket with the reporter's name.
    """

    text: str
    end: int
    places: tuple[str, ...]
    agency: str
    month: int | None
    day: int | None


_APART = re.compile(r"[、·,・]")
_LONGEST_PLACE = 6


@cache
def _styles() -> list[re.Pattern[str]]:
    return [re.compile(expression) for _, expression in read_rows(DATA / "eastern_datelines.tsv")]


def eastern(head: str) -> EasternDateline | None:
    """Return the dateline in one of the styles at the beginning of a paragraph, or None."""
    for style in _styles():
        found = style.match(head)
        if not found:
            continue
        parts = found.groupdict()
        named = agencies.canonical(parts["agency"] or "조선중앙통신")
        month, day = parts.get("month"), parts.get("day")
        if not named or not (parts["place"] or month):
            continue
        where = tuple(each for each in _APART.split(_placed(parts["place"] or "")) if each)
        text = head[: found.start("by") if parts.get("by") else found.end()].strip()
        return EasternDateline(
            text, found.end(), where, named, int(month) if month else None, int(day) if day else None
        )
    return None


def _placed(written: str) -> str:
    """Return the place behind the reporter's name (`記者張三台北`): the longest end that the tables know."""
    if not written.startswith("記者"):
        return written
    for length in range(min(_LONGEST_PLACE, len(written) - 3), 1, -1):
        if places.known(written[-length:]):
            return written[-length:]
    return ""
