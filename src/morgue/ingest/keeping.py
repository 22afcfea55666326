"""Keep the texts of articles that later ones take the place of.

A text is kept where its words are others than those of the one that stands (`extract.versions.is_earlier_text`), once for
each wording. It does not matter whether the two came from one file or from two, nor which of them came first. What is
kept is a row of the catalog and a document of the index, of which searches speak only where they are asked to.

The text that gives way has to be at hand: it is the one that was just read, one that was added since the last commit
(these are remembered, up to REMEMBERED bytes), or one that the index gives.
"""

from __future__ import annotations

import contextlib
import struct
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import orjson

from morgue.engines.document import document
from morgue.extract.versions import is_earlier_text, moment_of, same_story, same_words, unpacked
from morgue.ingest.dated import saved_at
from morgue.ingest.earlier_texts import drop_texts, settle_texts
from morgue.ingest.entries import encoded
from morgue.model.article import Article
from morgue.query.tree import SUPERSEDED
from morgue.storage.catalog import ArticleRow, Catalog, FileRow
from morgue.storage.versions import VersionRow, in_order

if TYPE_CHECKING:
    from morgue.engines.base import Document, Engine, Searcher, Writer
    from morgue.ingest.messages import Entry

REMEMBERED = 32 << 20
"""Bytes of articles that were added and not committed which are remembered; a run that needs another commits first."""


class _Loser(NamedTuple):
    """A text that gave way, its file, and its article as it was stored; None where the index has that."""

    row: ArticleRow
    file: FileRow
    stored: bytes | None


