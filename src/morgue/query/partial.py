"""Make, of a query that asks for several words at once, the trees of what has most of them: partial matches.

What may be missing are words and quoted phrases of headline and body that stand beside each other, AND written or
implied, and groups of these joined by OR, each of which counts as one. Whatever is written with an operator or a
field says what has to be there, and stays required: NOT, dates and other fields, NEAR, `*`, `?` and `~`.

Most is more than half (Lucene's name for such a rule is `minimum_should_match`): with half of the words or fewer, a
query would be answered by articles that lack as much of it as they have. Function words say how the others belong
together; they are not counted, and are the first that may be missing. So of three or four words one may be missing, of
five or six two. Of two words one may be missing, though one is no more than half: two words are what is asked most, and
there is no other step between both of them and nothing.

All trees are plain ones, so that every engine finds the same articles.
"""

from __future__ import annotations

from collections.abc import Sequence

from morgue._startup.frozen import frozen
from morgue.query.context import MAX_CHARACTERS, MAX_CLAUSES
from morgue.query.scoring import FUNCTION_WORDS
from morgue.query.tree import And, Boost, Node, Not, Note, Or, Phrase, Word, children, unboosted, walk

SECONDS = 2.0
"""Time for the count, after which the answer goes without it."""

MOST_WORDS = 10
"""Words of which some may be missing.

At least six of ten is a tree of 98 words, which with the rest of its step stays below the 1,024 clauses that a query may
have here and on a cluster; of twelve words it would be 176, of twenty 1,176.
"""

WEIGHTLESS = 1e-9
"""A boost that leaves nothing of a score, in numbers of 24 bits."""


@frozen
class Ladder:
    """What has most of the words of a query.

    `words` are not counting function words. `most` finds all of it, what has all words included, and `query` is its text. `steps` find what does not have all words, each article in
    one of them: first what lacks only function words, then what lacks one word, then two…, ranked within a step as the
    words joined by OR are.
    """

    most: Node
    query: str
    steps: tuple[Node, ...]
    words: int


def ladder(tree: Node) -> Ladder | None:
    """Return the trees of what has most of a query's words; None where that is all of them, or there are too many.

    Neither are there any where their text would be longer, or have more clauses, than a query may.
    """
    from morgue.query.canonical import canonical

    words, function_words, required = _parts(tree)
    if len(words) > MOST_WORDS:
        return None
    least = 1 if len(words) == 2 else len(words) // 2 + 1
    first = len(words) if function_words else len(words) - 1
    if not words or least > first:
        return None
    plain = [unboosted(each) for each in words]
    most = _all([at_least(least, plain), *required])
    text = canonical(most)
    if len(text) > MAX_CHARACTERS or _clauses(most) > MAX_CLAUSES:
        return None
    ranked = _either([*words, *function_words])

    def step(number: int) -> Node:
        fuller = [*plain, *function_words] if number == len(plain) else [at_least(number + 1, plain)]
        having = Boost(at_least(number, plain), WEIGHTLESS)
        return And((ranked, having, *required, Not(_all(fuller))))

    return Ladder(most, text, tuple(step(number) for number in range(first, least - 1, -1)), len(words))


def at_least(number: int, words: Sequence[Node]) -> Node:
    """Return the tree of what at least `number` of several trees match; `number` is from 1 to as many as there are.

    The trees are halved again and again: of ten, at least six are five of the first half and one of the other, or four
    and two, and so on. What exactly `number` of them match, one alternative matches alone, so that no word counts twice in its score.
    """
    if number == 1:
        return _either(words)
    if number == len(words):
        return _all(words)
    left, right = words[: len(words) // 2], words[len(words) // 2 :]
    alternatives = []
    for there in range(min(number, len(left)), max(0, number - len(right)) - 1, -1):
        sides = [(there, left), (number - there, right)]
        alternatives.append(_all([at_least(some, side) for some, side in sides if some]))
    return _either(alternatives)


def no_partial_note(tree: Node) -> Note:
    """Return the note of a query that has no `ladder`."""
    if len(_parts(tree)[0]) > MOST_WORDS:
        message = f"of more than {MOST_WORDS} words only what has all of them is listed"
        return Note("no-partial", message, hint="leave out the words that matter least")
    return Note(
        "no-partial",
        "no articles have most of the words here and not all",
        hint="that takes two words or more, all of which are asked for",
    )


def _parts(tree: Node) -> tuple[list[Node], list[Node], list[Node]]:
    """Return the words of a query that may be missing, the function words, and what is required."""
    words: list[Node] = []
    function_words: list[Node] = []
    required: list[Node] = []
    bare = unboosted(tree)
    for each in dict.fromkeys(bare.children) if isinstance(bare, And) else ():
        if _is_function_word(each):
            function_words.append(unboosted(each))
        elif _may_be_missing(each):
            words.append(each)
        else:
            required.append(each)
    return words, function_words, required


def _is_function_word(node: Node) -> bool:
    node = unboosted(node)
    return isinstance(node, Word) and node.field is None and node.word in FUNCTION_WORDS


def _may_be_missing(node: Node) -> bool:
    match unboosted(node):
        case Word(field=None) | Phrase(field=None, slop=None):
            return True
        case Or(children=several):
            return all(map(_may_be_missing, several))
        case _:
            return False


def _clauses(tree: Node) -> int:
    """Return how many clauses the parser would count in a tree: every word, or value."""
    return sum(
        len(each.words) if isinstance(each, Phrase) else 1 for each in walk(tree) if not children(each)
    )


def _all(nodes: Sequence[Node]) -> Node:
    """Return the AND of trees, one of them by itself; an AND among them is taken apart."""
    flat = [side for each in nodes for side in (each.children if isinstance(each, And) else (each,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def _either(nodes: Sequence[Node]) -> Node:
    """Return the OR of trees, one of them by itself; an OR among them is taken apart."""
    flat = [side for each in nodes for side in (each.children if isinstance(each, Or) else (each,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))
