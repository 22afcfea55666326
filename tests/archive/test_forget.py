"""`forget` removes what was named and no more, and says what is gone and what stays."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

import morgue
from morgue.archive.results import Forgotten
from morgue.errors import ArchiveError, UsageError
from morgue.render.answer import Paper
from morgue.render.reports import forget_answer
from tests.conftest import story, write_jsonl


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> morgue.Archive:
    """Two roots that hold files of the same names: r1 two stories of 2019 and one of 2020, r2 two of 2019."""
    monkeypatch.chdir(tmp_path)
    write_jsonl(Path("r1/2019/a.jsonl"), [story(1), story(2)])
    write_jsonl(Path("r1/2020/b.jsonl"), [story(3)])
    write_jsonl(Path("r2/2019/a.jsonl"), [story(4)])
    write_jsonl(Path("r2/2019/c.jsonl"), [story(5)])
    Path("other").mkdir()
    made = morgue.create("archive")
    made.index(["r1", "r2"])
    return made


@pytest.mark.parametrize(
    ("where", "path", "gone"),
    [
        (".", "r1/2019", {1, 2}),
        (".", "r1/2019/", {1, 2}),
        ("r1", "2019", {1, 2}),
        ("r2", "2019", {4, 5}),
        ("r2", "./2019/a.jsonl", {4}),
        ("r1/2019", ".", {1, 2}),
        ("r1/2019", "../2020", {3}),
        ("other", "../r1", {1, 2, 3}),
        ("other", "2020", {3}),
        ("other", "2019/c.jsonl", {5}),
        (".", "2020/b.jsonl", {3}),
        (".", "alias/2019", {4, 5}),
    ],
)
def test_what_a_path_names(
    where: str,
    path: str,
    gone: set[int],
    archive: morgue.Archive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path("alias").symlink_to("r2")
    archive = morgue.open(tmp_path / "archive")
    monkeypatch.chdir(where)
    done = archive.forget([path])
    assert (done.removed, done.remaining) == (len(gone), 0)
    assert {hit.article.id for hit in archive.hits("*")} == {
        story(number).id for number in {1, 2, 3, 4, 5} - gone
    }


@pytest.mark.parametrize(
    ("where", "path", "message"),
    [
        ("other", "2019", r"2019 may be any of 2 places: .*r1/2019, .*r2/2019"),
        ("other", "2019/a.jsonl", r"may be any of 2 places: .*r1/2019/a.jsonl, .*r2/2019/a.jsonl"),
        ("other", "nowhere", "the archive has no file nowhere"),
        ("other", ".", "the archive has no file ."),
        (".", "/2019", "the archive has no file /2019"),
        (".", "/2020/b.jsonl", "the archive has no file"),
        (".", "r1/20", "the archive has no file r1/20"),
        ("other", "201", "the archive has no file 201"),
        (".", "-", "the archive has no feed from standard input"),
    ],
)
def test_a_path_that_names_nothing_or_too_much(
    where: str,
    path: str,
    message: str,
    archive: morgue.Archive,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive = morgue.open(tmp_path / "archive")
    monkeypatch.chdir(where)
    with pytest.raises(ArchiveError, match=message):
        archive.forget([path])
    assert archive.count("*") == 5


def test_what_is_there_and_was_not_indexed_is_not_another(archive: morgue.Archive) -> None:
    write_jsonl(Path("2020/b.jsonl"), [story(9)])
    with pytest.raises(ArchiveError, match="2020 is not in the archive") as raised:
        archive.forget(["2020"])
    assert str(Path("r1/2020").absolute()) in str(raised.value.hint)
    assert archive.count("*") == 5


def test_nothing_is_removed_where_one_path_is_wrong(archive: morgue.Archive) -> None:
    with pytest.raises(ArchiveError):
        archive.forget(["r1", "nowhere"])
    with pytest.raises(UsageError, match="a path is empty"):
        archive.forget(["r1", ""])
    assert archive.count("*") == 5


def test_a_path_on_another_disk_than_now(archive: morgue.Archive, tmp_path: Path) -> None:
    Path("r1").rename("moved")
    done = archive.forget([tmp_path / "r1" / "2019"])
    assert (done.files, done.removed) == (1, 2)


def test_standard_input(archive: morgue.Archive) -> None:
    for number in (7, 8):
        archive.index(["-"], stdin=io.BytesIO(json.dumps(story(number).to_json()).encode()))
    assert archive.stats().files == 5 + 1
    write_jsonl(Path("r1/-"), [story(9)])
    archive.index(["r1"])
    assert archive.forget(["-"]).removed == 2
    assert archive.forget(["r1/-"]).removed == 1
    assert archive.count("*") == 5


@pytest.mark.parametrize(
    ("copies", "forgotten", "right"),
    [
        ({"r2/copy.jsonl": [1, 2]}, ["r1/2019/a.jsonl"], (1, 0, 2)),
        ({"r2/copy.jsonl": [1]}, ["r1/2019/a.jsonl"], (1, 1, 1)),
        ({"r2/copy.jsonl": [1, 2]}, ["r2/copy.jsonl"], (1, 0, 2)),
        ({"r2/copy.jsonl": [1, 2]}, ["r1", "r2"], (5, 5, 0)),
        ({"r0/a.jsonl": [1, 2, 3]}, ["r1"], (2, 0, 3)),
        ({"r1/2020/copy.jsonl": [1, 2]}, ["r1"], (3, 3, 0)),
        ({}, ["r1/2019", "r1/2019/a.jsonl"], (1, 2, 0)),
    ],
)
def test_what_is_gone_and_what_stays(
    copies: dict[str, list[int]],
    forgotten: list[str],
    right: tuple[int, int, int],
    archive: morgue.Archive,
) -> None:
    for path, numbers in copies.items():
        write_jsonl(Path(path), [story(number) for number in numbers])
        archive.index([Path(path).parent])
    before = archive.count("*")
    done = archive.forget(forgotten)
    assert (done.files, done.removed, done.remaining) == right
    assert archive.count("*") == before - done.removed
    assert archive.verify().problems == []


def test_articles(archive: morgue.Archive) -> None:
    done = archive.forget(["r1/2019"], ids=[story(2).id, story(4).id])
    assert done.to_json() == {"removed": 3, "remaining": 0, "files": 1, "texts": 0}


@pytest.mark.parametrize(
    ("done", "right"),
    [
        (Forgotten(1, 1, 0), "removed 1 article"),
        (Forgotten(2, 1_200, 1), "removed 1,200 articles; 1 remains in other files"),
        (Forgotten(1, 0, 2), "removed 0 articles; 2 remain in other files"),
        (Forgotten(3, 0, 0), "removed 3 files without a story"),
        (Forgotten(0, 0, 0), "removed 0 articles"),
        (Forgotten(0, 0, 0, 1), "removed 1 earlier text"),
        (Forgotten(0, 2, 0, 3), "removed 2 articles and 3 earlier texts"),
        (Forgotten(1, 0, 1, 2), "removed 2 earlier texts; 1 remains in other files"),
    ],
)
def test_what_is_said(done: Forgotten, right: str) -> None:
    assert list(forget_answer(done).text(Paper())) == [right]
