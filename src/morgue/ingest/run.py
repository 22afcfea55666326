"""Run the writer once: read what has to be read, and put what comes of it into the index and the catalog.

The file is the unit. Articles are added as they arrive; a commit takes in whole files wherever it can and
comes at the end of a run, and in a long one every COMMIT_ARTICLES or COMMIT_SECONDS (`morgue.ingest.commit`).

Which of two versions of a story stays, and whether two items with one identifier are one story, is decided by
`morgue.extract.versions`. A file that held stories and holds none now, or is now a thing of another kind
(an error page in the place of a feed), keeps them. What has left a feed whose items roll off stays as well.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import time
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from morgue.engines.base import Document, Engine, Writer
from morgue.engines.document import document
from morgue.errors import ArchiveError
from morgue.extract.versions import (
    RANK_BYTES,
    SEVERAL,
    Version,
    is_beginning,
    mark_of,
    repeats,
    same_item,
    same_story,
    tells_apart,
    unpacked,
)
from morgue.ingest.aliases import known_folder, with_known_names
from morgue.ingest.commit import Committer
from morgue.ingest.companions import Companions, kind_of_part, owner_of
from morgue.ingest.cut import wholes
from morgue.ingest.dated import saved_at
from morgue.ingest.entries import encoded, renamed
from morgue.ingest.keeping import Keeping
from morgue.ingest.messages import Batch, Entry, Job, Report
from morgue.ingest.passed import drop_healed, note_passed, without_stories
from morgue.ingest.sketches import keep_article, take_entries
from morgue.ingest.successors import succeeding
from morgue.ingest.summary import IndexSummary, OnProgress, Progress, Prune, Stage
from morgue.ingest.walk import UNREAD, Input, is_own_root, rooted, shown, walk
from morgue.ingest.workers import Pool
from morgue.io.opening import below, with_folders_above
from morgue.model.article import Article
from morgue.process.debug import logger
from morgue.storage.catalog import ArticleRow, Catalog, FileRow, Problems
from morgue.storage.versions import VersionRow
from morgue.stories.periods import period_of

if TYPE_CHECKING:
    from morgue.ingest.holding import HoldingWriter

COMMIT_ARTICLES = 200_000
"""Articles after which a long run commits."""

KEPT_AT_ONCE = 500
"""Earlier texts of another archive that are taken over together."""

COMMIT_SECONDS = 120.0
"""Seconds after which a long run commits."""

_LOOSE = frozenset(("html", "text"))
"""Formats in which anything can be: an error page, a line of a proxy."""

_COPY = frozenset(("text", "wire"))


@dataclass(slots=True)
class _FileInProgress:
    """A file on its way: its row as it will be, what the archive had of it, and what came so far.

    `seen` has, by id, the mark of an item of a list (`mark_of`; nothing for other formats). `strange` is the
    kind of thing that has taken the place of what it was.
    """

    row: FileRow
    known: bool
    old: dict[str, ArticleRow] = field(default_factory=dict)
    seen: dict[str, bytes] = field(default_factory=dict)
    started: bool = False
    strange: str = ""
    rolls: bool = False
    kind: str = ""


_KINDS = {"html": "a web page", "text": "plain text"}

_CUT = "cut"
"""The fact of an archive that has the ids of stories that a feed ends in, and of which no whole one is held."""

ROLLING = frozenset(("rss", "atom", "sitemap", "json"))
"""Formats of feeds whose items leave them as they age."""

_TELLING = 12
"""Letters and digits by which a headline is known in a part of a file that could not be read."""


def _bare(text: str) -> str:
    """Return letters and digits alone, in lower case, those that JSON escapes too."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    return "".join(filter(str.isalnum, text.casefold()))


def _row_of(entry: Entry, reading: _FileInProgress) -> ArticleRow:
    """Return the row of an article that was read from a file."""
    period = period_of(entry.traits) if entry.traits else None
    return ArticleRow(entry.document.id, reading.row.key, entry.version.packed(), entry.digest, period)


def _is_impostor(held: ArticleRow, made: ArticleRow) -> bool:
    """Return whether a held row was written by an archive with the id of another story, and this is that story."""
    standing, version = unpacked(held.version), unpacked(made.version)
    return standing.copied and not version.copied and not repeats(standing, version)


def _of_wholes(found: Mapping[str, str], catalog: Catalog) -> dict[str, ArticleRow]:
    """Return the rows of the whole stories of those that were cut off, by the ids of these."""
    rows = catalog.winners(sorted(set(found.values())))
    return {cut: rows[whole] for cut, whole in found.items() if whole in rows}


def _has_less(version: Version, held: Version) -> bool:
    """Return whether a feed has less of a story now than it had, as its items have when they age."""
    return version.rank[0] < held.rank[0] or is_beginning(version, held)


def _unnumbered(reason: str) -> str:
    """Return a reason without the number of its line."""
    return re.sub(r"\Aline [\d,]+: ", "", reason)


def _may_hold(piece: str, mark: str) -> bool:
    """Return whether what begins with `mark` may be in a part of a file, whole or cut off in its first words."""
    return mark in piece or any(piece.endswith(mark[:size]) for size in range(4, len(mark)))


def _is_gone(location: bytes) -> bool:
    """Return whether there is surely nothing: where a disk fails or a directory is closed to us, there may be."""
    try:
        os.lstat(location)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


