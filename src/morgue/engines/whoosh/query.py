"""A query tree made into a tree of whoosh.query.

Terms, AND, OR and NOT are Whoosh's own. What it cannot do exactly (phrases over several texts, windows, NEAR
with groups, ranges over columns, wide wildcards) is a `Listed` query, which finds its documents in each
segment by itself. Filters have no share in the score.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, assert_never

from whoosh import matching, query

from morgue.analysis.analyzer import stem
from morgue.engines.base import day_number
from morgue.engines.document import microseconds
from morgue.engines.whoosh.fields import NEVER, Weighting, decoded, encoded
from morgue.engines.whoosh.positions import Segment
from morgue.query import deadline, scoring, tree
from morgue.query.expansion import Expansions, check_chain, check_width

Scores = dict[int, float]
"""Score by document number of a segment."""


class Listed(query.Query):  # type: ignore[misc]  # whoosh is not typed
    """Documents that a function finds in a segment, with their scores."""

    boost = 1.0

    def __init__(self, find: Callable[[Any], Scores]) -> None:
        self.find = find

    def estimate_size(self, ixreader: Any) -> int:
        """Return how many documents there may be; nothing is known of them."""
        number: int = ixreader.doc_count_all()
        return number

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return the documents of a segment in order."""
        found = self.find(searcher)
        ids = array("I", sorted(found))
        return matching.ListMatcher(ids, weights=array("d", (found[each] for each in ids)))


class Either(query.Or):  # type: ignore[misc]
    """OR by a tree of unions. The other ways of Whoosh drop documents that have no score."""

    matcher_type = query.Or.DEFAULT_MATCHER


