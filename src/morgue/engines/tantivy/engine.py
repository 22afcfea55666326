"""The embedded engine: tantivy, through tantivy-py.

Text fields are there twice, as stems (`body`) and as written (`body_w`), and the whole story once more as stems without
positions (`text`), for ranking; metadata as folded exact values, and as display values in columns for facets. The article itself is stored as JSON, packed. Three unsigned columns hold
the orders that a search may ask for with ties already broken by id: `by_day`, `newest`, `oldest`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tantivy
from tantivy import DocAddress, FieldType, Filter, Occur, Order, SchemaBuilder, TextAnalyzerBuilder, Tokenizer
from tantivy import Query as TQuery

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
from morgue.engines.tantivy import files as tantivy_files
from morgue.engines.tantivy import threads
from morgue.engines.tantivy.docstore import Docstore
from morgue.engines.tantivy.files import translate_errors
from morgue.engines.tantivy.query import Translator
from morgue.errors import ArchiveError, MorgueError
from morgue.model.fields import FACET_FIELDS, INSTANT_FIELDS, NUMBER_FIELDS, TEXT_FIELDS, VALUE_FIELDS
from morgue.query import deadline, scoring
from morgue.query.tree import Everything, Node

if TYPE_CHECKING:
    from morgue.engines.tantivy.writer import TantivyWriter

MORE = 22
"""Articles asked for beyond a page by score: most groups of equal scores at its end are not larger, and another
search costs as much as the first."""

_AT_FIRST = 8
"""Hits asked for at first for each story that is wanted: a few hundred hits cost what ten do, and another search as much again."""

PAGE = 2_000
"""Articles fetched at a time by `every`."""

_ORDERS: dict[Sort, tuple[str, Any]] = {
    "relevance": ("by_day", Order.Desc),
    "newest": ("newest", Order.Desc),
    "oldest": ("oldest", Order.Asc),
}
"""The column that holds each order; by relevance that of articles of equal score."""

_DAYS = 65_000
_EACH_DAY = {"terms": {"field": "day", "size": _DAYS}}
_EACH_STORY = {"story": {"terms": {"field": "story_label", "size": _DAYS}}}
_DAYS_OF_EACH_STORY = {"story": {**_EACH_STORY["story"], "aggs": {"day": _EACH_DAY}}}
_MOST_BUCKETS = 65_000
"""Values that tantivy counts in one go, at all levels together; of more it refuses."""

_LABELS = 1 << 60
"""The number of a story is less (`stories.label`)."""


_MONTHS = {"histogram": {"field": "day", "interval": 100, "min_doc_count": 1}}
"""Days are numbers YYYYMMDD, so that a month is a hundred of them."""


def schema() -> Any:
    """Return the schema of every archive of this engine."""
    builder = SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="morgue_stem")
        builder.add_text_field(name + "_w", tokenizer_name="morgue_word")
    builder.add_text_field(scoring.RANKING, tokenizer_name="morgue_stem", index_option="freq")
    for name in ("id", "has", "stem_class", "spelling", *VALUE_FIELDS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACET_FIELDS:
        builder.add_text_field(name + "_f", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("file_key", indexed=True)
    builder.add_unsigned_field("story_label", fast=True)
    builder.add_integer_field("replaced", fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    for name in NUMBER_FIELDS:
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in INSTANT_FIELDS:
        builder.add_integer_field(name + "_first", fast=True)
        builder.add_integer_field(name + "_last", fast=True)
    for name in ("by_day", "newest", "oldest"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def _store_unpacked(head: Path) -> None:
    """Have tantivy keep what is stored as it is given; tantivy-py has no argument for this setting of a new index."""
    from morgue.io import durable

    meta = json.loads(head.read_bytes())
    meta["index_settings"]["docstore_compression"] = "none"
    durable.replace(head, json.dumps(meta).encode())


def _register(index: Any) -> None:
    """Register our tokenizers, which tantivy does not keep with an index.

    Stems are given as they are: `body` and `text` have the same ones, made once, and those of every other engine.
    """
    plain = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
    index.register_tokenizer("morgue_word", plain.build())
    index.register_tokenizer("morgue_stem", TextAnalyzerBuilder(Tokenizer.whitespace()).build())


def _opened(directory: str) -> Any:
    """Open the index in a directory so that it is read again only where we say so.

    Until that is said, a thread of tantivy may read it once: see `threads`.
    """
    index = tantivy.Index.open(directory)
    index.config_reader(reload_policy="manual")
    return index


class TantivySearcher(Searcher):
    """A snapshot of a tantivy index."""

    def __init__(self, index: Any, directory: Path, packing: Docstore) -> None:
        self.directory = directory
        self.schema = index.schema
        self._packing = packing
        head = directory / "meta.json"
        with translate_errors("read the index", directory):
            before = head.read_bytes()
            index.reload()
            self.searcher = index.searcher()
            self._head: bytes | None = before if head.read_bytes() == before else None
        threads.use(directory, self)

    def _translated(self, node: Node) -> tuple[Any, bool]:
        """Return the query of a tree, and whether anything in it ranks."""
        translator = Translator(self, self.schema, self._read_all, node)
        return noted("tantivy", node, translator.whole(node)), translator.scored

    def _query(self, node: Node) -> Any:
        return self._translated(node)[0]

    def _read_all(self, query: Any) -> Iterator[bytes]:
        """Yield the stored articles of a query, in no order."""
        deadline.check()
        total = self.searcher.search(query, limit=1, count=True).count
        deadline.check()
        for _, address in self.searcher.search(query, limit=max(1, total), count=False).hits:
            yield self._stored(address)

    def _stored(self, address: DocAddress) -> bytes:
        return self._packing.unpack(self.searcher.doc(address).get_first("stored"))

    def _read(self, address: DocAddress) -> bytes:
        with translate_errors("search", self.directory):
            return self._stored(address)

    def total(self) -> int:
        number: int = self.searcher.num_docs
        return number

    def count(self, tree: Node) -> int:
        if isinstance(tree, Everything):
            return self.total()
        with translate_errors("search", self.directory):
            number: int = self.searcher.search(self._query(tree), limit=1, count=True).count
            return number

    def matches(self, tree: Node) -> bool:
        if isinstance(tree, Everything):
            return self.total() > 0
        with translate_errors("search", self.directory):
            translator = Translator(self, self.schema, self._read_all, tree)
            frequencies = translator.frequencies(tree)
            if frequencies is None:
                alternatives = [translator.query(tree)]
            elif frequencies and self._deleted is not None and frequencies[-1][0] > self._deleted:
                return True
            else:
                alternatives = [translator.terms.text(*term) for _, *term in frequencies]
            return any(self.searcher.search(each, limit=1, count=False).hits for each in alternatives)

    @cached_property
    def _deleted(self) -> int | None:
        """Articles that are deleted and still counted in frequencies of words; None where that is not known."""
        if self._head is None:
            return None
        held: int = sum(segment["max_doc"] for segment in json.loads(self._head)["segments"])
        return held - self.total()

    def search(
        self, tree: Node, *, limit: int, offset: int = 0, sort: Sort = "relevance", count: bool = True
    ) -> Answer:
        with translate_errors("search", self.directory):
            query, ranked = self._translated(tree)
            everything = self.searcher.num_docs
            limit, offset = min(limit, everything), min(offset, everything)
            if limit <= 0:
                return Answer(self.searcher.search(query, limit=1, count=True).count if count else None, [])
            if sort != "relevance" or not ranked:
                return self._by_column(query, sort, limit, offset, count)
            return self._by_score(query, limit, offset, count)

    def _by_column(self, query: Any, sort: Sort, limit: int, offset: int, count: bool) -> Answer:
        column, order = _ORDERS[sort]
        result = self.searcher.search(
            query, limit=limit, count=count, order_by_field=column, offset=offset, order=order
        )
        found = [Found(0.0, self._stored(address)) for _, address in result.hits]
        return Answer(result.count if count else None, found)

    # -- by story ------------------------------------------------------------------------------------------

    def members(self, tree: Node) -> Mapping[int, int]:
        from morgue.engines.grouping import of_several

        query = self._query(of_several(tree))
        counts: dict[int, int] = {}
        with translate_errors("count", self.directory):
            for part in self._parts(query, _MOST_BUCKETS):
                counts.update(_counts(self.searcher.aggregate(part, _EACH_STORY)["story"]))
        return counts

    def story_days(self, tree: Node) -> set[tuple[int, dt.date]]:
        from morgue.engines.grouping import of_several

        query = self._query(of_several(tree))
        found: set[tuple[int, dt.date]] = set()
        with translate_errors("count", self.directory):
            for part in self._parts(
                query, _MOST_BUCKETS // 2
            ):  # an article makes a bucket of its story and one of its day
                for story in self.searcher.aggregate(part, _DAYS_OF_EACH_STORY)["story"]["buckets"]:
                    found.update((story["key"], day) for day, _ in _dated(story["day"]))
        return found

    def _parts(self, query: Any, most: int, first: int = 0, after: int = _LABELS) -> Iterator[Any]:
        """Yield queries that have at most so many articles each and together those of one whose stories have numbers.

        Each has the articles of all stories with a number from `first` to before another, or of one story, which may
        have more.
        """
        deadline.check()
        part = query
        if (first, after) != (0, _LABELS):
            within = TQuery.range_query(
                self.schema, "story_label", FieldType.Unsigned, first, after, include_upper=False
            )
            part = TQuery.boolean_query(
                [(Occur.Must, query), (Occur.Must, TQuery.const_score_query(within, 0.0))]
            )
        held = self.searcher.search(part, limit=1, count=True).count
        if 0 < held <= most or after - first == 1:
            yield part
        elif held:  # the numbers are spread evenly, so that half as many articles are expected in each
            step = -(-(after - first) // (2 * held // most + 1))
            for start in range(first, after, step):
                yield from self._parts(query, most, start, min(after, start + step))

    def leading(self, tree: Node, *, sort: Sort = "relevance") -> Iterator[Found]:
        return (Found(score, self._read(address)) for score, address in self._leading(tree, sort, PAGE))

    def grouped(self, tree: Node, *, limit: int, offset: int = 0, sort: Sort = "relevance") -> list[Found]:
        if limit <= 0:
            return []
        first = min(PAGE, _AT_FIRST * (offset + limit) + MORE)
        hits = islice(self._leading(tree, sort, first), offset, offset + limit)
        return [Found(score, self._read(address)) for score, address in hits]

    def _leading(self, tree: Node, sort: Sort, page: int) -> Iterator[tuple[float, DocAddress]]:
        """Yield the first hit of each story; `page` is the number of hits that are asked for at first."""
        from morgue.engines.grouping import Fold

        fold = Fold()
        for hits in self._ordered(tree, sort, page):
            with translate_errors("search", self.directory):
                labels = self.searcher.fast_field_values("story_label", [address for _, address in hits])
            yield from fold.firsts(zip(labels, hits, strict=True))

    # -- all in order --------------------------------------------------------------------------------------

    def _by_score(self, query: Any, limit: int, offset: int, count: bool) -> Answer:
        """Return the best first; a group of equal scores that the page cuts is read whole, so that its order is stable."""
        everything = self.searcher.num_docs
        last = min(offset + limit, everything)
        fetch = min(last + MORE, everything)
        result = self.searcher.search(query, limit=fetch, count=count)
        total = result.count if count else None
        hits = _rounded(result.hits)
        while len(hits) == fetch < everything and hits[last - 1][0] == hits[-1][0]:
            fetch = min(fetch * 16, everything)
            hits = _rounded(self.searcher.search(query, limit=fetch, count=False).hits)
        while len(hits) > last and hits[-1][0] != hits[last - 1][0]:
            hits.pop()
        ordered = self._tied(hits)[offset:last]
        return Answer(total, [Found(score, self._stored(address)) for score, address in ordered])

    def _tied(self, hits: list[tuple[float, DocAddress]]) -> list[tuple[float, DocAddress]]:
        """Return hits by score, then newest day, then id."""
        if len({score for score, _ in hits}) == len(hits):
            return hits
        keys = self.searcher.fast_field_values("by_day", [address for _, address in hits])
        order = sorted(range(len(hits)), key=lambda at: (-hits[at][0], -(keys[at] or 0)))
        return [hits[at] for at in order]

    def every(self, tree: Node, *, sort: Sort = "relevance") -> Iterator[Found]:
        for hits in self._ordered(tree, sort, PAGE):
            with translate_errors("search", self.directory):
                stored = [Found(score, self._stored(address)) for score, address in hits]
            yield from stored

    def _ordered(self, tree: Node, sort: Sort, page: int) -> Iterator[list[tuple[float, DocAddress]]]:
        """Yield all that match in order, in lists of about `page` and then of more."""
        with translate_errors("search", self.directory):
            query, ranked = self._translated(tree)
        if sort == "relevance" and ranked:
            return self._ordered_by_score(query, page)
        return self._ordered_by_column(query, *_ORDERS[sort], page)

    def _ordered_by_column(
        self, query: Any, column: str, order: Any, page: int
    ) -> Iterator[list[tuple[float, DocAddress]]]:
        """Yield pages that each begin where the one before ended, by a range over the column."""
        rest, edge_seen, edge = query, 0, None
        while True:
            with translate_errors("search", self.directory):
                hits = self.searcher.search(
                    rest, limit=page, count=False, order_by_field=column, order=order, offset=edge_seen
                ).hits
            yield [(0.0, address) for _, address in hits]
            if len(hits) < page:
                return
            last = hits[-1][0]
            same = sum(1 for key, _ in hits if key == last)
            edge_seen = edge_seen + page if last == edge else same
            edge = last
            bound = {"upper_bound": last} if order == Order.Desc else {"lower_bound": last}
            within = TQuery.range_query(self.schema, column, FieldType.Unsigned, **bound)
            rest = TQuery.boolean_query(
                [(Occur.Must, query), (Occur.Must, TQuery.const_score_query(within, 0.0))]
            )
            page = max(page, min(4 * page, PAGE))

    def _ordered_by_score(self, query: Any, page: int) -> Iterator[list[tuple[float, DocAddress]]]:
        """Yield pages by offset; the last group of equal scores of a page waits for the next one."""
        waiting: list[tuple[float, DocAddress]] = []
        offset = 0
        while True:
            with translate_errors("search", self.directory):
                hits = _rounded(self.searcher.search(query, limit=page, count=False, offset=offset).hits)
            done = len(hits) < page
            waiting += hits
            cut = len(waiting)
            if not done:
                last = waiting[-1][0]
                while cut and waiting[cut - 1][0] == last:
                    cut -= 1
            yield self._tied(waiting[:cut])
            del waiting[:cut]
            if done:
                return
            offset += page
            page = min(page * 2, 50_000)

    def facets(self, tree: Node, names: Sequence[str], *, limit: int) -> dict[str, list[tuple[str, int]]]:
        columns = [name for name in names if name in FACET_FIELDS]
        wanted: dict[str, Any] = {name: {"terms": {"field": name + "_f", "size": _DAYS}} for name in columns}
        timed = [name for name in names if name in ("year", "month")]
        if timed:
            wanted["month"] = _MONTHS
        with translate_errors("count", self.directory):
            counted = self.searcher.aggregate(self._query(tree), wanted) if wanted else {}
        found = {name: most_frequent(_counts(counted[name]), limit) for name in columns}
        for name in timed:
            found[name] = most_frequent(in_periods(_dated(counted["month"]), name).items(), limit)
        return {name: found[name] for name in names}

    def days(self, tree: Node) -> list[tuple[dt.date, int]]:
        return self._counted(tree, _EACH_DAY)

    def months(self, tree: Node) -> list[tuple[dt.date, int]]:
        return self._counted(tree, _MONTHS)

    def _counted(self, tree: Node, periods: dict[str, Any]) -> list[tuple[dt.date, int]]:
        with translate_errors("count", self.directory):
            return _dated(self.searcher.aggregate(self._query(tree), {"period": periods})["period"])

    def articles(self, ids: Iterable[str]) -> dict[str, bytes]:
        found = {}
        with translate_errors("read the index", self.directory):
            for each in ids:
                hits = self.searcher.search(
                    TQuery.term_query(self.schema, "id", each, "basic"), limit=1, count=False
                ).hits
                if hits:
                    found[each] = self._stored(hits[0][1])
        return found

    def ids(self, prefix: str, *, limit: int) -> list[str]:
        with translate_errors("read the index", self.directory):
            terms = self.searcher.terms_with_prefix("id", prefix, filter_query=TQuery.all_query())
        return [word for word, _ in terms][:limit]

    def words(self, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        counts: dict[str, int] = {}
        with translate_errors("read the index", self.directory):
            for field in ("headline_w", "body_w"):
                for word, number in self.searcher.terms_with_prefix(field, prefix):
                    counts[word] = max(number, counts.get(word, 0))
        return sorted(counts.items())[:limit]

    def lexicon(self, prefix: str, fields: Sequence[str], *, limit: int) -> list[str]:
        with translate_errors("read the index", self.directory):
            held = {
                word for field in fields for word, _ in self.searcher.terms_with_prefix(field + "_w", prefix)
            }
        return sorted(held)[:limit]

    def near(self, wanted: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
        with translate_errors("read the index", self.directory):
            return near_words(wanted, map(self._lexicon, ("headline_w", "body_w")), self.frequencies)

    def _lexicon(self, field: str) -> list[str]:
        return [each for each, _ in self.searcher.terms_with_prefix(field, "")]

    def frequencies(self, words: Sequence[str]) -> dict[str, int]:
        with translate_errors("read the index", self.directory):
            frequency = self.searcher.doc_freq
            counts = ((each, max(frequency("headline_w", each), frequency("body_w", each))) for each in words)
            return {each: number for each, number in counts if number}

    def stem_classes(self) -> Sequence[str]:
        return self._stem_classes

    @cached_property
    def _stem_classes(self) -> tuple[str, ...]:
        with translate_errors("read the index", self.directory):
            return tuple(sorted(each for each, _ in self.searcher.terms_with_prefix("stem_class", "")))

    @cached_property
    def present(self) -> frozenset[str]:
        """The fields that any article has, or a deleted one had."""
        with translate_errors("read the index", self.directory):
            return frozenset(name for name, _ in self.searcher.terms_with_prefix("has", ""))

    def spellings(self, word: str) -> Sequence[str]:
        start = word + "\n"
        with translate_errors("read the index", self.directory):
            found = self.searcher.terms_with_prefix("spelling", start)
        return [each.removeprefix(start) for each, _ in found]

    def values(self, name: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        start = fold(prefix)
        with translate_errors("read the index", self.directory):
            terms = self.searcher.terms_with_prefix(name + "_f", "")
        return [(value, number) for value, number in terms if fold(value).startswith(start)][:limit]

    def close(self) -> None:
        if self.searcher is not None:
            self.searcher = None
            threads.leave(self.directory, self)


def _rounded(hits: list[tuple[float, DocAddress]]) -> list[tuple[float, DocAddress]]:
    """Return hits with their scores as they are compared."""
    return [(scoring.rounded(score), address) for score, address in hits]


def _counts(aggregation: dict[str, Any]) -> list[tuple[Any, int]]:
    """Return the keys of an aggregation and how many articles have each."""
    return [(each["key"], each["doc_count"]) for each in aggregation["buckets"] if each["doc_count"]]


def _dated(aggregation: dict[str, Any]) -> list[tuple[dt.date, int]]:
    """Return an aggregation by days, or by months, as counts by the first day of each, in order."""
    return [(day_of(int(key)), number) for key, number in sorted(_counts(aggregation))]


class TantivyEngine(Engine):
    """A tantivy index in a directory."""

    name = "tantivy"

    def __init__(self, index: Any, directory: Path) -> None:
        _register(index)
        threads.use(directory, self)
        self.index = index
        self.directory = directory
        self.packing = Docstore(directory)

    @classmethod
    def create(cls, directory: Path) -> TantivyEngine:
        """Return a new index in an empty directory."""
        with translate_errors("make the index", directory):
            tantivy.Index(schema(), str(directory), reuse=False)
            _store_unpacked(directory / "meta.json")
            return cls(_opened(str(directory)), directory)

    @classmethod
    def open(cls, directory: Path) -> TantivyEngine:
        """Return the index of a directory. Raises ArchiveError where there is none or it cannot be read."""
        if not (directory / "meta.json").is_file():
            raise ArchiveError(
                f"{directory}: the index is missing",
                hint="morgue verify --repair rebuilds it from its sources",
            )
        with translate_errors("open the index", directory):
            if os.access(directory, os.W_OK):
                return cls(_opened(str(directory)), directory)
            # tantivy makes a lock even to read: so links to the files are put where that is possible
            import shutil
            import tempfile

            mirror = tempfile.mkdtemp(prefix="morgue-")
            for each in directory.iterdir():
                if not each.name.endswith(".lock"):
                    Path(mirror, each.name).symlink_to(each.absolute())
            engine = cls(_opened(mirror), directory)
            weakref.finalize(engine, shutil.rmtree, mirror, ignore_errors=True)
            return engine

    def writer(self) -> TantivyWriter:
        """Return the writer; files that a killed writer left behind are removed first."""
        from morgue.engines.tantivy.writer import TantivyWriter

        tantivy_files.TantivyFiles().tidy(self.directory)
        return TantivyWriter(self.index, self.directory, self.packing)

    def searcher(self) -> TantivySearcher:
        made = TantivySearcher(self.index, self.directory, self.packing)
        with suppress(MorgueError), translate_errors("read the index", self.directory):
            self.packing.look()  # after the snapshot; where it is damaged, the reading of an article says so
        return made

    def verify(self) -> list[str]:
        return tantivy_files.verify(self.directory)

    def size(self) -> int:
        return bytes_in(self.directory)
