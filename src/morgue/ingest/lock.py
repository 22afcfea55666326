"""The lock of an archive's one writer, and the note of a commit that has not ended."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterable
from pathlib import Path

from morgue.errors import ArchiveError

PATIENCE = 1.0
"""Seconds to wait for another writer before giving up."""


class WriterLock:
    """Held by the one writer of an archive; names its process. A killed process holds nothing."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "lock"
        self._descriptor: int | None = None

    def __enter__(self) -> WriterLock:
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise ArchiveError(
                f"{self.path.parent}: cannot be written: {error.strerror}", hint="is the archive read-only?"
            ) from error
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() > deadline:
                    holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
                    os.close(descriptor)
                    raise ArchiveError(
                        f"{self.path.parent}: process {holder} is writing to this archive",
                        hint="wait for it to end",
                    ) from None
                time.sleep(0.05)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor
        return self

    def __exit__(self, *unused: object) -> None:
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None


class Pending:
    """The files that a commit is about to change, on disk from before the index commits until the catalog has."""

    def __init__(self, directory: Path) -> None:
        self.path = directory / "pending.json"

    def read(self) -> list[int]:
        """Files of a commit that did not end; empty where all is well."""
        try:
            return [int(key) for key in json.loads(self.path.read_bytes())]
        except FileNotFoundError:
            return []
        except (ValueError, TypeError) as error:
            raise ArchiveError(
                f"{self.path} is damaged: {error}", hint="morgue verify --repair makes the index anew"
            ) from error

    def write(self, keys: Iterable[int]) -> None:
        """Name the files; durable when this returns."""
        draft = self.path.with_suffix(".tmp")
        with draft.open("w") as file:
            json.dump(sorted(keys), file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path)
        sync_directory(self.path.parent)

    def clear(self) -> None:
        """The commit has ended."""
        self.path.unlink(missing_ok=True)


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
