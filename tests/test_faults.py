"""The campaigns of bench/faults in short: what the README promises, tried with the fault itself."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.faults import calls, damage, disk, hostile, readers
from bench.faults.desk import Desk, held
from bench.faults.kill import Round, environment

import morgue
from morgue.ingest.workers import Batch, Pool, Report
from morgue.storage.directory import lock
from tests.clock import Clock
from tests.conftest import PATIENCE


def test_kills_at_a_moment_and_in_steps(tmp_path: Path) -> None:
    round_ = Round(tmp_path, 5, files=8, stories=12)
    assert round_.killed_at(PATIENCE) == (False, [])
    assert round_.killed_at(0.5)[1] == []
    for step in ("between catalog and index commit", "index commit", "seal", "compared", "placing"):
        assert round_.killed_in(step, 0, 200_000) == (True, []), step
    assert round_.killed_in("seal in a run", 0, 5) == (True, [])
    assert round_.killed_in("merge", 0, 5)[1] == []


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_damage_is_found_and_mended(tmp_path: Path, engine: str) -> None:
    import random

    patient = damage.Patient(tmp_path, seed=2, editions=1, engine=engine)
    assert list(damage.flips(patient, 10, random.Random(2), mend_every=5)) == []
    assert list(damage.cuts(patient, names=3)) == []


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    desk, archive = Desk(tmp_path / "feeds", files=8, stories=20, seed=3), tmp_path / "archive"
    before: dict[str, str] = {}
    for bound in (0, 8_000, 25_000):
        code, _, errors = disk.indexed(archive, desk.directory, file_bytes=bound)
        assert list(disk.told(code, errors, archive)) == []
        assert list(disk.looked_at(archive, (before, desk.stories))) == []
        assert disk.indexed(archive, desk.directory)[0] == 0
        assert held(archive) == desk.stories
        before = desk.stories
        desk.change()


@pytest.mark.skipif(calls.impossible() is not None, reason="needs libfiu (Debian: fiu-utils)")
def test_failing_calls_are_told_and_lose_nothing() -> None:
    done, failures = calls.campaign(faults=3, seed=4)
    assert (done, failures) == (3, [])


UNBORN = """
import ctypes, errno, sys
from pathlib import Path
import bench.faults.calls as calls
from morgue.engines.tantivy.memory import Watch
calls._imported()
fault = calls.Fault("posix/mm/mmap", errno.ENOMEM, 1.0, 1)
watch = Watch(Path(sys.argv[1]))
watch._bound = 1 << 40
fault.arm()
watch.start()
watch.stop()
fault.disarm()
print("done")
"""


@pytest.mark.skipif(calls.impossible() is not None, reason="needs libfiu (Debian: fiu-utils)")
def test_a_thread_without_memory_for_its_first_frame_keeps_nobody_waiting(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNBORN, str(tmp_path)],
        env={**environment(), "LD_PRELOAD": str(calls.PRELOADED)},
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.stdout == b"done\n", done.stderr


def test_readers_do_not_notice_a_writer() -> None:
    done, failures = readers.campaign(seconds=4, readers=2)
    assert done
    assert failures == []


@pytest.mark.parametrize(
    ("part", "names"),
    [
        (
            "markup",
            {"billion laughs", "xml of 200,000 levels", "json of 200,000 levels", "a million elements"},
        ),
        ("packed", {"archives within archives", "tar names and links", "zip names"}),
        (
            "outside",
            {"an entity of file:///", "an inclusion of ../secre", "a link out of the root", "a pipe"},
        ),
    ],
)
def test_hostile_feeds_stay_outside(part: str, names: set[str]) -> None:
    assert hostile.campaign(parts=[part], only=sorted(names), measured=False) == (len(names), [])


def indexing(archive: Path, feeds: Path, *before: str) -> list[str]:
    """The command line that indexes, behind another command."""
    return [
        *before,
        sys.executable,
        "-m",
        "morgue",
        "--archive",
        str(archive),
        "--quiet",
        "index",
        str(feeds),
    ]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_a_run_and_loses_nothing(tmp_path: Path, number: signal.Signals) -> None:
    desk, archive = Desk(tmp_path / "feeds", files=4, stories=10, seed=1), tmp_path / "archive"
    assert disk.indexed(archive, desk.directory)[0] == 0
    before = held(archive)
    huge = tmp_path / "feeds" / "huge.jsonl"
    with huge.open("w") as file:
        for at in range(200_000):
            file.write(f'{{"headline": "Ferry {at}", "body": "The ferry sailed."}}\n')
    with subprocess.Popen(
        indexing(archive, desk.directory), env=environment(), stderr=subprocess.PIPE, text=True
    ) as process:
        deadline = time.monotonic() + PATIENCE
        while not (archive / "unsealed").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(number)
        assert process.wait(PATIENCE) == {signal.SIGINT: 130, signal.SIGTERM: 143}[number]
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert held(archive) == before
    with morgue.open(archive) as opened:
        assert opened.verify().sound


ORDER = (
    r"fdatasync\(\d+<\S*/catalog\.sqlite-wal>",  # the catalog is durable
    r"fdatasync\(\d+<\S*/index-1/[0-9a-f]{32}\.store>",  # so are the files of the index
    r"(?:fsync|fdatasync)\(\d+<\S*/index-1>",  # and their names
    r'rename(?:at2?)?\(.*"\S*/index-1/meta\.json"',  # the commit
    r"fsync\(\d+<\S*/catalog\.copy>",
    r"fsync\(\d+<\S*/index-1>",  # the commit is durable
    r"fsync\(\d+<\S*/seal\.json\.new>",
    r'rename(?:at2?)?\(.*"\S*/seal\.json"',
    r"fsync\(\d+<\S*/archive>",
    r'unlink(?:at)?\(.*"\S*/unsealed"',  # it stands
)
"""What must be on the disk before what."""


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_everything_is_on_the_disk_before_what_relies_on_it(tmp_path: Path) -> None:
    desk, archive, trace = (
        Desk(tmp_path / "feeds", files=3, stories=6, seed=1),
        tmp_path / "archive",
        tmp_path / "trace",
    )
    assert disk.indexed(archive, desk.directory)[0] == 0
    desk.change()
    traced = "trace=fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat"
    command = indexing(
        archive, desk.directory, "strace", "-f", "-y", "-e", traced, "-e", "signal=none", "-o", str(trace)
    )
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=PATIENCE)
    if "ptrace" in done.stderr:
        pytest.skip("strace may not look at processes here")
    assert done.returncode == 0, done.stderr
    calls_made, at = trace.read_text(errors="replace").splitlines(), 0
    for expected in ORDER:
        found = next((n for n in range(at, len(calls_made)) if re.search(expected, calls_made[n])), None)
        assert found is not None, f"{expected} does not follow in:\n" + "\n".join(calls_made[at:])
        at = found + 1


SABOTAGE = """
import os, time
import morgue.ingest.read as read

