"""Files that arrived together, in memory, for tests of forms that look beside their own file."""

from __future__ import annotations

import io

from morgue.io.delivery import Delivery
from morgue.io.feed import Feed
from morgue.model.article import Source


class Files(Delivery):
    """A delivery in memory."""

    def __init__(self, **files: bytes) -> None:
        super().__init__()
        self.files = files

    def read(self, path: str, size: int) -> bytes | None:
        found = self.files.get(path)
        return found[:size] if found is not None else None

    def names(self, folder: str) -> list[str]:
        return sorted(path.rpartition("/")[2] for path in self.files if path.rpartition("/")[0] == folder)


def harvest(place: str, **files: bytes) -> Feed:
    """A file of a harvest."""
    data = files[place]
    source = Source(place, "trove", length=len(data))
    name = place.rpartition("/")[2]
    return Feed(source, io.BytesIO(data), name, place=place, delivery=Files(**files))
