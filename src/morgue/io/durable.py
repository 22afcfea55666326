"""Put a file in the place of another in one step, so that a crash leaves the old content or the new."""

from __future__ import annotations

import os
from pathlib import Path

from morgue.model.fields import FORMAT as FORMAT


def replace(path: Path, data: bytes) -> None:
    """Put a file with this content in the place of another, in one step; durable when this returns."""
    draft = path.with_name(path.name + ".new")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
