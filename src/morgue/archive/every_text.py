"""Search among all texts of an archive, those that were replaced too, where several of one article are one story."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice

import orjson

from morgue.archive.grouping import AT_ONCE, current, story_of
from morgue.archive.scope import Within
from morgue.engines.base import Found, Searcher, Sort
from morgue.engines.grouping import alone
from morgue.query.tree import SUPERSEDED, And, Everything, Keyword, Node, Not, both
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

    def _texts(self, tree: Node) -> tuple[dict[str, list[dt.date | None]], dict[str, str]]:
        """Return the days of the earlier texts that match and of the articles alone in their stories, by the story; and the story of each text."""
        found: dict[str, list[dt.date | None]] = {}
        stories: dict[str, str] = {}
        texts = (orjson.loads(each.stored) for each in self.searcher.every(both(tree, SUPERSEDED)))
        while some := list(islice(texts, AT_ONCE)):
            for text, article in zip(some, current(self.searcher, some), strict=True):
                stories[text["id"]] = story_of(article)
                found.setdefault(stories[text["id"]], []).append(_day_of(text))
        standing = And((alone(tree), Not(SUPERSEDED)))
        ids = iter(list(found))
        while named := tuple(islice(ids, AT_ONCE)):
            for each in self.searcher.every(And((standing, Keyword("id", named)))):
                article = orjson.loads(each.stored)
                found[article["id"]].append(_day_of(article))
        return found, stories

    def members(self, tree: Node) -> Mapping[int, int]:
        counts = dict(self.searcher.members(tree))
        for story, days in self._texts(tree)[0].items():
            counts[label(story)] = counts.get(label(story), 0) + len(days)
        return counts

    def count_stories(self, tree: Node) -> int:
        return Searcher.count_stories(self, tree)

    def leading(self, tree: Node, *, sort: Sort = "relevance") -> Iterator[Found]:
        left, stories = self._texts(tree)
        met: set[str] = set()
        for each in self.searcher.leading(tree, sort=sort):
            article = orjson.loads(each.stored) if left else {}
            story = (stories.get(article["id"]) or story_of(article)) if left else ""
            if story in met:
                continue
            if story in left:
                met.add(story)
            yield each

    def grouped(self, tree: Node, *, limit: int, offset: int = 0, sort: Sort = "relevance") -> list[Found]:
        return Searcher.grouped(self, tree, limit=limit, offset=offset, sort=sort)

    def lone_days(self, tree: Node) -> list[tuple[dt.date, int]]:
        counts = Counter(dict(self.searcher.lone_days(tree)))
        counts.subtract(day for days in self._texts(tree)[0].values() for day in days if day is not None)
        return sorted((day, number) for day, number in counts.items() if number)

    def story_days(self, tree: Node) -> set[tuple[int, dt.date]]:
        texts = self._texts(tree)[0].items()
        own = {(label(identifier), day) for identifier, days in texts for day in days if day is not None}
        return self.searcher.story_days(tree) | own


def _day_of(article: Mapping[str, object]) -> dt.date | None:
    return dt.date.fromisoformat(str(article["day"])) if article.get("day") else None
