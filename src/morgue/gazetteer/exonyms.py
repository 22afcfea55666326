"""Names of large cities and of countries in all languages: Lontoo, Londres, Лондон, 伦敦 and لندن are London.

The table is `data/exonyms.tsv` (bench/make_exonyms.py), searched where it lies: nothing is read before a city is asked
for. Names are compared by `analyzer.fold`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from morgue.analysis.analyzer import fold
from morgue.gazetteer.former import City
from morgue.gazetteer.places import HOME_SHARE, meanings
from morgue.gazetteer.tables import DATA

LONGEST = 100
"""Characters of a name; a longer one is in no table."""


@cache
def _table() -> bytes:
    return (DATA / "exonyms.tsv").read_bytes()


def cities_named(name: str) -> tuple[City, ...]:
    """Return the large cities that have a name in any language, with all their names, the largest first; today's English name is first.

    The other names are folded.
    """
    return _cities(fold(name)) if 0 < len(name) <= LONGEST else ()


@lru_cache(maxsize=256)
def _cities(key: str) -> tuple[City, ...]:
    return tuple(each for each in _rows(key) if not each.country.startswith("="))


@lru_cache(maxsize=256)
def _country(key: str) -> City | None:
    return next((each for each in _rows(key) if each.country.startswith("=")), None)


def country_in_any_language(name: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country by its name in any language, or None."""
    if not 0 < len(name) <= LONGEST:
        return None
    found = _country(fold(name)) or (_country(_as_written(name)) if len(name) < SHORTEST else None)
    return found.country[1:] if found else None


def country_beside_city(name: str) -> str | None:
    """Return the code of a country whose name in some language is also that of a large city of another: `Салвадор`, or None."""
    found = _country(f"={fold(name)}") if 0 < len(name) <= LONGEST else None
    return found.country[1:] if found else None


SHORTEST = 4
"""Names of countries in fewer Latin letters are compared with their accents: `Áo` is Austria, `ao` is none."""


def _as_written(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def names_of_country(code: str, name: str) -> tuple[str, ...]:
    """Return the names of a country in all languages, folded; `name` is its English one."""
    found = _country(fold(name))
    if found is None or found.country != f"={code}":
        return ()
    return (fold(name), *(each for each in found.names[1:] if not each.startswith("=")))


def _rows(key: str) -> Iterator[City]:
    """Yield the rows that have a folded name, in order."""
    if not key or any(each in key for each in ";\t\n"):
        return
    table, wanted, at = _table(), f";{key};".encode(), 0
    while (at := table.find(wanted, at)) >= 0:
        end = table.find(b"\n", at)
        country, own, names = table[table.rfind(b"\n", 0, at) + 1 : end].decode().split("\t")
        yield City(country, (own, *(each for each in names.split(";") if each not in ("", fold(own)))))
        at = end


def city_meant(name: str, countries: tuple[str, ...] = ()) -> City | None:
    """Return the large city that a name means: one in these countries where any are given, else the likeliest, or None.

    A name that smaller places of other countries have too means what the gazetteer finds likeliest; where that is none of the
    cities of this name, it means none of them.
    """
    cities = cities_named(name)
    if countries:
        return next((each for each in cities if each.country in countries), None)
    known = meanings(name) if cities else ()
    return next((each for each in cities if not known or each.country == known[0].country), None)


def others_meant(name: str) -> tuple[City, ...]:
    """Return the large cities of other countries that a name in another language than English may mean as well as the one of `city_meant`."""
    meant = city_meant(name) if len(cities_named(name)) > 1 else None
    if meant is None or fold(meant.names[0]) == fold(name):
        return ()
    size = _thousands(meant)
    return tuple(
        each
        for each in cities_named(name)
        if each.country != meant.country and _thousands(each) * HOME_SHARE > size
    )


def _thousands(city: City) -> int:
    return next((each.thousands for each in meanings(city.names[0]) if each.country == city.country), 0)
