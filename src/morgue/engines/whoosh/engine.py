"""The portable engine: Whoosh, in pure Python (distribution whoosh3; whoosh-reloaded works as well).

Text fields are there twice, as stems (`body`) and as written (`body_w`), with the same positions, and the whole story
once more as stems without positions (`text`), for ranking. Whoosh finds and scores; order, pages and counts are made here, so that ties are always broken by day and id.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import heapq
import threading
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from whoosh.index import FileIndex

from morgue.analysis.analyzer import fold
from morgue.engines.base import (
    Answer,
    Engine,
    Found,
    Searcher,
    Sort,
    bytes_in,
    day_of,
    in_periods,
    most_frequent,
    near_words,
    noted,
)
from morgue.engines.grouping import Fold
from morgue.engines.whoosh import files as whoosh_files
from morgue.engines.whoosh.fields import NEVER, Weighting, decoded, encoded, schema, spelling
from morgue.engines.whoosh.files import translate_errors
from morgue.engines.whoosh.pickles import guard
from morgue.engines.whoosh.query import Translator
from morgue.engines.whoosh.writer import WhooshWriter
from morgue.model.fields import FACET_FIELDS
from morgue.query import scoring
from morgue.query.tree import Node

guard()


class _Leaf:
    """One segment of a snapshot: its searcher and the columns that were asked for."""

    def __init__(self, searcher: Any) -> None:
        self.searcher = searcher
        self.reader = searcher.reader()
        self.columns: dict[str, Any] = {}

    def column(self, name: str, default: Any) -> Callable[[int], Any]:
        """Return the values of a column by document number."""
        if not self.reader.has_column(name):
            return lambda _: default
        if name not in self.columns:
            self.columns[name] = self.reader.column_reader(name)
        found: Callable[[int], Any] = self.columns[name].__getitem__
        return found

    def live(self, field: str, term: bytes) -> int:
        """Return how many articles that are not deleted have a term."""
        if (field, term) not in self.reader:
            return 0
        if not self.reader.has_deletions():
            number: int = self.reader.doc_frequency(field, term)
            return number
        return sum(1 for _ in self.reader.postings(field, term).all_ids())


Hit = tuple[int, int]
"""Segment and document number in it."""


class WhooshSearcher(Searcher):
    """A snapshot of a Whoosh index. Its methods may be called from several threads, one at a time."""

    def __init__(self, index: Any, directory: Path) -> None:
        self.directory = directory
        self._lock = threading.RLock()
        with translate_errors("read the index", directory):
            self.searcher = index.searcher(weighting=Weighting())
            empty = not self.searcher.doc_count_all()
            self.leaves = [] if empty else [_Leaf(each) for each, _ in self.searcher.leaf_searchers()]

    @contextlib.contextmanager
    def _reading(self, what: str = "search") -> Iterator[None]:
        with self._lock, translate_errors(what, self.directory):
            yield

    def total(self) -> int:
        number: int = self.searcher.doc_count()
        return number

    def _translated(self, tree: Node) -> tuple[Any, Callable[[], None]]:
        """Return the query of a tree, and what raises once it has taken too long."""
        translator = Translator(self.searcher, [leaf.reader for leaf in self.leaves], self.tokens)
        return noted("Whoosh", tree, translator.query(tree)), translator.pause

    def _scores(self, tree: Node) -> Iterator[tuple[Hit, float]]:
        """Yield every article that matches, with its score."""
        query, pause = self._translated(tree)
        for number, leaf in enumerate(self.leaves):
            pause()
            matcher = query.matcher(leaf.searcher, leaf.searcher.context())
            while matcher.is_active():
                for _ in range(64):
                    yield (number, matcher.id()), scoring.rounded(matcher.score())
                    matcher.next()
                    if not matcher.is_active():
                        break
                else:
                    pause()
                    matcher = matcher.replace()

    def _hits(self, tree: Node) -> Iterator[tuple[_Leaf, Iterable[int]]]:
        """Yield for each segment the documents that match."""
        query, pause = self._translated(tree)
        for leaf in self.leaves:
            pause()
            yield leaf, query.matcher(leaf.searcher, leaf.searcher.boolean_context()).all_ids()

    def count(self, tree: Node) -> int:
        with self._reading():
            return sum(1 for _, ids in self._hits(tree) for _ in ids)

    def search(
        self, tree: Node, *, limit: int, offset: int = 0, sort: Sort = "relevance", count: bool = True
    ) -> Answer:
        with self._reading():
            hits, scores = self._found(tree, sort)
            order = self._ordered(hits, scores, sort, offset + max(0, limit))[offset:]
            page = [Found(scores[at], self._stored(hits[at])) for at in order]
            return Answer(len(hits) if count else None, page)

    def every(self, tree: Node, *, sort: Sort = "relevance") -> Iterator[Found]:
        """Yield all articles that match, in order; what is kept of each is its number and its score."""
        with self._reading():
            hits, scores = self._found(tree, sort)
            order = array("I", self._ordered(hits, scores, sort, len(hits)))
        for at in order:
            with self._reading():
                found = Found(scores[at], self._stored(hits[at]))
            yield found

    # -- by story ------------------------------------------------------------------------------------------

    def members(self, tree: Node) -> Mapping[int, int]:
        counts = self._labels(tree)
        counts.pop(NEVER, None)
        return counts

    def count_stories(self, tree: Node) -> int:
        counts = self._labels(tree)
        return counts.pop(NEVER, 0) + len(counts)

    def _labels(self, tree: Node) -> Counter[int]:
        """Return how many articles that match have each number of a story; NEVER is that of those that stand alone."""
        counts: Counter[int] = Counter()
        with self._reading("count"):
            for leaf, ids in self._hits(tree):
                counts.update(map(leaf.column("story_label", NEVER), ids))
        return counts

    def story_days(self, tree: Node) -> set[tuple[int, dt.date]]:
        found: set[tuple[int, int]] = set()
        with self._reading("count"):
            for leaf, ids in self._hits(tree):
                label, day = leaf.column("story_label", NEVER), leaf.column("order_day", 0)
                found.update((label(document), day(document)) for document in ids)
        return {(number, day_of(day)) for number, day in found if number != NEVER and day}

    def leading(self, tree: Node, *, sort: Sort = "relevance") -> Iterator[Found]:
        with self._reading():
            hits, scores = self._found(tree, sort)
            order = self._ordered(hits, scores, sort, len(hits))
            first = array("I", Fold().firsts(self._labelled(hits, order)))
        for at in first:
            with self._reading():
                found = Found(scores[at], self._stored(hits[at]))
            yield found

    def grouped(self, tree: Node, *, limit: int, offset: int = 0, sort: Sort = "relevance") -> list[Found]:
        """Return a page; as long as it is not full, of more hits, which are put in order in vain otherwise."""
        last = offset + max(0, limit)
        with self._reading():
            hits, scores = self._found(tree, sort)
            wanted = 2 * last
            while True:
                order = self._ordered(hits, scores, sort, wanted)
                firsts = list(islice(Fold().firsts(self._labelled(hits, order)), last))
                if len(firsts) == last or wanted >= len(hits):
                    return [Found(scores[at], self._stored(hits[at])) for at in firsts[offset:]]
                wanted *= 8

    def _labelled(self, hits: Sequence[Hit], order: Iterable[int]) -> Iterator[tuple[int | None, int]]:
        """Yield indexes of hits, each with the number of its story."""
        labels = [leaf.column("story_label", NEVER) for leaf in self.leaves]
        for at in order:
            leaf, document = hits[at]
            number = labels[leaf](document)
            yield None if number == NEVER else number, at

    def _found(self, tree: Node, sort: Sort) -> tuple[list[Hit], array[float]]:
        if sort == "relevance":
            pairs = list(self._scores(tree))
            return [hit for hit, _ in pairs], array("d", (score for _, score in pairs))
        numbers = {id(leaf): number for number, leaf in enumerate(self.leaves)}
        hits = [(numbers[id(leaf)], document) for leaf, ids in self._hits(tree) for document in ids]
        return hits, array("d", bytes(8 * len(hits)))

    def _ordered(self, hits: Sequence[Hit], scores: Sequence[float], sort: Sort, last: int) -> list[int]:
        """Return indexes of the first `last` hits in order."""
        if last <= 0:
            return []
        candidates: Iterable[int] = range(len(hits))
        if sort == "relevance":
            if last < len(hits):
                lowest = heapq.nlargest(last, scores)[-1]
                candidates = [at for at in candidates if scores[at] >= lowest]
            days = [leaf.column("order_day", 0) for leaf in self.leaves]
            names = [leaf.column("order_id", b"") for leaf in self.leaves]
            keys = {
                at: (-scores[at], -days[hits[at][0]](hits[at][1]), names[hits[at][0]](hits[at][1]))
                for at in candidates
            }
            return sorted(keys, key=keys.__getitem__)[:last]
        return self._by_moment(hits, newest=sort == "newest")[:last]

    def _by_moment(self, hits: Sequence[Hit], *, newest: bool) -> list[int]:
        moments = [leaf.column("order_moment", NEVER) for leaf in self.leaves]
        names = [leaf.column("order_id", b"") for leaf in self.leaves]
        keys = []
        for at, (leaf, document) in enumerate(hits):
            moment = moments[leaf](document)
            keys.append((moment == NEVER, -moment if newest else moment, names[leaf](document), at))
        return [at for *_, at in sorted(keys)]

    def _stored(self, hit: Hit) -> bytes:
        stored: bytes = self.leaves[hit[0]].reader.stored_fields(hit[1])["stored"]
        return stored

    def facets(self, tree: Node, names: Sequence[str], *, limit: int) -> dict[str, list[tuple[str, int]]]:
        counts: dict[str, Counter[str]] = {name: Counter() for name in names}
        shown = [name for name in names if name not in ("year", "month")]
        days: Counter[int] = Counter()
        with self._reading("count"):
            for leaf, ids in self._hits(tree):
                values, day = leaf.column("facets", b""), leaf.column("order_day", 0)
                for document in ids:
                    days[day(document)] += 1
                    held = orjson.loads(values(document) or b"{}") if shown else {}
                    for name in shown:
                        counts[name].update(held.get(name, ()))
        for name in counts.keys() - set(shown):
            counts[name].update(in_periods(_dated(days), name))
        return {name: most_frequent(count.items(), limit) for name, count in counts.items()}

    def days(self, tree: Node) -> list[tuple[dt.date, int]]:
        counts: Counter[int] = Counter()
        with self._reading("count"):
            for leaf, ids in self._hits(tree):
                counts.update(map(leaf.column("order_day", 0), ids))
        return _dated(counts)

    def articles(self, ids: Iterable[str]) -> dict[str, bytes]:
        found = {}
        with self._reading("read the index"):
            for each in ids:
                term = encoded(each)
                for number, leaf in enumerate(self.leaves):
                    if ("id", term) in leaf.reader:
                        for document in leaf.reader.postings("id", term).all_ids():
                            found[each] = self._stored((number, document))
        return found

    def _terms(self, fields: Sequence[str], prefix: str) -> Iterator[tuple[str, int]]:
        """Yield terms of fields that begin with a prefix, in order, with the larger number of live articles."""
        start = encoded(prefix)
        several = [leaf.reader.expand_prefix(field, start) for field in fields for leaf in self.leaves]
        last = None
        for term in heapq.merge(*several):
            if term != last:
                last = term
                number = max(sum(leaf.live(field, term) for leaf in self.leaves) for field in fields)
                if number:
                    yield decoded(term), number

    def _first(self, pairs: Iterator[tuple[str, int]], limit: int) -> list[tuple[str, int]]:
        with self._reading("read the index"):
            return list(islice(pairs, max(0, limit)))

    def ids(self, prefix: str, *, limit: int) -> list[str]:
        return [name for name, _ in self._first(self._terms(("id",), prefix), limit)]

    def words(self, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        return self._first(self._terms(("headline_w", "body_w"), prefix), limit)

    def lexicon(self, prefix: str, fields: Sequence[str], *, limit: int) -> list[str]:
        names = [field + "_w" for field in fields]
        return [word for word, _ in self._first(self._terms(names, prefix), limit)]

    def near(self, wanted: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
        with self._reading("read the index"):
            return near_words(wanted, self._lexicons(), self.frequencies)

    def _lexicons(self) -> Iterator[list[str]]:
        for leaf in self.leaves:
            for field in ("headline_w", "body_w"):
                yield list(map(decoded, leaf.reader.expand_prefix(field, b"")))

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        with self._reading("read the index"):
            counts = {
                each: max(
                    sum(leaf.live(field, encoded(each)) for leaf in self.leaves)
                    for field in ("headline_w", "body_w")
                )
                for each in words
            }
        return {each: number for each, number in counts.items() if number}

    def stem_classes(self) -> Sequence[str]:
        return self._stem_classes

    @cached_property
    def _stem_classes(self) -> tuple[str, ...]:
        with self._reading("read the index"):
            held = {term for leaf in self.leaves for term in leaf.reader.expand_prefix("stem_class", b"")}
        return tuple(sorted(map(decoded, held)))

    def spellings(self, word: str) -> Sequence[str]:
        start = encoded(spelling(word))
        with self._reading("read the index"):
            held = {term for leaf in self.leaves for term in leaf.reader.expand_prefix("spelling", start)}
        return sorted(decoded(term.removeprefix(start)) for term in held)

    def values(self, name: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        if name not in FACET_FIELDS:
            return []
        start = fold(prefix)
        pairs = self._terms((name + "_f",), "")
        return self._first((pair for pair in pairs if fold(pair[0]).startswith(start)), limit)

    def close(self) -> None:
        with self._lock:
            self.leaves = []
            if not self.searcher.is_closed:
                self.searcher.close()


def _dated(counts: Mapping[int, int]) -> list[tuple[dt.date, int]]:
    """Return counts by days as numbers, 0 for none, as counts a day in order."""
    return [(day_of(day), number) for day, number in sorted(counts.items()) if day]


class WhooshEngine(Engine):
    """A Whoosh index in a directory."""

    name = "whoosh"

    def __init__(self, index: Any, directory: Path) -> None:
        self.index = index
        self.directory = directory

    @classmethod
    def create(cls, directory: Path) -> WhooshEngine:
        """Return a new index in an empty directory."""
        with translate_errors("make the index", directory):
            return cls(FileIndex.create(whoosh_files.Storage(str(directory)), schema()), directory)

    @classmethod
    def open(cls, directory: Path) -> WhooshEngine:
        """Return the index of a directory. Raises ArchiveError where there is none or it cannot be read."""
        whoosh_files.require(directory)
        with translate_errors("open the index", directory):
            return cls(FileIndex(whoosh_files.Storage(str(directory)), schema=schema()), directory)

    def writer(self) -> WhooshWriter:
        """Return the writer. Raises ArchiveError where another one is at work."""
        return WhooshWriter(self.index, self.directory)

    def searcher(self) -> WhooshSearcher:
        return WhooshSearcher(self.index, self.directory)

    def verify(self) -> list[str]:
        return whoosh_files.verify(self.directory, schema())

    def size(self) -> int:
        return bytes_in(self.directory)
