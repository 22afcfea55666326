"""The files to read under the paths that a user gives."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from morgue.errors import ArchiveError, UsageError

_PROGRAM = re.compile(rb".*\.(?:pyc?|js|css|dtd|xsd|xslt?|rng|sh)", re.I)
_DOCUMENTATION = re.compile(rb"(?:readme|licen[sc]e|copying|changelog)[^.]*(?:\.(?:md|txt|rst))?", re.I)

SKIPPED_DIRECTORIES = (b"expected", b"__pycache__", b"node_modules")


class Input(NamedTuple):
    """A file to read: absolute path, the indexed root, the path below it for people, and its state on disk.

    `trouble` says why it is not read: it is not a regular file, or, where it is `sound`, its name says that
    it is no feed (a README, a program, a schema). A file that is named itself is read whatever its name.
    """

    location: bytes
    root: bytes
    path: str
    size: int
    modified: int
    trouble: str | None = None
    sound: bool = False
    changed: int = 0


def shown(path: bytes) -> str:
    """A path as text; bytes that are not UTF-8 are written as \\xNN."""
    return path.decode("utf-8", "backslashreplace")


def _not_a_feed(name: bytes) -> str | None:
    if _DOCUMENTATION.fullmatch(name):
        return "documentation, by its name"
    return "a program or a schema, by its name" if _PROGRAM.fullmatch(name) else None


def walk(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Input]:
    """Every file under `paths`, directories in order of names; links that lead out of a root are not followed.

    Raises ArchiveError for a path that does not exist, and UsageError for an empty one.
    """
    for path in paths:
        location, state = state_of(path)
        if stat.S_ISDIR(state.st_mode):
            yield from _under(location, location, os.path.realpath(location))
        else:
            yield _input(location, os.path.dirname(location), state)


def state_of(path: str | os.PathLike[str]) -> tuple[bytes, os.stat_result]:
    """The absolute path and what stands there. Raises ArchiveError for nothing, UsageError for an empty path.

    An empty path is what a variable of a shell leaves that is not set. It is never the current directory.
    """
    if not os.fspath(path):
        raise UsageError("a path is empty", hint="write . for the directory that you are in")
    location = os.path.abspath(os.fsencode(path))
    try:
        return location, os.stat(location)
    except OSError as error:
        raise ArchiveError(f"{shown(os.fsencode(path))}: {(error.strerror or str(error)).lower()}") from error


def _under(directory: bytes, root: bytes, real_root: bytes) -> Iterator[Input]:
    try:
        with os.scandir(directory) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        yield Input(
            directory,
            root,
            shown(os.path.relpath(directory, root)),
            0,
            0,
            f"cannot be listed: {error.strerror}",
        )
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in SKIPPED_DIRECTORIES and not entry.name.startswith(b"."):
                yield from _under(entry.path, root, real_root)
        elif not entry.name.startswith(b"."):
            found = _entry(entry, root, real_root)
            if found:
                why = _not_a_feed(entry.name)
                yield found._replace(trouble=why, sound=True) if why else found


def _entry(entry: os.DirEntry[bytes], root: bytes, real_root: bytes) -> Input | None:
    try:
        if entry.is_symlink():
            target = os.path.realpath(entry.path)
            if os.path.commonpath((target, real_root)) != real_root:
                return Input(
                    entry.path,
                    root,
                    shown(os.path.relpath(entry.path, root)),
                    0,
                    0,
                    "a link that leads out of the directory",
                )
            if not os.path.exists(target):
                return Input(
                    entry.path,
                    root,
                    shown(os.path.relpath(entry.path, root)),
                    0,
                    0,
                    "a link that leads nowhere",
                )
            return None  # what it leads to is read where it stands
        return _input(entry.path, root, entry.stat(follow_symlinks=False))
    except OSError as error:
        return Input(
            entry.path,
            root,
            shown(os.path.relpath(entry.path, root)),
            0,
            0,
            f"cannot be read: {error.strerror}",
        )


def _input(location: bytes, root: bytes, state: os.stat_result) -> Input:
    path = shown(os.path.relpath(location, root))
    trouble = None if stat.S_ISREG(state.st_mode) else "not a regular file"
    return Input(location, root, path, state.st_size, state.st_mtime_ns, trouble, changed=state.st_ctime_ns)
