"""Read feeds in worker processes: each has limits, and none can take the run down with it.

A worker gets a Job and sends back Batches of documents and at last a Report. One that crashes, hangs or wants
too much memory is replaced, and its file is reported with the reason.

A worker is a fresh interpreter that imports this module by name. It never imports the caller's main module, as
`multiprocessing` would, so that a script without a main guard, a session or a notebook can index too.
"""

from __future__ import annotations

import errno
import gc
import hashlib
import json
import math
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import BufferedReader
from multiprocessing.connection import Connection, Pipe, wait
from typing import TYPE_CHECKING

from morgue.errors import FeedError, NoArticle, Unreadable, reason_of
from morgue.ingest.messages import Batch, Beside, Entry, Job, Report, Torn
from morgue.ingest.walk import UNREAD, kept_time

if TYPE_CHECKING:
    from morgue.storage.catalog import Problems

BATCH = 200
"""Articles handed over at a time."""

BATCH_BYTES = 4 << 20
"""Bytes of articles after which fewer of them are handed over: taking a batch is one step, and must not last."""

SILENCE = 60.0
"""Seconds without a sign of life after which a worker is ended."""

STARVED = 0.4
"""The share of its time that whoever takes the batches may wait for them before another worker is started."""

SETTLED = 0.3
"""Seconds that are looked at before the next worker is started."""

FIRST_LOOK = 3
"""How many times as long the first worker is looked at: a run that it ends soon is not worth the start of another."""

WORTH = 1.0
"""Seconds of reading that are left at least where another worker is started, at the rate so far: its start takes some half
a second of a processor. Not bytes: a second reads 40 MB of pages, or 300 KB of short rows."""

STARTING = 1.0
"""Seconds that a worker may take to its first batch and not count as one that is waited for."""

MEMORY = 2 << 30
"""Bytes of address space that a worker may use beyond what it starts with."""


OUTSIDE = {signal.SIGTERM, signal.SIGHUP, signal.SIGINT}
"""Signals that a worker gets from somebody and never for what it reads."""


def work(job: Job) -> Iterator[Batch | Report]:
    """Read one file: its batches, then its report. Never raises but for the death of the process.

    Digest and stories come from one descriptor, so that both are of the same file whatever is put in its place.
    """
    try:
        file = opened(job.location, job.root)
    except (OSError, FeedError) as error:
        yield _unread(job, error)
        return
    with file:
        try:
            digest, size, modified, changed = _digest(file)
        except (OSError, FeedError) as error:
            yield _unread(job, error)
            return
        if digest == job.known_sha256:
            yield Report(job.file, digest, size, modified, True, [], changed)
        else:
            yield from _read(job, file, digest, size, modified, changed)


def _read(
    job: Job, file: BufferedReader, digest: str, size: int, modified: int, changed: int
) -> Iterator[Batch | Report]:
    """Yield the batches and the report of an open file, of which digest, size and times are known."""
    from morgue.ingest.read import entries_of

    problems: Problems = []
    entries: list[Entry] = []
    held = 0
    torn, beside = Torn(), Beside()
    try:
        for entry in entries_of(job, file, digest, problems, torn, beside):
            entries.append(entry)
            held += len(entry.document.stored)
            if len(entries) >= BATCH or held >= BATCH_BYTES:
                yield Batch(job.file, entries)
                entries, held = [], 0
        changing = "it changed while it was read; the next run reads it again"
        trouble = changing if _state(file)[:2] != (size, modified) else None
    except Unreadable as error:
        trouble = error.message
    if trouble:
        problems.append((None, trouble, False))
        torn.add(None)
        digest, size, modified = "", 0, UNREAD
    if entries:
        yield Batch(job.file, entries)
    yield Report(
        job.file, digest, size, modified, False, problems, changed, torn.pieces, torn.at_end,
        beside.companions or None, beside.lacks, beside.owner,
    )  # fmt: skip


def opened(location: bytes, root: bytes) -> BufferedReader:
    """Return a regular file, opened below `root`. Raises OSError, and FeedError for a pipe or a device."""
    from morgue.io.containers import regular_file
    from morgue.io.opening import open_file

    return regular_file(open_file(location, root))


