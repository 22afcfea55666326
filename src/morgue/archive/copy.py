"""Copy an archive to another place or engine: files, articles, what was rejected and forgotten, saved searches.

Stories are copied as they are stored, so that no feed is read again. A copy that was cut off goes on where it
stopped: what the copy holds in the same version is left alone. At the end both are counted, and what the
original no longer has is removed from the copy.

A saved search goes on where it was watched last. Revisions of the copy are its own: so the articles come in the order
in which saved searches have seen them, and a mark becomes the revision in which the last of those that it covers came.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import orjson

from morgue.archive.archive import Archive
from morgue.archive.location import location_of
from morgue.archive.results import Moved
from morgue.engines.base import Searcher
from morgue.errors import ArchiveError
from morgue.ingest.summary import OnProgress, Progress
from morgue.model.article import Article
from morgue.query import tree
from morgue.storage.catalog import ArticleRow, Catalog

if TYPE_CHECKING:
    from morgue.archive.location import ArchiveLocation
    from morgue.ingest.run import Ingest

BATCH = 500
SEEN = "copied_seen"
"""The fact of a copy that holds, as JSON, `_Copy.seen`."""

ORIGIN = "copied_from"
"""The fact of a copy that names the archive that it is a copy of, until it is whole."""


def move(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    engine: str | None = None,
    progress: OnProgress = None,
) -> Moved:
    """Copy the archive at `source` to `target`, which is empty or a copy of it that was cut off.

    Its saved searches go along, with what they have seen. Raises ArchiveError where either is not what it should be,
    and where the original changed meanwhile.
    """
    began = time.monotonic()
    origin, copy = location_of(source), location_of(target)
    _prepare(origin, copy, engine)
    held, searcher = origin.opened()
    with contextlib.closing(searcher), contextlib.closing(origin.catalog()) as catalog:
        total = catalog.article_count()
        with copy.writing() as ingest:
            made = _Copy(ingest, catalog, total, progress)
            made.begin(held.id)
            made.articles(searcher, _marks(origin))
            made.rest()
        with copy.writing() as ingest:
            removed = _trimmed(copy, ingest, catalog, total)
        if origin.newest() != held:
            raise ArchiveError(
                f"{origin} changed while it was copied", hint="give the command again, to copy what is new"
            )
        with copy.writing() as ingest:
            _finish(origin, copy, ingest, total)
        searches = _carry_searches(origin, copy, held.revision, made.seen)
    took = time.monotonic() - began
    return Moved(
        str(origin),
        str(copy),
        copy.engine,
        made.copied,
        made.kept,
        removed,
        total,
        made.files,
        searches,
        took,
    )


def _prepare(origin: ArchiveLocation, copy: ArchiveLocation, engine: str | None) -> None:
    """Check the original, and make the copy or check it. Raises ArchiveError where they are one archive or of two engines."""
    if not origin.stands():
        raise ArchiveError(f"there is no archive at {origin}")
    origin.check()
    if not copy.stands():
        copy.make(engine)
        return
    copy.check()
    if copy.id == origin.id:
        raise ArchiveError(f"{copy} is the archive itself", hint="name another place")
    if engine not in (None, copy.engine):
        raise ArchiveError(
            f"the archive {copy} was made with {copy.engine}, not {engine}", hint="leave --engine out"
        )


_CURRENT = tree.Not(tree.SUPERSEDED)
"""The articles of an index without their earlier texts, which come from the catalog."""


class _Copy:
    """One run of copying; `copied` and `kept` count articles."""

    def __init__(self, ingest: Ingest, catalog: Catalog, total: int, progress: OnProgress) -> None:
        self.ingest = ingest
        self.catalog = catalog
        self.stories = catalog.stories.is_kept()
        self.copied = self.kept = self.files = 0
        self.seen: dict[int, int] = {}
        """Revisions of the original up to which searches were watched, and what those are in the copy."""
        self._keys: dict[int, int] = {}
        self._began = time.monotonic()
        self._progress = progress
        self._state = Progress(stage="copy", total=total)

    def begin(self, identifier: str) -> None:
        """Note what this is a copy of. Raises ArchiveError where the place holds something else."""
        target = self.ingest.catalog
        origin = target.fact(ORIGIN)
        if not origin and (target.article_count() or target.file_count()):
            raise ArchiveError("the destination is not empty", hint="give one that is empty, or a new place")
        if origin and origin != identifier:
            raise ArchiveError(f"the destination is an unfinished copy of another archive, {origin}")
        self.seen = {int(each): at for each, at in json.loads(target.fact(SEEN) or "{}").items()}
        target.begin()
        target.note(ORIGIN, identifier)

    def articles(self, searcher: Searcher, marks: list[int]) -> None:
        """Copy every article that is not in the copy in the same version: first those that each mark covers."""
        after = [set(self.catalog.changed_since(mark)) for mark in marks]
        later = after[0] if after else set()
        every = (
            Article.from_json(orjson.loads(each.stored)) for each in searcher.every(_CURRENT, sort="oldest")
        )
        self._all(each for each in every if each.id not in later)
        for at, mark in enumerate(marks):
            self._note_seen(mark)
            rest = after[at + 1] if at + 1 < len(after) else set()
            self._all(_articles(searcher, sorted(after[at] - rest)))

    def _all(self, articles: Iterator[Article]) -> None:
        while several := list(islice(articles, BATCH)):
            self._batch(several)
            self._tell(len(several))

    def _note_seen(self, mark: int) -> None:
        """Commit, and note for a copy that goes on later how far a mark reaches here."""
        if mark in self.seen:
            return
        self.seen[mark] = self.ingest.checkpoint()
        target = self.ingest.catalog
        target.begin()
        target.note(SEEN, json.dumps(self.seen))
        self.ingest.checkpoint()

    def _batch(self, several: list[Article]) -> None:
        ids = [each.id for each in several]
        known, standing = self.catalog.winners(ids), self.ingest.catalog.winners(ids)
        if len(known) < len(ids):
            raise ArchiveError(
                "index and catalog of the original do not agree", hint="morgue verify --repair mends it"
            )
        rows = {each: row._replace(file=self.key(row.file), period=None) for each, row in known.items()}
        wanted = [each for each in several if not _is_same(rows[each.id], standing.get(each.id))]
        if wanted:
            self.ingest.take_over([rows[each.id] for each in wanted], wanted, stories=self.stories)
        self.copied += len(wanted)
        self.kept += len(several) - len(wanted)

    def key(self, file: int) -> int:
        """Return the key in the copy of a file; it is there as to be read again until the copy is whole."""
        if file not in self._keys:
            row = self.catalog.file(file)
            if row is None:
                raise ArchiveError(
                    "the original has articles of no file", hint="morgue verify --repair mends it"
                )
            self._keys[file] = self.ingest.adopt(row._replace(size=-1))
        return self._keys[file]

    def rest(self) -> None:
        """Copy files as they are, what was wrong with them, their other versions, and what was forgotten."""
        target = self.ingest.catalog
        target.begin()
        for row in self.catalog.all_files():
            key = self.key(row.key)
            target.put_file(row._replace(key=key))
            problems, partly = self.catalog.problems_of(row.key), self.catalog.is_partly_read(row.key)
            target.put_problems(key, problems, partly=partly)
            self.files += 1
        shadows = self.catalog.shadows()
        target.put_shadows(
            (each, self._keys[file], stamp) for each, file, stamp in shadows if file in self._keys
        )
        target.forget_ids(self.catalog.forgotten())
        self._versions()
        self.ingest.finish(self._progress)

    def _versions(self) -> None:
        """Copy the earlier texts of articles that are not in the copy as they are."""
        rows = self.catalog.versions()
        while several := list(islice(rows, BATCH)):
            held = {
                row
                for known in self.ingest.catalog.versions_among({each.id for each in several}).values()
                for row in known
            }
            moved = {each: each._replace(file=self.key(each.file)) for each in several}
            wanted = [each for each, row in moved.items() if row not in held]
            put = [(moved[row], packed) for row, packed in self.catalog.packed_versions(wanted)]
            self.ingest.take_over_versions(put, {each.id for each in several})

    def _tell(self, articles: int) -> None:
        self._state.articles += articles
        self._state.done += articles
        self._state.seconds = time.monotonic() - self._began
        if self._progress:
            self._progress(self._state)


def _is_same(row: ArticleRow, standing: ArticleRow | None) -> bool:
    """Return whether the copy has an article in the version of the original, wherever its sketch is kept."""
    return standing is not None and row == standing._replace(period=None)


def _articles(searcher: Searcher, ids: list[str]) -> Iterator[Article]:
    """Yield the articles of ids, so many at a time."""
    for start in range(0, len(ids), BATCH):
        for stored in searcher.articles(ids[start : start + BATCH]).values():
            yield Article.from_json(orjson.loads(stored))


def _marks(origin: ArchiveLocation) -> list[int]:
    """Return the revisions up to which saved searches of an archive were watched, in order."""
    return sorted({each.seen for each in Archive(origin).saved if each.seen is not None})


def _carry_searches(
    origin: ArchiveLocation, copy: ArchiveLocation, revision: int, seen: dict[int, int]
) -> int:
    """Keep the saved searches of the original in the copy; return how many they are.

    One that was watched further while the copy was made finds again what came since the mark before. One that was
    watched in a later state than the original's has seen nothing, as there.
    """
    known = {mark: at for mark, at in seen.items() if mark <= revision}
    carried = [
        dataclasses.replace(
            each,
            seen=None
            if each.seen is None or each.seen > revision
            else max((at for mark, at in known.items() if mark <= (each.seen or 0)), default=None),
        )
        for each in Archive(origin).saved
    ]
    if carried:
        Archive(copy).saved.adopt(carried)
    return len(carried)


def _trimmed(copy: ArchiveLocation, ingest: Ingest, catalog: Catalog, total: int) -> int:
    """Remove from the copy what the original no longer has; return how many articles went."""
    if ingest.catalog.article_count() == total:
        return 0
    gone: list[str] = []
    _, searcher = copy.opened()
    with contextlib.closing(searcher):
        for ids in _ids(searcher):
            known = catalog.winners(ids)
            gone += [each for each in ids if each not in known]
    ingest.take_out(gone)
    ingest.finish()
    return len(gone)


def _ids(searcher: Searcher) -> Iterable[list[str]]:
    every = searcher.every(_CURRENT, sort="oldest")
    while several := [orjson.loads(each.stored)["id"] for each in islice(every, BATCH)]:
        yield several


def _finish(origin: ArchiveLocation, copy: ArchiveLocation, ingest: Ingest, total: int) -> None:
    """Note that the copy is whole. Raises ArchiveError where it is not."""
    _, searcher = copy.opened()
    with contextlib.closing(searcher):
        found, known = searcher.count(_CURRENT), ingest.catalog.article_count()
    if not found == known == total:
        raise ArchiveError(
            f"{copy} holds {found:,} articles and knows of {known:,}, {origin} holds {total:,}",
            hint="give the command again; if it does not help, morgue verify says which of the two is damaged",
        )
    ingest.catalog.begin()
    ingest.catalog.note(ORIGIN, "")
    ingest.catalog.note(SEEN, "")
    ingest.finish()