real = read.articles_of

def articles_of(feed):
    if feed.name.startswith("crash"):
        os.kill(os.getpid(), 11)
    while feed.name.startswith("hang"):
        open(os.environ["READER_HANGS"], "w").close()
        time.sleep(1)
    if feed.name.startswith("eat"):
        held = [bytearray(16 << 20) for _ in range(10_000)]
    return real(feed)

read.articles_of = articles_of
"""


def test_a_reader_that_crashes_hangs_or_eats_memory_costs_its_file_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from functools import partial

    import morgue.ingest.run as run

    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(SABOTAGE)  # which every new interpreter imports
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'site'}:{environment()['PYTHONPATH']}")
    hangs = tmp_path / "hangs"
    monkeypatch.setenv("READER_HANGS", str(hangs))

    class Impatient(Pool):
        """Lets an hour go by for the reader that hangs, and for no other."""

        def _receive(self) -> Iterator[Batch | Report]:
            for worker in self.workers:
                if worker.job and worker.job.path == "hang.txt" and hangs.exists():
                    worker.heard -= 3600
            return super()._receive()

    monkeypatch.setattr(run, "Pool", partial(Impatient, silence=3000.0, memory=300 << 20))
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    for name in ("a.txt", "crash.txt", "eat.txt", "hang.txt", "z.txt"):
        (feeds / name).write_text(
            f"LONDON, May 4 (AP) - The ferry {name} sailed on Monday with few passengers.\n"
        )
    with morgue.create(tmp_path / "archive") as archive:
        summary = archive.index([feeds])
        assert dict(summary.rejected) == {
            "crash.txt": "the reader was killed by SIGSEGV",
            "eat.txt": "reading it takes more memory than a feed may use",
            "hang.txt": "the reader did not come to an end within 3000 seconds",
        }
        assert {hit.article.source.path for hit in archive.hits("ferry")} == {"a.txt", "z.txt"}
        assert {each.path for each in archive.errors()} == {"crash.txt", "eat.txt", "hang.txt"}
        assert archive.index([feeds]).files.unchanged == 5, (
            "a feed that kills its reader is not tried at every run"
        )


FAILING = """
import errno, os
import morgue.ingest.workers as workers

real = workers.opened

class Failing:
    def __init__(self, file):
        self.file = file
    def __enter__(self):
        return self
    def __exit__(self, *_):
        self.file.close()
    def __getattr__(self, name):
        return getattr(self.file, name)
    def read(self, size=-1):
        if self.file.tell() >= 1 << 16:
            raise OSError(errno.EIO, "Input/output error")
        return self.file.read(size)

def opened(location, root):
    file = real(location, root)
    return Failing(file) if os.path.exists(os.environ["DISK_FAILS"]) else file

