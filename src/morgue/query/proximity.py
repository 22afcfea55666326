"""Find phrases, windows, NEARs and chains of NEARs among the words of one text; the definition, by positions.

`words` is always the folded words of one text (`text.folded_words`), in order; positions count them from 0.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from morgue.query import tree
from morgue.query.match import osa, wildcard
from morgue.text import stem

Span: TypeAlias = tuple[int, int]
"""First and last word position."""


class Occurrences(NamedTuple):
    """Where a side of a NEAR occurs in a text: `leaves` its words and phrases, `stretches` the NEARs in it."""

    leaves: Sequence[Span]
    stretches: Sequence[Span] = ()


def occurrences(side: tree.Node, places: Callable[[tree.Leaf], Sequence[Span]]) -> Occurrences:
    """Return where a side occurs, given the `places` of its leaves."""
    match side:
        case tree.Near():
            return Occurrences((), stretches(side, places))
        case tree.Or():
            found = [occurrences(child, places) for child in side.children]
            return Occurrences(
                sorted({span for each in found for span in each.leaves}),
                [span for each in found for span in each.stretches],
            )
        case _:
            (leaf,) = tree.leaves(side)
            return Occurrences(places(leaf))


def stretches(node: tree.Near, places: Callable[[tree.Leaf], Sequence[Span]]) -> list[Span]:
    """Return for each position where a stretch of the NEAR ends the longest that ends there, in order.

    No others are needed: what is near a stretch is near the longer one that ends with it. In time
    O(n log n) in the number of places, whatever the distances.
    """
    left = occurrences(node.left, places)
    if not any(left):
        return []
    return joined(left, occurrences(node.right, places), node)


def joined(left: Occurrences, right: Occurrences, node: tree.Near) -> list[Span]:
    """Return the longest stretch for each last position that the occurrences of two sides make."""
    firsts: dict[int, int] = {}
    for one, other, overlap in (
        (left.leaves, right.leaves, False),
        (left.stretches, [*right.leaves, *right.stretches], True),
        (left.leaves, right.stretches, True),
    ):
        if one and other:
            _join(firsts, one, other, node.distance, overlap=overlap and not node.ordered)
            if not node.ordered:
                _join(firsts, other, one, node.distance, overlap=overlap)
    return sorted((first, last) for last, first in firsts.items())


def _join(
    firsts: dict[int, int], earlier: Iterable[Span], later: Iterable[Span], distance: int, *, overlap: bool
) -> None:
    """Note for each of `later` the lowest first position of the `earlier` near it, by its last position.

    With `overlap` those that reach into it, and end no later than it, are near it too.
    """
    ordered = sorted((last, first) for first, last in earlier)
    lasts = [last for last, _ in ordered]
    lowest = _Lowest([first for _, first in ordered])
    for first, last in later:
        start = bisect_left(lasts, first - distance)
        end = bisect_right(lasts, last) if overlap else bisect_left(lasts, first)
        if start < end:
            begin = min(first, lowest.between(start, end))
            firsts[last] = min(begin, firsts.get(last, begin))


class _Lowest:
    """Answers what the lowest of a run of numbers is, from the lowest of every run of 1, 2, 4, 8 … of them."""

    __slots__ = ("runs",)

    def __init__(self, numbers: list[int]) -> None:
        self.runs = [numbers]
        size = 1
        while 2 * size <= len(numbers):
            last = self.runs[-1]
            self.runs.append(list(map(min, last, last[size:])))
            size *= 2

    def between(self, start: int, end: int) -> int:
        """Return the lowest of the numbers from index `start` to before `end`, of which there is one at least."""
        level = (end - start).bit_length() - 1
        run = self.runs[level]
        return min(run[start], run[end - (1 << level)])


def width(side: tree.Node) -> int:
    """Return how many words an occurrence of a side can span at most, from its first to its last."""
    match side:
        case tree.Near():
            return width(side.left) + width(side.right) + side.distance
        case tree.Or():
            return max(map(width, side.children))
        case tree.Phrase():
            return len(side.words)
        case _:
            return 1


class Places:
    """Gives the occurrences of words, wildcards, near spellings, and phrases without slop, in one text.

    The text is gone through once; each leaf is then compared with its distinct words.
    """

    __slots__ = ("_stems", "_words", "held")

    def __init__(self, words: Sequence[str]) -> None:
        self._words = tuple(words)
        self._stems: dict[str, list[Span]] | None = None
        self.held: dict[str, list[Span]] = {}
        for at, word in enumerate(words):
            self.held.setdefault(word, []).append((at, at))

    def __call__(self, leaf: tree.Leaf) -> list[Span]:
        """Return every occurrence of a leaf, in order."""
        match leaf:
            case tree.Word():
                return self._by_stem(stem(leaf.word))
            case tree.Phrase():
                size = len(leaf.words)
                return [
                    (at, at + size - 1)
                    for at, _ in self.held.get(leaf.words[0], ())
                    if self._words[at : at + size] == leaf.words
                ]
            case _:
                accepts = _accepting(leaf)
                return sorted(span for word, spans in self.held.items() if accepts(word) for span in spans)

    def _by_stem(self, stemmed: str) -> list[Span]:
        if self._stems is None:
            self._stems = {}
            for at, word in enumerate(self._words):
                self._stems.setdefault(stem(word), []).append((at, at))
        return self._stems.get(stemmed, [])


@lru_cache(maxsize=1_024)
def _accepting(leaf: tree.Wildcard | tree.Fuzzy) -> Callable[[str], bool]:
    """Return what says whether a folded word is meant, and remembers it."""
    match leaf:
        case tree.Wildcard():
            fits = wildcard(leaf.pattern).fullmatch
            return lru_cache(maxsize=1 << 12)(lambda word: fits(word) is not None)
        case tree.Fuzzy():
            wanted, limit = leaf.word, leaf.distance
            return lru_cache(maxsize=1 << 12)(lambda word: osa(wanted, word, limit) <= limit)


def windows(words: Sequence[str], phrase: tree.Phrase) -> list[tuple[int, int]]:
    """Return first and last position of the smallest windows that hold all words of a phrase with slop.

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


def found_in(
    words: Sequence[str], node: tree.Phrase | tree.Near, pause: Callable[[], None] = lambda: None
) -> bool:
    """Return whether the phrase (with its slop) or the NEAR is in a text of these words.

    `pause` is called before each leaf of a NEAR is looked for, and may raise.
    """

    places = Places(words)

    def placed(leaf: tree.Leaf) -> list[Span]:
        pause()
        return places(leaf)

    if isinstance(node, tree.Near):
        return bool(stretches(node, placed))
    return bool(places(node) if node.slop is None else windows(words, node))
