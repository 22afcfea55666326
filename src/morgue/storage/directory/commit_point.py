"""Say which state of an archive was committed last, in which files, and whether these are as they were written.

`seal.json` names the state that was committed last: the archive's id and engine, its revision, the directory
of its index, the engine's own stamp of that state, and of every file its size, its CRC-32 and its times. Its
second line is the CRC-32 of the first.

The engine's commit is the moment at which there is a new state: the catalog is durable before it, the seal
follows. From before a writer changes anything until it has sealed its work there is a file `unsealed`. So

    stamp of the index   `unsealed`   the state is
    as sealed            any          the sealed one
    another              there        the one after it
    another              not there    damaged (or the seal was just being replaced: look again)

Searching compares size and times of every file with the seal, and reads a file through only where they
differ: a copied archive, or damage. `verify` reads everything.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from morgue._startup.frozen import frozen
from morgue.engines import files_of, is_embedded, shows_commit
from morgue.engines.base import IndexFiles
from morgue.errors import ArchiveError, reason_of
from morgue.io import durable
from morgue.model.fields import FORMAT as FORMAT

T = TypeVar("T")

SEAL = "seal.json"
UNSEALED = "unsealed"
CATALOG = "catalog.sqlite"
COPY = "catalog.copy"

OWN_NAMES = frozenset((SEAL, UNSEALED, CATALOG, f"{CATALOG}-wal", f"{CATALOG}-shm", COPY, "lock"))
"""Files of an archive, beside the directory of its index."""

_REWRITTEN = (CATALOG, COPY)
"""Files that a writer changes, beside those that the engine names; all others are written once."""

_CHUNK = 1 << 20
_REPAIR = "morgue verify --repair mends it"


class FileStamp(NamedTuple):
    """What a file was when it was sealed: bytes, CRC-32, and the times of its content and of its state."""

    size: int
    crc: int
    modified: int
    changed: int

    def same_times(self, state: os.stat_result) -> bool:
        """Return whether nobody has written to the file since."""
        return (self.size, self.modified, self.changed) == (
            state.st_size,
            state.st_mtime_ns,
            state.st_ctime_ns,
        )


def read_checked(path: Path, decode: Callable[[bytes], T]) -> T:
    """Return what a file says, by a function that raises for damage. Raises ArchiveError, with what is wrong."""
    try:
        return decode(path.read_bytes())
    except FileNotFoundError:
        raise ArchiveError(f"{path} is missing", hint=_REPAIR) from None
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {reason_of(error)}") from error
    except DAMAGE as error:
        raise ArchiveError(f"{path} is damaged: {damage_in(error)}", hint=_REPAIR) from error


DAMAGE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What reading a damaged document of JSON raises."""


def damage_in(error: Exception) -> str:
    """Return what is wrong with a document of JSON, by the error of its reading."""
    if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError, RecursionError)):
        return "it is not JSON"
    if isinstance(error, (TypeError, AttributeError)):
        return "a value in it is of another type"
    return f"it has no {error.args[0]}" if isinstance(error, KeyError) else str(error)


@frozen
class Seal:
    """The state that was committed last; `files` are by path below the archive.

    `parts` is what the engine needs to salvage that state where the head of its index is damaged; on disk they are
    called segments.
    """

    id: str
    engine: str
    revision: int
    index: str
    stamp: int
    files: dict[str, FileStamp]
    parts: list[Any]

    @classmethod
    def read(cls, directory: Path) -> Seal:
        """Return the seal of an archive. Raises ArchiveError where it is missing, damaged or of another format."""
        return read_checked(directory / SEAL, lambda data: cls._of_bytes(data, directory))

    @classmethod
    def _of_bytes(cls, data: bytes, directory: Path) -> Seal:
        body, _, check = data.partition(b"\n")
        if check != b"%08x\n" % zlib.crc32(body):
            raise ValueError("its checksum does not fit")
        facts = json.loads(body)
        if facts["format"] != FORMAT:
            raise OtherFormatError(directory, facts["format"])
        files = {name: FileStamp(*map(int, mark)) for name, mark in facts["files"].items()}
        _check_names(facts["engine"], facts["index"], files)
        files_of(facts["engine"]).check_parts(facts["segments"])
        return cls(
            str(facts["id"]),
            facts["engine"],
            int(facts["revision"]),
            facts["index"],
            int(facts["stamp"]),
            files,
            list(facts["segments"]),
        )

    def write(self, directory: Path) -> None:
        """Put it in the place of the old one; durable when this returns."""
        body = json.dumps(
            {
                "format": FORMAT,
                "id": self.id,
                "engine": self.engine,
                "revision": self.revision,
                "index": self.index,
                "stamp": self.stamp,
                "files": self.files,
                "segments": self.parts,
            }
        ).encode("ascii")
        durable.replace(directory / SEAL, body + b"\n%08x\n" % zlib.crc32(body), draft=SEAL + ".new")


