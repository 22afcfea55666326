"""What is mapped of an index while it is written leaves memory again, and nothing of it is lost."""

from __future__ import annotations

import ctypes
import mmap
import sys
import time
from pathlib import Path

import pytest

from morgue.engines.tantivy import memory
from morgue.engines.tantivy.memory import Watch, give_back, resident
from tests.conftest import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a matter of Linux")

SIZE = 32 << 20
PAGE = 4_096


def touched(path: Path) -> mmap.mmap:
    """A map of a file of SIZE bytes of which every page was read."""
    path.write_bytes(b"".join(number.to_bytes(8, "big") * (PAGE // 8) for number in range(SIZE // PAGE)))
    with path.open("rb") as file:
        made = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    assert sum(made[at + 7] for at in range(0, SIZE, PAGE)) > 0
    return made


def test_pages_are_given_back_and_read_again(tmp_path: Path) -> None:
    with touched(tmp_path / "segment.store") as made:
        before = resident()
        if not give_back(tmp_path):
            pytest.skip("this kernel cannot")
        assert resident() < before - SIZE // 2
        assert all(int.from_bytes(made[at : at + 8], "big") == at // PAGE for at in range(0, SIZE, PAGE))


def test_what_is_mapped_elsewhere_is_not_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[int, int, int]] = []

    class Library:
        """The C library, of which what is asked of the system is only noted."""

        def __init__(self, *unused: object, **options: object) -> None:
            self.madvise = Advise()

    class Advise:
        argtypes: tuple[object, ...] = ()

        def __call__(self, *arguments: int) -> int:
            given.append(arguments)  # type: ignore[arg-type]
            return 0

    monkeypatch.setattr(ctypes, "CDLL", Library)
    (tmp_path / "index").mkdir()
    (tmp_path / "index-2").mkdir()
    with touched(tmp_path / "index-2" / "segment.store"), touched(tmp_path / "segment.store"):
        assert give_back(tmp_path / "index")
        assert given == []
        with touched(tmp_path / "index" / "segment.store"):
            assert give_back(tmp_path / "index")
    assert sum(length for _, length, _ in given) == SIZE


def test_a_watch_keeps_within_its_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "BOUND", SIZE // 4)
    monkeypatch.setattr(memory, "EVERY", 0.01)
    watch = Watch(tmp_path)
    watch.start()
    with touched(tmp_path / "segment.store"):
        end = time.monotonic() + PATIENCE
        while resident() > watch._bound and watch.running and time.monotonic() < end:
            time.sleep(0.01)
        if not give_back(tmp_path):
            pytest.skip("this kernel cannot")
        assert resident() <= watch._bound
    watch.stop()
    assert not watch.running
