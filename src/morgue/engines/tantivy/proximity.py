"""Several words near each other as a tantivy query: phrases, windows, NEAR and PRE.

Positions are compared inside one field only, so a NEAR that has more than stems on its sides runs on words as
written, and a stem means all written words that have it.

tantivy's phrase query takes (offset, word) pairs and a slop; for two words it matches where the distance of
their positions differs from the distance of their offsets by at most the slop. Offsets (0, 0) and slop n are
therefore exactly NEAR/n. An expression may stand for a word, and so many words of one position are one query.
What has more than two words is found by offsets without slop, or, where that would be too many queries, and for
a chain of NEARs, by reading the candidates.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from tantivy import Query as TQuery

from morgue.analysis.analyzer import ENGLISH, stem
from morgue.engines.base import ids_having
from morgue.engines.tantivy.terms import Terms, Unit, all_of, any_of, unscored
from morgue.query import deadline, tree

MAX_QUERIES = 200
"""Phrase queries that one NEAR or window may become before its candidates are read instead."""

MAX_WORDS = 7_000
"""Words that a side of a NEAR may stand for before its candidates are read; tantivy takes 16,384 for both."""

MAX_EXPRESSION = 800
"""Bytes of an expression; tantivy takes one of 1,000 states."""


class Side(NamedTuple):
    """One side of a NEAR as expressions of written words: `words` of one word each, `phrases` of several."""

    words: list[Unit]
    phrases: list[Unit]

    @property
    def units(self) -> list[Unit]:
        """Words and phrases."""
        return [*self.words, *self.phrases]


class Proximity:
    """Queries for words near each other in one snapshot."""

    def __init__(self, terms: Terms, read: Callable[[TQuery], Iterable[bytes]]) -> None:
        """Make queries of `terms`; `read` gives the stored articles of a query."""
        self.terms = terms
        self.read = read
        self._within: list[TQuery] = []
        self.deadline = deadline.current()

    @contextlib.contextmanager
    def narrowed(self) -> Iterator[list[TQuery]]:
        """Return a list for queries that all articles have to match that are wanted; while it lasts others are not read."""
        before = self._within
        self._within = list(before)
        try:
            yield self._within
        finally:
            self._within = before

    def phrase(self, node: tree.Phrase) -> TQuery:
        """Return the words next to each other in their order, or all of them in a window."""
        if node.slop is None or len(node.words) == 1:
            return self.terms.each_field(node.field, lambda field: self.terms.written(field, node.words))
        if len(node.words) > 2:
            return self._window(node)
        return self.terms.each_field(
            node.field, lambda field: self.pair(field + "_w", node.words[0], node.words[1], node.slop or 0)
        )

    def pair(self, field: str, left: str, right: str, distance: int, *, ordered: bool = False) -> TQuery:
        """Return the query of `left` and `right` at most `distance` apart in one field, in order or not.

        In order, and for a word with itself, an offset in the middle and a slop around it cover what is in reach:

            PRE/5   offsets 0 and 3, slop 2    distances 1 to 5
            PRE/4   offsets 0 and 2, slop 1    distances 1 to 3, and another query for 4
        """
        schema = self.terms.schema
        if not ordered and left != right:
            return TQuery.phrase_query(schema, field, [(0, left), (0, right)], distance)
        middle = (distance + 1) // 2
        queries = [TQuery.phrase_query(schema, field, [(0, left), (middle, right)], middle - 1)]
        if distance % 2 == 0:
            queries.append(TQuery.phrase_query(schema, field, [(0, left), (distance, right)]))
        return any_of(queries)

    def near(self, node: tree.Near, query: Callable[[tree.Node], TQuery]) -> TQuery:
        """Return what has both sides at most so many words apart; `query` makes the query of one of them.

        Raises QueryError for a side that NEAR does not take.
        """
        field = tree.leaves(node)[0].field
        if tree.is_chain(node):
            from morgue.query.expansion import check_chain

            check_chain(node, self.terms.expansions)
            return self._checked(node, field, self._about(node, query))
        if not self._is_mixed(node):
            return self._by_index(node, field) or self._checked(node, field, self._about(node, query))
        others = [self.terms.fact("stem_class", each) for each in self.terms.classes if each != ENGLISH]
        about = self._about(node, query)
        if english := self._by_index(node, field):
            foreign = self._checked(node, field, all_of([about, any_of(others)]))
            return any_of([all_of([english, unscored(self.terms.fact("stem_class", ENGLISH))]), foreign])
        return self._checked(node, field, about)

    def _is_mixed(self, node: tree.Near) -> bool:
        """Return whether a NEAR has stems beside words as written, and the archive articles of which the index has not both.

        The written words of an English stem are found in the dictionary; those of other stems are not, as it has folded
        words and a stem is made from the unfolded one.
        """
        kinds = {isinstance(leaf, tree.Word) for leaf in tree.leaves(node)}
        return len(kinds) == 2 and tuple(self.terms.classes) != (ENGLISH,)

    def _by_index(self, node: tree.Near, field: str | None, most: int = MAX_QUERIES) -> TQuery | None:
        """Return the NEAR of two sides by positions of the index, or None where that takes more queries than `most`."""
        self.deadline.check()
        made = self._made(node, field)
        if made is None or len(made) > most:
            return None
        return self.terms.each_field(field, lambda each: any_of([make(each) for make in made]))

    def _made(self, node: tree.Near, field: str | None) -> list[Callable[[str], TQuery]] | None:
        """Return what makes the queries of which any finds the NEAR in a field; None where they are too many."""
        left, right = (list(dict.fromkeys(tree.leaves(side))) for side in (node.left, node.right))
        if all(isinstance(leaf, tree.Word) for leaf in (*left, *right)):
            pairs = self._pairs(left, right, field)
            if len(pairs) <= MAX_QUERIES:
                return [
                    functools.partial(self._stems, pair, node.distance, ordered=node.ordered)
                    for pair in pairs
                ]
            if tuple(self.terms.classes) != (ENGLISH,):
                return None  # the written words of other stems are not found in the dictionary
        one, other = self._side(left, field), self._side(right, field)
        if one is None or other is None:
            return None
        return [
            functools.partial(self._written, placed)
            for placed in _placed(one, other, node.distance, ordered=node.ordered)
        ]

    def _pairs(
        self, left: Sequence[tree.Leaf], right: Sequence[tree.Leaf], field: str | None
    ) -> list[tuple[str, str]]:
        """Return the pairs of tokens of two sides that an article may have, each once: those of one language that any has."""
        one, other = (
            [each for leaf in side if isinstance(leaf, tree.Word) for each in self.terms.tokens(leaf)]
            for side in (left, right)
        )
        if tuple(self.terms.classes) == (ENGLISH,):
            return list(dict.fromkeys(itertools.product(one, other)))
        one, other = (
            [
                each
                for each in side
                if any(self.terms.frequency(name, each) for name in self.terms.fields(field))
            ]
            for side in (one, other)
        )
        found = dict.fromkeys(itertools.product(one, other))
        from morgue.analysis.stems import are_of_one_article

        return [pair for pair in found if are_of_one_article(*pair)]

    def _stems(self, pair: tuple[str, str], distance: int, field: str, *, ordered: bool) -> TQuery:
        return self.pair(field, *pair, distance, ordered=ordered)

    def _written(self, placed: tuple[Sequence[tuple[int, str]], int], field: str) -> TQuery:
        self.deadline.check()
        return self._phrase(field + "_w", *placed)

    def _phrase(self, field: str, words: Sequence[tuple[int, str]], slop: int) -> TQuery:
        """Return the words with their offsets in one field, any of them an expression for several."""
        plain = all(word.isalnum() for _, word in words)
        make = TQuery.phrase_query if plain else TQuery.regex_phrase_query
        return make(self.terms.schema, field, list(words), slop)

    def _side(self, leaves: Sequence[tree.Leaf], field: str | None) -> Side | None:
        """Return the words of one side, or None where they are too many for the index."""
        words: set[str] = set()
        expressions: list[str] = []
        expanded = 0
        for leaf in leaves:
            match leaf:
                case tree.Word():
                    words.update(self.terms.variants(field, stem(leaf.word)))
                    words.update(self._of_all(leaf, field))
                case tree.Wildcard() if (
                    leaf.pattern.find("*") == len(leaf.pattern) - 1 and "?" not in leaf.pattern
                ):
                    if found := self.terms.expansions(leaf):
                        expressions.append(leaf.pattern[:-1] + ".*")
                        expanded += len(found)
                case tree.Wildcard() | tree.Fuzzy():
                    words.update(self.terms.expansions(leaf))
        if expanded + len(words) > MAX_WORDS:
            return None
        phrases = [leaf.words for leaf in leaves if isinstance(leaf, tree.Phrase)]
        if any(
            len(each.encode()) > MAX_EXPRESSION for each in (*words, *expressions, *itertools.chain(*phrases))
        ):
            return None
        return Side([(each,) for each in (*expressions, *_alternatives(words))], list(dict.fromkeys(phrases)))

    def _of_all(self, leaf: tree.Word, field: str | None) -> Iterator[str]:
        """Yield the tokens of a word that are words as written in articles of every language, and that some article has."""
        if tuple(self.terms.classes) == (ENGLISH,):
            return
        from morgue.analysis.stems import is_of_all

        stemmed = stem(leaf.word)
        for each in self.terms.tokens(leaf):
            if (
                each != stemmed
                and is_of_all(each)
                and any(self.terms.frequency(name, each) for name in self.terms.fields(field))
            ):
                yield each

    def _about(self, node: tree.Near, query: Callable[[tree.Node], TQuery]) -> TQuery:
        """Return what may have the NEAR, and all that has it: each part of it, and near each other where that is cheap.

        Equal parts are one query, and the phrase queries for all of it no more than MAX_QUERIES.
        """
        field = tree.leaves(node)[0].field
        room = MAX_QUERIES

        def made(part: tree.Node) -> TQuery | None:
            nonlocal room
            self.deadline.check()
            match part:
                case tree.Near():
                    found = None if self._is_mixed(part) else self._made(part, field)
                    if found is None or len(found) > room:
                        return None
                    room -= len(found)
                    return self.terms.each_field(field, lambda each: any_of([make(each) for make in found]))
                case tree.And():
                    return all_of(every(part.children))
                case tree.Or() if any(isinstance(child, tree.And) for child in part.children):
                    return any_of(every(part.children))
                case _:
                    return query(part)

        def every(parts: Iterable[tree.Node]) -> list[TQuery]:
            return [each for each in map(made, parts) if each is not None]

        return all_of(every(_required(node)))

    def _window(self, node: tree.Phrase) -> TQuery:
        """Return the query of a window of three words or more.

        It is every arrangement of them or, where these are too many, candidates in which all pairs are near enough (of
        many words those of the rarest with each other one), which are read.
        """
        slop = node.slop or 0
        if math.perm(slop, len(node.words) - 1) * len(node.words) <= MAX_QUERIES:
            return self.terms.each_field(
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

        return self._checked(node, node.field, self.terms.each_field(node.field, pairs))

    def _checked(self, node: tree.Phrase | tree.Near, field: str | None, candidates: TQuery) -> TQuery:
        """Return those of the candidates in whose stored text `node` is found, as a set of ids."""
        stored = self.read(all_of([candidates, *self._within]))
        ids = list(ids_having(stored, self.terms.resolved(node), tree.fields_of(field), self.deadline.check))
        return self.terms.one_of("id", ids) if ids else TQuery.empty_query()


def _required(node: tree.Near) -> list[tree.Node]:
    """Return what has to be in a text that has a NEAR, each once: its sides, and words of both at a distance.

    Of two distances of the same words the shorter one is kept. A side that holds NEARs is an Or of Ands, or an And.
    """
    from morgue.query import proximity

    sides: dict[tree.Node, None] = {}
    distances: dict[tuple[tree.Node, tree.Node, bool], int] = {}
    pending = [node]
    while pending:
        near = pending.pop()
        chained = tree.is_chain(near)
        for side in (near.left, near.right):
            if isinstance(side, tree.Near):
                pending.append(side)
            else:
                sides[_alternatives_of(side)] = None
        if chained and any(isinstance(leaf, tree.Phrase) for leaf in tree.leaves(near)):
            continue
        reach = near.distance
        if chained:
            reach = max(reach, proximity.width(near.left), proximity.width(near.right))
        words = (_any_leaf(near.left), _any_leaf(near.right), near.ordered and not chained)
        distances[words] = min(reach, distances.get(words, reach))
    nears = [tree.Near(one, other, reach, ordered) for (one, other, ordered), reach in distances.items()]
    return [*sides, *sorted(nears, key=lambda near: near.distance)]


def _alternatives_of(side: tree.Node) -> tree.Node:
    """Return a side with each NEAR in it made into what has to be there."""
    if not isinstance(side, tree.Or):
        return side
    several = [
        tree.And(tuple(_required(child))) if isinstance(child, tree.Near) else _alternatives_of(child)
        for child in side.children
    ]
    return _any_node(several)


def _any_leaf(side: tree.Node) -> tree.Node:
    return _any_node(tree.leaves(side))


def _any_node(nodes: Sequence[tree.Node]) -> tree.Node:
    distinct = tuple(dict.fromkeys(nodes))
    return distinct[0] if len(distinct) == 1 else tree.Or(distinct)


def _placed(
    one: Side, other: Side, distance: int, *, ordered: bool
) -> list[tuple[tuple[tuple[int, str], ...], int]]:
    """Return the phrases with offsets, and the slop of each, that are found where the sides are near each other.

    Single words take one or two phrases, as in `Proximity.pair`; longer ones one for each distance. There may be
    too many of them; of more than MAX_QUERIES not all are given.
    """
    found: list[tuple[tuple[tuple[int, str], ...], int]] = []
    middle = (distance + 1) // 2
    for earlier, later in ((one, other),) if ordered else ((one, other), (other, one)):
        for first, second in itertools.product(earlier.words, later.words):
            found.append((((0, first[0]), (middle, second[0])), middle - 1))
            if distance % 2 == 0:
                found.append((((0, first[0]), (distance, second[0])), 0))
        for first, second in itertools.product(earlier.units, later.units):
            if len(first) == len(second) == 1 and first in earlier.words and second in later.words:
                continue
            for gap in range(1, min(distance, MAX_QUERIES + 1) + 1):
                found.append(((*enumerate(first), *enumerate(second, len(first) - 1 + gap)), 0))
            if len(found) > MAX_QUERIES:
                return found
    return found


def _alternatives(words: Iterable[str]) -> list[str]:
    """Return expressions of some words each, as few as tantivy's bound on one allows."""
    found: list[str] = []
    room = 0
    for word in sorted(words):
        size = len(word.encode()) + 1
        if size > room:
            found.append(word)
            room = MAX_EXPRESSION - size
        else:
            found[-1] += "|" + word
            room -= size
    return found


def _arrangements(words: Unit, slop: int) -> list[list[str | tuple[int, str]]]:
    """Return all ways to place `words` on positions from 0 to `slop`, the first of them on 0."""
    found: dict[tuple[str | tuple[int, str], ...], None] = {}
    for places in itertools.permutations(range(slop + 1), len(words)):
        if 0 in places:
            found[tuple(sorted(zip(places, words, strict=True)))] = None
    return [list(each) for each in found]
