"""A query tree made into a tantivy query.

Stem words go to the fields of stems, phrases, wildcards and fuzzy words to those of the words as written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, assert_never

from tantivy import FieldType, Occur, Schema
from tantivy import Query as TQuery

from morgue.engines.base import day_number
from morgue.engines.tantivy.proximity import Proximity
from morgue.engines.tantivy.terms import Snapshot, Terms, all_of, any_of, boosted, unscored
from morgue.query import deadline, scoring, tree

SCORED_EXPANSION = 100
"""Words up to which a wildcard is ranked as an OR of them; what stands for more only filters."""

SCORED_WORDS = 4_000
"""Words up to which all wildcards of a query together are ranked; each has an equal share. A word takes 2 KB."""


class Translator:
    """Translates trees for one snapshot, whose dictionary expands stems and wildcards."""

    def __init__(
        self,
        snapshot: Snapshot,
        schema: Schema,
        read: Callable[[TQuery], Iterable[bytes]],
        whole: tree.Node,
    ) -> None:
        """Prepare to translate the tree `whole`; `read` gives the stored articles of a query."""
        self.schema = schema
        self.terms = Terms(snapshot, schema)
        self.proximity = Proximity(self.terms, read)
        wildcards = [node for node in tree.walk(whole, whole=tree.Near) if isinstance(node, tree.Wildcard)]
        self.share = min(SCORED_EXPANSION, SCORED_WORDS // max(1, len(wildcards)))
        """Words up to which a wildcard is ranked."""
        self.scored = False
        """Whether anything translated so far ranks; if not, all articles that match score the same."""

    def whole(self, node: tree.Node) -> TQuery:
        """Return the query of a whole tree. One word of one term has no weight: nothing is there to be weighed against,
        and tantivy skips less where scores are multiplied."""
        if isinstance(node, tree.Word):
            terms = self.frequencies(node) or ()
            if len(terms) == 1:
                self.scored = True
                return self.terms.text(*terms[0][1:])
        return self.query(node)

    def query(self, node: tree.Node) -> TQuery:
        """Return the tantivy query that matches what `node` matches."""
        deadline.check()
        match node:
            case tree.Everything():
                return unscored(TQuery.all_query())
            case tree.Word():
                return any_of(self._union(node))
            case tree.Phrase():
                self.scored = True
                return self.proximity.phrase(node)
            case tree.Wildcard():
                return any_of(self._alternatives((node,)))
            case tree.Fuzzy():
                return self._fuzzy(node)
            case tree.Near():
                self.scored = True
                return self.proximity.near(node, self.query)
            case tree.Keyword():
                return self._keyword(node)
            case tree.Location():
                return self._location(node)
            case tree.Days():
                return unscored(self._days(node))
            case tree.Numbers():
                return unscored(
                    TQuery.range_query(self.schema, node.field, FieldType.Integer, node.first, node.last)
                )
            case tree.Instants():
                return unscored(self._instants(node))
            case tree.Has():
                return unscored(self.terms.fact("has", node.field))
            case tree.Versions():
                return self.query(tree.Everything() if node.all else tree.Not(tree.SUPERSEDED))
            case tree.AsOf():
                return unscored(self._as_of(node))
            case tree.Not():
                return self._and((node,))
            case tree.And():
                return self._and(node.children)
            case tree.Or():
                return any_of([*self._alternatives(node.children), *self._more(node.children)])
            case tree.Boost():
                return TQuery.boost_query(self.query(node.child), node.factor)
            case _:
                assert_never(node)

    def frequencies(self, node: tree.Node) -> list[tuple[int, str, str]] | None:
        """Return how many articles have each term of a word, deleted ones too, rare first; None for anything but a word."""
        match node:
            case tree.Word():
                tokens = self.terms.tokens(node)
                terms = [(field, token) for field in self.terms.stem_fields(node.field) for token in tokens]
            case tree.Phrase(words=(word,), field=field):
                terms = [(each + "_w", word) for each in self.terms.fields(field)]
            case _:
                return None
        return sorted((number, *term) for term in terms if (number := self.terms.frequency(*term)))

    def _and(self, children: Sequence[tree.Node]) -> TQuery:
        made: dict[int, tuple[Any, TQuery]] = {}
        with self.proximity.narrowed() as within:
            for at, child in sorted(enumerate(children), key=lambda pair: _reads(pair[1])):
                occur = Occur.MustNot if isinstance(child, tree.Not) else Occur.Must
                made[at] = occur, self.query(child.child if isinstance(child, tree.Not) else child)
                if occur == Occur.Must:
                    within.append(made[at][1])
        clauses = [made[at] for at in range(len(children))]
        if all(occur == Occur.MustNot for occur, _ in clauses):
            clauses.insert(0, (Occur.Must, unscored(TQuery.all_query())))
        return TQuery.boolean_query(clauses)

    def _union(self, node: tree.Node) -> list[TQuery]:
        """Return queries whose union is that of `node`: one of single words is read twice as fast as one of unions."""
        if not isinstance(node, tree.Word):
            return [self.query(node)]
        self.scored = True
        return self.terms.stemmed(node)

    def _more(self, children: Sequence[tree.Node]) -> list[TQuery]:
        """Return the queries of an OR that only rank: see `scoring.exact` and `scoring.levels`."""
        found = [
            boosted(self.terms.text(field + "_w", word), weight)
            for field, word, weight in scoring.exact(children)
        ]
        if plan := scoring.levels(children, self.terms.found, self.terms.searcher.num_docs):
            words = [(Occur.Should, any_of(self.terms.stemmed(word))) for word in plan.words]
            for least in range(2, len(words) + 1):
                several = TQuery.boolean_query(words, minimum_number_should_match=least)
                found.append(TQuery.const_score_query(several, plan.constant))
        return found

    def _fuzzy(self, node: tree.Fuzzy) -> TQuery:
        return any_of(
            [
                TQuery.fuzzy_term_query(self.schema, field + "_w", node.word, node.distance)
                for field in self.terms.fields(node.field)
            ]
        )

    def _alternatives(self, children: Sequence[tree.Node]) -> list[TQuery]:
        """Return queries whose union is that of `children`; what only filters of wildcards is one set a field."""
        found: list[TQuery] = []
        sets: dict[str, set[str]] = {}
        for child in dict.fromkeys(children):
            if not isinstance(child, tree.Wildcard):
                found += self._union(child)
            elif len(words := self.terms.expansions(child)) <= self.share:
                found.append(self._ranked(child, words))
            else:
                for field in self.terms.fields(child.field):
                    sets.setdefault(field, set()).update(words)
        return [*found, *(self.terms.one_of(field + "_w", sorted(words)) for field, words in sets.items())]

    def _ranked(self, node: tree.Wildcard, words: Sequence[str]) -> TQuery:
        self.scored = True
        return any_of(
            [
                self.terms.text(field + "_w", word)
                for word in words
                for field in self.terms.fields(node.field)
                if self.terms.frequency(field + "_w", word)
            ]
        )

    def _keyword(self, node: tree.Keyword) -> TQuery:
        if node.prefix:
            return unscored(any_of([self.terms.beginning(node.field, value) for value in node.values]))
        queries = [self.terms.fact(node.field, value) for value in node.values]
        if node.field == "language":
            queries += [self.terms.beginning(node.field, value + "-") for value in node.values]
        if (
            node.field == "story"
        ):  # an article that stands alone has no value there: its id is that of its story
            queries += [self.terms.fact("id", value) for value in node.values]
        return unscored(any_of(queries))

    def _location(self, node: tree.Location) -> TQuery:
        queries = [
            self.terms.beginning("location", place) if node.prefix else self.terms.fact("location", place)
            for place in node.places
        ]
        queries += [self.terms.fact("country", code) for code in node.countries]
        queries += [self.query(each) for each in node.also]
        return unscored(any_of(queries))

    def _days(self, node: tree.Days) -> TQuery:
        first = day_number(node.first) if node.first else 0
        last = day_number(node.last) if node.last else 99_999_999
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
        return all_of(clauses) if clauses else self.terms.fact("has", node.field)

    def _as_of(self, node: tree.AsOf) -> TQuery:
        from morgue.engines.document import microseconds
        from morgue.engines.tantivy.writer import before

        moment = microseconds(node.before)
        had_come = TQuery.range_query(self.schema, "newest", FieldType.Unsigned, *before(moment))
        had_gone = TQuery.range_query(self.schema, "replaced", FieldType.Integer, None, moment - 1)
        return TQuery.boolean_query([(Occur.Must, had_come), (Occur.MustNot, had_gone)])


def _reads(node: tree.Node) -> bool:
    """Return whether articles may have to be read to know what matches a tree."""
    return any(
        isinstance(each, tree.Near) or (isinstance(each, tree.Phrase) and each.slop is not None)
        for each in tree.walk(node)
    )
