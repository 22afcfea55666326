"""The catalog: which files were read, with which digests, which articles came of them, and what was rejected.

One SQLite database beside the index. The index commits first, then the catalog; `pending` names the files a
commit is about to change, and is durable before the index commits. Whatever a crash leaves between the two is
found there by the next writer, which reads those files again and comes to the same state.

Two files may hold one story (the same id): the newest wins (`stamp`), then the first path; the others are
kept as shadows, so that a winner that goes away is replaced by reading one of them.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from morgue.engines import open_engine
from morgue.engines.base import Engine
from morgue.errors import ArchiveError

FORMAT_VERSION = 1
NAME = "catalog.sqlite"
INDEX_DIRECTORY = "index_directory"
"""The fact that names the directory of the engine's index, below the archive's."""

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
  key INTEGER PRIMARY KEY,
  location BLOB NOT NULL UNIQUE,  -- absolute path, as the operating system spells it
  root BLOB NOT NULL,             -- the indexed directory
  path TEXT NOT NULL,             -- relative to it, for people
  size INTEGER NOT NULL,          -- -1: to be read again
  modified INTEGER NOT NULL,      -- nanoseconds
  sha256 TEXT NOT NULL,
  columns TEXT NOT NULL           -- the --map it was read with
);
CREATE TABLE articles (
  id TEXT PRIMARY KEY, file INTEGER NOT NULL, stamp INTEGER NOT NULL, digest BLOB NOT NULL,
  revision INTEGER NOT NULL DEFAULT 0  -- in which this digest came
) WITHOUT ROWID;
CREATE INDEX articles_by_file ON articles (file);
CREATE INDEX articles_by_revision ON articles (revision);
CREATE TABLE shadows (
  id TEXT NOT NULL, file INTEGER NOT NULL, stamp INTEGER NOT NULL, PRIMARY KEY (id, file)
) WITHOUT ROWID;
CREATE TABLE problems (
  file INTEGER NOT NULL, member TEXT, reason TEXT NOT NULL, no_article INTEGER NOT NULL
);
CREATE INDEX problems_by_file ON problems (file);
CREATE TABLE pending (file INTEGER PRIMARY KEY);
CREATE TABLE forgotten (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""


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


class ArticleRow(NamedTuple):
    """Which file an article of the index came from; `stamp` orders versions, `digest` tells them apart."""

    id: str
    file: int
    stamp: int
    digest: bytes


_ARTICLE = "id, file, stamp, digest"

_DROPPED = "CREATE TEMP TABLE IF NOT EXISTS dropped (id TEXT PRIMARY KEY, digest BLOB, revision INTEGER)"
"""Articles that this transaction removed: one that comes back as it was is no news."""

_PUT = """
INSERT INTO articles VALUES (?1, ?2, ?3, ?4,
  coalesce((SELECT revision FROM temp.dropped WHERE id = ?1 AND digest = ?4), ?5))
ON CONFLICT (id) DO UPDATE SET file = excluded.file, stamp = excluded.stamp, digest = excluded.digest,
  revision = CASE WHEN digest = excluded.digest THEN revision ELSE excluded.revision END
"""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that could not be read, or holds no story: where, and why."""

    path: str
    member: str | None
    reason: str

    def to_json(self) -> dict[str, str | None]:
        """The keys path, member, reason."""
        return {"path": self.path, "member": self.member, "reason": self.reason}


