"""A query tree made into a tree of whoosh.query.

Terms, AND, OR and NOT are Whoosh's own. What it cannot do exactly (phrases over several texts, windows, NEAR
with groups, ranges over columns, wide wildcards) is a `Listed` query, which finds its documents in each
segment by itself. Filters have no share in the score.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, assert_never

from whoosh import matching, query

from morgue.engines.base import day_number
from morgue.engines.document import microseconds
from morgue.engines.whoosh.fields import NEVER, Weighting, decoded, encoded
from morgue.engines.whoosh.positions import Segment
from morgue.query import deadline, scoring, tree
from morgue.query.expansion import Expansions, check_chain, check_width

Scores = dict[int, float]
"""Score by document number of a segment."""

Alternatives = tuple[str, tuple[str, ...]]
"""A field, and the terms in it that a word stands for."""


class Listed(query.Query):  # type: ignore[misc]  # whoosh is not typed
    """Documents that a function finds in a segment, with their scores."""

    boost = 1.0

    def __init__(self, find: Callable[[Any], Scores]) -> None:
        self.find = find

    def __str__(self) -> str:
        return f"{type(self).__name__}({getattr(self.find, '__qualname__', self.find)})"

    __repr__ = __str__

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


def _ranks(context: Any) -> bool:
    """Return whether scores are wanted."""
    return context is None or context.weighting is not None


class Levelled(Either):
    """A short OR of words. A document that has k of them gets `constant` k - 1 times on top."""

    def __init__(self, words: Sequence[Any], constant: float) -> None:
        super().__init__(words)
        self.constant = constant

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return the documents that have any of the words."""
        if not _ranks(context):
            return super().matcher(searcher, context)
        return Counting([word.matcher(searcher, context) for word in self.subqueries], self.constant)


class Counting(matching.Matcher):  # type: ignore[misc]
    """The union of a few matchers, which counts how many of them have a document."""

    def __init__(self, words: Iterable[Any], constant: float) -> None:
        self.words = list(words)
        self.constant = constant
        self._settle()

    def _settle(self) -> None:
        self.words = [word for word in self.words if word.is_active()]
        self.document = min((word.id() for word in self.words), default=-1)

    def is_active(self) -> bool:
        """Return whether there is a document."""
        return bool(self.words)

    def id(self) -> int:
        """Return the number of the document."""
        return self.document

    def next(self) -> None:
        """Go to the next document."""
        for word in self.words:
            if word.id() == self.document:
                word.next()
        self._settle()

    def skip_to(self, id: int) -> None:  # noqa: A002  # Whoosh's own name
        """Go to the first document whose number is `id` or more."""
        for word in self.words:
            if word.id() < id:
                word.skip_to(id)
        self._settle()

    def score(self) -> float:
        """Return the score of the document."""
        scores: list[float] = [word.score() for word in self.words if word.id() == self.document]
        return sum(scores) + self.constant * (len(scores) - 1)


