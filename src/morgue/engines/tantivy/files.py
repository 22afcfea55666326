"""The files of a tantivy index: what is damaged, what a killed writer left, what a failure means.

Every data file ends with a JSON footer, its length and the number 1337 (two little-endian 32-bit integers);
the footer's `crc` is the CRC-32 of all before it. `meta.json` lists the segments and has no checksum. Beside
tantivy's own files is the dictionary of the stored articles, twice and with a footer of the same kind.
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

from morgue.engines.base import IndexFiles, busy_error, errors_explained, full_error
from morgue.errors import ArchiveError, EngineError, MorgueError
from morgue.query import deadline

_MAGIC = 1337
DICTIONARY = ("articles.dictionary", "articles.dictionary-copy")
"""The dictionary of the stored articles and its copy, written once in the life of an index."""
_PLAIN = {"meta.json", ".managed.json", ".tantivy-meta.lock", ".tantivy-writer.lock", *DICTIONARY}
_CHUNK = 1 << 20
_HEXADECIMAL = frozenset("0123456789abcdef")


def _segments(directory: Path) -> dict[str, dict[str, object]]:
    """Return the segments that meta.json lists, by id without dashes. Raises ValueError for a damaged meta.json."""
    meta = json.loads((directory / "meta.json").read_bytes())
    return {_segment_name(segment): segment for segment in meta["segments"]}


def _segment_name(segment: Any) -> str:
    """Return the name that the files of a segment begin with. Raises ValueError for one that is no name."""
    name = str(segment["segment_id"]).replace("-", "")
    if len(name) != 32 or not _HEXADECIMAL.issuperset(name):
        raise ValueError("a segment has a strange name")
    return name


class TantivyFiles(IndexFiles):
    """The files of a tantivy index. A merge changes them, and the head, between commits."""

    head = "meta.json"
    locks = (".tantivy-meta.lock", ".tantivy-writer.lock")
    rewritten = ("meta.json", ".managed.json")
    early = (".managed.json",)

    def stamp(self, directory: Path) -> int:
        """Return tantivy's stamp, which grows with every commit and not with a merge.

        Raises OSError, ValueError or KeyError where the head cannot be read.
        """
        return int(json.loads((directory / self.head).read_bytes())["opstamp"])

    def committed(self, directory: Path) -> list[str]:
        """Return the names of the head and of the files of all segments that it lists, and of the dictionaries."""
        with _reading_head(directory):
            return [self.head, *_data_files(directory)]

    def checksum(self, path: Path) -> int | None:
        """Return the CRC-32 of a whole file by what its footer says of all before it; None for one without a footer."""
        with path.open("rb") as file:
            tail = _tail(file)
        if tail is None:
            return None
        try:
            return zlib.crc32(tail, json.loads(tail[:-8])["crc"])
        except (ValueError, KeyError, TypeError):
            return None

    def wrong(self, path: Path) -> str | None:
        """Return what is wrong with a data file by its own footer; the head has none."""
        return None if path.name == self.head else wrong(path)

    def parts(self, directory: Path) -> list[Any]:
        """Return the segments as the head has them."""
        with _reading_head(directory):
            return list(_segments(directory).values())

    def check_parts(self, parts: list[Any]) -> None:
        """Raise an error for a segment whose name is none."""
        for segment in parts:
            _segment_name(segment)

    def tidy(self, directory: Path) -> None:
        """Remove files of segments that the head does not list, and temporary files; what is listed stays.

        A writer killed in mid-commit leaves such files, and some (`.del`) make every later commit fail.
        """
        with _reading_head(directory):
            segments = _segments(directory)
        try:
            for path in directory.iterdir():
                if not path.is_file() or path.name in _PLAIN:
                    continue
                stem, _, rest = path.name.partition(".")
                segment = segments.get(stem)
                if segment is None or _stale_deletes(segment, rest):
                    path.unlink()
            if sum((directory / name).exists() for name in DICTIONARY) == 1 and (
                words := dictionary(directory)
            ):
                put_dictionary(directory, words)  # whoever wrote it was killed before the copy was there
            _disown(directory / ".managed.json")
        except OSError as error:
            raise ArchiveError(f"{directory}: cannot remove left-over files: {error.strerror}") from error

    def salvage(
        self, old: Path, new: Path, parts: list[Any], sound: Callable[[str], bool | None], stamp: int
    ) -> None:
        """Link the segments whose files are all sound; none where no dictionary is, without which no article is read.

        `old` stays as it is. The dictionary goes with them, whole where one of its files is.
        """
        dictionaries = [whole for name in DICTIONARY if (whole := sound(name)) is not None]
        if dictionaries and not any(dictionaries):
            return
        if words := dictionary(old):
            put_dictionary(new, words)
        kept, names = [], []
        for segment in parts:
            files = [_segment_name(segment) + ending for ending in _endings(segment)]
            if all(map(sound, files)):
                kept.append(segment)
                names += files
        for name in names:
            _link(old / name, new / name)
        meta = json.loads((new / self.head).read_bytes()) | {"segments": kept, "opstamp": stamp}
        managed = json.loads((new / ".managed.json").read_bytes())
        (new / ".managed.json").write_text(json.dumps(sorted({*managed, *names})), encoding="ascii")
        (new / self.head).write_text(json.dumps(meta), encoding="utf-8")


def _link(old: Path, new: Path) -> None:
    """Have a file by another name; a copy of it, durably, where the file system has no links."""
    try:
        os.link(old, new)
    except OSError:
        from shutil import copyfile

        copyfile(old, new)
        with new.open("rb") as file:
            os.fsync(file.fileno())


def _data_files(directory: Path) -> list[str]:
    """Return the names of the files of all segments and of the dictionaries. Raises ValueError for a damaged head."""
    of_segments = [
        name + ending for name, segment in _segments(directory).items() for ending in _endings(segment)
    ]
    return of_segments + [name for name in DICTIONARY if (directory / name).exists()]


def _endings(segment: dict[str, object]) -> list[str]:
    deletes = segment.get("deletes")
    own = [f".{int(deletes['opstamp'])}.del"] if isinstance(deletes, dict) else []
    return [".term", ".idx", ".pos", ".store", ".fast", ".fieldnorm", *own]


@contextlib.contextmanager
def _reading_head(directory: Path) -> Iterator[None]:
    """Raise ArchiveError where what is done in this block cannot read the head."""
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(
            f"{directory / 'meta.json'} cannot be read: {error}",
            hint="morgue verify --repair rebuilds the index",
        ) from error


# -- the dictionary of the stored articles -----------------------------------------------------------------------


def dictionary(directory: Path) -> bytes | None:
    """Return the dictionary of an index by the first of its files that is whole; None where it has none.

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
    from morgue.io import durable

    footer = json.dumps({"crc": zlib.crc32(data)}).encode("ascii")
    ending = footer + len(footer).to_bytes(4, "little") + _MAGIC.to_bytes(4, "little")
    for name in DICTIONARY:
        durable.replace(directory / name, data + ending)