def is_index(name: object) -> bool:
    """Return whether this is the name of the directory of an index, and of nothing outside of the archive."""
    if not isinstance(name, str) or not name.startswith("index-"):
        return False
    number = name.removeprefix("index-")
    return number.isascii() and number.isdigit() and len(number) <= 9


def next_index(name: str) -> str:
    """Return the name of the index that takes the place of one: `index-2` after `index-1`."""
    return f"index-{number_of(name) + 1}"


def number_of(index: str) -> int:
    """Return the number in the name of an index."""
    return int(index.rpartition("-")[2])


def _check_names(engine: str, index: str, files: dict[str, FileStamp]) -> None:
    """Raise ValueError for names that no archive has: they could lead out of it."""
    if not is_embedded(engine) or not is_index(index):
        raise ValueError("a strange index")
    for name in files:
        if name not in (CATALOG, COPY) and not _is_index_file(name.removeprefix(index + "/")):
            raise ValueError("a strange name")


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")


def _is_index_file(name: str) -> bool:
    """Return whether a name is letters, digits and dashes, in parts with a full stop between them, one perhaps first."""
    parts = name.removeprefix(".").split(".")
    return not name.startswith("-") and all(part and _LETTERS.issuperset(part) for part in parts)


def refuse_links(directory: Path) -> None:
    """Raise ArchiveError for a link in an archive: what is written through it would be written elsewhere.

    The archive's directory itself may be a link.
    """
    for place in (directory, *directory.glob("index-*")):
        if place.is_symlink() and place != directory:
            continue  # it is found as an entry of the directory
        if not place.is_dir():
            continue
        with os.scandir(place) as entries:
            links = [entry.path for entry in entries if entry.is_symlink()]
        if links:
            raise ArchiveError(
                f"{links[0]} is a link; an archive that is written to holds none",
                hint="make it whole by copying it with its links followed: cp -rL",
            )


class OtherFormatError(ArchiveError):
    """The archive was made by another version of morgue, in another format; `newer` than this one's or older."""

    def __init__(self, directory: Path, version: object) -> None:
        self.newer = str(version).isdigit() and int(str(version)) > FORMAT
        super().__init__(
            f"{directory} is an archive of format {version}; this morgue reads format {FORMAT}",
            hint="a newer morgue made it: use that one"
            if self.newer
            else "morgue index PATH… rebuilds it from its sources",
        )


# -- the engine's files ----------------------------------------------------------------------------------------


def stamp_of(engine: str, directory: Path) -> int:
    """Return what the engine itself calls its committed state. Raises ArchiveError where that cannot be read."""
    files = files_of(engine)
    try:
        return files.stamp(directory)
    except (OSError, ValueError, KeyError, TypeError) as error:
        head = files.head or "the table of contents"
        raise ArchiveError(f"{directory}: {head} cannot be read: {error}", hint=_REPAIR) from error


def _index_files(directory: Path, locks: Collection[str]) -> list[str]:
    """Return the names of all files of an index that nobody writes to, but for its locks, which hold nothing."""
    return [
        path.relative_to(directory).as_posix()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and path.name not in locks
    ]


# -- checksums -------------------------------------------------------------------------------------------------


def checksum(path: Path) -> int:
    """Return the CRC-32 of a file, read through."""
    found = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found = zlib.crc32(chunk, found)
    return found


