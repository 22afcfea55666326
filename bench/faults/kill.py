"""`kill -9` of the whole process group of `morgue index`, at random moments and in every named step."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import morgue
from bench.faults.desk import Desk, held, strange_files

STEPS = (
    "making", "reading", "adding", "catalog commit", "between catalog and index commit", "index commit",
    "after index commit", "merge", "close", "copy", "seal", "settle", "seal in a run",
    "comparing", "compared", "placing",
)  # fmt: skip
PATIENCE = 1200
"""Seconds that a run may take on a machine that has much else to do."""
DELAYS = (0, 0, 1, 2, 5, 10, 20, 40, 80)
"""Milliseconds into a step at which it dies; a merge of little takes no longer than MERGE."""
MERGE = 5


def environment() -> dict[str, str]:
    """What a command started here needs to find morgue and these campaigns."""
    root = Path(__file__).resolve().parents[2]
    return {**os.environ, "PYTHONPATH": f"{root / 'src'}:{root}", "PYTHONDONTWRITEBYTECODE": "1"}


def started(arguments: list[str]) -> subprocess.Popen[bytes]:
    """A Python process that leads a group of its own."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


class Round:
    """One archive and its feeds, killed again and again."""

    def __init__(self, scratch: Path, seed: int, *, files: int = 12, stories: int = 20) -> None:
        self.desk = Desk(scratch / "feeds", files=files, stories=stories, seed=seed)
        self.archive = scratch / "archive"
        self.before: dict[str, str] = {}

    def command(self) -> list[str]:
        """What is killed."""
        return [
            "--archive", str(self.archive), "--quiet", "index", str(self.desk.directory), "--prune", "--json",
        ]  # fmt: skip

    def killed_at(self, seconds: float) -> tuple[bool, list[str]]:
        """Start an index run, kill it, and look; whether it was in time, and what was wrong."""
        process = started(["-m", "morgue", *self.command()])
        try:
            said, _ = process.communicate(timeout=seconds)
            killed = False
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            said, _ = process.communicate()
            killed = process.returncode == -signal.SIGKILL
        return killed, [*self._looked_at(said), *self._completed()]

    def killed_in(self, step: str, delay: float, every: int) -> tuple[bool, list[str]]:
        """The same in a named step, with a commit every so many articles."""
        process = started(["-m", "bench.faults.victim", step, str(delay), str(every), *self.command()])
        said, _ = process.communicate(timeout=PATIENCE)
        killed = process.returncode == -signal.SIGKILL
        return killed, [*self._looked_at(said, whole=every > 100_000), *self._completed()]

    def _looked_at(self, said: bytes, *, whole: bool = True) -> Iterator[str]:
        """What is wrong right after the kill."""
        from morgue.storage.directory.commit_point import stands_at

        if not stands_at(self.archive):
            if b'"revision"' in said:
                yield "what was reported is not there"
            return
        try:
            found = held(self.archive)
        except (morgue.MorgueError, AssertionError) as error:
            yield f"cannot be searched after the kill: {error}"
            return
        now = self.desk.stories
        if b'"revision"' in said and found != now:
            yield f"reported and not in the archive: {len(now.keys() - found.keys())} articles"
        if whole and found not in (self.before, now):
            yield f"neither the state before nor after: {len(found)} of {len(self.before)} or {len(now)}"
        if found.items() - (now.items() | self.before.items()):
            yield "holds what no feed ever did"
        with morgue.open(self.archive) as archive:
            for problem in archive.verify().problems:
                yield f"verify after the kill: {problem}"

    def _completed(self) -> Iterator[str]:
        """What is wrong after the next run."""
        done = started(["-m", "morgue", *self.command()])
        said, _ = done.communicate(timeout=PATIENCE)
        if done.returncode:
            yield f"the next run ended with {done.returncode}: {said.decode()[-300:]}"
            return
        found, now = held(self.archive), self.desk.stories
        if found != now:
            lost, more = len(now.keys() - found.keys()), len(found.keys() - now.keys())
            yield f"after the next run {lost} articles are lost, {more} are too many"
        with morgue.open(self.archive) as archive:
            for problem in archive.verify().problems:
                yield f"verify after the next run: {problem}"
        for name in sorted(strange_files(self.archive)):
            yield f"left over: {name}"
        self.before = now
        self.desk.change()


def campaign(
    *, rounds: int, each_step: int, seed: int, steps: Sequence[str] = STEPS
) -> tuple[int, list[str]]:
    """Kills that were in time, and failures, of `rounds` random moments and `each_step` a named step."""
    chance = random.Random(seed)
    failures: list[str] = []
    kills = 0
    with tempfile.TemporaryDirectory(prefix="morgue-kill-") as scratch:
        fresh = 0

        def new() -> Round:
            nonlocal fresh
            fresh += 1
            return Round(Path(scratch) / str(fresh), seed + fresh)

        round_, span = new(), 2.0
        for number in range(rounds):
            if number % 25 == 24:
                round_ = new()
            began = time.monotonic()
            killed, wrong = round_.killed_at(chance.uniform(0.0, span))
            if not killed:
                span = max(0.3, min(span, time.monotonic() - began))
            kills += killed
            failures += [f"round {number}: {each}" for each in wrong]
            for each in wrong:
                print(f"round {number}: {each}", flush=True)
            if number % 50 == 49:
                print(f"{number + 1} random moments, {kills} kills", flush=True)
        for step in steps:
            round_, hit = new(), 0
            for number in range(3 * each_step):
                if hit == each_step:
                    break
                if step == "making" or number % 10 == 9:
                    round_ = new()
                delay, every = chance.choice(DELAYS), 150 if number % 3 == 2 else 200_000
                if step in ("merge", "seal in a run"):
                    delay, every = min(delay, MERGE), 20
                killed, wrong = round_.killed_in(step, delay, every)
                hit += killed
                for each in wrong:
                    failures.append(f"{step} {number}: {each}")
                    print(failures[-1], flush=True)
            kills += hit
            print(f"{step}: {hit} kills", flush=True)
            if hit < each_step:
                failures.append(f"{step}: only {hit} of {number + 1} runs came to it")
    return kills, failures
