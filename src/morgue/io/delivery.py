"""Find the other files of a delivery, for forms whose story or issue is several files.

A delivery is what arrived together: an indexed directory, or the zip or tar that a file is in. A reader names a file
of it relative to its own ("text/p1.xml", "../x"); no name leads out of the delivery, in a directory no link does.

- `Directory` opens files below its root step by step (`opening`).
- `Members` are those of a zip, at any place.
- `Passing` are those of a tar, which has no directory and may be compressed: they come by in order. Those that came by last
  are kept, so that the pages before their description are at hand, and the tar is gone through PASSES times at most.
"""

from __future__ import annotations

import os
import stat
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from morgue.errors import FeedError, Unreadable, reason_of
from morgue.io.compression import Budget, Member, compression_of, expanded
from morgue.io.opening import open_file
from morgue.io.tar import tar_members

HEAD = 2_048
"""Bytes of a file that tell whether it is the description of an issue."""

PASSES = 16
"""How often a tar is gone through: once for the names, and again where what is asked for came by long before."""

KEPT_BYTES = 64 << 20
"""Bytes of the members of a tar that came by last and are kept: the 40 pages of a large issue."""

HEADS_BYTES = 16 << 20
"""Bytes of the beginnings of the members of a tar that are kept."""

MAX_NAMES = 20_000
"""How many names of one folder are looked at."""

_REMEMBERED = 64
_Made = TypeVar("_Made")


