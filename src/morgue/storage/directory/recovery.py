"""The seal of an archive: put on when a writer has ended, and mended where the one before did not end.

What a killed writer leaves is one of three states. Its index was not committed: the catalog goes back to the
sealed copy. Its index was committed: the catalog, which is committed before it, is right, and both are sealed.
Or only the seal is missing. No source has to be read again for any of them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from morgue.engines import files_of
from morgue.errors import ArchiveError
from morgue.io.durable import sync_directory
from morgue.process.debug import logger
from morgue.storage.catalog import SqliteCatalog, copied
from morgue.storage.directory.commit_point import (
    CATALOG,
    COPY,
    UNSEALED,
    CommitPoint,
    Seal,
    seal_of,
    standing,
    wrong,
)


def break_seal(directory: Path) -> None:
    """Say, durably, that from now on the archive may differ from its seal."""
    marker = directory / UNSEALED
    if not marker.exists():
        marker.touch()
        sync_directory(directory)


def put_seal(
    directory: Path, catalog: SqliteCatalog, before: Seal, *, revision: int, index: str, at_rest: bool
) -> Seal:
    """Seal the archive as it is. Raises ArchiveError where somebody reads the catalog all the time."""
    if not catalog.settle():
        raise ArchiveError(
            f"{catalog.path} is read by another process without end", hint="end it, then run morgue index"
        )
    sealed = before.files
    same = all(
        name in sealed and sealed[name].same_times((directory / name).stat()) for name in (CATALOG, COPY)
    )
    if not same:
        copied(directory / CATALOG, directory / COPY)
    seal = seal_of(directory, before, revision=revision, index=index, at_rest=at_rest)
    if seal != before:
        sync_directory(directory / index)  # the seal must not outlive the names of what it seals
        seal.write(directory)
        if log := logger("commit"):
            log.debug("seal: %s of revision %s", directory, revision)
    return seal


def settle(directory: Path) -> None:
    """Bring an archive to the edition that stands, seal it, and remove what a killed writer left.

    Needs the writer's lock. Does nothing where the seal is whole. Raises ArchiveError for damage.
    """
    if not (directory / UNSEALED).exists():
        return
    edition = standing(directory)
    _tidy(edition)
    with contextlib.closing(_catalog_of(directory, edition)) as catalog:
        put_seal(
            directory,
            catalog,
            edition.seal,
            revision=edition.revision,
            index=edition.seal.index,
            at_rest=True,
        )
    for path in left_over(directory, edition.seal.index):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    (directory / UNSEALED).unlink()


def _tidy(edition: CommitPoint) -> None:
    """Remove from the index what it does not list."""
    files_of(edition.engine).tidy(edition.index)


def left_over(directory: Path, index: str) -> Iterator[Path]:
    """What a writer that was killed may have left beside the index that stands."""
    for path in sorted(directory.iterdir()):
        other_index = path.name.startswith("index-") and path.is_dir() and path.name != index
        if other_index or path.name.endswith(".new"):
            yield path


def _catalog_of(directory: Path, edition: CommitPoint) -> SqliteCatalog:
    """The catalog of an edition, open for writing; the sealed copy where the catalog is ahead of it."""
    catalog = SqliteCatalog.open(directory, write=True)
    if catalog.revision == edition.revision:
        return catalog
    ahead = catalog.revision == edition.seal.revision + 1 and not edition.moved
    catalog.settle()
    catalog.close()
    if not ahead:
        raise ArchiveError(
            f"{directory}: the catalog is not of the revision that the index is of",
            hint="morgue verify --repair mends it",
        )
    restore_copy(directory, edition.seal)
    return SqliteCatalog.open(directory, write=True)


def restore_copy(directory: Path, seal: Seal) -> None:
    """Put the sealed copy in the catalog's place, in one step. Raises ArchiveError where it is damaged."""
    problem = wrong(directory / COPY, seal.files[COPY], thorough=True)
    if problem:
        raise ArchiveError(
            f"{directory}: {problem}, and the catalog cannot be used",
            hint="remove the archive and index its sources again",
        )
    draft = directory / (CATALOG + ".new")
    copied(directory / COPY, draft)
    for ending in ("-wal", "-shm"):
        (directory / (CATALOG + ending)).unlink(missing_ok=True)
    os.replace(draft, directory / CATALOG)
    sync_directory(directory)
