"""Whether a window or a NEAR is found among the words of one text; the definition, by positions.

`words` is always the folded words of one text (`text.folded_words`), in order; positions count them from 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from morgue.query import tree
from morgue.text import stem


def spans(words: Sequence[str], node: tree.Node) -> list[tuple[int, int]]:
    """First and last word position of every occurrence of a Word, a Phrase without slop, or an Or of them."""
    match node:
        case tree.Or():
            return sorted({span for child in node.children for span in spans(words, child)})
        case tree.Word():
            stemmed = stem(node.word)
            return [(at, at) for at, word in enumerate(words) if stem(word) == stemmed]
        case tree.Phrase():
            size = len(node.words)
            folded = tuple(words)
            return [
                (at, at + size - 1)
                for at in range(len(folded) - size + 1)
                if folded[at : at + size] == node.words
            ]
        case _:
            return []


def near_pairs(words: Sequence[str], node: tree.Near) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Pairs of occurrences, the earlier first, that stand near enough (and in order, for PRE)."""
    lefts, rights = spans(words, node.left), spans(words, node.right)
    pairs = []
    for left in lefts:
        for right in rights:
            if 1 <= right[0] - left[1] <= node.distance:
                pairs.append((left, right))
            elif not node.ordered and 1 <= left[0] - right[1] <= node.distance:
                pairs.append((right, left))
    return pairs


def windows(words: Sequence[str], phrase: tree.Phrase) -> list[tuple[int, int]]:
    """First and last position of the smallest windows that hold all words of a phrase with slop.

    A window ends where it first is complete and is as short as it can be from there; none is longer than
    the slop allows.
    """
    need = Counter(phrase.words)
    held: Counter[str] = Counter()
    places = [(at, word) for at, word in enumerate(words) if word in need]
    found = []
    start = 0
    for at, folded in places:
        held[folded] += 1
        while all(held[word] >= count for word, count in need.items()):
            first, word = places[start]
            if at - first <= (phrase.slop or 0):
                found.append((first, at))
            held[word] -= 1
            start += 1
    return found


def found_in(words: Sequence[str], node: tree.Phrase | tree.Near) -> bool:
    """Whether the phrase (with its slop) or the NEAR stands in a text of these words."""
    if isinstance(node, tree.Near):
        return bool(near_pairs(words, node))
    return bool(spans(words, node) if node.slop is None else windows(words, node))
