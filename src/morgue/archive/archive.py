"""Open, make and change an archive. The public API.

An archive directory holds the catalog, a lock, and one directory with the index of its engine, whose name
the catalog keeps (`index-1`), so that a rebuilt index replaces the old one in one step.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO

from morgue.archive.location import location_of
from morgue.archive.results import Forgotten, VerifyReport
from morgue.archive.searchable import Searchable
from morgue.errors import ArchiveError, UsageError
from morgue.query.clock import Now as Now
from morgue.query.clock import moment_of as moment_of
from morgue.storage.versions import VERSION_MARK, VersionRow

if TYPE_CHECKING:
    from morgue.archive.manifest import Manifest, Replay
    from morgue.archive.saved import SavedSearches
    from morgue.ingest.run import Ingest
    from morgue.ingest.summary import IndexSummary, OnProgress, Prune


def open_archive(where: str | os.PathLike[str]) -> Archive:
    """Return the archive at `where`. Raises ArchiveError, with how to make one, where there is none."""
    place = location_of(where)
    if not place.stands():
        option = "" if str(place) == "index" else f" --archive {place}"
        raise ArchiveError(
            f"there is no archive at {place}", hint=f"make one from your feeds: morgue index{option} PATH…"
        )
    return Archive(place)


def create_archive(
    where: str | os.PathLike[str], *, engine: str | None = None, writing: bool = False
) -> Archive:
    """Make a new, empty archive at `where`: a directory that is empty or does not exist, or the address of a cluster.

    With `writing` no other process can write to a directory's before the first change that is made here, or `close`.
    """
    place = location_of(where)
    place.make(engine, keep=writing)
    return Archive(place)


def renew_archive(where: str | os.PathLike[str], *, progress: OnProgress = None) -> IndexSummary:
    """Rebuild an archive of an older format, in its place, from the files that it was made of.

    Raises ArchiveError where its catalog does not say which these are.
    """
    from morgue.archive.writer import renew

    return renew(location_of(where).directory, progress)


class Archive(Searchable):
    """An archive, open for searching; `index`, `forget` and repairs take the writer's lock while they run.

    Answers are of the state when the archive was opened or last refreshed; `index` refreshes.
    """

    @property
    def saved(self) -> SavedSearches:
        """Return the searches that are kept in this archive, to run and to watch."""
        from morgue.archive.saved import SavedSearches

        return SavedSearches(self)

    def replay(self, manifest: str | os.PathLike[str] | Manifest) -> Replay:
        """Run a recorded search again (`Manifest.record`, or the file it was written to); what differs."""
        from morgue.archive.manifest import replay

        return replay(self, manifest)

    # -- writing -------------------------------------------------------------------------------------------

    def index(
        self,
        paths: Iterable[str | os.PathLike[str]],
        *,
        prune: Prune = False,
        columns: dict[str, str] | None = None,
        table: str | None = None,
        stdin: BinaryIO | None = None,
        progress: OnProgress = None,
        stories: bool = True,
    ) -> IndexSummary:
        """Read what is new or changed under `paths`; `-` is one feed from `stdin`.

        `columns` maps fields to the columns of tables, and `table` names the table of databases. Without `stories` it is not
        found out which of the articles read now are one story; `rebuild_stories` does it later.

        `prune` removes what is gone from the directories among them. Raises ArchiveError, having pruned nothing, where one is
        empty or more than half of its stories would go, unless it is "all", which removes as well what
        changed files hold no longer.
        """
        wanted = [os.fspath(path) for path in paths]
        if table is not None:
            from morgue.io.feed import TABLE

            columns = {**(columns or {}), TABLE: table}
        names: dict[str, str] = {}
        if wanted.count("-") > 1:
            raise UsageError("- is given twice, and there is one standard input", hint="write - once")
        if "-" in wanted:
            from morgue.archive.writer import keep

            if stdin is None:
                raise UsageError("- means standard input, and there is none")
            kept = os.path.abspath(keep(self.directory, stdin))
            wanted[wanted.index("-")] = kept
            names[kept] = "-"
        with self._writing() as ingest:
            return ingest.index(
                wanted, prune=prune, columns=columns, progress=progress, names=names, stories=stories
            )

    def rebuild_stories(self, *, progress: OnProgress = None) -> None:
        """Find out again which articles are one story, from the texts in the archive; no feed is read."""
        with self._writing() as ingest:
            ingest.rebuild_stories(progress)

    def forget(self, paths: Iterable[str | os.PathLike[str]] = (), *, ids: Iterable[str] = ()) -> Forgotten:
        """Remove files (with all that came of them) or articles from the archive, and say what is gone and what stays.

        A path is resolved against the current directory, and a directory means all below; `-` is what came from
        standard input. Where the archive was given nothing at that place, and nothing is there, the path may be as a
        hit's `source.path` has it. An article that another file holds too stays. Raises ArchiveError for a path that
        the archive does not know, and for one that several indexed directories have. The id of an earlier text (`ID@1`)
        means that one alone; an article goes with all its texts. Raises UsageError for the text of several that stands,
        which does not go by itself.
        """
        from morgue.archive.forget import chosen
        from morgue.ingest.walk import PASSED

        named = [self._forgettable(each) for each in ids]
        full = [each for each in named if VERSION_MARK not in each]
        several = {base for each in named if (base := each.partition(VERSION_MARK)[0]) != each}
        texts = {row.name: row for each in several for row in self._texts(each)}
        wanted = list(paths)
        rows = chosen(self._catalog.files(), wanted, self.directory / "stdin") if wanted else []
        keys = {row.key for row in rows}
        held = set(full)
        for key in keys:
            held.update(self._catalog.articles_of(key))
        of_texts = {*held, *several, *(row.id for key in keys for row in self._catalog.versions_of_file(key))}
        self.place.check_writable()
        before = self._catalog.versions_among(sorted(of_texts))
        if keys:
            held.update(identifier for identifier, file, _ in self._catalog.shadows() if file in keys)
            with self._writing() as ingest:
                ingest.forget_files(keys)
        if full:
            with self._writing() as ingest:
                ingest.forget_articles(full)
        if earlier := [texts[each] for each in named if each in texts]:
            with self._writing() as ingest:
                ingest.forget_texts(earlier)
        remaining = len(self._catalog.winners(sorted(held)))
        files = sum(row.size != PASSED for row in rows)
        return Forgotten(files, len(held) - remaining, remaining, self._gone_of(before))

    def _forgettable(self, typed: str) -> str:
        """Return the full id of an article or of one of its earlier texts that is to be forgotten."""
        found = self._full_id(typed, self._search())
        if VERSION_MARK in typed and VERSION_MARK not in found:
            raise UsageError(
                f"{typed} is the text that {found} has now, which does not go by itself",
                hint=f"morgue forget --id {found} removes the article with all its texts",
            )
        return found

    def _gone_of(self, before: Mapping[str, Sequence[VersionRow]]) -> int:
        """Return how many of these earlier texts are neither kept nor stand again."""
        kept = {row.name for rows in self._catalog.versions_among(before).values() for row in rows}
        standing = self._catalog.winners(sorted(before))
        return sum(
            row.name not in kept and not (each in standing and standing[each].digest == row.digest)
            for each, rows in before.items()
            for row in rows
        )

    def verify(self, *, repair: bool = False, progress: OnProgress = None) -> VerifyReport:
        """Check every file of the archive and that index and catalog agree; with `repair` make it whole again."""
        damaged, searches = self.place.problems(), self.saved.problems()
        problems = damaged + searches
        if not problems or not repair:
            return VerifyReport(problems, 0 if damaged else self._search().total())
        lost = self.place.repair(progress) if damaged else []
        lost += self.saved.repair() if searches else []
        self.refresh()
        left = self.place.problems() + self.saved.problems()
        return VerifyReport(problems, self._search().total(), not left, lost)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Ingest]:
        try:
            with self.place.writing() as ingest:
                yield ingest
        finally:
            self.refresh()
