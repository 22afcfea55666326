"""Saved searches and watches: kept in the archive, and telling what came since the last look."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import morgue
from morgue.archive.saved import SavedSearch
from morgue.storage import saved_searches
from tests.conftest import story, write_jsonl

Make = Callable[..., morgue.Archive]


def ids(results: morgue.archive.results.Results) -> list[str]:
    return [hit.article.id for hit in results.hits]


def found(archive: morgue.Archive, query: str, since: int) -> set[str]:
    return set(ids(archive.search(query, limit=None, since_revision=since)))


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    return tmp_path / "feeds"


@pytest.fixture(params=["tantivy", "whoosh"])
def archive(tmp_path: Path, request: pytest.FixtureRequest) -> morgue.Archive:
    return morgue.create(tmp_path / "archive", engine=request.param)


# -- what came with which revision ---------------------------------------------------------------------------


def test_only_new_and_changed_articles_are_since_a_revision(archive: morgue.Archive, feeds: Path) -> None:
    one, two, three = story(1), story(2), story(3)
    write_jsonl(feeds / "a.jsonl", [one, two])
    assert archive.index([feeds]).revision == 1
    assert found(archive, "ferry", 0) == {one.id, two.id}
    assert found(archive, "ferry", 1) == set()
    write_jsonl(feeds / "a.jsonl", [one, story(2, body="The ferry is sold."), three])
    archive.index([feeds])
    assert found(archive, "ferry", 1) == {two.id, three.id}
    assert found(archive, "sold", 1) == {two.id}
    assert found(archive, "ferry", 0) == {one.id, two.id, three.id}
    assert archive.search("ferry", limit=1, since_revision=1).total == 2
    assert [hit.article.id for hit in archive.hits("ferry", sort="oldest", since_revision=1)] == [
        two.id,
        three.id,
    ]


def test_what_is_read_again_unchanged_is_no_news(archive: morgue.Archive, feeds: Path) -> None:
    feed = write_jsonl(feeds / "a.jsonl", [story(1), story(2)])
    archive.index([feeds])
    feed.write_text(feed.read_text() + "\n")
    assert archive.index([feeds]).revision == 2
    feed.rename(feeds / "b.jsonl")
    assert archive.index([feeds], prune=True).revision == 3
    assert archive.count("*") == 2
    assert archive.changed_since(1) == ()


def test_a_repair_is_no_news(archive: morgue.Archive, feeds: Path) -> None:
    write_jsonl(feeds / "a.jsonl", [story(1)])
    archive.index([feeds])
    for path in (archive.directory / "index-1").iterdir():
        path.write_bytes(path.read_bytes()[:-1])
    assert archive.verify(repair=True).sound
    assert (archive.revision, archive.changed_since(1)) == (2, ())


def test_what_went_and_came_back_is_news(archive: morgue.Archive, feeds: Path) -> None:
    write_jsonl(feeds / "a.jsonl", [story(1), story(2)])
    archive.index([feeds])
    write_jsonl(feeds / "a.jsonl", [story(1)])
    archive.index([feeds])
    write_jsonl(feeds / "a.jsonl", [story(1), story(2)])
    archive.index([feeds])
    assert archive.changed_since(2) == (story(2).id,)


# -- searches that are kept ----------------------------------------------------------------------------------


def test_a_search_is_kept_and_travels_with_the_archive(archive_of: Make, tmp_path: Path) -> None:
    archive = archive_of([story(1), story(2, headline="Harbour board meets", body="It met.")])
    assert archive.saved.save("ferries", "ferry", sort="newest") is None
    assert archive.saved.save("board.2025", "headline:board date:2025") is None
    assert [each.name for each in archive.saved] == ["board.2025", "ferries"]
    assert ids(archive.saved.run("ferries")) == [story(1).id]
    archive.close()
    archive.directory.rename(tmp_path / "elsewhere")
    with morgue.open(tmp_path / "elsewhere") as moved:
        assert moved.saved["ferries"].query == "ferry"
        assert moved.saved["ferries"].sort == "newest"
        moved.saved.drop("ferries")
        with pytest.raises(morgue.UsageError, match="no saved search 'ferries'"):
            moved.saved.run("ferries")


def test_relative_dates_stay_relative(archive_of: Make) -> None:
    archive = archive_of([story(1), story(2)])
    archive.saved.save("today", "ferry date:today")
    assert ids(archive.saved.run("today", now="2025-10-01")) == [story(1).id]
    assert ids(archive.saved.run("today", now="2025-10-02")) == [story(2).id]


def test_a_watch_tells_each_story_once(archive: morgue.Archive, feeds: Path) -> None:
    write_jsonl(feeds / "a.jsonl", [story(1)])
    archive.index([feeds])
    archive.saved.save("ferries", "ferry")
    assert ids(archive.saved.watch("ferries")) == [story(1).id]
    assert ids(archive.saved.watch("ferries")) == []
    write_jsonl(feeds / "b.jsonl", [story(2), story(3, headline="Board meets", body="It met.")])
    archive.index([feeds])
    assert ids(archive.saved.watch("ferries")) == [story(2).id]
    archive.saved.save("ferries", "ferry", sort="oldest")
    assert ids(archive.saved.watch("ferries")) == [], "the same query keeps what was seen"
    archive.saved.save("ferries", "ferry OR board")
    assert len(ids(archive.saved.watch("ferries"))) == 3, "another query has seen nothing"


def test_two_watches_know_nothing_of_each_other(archive_of: Make) -> None:
    archive = archive_of([story(1)])
    archive.saved.save("a", "ferry")
    archive.saved.save("b", "ferry")
    archive.saved.watch("a")
    assert archive.saved["b"] == SavedSearch("b", "ferry", "relevance", archive.saved["b"].saved, None)
    assert len(archive.saved.watch("b").hits) == 1


def test_a_watch_of_an_archive_that_went_back_tells_everything(archive_of: Make) -> None:
    archive = archive_of([story(1)])
    archive.saved.save("a", "ferry")
    archive.saved.mark("a", 99)
    assert len(archive.saved.watch("a").hits) == 1
    assert archive.saved["a"].seen == 1


@pytest.mark.parametrize("name", ["", "a b", "-a", "../x", "a" * 65, ".a"])
def test_names_are_plain(archive_of: Make, name: str) -> None:
    archive = archive_of([story(1)])
    with pytest.raises(morgue.UsageError, match="cannot be the name of a search"):
        archive.saved.save(name, "ferry")
    assert list(archive.saved) == []


def test_a_query_that_means_nothing_is_not_kept(archive_of: Make) -> None:
    archive = archive_of([story(1)])
    with pytest.raises(morgue.QueryError):
        archive.saved.save("a", "ferry (")
    assert list(archive.saved) == []


def test_the_nearest_name_is_offered(archive_of: Make) -> None:
    archive = archive_of([story(1)])
    with pytest.raises(morgue.UsageError) as caught:
        archive.saved["x"]
    assert caught.value.hint == "morgue save NAME QUERY keeps one"
    archive.saved.save("ferries", "ferry")
    with pytest.raises(morgue.UsageError) as caught:
        archive.saved.drop("feries")
    assert caught.value.hint == "did you mean ferries?"


def test_an_archive_that_cannot_be_written_says_so(archive_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = archive_of([story(1)])
    archive.saved.save("a", "ferry")
    real = Path.open

    def refuse(path: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if "w" in mode:
            raise OSError(30, "Read-only file system", str(path))
        return real(path, mode, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    for change in (lambda: archive.saved.save("b", "x"), lambda: archive.saved.watch("a")):
        with pytest.raises(
            morgue.ArchiveError, match=r"searches\.json: cannot be written: read-only"
        ) as caught:
            change()
        assert "read-only here" in (caught.value.hint or "")
    assert len(archive.saved.run("a").hits) == 1


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"format_version": 1}', '{"format_version": 1, "searches": {"a": {"query": 3}}}', '{"format_version": 9, "searches": {}}']
)  # fmt: skip
def test_a_damaged_file_is_an_error_and_is_left_alone(archive_of: Make, text: str) -> None:
    archive = archive_of([story(1)])
    (archive.directory / "searches.json").write_text(text)
    with pytest.raises(morgue.ArchiveError, match=r"searches\.json is"):
        archive.saved.save("a", "ferry")
    assert (archive.directory / "searches.json").read_text() == text


def test_the_file_is_plain_json(archive_of: Make) -> None:
    archive = archive_of([story(1)])
    archive.saved.save("fähren", "ferry")
    document = json.loads((archive.directory / "searches.json").read_text(encoding="utf-8"))
    assert document["searches"]["fähren"]["query"] == "ferry"
    assert not [each.name for each in archive.directory.iterdir() if each.name.startswith(".")]


# -- damage ----------------------------------------------------------------------------------------------------


def test_any_damage_to_the_file_or_its_copy_is_found_and_mended(archive_of: Make) -> None:
    archive = archive_of([story(1)])
    archive.saved.save("fähren", "ferry", sort="newest")
    archive.saved.save("board", "board")
    archive.saved.watch("board")
    kept = list(archive.saved)
    for name in ("searches.json", "searches.copy"):
        path = archive.directory / name
        whole = path.read_bytes()
        damaged = [
            whole[:at] + bytes((whole[at] ^ 1 << at % 8,)) + whole[at + 1 :] for at in range(len(whole))
        ]
        damaged += [whole[:size] for size in range(0, len(whole), 7)]
        for content in damaged:
            path.write_bytes(content)
            assert len(archive.saved.problems()) == 1, content
            assert archive.saved.repair() == []
            assert archive.saved.problems() == []
            assert list(archive.saved) == kept


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[" * 100_000, b"{}", b"null", b"3", None])
def test_verify_names_damaged_searches_and_repair_takes_the_copy(
    archive_of: Make, content: bytes | None
) -> None:
    archive = archive_of([story(1)])
    assert archive.verify().problems == []
    archive.saved.save("ferries", "ferry")
    assert archive.verify().problems == []
    path = archive.directory / "searches.json"
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(morgue.ArchiveError, match=r"searches\.json is (damaged|missing)") as caught:
        archive.saved.run("ferries")
    assert caught.value.hint == "morgue verify --repair mends it"
    (problem,) = archive.verify().problems
    assert problem.startswith("searches.json is ")
    report = archive.verify(repair=True)
    assert (report.sound, report.lost, report.articles) == (True, [], 1)
    assert archive.saved["ferries"].query == "ferry"
    assert archive.verify().sound


def test_where_the_copy_is_damaged_too_what_is_left_is_put_aside(archive_of: Make) -> None:
    archive = archive_of([story(1)])
    archive.saved.save("ferries", "ferry")
    left = (archive.directory / "searches.json").read_bytes()[:-9]
    for name in ("searches.json", "searches.copy"):
        (archive.directory / name).write_bytes(left)
    report = archive.verify(repair=True)
    assert not report.sound
    assert report.lost == ["the saved searches (what is left of them is in searches.damaged)"]
    assert (archive.directory / "searches.damaged").read_bytes() == left
    assert archive.verify().sound
    archive.saved.save("ferries", "ferry")
    assert archive.verify().sound


def test_a_file_without_a_checksum_is_read_and_gets_one(archive_of: Make) -> None:
    archive = archive_of([story(1)])
    path = archive.directory / "searches.json"
    path.write_text(
        '{"format_version": 1, "searches": {"a": {"query": "ferry", "sort": "newest", "seen": 1}}}'
    )
    assert archive.verify().sound
    assert archive.saved["a"].seen == 1
    archive.saved.save("b", "board")
    assert "checksum" in json.loads(path.read_text(encoding="utf-8"))
    assert [each.name for each in archive.saved] == ["a", "b"]
    assert archive.verify().sound


def test_a_mark_that_was_cut_off_between_file_and_copy_is_no_damage(
    archive_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = archive_of([story(1)])
    archive.saved.save("a", "ferry")
    real = saved_searches.replace

    def fail(path: Path, data: bytes) -> None:
        if path.name == "searches.copy":
            raise KeyboardInterrupt
        real(path, data)

    monkeypatch.setattr(saved_searches, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        archive.saved.save("b", "board")
    monkeypatch.undo()
    assert archive.verify().sound
    assert [each.name for each in archive.saved] == ["a", "b"]
    archive.saved.save("c", "quay")
    assert (archive.directory / "searches.copy").read_bytes() == (
        archive.directory / "searches.json"
    ).read_bytes()