class Keeping:
    """What one run keeps of the texts that it replaces. `writer` gives the engine's writer, `file_of` the row of a file."""

    def __init__(
        self,
        catalog: Catalog,
        engine: Engine,
        writer: Callable[[], Writer],
        file_of: Callable[[int], FileRow],
        forgotten: set[str],
    ) -> None:
        self.catalog = catalog
        self.engine = engine
        self.writer = writer
        self.file_of = file_of
        self.whole = False
        """Whether the index is being rebuilt and is committed once: then nothing is dropped before the end."""
        self.stories = True
        """Whether an article is found by its earlier texts too, where it is one whose story is looked for."""
        self.again: set[int] = set()
        """Files to be read again, for a text that was not at hand."""
        self._losers: list[_Loser] = []
        self._recent: dict[str, bytes] = {}
        self._bytes = 0
        self._missed: set[str] = set()  # what was added since the last commit and is not remembered
        self._searcher: Searcher | None = None
        self._orphans: set[str] = set()  # articles that were removed, of which texts may be left
        self._apart: set[str] = set()  # articles that had borne the identifier of another
        self._unsettled: set[str] = set()
        self._forgotten = forgotten
        self._asked: set[int] = set()

    # -- what is at hand -----------------------------------------------------------------------------------

    def added(self, entries: Iterable[Entry]) -> None:
        """Remember what was added, until it is committed."""
        for entry in entries:
            made = entry.document
            before = self._recent.pop(made.id, b"")
            self._bytes += len(made.stored) - len(before)
            if self._bytes <= REMEMBERED:
                self._recent[made.id] = made.stored
                self._missed.discard(made.id)
            else:
                self._bytes -= len(made.stored)
                self._missed.add(made.id)

    def wants_commit(self, entries: Iterable[Entry], standing: Mapping[str, ArticleRow]) -> bool:
        """Return whether a text that these articles may replace is in no place from which it could be read."""
        if self.whole or not self._missed:
            return False
        return any(
            entry.document.id in self._missed
            and (held := standing.get(entry.document.id)) is not None
            and held.digest != entry.digest
            for entry in entries
        )

    def committed(self) -> None:
        """Note that the index has all that was added."""
        self._recent.clear()
        self._missed.clear()
        self._bytes = 0
        self.close()

    def close(self) -> None:
        """Give back what is held of the index."""
        searcher, self._searcher = self._searcher, None
        if searcher is not None:
            searcher.close()

    def stored(self, ids: list[str]) -> dict[str, bytes]:
        """Return articles as the index has them since the last commit."""
        if self._searcher is None:
            self._searcher = self.engine.searcher()
        return self._searcher.articles(ids)

    # -- what gives way ------------------------------------------------------------------------------------

    def gives_way(self, loser: ArticleRow, winner: ArticleRow, entry: Entry | None) -> None:
        """Note that a text gave way to another of its article; `entry` is what was read of it, None of an older one."""
        if not is_earlier_text(unpacked(loser.version), unpacked(winner.version)):
            return
        stored = self._recent.get(loser.id) if entry is None else entry.document.stored
        known = self.catalog.file(loser.file) if entry is None else None  # as it was when it had this text
        self._losers.append(_Loser(loser, known or self.file_of(loser.file), stored))

    def settle(self, standing: Mapping[str, ArticleRow], ids: Collection[str]) -> None:
        """Write what gave way, of these articles; `standing` has their rows as they are now."""
        losers, self._losers = self._losers, []
        touched = {each.row.id for each in losers} | (set(ids) if self.catalog.has_versions() else set())
        if not touched:
            return
        held = self.catalog.versions_among(sorted(touched))
        new: dict[str, dict[bytes, tuple[VersionRow, bytes]]] = {}
        kept = {(row.id, row.digest) for rows in held.values() for row in rows}
        for row, packed in self._packed(losers, kept):
            new.setdefault(row.id, {})[row.digest] = row, packed
        for identifier in sorted(touched):
            now = standing.get(identifier)
            if now is not None:
                self._write(now, held.get(identifier, []), new.get(identifier, {}))

    def _packed(
        self, losers: list[_Loser], kept: Collection[tuple[str, bytes]]
    ) -> Iterator[tuple[VersionRow, bytes]]:
        """Yield the rows of texts that gave way, with their articles packed; what is kept need not be at hand."""
        absent = [each.row.id for each in losers if each.stored is None]
        read = self.stored(absent) if absent else {}
        for loser in losers:
            stored = loser.stored or read.get(loser.row.id)
            row = loser.row
            if stored is None:
                if (row.id, row.digest) not in kept:
                    self._ask_again(row.file)
                continue
            digest = encoded(_article(stored))[1]  # another writer may have changed it meanwhile
            made = VersionRow(row.id, digest, row.file, row.version, _saved(loser.file), None)
            if made.name not in self._forgotten:
                yield made, zlib.compress(stored)

    def _ask_again(self, file: int) -> None:
        if file not in self._asked:
            self._asked.add(file)
            self.again.add(file)

    def _write(
        self, now: ArticleRow, held: list[VersionRow], new: Mapping[bytes, tuple[VersionRow, bytes]]
    ) -> None:
        """Make the earlier texts of an article those that they are, once some are new or another text stands."""
        rows = {row.digest: row for row in held}
        texts = {digest: packed for digest, (_, packed) in new.items()}
        for digest, (row, _) in new.items():
            known = rows.get(digest)
            if known is None or self._goes_first(row, known):
                rows[digest] = row
            else:
                texts.pop(digest)
        wanted = _replaced(now, _one_of_each(now, rows.values()))
        before = {row.digest: row for row in held}
        changed = [row for row in wanted if row.digest in texts or row != before.get(row.digest)]
        gone = [row for row in held if row.digest not in {each.digest for each in wanted}]
        if gone and self.whole:
            self._unsettled.add(now.id)
            gone = []
        if old := [row.name for row in (*gone, *changed) if row.digest in before]:
            self.writer().delete(old)
        self.catalog.drop_versions(gone)
        self._put(changed, texts)
        if held or wanted:
            self._settle_texts(now, held, wanted)

    def _settle_texts(
        self, now: ArticleRow, before: Sequence[VersionRow], rows: Sequence[VersionRow]
    ) -> None:
        """Make the texts by which the story of an article is found those that it has."""
        tables = self.catalog.stories
        is_looked_for = now.period is not None or (self.stories and tables.is_kept())
        if is_looked_for:
            settle_texts(tables, now, before, rows, self.catalog.packed_versions)
        else:
            drop_texts(tables, (*before, *rows))

    def _goes_first(self, row: VersionRow, known: VersionRow) -> bool:
        """Return whether a row stands for a text rather than another one: it is of the file with the first path."""
        one, other = self.file_of(row.file), self.file_of(known.file)
        return (one.path, one.location) <= (other.path, other.location)

    def _put(self, rows: list[VersionRow], texts: Mapping[bytes, bytes]) -> None:
        old = dict(self.catalog.packed_versions(row for row in rows if row.digest not in texts))
        put = [(row, packed) for row in rows if (packed := texts.get(row.digest) or old.get(row)) is not None]
        self.catalog.put_versions(put)
        if put:
            self.writer().add([made_of(row, packed) for row, packed in put])

    # -- what is removed -----------------------------------------------------------------------------------

    def removed(self, ids: Collection[str], file: int | None = None) -> None:
        """Note that articles were removed; what was kept of them from that file goes too."""
        if not self.catalog.has_versions():
            return
        held = self.catalog.versions_among(sorted(ids))
        self._orphans.update(held)
        self._drop([row for rows in held.values() for row in rows if row.file == file])

    def forget(self, ids: Collection[str]) -> None:
        """Forget all texts of articles."""
        self._drop([row for rows in self.catalog.versions_among(sorted(ids)).values() for row in rows])

    def forget_one(self, row: VersionRow) -> None:
        """Forget one text for good."""
        self._forgotten.add(row.name)
        self.catalog.forget_ids([row.name])
        self._drop([row])
        self.settle(self.catalog.winners([row.id]), [row.id])

    def forget_file(self, file: int) -> set[int]:
        """Forget the texts that were read from a file; return other files that hold some of them, to be read again."""
        rows = self.catalog.versions_of_file(file)
        if not rows:
            return set()
        others = self.catalog.shadows_among([row.id for row in rows])
        holders = {
            other
            for row in rows
            for other, packed in others.get(row.id, ())
            if other != file and same_words(unpacked(packed), unpacked(row.version))
        }
        self._drop(rows)
        ids = sorted({row.id for row in rows})
        self.settle(self.catalog.winners(ids), ids)
        return holders

    def _drop(self, rows: list[VersionRow]) -> None:
        if rows:
            drop_texts(self.catalog.stories, rows)
            self.writer().delete([row.name for row in rows])
            self.catalog.drop_versions(rows)

    # -- the end of a run ----------------------------------------------------------------------------------

    def settle_rest(self) -> None:
        """Drop what is kept no longer, where that waited for the end of a rebuild."""
        ids, self._unsettled, self.whole = sorted(self._unsettled), set(), False
        if ids:
            self.settle(self.catalog.winners(ids), ids)

    def left_alone(self, is_gone: Callable[[int], bool]) -> list[tuple[ArticleRow, Article]]:
        """Return the newest text of each article that was removed, among those that stand again.

        These are the texts of files that cannot be asked any more, because they are gone from the disk (`is_gone`), and
        those of what had borne another's identifier. A file that can be read has been, and what it holds no longer goes.
        """
        ids, self._orphans = sorted(self._orphans), set()
        apart, self._apart = self._apart, set()
        if not ids:
            return []
        standing = self.catalog.winners(ids)
        found = []
        for identifier, rows in self.catalog.versions_among(
            [each for each in ids if each not in standing]
        ).items():
            left = [row for row in rows if identifier in apart or is_gone(row.file)]
            self._drop([row for row in rows if row not in left])
            for row, packed in self.catalog.packed_versions(in_order(left)[-1:]):
                article = replace(_article(zlib.decompress(packed)), id=identifier)
                made = ArticleRow(identifier, row.file, row.version, row.digest)
                found.append((made, article))
        return found

    def take_over(self, rows: Sequence[tuple[VersionRow, bytes]]) -> None:
        """Keep texts of another archive, each in the place of what has its name."""
        if rows:
            self._drop([row for row, _ in rows])
            self.catalog.put_versions(rows)
            self.writer().add([made_of(row, packed) for row, packed in rows])

    def find_by(self, ids: Collection[str]) -> None:
        """Let articles of another archive be found by the texts that were taken over of them."""
        held = self.catalog.versions_among(ids)
        for identifier, now in self.catalog.winners(sorted(held)).items():
            self._settle_texts(now, (), held[identifier])

    def adopt(self, rows: Sequence[tuple[VersionRow, bytes]]) -> None:
        """Keep what is readable of the texts of an archive of an older format; at the end of the run they are settled."""
        held = [each for each in rows if _is_readable(*each)]
        self.take_over(held)
        self._unsettled.update(row.id for row, _ in held)
        self._orphans.update(row.id for row, _ in held)

    def mend(self) -> bool:
        """Make the texts of the index those of the catalog; whether they were others."""
        missing, strange = differing(self.catalog, self.engine)
        if strange:
            self.writer().delete(strange)
        if missing:
            self.writer().add(self.restored(missing))
        return bool(missing or strange)

    def restored(self, names: Collection[str]) -> Iterator[Document]:
        """Yield the documents of earlier texts that an index lacks, by their ids there."""
        rows = (row for row in self.catalog.versions() if row.name in names) if names else ()
        for row, packed in self.catalog.packed_versions(list(rows)):
            yield made_of(row, packed)

    def carried(self, moved: Mapping[str, ArticleRow]) -> None:
        """Carry the texts of articles over to the ids that these have from now on, by their ids before.

        A text that is none of the article's, as where different stories had borne one identifier, is an article by itself.
        """
        for old, rows in self.catalog.versions_among(sorted(moved)).items():
            standing = unpacked(moved[old].version)
            put = []
            for row, packed in self.catalog.packed_versions(rows):
                version = unpacked(row.version)
                of = moved[old].id if same_story(version, standing) or not version.own else version.own
                self._orphans.add(of)
                self._apart.add(of)
                put.append((row._replace(id=of), packed))
            self._drop(rows)
            known = {
                (row.id, row.digest)
                for several in self.catalog.versions_among([row.id for row, _ in put]).values()
                for row in several
            }
            put = [each for each in put if (each[0].id, each[0].digest) not in known]
            self.catalog.put_versions(put)
            self.writer().add([made_of(row, packed) for row, packed in put])
            self._unsettled.update(row.id for row, _ in put)


