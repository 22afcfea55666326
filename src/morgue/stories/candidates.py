"""Find pairs of articles that may be one story, among those of two periods that follow each other.

Articles are in an order of their own: by time, then id. Of those that have a number of a sketch in common only such are
compared as have fewer than NEIGHBOURS others of them in between: so one press release in five thousand outlets costs each
of its articles a few comparisons and no square, and which pairs are candidates depends on the articles alone, not on
the order in which they came.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from morgue.stories.sketch import SHARED
from morgue.stories.traits import ASKS, LONG, MINUTES

NEIGHBOURS = 20
"""How many articles that have a number in common an article is compared with, on either side in time."""

WEEK = 7 * MINUTES
"""Minutes in which a desk corrects or updates what it filed: beyond them the rule joins only long texts that are the same."""

_SLICE = 2_000_000
"""Numbers that are sorted at a time, so that many articles take no more memory."""


class Sketched(Protocol):
    """Articles in order (`ids`, `flags`), with all their numbers; `starts` says where those of each begin."""

    @property
    def ids(self) -> Sequence[bytes]: ...
    @property
    def flags(self) -> Sequence[int]: ...
    @property
    def numbers(self) -> array[int]: ...
    @property
    def starts(self) -> array[int]: ...


class Window:
    """Articles of a period and the next one, in order of time.

    `first` is how many are of the first period, `minutes` are since its beginning, `new` says which have not been compared.
    """

    def __init__(self, articles: Sketched, minutes: Sequence[int], first: int, new: Sequence[bool]) -> None:
        self.articles = articles
        self.minutes = minutes
        self.first = first
        self.new = new

    def _is_wanted(self, one: int, other: int) -> bool:
        """Return whether two are compared here: the earlier is of the first period, and one of them is new."""
        if one >= self.first or not (self.new[one] or self.new[other]):
            return False
        flags = self.articles.flags
        return self.minutes[other] - self.minutes[one] <= WEEK or bool(flags[one] & flags[other] & LONG)

    def sharing(self) -> Iterator[tuple[int, int]]:
        """Yield pairs (the earlier first) whose sketches share enough numbers, each once."""
        counts: Counter[tuple[int, int]] = Counter()
        for holders in self._lists():
            for at, one in enumerate(holders):
                for other in holders[at + 1 : at + 1 + NEIGHBOURS]:
                    if self._is_wanted(one, other):
                        counts[one, other] += 1
        for pair, shared in counts.items():
            if shared >= SHARED:
                yield pair

    def asking(self) -> list[int]:
        """Return which articles may name others."""
        return [at for at, flags in enumerate(self.articles.flags) if flags & ASKS]

    def named(self, asked: Mapping[int, set[int]]) -> Iterator[tuple[int, int]]:
        """Yield pairs of an article and those whose sketches have a number that it asks for; `asked` has the numbers by place."""
        wanted: set[int] = set().union(*asked.values())
        holders: dict[int, list[int]] = {}
        for number, at in self._held(wanted):
            holders.setdefault(number, []).append(at)
        for asking, numbers in asked.items():
            for number in sorted(numbers):
                having = holders.get(number, [])
                at = bisect_left(having, asking)
                for other in (*having[max(0, at - NEIGHBOURS) : at], *having[at : at + NEIGHBOURS]):
                    pair = (asking, other) if asking < other else (other, asking)
                    if asking != other and self._is_wanted(*pair):
                        yield pair

    def _held(self, wanted: set[int]) -> Iterator[tuple[int, int]]:
        """Yield those of some numbers that articles have, with the article, article after article."""
        numbers, starts = self.articles.numbers, self.articles.starts
        for at in range(len(self.new)):
            mine = numbers[starts[at] : starts[at + 1]]
            if not wanted.isdisjoint(mine):
                for number in sorted(wanted.intersection(mine)):
                    yield number, at

    def _lists(self) -> Iterator[list[int]]:
        """Yield for each number that two articles or more have, one of them new, those that have it, in order."""
        numbers, starts, new = self.articles.numbers, self.articles.starts, self.new
        if not all(new):
            wanted: set[int] = set()
            for at, is_new in enumerate(new):
                if is_new:
                    wanted.update(numbers[starts[at] : starts[at + 1]])
            yield from _groups(sorted(number << 32 | at for number, at in self._held(wanted)))
            return
        slices = len(numbers) // _SLICE + 1
        for turn in range(slices):
            held: list[int] = []
            for at in range(len(new)):
                mine = numbers[starts[at] : starts[at + 1]]
                held += [number << 32 | at for number in mine if slices == 1 or number % slices == turn]
            held.sort()
            yield from _groups(held)


def _groups(held: list[int]) -> Iterator[list[int]]:
    """Yield the articles of each number that several have; number and article are in one integer, and these in order."""
    before, begin = -1, 0
    for at, each in enumerate(held):
        number = each >> 32
        if number != before:
            if at - begin > 1:
                yield [one & 0xFFFFFFFF for one in held[begin:at]]
            before, begin = number, at
    if len(held) - begin > 1:
        yield [one & 0xFFFFFFFF for one in held[begin:]]
