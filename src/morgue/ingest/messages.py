"""Define what the run and its worker processes say to each other: a Job out, Batches of Entries and a Report back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from morgue.engines.base import Document
from morgue.extract.versions import Version

if TYPE_CHECKING:
    from morgue.storage.catalog import Problems

CONTAINER = "container"
"""The kind of what was read from a member of a zip, a tar or a web capture."""

TORN_PIECES = 1_000
"""Unreadable pieces of a file that are kept apart."""


Stamp = tuple[int, int]
"""Size and time (nanoseconds) of a file."""


class Job(NamedTuple):
    """A file to read. With `known_sha256` the same as the file's, nothing is read but the digest.

    `root` is the directory out of which no link is followed (`opening.open_file`); empty where any is.
    `delivery` is the directory in which the files that arrived with it are looked for. `stories` says whether articles come
    with their traits.
    """

    file: int
    location: bytes
    path: str
    columns: dict[str, str]
    known_sha256: str | None
    root: bytes = b""
    delivery: bytes = b""
    stories: bool = True


class Entry(NamedTuple):
    """An article ready for the index: `version` orders its versions, `digest` tells their contents apart.

    `kind` is the format that it was read from, CONTAINER where that is a member of one. `listed`, `rolls` and `is_cut` are those of `Reading`.
    `traits` are those by which candidates for its story are found (`stories.traits`), packed; None where no stories are wanted. `earlier` are the ids that it is stated to update, correct or withdraw.
    """

    document: Document
    version: Version
    digest: bytes
    kind: str = ""
    listed: bool = False
    rolls: bool = False
    is_cut: bool = False
    traits: bytes | None = None
    earlier: tuple[str, ...] = ()


class Batch(NamedTuple):
    """Articles of a file, in order."""

    file: int
    entries: list[Entry]


class Report(NamedTuple):
    """The end of a file.

    `changed` is its ctime in nanoseconds. `torn` is what could not be read of it, piece by piece; None where nobody
    knows how much that is. `ends_torn` says that it ends in one of the pieces.
    `companions` are the other files that its reader took, by absolute path, as they were then (None: not there), and `lacks`
    says that one was missing. `owner` is the path of the file that it is a part of, relative to its directory.
    """

    file: int
    sha256: str
    size: int
    modified: int
    unchanged: bool
    problems: Problems
    changed: int = 0
    torn: list[bytes] | None = None
    ends_torn: bool = False
    companions: list[tuple[bytes, Stamp | None]] | None = None
    lacks: bool = False
    owner: str | None = None


@dataclass(slots=True)
class Beside:
    """What the reading of a file has to do with others: see `Report`."""

    companions: list[tuple[bytes, Stamp | None]] = field(default_factory=list)
    lacks: bool = False
    owner: str | None = None


@dataclass(slots=True)
class Torn:
    """What of a file could not be read: its pieces, or None once something of unknown extent is missing."""

    pieces: list[bytes] | None = field(default_factory=list)
    at_end: bool = False

    def add(self, piece: bytes | None) -> None:
        """Note a piece; None says that nobody knows what is missing."""
        if self.pieces is not None and piece is not None and len(self.pieces) < TORN_PIECES:
            self.pieces.append(piece)
        else:
            self.pieces = None
