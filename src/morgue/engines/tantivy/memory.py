"""Bounds how much of an index stays in the memory of the process that writes it.

tantivy maps the files of the segments that it merges, and every page that was read counts as memory of the
process until the system is short of it; a merge of a large archive reads gigabytes, each page once. Linux is
asked to take such pages back (madvise(2), MADV_PAGEOUT, since 5.4), which loses nothing: it keeps what is not
on disk yet, and what is needed again is read again. Elsewhere nothing is done.

Without this a merge keeps half of the index in memory and more: writing 200,000 articles (213 MB on disk, one commit)
took 141 MB of mapped pages at the peak, and takes 64 with it, the programs' own 17 included, in the same time of the
processor. An index ten times as large would take ten times as much.
"""

from __future__ import annotations

import os
import sys
from _thread import allocate_lock
from contextlib import suppress
from pathlib import Path

from morgue.process.threads import Thread

BOUND = 32 << 20
"""Bytes of files that may stay in memory beyond those of the programs themselves."""

EVERY = 0.025
"""Seconds between two looks; a merge may read a megabyte in each millisecond of them."""

LONGEST = 10.0
"""Seconds that a look which has begun is waited for."""

_PAGEOUT = 21


def resident() -> int:
    """Return bytes of mapped files that are in this process's memory; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[2]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def give_back(directory: Path) -> bool:
    """Have the system take back what is mapped of the files in a directory; whether it can."""
    import ctypes

    prefix = os.fsencode(directory.resolve()) + b"/"
    advise = ctypes.CDLL(None, use_errno=True).madvise
    advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    with open("/proc/self/maps", "rb") as file:
        found = [line.split(None, 5) for line in file if prefix in line]
    for parts in found:
        first, _, end = parts[0].partition(b"-")
        # where the range was unmapped in the meantime, and something else is there, this does no harm to it
        if advise(int(first, 16), int(end, 16) - int(first, 16), _PAGEOUT) and ctypes.get_errno() == 22:
            return False
    return True


def trim() -> None:
    """Give freed memory back to the system, where the allocator is glibc's.

    It keeps one store of memory a thread, and tantivy begins every commit with new threads.
    """
    import ctypes

    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


class Watch:
    """Looks after what is mapped of an index while it is written, until it is told to stop.

    A system that is too short of memory for a thread has no use for it, and the index is written without.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._bound = resident() + BOUND
        self._stopping = allocate_lock()
        self._stopping.acquire()
        self._thread = Thread(self._look)

    def start(self) -> None:
        """Begin, on a system that knows how."""
        if sys.platform == "linux" and self._bound > BOUND:
            self._thread.start()

    @property
    def running(self) -> bool:
        """Whether it looks."""
        return self._thread.running

    def _look(self) -> None:
        with suppress(OSError, AttributeError, ImportError, MemoryError):
            while not self._stopping.acquire(timeout=EVERY):
                if resident() > self._bound and not give_back(self.directory):
                    return

    def stop(self) -> None:
        """Look no more, and wait for a look that has begun."""
        if self._stopping.locked():
            self._stopping.release()
        self._thread.join(LONGEST)
