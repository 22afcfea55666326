"""Say what a query's words count in ranking. Never in matching: every word must still be there.

The constants were chosen on the TIME collection by `bench/ranking.py`: any exact weight of 0.3 to 0.6 with any
pair weight of 0.1 to 0.3 and distance of 4 to 12 does better there than neither, so that the choice does not
hang on these queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from morgue.analysis.analyzer import stem
from morgue.query.tree import Node, Word, fields_of

FIELD_WEIGHTS = {"headline": 2.0}
"""Share of a text field in the score; the others count once."""

FUNCTION_WORD_WEIGHT = 0.2
"""What a function word counts beside other words."""

PROSE_WORDS = 4
"""Different words joined by OR from which on a query is read as prose: see `Prose`."""

EXACT_WEIGHT = 0.3
"""What the word as typed adds to its stem, in prose."""

PAIR_WEIGHT = 0.25
PAIR_DISTANCE = 4
"""What two neighbours of the query add where they are at most so far apart, in prose."""

_FUNCTION_WORDS = """
a about after all also an and any are as at be been before being between both but by can could
did do does during each for from further had has have having he her here him his how i if in
into is it its itself more most my no nor not of off on once only or other our out over own same
she should so some such than that the their them then there these they this those through to too
under until up very was we were what when where which while who whom why will with would you
your
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that say how others belong together, and little by themselves."""


def word_weight(word: str) -> float:
    """Return what a folded word of a query counts in ranking."""
    return FUNCTION_WORD_WEIGHT if word in FUNCTION_WORDS else 1.0


def field_weight(field: str) -> float:
    """Return what a text field counts in ranking."""
    return FIELD_WEIGHTS.get(field, 1.0)


class Exact(NamedTuple):
    """A word as written, which adds `weight` to the score of a text that has it in `field`."""

    field: str
    word: str
    weight: float


class Pair(NamedTuple):
    """Two words, which add `weight` where words of their stems are at most PAIR_DISTANCE apart in `field`, in either order."""

    field: str
    left: str
    right: str
    weight: float


class Prose(NamedTuple):
    """What makes a query of many words rank as prose; it adds to scores of articles that match anyway."""

    exact: Sequence[Exact] = ()
    pairs: Sequence[Pair] = ()


def prose(alternatives: Sequence[Node]) -> Prose:
    """Return what the sides of an OR add to the score besides their stems; nothing of fewer than PROSE_WORDS words.

    `the OR price OR of OR oil OR japan` adds its five words as written and two pairs, price with oil and oil with
    japan: function words make none. A weight is that of the field and of the word together.
    """
    typed = list(dict.fromkeys(each for each in alternatives if isinstance(each, Word)))
    if len(typed) < PROSE_WORDS:
        return Prose()
    exact = [
        Exact(field, each.word, EXACT_WEIGHT * word_weight(each.word) * field_weight(field))
        for each in typed
        for field in fields_of(each.field)
    ]
    content = [each for each in typed if each.word not in FUNCTION_WORDS]
    pairs = [
        Pair(field, left.word, right.word, PAIR_WEIGHT * field_weight(field))
        for left, right in pairwise(content)
        if left.field == right.field and stem(left.word) != stem(right.word)
        for field in fields_of(left.field)
    ]
    return Prose(exact, pairs)
