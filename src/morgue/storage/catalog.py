"""Keep the catalog: which files were read, with which digests, which articles came of them, and what was rejected.

One SQLite database beside the index. The catalog commits first, then the index, which is the moment that
counts; `catalog.copy` is the catalog of the state that was sealed last, byte for byte. Where a crash leaves
a catalog that is ahead of its index, the copy takes its place.

Two files may hold one story (the same id): `morgue.extract.versions` says which version goes before; the others are
kept as shadows, so that a winner that goes away is replaced by reading one of them. Identifiers that turned out to
be those of several stories are kept as shared.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from morgue._startup.frozen import fields_of, frozen
from morgue.errors import ArchiveError
from morgue.process.limits import LIMITED, files_are_limited
from morgue.storage.directory.commit_point import CATALOG, FORMAT, OtherFormatError
from morgue.storage.versions import VersionRow

if TYPE_CHECKING:
    from morgue.storage.story_tables import SqliteStoryTables, StoryTables

NAME = CATALOG

_CHUNK = 1 << 18
_IDS = 500
"""Ids that one statement asks for."""

_NO_ROOM = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN)


def schema() -> str:
    """Return the SQL that makes the tables of a catalog."""
    return Path(__file__).with_name("catalog.sql").read_text(encoding="utf-8")


class FileRow(NamedTuple):
    """A file that was read."""

    key: int
    location: bytes
    root: bytes
    path: str
    size: int
    modified: int
    sha256: str
    columns: str
    changed: int = 0
    kind: str = ""


class ArticleRow(NamedTuple):
    """Which file an article of the index came from; `version` is a packed Version, `digest` tells contents apart.

    `period` is where its sketch is kept, None where there is none.
    """

    id: str
    file: int
    version: bytes
    digest: bytes
    period: int | None = None


_ZEROS = re.compile(rb"\0{1,255}")
_SQUEEZED = re.compile(rb"\0(.)", re.DOTALL)


def _squeezed(version: bytes) -> bytes:
    """Return a packed version with its runs of zeros, which are half of most, as a zero and their number."""
    return _ZEROS.sub(lambda run: b"\0" + bytes((len(run[0]),)), version)


def _read(row: Sequence[Any]) -> ArticleRow:
    """Return the row of an article with its version as it was packed."""
    article, file, version, digest, period = row
    whole = _SQUEEZED.sub(lambda run: bytes(run[1][0]), version)
    return ArticleRow(article, file, whole, digest, period)


def version_row(row: Sequence[Any]) -> VersionRow:
    """Return the row of an earlier text with its version as it was packed."""
    made = VersionRow(*row)
    return made._replace(version=_SQUEEZED.sub(lambda run: bytes(run[1][0]), made.version))


Problem = tuple[str | None, str, bool]
"""What is wrong with a file: the member, the reason, and whether it is sound and only holds no story."""

Problems = list[Problem]

_ARTICLE = "id, file, version, digest, period"
_VERSION = "id, digest, file, version, saved, replaced"

_STATES = """
SELECT count(DISTINCT file) FILTER (WHERE no_article = 0), count(DISTINCT file) FILTER (WHERE no_article = 2),
  count(DISTINCT file) FILTER (WHERE no_article = 1 AND size <> -2), count(DISTINCT file) FILTER (WHERE size = -2)
FROM problems JOIN files ON file = key
"""

_DROPPED = "CREATE TEMP TABLE IF NOT EXISTS dropped (id TEXT PRIMARY KEY, digest BLOB, revision INTEGER)"
"""Articles that this transaction removed: one that comes back as it was is no news."""

_PUT = """
INSERT INTO articles (id, file, version, digest, revision, period) VALUES (?1, ?2, ?3, ?4,
  coalesce((SELECT revision FROM temp.dropped WHERE id = ?1 AND digest = ?4), ?5), ?6)
