"""Writing a Whoosh index: documents in, deletions, commits, merges of segments."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
from whoosh.reading import SegmentReader

from morgue.analysis.analyzer import fold, indexed_words
from morgue.engines.base import Document, Writer
from morgue.engines.document import stems
from morgue.engines.whoosh import files as whoosh_files
from morgue.engines.whoosh.fields import encoded, spelling
from morgue.engines.whoosh.files import translate_errors
from morgue.engines.whoosh.toc import WhooshFiles

MEMORY_MB = 96
"""What the writer keeps in memory before it sorts postings to disk."""

MOST_SEGMENTS = 8
"""Segments of an index; when a commit makes more, the smaller half is merged."""


def _merged(writer: Any, segments: list[Any]) -> list[Any]:
    """Return the segments that stay as they are; the others are read into the writer."""
    by_size = sorted(segments, key=lambda segment: segment.doc_count_all() - segment.deleted_count())
    small = by_size[: len(by_size) // 2 + 1] if len(by_size) >= MOST_SEGMENTS else []
    chosen = {id(segment) for segment in small}
    chosen |= {id(each) for each in segments if each.deleted_count() * 2 > each.doc_count_all()}
    for segment in segments:
        if id(segment) in chosen and segment.deleted_count() < segment.doc_count_all():
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return [segment for segment in segments if id(segment) not in chosen]


class WhooshWriter(Writer):
    """The writer of a Whoosh index. Between commits it holds Whoosh's own writer, made when it is needed."""

    def __init__(self, index: Any, directory: Path) -> None:
        self.index = index
        self.directory = directory
        self._open()

    def _open(self) -> None:
        self.added: dict[str, list[int]] = {}
        with translate_errors("open the index for writing", self.directory):
            self.writer: Any = self.index.writer(limitmb=MEMORY_MB, timeout=0.0)
            WhooshFiles().tidy(self.directory)
            self.reader: Any = self.writer.reader() if self.writer.segments else None

    def _ready(self) -> Any:
        if self.writer is None:
            self._open()
        return self.writer

    def add(self, documents: Iterable[Document]) -> None:
        writer = self._ready()
        with translate_errors("write to the index", self.directory):
            for document in documents:
                number = writer.docnum
                writer.add_document(**_fields(document))
                self.added.setdefault(document.id, []).append(number)

    def delete(self, ids: Iterable[str]) -> None:
        writer = self._ready()
        with translate_errors("write to the index", self.directory):
            for each in ids:
                for number in self.added.pop(each, ()):
                    writer.newsegment.delete_document(number)
                term = encoded(each)
                for reader, base in self.reader.leaf_readers() if self.reader else ():
                    if ("id", term) in reader:
                        for number in list(reader.postings("id", term).all_ids()):
                            writer.delete_document(base + number)

    def commit(self) -> None:
        if self.writer is None:
            return
        writer, self.writer = self.writer, None
        self._forget()
        with translate_errors("commit the index", self.directory):
            writer.commit(mergetype=_merged)

    def close(self) -> None:
        """Release the lock; what was not committed is forgotten."""
        writer, self.writer = self.writer, None
        self._forget()
        if writer is not None and not writer.is_closed:
            with translate_errors("close the index", self.directory):
                writer.cancel()
                whoosh_files.discard(self.directory, writer.newsegment.segment_id())

    def _forget(self) -> None:
        reader, self.reader = self.reader, None
        if reader is not None:
            reader.close()


def _fields(document: Document) -> dict[str, Any]:
    """Return what Whoosh is given of a document."""
    given: dict[str, Any] = {
        "id": (document.id,),
        "id_folded": (fold(document.id),),
        "stored": document.stored,
    }
    given.update(stems(document))
    given.update({name + "_w": indexed_words(text) for name, text in document.texts.items()})
    given["stem_class"] = (document.stem_class,)
    given["spelling"] = [spelling(word) + token for word, token in document.spellings]
    given.update(document.values)
    given.update({name + "_f": shown for name, shown in document.facets.items() if shown})
    given["has"] = document.has
    given["file_key"] = (str(document.file),)
    given["order_id"] = encoded(document.id)
    given["facets"] = orjson.dumps({name: list(shown) for name, shown in document.facets.items()})
    if document.day is not None:
        given["day"] = (f"{document.day:08d}",)
        given["order_day"] = document.day
    if document.story is not None:
        given["story_label"] = document.story
    if document.replaced is not None:
        given["replaced"] = document.replaced
    if document.moment is not None:
        given["order_moment"] = document.moment
    for name, span in document.spans.items():
        given[name + "_first"], given[name + "_last"] = span
    given.update(document.numbers)
    return given
