"""Search among some of the texts of an archive: the current ones, or those of a day.

An engine's index holds the texts that were replaced beside those that stand. `Within` is a searcher that leaves out of
every answer what is not in its scope, a tree, so that what is counted, proposed and diagnosed is of the same articles as
what is found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from morgue.engines.base import Answer, Found, Searcher, Sort
from morgue.query.tree import (
    SUPERSEDED,
    And,
    AsOf,
    Everything,
    Node,
    Not,
    Note,
    Versions,
    Word,
    both,
    scope_of,
)
from morgue.storage.versions import VERSION_MARK

CURRENT = Not(SUPERSEDED)

_LAST = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
"""A moment before which every article came that has a time; there is none after it that an index can hold."""


def within(searcher: Searcher, scope: Node, *, has_versions: bool) -> Searcher:
    """Return a searcher of what a scope (`tree.scope_of`) has; the searcher itself where that is all."""
    if isinstance(scope, Versions):
        return searcher if scope.all or not has_versions else Within(searcher, CURRENT)
    return Within(searcher, scope)


def texts_note(searcher: Searcher, tree: Node, total: int | None) -> tuple[Note, ...]:
    """Return a note of what a query cannot find: articles without a time in a state of the archive, or earlier texts.

    Of earlier texts it speaks where they alone match; `total` articles do. `searcher` is one of all texts.
    """
    scope = scope_of(tree)
    if isinstance(scope, AsOf):
        rest = tuple(each for each in (tree.children if isinstance(tree, And) else ()) if each != scope)
        undated = searcher.count(And((*rest, CURRENT, Not(AsOf(_LAST)))))
        said = "1 article that matches has" if undated == 1 else f"{undated:,} articles that match have"
        message = f"{said} no time, and cannot be said to have been there then"
        return (Note("undated", message),) if undated else ()
    if total != 0 or not isinstance(scope, Versions) or scope.all:
        return ()
    earlier = searcher.count(both(tree, SUPERSEDED))
    said = (
        "1 earlier text of an article matches"
        if earlier == 1
        else f"{earlier:,} earlier texts of articles match"
    )
    return (
        (Note("earlier-text", said, None, "add versions:all to find what was replaced since"),)
        if earlier
        else ()
    )


class Within(Searcher):
    """A searcher of the articles that `scope` matches. What speaks of words and values alone is of all."""

    def __init__(self, searcher: Searcher, scope: Node) -> None:
        self.searcher = searcher
        self.scope = scope

    def _tree(self, tree: Node) -> Node:
        """Return what a tree matches in the scope."""
        if isinstance(tree, Everything):
            return self.scope
        sides = tree.children if isinstance(tree, And) else (tree,)
        return tree if self.scope in sides else And((*sides, self.scope))

    @cached_property
    def _total(self) -> int:
        return self.searcher.count(self.scope)

    def total(self) -> int:
        return self._total

    def search(
        self, tree: Node, *, limit: int, offset: int = 0, sort: Sort = "relevance", count: bool = True
    ) -> Answer:
        return self.searcher.search(self._tree(tree), limit=limit, offset=offset, sort=sort, count=count)

    def every(self, tree: Node, *, sort: Sort = "relevance") -> Iterator[Found]:
        return self.searcher.every(self._tree(tree), sort=sort)

    def count(self, tree: Node) -> int:
        return self.total() if isinstance(tree, Everything) else self.searcher.count(self._tree(tree))

    def matches(self, tree: Node) -> bool:
        return self.searcher.matches(self._tree(tree))

    def members(self, tree: Node) -> Mapping[int, int]:
        return self.searcher.members(self._tree(tree))

    def count_stories(self, tree: Node) -> int:
        return self.searcher.count_stories(self._tree(tree))

    def leading(self, tree: Node, *, sort: Sort = "relevance") -> Iterator[Found]:
        return self.searcher.leading(self._tree(tree), sort=sort)

    def grouped(self, tree: Node, *, limit: int, offset: int = 0, sort: Sort = "relevance") -> list[Found]:
        return self.searcher.grouped(self._tree(tree), limit=limit, offset=offset, sort=sort)

    def story_days(self, tree: Node) -> set[tuple[int, dt.date]]:
        return self.searcher.story_days(self._tree(tree))

    def facets(self, tree: Node, names: Sequence[str], *, limit: int) -> dict[str, list[tuple[str, int]]]:
        return self.searcher.facets(self._tree(tree), names, limit=limit)

    def facets_of_each(
        self, trees: Sequence[Node], names: Sequence[str], *, limit: int
    ) -> list[dict[str, list[tuple[str, int]]]]:
        return self.searcher.facets_of_each(list(map(self._tree, trees)), names, limit=limit)

    def days(self, tree: Node) -> list[tuple[dt.date, int]]:
        return self.searcher.days(self._tree(tree))

    def lone_days(self, tree: Node) -> list[tuple[dt.date, int]]:
        return self.searcher.lone_days(self._tree(tree))

    def months(self, tree: Node) -> list[tuple[dt.date, int]]:
        return self.searcher.months(self._tree(tree))

    def articles(self, ids: Iterable[str]) -> dict[str, bytes]:
        return self.searcher.articles(ids)

    def ids(self, prefix: str, *, limit: int) -> list[str]:
        """Return ids of articles alone, or of the texts of one where the prefix has begun to name them."""
        if VERSION_MARK in prefix:
            return self.searcher.ids(prefix, limit=limit)
        asked = limit
        while True:
            found = self.searcher.ids(prefix, limit=asked)
            articles = [each for each in found if VERSION_MARK not in each]
            if len(articles) >= limit or len(found) < asked:
                return articles[:limit]
            asked *= 4

    def words(self, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        return self.searcher.words(prefix, limit=limit)

    def lexicon(self, prefix: str, fields: Sequence[str], *, limit: int) -> list[str]:
        return self.searcher.lexicon(prefix, fields, limit=limit)

    def near(self, wanted: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
        return self.searcher.near(wanted)

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        return self.searcher.frequencies(words)

    def stem_classes(self) -> Sequence[str]:
        return self.searcher.stem_classes()

    def spellings(self, word: str) -> Sequence[str]:
        return self.searcher.spellings(word)

    def tokens(self, word: Word) -> Sequence[str]:
        return self.searcher.tokens(word)

    def resolved(self, tree: Node) -> Node:
        return self.searcher.resolved(tree)

    def values(self, name: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        return self.searcher.values(name, prefix, limit=limit)

    def close(self) -> None:
        self.searcher.close()
