"""Lend the newest state of an archive to the threads that answer requests."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from morgue.archive.archive import Archive


class _Issue:
    """One state of the archive, and how many are reading it."""

    __slots__ = ("archive", "readers")

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.readers = 0


class SnapshotPool:
    """The archive at a place, open as long as it is asked; every loan is of one committed state.

    A loan begun before a commit ends with the state it began with. An old state is closed when the last
    reader gives it back. A state is known by the archive's id and its revision: an archive that was deleted and made
    again at the same place is another one, whatever its revision.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self._lock = threading.Lock()
        self._newest: _Issue | None = None

    @contextlib.contextmanager
    def lend(self) -> Iterator[Archive]:
        """Lend the newest state. Raises ArchiveError where the archive is gone or damaged."""
        with self._lock:
            issue = self._current()
            issue.readers += 1
        try:
            yield issue.archive
        finally:
            with self._lock:
                issue.readers -= 1
                self._put_away(issue)

    def close(self) -> None:
        """Give back files and memory, now or when the last loan ends."""
        with self._lock:
            last, self._newest = self._newest, None
            if last:
                self._put_away(last)

    def _current(self) -> _Issue:
        import morgue

        old = self._newest
        if old and old.archive.is_current():
            return old
        archive = morgue.open(self.where)
        try:
            archive.revision  # noqa: B018 - opens the index now, while nobody else can
        except BaseException:
            archive.close()
            raise
        self._newest = _Issue(archive)
        if old:
            self._put_away(old)
        return self._newest

    def _put_away(self, issue: _Issue) -> None:
        if issue is not self._newest and not issue.readers:
            issue.archive.close()
