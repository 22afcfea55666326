"""What a query asks for that the archive does not hold, and what it holds that is like it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from morgue.analysis.analyzer import fold, stem, words, written
from morgue.analysis.distance import alike_slips, is_alike, osa, slips
from morgue.errors import QueryError
from morgue.model.fields import ROWS, Kind
from morgue.query.context import shown
from morgue.query.fields import nearest
from morgue.query.scoring import FUNCTION_WORDS
from morgue.query.tree import (
    DEFAULT_FIELDS,
    Everything,
    Fuzzy,
    Keyword,
    Location,
    Node,
    Not,
    Note,
    Or,
    Phrase,
    Query,
    Wildcard,
    Word,
    children,
    walk,
)

MAX_ASKED = 24
"""Words and values of one query that are looked up; a longer query is asked about its first ones."""

MAX_SUGGESTED = 4
"""Words and values of one query for which near ones are looked up; the others are only named."""

SHORT = 5
"""Letters below which a word allows one slip: nearly every string of four letters is two edits from some word."""

LONG = 64
"""Letters above which no other spelling is looked for, since the slips of a word take the square of its length.

Longer ones are no words that are typed: addresses, keys, a letter held down."""

KEYS_A_SLIP = 100
"""Letters that are typed for one that is wrong in what people leave as it is.

Of 136 million keystrokes of 168,000 people 1.17 per cent were wrong and left so (Dhakal, Feit, Kristensson and
Oulasvirta, Observations on Typing from 136 Million Keystrokes, CHI 2018)."""

_VALUES = 3_000
_ASKED_FIELDS = (None, *DEFAULT_FIELDS)
"""Text fields whose words are among those of the default."""

_NAMED = frozenset(row.name for row in ROWS if row.kind is Kind.KEYWORD and row.shown)
"""Keyword fields whose values have names that can be mistyped."""


class Vocabulary(Protocol):
    """What an archive holds; every `engines.base.Searcher` is one."""

    def matches(self, tree: Node) -> bool:
        """Return whether any article matches."""

    def count(self, tree: Node) -> int:
        """Return how many articles match."""

    def near(self, wanted: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
        """Return the indexed words that are at most so many edits from each word, and how many articles have them."""

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        """Return how many articles have each of the words that are indexed."""

    def values(self, name: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        """Return the values of a field whose fold begins with that of `prefix`."""


def notes_against(
    query: Query, vocabulary: Vocabulary, *, matched: bool = False, now: dt.datetime | None = None
) -> tuple[Note, ...]:
    """Return notes of the kinds `unknown-word`, `unknown-value` and `rare-word`, in the order of the query.

    A word is unknown where no article has one of its stem; a written word (of a phrase, or with a wildcard)
    where none has it as written. A value is unknown where no article has it. A word is asked once. With
    `matched` it is known that the query matches something, and what all its articles have is not asked. Of
    an archive without articles nothing is said.

    With `now` the notes bear the queries that their suggestions make, and there are notes of rare words: of words
    that some articles have, and that are more likely slips for a word that far more articles have.
    """
    unknown: list[tuple[Node, Node]] = []
    asked: set[Node] = set()
    for leaf in _leaves(query.tree, matched=matched):
        for question in _questions(leaf):
            if question in asked or len(asked) >= MAX_ASKED:
                continue
            asked.add(question)
            if not vocabulary.matches(question):
                unknown.append((leaf, question))
    notes = [_with_queries(note, query, now) for note in _unknown_notes(unknown, vocabulary)]
    if notes and not vocabulary.matches(Everything()):
        return ()
    if now:
        noted = {note.position for note in notes}
        rare = _rare_notes(query, vocabulary, now, matched=matched)
        notes += [each for each in rare if each.position not in noted]
    return tuple(sorted(notes, key=lambda note: note.position or 0))


def _leaves(tree: Node, *, matched: bool) -> Iterator[Node]:
    """Yield the leaves of a tree; of one that matches something those alone without which it could still match."""
    roots = (
        [each for each in walk(tree, whole=(Or, Not)) if isinstance(each, Or | Not)] if matched else [tree]
    )
    return (each for root in roots for each in walk(root) if not children(each))


def _questions(leaf: Node) -> Iterator[Node]:
    """Yield the trees to count for a leaf: each of its words anywhere in headline and body, or its value."""
    match leaf:
        case Word() if leaf.field in _ASKED_FIELDS:
            yield Word(leaf.word, typed=leaf.typed, before=leaf.before, behind=leaf.behind)
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


@dataclasses.dataclass(frozen=True, slots=True)
class _Unknown:
    """A note, the leaf that it is about, and the word of the leaf that nothing has; None where it is the leaf's value."""

    note: Note
    leaf: Node
    word: str | None


