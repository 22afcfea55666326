"""The embedded engine: tantivy, through tantivy-py.

Text fields stand twice, as stems (`body`) and as written (`body_w`); metadata as folded exact values, and as
display values in columns for facets. The article itself is stored as JSON, packed. Three unsigned columns hold
the orders that a search may ask for with ties already broken by id: `by_day`, `newest`, `oldest`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import tantivy
from tantivy import DocAddress, FieldType, Filter, Occur, Order, SchemaBuilder, TextAnalyzerBuilder, Tokenizer
from tantivy import Query as TQuery

from morgue.engines import tantivy_files
from morgue.engines.base import Answer, Document, Found, Sort
from morgue.engines.packing import SAMPLE, Packing
from morgue.engines.tantivy_query import Translator
from morgue.errors import ArchiveError, MorgueError
from morgue.query.tree import TEXT_FIELDS, Node
from morgue.text import fold

HEAP_BYTES = 96 << 20
"""Memory of the index writer, over all its threads."""

PAGE = 2_000
"""Articles fetched at a time by `every`."""

VALUE_FIELDS = (
    "agency",
    "publisher",
    "section",
    "language",
    "format",
    "keyword",
    "file",
    "url",
    "location",
    "country",
)
FACET_FIELDS = ("agency", "location", "country", "publisher", "section", "language", "format", "keyword")

_DAYS = 65_000
_TIME_ZERO = 62_135_596_800_000_000
"""Microseconds from the year 1 to 1970, so that columns of moments are never negative."""
_ID_BITS = 20

T = TypeVar("T")


def schema() -> Any:
    """The schema of every archive of this engine."""
    builder = SchemaBuilder()
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="morgue_stem")
        builder.add_text_field(name + "_w", tokenizer_name="morgue_word")
    for name in ("id", "has", *VALUE_FIELDS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in FACET_FIELDS:
        builder.add_text_field(name + "_f", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("file_key", indexed=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    for name in ("published", "updated"):
        builder.add_integer_field(name + "_first", fast=True)
        builder.add_integer_field(name + "_last", fast=True)
    for name in ("by_day", "newest", "oldest"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def _store_unpacked(head: Path) -> None:
    """Have tantivy keep what is stored as it is given; tantivy-py has no argument for this setting of a new index."""
    meta = json.loads(head.read_bytes())
    meta["index_settings"]["docstore_compression"] = "none"
    draft = head.with_name(head.name + ".new")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(meta, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(head)


def _register(index: Any) -> None:
    """tantivy forgets custom tokenizers when an index is closed."""
    plain = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
    index.register_tokenizer("morgue_word", plain.build())
    stems = (
        TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.stemmer("english"))
    )
    index.register_tokenizer("morgue_stem", stems.build())


@contextlib.contextmanager
def _translated(what: str, where: Path) -> Iterator[None]:
    """Turns what tantivy raises, panics included, into errors of ours, once."""
    try:
        yield
    except (MorgueError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise tantivy_files.explain(error, what, where) from error
        raise


def _id_number(identifier: str) -> int:
    """A number below 2**42 that orders ids as they are ordered; a foreign id, of other characters, goes last."""
    try:
        return int(identifier[:8].ljust(8, "0"), 36)
    except ValueError:
        return (1 << 42) - 1


def _orders(document: Document) -> tuple[int, int, int]:
    """The columns by_day (descending), newest (descending), oldest (ascending)."""
    number = _id_number(document.id)
    short = number >> (42 - _ID_BITS)
    inverse = (1 << _ID_BITS) - 1 - short
    by_day = (document.day or 0) << 36 | ((1 << 36) - 1 - (number >> 6))
    if document.moment is None:
        return by_day, inverse, (1 << 63) | short
    seconds = (document.moment + _TIME_ZERO) // 1_000_000 + 1
    return by_day, seconds << _ID_BITS | inverse, seconds << _ID_BITS | short


class TantivyWriter:
    """The writer of a tantivy index."""

    def __init__(self, index: Any, directory: Path, packing: Packing) -> None:
        self.directory = directory
        self.schema = index.schema
        with _translated("open the index for writing", directory):
            self.index = index
            self.writer = index.writer(HEAP_BYTES, 2)
        self.open_changes = False
        self._packing = packing
        self._waiting: list[Document] = []  # the first articles, which the dictionary will be made of

    def add(self, documents: Iterable[Document]) -> None:
        """Add articles."""
        self.open_changes = True
        with _translated("write to the index", self.directory):
            if not self._packing.ready():
                self._waiting += documents
                if len(self._waiting) >= SAMPLE:
                    self._add_waiting()
                return
            add, pack = self.writer.add_document, self._packing.pack
            for document in documents:
                add(_document(document, pack(document.stored)))

    def _add_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._packing.learn([document.stored for document in waiting])
        for document in waiting:
            self.writer.add_document(_document(document, self._packing.pack(document.stored)))

    def delete(self, ids: Iterable[str]) -> None:
        """Delete articles by id."""
        self.open_changes = True
        gone = list(ids)
        if self._waiting:
            some = set(gone)
            self._waiting = [document for document in self._waiting if document.id not in some]
        with _translated("write to the index", self.directory):
            for each in gone:
                self.writer.delete_documents_by_term("id", each)

    def delete_file(self, file: int) -> None:
        """Delete all articles of a file."""
        self.open_changes = True
        self._waiting = [document for document in self._waiting if document.file != file]
        with _translated("write to the index", self.directory):
            # by term, a number is silently not found: tantivy-py makes a term of another type of it
            self.writer.delete_documents_by_query(TQuery.term_query(self.schema, "file_key", file))

    def commit(self) -> None:
        """Make it durable and found."""
        with _translated("commit the index", self.directory):
            self._add_waiting()
            self.writer.commit()
            self.open_changes = False
            self.index.reload()

    def close(self) -> None:
        """Forget what was not committed, else wait for merges; release the lock."""
        with _translated("close the index", self.directory):
            writer, self.writer = self.writer, None
            if writer is not None:
                if self.open_changes:
                    writer.rollback()  # which leaves running merges alone, so that nobody waits for them
                writer.wait_merging_threads()
            self.index.reload()


def _document(document: Document, packed: bytes) -> Any:
    made = tantivy.Document()
    text = made.add_text
    text("id", document.id)
    for name, value in document.texts.items():
        text(name, value)
        text(name + "_w", value)
    for name, values in document.values.items():
        for value in values:
            text(name, value)
    for name, values in document.facets.items():
        for value in values:
            text(name + "_f", value)
    for name in document.has:
        text("has", name)
    made.add_unsigned("file_key", document.file)
    if document.day is not None:
        made.add_integer("day", document.day)
    for name, span in (("published", document.published), ("updated", document.updated)):
        if span is not None:
            made.add_integer(name + "_first", span[0])
            made.add_integer(name + "_last", span[1])
    by_day, newest, oldest = _orders(document)
    made.add_unsigned("by_day", by_day)
    made.add_unsigned("newest", newest)
    made.add_unsigned("oldest", oldest)
    made.add_bytes("stored", packed)
    return made


class TantivySearcher:
    """A snapshot of a tantivy index."""

    def __init__(self, index: Any, directory: Path, packing: Packing) -> None:
        self.directory = directory
        self.schema = index.schema
        self._packing = packing
        with _translated("read the index", directory):
            self.searcher = index.searcher()

    def _translated(self, node: Node) -> tuple[Any, bool]:
        """The query of a tree, and whether anything in it ranks."""
        translator = Translator(self.schema, self.searcher, self._read_all)
        return translator.query(node), translator.scored

    def _query(self, node: Node) -> Any:
        return self._translated(node)[0]

    def _read_all(self, query: Any) -> Iterator[bytes]:
        """The stored articles of a query, in no order."""
        total = self.searcher.search(query, limit=1, count=True).count
        for _, address in self.searcher.search(query, limit=max(1, total), count=False).hits:
            yield self._stored(address)

    def _stored(self, address: DocAddress) -> bytes:
        return self._packing.unpack(self.searcher.doc(address).get_first("stored"))

    def total(self) -> int:
        """How many articles there are."""
        number: int = self.searcher.num_docs
        return number

    def count(self, tree: Node) -> int:
        """How many articles match, exactly."""
        with _translated("search", self.directory):
            number: int = self.searcher.search(self._query(tree), limit=1, count=True).count
            return number

    def search(
        self, tree: Node, *, limit: int, offset: int = 0, sort: Sort = "relevance", count: bool = True
    ) -> Answer:
        """A page of the articles that match."""
        with _translated("search", self.directory):
            query, ranked = self._translated(tree)
            everything = self.searcher.num_docs
            limit, offset = min(limit, everything), min(offset, everything)
            if limit <= 0:
                return Answer(self.searcher.search(query, limit=1, count=True).count if count else None, [])
            if sort != "relevance" or not ranked:
                return self._by_column(query, sort, limit, offset, count)
            return self._by_score(query, limit, offset, count)

    def _by_column(self, query: Any, sort: Sort, limit: int, offset: int, count: bool) -> Answer:
        column, order = {
            "relevance": ("by_day", Order.Desc),
            "newest": ("newest", Order.Desc),
            "oldest": ("oldest", Order.Asc),
        }[sort]
        result = self.searcher.search(
            query, limit=limit, count=count, order_by_field=column, offset=offset, order=order
        )
        found = [Found(0.0, self._stored(address)) for _, address in result.hits]
        return Answer(result.count if count else None, found)

    def _by_score(self, query: Any, limit: int, offset: int, count: bool) -> Answer:
        """Best first; a group of equal scores that the page cuts is read whole, so that its order is stable."""
        last = offset + limit
        fetch = min(last + 4, self.searcher.num_docs)
        last = min(last, fetch)
        result = self.searcher.search(query, limit=fetch, count=count)
        total = result.count if count else None
        hits = result.hits
        while len(hits) == fetch < self.searcher.num_docs and hits[last - 1][0] == hits[-1][0]:
            fetch = min(fetch * 4, self.searcher.num_docs)
            hits = self.searcher.search(query, limit=fetch, count=False).hits
        ordered = self._tied(hits)[offset:last]
        return Answer(total, [Found(score, self._stored(address)) for score, address in ordered])

    def _tied(self, hits: list[tuple[float, DocAddress]]) -> list[tuple[float, DocAddress]]:
        """Hits by score, then newest day, then id."""
        if len({score for score, _ in hits}) == len(hits):
            return hits
        keys = self.searcher.fast_field_values("by_day", [address for _, address in hits])
        order = sorted(range(len(hits)), key=lambda at: (-hits[at][0], -(keys[at] or 0)))
        return [hits[at] for at in order]

    def every(self, tree: Node, *, sort: Sort = "relevance") -> Iterator[Found]:
        """All articles that match, in order."""
        with _translated("search", self.directory):
            query, ranked = self._translated(tree)
        if sort == "relevance" and ranked:
            yield from self._every_by_score(query)
            return
        column, descending = {
            "relevance": ("by_day", True),
            "newest": ("newest", True),
            "oldest": ("oldest", False),
        }[sort]
        yield from self._every_by_column(query, column, descending)

    def _every_by_column(self, query: Any, column: str, descending: bool) -> Iterator[Found]:
        """Pages that each begin where the one before ended, by a range over the column."""
        order = Order.Desc if descending else Order.Asc
        rest, edge_seen, edge = query, 0, None
        while True:
            with _translated("search", self.directory):
                hits = self.searcher.search(
                    rest, limit=PAGE, count=False, order_by_field=column, order=order, offset=edge_seen
                ).hits
                stored = [self._stored(address) for _, address in hits]
            for each in stored:
                yield Found(0.0, each)
            if len(hits) < PAGE:
                return
            last = hits[-1][0]
            same = sum(1 for key, _ in hits if key == last)
            edge_seen = edge_seen + PAGE if last == edge else same
            edge = last
            bound = {"upper_bound": last} if descending else {"lower_bound": last}
            within = TQuery.range_query(self.schema, column, FieldType.Unsigned, **bound)
            rest = TQuery.boolean_query(
                [(Occur.Must, query), (Occur.Must, TQuery.const_score_query(within, 0.0))]
            )

    def _every_by_score(self, query: Any) -> Iterator[Found]:
        """Pages by offset; the last group of equal scores of a page waits for the next one."""
        waiting: list[tuple[float, DocAddress]] = []
        offset, page = 0, PAGE
        while True:
            with _translated("search", self.directory):
                hits = self.searcher.search(query, limit=page, count=False, offset=offset).hits
            done = len(hits) < page
            waiting += hits
            cut = len(waiting)
            if not done:
                last = waiting[-1][0]
                while cut and waiting[cut - 1][0] == last:
                    cut -= 1
            for score, address in self._tied(waiting[:cut]):
                yield Found(score, self._stored(address))
            del waiting[:cut]
            if done:
                return
            offset += page
            page = min(page * 2, 50_000)

    def facets(self, tree: Node, names: Sequence[str], *, limit: int) -> dict[str, list[tuple[str, int]]]:
        """For each name the most frequent values and their articles."""
        columns = [name for name in names if name in FACET_FIELDS]
        wanted: dict[str, Any] = {name: {"terms": {"field": name + "_f", "size": _DAYS}} for name in columns}
        timed = [name for name in names if name in ("year", "month")]
        if timed:
            wanted["day"] = {"terms": {"field": "day", "size": _DAYS}}
        with _translated("count", self.directory):
            counted = self.searcher.aggregate(self._query(tree), wanted) if wanted else {}
        found = {name: _ranked(counted[name]["buckets"], limit) for name in columns}
        for name in timed:
            width = 4 if name == "year" else 7
            sums: dict[str, int] = {}
            for day, number in _days(counted["day"]["buckets"]):
                key = day.isoformat()[:width]
                sums[key] = sums.get(key, 0) + number
            found[name] = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return {name: found[name] for name in names}

    def days(self, tree: Node) -> list[tuple[dt.date, int]]:
        """Articles a printed day, in order."""
        with _translated("count", self.directory):
            counted = self.searcher.aggregate(
                self._query(tree), {"day": {"terms": {"field": "day", "size": _DAYS}}}
            )
        return sorted(_days(counted["day"]["buckets"]))

    def articles(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Stored articles by id."""
        found = {}
        with _translated("read the index", self.directory):
            for each in ids:
                hits = self.searcher.search(
                    TQuery.term_query(self.schema, "id", each, "basic"), limit=1, count=False
                ).hits
                if hits:
                    found[each] = self._stored(hits[0][1])
        return found

    def ids(self, prefix: str, *, limit: int) -> list[str]:
        """Ids that begin with `prefix`, in order."""
        with _translated("read the index", self.directory):
            terms = self.searcher.terms_with_prefix("id", prefix, filter_query=TQuery.all_query())
        return [word for word, _ in terms][:limit]

    def words(self, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        """Words as written in headlines and bodies that begin with `prefix`."""
        counts: dict[str, int] = {}
        with _translated("read the index", self.directory):
            for field in ("headline_w", "body_w"):
                for word, number in self.searcher.terms_with_prefix(field, prefix):
                    counts[word] = max(number, counts.get(word, 0))
        return sorted(counts.items())[:limit]

    def values(self, name: str, prefix: str, *, limit: int) -> list[tuple[str, int]]:
        """Display values of a facet whose fold begins with fold(prefix)."""
        start = fold(prefix)
        with _translated("read the index", self.directory):
            terms = self.searcher.terms_with_prefix(name + "_f", "")
        return [(value, number) for value, number in terms if fold(value).startswith(start)][:limit]

    def close(self) -> None:
        """Give back the snapshot."""
        self.searcher = None


def _ranked(buckets: list[dict[str, Any]], limit: int) -> list[tuple[str, int]]:
    pairs = [(bucket["key"], bucket["doc_count"]) for bucket in buckets if bucket["doc_count"]]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:limit]


