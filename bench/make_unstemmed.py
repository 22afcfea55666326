"""Makes src/morgue/analysis/data/unstemmed.tsv, the function words whose stem would be that of other words.

    pip install simplemma wordfreq && python -m bench.make_unstemmed

A common word of a language (`common_words.tsv`) is left as it is written where stemming it cannot help: where the table of
`bench.inflections` has no other form of it that is in use and has its stem, or fewer of them than other words with that
stem, among the 12,000 commonest words of the language.
"""

from __future__ import annotations

from pathlib import Path

import wordfreq

from bench.inflections import SIMPLEMMA, WORDFREQ, table
from morgue.analysis.analyzer import folded_words
from morgue.analysis.language import common_words
from morgue.analysis.stems import LISTED, classes, stem_by_rules

TABLE = Path(__file__).resolve().parent.parent / "src/morgue/analysis/data/unstemmed.tsv"
COMMONEST = 12_000
HEAD = """\
# Function words that are left as they are written, by class: their stem is that of other words (Paris in Portuguese copy has
# that of para), and none of their own forms, or fewer, have it. Made by bench/make_unstemmed.py.
"""


def unstemmed(code: str) -> list[str]:
    """Return the common words of a class whose stem is of no use, in order."""
    common = common_words(LISTED.get(code, code))
    lemmas = table(code)
    sharing: dict[str, set[str]] = {}
    for word in wordfreq.top_n_list(WORDFREQ.get(code, code), COMMONEST):
        if len(folded_words(word)) == 1:
            sharing.setdefault(stem_by_rules(word, code), set()).add(word)
    found = set()
    for word in common:
        folded = folded_words(word)
        if len(folded) != 1 or len(word) < 2:
            continue
        own = lemmas.get(word, set()) | {word}
        others = {each for each in sharing.get(stem_by_rules(word, code), ()) if folded_words(each) != folded}
        kin = {each for each in others if own & (lemmas.get(each, set()) | {each})}
        if not kin or len(kin) < len(others - kin):
            found.add(word)
    return sorted(found)


def main() -> None:
    """Write the table."""
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    known = set(SUPPORTED_LANGUAGES)
    frequent = wordfreq.available_languages("best")
    lines = [
        f"{code}\t{' '.join(words)}\n"
        for code in sorted(classes())
        if SIMPLEMMA.get(code, code) in known and WORDFREQ.get(code, code) in frequent
        if (words := unstemmed(code))
    ]
    TABLE.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
