"""The files of a Whoosh index: written so that a commit is durable, and checked byte for byte.

Whoosh keeps no checksums. Before a commit counts (its table of contents is renamed) every new file is on the
disk, and beside it stands `NAME.crc` with its length and CRC-32. Whoosh itself removes what belongs to
segments that are gone.
"""

from __future__ import annotations

import contextlib
import errno
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, LockError

from morgue.engines.whoosh.toc import table
from morgue.errors import ArchiveError, EngineError, MorgueError

_CHUNK = 1 << 20
_SEAL = ".crc"


class Storage(FileStorage):  # type: ignore[misc]  # whoosh is not typed
    """A directory in which the renaming of a table of contents is a durable commit."""

    def rename_file(self, frm: str, to: str, safe: bool = False) -> None:
        """Seal and flush all files that are new, then rename, then flush the directory."""
        directory = Path(self.folder)
        for path in sorted(directory.glob("MAIN_*.seg")):
            if not Path(f"{path}{_SEAL}").exists():
                _seal(path, Path(f"{path}{_SEAL}"))
        _seal(directory / frm, directory / f"{to}{_SEAL}")
        _flush(directory)
        super().rename_file(frm, to, safe=safe)
        _flush(directory)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sum(path: Path) -> str:
    """Length and CRC-32 of a file."""
    length = found = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found = zlib.crc32(chunk, found)
            length += len(chunk)
    return f"{length} {found:08x}\n"


def _seal(path: Path, seal: Path) -> None:
    _flush(path)
    seal.write_text(_sum(path), encoding="ascii")
    _flush(seal)


def discard(directory: Path, segment: str) -> None:
    """Remove the files of a segment that was given up."""
    for path in directory.glob(f"{segment}.*"):
        path.unlink(missing_ok=True)


def require(directory: Path) -> None:
    """Raises ArchiveError where there is no index, or its table of contents is damaged."""
    newest = table(directory)
    problem = "the index is missing" if newest is None else wrong(newest)
    if problem:
        raise ArchiveError(
            f"{directory}: {problem}", hint="morgue verify --repair rebuilds the index from its sources"
        )


def verify(directory: Path, schema: Any) -> list[str]:
    """What is wrong, each problem with its file's name; empty where every byte is as it was written."""
    newest = table(directory)
    if newest is None:
        return ["the table of contents (_MAIN_*.toc) is missing"]
    problem = wrong(newest)
    if problem:
        return [problem]
    storage = Storage(str(directory))
    try:
        segments = TOC.read(storage, "MAIN", schema=schema).segments
    except Exception as error:  # noqa: BLE001  # its pickles fail in any way; all are damage
        return [f"{newest.name} cannot be read: {explain(error, 'read it', directory).message}"]
    names = [segment.make_filename(segment.COMPOUND_EXT) for segment in segments]
    return [problem for name in names if (problem := wrong(directory / name))]


def wrong(path: Path) -> str | None:
    """What is wrong with a file, by its seal; None where nothing is."""
    try:
        found = _sum(path)
    except FileNotFoundError:
        return f"{path.name} is missing"
    except OSError as error:
        return f"{path.name} cannot be read: {error.strerror}"
    try:
        expected = Path(f"{path}{_SEAL}").read_text(encoding="ascii")
    except (OSError, ValueError):
        return f"{path.name}{_SEAL} is missing or cannot be read"
    if found == expected:
        return None
    return f"{path.name} is damaged: {_difference(found, expected)}"


def _difference(found: str, expected: str) -> str:
    length, wanted = found.split()[0], expected.split()[:1]
    return "its checksum does not fit" if [length] == wanted else "its length does not fit"


def files(directory: Path) -> Iterator[Path]:
    """All files of the index."""
    return (path for path in directory.rglob("*") if path.is_file())


def explain(error: BaseException, what: str, directory: Path) -> MorgueError:
    """The error of ours for what Whoosh raised while it tried to do `what`."""
    if isinstance(error, LockError):
        return ArchiveError(
            f"{directory}: another process is writing to this archive", hint="wait for it to end"
        )
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ArchiveError(
            f"{directory}: no space left on the device; what was committed before is safe",
            hint="make room, then run morgue index again",
        )
    if isinstance(error, FileNotFoundError):
        return ArchiveError(
            f"{directory}: the index is damaged: {Path(str(error.filename)).name} is missing",
            hint="morgue verify --repair mends it from its sources",
        )
    if isinstance(error, OSError):
        return ArchiveError(
            f"{directory}: cannot {what}: {error.strerror or error}",
            hint="check the disk and its permissions, then run morgue verify",
        )
    if isinstance(error, MemoryError):
        return EngineError(f"{directory}: not enough memory to {what}", hint="index fewer files at a time")
    reason = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, AttributeError | NameError | RecursionError):
        return EngineError(
            f"Whoosh could not {what}: {reason}", hint="run morgue verify; if it finds nothing this is a bug"
        )
    return ArchiveError(
        f"{directory}: cannot {what}, the index seems damaged: {reason}",
        hint="run morgue verify; --repair mends it from its sources",
    )


@contextlib.contextmanager
def translate_errors(what: str, where: Path) -> Iterator[None]:
    """Turns what Whoosh raises into errors of ours, once."""
    try:
        yield
    except (MorgueError, GeneratorExit):
        raise
    except Exception as error:
        raise explain(error, what, where) from error
