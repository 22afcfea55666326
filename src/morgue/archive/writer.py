"""Change an archive directory: make it, run its writer, rebuild it from an older format."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO

from morgue.engines import DEFAULT_ENGINE, create_engine, is_embedded, open_engine
from morgue.errors import ArchiveError, MorgueError, reason_of
from morgue.ingest.commit import DirectoryCommitter
from morgue.ingest.run import Ingest
from morgue.ingest.summary import IndexSummary, OnProgress
from morgue.io.durable import sync_directory
from morgue.process.limits import LIMITED, files_are_limited
from morgue.storage.catalog import SqliteCatalog, version_row
from morgue.storage.directory.commit_point import (
    CATALOG,
    COPY,
    SEAL,
    UNSEALED,
    Seal,
    catalog_problems,
    damaged,
    index_problems,
    is_index,
    next_index,
    refuse_links,
    standing,
    stands_at,
)
from morgue.storage.directory.lock import WriterLock
from morgue.storage.directory.recovery import break_seal, put_seal, remove_log, settle
from morgue.storage.versions import VersionRow

KEPT = {"README.md", ".gitignore", ".gitkeep"}
"""Files that may be in a directory where an archive is made."""

_RENEWED = "renewed.new"
_GONE = "the file is gone; its articles are not in the archive any more"


def make(directory: Path, *, engine: str) -> WriterLock:
    """Make a new, empty archive in a directory that is empty or does not exist, and return its lock, which is held.

    Raises ArchiveError.
    """
    with failures(directory):
        _directory(directory)
        fresh = not (directory / "lock").exists()
        with contextlib.ExitStack() as stack:
            lock = stack.enter_context(WriterLock(directory))
            if stands_at(directory):
                raise ArchiveError(
                    f"{directory} holds an archive already", hint="open it, or choose another --archive"
                )
            strange = _strange(directory)
            if not strange:
                _fill(directory, engine, str(uuid.uuid4()), 0, "index-1")
                stack.pop_all()
                return lock
            if fresh:
                (directory / "lock").unlink()
            raise ArchiveError(
                f"{directory} is not empty ({strange[0]}): no archive is made there",
                hint="choose an empty directory with --archive",
            )


def _directory(directory: Path) -> None:
    """Make the directory of a new archive. Raises ArchiveError where there can be none."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno in _FULL:
            raise
        reason = "a file has that name" if directory.is_file() else reason_of(error)
        raise ArchiveError(
            f"{directory}: no archive can be made here: {reason}", hint="choose another --archive"
        ) from error


def _strange(directory: Path) -> list[str]:
    """Return what is in the way of a new archive; what is left of a making that was cut off does not."""
    found = {each.name for each in directory.iterdir()} - KEPT - {"lock"}
    if UNSEALED in found:
        found = {name for name in found if not name.startswith((CATALOG, COPY, SEAL, "index-", UNSEALED))}
    return sorted(found)


def _fill(directory: Path, engine: str, identifier: str, revision: int, index: str) -> None:
    """Make an empty archive, sealed."""
    break_seal(directory)
    folder = directory / index
    _emptied(directory, folder)
    folder.mkdir()
    try:
        create_engine(engine, folder)
        with contextlib.closing(
            SqliteCatalog.create(directory, engine=engine, identifier=identifier, revision=revision)
        ) as catalog:
            bare = Seal(identifier, engine, revision, index, 0, {}, [])
            put_seal(directory, catalog, bare, at_rest=True)
    except MorgueError:
        _emptied(directory, folder)
        (directory / UNSEALED).unlink()
        raise
    (directory / UNSEALED).unlink()


