"""Workers: all that they read arrives in order, and there are no more of them than are of use."""

from __future__ import annotations

import errno
import itertools
import math
import os
import re
import struct
from multiprocessing.connection import Connection, Pipe
from pathlib import Path

import pytest

import morgue
from morgue.ingest import workers
from morgue.ingest.workers import UNREAD, Batch, Job, Pool, Report
from tests.conftest import story, write_jsonl

FILES = 12


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    made = []
    for number in range(FILES):
        path = tmp_path / f"{number}.jsonl"
        write_jsonl(path, [story(number * 2), story(number * 2 + 1)])
        made.append(Job(number, bytes(path), path.name, {}, None))
    return made


def told(pool: Pool, jobs: list[Job]) -> dict[int, int]:
    """How many articles came of each file, all of them before its report."""
    counts = dict.fromkeys(range(len(jobs)), 0)
    ended = set()
    for message in pool.run(iter(jobs)):
        assert message.file not in ended
        if isinstance(message, Batch):
            counts[message.file] += len(message.entries)
        elif isinstance(message, Report):
            assert not message.problems
            ended.add(message.file)
    assert ended == counts.keys()
    return counts


@pytest.mark.parametrize(
    ("waited", "started"), [(2.0, {1}), (-1.0, {2, 3})], ids=["nobody waits for them", "they are waited for"]
)
def test_another_worker_is_started_where_batches_are_waited_for(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch, waited: float, started: set[int]
) -> None:
    monkeypatch.setattr(workers, "SETTLED", 0.0)
    monkeypatch.setattr(workers, "STARVED", waited)
    with Pool(3) as pool:
        assert told(pool, jobs) == dict.fromkeys(range(FILES), 2)
        assert len(pool.workers) in started


@pytest.mark.parametrize(("worth", "started"), [(math.inf, {1}), (0.0, {2, 3})])
def test_another_worker_is_started_where_much_is_left(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch, worth: float, started: set[int]
) -> None:
    monkeypatch.setattr(workers, "SETTLED", 0.0)
    monkeypatch.setattr(workers, "WORTH", worth)
    monkeypatch.setattr(workers, "STARVED", -1.0)
    with Pool(3) as pool:
        left = itertools.count(1 << 30, -1)  # some is read between any two looks
        reports = [each for each in pool.run(iter(jobs), lambda: next(left)) if isinstance(each, Report)]
        assert len(reports) == FILES
        assert len(pool.workers) in started


def test_no_worker_is_started_for_nothing() -> None:
    with Pool() as pool:
        assert list(pool.run(iter(()))) == []
        assert pool.workers == []


def test_a_first_file_that_takes_long_does_not_keep_the_others_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "SETTLED", 0.0)
    monkeypatch.setattr(workers, "STARTING", 0.1)
    slow = tmp_path / "0.jsonl"
    write_jsonl(slow, [story(1)])
    write_jsonl(tmp_path / "1.jsonl", [story(2)])
    made = [Job(at, bytes(tmp_path / f"{at}.jsonl"), f"{at}.jsonl", {}, None) for at in range(2)]
    with Pool(2) as pool:
        first = pool._idle()
        assert first is not None
        first.job = made[0]  # it is never told, and so says nothing
        for message in pool.run(iter(made[1:])):
            if isinstance(message, Report):
                break
        assert (message.file, len(pool.workers)) == (1, 2)


def test_a_worker_that_somebody_ended_leaves_its_file_for_the_next_run(jobs: list[Job]) -> None:
    with Pool(1) as pool:
        idle = pool._idle()
        assert idle is not None
        idle.process.terminate()
        idle.job = jobs[0]
        (report,) = pool._receive()
    assert isinstance(report, Report)
    assert (report.modified, report.problems) == (UNREAD, [(None, "the reader was killed by SIGTERM", False)])


def test_a_worker_that_died_with_nothing_to_do_is_replaced(jobs: list[Job]) -> None:
    with Pool(1) as pool:
        idle = pool._idle()
        assert idle is not None
        idle.process.kill()
        idle.process.wait()
        assert told(pool, jobs) == dict.fromkeys(range(FILES), 2)


@pytest.mark.parametrize("failing", [errno.EIO, errno.ENOMEM])
def test_a_pipe_of_ours_that_fails_is_not_the_fault_of_a_feed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    feeds, archive = tmp_path / "feeds", tmp_path / "archive"
    feeds.mkdir()
    for number in range(3):
        write_jsonl(feeds / f"{number}.jsonl", [story(number)])
    with morgue.create(archive) as opened:
        real, calls = Connection.recv, []

        def recv(pipe: Connection) -> object:
            calls.append(pipe)
            if len(calls) == 3:
                raise OSError(failing, os.strerror(failing))
            return real(pipe)

        with monkeypatch.context() as patch:
            patch.setattr(Connection, "recv", recv)
            with pytest.raises(morgue.ArchiveError, match=re.escape(os.strerror(failing))):
                opened.index([feeds])
        assert opened.count("*") == 0
        assert opened.index([feeds]).articles.added == 3
        assert list(opened.errors()) == []


def test_a_message_cut_off_is_the_death_of_its_worker(jobs: list[Job]) -> None:
    ours, theirs = Pipe()
    os.write(theirs.fileno(), struct.pack("!i", 1000) + b"x" * 10)
    theirs.close()
    with Pool(1) as pool:
        idle = pool._idle()
        assert idle is not None
        idle.pipe.close()
        idle.pipe, idle.job = ours, jobs[0]
        (report,) = pool._receive()
    assert isinstance(report, Report)
    assert report.problems
