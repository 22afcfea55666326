"""Name and order the texts of articles that others have taken the place of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

VERSION_MARK = "@"
"""What is between an article's id and what names one of its texts."""


class VersionRow(NamedTuple):
    """A text of an article that another took the place of, and the file that it was read from.

    `saved` is when that file was written, in nanoseconds, `replaced` the moment of the text that followed it, in
    microseconds; None where that is not known.
    """

    id: str
    digest: bytes
    file: int
    version: bytes
    saved: int
    replaced: int | None

    @property
    def name(self) -> str:
        """Return the id that the text has in the index."""
        return f"{self.id}{VERSION_MARK}{self.digest.hex()}"


def in_order(rows: Iterable[VersionRow]) -> list[VersionRow]:
    """Return the earlier texts of an article in the order of their times, whatever the order in which they came."""
    from morgue.extract.versions import time_of, unpacked  # which most searches need not

    return sorted(rows, key=lambda row: (time_of(unpacked(row.version)), row.saved, row.digest))
