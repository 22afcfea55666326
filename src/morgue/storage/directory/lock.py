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

BURIAL = 30.0
"""Seconds to wait for a writer that is dead. The system frees the lock when it has cleared the process away, with what
it was about to start; on a busy machine that takes a while, and there is nothing that a user could wait for or end."""


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
        begun = time.monotonic()
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
                waited = time.monotonic() - begun
                if waited > PATIENCE and (waited > BURIAL or not _is_dead(_holder(descriptor))):
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
        holder = _holder(descriptor)
        os.close(descriptor)
        if holder is None:
            who = "another process is checking"
        elif _is_dead(holder):
            # a killed writer left its number, and somebody checks the archive, or writes to it from another machine
            who = "another process is using"
        else:
            who = f"process {holder} is writing to"
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


def _holder(descriptor: int) -> int | None:
    """Return the process that a lock file names; None where it names none."""
    said = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
    return int(said) if said.isdecimal() else None


def _is_dead(process: int | None) -> bool:
    """Return whether a number is that of a process that has ended; it may be one of another machine or container."""
    if process is None:
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False
