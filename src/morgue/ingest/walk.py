"""Find the files to read under the paths that a user gives.

Every file is found once, whatever leads to it: several paths, links, or both.

- Directories are walked first, in the order in which they are given, and the first that holds a file is its
  root. A file that is named itself belongs to such a directory too; where none holds it, it is its own root.
- A link is read where its target is. Where the walk does not come to that place (it lies in a hidden directory,
  as with git-annex and the volumes of Kubernetes), the first link to it stands for it, and the file is known by
  the link's path. A link that leads out of the root is not followed, unless it is named itself.
- Names that begin with a dot, directories of programs, and archives of morgue are passed over. Each such directory
  is found as one input that is `passed`.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from morgue.errors import ArchiveError, UsageError, reason_of
from morgue.io.containers import kind_of
from morgue.io.opening import LEADS_OUT, Folders, below, relative_to, with_folders_above
from morgue.io.passed_names import why_no_feed, why_passed_over
from morgue.storage.directory.commit_point import OWN_NAMES, has_archive, is_index, listing

UNREAD = -1
"""The time of what could not be looked at now (a disk that fails, no permission): the next run tries again."""

PASSED = -2
"""The size of what is passed over."""

_ARCHIVE = "an archive of morgue"


class Input(NamedTuple):
    """A file to read: absolute path, the indexed root, the path below it for people, and its state on disk.

    `root` is the file itself where no directory was given that holds it, and empty for a link that is named.
    `trouble` says why it is not read: it is not a regular file, or, where it is `sound`, its name says that
    it is no feed (a README, a program, a schema). One that is `passed` is a directory that is passed over.
    `linked` says that a link leads there.
    """

    location: bytes
    root: bytes
    path: str
    size: int
    modified: int
    trouble: str | None = None
    sound: bool = False
    passed: bool = False
    linked: bool = False
    changed: int = 0


class _Root(NamedTuple):
    """A directory that was given: its path, and the same without links."""

    location: bytes
    real: bytes


class _Folder(NamedTuple):
    """A directory to list: its path, the same without links, and what it was found under."""

    location: bytes
    real: bytes
    root: _Root


class _Entry(NamedTuple):
    """An entry of a directory; `error` says why its state is not known."""

    name: bytes
    mode: int
    size: int
    modified: int
    changed: int
    error: str = ""


def shown(path: bytes) -> str:
    """Return a path as text; bytes that are not UTF-8 are written as \\xNN."""
    return path.decode("utf-8", "backslashreplace")


def kept_time(nanoseconds: int) -> int:
    """Return a time of a file as the catalog keeps it, which has 64 bits for it (until the year 2262).

    Times beyond are kept modulo 2 ** 64. They are only compared with each other, and stay different.
    """
    kept = (nanoseconds + (1 << 63)) % (1 << 64) - (1 << 63)
    return kept if kept != UNREAD else kept - 1


def walk(paths: Iterable[str | os.PathLike[str]], *, archive: Path | None = None) -> Iterator[Input]:
    """Yield every file under `paths` once, directories in order of names, then what links lead to.

    `archive` is the directory of the archive in use, which is never read. Raises ArchiveError for a path that
    does not exist, and UsageError for an empty one and for an archive.
    """
    archives = _Archives(archive)
    found = [_given(path, archives) for path in paths]
    walked = _Walk(archives, {location for location, _ in found})
    for location, state in found:
        if stat.S_ISDIR(state.st_mode):
            real = os.path.realpath(location)
            yield from walked.tree(_Folder(location, real, _Root(location, real)))
    yield from walked.linked()
    yield from walked.named((location, state) for location, state in found if not stat.S_ISDIR(state.st_mode))


def check(paths: Iterable[str | os.PathLike[str]]) -> None:
    """Raise what `walk` would raise for these paths, without walking."""
    archives = _Archives(None)
    for path in paths:
        _given(path, archives)


def _given(path: str | os.PathLike[str], archives: _Archives) -> tuple[bytes, os.stat_result]:
    location, state = state_of(path)
    archives.refuse(location, is_directory=stat.S_ISDIR(state.st_mode))
    return location, state


def state_of(path: str | os.PathLike[str]) -> tuple[bytes, os.stat_result]:
    """Return an absolute path and the state of what it names.

    Raises ArchiveError for nothing, UsageError for an empty path: that is what a variable of a shell leaves that is
    not set, and never the current directory.
    """
    if not os.fspath(path):
        raise UsageError("a path is empty", hint="write . for the directory that you are in")
    location = os.path.abspath(os.fsencode(path))
    try:
        return location, os.stat(location)
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{shown(os.fsencode(path))}: {reason_of(error)}") from error


def rooted(each: Input, roots: Collection[bytes]) -> tuple[bytes, str]:
    """Return the root of a file that is new to an archive, and its path for people.

    That path is relative to the innermost of the directories that the archive has been given (`roots`). A directory
    below another one that was given before is none of them, so that the files of one folder are named alike
    whatever is given when. What has a name of its own (standard input) keeps it.
    """
    if is_own_root(each.location, each.root) and each.path != shown(os.path.basename(each.location)):
        return each.root, each.path
    above = with_folders_above(os.path.dirname(each.location))
    folder = next((folder for folder in above if folder in roots), None)
    if folder is None:
        return each.root, each.path
    root = each.root if each.linked or not each.root else folder
    return root, shown(relative_to(each.location, folder))


def is_own_root(location: bytes, root: bytes) -> bool:
    """Return whether a file was named itself, and no directory was given that holds it."""
    return root in (b"", location)


class _Archives:
    """The archives that a walk comes to, with the one in use: what is in them was read from feeds already."""

    def __init__(self, in_use: Path | None) -> None:
        self._known = {os.path.realpath(os.fsencode(in_use)): True} if in_use else {}

    def at(self, folder: bytes) -> bool:
        """Return whether a directory, given without links, is an archive."""
        if folder not in self._known:
            there = any(os.path.lexists(os.path.join(folder, os.fsencode(name))) for name in OWN_NAMES)
            self._known[folder] = there and has_archive(listing(os.fsdecode(folder)))
        return self._known[folder]

    def listed(self, folder: bytes, names: set[str]) -> bool:
        """Return whether a directory that has entries of these names is an archive."""
        return self._known.get(folder, False) or has_archive(names)

    def above(self, path: bytes, top: bytes = b"/") -> bytes | None:
        """Return the innermost archive that a path is, or lies in, at `top` or below it."""
        folders = takewhile(lambda folder: below(folder, top), with_folders_above(path))
        return next(filter(self.at, folders), None)

    def refuse(self, location: bytes, *, is_directory: bool) -> None:
        """Raise UsageError for an archive and for what it is made of.

        Feeds that came from standard input are kept in an archive, and may be named.
        """
        real = os.path.realpath(location)
        found = self.above(real if is_directory else os.path.dirname(real))
        if found is None:
            return
        name = relative_to(real, found).partition(b"/")[0]
        if not name or os.fsdecode(name) in OWN_NAMES or is_index(os.fsdecode(name)):
            raise UsageError(
                f"{shown(location)} is {'a part of ' if name else ''}{_ARCHIVE}",
                hint="give the directories and files of feeds that it was made from",
            )


class _Walk:
    """One walk: what it has found, and the links that wait until all else is."""

    def __init__(self, archives: _Archives, given: set[bytes]) -> None:
        self.archives = archives
        self.given = given | {os.path.realpath(location) for location in given}
        self._files: set[bytes] = set()
        self._folders: set[bytes] = set()
        self._links: deque[tuple[bytes, _Root]] = deque()

    def tree(self, top: _Folder) -> Iterator[Input]:
        """Yield what is below a directory; in a loop, so that no depth is too much."""
        with Folders(top.real) as folders:
            waiting: list[_Folder | Input] = [top]
            while waiting:
                each = waiting.pop()
                if isinstance(each, Input):
                    yield each
                else:
                    waiting += reversed(self._listed(each, top, folders))

    def named(self, files: Iterable[tuple[bytes, os.stat_result]]) -> Iterator[Input]:
        """Yield files that are named themselves and were not found yet."""
        for location, state in files:
            if self._is_new(os.path.realpath(location)):
                linked = os.path.islink(location)
                path = shown(os.path.basename(location))
                yield _input(location, b"" if linked else location, path, state, linked=linked)

    def linked(self) -> Iterator[Input]:
        """Yield what links lead to and nothing else; links found on the way are followed too."""
        while self._links:
            yield from self._followed(*self._links.popleft())

    def _is_new(self, real: bytes) -> bool:
        if real in self._files:
            return False
        self._files.add(real)
        return True

    def _listed(self, folder: _Folder, top: _Folder, folders: Folders) -> list[_Folder | Input]:
        """Return what is in a directory, in order of names."""
        if folder.real in self._folders:
            return []
        self._folders.add(folder.real)
        try:
            entries = _entries(folders.open(relative_to(folder.real, top.real)))
        except FileNotFoundError:  # it was removed since it was found
            return []
        except OSError as error:
            return [_trouble(folder.location, folder.root.location, f"cannot be listed: {reason_of(error)}")]
        if self.archives.listed(folder.real, {os.fsdecode(entry.name) for entry in entries}):
            return [_passed(folder.location, folder.root.location, _ARCHIVE)]
        found: list[_Folder | Input] = []
        hidden = [entry.name for entry in entries if self._is_hidden(entry)]
        if hidden:
            number = f"{len(hidden):,} hidden files" if len(hidden) > 1 else "a hidden file"
            why = f"{number} in it: {shown(hidden[0])}" + (" and others" if len(hidden) > 1 else "")
            found.append(_passed(folder.location, folder.root.location, why))
        for entry in entries:
            found += self._entry(entry, folder)
        return found

    @staticmethod
    def _is_hidden(entry: _Entry) -> bool:
        return entry.name.startswith(b".") and not stat.S_ISDIR(entry.mode)

    def _entry(self, entry: _Entry, folder: _Folder) -> Iterator[_Folder | Input]:
        """Yield what is to be done with an entry of a directory: a directory to list, an input, or nothing now."""
        root = folder.root.location
        location = os.path.join(folder.location, entry.name)
        real = location if folder.location == folder.real else os.path.join(folder.real, entry.name)
        if stat.S_ISDIR(entry.mode):
            why = why_passed_over(entry.name)
            if why is None:
                yield _Folder(location, real, folder.root)
            elif real not in self.given:
                yield _passed(location, root, why)
        elif entry.name.startswith(b"."):
            return
        elif entry.error:
            yield _trouble(location, root, entry.error)
        elif stat.S_ISLNK(entry.mode):
            self._links.append((location, folder.root))
        elif self._is_new(real):
            yield self._file(_input(location, root, shown(relative_to(location, root)), entry), real)

    def _file(self, each: Input, real: bytes) -> Input:
        """Return a file, with the reason where its name says that it is no feed; one that is named itself is read."""
        why = None if real in self.given else why_no_feed(os.path.basename(each.location))
        return each._replace(trouble=why, sound=True) if why and not each.trouble else each

    def _followed(self, location: bytes, root: _Root) -> Iterator[Input]:
        """Yield what a link leads to, where it is below the root and the walk does not come to it."""
        target = os.path.realpath(location)
        if target in self._files or target in self._folders or location in self.given:
            return
        if not below(target, root.real):
            yield _trouble(location, root.location, LEADS_OUT)._replace(modified=0)
            return
        try:
            state = os.stat(target)
        except (FileNotFoundError, NotADirectoryError):
            yield _trouble(location, root.location, "a link that leads nowhere")
            return
        except OSError as error:
            yield _trouble(location, root.location, f"a link that cannot be followed: {reason_of(error)}")
            return
        if self.archives.above(target, root.real):
            yield _passed(location, root.location, f"a link into {_ARCHIVE}")
        elif stat.S_ISDIR(state.st_mode):
            for each in self.tree(_Folder(location, target, root)):
                yield each._replace(linked=True)
        elif self._is_new(target):
            path = shown(relative_to(location, root.location))
            yield self._file(_input(location, root.location, path, state, linked=True), target)


def _entries(descriptor: int) -> list[_Entry]:
    """Return the entries of a directory, in order of names. Raises OSError."""
    with os.scandir(descriptor) as listed:
        found = [_entry_of(entry) for entry in listed]
    return sorted(entry for entry in found if entry is not None)


def _entry_of(entry: os.DirEntry[str]) -> _Entry | None:
    """Return an entry and its state; None where it was removed meanwhile."""
    name = os.fsencode(entry.name)
    try:
        if entry.is_dir(follow_symlinks=False):
            return _Entry(name, stat.S_IFDIR, 0, 0, 0)
        state = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    except OSError as error:
        return _Entry(name, 0, 0, 0, 0, f"cannot be read: {reason_of(error)}")
    return _Entry(name, state.st_mode, state.st_size, state.st_mtime_ns, state.st_ctime_ns)


def _input(
    location: bytes, root: bytes, path: str, state: os.stat_result | _Entry, *, linked: bool = False
) -> Input:
    mode, size, modified, changed = (
        state[1:5]
        if isinstance(state, _Entry)
        else (state.st_mode, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
    )
    trouble = None if stat.S_ISREG(mode) else f"not a file but {kind_of(mode)}"
    return Input(
        location, root, path, size, kept_time(modified), trouble, linked=linked, changed=kept_time(changed)
    )


def _trouble(location: bytes, root: bytes, why: str) -> Input:
    """Return an input that cannot be looked at now, which every run tries again."""
    return Input(location, root, shown(relative_to(location, root)) or ".", 0, UNREAD, why)


def _passed(location: bytes, root: bytes, why: str) -> Input:
    return Input(
        location, root, shown(relative_to(location, root)) or ".", PASSED, 0, why, sound=True, passed=True
    )
