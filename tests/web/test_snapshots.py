"""The newest state for each who asks, from many threads, and nothing left open."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import morgue
from morgue.errors import ArchiveError
from morgue.web.snapshots import SnapshotPool
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
    snapshots = SnapshotPool(archive.where)
    with snapshots.lend() as old:
        write_jsonl(tmp_path / "more" / "feed.jsonl", [story(2)])
        archive.index([tmp_path / "more"])
        with snapshots.lend() as new:
            assert new is not old
            assert (old.count("ferry"), new.count("ferry")) == (1, 2)
        assert closed == []
    assert closed == [old]
    with snapshots.lend() as again:
        assert again is new
    snapshots.close()
    snapshots.close()
    assert closed == [old, new]


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_many_threads_are_answered_at_once_while_the_archive_grows(
    archive_of: Callable[..., morgue.Archive], tmp_path: Path, engine: str
) -> None:
    archive = archive_of([story(number) for number in range(1, 9)], engine)
    snapshots = SnapshotPool(archive.where)
    start = threading.Barrier(5)

    def ask(worker: int) -> list[int]:
        start.wait(PATIENCE)
        found = []
        for _ in range(12):
            with snapshots.lend() as lent:
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
    with snapshots.lend() as lent:
        assert lent.count("ferry") == 9
    snapshots.close()


def test_no_archive_no_loan(tmp_path: Path) -> None:
    snapshots = SnapshotPool(str(tmp_path / "nowhere"))
    with pytest.raises(ArchiveError), snapshots.lend():
        pass
    snapshots.close()


def replaced(archive: morgue.Archive, engine: str, feeds: Path) -> None:
    """Delete an archive and make another one at the same place, which is at the same revision."""
    where, revision = archive.directory, archive.revision
    archive.close()
    shutil.rmtree(where)
    with morgue.create(where, engine=engine) as again:
        again.index([feeds])
        assert again.revision == revision


ASKED = (
    "/api/search?q=ferry", "/api/count?q=ferry", "/api/facets?q=ferry", "/api/timeline?q=ferry",
    "/api/explain?q=ferry", "/?q=ferry", "/feed?q=ferry", "/",
)  # fmt: skip


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_an_archive_made_again_at_the_same_place_is_another_one(
    archive_of: Callable[..., morgue.Archive],
    client_of: Callable[..., TestClient],
    tmp_path: Path,
    engine: str,
) -> None:
    """What was purged is gone from every address, though the revision is the one that it was."""
    archive = archive_of([story(1, headline="Secret ferry deal", agency="ANI")], engine)
    client = client_of(archive.where)
    before = {path: client.get(path).text for path in ASKED}
    assert "Secret" in client.get(f"/api/articles/{story(1).id}").text
    assert "ANI" in before["/api/facets?q=ferry"]
    write_jsonl(tmp_path / "others" / "feed.jsonl", [story(2, agency="AFP"), story(3, agency="AFP")])
    replaced(archive, engine, tmp_path / "others")
    assert client.get("/api/count?q=ferry").json() == {"total": 2}
    assert client.get("/api/count?q=secret").json() == {"total": 0}
    assert (
        client.get("/api/search?q=ferry").json()["archive"]["id"]
        != json.loads(before["/api/search?q=ferry"])["archive"]["id"]
    )
    for path in ASKED:
        after = client.get(path)
        assert after.status_code == 200
        assert "Secret" not in after.text
        assert after.text != before[path]
    assert client.get("/api/facets?q=ferry&by=agency").json()["facets"]["agency"] == [["AFP", 2]]
    for path in (f"/api/articles/{story(1).id}", f"/article/{story(1).id}"):
        assert client.get(path).status_code == 404


def test_an_archive_that_is_gone_is_told_without_its_place(
    archive_of: Callable[..., morgue.Archive],
    client_of: Callable[..., TestClient],
    capsys: pytest.CaptureFixture[str],
) -> None:
    archive = archive_of([story(1)])
    client = client_of(archive.where)
    assert client.get("/api/count?q=ferry").status_code == 200
    archive.close()
    shutil.rmtree(archive.directory)
    for path in (
        *ASKED,
        f"/article/{story(1).id}",
        f"/api/articles/{story(1).id}",
        f"/article/{story(1).id}/original",
    ):
        answer = client.get(path)
        assert answer.status_code == 503
        assert str(archive.directory.parent) not in answer.text
        assert archive.directory.name not in answer.text
        assert "cannot be searched now" in answer.text
    assert str(archive.directory) in capsys.readouterr().err, "the one who runs the server is told"


def test_no_damaged_index_tells_its_place(
    archive_of: Callable[..., morgue.Archive], client_of: Callable[..., TestClient]
) -> None:
    archive = archive_of([story(1)])
    (archive.directory / "index-1" / "meta.json").unlink()
    client = client_of(archive.where)
    for path in (*ASKED, f"/api/articles/{story(1).id}"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "index-1" not in answer.text
        assert str(archive.directory.parent) not in answer.text
