"""Names of places over time: cities that changed theirs, states that were, and languages by name.

The tables are `data/renamed.tsv` (bench/make_renamed.py), `states.tsv`, `languages.tsv`, `language_names.tsv` and `language_codes.tsv`. Names are compared by
`places.fold`.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

from morgue.gazetteer.places import fold_place, meanings
from morgue.gazetteer.tables import rows


class City(NamedTuple):
    """A city with several names: its country (ISO 3166-1 alpha-2), and the names, today's first."""

    country: str
    names: tuple[str, ...]


class Period(NamedTuple):
    """Days of a state, both included (None is open), and what of today lay in it: countries, or places by name.

    `without` names a state whose places lie in the same country but in the other state.
    """

    first: dt.date | None
    last: dt.date | None
    countries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    without: str | None = None


class State(NamedTuple):
    """A state that was: the names that it had, and its periods in order."""

    names: tuple[str, ...]
    periods: tuple[Period, ...]

    @property
    def successor(self) -> str | None:
        """The country that goes on under another name; None where the state fell into several or was a part of one."""
        if len(self.periods) > 1:
            return None
        countries, without = self.periods[0].countries, self.periods[0].without
        return countries[0] if len(countries) == 1 and not without else None


@cache
def _cities() -> dict[str, list[City]]:
    """Cities by each of their folded names."""
    found: dict[str, list[City]] = {}
    for country, stated, others in rows("renamed.tsv"):
        city = City(country, tuple(each for each in (*stated.split(";"), *others.split(";")) if each))
        for key in dict.fromkeys(map(fold_place, city.names)):
            found.setdefault(key, []).append(city)
    return found


def city_named(name: str) -> City | None:
    """Return the city with several names that one of them means, or None.

    A name that cities of several countries have means the one that the gazetteer finds likeliest.
    """
    cities = _cities().get(fold_place(name), ())
    known = meanings(name) if cities else ()
    return next((each for each in cities if not known or each.country == known[0].country), None)


def is_shared(name: str, city: City) -> bool:
    """Return whether cities of other countries have a name of a city, so that the name alone does not tell which is meant."""
    return any(each.country != city.country for each in meanings(name))


@cache
def _states() -> dict[str, State]:
    """States by each of their folded names."""
    found: dict[str, State] = {}
    for name, periods, others in rows("states.tsv"):
        names = tuple(each for each in (name, *others.split(";")) if each)
        state = State(names, tuple(map(_period, periods.split(";"))))
        for each in names:
            found.setdefault(fold_place(each), state)
    return found


def _period(text: str) -> Period:
    """Return a period as the table writes it: `1949-05-23..1990-10-02=DE-East Germany`, `..1945-08-18=@Mukden,Harbin`."""
    days, _, held = text.partition("=")
    first, last = (dt.date.fromisoformat(each) if each else None for each in days.split(".."))
    if held.startswith("@"):
        return Period(first, last, places=tuple(held[1:].split(",")))
    countries, _, without = held.partition("-")
    return Period(first, last, tuple(countries.split(",")), without=without or None)


def state_named(name: str) -> State | None:
    """Return the state that was, by one of its names, with an article before it or without, or None."""
    return _states().get(fold_place(name).removeprefix("the "))


@cache
def _languages() -> dict[str, str]:
    """Codes of languages by each of their folded names; of two with one name that which has it in English or itself."""
    found: dict[str, str] = {}
    for code, name, others in rows("languages.tsv"):
        for each in (name, *others.split(";")):
            found.setdefault(fold_place(each), code)
    for code, names in rows("language_names.tsv"):
        for each in names.split(";"):
            found.setdefault(fold_place(each), code)
    found.pop("", None)
    return found


def language_named(name: str) -> str | None:
    """Return the code of a language (BCP 47) by one of its names, be it that of another language, or None."""
    return _languages().get(fold_place(name))


@cache
def _codes() -> dict[str, str]:
    """The preferred code of a language by each of its others."""
    return {each: code for code, others in rows("language_codes.tsv") for each in others.split()}


def preferred_code(code: str) -> str:
    """Return the code of a language as BCP 47 has it, in lower case: `de` for `deu` and `ger`, `he` for `iw`.

    A code that is not known stays as it is.
    """
    lower = code.lower()
    return _codes().get(lower, lower)


@cache
def _language_names() -> dict[str, str]:
    """The English names of languages by their codes."""
    return {code: name for code, name, _ in rows("languages.tsv")}


def language_name(tag: str) -> str | None:
    """Return the English name of the language of a tag (BCP 47), whatever its region, or None: German of `de-AT`."""
    return _language_names().get(tag.replace("_", "-").partition("-")[0].lower())
