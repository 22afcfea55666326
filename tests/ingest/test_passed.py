"""What a walk could not look at is told in every run while it lasts, and goes when it has healed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import morgue
from morgue.ingest import walk as walking
from tests.conftest import story, write_jsonl


@pytest.fixture
def archive(tmp_path: Path) -> morgue.Archive:
    return morgue.create(tmp_path / "archive")


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    feeds = tmp_path / "feeds"
    write_jsonl(feeds / "a.jsonl", [story(1)])
    write_jsonl(feeds / "sub" / "b.jsonl", [story(2)])
    return feeds


def listed(archive: morgue.Archive) -> list[tuple[str, str]]:
    return [(each.path, each.reason) for each in archive.errors()]


def close(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Callable[[], None]:
    """Let a directory be one that may not be listed, until the function that is returned is called."""
    real = walking._entries

    def entries(descriptor: int) -> list[walking._Entry]:
        if os.path.samestat(os.fstat(descriptor), os.stat(folder)):
            raise PermissionError(13, "Permission denied")
        return real(descriptor)

    monkeypatch.setattr(walking, "_entries", entries)
    return lambda: monkeypatch.setattr(walking, "_entries", real)


def test_a_closed_directory_is_told_in_every_run_until_it_is_open(
    archive: morgue.Archive, feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = close(monkeypatch, feeds / "sub")
    wrong = [("sub", "cannot be listed: permission denied")]
    for _ in range(3):
        summary = archive.index([feeds])
        assert (summary.rejected, summary.files.rejected) == (wrong, 1)
        assert listed(archive) == wrong
    opened()
    summary = archive.index([feeds])
    assert (summary.rejected, summary.articles.added, listed(archive)) == ([], 1, [])


def test_what_is_below_a_closed_directory_stays_listed(
    archive: morgue.Archive, feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (feeds / "sub" / "dangling").symlink_to("nothing")
    archive.index([feeds])
    close(monkeypatch, feeds / "sub")
    archive.index([feeds])
    assert [path for path, _ in listed(archive)] == ["sub", "sub/dangling"]
    assert archive.count("*") == 2


def alive_inside(feeds: Path) -> None:
    write_jsonl(feeds / ".store" / "c.jsonl", [story(3)])


def alive_in_place(feeds: Path) -> None:
    (feeds / "link").unlink()
    (feeds / "link").symlink_to("a.jsonl")


def removed(feeds: Path) -> None:
    (feeds / "link").unlink()


def a_file_now(feeds: Path) -> None:
    (feeds / "link").unlink()
    write_jsonl(feeds / "link", [story(4)])


def a_directory_now(feeds: Path) -> None:
    (feeds / "link").unlink()
    write_jsonl(feeds / "link" / "d.jsonl", [story(5)])


@pytest.mark.parametrize("heal", [alive_inside, alive_in_place, removed, a_file_now, a_directory_now])
def test_a_link_that_leads_nowhere_is_told_until_it_leads_somewhere(
    heal: Callable[[Path], None], archive: morgue.Archive, feeds: Path
) -> None:
    (feeds / "link").symlink_to(".store/c.jsonl")
    for _ in range(2):
        assert archive.index([feeds]).rejected == [("link", "a link that leads nowhere")]
    heal(feeds)
    assert archive.index([feeds]).rejected == []
    assert listed(archive) == []
    assert archive.index([feeds]).files.read == 0


def test_what_another_root_holds_stays_listed(archive: morgue.Archive, feeds: Path, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "other" / "o.jsonl", [story(9)])
    (tmp_path / "other" / "out").symlink_to("/etc/hostname")
    archive.index([feeds, tmp_path / "other"])
    archive.index([feeds])
    archive.index([feeds / "sub"])
    assert listed(archive) == [("out", "a link that leads out of the directory")]


def test_a_file_that_was_never_read_and_is_gone_is_not_listed(archive: morgue.Archive, feeds: Path) -> None:
    os.mkfifo(feeds / "pipe")
    (feeds / "empty.xml").touch()
    archive.index([feeds])
    (feeds / "pipe").unlink()
    archive.index([feeds])
    assert listed(archive) == [("empty.xml", "empty file")]


def test_what_is_passed_over_is_listed_and_counts_as_no_file(archive: morgue.Archive, feeds: Path) -> None:
    write_jsonl(feeds / ".git" / "c.jsonl", [story(3)])
    write_jsonl(feeds / "sub" / ".draft.jsonl", [story(4)])
    summary = archive.index([feeds])
    assert (summary.files.seen, summary.files.read, summary.no_article, summary.passed_over) == (2, 2, 0, 2)
    without = [(each.path, each.reason) for each in archive.no_articles()]
    assert without == [(".git", "a hidden directory"), ("sub", "a hidden file in it: .draft.jsonl")]
    stats = archive.stats()
    assert (stats.files, stats.no_article, stats.passed_over, stats.rejected) == (2, 0, 2, 0)
    assert archive.index([feeds]).revision == summary.revision
    shutil.rmtree(feeds / ".git")
    (feeds / "sub/.draft.jsonl").unlink()
    archive.index([feeds])
    assert archive.no_articles() == []


def test_a_directory_without_a_story_is_named(archive: morgue.Archive, feeds: Path, tmp_path: Path) -> None:
    empty, bare = tmp_path / "pages", tmp_path / "bare"
    for name in ("a.json", "b.json"):
        (empty / name).parent.mkdir(exist_ok=True)
        (empty / name).write_text('{"colour": "red"}', encoding="utf-8")
    bare.mkdir()
    assert archive.index([feeds, empty, bare]).nothing_in == [str(empty)]
    assert archive.index([empty]).nothing_in == [str(empty)]
    write_jsonl(empty / "c.jsonl", [story(1)])
    assert archive.index([empty]).nothing_in == [], "a story that another file holds too is one"
    assert archive.index([empty]).nothing_in == []


@pytest.mark.parametrize(
    "files",
    [
        {"README.md": b"# What is in here\n\nPapers of 1987.\n"},
        {"LICENSE": b"All rights reserved.\n", "schema.xsd": b"<schema/>", "run.sh": b"#!/bin/sh\nexit 1\n"},
        {"front.png": b"\x89PNG\r\n\x1a\n" + bytes(80), "back.jpg": b"\xff\xd8\xff\xe0" + bytes(80)},
        {"README": b"Scans.\n", "scans/page1.tif": b"II*\0" + bytes(80), ".DS_Store": bytes(90)},
        {".git/config": b"[core]\n", ".hidden.jsonl": b"{}\n"},
        {"empty.xml": b"", "cut.gz": b"\x1f\x8b\x08"},
        {"index/seal.json": b"{}", "index/catalog.sqlite": b""},
    ],
)  # fmt: skip
def test_whatever_a_directory_without_a_story_holds_it_is_named(
    archive: morgue.Archive, tmp_path: Path, files: dict[str, bytes]
) -> None:
    place = tmp_path / "delivery"
    for name, content in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
    for _ in range(2):
        assert archive.index([place]).nothing_in == [str(place)]
    listed = [each.path for each in (*archive.errors(), *archive.no_articles())]
    assert listed, "why is said of something"


def test_a_directory_whose_stories_were_read_and_moved_away_has_stories(
    archive: morgue.Archive, feeds: Path
) -> None:
    (feeds / "README").write_text("Files are taken away when they were read.\n", encoding="utf-8")
    archive.index([feeds])
    for each in feeds.glob("*.jsonl"):
        each.unlink()
    assert archive.index([feeds]).nothing_in == []


def test_a_file_that_is_named_is_read_although_it_was_passed_over_before(
    archive: morgue.Archive, tmp_path: Path
) -> None:
    place = tmp_path / "delivery"
    place.mkdir()
    text = "LISBON, May 4 (Reuters) - The ferry was held at the quay for a day.\n\nIt sailed at dawn.\n"
    (place / "README.txt").write_text(text, encoding="utf-8")
    assert archive.index([place]).articles.total == 0
    assert archive.index([place / "README.txt"]).articles.added == 1
    assert archive.index([place / "README.txt"]).files.unchanged == 1


def test_one_meaning_of_rejected(archive: morgue.Archive, feeds: Path) -> None:
    part = write_jsonl(feeds / "part.jsonl", [story(3)])
    part.write_bytes(part.read_bytes() + b'{"id": "x", "headline": \n')
    (feeds / "empty.xml").touch()
    kept = write_jsonl(feeds / "kept.jsonl", [story(4)])
    archive.index([feeds])
    kept.write_bytes(b"")
    summary = archive.index([feeds])
    assert (summary.files.rejected, summary.files.partly_read) == (1, 0)
    stats = archive.stats()
    assert (stats.files, stats.rejected, stats.partly_read) == (5, 2, 1)
    assert {path for path, _ in listed(archive)} == {"part.jsonl", "empty.xml", "kept.jsonl"}
    assert archive.count("*") == 4
    assert [each["path"] for each in stats.to_json()["roots"]] == [str(feeds)]
