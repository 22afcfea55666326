"""Stem by a table of endings: for languages that Snowball has no stemmer for.

The rules of each language are rows of `data/endings.tsv`, which names their sources. They work on folded words, so that
a word typed without its accents has the same stem; in languages whose endings are told apart by accents, on words that
have their own letters yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from morgue._startup.tables import read_rows
from morgue.analysis.analyzer import folded_words

_TABLE = Path(__file__).with_name("data") / "endings.tsv"

_ITSELF = "="
"""What stands for an ending that is left as it is, though a shorter one would be taken off."""


class _Step:
    """Endings of which the longest that fits is replaced; beginnings where `first` is true.

    `behind` is put behind the stem where one was, when all steps are done; it is empty for most.
    """

    def __init__(self, *, first: bool, behind: str = "") -> None:
        self.first = first
        self.behind = behind
        self.endings: dict[str, tuple[int, str]] = {}
        self.longest = 0

    def add(self, endings: Iterable[str], least: int, instead: str) -> None:
        """Note endings that are replaced where so many letters are left; by themselves where `instead` says so."""
        for each in endings:
            self.endings[each] = (least, each if instead == _ITSELF else instead)
            self.longest = max(self.longest, len(each))

    def apply(self, word: str) -> str:
        for size in range(min(self.longest, len(word) - 1), 0, -1):
            found = self.endings.get(word[:size] if self.first else word[-size:])
            if found is not None and len(word) - size >= found[0]:
                return found[1] + word[size:] if self.first else word[:-size] + found[1]
        return word


@cache
def _steps(language: str, *, folded: bool) -> tuple[_Step, ...]:
    steps: dict[str, _Step] = {}
    for code, number, least, instead, endings in read_rows(_TABLE):
        if code == language and not number.startswith("="):
            replacement = "" if instead == "_" else instead
            if folded:
                replacement = replacement if replacement == _ITSELF else _folded(replacement)
                endings = " ".join(map(_folded, endings.split()))
            behind, replacement = (replacement, "") if number.endswith("+") else ("", replacement)
            step = steps.setdefault(number, _Step(first=number.startswith("^"), behind=behind))
            step.add(endings.split(), int(least), replacement)
    return tuple(steps.values())


def _folded(text: str) -> str:
    return "".join(folded_words(text))


@cache
def all_endings(language: str) -> frozenset[tuple[str, str]]:
    """Return the folded endings that a language has, each with what its stem has in its place; one of them is nothing."""
    steps = (each for each in _steps(language, folded=True) if not each.first and not each.behind)
    found = {(ending, instead) for step in steps for ending, (_, instead) in step.endings.items()}
    return frozenset(found | {("", "")})


def light_stemmer(language: str, *, folded: bool = True, bare: bool = False) -> Callable[[str], str]:
    """Return the function that stems a word of a language, by the rows of its code.

    `folded` says whether words and endings are without accents, `bare` that nothing is put behind a stem that was behind
    the ending.
    """
    steps = _steps(language, folded=folded)

    def stem(word: str) -> str:
        behind = ""
        for step in steps:
            before, word = word, step.apply(word)
            if step.behind and word != before and not bare:
                behind = step.behind
        return word + behind

    return stem


def templates(language: str) -> Callable[[str], str] | None:
    """Return the function that gives a word, as it is written, the form of its singular; None where a language has no rows.

    Such a row replaces whole words: a digit stands for any letter that the template does not have itself. What may be
    before a word and behind it is in the rows `=<` and `=>`, and goes.
    """
    rows = [row for row in read_rows(_TABLE) if row[0] == language and row[1].startswith("=")]
    if not rows:
        return None
    around = {
        number: "|".join(endings.split()) for _, number, _, _, endings in rows if number in ("=<", "=>")
    }
    made = [
        (_template(each, around.get("=<", ""), around.get("=>", "")), re.sub(r"\d", r"\\g<_\g<0>>", instead))
        for _, number, _, instead, endings in rows
        if number not in ("=<", "=>")
        for each in endings.split()
    ]

    def singular(word: str) -> str:
        for template, instead in made:
            if found := template.fullmatch(word):
                return found.expand(instead)
        return word

    return singular


def _template(template: str, before: str, behind: str) -> re.Pattern[str]:
    own = re.sub(r"\d", "", template)
    letters = re.sub(r"\d", rf"(?P<_\g<0>>[^\\W\\d_{own}])", template)
    return re.compile(f"(?:{before})?{letters}(?:{behind})?")
