"""The files of a tantivy index: what is damaged, what a killed writer left, what a failure means.

Every data file ends with a JSON footer, its length and the number 1337 (two little-endian 32-bit integers);
the footer's `crc` is the CRC-32 of all before it. `meta.json` lists the segments and has no checksum.
"""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

from morgue.errors import ArchiveError, EngineError, MorgueError

_MAGIC = 1337
_PLAIN = {"meta.json", ".managed.json", ".tantivy-meta.lock", ".tantivy-writer.lock"}
_CHUNK = 1 << 20


def _segments(directory: Path) -> dict[str, dict[str, object]]:
    """The segments that meta.json lists, by id without dashes. Raises ValueError for a damaged meta.json."""
    meta = json.loads((directory / "meta.json").read_bytes())
    return {segment["segment_id"].replace("-", ""): segment for segment in meta["segments"]}


def tidy(directory: Path) -> None:
    """Remove files of segments that meta.json does not list, and temporary files; what is listed stays.

    A writer killed in mid-commit leaves such files, and some (`.del`) make every later commit fail.
    """
    try:
        listed = _segments(directory)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(
            f"{directory / 'meta.json'} cannot be read: {error}",
            hint="morgue verify --repair makes the index anew",
        ) from error
    try:
        for path in directory.iterdir():
            if not path.is_file() or path.name in _PLAIN:
                continue
            stem, _, rest = path.name.partition(".")
            segment = listed.get(stem)
            if segment is None or _stale_deletes(segment, rest):
                path.unlink()
    except OSError as error:
        raise ArchiveError(f"{directory}: cannot remove left-over files: {error.strerror}") from error


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
        listed = _segments(directory)
    except FileNotFoundError:
        return ["meta.json is missing"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"meta.json cannot be read: {error}"]
    problems = []
    for name, segment in listed.items():
        endings = [".term", ".idx", ".pos", ".store", ".fast", ".fieldnorm"]
        deletes = segment.get("deletes")
        if isinstance(deletes, dict):
            endings.append(f".{deletes.get('opstamp')}.del")
        problems += [problem for ending in endings if (problem := _wrong(directory / (name + ending)))]
    return problems


def _wrong(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            if size < 8:
                return f"{path.name} is cut off"
            file.seek(size - 8)
            length, magic = struct.unpack("<II", file.read(8))
            if magic != _MAGIC or length > size - 8:
                return f"{path.name} is cut off or its footer is damaged"
            body = size - 8 - length
            file.seek(body)
            expected = json.loads(file.read(length))["crc"]
            file.seek(0)
            found, left = 0, body
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


def explain(error: BaseException, what: str, directory: Path) -> MorgueError:
    """The error of ours for what tantivy raised while it tried to do `what`."""
    text = " ".join(str(error).split())
    if "LockBusy" in text or ("Lock" in text and "acquire" in text):
        return ArchiveError(
            f"{directory}: another process is writing to this archive", hint="wait for it to end"
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
    import shutil

    try:
        return shutil.disk_usage(directory).free < 1 << 20
    except OSError:
        return False
