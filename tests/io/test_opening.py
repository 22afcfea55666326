"""Files are opened below a root, and no link leads out of it, whenever it was put there."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import morgue
from morgue.errors import FeedError
from morgue.ingest import run, workers
from morgue.io.opening import Folders, open_file
from tests.conftest import story, write_jsonl

SECRET = "LONDON, May 4 (AP) - The password is swordfish.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "feeds"
    write_jsonl(root / "a.jsonl", [story(1)])
    write_jsonl(root / "sub" / "z.jsonl", [story(2)])
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "z.jsonl").write_text(SECRET, encoding="utf-8")
    return root


def to_file(root: Path, secret: Path) -> None:
    (root / "sub/z.jsonl").unlink()
    (root / "sub/z.jsonl").symlink_to(secret / "z.jsonl")


def by_rename(root: Path, secret: Path) -> None:
    (root / "new").symlink_to("../secret/z.jsonl")
    (root / "new").rename(root / "sub/z.jsonl")
    (root / "sub/z.jsonl").unlink()
    (root / "sub/z.jsonl").symlink_to("../../secret/z.jsonl")


def to_folder(root: Path, secret: Path) -> None:
    (root / "sub").rename(root / ".away")
    (root / "sub").symlink_to(secret)


def through_two(root: Path, secret: Path) -> None:
    (root / ".hop").symlink_to(secret)
    (root / "sub/z.jsonl").unlink()
    (root / "sub/z.jsonl").symlink_to("../.hop/z.jsonl")


SWAPS = [to_file, by_rename, to_folder, through_two]


@pytest.mark.parametrize("swap", SWAPS, ids=lambda swap: swap.__name__)
def test_a_link_out_of_the_root_is_not_opened(swap: Callable[..., None], root: Path, tmp_path: Path) -> None:
    swap(root, tmp_path / "secret")
    with pytest.raises(OSError, match="a link that leads out of the directory"):
        open_file(os.fsencode(root / "sub/z.jsonl"), os.fsencode(root))


class Inline:
    """Reads in this process, so that a test can put a link in a file's place between the walk and the reading."""

    before: Callable[[], None]

    def __enter__(self) -> Inline:
        return self

    def __exit__(self, *unused: object) -> None:
        return

    def run(
        self, jobs: Iterator[workers.Job], left: object = None
    ) -> Iterator[workers.Batch | workers.Report]:
        for job in jobs:
            type(self).before()
            yield from workers.work(job)


@pytest.mark.parametrize("swap", SWAPS, ids=lambda swap: swap.__name__)
@pytest.mark.parametrize("known", [False, True], ids=["new", "known"])
def test_a_link_that_comes_between_walk_and_reading(
    swap: Callable[..., None], known: bool, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with morgue.create(tmp_path / "archive") as archive:
        if known:
            archive.index([root])
            os.utime(root / "sub/z.jsonl", (1, 1))
        pending = [lambda: swap(root, tmp_path / "secret")]
        Inline.before = lambda: pending.pop()() if pending else None
        monkeypatch.setattr(run, "Pool", Inline)
        summary = archive.index([root])
        label, reason = "sub/z.jsonl", "cannot be read: a link that leads out of the directory"
        assert summary.rejected == [(label, reason)]
        assert archive.count("swordfish") == 0
        assert archive.count("*") == 1 + known, "its stories are kept"
        assert [(each.path, each.reason) for each in archive.errors()] == [(label, reason)]
        again = archive.index([root])
        assert archive.count("*") == 1 + known
        assert any("leads out" in each.reason for each in archive.errors())
        assert (again.files.rejected, archive.count("swordfish")) == (1, 0)


def test_a_named_file_that_becomes_a_link_is_not_followed(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Inline.before = lambda: None if (root / "a.jsonl").is_symlink() else to_named(root, tmp_path)
    monkeypatch.setattr(run, "Pool", Inline)
    with morgue.create(tmp_path / "archive") as archive:
        assert [why for _, why in archive.index([root / "a.jsonl"]).rejected] == [
            "cannot be read: a link that leads out of the directory"
        ]


def to_named(root: Path, tmp_path: Path) -> None:
    (root / "a.jsonl").unlink()
    (root / "a.jsonl").symlink_to(tmp_path / "secret/z.jsonl")


def test_a_link_that_is_named_is_followed_and_read_again(root: Path, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "latest.jsonl").symlink_to(root / "a.jsonl")
    with morgue.create(tmp_path / "archive") as archive:
        assert archive.index([tmp_path / "desk" / "latest.jsonl"]).articles.added == 1
        assert archive.stats().roots == [(str(tmp_path / "desk" / "latest.jsonl"), 1)]
        write_jsonl(root / "a.jsonl", [story(3), story(4)])
        assert archive.index([tmp_path / "desk" / "latest.jsonl"]).articles.total == 2


def test_links_inside_the_root_are_opened(root: Path) -> None:
    (root / ".store").mkdir()
    (root / "sub/z.jsonl").rename(root / ".store/z.jsonl")
    (root / "sub/z.jsonl").symlink_to("../.store/z.jsonl")
    (root / "through").symlink_to(root / "sub")
    alias = root.parent / "alias"
    alias.symlink_to(root)
    for path in (root / "sub/z.jsonl", root / "through/z.jsonl", alias / "through/z.jsonl"):
        top = alias if alias in path.parents else root
        os.close(open_file(os.fsencode(path), os.fsencode(top)))


def test_a_pipe_keeps_nobody_waiting(root: Path) -> None:
    os.mkfifo(root / "pipe")
    with pytest.raises(FeedError, match="a named pipe"):
        workers.opened(os.fsencode(root / "pipe"), os.fsencode(root))


@pytest.mark.parametrize("change", ["grows", "shrinks", "changes"])
def test_a_file_that_changes_while_it_is_read_is_read_again(
    change: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = workers._digest
    file = root / "a.jsonl"
    write_jsonl(file, [story(1), story(2), story(3)])
    whole = file.read_bytes()
    changed = {"grows": whole + whole.replace(b"Ferry", b"Barge"), "shrinks": whole[: whole.index(b"\n") + 1]}

    def changing(opened: object) -> tuple[str, int, int]:
        found = real(opened)  # type: ignore[arg-type]
        with file.open("r+b") as again:
            again.write(changed.get(change, whole.replace(b"Ferry", b"Barge")))
            again.truncate()
        os.utime(file, ns=(time.time_ns(), time.time_ns() + 10**9))
        return found

    monkeypatch.setattr(run, "Pool", Inline)
    Inline.before = lambda: None
    with morgue.create(tmp_path / "archive") as archive:
        with monkeypatch.context() as patch:
            patch.setattr(workers, "_digest", changing)
            reason = "it changed while it was read; the next run reads it again"
            assert archive.index([file]).rejected == [("a.jsonl", reason)]
        summary = archive.index([file])
        assert (summary.files.read, summary.rejected, archive.errors()) == (1, [], [])
        assert archive.index([file]).files.unchanged == 1


def test_folders_are_opened_from_the_nearest_that_is_open(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number:03}" / "deep").mkdir(parents=True)
    before = len(os.listdir("/proc/self/fd"))
    with Folders(os.fsencode(tmp_path)) as folders:
        for number in range(200):
            for name in (f"{number:03}", f"{number:03}/deep"):
                found = os.fstat(folders.open(name.encode()))
                assert os.path.samestat(found, os.stat(tmp_path / name))
        assert os.path.samestat(os.fstat(folders.open(b"")), os.stat(tmp_path))
        assert len(os.listdir("/proc/self/fd")) < before + 70
    assert len(os.listdir("/proc/self/fd")) == before
