"""Find the other forms of a word that an apostrophe parts, as Ukrainian `п'ятниця`.

There an apostrophe is a letter of the word, and stands between a consonant and я, ю, є or ї. In the index it parts words, so
that `п'ятниця` is `п` and `ятниця` next to each other, and `здоров'я` is `здоров` and `я`. The stem of a last part may be
another than that of the same part of another form, and one that is all ending has none. So the whole word is stemmed, and its
last part is looked for with each ending that leaves the whole word its stem.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from morgue.analysis.analyzer import folded_words
from morgue.analysis.light_stemmer import all_endings
from morgue.analysis.paradigms import dictionary
from morgue.analysis.stems import LONGEST, query_tokens, stem_by_rules, token

WRITTEN_SO = frozenset({"uk"})
"""The classes of the languages in which an apostrophe is a letter, and whose endings are in the table."""

APOSTROPHES = frozenset("'\u2019\u02bc\u2018`\u00b4\u2032\uff07")

_BEHIND = frozenset("яюєїЯЮЄЇ")
_FOLDED = frozenset("яюєі")
"""What stands behind the apostrophe, as it is written and folded."""


def is_parted(before: str, between: str, last: str) -> bool:
    """Return whether two parts of a text, and what is between them, are one word that an apostrophe parts."""
    return between in APOSTROPHES and last[:1] in _BEHIND and "\u0400" <= before[-1:] <= "\u052f"


def query_tokens_of_part(forms: Sequence[str], before: str, codes: Iterable[str]) -> tuple[str, ...]:
    """Return the tokens by which a part of a parted word is looked for in some classes, each once.

    `forms` are the part as it was typed and folded, `before` is the other part where that stands before it, else "". In a
    class of `WRITTEN_SO` the first part is looked for as it is; in the others each part is a word.
    """
    made: list[str] = []
    for code in codes:
        if code not in WRITTEN_SO:
            made += [each for form in forms for each in query_tokens(form, (code,))]
            continue
        made += [token(form, code) for form in forms]
        if before:
            made += tokens_of_parted(before, forms[0], code)
    return tuple(dict.fromkeys(made))


@lru_cache(1 << 10)
def tokens_of_parted(before: str, last: str, code: str) -> tuple[str, ...]:
    """Return the tokens of what may stand in the place of the last part of a parted word, in a class of `WRITTEN_SO`."""
    if len(before) + len(last) > LONGEST:
        return ()
    listed = _listed(before, last, code)
    before, last = ("".join(folded_words(each)) for each in (before, last))
    stem = stem_by_rules(before + last, code)
    rest = stem.removeprefix(before) if stem.startswith(before) else ""
    forms = {
        rest.removesuffix(instead) + ending for ending, instead in all_endings(code) if rest.endswith(instead)
    }
    kept = {form for form in forms if form[:1] in _FOLDED and stem_by_rules(before + form, code) == stem}
    return tuple(sorted({token(form, code) for form in (*kept, *listed)}))


def _listed(before: str, last: str, code: str) -> set[str]:
    """Return the last parts of all forms that a parted word has in the dictionary of a class, where that is installed."""
    known = dictionary(code)
    if known is None:
        return set()
    start = f"{before}'"
    return {form.removeprefix(start) for form in known.forms(start + last) if form.startswith(start)}