def _emptied(directory: Path, folder: Path) -> None:
    """Remove what a making that did not come to its end has left."""
    for path in directory.iterdir():
        if path.name.startswith((CATALOG, COPY)):
            path.unlink()
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def failures(directory: Path) -> Iterator[None]:
    """Turn what the disk and the database raise into an ArchiveError that names the place."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        where = os.fsdecode(error.filename) if error.filename else directory
        limited, full = error.errno == errno.EFBIG, error.errno in _FULL
        raise _failure(where, error.strerror or str(error), limited=limited, full=full) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        limited, full = code == sqlite3.SQLITE_IOERR, "full" in str(error)
        raise _failure(directory / CATALOG, str(error), limited=limited, full=full) from error


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _failure(where: str | Path, reason: str, *, limited: bool, full: bool) -> ArchiveError:
    """Return the error for a disk that fails; `limited` says that a limit of the size of files gives this error."""
    hint = "check the disk, then run morgue verify"
    if limited and files_are_limited():
        reason, hint = "the file would be too large", LIMITED
    elif full:
        reason, hint = "no space left on the device", "make room, then run morgue index again"
    return ArchiveError(f"{where}: {reason}; what was committed before is safe", hint=hint)


@contextlib.contextmanager
def writing(directory: Path, held: WriterLock | None = None) -> Iterator[Ingest]:
    """Open a run of the one writer, under a lock that is held already or its own. Raises ArchiveError where another process writes."""
    with failures(directory), contextlib.ExitStack() as stack:
        if held is None:
            stack.enter_context(WriterLock(directory))
        else:
            stack.push(held)
        settle(directory)
        edition = standing(directory)
        for problem in (
            *catalog_problems(directory, edition, thorough=False),
            *index_problems(directory, edition),
        ):
            raise damaged(directory, problem)
        catalog = SqliteCatalog.open(directory, write=True)
        with contextlib.closing(catalog):
            engine = open_engine(edition.engine, edition.index)
            committer = DirectoryCommitter(directory, catalog, engine, edition.seal)
            with contextlib.closing(Ingest(directory, catalog, engine, committer)) as ingest:
                yield ingest
        _settled_if_it_can_be(directory)


def _settled_if_it_can_be(directory: Path) -> None:
    """Seal what was done. On a disk that fails now the next writer does it: until then nothing is lost.

    A run that was broken off is left to the next writer too.
    """
    with contextlib.suppress(OSError, sqlite3.Error, ArchiveError):
        settle(directory)


def renew(directory: Path, progress: OnProgress = None) -> IndexSummary:
    """Rebuild an archive of an older format, in its place, from the files that it was made of.

    It keeps its id, engine, what was forgotten, and the earlier texts of its articles; its revision grows. Files that are gone are named among the
    rejected. Raises ArchiveError, and changes nothing, where the old catalog does not say which these are.
    """
    with failures(directory), WriterLock(directory):
        facts, files, forgotten = _of_older_format(directory)
        scratch = directory / _RENEWED
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        old = facts.get("index_directory", "index-1")
        index = next_index(old)
        shutil.rmtree(directory / index, ignore_errors=True)
        _fill(scratch, facts.get("engine", DEFAULT_ENGINE), facts["id"], int(facts.get("revision", 0)), index)
        with contextlib.closing(SqliteCatalog.open(scratch, write=True)) as catalog:
            catalog.begin()
            break_seal(scratch)
            catalog.adopt(files, forgotten)
            catalog.commit(grow=False)
        with writing(scratch) as ingest:
            summary = ingest.reread(progress)
            with contextlib.closing(_older_texts(directory)) as texts:
                ingest.keep_texts(texts)
        summary.rejected += [(path, _GONE) for location, _, path, _ in files if not os.path.exists(location)]
        _take_the_place(directory, scratch, index, directory / old)
        return summary


def _of_older_format(
    directory: Path,
) -> tuple[dict[str, str], list[tuple[bytes, bytes, str, str]], list[str]]:
    """Return facts, files (location, root, path, columns) and forgotten ids of an older catalog."""
    try:
        with contextlib.closing(sqlite3.connect(directory / CATALOG, isolation_level=None)) as db:
            facts = dict(db.execute("SELECT key, value FROM meta"))
            files = db.execute("SELECT location, root, path, columns FROM files ORDER BY key").fetchall()
            forgotten = [row[0] for row in db.execute("SELECT id FROM forgotten")]
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            facts["id"]
    except (sqlite3.Error, KeyError) as error:
        raise _unknown_files(directory, str(error)) from error
    if not is_embedded(facts.get("engine", DEFAULT_ENGINE)):
        raise _unknown_files(directory, "it has a strange engine")
    if not is_index(facts.get("index_directory", "index-1")):
        raise _unknown_files(directory, "its index has a strange name")
    return facts, files, forgotten


def _older_texts(directory: Path) -> Generator[tuple[bytes, VersionRow, bytes]]:
    """Yield the earlier texts of an older catalog: the location of the file of each, its row, the packed article.

    A catalog of a format that kept none has none.
    """
    with contextlib.closing(sqlite3.connect(directory / CATALOG, isolation_level=None)) as db:
        if not db.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'versions'"
        ).fetchone():
            return
        rows = db.execute(
            "SELECT location, id, digest, file, version, saved, replaced, packed FROM versions JOIN files ON file = key"
        )
        for location, *row, packed in rows:
            yield location, version_row(row), packed


def _unknown_files(directory: Path, why: str) -> ArchiveError:
    return ArchiveError(
        f"{directory / CATALOG}: the files of this older archive are not known: {why}",
        hint="remove it and index its sources again",
    )


def _take_the_place(directory: Path, scratch: Path, index: str, old: Path) -> None:
    """Move the archive in `scratch` up; the catalog last, which makes it the archive's."""
    break_seal(directory)
    remove_log(directory)
    for name in (index, COPY, SEAL, CATALOG):
        os.replace(scratch / name, directory / name)
    sync_directory(directory)
    shutil.rmtree(scratch)
    shutil.rmtree(old, ignore_errors=True)
    (directory / "pending.json").unlink(missing_ok=True)
    settle(directory)


def keep(directory: Path, stream: BinaryIO) -> str:
    """Return where a feed from standard input is kept in an archive, by its digest, so that it can be read again."""
    folder = directory / "stdin"
    refuse_links(directory)
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            shutil.copyfileobj(stream, file)
        with open(file.name, "rb") as again:
            kept = folder / hashlib.file_digest(again, "sha256").hexdigest()
        if kept.exists():
            os.unlink(file.name)
        else:
            os.replace(file.name, kept)
    except OSError as error:
        raise ArchiveError(f"{folder}: cannot keep standard input: {error.strerror}") from error
    return str(kept.absolute())
