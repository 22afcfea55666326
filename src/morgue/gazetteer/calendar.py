"""Know the months and the days of the week by name.

The tables are `data/months.tsv` and `data/weekdays.tsv`, a row a language; the row `*` has the names of all others.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from morgue.gazetteer.tables import rows


@cache
def months(*languages: str) -> Mapping[str, int]:
    """Return the number of a month (January is 1) by its names and abbreviations, in lower case.

    They are those of the given languages, else of all.
    """
    return _numbers("months.tsv", languages, first=1)


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


def _numbers(table: str, languages: tuple[str, ...], first: int) -> dict[str, int]:
    return {
        name.casefold().replace("_", " "): number
        for language, *columns in rows(table)
        if not languages or language in languages
        for number, names in enumerate(columns, first)
        for name in names.split()
    }


@cache
def _english(table: str) -> list[str]:
    return [names.split()[0] for language, *columns in rows(table) if language == "en" for names in columns]
