"""Adds to src/morgue/gazetteer/data/months.tsv the names of months that Unicode's CLDR has, as `Babel` packs it, and the table lacks.

    pip install babel && python bench/make_months.py

It writes the last two rows. Sinhala is written by hand: CLDR has the months of its lunar calendar. The row `*` has names that are months wherever a date may be: of the languages of many news stories, and of the others
where they are not in Latin letters. The row `+` has those that are words elsewhere, so that they are months only in a whole date, between a day
and a year: abbreviations in Latin letters of less than four, and what the other languages write in Latin letters. None is a
name that the table has for another month (but those of `TWO_MONTHS` in `extract/dates.py`), nor are numbers names. Forms that
CLDR does not have stand first: months with an ending, as a date is read aloud (`BY_HAND`).
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from babel import Locale

from morgue.extract.dates import TWO_MONTHS
from morgue.gazetteer.calendar import months, months_in_dates

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
"""Languages whose months are words of dates wherever one may be: in datelines, in lines of a stamp."""
OTHERS = [
    "af",
    "am",
    "as",
    "br",
    "ckb",
    "cy",
    "eo",
    "fil",
    "fo",
    "gd",
    "ha",
    "jv",
    "km",
    "ku",
    "ky",
    "lb",
    "lo",
    "mn",
    "mt",
    "my",
    "nn",
    "or",
    "pa",
    "ps",
    "sd",
    "so",
    "tg",
    "tk",
    "uz_Cyrl",
    "yo",
    "zu",
]
"""Languages of fewer stories: what they write in Latin letters is a month in a whole date only."""
SHORTEST = 4
BY_HAND = (
    "urtarrilaren urtarrilak", "otsailaren otsailak", "martxoaren martxoak", "apirilaren apirilak", "maiatzaren maiatzak",
    "ekainaren ekainak", "uztailaren uztailak", "abuztuaren abuztuak", "irailaren irailak", "urriaren urriak",
    "azaroaren azaroak", "abenduaren abenduak",
)  # fmt: skip
"""Basque, of January to December."""
SURNAMES = frozenset(("Beal", "Noll", "Spal"))
"""Abbreviations that are names of people in English copy."""

OTHER_WORDS = frozenset({"Here", "Du", "Sat"})
"""Breton and Hausa months: August in Māori, a word of German, a day of the week."""
ENDINGS = {"ku": "a", "ckb": "ی", "mn": "ын", "tg": "и"}
"""What a month has behind it in a date, in Kurdish, Mongolian and Tajik."""
BEFORE = ("dhen ", "Am ", "An ", "Oṣù ")
"""Articles, and the word for a month, before names in Gaelic and Yoruba."""

MARK = "# the rest of CLDR: bench/make_months.py"


def main() -> None:
    """Write the rows."""
    kept = TABLE.read_text(encoding="utf-8").partition(MARK)[0]
    TABLE.write_text(kept, encoding="utf-8")
    known = {**months_in_dates(), **months()}
    found: list[list[str]] = [each.split() for each in BY_HAND]
    in_dates: list[list[str]] = [[] for _ in BY_HAND]
    for language in (*LANGUAGES, *OTHERS):
        for forms in Locale.parse(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in forms[width].items():
                    plain = unicodedata.normalize("NFC", name.rstrip(".").strip()).rstrip("॰׳")
                    for before in BEFORE:
                        plain = plain.removeprefix(before)
                    for each in dict.fromkeys((plain, plain + ENDINGS.get(language, ""))):
                        if is_new(each, number, known):
                            alone = stands_alone(each, width, language)
                            (found if alone else in_dates)[number - 1].append(each.replace(" ", "_"))
                            known[each.casefold()] = number
    rows = "\n".join(
        f"{key}\t" + "\t".join(" ".join(each) for each in row) for key, row in (("*", found), ("+", in_dates))
    )
    TABLE.write_text(f"{kept}{MARK}\n{rows}\n", encoding="utf-8")


def is_new(plain: str, number: int, known: dict[str, int]) -> bool:
    """Return whether the table lacks a name; false for a number, and for several words that a date parts anyway (`de gener`)."""
    folded = plain.casefold()
    if known.get(folded, number) != number and folded not in TWO_MONTHS:
        raise ValueError(f"{plain} is two months")
    return (
        plain not in OTHER_WORDS
        and folded not in known
        and not any(map(str.isdigit, plain))
        and not folded.startswith(("de ", "d’"))
    )


def stands_alone(plain: str, width: str, language: str) -> bool:
    """Return whether a name is a month without a day and a year on its sides."""
    if plain[0] > "\u024f" and not "\u1e00" <= plain[0] <= "\u1eff":
        return len(plain) > 1
    if language in OTHERS or plain in SURNAMES:
        return False
    return len(plain) >= (SHORTEST if width == "abbreviated" else 3)


if __name__ == "__main__":
    main()