class Ingest:
    """A run of the writer over an archive that is locked; used for one call and then closed."""

    commit_after = COMMIT_ARTICLES
    commit_seconds = COMMIT_SECONDS
    clock = staticmethod(time.monotonic)

    def __init__(
        self, directory: Path, catalog: Catalog, engine: Engine, committer: Committer[Writer]
    ) -> None:
        self.directory = directory
        self.catalog = catalog
        self.engine = engine
        self.committer = committer
        self.summary = IndexSummary()
        self._reading: dict[int, _FileInProgress] = {}
        self._written = False  # whether the index will have changed
        self._touched: set[int] = set()
        self._again: set[int] = set()
        self._uncommitted = 0
        self._whole = False  # whether the index is rebuilt, and is committed once
        self._first_key = committer.first_key
        self._added: set[str] = set()  # what this run added from files that were known
        self._gone: dict[str, bytes] = {}  # digests of what was removed and may come back from another file
        self._forgotten = catalog.forgotten()
        run = weakref.proxy(
            self
        )  # what it holds must not hold it: an index stays mapped as long as its engine is held
        self._keeping = Keeping(
            catalog, engine, lambda: run.writer, lambda file: run._file_of(file), self._forgotten
        )
        self._shared = catalog.shared()
        self._cut: set[str] = set()  # items that a feed ends in
        self._companions = Companions(catalog)
        self._stories = True  # whether articles come with what their stories are found by
        self._holding: HoldingWriter | None = None  # what waits before the engine's writer
        self._tried: set[int] = set()  # what was marked to be read again, and has been in this run
        self._folders: Collection[bytes] | None = (
            None  # the directories that the archive was given, the outermost first
        )
        self._pruning = False  # whether what is gone from the directories is removed
        self._everything = False  # whether what files do not hold any more is removed without asking
        self._committed = self.clock()
        self._progress: OnProgress = None
        self._state = Progress()
        self._reached: dict[
            int, int
        ] = {}  # bytes of files that are still being read, up to their last article
        self._began = time.monotonic()

    @property
    def writer(self) -> Writer:
        """Return the engine's writer, or what waits before it; whoever asks for it changes the index."""
        self._written = True
        return self._holding or self.committer.writer()

    def _add(self, entries: Collection[Entry]) -> None:
        """Add the articles of entries, held back where most will get their place in a story before they are written.

        Where others write meanwhile only the stage after the commit sees what they do.
        """
        if self._holding is None:
            if self._whole or not self._stories or not self.committer.is_alone:
                self.writer.add(entry.document for entry in entries)
                return
            from morgue.ingest.holding import HoldingWriter

            # a writer marks the archive as being changed, which it is from the first article that is held back
            self.committer.writer()
            self._holding = HoldingWriter(self.catalog.stories, self.committer.writer)
        self._written = True
        self._holding.hold(entries)

    def close(self) -> None:
        """Release engine and catalog; what was not committed is forgotten."""
        self._keeping.close()
        self.catalog.close()
        self.release()

    def release(self) -> None:
        """Wait for what the engine still does, and release it."""
        self.committer.release()

    # -- runs ----------------------------------------------------------------------------------------------

    def index(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        prune: Prune = False,
        columns: dict[str, str] | None = None,
        progress: OnProgress = None,
        names: Mapping[str, str] | None = None,
        stories: bool = True,
    ) -> IndexSummary:
        """Read what is new or changed under `paths`, and what an earlier run left undone.

        `names` says under which path a file is shown that is not known by its own (standard input). Without `stories` nobody
        will know of what is read now which articles are one story. Raises ArchiveError
        where `prune` would remove more than the disk makes likely; nothing is pruned then.
        """
        self._progress = progress
        self._stories = self._keeping.stories = stories
        self._everything = prune == "all"
        self._pruning = bool(prune)
        unfinished = self.catalog.has_versions() and bool(self.catalog.to_reread())
        roots = self._roots()
        paths = [known_folder(path, roots) for path in paths]
        walked = [
            each._replace(path=names[name])
            if names and (name := os.fsdecode(each.location)) in names
            else each
            for each in walk(paths, archive=self.directory)
        ]
        found = with_known_names(walked, self.catalog)
        inputs = [each for each in found if not each.passed]
        self.summary.files.seen = len(inputs)
        self.summary.passed_over = len(found) - len(inputs)
        self._run(self._jobs(inputs, columns or {}))
        self._note(paths, walked, found)
        if prune:
            self._prune(paths, {each.location for each in inputs})
        summary = self.finish()
        if (
            unfinished
        ):  # on a cluster a run that was cut off may have kept a text and not have put it into the index
            self.mend_texts()
        return summary

    def _note(self, paths: list[str | os.PathLike[str]], walked: list[Input], found: list[Input]) -> None:
        """Note what was passed over, drop what has healed, and name directories in which there is no story."""
        if self.summary.passed_over:
            roots = self._roots()
            passed = (each for each in found if each.passed)
            note_passed(self.catalog, passed, lambda each: self._new_row(each, roots))
        drop_healed(self.catalog, paths, found)
        self.summary.nothing_in = without_stories(self.catalog, walked, found)

    def reread(self, progress: OnProgress = None) -> IndexSummary:
        """Read all files that are marked to be read again."""
        self._progress = progress
        self._run(iter(()))
        return self.finish()

    def mend(
        self,
        known: set[str],
        held: set[str],
        rescued: Iterable[Document],
        progress: OnProgress,
    ) -> list[str]:
        """Complete an index that holds only the articles `held`, and make it one with the catalog, which has those `known`.

        `rescued` are missing articles that were found elsewhere, exactly as they were. Files of those that
        are still missing are read again; the paths of those that are gone are returned.
        """
        self._progress = progress
        self._whole = self._keeping.whole = True
        self.catalog.begin()
        known |= (texts := {row.name for row in self.catalog.versions()})
        missing, strange = known - held, held - known
        if strange:
            self.writer.delete(strange)
        self.writer.add(self._keeping.restored(missing & texts))
        missing -= texts
        for each in rescued:
            self.writer.add([each])
            missing.discard(each.id)
        rows = self.catalog.winners(sorted(missing))
        keys = {row.file for row in rows.values()}
        self.catalog.drop_articles(missing)
        self.catalog.reread(keys)
        self._again = keys | self.catalog.files_shadowing(missing)
        self._touched = set(keys) | {0}
        self._written = True  # a rebuilt index is committed even where nothing is missing
        files = [self.catalog.file(key) for key in sorted(keys)]
        gone = [row.path for row in files if row is not None and not os.path.exists(row.location)]
        self._run(iter(()))
        self.finish()
        return gone

    def rebuild_stories(self, progress: OnProgress = None) -> None:
        """Find out again which articles are one story."""
        from morgue.ingest.resketching import sketch_again

        sketch_again(self.catalog, self.engine, progress)
        self.finish(progress)

    def forget_files(self, keys: Iterable[int]) -> int:
        """Remove files from the archive with all that came of them; return how many articles went."""
        for key in keys:
            self._remove_file(key)
        self._run(iter(()))
        self.finish()
        return self.summary.articles.removed

    def forget_articles(self, ids: list[str]) -> int:
        """Remove articles from the archive for good; return how many went."""
        self.catalog.begin()
        rows = self.catalog.winners(ids)
        if rows:
            self.writer.delete(rows)
        self.catalog.drop_articles(rows)
        self._keeping.forget(ids)
        self.catalog.forget_ids(ids)
        self._touched.update(row.file for row in rows.values())
        self.summary.articles.removed += len(rows)
        self.finish()
        return len(rows)

    def forget_texts(self, rows: Iterable[VersionRow]) -> None:
        """Remove earlier texts of articles from the archive for good."""
        self.catalog.begin()
        for row in rows:
            self._keeping.forget_one(row)
        self.finish()

    # -- articles of another archive -------------------------------------------------------------------------

    def adopt(self, row: FileRow) -> int:
        """Return the key here of a file of another archive, which is written if it is not known."""
        known = self.catalog.file_at(row.location)
        if known is not None:
            return known.key
        made = self._new_row(Input(row.location, row.root, row.path, row.size, row.modified), {row.root})
        self.catalog.begin()
        self.catalog.put_file(row._replace(key=made.key))
        return made.key

    def take_over(self, rows: Sequence[ArticleRow], articles: Sequence[Article], *, stories: bool) -> None:
        """Add articles of another archive, each in the place of what has its id; commits as a run does.

        With `stories` it will be found out again which are one story: edges are not copied, for each kind of archive keeps its own.
        """
        self.catalog.begin()
        ids = [row.id for row in rows]
        self.writer.delete(ids)
        self.catalog.stories.drop(ids)
        documents = [document(each, row.file) for each, row in zip(articles, rows, strict=True)]
        self.writer.add(documents)
        if stories:
            periods = [
                keep_article(self.catalog.stories, each, made.texts.get("body", ""))
                for each, made in zip(articles, documents, strict=True)
            ]
            rows = [row._replace(period=period) for row, period in zip(rows, periods, strict=True)]
        self.catalog.put_articles(rows)
        self._touched.update(row.file for row in rows)
        self._uncommitted += len(rows)
        if self._uncommitted >= self._most_uncommitted():
            self.checkpoint()

    def take_over_versions(self, rows: Sequence[tuple[VersionRow, bytes]], ids: Collection[str]) -> None:
        """Add earlier texts of another archive's articles; `ids` are articles of which all have been taken over, or some."""
        self.catalog.begin()
        self._keeping.take_over(rows)
        self._keeping.find_by(ids)
        self._uncommitted += len(rows)
        if self._uncommitted >= self._most_uncommitted():
            self.checkpoint()

    def mend_texts(self) -> None:
        """Make the earlier texts of the index those of the catalog, and commit."""
        self.catalog.begin()
        if self._keeping.mend():
            self._touched.add(0)
            self.finish()

    def keep_texts(self, texts: Iterable[tuple[bytes, VersionRow, bytes]]) -> None:
        """Keep earlier texts of an archive whose files were read again, each by the location of its file, and commit."""
        texts = iter(texts)
        while several := list(islice(texts, KEPT_AT_ONCE)):
            self.committer.checkpoint()  # what was committed before is sealed, so that this is one commit more
            files = {location: self.catalog.file_at(location) for location, _, _ in several}
            rows = [
                (row._replace(file=file.key), packed) for at, row, packed in several if (file := files[at])
            ]
            self.catalog.begin()
            self._keeping.adopt(rows)
            self.finish()

    def take_out(self, ids: list[str]) -> None:
        """Remove articles that the other archive no longer has."""
        self.catalog.begin()
        self.writer.delete(ids)
        self.catalog.drop_articles(ids)
        self._keeping.forget(ids)
        self._touched.add(0)

    # -- jobs ----------------------------------------------------------------------------------------------

    def _run(self, jobs: Iterator[Job]) -> None:
        with Pool() as pool:
            self._take(pool, jobs, self._left)
            self._take_again(pool)
            while self._split_shared():
                self._take_again(pool)
            self._join_cut()

    def _take_again(self, pool: Pool) -> None:
        """Read what turned out to be read again, until nothing more does."""
        while again := self._to_read_again():
            self._take(pool, self._jobs_again(again))

    def _to_read_again(self) -> set[int]:
        again = self._again | self._companions.unnamed() | self._keeping.again
        self._again = set()
        self._keeping.again = set()
        again.update(row.key for row in self.catalog.to_reread() if row.key not in self._tried)
        self._tried |= again
        return again

    def _left(self) -> int:
        """Return how many bytes of the files that were found are not yet read."""
        return self._state.bytes_total - self._state.bytes_done

    def _take(self, pool: Pool, jobs: Iterator[Job], left: Callable[[], int] | None = None) -> None:
        for message in pool.run(jobs, left):
            if isinstance(message, Batch):
                self._take_batch(message)
            else:
                self._take_report(message)

    def _jobs(self, inputs: list[Input], columns: dict[str, str]) -> Iterator[Job]:
        given = json.dumps(columns, sort_keys=True) if columns else ""
        self._state.files_total, self._state.bytes_total = len(inputs), sum(each.size for each in inputs)
        roots = self._roots()
        for each in inputs:
            known = self.catalog.file_at(each.location)
            spelt = given or (known.columns if known else "")  # a file keeps its map until another is given
            relabelled = known is not None and self._belongs(known, each)
            if known and not relabelled and self._is_unchanged(known, each, spelt):
                self.summary.files.unchanged += 1
                self._step(each.size, each.path)
                continue
            row = self._new_row(each, roots) if known is None else known
            if relabelled:
                root, path = rooted(each, roots)
                row = row._replace(root=root, path=path)
            row = row._replace(size=each.size, modified=each.modified, changed=each.changed, columns=spelt)
            self._reading[row.key] = _FileInProgress(row, known is not None)
            if each.trouble:
                problems: Problems = [(None, each.trouble, each.sound)]
                self._take_report(
                    Report(row.key, "", each.size, each.modified, False, problems, each.changed)
                )
                continue
            self._again.discard(row.key)
            same = known.sha256 if known and known.columns == spelt and known.size >= 0 else None
            if relabelled or (known and self._everything and known.kind in ROLLING):
                same = None
            delivery = self._delivery(each.location, each.root, row.root)
            columns = json.loads(spelt or "{}")
            yield Job(
                row.key, each.location, row.path, columns, same or None, each.root, delivery, self._stories
            )

    def _is_unchanged(self, known: FileRow, each: Input, spelt: str) -> bool:
        """Return whether nothing says that a file may have changed; ctime says it where size and time were kept."""
        return (
            (known.size, known.modified, known.changed) == (each.size, each.modified, each.changed)
            and known.modified != UNREAD
            and known.columns == spelt
            # what is named now may have been passed over before; what could not be read is not tried at every run
            and bool(each.trouble or known.sha256 or self._has_failed(known))
            and not (self._everything and known.kind in ROLLING)
        )

    def _has_failed(self, known: FileRow) -> bool:
        """Return whether a file was rejected, and not passed over."""
        return any(not sound for _, _, sound in self.catalog.problems_of(known.key))

    def _roots(self) -> set[bytes]:
        """Return the directories that the archive was given."""
        return {row.root for row in self.catalog.files() if not is_own_root(row.location, row.root)}

    @staticmethod
    def _belongs(known: FileRow, each: Input) -> bool:
        """Return whether a file that was once named itself is now found below a directory, whose name for it holds."""
        own = is_own_root(known.location, known.root)
        return own and not is_own_root(each.location, each.root) and not each.trouble

    def _new_row(self, each: Input, roots: Collection[bytes]) -> FileRow:
        root, path = rooted(each, roots)
        return FileRow(self.committer.new_key(each.location), each.location, root, path, 0, 0, "", "")

    def _jobs_again(self, keys: set[int]) -> Iterator[Job]:
        self._folders = None  # this run may have added some
        for key in sorted(keys):
            row = self.catalog.file(key)
            if row is None or _is_gone(row.location):
                continue
            self._reading[key] = _FileInProgress(row, True)
            delivery = self._delivery(row.location, row.root)
            columns = json.loads(row.columns or "{}")
            yield Job(key, row.location, row.path, columns, None, row.root, delivery, self._stories)

    def _delivery(self, location: bytes, *roots: bytes) -> bytes:
        """Return the directory in which what arrived with a file is looked for: the outermost that was given.

        For a file that was named itself, and lies in none that was given, it is its own directory.
        """
        if self._folders is None:
            self._folders = self._roots()
        given = {*self._folders, *(root for root in roots if not is_own_root(location, root))}
        own = os.path.dirname(location)
        return [own, *(folder for folder in with_folders_above(own) if folder in given)][-1]

    # -- what comes back -----------------------------------------------------------------------------------

    def _take_batch(self, batch: Batch) -> None:
        reading = self._reading[batch.file]
        self.catalog.begin()
        if not reading.started:
            self._start(reading, batch.entries[0])
        if reading.strange:
            return
        if reading.old and any(entry.version.bare for entry in batch.entries):
            batch = batch._replace(
                entries=succeeding(batch.entries, reading.old, reading.seen, self._keeping.stored)
            )
        ids = {each for entry in batch.entries for each in (entry.document.id, entry.version.own) if each}
        standing = self.catalog.winners(sorted(ids))
        if self._keeping.wants_commit(batch.entries, standing):
            self.checkpoint()
            self.catalog.begin()
            standing = self.catalog.winners(sorted(ids))
        before = dict(standing)
        fresh: dict[str, Entry] = {}
        self._share_within(batch.entries)
        for entry in batch.entries:
            self._take_entry(self._identified(entry, reading, standing), reading, standing, fresh)
        if replaced := [each for each in fresh if each in before]:
            self.writer.delete(replaced)
        if fresh:
            self._add(fresh.values())
        self._keeping.settle(standing, fresh)
        self._keeping.added(fresh.values())
        take_entries(self.catalog.stories, fresh.values(), before)
        self.catalog.put_articles(standing[each] for each in fresh)
        self._uncommitted += len(fresh)
        self._state.articles += len(batch.entries)
        if self._progress:
            self._reach(reading.row, batch.entries[-1])
        self._tell(reading.row.path)
        late = self.clock() - self._committed >= self.commit_seconds
        if self._uncommitted >= (1 if late else self._most_uncommitted()) and not self._whole:
            self.checkpoint()

    def _start(self, reading: _FileInProgress, first: Entry) -> None:
        """Note what the archive has of a file, and whether it is another kind of thing now."""
        key, kind = reading.row.key, first.kind
        reading.started, reading.rolls, reading.kind = True, first.rolls, kind
        reading.old = self.catalog.articles_of(key) if reading.known else {}
        self._touched.add(key)
        was = reading.row.kind
        if reading.old and was and kind in _LOOSE and kind != was and not {kind, was} <= _COPY:
            reading.strange = "" if self._everything else kind

    # -- which story it is -----------------------------------------------------------------------------------

    def _share_within(self, entries: Sequence[Entry]) -> None:
        """Share the identifiers that several different items of one list bear, before any of them is taken."""
        marks: dict[str, bytes] = {}
        for entry in entries:
            if entry.listed and entry.version.own:
                mark = mark_of(entry.version)
                if not same_item(marks.setdefault(entry.document.id, mark), mark):
                    self._share(entry.document.id)

    def _share(self, identifier: str) -> None:
        if identifier not in self._shared:
            self._shared.add(identifier)
            self.catalog.share(identifier)

    def _identified(
        self, entry: Entry, reading: _FileInProgress, standing: Mapping[str, ArticleRow]
    ) -> Entry:
        """Return the entry with the id that it has here: its own where what it claims is another story's too."""
        version, identifier = entry.version, entry.document.id
        if not version.own or identifier == version.own:
            return entry
        if identifier not in self._shared and not self._is_another(entry, reading, standing.get(identifier)):
            return entry
        return renamed(entry, version.own)

    def _is_another(self, entry: Entry, reading: _FileInProgress, held: ArticleRow | None) -> bool:
        """Return whether an entry is another story than the one that has its id; the id is shared then."""
        version, identifier = entry.version, entry.document.id
        mark = reading.seen.get(identifier)
        if mark and entry.listed and not same_item(mark, mark_of(version)):
            self._share(identifier)
            return True
        if held is None or held.digest == entry.digest:
            return False
        if held.file == reading.row.key and identifier not in reading.seen and not entry.rolls:
            return False  # what the file held before and holds no more
        known = unpacked(held.version)
        if version.copied or known.copied:
            if _is_impostor(held, _row_of(entry, reading)):
                self._again.add(held.file)  # it goes beside this one
            return version.copied and not known.copied and not repeats(version, known)
        if (
            same_story(version, known)
            and not self._is_one_of_several(identifier, version, known)
            and not self._is_apart_from_others(identifier, version)
        ):
            return False
        if log := logger("identity"):
            log.debug("%s: shared by different stories: %r, %r", identifier, version, known)
        self._share(identifier)
        return True

    def _is_apart_from_others(self, identifier: str, version: Version) -> bool:
        """Return whether a version that another file holds is another story: two that resemble a third need not be one."""
        others = self.catalog.shadows_among([identifier]).get(identifier, ())
        return any(
            other.published != version.published and not other.copied and not same_story(version, other)
            for other in (unpacked(packed) for _, packed in others)
        )

    def _is_one_of_several(self, identifier: str, one: Version, other: Version) -> bool:
        """Return whether an identifier has borne SEVERAL headlines of as many times, these two among them."""
        if not tells_apart(one, other):
            return False
        borne = [
            self.catalog.note_headline(identifier, each.title, each.published or 0) for each in (one, other)
        ]
        return borne[-1] >= SEVERAL

    def _split_shared(self) -> bool:
        """Give the articles that still have a shared id their own; whether there were any.

        They are read from the index, since what they were read from may be gone.
        """
        rows = self.catalog.winners(sorted(self._shared)) if self._shared and not self._whole else {}
        if not rows:
            return False
        self.checkpoint()
        self.catalog.begin()
        with contextlib.closing(self.engine.searcher()) as searcher:
            stored = searcher.articles(rows)
        made: dict[str, tuple[Article, ArticleRow]] = {}
        for identifier, row in rows.items():
            own = unpacked(row.version).own
            article = Article.from_json(orjson.loads(stored[identifier]))
            made[own] = (replace(article, id=own), row)
        taken = self.catalog.winners(sorted(made))
        self.writer.delete(rows)
        self.catalog.drop_articles(rows)
        for own, (article, row) in made.items():
            if own in taken or own in self._forgotten:
                continue
            article = replace(article, story=None, copies=1)
            data, digest = encoded(article)
            made_of = document(article, row.file, stored=data)
            self.writer.add([made_of])
            period = None
            if row.period is not None:
                period = keep_article(self.catalog.stories, article, made_of.texts.get("body", ""))
            self.catalog.put_articles([ArticleRow(own, row.file, row.version, digest, period)])
        self._keeping.carried(
            {each: row._replace(id=unpacked(row.version).own) for each, row in rows.items()}
        )
        self._again.update(self.catalog.files_shadowing(rows))
        self.catalog.drop_shadows(rows)
        self._touched.update(row.file for row in rows.values())
        return True

    def _join_cut(self) -> None:
        """Remove the beginnings of stories that are held whole, and keep them as other versions of these."""
        known = json.loads(self.catalog.fact(_CUT) or "[]")
        cut = self.catalog.winners(sorted({*known, *self._cut}))
        if not cut or self._whole:
            return
        self.checkpoint()
        self.catalog.begin()
        with contextlib.closing(self.engine.searcher()) as searcher:
            found = wholes(searcher, list(cut))
        if found:
            self.writer.delete(found)
            self.catalog.drop_articles(found)
            self.catalog.put_shadows(
                (whole, cut[each].file, cut[each].version) for each, whole in found.items()
            )
            self._keeping.carried(_of_wholes(found, self.catalog))
            self._touched.update(cut[each].file for each in found)
            counts = self.summary.articles
            counts.same += len(found)
            counts.added -= sum(each in self._cut for each in found)
        if (left := sorted(cut.keys() - found.keys())) != known:
            self.catalog.note(_CUT, json.dumps(left))

    # -- which version of it stays ---------------------------------------------------------------------------

    def _take_entry(
        self, entry: Entry, reading: _FileInProgress, standing: dict[str, ArticleRow], fresh: dict[str, Entry]
    ) -> None:
        """Put an article into `fresh` and `standing` where it goes to the index; count it, and keep the loser as a shadow."""
        identifier, key = entry.document.id, reading.row.key
        if identifier in self._forgotten:
            return
        held, again = standing.get(identifier), identifier in reading.seen
        if not again:
            reading.seen[identifier] = mark_of(entry.version) if entry.listed else b""
        made = _row_of(entry, reading)
        if held is None:
            self._count_new(identifier, entry, reading)
        elif (
            held.file == key
            and not again
            and (entry.rolls or entry.is_cut)
            and _has_less(entry.version, unpacked(held.version))
        ):
            # the feed has less of the story now, as its items have when they age, or ends in the middle of it
            self.summary.articles.same += 1
            return
        elif held.file == key and not again:
            self.summary.articles.replaced += held.digest != entry.digest
            self._keeping.gives_way(held, made, None)
            if made.version[:RANK_BYTES] < held.version[:RANK_BYTES]:
                self._again.update(self.catalog.files_shadowing([identifier]) - {key})
        else:
            wins = self._goes_before(made, held)
            if not wins:
                self._keeping.gives_way(made, held, entry)
            elif not _is_impostor(held, made):
                self._keeping.gives_way(held, made, fresh.get(identifier))
            if log := logger("identity"):
                one, other = reading.row.path, self._file_of(held.file).path
                log.debug(
                    "%s: the version of %s %s that of %s",
                    identifier,
                    one,
                    "replaces" if wins else "gives way to",
                    other,
                )
            if not wins:
                return
        standing[identifier] = made
        fresh[identifier] = entry
        if entry.is_cut:
            self._cut.add(identifier)

    def _count_new(self, identifier: str, entry: Entry, reading: _FileInProgress) -> None:
        counts, digest = self.summary.articles, self._gone.pop(identifier, None)
        if digest is not None:  # it was removed with one file and comes back with another
            counts.removed -= 1
            counts.replaced += digest != entry.digest
            return
        counts.added += 1
        if reading.known or self._first_key is None:
            self._added.add(identifier)

    def _goes_before(self, made: ArticleRow, held: ArticleRow) -> bool:
        """Return whether a version takes the place of the held one; count it, and keep the other as a shadow."""
        counts = self.summary.articles
        counts.same += 1
        if held.file == made.file:
            return made.digest != held.digest and made.version[:RANK_BYTES] >= held.version[:RANK_BYTES]
        wins = _is_impostor(held, made) or self._is_later(made, held)
        loser = held if wins else made
        self.catalog.put_shadows([(made.id, loser.file, loser.version)])
        if not wins:
            if made.digest == held.digest and made.version[:RANK_BYTES] > held.version[:RANK_BYTES]:
                self.catalog.put_articles([held._replace(version=made.version)])
            return False
        self._touched.add(held.file)
        is_of_this_run = self._first_key is not None and held.file >= self._first_key
        if not is_of_this_run and made.id not in self._added:
            counts.replaced += held.digest != made.digest
        return True

    def _is_later(self, made: ArticleRow, held: ArticleRow) -> bool:
        """Return whether of two versions of two files the first goes before: never the beginning of the other's text."""
        one, other = unpacked(made.version), unpacked(held.version)
        if is_beginning(one, other) or is_beginning(other, one):
            return is_beginning(other, one)
        return self._order(made, held) > self._order(held, made)

    def _order(self, one: ArticleRow, other: ArticleRow) -> tuple[object, ...]:
        """Return what orders two versions of two files, by content: its rank, then which file is the later one.

        Of two that say the same the one with the first path stays, so that snapshots of a feed change nothing.
        """
        row = self._file_of(one.file)
        if one.digest == other.digest:
            path = row.path.encode("utf-8", "surrogateescape") + b"\0" + row.location
            return (bytes(255 - byte for byte in path) + b"\xff",)
        edited = unpacked(one.version).copied  # by hand, which outlives another reading of the feed
        saved = saved_at(row.path)
        when = row.modified if saved is None else saved
        return (one.version[:RANK_BYTES], edited, when, row.modified, row.path, row.location)

    def _file_of(self, file: int) -> FileRow:
        """Return the row of a file, also of one that is being read now."""
        reading = self._reading.get(file)
        row = reading.row if reading else self.catalog.file(file)
        return row or FileRow(file, b"", b"", "", 0, 0, "", "")

    # -- the end of a file -----------------------------------------------------------------------------------

    def _take_report(self, report: Report) -> None:
        reading = self._reading.pop(report.file)
        row = reading.row
        if not report.unchanged:
            self._again.discard(row.key)
        self._step(row.size - self._reached.pop(row.key, 0), row.path)
        self.catalog.begin()
        if report.unchanged:
            self.catalog.touch(row.key, report.size, report.modified, report.changed)
            self.summary.files.unchanged += 1
            return
        if kept := self._kept(reading, report):
            report = report._replace(problems=[*kept, *(each for each in report.problems if not each[2])])
        self._count(report, reading)
        faults = [why for _, why, sound in report.problems if not sound]
        if reading.known and not kept:
            self._drop_unseen(reading, self._torn(report) if faults else [], lacks=report.lacks)
        if not reading.started:
            self._touched.add(row.key)
        size, modified, changed = (
            (report.size, report.modified, report.changed)
            if report.sha256
            else (row.size, row.modified, row.changed)
        )
        if report.modified == UNREAD:
            modified = UNREAD
        row = row._replace(size=size, modified=modified, changed=changed, sha256=report.sha256)
        row = row._replace(kind=row.kind if kept else self._kind(reading, report))
        self.catalog.put_file(row)
        self.catalog.put_problems(row.key, report.problems, partly=bool(reading.seen))
        self._again |= self._companions.take(row, report, known=reading.known)

    @staticmethod
    def _kind(reading: _FileInProgress, report: Report) -> str:
        """Return what a file is now: the format of its stories, or whose part it is; what it was where neither is known."""
        if report.owner is not None:
            return kind_of_part(report.owner)
        return reading.kind or ("" if owner_of(reading.row) else reading.row.kind)

    def _kept(self, reading: _FileInProgress, report: Report) -> Problems:
        """Return what to say of a file that held stories and holds none now, or is of another kind: they are kept."""
        if self._everything or not reading.known or (reading.seen and not reading.strange):
            return []
        if report.owner is not None:
            return []  # they are the owner's now
        if any(not sound for _, _, sound in report.problems) and not reading.strange:
            return []  # it is damaged, which is said, and nothing is dropped for it
        held = len(reading.old if reading.started else self.catalog.articles_of(reading.row.key))
        if not held:
            return []
        what = (
            f"now {_KINDS[reading.strange]} in the place of a feed ({reading.row.kind})"
            if reading.strange
            else ""
        )
        what = what or next((f"no story now: {why}" for _, why, _ in report.problems), "no story now")
        stories = "the story that it held is" if held == 1 else f"the {held:,} stories that it held are"
        return [(None, f"{what}; {stories} kept (--prune=all removes them)", False)]

    def _torn(self, report: Report) -> list[bytes] | None:
        """Return what could not be read of a file; None where it may be cut off, and nobody knows what followed.

        A last line that could not be read before is nothing new.
        """
        if not report.ends_torn:
            return report.torn
        before = {_unnumbered(why) for _, why, _ in self.catalog.problems_of(report.file)}
        return (
            report.torn
            if all(_unnumbered(why) in before for _, why, sound in report.problems if not sound)
            else None
        )

    def _drop_unseen(
        self, reading: _FileInProgress, torn: list[bytes] | None, *, lacks: bool = False
    ) -> None:
        """Remove what an earlier version of the file had and this one no longer has.

        What rolled off a feed stays, and what may be in a part that could not be read: `torn` are those parts, None where
        they are not known. Where it `lacks` another file, what may be in that stays until it is pruned.
        """
        if lacks and not self._pruning:
            return
        if torn is None or (reading.rolls and not self._everything):
            return
        old = reading.old if reading.started else self.catalog.articles_of(reading.row.key)
        gone = [each for each in old if each not in reading.seen]
        pieces = [bare for piece in torn if piece and (bare := _bare(piece.decode("utf-8", "replace")))]
        if any(len(piece) < _TELLING for piece in pieces):
            return
        if pieces and gone:
            gone = self._without_those_in(pieces, gone)
        self._remove_articles(gone, reading.row.key)

    def _without_those_in(self, pieces: list[str], gone: list[str]) -> list[str]:
        """Return those articles whose headline or text does not begin in any of these parts of a file."""
        left = []
        with contextlib.closing(self.engine.searcher()) as searcher:
            for start in range(0, len(gone), 500):
                for identifier, stored in searcher.articles(gone[start : start + 500]).items():
                    facts = orjson.loads(stored)
                    marks = [_bare(text)[:_TELLING] for name in ("headline", "body") if (text := facts[name])]
                    if not any(_may_hold(piece, mark) for mark in marks for piece in pieces):
                        left.append(identifier)
        return left

    def _remove_articles(self, ids: list[str], file: int) -> None:
        """Remove articles that were read from a file."""
        if not ids:
            return
        self._keeping.removed(ids, file)
        shadowed = self.catalog.shadows_among(ids)
        rows = self.catalog.winners(list(shadowed))
        self._gone.update((each, row.digest) for each, row in rows.items())
        self.writer.delete(ids)
        self.catalog.drop_articles(ids)
        self.summary.articles.removed += len(ids)
        self._again.update(file for files in shadowed.values() for file, _ in files)

    def _remove_file(self, key: int) -> None:
        self.catalog.begin()
        self.catalog.drop_shadows_of(key)
        self._remove_articles(list(self.catalog.articles_of(key)), key)
        self._again |= self._keeping.forget_file(key)
        self.catalog.drop_file(key)
        self._touched.add(key)
        self._again.discard(key)

    def _prune(self, paths: Iterable[str | os.PathLike[str]], found: set[bytes]) -> None:
        """Remove files that were under the directories of `paths` and are gone.

        Raises ArchiveError, and prunes nothing, where a directory is empty or more than half of its stories would go: that is
        what a disk looks like that was not mounted.
        """
        roots = [os.path.abspath(os.fsencode(path)) for path in paths]
        for root in roots:
            if os.path.isdir(root) and not os.access(root, os.R_OK | os.X_OK) and not self._everything:
                self.finish()
                raise ArchiveError(
                    f"{shown(root)} cannot be listed: nothing was pruned", hint="who may read it?"
                )
        held = {root: [row for row in self.catalog.files() if below(row.location, root)] for root in roots}
        gone = {
            row.key: row
            for rows in held.values()
            for row in rows
            if row.location not in found and _is_gone(row.location)
        }
        if not self._everything:
            for root, rows in held.items():
                self._check_pruning(root, [row.key for row in rows], gone.keys(), found)
        for rows in held.values():
            self._again |= self._companions.without(rows, gone)
        for key in gone:
            self._remove_file(key)
        self.summary.files.pruned = len(gone)
        if self._again:
            self._run(iter(()))

    def _check_pruning(self, root: bytes, keys: list[int], gone: Set[int], found: set[bytes]) -> None:
        """Raise ArchiveError where pruning would take more from under `root` than a day's work does."""
        held = {key: self.catalog.articles_of(key) for key in keys}
        total = sum(map(len, held.values()))
        lost = 0
        for key in gone & held.keys():
            shadowed = self.catalog.shadows_among(list(held[key]))
            stays = {each for each, files in shadowed.items() if any(file not in gone for file, _ in files)}
            lost += len(held[key]) - len(stays)
        empty = not any(below(location, root) for location in found)
        if not lost or not (empty or 2 * lost > total):
            return
        self.finish()  # what was read stays
        where = shown(root)
        what = (
            f"{where} is empty" if empty else f"{lost:,} of {total:,} stories under {where} are gone from it"
        )
        raise ArchiveError(
            f"{what}: nothing was pruned", hint="is the disk mounted? --prune=all removes them all the same"
        )

    def _count(self, report: Report, reading: _FileInProgress) -> None:
        faults = [(member, why) for member, why, sound in report.problems if not sound]
        self.summary.no_article += report.owner is None and any(sound for _, _, sound in report.problems)
        self.summary.bytes += report.size
        path, files = reading.row.path, self.summary.files
        named = [(f"{path}:{member}" if member else path, why) for member, why in faults]
        self.summary.rejected += named
        if not faults:
            files.read += 1
        elif reading.seen:
            files.read += 1
            files.partly_read += 1
            self.summary.partly.update(name for name, _ in named)
        else:
            files.rejected += 1

    def _bring_back(self) -> None:
        """Let texts that are left of articles that were removed stand again, where no file has given them meanwhile."""
        self._keeping.settle_rest()
        for row, article in self._keeping.left_alone(lambda file: _is_gone(self._file_of(file).location)):
            made = document(article, row.file, stored=encoded(article)[0])
            self.writer.add([made])
            period = None
            if self._stories:
                period = keep_article(self.catalog.stories, article, made.texts.get("body", ""))
            self.catalog.put_articles([row._replace(period=period)])
            self._keeping.settle({row.id: row}, [row.id])
            self._touched.add(row.file)
            if (digest := self._gone.pop(row.id, None)) is not None:
                self.summary.articles.removed -= 1
                self.summary.articles.replaced += digest != row.digest

    # -- commits -------------------------------------------------------------------------------------------

    def _most_uncommitted(self) -> int:
        """Return how many articles may wait for a commit."""
        return min(self.commit_after, self.committer.commit_after or self.commit_after)

    def _commit(self) -> None:
        if self._holding is not None:
            self._holding.release()
        cut = [each.row._replace(size=-1, sha256="") for each in self._reading.values() if each.started]
        lost = self.committer.commit(cut, written=self._written, touched=bool(self._touched))
        self.summary.articles.added = max(0, self.summary.articles.added - lost)
        if self._written:
            self._committed = self.clock()
        self._keeping.committed()
        self._written = False
        self._touched.clear()
        self._uncommitted = 0

    def checkpoint(self) -> int:
        """Commit in the middle of a run; return the revision."""
        self._commit()
        self.committer.checkpoint()
        return self.catalog.revision

    def finish(self, progress: OnProgress = None) -> IndexSummary:
        """Commit, find out which articles are one story, and return what the run came to.

        `progress` is called instead of what the run was begun with.
        """
        self._progress = progress or self._progress
        self._bring_back()
        if self._written:
            self._tell_stage("commit", 0, None)
        self._commit()
        if not self._whole and self.catalog.stories.is_owed():
            from morgue.ingest.linking import link_stories  # which most runs of `index` need not

            tell = self._tell_stage if self._progress else None
            answers = self._holding.answers if self._holding is not None else None
            link_stories(self.catalog, self.engine, self.committer, tell, answers)
        summary, counts = self.summary, self.summary.articles
        counts.total = self.catalog.article_count()
        counts.unchanged = max(0, counts.total - counts.added - counts.replaced)
        summary.revision = self.catalog.revision
        summary.seconds = time.monotonic() - self._began
        return summary

    def _reach(self, row: FileRow, last: Entry) -> None:
        """Count the bytes of a file up to an article; nothing where that has its place in a member of the file."""
        source = orjson.loads(last.document.stored)["source"]
        before = self._reached.get(row.key, 0)
        reached = min(row.size, source["offset"] + source["length"])
        if source["member"] is None and reached > before:
            self._reached[row.key] = reached
            self._state.bytes_done += reached - before

    def _step(self, size: int, path: str) -> None:
        self._state.files_done += 1
        self._state.bytes_done += max(0, size)
        self._tell(path)

    def _tell_stage(self, stage: Stage, done: int, total: int | None) -> None:
        self._state.stage, self._state.done, self._state.total = stage, done, total
        self._tell("")

    def _tell(self, path: str) -> None:
        if self._progress:
            self._state.seconds = time.monotonic() - self._began
            self._state.path = path
            self._progress(self._state)
