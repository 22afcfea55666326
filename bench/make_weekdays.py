"""Adds to src/morgue/gazetteer/data/weekdays.tsv the full names of days of the week that Unicode's CLDR has, as `Babel` packs it, and the table lacks.

    pip install babel && python bench/make_weekdays.py

It writes one row `*`, the last, of the languages of `make_months`. A name that the table has for another day is left out.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from babel import Locale

from bench.make_months import LANGUAGES, OTHERS
from morgue.gazetteer.calendar import weekdays

TABLE = Path(__file__).resolve().parent.parent / "src/morgue/gazetteer/data/weekdays.tsv"
NAMES = frozenset({"anna"})
"""Names of people: Friday in Turkmen."""
MARK = "# the rest of CLDR: bench/make_weekdays.py"


def main() -> None:
    """Write the row."""
    kept = TABLE.read_text(encoding="utf-8").partition(MARK)[0]
    TABLE.write_text(kept, encoding="utf-8")
    known = dict(weekdays())
    found: list[list[str]] = [[] for _ in range(7)]
    for language in (*LANGUAGES, *OTHERS):
        for forms in Locale.parse(language).days.values():
            for number, name in forms["wide"].items():
                plain = unicodedata.normalize("NFC", name)
                if plain.casefold() not in known and plain not in NAMES and len(plain) > 1:
                    known[plain.casefold()] = number
                    found[number].append(plain.replace(" ", "_"))
    row = "\t".join(" ".join(each) for each in found)
    TABLE.write_text(f"{kept}{MARK}\n*\t{row}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
