"""A disk that is full: archives on small file systems (tmpfs), which are given room and filled again.

To mount one needs root. The short form with the tests bounds the size of files instead (RLIMIT_FSIZE), which fails in the same place with EFBIG.
"""

from __future__ import annotations

import contextlib
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import morgue
from bench.faults.desk import Desk, held, strange_files
from bench.faults.kill import PATIENCE, environment

MEGABYTES = (2, 8, 32)


@contextlib.contextmanager
def room(scratch: Path, megabytes: int) -> Iterator[Path]:
    """A directory on a file system of its own, of so many megabytes. Raises OSError where none can be mounted."""
    place = scratch / "small"
    place.mkdir()
    option = f"size={megabytes}m"
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", option, "tmpfs", str(place)], capture_output=True)
    if done.returncode:
        place.rmdir()
        raise OSError(f"no tmpfs can be mounted: {done.stderr.decode(errors='replace').strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
        place.rmdir()


def impossible() -> str | None:
    """Why the campaign cannot be run here, None where it can."""
    try:
        with tempfile.TemporaryDirectory() as scratch, room(Path(scratch), 1):
            return None
    except OSError as error:
        return str(error)


def indexed(archive: Path, feeds: Path, *, file_bytes: int | None = None) -> tuple[int, str, str]:
    """Run `morgue index`; its exit code, standard output and standard error. `file_bytes` bounds every file."""

    def bound() -> None:
        if file_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

    done = subprocess.run(
        [sys.executable, "-m", "morgue", "--archive", str(archive), "--quiet", "index", str(feeds), "--prune", "--json"],
        env=environment(),
        capture_output=True,
        stdin=subprocess.DEVNULL,
        preexec_fn=bound,
        timeout=PATIENCE,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def ballast(place: Path, free: int) -> Path:
    """A file that leaves `free` bytes of the file system."""
    path = place / "ballast"
    state = os.statvfs(place)
    size = max(0, state.f_bavail * state.f_frsize - free)
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, size) if size else None
    return path


def told(code: int, errors: str, archive: Path) -> Iterator[str]:
    """What is wrong with how a failure was told."""
    if code != 2:
        yield f"exit {code}: {errors[-300:]}"
    if str(archive) not in errors:
        yield f"the message names no path: {errors[-300:]}"
    if "Traceback" in errors or "internal error" in errors:
        yield f"not a message for people: {errors[-300:]}"


def looked_at(archive: Path, states: tuple[dict[str, str], ...], *, partly: bool = False) -> Iterator[str]:
    """What is wrong with an archive that has to hold one of these states; or, where feeds of a run were named as
    not read, all that the two have in common and nothing that neither has."""
    from morgue.storage.directory.commit_point import stands_at

    if not stands_at(archive):
        if {} not in states:
            yield "the archive is gone"
        return
    try:
        found = held(archive)
    except (morgue.MorgueError, AssertionError) as error:
        yield f"cannot be searched: {error}"
        return
    if partly:
        before, now = (each.items() for each in states)
        if not before & now <= found.items() <= before | now:
            yield f"holds {len(found)} articles, which is not what {len(before)} and {len(now)} have in common"
    elif found not in states:
        yield f"holds {len(found)} articles, not {' or '.join(str(len(each)) for each in states)}"
    with morgue.open(archive) as opened:
        for problem in opened.verify().problems:
            yield f"verify: {problem}"


class Disk:
    """An archive on a small disk, and the newsroom that fills it."""

    def __init__(self, scratch: Path, place: Path, megabytes: int, seed: int) -> None:
        self.place, self.chance = place, random.Random(seed)
        self.desk = Desk(scratch / "feeds", files=4 + 10 * megabytes, stories=24, seed=seed)
        self.archive = place / "archive"
        self.before: dict[str, str] = {}

    def filled(self) -> tuple[bool, list[str]]:
        """One run with little room and one with enough; whether the first one failed, and what was wrong."""
        need = sum(each.stat().st_size for each in self.desk.directory.iterdir())
        free = int(self.chance.choice((0.03, 0.3, 3.0)) * self.chance.random() * need)
        extra = ballast(self.place, free)
        code, _, errors = indexed(self.archive, self.desk.directory)
        failed = code != 0
        wrong = list(told(code, errors, self.archive)) if failed else []
        wrong += looked_at(self.archive, (self.before, self.desk.stories) if failed else (self.desk.stories,))
        extra.unlink()
        code, _, errors = indexed(self.archive, self.desk.directory)
        if code:
            wrong.append(f"with room again exit {code}: {errors[-300:]}")
            return failed, wrong
        wrong += looked_at(self.archive, (self.desk.stories,))
        wrong += [f"left over: {name}" for name in sorted(strange_files(self.archive))]
        self.before = self.desk.stories
        self.desk.change()
        return failed, [f"{each} (free: {free:,} bytes)" for each in wrong]


def campaign(*, rounds: int, seed: int) -> tuple[int, list[str]]:
    """Failed runs, and failures of promises, of so many rounds on disks of each of MEGABYTES."""
    failures, full = [], 0
    for megabytes in MEGABYTES:
        with (
            tempfile.TemporaryDirectory(prefix="morgue-disk-") as scratch,
            room(Path(scratch), megabytes) as place,
        ):
            disk = Disk(Path(scratch), place, megabytes, seed + megabytes)
            for number in range(rounds):
                failed, wrong = disk.filled()
                full += failed
                for each in wrong:
                    failures.append(f"{megabytes} MB, round {number}: {each}")
                    print(failures[-1], flush=True)
    return full, failures
