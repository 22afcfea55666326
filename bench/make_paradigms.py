"""Makes tables of forms for `bench.inflections` of a list of words and the paradigms of a grammar, where no dictionary has forms.

    apt-get install gettext tesseract-ocr tesseract-ocr-yid && apt-get download libreoffice-l10n-st
    dpkg-deb -x libreoffice-l10n-st*.deb D
    for file in $(find D -name '*.mo'); do msgunfmt $file; done >st.po
    combine_tessdata -u $(dpkg -L tesseract-ocr-yid | grep traineddata) yid.
    dawg2wordlist yid.lstm-unicharset yid.lstm-word-dawg yi.words
    python -m bench.make_paradigms st st.po >st.tsv
    python -m bench.make_paradigms yi yi.words >yi.tsv

Each line has a form, a tab and its stem. The words are in use: those of LibreOffice's translation, and those by which
Tesseract tells what it reads. A stem is one that has two or three forms among them, as the paradigm says, so that chance
pairs are few. What grammars call irregular is not in such a table, nor is a word whose forms are rare.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from morgue.analysis.analyzer import folded_words


class Paradigm(NamedTuple):
    """What is before and behind a stem (_ stands for it) in its forms, how many must be in use, and what the stem must match.

    Stems that are spelt alike are one word within a kind.
    """

    kind: str
    forms: str
    least: int
    stem: str = ".{3,}"


_SHORT = ".{2,}"
"""A stem of nouns that have a prefix and an ending in all forms that are asked for."""

PARADIGMS = {
    # C. Doke and S. Mofokeng, Textbook of Southern Sotho grammar (1957): the classes of nouns with their plurals and
    # locatives (-a becomes -eng), in the spelling of South Africa; verbs in their tenses and moods, the passive and the relative
    "st": (
        Paradigm("person", "mo_a ba_a mo_eng ba_eng", 2, _SHORT),
        Paradigm("person", "mo_ ba_ mo_ng ba_ng", 2, ".{2,}[^a]"),
        Paradigm("tree", "mo_a me_a mo_eng me_eng", 2, _SHORT),
        Paradigm("tree", "mo_ me_ mo_ng me_ng", 2, ".{2,}[^a]"),
        Paradigm("le", "le_a ma_a le_eng ma_eng", 2, _SHORT),
        Paradigm("le", "le_ ma_ le_ng ma_ng", 2, ".{2,}[^a]"),
        Paradigm("se", "se_a di_a se_eng di_eng", 2, _SHORT),
        Paradigm("se", "se_ di_ se_ng di_ng", 2, ".{2,}[^a]"),
        Paradigm("-a", "_a di_a di_eng", 2),
        Paradigm("-o", "_o di_o di_ong", 2),
        Paradigm("-e", "_e di_e di_eng", 2),
        Paradigm("-i", "_i di_i di_ing", 2),
        Paradigm(
            "verb",
            "_a _ile _e _ang _wa _ilwe _eng _uwa _wang _ileng _ilweng",
            3,
            "[^aeiou]*[aeiou].*[^aeiouw]",
        ),
    ),
    # N. Jacobs, Yiddish: a linguistic introduction (2005): verbs, adjectives, and the plurals of nouns made with suffixes
    "yi": (
        Paradigm("verb", "_ן _ט _סט _נדיק _נדיקע _נדיקער גע_ט גע_טע גע_טער", 3),
        Paradigm("verb", "_ען _ט _סט _ענדיק _ענדיקע גע_ט גע_טע", 3),
        Paradigm("adjective", "_ _ע _ער _ן _ס _עס", 4),
        Paradigm("noun", "_ _ען", 2, ".+ונג"),
        Paradigm("noun", "_ _ן", 2, ".+(קייט|הייט|שאפט)"),
        Paradigm("noun", "_ _ס", 2, ".+(ציע|יע|ער)"),
    ),
}
"""The paradigms of each language."""

FINAL = str.maketrans("ךםןףץ", "כמנפצ")
"""Hebrew letters as they are at the end of a word, and as they are elsewhere."""

_TRANSLATION = re.compile(r'^msgstr(?:\[\d+\])? ((?:".*"\n?)+)', re.MULTILINE)
_NO_TEXT = re.compile(r"\\n|<[^>]*>|[%$]\w+|[~_\"]")


def words(file: Path) -> set[str]:
    """Return the words of a list, or of the translations of a .po file, in lower case."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".po":
        text = "\n".join(_TRANSLATION.findall(text))
    return {word.lower() for word in re.findall(r"[^\W\d_]+", _NO_TEXT.sub(" ", text))}


def table(code: str, known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the forms in use of the stems that have enough of them."""
    medial = {"".join(folded_words(word)).translate(FINAL): word for word in sorted(known)}
    for kind, forms, least, fits in PARADIGMS[code]:
        affixes = [tuple(each.translate(FINAL).split("_")) for each in forms.split()]
        stems = {
            word[len(before) : len(word) - len(behind)]
            for word in medial
            for before, behind in affixes
            if word.startswith(before) and word.endswith(behind)
        }
        for stem in sorted(each for each in stems if re.fullmatch(fits.translate(FINAL), each)):
            found = [before + stem + behind for before, behind in affixes if before + stem + behind in medial]
            if len(found) >= least:
                yield from ((medial[form], f"{kind}:{stem}") for form in found)


def main() -> None:
    """Print the table of a language."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("language", choices=sorted(PARADIGMS))
    parser.add_argument("words", type=Path, help="a word a line, or a .po file")
    options = parser.parse_args()
    sys.stdout.writelines(f"{form}\t{stem}\n" for form, stem in table(options.language, words(options.words)))


if __name__ == "__main__":
    main()
