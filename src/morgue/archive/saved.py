"""Saved searches: queries kept in an archive by name, and the revision at which each was last watched.

They stand in `searches.json` in the archive's directory, so that they travel with it, and are changed under a
lock of their own: a watch need not wait for a long run of `index`. How they are written is in `morgue.storage.saved_searches`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import fcntl
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast, get_args

from morgue.archive.arguments import ORDERS, check_choice, check_text
from morgue.engines.base import Sort
from morgue.errors import ArchiveError, UsageError
from morgue.storage import saved_searches
from morgue.storage.directory.commit_point import refuse_links

if TYPE_CHECKING:
    from morgue.archive.results import Results
    from morgue.archive.searchable import Searchable
    from morgue.query.clock import Now

_WORDLY = re.compile(r"\w[\w.-]{0,63}")
"""A name: up to 64 letters, digits, hyphens, dots and underscores."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query with a name. `seen` is the revision of the archive when it was last watched, None for never.

    Relative dates in it stay relative: `date:today` is the day of each run.
    """

    name: str
    query: str
    sort: Sort = "relevance"
    saved: str = ""
    seen: int | None = None

    def to_json(self) -> dict[str, object]:
        """name, query, sort, saved (an instant), seen."""
        return {each.name: getattr(self, each.name) for each in dataclasses.fields(self)}


class SavedSearches:
    """The saved searches of an archive, by name; what is read is of this moment."""

    def __init__(self, archive: Searchable) -> None:
        self.archive = archive
        self.path = archive.directory / saved_searches.NAME

    def __iter__(self) -> Iterator[SavedSearch]:
        """All of them, by name."""
        return iter(sorted(self._read().values(), key=lambda each: each.name))

    def __getitem__(self, name: str) -> SavedSearch:
        """The search of a name. Raises UsageError, with the nearest name, where there is none."""
        found = self._read()
        if name not in found:
            raise UsageError(f"there is no saved search {name!r}", hint=_meant(name, found))
        return found[name]

    def save(self, name: str, query: str, *, sort: Sort = "relevance", now: Now = None) -> SavedSearch | None:
        """Keep a query under a name; what stood there before, or None.

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
        """Keep a search no more. Raises UsageError where there is none of that name."""
        with self._changing() as searches:
            if name not in searches:
                raise UsageError(f"there is no saved search {name!r}", hint=_meant(name, searches))
            del searches[name]

    def run(self, name: str, *, limit: int | None = 10, now: Now = None) -> Results:
        """The answer to a saved search."""
        kept = self[name]
        return self.archive.search(kept.query, sort=kept.sort, limit=limit, now=now)

    def since(self, name: str) -> int:
        """The revision after which a search has seen nothing: of its last watch, or 0.

        An archive that is at an earlier revision than that was made anew or restored, so that all of it is new.
        """
        seen = self[name].seen
        return seen if seen is not None and seen <= self.archive.revision else 0

    def watch(self, name: str, *, limit: int | None = None, now: Now = None) -> Results:
        """What matches a saved search and is new or different since it was last watched: at first, everything.

        It is marked as seen before this returns; `since` with `Archive.search` looks without a mark.
        """
        kept = self[name]
        since = self.since(name)
        found = self.archive.search(kept.query, sort=kept.sort, limit=limit, now=now, since_revision=since)
        self.mark(name, found.archive.revision)
        return found

    def mark(self, name: str, revision: int) -> None:
        """Note that a search has been watched up to a revision."""
        with self._changing() as searches:
            if name in searches:
                searches[name] = dataclasses.replace(searches[name], seen=revision)

    # -- the file ------------------------------------------------------------------------------------------

    def _read(self) -> dict[str, SavedSearch]:
        try:
            return {
                name: _search(name, facts) for name, facts in saved_searches.read(self.path.parent).items()
            }
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ArchiveError(
                f"{self.path} is damaged: {type(error).__name__}: {error}",
                hint="mend it, or remove it with its copy and save the searches again",
            ) from error

    def problems(self) -> list[str]:
        """What is wrong with the file of the searches, byte for byte."""
        with self._locked(shared=True):
            return saved_searches.problems(self.path.parent)

    def repair(self) -> list[str]:
        """Make the file whole by its copy; what is lost, where that is damaged too."""
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
        """The searches, to be changed; written when the block ends well."""
        refuse_links(self.path.parent)
        try:
            with self._locked():
                searches = self._read()
                yield searches
                self._write(searches)
        except OSError as error:
            raise ArchiveError(
                f"{self.path}: cannot be written: {(error.strerror or str(error)).lower()}",
                hint="searches are saved in the archive, which is read-only here",
            ) from error

    def _write(self, searches: dict[str, SavedSearch]) -> None:
        facts = {name: {**searches[name].to_json()} for name in sorted(searches)}
        for each in facts.values():
            del each["name"]
        saved_searches.write(self.path.parent, facts)


def _search(name: str, facts: dict[str, Any]) -> SavedSearch:
    sort, seen = facts.get("sort", "relevance"), facts.get("seen")
    if sort not in get_args(Sort) or not isinstance(facts["query"], str) or not isinstance(seen, int | None):
        raise ValueError(f"{name}: not a search")
    return SavedSearch(name, facts["query"], cast(Sort, sort), str(facts.get("saved", "")), seen)


def _meant(name: str, found: dict[str, SavedSearch]) -> str:
    import difflib

    near = difflib.get_close_matches(name, found, n=1)
    if near:
        return f"did you mean {near[0]}?"
    return "morgue searches lists them" if found else "morgue save NAME QUERY keeps one"
