"""Places by name: the country of a city, a state or a country as a dateline writes it.

The tables are `data/places.tsv` (cities, searched where it lies, see bench/make_places.py), `countries.tsv`
and `regions.tsv`. They are loaded when the first place is looked up. Names are compared by `fold_place`.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from morgue._startup.expression import expression
from morgue.gazetteer.tables import DATA, rows, words
from morgue.model.article import Place

_SILENT = dict.fromkeys(map(ord, "'’‘ʻ`´."))
_BREAK = expression(r"[\W_]+")


class Meaning(NamedTuple):
    """What a city's name may mean: a country, and how many thousand people live there."""

    country: str
    thousands: int


LONGEST = 400
"""Characters of a name; what is longer names no place."""


def fold_place(name: str) -> str:
    """Return the key of a name: lower case, no accents, apostrophes or full stops, other marks as one space.

    It is empty for what is too long to be one.
    """
    return _fold(name) if len(name) <= LONGEST else ""


@lru_cache(maxsize=8192)
def _fold(name: str) -> str:
    name = name.translate(_SILENT).casefold()
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name.replace("ı", "i"))
        name = "".join(each for each in plain if not unicodedata.combining(each))
    return " ".join(_BREAK.sub(" ", name).split())


@cache
def _countries() -> dict[str, str]:
    """Codes by the folded name; a code itself is a name only in `country`."""
    found: dict[str, str] = {}
    for code, _, name, others in rows("countries.tsv"):
        found[fold_place(name)] = code
        for other in others.split(";"):
            found.setdefault(fold_place(other), code)
    found.pop("", None)
    return found


@cache
def _names() -> dict[str, str]:
    return {code: name for code, _, name, _ in rows("countries.tsv")}


@cache
def _codes_of_three() -> dict[str, str]:
    return {three: code for code, three, *_ in rows("countries.tsv") if three}


@cache
def _regions() -> dict[str, tuple[str, ...]]:
    """Country codes of states and regions by the folded name, likeliest first."""
    found: dict[str, tuple[str, ...]] = {}
    for name, codes, others in rows("regions.tsv"):
        for each in (name, *others.split(";")):
            key = fold_place(each)
            if key:
                found[key] = tuple(dict.fromkeys((*found.get(key, ()), *codes.split(","))))
    return found


@cache
def _cities() -> bytes:
    return b"\n" + (DATA / "places.tsv").read_bytes()


@lru_cache(maxsize=4096)
def meanings(name: str) -> tuple[Meaning, ...]:
    """Return the cities that a name may mean, the likeliest first; empty where the table does not hold it."""
    key = fold_place(name)
    row = _row(key) or (_row(_long_saint(key)) if key.startswith(("st ", "ste ", "mt ", "ft ")) else "")
    return tuple(Meaning(each[:2], int(each[2:])) for each in row.split())


_LONG = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


def _long_saint(key: str) -> str:
    first, _, rest = key.partition(" ")
    return f"{_LONG[first]} {rest}"


def _row(key: str) -> str:
    """Return what is behind a key in the sorted table: a search by halves over its lines."""
    table, wanted = _cities(), key.encode()
    if not wanted or len(wanted) > 100:
        return ""
    low, high = 0, len(table) - 1
    while low < high:
        start = table.rfind(b"\n", low, (low + high) // 2 + 1)
        start = low if start < 0 else start
        end = table.find(b"\n", start + 1)
        found, _, row = table[start + 1 : end].partition(b"\t")
        if found == wanted:
            return row.decode()
        if found < wanted:
            low = end
        else:
            high = start
    return ""


def country(name: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country by any of its names or by the code itself, else None.

    A code of three letters counts where it is in capitals (`GBR`).
    """
    name = name.strip()
    if len(name) == 2 and name.upper() in _names():
        return name.upper()
    return _codes_of_three().get(name) or _countries().get(fold_place(name))


def country_named(name: str) -> str | None:
    """Return the code of a country by one of its names; a bare code such as LA or IN is no name."""
    return _countries().get(fold_place(name))


def country_name(code: str) -> str | None:
    """Return the English name of a country by its code."""
    return _names().get(code.upper())


def country_names() -> tuple[str, ...]:
    """Return the English names of all countries."""
    return tuple(_names().values())


_WORLDWIDE = words("ai am cc co eu fm gg gl im io is la ly me sh so st su tk to tv vc ws")
"""Domains of countries that sites all over the world have, and those that are of no country."""


def country_of_host(host: str) -> str | None:
    """Return the country (ISO code) that the domain of a host is of, or None where it says nothing: `kompas.co.id` is ID."""
    top = host.lower().rpartition(".")[2]
    if len(top) != 2 or not top.isalpha() or top in _WORLDWIDE:
        return None
    return "GB" if top == "uk" else top.upper()


def regions(name: str) -> tuple[str, ...]:
    """Return the countries that have a state or region of this name or abbreviation, the likeliest first."""
    return _regions().get(fold_place(name), ())


def namesakes(name: str, countries: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the countries of the places that a name may mean without one being much likelier than the others.

    `countries` are those of the name itself, where it is a country's.
    """
    if countries:
        return tuple(dict.fromkeys((*countries, *regions(name))))
    cities = meanings(name)
    least = cities[0].thousands // HOME_SHARE if cities else 0
    return tuple(dict.fromkeys(each.country for each in cities if each.thousands > least))


def known(name: str) -> bool:
    """Return whether a name is a city, a region or a country of the tables."""
    return bool(meanings(name)) or bool(country_named(name)) or bool(regions(name))


def locate(place: str, *, qualifiers: tuple[str, ...] = (), home: str | None = None) -> Place:
    """Return the place of a dateline with its country.

    `qualifiers` are the state and country as the dateline gives them, `home` is the agency's country. A name
    with several meanings goes by the first of: the qualifiers, home, the weight of the table. A country that
    nothing tells is None.
    """
    cities = meanings(place)
    possible = {each.country for each in cities}
    for each in reversed(qualifiers):
        named = country_named(each)
        states = regions(each)
        both = [code for code in ((named,) if named else ()) + states if code in possible]
        if both or named or states:
            return Place(place, both[0] if both else (named or states[0]))
    own = country_named(place)
    if own and (not cities or cities[0].thousands < LARGE or fold_place(_names()[own]) == fold_place(place)):
        return Place(place, own)
    if home in possible and _weighs(cities, home):
        return Place(place, home)
    if cities:
        return Place(place, cities[0].country)
    states = regions(place)
    return Place(place, (home if home in states else states[0]) if states else None)


LARGE = 200
"""A city of so many thousand people is meant before a country by its foreign name: Granada, Salvador."""
HOME_SHARE = 8
"""A namesake at the agency's home counts unless the likeliest meaning has this many times its people."""


def _weighs(cities: tuple[Meaning, ...], home: str | None) -> bool:
    at_home = next(each.thousands for each in cities if each.country == home)
    return cities[0].thousands <= HOME_SHARE * max(at_home, 1)
