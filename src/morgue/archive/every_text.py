"""Search among all texts of an archive, those that were replaced too, where several of one article are one story."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice

import orjson

from morgue.archive.grouping import AT_ONCE, story_of
from morgue.archive.scope import Within
from morgue.engines.base import Found, Searcher, Sort
from morgue.engines.grouping import alone
from morgue.query.tree import SUPERSEDED, And, Everything, Keyword, Node, both
from morgue.stories import label


class EveryText(Within):
    """A searcher of all texts, to which several texts of one article are one story, also where it stands alone.

    An engine knows stories of several articles only, and takes each text of an article that stands alone for a story. Here
    memory grows with the earlier texts of such articles that match.
    """

    def __init__(self, searcher: Searcher) -> None:
        super().__init__(searcher, Everything())

    def _tree(self, tree: Node) -> Node:
        return tree

    def _texts(self, tree: Node) -> dict[str, list[dt.date | None]]:
        """Return the days of all texts that match of articles that stand alone, by their ids; of those with an earlier text that does."""
        lone = alone(tree)
        found: dict[str, list[dt.date | None]] = {}
        for each in self.searcher.every(both(lone, SUPERSEDED)):
            article = orjson.loads(each.stored)
            found.setdefault(story_of(article), []).append(_day_of(article))
        ids = iter(list(found))
        while some := tuple(islice(ids, AT_ONCE)):
            for each in self.searcher.every(And((lone, Keyword("id", some)))):
                article = orjson.loads(each.stored)
                found[article["id"]].append(_day_of(article))
        return found

    def members(self, tree: Node) -> Mapping[int, int]:
        texts = {label(identifier): len(days) for identifier, days in self._texts(tree).items()}
        return {**self.searcher.members(tree), **texts}

    def count_stories(self, tree: Node) -> int:
        return Searcher.count_stories(self, tree)

    def leading(self, tree: Node, *, sort: Sort = "relevance") -> Iterator[Found]:
        left = set(self._texts(tree))
        met: set[str] = set()
        for each in self.searcher.leading(tree, sort=sort):
            story = story_of(orjson.loads(each.stored)) if left else ""
            if story in met:
                continue
            if story in left:
                met.add(story)
            yield each

    def grouped(self, tree: Node, *, limit: int, offset: int = 0, sort: Sort = "relevance") -> list[Found]:
        return Searcher.grouped(self, tree, limit=limit, offset=offset, sort=sort)

    def lone_days(self, tree: Node) -> list[tuple[dt.date, int]]:
        counts = Counter(dict(self.searcher.lone_days(tree)))
        counts.subtract(day for days in self._texts(tree).values() for day in days if day is not None)
        return sorted((day, number) for day, number in counts.items() if number)

    def story_days(self, tree: Node) -> set[tuple[int, dt.date]]:
        texts = self._texts(tree).items()
        own = {(label(identifier), day) for identifier, days in texts for day in days if day is not None}
        return self.searcher.story_days(tree) | own


def _day_of(article: Mapping[str, object]) -> dt.date | None:
    return dt.date.fromisoformat(str(article["day"])) if article.get("day") else None
