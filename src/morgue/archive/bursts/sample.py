"""Choose which articles are read: all of them, or where they are too many the same number of each period.

A sample is of the newest articles of each of several stretches of a period, so that every engine reads the same ones. It
only shows what may burst, and is never what is counted: `exact` counts that in all articles.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from morgue.archive.arguments import Unit
from morgue.archive.bursts.features import both
from morgue.archive.bursts.reading import Article, Full, Group, Reading, period_named
from morgue.engines.base import Searcher
from morgue.engines.timeline import label_of
from morgue.query.tree import Days, Node, Not

MOST = 20_000
"""Articles that are read at most: short ones take 3 to 4 seconds of the ten that an answer may."""

SAMPLE = 12_000
"""Articles of a sample at most: what they show has to be counted in the same ten seconds."""

ROOM = 60_000_000
"""Bytes of stored articles that are read at most: as many as MOST articles of 300 words have, read in some 5 seconds."""

LEAST = 100
"""Articles of a period that a sample has at least: what a twentieth of them has is hardly missed then."""

STRETCHES = 8
"""Stretches of a period from which a sample is taken: of a year each is half a season, of a week about a day."""

PAGE = 500
"""Articles that are held at a time."""

DayCounts = Sequence[tuple[dt.date, int]]


class Read(NamedTuple):
    """What was read, and whether it is a sample; `left_out` periods were not looked at."""

    reading: Reading
    is_sample: bool = False
    left_out: int = 0


def read(searcher: Searcher, tree: Node, whole: Node, days: DayCounts, by: str, count: Unit) -> Read:
    """Read what a query (`tree`) matches, and what else it is compared with (`whole`, in which it is)."""
    if searcher.count(whole) <= MOST:
        try:
            return Read(_all(searcher, tree, whole, by, count))
        except Full:
            pass
    return _sample(searcher, tree, whole, days, by, count)


def _all(searcher: Searcher, tree: Node, whole: Node, by: str, count: Unit) -> Reading:
    reading = Reading(count, ROOM)

    def group_of(article: Article) -> Group:
        label = period_named(article.get("day"), by)
        return reading.others if label is None else reading.periods[label]

    reading.read((each.stored for each in searcher.every(tree, sort="oldest")), group_of)
    if whole != tree:
        others = searcher.every(both(whole, Not(tree)), sort="oldest")
        reading.read((each.stored for each in others), lambda _: reading.others)
    return reading


def _sample(searcher: Searcher, tree: Node, whole: Node, days: DayCounts, by: str, count: Unit) -> Read:
    reading = Reading(count)
    part = 1 if whole == tree else 2
    most, room = SAMPLE // part, ROOM // part
    periods: dict[str, list[tuple[dt.date, int]]] = {}
    for day, number in days:
        periods.setdefault(label_of(day, by), []).append((day, number))
    sizes = {label: _size(each) for label, each in periods.items()}
    chosen = sorted(sizes, key=lambda label: (-sizes[label], label))[: max(1, most // LEAST)]
    shares = _shares({label: sizes[label] for label in chosen}, most)
    for label in sorted(chosen):
        taken = _taken(
            searcher,
            tree,
            periods[label],
            STRETCHES,
            shares[label],
            room * shares[label] // sum(shares.values()),
        )
        _read(reading, taken, reading.periods[label], sizes[label])
    if whole != tree:
        rest = both(whole, Not(tree))
        held = searcher.days(rest)
        _read(reading, _taken(searcher, rest, held, STRETCHES**2, most, room), reading.others, _size(held))
    return Read(reading, True, len(periods) - len(chosen))


def _read(reading: Reading, taken: Iterator[bytes], group: Group, size: int) -> None:
    """Read a sample of so many articles into a group."""
    reading.read(taken, lambda _: group)
    if group.members:
        group.weight = size / len(group.members)


def _size(days: DayCounts) -> int:
    return sum(number for _, number in days)


def _shares(sizes: Mapping[str, int], most: int) -> dict[str, int]:
    """Return how many articles of each period are read: as many of each, and what small ones have less is the others'."""
    shares: dict[str, int] = {}
    left, waiting = most, len(sizes)
    for label, size in sorted(sizes.items(), key=lambda pair: (pair[1], pair[0])):
        shares[label] = min(size, left // waiting)
        left -= shares[label]
        waiting -= 1
    return shares


def _taken(
    searcher: Searcher, tree: Node, days: DayCounts, stretches: int, share: int, room: int
) -> Iterator[bytes]:
    """Yield `share` articles of some days, or as many as have `room` bytes, of all stretches alike."""
    size = _size(days)
    if not size:
        return
    parts = [days] if size <= share else list(_stretches(days, min(stretches, share)))
    ends = [round(share * done / size) for done in _sums(map(_size, parts))]
    for part, before, end in zip(parts, [0, *ends], ends, strict=False):
        left = room * (end - before) // share
        for stored in _newest(searcher, both(tree, Days(part[0][0], part[-1][0])), max(1, end - before)):
            yield stored
            left -= len(stored)
            if left < 0:
                break


def _newest(searcher: Searcher, tree: Node, number: int) -> Iterator[bytes]:
    """Yield the newest articles, of which a page is held at a time."""
    for offset in range(0, number, PAGE):
        page = searcher.search(
            tree, limit=min(PAGE, number - offset), offset=offset, sort="newest", count=False
        ).found
        yield from (each.stored for each in page)


def _sums(numbers: Iterator[int]) -> Iterator[int]:
    done = 0
    for each in numbers:
        done += each
        yield done


def _stretches(days: DayCounts, number: int) -> Iterator[DayCounts]:
    """Yield days in order in at most so many stretches of about as many articles each."""
    size, done, begun, at = _size(days), 0, 0, 1
    for end, (_, count) in enumerate(days, 1):
        done += count
        if done * number >= at * size:
            yield days[begun:end]
            begun = end
            at = done * number // size + 1
