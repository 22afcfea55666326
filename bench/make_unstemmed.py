"""Makes src/morgue/analysis/data/unstemmed.tsv, the function words whose stem would be that of other words.

    pip install simplemma wordfreq && python -m bench.make_unstemmed [--table CODE=FILE] [CODE…]

A common word of a language (`common_words.tsv`) is left as it is written where stemming it cannot help: where the table of
`bench.inflections` has no other form of it that is in use and has its stem, or fewer of them than other words with that
stem, among the 12,000 commonest words of the language. Where wordfreq does not know the language, all words of the table
count. `--table` gives one, as there: for Basque, the 20 shortest forms of each entry of hunspell's dictionary. A language
that has no table in a run, or is none of those that are named, keeps its row.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

import wordfreq

from bench.inflections import SIMPLEMMA, WORDFREQ, given_tables, table
from morgue._startup.tables import word_lists
from morgue.analysis.analyzer import folded_words
from morgue.analysis.language import common_words
from morgue.analysis.stems import LISTED, classes, stem_by_rules

TABLE = Path(__file__).resolve().parent.parent / "src/morgue/analysis/data/unstemmed.tsv"
COMMONEST = 12_000
HEAD = """\
# Function words that are left as they are written, by class: their stem is that of other words (Paris in Portuguese copy has
# that of para), and none of their own forms, or fewer, have it. Made by bench/make_unstemmed.py.
"""


ROOTS = frozenset({"eo"})
"""Languages whose words are noun, adjective and adverb by their ending, so that other words with a stem are always more.

A word is left there only where it has no other form.
"""

UNINFLECTED = {"st": frozenset({"bona", "tloha"})}
"""Languages that there is no table of, and which of their common words have other forms all the same.

All others of Sesotho are concords, pronouns and particles; `bona` (they) is also to see, and `tloha` (from) to leave.
"""

PRONOUNS = {"bn": "আমার আমাকে আমাদের আমায় তার তাকে তাদের তারা যার যাকে যাদের যারা কার কাকে কাদের কারা"}
"""Words of languages of which no common words are listed: of Bengali cases of pronouns that look like forms of other words.

`আমার` (my) has the stem of `আম` (mango), and `যার` (whose) that of `যাওয়া` (to go).
"""


def unstemmed(code: str, file: Path | None = None) -> list[str]:
    """Return the common words of a class whose stem is of no use, in order; `file` is its table where it is not a known one."""
    if code in PRONOUNS:
        return sorted(PRONOUNS[code].split())
    common = common_words(LISTED.get(code, code))
    if code in UNINFLECTED and file is None:
        return sorted(each for each in common - UNINFLECTED[code] if _is_one_word(each))
    lemmas = table(code, file)
    sharing: dict[str, set[str]] = {}
    for word in _words_in_use(code, lemmas):
        if len(folded_words(word)) == 1:
            sharing.setdefault(stem_by_rules(word, code), set()).add(word)
    found = set()
    for word in filter(_is_one_word, common):
        own = lemmas.get(word, set()) | {word}
        stem = stem_by_rules(word, code)
        others = {each for each in sharing.get(stem, ()) if folded_words(each) != folded_words(word)}
        kin = {each for each in others if own & (lemmas.get(each, set()) | {each}) and _is_one_word(each)}
        if not kin or (code not in ROOTS and len(kin) < len(others - kin)):
            found.add(word)
    return sorted(found)


def _words_in_use(code: str, lemmas: Iterable[str]) -> Iterable[str]:
    name = WORDFREQ.get(code, code)
    return wordfreq.top_n_list(name, COMMONEST) if name in wordfreq.available_languages("best") else lemmas


def _is_one_word(text: str) -> bool:
    """Return whether a text is one word, and no elided letter (`l'`)."""
    folded = folded_words(text)
    return len(folded) == 1 and len(text) > 1 and len(folded[0]) > 1


def main() -> None:
    """Write the table."""
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--table", action="append", default=[], metavar="CODE=FILE")
    parser.add_argument("codes", nargs="*")
    options = parser.parse_args()
    files = given_tables(options.table)
    known = {*SUPPORTED_LANGUAGES, *files, *UNINFLECTED, *PRONOUNS}
    before = word_lists(TABLE)
    lines = [
        f"{code}\t{' '.join(words)}\n"
        for code in sorted(classes())
        if code in PRONOUNS or common_words(LISTED.get(code, code))
        if (
            words := unstemmed(code, files.get(code))
            if SIMPLEMMA.get(code, code) in known and code in (options.codes or [code])
            else sorted(before.get(code, ()))
        )
    ]
    TABLE.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
