"""Count and list articles by their stories, for engines that have no faster way of their own.

Articles of one story have one number (`stories.label`, in a column of the index); an article that stands alone has none
and is a story by itself. So the stories of a set of articles are those that stand alone, which are counted, and the
different numbers of the others, which alone have to be read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TypeVar

import orjson

from morgue.query.tree import Node, Not, Numbers, both
from morgue.stories import label

SEVERAL = Numbers("copies", 2, None)
"""The articles whose story has others."""


def of_several(tree: Node) -> Node:
    """Return what matches a tree and has others in its story: the articles that have a number."""
    return both(tree, SEVERAL)


def alone(tree: Node) -> Node:
    """Return what matches a tree and is a story by itself."""
    return both(tree, Not(SEVERAL))


def number_of(stored: bytes) -> int | None:
    """Return the number of a stored article's story, or None where it stands alone."""
    article = orjson.loads(stored)
    return label(article["story"]) if article.get("copies", 1) > 1 else None


def dated_number_of(stored: bytes) -> tuple[int | None, dt.date | None]:
    """Return the number of a stored article's story, and its day."""
    day = orjson.loads(stored).get("day")
    return number_of(stored), dt.date.fromisoformat(day) if day else None


Each = TypeVar("Each")


class Fold:
    """Keeps the first of each story, in memory that grows with the stories of several articles that were met."""

    def __init__(self) -> None:
        self._met: set[int] = set()

    def firsts(self, hits: Iterable[tuple[int | None, Each]]) -> Iterator[Each]:
        """Yield what is the first of its story, here and in what was given before; each comes with the story's number."""
        for number, each in hits:
            if number is None:
                yield each
            elif number not in self._met:
                self._met.add(number)
                yield each
