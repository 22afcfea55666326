"""Makes src/morgue/gazetteer/data/languages.tsv, the names of languages, from Unicode's CLDR as `Babel` packs it.

    pip install babel && python bench/make_languages.py

One line a language: its code as BCP 47 has it, its English name, and its other names: its own, and those that only
the newsroom uses (`BY_HAND`). All languages of two letters are there, and those of three that news is published in.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale, UnknownLocaleError

TABLE = Path(__file__).resolve().parent.parent / "src/morgue/gazetteer/data/languages.tsv"
LONG = "ast bho chr ckb cop csb dsb fil frr fur gsw haw hsb kab kok lad mai mni nds rom rup sat syr szl tet tpi tzm yue zgh"
BY_HAND = {
    "be": "Belorussian;Byelorussian", "bn": "Bengali", "ckb": "Sorani", "dv": "Maldivian", "el": "Modern Greek;ellinika",
    "es": "Castilian;castellano", "eu": "euskera", "hi": "हिंदी", "ca": "Valencian;valencià", "ar": "عربي", "cs": "česky", "sr": "srpski", "st": "Sotho", "fa": "Farsi", "fil": "Pilipino", "ga": "Irish Gaelic", "gd": "Gaelic", "he": "Ivrit",
    "ht": "Haitian", "id": "Bahasa Indonesia", "kk": "Qazaq", "km": "Cambodian", "ku": "Kurmanji", "ky": "Kirghiz",
    "lb": "Letzeburgesch", "nb": "Bokmal;Bokmål", "nl": "Flemish;Vlaams", "nn": "Nynorsk", "ny": "Chichewa", "or": "Oriya",
    "ps": "Pushto", "ro": "Moldovan;Moldavian", "sh": "Serbo-Croat", "si": "Sinhalese", "sl": "Slovene",
    "sw": "Kiswahili", "ug": "Uighur", "zh": "Mandarin;Mandarin Chinese", "yue": "Yue Chinese",
}  # fmt: skip


def own_name(code: str) -> str | None:
    """The name of a language in the language itself, where CLDR has it."""
    try:
        return Locale.parse(code).get_display_name(code)
    except (UnknownLocaleError, ValueError):
        return None


def main() -> None:
    """Write the table."""
    english = Locale("en").languages
    codes = sorted([*(code for code in english if len(code) == 2), *LONG.split()])
    lines = ["# language code (BCP 47), English name, other names (;): its own, and those of the newsroom\n"]
    for code in codes:
        if name := english.get(code):
            others = [own_name(code), *BY_HAND.get(code, "").split(";")]
            kept = dict.fromkeys(each for each in others if each and each != name)
            lines.append(f"{code}\t{name}\t{';'.join(kept)}\n")
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
