"""Put a file in the place of another in one step, so that a crash leaves the old content or the new."""

from __future__ import annotations

import os
from pathlib import Path


def replace(path: Path, data: bytes) -> None:
    """Write a file in one step; durable when this returns.

    Whoever reads it finds the old content or the new. A process that is killed leaves a draft, which `is_draft` knows.
    Raises OSError.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def is_draft(name: str, of: str) -> bool:
    """Return whether a file has the name of a draft that `replace` makes of the file `of`."""
    return name.startswith(f".{of}.")


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
