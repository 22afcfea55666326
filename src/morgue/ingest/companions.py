"""Read files again because others of their delivery have changed.

An issue of a newspaper is one description and many pages. The description is the owner: its reader takes the pages, and the
stories are the owner's. A page that is read by itself says whose part it is (`PartOf`), and holds no story. So

- a part that is new, has changed or is gone makes its owner be read again; the mark is kept in the catalog with the
  part's own row, so that no crash comes between them.
- an owner that is read makes those of its parts be read again that are held as stories of their own, and those that it
  had and no longer names.
- nothing is read again for a part that its owner saw as it is, whichever of the two was read first.

The row of a part names its owner in `kind`, relative to its own directory, so that a delivery may be moved.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from morgue.ingest.messages import Stamp
from morgue.storage.catalog import Catalog, FileRow

if TYPE_CHECKING:
    from morgue.ingest.messages import Report

_PART_OF = "part of "


def kind_of_part(owner: str) -> str:
    """Return the `kind` of the row of a part; `owner` is the path of its owner, relative to its own directory."""
    return _PART_OF + owner


def owner_of(row: FileRow) -> bytes | None:
    """Return where the owner of a part is; None for a file that is no part."""
    return _beside(row, row.kind.removeprefix(_PART_OF)) if row.kind.startswith(_PART_OF) else None


def _beside(row: FileRow, path: str) -> bytes:
    return os.path.normpath(os.path.join(os.path.dirname(row.location), os.fsencode(path)))


class Companions:
    """What one run knows of the owners and parts that it has read."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._seen: dict[bytes, Stamp | None] = {}  # parts as their owners saw them, which have not come yet
        self._parts: dict[bytes, Stamp] = {}  # parts that came before their owners
        self._named: dict[bytes, set[bytes]] = {}  # parts that owners which were known before name now
        self._woken: set[int] = set()

    def take(self, row: FileRow, report: Report, *, known: bool) -> set[int]:
        """Take the report of a file that was read, after its row is in the catalog; return what is to be read again for it."""
        again: set[int] = set()
        if report.owner is not None:
            return self._take_part(row, _beside(row, report.owner), (report.size, report.modified))
        if not report.companions:
            if known:
                self._named[row.location] = set()
            return again
        for location, stamp in report.companions:
            part = self._parts.pop(location, None)
            if part is not None:
                if part != stamp:
                    again |= self._wake(row)
                continue
            held = self._catalog.file_at(location) if stamp else None
            self._seen[location] = stamp
            if held is not None and held.sha256 and not held.kind.startswith(_PART_OF):
                again |= self._wake(held)
        if known:
            self._named[row.location] = {location for location, _ in report.companions}
        return again

    def _take_part(self, row: FileRow, owner: bytes, stamp: Stamp) -> set[int]:
        """Return the owner where it has not seen the part as it is; it is marked, and is read in this run or the next."""
        if row.location in self._seen:
            if self._seen.pop(row.location) == stamp:
                return set()
        else:
            self._parts[row.location] = stamp
        held = self._catalog.file_at(owner)
        if held is None or held.key == row.key:
            return set()
        self._catalog.reread([held.key])
        return {held.key}

    def _wake(self, row: FileRow) -> set[int]:
        """Return the key of a row that is to be read again; nothing where that has been done in this run."""
        if row.key in self._woken:
            return set()
        self._woken.add(row.key)
        return {row.key}

    def unnamed(self) -> set[int]:
        """Return the parts that owners had which were read again and do not name them any more."""
        again: set[int] = set()
        named, self._named = self._named, {}
        if not any(self._catalog.file_at(location) for location in named):
            return again
        for row in self._catalog.files():
            owner = owner_of(row)
            if owner in named and row.location not in named[owner]:
                again |= self._wake(row)
        return again

    def without(self, rows: Iterable[FileRow], gone: Mapping[int, FileRow]) -> set[int]:
        """Return what is to be read again of `rows` where some are gone: owners of parts, and parts of owners."""
        by_location = {row.location: row for row in rows}
        again: set[int] = set()
        for row in by_location.values():
            owner = by_location.get(owner_of(row) or b"")
            if owner is not None and (row.key in gone) != (owner.key in gone):
                again.add(owner.key if row.key in gone else row.key)
        return again
