"""A query tree made into a tantivy query.

Every text field stands twice in the schema: `body` holds English stems, `body_w` the words as written. Stem
words go to the first, phrases, wildcards and fuzzy words to the second. Positions are compared inside one
field only, so a NEAR that has a phrase on a side runs on words as written, a stem standing for all written
words that have it.

tantivy's phrase query takes (offset, word) pairs and a slop; for two words it matches where the distance of
their positions differs from the distance of their offsets by at most the slop. Offsets (0, 0) and slop n are
therefore exactly NEAR/n. What has more than two words is found by offsets without slop, or, where that
would be too many queries, by reading the candidates.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, assert_never

import orjson
from tantivy import FieldType, Occur, Schema
from tantivy import Query as TQuery

from morgue.engines.base import MAX_EXPANSION, TIME_LIMIT
from morgue.errors import EngineError, QueryError
from morgue.query import ranking, tree
from morgue.query.match import wildcard
from morgue.text import folded_words, stem

SCORED_EXPANSION = 100
"""Words up to which a wildcard is ranked as an OR of them; what stands for more only filters."""

SCORED_WORDS = 4_000
"""Words up to which all wildcards of a query together are ranked; each has an equal share. A word takes 2 KB."""

MAX_QUERIES = 200
"""Phrase queries that one NEAR or window may become before its candidates are read instead."""

Unit = tuple[str, ...]
"""Words as written, next to each other."""


class Translator:
    """Translates trees for one snapshot, whose dictionary expands stems and wildcards."""

    def __init__(
        self, schema: Schema, searcher: Any, read: Callable[[TQuery], Iterable[bytes]], whole: tree.Node
    ) -> None:
        """`whole` is the tree that is to be translated."""
        self.schema = schema
        self.searcher = searcher
        self.read = read
        self.deadline = time.monotonic() + TIME_LIMIT
        self.expansions: dict[tuple[str, str], list[str]] = {}
        self.share = min(SCORED_EXPANSION, SCORED_WORDS // max(1, _wildcards(whole)))
        """Words up to which a wildcard is ranked."""
        self.scored = False
        """Whether anything translated so far ranks; if not, all articles that match score the same."""

    def whole(self, node: tree.Node) -> TQuery:
        """The query of a whole tree. One word of one field has no weight: nothing is there to be weighed against,
        and tantivy skips less where scores are multiplied."""
        if isinstance(node, tree.Word) and len(tree.fields_of(node.field)) == 1:
            self.scored = True
            return self.term(tree.fields_of(node.field)[0], stem(node.word))
        return self.query(node)

    def query(self, node: tree.Node) -> TQuery:
        """The tantivy query that matches what `node` matches."""
        match node:
            case tree.Everything():
                return _filter(TQuery.all_query())
            case tree.Word():
                return _any(self._stemmed(node))
            case tree.Phrase():
                return self._phrase(node)
            case tree.Wildcard():
                return self._wildcard(node)
            case tree.Fuzzy():
                return self._fuzzy(node)
            case tree.Near():
                return self._near(node)
            case tree.Keyword():
                return self._keyword(node)
            case tree.Location():
                return self._location(node)
            case tree.Days():
                return _filter(self._days(node))
            case tree.Instants():
                return _filter(self._instants(node))
            case tree.Has():
                return _filter(self._term("has", node.field))
            case tree.Not():
                return self._and((node,))
            case tree.And():
                return self._and(node.children)
            case tree.Or():
                return _any([*self._alternatives(node.children), *self._prose(node.children)])
            case tree.Boost():
                return TQuery.boost_query(self.query(node.child), node.factor)
            case _:
                assert_never(node)

    def frequencies(self, node: tree.Node) -> list[tuple[int, str, str]] | None:
        """Of a word: in how many articles each of its terms stands, deleted ones too, rare first; of else None."""
        match node:
            case tree.Word(word=word, field=field):
                terms = [(each, stem(word)) for each in tree.fields_of(field)]
            case tree.Phrase(words=(word,), field=field):
                terms = [(each + "_w", word) for each in tree.fields_of(field)]
            case _:
                return None
        return sorted((number, *term) for term in terms if (number := self.searcher.doc_freq(*term)))

    def term(self, field: str, value: str) -> TQuery:
        """What has a term of a text field."""
        return TQuery.term_query(self.schema, field, value, "freq")

    def _and(self, children: Sequence[tree.Node]) -> TQuery:
        clauses = [
            (Occur.MustNot, self.query(child.child))
            if isinstance(child, tree.Not)
            else (Occur.Must, self.query(child))
            for child in children
        ]
        if all(occur == Occur.MustNot for occur, _ in clauses):
            clauses.insert(0, (Occur.Must, _filter(TQuery.all_query())))
        return TQuery.boolean_query(clauses)

    def _term(self, field: str, value: str) -> TQuery:
        return TQuery.term_query(self.schema, field, value, "basic")

    def _each_field(self, field: str | None, make: Callable[[str], TQuery]) -> TQuery:
        return _any([_boosted(each, make(each)) for each in tree.fields_of(field)])

    def _union(self, node: tree.Node) -> list[TQuery]:
        """Queries whose union is that of `node`: one of single words is read twice as fast as one of unions."""
        return self._stemmed(node) if isinstance(node, tree.Word) else [self.query(node)]

    def _stemmed(self, node: tree.Word) -> list[TQuery]:
        self.scored = True
        stemmed = stem(node.word)
        weight = ranking.word_weight(node.word)
        return [
            _boosted(field, TQuery.term_query(self.schema, field, stemmed, "freq"), weight)
            for field in tree.fields_of(node.field)
            if self.searcher.doc_freq(field, stemmed)
        ]

    def _prose(self, children: Sequence[tree.Node]) -> list[TQuery]:
        """For many words joined by OR: the words as typed, and neighbours near each other, for their scores."""
        typed = list(dict.fromkeys(child for child in children if isinstance(child, tree.Word)))
        if len(typed) < ranking.PROSE_WORDS:
            return []
        queries = [
            _boosted(
                field,
                TQuery.term_query(self.schema, field + "_w", word.word, "freq"),
                ranking.EXACT_WEIGHT * ranking.word_weight(word.word),
            )
            for word in typed
            for field in tree.fields_of(word.field)
        ]
        content = [word for word in typed if word.word not in ranking.FUNCTION_WORDS]
        for left, right in itertools.pairwise(content):
            stems = stem(left.word), stem(right.word)
            if left.field == right.field and stems[0] != stems[1]:
                queries += [
                    _boosted(field, self._pair(field, *stems, ranking.PAIR_DISTANCE), ranking.PAIR_WEIGHT)
                    for field in tree.fields_of(left.field)
                ]
        return queries

    def _written(self, field: str, unit: Unit) -> TQuery:
        if len(unit) == 1:
            return TQuery.term_query(self.schema, field + "_w", unit[0], "freq")
        return TQuery.phrase_query(self.schema, field + "_w", list(unit))

    def _fuzzy(self, node: tree.Fuzzy) -> TQuery:
        return _any(
            [
                TQuery.fuzzy_term_query(self.schema, field + "_w", node.word, node.distance)
                for field in tree.fields_of(node.field)
            ]
        )

    def _phrase(self, node: tree.Phrase) -> TQuery:
        self.scored = True
        if node.slop is None or len(node.words) == 1:
            return self._each_field(node.field, lambda field: self._written(field, node.words))
        if len(node.words) > 2:
            return self._window(node)
        return self._each_field(
            node.field, lambda field: self._pair(field + "_w", node.words[0], node.words[1], node.slop or 0)
        )

    def _pair(self, field: str, left: str, right: str, distance: int, *, ordered: bool = False) -> TQuery:
        """`left` and `right` at most `distance` apart in one field, in order or not."""
        if not ordered and left != right:
            return TQuery.phrase_query(self.schema, field, [(0, left), (0, right)], distance)
        middle = (distance + 1) // 2
        queries = [TQuery.phrase_query(self.schema, field, [(0, left), (middle, right)], middle - 1)]
        if distance % 2 == 0:
            queries.append(TQuery.phrase_query(self.schema, field, [(0, left), (distance, right)]))
        return _any(queries)

    def _window(self, node: tree.Phrase) -> TQuery:
        """Three words or more in a window: every arrangement, or candidates in which pairs are near enough:
        all of them, or for many words those of the rarest with each other one."""
        slop = node.slop or 0
        if math.perm(slop, len(node.words) - 1) * len(node.words) <= MAX_QUERIES:
            return self._each_field(
                node.field,
                lambda field: _any(
                    [
                        TQuery.phrase_query(self.schema, field + "_w", each)
                        for each in _arrangements(node.words, slop)
                    ]
                ),
            )
        distinct = list(dict.fromkeys(node.words))

        def pairs(field: str) -> TQuery:
            if len(distinct) == 1:
                return self._written(field, (distinct[0],))
            found: Iterable[tuple[str, str]] = itertools.combinations(distinct, 2)
            if math.comb(len(distinct), 2) > MAX_QUERIES:
                rarest, *others = sorted(
                    distinct, key=lambda word: int(self.searcher.doc_freq(field + "_w", word))
                )
                found = ((rarest, other) for other in others)
            return _all([self._pair(field + "_w", *pair, node.slop or 0) for pair in found])

        return self._checked(node, node.field, self._each_field(node.field, pairs))

    def _checked(self, node: tree.Phrase | tree.Near, field: str | None, candidates: TQuery) -> TQuery:
        """Those of the candidates in whose stored text `node` is found, as a set of ids."""
        from morgue.query.proximity import found_in

        ids = []
        for stored in self.read(candidates):
            if time.monotonic() > self.deadline:
                raise EngineError(
                    f"the query took longer than {TIME_LIMIT:.0f} seconds",
                    hint="narrow it with a date or another word",
                )
            article = orjson.loads(stored)
            texts = (article[name] for name in tree.fields_of(field))
            if any(found_in(folded_words(text), node) for text in texts if text):
                ids.append(article["id"])
        return (
            TQuery.const_score_query(TQuery.term_set_query(self.schema, "id", ids), 1.0)
            if ids
            else TQuery.empty_query()
        )

    def _expand(self, field: str | None, prefix: str, keep: Callable[[str], object]) -> list[str]:
        found: set[str] = set()
        for each in tree.fields_of(field):
            for word, _ in self.searcher.terms_with_prefix(each + "_w", prefix):
                if keep(word):
                    found.add(word)
        return sorted(found)

    def _alternatives(self, children: Sequence[tree.Node]) -> list[TQuery]:
        """Queries whose union is that of `children`; what only filters of wildcards is one set a field."""
        found: list[TQuery] = []
        sets: dict[str, set[str]] = {}
        for child in dict.fromkeys(children):
            if not isinstance(child, tree.Wildcard):
                found += self._union(child)
            elif len(words := self._words(child)) <= self.share:
                found.append(self._ranked(child, words))
            else:
                for field in tree.fields_of(child.field):
                    sets.setdefault(field, set()).update(words)
        return [*found, *(self._set(field, sorted(words)) for field, words in sets.items())]

    def _words(self, node: tree.Wildcard) -> list[str]:
        """The words that a wildcard stands for. Raises QueryError where they are too many."""
        prefix = re.split(r"[*?]", node.pattern, maxsplit=1)[0]
        pattern = wildcard(node.pattern)
        found = self._expand(node.field, prefix, pattern.fullmatch)
        if len(found) > MAX_EXPANSION:
            raise QueryError(
                f"{node.pattern} stands for {len(found):,} words; at most {MAX_EXPANSION:,} are allowed",
                hint="write more letters before the wildcard",
                position=node.span[0],
            )
        return found

    def _wildcard(self, node: tree.Wildcard) -> TQuery:
        words = self._words(node)
        if len(words) <= self.share:
            return self._ranked(node, words)
        return _any([self._set(field, words) for field in tree.fields_of(node.field)])

    def _ranked(self, node: tree.Wildcard, words: list[str]) -> TQuery:
        self.scored = True
        return _any(
            [
                _boosted(field, TQuery.term_query(self.schema, field + "_w", word, "freq"))
                for word in words
                for field in tree.fields_of(node.field)
                if self.searcher.doc_freq(field + "_w", word)
            ]
        )

    def _set(self, field: str, words: list[str]) -> TQuery:
        return TQuery.const_score_query(TQuery.term_set_query(self.schema, field + "_w", words), 1.0)

    def _variants(self, field: str | None, stemmed: str) -> list[str]:
        """The written words whose stem is `stemmed`."""
        key = (field or "", stemmed)
        if key not in self.expansions:
            short = stemmed[: max(1, len(stemmed) - 1)]
            found = self._expand(field, short, lambda word: stem(word) == stemmed)
            irregular = {"die": "dying", "lie": "lying", "tie": "tying"}.get(stemmed)
            self.expansions[key] = [*found, *([irregular] if irregular and irregular not in found else [])]
        return self.expansions[key]

    def _near(self, node: tree.Near) -> TQuery:
        self.scored = True
        left, right = _leaves(node.left), _leaves(node.right)
        field = left[0].field
        if all(isinstance(leaf, tree.Word) for leaf in left + right):
            return self._each_field(
                field,
                lambda each: _any(
                    [
                        self._pair(
                            each, stem(one.word), stem(other.word), node.distance, ordered=node.ordered
                        )
                        for one in left
                        for other in right
                        if isinstance(one, tree.Word) and isinstance(other, tree.Word)
                    ]
                ),
            )
        return self._near_phrases(node, left, right, field)

    def _near_phrases(
        self, node: tree.Near, left: list[Leaf], right: list[Leaf], field: str | None
    ) -> TQuery:
        lefts = [unit for leaf in left for unit in self._units(leaf, field)]
        rights = [unit for leaf in right for unit in self._units(leaf, field)]
        ways = 1 if node.ordered else 2
        if len(lefts) * len(rights) * node.distance * ways > MAX_QUERIES:
            both = _all([self.query(node.left), self.query(node.right)])
            return self._checked(node, field, both)

        def placed(first: Unit, second: Unit, gap: int) -> list[str | tuple[int, str]]:
            return [*enumerate(first), *enumerate(second, len(first) - 1 + gap)]

        def make(each: str) -> TQuery:
            return _any(
                [
                    TQuery.phrase_query(self.schema, each + "_w", placed(*pair, gap))
                    for one in lefts
                    for other in rights
                    for pair in ([(one, other)] if node.ordered else [(one, other), (other, one)])
                    for gap in range(1, node.distance + 1)
                ]
            )

        return self._each_field(field, make)

    def _units(self, leaf: Leaf, field: str | None) -> list[Unit]:
        if isinstance(leaf, tree.Phrase):
            return [leaf.words]
        return [(word,) for word in self._variants(field, stem(leaf.word))]

    def _keyword(self, node: tree.Keyword) -> TQuery:
        if node.prefix:
            return _filter(_any([_prefix(self.schema, node.field, value) for value in node.values]))
        queries = [self._term(node.field, value) for value in node.values]
        if node.field == "language":
            queries += [_prefix(self.schema, node.field, value + "-") for value in node.values]
        return _filter(_any(queries))

    def _location(self, node: tree.Location) -> TQuery:
        queries = [
            _prefix(self.schema, "location", place) if node.prefix else self._term("location", place)
            for place in node.places
        ]
        queries += [self._term("country", code) for code in node.countries]
        return _filter(_any(queries))

    def _days(self, node: tree.Days) -> TQuery:
        first = _number(node.first) if node.first else 0
        last = _number(node.last) if node.last else 99_999_999
        return TQuery.range_query(self.schema, "day", FieldType.Integer, first, last)

    def _instants(self, node: tree.Instants) -> TQuery:
        from morgue.engines.document import microseconds

        clauses = []
        if node.first:
            low = microseconds(node.first)
            clauses.append(
                TQuery.range_query(self.schema, node.field + "_first", FieldType.Integer, low, None)
            )
        if node.last:
            high = microseconds(node.last) - 1
            clauses.append(
                TQuery.range_query(self.schema, node.field + "_last", FieldType.Integer, None, high)
            )
        return _all(clauses) if clauses else self._term("has", node.field)


Leaf = tree.Word | tree.Phrase


def _leaves(node: tree.Node) -> list[Leaf]:
    if isinstance(node, tree.Or):
        return [leaf for child in node.children for leaf in _leaves(child)]
    if isinstance(node, tree.Word | tree.Phrase):
        return [node]
    raise QueryError(
        "NEAR and PRE take words, phrases and groups of them joined by OR", position=node.span[0]
    )


def _wildcards(node: tree.Node) -> int:
    """How many wildcards a tree holds."""
    match node:
        case tree.Wildcard():
            return 1
        case tree.And() | tree.Or():
            return sum(map(_wildcards, node.children))
        case tree.Not() | tree.Boost():
            return _wildcards(node.child)
        case _:
            return 0


def _arrangements(words: Unit, slop: int) -> list[list[str | tuple[int, str]]]:
    """All ways to place `words` on positions from 0 to `slop`, the first of them on 0."""
    found: dict[tuple[str | tuple[int, str], ...], None] = {}
    for places in itertools.permutations(range(slop + 1), len(words)):
        if 0 in places:
            found[tuple(sorted(zip(places, words, strict=True)))] = None
    return [list(each) for each in found]


def _number(day: dt.date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _filter(query: TQuery) -> TQuery:
    """`query` without a share in the score."""
    return TQuery.const_score_query(query, 0.0)


def _boosted(field: str, query: TQuery, weight: float = 1.0) -> TQuery:
    factor = ranking.FIELD_WEIGHTS.get(field, 1.0) * weight
    return query if factor == 1.0 else TQuery.boost_query(query, factor)


def _prefix(schema: Schema, field: str, value: str) -> TQuery:
    return TQuery.regex_query(schema, field, re.sub(r"([^\w\s]|_)", r"\\\1", value) + "(.|\n)*")


def _any(queries: list[TQuery]) -> TQuery:
    if len(queries) == 1:
        return queries[0]
    return (
        TQuery.boolean_query([(Occur.Should, query) for query in queries])
        if queries
        else TQuery.empty_query()
    )


def _all(queries: list[TQuery]) -> TQuery:
    return (
        queries[0] if len(queries) == 1 else TQuery.boolean_query([(Occur.Must, query) for query in queries])
    )
