"""Propose what else a query of plain words may mean: a date, an agency or a place, a question with its small words.

Every word that is typed has to be in the text of a story, and `opec march 1987` finds those that say "March" and
"1987". Where few stories do, or where the form is clear (a month before or behind its year, a question word before a verb), and the other
reading finds more, a note names it with the query to copy. The answer stays that to the query as it was typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from morgue.errors import QueryError
from morgue.query.context import shown
from morgue.query.scoring import FUNCTION_WORDS
from morgue.query.suggest import Vocabulary
from morgue.query.tree import And, Days, Node, Note, Query, Span, Word

MAX_READ = 32
"""Words of one query among which dates and names are looked for."""

MAX_TRIED = 4
"""Readings of one query that are tried by themselves, where all of them together find no more."""

MAX_LOOKED_AT = 6
"""Words of one query that are looked up as names, each a question to a cluster; a longer query is no list of them."""

_NAMES = ("agency", "location")
"""The fields whose values people type without naming the field."""

_QUESTION_WORDS = frozenset(("how", "what", "when", "where", "which", "who", "whom", "why"))
_BEHIND = frozenset(
    (
        "are", "can", "could", "did", "do", "does", "had", "has", "have", "is", "many", "may", "might", "much",
        "shall", "should", "was", "were", "will", "would",
    )
)  # fmt: skip
"""What follows a question word that begins a question: an auxiliary verb, or the rest of how many."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """Words of a query, and what may be meant by them: a term of the language, or none where they may be left out."""

    words: tuple[Word, ...]
    term: str = ""
    node: Node | None = None


def is_clear(tree: Node) -> bool:
    """Return whether the form of a query says that it may be meant otherwise, however much it finds."""
    words = _words(tree)
    return _is_question(words) or any(_is_year(each.word) for each in words)


def reading_note(
    query: Query, vocabulary: Vocabulary, now: dt.datetime, *, total: int, few: bool
) -> Note | None:
    """Return the note of what else a query may mean; None where that finds no more than the `total` articles that it finds.

    Where not `few` are found, only dates and questions of a clear form are looked for.
    """
    every = _words(query.tree)
    words = every[:MAX_READ]
    readings = [each for each in _dates(query, words, now) if each.node and vocabulary.matches(each.node)]
    if few:
        taken = {word for each in readings for word in each.words}
        left = [word for word in words if word not in taken]
        readings += [each for each in _years(left, now) if each.node and vocabulary.matches(each.node)]
        taken = {word for each in readings for word in each.words}
        readings += _names(query, [word for word in left if word not in taken], vocabulary, now)
    if few or _is_question(words):
        readings += _small_words(every)
    for chosen in ([readings] if len(readings) > 1 else []) + [[each] for each in readings[:MAX_TRIED]]:
        made = _query_of(query, chosen, now)
        if made and vocabulary.count(made[1]) > total:
            return _note(query, chosen, made[0])
    return None


def _words(tree: Node) -> list[Word]:
    """Return the words without a field that a query asks for beside each other, in its order."""
    sides = tree.children if isinstance(tree, And) else (tree,)
    return [each for each in sides if isinstance(each, Word) and each.field is None]


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdigit() and word[0] in "12"


def _is_question(words: Sequence[Word]) -> bool:
    return len(words) > 2 and words[0].word in _QUESTION_WORDS and words[1].word in _BEHIND


# -- what may be meant -------------------------------------------------------------------------------------


def _dates(query: Query, words: Sequence[Word], now: dt.datetime) -> list[_Reading]:
    """Return the days and months that are written in a query: two or three words, one of them a year and one a month."""
    found: list[_Reading] = []
    at = 0
    while at < len(words):
        for size in (3, 2):
            some = tuple(words[at : at + size])
            if len(some) == size and (days := _written_date(query, some, now)):
                found.append(_Reading(some, days[0], days[1]))
                at += size - 1
                break
        at += 1
    return found


def _written_date(query: Query, words: Sequence[Word], now: dt.datetime) -> tuple[str, Days] | None:
    """Return what words that stand together write as a date: its term and its days."""
    if sum(_is_year(each.word) for each in words) != 1 or all(each.word.isdigit() for each in words):
        return None
    text = _text_of(query, words)
    days = _parsed(f'date:"{text}"', now) if text else None
    if not isinstance(days, Days) or days.first is None or days.last is None:
        return None
    first = days.first.isoformat()
    return f"date:{first if days.first == days.last else first[:7]}", days


def _text_of(query: Query, words: Sequence[Word]) -> str | None:
    """Return the text of words between which there is nothing but white space and punctuation; else None."""
    for left, right in pairwise(words):
        if query.text[left.span[1] : right.span[0]].strip(" \t,."):
            return None
    return query.text[words[0].span[0] : words[-1].span[1]].strip(",.")


def _years(words: Sequence[Word], now: dt.datetime) -> list[_Reading]:
    """Return the first year that a query names, as a date."""
    for word in words:
        if _is_year(word.word) and (node := _parsed(f"date:{word.word}", now)):
            return [_Reading((word,), f"date:{word.word}", node)]
    return []


def _names(
    query: Query, words: Sequence[Word], vocabulary: Vocabulary, now: dt.datetime
) -> Iterator[_Reading]:
    """Yield the agency and the place that are named in a query, of one word or two, as the archive has them."""
    from morgue.query.canonical import value_text

    left = [each for each in words if each.word not in FUNCTION_WORDS and not each.word.isdigit()]
    left = left[:MAX_LOOKED_AT]
    for field in _NAMES:
        some = [*pairwise(left), *((each,) for each in left)]
        for names in some:
            text = _text_of(query, names)
            node = _parsed(term, now) if text and (term := f"{field}:{value_text(field, text)}") else None
            if node and vocabulary.matches(node):
                yield _Reading(names, term, node)
                left = [each for each in left if each not in names]
                break


def _small_words(words: Sequence[Word]) -> list[_Reading]:
    """Return the function words of a query that has others too, as words that may be left out."""
    small = tuple(each for each in words if each.word in FUNCTION_WORDS)
    return [_Reading(small)] if 0 < len(small) < len(words) else []


# -- the query that has it ---------------------------------------------------------------------------------


def _query_of(query: Query, readings: Sequence[_Reading], now: dt.datetime) -> tuple[str, Node] | None:
    """Return the query with other readings of some of its words: its text and its tree; None where nothing is left of it.

    The text is that which was typed with its words exchanged, where this has the tree that is meant, else the canonical one.
    """
    from morgue.query.canonical import canonical

    instead = {each.words[0].span: each.node for each in readings}
    gone = {word.span for each in readings for word in each.words}
    sides: list[Node] = []
    for side in query.tree.children if isinstance(query.tree, And) else (query.tree,):
        if not isinstance(side, Word) or side.span not in gone:
            sides.append(side)
        elif (new := instead.get(side.span)) is not None:
            sides.append(new)
    if not sides:
        return None
    tree = sides[0] if len(sides) == 1 else And(tuple(sides))
    text = _exchanged(query.text, readings)
    return (text if _parsed(text, now) == tree else canonical(tree)), tree


def _exchanged(text: str, readings: Sequence[_Reading]) -> str:
    edits: list[tuple[Span, str]] = []
    for each in readings:
        if each.term:
            edits.append(((each.words[0].span[0], each.words[-1].span[1]), each.term))
        else:
            edits += [(word.span, "") for word in each.words]
    for (start, end), by in sorted(edits, reverse=True):
        text = text[:start] + by + text[end:]
    return " ".join(text.split())


def _parsed(text: str, now: dt.datetime) -> Node | None:
    from morgue.query.parser import parse

    try:
        return parse(text, now=now).tree
    except QueryError:
        return None


def _note(query: Query, readings: Sequence[_Reading], text: str) -> Note:
    said = [
        f"{shown(_text_of(query, each.words) or '')} may be {each.term}" for each in readings if each.term
    ]
    for each in readings:
        if not each.term:
            small = list(dict.fromkeys(word.word for word in each.words))
            names = " and ".join([", ".join(small[:-1]), small[-1]] if len(small) > 1 else small)
            said.append(f"{names} {'have' if len(small) > 1 else 'has'} to be there too")
    position = min(word.span[0] for each in readings for word in each.words)
    message = f"column {position + 1}: {'; '.join(said)}"
    return Note("plain-words", message, position, f"did you mean {text}?", ((text, text),))