class Ranked(query.WrappingQuery):  # type: ignore[misc]
    """What a query matches; another adds to the scores."""

    def __init__(self, child: Any, more: Any) -> None:
        super().__init__(child)
        self.more = more

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return the documents of the child."""
        found = self.child.matcher(searcher, context)
        return Adding(found, self.more.matcher(searcher, context)) if _ranks(context) else found


class Adding(matching.WrappingMatcher):  # type: ignore[misc]
    """The documents of a matcher, to whose scores another adds."""

    def __init__(self, child: Any, more: Any) -> None:
        super().__init__(child)
        self.more = more

    def _replacement(self, newchild: Any) -> Adding:
        return Adding(newchild, self.more)

    def score(self) -> float:
        """Return the score of the document."""
        score: float = self.child.score()
        document, more = self.child.id(), self.more
        if more.is_active() and more.id() < document:
            more.skip_to(document)
        if more.is_active() and more.id() == document:
            score += more.score()
        return score


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


def _term(field: str, term: str, weight: float = 1.0) -> Any:
    return query.Term(field, encoded(term), boost=weight)


def _everything(searcher: Any) -> Scores:
    return dict.fromkeys(searcher.reader().all_doc_ids(), 0.0)


class Translator:
    """Translates trees for one snapshot, whose dictionary expands wildcards."""

    def __init__(
        self, searcher: Any, readers: Sequence[Any], tokens: Callable[[tree.Word], Sequence[str]]
    ) -> None:
        """Prepare to translate for Whoosh's own searcher of all segments and the reader of each.

        `tokens` gives what a bare word stands for in a field of stems.
        """
        self.searcher = searcher
        self.readers = readers
        self.tokens = lru_cache(maxsize=None)(tokens)
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
                return self._word(node)
            case tree.Phrase(words=(word,)):
                return _either([_term(field + "_w", word) for field in tree.fields_of(node.field)])
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
            case tree.Versions():
                return self.query(tree.Everything() if node.all else tree.Not(tree.SUPERSEDED))
            case tree.AsOf():
                return Listed(lambda searcher: _as_of(searcher.reader(), node))
            case tree.Not():
                return self._and((node,))
            case tree.And():
                return self._and(node.children)
            case tree.Or():
                return self._or(tuple(dict.fromkeys(node.children)))
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

    def _or(self, children: Sequence[tree.Node]) -> Any:
        """Return an OR with what only ranks: see `scoring.levels` and `scoring.exact`."""
        plan = scoring.levels(children, self._found, self.searcher.doc_count_all())
        words = plan.words if plan else ()
        several = [self.query(child) for child in children if child not in words]
        if plan:
            several.append(Levelled(list(map(self._word, words)), plan.constant))
        made = _either(several)
        exact = [_term(field + "_w", word, weight) for field, word, weight in scoring.exact(children)]
        return Ranked(made, _either(exact)) if exact else made

    def _word(self, node: tree.Word) -> Any:
        """Return the union of the terms of a bare word, which are ranked as one word.

        Words of several languages are different terms, each with a rarity of its own; an article has those of its own
        language alone, so that their shares are scaled to the rarity of all of them.
        """
        weight = scoring.word_weight(node.word)
        several = []
        for field in scoring.stem_fields(node.field):
            held = [
                (token, number) for token in self.tokens(node) if (number := self._frequency(field, token))
            ]
            total = self.searcher.doc_count_all()
            together = scoring.idf(min(sum(number for _, number in held), total), total)
            several += [
                _term(
                    field, token, weight * (together / scoring.idf(number, total) if len(held) > 1 else 1.0)
                )
                for token, number in held
            ]
        return _either(several)

    def _frequency(self, field: str, term: str) -> int:
        number: int = self.searcher.doc_frequency(field, encoded(term))
        return number

    def _found(self, word: tree.Word) -> int:
        """Return how many articles have a bare word, about: twice where it is in two forms or in two fields."""
        fields = scoring.stem_fields(word.field)
        return sum(self._frequency(field, token) for field in fields for token in self.tokens(word))

    def _placed(self, node: tree.Phrase | tree.Near) -> Any:
        leaves = tree.leaves(node)
        if isinstance(node, tree.Near) and tree.is_chain(node):
            check_chain(node, self._words)
        return _either([self._placed_in(field, node) for field in tree.fields_of(leaves[0].field)])

    def _placed_in(self, field: str, node: tree.Node) -> Any:
        terms = {each for leaf in tree.leaves(node) for each in self._terms_of(field, leaf)}

        def find(searcher: Any) -> Scores:
            segment = Segment(searcher.reader(), self.pause, self._words, self.tokens)
            counts = {document: len(spans) for document, spans in segment.places(field, node).items()}
            return _scored(searcher, field, self._rarity(terms), counts) if counts else {}

        return Listed(find)

    def _terms_of(self, field: str, leaf: tree.Leaf) -> list[Alternatives]:
        """Return the terms that weigh a leaf of a NEAR; what stands for many words weighs nothing of its own."""
        match leaf:
            case tree.Word():
                return [(field, tuple(self.tokens(leaf)))]
            case tree.Phrase():
                return [(field + "_w", (word,)) for word in leaf.words]
            case _:
                return []

    def _rarity(self, terms: Iterable[Alternatives]) -> float:
        """Return the sum of how rare words are in the whole archive."""
        total = self.searcher.doc_count_all()
        counts = (sum(self._frequency(field, each) for each in several) for field, several in sorted(terms))
        return sum(scoring.idf(min(count, total), total) for count in counts)

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
        def find(searcher: Any) -> Scores:
            reader, scores = searcher.reader(), {}
            for number, word in enumerate(words):
                if number % 64 == 0:
                    self.pause()
                for each in _having(reader, field + "_w", encoded(word)):
                    scores[each] = 1.0
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
        if node.field == "story" and not node.prefix:
            yield from self._values("id_folded", node.values, prefix=False)


def _scored(searcher: Any, field: str, idf: float, counts: dict[int, int]) -> Scores:
    """Return the BM25 of what is so many times in documents; of unknown rarity (0) it is 1."""
    parent = searcher.get_parent()
    model: Weighting = searcher.weighting
    idf = idf or 1.0
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


def _as_of(reader: Any, node: tree.AsOf) -> Scores:
    from morgue.engines.document import microseconds

    if not reader.has_column("order_moment"):
        return {}
    before, came = microseconds(node.before), reader.column_reader("order_moment")
    found = [each for each in reader.all_doc_ids() if NEVER < came[each] < before]
    if not reader.has_column("replaced"):
        return dict.fromkeys(found, 0.0)
    went = reader.column_reader("replaced")
    return dict.fromkeys((each for each in found if went[each] == NEVER or went[each] >= before), 0.0)
