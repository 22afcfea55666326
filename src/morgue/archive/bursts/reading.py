"""Read articles by the period in which they were printed, and count what they have by story or by article.

A story of several articles counts once in each period in which it has any, and once in the whole.
"""

from __future__ import annotations

import datetime as dt
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from morgue.archive.arguments import Unit
from morgue.archive.bursts.features import Features, both
from morgue.engines.base import Searcher
from morgue.engines.timeline import label_of
from morgue.query import deadline
from morgue.query.tree import And, AsOf, Boost, Days, Everything, Instants, Node, Not, Or, Versions, unboosted

Article = Mapping[str, Any]
"""An article as it is stored."""


def without_time(tree: Node) -> Node:
    """Return what a query asks besides the time: the tree without those parts that have to match and are of time alone."""
    return _without(unboosted(tree), _is_time)


def without_scope(tree: Node) -> Node:
    """Return a query without what says which texts of articles are searched: `versions:` and `asof:`."""
    return _without(tree, lambda node: isinstance(node, Versions | AsOf))


def _without(tree: Node, is_left_out: Callable[[Node], bool]) -> Node:
    """Return a tree without those parts that have to match and are to be left out."""
    if is_left_out(tree):
        return Everything()
    if not isinstance(tree, And):
        return tree
    left = tuple(each for each in tree.children if not is_left_out(each))
    return both(*left)


def _is_time(node: Node) -> bool:
    match node:
        case Days() | Instants():
            return True
        case And() | Or():
            return all(map(_is_time, node.children))
        case Not() | Boost():
            return _is_time(node.child)
        case _:
            return False


def period_named(day: str | None, by: str) -> str | None:
    """Return the day, ISO week, month or year that a printed day is in; None of what is no day."""
    try:
        return label_of(dt.date.fromisoformat(day), by) if day else None
    except ValueError:
        return None


def unit_of(article: Article, count: Unit) -> str:
    """Return what an article counts as: its story, or itself."""
    identifier: str = article["id"]
    return (article.get("story") or identifier) if count == "stories" else identifier


def units(searcher: Searcher, tree: Node, count: Unit) -> int:
    """Return how many stories, or articles, match."""
    return searcher.count_stories(tree) if count == "stories" else searcher.count(tree)


def outlet_of(article: Article) -> str:
    """Return who carried an article: its publisher, else its agency, else "" where neither is known."""
    return article.get("publisher") or article.get("agency") or ""


@dataclass(slots=True)
class Member:
    """An article that was read: its id, its story and how many articles that has, who carried it, its features' numbers."""

    id: str
    story: str
    copies: int
    outlet: str
    features: array[int]


class Full(Exception):  # noqa: N818  it is no error
    """More was to be read than there is room for."""


@dataclass(slots=True)
class Group:
    """The articles of one period, or all that are in none, in the order in which they were read.

    Each of them is one of `weight` articles, where they are a sample.
    """

    members: list[Member] = field(default_factory=list)
    weight: float = 1.0

    def by_unit(self, count: Unit) -> dict[str, list[array[int]]]:
        """Return the features of the articles of each unit."""
        found: dict[str, list[array[int]]] = defaultdict(list)
        for each in self.members:
            found[each.story if count == "stories" else each.id].append(each.features)
        return found

    def by_story(self) -> dict[str, list[Member]]:
        """Return the articles of each story."""
        found: dict[str, list[Member]] = defaultdict(list)
        for each in self.members:
            found[each.story].append(each)
        return found


def counted(units: Mapping[str, Sequence[array[int]]]) -> Counter[int]:
    """Return how many units have each feature."""
    counts: Counter[int] = Counter()
    for arrays in units.values():
        deadline.check()
        counts.update(arrays[0] if len(arrays) == 1 else set().union(*arrays))
    return counts


class Totals(NamedTuple):
    """Counts over all groups, by feature: `whole` what there is, `read` what of it was read; and articles by story."""

    whole: Counter[int] | dict[int, float]
    read: Counter[int]
    stories: Counter[str]


class Reading:
    """All articles of a comparison: those of the query by period, and others that they are compared with.

    `room` is how many bytes of stored articles are read at most.
    """

    def __init__(self, count: Unit, room: int = sys.maxsize) -> None:
        self.count = count
        self.features = Features()
        self.periods: dict[str, Group] = defaultdict(Group)
        self.others = Group()
        """What is in no period: articles that have no date, or that the query does not match."""
        self._room = room

    def read(self, stored: Iterable[bytes], group_of: Callable[[Article], Group]) -> None:
        """Read articles into the group that each belongs to. Raises Full where there is no room for more."""
        for each in stored:
            deadline.check()
            self._room -= len(each)
            if self._room < 0:
                raise Full
            article = orjson.loads(each)
            member = Member(
                article["id"],
                unit_of(article, "stories"),
                article.get("copies") or 1,
                outlet_of(article),
                self.features.of(article),
            )
            group_of(article).members.append(member)

    @property
    def groups(self) -> list[Group]:
        """Return all groups that have articles."""
        return [each for each in (*self.periods.values(), self.others) if each.members]

    @property
    def articles(self) -> int:
        """Return how many articles were read."""
        return sum(len(each.members) for each in self.groups)

    def totals(self) -> Totals:
        """Return how many units of all groups have each feature: each unit once, or where a group is a sample about so many."""
        read: Counter[int] = Counter()
        stories: Counter[str] = Counter()
        found_in: Counter[str] = Counter()
        weighed: dict[int, float] = defaultdict(float)
        sampled = any(each.weight != 1 for each in self.groups)
        for group in self.groups:
            units = group.by_unit(self.count)
            counts = counted(units)
            read.update(counts)
            found_in.update(units.keys())
            stories.update(each.story for each in group.members)
            if sampled:
                for number, count in counts.items():
                    weighed[number] += group.weight * count
        if sampled:
            return Totals(weighed, read, stories)
        apart = {unit for unit, number in found_in.items() if number > 1}
        if apart:
            read.subtract(self._too_often(apart))
        return Totals(read, read, stories)

    def _too_often(self, apart: set[str]) -> Counter[int]:
        """Return how often the features of units that are in several groups were counted too often."""
        held: dict[str, Counter[int]] = {unit: Counter() for unit in apart}
        for group in self.groups:
            for unit, arrays in group.by_unit(self.count).items():
                if unit in apart:
                    held[unit].update(set().union(*arrays))
        often: Counter[int] = Counter()
        for counts in held.values():
            often.update({each: number - 1 for each, number in counts.items() if number > 1})
        return often
