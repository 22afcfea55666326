"""Say what a query's words count in ranking. Never in matching: every word must still be there.

A bare word is ranked by BM25 (Robertson and Zaragoza 2009; k1 1.2, b 0.75) over one field of stems that holds the whole
story, the headline twice: saturation and length are of the story, and not of each of its parts, so that one word in a
short headline does not outweigh a story that has all the words. What is added to that is small, and each constant has
its reason beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from morgue.query.tree import DEFAULT_FIELDS, Node, Word, fields_of

FUNCTION_WORD_WEIGHT = 0.2
"""What a function word counts beside other words.

It says how others belong together. Its idf, which is all that BM25 has against it, tells that of a frequent word and not
of an empty one: in an archive where few stories ask questions, `what` is rare. Not 0, so that a query of nothing but
function words is ranked.
"""

PROSE_WORDS = 4
"""Different words joined by OR from which on a query is read as prose, where the word as typed counts too.

Who remembers two or three words remembers what they were about, and not their forms: there the word as typed made the
ranking worse (by 1.9 points of MRR on known stories of which the words were remembered in another form).
"""

EXACT_WEIGHT = 0.3
"""What the word as typed adds to its stem in prose: a tie-breaker, less than a third of the word itself.

Forms that a stemmer has brought together are not of one meaning (`general`, `generals`), and whoever writes a sentence
chooses them.
"""

LEVEL_WEIGHT = 0.5
"""What each further different word of a short OR adds, as a share of a mean word's idf.

BM25 gives an article that has one word often as much as one that has two words once: k1 lets repetition count up to
2.2 times. Half the weight of a word settles that for the article with more different words, and is less than what the
word itself gives, so that a rare word still outweighs two common ones. Long queries have too many words that do not
matter for the number of those that match to say something.
"""

MOST_LEVELS = 4
"""Words of an OR up to which it is short."""

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


def idf(found: float, total: float) -> float:
    """Return the inverse document frequency of a word that `found` of `total` articles have, as BM25 has it in Lucene."""
    return math.log(1 + (total - found + 0.5) / (found + 0.5))


DIGITS = 3
"""Decimals of a score as it is compared."""


def rounded(score: float) -> float:
    """Return a score as it is shown and compared: what shows the same score is ordered by day.

    Two articles of the same words have scores that differ in the last of some seven digits, by the order in which an
    engine adds up; so they would change places from one archive, or machine, to another.
    """
    return round(score, DIGITS)


class Exact(NamedTuple):
    """A word as written, which adds `weight` times its BM25 to the score of a text that has it in `field`."""

    field: str
    word: str
    weight: float


def exact(alternatives: Sequence[Node]) -> Sequence[Exact]:
    """Return what the sides of an OR add to the score besides their stems; nothing of fewer than PROSE_WORDS words.

    The words are looked for in the body, or in the field that is asked: a headline is too short for two forms of a word.
    """
    typed = list(dict.fromkeys(each for each in alternatives if isinstance(each, Word)))
    if len(typed) < PROSE_WORDS:
        return ()
    return [
        Exact("body" if each.field is None else each.field, each.word, EXACT_WEIGHT * word_weight(each.word))
        for each in typed
    ]


class Levels(NamedTuple):
    """The words of a short OR. An article that has k of them gets `constant` k - 1 times."""

    words: Sequence[Word]
    constant: float


def levels(alternatives: Sequence[Node], frequency: Callable[[Word], int], total: int) -> Levels | None:
    """Return what a short OR adds for each further word; None for any other OR.

    `frequency` says how many articles have a word, `total` how many there are. Words of one field alone are compared.
    """
    typed = [each for each in dict.fromkeys(alternatives) if isinstance(each, Word)]
    words = [each for each in typed if each.word not in FUNCTION_WORDS]
    if not 2 <= len(words) <= MOST_LEVELS or len({each.field for each in words}) > 1:
        return None
    rarity = [idf(min(frequency(each), total), total) for each in words]
    return Levels(words, LEVEL_WEIGHT * sum(rarity) / len(rarity))


RANKING = "text"
"""The field of stems, without positions, that a bare word asks: all that it may be found in, as one text."""

RANKED = ("headline", *DEFAULT_FIELDS)
"""The texts that it holds. The headline is there twice: it says what a story is about."""


def stem_fields(field: str | None) -> tuple[str, ...]:
    """Return the fields of stems that a bare word asks, each a term of its own in the score."""
    return (RANKING,) if field is None else fields_of(field)