def marked(
    directory: Path, names: Iterable[str], known: dict[str, FileStamp], index: IndexFiles
) -> dict[str, FileStamp]:
    """Return the marks of files as they are now; one that is as it was keeps its mark.

    So does a file that is never written twice and is not what it was: its damage stays to be seen. Where the engine
    notes a checksum of what it meant to write, the mark has that one.
    """
    rewritten = (*_REWRITTEN, *index.rewritten)
    marks = {}
    for name in names:
        path = directory / name
        state = path.stat()
        mark = known.get(name)
        if mark is None or path.name in rewritten:
            crc = index.checksum(path)
            mark = FileStamp(state.st_size, checksum(path) if crc is None else crc, *_times(state))
        elif not mark.same_times(state) and wrong(path, mark, thorough=True) is None:
            mark = FileStamp(mark.size, mark.crc, *_times(state))
        marks[name] = mark
    return marks


def _times(state: os.stat_result) -> tuple[int, int]:
    return state.st_mtime_ns, state.st_ctime_ns


def wrong(path: Path, mark: FileStamp, *, thorough: bool) -> str | None:
    """Return what is wrong with a sealed file; unless `thorough` it is read only where its times differ."""
    try:
        state = path.stat()
        if state.st_size != mark.size:
            return f"{path.name} is damaged: it has {state.st_size:,} bytes and not {mark.size:,}"
        if (thorough or not mark.same_times(state)) and checksum(path) != mark.crc:
            return f"{path.name} is damaged: its checksum does not fit"
    except FileNotFoundError:
        return f"{path.name} is missing"
    except OSError as error:
        return f"{path.name} cannot be read: {error.strerror}"
    return None


# -- what was committed -----------------------------------------------------------------------------------------------


@frozen
class CommitPoint:
    """What is committed: the revision, and the index that answers for it."""

    id: str
    engine: str
    revision: int
    index: Path
    seal: Seal
    unsealed: bool
    moved: bool


def stands_at(directory: Path) -> bool:
    """Return whether there is an archive, whole or damaged; not one whose making was cut off."""
    if (directory / SEAL).is_file():
        return True
    return (directory / CATALOG).is_file() and not (directory / UNSEALED).exists()


def has_archive(names: Collection[str]) -> bool:
    """Return whether these are the names in the directory of an archive, whole or damaged.

    One name alone is none: a feed may be called seal.json.
    """
    if not (SEAL in names or CATALOG in names or COPY in names):
        return False
    return sum(name in OWN_NAMES or is_index(name) for name in names) > 1


def fingerprint(directory: Path) -> tuple[object, ...]:
    """Return what changes with every step of a writer that a reader could stumble over."""
    where = os.fspath(directory)
    found = [_printed(os.path.join(where, name)) for name in (SEAL, UNSEALED)]
    for index in listing(where):
        if index.startswith("index-"):
            folder = os.path.join(where, index)
            found += [_printed(os.path.join(folder, name)) for name in listing(folder) if shows_commit(name)]
    return tuple(found)


