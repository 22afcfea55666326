"""Count the stories of an archive: how many there are, how many have several articles, which has the most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import orjson

from morgue.archive.results import Held, StoryCensus
from morgue.query import tree

if TYPE_CHECKING:
    from morgue.engines.base import Searcher
    from morgue.storage.story_tables import StoryTables


def sizes(searcher: Searcher) -> dict[int, int]:
    """Return how many articles are in stories of each size from 2 on: exact, in a few counts for each size that there is."""
    return dict(_sizes(searcher, 2, None))


def _sizes(searcher: Searcher, first: int, last: int | None) -> Iterator[tuple[int, int]]:
    """Yield the sizes in a span that stories have, and how many articles have each, by halving the span."""
    number = searcher.count(tree.Numbers("copies", first, last))
    if not number:
        return
    if last == first:
        yield first, number
        return
    middle = 2 * first if last is None else (first + last) // 2
    yield from _sizes(searcher, first, middle)
    yield from _sizes(searcher, middle + 1, last)


def counted(found: dict[int, int], articles: int) -> tuple[int, int, int]:
    """Return how many stories there are, how many of them have several articles, and how many articles those have.

    `found` is what `sizes` returns.
    """
    several, members = sum(number // size for size, number in found.items()), sum(found.values())
    return articles - members + several, several, members


def story_census(searcher: Searcher, tables: StoryTables, held: Held) -> StoryCensus:
    """Return the summary of the stories of the state `held`."""
    found = sizes(searcher)
    articles = searcher.count(tree.Not(tree.SUPERSEDED))
    stories, several, members = counted(found, articles)
    largest = None
    if found:
        most = max(found)
        answer = searcher.search(tree.Numbers("copies", most, most), limit=1, sort="oldest", count=False)
        largest = (orjson.loads(answer.found[0].stored)["story"], most)
    waiting = tables.counts().waiting
    return StoryCensus(held, articles, stories, several, members, largest, waiting)
