"""The reading room: the newest state for each who asks, from many threads, and nothing left open."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import morgue
from morgue.errors import ArchiveError
from morgue.web.room import ReadingRoom
from tests.conftest import PATIENCE, story, write_jsonl


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_a_new_revision_is_seen_without_a_restart(
    archive_of: Callable[..., morgue.Archive],
    client_of: Callable[..., TestClient],
    tmp_path: Path,
    engine: str,
) -> None:
    archive = archive_of([story(1)], engine)
    client = client_of(archive.where)
    before = client.get("/api/search?q=ferry").json()
    write_jsonl(tmp_path / "more" / "feed.jsonl", [story(2), story(3)])
    archive.index([tmp_path / "more"])
    after = client.get("/api/search?q=ferry").json()
    assert (before["total"], after["total"]) == (1, 3)
    assert after["archive"]["revision"] == before["archive"]["revision"] + 1
    assert "3 articles" in client.get("/?q=ferry").text


def test_a_loan_keeps_its_state_and_an_old_state_is_closed_once(
    archive_of: Callable[..., morgue.Archive], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = archive_of([story(1)])
    closed: list[morgue.Archive] = []
    close = morgue.Archive.close
    monkeypatch.setattr(morgue.Archive, "close", lambda self: (closed.append(self), close(self))[1])
    room = ReadingRoom(archive.where)
    with room.lend() as old:
        write_jsonl(tmp_path / "more" / "feed.jsonl", [story(2)])
        archive.index([tmp_path / "more"])
        with room.lend() as new:
            assert new is not old
            assert (old.count("ferry"), new.count("ferry")) == (1, 2)
        assert closed == []
    assert closed == [old]
    with room.lend() as again:
        assert again is new
    room.close()
    room.close()
    assert closed == [old, new]


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_many_threads_are_answered_at_once_while_the_archive_grows(
    archive_of: Callable[..., morgue.Archive], tmp_path: Path, engine: str
) -> None:
    archive = archive_of([story(number) for number in range(1, 9)], engine)
    room = ReadingRoom(archive.where)
    start = threading.Barrier(5)

    def ask(worker: int) -> list[int]:
        start.wait(PATIENCE)
        found = []
        for _ in range(12):
            with room.lend() as lent:
                results = lent.search("ferry pay", limit=3)
                assert lent.facets("ferry").total == lent.timeline("ferry").total == results.total
                found.append(results.total or 0)
        return found

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(ask, worker) for worker in range(4)]
        start.wait(PATIENCE)
        write_jsonl(tmp_path / "more" / "feed.jsonl", [story(20)])
        archive.index([tmp_path / "more"])
        for each in answers:
            totals = each.result(PATIENCE)
            assert set(totals) <= {8, 9}
            assert totals == sorted(totals)
    with room.lend() as lent:
        assert lent.count("ferry") == 9
    room.close()


def test_no_archive_no_loan(tmp_path: Path) -> None:
    room = ReadingRoom(str(tmp_path / "nowhere"))
    with pytest.raises(ArchiveError), room.lend():
        pass
    room.close()
