"""Several words near each other as a tantivy query: phrases, windows, NEAR and PRE.

Positions are compared inside one field only, so a NEAR that has a phrase on a side runs on words as written, a
stem standing for all written words that have it.

tantivy's phrase query takes (offset, word) pairs and a slop; for two words it matches where the distance of
their positions differs from the distance of their offsets by at most the slop. Offsets (0, 0) and slop n are
therefore exactly NEAR/n. What has more than two words is found by offsets without slop, or, where that
would be too many queries, by reading the candidates.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable

import orjson
from tantivy import Query as TQuery

from morgue import deadline
from morgue.engines.tantivy_terms import Terms, Unit, all_of, any_of, each_field
from morgue.query import tree
from morgue.text import folded_words, stem

MAX_QUERIES = 200
"""Phrase queries that one NEAR or window may become before its candidates are read instead."""


class Proximity:
    """Queries for words near each other in one snapshot."""

    def __init__(self, terms: Terms, read: Callable[[TQuery], Iterable[bytes]]) -> None:
        """`read` gives the stored articles of a query."""
        self.terms = terms
        self.read = read
        self.deadline = deadline.current()

    def phrase(self, node: tree.Phrase) -> TQuery:
        """The words next to each other in their order, or all of them in a window."""
        if node.slop is None or len(node.words) == 1:
            return each_field(node.field, lambda field: self.terms.written(field, node.words))
        if len(node.words) > 2:
            return self._window(node)
        return each_field(
            node.field, lambda field: self.pair(field + "_w", node.words[0], node.words[1], node.slop or 0)
        )

    def pair(self, field: str, left: str, right: str, distance: int, *, ordered: bool = False) -> TQuery:
        """`left` and `right` at most `distance` apart in one field, in order or not."""
        schema = self.terms.schema
        if not ordered and left != right:
            return TQuery.phrase_query(schema, field, [(0, left), (0, right)], distance)
        middle = (distance + 1) // 2
        queries = [TQuery.phrase_query(schema, field, [(0, left), (middle, right)], middle - 1)]
        if distance % 2 == 0:
            queries.append(TQuery.phrase_query(schema, field, [(0, left), (distance, right)]))
        return any_of(queries)

    def near(self, node: tree.Near, query: Callable[[tree.Node], TQuery]) -> TQuery:
        """Both sides at most so many words apart; `query` makes the query of one of them.

        Raises QueryError for a side that is no word, phrase or group of them.
        """
        left, right = tree.leaves(node.left), tree.leaves(node.right)
        field = left[0].field
        if all(isinstance(leaf, tree.Word) for leaf in left + right):
            return each_field(
                field,
                lambda each: any_of(
                    [
                        self.pair(each, stem(one.word), stem(other.word), node.distance, ordered=node.ordered)
                        for one in left
                        for other in right
                        if isinstance(one, tree.Word) and isinstance(other, tree.Word)
                    ]
                ),
            )
        lefts = [unit for leaf in left for unit in self._units(leaf, field)]
        rights = [unit for leaf in right for unit in self._units(leaf, field)]
        ways = 1 if node.ordered else 2
        if len(lefts) * len(rights) * node.distance * ways > MAX_QUERIES:
            return self._checked(node, field, all_of([query(node.left), query(node.right)]))
        return each_field(field, lambda each: self._placed(each + "_w", node, lefts, rights))

    def _placed(self, field: str, node: tree.Near, lefts: list[Unit], rights: list[Unit]) -> TQuery:
        """A phrase query for each pair of units at each distance that is near enough."""

        def placed(first: Unit, second: Unit, gap: int) -> list[str | tuple[int, str]]:
            return [*enumerate(first), *enumerate(second, len(first) - 1 + gap)]

        return any_of(
            [
                TQuery.phrase_query(self.terms.schema, field, placed(*pair, gap))
                for one in lefts
                for other in rights
                for pair in ([(one, other)] if node.ordered else [(one, other), (other, one)])
                for gap in range(1, node.distance + 1)
            ]
        )

    def _units(self, leaf: tree.Leaf, field: str | None) -> list[Unit]:
        if isinstance(leaf, tree.Phrase):
            return [leaf.words]
        return [(word,) for word in self.terms.variants(field, stem(leaf.word))]

    def _window(self, node: tree.Phrase) -> TQuery:
        """Three words or more in a window: every arrangement, or candidates in which pairs are near enough:
        all of them, or for many words those of the rarest with each other one."""
        slop = node.slop or 0
        if math.perm(slop, len(node.words) - 1) * len(node.words) <= MAX_QUERIES:
            return each_field(
                node.field,
                lambda field: any_of(
                    [
                        TQuery.phrase_query(self.terms.schema, field + "_w", each)
                        for each in _arrangements(node.words, slop)
                    ]
                ),
            )
        distinct = list(dict.fromkeys(node.words))

        def pairs(field: str) -> TQuery:
            if len(distinct) == 1:
                return self.terms.written(field, (distinct[0],))
            found: Iterable[tuple[str, str]] = itertools.combinations(distinct, 2)
            if math.comb(len(distinct), 2) > MAX_QUERIES:
                rarest, *others = sorted(distinct, key=lambda word: self.terms.frequency(field + "_w", word))
                found = ((rarest, other) for other in others)
            return all_of([self.pair(field + "_w", *pair, node.slop or 0) for pair in found])

        return self._checked(node, node.field, each_field(node.field, pairs))

    def _checked(self, node: tree.Phrase | tree.Near, field: str | None, candidates: TQuery) -> TQuery:
        """Those of the candidates in whose stored text `node` is found, as a set of ids."""
        from morgue.query.proximity import found_in

        ids = []
        for stored in self.read(candidates):
            self.deadline.check()
            article = orjson.loads(stored)
            texts = (article[name] for name in tree.fields_of(field))
            if any(found_in(folded_words(text), node) for text in texts if text):
                ids.append(article["id"])
        return self.terms.one_of("id", ids) if ids else TQuery.empty_query()


def _arrangements(words: Unit, slop: int) -> list[list[str | tuple[int, str]]]:
    """All ways to place `words` on positions from 0 to `slop`, the first of them on 0."""
    found: dict[tuple[str | tuple[int, str], ...], None] = {}
    for places in itertools.permutations(range(slop + 1), len(words)):
        if 0 in places:
            found[tuple(sorted(zip(places, words, strict=True)))] = None
    return [list(each) for each in found]
