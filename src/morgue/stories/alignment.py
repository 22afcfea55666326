"""Find what two sequences have in common, in the same order, in bounded time.

Short ones are compared by `difflib`, whose blocks read well. Its time grows with the cube of what repeats itself, so longer ones are
cut at anchors first: items that each of them has just once, as many of these as are in the same order (patience
sorting; the longest increasing run). What still repeats itself too much is matched greedily.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

MOST_WORK = 3_000_000
"""Steps that `difflib` may take for two sequences at most, by an upper bound: less than a second."""

AHEAD = 64
"""Places ahead in which the greedy match looks for an item: a farther one would leave out too much before it."""


class Block(NamedTuple):
    """A run that both have: where it begins in the one and the other, and its length."""

    a: int
    b: int
    size: int


def blocks(one: Sequence[str], other: Sequence[str]) -> list[Block]:
    """Return runs that both have, in order in both and not overlapping; neighbours are one."""
    found: list[Block] = []
    for a, b, size in _Aligner(one, other).blocks(0, len(one), 0, len(other)):
        if found and found[-1].a + found[-1].size == a and found[-1].b + found[-1].size == b:
            found[-1] = found[-1]._replace(size=found[-1].size + size)
        elif size:
            found.append(Block(a, b, size))
    return found


class _Aligner:
    def __init__(self, one: Sequence[str], other: Sequence[str]) -> None:
        self.one, self.other = one, other
        self.left = MOST_WORK

    def blocks(self, a: int, a_end: int, b: int, b_end: int) -> Iterator[tuple[int, int, int]]:
        """Yield the runs that two parts have in common."""
        one, other = self.one, self.other
        start = a
        while a < a_end and b < b_end and one[a] == other[b]:
            a, b = a + 1, b + 1
        if a > start:
            yield start, b - (a - start), a - start
        same = 0
        while a < a_end - same and b < b_end - same and one[a_end - same - 1] == other[b_end - same - 1]:
            same += 1
        yield from self._inner(a, a_end - same, b, b_end - same)
        if same:
            yield a_end - same, b_end - same, same

    def _inner(self, a: int, a_end: int, b: int, b_end: int) -> Iterator[tuple[int, int, int]]:
        if a == a_end or b == b_end:
            return
        before, after = self.one[a:a_end], self.other[b:b_end]
        counts, others = Counter(before), Counter(after)
        pairs = sum(number * others[item] for item, number in counts.items())
        if not pairs:
            return
        work = pairs * min(len(before), len(after))
        if work <= self.left:
            self.left -= work
            for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
                yield a + block.a, b + block.b, block.size
            return
        anchors = _anchors(before, after, counts, others)
        if not anchors:
            yield from ((a + at, b + there, 1) for at, there in _greedy(before, after))
            return
        last_a, last_b = a, b
        for at, there in anchors:
            yield from self.blocks(last_a, a + at, last_b, b + there)
            yield a + at, b + there, 1
            last_a, last_b = a + at + 1, b + there + 1
        yield from self.blocks(last_a, a_end, last_b, b_end)


def _anchors(
    one: Sequence[str], other: Sequence[str], counts: Counter[str], others: Counter[str]
) -> list[tuple[int, int]]:
    """Return the places of items that both have just once, as many as are in the same order."""
    there = {item: at for at, item in enumerate(other) if others[item] == 1}
    pairs = [(at, there[item]) for at, item in enumerate(one) if counts[item] == 1 and item in there]
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(ends, place)
        before.append(tops[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [place]
        tops[pile : pile + 1] = [number]
    made: list[tuple[int, int]] = []
    number = tops[-1] if tops else -1
    while number >= 0:
        made.append(pairs[number])
        number = before[number]
    return made[::-1]


def _greedy(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield places of equal items in order: for each of the one the next of the other that is not far ahead."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, item in enumerate(other):
        places[item].append(at)
    last = 0
    for at, item in enumerate(one):
        found = places.get(item)
        if not found:
            continue
        number = bisect_left(found, last)
        if number < len(found) and found[number] - last < AHEAD:
            yield at, found[number]
            last = found[number] + 1
