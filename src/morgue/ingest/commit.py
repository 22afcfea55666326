"""Make the work of a run durable: catalog and index commit in an order, and then it is noted that they did.

A run knows a Committer only. In a directory the catalog commits first, then the index, which is the moment that
counts; a seal says what was committed last. A cluster has its own (`morgue.archive.cluster.ClusterCommitter`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import Generic, TypeVar

from morgue.engines.base import Engine, Writer
from morgue.process.debug import logger
from morgue.storage.catalog import FileRow, SqliteCatalog
from morgue.storage.directory.commit_point import Seal
from morgue.storage.directory.recovery import break_seal, put_seal

W = TypeVar("W", bound=Writer, covariant=True)


class Committer(ABC, Generic[W]):
    """What commits the work of one run, and owns the engine's writer while it lasts.

    `commit_after` is how many articles may wait for a commit, None where the run may choose. `first_key` is the key from
    which on a file is one of this run, None where keys do not rise. `is_alone` says that nobody else writes meanwhile.
    """

    is_alone = True
    commit_after: int | None = None
    first_key: int | None = None

    def __init__(self) -> None:
        self._writer: W | None = None

    @abstractmethod
    def new_key(self, location: bytes) -> int:
        """Return the key of a file that is not known."""

    @abstractmethod
    def open_writer(self) -> W:
        """Open the engine's writer."""

    def writer(self) -> W:
        """Return the engine's writer, opened when there is first something to write."""
        if self._writer is None:
            self._writer = self.open_writer()
        return self._writer

    @abstractmethod
    def commit(self, unfinished: Iterable[FileRow], *, written: bool, touched: bool) -> int:
        """Make durable what was written to index and catalog, and return how many articles lost to another writer.

        `unfinished` are files of which a part is in this commit: until they are read to the end they count as to be read
        again. `written` says that the index changes, `touched` that files do whose articles may have.
        """

    @abstractmethod
    def checkpoint(self) -> None:
        """Let readers check what was just committed, in the middle of a run."""

    def release(self) -> None:
        """Wait for what the engine still does, and close its writer; what was not committed is forgotten."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None


class DirectoryCommitter(Committer[Writer]):
    """The commits of the one writer of an archive in a directory. Its lock is held."""

    def __init__(self, directory: Path, catalog: SqliteCatalog, engine: Engine, seal: Seal) -> None:
        super().__init__()
        self.directory = directory
        self.catalog = catalog
        self.engine = engine
        self.seal = seal
        self.first_key = self._next_key = catalog.next_key()

    def new_key(self, location: bytes) -> int:
        """Return the next key."""
        key, self._next_key = self._next_key, self._next_key + 1
        return key

    def open_writer(self) -> Writer:
        """Open the engine's writer, once it is noted that the archive may differ from its seal."""
        break_seal(self.directory)
        return self.engine.writer()

    def commit(self, unfinished: Iterable[FileRow], *, written: bool, touched: bool) -> int:
        """Commit the catalog, then the index. Where that stays as it is, so does the revision."""
        if not written:
            if self.catalog.changed:
                break_seal(self.directory)
            self.catalog.commit(grow=False)
            return 0
        self.catalog.begin()
        for row in unfinished:
            self.catalog.put_file(row)
        writer, log = self.writer(), logger("commit")
        self.catalog.commit(grow=True)
        if log:
            log.debug("catalog: revision %s", self.catalog.revision)
        writer.commit()
        if log:
            log.debug("index: %s, which is the moment that counts", self.directory)
        return 0

    def checkpoint(self) -> None:
        """Seal the archive; the engine may still merge files of its index."""
        self.seal = put_seal(self.directory, self.catalog, self.seal, at_rest=False)
