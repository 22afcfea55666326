"""Find the other forms of a word of a query in a dictionary, in languages whose endings alone do not tell them: Ukrainian.

The dictionary is an extra (`morgue[ukrainian]`): pymorphy3 and pymorphy3-dicts-uk, which is made of VESUM, the Large
Electronic Dictionary of Ukrainian. It is loaded when the first word is looked up, in some 100 ms, and takes 15 MB. An index never
depends on it: its tokens are made by rules, and what a dictionary adds is a matter of the query.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from morgue._startup.expression import expression
from morgue.errors import MorgueError

_CYRILLIC = expression("[\u0400-\u04ff]+")

_STRESS = "\u0301"
"""The accent that textbooks and encyclopedias put on the stressed vowel, which no word of the dictionary has."""

_OF_DICTIONARY_FORMS = (
    *("", "а", "я", "о", "е", "є", "ь", "й", "і", "и"),
    *("ий", "ій"),
    *("ти", "ати", "яти", "ити", "іти", "їти", "увати", "ювати"),
)
"""How the forms that dictionaries list words by end: nouns in the nominative, adjectives, verbs in the infinitive."""


class Dictionary:
    """The paradigms of a language: each word in all its forms."""

    def __init__(self, analyzer: Any) -> None:
        self._analyzer = analyzer

    def words(self, form: str) -> set[str]:
        """Return the words that a form is one of, each as the dictionary lists it; none where it is not known."""
        return {each.normal_form for each in self._analyzer.parse(form)}

    def forms(self, form: str) -> set[str]:
        """Return all forms of all words that a form is one of, in lower case; none where it is not known.

        A form of two words (`трюкові` is of the noun and of the adjective) has those of both.
        """
        parses = self._analyzer.parse(form)
        distinct = {(each.normal_form, each.tag.POS): each for each in parses}.values()
        return {of_word.word for each in distinct for of_word in each.lexeme}

    def has(self, form: str) -> bool:
        """Return whether any word has this form."""
        return bool(self._analyzer.word_is_known(form))


@cache
def dictionary(code: str) -> Dictionary | None:
    """Return the dictionary of a stem class, None where there is none or its extra is not installed.

    MorgueError is raised for one that is installed and cannot be read.
    """
    if code != "uk":
        return None
    try:
        import pymorphy3
        import pymorphy3_dicts_uk
        from pymorphy3.units import DictionaryAnalyzer
    except ImportError:
        return None
    try:
        # the other units guess at words that are not in the dictionary, which the rules do as well
        analyzer = pymorphy3.MorphAnalyzer(
            path=pymorphy3_dicts_uk.get_path(), lang="uk", units=[DictionaryAnalyzer()]
        )
    except (OSError, ValueError, LookupError, EOFError, struct.error) as error:
        raise MorgueError(
            f"the Ukrainian dictionary cannot be read: {error}",
            hint="install it again: pip install --force-reinstall pymorphy3 pymorphy3-dicts-uk",
        ) from error
    return Dictionary(analyzer)


def stems_of_forms(word: str, code: str, stem: Callable[[str], str]) -> tuple[str, ...]:
    """Return the stems of all forms of a word, in an order that is always the same; none without a dictionary that has it.

    `word` is in lower case; `stem` makes the stem of a form. Left out is the stem of one form alone that is shorter than the
    stem of most forms and is that of another word, too: more than the ending was taken then. The stem of `рахункові` (of
    accounts, an adjective) is that of `рахунок` (an account), because nouns have such a dative; a query for another form
    of the adjective does not mean the noun. The form that dictionaries list is never left out.
    """
    bare = word.replace(_STRESS, "")
    if _CYRILLIC.fullmatch(bare) is None:
        return ()
    known = dictionary(code)
    if known is None:
        return ()
    by_stem: dict[str, list[str]] = {}
    for form in sorted(known.forms(bare)):
        if form.isalpha():
            by_stem.setdefault(stem(form), []).append(form)
    own = known.words(bare)
    usual = len(max(by_stem, key=lambda made: len(by_stem[made]), default=""))

    def is_anothers(made: str, form: str) -> bool:
        if form in own or len(made) >= usual or len(_letters(made)) == len(form):
            return False
        return any(known.words(each) - own for each in _listed(made, known, stem))

    return tuple(made for made, forms in by_stem.items() if len(forms) > 1 or not is_anothers(made, forms[0]))


def _letters(made: str) -> str:
    """Return a stem without the mark of its language."""
    return "".join(_CYRILLIC.findall(made))


def _listed(made: str, known: Dictionary, stem: Callable[[str], str]) -> Iterator[str]:
    """Yield the words of a stem that the dictionary lists, by the endings of such forms.

    Rules make an і of a closed syllable о again, so that the form that is listed may have either.
    """
    bare = _letters(made)
    starts = (bare, f"{bare[:-2]}і{bare[-1]}") if bare[-2:-1] == "о" else (bare,)
    for start in starts:
        for ending in _OF_DICTIONARY_FORMS:
            if known.has(listed := start + ending) and stem(listed) == made:
                yield listed