def _unread(job: Job, error: OSError | FeedError) -> Report:
    """Return what is noted of a file that is no file to read, or that the system does not let us read now."""
    if isinstance(error, FeedError):
        return Report(job.file, "", 0, 0, False, [(None, error.message, isinstance(error, NoArticle))])
    return Report(job.file, "", 0, UNREAD, False, [(None, f"cannot be read: {reason_of(error)}", False)])


def _digest(file: BufferedReader) -> tuple[str, int, int, int]:
    """Return SHA-256, size and times (content, inode) of an open file.

    Raises FeedError where the system states no size and there is one.
    """
    size, modified, changed = _state(file)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    if not size and file.tell():
        raise FeedError("a file that the system makes while it is read: copy it, and index the copy")
    return digest, size, modified, changed


def _state(file: BufferedReader) -> tuple[int, int, int]:
    """Return size and times of an open file, as the catalog keeps them."""
    state = os.fstat(file.fileno())
    return state.st_size, kept_time(state.st_mtime_ns), kept_time(state.st_ctime_ns)


def _address_space() -> int:
    """Return bytes of address space in use, where the system says so; else 0."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def serve(descriptor: int, memory: int) -> None:
    """Do the work of a worker: jobs in, batches and reports out, until the pipe closes.

    What the system does to it and not to a feed (a pipe that fails) ends it with EX_TEMPFAIL.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit = _address_space() + memory
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    gc.freeze()
    try:
        with Connection(descriptor) as pipe, suppress(EOFError, BrokenPipeError, ConnectionResetError):
            while True:
                job: Job = pipe.recv()
                for message in work(job):
                    pipe.send(message)
    except OSError:
        sys.exit(os.EX_TEMPFAIL)


_START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from morgue.ingest.workers import serve; serve(int(sys.argv[2]), int(sys.argv[3]))"


_RUNNING: set[subprocess.Popen[bytes]] = set()


def kill_all() -> None:
    """End all workers of this process at once, from any thread: the process itself is about to end."""
    for process in tuple(_RUNNING):
        process.kill()


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    pipe: Connection
    job: Job | None = None
    heard: float = field(default_factory=time.monotonic)


def _failed(error: EOFError | OSError) -> bool:
    """Return whether it was our own end of a pipe that failed.

    A worker that has died leaves an end, at times in the middle of a message.
    """
    return isinstance(error, OSError) and error.errno not in (None, errno.ECONNRESET)


