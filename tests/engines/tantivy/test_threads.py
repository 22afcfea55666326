"""What is left of an index in a process that has closed it."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

import morgue
from morgue.engines.tantivy import threads
from tests.conftest import PATIENCE

FEED = "<rss><channel>{}</channel></rss>"
ITEM = "<item><title>Ferry {0}</title><guid>f{0}</guid><description>The ferry of harbour {0} was late.</description></item>"


class Holder:
    """Stands for a searcher, a writer or an engine."""


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory that is taken for the list of this process's threads; nothing is mapped."""
    folder = tmp_path / "task"
    folder.mkdir()
    monkeypatch.setattr(threads, "_TASKS", folder)
    monkeypatch.setattr(threads, "_MAPS", tmp_path / "maps")
    monkeypatch.setattr(threads, "LONGEST", 0.0)
    return folder


def thread(tasks: Path, name: str, state: str) -> None:
    folder = tasks / str(len(list(tasks.iterdir())) + 1)
    folder.mkdir()
    (folder / "stat").write_text(f"7 ({name}) {state} 1 7 7 0 -1", encoding="utf-8")


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="this system does not list what is mapped")
def test_nothing_of_a_closed_archive_is_mapped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # where other work takes the processor a thread of tantivy does not come to its end in two seconds
    monkeypatch.setattr(threads, "LONGEST", PATIENCE)
    feed = tmp_path / "feed.xml"
    where = tmp_path / "archive"
    with morgue.create(where) as archive:
        for count in range(1, 6):
            feed.write_text(
                FEED.format("".join(ITEM.format(each) for each in range(count))), encoding="utf-8"
            )
            archive.index([feed])
    for _ in range(40):
        with morgue.open(where) as archive:
            assert archive.search("ferry").total == 5
        assert os.fsencode(where) not in Path("/proc/self/maps").read_bytes()


def test_a_second_archive_of_the_directory_is_not_waited_for(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(FEED.format(ITEM.format(1)), encoding="utf-8")
    where = tmp_path / "archive"
    with morgue.create(where) as archive:
        archive.index([feed])
    with morgue.open(where) as one, morgue.open(where) as other:
        assert one.search("ferry").total == other.search("ferry").total == 1
        one.close()
        assert other.search("ferry").total == 1


@pytest.mark.parametrize(
    ("name", "state", "writing", "gone"),
    [
        ("watch-callbacks", "S", False, False),
        ("thread-tantivy-", "R", False, False),
        ("thread-tantivy-", "S", False, True),
        ("merge_thread_0", "S", False, True),
        ("merge_thread_0", "R", True, False),
        ("segment_updater", "S", True, False),
        ("a) R (strange", "R", True, True),
        ("python", "R", True, True),
    ],
)
def test_threads_that_may_hold_files_are_told_by_their_names(
    tasks: Path, tmp_path: Path, name: str, state: str, writing: bool, gone: bool
) -> None:
    thread(tasks, name, state)
    holder = Holder()
    threads.use(tmp_path, holder, writing=writing)
    assert threads.leave(tmp_path, holder) is gone


def test_only_the_last_user_waits(tasks: Path, tmp_path: Path) -> None:
    thread(tasks, "watch-callbacks", "R")
    one, other = Holder(), Holder()
    threads.use(tmp_path, one)
    threads.use(tmp_path, other)
    assert threads.leave(tmp_path, one)
    assert not threads.leave(tmp_path, other)


def test_a_user_that_is_no_more_is_none(tasks: Path, tmp_path: Path) -> None:
    thread(tasks, "watch-callbacks", "R")
    one = Holder()
    threads.use(tmp_path, Holder())
    threads.use(tmp_path, one)
    gc.collect()
    assert not threads.leave(tmp_path, one)


def test_files_that_are_mapped_are_waited_for(tasks: Path, tmp_path: Path) -> None:
    maps = f"7f00-7f01 r--s 00000000 08:01 7    {tmp_path.resolve()}/a.idx\n"
    (tmp_path / "maps").write_text(maps, encoding="utf-8")
    holder, engine = Holder(), Holder()
    threads.use(tmp_path, holder)
    assert not threads.leave(tmp_path, holder)
    threads.use(tmp_path / "index", holder)
    assert threads.leave(tmp_path / "index", holder)
    threads.use(tmp_path, engine)  # who has it open still has it mapped
    threads.use(tmp_path, holder)
    assert threads.leave(tmp_path, holder)


def test_a_merge_that_was_given_up_is_not_waited_for(tasks: Path, tmp_path: Path) -> None:
    thread(tasks, "merge_thread_0", "R")
    writer = Holder()
    threads.use(tmp_path, writer, writing=True)
    assert threads.leave(tmp_path, writer, wait=False)
