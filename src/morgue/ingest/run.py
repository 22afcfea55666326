"""One run of the writer: what has to be read is read, what came of it goes to the index and the catalog.

The file is the unit. Articles are added as they arrive; a commit takes in whole files wherever it can and
comes at the end of a run, and in a long one every COMMIT_ARTICLES. The catalog commits first, then the
index: that is the moment that counts. Between two commits of a run the archive is sealed.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from morgue.catalog import ArticleRow, Catalog, FileRow
from morgue.edition import Seal
from morgue.engines.base import Document, Engine, Writer
from morgue.ingest.sealing import break_seal, put_seal
from morgue.ingest.summary import IndexSummary, Progress
from morgue.ingest.walk import Input, walk
from morgue.ingest.workers import UNREAD, Batch, Entry, Job, Pool, Report

COMMIT_ARTICLES = 200_000
"""Articles after which a long run commits."""


@dataclass(slots=True)
class _Reading:
    """A file on its way: its row as it will be, what the archive had of it, and what came so far."""

    row: FileRow
    known: bool
    old: dict[str, ArticleRow] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    started: bool = False


def _is_gone(location: bytes) -> bool:
    """Whether there is surely nothing: where a disk fails or a directory is closed to us, there may be."""
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

    def __init__(self, directory: Path, catalog: Catalog, engine: Engine, seal: Seal) -> None:
        self.directory = directory
        self.catalog = catalog
        self.engine = engine
        self.seal = seal
        self.summary = IndexSummary()
        self._writer: Writer | None = None
        self._reading: dict[int, _Reading] = {}
        self._written = False  # whether the index will have changed
        self._touched: set[int] = set()
        self._again: set[int] = set()
        self._uncommitted = 0
        self._whole = False
        self._next_key = catalog.next_key()
        self._first_key = self._next_key  # files of this run that were not known have keys from here on
        self._added: set[str] = set()  # what this run added from files that were known
        self._forgotten = catalog.forgotten()
        self._progress: Callable[[Progress], None] | None = None
        self._state = Progress()
        self._began = time.monotonic()

    @property
    def writer(self) -> Writer:
        """The engine's writer, opened when there is first something to write."""
        if self._writer is None:
            break_seal(self.directory)
            self._writer = self.engine.writer()
        self._written = True
        return self._writer

    def close(self) -> None:
        """Release engine and catalog; what was not committed is forgotten."""
        self.catalog.close()
        self.release()

    def release(self) -> None:
        """Wait for what the engine still does, and release it."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    # -- runs ----------------------------------------------------------------------------------------------

    def index(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        prune: bool = False,
        columns: dict[str, str] | None = None,
        progress: Callable[[Progress], None] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> IndexSummary:
        """Read what is new or changed under `paths`, and what an earlier run left undone.

        `names` says under which path a file is shown that is not known by its own (standard input).
        """
        self._progress = progress
        paths = list(paths)
        inputs = [
            each._replace(path=names[shown])
            if names and (shown := os.fsdecode(each.location)) in names
            else each
            for each in walk(paths)
        ]
        self.summary.files.seen = len(inputs)
        self._run(self._jobs(inputs, columns or {}))
        if prune:
            self._prune(paths, {each.location for each in inputs})
        return self._finish()

    def reread(self, progress: Callable[[Progress], None] | None = None) -> IndexSummary:
        """Read all files that are marked to be read again."""
        self._progress = progress
        self._run(iter(()))
        return self._finish()

    def mend(
        self, held: set[str], rescued: Iterable[Document], progress: Callable[[Progress], None] | None
    ) -> list[str]:
        """Complete an index that holds only the articles `held`, and make it one with the catalog.

        `rescued` are missing articles that were found elsewhere, exactly as they were. Files of those that
        are still missing are read again; the paths of those that are gone are returned.
        """
        self._progress = progress
        self._whole = True
        self.catalog.begin()
        missing = {identifier for identifier in self.catalog.ids() if identifier not in held}
        strange = held.difference(self.catalog.ids())
        if strange:
            self.writer.delete(strange)
        for document in rescued:
            self.writer.add([document])
            missing.discard(document.id)
        rows = self.catalog.winners(sorted(missing))
        keys = {row.file for row in rows.values()}
        self.catalog.drop_articles(missing)
        self.catalog.reread(keys)
        self._again = keys | self.catalog.files_shadowing(missing)
        self._touched = set(keys) | {0}
        self._written = True  # an index made anew is committed even where nothing is missing
        files = [self.catalog.file(key) for key in sorted(keys)]
        gone = [row.path for row in files if row is not None and not os.path.exists(row.location)]
        self._run(iter(()))
        self._finish()
        return gone

    def forget_files(self, keys: Iterable[int]) -> int:
        """Take files out of the archive with all that came of them; how many articles went."""
        for key in keys:
            self._remove_file(key)
        self._run(iter(()))
        self._finish()
        return self.summary.articles.removed

    def forget_articles(self, ids: list[str]) -> int:
        """Take articles out of the archive for good; how many went."""
        self.catalog.begin()
        rows = self.catalog.winners(ids)
        if rows:
            self.writer.delete(rows)
        self.catalog.drop_articles(rows)
        self.catalog.forget_ids(ids)
        self._touched.update(row.file for row in rows.values())
        self.summary.articles.removed += len(rows)
        self._finish()
        return len(rows)

    # -- articles of another archive -------------------------------------------------------------------------

    def adopt(self, row: FileRow) -> int:
        """The key here of a file of another archive, which is written if it is not known."""
        known = self.catalog.file_at(row.location)
        if known is not None:
            return known.key
        made = self._new_row(Input(row.location, row.root, row.path, row.size, row.modified), [row.root])
        self.catalog.begin()
        self.catalog.put_file(row._replace(key=made.key))
        return made.key

    def take_over(self, rows: Sequence[ArticleRow], documents: Iterable[Document]) -> None:
        """Add articles of another archive, each in the place of what has its id; commits as a run does."""
        self.catalog.begin()
        self.writer.delete([row.id for row in rows])
        self.writer.add(documents)
        self.catalog.put_articles(rows)
        self._touched.update(row.file for row in rows)
        self._uncommitted += len(rows)
        if self._uncommitted >= self.commit_after:
            self._commit_midway()

    def take_out(self, ids: list[str]) -> None:
        """Take articles out that the other archive has no more."""
        self.catalog.begin()
        self.writer.delete(ids)
        self.catalog.drop_articles(ids)
        self._touched.add(0)

    def checkpoint(self) -> int:
        """Commit in the middle of a run of copying; the revision that it is."""
        self._commit_midway()
        return self.catalog.revision

    def done(self) -> IndexSummary:
        """Commit, and tell what the archive holds."""
        return self._finish()

    # -- jobs ----------------------------------------------------------------------------------------------

    def _run(self, jobs: Iterator[Job]) -> None:
        with Pool() as pool:
            self._take(pool, jobs)
            self._again.update(row.key for row in self.catalog.to_reread())
            while self._again:
                again, self._again = self._again, set()
                self._take(pool, self._jobs_again(again))

    def _take(self, pool: Pool, jobs: Iterator[Job]) -> None:
        for message in pool.run(jobs):
            if isinstance(message, Batch):
                self._take_batch(message)
            else:
                self._take_report(message)

    def _jobs(self, inputs: list[Input], columns: dict[str, str]) -> Iterator[Job]:
        spelt = json.dumps(columns, sort_keys=True) if columns else ""
        self._state.files_total, self._state.bytes_total = len(inputs), sum(each.size for each in inputs)
        roots = sorted({row.root for row in self.catalog.files()}, key=len)
        for each in inputs:
            known = self.catalog.file_at(each.location)
            if (
                known
                and known.size == each.size
                and known.modified == each.modified
                and known.columns == spelt
            ):
                self.summary.files.unchanged += 1
                self._step(each.size, each.path)
                continue
            row = known or self._new_row(each, roots)
            row = row._replace(size=each.size, modified=each.modified, columns=spelt)
            self._reading[row.key] = _Reading(row, known is not None)
            if each.trouble:
                self._take_report(
                    Report(row.key, "", each.size, each.modified, False, [(None, each.trouble, each.sound)])
                )
                continue
            self._again.discard(row.key)
            same = known.sha256 if known and known.columns == spelt and known.size >= 0 else None
            yield Job(row.key, each.location, row.path, columns, same or None)

    def _new_row(self, each: Input, roots: list[bytes]) -> FileRow:
        root = next((root for root in roots if each.location.startswith(root.rstrip(b"/") + b"/")), each.root)
        path = (
            each.path
            if root == each.root
            else os.path.relpath(each.location, root).decode("utf-8", "backslashreplace")
        )
        key, self._next_key = self._next_key, self._next_key + 1
        return FileRow(key, each.location, root, path, 0, 0, "", "")

    def _jobs_again(self, keys: set[int]) -> Iterator[Job]:
        for key in sorted(keys):
            row = self.catalog.file(key)
            if row is None or not os.path.exists(row.location):
                continue
            self._reading[key] = _Reading(row, True)
            yield Job(key, row.location, row.path, json.loads(row.columns or "{}"), None)

    # -- what comes back -----------------------------------------------------------------------------------

    def _take_batch(self, batch: Batch) -> None:
        reading = self._reading[batch.file]
        self.catalog.begin()
        if not reading.started:
            reading.started = True
            reading.old = self.catalog.articles_of(batch.file) if reading.known else {}
            self._touched.add(batch.file)
        winners = self.catalog.winners([entry.document.id for entry in batch.entries])
        added: list[Entry] = []
        rows: dict[str, ArticleRow] = {}
        fresh = {}
        for entry in batch.entries:
            if entry.document.id in self._forgotten:
                continue
            if self._wins(entry, reading, rows.get(entry.document.id) or winners.get(entry.document.id)):
                fresh[entry.document.id] = entry
                rows[entry.document.id] = ArticleRow(entry.document.id, batch.file, entry.stamp, entry.digest)
        added = list(fresh.values())
        replaced = [each for each in fresh if each in winners]
        if replaced:
            self.writer.delete(replaced)
        if added:
            self.writer.add(entry.document for entry in added)
        self.catalog.put_articles(rows.values())
        self._uncommitted += len(added)
        self._state.articles += len(batch.entries)
        self._tell(reading.row.path)
        if self._uncommitted >= self.commit_after and not self._whole:
            self._commit_midway()

    def _wins(self, entry: Entry, reading: _Reading, standing: ArticleRow | None) -> bool:
        """Whether an article goes to the index; counts it, and keeps the loser as a shadow."""
        identifier, key = entry.document.id, reading.row.key
        counts = self.summary.articles
        if identifier in reading.seen:
            return standing is not None and standing.file == key and entry.stamp > standing.stamp
        reading.seen[identifier] = entry.stamp
        if standing is None:
            counts.added += 1
            if reading.known:
                self._added.add(identifier)
            return True
        if standing.file == key:
            counts.replaced += standing.digest != entry.digest
            return True
        rank = (entry.stamp, self._path_of(standing.file))
        if rank <= (standing.stamp, reading.row.path):
            self.catalog.put_shadows([(identifier, key, entry.stamp)])
            return False
        self.catalog.put_shadows([(identifier, standing.file, standing.stamp)])
        self._touched.add(standing.file)
        if standing.file < self._first_key and identifier not in self._added:
            counts.replaced += standing.digest != entry.digest
        return True

    def _path_of(self, file: int) -> str:
        """The path of a file, also of one that is being read now."""
        reading = self._reading.get(file)
        row = reading.row if reading else self.catalog.file(file)
        return row.path if row else ""

    def _take_report(self, report: Report) -> None:
        reading = self._reading.pop(report.file)
        row = reading.row
        self._step(row.size, row.path)
        self.catalog.begin()
        if report.unchanged:
            self.catalog.touch(row.key, report.size, report.modified)
            self.summary.files.unchanged += 1
            return
        self._count(report, row.path)
        faults = [why for _, why, sound in report.problems if not sound]
        if reading.known and not faults:
            self._drop_unseen(reading)
        if not reading.started:
            self._touched.add(row.key)
        size, modified = (report.size, report.modified) if report.sha256 else (row.size, row.modified)
        if report.modified == UNREAD:
            modified = UNREAD
        self.catalog.put_file(row._replace(size=size, modified=modified, sha256=report.sha256))
        self.catalog.put_problems(row.key, report.problems)

    def _drop_unseen(self, reading: _Reading) -> None:
        """Take out what an earlier version of the file had and this one has no more."""
        old = reading.old if reading.started else self.catalog.articles_of(reading.row.key)
        gone = [each for each in old if each not in reading.seen]
        self._remove_articles(gone)

    def _remove_articles(self, ids: list[str]) -> None:
        if ids:
            self.writer.delete(ids)
            self.catalog.drop_articles(ids)
            self.summary.articles.removed += len(ids)
            self._again.update(self.catalog.files_shadowing(ids))

    def _remove_file(self, key: int) -> None:
        self.catalog.begin()
        self.catalog.drop_shadows_of(key)
        self._remove_articles(list(self.catalog.articles_of(key)))
        self.catalog.drop_file(key)
        self._touched.add(key)
        self._again.discard(key)

    def _prune(self, paths: Iterable[str | os.PathLike[str]], found: set[bytes]) -> None:
        """Take out files that were under the directories of `paths` and are gone."""
        roots = [os.path.abspath(os.fsencode(path)) for path in paths]
        gone = [
            row.key
            for row in self.catalog.files()
            if row.location not in found
            and any(row.location.startswith(root.rstrip(b"/") + b"/") for root in roots)
            and _is_gone(row.location)
        ]
        for key in gone:
            self._remove_file(key)
        self.summary.files.pruned = len(gone)
        if self._again:
            self._run(iter(()))

    def _count(self, report: Report, path: str) -> None:
        faults = [(member, why) for member, why, sound in report.problems if not sound]
        self.summary.no_article += any(sound for _, _, sound in report.problems)
        self.summary.bytes += report.size
        if faults:
            self.summary.files.rejected += 1
            self.summary.rejected += [(f"{path}:{member}" if member else path, why) for member, why in faults]
        else:
            self.summary.files.read += 1

    # -- commits -------------------------------------------------------------------------------------------

    def _commit(self) -> None:
        if not self._written:  # the index stays as it is, and with it the revision
            if self.catalog.changed:
                break_seal(self.directory)
            self.catalog.commit(grow=False)
            self._touched.clear()
            return
        self.catalog.begin()
        for (
            reading
        ) in self._reading.values():  # a file that is cut by this commit is read again after a crash
            if reading.started:
                self.catalog.put_file(reading.row._replace(size=-1, sha256=""))
        writer = self.writer
        self.catalog.commit(grow=True)
        writer.commit()
        self._written = False
        self._touched.clear()
        self._uncommitted = 0

    def _commit_midway(self) -> None:
        """Commit in the middle of a run."""
        self._commit()
        self.seal = put_seal(
            self.directory,
            self.catalog,
            self.seal,
            revision=self.catalog.revision,
            index=self.seal.index,
            at_rest=False,
        )

    def _finish(self) -> IndexSummary:
        self._commit()
        summary, counts = self.summary, self.summary.articles
        counts.total = self.catalog.article_count()
        counts.unchanged = counts.total - counts.added - counts.replaced
        summary.revision = self.catalog.revision
        summary.seconds = time.monotonic() - self._began
        return summary

    def _step(self, size: int, path: str) -> None:
        self._state.files_done += 1
        self._state.bytes_done += max(0, size)
        self._tell(path)

    def _tell(self, path: str) -> None:
        if self._progress:
            self._state.seconds = time.monotonic() - self._began
            self._state.path = path
            self._progress(self._state)
