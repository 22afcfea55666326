"""The file of the saved searches and its copy: plain JSON that ends with the checksum of all that is before it.

`searches.json` is replaced in one step, and then `searches.copy`, so that at least one of them is whole whatever
happens. Either is sound if its last line but one is the CRC-32 of the bytes before that line. A file of format 1, which
had no checksum, is sound if it can be read.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from pathlib import Path
from typing import Any

from morgue.errors import ArchiveError, reason_of
from morgue.io.durable import replace
from morgue.storage.directory.commit_point import refuse_links

NAME = "searches.json"
COPY = "searches.copy"
DAMAGED = "searches.damaged"
FORMAT_VERSION = 2

_REPAIR = "morgue verify --repair mends it"
_TAIL = re.compile(rb'\A(.*),\n  "checksum": "([0-9a-f]{8})"\n\}\n\Z', re.DOTALL)


def read(directory: Path) -> dict[str, Any]:
    """Return the searches of an archive by name, as JSON has them; none where there is no file and no copy of one.

    Raises ArchiveError for a file that is damaged, missing beside its copy, or of another format.
    """
    path = directory / NAME
    if not os.path.lexists(path) and not os.path.lexists(directory / COPY):
        return {}
    return _read(path)


def write(directory: Path, searches: dict[str, Any]) -> None:
    """Put these searches in the place of what is there, durably. Raises OSError."""
    data = _encoded(searches)
    replace(directory / NAME, data)
    replace(directory / COPY, data)


def problems(directory: Path) -> list[str]:
    """Return what is wrong with the file of the saved searches and with its copy."""
    return [problem for problem in _problems(directory).values() if problem]


def repair(directory: Path) -> list[str]:
    """Make the file and its copy whole, the one by the other; what is lost where neither is sound.

    What is left of the file is kept then as `searches.damaged`. Raises OSError. Needs the lock of the searches.
    """
    refuse_links(directory)
    found = _problems(directory)
    if not any(found.values()):
        return []
    sound = next((name for name, problem in found.items() if problem is None), None)
    if sound is not None:
        write(directory, _read(directory / sound))
        return []
    (directory / COPY).unlink(missing_ok=True)
    if not os.path.lexists(directory / NAME):
        return ["the saved searches"]
    os.replace(directory / NAME, directory / DAMAGED)
    return [f"the saved searches (what is left of them is in {DAMAGED})"]


def _problems(directory: Path) -> dict[str, str | None]:
    """The file and its copy, each with what is wrong with it or None; nothing where there were never any searches."""
    names = [name for name in (NAME, COPY) if os.path.lexists(directory / name)]
    if not names or (names == [NAME] and _is_first_format(directory / NAME)):
        return {}
    return {name: _problem(directory / name) for name in (NAME, COPY)}


def _is_first_format(path: Path) -> bool:
    """Whether a file is sound and of the format that had no copy."""
    try:
        return _TAIL.match(path.read_bytes()) is None and _problem(path) is None
    except OSError:
        return False


def _problem(path: Path) -> str | None:
    try:
        _read(path)
    except ArchiveError as error:
        return error.message.removeprefix(f"{path.parent}{os.sep}")
    return None


def _read(path: Path) -> dict[str, Any]:
    """The searches in a file. Raises ArchiveError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ArchiveError(f"{path} is missing", hint=_REPAIR) from None
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {reason_of(error)}") from error
    try:
        return _decoded(data, path)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ArchiveError(f"{path} is damaged: {_reason(error)}", hint=_REPAIR) from error


def _decoded(data: bytes, path: Path) -> dict[str, Any]:
    tail = _TAIL.match(data)
    if tail and b"%08x" % zlib.crc32(tail[1]) != tail[2]:
        raise ValueError("its checksum does not fit")
    document = json.loads(data)
    version = document["format_version"]
    if version not in (1, FORMAT_VERSION):
        raise ArchiveError(f"{path} is of format {version}; this morgue reads {FORMAT_VERSION}")
    if (version == FORMAT_VERSION) != bool(tail) or (version == 1 and len(document) != 2):
        raise ValueError("its checksum is missing")
    searches: dict[str, Any] = document["searches"]
    for name, facts in searches.items():
        if not isinstance(facts["query"], str):
            raise TypeError(f"{name} is not a search")
    return searches


def _encoded(searches: dict[str, Any]) -> bytes:
    text = json.dumps({"format_version": FORMAT_VERSION, "searches": searches}, indent=2, ensure_ascii=False)
    body = text.removesuffix("\n}").encode()
    return body + b',\n  "checksum": "%08x"\n}\n' % zlib.crc32(body)


def _reason(error: Exception) -> str:
    """What is wrong, in words; of a library's own words nobody learns more than that it is not JSON."""
    if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError, RecursionError)):
        return "it is not JSON"
    return str(error) if type(error) in (ValueError, TypeError) else f"{type(error).__name__}: {error}"
