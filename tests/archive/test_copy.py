"""A copy of an archive holds what the original does, whatever was in the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import morgue
from morgue.archive import copy as moving
from morgue.archive.archive import Archive
from morgue.archive.copy import move
from morgue.errors import ArchiveError
from morgue.ingest.summary import Progress
from tests.conftest import story, write_jsonl

Made = Callable[..., Archive]


def contents(archive: Archive) -> dict[str, object]:
    """All that an archive tells of itself but who and where it is."""
    articles = {hit.article.id: hit.article for hit in archive.hits("*", snippets=0)}
    return {"articles": articles, "errors": archive.errors(), "files": archive.stats().files}


@pytest.fixture
def original(tmp_path: Path) -> Archive:
    """Twelve stories of three files, one of them in two versions, one forgotten, and a file that is no feed."""
    feeds = tmp_path / "feeds"
    write_jsonl(feeds / "a.jsonl", [story(number) for number in range(1, 9)])
    write_jsonl(feeds / "b.jsonl", [story(number) for number in range(9, 14)])
    write_jsonl(feeds / "c.jsonl", [story(1, updated="2025-10-09T10:00:00Z", headline="Ferry vote moved")])
    (feeds / "d.xml").write_text("<rss><channel>")
    archive = morgue.create(tmp_path / "original")
    archive.index([feeds])
    archive.forget(ids=[story(13).id])
    return archive


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_a_copy_holds_what_the_original_does(original: Archive, tmp_path: Path, engine: str) -> None:
    told: list[tuple[int, int | None]] = []

    def tell(progress: Progress) -> None:
        if progress.stage == "copy":
            told.append((progress.done, progress.total))

    report = move(original.where, tmp_path / "copy", engine=engine, progress=tell)
    assert (report.engine, report.copied, report.kept, report.total, report.files) == (engine, 12, 0, 12, 4)
    assert told[-1] == (12, 12)
    with morgue.open(tmp_path / "copy") as copy:
        assert contents(copy) == contents(original)
        assert copy.id != original.id
        assert copy.verify().sound
        assert copy.count("vote moved") == 1
        # the copy knows the files: nothing is read again, and what was forgotten stays so
        summary = copy.index([tmp_path / "feeds"])
        assert (summary.files.unchanged, summary.articles.total) == (4, 12)
        # and it knows of the other version of a story whose file goes
        (tmp_path / "feeds" / "c.jsonl").unlink()
        copy.index([tmp_path / "feeds"], prune=True)
        assert copy.count('"vote moved"') == 0
        assert copy.count("*") == 12


def test_there_and_back(original: Archive, tmp_path: Path) -> None:
    move(original.where, tmp_path / "portable", engine="whoosh")
    move(tmp_path / "portable", tmp_path / "again")
    with morgue.open(tmp_path / "again") as again:
        assert again.engine == "tantivy"
        assert contents(again) == contents(original)


def test_a_copy_that_was_cut_off_goes_on(
    original: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "BATCH", 2)
    monkeypatch.setattr("morgue.ingest.run.Ingest.commit_after", 4)

    def stop(progress: object) -> None:
        if progress.articles >= 6:  # type: ignore[attr-defined]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(original.where, tmp_path / "copy", progress=stop)
    original.forget(ids=[story(2).id])  # what was copied already goes from the copy too
    report = move(original.where, tmp_path / "copy")
    assert (report.kept, report.removed) == (3, 1)  # four were copied, and one of them was forgotten
    assert report.copied + report.kept == report.total == 11
    with morgue.open(tmp_path / "copy") as copy:
        assert contents(copy) == contents(original)
        assert copy.verify().sound


def test_a_change_meanwhile_is_told_and_then_copied(original: Archive, tmp_path: Path) -> None:
    def change(progress: object) -> None:
        write_jsonl(tmp_path / "feeds" / "late.jsonl", [story(20)])
        with morgue.open(original.where) as other:
            other.index([tmp_path / "feeds"])

    with pytest.raises(ArchiveError, match="changed while it was copied"):
        move(original.where, tmp_path / "copy", progress=change)
    report = move(original.where, tmp_path / "copy")
    assert (report.copied, report.kept, report.total) == (1, 12, 13)


def test_nothing_is_copied_over_something_else(original: Archive, archive_of: Made, tmp_path: Path) -> None:
    other = archive_of([story(30)])
    with pytest.raises(ArchiveError, match="destination is not empty"):
        move(original.where, other.where)
    assert other.count("*") == 1
    with pytest.raises(ArchiveError, match="is the archive itself"):
        move(original.where, original.where)
    with pytest.raises(ArchiveError, match="no archive at"):
        move(tmp_path / "nowhere", tmp_path / "copy")
    move(original.where, tmp_path / "copy")
    with pytest.raises(ArchiveError, match="destination is not empty"):
        move(original.where, tmp_path / "copy")
    with pytest.raises(ArchiveError, match="was made with tantivy"):
        move(original.where, tmp_path / "copy", engine="whoosh")


# -- saved searches ------------------------------------------------------------------------------------------


def told(archive: Archive, name: str) -> set[str]:
    """What a watch lists now."""
    return {hit.article.id for hit in archive.saved.watch(name).hits}


@pytest.fixture
def watched(original: Archive, tmp_path: Path) -> Archive:
    """The original with searches that were watched never, early, and last, and stories that came between."""
    for name in ("never", "early", "middle", "last"):
        original.saved.save(name, "ferry", sort="newest")
    told(original, "early")
    write_jsonl(tmp_path / "feeds" / "e.jsonl", [story(20), story(21)])
    original.index([tmp_path / "feeds"])
    told(original, "middle")
    write_jsonl(tmp_path / "feeds" / "f.jsonl", [story(22)])
    write_jsonl(
        tmp_path / "feeds" / "a.jsonl",
        [story(number, body=f"Ferry, again {number}.") for number in range(1, 9)],
    )
    original.index([tmp_path / "feeds"])
    told(original, "last")
    return original


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_a_copy_goes_on_watching_where_the_original_does(
    watched: Archive, tmp_path: Path, engine: str
) -> None:
    report = move(watched.where, tmp_path / "copy", engine=engine)
    assert report.searches == 4
    assert report.to_json()["searches"] == 4
    with morgue.open(tmp_path / "copy") as copy:
        kept = {each.name: (each.query, each.sort, each.saved) for each in watched.saved}
        assert {each.name: (each.query, each.sort, each.saved) for each in copy.saved} == kept
        for name in kept:
            assert told(copy, name) == told(watched, name), name
        assert told(copy, "never") == set()
        assert copy.verify().sound
        assert contents(copy) == contents(watched)


def test_a_copy_that_was_cut_off_loses_no_news(
    watched: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut off after each batch in turn: what a search has not seen is news in the copy too."""
    monkeypatch.setattr(moving, "BATCH", 2)
    monkeypatch.setattr("morgue.ingest.run.Ingest.commit_after", 2)
    expected = {
        each.name: {hit.article.id for hit in watched.search("ferry", limit=None, since_revision=watched.saved.since(each.name)).hits}
        for each in watched.saved
    }  # fmt: skip
    for last in (2, 4, 6, 8, 10, 12):

        def stop(progress: object, last: int = last) -> None:
            if progress.articles >= last:  # type: ignore[attr-defined]
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            move(watched.where, tmp_path / f"copy-{last}", progress=stop)
        move(watched.where, tmp_path / f"copy-{last}")
        with morgue.open(tmp_path / f"copy-{last}") as copy:
            assert {each.name: told(copy, each.name) for each in copy.saved} == expected


def test_a_mark_of_a_state_that_the_archive_has_not_reached_is_no_mark(
    watched: Archive, tmp_path: Path
) -> None:
    watched.saved.mark("last", 99)
    move(watched.where, tmp_path / "copy")
    with morgue.open(tmp_path / "copy") as copy:
        assert copy.saved["last"].seen is None
        assert told(copy, "last") == {hit.article.id for hit in copy.hits("ferry")}


def test_an_archive_without_searches_brings_none(original: Archive, tmp_path: Path) -> None:
    assert move(original.where, tmp_path / "copy").searches == 0
    assert not (tmp_path / "copy" / "searches.json").exists()
