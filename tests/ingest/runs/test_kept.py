"""What stays in an archive when a file changes: error pages, what rolls off, unreadable lines, disks that are away."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import morgue
from morgue.ingest.run import Ingest
from tests.ingest.runs.feeds import LISTS, Told, atom, json_feed, jsonl, rss, table, text

STORIES = [Told(at, f"Story of day {at}", f"https://quay.example/{at}") for at in range(3)]

ANSWERS = {
    "a gateway's page": b"<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>",
    "a long page": b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><h1>quay.example</h1><p>"
    + b"Checking if the site connection is secure. quay.example needs to review the security of your connection. "
    * 8
    + b"</p></body></html>",
    "an error of a store": b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
    "an error as JSON": b'{"error": {"code": 429, "message": "Too many requests, slow down"}}',
    "null": b"null",
    "an empty list": b"[]",
    "an empty channel": b'<rss version="2.0"><channel><title>Quay</title><link>https://quay.example/</link></channel></rss>',
    "an empty feed": b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title></feed>',
    "one line": b"Service Unavailable\n",
    "a line of a proxy": b"upstream connect error or disconnect/reset before headers. reset reason: connection failure",
    "a note in German": "Diese Seite ist wegen Wartungsarbeiten vorübergehend nicht erreichbar. Bitte versuchen Sie es später.".encode(),
    "nothing": b"",
    "zeros": bytes(4000),
    "a script's warning": b"<br />\n<b>Fatal error</b>: Uncaught PDOException in /srv/feed.php on line 12<br />\n",
}


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    """An empty directory."""
    made = tmp_path / "feeds"
    made.mkdir()
    return made


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize(
    "name", ["feed.rss", "feed.json", "rows.jsonl", "table.csv", "g2.xml", "pages.warc", "box.mbox"]
)
def test_an_answer_that_is_no_feed_empties_no_archive(
    archive: morgue.Archive, feeds: Path, name: str, answer: bytes
) -> None:
    path = feeds / name
    path.write_bytes(LISTS[name](STORIES))
    archive.index([feeds])
    before = {hit.article.id for hit in archive.hits("*")}
    path.write_bytes(answer)
    summary = archive.index([feeds])
    assert {hit.article.id for hit in archive.hits("*")} == before
    assert [each for each, _ in summary.rejected] == [name], "it is named, which is exit 3"
    assert archive.errors()
    path.write_bytes(LISTS[name](STORIES))
    assert archive.index([feeds]).rejected == []
    assert ({hit.article.id for hit in archive.hits("*")}, archive.errors()) == (before, [])


def test_prune_all_takes_the_answer_for_what_it_is(archive: morgue.Archive, feeds: Path) -> None:
    (feeds / "feed.xml").write_bytes(rss(STORIES))
    archive.index([feeds])
    (feeds / "feed.xml").write_bytes(ANSWERS["an empty channel"])
    assert archive.index([feeds], prune="all").articles.total == 0


@pytest.mark.parametrize("write", [rss, atom, json_feed], ids=lambda each: each.__name__)
@pytest.mark.parametrize("newest_first", [True, False])
def test_what_rolls_off_a_feed_stays(
    archive: morgue.Archive, feeds: Path, write: Callable[[list[Told]], bytes], newest_first: bool
) -> None:
    for first in (0, 2, 7):
        told = [
            Told(at, f"Story of day {at}", f"https://quay.example/{at}") for at in range(first, first + 4)
        ]
        (feeds / "feed").write_bytes(write(told[::-1] if newest_first else told))
        archive.index([feeds])
    assert archive.count("*") == 10


@pytest.mark.parametrize("write", [jsonl, table], ids=lambda each: each.__name__)
def test_a_document_loses_what_was_taken_out_of_it(
    archive: morgue.Archive, feeds: Path, write: Callable[[list[Told]], bytes]
) -> None:
    (feeds / "rows").write_bytes(write(STORIES))
    archive.index([feeds])
    (feeds / "rows").write_bytes(write(STORIES[:1]))
    assert archive.index([feeds]).articles.removed == 2


@pytest.mark.parametrize(
    ("bad", "left"),
    [
        ('{"title": "Quite another thing", "text": "cut o', 1),
        ('{"title": "Story of day 1", "text": "cut o', 2),
        ('{"id": "https://quay.example/1", "title": "Story of d', 3),
        ('{"tit', 3),
    ],
)
def test_what_left_a_feed_leaves_although_a_line_is_bad(
    archive: morgue.Archive, feeds: Path, bad: str, left: int
) -> None:
    """Only what may be in the line that cannot be read stays."""
    path = feeds / "rows.jsonl"
    path.write_bytes(
        jsonl(STORIES) + b'{"title": "an old line that is cut',
    )
    archive.index([feeds])
    assert archive.count("*") == 3
    path.write_bytes(jsonl(STORIES[:1]) + bad.encode() + b"\n")
    archive.index([feeds])
    assert archive.count("*") == left


def test_a_map_is_kept_until_another_is_given(archive: morgue.Archive, feeds: Path) -> None:
    (feeds / "a.csv").write_text(
        "kopf,inhalt,tag\nErste,Text der ersten.,2025-03-01\nZweite,Text der zweiten.,2025-03-02\n"
    )
    archive.index([feeds / "a.csv"], columns={"headline": "kopf", "body": "inhalt", "published": "tag"})
    before = [hit.article.to_json() for hit in archive.hits("*", sort="oldest")]
    assert [each["headline"] for each in before] == ["Erste", "Zweite"]
    (feeds / "a.csv").write_text(
        "kopf,inhalt,tag\nErste,Text der ersten.,2025-03-01\nDritte,Text der dritten.,2025-03-03\n"
    )
    archive.index([feeds])
    assert [hit.article.headline for hit in archive.hits("*", sort="oldest")] == ["Erste", "Dritte"]


def test_a_table_of_a_database_is_kept_until_another_is_named(archive: morgue.Archive, feeds: Path) -> None:
    def write(*titles: str) -> None:
        (feeds / "a.db").unlink(missing_ok=True)
        database = sqlite3.connect(feeds / "a.db")
        database.execute("CREATE TABLE notes (title TEXT)")
        database.executemany("INSERT INTO notes VALUES (?)", [(title,) for title in titles])
        database.commit()
        database.close()

    write("Erste", "Zweite")
    archive.index([feeds])
    assert archive.count("*") == 0
    archive.index([feeds], table="notes")
    assert archive.count("*") == 2
    write("Erste", "Dritte", "Vierte")
    archive.index([feeds])
    assert {hit.article.headline for hit in archive.hits("*")} == {"Erste", "Dritte", "Vierte"}
    summary = archive.index([feeds], table="nothing")
    assert [reason for _, reason in summary.rejected] == ["no table nothing in the database, which has notes"]


def test_an_empty_directory_does_not_empty_the_archive(
    archive: morgue.Archive, feeds: Path, tmp_path: Path
) -> None:
    (feeds / "a.xml").write_bytes(rss(STORIES))
    archive.index([feeds])
    shutil.move(feeds, tmp_path / "away")
    feeds.mkdir()
    with pytest.raises(morgue.ArchiveError, match="is empty: nothing was pruned") as caught:
        archive.index([feeds], prune=True)
    assert caught.value.hint is not None
    assert "--prune=all" in caught.value.hint
    assert archive.count("*") == 3
    assert archive.index([feeds], prune="all").articles.removed == 3


def test_more_than_half_is_not_pruned_unasked(archive: morgue.Archive, feeds: Path) -> None:
    for at in range(5):
        (feeds / f"{at}.txt").write_bytes(text([Told(at, f"Story of day {at}", None)]))
    archive.index([feeds])
    for at in range(3):
        (feeds / f"{at}.txt").unlink()
    (feeds / "new.txt").write_bytes(text([Told(9, "A new story", None)]))
    summary = archive.index([feeds], prune=True)
    assert (summary.articles.removed, summary.articles.total) == (3, 3), "half is not more than half"
    (feeds / "3.txt").unlink()
    (feeds / "4.txt").unlink()
    with pytest.raises(
        morgue.ArchiveError, match=r"2 of 3 stories under .*feeds are gone from it: nothing was pruned"
    ):
        archive.index([feeds], prune=True)
    assert archive.count("*") == 3


def test_files_that_moved_are_no_loss(archive: morgue.Archive, feeds: Path) -> None:
    for at in range(4):
        (feeds / f"{at}.txt").write_bytes(text([Told(at, f"Story of day {at}", None)]))
    archive.index([feeds])
    for at in range(4):
        (feeds / f"{at}.txt").rename(feeds / f"moved-{at}.txt")
    summary = archive.index([feeds], prune=True)
    assert (
        summary.files.pruned,
        summary.articles.total,
        summary.articles.removed,
        summary.articles.added,
    ) == (4, 4, 0, 0)


def test_a_long_run_commits_every_few_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the clock too: what was read before a run is stopped is kept."""
    committed: list[int] = []
    ticks = iter(range(0, 10**9, 60))
    monkeypatch.setattr(Ingest, "clock", staticmethod(lambda: float(next(ticks))))
    commit = Ingest.checkpoint

    def noted(self: Ingest) -> None:
        committed.append(self._uncommitted)
        commit(self)

    monkeypatch.setattr(Ingest, "checkpoint", noted)
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    for at in range(6):
        (feeds / f"{at}.json").write_text(
            json.dumps([{"title": f"Story {at}", "text": Told(at, "", None).text}])
        )
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([feeds])
        assert len(committed) >= 2
        assert (archive.count("*"), archive.verify().sound) == (6, True)


@pytest.mark.parametrize(
    "value", ["0001-01-01T00:00:00+01:00", "0001-01-01", "9999-12-31T23:59:59-12:00", "-0044-03-15T10:00:00Z"]
)
@pytest.mark.parametrize("field", ["published", "updated", "day"])
def test_no_moment_of_a_row_stops_a_run(archive: morgue.Archive, feeds: Path, field: str, value: str) -> None:
    row = {
        "id": "aaaaaaaaaaaaaaaa",
        "source": {"path": "x.xml"},
        "headline": "Ferry",
        "body": "It sank.",
        field: value,
    }
    (feeds / "own.jsonl").write_text(json.dumps(row) + "\n")
    (feeds / "good.txt").write_bytes(text([Told(1, "A good story", None)]))
    archive.index([feeds])
    assert archive.count("*") == 2
    assert archive.index([feeds]).files.unchanged == 2
