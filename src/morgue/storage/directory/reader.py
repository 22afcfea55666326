"""Open what was committed last: a searcher with the revision that it is of, and the catalog."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from morgue.engines import open_engine
from morgue.engines.base import Searcher
from morgue.errors import ArchiveError, MorgueError
from morgue.storage.directory.commit_point import (
    CATALOG,
    COPY,
    CommitPoint,
    OtherFormatError,
    Seal,
    catalog_problems,
    damaged,
    fingerprint,
    index_problems,
    standing,
)

if TYPE_CHECKING:
    from morgue.storage.catalog import SqliteCatalog

T = TypeVar("T")

PATIENCE = 5.0
"""Seconds for which a reader tries again where a writer changes the archive under its hands."""

_PAUSE = 0.02


def of_known_format(directory: Path) -> None:
    """Raise OtherFormatError where another version of morgue made the archive.

    The seal says so, or the catalog where there is no seal. Damage is not looked for.
    """
    try:
        Seal.read(directory)
    except OtherFormatError:
        raise
    except ArchiveError:
        from morgue.storage.catalog import SqliteCatalog

        try:
            SqliteCatalog.open(directory).close()
        except OtherFormatError:
            raise
        except ArchiveError:
            return


def opened(directory: Path) -> tuple[CommitPoint, Searcher]:
    """Return the state that was committed last and a searcher of just that one.

    A writer may commit, merge or replace the index meanwhile: then it is looked at again. Raises ArchiveError
    where the archive is damaged.
    """
    return _steady(directory, partial(_opened, directory), lambda found: found[1].close())


def newest(directory: Path) -> CommitPoint:
    """Return the state that was committed last. Raises ArchiveError as `opened` does."""
    try:
        return standing(directory)
    except ArchiveError:
        return _steady(directory, partial(standing, directory))


def _steady(directory: Path, look: Callable[[], T], put_away: Callable[[T], None] = lambda _: None) -> T:
    """Return what a look finds that no step of a writer fell into; one that failed in such a step is no failure."""
    deadline = time.monotonic() + PATIENCE
    while True:
        before = fingerprint(directory)
        try:
            found = look()
        except (MorgueError, OSError):
            if fingerprint(directory) == before or time.monotonic() > deadline:
                raise
        else:
            if fingerprint(directory) == before or time.monotonic() > deadline:
                return found
            put_away(found)
        time.sleep(_PAUSE)


def _opened(directory: Path) -> tuple[CommitPoint, Searcher]:
    edition = standing(directory)
    for problem in index_problems(directory, edition, reading=True):
        raise damaged(directory, problem)
    return edition, open_engine(edition.engine, edition.index).searcher()


def catalog_of(directory: Path, *, name: str = CATALOG) -> SqliteCatalog:
    """Return the catalog, open to be read. Raises ArchiveError where it is damaged or of another format."""
    try:
        return _catalog_of(directory, name)
    except OtherFormatError:
        raise
    except ArchiveError:
        return _steady(directory, partial(_catalog_of, directory, name), _closed)


def _closed(catalog: SqliteCatalog) -> None:
    catalog.close()


def _catalog_of(directory: Path, name: str) -> SqliteCatalog:
    from morgue.storage.catalog import SqliteCatalog

    catalog = SqliteCatalog.open(directory, name=name)
    with contextlib.ExitStack() as undone:
        undone.callback(catalog.close)
        for problem in catalog_problems(directory, standing(directory), thorough=False):
            raise damaged(directory, problem)
        undone.pop_all()
    return catalog


def consulted(directory: Path, revision: int, question: Callable[[SqliteCatalog], T]) -> T | None:
    """Return what the catalog of a revision says; None where the archive has gone on to another one.

    Where a writer was killed before its index committed, the copy is the catalog of the revision.
    """
    import sqlite3

    from morgue.storage.catalog import SqliteCatalog

    for name in (CATALOG, COPY):
        try:
            catalog = SqliteCatalog.open(directory, name=name)
        except ArchiveError:
            if name == CATALOG:
                raise
            return None
        try:
            with catalog.snapshot():
                if catalog.revision == revision:
                    return question(catalog)
        except sqlite3.Error as error:
            raise damaged(directory, f"{name} cannot be read: {error}") from error
        finally:
            catalog.close()
    return None
