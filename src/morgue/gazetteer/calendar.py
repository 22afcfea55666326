"""Know the months and the days of the week by name.

The tables are `data/months.tsv` and `data/weekdays.tsv`, a row a language; the row `*` has the names of all others, the
row `+` those that are words elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from morgue.gazetteer.tables import rows


@cache
def months(*languages: str) -> Mapping[str, int]:
    """Return the number of a month (January is 1) by its names and abbreviations, in lower case.

    They are those of the given languages, else of all, but for what only `months_in_dates` has.
    """
    return _numbers("months.tsv", languages, first=1)


@cache
def months_in_dates() -> Mapping[str, int]:
    """Return the number of a month by its names, those too that are other words without a day and a year beside them (`tra`, `sen`)."""
    return {**_numbers("months.tsv", ("+",), first=1), **months()}


@cache
def weekdays(*languages: str) -> Mapping[str, int]:
    """Return the number of a day of the week (Monday is 0) by its names, as `months` does."""
    return _numbers("weekdays.tsv", languages, first=0)


def month_name(number: int) -> str:
    """Return the English name of a month."""
    return _english("months.tsv")[number - 1]


def weekday_name(number: int) -> str:
    """Return the English name of a day of the week (Monday is 0)."""
    return _english("weekdays.tsv")[number]


def alternatives(names: Mapping[str, int]) -> str:
    """Return the alternatives of a regular expression for these names; one that begins another comes behind it."""
    return "|".join(sorted(names, key=len, reverse=True))


_JOINERS = dict.fromkeys((0x200C, 0x200D))
"""Signs for how letters join, which `clocks.folded` leaves out."""


def _numbers(table: str, languages: tuple[str, ...], first: int) -> dict[str, int]:
    return {
        name.casefold().replace("_", " ").translate(_JOINERS): number
        for language, *columns in rows(table)
        if (language in languages if languages else language != "+")
        for number, names in enumerate(columns, first)
        for name in names.split()
    }


@cache
def _english(table: str) -> list[str]:
    return [names.split()[0] for language, *columns in rows(table) if language == "en" for names in columns]
