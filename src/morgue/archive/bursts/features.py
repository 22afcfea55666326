"""Say what of an article is compared between the parts of an archive: its words by stem, runs of characters, places.

A feature is what an article has or has not, and a query can ask for: `node` is the tree that finds the articles which
have it, on every engine the same ones of which `Features.of` returns its number. It is compared among the articles that
could have it: a word among those of its language, so that the words of a language which is frequent in one part of the
archive do not look frequent there themselves; a place among those of which any place is known.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from morgue.analysis.analyzer import ENGLISH, fold, indexable, indexed_words, stands_alone, stem
from morgue.analysis.stem_class import class_of
from morgue.archive.facets import city_key
from morgue.model.article import as_text
from morgue.query.tree import DEFAULT_FIELDS, And, Everything, Has, Keyword, Location, Node, Not, Phrase, Word

WORDS, PLACES = "words", "places"

_ALL = ""
"""The key of what all articles have among which a feature is compared."""

_NOTHING = 0
"""The number of what is not compared."""

_SHORTEST_DAY = 4
"""Letters of the name of a weekday that is left out: abbreviations such as Sun and Sat are other words too."""


def both(*trees: Node) -> Node:
    """Return the tree of what all of these match."""
    parts: list[Node] = []
    for tree in trees:
        if not isinstance(tree, Everything):
            parts += tree.children if isinstance(tree, And) else (tree,)
    if len(parts) > 1:
        return And(tuple(parts))
    return parts[0] if parts else Everything()


_ENGLISH = Keyword("stem_class", (ENGLISH,))


class Feature(NamedTuple):
    """What an article may have: a stem or two characters of a script without spaces (`words`), or a place (`places`).

    `language` is the primary tag of the language that a word is compared in, and "" where that is unknown, and of places.
    Articles of unknown language in ASCII letters are taken for English, as in a search.
    `key` is a token as it is indexed, the two characters, or a folded name; "" is whatever has any.
    """

    kind: str
    language: str
    key: str

    @property
    def is_run(self) -> bool:
        """Return whether it is characters that are words by themselves."""
        return self.kind == WORDS and _is_run(self.key)

    @property
    def node(self) -> Node:
        """Return the tree of the articles that have it."""
        among = Has("location") if self.kind == PLACES else _of_language(self.language)
        return among if self.key == _ALL else both(self.leaf, among)

    @property
    def leaf(self) -> Node:
        """Return the tree of what the article has, be it of this language or another."""
        if self.kind == PLACES:
            return Location(_names(self.key))
        if self.is_run:
            return Phrase(tuple(self.key))
        return Word(self.key, tokens=(self.key,))


def _is_run(key: str) -> bool:
    return len(key) > 1 and all(map(_alone, key))


def _of_language(language: str) -> Node:
    if language == ENGLISH:
        return _ENGLISH
    return Keyword("language", (language,)) if language else And((Not(Has("language")), Not(_ENGLISH)))


def _names(key: str) -> tuple[str, ...]:
    """Return the folded names of a place by its key."""
    if city_key(key) is None:
        return (key,)
    from morgue.gazetteer.former import city_named

    city = city_named(key)
    return tuple(dict.fromkeys(map(fold, city.names))) if city else (key,)


@cache
def place_key(name: str) -> str:
    """Return what is one for all names of a city that was renamed, else the folded name of a place."""
    key = city_key(name)
    return key if key and fold(name) in _names(key) else fold(name)


class _Numbers(dict[str, int]):
    """The numbers of the features of one kind and language by their keys; a new key gets the next number."""

    def __init__(self, kind: str, language: str, features: list[Feature], bases: list[int]) -> None:
        self._made = kind, language
        self._features, self._bases = features, bases
        self.base = self[_ALL]

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self._features)
        self._features.append(Feature(*self._made, key))
        self._bases.append(number if key == _ALL else self.base)
        return number


class _Forms(dict[str, int]):
    """The numbers of words by how they are written, folded, in articles of one language and stem class."""

    def __init__(self, numbers: _Numbers, language: str, code: str) -> None:
        self._numbers = numbers
        self._left_out = left_out(language, code)
        self._stem = stem if code == ENGLISH else str

    def __missing__(self, word: str) -> int:
        key = self._stem(word)
        compared = len(word) > 1 and not word.isdecimal() and key not in self._left_out
        number = self[word] = self._numbers[key] if compared else _NOTHING
        return number


class Features:
    """The features of articles that were read, by their numbers."""

    def __init__(self) -> None:
        self.known: list[Feature] = [Feature("", "", _ALL)]
        self.bases: list[int] = [_NOTHING]
        """For each feature the number of that which all articles have among which it is compared."""
        self._numbers: dict[tuple[str, str], _Numbers] = {}
        self._forms: dict[tuple[str, str], _Forms] = {}

    def of(self, article: Mapping[str, Any]) -> array[int]:
        """Return the numbers of what a stored article has, each once."""
        code = class_of(article.get("language"), article.get("headline"), article.get("body"))
        language = ENGLISH if code == ENGLISH else primary(article.get("language"))
        words = self._in(WORDS, language)
        forms = self._forms.get((language, code))
        if forms is None:
            forms = self._forms[language, code] = _Forms(words, language, code)
        found = {words.base}
        for name in DEFAULT_FIELDS:
            if text := as_text(article.get(name)):
                written = _written(text, code)
                found.update(map(forms.__getitem__, set(written)))
                if not text.isascii():
                    found.update(map(words.__getitem__, _runs(written)))
        if places := {place_key(name) for name in place_names(article)} - {_ALL}:
            numbers = self._in(PLACES, "")
            found.add(numbers.base)
            found.update(map(numbers.__getitem__, places))
        found.discard(_NOTHING)
        return array("I", found)

    def _in(self, kind: str, language: str) -> _Numbers:
        found = self._numbers.get((kind, language))
        if found is None:
            found = self._numbers[kind, language] = _Numbers(kind, language, self.known, self.bases)
        return found


def primary(language: str | None) -> str:
    """Return the primary tag of a language, folded as it is indexed; "" where it is unknown."""
    tag = fold(language or "").replace("_", "-")
    return tag.partition("-")[0] or tag


def place_names(article: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of an article's places."""
    for each in article.get("locations") or ():
        if each.get("place"):
            yield each["place"]


