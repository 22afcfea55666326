"""The files of a tantivy index: what is damaged, what a killed writer left, what a failure means.

Every data file ends with a JSON footer, its length and the number 1337 (two little-endian 32-bit integers);
the footer's `crc` is the CRC-32 of all before it. `meta.json` lists the segments and has no checksum. Beside
tantivy's own files stands the dictionary of the stored articles, twice and with a footer of the same kind.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from morgue.engines.base import IndexFiles
from morgue.errors import ArchiveError, EngineError, MorgueError
from morgue.query import deadline

_MAGIC = 1337
DICTIONARY = ("articles.dictionary", "articles.dictionary-copy")
"""The dictionary of the stored articles and its copy, written once in the life of an index."""
_PLAIN = {"meta.json", ".managed.json", ".tantivy-meta.lock", ".tantivy-writer.lock", *DICTIONARY}
_CHUNK = 1 << 20
_HEXADECIMAL = frozenset("0123456789abcdef")


def _segments(directory: Path) -> dict[str, dict[str, object]]:
    """The segments that meta.json lists, by id without dashes. Raises ValueError for a damaged meta.json."""
    meta = json.loads((directory / "meta.json").read_bytes())
    return {segment_name(segment): segment for segment in meta["segments"]}


def segment_name(segment: Any) -> str:
    """The name that the files of a segment begin with. Raises ValueError for one that is no name."""
    name = str(segment["segment_id"]).replace("-", "")
    if len(name) != 32 or not _HEXADECIMAL.issuperset(name):
        raise ValueError("a segment has a strange name")
    return name


def stamp(directory: Path) -> int:
    """The number of the committed state, which grows with every commit and not with a merge.

    Raises OSError, ValueError or KeyError where meta.json cannot be read.
    """
    return int(json.loads((directory / "meta.json").read_bytes())["opstamp"])


def segments(directory: Path) -> list[Any]:
    """The segments as meta.json has them. Raises ArchiveError where it cannot be read."""
    try:
        return list(_segments(directory).values())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(directory, error) from error


class TantivyFiles(IndexFiles):
    """The files of a tantivy index. A merge changes them, and the head, between commits."""

    head = "meta.json"
    locks = (".tantivy-meta.lock", ".tantivy-writer.lock")
    rewritten = ("meta.json", ".managed.json")
    early = (".managed.json",)

    def stamp(self, directory: Path) -> int:
        """Return tantivy's stamp, which grows with every commit and not with a merge."""
        return stamp(directory)

    def committed(self, directory: Path) -> list[str]:
        """Return the names of the head and of the files of all segments that it lists, and of the dictionaries."""
        return [self.head, *listed(directory)]

    def checksum(self, path: Path) -> int | None:
        """Return the checksum by the footer, which is of what tantivy meant to write."""
        return footed_checksum(path)

    def wrong(self, path: Path) -> str | None:
        """Return what is wrong with a data file by its own footer; the head has none."""
        return None if path.name == self.head else wrong(path)

    def parts(self, directory: Path) -> list[Any]:
        """Return the segments as the head has them."""
        return segments(directory)

    def check_parts(self, parts: list[Any]) -> None:
        """Raise an error for a segment whose name is none."""
        for segment in parts:
            segment_name(segment)

    def tidy(self, directory: Path) -> None:
        """Remove files of segments that the head does not list."""
        tidy(directory)

    def salvage(
        self, old: Path, new: Path, parts: list[Any], sound: Callable[[str], bool | None], stamp: int
    ) -> None:
        """Link the segments whose files are all sound; none where no dictionary is, without which no article is read."""
        dictionaries = [whole for name in DICTIONARY if (whole := sound(name)) is not None]
        if not dictionaries or any(dictionaries):
            _graft(old, new, parts, lambda name: bool(sound(name)), stamp)


