"""The writer of a tantivy index: Documents packed and handed over."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tantivy

from morgue.engines.base import Document, Writer
from morgue.engines.tantivy import threads
from morgue.engines.tantivy.docstore import SAMPLE, Docstore
from morgue.engines.tantivy.files import translate_errors
from morgue.engines.tantivy.memory import Watch, trim
from morgue.query.scoring import RANKED, RANKING

HEAP_BYTES = 64 << 20
"""Memory of the index writer, over all its threads."""

_LONGEST_VALUE = 65_530
"""Bytes of a value: tantivy does not index a longer one, and cuts its copy for counts wherever the bytes are full."""

_TIME_ZERO = 62_135_596_800_000_000
"""Microseconds from the year 1 to 1970, so that columns of moments are never negative."""
_ID_BITS = 20


def _id_number(identifier: str) -> int:
    """Return a number below 2**42 that orders ids as they are ordered; a foreign id, of other characters, goes last."""
    try:
        return int(identifier[:8].ljust(8, "0"), 36)
    except ValueError:
        return (1 << 42) - 1


def before(moment: int) -> tuple[int, int]:
    """Return the first and the last value that `newest` has of a moment before one that is a whole second."""
    return 1 << _ID_BITS, ((moment + _TIME_ZERO) // 1_000_000 + 1 << _ID_BITS) - 1


def _orders(document: Document) -> tuple[int, int, int]:
    """Return the columns by_day (descending), newest (descending), oldest (ascending)."""
    number = _id_number(document.id)
    short = number >> (42 - _ID_BITS)
    inverse = (1 << _ID_BITS) - 1 - short
    by_day = (document.day or 0) << 36 | ((1 << 36) - 1 - (number >> 6))
    if document.moment is None:
        return by_day, inverse, (1 << 63) | short
    seconds = (document.moment + _TIME_ZERO) // 1_000_000 + 1
    return by_day, seconds << _ID_BITS | inverse, seconds << _ID_BITS | short


class TantivyWriter(Writer):
    """The writer of a tantivy index."""

    def __init__(self, index: Any, directory: Path, packing: Docstore) -> None:
        self.directory = directory
        self.schema = index.schema
        with translate_errors("open the index for writing", directory):
            self.index = index
            self.writer = index.writer(HEAP_BYTES, 2)
            # The first operation of a writer is stamped with the number of the last commit, and a merge that runs
            # before the next one (as after a kill in a merge) then loses it, if it is a deletion: spend the number
            self.writer.delete_documents_by_term("id", "")
        threads.use(directory, self, writing=True)
        self._watch = Watch(directory)
        self._watch.start()
        self.open_changes = False
        self._packing = packing
        self._waiting: list[Document] = []  # the first articles, which the dictionary will be made of

    def add(self, documents: Iterable[Document]) -> None:
        self.open_changes = True
        with translate_errors("write to the index", self.directory):
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
        self.open_changes = True
        gone = list(ids)
        if self._waiting:
            some = set(gone)
            self._waiting = [document for document in self._waiting if document.id not in some]
        with translate_errors("write to the index", self.directory):
            for each in gone:
                self.writer.delete_documents_by_term("id", each)

    def commit(self) -> None:
        with translate_errors("commit the index", self.directory):
            self._add_waiting()
            self.writer.commit()
            self.open_changes = False
            trim()
            self.index.reload()

    def close(self) -> None:
        """Forget what was not committed, else wait for merges; release the lock."""
        with translate_errors("close the index", self.directory):
            writer, self.writer = self.writer, None
            if writer is None:
                return
            try:
                if self.open_changes:
                    writer.rollback()  # which leaves running merges alone, so that nobody waits for them
                writer.wait_merging_threads()
            finally:
                self._watch.stop()
                threads.leave(self.directory, self, wait=not self.open_changes)
            self.index.reload()


def _held(value: str) -> str:
    """Return a value, or as much of it as a term of tantivy has room for, whole letters."""
    if len(value) * 4 <= _LONGEST_VALUE:  # a letter has four bytes at most
        return value
    return value.encode()[:_LONGEST_VALUE].decode(errors="ignore")


def _document(document: Document, packed: bytes) -> Any:
    made = tantivy.Document()
    text = made.add_text
    text("id", document.id)
    stems = document.tokens
    for name, value in document.texts.items():
        text(name, stems[name])
        text(name + "_w", value)
    for name in RANKED:
        if name in stems:
            text(RANKING, stems[name])
    text("stem_class", document.stem_class)
    for word, token in document.spellings:
        text("spelling", f"{word}\n{token}")
    for name, values in document.values.items():
        for value in values:
            text(name, _held(value))
    for name, values in document.facets.items():
        for value in values:
            text(name + "_f", _held(value))
    for name in document.has:
        text("has", name)
    made.add_unsigned("file_key", document.file)
    if document.story is not None:
        made.add_unsigned("story_label", document.story)
    if document.replaced is not None:
        made.add_integer("replaced", document.replaced)
    if document.day is not None:
        made.add_integer("day", document.day)
    for name, span in document.spans.items():
        made.add_integer(name + "_first", span[0])
        made.add_integer(name + "_last", span[1])
    for name, number in document.numbers.items():
        made.add_integer(name, number)
    by_day, newest, oldest = _orders(document)
    made.add_unsigned("by_day", by_day)
    made.add_unsigned("newest", newest)
    made.add_unsigned("oldest", oldest)
    made.add_bytes("stored", packed)
    return made