class Boosted(query.WrappingQuery):  # type: ignore[misc]
    """A query with its score multiplied."""

    def __init__(self, child: Any, factor: float) -> None:
        super().__init__(child)
        self.factor = factor

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return the documents of the child."""
        return matching.WrappingMatcher(self.child.matcher(searcher, context), boost=self.factor)


class Without(query.WrappingQuery):  # type: ignore[misc]
    """A query without the documents of another. Whoosh's own AndNot may keep the first of them."""

    def __init__(self, child: Any, unwanted: Any) -> None:
        super().__init__(child)
        self.unwanted = unwanted

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return the documents of the child that are wanted."""
        ids = set(self.unwanted.matcher(searcher, searcher.boolean_context()).all_ids())
        return matching.FilterMatcher(self.child.matcher(searcher, context), ids, exclude=True)


def _filter(child: Any) -> Any:
    """Return a query that matches what `child` does, without a share in the score."""

    def find(searcher: Any) -> Scores:
        return dict.fromkeys(child.matcher(searcher, searcher.boolean_context()).all_ids(), 0.0)

    return Listed(find)


def _either(queries: Sequence[Any]) -> Any:
    if not queries:
        return query.NullQuery
    return queries[0] if len(queries) == 1 else Either(list(queries))


def _term(field: str, twin: str, term: str, weight: float) -> Any:
    return query.Term(field + twin, encoded(term), boost=weight)


def _everything(searcher: Any) -> Scores:
    return dict.fromkeys(searcher.reader().all_doc_ids(), 0.0)


class Translator:
    """Translates trees for one snapshot, whose dictionary expands wildcards."""

    def __init__(self, readers: Sequence[Any]) -> None:
        self.readers = readers
        self._expansions = Expansions(lambda field, start: self._lexicon(field + "_w", start))
        self.deadline = deadline.current()

    def pause(self) -> None:
        """Raise EngineError when the query has taken too long."""
        self.deadline.check()

    def query(self, node: tree.Node) -> Any:
        """Return the Whoosh query that matches what `node` matches."""
        match node:
            case tree.Everything():
                return Listed(_everything)
            case tree.Word():
                return self._terms(node.field, "", stem(node.word), scoring.word_weight(node.word))
            case tree.Phrase() if len(node.words) == 1:
                return self._terms(node.field, "_w", node.words[0])
            case tree.Phrase() | tree.Near():
                return self._placed(node)
            case tree.Wildcard() | tree.Fuzzy():
                return self._expanded(node)
            case tree.Keyword():
                return _filter(_either(list(self._keyword(node))))
            case tree.Location():
                places = self._values("location", node.places, prefix=node.prefix)
                codes = self._values("country", node.countries, prefix=False)
                return _filter(_either([*places, *codes, *map(self.query, node.also)]))
            case tree.Days():
                return Listed(lambda searcher: _days(searcher.reader(), node))
            case tree.Instants():
                return Listed(lambda searcher: _instants(searcher.reader(), node))
            case tree.Numbers():
                return Listed(lambda searcher: _numbers(searcher.reader(), node))
            case tree.Has():
                return _filter(query.Term("has", node.field))
            case tree.Not():
                return self._and((node,))
            case tree.And():
                return self._and(node.children)
            case tree.Or():
                several = [*map(self.query, dict.fromkeys(node.children)), *self._prose(node.children)]
                return _either(several)
            case tree.Boost():
                return Boosted(self.query(node.child), node.factor)
            case _:
                assert_never(node)

    def _and(self, children: Sequence[tree.Node]) -> Any:
        wanted = [self.query(child) for child in children if not isinstance(child, tree.Not)]
        unwanted = [self.query(child.child) for child in children if isinstance(child, tree.Not)]
        if not wanted:
            wanted = [Listed(_everything)]
        both = wanted[0] if len(wanted) == 1 else query.And(wanted)
        return Without(both, _either(unwanted)) if unwanted else both

    def _terms(self, field: str | None, twin: str, term: str, weight: float = 1.0) -> Any:
        fields = tree.fields_of(field)
        return _either([_term(each, twin, term, scoring.field_weight(each) * weight) for each in fields])

    def _prose(self, children: Sequence[tree.Node]) -> Iterator[Any]:
        """Yield the queries that only rank: see `scoring.Prose`."""
        plan = scoring.prose(children)
        for field, word, weight in plan.exact:
            yield _term(field, "_w", word, weight)
        for field, left, right, weight in plan.pairs:
            near = tree.Near(tree.Word(left, field), tree.Word(right, field), scoring.PAIR_DISTANCE)
            yield self._placed_in(field, near, weight)

    def _placed(self, node: tree.Phrase | tree.Near) -> Any:
        leaves = tree.leaves(node)
        if isinstance(node, tree.Near) and tree.is_chain(node):
            check_chain(node, self._words)
        fields = tree.fields_of(leaves[0].field)
        return _either([self._placed_in(field, node, scoring.field_weight(field)) for field in fields])

    def _placed_in(self, field: str, node: tree.Node, weight: float) -> Any:
        terms = {term for leaf in tree.leaves(node) for term in _terms_of(field, leaf)}

        def find(searcher: Any) -> Scores:
            found = Segment(searcher.reader(), self.pause, self._words).places(field, node)
            counts = {document: len(spans) for document, spans in found.items()}
            return _scored(searcher, field, sorted(terms), counts) if counts else {}

        return Listed(find) if weight == 1.0 else Boosted(Listed(find), weight)

    def _expanded(self, node: tree.Expanding) -> Any:
        """Return what has any word that is meant, without a count of its own: 1 for each field that has any."""
        words = self._words(node)
        return _either([self._any_word(field, words) for field in tree.fields_of(node.field)])

    def _words(self, node: tree.Expanding) -> Sequence[str]:
        """Return the words that are meant, in order. Raises QueryError where they are too many."""
        words = self._expansions(node)
        check_width(node, len(words))
        return words

    def _any_word(self, field: str, words: Sequence[str]) -> Any:
        weight = scoring.field_weight(field)

        def find(searcher: Any) -> Scores:
            reader, scores = searcher.reader(), {}
            for number, word in enumerate(words):
                if number % 64 == 0:
                    self.pause()
                for each in _having(reader, field + "_w", encoded(word)):
                    scores[each] = weight
            return scores

        return Listed(find)

    def _lexicon(self, field: str, prefix: str) -> Iterator[str]:
        for reader in self.readers:
            self.pause()
            for number, term in enumerate(reader.expand_prefix(field, encoded(prefix))):
                if number % 4096 == 0:
                    self.pause()
                yield decoded(term)

    def _values(self, field: str, values: Iterable[str], *, prefix: bool) -> Iterator[Any]:
        for value in values:
            if prefix:
                for term in dict.fromkeys(self._lexicon(field, value)):
                    yield query.Term(field, encoded(term))
            else:
                yield query.Term(field, encoded(value))

    def _keyword(self, node: tree.Keyword) -> Iterator[Any]:
        field = "id_folded" if node.field == "id" else node.field
        yield from self._values(field, node.values, prefix=node.prefix)
        if node.field == "language" and not node.prefix:
            yield from self._values(field, [value + "-" for value in node.values], prefix=True)


def _terms_of(field: str, leaf: tree.Leaf) -> list[tuple[str, str]]:
    """Return the terms that weigh a leaf of a NEAR; what stands for many words weighs nothing of its own."""
    match leaf:
        case tree.Word():
            return [(field, stem(leaf.word))]
        case tree.Phrase():
            return [(field + "_w", word) for word in leaf.words]
        case _:
            return []


def _scored(searcher: Any, field: str, terms: Sequence[tuple[str, str]], counts: dict[int, int]) -> Scores:
    """Return the BM25 of what is so many times in documents, as rare as its terms are together."""
    parent = searcher.get_parent()
    model: Weighting = searcher.weighting
    idf = sum(searcher.idf(name, encoded(term)) for name, term in terms) or 1.0
    average = parent.avg_field_length(field) or 1
    length = searcher.doc_field_length
    k1, b = model.K1, model.B
    return {
        document: idf
        * count
        * (k1 + 1)
        / (count + k1 * (1 - b + b * (length(document, field) or 1) / average))
        for document, count in counts.items()
    }


def _having(reader: Any, field: str, term: bytes) -> Iterable[int]:
    """Return the documents of a segment that have a term."""
    if (field, term) not in reader:
        return ()
    ids: Iterable[int] = reader.postings(field, term).all_ids()
    return ids


def _day(day: dt.date) -> bytes:
    return b"%08d" % day_number(day)


def _days(reader: Any, node: tree.Days) -> Scores:
    first = _day(node.first) if node.first else b""
    last = _day(node.last) if node.last else b"99999999"
    found: Scores = {}
    for field, term in reader.terms_from("day", first):
        if field != "day" or term > last:
            break
        found.update(dict.fromkeys(_having(reader, "day", term), 0.0))
    return found


def _instants(reader: Any, node: tree.Instants) -> Scores:
    low = microseconds(node.first) if node.first else NEVER + 1
    high = microseconds(node.last) if node.last else -NEVER
    if not reader.has_column(f"{node.field}_first"):
        return {}
    firsts, lasts = (reader.column_reader(f"{node.field}_{end}") for end in ("first", "last"))
    return {
        document: 0.0
        for document in reader.all_doc_ids()
        if firsts[document] >= low and lasts[document] < high
    }


def _numbers(reader: Any, node: tree.Numbers) -> Scores:
    if not reader.has_column(node.field):
        return {}
    low = NEVER + 1 if node.first is None else node.first
    high = -NEVER if node.last is None else node.last
    numbers = reader.column_reader(node.field)
    return {document: 0.0 for document in reader.all_doc_ids() if low <= numbers[document] <= high}
