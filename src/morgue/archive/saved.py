"""Save searches: queries kept in an archive by name, with the revision at which each was last watched.

They are in `searches.json` in the archive's directory, so that they travel with it, and are changed under a
lock of their own: a watch need not wait for a long run of `index`. How they are written is in `morgue.storage.saved_searches`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import fcntl
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from morgue.archive.arguments import ORDERS, check_choice, check_text
from morgue.engines.base import Sort
from morgue.errors import ArchiveError, UsageError, reason_of
from morgue.storage import saved_searches
from morgue.storage.directory.commit_point import refuse_links
from morgue.storage.saved_searches import SavedSearch as SavedSearch

if TYPE_CHECKING:
    from morgue.archive.results import Results
    from morgue.archive.searchable import Searchable
    from morgue.query.clock import Now

_WORDLY = re.compile(r"\w[\w.-]{0,63}")
"""A name: up to 64 letters, digits, hyphens, dots and underscores."""


class SavedSearches:
    """The saved searches of an archive, by name; what is read is of this moment."""

    def __init__(self, archive: Searchable) -> None:
        self.archive = archive
        self.path = archive.directory / saved_searches.NAME

    def __iter__(self) -> Iterator[SavedSearch]:
        """Return all of them, by name."""
        return iter(sorted(saved_searches.read(self.path.parent).values(), key=lambda each: each.name))

    def __getitem__(self, name: str) -> SavedSearch:
        """Return the search of a name. Raises UsageError, with the nearest name, where there is none."""
        found = saved_searches.read(self.path.parent)
        if name not in found:
            raise UsageError(f"there is no saved search {name!r}", hint=_meant(name, found))
        return found[name]

    def save(self, name: str, query: str, *, sort: Sort = "relevance", now: Now = None) -> SavedSearch | None:
        """Keep a query under a name; return what had that name before, or None.

        Raises QueryError for a query that means nothing. The same query keeps what was seen of it.
        """
        from morgue.query.clock import moment_of
        from morgue.query.parser import parse

        check_choice("sort", sort, ORDERS)
        check_text("a query", query)
        if not _WORDLY.fullmatch(name):
            raise UsageError(
                f"{name!r} cannot be the name of a search",
                hint="up to 64 letters, digits, - . and _, beginning with a letter or digit",
            )
        parse(query, now=moment_of(now))
        with self._changing() as searches:
            before = searches.get(name)
            seen = before.seen if before and before.query == query else None
            when = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            searches[name] = SavedSearch(name, query, sort, when, seen)
        return before

    def adopt(self, searches: Iterable[SavedSearch]) -> None:
        """Keep searches of another archive, in the place of those of the same name; `seen` is a revision of this one."""
        with self._changing() as kept:
            kept.update((each.name, each) for each in searches)

    def drop(self, name: str) -> None:
        """Delete a search. Raises UsageError where there is none of that name."""
        with self._changing() as searches:
            if name not in searches:
                raise UsageError(f"there is no saved search {name!r}", hint=_meant(name, searches))
            del searches[name]

    def run(self, name: str, *, limit: int | None = 10, now: Now = None, group: bool = False) -> Results:
        """Return the answer to a saved search; with `group` one hit a story."""
        kept = self[name]
        return self.archive.search(kept.query, sort=kept.sort, limit=limit, now=now, group=group)

    def since(self, name: str) -> int:
        """Return the revision after which a search has seen nothing: of its last watch, or 0.

        An archive at an earlier revision than that was rebuilt or restored, so that all of it is new.
        """
        seen = self[name].seen
        return seen if seen is not None and seen <= self.archive.revision else 0

    def watch(self, name: str, *, limit: int | None = None, now: Now = None, group: bool = False) -> Results:
        """Return what matches a saved search and is new or different since it was last watched: at first, everything.

        With `group` only what is of new stories, one hit each, and no new copy or text of one that was there. It is marked as seen before this returns; `since` with `Archive.search` looks without a mark.
        """
        kept = self[name]
        since = self.since(name)
        found = self.archive.search(
            kept.query, sort=kept.sort, limit=limit, now=now, since_revision=since, group=group
        )
        self.mark(name, found.archive.revision)
        return found

    def mark(self, name: str, revision: int) -> None:
        """Note that a search has been watched up to a revision."""
        with self._changing() as searches:
            if name in searches:
                searches[name] = dataclasses.replace(searches[name], seen=revision)

    # -- the file ------------------------------------------------------------------------------------------

    def problems(self) -> list[str]:
        """Return what is wrong with the file of the searches, byte for byte."""
        with self._locked(shared=True):
            return saved_searches.problems(self.path.parent)

    def repair(self) -> list[str]:
        """Make the file whole by its copy; return what is lost where that is damaged too."""
        with self._locked():
            return saved_searches.repair(self.path.parent)

    @contextlib.contextmanager
    def _locked(self, *, shared: bool = False) -> Iterator[None]:
        """Keep other processes from changing the searches. Where none can be changed there is nothing to lock."""
        try:
            lock = self.path.with_suffix(".lock").open("r" if shared else "w")
        except OSError:
            if not shared:
                raise
            yield
            return
        with lock:
            fcntl.flock(lock, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
            yield

    @contextlib.contextmanager
    def _changing(self) -> Iterator[dict[str, SavedSearch]]:
        """Give the searches to be changed, and write them when the block ends well."""
        refuse_links(self.path.parent)
        try:
            with self._locked():
                searches = saved_searches.read(self.path.parent)
                yield searches
                saved_searches.write(self.path.parent, searches)
        except OSError as error:
            raise ArchiveError(
                f"{self.path}: cannot be written: {reason_of(error)}",
                hint="searches are saved in the archive, which is read-only here",
            ) from error


def _meant(name: str, found: dict[str, SavedSearch]) -> str:
    import difflib

    near = difflib.get_close_matches(name, found, n=1)
    if near:
        return f"did you mean {near[0]}?"
    return "morgue searches lists them" if found else "morgue save NAME QUERY keeps one"
