"""Count in the index what a sample has shown, in all articles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import orjson

from morgue.archive.arguments import Unit
from morgue.archive.bursts.features import Feature, both
from morgue.archive.bursts.keyness import bursts_as_story, keyness
from morgue.archive.bursts.names import Compared, TopStory
from morgue.archive.bursts.reading import units
from morgue.engines.base import Searcher
from morgue.query import deadline
from morgue.query.tree import Everything, Has, Keyword, Node, Not


class Exact:
    """Counts of one comparison; those of all that is compared are kept from one period to the next."""

    def __init__(self, searcher: Searcher, whole: Node, count: Unit) -> None:
        self._searcher = searcher
        self._count = count
        self.everywhere = cache(lambda node: units(searcher, both(whole, node), count))
        self._articles = cache(lambda node: searcher.count(both(whole, node)))

    def features(self, tree: Node, candidates: Sequence[Compared]) -> list[Compared]:
        """Return those that are over-represented in what `tree` matches, the best first."""
        sizes: dict[Node, int] = {}
        found = []
        for feature, *_ in candidates:
            deadline.check()
            base = Feature(feature.kind, feature.language, "").node
            if base not in sizes:
                sizes[base] = units(self._searcher, both(tree, base), self._count)
            having, size = units(self._searcher, both(tree, feature.node), self._count), sizes[base]
            rest_size = max(0, self.everywhere(base) - size)
            rest = min(max(0, self.everywhere(feature.node) - having), rest_size)
            measured = keyness(having, size, rest, rest_size)
            if measured.is_burst:
                found.append(Compared(feature, measured, size, rest_size))
        return sorted(found, key=Compared.rank)

    def stories(self, tree: Node, candidates: Sequence[str]) -> list[TopStory]:
        """Return those stories that have several articles in what `tree` matches and burst there, the best first."""
        size = self._searcher.count(tree)
        rest_size = max(0, self._articles(Everything()) - size)
        found = []
        for story in candidates:
            deadline.check()
            node = Keyword("story", (story,))
            among = both(tree, node)
            having = self._searcher.count(among)
            measured = keyness(having, size, max(0, self._articles(node) - having), rest_size)
            if bursts_as_story(measured):
                first = self._searcher.search(among, limit=1, sort="oldest", count=False).found[0]
                found.append(
                    TopStory(story, orjson.loads(first.stored)["id"], self._outlets(among), measured)
                )
        return sorted(found, key=TopStory.rank)

    def _outlets(self, tree: Node) -> int:
        """Return how many publishers, or agencies where no publisher is known, articles have."""
        limit = self._searcher.count(tree)
        names = self._searcher.facets(tree, ("publisher",), limit=limit)["publisher"]
        alone = both(tree, Not(Has("publisher")))
        names += self._searcher.facets(alone, ("agency",), limit=limit)["agency"]
        return len({name for name, _ in names})