def _unknown_notes(unknown: Sequence[tuple[Node, Node]], vocabulary: Vocabulary) -> Iterator[_Unknown]:
    """Yield the notes that nothing has what is asked; the first of them with what is near it."""
    first = [_word(question) for _, question in unknown[:MAX_SUGGESTED]]
    near = near_words([word for word in first if word], vocabulary)
    for at, (leaf, question) in enumerate(unknown):
        match question:
            case Keyword() | Location():
                values = near_values(*_value(question), vocabulary) if at < MAX_SUGGESTED else []
                yield _Unknown(_value_note(leaf, question, values), leaf, None)
            case Wildcard():
                yield _Unknown(_word_note(leaf, written(question.pattern), []), leaf, None)
            case _:
                word = _word(question) or ""
                # folded letters are Arabic ones, which are strange to who types Persian or Urdu
                typed = _before(leaf) + ((isinstance(leaf, Word) and leaf.typed) or written(word))
                proposed = [_before(leaf) + each for each in near.get(word, [])]
                yield _Unknown(_word_note(leaf, typed, proposed), leaf, word)


def _before(leaf: Node) -> str:
    """Return what stands before a word that an apostrophe parts, with the apostrophe; nothing of any other leaf."""
    return f"{written(leaf.before)}'" if isinstance(leaf, Word) and leaf.before else ""


def _word(question: Node) -> str | None:
    """Return the one word that a question is about; None of a wildcard or a value."""
    match question:
        case Word() | Fuzzy():
            return question.word
        case Phrase():
            return question.words[0]
        case _:
            return None


def _value(question: Keyword | Location) -> tuple[str, str]:
    """Return the field and the value that a question is about, without the `*` of a beginning."""
    held = question.values if isinstance(question, Keyword) else question.places or question.countries
    typed = question.typed or held[0]
    return question.field, typed.removesuffix("*") if question.prefix else typed


def _word_note(leaf: Node, word: str, near: list[str]) -> Note:
    message = f"column {leaf.span[0] + 1}: no article has {shown(word)}"
    return Note("unknown-word", message, leaf.span[0], _did_you_mean(near), _unasked(near))


def _value_note(leaf: Node, question: Keyword | Location, values: Sequence[str]) -> Note:
    from morgue.query.canonical import value_text

    field, typed = _value(question)
    near = [f"{field}:{value_text(field, each)}" for each in values]
    message = f"column {leaf.span[0] + 1}: no article has {field}:{value_text(field, typed, prefix=question.prefix)}"
    return Note("unknown-value", message, leaf.span[0], _did_you_mean(near), _unasked(near))


def _did_you_mean(near: Sequence[str]) -> str | None:
    return f"did you mean {_either(list(near))}?" if near else None


def _unasked(near: Sequence[str]) -> tuple[tuple[str, str | None], ...]:
    return tuple((each, None) for each in near)