class Catalog:
    """The catalog of one archive. Writes are one transaction until `commit`."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path

    @classmethod
    def create(cls, directory: Path, *, engine: str) -> Catalog:
        """A new catalog with a new archive id. Raises ArchiveError where it cannot be written."""
        path = directory / NAME
        try:
            db = sqlite3.connect(path, isolation_level=None)
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
            db.executescript("BEGIN;" + _SCHEMA)
            facts = {
                "format_version": str(FORMAT_VERSION),
                "id": str(uuid.uuid4()),
                "engine": engine,
                "revision": "0",
            }
            db.executemany("INSERT INTO meta VALUES (?, ?)", facts.items())
            db.execute("COMMIT")
        except sqlite3.Error as error:
            raise ArchiveError(
                f"{path}: cannot make the catalog: {error}", hint="is the directory writable?"
            ) from error
        return cls(db, path)

    @classmethod
    def open(cls, directory: Path, *, write: bool = False) -> Catalog:
        """The catalog of an archive. Raises ArchiveError where it is damaged or of another format."""
        path = directory / NAME
        try:
            db = cls._connect(path, write=write)
            found = dict(db.execute("SELECT key, value FROM meta WHERE key IN ('format_version')"))
        except (sqlite3.Error, OSError) as error:
            raise ArchiveError(
                f"{path}: the catalog cannot be read: {error}", hint="morgue verify tells what is damaged"
            ) from error
        version = found.get("format_version")
        if version != str(FORMAT_VERSION):
            raise ArchiveError(
                f"{directory} is an archive of format {version}; this morgue reads format {FORMAT_VERSION}",
                hint="make it anew from its sources: morgue index --archive NEW PATH…",
            )
        return cls(db, path)

    @staticmethod
    def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
        if write:
            db = sqlite3.connect(path, isolation_level=None, timeout=10)
            db.execute("PRAGMA synchronous=FULL")
            db.execute(_DROPPED)
            if "revision" not in {row[1] for row in db.execute("PRAGMA table_info(articles)")}:
                db.execute("ALTER TABLE articles ADD COLUMN revision INTEGER NOT NULL DEFAULT 0")
                db.execute("CREATE INDEX articles_by_revision ON articles (revision)")
            return db
        uri = path.absolute().as_uri()
        try:
            db = sqlite3.connect(
                f"{uri}?mode=ro", uri=True, isolation_level=None, timeout=10, check_same_thread=False
            )
            db.execute("SELECT 1 FROM meta").fetchone()
        except sqlite3.OperationalError:
            if path.with_name(path.name + "-wal").exists():
                raise
            db = sqlite3.connect(
                f"{uri}?immutable=1", uri=True, isolation_level=None, check_same_thread=False
            )
        return db

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    # -- facts ---------------------------------------------------------------------------------------------

    def fact(self, key: str) -> str | None:
        """A value of the archive: id, engine, revision, format_version, or what a caller noted."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def note(self, key: str, value: str) -> None:
        """Set a value of the archive, in the current transaction."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def id(self) -> str:
        """The archive's UUID."""
        return self.fact("id") or ""

    @property
    def revision(self) -> int:
        """How many changes were committed."""
        return int(self.fact("revision") or 0)

    # -- transactions --------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Start a transaction, if none runs."""
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")

    def commit(self, *, grow: bool) -> None:
        """Make the transaction durable; with `grow` the revision grows by one and nothing is pending any more."""
        self.begin()
        if grow:
            self.note("revision", str(self.revision + 1))
            self._db.execute("DELETE FROM pending")
            self._db.execute("DELETE FROM temp.dropped")
        self._db.execute("COMMIT")

    def rollback(self) -> None:
        """Forget the transaction."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def pend(self, files: Iterable[int]) -> None:
        """Durably name the files that the next commit changes."""
        side = sqlite3.connect(self.path, isolation_level=None, timeout=10)
        try:
            side.execute("PRAGMA synchronous=FULL")
            side.execute("BEGIN IMMEDIATE")
            side.executemany("INSERT OR IGNORE INTO pending VALUES (?)", ((each,) for each in files))
            side.execute("COMMIT")
        finally:
            side.close()

    def pending(self) -> list[int]:
        """Files that a commit which did not end was about to change."""
        return [row[0] for row in self._db.execute("SELECT file FROM pending")]

    # -- files ---------------------------------------------------------------------------------------------

    def files(self) -> Iterator[FileRow]:
        """All files, by path."""
        return map(FileRow._make, self._db.execute("SELECT * FROM files ORDER BY path, key"))

    def file_count(self) -> int:
        """How many files were read."""
        return int(self._db.execute("SELECT count(*) FROM files").fetchone()[0])

    def file_at(self, location: bytes) -> FileRow | None:
        """The file at an absolute path."""
        row = self._db.execute("SELECT * FROM files WHERE location = ?", (location,)).fetchone()
        return FileRow._make(row) if row else None

    def file(self, key: int) -> FileRow | None:
        """The file with a key."""
        row = self._db.execute("SELECT * FROM files WHERE key = ?", (key,)).fetchone()
        return FileRow._make(row) if row else None

    def next_key(self) -> int:
        """A file key that was never used."""
        highest = self._db.execute("SELECT max(key) FROM files").fetchone()[0] or 0
        pending = self._db.execute("SELECT max(file) FROM pending").fetchone()[0] or 0
        return int(max(highest, pending, int(self.fact("last_key") or 0))) + 1

    def put_file(self, row: FileRow) -> None:
        """Add or replace a file."""
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def reread(self, keys: Iterable[int]) -> None:
        """Mark files as to be read again."""
        self._db.executemany("UPDATE files SET size = -1 WHERE key = ?", ((key,) for key in keys))

    def to_reread(self) -> list[FileRow]:
        """Files marked as to be read again."""
        return [FileRow._make(row) for row in self._db.execute("SELECT * FROM files WHERE size = -1")]

    def touch(self, key: int, size: int, modified: int) -> None:
        """Note a new time of a file whose content is the same."""
        self._db.execute("UPDATE files SET size = ?, modified = ? WHERE key = ?", (size, modified, key))

    def drop_file(self, key: int) -> None:
        """Remove a file with its problems and shadows; its articles must be gone."""
        for table in ("problems", "shadows"):
            self._db.execute(f"DELETE FROM {table} WHERE file = ?", (key,))  # noqa: S608  the names are ours
        self._db.execute("DELETE FROM files WHERE key = ?", (key,))

    # -- articles ------------------------------------------------------------------------------------------

    def articles_of(self, file: int) -> dict[str, ArticleRow]:
        """The articles whose winner is a file, by id."""
        rows = self._db.execute(f"SELECT {_ARTICLE} FROM articles WHERE file = ?", (file,))  # noqa: S608  our own names
        return {row[0]: ArticleRow._make(row) for row in rows}

    def winners(self, ids: list[str]) -> dict[str, ArticleRow]:
        """The rows of those ids that the archive has."""
        found = {}
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            marks = ",".join("?" * len(some))
            for row in self._db.execute(f"SELECT {_ARTICLE} FROM articles WHERE id IN ({marks})", some):  # noqa: S608  only marks
                found[row[0]] = ArticleRow._make(row)
        return found

    def put_articles(self, rows: Iterable[ArticleRow]) -> None:
        """Add or replace articles; what differs from before is of the revision that is being made."""
        revision = self.revision + 1
        self._db.executemany(_PUT, ((*row, revision) for row in rows))

    def drop_articles(self, ids: Iterable[str]) -> None:
        """Remove articles."""
        gone = [(each,) for each in ids]
        self._db.executemany(
            "INSERT OR REPLACE INTO temp.dropped SELECT id, digest, revision FROM articles WHERE id = ?", gone
        )
        self._db.executemany("DELETE FROM articles WHERE id = ?", gone)

    def changed_since(self, revision: int) -> list[str]:
        """Articles that are new or different since a revision, by id. Raises ArchiveError where none was kept."""
        try:
            rows = self._db.execute("SELECT id FROM articles WHERE revision > ? ORDER BY id", (revision,))
            return [row[0] for row in rows]
        except sqlite3.OperationalError as error:
            raise ArchiveError(
                f"{self.path.parent}: what is new cannot be told: {error}",
                hint="an archive of an earlier version learns it with its next morgue index",
            ) from error

    def location_of(self, path: str, sha256: str) -> bytes | None:
        """Where on this machine the file of an article's `source` stood when it was read; None if not known."""
        row = self._db.execute(
            "SELECT location FROM files WHERE path = ? ORDER BY sha256 = ? DESC LIMIT 1", (path, sha256)
        ).fetchone()
        return bytes(row[0]) if row else None

    def article_count(self) -> int:
        """How many articles the archive has."""
        return int(self._db.execute("SELECT count(*) FROM articles").fetchone()[0])

    def put_shadows(self, rows: Iterable[tuple[str, int, int]]) -> None:
        """Note files (id, file, stamp) that hold another version of an article."""
        self._db.executemany("INSERT OR REPLACE INTO shadows VALUES (?, ?, ?)", rows)

    def drop_shadows_of(self, file: int) -> None:
        """Forget what a file holds besides its winners."""
        self._db.execute("DELETE FROM shadows WHERE file = ?", (file,))

    def files_shadowing(self, ids: Iterable[str]) -> set[int]:
        """Files that hold another version of any of these articles."""
        found: set[int] = set()
        if self._db.execute("SELECT 1 FROM shadows LIMIT 1").fetchone():
            for each in ids:
                found.update(
                    row[0] for row in self._db.execute("SELECT file FROM shadows WHERE id = ?", (each,))
                )
        return found

    def forget_ids(self, ids: Iterable[str]) -> None:
        """Remember ids that were taken out, so that their files do not bring them back."""
        self._db.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", ((each,) for each in ids))

    def forgotten(self) -> set[str]:
        """Ids that were taken out."""
        return {row[0] for row in self._db.execute("SELECT id FROM forgotten")}

    # -- problems ------------------------------------------------------------------------------------------

    def put_problems(self, file: int, rows: Iterable[tuple[str | None, str, bool]]) -> None:
        """Replace what is wrong with a file: (member, reason, whether it is sound and only holds no story)."""
        self._db.execute("DELETE FROM problems WHERE file = ?", (file,))
        self._db.executemany(
            "INSERT INTO problems VALUES (?, ?, ?, ?)",
            ((file, member, why, int(sound)) for member, why, sound in rows),
        )

    def problems(self, *, no_article: bool) -> list[Rejected]:
        """What was rejected, or what holds no story, by path."""
        rows = self._db.execute(
            "SELECT path, member, reason FROM problems JOIN files ON file = key WHERE no_article = ? "
            "ORDER BY path, member, problems.rowid",
            (int(no_article),),
        )
        return [Rejected(*row) for row in rows]

    def verify(self) -> list[str]:
        """What SQLite finds wrong with the database; empty where nothing is."""
        try:
            found = [row[0] for row in self._db.execute("PRAGMA integrity_check")]
        except sqlite3.Error as error:
            return [f"{NAME}: {error}"]
        return [] if found == ["ok"] else [f"{NAME}: {each}" for each in found]


def engine_of(directory: Path, catalog: Catalog) -> Engine:
    """The engine that the catalog of an archive names, open."""
    name = catalog.fact(INDEX_DIRECTORY) or "index-1"
    return open_engine(catalog.fact("engine") or "", directory / name)
