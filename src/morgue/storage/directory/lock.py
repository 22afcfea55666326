"""Keep a second writer out of an archive."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from pathlib import Path

from morgue.errors import ArchiveError
from morgue.storage.directory.commit_point import refuse_links

PATIENCE = 1.0
"""Seconds to wait for another writer before giving up."""


class WriterLock:
    """Held by the one writer of an archive; names its process. A killed process holds nothing.

    With `shared` it only keeps writers out, and an archive that cannot be written needs none. An archive that
    holds links is not written to (ArchiveError).
    """

    def __init__(self, directory: Path, *, shared: bool = False) -> None:
        self.path = directory / "lock"
        self.shared = shared
        self._descriptor: int | None = None

    def __enter__(self) -> WriterLock:
        if not self.shared:
            refuse_links(self.path.parent)
        descriptor = self._opened()
        if descriptor is None:
            return self
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, (fcntl.LOCK_SH if self.shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
                break
            except OSError as error:
                if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                    os.close(descriptor)
                    raise ArchiveError(
                        f"{self.path}: cannot be locked: {error.strerror}",
                        hint="an archive needs a file system with locks",
                    ) from error
                if time.monotonic() > deadline:
                    raise self._busy(descriptor) from None
                time.sleep(0.05)
        if not self.shared:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor
        return self

    def _opened(self) -> int | None:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        except OSError as error:
            if not self.shared:
                raise ArchiveError(
                    f"{self.path.parent}: cannot be written: {error.strerror}",
                    hint="is the archive read-only?",
                ) from error
        try:
            return os.open(self.path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError:
            return None

    def _busy(self, descriptor: int) -> ArchiveError:
        holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
        os.close(descriptor)
        who = f"process {holder} is writing to" if holder.isdigit() else "another process is checking"
        return ArchiveError(f"{self.path.parent}: {who} this archive", hint="wait for it to end")

    def __exit__(self, *unused: object) -> None:
        self.release()

    def release(self) -> None:
        """Let the next writer in."""
        if self._descriptor is not None:
            if not self.shared:
                os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None
