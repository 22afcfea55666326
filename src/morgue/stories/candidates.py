"""Find pairs of articles that may be one story, among those of two periods that follow each other.

Articles are in an order of their own: by time, then id. Those that have a number in common are near each other where fewer
than NEIGHBOURS others that have it lie between them: so one press release in five thousand outlets costs each
of its articles a few comparisons and no square, and which pairs are candidates depends on the articles alone, not on
the order in which they came.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from morgue.stories.traits import LONG, MARKED, MINUTES, NOTE, quoted

NEIGHBOURS = 20
"""How many articles that have a number in common an article is compared with, on either side in time."""

SHARED = 2
"""Numbers that two sketches share at least: of true copies 0.98 do, and of other pairs one in two articles has one."""

SHORT = 8
"""Numbers of a sketch at which one that is shared is enough: a text of up to 12 words."""

WEEK = 7 * MINUTES
"""Minutes in which a desk corrects or updates what it filed: the longest time in which the rule joins texts that are not long and the same."""

_SLICE = 2_000_000
"""Numbers that are sorted at a time, so that many articles take no more memory."""


class Sketched(Protocol):
    """Articles in order (`ids`, `flags`, `heads`), with all their numbers; `starts` says where those of each begin."""

    @property
    def ids(self) -> Sequence[bytes]: ...
    @property
    def flags(self) -> Sequence[int]: ...
    @property
    def heads(self) -> Sequence[int]: ...
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

    def _wanted(self, one: int, other: int) -> bool:
        """Return whether two are compared here: the earlier is of the first period, and one of them is new."""
        if one >= self.first or not (self.new[one] or self.new[other]):
            return False
        apart = self.minutes[other] - self.minutes[one]
        flags = self.articles.flags
        return apart <= WEEK or bool(flags[one] & flags[other] & LONG)

    def by_text(self) -> Iterator[tuple[int, int]]:
        """Yield pairs (the earlier first) whose sketches share enough numbers, each once."""
        starts = self.articles.starts
        shared = self._shared()
        for (one, other), number in shared.items():
            shorter = min(starts[one + 1] - starts[one], starts[other + 1] - starts[other])
            if number >= SHARED or shorter <= SHORT:
                yield one, other

    def _shared(self) -> Counter[tuple[int, int]]:
        """Return how many numbers the wanted pairs share, counted where they are near each other."""
        counts: Counter[tuple[int, int]] = Counter()
        for holders in self._lists():
            for at, one in enumerate(holders):
                for other in holders[at + 1 : at + 1 + NEIGHBOURS]:
                    if self._wanted(one, other):
                        counts[one, other] += 1
        return counts

    def _lists(self) -> Iterator[list[int]]:
        """Yield for each number that two articles or more have, one of them new, those that have it, in order."""
        numbers, starts, new = self.articles.numbers, self.articles.starts, self.new
        wanted: set[int] | None = None
        if not all(new):
            wanted = set()
            for at, is_new in enumerate(new):
                if is_new:
                    wanted.update(numbers[starts[at] : starts[at + 1]])
        slices = len(numbers) // _SLICE + 1
        for turn in range(slices):
            held: list[int] = []
            for at in range(len(new)):
                for number in numbers[starts[at] : starts[at + 1]]:
                    if (wanted is None or number in wanted) and number % slices == turn:
                        held.append(number << 32 | at)
            held.sort()
            yield from _groups(held)

    def by_headline(self) -> Iterator[tuple[int, int]]:
        """Yield pairs whose headlines begin alike and of which one is marked."""
        flags = self.articles.flags
        for holders in self._headed().values():
            for at, one in enumerate(holders):
                for other in holders[at + 1 : at + 1 + NEIGHBOURS]:
                    if (flags[one] | flags[other]) & MARKED and self._wanted(one, other):
                        yield one, other

    def notes(self) -> list[int]:
        """Return which articles may be notes."""
        return [at for at, flags in enumerate(self.articles.flags) if flags & NOTE]

    def quoted_by(self, note: int, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield pairs of a note, whose words are given, and those whose headlines it may quote."""
        headed = self._headed()
        for head in sorted(quoted(words)):
            holders = headed.get(head, ())
            at = bisect_left(holders, note)
            for other in (*holders[max(0, at - NEIGHBOURS) : at], *holders[at : at + NEIGHBOURS]):
                pair = (note, other) if note < other else (other, note)
                if note != other and self._wanted(*pair):
                    yield pair

    def _headed(self) -> dict[int, list[int]]:
        """Return those with a headline by the checksum of its beginning."""
        if not hasattr(self, "_by_head"):
            self._by_head: dict[int, list[int]] = {}
            for at, head in enumerate(self.articles.heads):
                if head:
                    self._by_head.setdefault(head, []).append(at)
        return self._by_head


def _groups(held: list[int]) -> Iterator[list[int]]:
    """Yield the articles of each number that several have; both are in one integer, and sorted."""
    before, begin = -1, 0
    for at, each in enumerate(held):
        number = each >> 32
        if number != before:
            if at - begin > 1:
                yield [one & 0xFFFFFFFF for one in held[begin:at]]
            before, begin = number, at
    if len(held) - begin > 1:
        yield [one & 0xFFFFFFFF for one in held[begin:]]