ON CONFLICT DO UPDATE SET file = excluded.file, version = excluded.version, digest = excluded.digest,
  revision = CASE WHEN digest = excluded.digest THEN revision ELSE excluded.revision END,
  period = coalesce(excluded.period, period)
"""


_CAME = """
INSERT OR IGNORE INTO meta SELECT ?3, revision FROM
  (SELECT digest, revision FROM articles WHERE id = ?1 UNION ALL SELECT digest, revision FROM temp.dropped WHERE id = ?1)
WHERE digest <> ?2 LIMIT 1
"""
"""Notes, as an article gets other content, in which revision the content came that it had before."""


def came(identifier: str) -> str:
    """Return under which name it is noted in which revision an article came that has other content now."""
    return f"came {identifier}"


class FileStates(NamedTuple):
    """How many files were rejected, read in part (stories came, something is wrong), or are sound without a story.

    `passed_over` counts directories that are not read, or of which something is not.
    """

    rejected: int
    partly_read: int
    no_article: int
    passed_over: int


@frozen
class Rejected:
    """An input that could not be read, or holds no story: where, and why."""

    path: str
    member: str | None
    reason: str

    def to_json(self) -> dict[str, str | None]:
        """Return the keys path, member, reason."""
        return fields_of(self)


class Catalog(Protocol):
    """What an archive knows beside its index. What is written counts from the next commit of a run on.

    The catalog in SQLite and the one on a cluster derive from it. A method is described here, and there only where it
    does more.
    """

    @property
    def id(self) -> str:
        """Return the archive's UUID."""
        return self.fact("id") or ""

    @property
    def revision(self) -> int:
        """Return how many changes were committed."""

    def fact(self, key: str) -> str | None:
        """Return a value of the archive."""

    def note(self, key: str, value: str) -> None:
        """Set a value of the archive."""

    def begin(self) -> None:
        """Begin to write, if that has not begun."""

    def rollback(self) -> None:
        """Forget what was written since the last commit."""

    def close(self) -> None:
        """Give back what it holds; what was not committed is forgotten."""

    # files

    def files(self) -> Iterator[FileRow]:
        """Return this machine's files, by path."""

    def all_files(self) -> Iterator[FileRow]:
        """Return all files of all machines, in no order."""
        return self.files()

    def file_count(self) -> int:
        """Return how many files were found, without directories that are passed over (of size -2)."""

    def file_states(self) -> FileStates:
        """Return how many files were rejected, read in part, and sound without a story; how many directories passed over."""

    def roots(self) -> list[tuple[bytes, int]]:
        """Return the directories that were indexed on this machine, and files named themselves, with their numbers of files."""

    def file_at(self, location: bytes) -> FileRow | None:
        """Return this machine's file at an absolute path."""

    def file(self, key: int) -> FileRow | None:
        """Return the file with a key."""

    def location_of(self, path: str, sha256: str) -> bytes | None:
        """Return where on this machine the file of an article's `source` was when it was read; None if not known."""

    def put_file(self, row: FileRow) -> None:
        """Add or replace a file."""

    def touch(self, key: int, size: int, modified: int, changed: int) -> None:
        """Note new times of a file whose content is the same."""
        row = self.file(key)
        if row is not None:
            self.put_file(row._replace(size=size, modified=modified, changed=changed))

    def drop_file(self, key: int) -> None:
        """Remove a file with its problems and shadows; its articles must be gone."""

    def reread(self, keys: Iterable[int]) -> None:
        """Mark files as to be read again."""
        for row in map(self.file, keys):
            if row is not None:
                self.put_file(row._replace(size=-1))

    def to_reread(self) -> list[FileRow]:
        """Return this machine's files marked as to be read again."""

    # articles

    def articles_of(self, file: int) -> dict[str, ArticleRow]:
        """Return the articles whose winner is a file, by id."""

    def winners(self, ids: list[str]) -> dict[str, ArticleRow]:
        """Return the rows of those ids that the archive has."""

    def article_count(self) -> int:
        """Return how many articles the archive has."""

    def changed_since(self, revision: int) -> list[str]:
        """Return articles that are new or different since a revision, by id."""

    def known_at(self, ids: Iterable[str], revision: int) -> set[str]:
        """Return those of articles that have other content now than they had at a revision, as far as it is known that they were there.

        What was changed by a version of morgue that did not note it is not among them.
        """

    def put_articles(self, rows: Iterable[ArticleRow]) -> None:
        """Add or replace articles."""

    def drop_articles(self, ids: Iterable[str]) -> None:
        """Remove articles."""

    def rewritten(self, rows: Iterable[ArticleRow]) -> None:
        """Note articles that are written to the index again and say what they said, in another place of a story."""

    # other versions, identifiers of several stories, what was forgotten

    def shadows(self) -> Iterator[tuple[str, int, bytes]]:
        """Return every other version of an article: id, file, version."""

    def shadows_among(self, ids: list[str]) -> dict[str, list[tuple[int, bytes]]]:
        """Return files that hold other versions of these articles, with the version, by id."""

    def files_shadowing(self, ids: Iterable[str]) -> set[int]:
        """Return this machine's files that hold another version of any of these articles."""

    def put_shadows(self, rows: Iterable[tuple[str, int, bytes]]) -> None:
        """Note files (id, file, version) that hold another version of an article."""

    def drop_shadows(self, ids: Iterable[str]) -> None:
        """Forget which files hold other versions of these articles."""

    def drop_shadows_of(self, file: int) -> None:
        """Forget what a file holds besides its winners."""

    # texts that were replaced

    def has_versions(self) -> bool:
        """Return whether any article has an earlier text."""

    def versions(self) -> Iterator[VersionRow]:
        """Return every text that was replaced, in no order."""

    def versions_among(self, ids: Iterable[str]) -> dict[str, list[VersionRow]]:
        """Return the earlier texts of articles, by id."""

    def versions_of_file(self, file: int) -> list[VersionRow]:
        """Return the earlier texts that were read from a file."""

    def packed_versions(self, rows: Iterable[VersionRow]) -> Iterator[tuple[VersionRow, bytes]]:
        """Yield the rows with the packed articles, as far as they are there."""

    def put_versions(self, rows: Iterable[tuple[VersionRow, bytes]]) -> None:
        """Keep earlier texts, each with the packed article."""

    def drop_versions(self, rows: Iterable[VersionRow]) -> None:
        """Forget earlier texts."""

    def share(self, identifier: str) -> None:
        """Note that an id was made of an identifier that several stories bear."""

    def shared(self) -> set[str]:
        """Return ids that were made of identifiers that several stories bear."""

    def note_headline(self, identifier: str, title: int, published: int) -> int:
        """Note a headline that an identifier bore, with its time; how many it bore at as many times."""

    def forget_ids(self, ids: Iterable[str]) -> None:
        """Remember ids that were removed, so that their files do not bring them back."""

    def forgotten(self) -> set[str]:
        """Return ids that were removed for good."""

    # stories

    @property
    def stories(self) -> StoryTables:
        """Return what is kept to know which articles are one story."""

    # problems

    def put_problems(self, file: int, rows: Problems, *, partly: bool = False) -> None:
        """Replace what is wrong with a file; `partly` says that stories of it were read all the same."""

    def problems_of(self, file: int) -> Problems:
        """Return what is wrong with a file."""

    def is_partly_read(self, file: int) -> bool:
        """Return whether stories of a file were read and something is wrong with it."""

    def problems(self, *, no_article: bool) -> list[Rejected]:
        """Return what was rejected, or what holds no story, by path."""