def _either(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def near_words(asked: Sequence[str], vocabulary: Vocabulary, *, limit: int = 3) -> dict[str, list[str]]:
    """Return the indexed words nearest to each folded word, at most `limit`.

    They are in order of distance, then those that are read alike, then those of its first letter, then by frequency.
    Any letter may be wrong, the first too, as where a name comes from another alphabet; but the first is wrong less
    often than the others. Short words allow one edit, others two; words of more than `LONG` letters have none.
    """
    allowed = {word: 1 if len(word) < SHORT else 2 for word in asked if len(word) <= LONG}
    if not allowed:
        return {}

    def rank(word: str, each: str, frequency: int) -> tuple[int, bool, bool, int, str]:
        distance = osa(word, each, allowed[word])
        return distance, not is_alike(word, each), each[:1] != word[:1], -frequency, each

    ranked = {
        word: sorted(rank(word, *each) for each in near if each[0] != word)
        for word, near in vocabulary.near(allowed).items()
    }
    return {word: [written(each) for *_, each in near[:limit]] for word, near in ranked.items()}


def _near_languages(typed: str, held: Iterable[str], limit: int) -> list[str]:
    """Return what may be meant by a language that no article has: a name of near spelling, or a held tag that is wider.

    That is `de` for `de-AT`, and `sh` for `hr`, whose texts are not always told from those of Serbian. One code is no slip of
    another.
    """
    from morgue.gazetteer.former import language_name
    from morgue.query.field_values import wider_languages

    folded = {fold(each): each for each in held}
    if wider := wider_languages(typed):
        return [folded[each] for each in wider if each in folded][:limit]
    names = dict.fromkeys(filter(None, map(language_name, folded.values())))
    return nearest(fold(typed), list(names), limit=limit)


# -- rare words --------------------------------------------------------------------------------------------


def _rare_notes(query: Query, vocabulary: Vocabulary, now: dt.datetime, *, matched: bool) -> Iterator[Note]:
    """Yield notes of the words of a query, not of those it excludes, that are likelier slips than words of their own.

    Where the query matches something, only of those that are alike: any other slip makes words as often as it
    spoils them. Where it matches nothing, any slip may be what keeps it from that.
    """
    asked: set[str] = set()
    total: int | None = None
    sought = (each for each in walk(query.tree, without=Not) if isinstance(each, Word))
    for leaf in sought:
        if leaf.field not in _ASKED_FIELDS or leaf.word in asked or not SHORT <= len(leaf.word) <= LONG:
            continue
        if len(asked) >= MAX_SUGGESTED:
            break
        asked.add(leaf.word)
        near = alike_slips(leaf.word) if matched else slips(leaf.word)
        for meant in _meant(leaf.word, near, vocabulary):
            if total is None:
                total = vocabulary.count(query.tree)
            if total and not is_alike(leaf.word, meant):
                continue
            if note := _rare_note(query, leaf, meant, vocabulary, now, total):
                yield note
                break


def _meant(word: str, near: set[str], vocabulary: Vocabulary) -> list[str]:
    """Return those of near words of which `word` is likelier a slip than a word of its own, the most frequent first.

    Of a word of n letters, typed over and over, one in a hundred letters is wrong: n times in a hundred the word is, in
    one way or another. What is found oftener than that beside it is a word of its own. A function word is never
    what is looked for.
    """
    held = vocabulary.frequencies((word,)).get(word, 0)
    if not held:
        return []
    found = [
        (-number, each)
        for each, number in vocabulary.frequencies(sorted(near)).items()
        if _outnumbers(each, number, held) and stem(each) != stem(word) and each not in FUNCTION_WORDS
    ]
    return [each for _, each in sorted(found)]


def _outnumbers(word: str, number: int, slip: int) -> bool:
    """Return whether so many articles have a word that `slip` articles of one misspelling are no more than expected."""
    return number * len(word) >= slip * KEYS_A_SLIP


def _rare_note(
    query: Query, leaf: Word, meant: str, vocabulary: Vocabulary, now: dt.datetime, total: int
) -> Note | None:
    """Return the note that another word than a rare one may be meant; None where it would find no more than `total`."""
    held, other = (vocabulary.count(Word(each)) for each in (leaf.word, meant))
    text = _replaced(query, leaf, leaf.word, written(meant))
    instead = _parsed(text, now) if text else None
    if not text or not instead or not _outnumbers(meant, other, held):
        return None
    if vocabulary.count(instead) <= total:
        return None
    said = f"{shown(written(leaf.word))} is in {_articles(held)}, {written(meant)} in {other:,}"
    message = f"column {leaf.span[0] + 1}: {said}"
    return Note(
        "rare-word", message, leaf.span[0], _did_you_mean([written(meant)]), ((written(meant), text),)
    )


def _articles(number: int) -> str:
    return f"{number:,} article" if number == 1 else f"{number:,} articles"


# -- queries of suggestions --------------------------------------------------------------------------------


def _with_queries(unknown: _Unknown, query: Query, now: dt.datetime | None) -> Note:
    """Return the note whose suggestions bear the query that has each in the place of what was typed; without `now` none."""
    note = unknown.note
    if now is None:
        return note
    made: list[tuple[str, str | None]] = []
    for each, _ in note.suggestions:
        if unknown.word is None:
            text = _value_replaced(query, unknown.leaf, each, now)
        else:
            by = each.removeprefix(_before(unknown.leaf))
            text = _replaced(query, unknown.leaf, unknown.word, by)
        made.append((each, text if text and _parsed(text, now) else None))
    return dataclasses.replace(note, suggestions=tuple(made))


def _replaced(query: Query, leaf: Node, word: str, by: str) -> str | None:
    """Return the text of a query with another word in the place of one of a leaf; None where it is not found there."""
    start, end = leaf.span
    for found in words(query.text[start:end]):
        if found.folded == word:
            return query.text[: start + found.start] + by + query.text[start + found.end :]
    return None


def _value_replaced(query: Query, leaf: Node, by: str, now: dt.datetime) -> str | None:
    """Return the text of a query with `field:value` in the place of a leaf, or with the value alone inside the group of a field."""
    start, end = leaf.span
    for each in (by, by.partition(":")[2]):
        text = query.text[:start] + each + query.text[end:]
        if _parsed(text, now):
            return text
    return None


def _parsed(text: str, now: dt.datetime) -> Node | None:
    from morgue.query.parser import parse

    try:
        return parse(text, now=now).tree
    except QueryError:
        return None


# -- values ------------------------------------------------------------------------------------------------


def near_values(field: str, typed: str, vocabulary: Vocabulary, *, limit: int = 3) -> list[str]:
    """Return the values of a field nearest to what was typed, as they are shown in the archive.

    Near are those of near spelling, those that begin with it, and those that hold it as words of a longer
    name (`tribune`, The Tribune).
    """
    plain = typed
    if field == "agency":
        from morgue.gazetteer.agencies import canonical

        plain = canonical(plain) or plain
    candidates = dict(vocabulary.values(field, "", limit=_VALUES))
    if field == "language":
        return _near_languages(plain, candidates, limit)
    if len(candidates) == _VALUES:
        candidates |= dict(vocabulary.values(field, fold(plain)[:2], limit=_VALUES))
    near = nearest(fold(plain), list(candidates), limit=limit)
    if len(near) < limit:
        whole = f" {fold(plain)} "
        holding = [each for each in candidates if whole in f" {fold(each)} " and each not in near]
        near += sorted(holding, key=lambda each: (-candidates[each], each))[: limit - len(near)]
    return near