class Delivery(ABC):
    """The files that arrived together, by their paths below it, with slashes."""

    def __init__(self) -> None:
        self._memory: OrderedDict[Hashable, object] = OrderedDict()

    @abstractmethod
    def read(self, path: str, size: int) -> bytes | None:
        """Return the first `size` bytes of a file; None where there is none. Raises FeedError where it cannot be read."""

    @abstractmethod
    def names(self, folder: str) -> list[str]:
        """Return the names of the files of a folder ("" is the top), sorted; MAX_NAMES at most."""

    def head(self, path: str) -> bytes:
        """Return HEAD bytes from the beginning of a file; empty where it cannot be read."""
        try:
            return self.read(path, HEAD) or b""
        except FeedError:
            return b""

    def state(self, path: str) -> Hashable:
        """Return what changes when the file or folder at a path does; None where it is not there. Members do not change."""
        return path

    def remembered(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """Return what `make` returned for this key: what readers learn of a delivery serves for its other files."""
        if key in self._memory:
            self._memory.move_to_end(key)
        else:
            self._memory[key] = make()
            while len(self._memory) > _REMEMBERED:
                self._memory.popitem(last=False)
        return self._memory[key]  # type: ignore[return-value]  # what `make` of the same key returned


_memories: OrderedDict[bytes, OrderedDict[Hashable, object]] = OrderedDict()
"""What was learnt of directories, by their roots: a worker reads one file of a directory after the other."""


class Directory(Delivery):
    """The files below a directory, which is given as an absolute path."""

    def __init__(self, root: bytes) -> None:
        super().__init__()
        self.root = root
        self._memory = _memories.setdefault(root, self._memory)
        while len(_memories) > _REMEMBERED:
            _memories.popitem(last=False)

    def _location(self, path: str) -> bytes:
        return os.path.join(self.root, os.fsencode(path))

    def _opened(self, path: str) -> int | None:
        """Return a descriptor of a regular file; None where there is none."""
        try:
            descriptor = open_file(self._location(path), self.root)
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        except OSError as error:
            raise Unreadable(f"{path} cannot be opened: {reason_of(error)}") from error
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            return descriptor
        os.close(descriptor)
        return None

    def read(self, path: str, size: int) -> bytes | None:
        """Return the first `size` bytes of a file, decompressed; None where there is none below the root."""
        descriptor = self._opened(path)
        if descriptor is None:
            return None
        with os.fdopen(descriptor, "rb") as file:
            try:
                data = file.read(size)
            except OSError as error:
                raise Unreadable(f"{path} cannot be read: {reason_of(error)}") from error
        return _plain(data, size)

    def stamp(self, path: str) -> tuple[int, int] | None:
        """Return size and time (nanoseconds) of a file; None where there is none."""
        try:
            descriptor = self._opened(path)
        except FeedError:
            return None
        if descriptor is None:
            return None
        with os.fdopen(descriptor, "rb") as file:
            state = os.fstat(file.fileno())
        return state.st_size, state.st_mtime_ns

    def names(self, folder: str) -> list[str]:
        """Return the names of the files of a folder, without hidden ones."""
        try:
            with os.scandir(self._location(folder)) as entries:
                names = [os.fsdecode(each.name) for each in entries if each.is_file(follow_symlinks=False)]
        except (OSError, ValueError):
            return []
        return sorted(name for name in names if not name.startswith("."))[:MAX_NAMES]

    def state(self, path: str) -> Hashable:
        """Return size, time and inode of a file or folder; None where it is not there."""
        try:
            state = os.stat(self._location(path), follow_symlinks=False)
        except (OSError, ValueError):
            return None
        return state.st_size, state.st_mtime_ns, state.st_ino


def _plain(data: bytes, size: int) -> bytes:
    """Return up to `size` bytes of a file that may be compressed by itself."""
    compression = compression_of(data[:64])
    if compression is None:
        return data
    chunks = expanded(iter((data,)), compression.name, compression.codec, Budget(len(data)))
    return _taken(chunks, size)


def _taken(chunks: Iterable[bytes], size: int) -> bytes:
    pieces: list[bytes] = []
    left = size
    for chunk in chunks:
        pieces.append(chunk[:left])
        left -= len(pieces[-1])
        if left <= 0:
            break
    return b"".join(pieces)


class _Packed(Delivery):
    """The members of a container, whose names are known after one look at it."""

    def __init__(self) -> None:
        super().__init__()
        self._folders: dict[str, list[str]] | None = None

    @abstractmethod
    def paths(self) -> Iterable[str]:
        """Return the paths of all members. Raises FeedError for a damaged container."""

    def names(self, folder: str) -> list[str]:
        """Return the names of the members in a folder."""
        if self._folders is None:
            folders: dict[str, list[str]] = {}
            for path in self.paths():
                above, _, name = path.rpartition("/")
                folders.setdefault(above, []).append(name)
            self._folders = {each: sorted(names)[:MAX_NAMES] for each, names in folders.items()}
        return self._folders.get(folder, [])


class Members(_Packed):
    """The members of a zip: `find` gives for each path what opens the member anew."""

    def __init__(self, find: Callable[[], dict[str, Callable[[], Iterator[bytes]]]]) -> None:
        super().__init__()
        self._find = find
        self._found: dict[str, Callable[[], Iterator[bytes]]] | None = None

    def _openers(self) -> dict[str, Callable[[], Iterator[bytes]]]:
        if self._found is None:
            self._found = self._find()
        return self._found

    def paths(self) -> Iterable[str]:
        return self._openers()

    def read(self, path: str, size: int) -> bytes | None:
        """Return the first `size` bytes of a member; None where there is none."""
        opener = self._openers().get(path)
        return None if opener is None else _plain(_taken(opener(), size), size)


class Passing(_Packed):
    """The members of a tar: `again` gives its bytes from the beginning, `clean` the path of a member's name."""

    def __init__(self, again: Callable[[], Iterator[bytes]], clean: Callable[[str], str]) -> None:
        super().__init__()
        self._again = again
        self._clean = clean
        self._order: dict[str, int] | None = None
        self._heads: dict[str, bytes] = {}
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._kept_bytes = 0
        self._passes = 0
        self._coming: Iterator[Member] = iter(())
        self._at = 0

    def paths(self) -> Iterable[str]:
        if self._order is None:
            order: dict[str, int] = {}
            left = HEADS_BYTES
            self._restart()
            for number, member in enumerate(self._coming):
                path = self._clean(member.name)
                if path in order or member.reason is not None:
                    continue
                order[path] = number
                if left > 0:
                    self._heads[path] = _taken(member.chunks, HEAD)
                    left -= len(self._heads[path])
            self._order, self._at = order, len(order)
            self._restart()
        return self._order

    def head(self, path: str) -> bytes:
        self.paths()
        return self._heads[path] if path in self._heads else super().head(path)

    def read(self, path: str, size: int) -> bytes | None:
        """Return the first `size` bytes of a member; None where there is none. Raises FeedError after PASSES passes."""
        self.paths()
        number = (self._order or {}).get(path)
        if number is None:
            return None
        if path not in self._kept:
            self._pass_to(number, max(size, HEAD))
        return _plain(self._kept.get(path, b"")[:size], size)

    def _restart(self) -> None:
        self._passes += 1
        if self._passes > PASSES:
            raise FeedError("the files of one issue lie too far apart in the tar", hint="unpack it first")
        self._coming, self._at = tar_members(self._again()), 0

    def _pass_to(self, number: int, size: int) -> None:
        """Go on to a member, and from the beginning where it has passed; keep what comes by."""
        if self._at > number:
            self._restart()
        for member in self._coming:
            is_asked = self._at == number
            self._at += 1
            self._keep(self._clean(member.name), _taken(member.chunks, size if is_asked else KEPT_BYTES))
            if is_asked:
                return

    def _keep(self, path: str, data: bytes) -> None:
        self._kept_bytes += len(data) - len(self._kept.pop(path, b""))
        self._kept[path] = data
        while self._kept_bytes > KEPT_BYTES and len(self._kept) > 1:
            self._kept_bytes -= len(self._kept.popitem(last=False)[1])
