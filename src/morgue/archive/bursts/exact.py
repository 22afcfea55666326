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

LOOKED_AT = 8
"""How many times as many words and places as are shown are counted by article: a sample orders them only roughly.

Of Reuters copy by week, a sample of half the articles showed 24 of the 30 best words where four times as many were looked
at, 26 of them with eight times as many, and 29 with forty times.
"""

COUNTED = 3
"""How many times as many of them are counted by story, which takes an engine longer than to count articles."""


MOST_COUNTS = 4_000
"""Words and places that are counted by article for one answer, over all its periods: a third of a millisecond each in 50,000 articles."""

MOST_STORY_COUNTS = 2_000
"""Those counted by story, which take an engine three times as long."""


class Exact:
    """Counts of one comparison; those of all that is compared are kept from one period to the next.

    Of each of so many `periods` the best `top` are wanted. Where the periods are many, as where all of an archive are asked for,
    less than LOOKED_AT and COUNTED times as many are counted, so that the answer takes no longer.
    """

    def __init__(self, searcher: Searcher, whole: Node, count: Unit, *, top: int, periods: int = 1) -> None:
        self._searcher = searcher
        self._count = count
        self._top = top
        kinds = 2 * max(1, periods)  # words and places
        self._looked_at = min(LOOKED_AT * top, max(top, MOST_COUNTS // kinds))
        self._counted = min(COUNTED * top, max(top, MOST_STORY_COUNTS // kinds))
        self._everywhere = cache(lambda node, count: units(searcher, both(whole, node), count))

    def features(self, tree: Node, candidates: Sequence[Compared]) -> list[Compared]:
        """Return those that are over-represented in what `tree` matches, the best first."""
        found = self._compared(tree, [each.feature for each in candidates[: self._looked_at]], "articles")
        if self._count == "stories":
            found = self._compared(tree, [each.feature for each in found[: self._counted]], "stories")
        return [each for each in found if each.keyness.is_burst]

    def _compared(self, tree: Node, features: Sequence[Feature], count: Unit) -> list[Compared]:
        """Return features as they compare in all articles, the best first."""
        sizes: dict[Node, int] = {}
        found = []
        for feature in features:
            deadline.check()
            base = Feature(feature.kind, feature.language, "").node
            if base not in sizes:
                sizes[base] = units(self._searcher, both(tree, base), count)
            having, size = units(self._searcher, both(tree, feature.node), count), sizes[base]
            rest_size = max(0, self._everywhere(base, count) - size)
            rest = min(max(0, self._everywhere(feature.node, count) - having), rest_size)
            found.append(Compared(feature, keyness(having, size, rest, rest_size), size, rest_size))
        return sorted(found, key=Compared.rank)

    def stories(self, tree: Node, candidates: Sequence[str]) -> list[TopStory]:
        """Return the best `top` of those stories that have several articles in what `tree` matches and burst there."""
        size = self._searcher.count(tree)
        rest_size = max(0, self._everywhere(Everything(), "articles") - size)
        found = []
        for story in candidates:
            deadline.check()
            node = Keyword("story", (story,))
            having = self._searcher.count(both(tree, node))
            measured = keyness(having, size, max(0, self._everywhere(node, "articles") - having), rest_size)
            if bursts_as_story(measured):
                found.append(TopStory(story, "", 0, measured))
        return [self._known(each, tree) for each in sorted(found, key=TopStory.rank)[: self._top]]

    def _known(self, found: TopStory, tree: Node) -> TopStory:
        """Return a story with its first article and its outlets in what `tree` matches."""
        deadline.check()
        among = both(tree, Keyword("story", (found.story,)))
        first = self._searcher.search(among, limit=1, sort="oldest", count=False).found[0]
        return found._replace(first=orjson.loads(first.stored)["id"], outlets=self._outlets(among))

    def _outlets(self, tree: Node) -> int:
        """Return how many publishers, or agencies where no publisher is known, articles have."""
        limit = self._searcher.count(tree)
        names = self._searcher.facets(tree, ("publisher",), limit=limit)["publisher"]
        alone = both(tree, Not(Has("publisher")))
        names += self._searcher.facets(alone, ("agency",), limit=limit)["agency"]
        return len({name for name, _ in names})
