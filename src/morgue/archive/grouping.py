"""Answer a search by story: one hit for each story that has articles that match, with what is known of the whole story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, Literal

import orjson

from morgue.analysis.analyzer import fold
from morgue.analysis.length import length
from morgue.engines.base import Answer, Found, Searcher, Sort
from morgue.engines.grouping import of_several
from morgue.engines.timeline import label_of
from morgue.model.article import Carried, First
from morgue.query.tree import And, Has, Keyword, Node, Not, Note, Versions, both, scope_of
from morgue.storage.versions import VERSION_MARK
from morgue.stories import label

Lead = Literal["best", "first", "latest", "longest"]

AT_ONCE = 100
"""Stories of which all is looked up together where hits are streamed."""

Leading = tuple[Node, Found]
"""The first hit of a story, and the tree that matches its articles."""


def story_of(article: Mapping[str, Any]) -> str:
    """Return the id of a stored article's story: its own where it stands alone, and its article's for an earlier text."""
    if article.get("copies", 1) != 1:
        return str(article["story"])
    return str(article["id"]).partition(VERSION_MARK)[0]


class Grouping:
    """How hits are made one a story: the order of their articles, and which of these a story is shown by."""

    def __init__(self, searcher: Searcher, sort: Sort, lead: Lead) -> None:
        self.searcher = searcher
        self.sort = sort
        self.lead = lead

    def answer(self, tree: Node, *, limit: int, offset: int, count: bool) -> Answer:
        """Return how many articles match (None without `count`), and the stories of rank offset+1 to offset+limit."""
        total = self.searcher.count(tree) if count else None
        return Answer(total, self.page((tree,), limit=limit, offset=offset))

    def page(self, trees: Sequence[Node], *, limit: int, offset: int) -> list[Found]:
        """Return the stories of rank offset+1 to offset+limit of those that any of the trees matches."""
        if len(trees) == 1:
            found = self.searcher.grouped(trees[0], limit=limit, offset=offset, sort=self.sort)
            return list(self._led((trees[0], each) for each in found))
        return list(self._led(islice(self._leading(trees), offset, offset + limit)))

    def every(self, trees: Sequence[Node]) -> Iterator[Found]:
        """Yield all stories that any of the trees matches."""
        return self._led(self._leading(trees))

    def _leading(self, trees: Sequence[Node]) -> Iterator[Leading]:
        """Yield the first hit of each story, those of the first tree before all others."""
        seen: set[str] = set()
        for tree in trees:
            for each in self.searcher.leading(tree, sort=self.sort):
                if len(trees) > 1:
                    story = story_of(orjson.loads(each.stored))
                    if story in seen:
                        continue
                    seen.add(story)
                yield tree, each

    def _led(self, hits: Iterable[Leading]) -> Iterator[Found]:
        """Yield for each story the article that it is shown by, with the score of its first hit.

        It is one of those that match: the first hit itself, the earliest, the latest, or the one of most words (of
        several the earliest).
        """
        choose = _CHOICES[self.lead]
        for tree, found in hits:
            article = orjson.loads(found.stored) if choose else {}
            if choose is None or (article.get("copies", 1) == 1 and not _sees_all_texts(tree)):
                yield found
            else:
                members = both(tree, Keyword("story", (story_of(article),)))
                yield Found(found.score, choose(self.searcher, members) or found.stored)


def _sees_all_texts(tree: Node) -> bool:
    scope = scope_of(tree)
    return isinstance(scope, Versions) and scope.all


# -- the article that is shown -----------------------------------------------------------------------------


def _earliest(searcher: Searcher, members: Node) -> bytes | None:
    return next((each.stored for each in searcher.search(members, limit=1, sort="oldest").found), None)


def _latest(searcher: Searcher, members: Node) -> bytes | None:
    return next((each.stored for each in searcher.search(members, limit=1, sort="newest").found), None)


def _longest(searcher: Searcher, members: Node) -> bytes | None:
    best, most = None, -1
    for each in searcher.every(members, sort="oldest"):
        words = length(orjson.loads(each.stored).get("body") or "")
        if words > most:
            best, most = each.stored, words
    return best


_CHOICES: dict[Lead, Callable[[Searcher, Node], bytes | None] | None] = {
    "best": None,
    "first": _earliest,
    "latest": _latest,
    "longest": _longest,
}


# -- the whole story ---------------------------------------------------------------------------------------


def with_carried(searcher: Searcher, found: Iterable[Found]) -> Iterator[tuple[Found, Carried]]:
    """Yield hits with what is known of the whole story of each, whether the others match or not."""
    hits = iter(found)
    while some := list(islice(hits, AT_ONCE)):
        yield from zip(some, carried(searcher, [orjson.loads(each.stored) for each in some]), strict=True)


def carried(searcher: Searcher, articles: Sequence[Mapping[str, Any]]) -> list[Carried]:
    """Return what is known of the stories of articles as they are stored; of an earlier text, those of its article."""
    articles = current(searcher, articles)
    stories = [story_of(each) for each in articles]
    if not stories:
        return []
    several = [story for story, each in zip(stories, articles, strict=True) if story != each["id"]]
    firsts = {each["id"]: each for each in articles} | {
        story: orjson.loads(stored) for story, stored in searcher.articles(several).items()
    }
    corrections = And((Keyword("story", tuple(stories)), Keyword("is", ("correction",))))
    corrected = {story_of(orjson.loads(each.stored)) for each in searcher.every(corrections)}
    outlets = _outlets(searcher, articles)
    made = []
    for story, article in zip(stories, articles, strict=True):
        first = firsts.get(story) or _first_of(searcher, story) or article
        made.append(
            Carried(
                article.get("copies", 1),
                outlets[story],
                First(*(first[name] for name in ("id", "agency", "publisher", "published"))),
                story in corrected,
            )
        )
    return made


def current(searcher: Searcher, articles: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return articles with that of each earlier text in its place."""
    bases = {
        each["id"]: each["id"].partition(VERSION_MARK)[0] for each in articles if VERSION_MARK in each["id"]
    }
    standing = searcher.articles(set(bases.values())) if bases else {}
    found: list[Mapping[str, Any]] = []
    for each in articles:
        base = bases.get(each["id"])
        if base is None:
            found.append(each)
        else:
            found.append(orjson.loads(standing[base]) if base in standing else {**each, "id": base})
    return found


