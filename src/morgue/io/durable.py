"""Put a file in the place of another in one step, so that a crash leaves the old content or the new."""

from __future__ import annotations

import os
from pathlib import Path


def replace(path: Path, data: bytes, *, draft: str = "") -> None:
    """Write a file in one step; durable when this returns.

    Whoever reads it finds the old content or the new. A process that is killed leaves the file `draft` beside it, by
    default a hidden one with the number of the process in its name. Raises OSError.
    """
    new = path.with_name(draft or f".{path.name}.{os.getpid()}")
    try:
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
