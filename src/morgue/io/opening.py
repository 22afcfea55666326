"""Open what lies below an indexed directory, step by step, so that no link leads the way out of it.

A path is checked and used at two moments, and whoever may write below the directory can put a link in its place
between them. So a file is opened component by component from the directory down, each step relative to the one
before and following no link. A link that was there all along is resolved first; where it leads is opened in the
same way. As every step is short, paths may be longer than the system takes in one call (PATH_MAX).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator

_FILE = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_STEP = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC
"""How a directory on the way is opened: where the system has O_PATH, one that may be entered and not be listed."""

_LINK_IN_THE_WAY = (errno.ELOOP, errno.ENOTDIR, errno.EMLINK)
"""What systems answer where a component is a link that is not followed (EMLINK is FreeBSD's)."""

_FEW = 64
"""Directories that `Folders` keeps open."""

LEADS_OUT = "a link that leads out of the directory"


def below(path: bytes, folder: bytes) -> bool:
    """Return whether an absolute path is `folder` or lies below it, by its spelling."""
    return path == folder or path.startswith(folder.rstrip(b"/") + b"/")


def relative_to(path: bytes, folder: bytes) -> bytes:
    """Return the rest of an absolute path below `folder`; empty for the folder itself."""
    return path[len(folder.rstrip(b"/")) + 1 :]


def with_folders_above(location: bytes) -> Iterator[bytes]:
    """Yield an absolute path and all directories above it, the innermost first."""
    yield location
    while (above := os.path.dirname(location)) != location:
        yield (location := above)


def open_file(location: bytes, root: bytes) -> int:
    """Return a descriptor of the file at an absolute path, opened to be read without waiting.

    `root` is the directory that was indexed, or the file itself where that was named. No link is followed out of
    it. An empty root is that of a link which a user named: it is followed wherever it leads. Raises OSError, with
    LEADS_OUT as its text where a link leads out.
    """
    if not root:
        return os.open(location, _FILE)
    folder = os.path.dirname(location) if root == location else root
    try:
        return _open_below(folder, relative_to(location, folder))
    except OSError as error:
        if error.errno not in _LINK_IN_THE_WAY:
            raise
    real, real_folder = os.path.realpath(location), os.path.realpath(folder)
    if not below(real, real_folder):
        raise OSError(errno.ELOOP, LEADS_OUT)
    return _open_below(real_folder, relative_to(real, real_folder))


def _open_below(folder: bytes, relative: bytes) -> int:
    """Open a file below a directory; only the directory's own path may hold links."""
    *steps, name = relative.split(b"/")
    at = os.open(folder, _STEP)
    try:
        for step in steps:
            following = os.open(step, _STEP | os.O_NOFOLLOW, dir_fd=at)
            os.close(at)
            at = following
        return os.open(name, _FILE | os.O_NOFOLLOW, dir_fd=at)
    finally:
        os.close(at)


class Folders:
    """The directories below one, opened for listing without following a link; used as a context manager.

    A walk goes from a directory to one below it or beside it, so the last ancestors are kept open: a tree of any
    depth is opened in steps whose number grows with it and not with its square.
    """

    def __init__(self, root: bytes) -> None:
        self.root = root
        self._open: list[tuple[bytes, int]] = []

    def __enter__(self) -> Folders:
        return self

    def __exit__(self, *unused: object) -> None:
        while self._open:
            os.close(self._open.pop()[1])

    def open(self, relative: bytes) -> int:
        """Return a descriptor of the directory at a path below the root (empty: the root), closed by this object.

        It is good until the next call. Raises OSError.
        """
        while self._open and not _holds(self._open[-1][0], relative):
            os.close(self._open.pop()[1])
        if not self._open:
            self._open.append((b"", os.open(self.root, _FOLDER)))
        path, at = self._open[-1]
        for name in relative[len(path) :].strip(b"/").split(b"/") if relative != path else ():
            path = path + b"/" + name if path else name
            at = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=at)
            self._open.append((path, at))
            if len(self._open) > _FEW:
                os.close(self._open.pop(0)[1])
        return at


def _holds(folder: bytes, path: bytes) -> bool:
    """Return whether a relative path is `folder` or below it; everything is below the empty one."""
    return not folder or path == folder or path.startswith(folder + b"/")