def _written(text: str, code: str) -> list[str]:
    """Return the words of a text, folded, in order: of English without their stems, of others as their tokens."""
    if code == ENGLISH:
        return indexed_words(indexable(text))
    from morgue.analysis.stems import prepared

    return prepared(text, code).split()


def _runs(written: Sequence[str]) -> Iterator[str]:
    """Yield two characters for each two neighbours that are words by themselves."""
    for first, second in pairwise(written):
        if len(first) == 1 == len(second) and _alone(first) and _alone(second):
            yield first + second


@cache
def _alone(character: str) -> bool:
    return stands_alone(character)


@cache
def left_out(language: str, code: str) -> frozenset[str]:
    """Return the tokens of words that are not compared in articles of a language and stem class.

    They are the words that only hold others together, and the names of months and weekdays: that an article of October
    says October is no news.
    """
    from morgue.analysis.language import common_words
    from morgue.gazetteer.calendar import months, weekdays
    from morgue.query.scoring import FUNCTION_WORDS

    own = ("en",) if code == ENGLISH else (language, "*")
    calendar = {*months(*own), *(name for name in weekdays(*own) if len(name) >= _SHORTEST_DAY)}
    plain = FUNCTION_WORDS if code == ENGLISH else common_words(language)
    words = (each for name in (*calendar, *plain) for each in _written(name, code))
    return frozenset(map(stem, words) if code == ENGLISH else words)
