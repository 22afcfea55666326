"""Adds to src/morgue/gazetteer/data/months.tsv the names of months that Unicode's CLDR has, as `Babel` packs it, and the table lacks.

    pip install babel && python bench/make_months.py

It writes one row `*`, the last, of the languages below. Abbreviations in Latin letters have four at least, since shorter ones are
words elsewhere; none is a name that the table has for another month, nor are numbers names. Behind them come forms that
CLDR does not have: months with an ending, as a date is read aloud (`BY_HAND`).
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale

from morgue.gazetteer.calendar import months

TABLE = Path(__file__).resolve().parent.parent / "src/morgue/gazetteer/data/months.tsv"
LANGUAGES = [
    "ar",
    "az",
    "be",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "da",
    "de",
    "el",
    "es",
    "et",
    "eu",
    "fa",
    "fi",
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
    "ka",
    "kk",
    "kn",
    "lt",
    "lv",
    "mk",
    "ml",
    "mr",
    "ms",
    "nb",
    "ne",
    "nl",
    "pa",
    "pl",
    "pt",
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
    "th",
    "tr",
    "uk",
    "ur",
    "uz",
    "yi",
]
SHORTEST = 4
BY_HAND = (
    "urtarrilaren urtarrilak", "otsailaren otsailak", "martxoaren martxoak", "apirilaren apirilak", "maiatzaren maiatzak",
    "ekainaren ekainak", "uztailaren uztailak", "abuztuaren abuztuak", "irailaren irailak", "urriaren urriak",
    "azaroaren azaroak", "abenduaren abenduak",
)  # fmt: skip
"""Basque, of January to December."""
SURNAMES = frozenset(("Beal", "Noll", "Spal"))
"""Abbreviations that are names of people in English copy."""

MARK = "# the rest of CLDR: bench/make_months.py"


def main() -> None:
    """Write the row."""
    kept = TABLE.read_text(encoding="utf-8").partition(MARK)[0]
    TABLE.write_text(kept, encoding="utf-8")
    known = dict(months())
    found: list[list[str]] = [each.split() for each in BY_HAND]
    for language in LANGUAGES:
        for forms in Locale.parse(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in forms[width].items():
                    _add(found, known, number, name, width)
    row = "\t".join(" ".join(each) for each in found)
    TABLE.write_text(f"{kept}{MARK}\n*\t{row}\n", encoding="utf-8")


def _add(found: list[list[str]], known: dict[str, int], number: int, name: str, width: str) -> None:
    """Put a name to its month, unless it is known, short, or several words that a date parts anyway (`de gener`)."""
    plain = name.rstrip(".").removesuffix("॰").removesuffix("׳")
    folded = plain.casefold()
    short = plain[0] < "\u0250" and len(plain) < (SHORTEST if width == "abbreviated" else 3)
    short = short or plain in SURNAMES
    if folded in known or short or any(map(str.isdigit, plain)) or folded.startswith(("de ", "d’")):
        return
    known[folded] = number
    found[number - 1].append(plain.replace(" ", "_"))


if __name__ == "__main__":
    main()
