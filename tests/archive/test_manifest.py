"""Recorded searches, and what a replay says of them."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import morgue
from morgue.archive.manifest import Manifest, content_sha256
from morgue.model.article import Source
from tests.conftest import story, write_jsonl

Make = Callable[..., morgue.Archive]
STORIES = [story(number) for number in range(1, 6)]


def recorded(archive: morgue.Archive, query: str = "ferry", limit: int | None = 10) -> Manifest:
    return Manifest.record(archive.search(query, limit=limit, now="2025-10-04"), limit=limit)


def test_a_manifest_is_written_and_read(archive_of: Make, tmp_path: Path) -> None:
    archive = archive_of(STORIES)
    manifest = recorded(archive, "ferry date:3d..", 2)
    manifest.write(tmp_path / "m.json")
    document = json.loads((tmp_path / "m.json").read_bytes())
    assert document == manifest.to_json()
    assert Manifest.read(tmp_path / "m.json") == manifest
    assert list(document) == [
        "format_version", "morgue", "archive", "query", "limit", "offset", "sort", "since_revision", "total", "hits",
    ]  # fmt: skip
    assert document["morgue"] == morgue.__version__
    assert document["archive"] == {"id": archive.id, "revision": 1, "engine": "tantivy"}
    assert document["query"]["canonical"] == "ferry AND date:2025-10-01.."
    assert (document["total"], len(document["hits"])) == (5, 2)
    assert set(document["hits"][0]) == {"id", "sha256"}


def test_a_search_that_found_nothing_is_recorded_too(archive_of: Make, tmp_path: Path) -> None:
    archive = archive_of(STORIES)
    recorded(archive, "zebra").write(tmp_path / "m.json")
    assert archive.replay(tmp_path / "m.json").same


def test_a_replay_finds_the_same_whatever_the_day(archive_of: Make, tmp_path: Path) -> None:
    archive = archive_of(STORIES)
    recorded(archive, "ferry date:yesterday").write(tmp_path / "m.json")
    replay = archive.replay(tmp_path / "m.json")
    assert replay.same
    assert not replay.elsewhere
    assert replay.total == 1


def test_a_replay_says_what_differs(archive_of: Make, tmp_path: Path) -> None:
    archive = archive_of(STORIES)
    manifest = recorded(archive, limit=None)
    feed = next((tmp_path / "feeds-0").iterdir())
    write_jsonl(feed, [*STORIES[1:4], dataclasses.replace(STORIES[4], body="The ferry sank."), story(9)])
    archive.index([feed.parent])
    replay = archive.replay(manifest)
    assert not replay.same
    assert replay.gone == (STORIES[0].id,)
    assert replay.new == (story(9).id,)
    assert replay.changed == (STORIES[4].id,)
    document = replay.to_json()
    assert document["archive"]["then"]["revision"] == 1
    assert document["archive"]["now"]["revision"] == 2
    assert json.loads(json.dumps(document))["same"] is False


def test_another_total_differs(archive_of: Make) -> None:
    archive = archive_of(STORIES)
    manifest = dataclasses.replace(recorded(archive, limit=2), total=4)
    assert not archive.replay(manifest).same
    assert archive.replay(dataclasses.replace(manifest, total=None)).same


def test_another_order_differs(archive_of: Make) -> None:
    archive = archive_of(STORIES)
    manifest = recorded(archive)
    first, second, *rest = manifest.hits
    replay = archive.replay(dataclasses.replace(manifest, hits=(second, first, *rest)))
    assert not replay.same
    assert set(replay.moved) == {first.id, second.id}
    assert not replay.gone
    assert not replay.new


def test_another_archive_of_the_same_stories_answers_the_same(archive_of: Make) -> None:
    manifest = recorded(archive_of(STORIES), limit=None)
    replay = archive_of(STORIES, "whoosh").replay(dataclasses.replace(manifest, sort="newest"))
    assert replay.elsewhere
    assert (replay.gone, replay.new, replay.changed) == ((), (), ())


def test_the_hash_is_of_what_an_article_says() -> None:
    first = content_sha256(story(1))
    assert first == content_sha256(story(1, source=Source("new.txt", "rss"), evidence={}))
    for change in ({"body": "x"}, {"headline": None}, {"agency": "ANI"}, {"keywords": ()}):
        assert first != content_sha256(story(1, **change)), change
    assert len(content_sha256(story(1, body="half \ud800"))) == 64


@pytest.mark.parametrize(
    "change",
    [
        {"format_version": 2},
        {"hits": [{"id": "x"}]},
        {"hits": 3},
        {"limit": "some"},
        {"limit": -1},
        {"offset": True},
        {"total": []},
        {"total": {}},
        {"sort": "best"},
        {"query": {}},
        {"archive": None},
    ],
)
def test_a_file_that_is_no_manifest_is_an_error(
    archive_of: Make, tmp_path: Path, change: dict[str, object]
) -> None:
    archive = archive_of(STORIES)
    path = tmp_path / "m.json"
    path.write_text(json.dumps(recorded(archive).to_json() | change))
    with pytest.raises(morgue.ArchiveError, match=r"m\.json is not a manifest of a search"):
        archive.replay(path)
    for data in (b"\xff{", b"# Notes"):
        path.write_bytes(data)
        with pytest.raises(morgue.ArchiveError, match=r"is not a manifest of a search: it is not JSON$"):
            archive.replay(path)
    path.write_text("[]")
    with pytest.raises(morgue.ArchiveError, match=r"search: a value in it is of another type$"):
        archive.replay(path)
    path.write_text('{"format_version": 1}')
    with pytest.raises(morgue.ArchiveError, match="is not a manifest of a search: it has no "):
        archive.replay(path)


def test_a_manifest_that_cannot_be_written_is_named(archive_of: Make, tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "m.json"
    with pytest.raises(morgue.ArchiveError) as raised:
        recorded(archive_of(STORIES)).write(path)
    assert raised.value.message == f"{path}: cannot be written: no such file or directory"
    for directory in (tmp_path, Path("/")):
        with pytest.raises(morgue.ArchiveError, match="cannot be written: it is a directory"):
            recorded(archive_of(STORIES)).write(directory)


def test_a_pipe_is_written_to_and_not_replaced(archive_of: Make, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        recorded(archive_of(STORIES)).write(pipe)
        assert json.loads(os.read(end, 65_536))["format_version"] == 1
    finally:
        os.close(end)
    assert pipe.is_fifo()