workers.opened = opened
"""


def test_a_disk_that_fails_in_the_middle_of_a_feed_has_it_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import random
    import zipfile

    from tests.conftest import story, write_jsonl

    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(FAILING)
    fails, feeds = tmp_path / "fails", tmp_path / "feeds"
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'site'}:{environment()['PYTHONPATH']}")
    monkeypatch.setenv("DISK_FAILS", str(fails))
    feeds.mkdir()
    write_jsonl(feeds / "a.jsonl", [story(number) for number in range(400)])
    with zipfile.ZipFile(feeds / "b.zip", "w") as archive:
        archive.writestr("long.txt", "LONDON, May 4 (AP) - " + "The ferry sailed on Monday. " * 4000)
        for number in range(30):
            noise = random.Random(number).randbytes(6_000).hex(" ", 4)
            archive.writestr(f"{number}.txt", f"LONDON, May 4 (AP) - The barge {number} sailed.\n\n{noise}\n")
    fails.touch()
    with morgue.create(tmp_path / "archive") as archive_:
        assert {
            path.partition(":")[0]: why.lower() for path, why in archive_.index([feeds]).rejected
        } == dict.fromkeys(("a.jsonl", "b.zip"), "cannot be read: input/output error")
        again = archive_.index([feeds])
        assert (again.files.unchanged, again.files.rejected) == (0, 2), "it is tried at every run"
        fails.unlink()
        assert archive_.index([feeds]).files.read == 2
        assert archive_.count("*") == 400 + 31
        assert archive_.index([feeds]).files.unchanged == 2
        assert list(archive_.errors()) == []


def test_what_cannot_be_looked_at_is_not_pruned(tmp_path: Path) -> None:
    from tests.conftest import story, write_jsonl

    (tmp_path / "feeds" / "sub").mkdir(parents=True)
    write_jsonl(tmp_path / "feeds" / "sub" / "a.jsonl", [story(1)])
    write_jsonl(tmp_path / "feeds" / "b.jsonl", [story(2)])
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([tmp_path / "feeds"])
        (tmp_path / "feeds" / "sub").rename(tmp_path / "away")
        (tmp_path / "feeds" / "sub").symlink_to("sub")  # a loop: whether anything is below cannot be told
        assert archive.index([tmp_path / "feeds"], prune=True).files.pruned == 0
        assert archive.count("*") == 2
        (tmp_path / "feeds" / "sub").unlink()
        assert archive.index([tmp_path / "feeds"], prune=True).files.pruned >= 1
        assert archive.count("*") == 1


HOLDS = """
import sys, time
from pathlib import Path
from morgue.storage.directory.lock import WriterLock
with WriterLock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_writer_is_told_soon_and_a_killed_one_holds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(lock, "time", clock)
    desk, archive = Desk(tmp_path / "feeds", files=2, stories=4, seed=1), tmp_path / "archive"
    assert disk.indexed(archive, desk.directory)[0] == 0
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(archive)], env=environment(), stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with morgue.open(archive) as opened:
            with pytest.raises(morgue.ArchiveError, match=f"process {holder.pid} is writing to this archive"):
                opened.index([desk.directory])
            assert 0 < clock.now < 2
            assert opened.count("*") == len(desk.stories), "and readers are let in"
        holder.kill()
    assert (archive / "lock").read_text() == f"{holder.pid}\n", "as a killed writer leaves it"
    desk.change()
    assert disk.indexed(archive, desk.directory)[0] == 0
    assert held(archive) == desk.stories


def test_the_lock_of_a_killed_writer_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a killed process was about to start holds its lock until the system has cleared that away."""
    import fcntl

    clock, said = Clock(), tmp_path / "lock"
    monkeypatch.setattr(lock, "time", clock)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    said.write_text(f"{dead.pid}\n")
    freed = lock.PATIENCE * 5
    with said.open("rb+") as left:
        fcntl.flock(left, fcntl.LOCK_EX)

        def sleep(seconds: float) -> None:
            clock.now += seconds
            if clock.now > freed:
                fcntl.flock(left, fcntl.LOCK_UN)

        monkeypatch.setattr(clock, "sleep", sleep)
        with lock.WriterLock(tmp_path):
            assert said.read_text() == f"{os.getpid()}\n"
        said.write_text(f"{dead.pid}\n")
        fcntl.flock(left, fcntl.LOCK_EX)
        freed, clock.now = float("inf"), 0.0
        with (
            pytest.raises(morgue.ArchiveError, match="another process is using this archive"),
            lock.WriterLock(tmp_path),
        ):
            pass
        assert clock.now >= lock.BURIAL


def test_a_file_system_without_locks_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno
    import fcntl

    desk, archive = Desk(tmp_path / "feeds", files=2, stories=4, seed=1), tmp_path / "archive"
    assert disk.indexed(archive, desk.directory)[0] == 0

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    with monkeypatch.context() as patch:
        patch.setattr(fcntl, "flock", no_locks)
        with (
            morgue.open(archive) as opened,
            pytest.raises(morgue.ArchiveError, match="cannot be locked: No locks"),
        ):
            opened.index([desk.directory])
    assert held(archive) == desk.stories
