"""The terms of one snapshot, and the clauses that a tantivy query is made of.

Every text field stands twice in the schema: `body` holds English stems, `body_w` the words as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from tantivy import Occur, Schema
from tantivy import Query as TQuery

from morgue._startup.expression import expression
from morgue.analysis.analyzer import stem
from morgue.analysis.distance import osa
from morgue.analysis.wildcards import wildcard
from morgue.engines.base import MAX_EXPANSION
from morgue.errors import QueryError
from morgue.query import deadline, scoring, tree

Unit = tuple[str, ...]
"""Words as written, next to each other."""

MAX_BEGINNING = 400
"""Bytes of a beginning that is looked for by an expression; tantivy takes one of 1,000 states."""

LOOKED_AT = 4_096
"""Words of the dictionary that are looked at between two looks at the deadline."""

_SPECIAL = expression(r"[\\.+*?()|\[\]{}^$]")
"""What means something in an expression of tantivy; it refuses a backslash before anything that does not."""

IRREGULAR = {"die": "dying", "lie": "lying", "tie": "tying"}
"""Written words that do not begin as their stems do."""


class Terms:
    """What stands in the dictionary of one snapshot."""

    def __init__(self, schema: Schema, searcher: Any) -> None:
        self.schema = schema
        self.searcher = searcher
        self.deadline = deadline.current()
        self._variants: dict[tuple[str, str], list[str]] = {}
        self._expanded: dict[tree.Wildcard | tree.Fuzzy, list[str]] = {}

    def frequency(self, field: str, value: str) -> int:
        """In how many articles a term of a text field stands, deleted ones too."""
        number: int = self.searcher.doc_freq(field, value)
        return number

    def text(self, field: str, value: str) -> TQuery:
        """What has a term of a text field, with its share in the score."""
        return TQuery.term_query(self.schema, field, value, "freq")

    def fact(self, field: str, value: str) -> TQuery:
        """What has a value of any other field."""
        return TQuery.term_query(self.schema, field, value, "basic")

    def beginning(self, field: str, value: str) -> TQuery:
        """What has a value of any other field that begins so."""
        if len(value.encode()) > MAX_BEGINNING:
            held = [term for term, _ in self.searcher.terms_with_prefix(field, value)]
            return self.one_of(field, held) if held else TQuery.empty_query()
        return TQuery.regex_query(self.schema, field, _SPECIAL.sub(r"\\\g<0>", value) + "(.|\n)*")

    def written(self, field: str, unit: Unit) -> TQuery:
        """What has the words as written in a text field."""
        if len(unit) == 1:
            return self.text(field + "_w", unit[0])
        return TQuery.phrase_query(self.schema, field + "_w", list(unit))

    def one_of(self, field: str, values: Sequence[str]) -> TQuery:
        """What has any of the values in a field; all score the same."""
        return TQuery.const_score_query(TQuery.term_set_query(self.schema, field, values), 1.0)

    def expand(self, field: str | None, prefix: str, keep: Callable[[str], object]) -> list[str]:
        """The written words of a field, or of all, that begin so and are to be kept, in order."""
        found: set[str] = set()
        for each in tree.fields_of(field):
            self.deadline.check()
            for number, (word, _) in enumerate(self.searcher.terms_with_prefix(each + "_w", prefix)):
                if number % LOOKED_AT == 0:
                    self.deadline.check()
                if keep(word):
                    found.add(word)
        return sorted(found)

    def wild(self, node: tree.Wildcard) -> list[str]:
        """Return the words that a wildcard stands for, in order. Raises QueryError where they are too many."""
        if node in self._expanded:
            return self._expanded[node]
        prefix = re.split(r"[*?]", node.pattern, maxsplit=1)[0]
        found = self.expand(node.field, prefix, wildcard(node.pattern).fullmatch)
        if len(found) > MAX_EXPANSION:
            raise QueryError(
                f"{node.pattern} stands for {len(found):,} words; at most {MAX_EXPANSION:,} are allowed",
                hint="write more letters before the wildcard",
                position=node.span[0],
            )
        self._expanded[node] = found
        return found

    def nearly(self, node: tree.Fuzzy) -> list[str]:
        """Return the words of near spelling, in order. The whole dictionary is looked through."""
        if node in self._expanded:
            return self._expanded[node]
        self.deadline.check()
        word, limit = node.word, node.distance
        missing = frozenset(word).difference

        def near(each: str) -> bool:
            return (
                abs(len(each) - len(word)) <= limit
                and len(missing(each)) <= limit
                and osa(word, each, limit) <= limit
            )

        found = self._expanded[node] = self.expand(node.field, "", near)
        return found

    def expanded(self, node: tree.Wildcard | tree.Fuzzy) -> Sequence[str]:
        """Return the words that a wildcard or a word of near spelling stands for."""
        return self.wild(node) if isinstance(node, tree.Wildcard) else self.nearly(node)

    def variants(self, field: str | None, stemmed: str) -> list[str]:
        """The written words whose stem is `stemmed`."""
        key = (field or "", stemmed)
        if key not in self._variants:
            short = stemmed[: max(1, len(stemmed) - 1)]
            found = self.expand(field, short, lambda word: stem(word) == stemmed)
            irregular = IRREGULAR.get(stemmed)
            self._variants[key] = [*found, *([irregular] if irregular and irregular not in found else [])]
        return self._variants[key]


def unscored(query: TQuery) -> TQuery:
    """`query` without a share in the score."""
    return TQuery.const_score_query(query, 0.0)


def boosted(field: str, query: TQuery, weight: float = 1.0) -> TQuery:
    """`query` with the weight of its field."""
    factor = scoring.FIELD_WEIGHTS.get(field, 1.0) * weight
    return query if factor == 1.0 else TQuery.boost_query(query, factor)


def any_of(queries: Sequence[TQuery]) -> TQuery:
    """What any of the queries matches."""
    if len(queries) == 1:
        return queries[0]
    return (
        TQuery.boolean_query([(Occur.Should, query) for query in queries])
        if queries
        else TQuery.empty_query()
    )


def all_of(queries: Sequence[TQuery]) -> TQuery:
    """What all of the queries match; of one at least."""
    return (
        queries[0] if len(queries) == 1 else TQuery.boolean_query([(Occur.Must, query) for query in queries])
    )


def each_field(field: str | None, make: Callable[[str], TQuery]) -> TQuery:
    """What matches in a field, or in any of all, by the weights of the fields."""
    return any_of([boosted(each, make(each)) for each in tree.fields_of(field)])
