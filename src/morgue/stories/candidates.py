"""Find pairs of articles that may be one story, among those of two periods that follow each other.

Articles are in an order of their own: by time, then id. Of those that have a number of a sketch in common only such are
compared as have fewer than NEIGHBOURS others of them in between (all texts of an article are one): so one press release in five thousand outlets costs each
of its articles a few comparisons and no square, and which pairs are candidates depends on the articles alone, not on
the order in which they came.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from morgue.stories.sketch import SHARED
from morgue.stories.traits import ASKS, LONG, MINUTES

NEIGHBOURS = 20
"""How many articles that have a number in common an article is compared with, on either side in time."""

WEEK = 7 * MINUTES
"""Minutes in which a desk corrects or updates what it filed: beyond them the rule joins only long texts that are the same."""

_SLICE = 2_000_000
"""Numbers that are held at a time, so that many articles take no more memory."""


Each = TypeVar("Each")


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
    `owners` has of the places of earlier texts the ids of their articles.
    """

    def __init__(
        self,
        articles: Sketched,
        minutes: Sequence[int],
        first: int,
        new: Sequence[bool],
        owners: Mapping[int, bytes] | None = None,
    ) -> None:
        self.articles = articles
        self.minutes = minutes
        self.first = first
        self.new = new
        self.owners = owners or {}

    def _owner(self, at: int) -> bytes:
        return self.owners.get(at) or self.articles.ids[at]

    def _is_wanted(self, one: int, other: int) -> bool:
        """Return whether two are compared here: the earlier is of the first period, and one of them is new."""
        if one >= self.first or not (self.new[one] or self.new[other]):
            return False
        flags = self.articles.flags
        return self.minutes[other] - self.minutes[one] <= WEEK or bool(flags[one] & flags[other] & LONG)

    def sharing(self) -> Iterator[tuple[int, int]]:
        """Yield pairs (the earlier first) whose sketches share enough numbers, each once."""
        minutes, flags, new, first = self.minutes, self.articles.flags, self.new, self.first
        shared: Counter[int] = Counter()
        pairs: list[int] = []  # both in one number, which takes the least memory and time
        for holders in self._lists():
            alone = self.owners.keys().isdisjoint(holders)
            for at, one in enumerate(holders):
                if one >= first:
                    break
                until, is_long, is_new = minutes[one] + WEEK, flags[one] & LONG, new[one]
                after = (
                    holders[at + 1 : at + 1 + NEIGHBOURS]
                    if alone
                    else self._nearest(one, holders, range(at + 1, len(holders)))
                )
                for other in after:
                    if (minutes[other] <= until or is_long & flags[other]) and (is_new or new[other]):
                        pairs.append(one << 32 | other)
            if len(pairs) > _SLICE:
                shared.update(pairs)
                pairs.clear()
        shared.update(pairs)
        del pairs
        for pair, count in shared.items():
            if count >= SHARED:
                one, other = pair >> 32, pair & 0xFFFFFFFF
                if count >= needed(minutes[other] - minutes[one]):
                    yield one, other

    def _nearest(self, own: int, holders: Sequence[int], places: Iterable[int]) -> list[int]:
        """Return those at some places of a list, the nearest first, that an article is compared with."""
        return nearest(self._owner(own), (holders[at] for at in places), self._owner)

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
                before, after = range(at - 1, -1, -1), range(at, len(having))
                for places in (before, after):
                    for other in self._nearest(asking, having, places):
                        pair = (asking, other) if asking < other else (other, asking)
                        if self._is_wanted(*pair):
                            yield pair

    def _held(self, wanted: set[int]) -> Iterator[tuple[int, int]]:
        """Yield those of some numbers that articles have, with the article, article after article."""
        numbers, starts = self.articles.numbers, self.articles.starts
        for at in range(len(self.new)):
            mine = numbers[starts[at] : starts[at + 1]]
            for number in wanted.intersection(mine):
                yield number, at

    def _lists(self) -> Iterator[list[int]]:
        """Yield for each number that two articles or more have, one of them new, those that have it, in order."""
        numbers, starts, new = self.articles.numbers, self.articles.starts, self.new
        if not all(new):
            wanted: set[int] = set()
            for at, is_new in enumerate(new):
                if is_new:
                    wanted.update(numbers[starts[at] : starts[at + 1]])
            yield from self._holders(wanted)
            return
        slices = len(numbers) // _SLICE + 1
        for turn in range(slices):
            seen: set[int] = set()
            twice: set[int] = set()
            for at in range(len(new)):
                mine: Iterable[int] = numbers[starts[at] : starts[at + 1]]
                if slices > 1:
                    mine = [number for number in mine if number % slices == turn]
                twice.update(seen.intersection(mine))
                if at < self.first:  # of what the next period alone has, nothing is compared here
                    seen.update(mine)
            del seen
            yield from self._holders(twice)

    def _holders(self, wanted: set[int]) -> Iterator[list[int]]:
        """Yield for each of some numbers that two articles or more have those that have it, in order."""
        holders: dict[int, list[int]] = {}
        for number, at in self._held(wanted):
            holders.setdefault(number, []).append(at)
        for each in holders.values():
            if len(each) > 1:
                yield each


def nearest(
    own: bytes, others: Iterable[Each], owner_of: Callable[[Each], bytes], most: int = NEIGHBOURS
) -> list[Each]:
    """Return of the articles and texts beside one of an article, the nearest first, those of the first `most` other articles.

    `owner_of` returns the id of the article that each is of, and `own` is that of the one.
    """
    found: list[Each] = []
    owners: set[bytes] = set()
    for each in others:
        owner = owner_of(each)
        if owner == own:
            continue
        owners.add(owner)
        if len(owners) > most:
            break
        found.append(each)
    return found


def needed(minutes: int) -> int:
    """Return how many numbers of their sketches two articles share that may be one story, by the minutes between them.

    The rule asks of texts that are a day apart and more that they have much in common, and these share more numbers. So half of the
    pairs are left out in 11,000 stories of a wire, and one of 568 that the rule joins.
    """
    if minutes <= MINUTES:
        return SHARED
    return SHARED + 1 if minutes <= 2 * MINUTES else SHARED + 2