def _days(buckets: list[dict[str, Any]]) -> list[tuple[dt.date, int]]:
    found = []
    for bucket in buckets:
        number = int(bucket["key"])
        if bucket["doc_count"]:
            found.append((dt.date(number // 10_000, number // 100 % 100, number % 100), bucket["doc_count"]))
    return found


class TantivyEngine:
    """A tantivy index in a directory."""

    name = "tantivy"

    def __init__(self, index: Any, directory: Path) -> None:
        _register(index)
        self.index = index
        self.directory = directory
        self.packing = Packing(directory)

    @classmethod
    def create(cls, directory: Path) -> TantivyEngine:
        """A new index in an empty directory."""
        with _translated("make the index", directory):
            tantivy.Index(schema(), str(directory), reuse=False)
            _store_unpacked(directory / "meta.json")
            return cls(tantivy.Index.open(str(directory)), directory)

    @classmethod
    def open(cls, directory: Path) -> TantivyEngine:
        """The index of a directory. Raises ArchiveError where there is none or it cannot be read."""
        if not (directory / "meta.json").is_file():
            raise ArchiveError(
                f"{directory}: the index is missing",
                hint="morgue verify --repair makes it anew from its sources",
            )
        with _translated("open the index", directory):
            if os.access(directory, os.W_OK):
                return cls(tantivy.Index.open(str(directory)), directory)
            # tantivy makes a lock even to read: links to the files stand where that is possible
            mirror = tempfile.mkdtemp(prefix="morgue-")
            for each in directory.iterdir():
                if not each.name.endswith(".lock"):
                    Path(mirror, each.name).symlink_to(each.absolute())
            engine = cls(tantivy.Index.open(mirror), directory)
            weakref.finalize(engine, shutil.rmtree, mirror, ignore_errors=True)
            return engine

    def writer(self) -> TantivyWriter:
        """The writer; files that a killed writer left behind are removed first."""
        tantivy_files.tidy(self.directory)
        return TantivyWriter(self.index, self.directory, self.packing)

    def searcher(self) -> TantivySearcher:
        """A snapshot of what is committed now."""
        with _translated("read the index", self.directory):
            self.index.reload()
        return TantivySearcher(self.index, self.directory, self.packing)

    def verify(self) -> list[str]:
        """What is wrong with the files of the index."""
        return tantivy_files.verify(self.directory)

    def size(self) -> int:
        """Bytes on disk."""
        return sum(each.stat().st_size for each in self.directory.iterdir() if each.is_file())

    def clear(self) -> None:
        """Remove everything, for a rebuild."""
        shutil.rmtree(self.directory)
        self.directory.mkdir()
