"""Archive: made, indexed, searched, changed, damaged and mended."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import morgue
from morgue.engines.tantivy.files import DICTIONARY
from morgue.model.article import Article, Place, Source
from morgue.storage.directory.commit_point import FORMAT
from tests.clock import Clock
from tests.conftest import story, write_jsonl

Make = Callable[..., morgue.Archive]


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    return tmp_path / "feeds"


@pytest.fixture
def archive(tmp_path: Path) -> morgue.Archive:
    return morgue.create(tmp_path / "archive")


def test_opening_what_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(morgue.ArchiveError, match="there is no archive at") as caught:
        morgue.open(tmp_path / "nothing")
    assert (
        caught.value.hint == f"make one from your feeds: morgue index --archive {tmp_path / 'nothing'} PATH…"
    )


def test_no_archive_is_made_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("precious")
    with pytest.raises(morgue.ArchiveError, match=r"is not empty \(thesis.doc\)"):
        morgue.create(tmp_path)
    assert os.listdir(tmp_path) == ["thesis.doc"]


def test_an_unknown_engine_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(morgue.EngineError, match="unknown engine 'lucene'"):
        morgue.create(tmp_path / "archive", engine="lucene")
    assert morgue.create(tmp_path / "archive").count("*") == 0


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_search_gives_the_contract_document(archive_of: Make, engine: str) -> None:
    archive = archive_of([story(1), story(2, headline="Harbour board meets", agency="Reuters")], engine)
    document = archive.search("harbour agency:reuters date:2025-10", now="2026-01-01").to_json()
    assert list(document) == [
        "format_version", "archive", "query", "total", "offset", "took_ms", "notes", "diagnosis", "partial", "hits",
    ]  # fmt: skip
    assert document["archive"] == {"id": archive.id, "revision": 1, "engine": engine}
    assert document["query"]["now"] == "2026-01-01T00:00:00+00:00"
    assert (document["total"], document["offset"], document["diagnosis"]) == (1, 0, None)
    hit = document["hits"][0]
    assert list(hit) == [
        "rank", "score", "id", "headline", "published", "day", "locations", "agency", "publisher", "byline",
        "section", "language", "url", "type", "story", "copies", "source", "snippets",
    ]  # fmt: skip
    assert hit["headline"] == "Harbour board meets"
    assert hit["locations"] == [{"place": "Piraeus", "country": "GR"}]
    assert {each["field"] for each in hit["snippets"]} <= {"body", "headline"}
    assert json.loads(json.dumps(document)) == document


def test_a_second_run_reads_nothing(archive: morgue.Archive, feeds: Path) -> None:
    write_jsonl(feeds / "a.jsonl", [story(1), story(2)])
    first = archive.index([feeds])
    assert (first.files.read, first.articles.added, first.revision) == (1, 2, 1)
    second = archive.index([feeds])
    assert (second.files.read, second.files.unchanged, second.articles.unchanged, second.revision) == (
        0,
        1,
        2,
        1,
    )


def test_a_touched_file_with_the_same_bytes_is_unchanged(archive: morgue.Archive, feeds: Path) -> None:
    feed = write_jsonl(feeds / "a.jsonl", [story(1)])
    archive.index([feeds])
    os.utime(feed, (1, 1))
    again = archive.index([feeds])
    assert (again.files.read, again.files.unchanged, again.articles.replaced, again.revision) == (0, 1, 0, 1)


def test_a_changed_file_replaces_its_articles(archive: morgue.Archive, feeds: Path) -> None:
    write_jsonl(feeds / "a.jsonl", [story(1), story(2), story(3)])
    archive.index([feeds])
    write_jsonl(feeds / "a.jsonl", [story(1), story(2, body="Quite another text."), story(4)])
    counts = archive.index([feeds]).articles
    assert counts.to_json() == {
        "added": 1,
        "replaced": 1,
        "removed": 1,
        "unchanged": 1,
        "total": 3,
        "same": 0,
    }
    assert archive.count("quite another text") == 1
    assert sorted(hit.article.headline or "" for hit in archive.hits("ferry")) == [
        f"Ferry crews vote on pay, day {number}" for number in (1, 2, 4)
    ]


def test_a_file_that_is_gone_stays_unless_pruned(archive: morgue.Archive, feeds: Path) -> None:
    write_jsonl(feeds / "a.jsonl", [story(1)])
    gone = write_jsonl(feeds / "b.jsonl", [story(2)])
    archive.index([feeds])
    gone.unlink()
    assert archive.index([feeds]).articles.total == 2
    summary = archive.index([feeds], prune=True)
    assert (summary.files.pruned, summary.articles.removed, summary.articles.total) == (1, 1, 1)


def test_one_story_in_two_files_stands_once_and_the_newest_wins(archive: morgue.Archive, feeds: Path) -> None:
    early = story(1, body="First version.", updated="2025-10-01T10:00:00Z")
    late = story(1, body="Second version.", updated="2025-10-01T11:00:00Z")
    write_jsonl(feeds / "a.jsonl", [late])
    write_jsonl(feeds / "b.jsonl", [early])
    counts = archive.index([feeds]).articles
    assert counts.to_json() == {
        "added": 1,
        "replaced": 0,
        "removed": 0,
        "unchanged": 0,
        "total": 1,
        "same": 1,
    }
    assert (archive.count("second"), archive.count("first")) == (1, 0)


def test_a_winner_that_goes_away_is_replaced_by_its_shadow(archive: morgue.Archive, feeds: Path) -> None:
    write_jsonl(feeds / "a.jsonl", [story(1, body="First version.", updated="2025-10-01T10:00:00Z")])
    winner = write_jsonl(
        feeds / "b.jsonl", [story(1, body="Second version.", updated="2025-10-01T11:00:00Z")]
    )
    archive.index([feeds])
    assert (archive.count("second"), archive.count("first")) == (1, 0)
    winner.unlink()
    archive.index([feeds], prune=True)
    assert (archive.count("second"), archive.count("first"), archive.count("*")) == (0, 1, 1)


def test_the_order_of_reading_does_not_matter(tmp_path: Path, feeds: Path) -> None:
    write_jsonl(feeds / "a.jsonl", [story(1, body="One.")])
    write_jsonl(feeds / "b.jsonl", [story(1, body="Two.")])
    told = []
    for name, order in (("x", ["a.jsonl", "b.jsonl"]), ("y", ["b.jsonl", "a.jsonl"])):
        archive = morgue.create(tmp_path / name)
        for each in order:
            archive.index([feeds / each])
        told.append([hit.article.body for hit in archive.hits("*")])
    assert told == [["Two."], ["Two."]], "the later file, in whichever order they are read"


def test_damaged_feeds_are_named_and_their_good_items_kept(archive: morgue.Archive, feeds: Path) -> None:
    good = write_jsonl(feeds / "half.jsonl", [story(1)])
    good.write_bytes(good.read_bytes() + b'{"id": "x", "headline": \n')
    (feeds / "empty.xml").write_bytes(b"")
    (feeds / "noise.bin").write_bytes(bytes(range(256)) * 40)
    summary = archive.index([feeds])
    assert {path for path, _ in summary.rejected} == {"half.jsonl", "empty.xml", "noise.bin"}
    assert (summary.files.seen, summary.files.rejected, summary.articles.added) == (3, 2, 1)
    assert (summary.files.read, summary.files.partly_read) == (1, 1)
    assert {each.path for each in archive.errors()} == {"half.jsonl", "empty.xml", "noise.bin"}
    assert all(each.reason for each in archive.errors())
    assert archive.index([feeds]).files.unchanged == 3


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_a_run_that_brings_no_article_is_remembered(tmp_path: Path, feeds: Path, engine: str) -> None:
    """Only what is no feed, or only what another file has: the index stays as it is, the catalog does not."""
    feeds.mkdir(exist_ok=True)
    (feeds / "cut.xml").write_bytes(b"")
    with morgue.create(tmp_path / "archive", engine=engine) as archive:
        archive.index([feeds])
        assert [each.path for each in archive.errors()] == ["cut.xml"]
        write_jsonl(feeds / "a.jsonl", [story(1)])
        assert archive.index([feeds]).revision == 1
        write_jsonl(feeds / "b.jsonl", [story(1)])
        (feeds / "torn.zip").write_bytes(b"PK\x03\x04 and no more")
        archive.index([feeds])
        assert [each.path for each in archive.errors()] == ["cut.xml", "torn.zip"]
        assert archive.index([feeds]).files.unchanged == 4
        assert archive.verify().sound
        (feeds / "a.jsonl").unlink()  # the other file of the story is known
        archive.index([feeds], prune=True)
        assert (archive.count("ferry"), archive.stats().files) == (1, 3)
        assert archive.verify().sound


def test_a_version_that_cannot_be_read_does_not_drop_the_last_good_one(
    archive: morgue.Archive, feeds: Path
) -> None:
    feed = write_jsonl(feeds / "a.jsonl", [story(1)])
    archive.index([feeds])
    feed.write_bytes(b"")
    assert archive.index([feeds]).files.rejected == 1
    assert archive.count("ferry") == 1


def test_what_one_archive_shows_another_indexes_losing_nothing(
    tmp_path: Path, archive: morgue.Archive, feeds: Path
) -> None:
    strange = story(
        2,
        headline=None,
        byline=None,
        locations=None,
        section=(),
        keywords=None,
        day=None,
        published="2025-10-02",
    )
    write_jsonl(feeds / "a.jsonl", [story(1, source=Source("x/y.zip", "rss", "m.xml", 5, 7, "ab")), strange])
    archive.index([feeds])
    copied = write_jsonl(tmp_path / "copy" / "all.jsonl", [hit.article for hit in archive.hits("*")])
    other = morgue.create(tmp_path / "other")
    other.index([copied])
    ids = [hit.article.id for hit in archive.hits("*")]
    assert other.show(ids) == archive.show(ids)
    assert archive.show([strange.id])[0].to_json() == strange.to_json()


def test_standard_input_is_one_feed(archive: morgue.Archive, tmp_path: Path) -> None:
    data = write_jsonl(tmp_path / "x.jsonl", [story(7)]).read_bytes()
    assert archive.index(["-"], stdin=io.BytesIO(data)).articles.added == 1
    assert archive.count("ferry") == 1


def test_forget_a_file_a_directory_and_an_article(archive: morgue.Archive, feeds: Path) -> None:
    write_jsonl(feeds / "a" / "one.jsonl", [story(1), story(2)])
    write_jsonl(feeds / "a" / "two.jsonl", [story(3)])
    write_jsonl(feeds / "b.jsonl", [story(4), story(5)])
    archive.index([feeds])
    gone = archive.forget(["a/one.jsonl"])
    assert (gone, gone.files, gone.remaining) == (2, 1, 0)
    assert archive.forget([feeds / "a"]).removed == 1
    assert archive.forget(ids=[story(4).id[:8]]).removed == 1
    assert [hit.article.id for hit in archive.hits("*")] == [story(5).id]
    with pytest.raises(morgue.ArchiveError, match=r"the archive has no file nowhere.xml"):
        archive.forget(["nowhere.xml"])


def test_a_forgotten_article_does_not_come_back_with_its_file(archive: morgue.Archive, feeds: Path) -> None:
    write_jsonl(feeds / "a.jsonl", [story(1), story(2)])
    archive.index([feeds])
    archive.forget(ids=[story(1).id])
    write_jsonl(feeds / "a.jsonl", [story(1), story(2), story(3)])
    archive.index([feeds])
    assert {hit.article.id for hit in archive.hits("*")} == {story(2).id, story(3).id}


def test_show_takes_unique_beginnings(archive_of: Make) -> None:
    archive = archive_of([story(1, id="aaaaaabbbbbbbbbb"), story(2, id="aaaaaacccccccccc")])
    assert archive.show(["aaaaaab"])[0].id == "aaaaaabbbbbbbbbb"
    with pytest.raises(morgue.ArchiveError, match="more than one article has an id that begins with aaaaaa"):
        archive.show(["aaaaaa"])
    with pytest.raises(morgue.ArchiveError, match="no article has the id zzzzzz"):
        archive.show(["zzzzzz"])
    with pytest.raises(morgue.ArchiveError, match="no article has the id aaa"):
        archive.show(["aaa"])


def test_ties_are_broken_by_day_then_id(archive_of: Make) -> None:
    same = {"headline": "Ferry", "body": "Ferry.", "published": None}
    archive = archive_of(
        [
            story(1, id="cccccccccccccccc", day="2025-10-02", **same),
            story(2, id="bbbbbbbbbbbbbbbb", day="2025-10-01", **same),
            story(3, id="aaaaaaaaaaaaaaaa", day="2025-10-01", **same),
            story(4, id="dddddddddddddddd", day=None, **same),
        ]
    )
    for query in ("ferry", "*", "agency:ap"):
        order = [hit.article.id[0] for hit in archive.search(query).hits]
        assert order == ["c", "a", "b", "d"], query
        paged = [archive.search(query, limit=1, offset=at).hits[0].article.id[0] for at in range(4)]
        assert paged == order, query
        assert [hit.article.id[0] for hit in archive.hits(query)] == order, query


def test_sorting_by_time_uses_instants_and_puts_the_timeless_last(archive_of: Make) -> None:
    archive = archive_of(
        [
            story(1, id="a" * 16, published="2025-10-01T23:00:00+05:30", day="2025-10-01"),
            story(2, id="b" * 16, published="2025-10-01T18:00:00+00:00", day="2025-10-01"),
            story(3, id="c" * 16, published=None, day=None),
        ]
    )
    assert [hit.article.id[0] for hit in archive.search("*", sort="newest").hits] == ["b", "a", "c"]
    assert [hit.article.id[0] for hit in archive.search("*", sort="oldest").hits] == ["a", "b", "c"]


def test_bursts_of_an_archive(archive_of: Make) -> None:
    burst = [story(at, headline=None, body="A walrus slept.", day="2025-10-07") for at in range(1, 6)]
    rest = [story(at, headline=None, body=f"Nothing{at}.", day="2025-10-14") for at in range(10, 40)]
    archive = archive_of([*burst, *rest])
    found = archive.bursts(by="week")
    assert [each.period for each in found.periods] == ["2025-W41"]
    assert [(each.value, each.count) for each in found.periods[0].words] == [("slept", 5), ("walrus", 5)]
    document = found.to_json()
    assert (document["total"], document["by"], document["measure"]) == (35, "week", "log-likelihood")
    assert archive.bursts("date:2025-10-07", by="day", top=1).periods[0].words[0].value == "slept"
    assert archive.bursts("walrus", by="week").periods == [], "there is no walrus at other times"
    assert archive.bursts("walrus", by="week", against="archive").periods[0].words[0].count == 5
    assert archive.bursts("zebra").to_json()["periods"] == []


def test_bursts_are_of_the_texts_that_a_query_searches(tmp_path: Path) -> None:
    feed = tmp_path / "feeds" / "feed.jsonl"
    rest = [story(at, headline=None, body=f"Nothing{at}.", day="2025-10-14") for at in range(10, 40)]
    with morgue.create(tmp_path / "archive") as archive:
        for animal, hour in (("walrus", 9), ("otter", 10)):
            when = f"2025-10-07T{hour:02d}:00:00Z"
            burst = [
                story(at, headline=None, body=f"An {animal}.", day="2025-10-07", published=when)
                for at in range(5)
            ]
            write_jsonl(feed, [*burst, *rest])
            archive.index([feed.parent])
        assert archive.count("versions:all") == 40

        def words(query: str) -> list[str]:
            return [
                each.value for period in archive.bursts(query, by="week").periods for each in period.words
            ]

        assert words("*") == words("date:2025-10-07") == ["otter"]
        assert words("versions:all") == ["otter", "walrus"]
        assert archive.bursts("versions:all", by="week").compared == 40
        assert archive.bursts("*", by="week").compared == 35


def test_timeline_has_empty_buckets_and_chooses_its_unit(archive_of: Make) -> None:
    archive = archive_of([story(1, day="2025-10-01"), story(2, day="2025-12-31"), story(3, day=None)])
    timeline = archive.timeline("*", by="month")
    assert timeline.to_json()["buckets"] == [["2025-10", 1], ["2025-11", 0], ["2025-12", 1]]
    assert timeline.total == 3
    assert archive.timeline("*").by == "week"
    assert archive.timeline("*", by="week").buckets[-1] == ("2026-W01", 1)


def test_facets_count_values_and_years(archive_of: Make) -> None:
    archive = archive_of(
        [
            story(1),
            story(2, agency=None),
            story(3, locations=(Place("Rome", "IT"), Place("Bari", "IT")), day="1987-03-01"),
        ]
    )
    facets = archive.facets("*").facets
    other = archive.facets("*", names=["outlet", "place"]).facets
    assert other == {"publisher": facets["publisher"], "location": facets["location"]}
    assert facets["agency"] == [("AP", 2)]
    assert facets["country"] == [("GR", 2), ("IT", 1)]
    assert facets["location"] == [("Piraeus", 2), ("Bari", 1), ("Rome", 1)]
    assert facets["year"] == [("2025", 2), ("1987", 1)]
    assert facets["month"] == [("2025-10", 2), ("1987-03", 1)]


def test_a_diagnosis_ends_when_its_time_is_over(archive_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = archive_of([story(1), story(2)])
    query = "ferry nowhere1 nowhere2 nowhere3"
    assert len(archive.search(query).diagnosis or []) == 4
    monkeypatch.setattr("morgue.query.diagnosis.DIAGNOSIS_SECONDS", -1.0)
    assert [each["part"] for each in archive.search(query).diagnosis or []] == ["ferry"]


def test_nothing_found_is_diagnosed(archive_of: Make) -> None:
    archive = archive_of([story(1), story(2)])
    result = archive.search("ferry submarine agency:ap")
    assert (result.total, result.hits) == (0, ())
    assert [(each["part"], each["total"], each["without"]) for each in result.diagnosis or []] == [
        ("ferry", 2, 0), ("submarine", 0, 2), ("agency:ap", 2, 0),
    ]  # fmt: skip


def test_strict_makes_a_note_an_error(archive_of: Make) -> None:
    archive = archive_of([story(1, body="Crews and captains.")])
    assert [note.kind for note in archive.search("ferry and crews").notes] == ["lowercase-operator"]
    with pytest.raises(morgue.QueryError):
        archive.search("ferry and crews", strict=True)


def test_now_decides_relative_dates(archive_of: Make) -> None:
    archive = archive_of([story(5)])
    assert archive.count("date:today", now=dt.datetime(2025, 10, 5, 23, tzinfo=dt.UTC)) == 1
    assert archive.count("date:yesterday", now="2025-10-06T08:00:00+02:00") == 1
    assert archive.count("date:today", now="2025-10-06") == 0


def test_a_flipped_bit_is_found_and_mended(archive: morgue.Archive, feeds: Path) -> None:
    write_jsonl(feeds / "a.jsonl", [story(number) for number in range(1, 50)])
    archive.index([feeds])
    assert archive.verify().sound
    before = sorted(hit.article.id for hit in archive.hits("*"))
    store = next((archive.directory / "index-1").glob("*.store"))
    with store.open("r+b") as file:  # in place: a file cut off under a map of it would end this process
        middle = file.seek(store.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(middle)
        file.write(bytes([byte ^ 4]))
    report = archive.verify()
    assert report.problems == [f"{store.name} is damaged: its checksum does not fit"]
    assert archive.verify(repair=True).sound
    assert sorted(hit.article.id for hit in archive.hits("*")) == before
    assert archive.verify().problems == []


@pytest.mark.parametrize("gone", [False, True], ids=["sources there", "sources gone"])
@pytest.mark.parametrize("damaged", [1, 2])
def test_a_damaged_dictionary_of_the_articles_is_mended(
    archive: morgue.Archive, feeds: Path, damaged: int, gone: bool
) -> None:
    write_jsonl(feeds / "a.jsonl", [story(number) for number in range(1, 300)])
    archive.index([feeds])
    before = sorted(hit.article.id for hit in archive.hits("*"))
    for name in DICTIONARY[:damaged]:
        path = archive.directory / "index-1" / name
        with path.open("r+b") as file:
            file.seek(100)
            byte = file.read(1)[0]
            file.seek(100)
            file.write(bytes([byte ^ 4]))
    if gone:
        (feeds / "a.jsonl").unlink()
    report = archive.verify()
    assert report.problems == [
        f"{name} is damaged: its checksum does not fit" for name in sorted(DICTIONARY[:damaged])
    ]
    report = archive.verify(repair=True)
    if gone and damaged == 2:  # nothing tells any more what they said
        assert archive.count("*") == 0
        return
    assert report.sound
    assert sorted(hit.article.id for hit in archive.hits("*")) == before
    assert archive.verify().problems == []


@pytest.mark.parametrize("when", ["before the index", "after the index"])
def test_a_commit_that_did_not_end_is_done_again(
    archive: morgue.Archive, feeds: Path, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from morgue.engines.tantivy.writer import TantivyWriter
    from morgue.storage.catalog import SqliteCatalog

    write_jsonl(feeds / "a.jsonl", [story(1), story(2)])
    archive.index([feeds])
    write_jsonl(feeds / "a.jsonl", [story(2, body="Changed."), story(3)])
    write_jsonl(feeds / "b.jsonl", [story(4)])

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(
            *(
                (TantivyWriter, "commit", die)
                if when == "before the index"
                else (SqliteCatalog, "commit", die)
            )
        )
        with pytest.raises(KeyboardInterrupt):
            archive.index([feeds])
    archive.index([feeds])
    assert sorted(hit.article.id for hit in archive.hits("*")) == sorted(
        story(number).id for number in (2, 3, 4)
    )
    assert archive.count("changed") == 1
    assert archive.verify().problems == []


def test_a_second_writer_is_told_who_the_first_is(
    archive: morgue.Archive, feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from morgue.storage.directory import lock
    from morgue.storage.directory.lock import WriterLock

    write_jsonl(feeds / "a.jsonl", [story(1)])
    monkeypatch.setattr(lock, "time", Clock())
    with (
        WriterLock(archive.directory),
        pytest.raises(morgue.ArchiveError, match=f"process {os.getpid()} is writing"),
    ):
        archive.index([feeds])
    assert archive.index([feeds]).articles.added == 1


def test_nobody_writes_between_the_making_of_an_archive_and_its_first_run(
    tmp_path: Path, feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("morgue.storage.directory.lock.time", Clock())
    write_jsonl(feeds / "a.jsonl", [story(1)])
    where = tmp_path / "archive"
    with morgue.create(where, writing=True) as made, morgue.open(where) as other:
        with pytest.raises(morgue.ArchiveError, match=f"process {os.getpid()} is writing to this archive"):
            other.index([feeds])
        assert made.index([feeds]).articles.added == 1
        assert other.index([feeds]).files.unchanged == 1
        assert made.index([feeds]).files.unchanged == 1


def test_an_archive_that_is_closed_before_its_first_run_lets_others_write(
    tmp_path: Path, feeds: Path
) -> None:
    write_jsonl(feeds / "a.jsonl", [story(1)])
    where = tmp_path / "archive"
    morgue.create(where, writing=True).close()
    with morgue.open(where) as other:
        assert other.index([feeds]).articles.added == 1


def test_an_archive_can_be_moved_and_read_only(archive: morgue.Archive, feeds: Path, tmp_path: Path) -> None:
    write_jsonl(feeds / "a.jsonl", [story(1)])
    archive.index([feeds])
    archive.close()
    moved = tmp_path / "elsewhere"
    archive.directory.rename(moved)
    for path in (*moved.rglob("*"), moved):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with morgue.open(moved) as again:
            assert again.count("ferry") == 1
    finally:
        for path in (moved, *moved.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def older(archive: morgue.Archive) -> None:
    """Make an archive what format 1 was: no seal, no copy, the name of the index in the catalog."""
    import sqlite3

    archive.close()
    (archive.directory / "seal.json").unlink()
    (archive.directory / "catalog.copy").unlink()
    with sqlite3.connect(archive.directory / "catalog.sqlite") as db:
        db.execute("UPDATE meta SET value = '1' WHERE key = 'format_version'")
        db.execute("INSERT INTO meta VALUES ('index_directory', 'index-1')")
    db.close()


def test_an_archive_of_an_older_format_is_not_misread(archive: morgue.Archive) -> None:
    older(archive)
    with pytest.raises(morgue.ArchiveError, match="is an archive of format 1; this morgue reads") as caught:
        morgue.open(archive.directory)
    assert "morgue index" in (caught.value.hint or "")


def test_an_archive_of_a_newer_format_is_left_alone(archive: morgue.Archive) -> None:
    import zlib

    seal = archive.directory / "seal.json"
    body = seal.read_bytes().split(b"\n")[0].replace(b'"format": %d' % FORMAT, b'"format": 99')
    seal.write_bytes(body + b"\n%08x\n" % zlib.crc32(body))
    with pytest.raises(morgue.ArchiveError, match="is an archive of format 99; this morgue reads") as caught:
        morgue.open(archive.directory)
    assert caught.value.hint == "a newer morgue made it: use that one"


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_index_makes_an_older_archive_anew_from_its_sources(
    tmp_path: Path, feeds: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from morgue.commands import main as cli

    archive = morgue.create(tmp_path / "archive", engine=engine)
    write_jsonl(feeds / "a.jsonl", [story(1), story(2)])
    gone = write_jsonl(feeds / "b.jsonl", [story(3)])
    archive.index([feeds])
    archive.forget(ids=[story(2).id])
    identifier = archive.id
    older(archive)
    gone.unlink()
    write_jsonl(tmp_path / "more" / "c.jsonl", [story(4)])
    monkeypatch.chdir(tmp_path)
    assert cli.run(["--archive", "archive", "index", "more"]) == 3
    with morgue.open(archive.directory) as again:
        assert {hit.article.id for hit in again.hits("*")} == {story(1).id, story(4).id}
        assert (again.id, again.engine, again.verify().problems) == (identifier, engine, [])
    assert not (archive.directory / "index-1").exists()


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
@pytest.mark.parametrize("unsealed", [False, True])
def test_an_index_without_its_head_is_mended(
    tmp_path: Path, feeds: Path, engine: str, unsealed: bool
) -> None:
    write_jsonl(feeds / "a.jsonl", [story(number) for number in range(1, 30)])
    archive = morgue.create(tmp_path / "archive", engine=engine)
    archive.index([feeds])
    archive.close()
    index = archive.directory / "index-1"
    head = next(each for each in index.iterdir() if each.name == "meta.json" or each.suffix == ".toc")
    head.write_bytes(head.read_bytes()[:-40])
    if unsealed:  # and a writer was killed
        (archive.directory / "unsealed").touch()
    assert archive.verify().problems
    assert archive.verify(repair=True).mended
    assert {hit.article.id for hit in archive.hits("*")} == {story(number).id for number in range(1, 30)}
    assert archive.verify().sound


def test_a_making_that_fails_leaves_nothing_in_the_way(
    tmp_path: Path, feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    write_jsonl(feeds / "a.jsonl", [story(1)])

    def full(*_: object, **__: object) -> None:
        (tmp_path / "archive" / "catalog.sqlite").touch()
        raise morgue.ArchiveError("the disk is full") from sqlite3.OperationalError("disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("morgue.archive.writer.SqliteCatalog.create", full)
        with pytest.raises(morgue.ArchiveError, match="the disk is full"):
            morgue.create(tmp_path / "archive")
    with pytest.raises(morgue.ArchiveError, match="there is no archive"):
        morgue.open(tmp_path / "archive")
    assert morgue.create(tmp_path / "archive").index([feeds]).articles.added == 1


def test_a_file_that_cannot_be_read_now_is_tried_again(
    archive: morgue.Archive, feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import morgue.ingest.run as run
    from morgue.ingest import workers

    class Inline:
        def __enter__(self) -> Inline:
            return self

        def __exit__(self, *unused: object) -> None:
            pass

        def run(self, jobs: object, left: object = None) -> object:
            for job in jobs:  # type: ignore[attr-defined]
                yield from workers.work(job)

    def failing(file: object) -> object:
        raise OSError(5, "Input/output error")

    write_jsonl(feeds / "a.jsonl", [story(1)])
    with monkeypatch.context() as patch:
        patch.setattr(run, "Pool", Inline)
        patch.setattr(workers, "_digest", failing)
        assert archive.index([feeds]).rejected == [("a.jsonl", "cannot be read: input/output error")]
    summary = archive.index([feeds])
    assert (summary.articles.added, summary.rejected, archive.errors()) == (1, [], [])
    assert archive.index([feeds]).files.unchanged == 1


def test_a_portrait_has_every_year(tmp_path: Path) -> None:
    stories = [story(number, day=f"{1990 + number}-05-01") for number in range(1, 21)]
    feed = write_jsonl(tmp_path / "feeds" / "years.jsonl", [*stories, story(99, day=None, published=None)])
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([feed])
        years = archive.stats().years
    assert years == [(str(1990 + number), 1) for number in range(1, 21)]


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_a_word_whose_only_article_is_forgotten_is_unknown(archive_of: Make, engine: str) -> None:
    """Deleted articles stay in the frequencies of words until a merge."""
    written = [story(number) for number in range(1, 6)] + [story(6, body="A zeppelin landed.")]
    archive = archive_of(written, engine)
    query = "ferry OR zeppelin"
    assert archive.search(query).notes == ()
    archive.forget(ids=[written[-1].id])
    assert [note.kind for note in archive.search(query).notes] == ["unknown-word"]
    assert archive.search("ferry OR crews").notes == ()
    assert archive.search('ferry OR "crews"').notes == ()


def test_explain_names_the_words_of_the_field_that_is_asked(tmp_path: Path) -> None:
    rows = [
        {
            "headline": "Strike over",
            "body": "The strikers went home.",
            "language": "en",
            "dateline": "BRUSSELS, Oct 23 -",
        },
        {"headline": "Sanktionen", "body": "Die Sanktion bleibt.", "language": "de"},
    ]
    feed = tmp_path / "feed.jsonl"
    feed.write_text("".join(json.dumps({"id": str(at), **row}) + "\n" for at, row in enumerate(rows)))
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([feed])
        for query in ("stri*", "headline:stri*", "brusels~1", "sanktionen", "strike"):
            found = archive.explain(query)
            field = (
                "headline:" if query.startswith("headline:") else "body:" if query.startswith("body:") else ""
            )
            assert found.words, query
            for meaning in found.words:
                for word, number in meaning.words:
                    assert archive.count(f'{field}"{word}"') == number, (query, word)
        german = [each for each in archive.explain("Sanktion").words if each.language == "de"]
        assert [each.words for each in german] == [[("sanktion", 1), ("sanktionen", 1)]]


def test_what_an_article_is_marked_by_is_what_finds_it(
    archived: Callable[[list[Article]], morgue.Archive],
) -> None:
    """The stem of `inondée` is made with its accents, and is that of `inondee` only where an archive has the word."""
    body = "La commune inondée attend de l'eau, et les caves sont inondées depuis la nuit de jeudi."
    archive = archived([story(1), story(2, language="fr", headline="Une rivière en crue", body=body)])
    (hit,) = archive.search("inondee").hits
    marked = archive.marking("inondee")(hit.article)
    assert {field: [body[start:end] for start, end in places] for field, places in marked.items()} == {
        "body": ["inondée", "inondées"]
    }
    (snippet,) = hit.snippets
    assert [(snippet.start + start, snippet.start + end) for start, end in snippet.highlights] == marked[
        "body"
    ]


def test_a_query_that_cannot_be_read_marks_nothing(
    archived: Callable[[list[Article]], morgue.Archive],
) -> None:
    with pytest.raises(morgue.QueryError, match="column 1"):
        archived([story(1)]).marking('"ferry')