class SqliteCatalog(Catalog):
    """The catalog of an archive in a directory. Writes are one transaction until `commit`."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self._changes = 0
        self._stories: SqliteStoryTables | None = None
        self.path = path

    @classmethod
    def create(cls, directory: Path, *, engine: str, identifier: str, revision: int = 0) -> SqliteCatalog:
        """Return a new catalog of an archive. Raises ArchiveError where it cannot be written."""
        path = directory / NAME
        try:
            db = sqlite3.connect(path, isolation_level=None)
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
            db.executescript("BEGIN;" + schema())
            facts = {
                "format_version": str(FORMAT),
                "id": identifier,
                "engine": engine,
                "revision": str(revision),
            }
            db.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())
            db.execute("COMMIT")
        except sqlite3.Error as error:
            raise ArchiveError(
                f"{path}: cannot make the catalog: {error}",
                hint=LIMITED
                if files_are_limited()
                else "may the directory be written, and has its disk room?",
            ) from error
        return cls(db, path)

    @classmethod
    def open(cls, directory: Path, *, write: bool = False, name: str = NAME) -> SqliteCatalog:
        """Open the catalog of an archive, or its copy to read.

        Raises ArchiveError where it is damaged or of another format.
        """
        path = directory / name
        try:
            db, version = cls._answering(path, write=write)
        except (sqlite3.Error, OSError, UnicodeError) as error:
            raise ArchiveError(
                f"{path}: the catalog cannot be read: {error}", hint="morgue verify shows what is damaged"
            ) from error
        if version != str(FORMAT):
            db.close()
            raise OtherFormatError(directory, version)
        return cls(db, path)

    @classmethod
    def _answering(cls, path: Path, *, write: bool) -> tuple[sqlite3.Connection, str | None]:
        """Return the catalog's database, and the format that it says it has.

        Where the disk has no room for the index of SQLite's log, a reader keeps that in memory.
        """
        for alone in (False, True):
            db = cls._connect(path, write=write)
            try:
                db.execute(
                    "PRAGMA trusted_schema=OFF"
                )  # another may have made it: views and triggers may do little
                if alone:
                    db.execute("PRAGMA locking_mode=EXCLUSIVE")
                row = db.execute("SELECT value FROM meta WHERE key = 'format_version'").fetchone()
            except sqlite3.OperationalError as error:
                db.close()
                if write or alone or error.sqlite_errorcode & 0xFF not in _NO_ROOM:
                    raise
            except BaseException:
                db.close()
                raise
            else:
                return db, row[0] if row else None
        raise AssertionError("the second try returns or raises")

    @staticmethod
    def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
        if write:
            db = sqlite3.connect(path, isolation_level=None, timeout=10)
            db.execute("PRAGMA synchronous=FULL")
            db.execute(_DROPPED)
            return db
        if path.name == NAME and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
            # as one who may write, so that the last to close leaves no file of the log behind
            db = sqlite3.connect(path, isolation_level=None, timeout=10, check_same_thread=False)
            db.execute("PRAGMA query_only=ON")
            return db
        log = path.with_name(path.name + "-wal")
        how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
        uri = f"{path.absolute().as_uri()}?{how}"
        return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=10, check_same_thread=False)

    def close(self) -> None:
        self._db.close()

    # -- facts ---------------------------------------------------------------------------------------------

    def fact(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def note(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def revision(self) -> int:
        return int(self.fact("revision") or 0)

    # -- transactions --------------------------------------------------------------------------------------

    def begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
            self._changes = self._db.total_changes

    @property
    def changed(self) -> bool:
        """Return whether the transaction has changed anything."""
        if self._stories is not None:
            self._stories.flush()
        return self._db.in_transaction and self._db.total_changes != self._changes

    def commit(self, *, grow: bool) -> None:
        """Make the transaction durable; with `grow` the revision grows by one."""
        self.begin()
        if self._stories is not None:
            self._stories.flush()
        if grow:
            self.note("revision", str(self.revision + 1))
            self._db.execute("DELETE FROM temp.dropped")
        self._db.execute("COMMIT")

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """Make all that is read inside of one moment."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")

    def rollback(self) -> None:
        self._stories = None
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def settle(self) -> bool:
        """Move everything from the log into the one file; whether nobody was in the way."""
        busy, _, _ = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    @property
    def stories(self) -> SqliteStoryTables:
        if self._stories is None:
            from morgue.storage.story_tables import SqliteStoryTables  # which a search needs not

            self._stories = SqliteStoryTables(self._db)
        return self._stories

    # -- files ---------------------------------------------------------------------------------------------

    def files(self) -> Iterator[FileRow]:
        return map(FileRow._make, self._db.execute("SELECT * FROM files ORDER BY path, key"))

    def file_count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM files WHERE size <> -2").fetchone()[0])

    def file_states(self) -> FileStates:
        return FileStates(*self._db.execute(_STATES).fetchone())

    def roots(self) -> list[tuple[bytes, int]]:
        return self._db.execute(
            "SELECT CASE root WHEN x'' THEN location ELSE root END, count(*) FROM files WHERE size <> -2 "
            "GROUP BY 1 ORDER BY 1"
        ).fetchall()

    def file_at(self, location: bytes) -> FileRow | None:
        row = self._db.execute("SELECT * FROM files WHERE location = ?", (location,)).fetchone()
        return FileRow._make(row) if row else None

    def file(self, key: int) -> FileRow | None:
        row = self._db.execute("SELECT * FROM files WHERE key = ?", (key,)).fetchone()
        return FileRow._make(row) if row else None

    def adopt(self, files: Iterable[tuple[bytes, bytes, str, str]], forgotten: Iterable[str]) -> None:
        """Take over files (location, root, path, columns) that are all to be read, and forgotten ids."""
        for key, (location, root, path, columns) in enumerate(files, 1):
            self.put_file(FileRow(key, location, root, path, -1, 0, "", columns))
        self.forget_ids(forgotten)

    def next_key(self) -> int:
        """Return a file key that was never used."""
        return int(self._db.execute("SELECT max(key) FROM files").fetchone()[0] or 0) + 1

    def put_file(self, row: FileRow) -> None:
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def to_reread(self) -> list[FileRow]:
        return [FileRow._make(row) for row in self._db.execute("SELECT * FROM files WHERE size = -1")]

    def drop_file(self, key: int) -> None:
        for table in ("problems", "shadows"):
            self._db.execute(f"DELETE FROM {table} WHERE file = ?", (key,))  # noqa: S608  the names are ours
        self._db.execute("DELETE FROM files WHERE key = ?", (key,))

    # -- articles ------------------------------------------------------------------------------------------

    def articles_of(self, file: int) -> dict[str, ArticleRow]:
        rows = self._db.execute(f"SELECT {_ARTICLE} FROM articles WHERE file = ?", (file,))  # noqa: S608  our own names
        return {row[0]: _read(row) for row in rows}

    def winners(self, ids: list[str]) -> dict[str, ArticleRow]:
        return {row[0]: _read(row) for row in self._among(f"SELECT {_ARTICLE} FROM articles", ids)}  # noqa: S608  our own names

    def _among(self, select: str, ids: list[str], *, key: str = "id") -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a SELECT that have one of these ids; a statement takes only so many."""
        for start in range(0, len(ids), _IDS):
            some = ids[start : start + _IDS]
            yield from self._db.execute(f"{select} WHERE {key} IN ({','.join('?' * len(some))})", some)

    def put_articles(self, rows: Iterable[ArticleRow]) -> None:
        revision = self.revision + 1
        put = [(row.id, row.file, _squeezed(row.version), row.digest, revision, row.period) for row in rows]
        self._db.executemany(_CAME, ((row[0], row[3], came(row[0])) for row in put))
        self._db.executemany(_PUT, put)
        files = {row[1] for row in put}
        self._db.executemany("INSERT OR IGNORE INTO news VALUES (?, ?)", ((revision, file) for file in files))

    def drop_articles(self, ids: Iterable[str]) -> None:
        gone = [(each,) for each in ids]
        self.stories.drop([each for (each,) in gone])
        self._db.executemany(
            "INSERT OR REPLACE INTO temp.dropped SELECT id, digest, revision FROM articles WHERE id = ?", gone
        )
        self._db.executemany("DELETE FROM articles WHERE id = ?", gone)
        self._db.executemany("DELETE FROM meta WHERE key = ?", ((came(each),) for (each,) in gone))

    def known_at(self, ids: Iterable[str], revision: int) -> set[str]:
        names = {came(each): each for each in ids}
        found = self._among("SELECT key, value FROM meta", list(names), key="key")
        return {names[name] for name, value in found if int(value) <= revision}

    def changed_since(self, revision: int) -> list[str]:
        rows = self._db.execute(
            "SELECT id FROM articles WHERE file IN (SELECT file FROM news WHERE revision > ?1) "
            "AND revision > ?1 ORDER BY id",
            (revision,),
        )
        return [row[0] for row in rows]

    def location_of(self, path: str, sha256: str) -> bytes | None:
        row = self._db.execute(
            "SELECT location FROM files WHERE path = ? ORDER BY sha256 = ? DESC LIMIT 1", (path, sha256)
        ).fetchone()
        return bytes(row[0]) if row else None

    def ids(self) -> list[str]:
        """Return the ids of all articles, in order."""
        return [row[0] for row in self._db.execute("SELECT id FROM articles ORDER BY id")]

    def article_count(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM articles").fetchone()[0])

    def orphans(self) -> list[ArticleRow]:
        """Return articles whose file the catalog does not have."""
        rows = self._db.execute(
            f"SELECT {_ARTICLE} FROM articles WHERE file NOT IN (SELECT key FROM files) ORDER BY id"  # noqa: S608  our own names
        )
        return list(map(_read, rows))

    def drop_strange_shadows(self) -> None:
        """Forget other versions that are of no file that the catalog has."""
        self._db.execute("DELETE FROM shadows WHERE file NOT IN (SELECT key FROM files)")

    def put_shadows(self, rows: Iterable[tuple[str, int, bytes]]) -> None:
        self._db.executemany("INSERT OR REPLACE INTO shadows VALUES (?, ?, ?)", rows)

    def shadows(self) -> Iterator[tuple[str, int, bytes]]:
        yield from self._db.execute("SELECT id, file, version FROM shadows")

    def shadows_among(self, ids: list[str]) -> dict[str, list[tuple[int, bytes]]]:
        found: dict[str, list[tuple[int, bytes]]] = {}
        if self._has_shadows():
            for identifier, *shadow in sorted(self._among("SELECT id, file, version FROM shadows", ids)):
                found.setdefault(identifier, []).append(tuple(shadow))
        return found

    def _has_shadows(self) -> bool:
        return self._db.execute("SELECT 1 FROM shadows LIMIT 1").fetchone() is not None

    def drop_shadows(self, ids: Iterable[str]) -> None:
        self._db.executemany("DELETE FROM shadows WHERE id = ?", ((each,) for each in ids))

    # -- texts that were replaced --------------------------------------------------------------------------

    def has_versions(self) -> bool:
        return self._db.execute("SELECT 1 FROM versions LIMIT 1").fetchone() is not None

    def versions(self) -> Iterator[VersionRow]:
        return map(version_row, self._db.execute(f"SELECT {_VERSION} FROM versions"))  # noqa: S608  our own names

    def versions_among(self, ids: Iterable[str]) -> dict[str, list[VersionRow]]:
        found: dict[str, list[VersionRow]] = {}
        if self.has_versions():
            for row in map(version_row, self._among(f"SELECT {_VERSION} FROM versions", list(ids))):  # noqa: S608  our own names
                found.setdefault(row.id, []).append(row)
        return found

    def versions_of_file(self, file: int) -> list[VersionRow]:
        rows = self._db.execute(f"SELECT {_VERSION} FROM versions WHERE file = ?", (file,))  # noqa: S608  our own names
        return list(map(version_row, rows))

    def packed_versions(self, rows: Iterable[VersionRow]) -> Iterator[tuple[VersionRow, bytes]]:
        for row in rows:
            found = self._db.execute(
                "SELECT packed FROM versions WHERE id = ? AND digest = ?", (row.id, row.digest)
            ).fetchone()
            if found:
                yield row, found[0]

    def put_versions(self, rows: Iterable[tuple[VersionRow, bytes]]) -> None:
        self._db.executemany(
            "INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((*row._replace(version=_squeezed(row.version)), packed) for row, packed in rows),
        )

    def drop_versions(self, rows: Iterable[VersionRow]) -> None:
        self._db.executemany(
            "DELETE FROM versions WHERE id = ? AND digest = ?", ((row.id, row.digest) for row in rows)
        )

    # -- identifiers that several stories bear ---------------------------------------------------------------

    def share(self, identifier: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO shared VALUES (?)", (identifier,))

    def shared(self) -> set[str]:
        return {row[0] for row in self._db.execute("SELECT id FROM shared")}

    def note_headline(self, identifier: str, title: int, published: int) -> int:
        self._db.execute("INSERT OR IGNORE INTO headlines VALUES (?, ?, ?)", (identifier, title, published))
        row = self._db.execute(
            "SELECT count(*), count(DISTINCT published) FROM headlines WHERE id = ?", (identifier,)
        ).fetchone()
        return int(min(row))

    def drop_shadows_of(self, file: int) -> None:
        self._db.execute("DELETE FROM shadows WHERE file = ?", (file,))

    def files_shadowing(self, ids: Iterable[str]) -> set[int]:
        if not self._has_shadows():
            return set()
        return {row[0] for row in self._among("SELECT file FROM shadows", list(ids))}

    def forget_ids(self, ids: Iterable[str]) -> None:
        self._db.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", ((each,) for each in ids))

    def forgotten(self) -> set[str]:
        return {row[0] for row in self._db.execute("SELECT id FROM forgotten")}

    # -- problems ------------------------------------------------------------------------------------------

    def put_problems(self, file: int, rows: Problems, *, partly: bool = False) -> None:
        self._db.execute("DELETE FROM problems WHERE file = ?", (file,))
        self._db.executemany(
            "INSERT INTO problems VALUES (?, ?, ?, ?)",
            ((file, member, why, 1 if sound else 2 * partly) for member, why, sound in rows),
        )

    def problems_of(self, file: int) -> Problems:
        rows = self._db.execute(
            "SELECT member, reason, no_article FROM problems WHERE file = ? ORDER BY rowid", (file,)
        )
        return [(member, reason, sound == 1) for member, reason, sound in rows]

    def is_partly_read(self, file: int) -> bool:
        found = self._db.execute("SELECT 1 FROM problems WHERE file = ? AND no_article = 2", (file,))
        return found.fetchone() is not None

    def problems(self, *, no_article: bool) -> list[Rejected]:
        rows = self._db.execute(
            "SELECT path, member, reason FROM problems JOIN files ON file = key WHERE (no_article = 1) = ? "
            "ORDER BY path, member, problems.rowid",
            (int(no_article),),
        )
        return [Rejected(*row) for row in rows]

    def verify(self) -> list[str]:
        """Return what SQLite finds wrong with the database; empty where nothing is."""
        try:
            found = [row[0] for row in self._db.execute("PRAGMA integrity_check")]
        except sqlite3.Error as error:
            return [f"{NAME}: {error}"]
        return [] if found == ["ok"] else [f"{NAME}: {each}" for each in found]


def copied(source: Path, target: Path) -> None:
    """Make `target` the same as `source`, durably; only what differs is written."""
    descriptor = os.open(target, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    with source.open("rb") as original, os.fdopen(descriptor, "r+b", buffering=0) as copy:
        at = 0
        while chunk := original.read(_CHUNK):
            if os.pread(descriptor, len(chunk), at) != chunk:
                written = 0
                while written < len(chunk):
                    written += os.pwrite(descriptor, chunk[written:], at + written)
            at += len(chunk)
        copy.truncate(at)
        os.fsync(descriptor)
