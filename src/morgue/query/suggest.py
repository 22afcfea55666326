"""What a query asks for that the archive does not hold, and what it holds that is like it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from morgue.model.fields import ROWS, Kind
from morgue.query.fields import nearest
from morgue.query.match import osa
from morgue.query.reading import shown
from morgue.query.tree import (
    DEFAULT_FIELDS,
    And,
    Boost,
    Everything,
    Fuzzy,
    Keyword,
    Location,
    Near,
    Node,
    Not,
    Note,
    Or,
    Phrase,
    Query,
    Wildcard,
    Word,
)
from morgue.text import fold, written

MAX_ASKED = 24
"""Words and values of one query that are looked up; a longer query is asked about its first ones."""

MAX_SUGGESTED = 4
"""Words and values of one query for which near ones are looked up; the others are only named."""

_STEPS = ((3, 3_000), (2, 3_000), (1, 20_000))
"""First letters that a word shares with its candidates, and how many candidates are looked at; in turn."""

_VALUES = 3_000
_ASKED_FIELDS = (None, *DEFAULT_FIELDS)
"""Text fields whose words are among those of the default."""

_NAMED = frozenset(row.name for row in ROWS if row.kind is Kind.KEYWORD and row.shown)
"""Keyword fields whose values have names that can be mistyped."""


class Vocabulary(Protocol):
    """What an archive holds; every `engines.base.Searcher` is one."""

    def matches(self, tree: Node) -> bool:
        """Whether any article matches."""

    def words(self, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        """Indexed words that begin with `prefix`, and how many articles have them."""

    def values(self, name: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        """Values of a field whose fold begins with that of `prefix`."""


def notes_against(query: Query, vocabulary: Vocabulary, *, matched: bool = False) -> tuple[Note, ...]:
    """Notes of the kinds `unknown-word` and `unknown-value`, in the order of the query.

    A word is unknown where no article has one of its stem; a written word (of a phrase, or with a wildcard)
    where none has it as written. A value is unknown where no article has it. A word is asked once. With
    `matched` it is known that the query matches something, and what all its articles have is not asked. Of
    an archive without articles nothing is said.
    """
    notes: list[Note] = []
    asked: set[Node] = set()
    for leaf in _leaves(query.tree, needed=matched):
        for question in _questions(leaf):
            if question in asked or len(asked) >= MAX_ASKED:
                continue
            asked.add(question)
            if not vocabulary.matches(question):
                notes.append(_note(leaf, question, vocabulary if len(notes) < MAX_SUGGESTED else None))
    if notes and not vocabulary.matches(Everything()):
        return ()
    return tuple(notes)


def _leaves(node: Node, *, needed: bool) -> Iterator[Node]:
    """The leaves of a tree, but those that are `needed`: without which nothing would match."""
    match node:
        case And():
            for child in node.children:
                yield from _leaves(child, needed=needed)
        case Boost():
            yield from _leaves(node.child, needed=needed)
        case Or():
            for child in node.children:
                yield from _leaves(child, needed=False)
        case Not():
            yield from _leaves(node.child, needed=False)
        case Near():
            for side in (node.left, node.right):
                yield from _leaves(side, needed=needed)
        case _ if not needed:
            yield node


def _questions(leaf: Node) -> Iterator[Node]:
    """The trees to count for a leaf: each of its words anywhere in headline and body, or its value."""
    match leaf:
        case Word() if leaf.field in _ASKED_FIELDS:
            yield Word(leaf.word)
        case Wildcard() if leaf.field in _ASKED_FIELDS:
            yield Wildcard(leaf.pattern, span=leaf.span)
        case Fuzzy() if leaf.field in _ASKED_FIELDS:
            yield Fuzzy(leaf.word, leaf.distance)
        case Phrase() if leaf.field in _ASKED_FIELDS:
            for word in leaf.words:
                yield Phrase((word,))
        case Keyword(field=field) if field in _NAMED:
            yield leaf
        case Location() if leaf.places or len(leaf.countries[0]) == 2:  # the parser speaks of other countries
            yield leaf


def _note(leaf: Node, question: Node, vocabulary: Vocabulary | None) -> Note:
    """The note that nothing has what is asked, with what is near it where there is a vocabulary to look in."""
    match question:
        case Keyword():
            return _value_note(leaf, question.field, question.typed or question.values[0], vocabulary)
        case Location():
            field = "location" if question.places else "country"
            typed = question.typed or (question.places or question.countries)[0]
            return _value_note(leaf, field, typed, vocabulary)
        case Wildcard():
            return _word_note(leaf, written(question.pattern), [])
        case Word() | Fuzzy():
            return _word_note(
                leaf, written(question.word), near_words(question.word, vocabulary) if vocabulary else []
            )
        case Phrase():
            word = question.words[0]
            return _word_note(leaf, written(word), near_words(word, vocabulary) if vocabulary else [])
        case _:
            raise TypeError(f"{type(question).__name__} asks for no word and no value")


def _word_note(leaf: Node, word: str, near: list[str]) -> Note:
    hint = f"did you mean {_either(near)}?" if near else None
    return Note(
        "unknown-word", f"column {leaf.span[0] + 1}: no article has {shown(word)}", leaf.span[0], hint
    )


def _value_note(leaf: Node, field: str, typed: str, vocabulary: Vocabulary | None) -> Note:
    from morgue.query.canonical import value_text

    values = near_values(field, typed, vocabulary) if vocabulary else []
    near = [f"{field}:{value_text(field, each)}" for each in values]
    hint = f"did you mean {_either(near)}?" if near else None
    message = f"column {leaf.span[0] + 1}: no article has {field}:{value_text(field, typed)}"
    return Note("unknown-value", message, leaf.span[0], hint)


def _either(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def near_words(word: str, vocabulary: Vocabulary, *, limit: int = 3) -> list[str]:
    """The indexed words nearest to a folded word, nearest first and then the most frequent.

    They share its first letters, or have its first two exchanged; short words allow one edit, others two.
    """
    allowed = 1 if len(word) < 5 else 2
    letters = frozenset(word)
    shortest, longest = len(word) - allowed, len(word) + allowed
    for shared, most in _STEPS:
        prefixes = {word[:shared], word[1::-1] + word[2:shared]} if shared > 1 else {word[:1]}
        found: dict[str, tuple[int, int]] = {}
        for prefix in prefixes:
            for candidate, frequency in vocabulary.words(prefix, limit=most):
                if not shortest <= len(candidate) <= longest:
                    continue
                if len(letters.difference(candidate)) > allowed or len(set(candidate) - letters) > allowed:
                    continue  # an edit takes away one letter at most, and brings one
                distance = osa(word, candidate, allowed)
                if 0 < distance <= allowed:
                    found[candidate] = (distance, -frequency)
        if found:
            return [written(each) for each in sorted(found, key=lambda each: (found[each], each))[:limit]]
    return []


def near_values(field: str, typed: str, vocabulary: Vocabulary, *, limit: int = 3) -> list[str]:
    """The values of a field nearest to what was typed, as they are shown in the archive.

    Near are those of near spelling, those that begin with it, and those that hold it as words of a longer
    name (`tribune`, The Tribune).
    """
    plain = typed.removesuffix("*")
    if field == "agency":
        from morgue.extract.agencies import canonical

        plain = canonical(plain) or plain
    candidates = dict(vocabulary.values(field, "", limit=_VALUES))
    if len(candidates) == _VALUES:
        candidates |= dict(vocabulary.values(field, fold(plain)[:2], limit=_VALUES))
    near = nearest(fold(plain), list(candidates), limit=limit)
    if len(near) < limit:
        whole = f" {fold(plain)} "
        holding = [each for each in candidates if whole in f" {fold(each)} " and each not in near]
        near += sorted(holding, key=lambda each: (-candidates[each], each))[: limit - len(near)]
    return near
