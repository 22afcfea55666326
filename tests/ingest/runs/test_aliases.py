"""A file that two paths lead to is one file, by the name that the archive was given first."""

from __future__ import annotations

from pathlib import Path

import pytest

import morgue
from tests.conftest import story, write_jsonl


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory of two feeds and a directory below it, with links to all of them from inside and outside."""
    place = tmp_path / "place"
    write_jsonl(place / "wire" / "a.jsonl", [story(1), story(2)])
    write_jsonl(place / "wire" / "sub" / "b.jsonl", [story(3)])
    (place / "wire" / "itself").symlink_to(".")
    (place / "latest").symlink_to("wire")
    (place / "second").symlink_to("latest")
    (place / "elsewhere").symlink_to(place / "wire" / "sub", target_is_directory=True)
    (place / "one.jsonl").symlink_to("wire/a.jsonl")
    return place


@pytest.fixture
def archive(tmp_path: Path) -> morgue.Archive:
    return morgue.create(tmp_path / "archive")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("wire", "latest"),
        ("latest", "wire"),
        ("latest", "second"),
        ("wire", "wire/itself"),
        ("wire/itself", "wire"),
        ("wire/itself", "latest"),
        ("wire/itself/itself", "second"),
        ("wire", "elsewhere"),
        ("wire", "latest/sub"),
        ("latest", "wire/sub/b.jsonl"),
        ("wire", "one.jsonl"),
        ("latest", "one.jsonl"),
        ("one.jsonl", "wire/a.jsonl"),
        ("wire/a.jsonl", "one.jsonl"),
    ],
)
def test_what_is_known_by_another_name_is_not_read_again(
    archive: morgue.Archive, place: Path, first: str, second: str
) -> None:
    before = archive.index([place / first])
    after = archive.index([place / second])
    assert (after.files.read, after.articles.same, after.revision) == (0, 0, before.revision)
    assert after.files.unchanged == after.files.seen > 0
    assert archive.stats().files == before.files.seen
    assert after.nothing_in == []


@pytest.mark.parametrize(
    ("first", "second"), [("elsewhere", "wire"), ("one.jsonl", "latest"), ("elsewhere", ".")]
)
def test_what_is_new_beside_it_is_read(archive: morgue.Archive, place: Path, first: str, second: str) -> None:
    archive.index([place / first])
    summary = archive.index([place / second])
    assert (summary.articles.total, summary.articles.same, archive.stats().files) == (3, 0, 2)


def test_a_change_is_seen_by_either_name(archive: morgue.Archive, place: Path) -> None:
    archive.index([place / "wire"])
    write_jsonl(place / "wire" / "sub" / "b.jsonl", [story(4)])
    assert archive.index([place / "latest"]).files.read == 1
    assert archive.search("*", limit=None).total == 3
    (place / "wire" / "sub" / "b.jsonl").unlink()
    assert archive.index([place / "second"], prune=True).files.pruned == 1
    assert archive.search("*", limit=None).total == 2


def test_a_name_whose_link_is_gone_is_no_name_of_anything(archive: morgue.Archive, place: Path) -> None:
    archive.index([place / "latest"])
    (place / "latest").unlink()
    assert archive.index([place / "wire"]).files.read == 2


def test_a_known_file_that_became_a_link_out_of_its_folder_is_no_name_of_its_target(
    archive: morgue.Archive, place: Path, tmp_path: Path
) -> None:
    """It is not read by that name, and the target, which is another directory's, would not be either."""
    archive.index([place / "wire"])
    other = write_jsonl(tmp_path / "other" / "c.jsonl", [story(5)])
    (place / "wire" / "a.jsonl").unlink()
    (place / "wire" / "a.jsonl").symlink_to(other)
    assert archive.index([tmp_path / "other"]).articles.added == 1


def test_a_folder_of_files_known_elsewhere_and_a_readme_has_stories(
    archive: morgue.Archive, place: Path, tmp_path: Path
) -> None:
    (place / "wire" / "README").write_text("Two feeds.\n", encoding="utf-8")
    link = tmp_path / "link.jsonl"
    link.symlink_to(place / "wire" / "a.jsonl")
    archive.index([link])
    (place / "wire" / "sub" / "b.jsonl").unlink()
    assert archive.index([place / "wire"]).nothing_in == []