def differing(catalog: Catalog, engine: Engine) -> tuple[set[str], set[str]]:
    """Return the ids of earlier texts that the catalog has and the index lacks, and of those that only the index has."""
    known = {row.name for row in catalog.versions()}
    with contextlib.closing(engine.searcher()) as searcher:
        held = {orjson.loads(each.stored)["id"] for each in searcher.every(SUPERSEDED, sort="oldest")}
    return known - held, held - known


def _article(stored: bytes) -> Article:
    """Return a stored article by itself, without its place in a story."""
    return replace(Article.from_json(orjson.loads(stored)), story=None, copies=1)


def _is_readable(row: VersionRow, packed: bytes) -> bool:
    """Return whether a text is of a form that this version knows."""
    try:
        unpacked(row.version)
        made_of(row, packed)
    except (ValueError, KeyError, TypeError, struct.error, zlib.error):
        return False
    return True


def made_of(row: VersionRow, packed: bytes) -> Document:
    """Return the document of an earlier text."""
    article = replace(_article(zlib.decompress(packed)), id=row.name)
    made = document(article, row.file, stored=encoded(article)[0])
    said = (*made.values.get(SUPERSEDED.field, ()), *SUPERSEDED.values)
    return replace(made, values={**made.values, SUPERSEDED.field: said}, replaced=row.replaced)


def _saved(file: FileRow) -> int:
    """Return when a file was written, by its path or else by its time, in nanoseconds."""
    named = saved_at(file.path)
    return file.modified if named is None else named


def _one_of_each(now: ArticleRow, rows: Iterable[VersionRow]) -> list[VersionRow]:
    """Return the texts that say something else than the one that stands, of each wording the last one, in order."""
    standing = unpacked(now.version)
    found: dict[tuple[int, int], VersionRow] = {}
    for row in in_order(rows):
        version = unpacked(row.version)
        if row.digest != now.digest and is_earlier_text(version, standing):
            found[version.title, version.text] = row
    return in_order(found.values())


def _replaced(now: ArticleRow, rows: list[VersionRow]) -> list[VersionRow]:
    """Return rows in order with the moment at which each was replaced: the first that any later text has."""
    made = []
    after = moment_of(unpacked(now.version))
    for row in reversed(rows):
        made.append(row._replace(replaced=after))
        moment = moment_of(unpacked(row.version))
        after = min((each for each in (moment, after) if each is not None), default=None)
    return made[::-1]