def _disown(managed: Path) -> None:
    """Remove from tantivy's list of its files all that are not in its directory: tantivy deletes what it lists."""
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
    """Return whether `rest` of a file name (`OPSTAMP.del`) is a set of deletions that its segment does not use."""
    stamp, dot, suffix = rest.rpartition(".")
    if suffix != "del" or not dot:
        return False
    deletes = segment.get("deletes")
    return not (isinstance(deletes, dict) and str(deletes.get("opstamp")) == stamp)


def verify(directory: Path) -> list[str]:
    """Return what is wrong, each problem with its file's name; nothing where every byte is as it was written."""
    try:
        names = _data_files(directory)
    except FileNotFoundError:
        return ["meta.json is missing"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"meta.json cannot be read: {error}"]
    return [problem for name in names if (problem := wrong(directory / name))]


def _tail(file: BinaryIO) -> bytes | None:
    """Return the footer with its length and the magic number, None where the file does not end so."""
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
    """Return what is wrong with a data file by its own footer."""
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


_LONGEST_REASON = 1_000
"""Characters of what tantivy says, which may print the data that it stumbled over; what is wrong comes first."""


@contextlib.contextmanager
def translate_errors(what: str, where: Path) -> Iterator[None]:
    """Turn what tantivy raises in this block into errors of ours; it does not begin after a query's deadline."""
    deadline.check()
    with errors_explained(lambda error: explain(error, what, where)):
        yield


def explain(error: BaseException, what: str, directory: Path) -> MorgueError:
    """Return the error of ours for what tantivy raised while it tried to do `what`."""
    from morgue.process.limits import LIMITED, files_are_limited

    text = " ".join(str(error).split())
    text = text if len(text) <= _LONGEST_REASON else f"{text[:_LONGEST_REASON]}…"
    if (
        isinstance(error, OSError) and error.errno is not None
    ):  # of ours: the number is in the text as tantivy writes it
        text = f"{error.strerror} (os error {error.errno})"
    if "LockBusy" in text or ("Lock" in text and "acquire" in text):
        return busy_error(directory)
    if "os error 27" in text and files_are_limited():
        return ArchiveError(
            f"{directory}: cannot {what}: a file would be too large; what was committed before is safe",
            hint=LIMITED,
        )
    full = any(mark in text for mark in ("No space left", "StorageFull", "os error 28"))
    if not full and "index writer was killed" in text:
        full = _no_space(directory)
    if full:
        return full_error(directory)
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