def listing(folder: str) -> list[str]:
    """Return the names in a directory, in order; none where it is none, was taken away, or may not be listed."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _printed(path: str) -> tuple[object, ...]:
    """Return a file and its state, or only its path where it is not there."""
    try:
        state = os.stat(path)
    except OSError:
        return (path,)
    return (path, state.st_ino, state.st_size, state.st_mtime_ns)


def standing(directory: Path) -> CommitPoint:
    """Return the state that was committed last. Raises ArchiveError where seal and index do not belong together."""
    seal = Seal.read(directory)
    index = directory / seal.index
    unsealed = (directory / UNSEALED).exists()
    if not index.is_dir():
        raise ArchiveError(f"{index}: the index is missing", hint=_REPAIR)
    moved = stamp_of(seal.engine, index) != seal.stamp
    if moved and not unsealed:
        raise ArchiveError(f"{index}: the index is not the one that was sealed", hint=_REPAIR)
    return CommitPoint(seal.id, seal.engine, seal.revision + moved, index, seal, unsealed, moved)


def damaged(directory: Path, problem: str) -> ArchiveError:
    """Return the error for an archive of which something is not as it was written."""
    return ArchiveError(f"{directory}: {problem}", hint=_REPAIR)


def index_problems(
    directory: Path, edition: CommitPoint, *, thorough: bool = False, reading: bool = False
) -> Iterator[str]:
    """Yield what is wrong with the files of the index; with `reading`, with those that answers are made of."""
    prefix = edition.seal.index + "/"
    sealed = {
        name.removeprefix(prefix): mark
        for name, mark in edition.seal.files.items()
        if name.startswith(prefix)
    }
    files = files_of(edition.engine)
    head = files.head
    merged = head and edition.unsealed and wrong(edition.index / head, sealed[head], thorough=True)
    if edition.moved or merged:
        yield from _unsealed_problems(edition, sealed, thorough=thorough)
        return
    for name, mark in sealed.items():
        if name in files.early and (edition.unsealed or reading):
            continue
        problem = wrong(edition.index / name, mark, thorough=thorough or name == head)
        if problem:
            yield problem


def _unsealed_problems(
    edition: CommitPoint, sealed: dict[str, FileStamp], *, thorough: bool
) -> Iterator[str]:
    """Yield what is wrong where a writer is at work, or was killed: by the files that the index itself lists."""
    files = files_of(edition.engine)
    names = files.committed(edition.index)
    if names is None:
        from morgue.engines import open_engine

        yield from open_engine(edition.engine, edition.index).verify()
        return
    for name in names:
        mark = None if name == files.head else sealed.get(name)
        path = edition.index / name
        problem = wrong(path, mark, thorough=thorough) if mark else files.wrong(path)
        if problem:
            yield problem


def catalog_problems(directory: Path, edition: CommitPoint, *, thorough: bool) -> Iterator[str]:
    """Yield what is wrong with the catalog's file and its copy.

    While a writer is at work, or after it was killed, the catalog may be ahead; its copy is the sealed one as
    long as the index is.
    """
    names = (CATALOG, COPY) if not edition.unsealed else () if edition.moved else (COPY,)
    for name in names:
        problem = wrong(directory / name, edition.seal.files[name], thorough=thorough)
        if problem and not (edition.unsealed and catalog_is_copy(directory)):
            yield problem


def catalog_is_copy(directory: Path) -> bool:
    """Return whether the catalog and its copy have the same content."""
    try:
        return checksum(directory / CATALOG) == checksum(directory / COPY)
    except OSError:
        return False


def seal_of(directory: Path, before: Seal, *, revision: int, at_rest: bool) -> Seal:
    """Return the seal of the archive as it is now, with the id, engine and index of the one before.

    Unless all is `at_rest`, a writer may still merge files of the index, and only those that it lists count. A merge that
    ends meanwhile takes files away and changes the list: then it is read again. Raises OSError or ArchiveError where a file
    cannot be read.
    """
    for _ in range(0 if at_rest else _MERGES):
        head = _head_of(directory, before)
        with contextlib.suppress(FileNotFoundError):
            made = _seal_now(directory, before, revision, at_rest=False)
            if _head_of(directory, before) == head:
                return made
    return _seal_now(directory, before, revision, at_rest=at_rest)


_MERGES = 100
"""Merges that may end, one after the other, while a seal is made."""


def _head_of(directory: Path, seal: Seal) -> bytes:
    """Return what lists the files of an index; nothing where it changes with commits only."""
    head = files_of(seal.engine).head
    return (directory / seal.index / head).read_bytes() if head else b""


def _seal_now(directory: Path, before: Seal, revision: int, *, at_rest: bool) -> Seal:
    folder, files = directory / before.index, files_of(before.engine)
    found = None if at_rest else files.committed(folder)
    found = _index_files(folder, files.locks) if found is None else found
    names = [CATALOG, COPY, *(f"{before.index}/{name}" for name in found)]
    stamp = stamp_of(before.engine, folder)
    marks = marked(directory, names, before.files, files)
    return replace(before, revision=revision, stamp=stamp, files=marks, parts=files.parts(folder))