def _first_of(searcher: Searcher, story: str) -> Mapping[str, Any] | None:
    """Return the earliest article of a story whose id is that of no article any more."""
    found = searcher.search(Keyword("story", (story,)), limit=1, sort="oldest", count=False).found
    return orjson.loads(found[0].stored) if found else None


def _outlets(searcher: Searcher, articles: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return by story how many outlets carried it: publishers, and agencies of articles that name no publisher."""
    made: dict[str, int] = {}
    several: dict[str, int] = {}
    for each in articles:
        story, copies = story_of(each), each.get("copies", 1)
        if copies == 1:
            made[story] = int(bool(each["publisher"] or each["agency"]))
        else:
            several[story] = copies
    trees: list[Node] = [Keyword("story", (story,)) for story in several]
    counted = searcher.facets_of_each(trees, ("publisher",), limit=max(several.values(), default=1))
    unnamed = []
    for (story, copies), tree, facets in zip(several.items(), trees, counted, strict=True):
        made[story] = len({fold(name) for name, _ in facets["publisher"]})
        if sum(number for _, number in facets["publisher"]) < copies:
            unnamed.append((story, both(tree, Not(Has("publisher")))))
    agencies = searcher.facets_of_each(
        [tree for _, tree in unnamed], ("agency",), limit=max(several.values(), default=1)
    )
    for (story, _), facets in zip(unnamed, agencies, strict=True):
        made[story] += len({fold(name) for name, _ in facets["agency"]})
    return made


# -- new stories -------------------------------------------------------------------------------------------


def of_new_stories(searcher: Searcher, node: Node, changed: Keyword) -> Node:
    """Return what matches a tree and is of a story that has no article but those of `changed`, by id.

    A new copy of a story that has an older article, whether that matches or not, is not of a new story.
    """
    several = [
        (story_of(article), article["copies"])
        for each in searcher.leading(of_several(both(node, changed)))
        for article in (orjson.loads(each.stored),)
    ]
    among = both(node, changed)
    if not several:
        return among
    new = searcher.members(And((Keyword("story", tuple(story for story, _ in several)), changed)))
    older = tuple(story for story, copies in several if new.get(label(story), 0) < copies)
    return both(among, Not(Keyword("story", older))) if older else among


# -- days --------------------------------------------------------------------------------------------------


def dated_stories(
    searcher: Searcher, tree: Node, unit: str
) -> tuple[list[tuple[dt.date, int]], tuple[Note, ...]]:
    """Return how many stories have an article in each bucket of a timeline, by a day of it and in order.

    A note says how many are in several, so that the numbers add up to more.
    """
    days: dict[str, dt.date] = {}
    counts: dict[str, int] = {}
    buckets: dict[int, set[str]] = {}
    for day, number in searcher.lone_days(tree):
        name = label_of(day, unit)
        days.setdefault(name, day)
        counts[name] = counts.get(name, 0) + number
    for story, day in searcher.story_days(tree):
        name = label_of(day, unit)
        days.setdefault(name, day)
        buckets.setdefault(story, set()).add(name)
    for name in chain.from_iterable(buckets.values()):
        counts[name] = counts.get(name, 0) + 1
    repeated = sum(1 for names in buckets.values() if len(names) > 1)
    return sorted((days[name], number) for name, number in counts.items()), _notes(repeated, unit)


def _notes(repeated: int, unit: str) -> tuple[Note, ...]:
    if not repeated:
        return ()
    have = "story has articles" if repeated == 1 else "stories have articles"
    count = "counts" if repeated == 1 else "count"
    message = f"{repeated:,} {have} in more than one {unit} and {count} in each: the numbers add up to more than the stories"
    return (Note("story-repeated", message),)
