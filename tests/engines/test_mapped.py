"""What is mapped of an index while it is written leaves memory again, and nothing of it is lost."""

from __future__ import annotations

import mmap
import sys
import time
from pathlib import Path

import pytest

from morgue.engines import mapped
from morgue.engines.mapped import Watch, give_back, resident

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


def test_files_elsewhere_stay(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    with touched(tmp_path / "other.store"):
        before = resident()
        give_back(tmp_path / "index")
        assert resident() > before - SIZE // 2


def test_a_watch_keeps_within_its_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapped, "BOUND", SIZE // 4)
    monkeypatch.setattr(mapped, "EVERY", 0.01)
    watch = Watch(tmp_path)
    watch.start()
    with touched(tmp_path / "segment.store"):
        end = time.monotonic() + 20
        while resident() > watch._bound and watch.running and time.monotonic() < end:
            time.sleep(0.01)
        if not give_back(tmp_path):
            pytest.skip("this kernel cannot")
        assert resident() <= watch._bound
    watch.stop()
    assert not watch.running
