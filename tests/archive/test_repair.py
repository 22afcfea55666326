"""Articles of files that the catalog does not have are found and mended."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

import morgue
from morgue.storage.catalog import SqliteCatalog
from morgue.storage.directory.recovery import break_seal, settle
from tests.conftest import write_jsonl


def write(path: Path, word: str, numbers: range) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = (
        f'{{"guid": "tag:{word}.example,2025:{number}", "title": "The {word} {number}", '
        f'"text": "The {word} number {number} sailed on Monday with few passengers."}}\n'
        for number in numbers
    )
    path.write_text("".join(rows), encoding="utf-8")


def orphan(archive: morgue.Archive, path: str) -> None:
    """Give a file of the archive another key, as an earlier version did where a path was named twice."""
    with contextlib.closing(SqliteCatalog.open(archive.directory, write=True)) as catalog:
        (row,) = (row for row in catalog.files() if row.path == path)
        break_seal(archive.directory)
        catalog.begin()
        catalog.put_file(row._replace(key=row.key + 1_000))
        catalog.commit(grow=False)
    settle(archive.directory)
    archive.refresh()


@pytest.fixture(params=["tantivy", "whoosh"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> morgue.Archive:
    write(tmp_path / "r/a.jsonl", "ferry", range(5))
    write(tmp_path / "r/b.jsonl", "barge", range(3))
    made = morgue.create(tmp_path / "archive", engine=request.param)
    made.index([tmp_path / "r"])
    return made


def as_it_is(file: Path) -> int:
    return 5


def changed(file: Path) -> int:
    write(file, "ferry", range(2, 4))
    return 2


def gone(file: Path) -> int:
    file.unlink()
    return 5


@pytest.mark.parametrize("change", [as_it_is, changed, gone], ids=lambda change: change.__name__)
def test_articles_go_back_to_their_file(
    change: Callable[[Path], int], archive: morgue.Archive, tmp_path: Path
) -> None:
    orphan(archive, "a.jsonl")
    right = change(tmp_path / "r/a.jsonl")
    (problem,) = archive.verify().problems
    assert problem.startswith("5 articles are of files that the catalog does not have, such as ")
    report = archive.verify(repair=True)
    assert (report.mended, report.lost, report.articles) == (True, [], right + 3)
    assert archive.verify().problems == []
    assert archive.count("ferry") == right
    assert archive.forget([tmp_path / "r/a.jsonl"]).removed == right
    assert archive.count("*") == 3


def test_articles_of_a_file_that_was_removed_are_removed(archive: morgue.Archive, tmp_path: Path) -> None:
    orphan(archive, "a.jsonl")
    (tmp_path / "r/a.jsonl").unlink()
    archive.forget([tmp_path / "r/a.jsonl"])
    assert archive.count("ferry") == 5, "no path leads to them"
    assert archive.verify(repair=True).mended
    assert archive.count("ferry") == 0
    assert archive.count("*") == 3


def test_two_files_of_one_path_are_both_read_again(archive: morgue.Archive, tmp_path: Path) -> None:
    write(tmp_path / "s/a.jsonl", "tug", range(4))
    orphan(archive, "a.jsonl")
    archive.index([tmp_path / "s"])
    assert archive.verify(repair=True).mended
    assert (archive.count("ferry"), archive.count("tug"), archive.verify().problems) == (5, 4, [])


def test_orphans_of_a_damaged_index(archive: morgue.Archive, tmp_path: Path) -> None:
    orphan(archive, "a.jsonl")
    index = next(archive.directory.glob("index-*"))
    victim = max(
        (path for path in index.iterdir() if path.suffix != ".json"), key=lambda path: path.stat().st_size
    )
    victim.unlink()
    archive = morgue.open(archive.directory)
    assert archive.verify(repair=True).mended
    assert archive.verify().problems == []
    assert archive.count("barge") == 3


@pytest.mark.parametrize(
    "given", [("r", "r/dump.jsonl"), ("r/dump.jsonl", "r"), ("r", "r"), ("r", "./r/../r")]
)
def test_a_path_that_is_named_twice_leaves_no_orphans(
    given: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("r/dump.jsonl"), "oldtext", range(900))
    with morgue.create("index") as archive:
        first = archive.index(given)
        assert (first.files.seen, first.articles.added) == (1, 900)
        assert archive.verify().problems == []
        write(Path("r/dump.jsonl"), "newtext", range(900))
        archive.index(["r"])
        assert (archive.count("oldtext"), archive.count("newtext")) == (0, 900)
        Path("r/dump.jsonl").unlink()
        write_jsonl(Path("r/other.jsonl"), [])
        assert archive.forget(["r/dump.jsonl"]).removed == 900
        assert archive.count("*") == 0
