"""Wait for feeds to arrive: for something under the paths that are watched to change.

With `watchfiles` (the extra `morgue[watch]`) the system cuts the wait short; without it, and where it sees
nothing (network drives), the files' sizes and times are looked at again and again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from morgue.errors import ArchiveError
from morgue.ingest.walk import walk

INTERVAL = 2.0
"""Seconds between two looks."""

_SHARE = 10
"""A look at very many files is followed by a wait of this many times as long."""

_QUIET = 0.5
"""Seconds that files must stay as they are before they are read."""

_LONGEST = 30.0
"""Seconds after which they are read all the same."""

Paths = Sequence[str | os.PathLike[str]]
Look = frozenset[tuple[bytes, int, int]]


def arrivals(paths: Paths, *, interval: float = INTERVAL, archive: Path | None = None) -> Iterator[None]:
    """Yield one item at once, and then one each time that files have changed and been quiet; it never ends.

    What changes while an item is dealt with brings the next. What happens in the directory of the `archive` that
    they are read into is no arrival.
    """
    wait = _Wait(paths)
    seen, took = _look(paths, archive)
    yield
    while True:
        wait(max(interval, took * _SHARE))
        now, took = _look(paths, archive)
        if now != seen:
            seen = _settled(paths, archive, now, min(interval, _QUIET))
            yield


def _look(paths: Paths, archive: Path | None) -> tuple[Look, float]:
    """Return every file with its size and time, and the seconds that it took; a path that is not there has none."""
    began = time.monotonic()
    found: set[tuple[bytes, int, int]] = set()
    for path in paths:
        try:
            found.update((each.location, each.size, each.modified) for each in walk([path], archive=archive))
        except ArchiveError:  # it is gone, which this look shows, and a later one shows that it is back
            continue
    return frozenset(found), time.monotonic() - began


def _settled(paths: Paths, archive: Path | None, now: Look, quiet: float) -> Look:
    """Return what is there once nothing changes any more, or has done so for long."""
    deadline = time.monotonic() + _LONGEST
    while time.monotonic() < deadline:
        time.sleep(quiet)
        later, _ = _look(paths, archive)
        if later == now:
            break
        now = later
    return now


class _Wait:
    """The wait for the next look: until the system reports a change, at most for the given time."""

    def __init__(self, paths: Paths) -> None:
        self.paths = [os.fspath(path) for path in paths]
        self.notices: Iterator[object] | None = None
        self.silent = False

    def __call__(self, seconds: float) -> None:
        """Return after a change, or after `seconds`."""
        deadline = time.monotonic() + seconds
        if not self.silent:
            self._listen(seconds)
        if self.silent:
            time.sleep(max(0.0, deadline - time.monotonic()))

    def _listen(self, seconds: float) -> None:
        try:
            import watchfiles

            if self.notices is None:
                self.notices = watchfiles.watch(
                    *self.paths, watch_filter=None, debounce=200, rust_timeout=round(seconds * 1000), yield_on_timeout=True
                )  # fmt: skip
            next(self.notices)
        except (ImportError, OSError, StopIteration):  # not installed, or no more watches to be had
            self.silent = True
