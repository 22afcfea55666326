"""What a process costs: wall time, processor time of it and its children, and their memory together."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SAMPLING = 0.1
"""Seconds between two looks at the memory of a run."""

_PSS = re.compile(rb"^Pss: +(\d+) kB.*?^Anonymous: +(\d+) kB", re.M | re.S)


class Cost(NamedTuple):
    """One run: seconds, and megabytes at the peak, in all and without the pages of files (`own`)."""

    wall: float
    cpu: float
    peak: float
    own: float


def environment() -> dict[str, str]:
    """The environment of every program that is measured."""
    path = os.pathsep.join((str(ROOT), str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])))
    return {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "", "NO_COLOR": "1"}


def run(command: Sequence[str], *, ok: Sequence[int] = (0,), env: Mapping[str, str] | None = None) -> Cost:
    """Run a program to its end, in `environment()` or `env`. Raises RuntimeError with what it said where it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, env=env or environment(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    watch = _Watch(process.pid)
    watch.start()
    said: list[bytes] = []
    reader = threading.Thread(target=lambda: said.append(_whole(process.stderr)))
    reader.start()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = code = os.waitstatus_to_exitcode(status)
    watch.stop()
    reader.join()
    if code not in ok:
        raise RuntimeError(
            f"{' '.join(command)} ended with {code}: {said[0].decode(errors='replace')[-2000:]}"
        )
    return Cost(wall, used.ru_utime + used.ru_stime, watch.peak, watch.own)


def _whole(pipe: IO[bytes] | None) -> bytes:
    if pipe is None:
        return b""
    with pipe:
        return pipe.read()


class _Watch(threading.Thread):
    """Looks at the memory of a process and all below it until it is told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.peak = self.own = 0.0
        self._done = threading.Event()

    def run(self) -> None:
        """Look, wait, look again."""
        while not self._done.wait(SAMPLING):
            shares = [memory(each) for each in family(self.pid)]
            self.peak = max(self.peak, sum(share[0] for share in shares))
            self.own = max(self.own, sum(share[1] for share in shares))

    def stop(self) -> None:
        """Look no more."""
        self._done.set()
        self.join()


def family(pid: int) -> list[int]:
    """A process and all that it started, as far as the system tells."""
    found = [pid]
    for each in found:
        with suppress(OSError):
            for task in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def memory(pid: int) -> tuple[float, float]:
    """Megabytes of a process: its proportional share of all pages, and those that are no file's."""
    with suppress(OSError):
        found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_bytes())
        if found:
            return int(found[1]) / 1024, int(found[2]) / 1024
    return 0.0, 0.0


class Server:
    """A program that answers line by line and stays alive between the rounds; used as a context manager."""

    def __init__(self, command: Sequence[str], *, env: Mapping[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            command,
            env=env or environment(),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *unused: object) -> None:
        with suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def ask(self, line: str) -> list[str]:
        """The tab-separated values of the answer. Raises RuntimeError where the program has ended."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("a server without its pipes")
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the program ended while it was asked: {line}")
        return answer.rstrip("\n").split("\t")


def size(directory: Path) -> int:
    """Bytes of all files below a directory."""
    return sum(each.stat().st_size for each in directory.rglob("*") if each.is_file())


def settle() -> None:
    """Write out what earlier runs left to be written, so that the next one does not pay for it."""
    os.sync()


def python() -> str:
    """The interpreter that runs morgue and the Python peers."""
    return sys.executable