class Pool:
    """Workers that read files side by side; used as a context manager.

    The first is started with the first job. The next come, up to `size`, where those that run do not keep up
    with what takes their batches: each costs the time and the memory of an interpreter of its own.
    """

    def __init__(self, size: int | None = None, *, memory: int = MEMORY, silence: float = SILENCE) -> None:
        self.size = size or max(1, min(8, os.cpu_count() or 1))
        self.memory = memory
        self.silence = silence
        self.workers: list[_Worker] = []
        self._since = 0.0  # from when on it is looked at whether the workers are waited for
        self._heard = False  # whether the one that was started last has said something
        self._waited = 0.0  # seconds waited in that time
        self._left: Callable[[], int] | None = None
        self._at_first = 0  # bytes that were left when the run began
        self._began = 0.0

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *unused: object) -> None:
        for worker in self.workers:
            worker.process.kill()
            worker.pipe.close()
        for worker in self.workers:
            worker.process.wait()
            _RUNNING.discard(worker.process)

    def _start(self) -> _Worker:
        ours, theirs = Pipe()
        arguments = [json.dumps(sys.path), str(theirs.fileno()), str(self.memory)]
        with theirs:
            process = subprocess.Popen(  # noqa: S603  this interpreter, and arguments of our own
                [sys.executable, "-c", _START, *arguments],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        _RUNNING.add(process)
        worker = _Worker(process, ours)
        self.workers.append(worker)
        self._since, self._heard, self._waited = time.monotonic() + STARTING, False, 0.0
        return worker

    def _idle(self) -> _Worker | None:
        """Return a worker that has no job; a new one where one is wanted, None where all are busy."""
        for worker in self.workers:
            if worker.job is None:
                return worker
        return self._start() if not self.workers or self._starved() else None

    def _starved(self) -> bool:
        """Return whether another worker would be of use: the batches of those that run are waited for."""
        if len(self.workers) >= self.size or self._seconds_left() < WORTH:
            return False
        looked = time.monotonic() - self._since
        if looked < (SETTLED if len(self.workers) > 1 else FIRST_LOOK * SETTLED):
            return False
        starved = min(self._waited, looked) > STARVED * looked
        self._since, self._waited = time.monotonic(), 0.0
        return starved

    def _seconds_left(self) -> float:
        """Return how long the rest takes to read at the rate so far; without end where that is not known."""
        if self._left is None:
            return math.inf
        left = self._left()
        done = self._at_first - left
        return left * (time.monotonic() - self._began) / done if done > 0 else math.inf

    def _give(self, worker: _Worker, job: Job) -> None:
        """Hand over a job. One that died with nothing to do (which no feed is to blame for) is replaced, once."""
        try:
            worker.pipe.send(job)
        except (BrokenPipeError, ConnectionResetError):
            self._end(worker)
            worker = self._start()
            worker.pipe.send(job)
        worker.job, worker.heard = job, time.monotonic()

    def run(self, jobs: Iterator[Job], left: Callable[[], int] | None = None) -> Iterator[Batch | Report]:
        """Yield everything that comes of the jobs; the batches of one file come in order, before its report.

        `left` says how many bytes of files are not yet read, where that is known.
        """
        self._left, self._began = left, time.monotonic()
        self._at_first = left() if left else 0
        for job in jobs:
            while (idle := self._idle()) is None:
                yield from self._receive()
            self._give(idle, job)
        while any(worker.job for worker in self.workers):
            yield from self._receive()

    def _receive(self) -> Iterator[Batch | Report]:
        busy = {worker.pipe: worker for worker in self.workers if worker.job}
        began = time.monotonic()
        heard = wait(list(busy), timeout=1.0)
        now = time.monotonic()
        self._waited += now - began
        if not self._heard and self.workers[-1].pipe in heard:
            self._since, self._heard, self._waited = now, True, 0.0
        for pipe in heard:
            worker = busy.pop(pipe)  # type: ignore[call-overload]  # wait returns what it was given
            try:
                message: Batch | Report = worker.pipe.recv()
            except (EOFError, OSError) as error:
                if _failed(error):
                    raise
                yield self._buried(worker, *self._cause(worker))
                continue
            worker.heard = time.monotonic()
            if isinstance(message, Report):
                worker.job = None
            yield message
        for worker in busy.values():
            if worker.job and now - worker.heard > self.silence:
                yield self._buried(
                    worker, f"the reader did not come to an end within {self.silence:.0f} seconds"
                )

    @staticmethod
    def _cause(worker: _Worker) -> tuple[str, bool]:
        """Return why a worker has died, and whether the next run shall try its file again."""
        try:
            code = worker.process.wait(5)
        except subprocess.TimeoutExpired:
            return "the reader stopped answering", True
        if code == os.EX_TEMPFAIL:
            return "the reader was cut off by the system", True
        if code < 0:
            return f"the reader was killed by {signal.Signals(-code).name}", -code in OUTSIDE
        return f"the reader ended unexpectedly (exit {code})", False

    def _end(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.process.kill()
        worker.pipe.close()
        worker.process.wait()
        _RUNNING.discard(worker.process)

    def _buried(self, worker: _Worker, reason: str, again: bool = False) -> Report:
        """Return what is noted of the file of a worker that has died: as it is on the disk, unless it is tried again."""
        job = worker.job
        self._end(worker)
        if job is None:
            raise RuntimeError("an idle worker was buried")
        size, modified = 0, UNREAD
        if not again:
            with suppress(OSError):
                state = os.stat(job.location)
                size, modified = state.st_size, kept_time(state.st_mtime_ns)
        return Report(job.file, "", size, modified, False, [(None, reason, False)])
