"""System calls that fail: ENOSPC and EIO on write, EIO on fsync, mmap without memory, by libfiu.

Every round is a run of `morgue index` in a fork of a process that libfiu's library was loaded into (Debian:
`apt-get install fiu-utils`), in which one call fails with some probability. Workers are not touched; in seven of eight rounds the run reads
its feeds itself, since starting workers takes most of the time.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import faulthandler
import importlib
import os
import pkgutil
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.faults.desk import Desk, strange_files
from bench.faults.disk import looked_at, told
from bench.faults.kill import environment

PRELOADED = Path("/usr/lib/fiu/fiu_posix_preload.so")

FAULTS = (
    ("posix/io/rw/write", errno.ENOSPC), ("posix/io/rw/write", errno.EIO), ("posix/io/rw/pwrite", errno.ENOSPC),
    ("posix/io/rw/pwrite", errno.EIO), ("posix/io/sync/fsync", errno.EIO), ("posix/io/sync/fdatasync", errno.EIO),
    ("posix/io/sync/fsync", errno.ENOSPC), ("posix/mm/mmap", errno.ENOMEM), ("posix/mm/mmap", errno.ENODEV),
    ("posix/io/dir/rename", errno.EIO), ("posix/io/dir/unlink", errno.EIO), ("posix/io/oc/open", errno.EMFILE),
    ("posix/io/oc/open", errno.EIO), ("posix/io/rw/ftruncate", errno.EIO), ("posix/io/rw/read", errno.EIO),
    ("posix/io/rw/pread", errno.EIO),
)  # fmt: skip
CHANCES = (1.0, 0.5, 0.2, 0.1, 0.03, 0.01)
LONGEST = 300
"""Seconds after which a run hangs: it says where, and ends by SIGALRM."""


class Inline:
    """What reads the feeds of a run without workers."""

    def __enter__(self) -> Inline:
        return self

    def __exit__(self, *unused: object) -> None:
        pass

    def run(self, jobs: Iterator[Any]) -> Iterator[Any]:
        """Everything that comes of the jobs."""
        from morgue.ingest.workers import work

        for job in jobs:
            yield from work(job)


def impossible() -> str | None:
    """Why the campaign cannot be run here, None where it can."""
    return None if PRELOADED.exists() else f"{PRELOADED} is missing: apt-get install fiu-utils"


class Fault:
    """One call of the C library that fails from `arm` to `disarm`."""

    def __init__(self, name: str, number: int, chance: float, seed: int) -> None:
        self.fiu = ctypes.CDLL("libfiu.so.0")
        self.name, self.number, self.chance, self.seed = name, number, chance, seed

    def __str__(self) -> str:
        return f"{self.name} {errno.errorcode[self.number]} {self.chance}"

    def arm(self) -> None:
        """From now on the call fails."""
        self.fiu.fiu_set_prng_seed(ctypes.c_uint(self.seed))
        self.fiu.fiu_enable_random(
            self.name.encode(), 1, ctypes.c_void_p(self.number), 0, ctypes.c_float(self.chance)
        )

    def disarm(self) -> None:
        """Not any more."""
        self.fiu.fiu_disable(self.name.encode())


def forked(arguments: list[str], said: Path, fault: Fault | None = None, *, workers: bool = True) -> int:
    """Run the command line in a fork, its output going to a file; its exit code (negative for a signal)."""
    import morgue.ingest.run as run

    child = os.fork()
    if not child:
        descriptor = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, 1)
        os.dup2(descriptor, 2)
        faulthandler.register(signal.SIGALRM, chain=True)
        signal.alarm(LONGEST)
        if not workers:
            run.Pool = Inline  # type: ignore[assignment,misc]
        code = 99
        try:
            code = _called(arguments, fault)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _called(arguments: list[str], fault: Fault | None) -> int:
    from morgue.commands import main as cli

    if fault is None:
        return cli.run(arguments)
    report = cli._report

    def reported(*given: object) -> int:
        fault.disarm()  # what is said of it is let out
        return report(*given)  # type: ignore[arg-type]

    cli._report = reported  # type: ignore[assignment]
    fault.arm()
    try:
        return cli.run(arguments)
    finally:
        fault.disarm()


class Calls:
    """An archive whose writer meets with failing calls."""

    def __init__(self, scratch: Path, seed: int) -> None:
        scratch.mkdir()
        self.desk = Desk(scratch / "feeds", files=8, stories=12, seed=seed)
        self.archive, self.said = scratch / "archive", scratch / "said"
        self.before: dict[str, str] = {}

    def command(self) -> list[str]:
        """What is run."""
        return [
            "--archive",
            str(self.archive),
            "--quiet",
            "index",
            str(self.desk.directory),
            "--prune",
            "--json",
        ]

    def failed(self, fault: Fault, *, workers: bool) -> tuple[bool, list[str]]:
        """A run with the fault and one without; whether the fault was felt, and what was wrong."""
        code = forked(self.command(), self.said, fault, workers=workers)
        output = self.said.read_text(errors="replace")
        wrong: list[str] = []
        if code not in (0, 3) and "standard output" not in output:  # where the summary goes may fail too
            wrong += told(code, output, self.archive)
        wrong += self._looked(reported=code == 0, partly=code == 3)
        code_after = forked(self.command(), self.said, workers=workers)
        if code_after:
            wrong.append(
                f"the next run ended with {code_after}: {self.said.read_text(errors='replace')[-300:]}"
            )
            return code != 0, wrong
        wrong += self._looked(reported=True)
        wrong += [f"left over: {name}" for name in sorted(strange_files(self.archive))]
        self.before = self.desk.stories
        self.desk.change()
        return code != 0, wrong

    def _looked(self, *, reported: bool, partly: bool = False) -> Iterator[str]:
        """What a look at the archive says, in a process of its own."""
        states = (self.desk.stories,) if reported else (self.before, self.desk.stories)
        look, answer = os.pipe()
        child = os.fork()
        if not child:
            signal.alarm(LONGEST)
            try:
                said = "\n".join(looked_at(self.archive, states, partly=partly))
            except BaseException as error:
                said = f"looking at it raised {type(error).__name__}: {error}"
            os.write(answer, said.encode(errors="replace")[:60_000])
            os._exit(0)
        os.close(answer)
        with os.fdopen(look) as pipe:
            yield from pipe.read().splitlines()
        os.waitpid(child, 0)


def _imported() -> None:
    """Import all there is, before anything fails: what cannot be imported has nothing to do with an archive."""
    import morgue

    for each in pkgutil.walk_packages(morgue.__path__, "morgue."):
        if not each.name.endswith("__main__"):
            with contextlib.suppress(ImportError):  # of an extra that is not installed
                importlib.import_module(each.name)


def preloaded(faults: int, seed: int) -> tuple[int, list[str]]:
    """Faults that were felt, and failures; in a process that libfiu is loaded into."""
    _imported()
    chance, failures, felt = random.Random(seed), [], 0
    with tempfile.TemporaryDirectory(prefix="morgue-calls-") as scratch:
        number = 0
        while felt < faults and number < 4 * faults:
            if number % 25 == 0:
                calls = Calls(Path(scratch) / str(number), seed + number)
            name, code = FAULTS[number % len(FAULTS)]
            fault = Fault(name, code, chance.choice(CHANCES), seed + number)
            failed, wrong = calls.failed(fault, workers=number % 8 == 7 or "/read" in name)
            felt += failed
            for each in wrong:
                failures.append(f"round {number}, {fault}: {' | '.join(each.split(chr(10)))}")
                print(failures[-1], flush=True)
            number += 1
            if number % 25 == 0:
                print(f"{number} rounds, {felt} faults felt", file=sys.stderr, flush=True)
    return felt, failures


def campaign(*, faults: int, seed: int) -> tuple[int, list[str]]:
    """Faults that were felt, and failures."""
    lines: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-m", "bench.faults.calls", str(faults), str(seed)],
        env={**environment(), "LD_PRELOAD": str(PRELOADED)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip("\n"))
            print(line, end="", flush=True)
    *failures, last = lines or [""]
    if not last.isdigit():
        return 0, [*failures, f"the campaign ended with {process.returncode}: {last}"]
    return int(last), failures


if __name__ == "__main__":
    print(preloaded(int(sys.argv[1]), int(sys.argv[2]))[0])
