"""Read and write the file of the saved searches and its copy: plain JSON that ends with the checksum of all before it.

`searches.json` is replaced in one step, and then `searches.copy`, so that at least one of them is whole whatever
happens. Either is sound if its last line but one is the CRC-32 of the bytes before that line. A file of format 1, which
had no checksum, is sound if it can be read.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from morgue._startup.frozen import fields_of
from morgue.engines.base import Sort
from morgue.errors import ArchiveError
from morgue.io.durable import replace
from morgue.storage.directory.commit_point import read_checked, refuse_links

NAME = "searches.json"
COPY = "searches.copy"
DAMAGED = "searches.damaged"
FORMAT_VERSION = 2

_REPAIR = "morgue verify --repair mends it"
_TAIL = re.compile(rb'\A(.*),\n  "checksum": "([0-9a-f]{8})"\n\}\n\Z', re.DOTALL)


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query with a name. `seen` is the revision of the archive when it was last watched, None for never.

    `saved` is an instant. Relative dates in the query stay relative: `date:today` is the day of each run.
    """

    name: str
    query: str
    sort: Sort = "relevance"
    saved: str = ""
    seen: int | None = None

    def to_json(self) -> dict[str, object]:
        """Return all fields by name."""
        return fields_of(self)


def read(directory: Path) -> dict[str, SavedSearch]:
    """Return the searches of an archive by name; none where there is no file and no copy of one.

    Raises ArchiveError for a file that is damaged, missing beside its copy, or of another format.
    """
    path = directory / NAME
    if not os.path.lexists(path) and not os.path.lexists(directory / COPY):
        return {}
    return _read(path)


def write(directory: Path, searches: dict[str, SavedSearch]) -> None:
    """Replace the searches of an archive by these, durably. Raises OSError."""
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
    """Return the file and its copy, each with what is wrong with it or None; nothing where there were never searches."""
    names = [name for name in (NAME, COPY) if os.path.lexists(directory / name)]
    if not names or (names == [NAME] and _is_first_format(directory / NAME)):
        return {}
    return {name: _problem(directory / name) for name in (NAME, COPY)}


def _is_first_format(path: Path) -> bool:
    """Return whether a file is sound and of the format that had no copy."""
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


def _read(path: Path) -> dict[str, SavedSearch]:
    """Return the searches in a file. Raises ArchiveError."""
    return read_checked(path, lambda data: _decoded(data, path))


def _decoded(data: bytes, path: Path) -> dict[str, SavedSearch]:
    tail = _TAIL.match(data)
    if tail and b"%08x" % zlib.crc32(tail[1]) != tail[2]:
        raise ValueError("its checksum does not fit")
    document = json.loads(data)
    version = document["format_version"]
    if version not in (1, FORMAT_VERSION):
        raise ArchiveError(f"{path} is of format {version}; this morgue reads {FORMAT_VERSION}")
    if (version == FORMAT_VERSION) != bool(tail) or (version == 1 and len(document) != 2):
        raise ValueError("its checksum is missing")
    return {name: _search(name, facts) for name, facts in document["searches"].items()}


def _search(name: str, facts: dict[str, Any]) -> SavedSearch:
    query, sort, seen = facts["query"], facts.get("sort", "relevance"), facts.get("seen")
    if sort not in get_args(Sort) or not isinstance(query, str) or not isinstance(seen, int | None):
        raise ValueError(f"{name} is not a search")
    return SavedSearch(name, query, sort, str(facts.get("saved", "")), seen)


def _encoded(searches: dict[str, SavedSearch]) -> bytes:
    facts = {name: searches[name].to_json() for name in sorted(searches)}
    for each in facts.values():
        del each["name"]
    text = json.dumps({"format_version": FORMAT_VERSION, "searches": facts}, indent=2, ensure_ascii=False)
    body = text.removesuffix("\n}").encode()
    return body + b',\n  "checksum": "%08x"\n}\n' % zlib.crc32(body)
