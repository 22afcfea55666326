"""Waits for threads of tantivy that still hold files of an index after it was closed.

tantivy-py opens an index with a reader that watches `meta.json`, before it can be told not to. The watcher finds the
file new, and another thread (`watch-callbacks`) opens all segments once more. It ends in milliseconds, but one time in
twenty after a short use of the archive has ended: whoever then removes the directory finds a new lock file in it, and
whoever cuts a file short in its place ends the process (SIGBUS). A merge likewise collects its garbage after tantivy
has said that no merge runs. No call of tantivy waits for either, so they are looked for, where the system lists the
threads and mapped files of a process, as Linux does. Elsewhere nothing is waited for.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from weakref import WeakSet

LONGEST = 2.0
"""Seconds after which a thread is left alone."""

_OPENING = ("watch-callbacks", "thread-tantivy-")
_MERGING = ("merge_thread", "segment_updater")
_PAUSE = 0.0005
_TASKS = Path("/proc/self/task")
_MAPS = Path("/proc/self/maps")

_holders: dict[Path, WeakSet[object]] = {}
_writers: WeakSet[object] = WeakSet()


def use(directory: Path, holder: object, *, writing: bool = False) -> None:
    """Note that an object of this process has the index in a directory open, until it is closed or is no more."""
    _holders.setdefault(directory, WeakSet()).add(holder)
    if writing:
        _writers.add(holder)


def leave(directory: Path, holder: object, *, wait: bool = True) -> bool:
    """Note that the object is closed; after the last one wait for threads, and return whether none is left.

    Without `wait`, a merge that was given up goes on by itself.
    """
    held = _holders.get(directory)
    if held is not None:
        held.discard(holder)
        if not held:
            del _holders[directory]
    writing = holder in _writers
    _writers.discard(holder)
    if not wait or (directory in _holders and not writing):
        return True
    end = time.monotonic() + LONGEST
    while any(_at_work(merging=writing and not _writers)) or (
        directory not in _holders and _mapped(directory)
    ):
        if time.monotonic() > end:
            return False
        time.sleep(_PAUSE)
    return True


def _at_work(merging: bool) -> Iterator[bool]:
    """Yield whether each thread of tantivy works: a watcher sleeps (S) between its looks, others end with their work."""
    with suppress(OSError):
        for task in _TASKS.iterdir():
            with suppress(OSError):
                _, _, rest = (task / "stat").read_bytes().partition(b"(")
                name, _, state = rest.decode("utf-8", "replace").rpartition(") ")
                if name.startswith(_MERGING):
                    yield merging
                elif name.startswith(_OPENING):
                    yield name.startswith("watch") or state[:1] in "RD"


def _mapped(directory: Path) -> bool:
    prefix = b" " + os.fsencode(directory.resolve()) + b"/"
    with suppress(OSError):
        return prefix in _MAPS.read_bytes()
    return False
