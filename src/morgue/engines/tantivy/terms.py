"""Reads the dictionary of one snapshot and makes the clauses of which a tantivy query consists.

Every text field is in the schema twice: `body` holds stems, `body_w` the words as written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from tantivy import Occur, Schema
from tantivy import Query as TQuery

from morgue._startup.expression import expression
from morgue.analysis.analyzer import IRREGULAR, stem
from morgue.query import deadline, scoring, tree

if TYPE_CHECKING:
    from morgue.query.expansion import Expansions

Unit = tuple[str, ...]
"""Words as written, next to each other."""

MAX_BEGINNING = 400
"""Bytes of a beginning that is looked for by an expression; tantivy takes one of 1,000 states."""

LOOKED_AT = 4_096
"""Words of the dictionary that are looked at between two looks at the deadline."""

_SPECIAL = expression(r"[\\.+*?()|\[\]{}^$]")
"""What means something in an expression of tantivy; it refuses a backslash before anything that does not."""


class Snapshot(Protocol):
    """What a query asks of the snapshot that it is for; a searcher is one."""

    searcher: Any

    @property
    def present(self) -> Collection[str]:
        """The fields that any article has."""

    def stem_classes(self) -> Sequence[str]:
        """Return the languages whose stemmers the articles went through."""

    def tokens(self, word: tree.Word) -> Sequence[str]:
        """Return the tokens that a bare word stands for."""

    def resolved(self, tree: tree.Node) -> tree.Node:
        """Return a tree with the tokens of its bare words."""


class Terms:
    """Makes the clauses of one snapshot, and reads its dictionary."""

    def __init__(self, snapshot: Snapshot, schema: Schema) -> None:
        self.schema = schema
        self.searcher = snapshot.searcher
        self.tokens = snapshot.tokens
        self.resolved = snapshot.resolved
        self.classes = snapshot.stem_classes()
        self.present = snapshot.present
        self.deadline = deadline.current()
        self._variants: dict[tuple[str, str], list[str]] = {}

    def fields(self, field: str | None) -> list[str]:
        """Return the texts that the field of a leaf means, of those that any article has."""
        return [each for each in tree.fields_of(field) if each in self.present]

    def each_field(self, field: str | None, make: Callable[[str], TQuery]) -> TQuery:
        """Return the union of what `make` gives for each text that a field means."""
        return any_of([make(each) for each in self.fields(field)])

    def stem_fields(self, field: str | None) -> Sequence[str]:
        """Return the fields of stems that a bare word asks."""
        return (scoring.RANKING,) if field is None else self.fields(field)

    def frequency(self, field: str, value: str) -> int:
        """Return how many articles have a term of a text field, deleted ones too."""
        number: int = self.searcher.doc_freq(field, value)
        return number

    def text(self, field: str, value: str) -> TQuery:
        """Find what has a term of a text field, with its share in the score."""
        return TQuery.term_query(self.schema, field, value, "freq")

    def found(self, word: tree.Word) -> int:
        """Return how many articles have a bare word, about: deleted ones too, and twice where it is in two forms in two fields."""
        return sum(
            self.frequency(field, token)
            for field in self.stem_fields(word.field)
            for token in self.tokens(word)
        )

    def stemmed(self, word: tree.Word) -> list[TQuery]:
        """Return a query for each term of a bare word that any article has; together they are ranked as one word.

        Words of several languages are different terms, each with a rarity of its own; an article has those of its own
        language alone, so that their shares are scaled to the rarity of all of them.
        """
        weight = scoring.word_weight(word.word)
        found: list[TQuery] = []
        for field in self.stem_fields(word.field):
            held = [(each, number) for each in self.tokens(word) if (number := self.frequency(field, each))]
            total = max(self.searcher.num_docs, sum(number for _, number in held))
            for token, number in held:
                share = 1.0
                if len(held) > 1:
                    share = scoring.idf(sum(each for _, each in held), total) / scoring.idf(number, total)
                found.append(boosted(self.text(field, token), weight * share))
        return found

    def fact(self, field: str, value: str) -> TQuery:
        """Find what has a value of any other field."""
        return TQuery.term_query(self.schema, field, value, "basic")

    def beginning(self, field: str, value: str) -> TQuery:
        """Find what has a value of any other field that begins so."""
        if len(value.encode()) > MAX_BEGINNING:
            held = [term for term, _ in self.searcher.terms_with_prefix(field, value)]
            return self.one_of(field, held) if held else TQuery.empty_query()
        return TQuery.regex_query(self.schema, field, _SPECIAL.sub(r"\\\g<0>", value) + "(.|\n)*")

    def written(self, field: str, unit: Unit) -> TQuery:
        """Find what has the words as written, next to each other, in a text field."""
        if len(unit) == 1:
            return self.text(field + "_w", unit[0])
        return TQuery.phrase_query(self.schema, field + "_w", list(unit))

    def one_of(self, field: str, values: Sequence[str]) -> TQuery:
        """Find what has any of the values in a field; all score the same."""
        return TQuery.const_score_query(TQuery.term_set_query(self.schema, field, values), 1.0)

    def lexicon(self, field: str, start: str) -> Iterator[str]:
        """Yield the words as written of a text field that begin so, in order. Raises TooLongError."""
        self.deadline.check()
        for number, (word, _) in enumerate(self.searcher.terms_with_prefix(field + "_w", start)):
            if number % LOOKED_AT == 0:
                self.deadline.check()
            yield word

    @cached_property
    def expansions(self) -> Expansions:
        """The words that wildcards and words of near spelling stand for."""
        from morgue.query.expansion import Expansions

        return Expansions(self.lexicon)

    def variants(self, field: str | None, stemmed: str) -> list[str]:
        """Return the written words whose stem is `stemmed`, in order."""
        key = (field or "", stemmed)
        if key not in self._variants:
            start = stemmed[: max(1, len(stemmed) - 1)]
            words = (word for each in self.fields(field) for word in self.lexicon(each, start))
            found = {word for word in words if stem(word) == stemmed}
            self._variants[key] = sorted(found | {IRREGULAR[stemmed]} if stemmed in IRREGULAR else found)
        return self._variants[key]


def unscored(query: TQuery) -> TQuery:
    """Return a query that matches what `query` does, without a share in the score."""
    return TQuery.const_score_query(query, 0.0)


def boosted(query: TQuery, weight: float) -> TQuery:
    """Return a query with its score multiplied."""
    return query if weight == 1.0 else TQuery.boost_query(query, weight)


def any_of(queries: Sequence[TQuery]) -> TQuery:
    """Return the union of queries."""
    if len(queries) == 1:
        return queries[0]
    return (
        TQuery.boolean_query([(Occur.Should, query) for query in queries])
        if queries
        else TQuery.empty_query()
    )


def all_of(queries: Sequence[TQuery]) -> TQuery:
    """Return the intersection of queries, of one at least."""
    return (
        queries[0] if len(queries) == 1 else TQuery.boolean_query([(Occur.Must, query) for query in queries])
    )