def _graft(old: Path, new: Path, known: list[Any], sound: Callable[[str], bool], stamp: int) -> None:
    """Put the segments of `old` whose files are all sound into `new`, an index that was just made.

    Files are linked where the file system can, else copied; `old` stays as it is. `known` are the segments,
    `sound` is asked of each file's name, `stamp` is that of the state they were in. The dictionary of the
    stored articles goes with them, whole where one of its files is.
    """
    kept, names = [], []
    if words := dictionary(old):
        put_dictionary(new, words)
    for segment in known:
        files = [segment_name(segment) + ending for ending in _endings(segment)]
        if all(map(sound, files)):
            kept.append(segment)
            names += files
    for name in names:
        try:
            os.link(old / name, new / name)
        except OSError:
            from shutil import copyfile

            copyfile(old / name, new / name)
            with (new / name).open("rb") as file:
                os.fsync(file.fileno())
    meta = json.loads((new / "meta.json").read_bytes()) | {"segments": kept, "opstamp": stamp}
    managed = json.loads((new / ".managed.json").read_bytes())
    (new / ".managed.json").write_text(json.dumps(sorted({*managed, *names})), encoding="ascii")
    (new / "meta.json").write_text(json.dumps(meta), encoding="utf-8")


def listed(directory: Path) -> list[str]:
    """The names of the files that make up the committed state. Raises ArchiveError for a damaged meta.json."""
    try:
        of_segments = [
            name + ending for name, segment in _segments(directory).items() for ending in _endings(segment)
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(directory, error) from error
    return of_segments + [name for name in DICTIONARY if (directory / name).exists()]


def _endings(segment: dict[str, object]) -> list[str]:
    deletes = segment.get("deletes")
    own = [f".{int(deletes['opstamp'])}.del"] if isinstance(deletes, dict) else []
    return [".term", ".idx", ".pos", ".store", ".fast", ".fieldnorm", *own]


def _unreadable(directory: Path, error: Exception) -> ArchiveError:
    return ArchiveError(
        f"{directory / 'meta.json'} cannot be read: {error}",
        hint="morgue verify --repair rebuilds the index",
    )


# -- the dictionary of the stored articles -----------------------------------------------------------------------


def dictionary(directory: Path) -> bytes | None:
    """The dictionary of an index by the first of its files that is whole; None where it has none.

    Raises ArchiveError where there are files of it and none is whole.
    """
    there = [directory / name for name in DICTIONARY if (directory / name).exists()]
    for path in there:
        if wrong(path) is None:
            data = path.read_bytes()
            return data[: -len(_tail(io.BytesIO(data)) or b"")]
    if there:
        raise ArchiveError(
            f"{there[0]}: the dictionary of the articles is damaged",
            hint="morgue verify --repair mends it from its sources",
        )
    return None


def put_dictionary(directory: Path, data: bytes) -> None:
    """Write the dictionary of an index and its copy; durable when this returns."""
    footer = json.dumps({"crc": zlib.crc32(data)}).encode("ascii")
    for name in DICTIONARY:
        draft = directory / (name + ".new")
        with draft.open("wb") as file:
            file.write(data + footer + len(footer).to_bytes(4, "little") + _MAGIC.to_bytes(4, "little"))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(directory / name)
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def tidy(directory: Path) -> None:
    """Remove files of segments that meta.json does not list, and temporary files; what is listed stays.

    A writer killed in mid-commit leaves such files, and some (`.del`) make every later commit fail.
    """
    try:
        segments = _segments(directory)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(directory, error) from error
    try:
        for path in directory.iterdir():
            if not path.is_file() or path.name in _PLAIN:
                continue
            stem, _, rest = path.name.partition(".")
            segment = segments.get(stem)
            if segment is None or _stale_deletes(segment, rest):
                path.unlink()
        if sum((directory / name).exists() for name in DICTIONARY) == 1 and (words := dictionary(directory)):
            put_dictionary(directory, words)  # whoever wrote it was killed before the copy was there
        _disown(directory / ".managed.json")
    except OSError as error:
        raise ArchiveError(f"{directory}: cannot remove left-over files: {error.strerror}") from error


def _disown(managed: Path) -> None:
    """Take out of tantivy's list of its files all that are not in its directory: it removes what it lists."""
    try:
        listed = json.loads(managed.read_bytes())
    except ValueError:
        return  # tantivy says so itself
    own = [
        name for name in listed if isinstance(name, str) and "/" not in name and name not in ("", ".", "..")
    ]
    if own != listed:
        managed.write_text(json.dumps(own), encoding="utf-8")


def _stale_deletes(segment: dict[str, object], rest: str) -> bool:
    """Whether `rest` of a file name (`OPSTAMP.del`) is a set of deletions that its segment does not use."""
    stamp, dot, suffix = rest.rpartition(".")
    if suffix != "del" or not dot:
        return False
    deletes = segment.get("deletes")
    return not (isinstance(deletes, dict) and str(deletes.get("opstamp")) == stamp)


def verify(directory: Path) -> list[str]:
    """What is wrong, each problem with its file's name; empty where every byte is as it was written."""
    try:
        segments = _segments(directory)
    except FileNotFoundError:
        return ["meta.json is missing"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"meta.json cannot be read: {error}"]
    names = [name + ending for name, segment in segments.items() for ending in _endings(segment)]
    names += [name for name in DICTIONARY if (directory / name).exists()]
    return [problem for name in names if (problem := wrong(directory / name))]


def footed_checksum(path: Path) -> int | None:
    """The CRC-32 of a whole file by what its footer says of all before it; None for a file without a footer."""
    with path.open("rb") as file:
        tail = _tail(file)
    if tail is None:
        return None
    try:
        return zlib.crc32(tail, json.loads(tail[:-8])["crc"])
    except (ValueError, KeyError, TypeError):
        return None


def _tail(file: BinaryIO) -> bytes | None:
    """The footer with its length and the magic number, None where the file does not end so."""
    size = file.seek(0, 2)
    if size < 8:
        return None
    file.seek(size - 8)
    length, magic = (int.from_bytes(file.read(4), "little") for _ in range(2))
    if magic != _MAGIC or length > size - 8:
        return None
    file.seek(size - 8 - length)
    return file.read(length + 8)


def wrong(path: Path) -> str | None:
    """What is wrong with a data file by its own footer."""
    try:
        with path.open("rb") as file:
            tail = _tail(file)
            if tail is None:
                return f"{path.name} is cut off or its footer is damaged"
            expected = json.loads(tail[:-8])["crc"]
            found, left = 0, file.seek(0, 2) - len(tail)
            file.seek(0)
            while left:
                chunk = file.read(min(_CHUNK, left))
                if not chunk:
                    return f"{path.name} is cut off"
                found = zlib.crc32(chunk, found)
                left -= len(chunk)
            return None if found == expected else f"{path.name} is damaged: its checksum does not fit"
    except FileNotFoundError:
        return f"{path.name} is missing"
    except OSError as error:
        return f"{path.name} cannot be read: {error.strerror}"
    except (ValueError, KeyError, TypeError):
        return f"{path.name} has a damaged footer"


@contextlib.contextmanager
def translate_errors(what: str, where: Path) -> Iterator[None]:
    """Turns what tantivy raises, panics included, into errors of ours, once; not begun after a query's deadline."""
    deadline.check()
    try:
        yield
    except (MorgueError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise explain(error, what, where) from error
        raise


def explain(error: BaseException, what: str, directory: Path) -> MorgueError:
    """The error of ours for what tantivy raised while it tried to do `what`."""
    from morgue.process.limits import LIMITED, files_are_limited

    text = " ".join(str(error).split())
    if (
        isinstance(error, OSError) and error.errno is not None
    ):  # of ours: the number is in the text as tantivy writes it
        text = f"{error.strerror} (os error {error.errno})"
    if "LockBusy" in text or ("Lock" in text and "acquire" in text):
        return ArchiveError(
            f"{directory}: another process is writing to this archive", hint="wait for it to end"
        )
    if "os error 27" in text and files_are_limited():
        return ArchiveError(
            f"{directory}: cannot {what}: a file would be too large; what was committed before is safe",
            hint=LIMITED,
        )
    full = any(mark in text for mark in ("No space left", "StorageFull", "os error 28"))
    if not full and "index writer was killed" in text:
        full = _no_space(directory)
    if full:
        return ArchiveError(
            f"{directory}: no space left on the device; what was committed before is safe",
            hint="make room, then run morgue index again",
        )
    if any(
        mark in text
        for mark in ("os error", "IoError", "index writer was killed", "ReadOnly", "Permission denied")
    ):
        return ArchiveError(
            f"{directory}: cannot {what}: {text}", hint="check the disk, then run morgue verify"
        )
    if any(
        mark in text.lower()
        for mark in (
            "corrupt",
            "checksum",
            "does not exist",
            "filedoesnotexist",
            "incompatible",
            "deserialize",
        )
    ):
        return ArchiveError(
            f"{directory}: the index is damaged: {text}",
            hint="morgue verify --repair mends it from its sources",
        )
    return EngineError(
        f"tantivy could not {what}: {text}", hint="run morgue verify; if it finds nothing this is a bug"
    )


def _no_space(directory: Path) -> bool:
    from shutil import disk_usage

    try:
        return disk_usage(directory).free < 1 << 20
    except OSError:
        return False
