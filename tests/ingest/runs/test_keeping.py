"""What an article said before stays: whatever file it was in, in whatever order the texts came, and until it is forgotten."""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import morgue
from morgue.errors import UnknownArticleError, UsageError
from morgue.ingest import keeping

FIRST, SECOND, THIRD = (
    ("Ferry strike begins", "The strike of ferry crews began on Thursday in Piraeus, the union said. Forty ships stay, 28 of them full."),
    ("CORRECTED-Ferry strike begins", "The strike of ferry crews began on Thursday in Piraeus, the union said. Fifty ships stay, 29 of them full."),
    ("Ferry strike ends", "The strike of ferry crews ended on Thursday in Piraeus, the union said. Sixty ships sail."),
)  # fmt: skip


def channel(text: tuple[str, str], clock: str = "09:00", *, updated: bool = True, more: str = "") -> str:
    """A channel of one item, as it was at an hour of 23 October 2025."""
    date = f"<pubDate>Thu, 23 Oct 2025 {clock}:00 GMT</pubDate>" if updated else ""
    return (
        '<rss version="2.0"><channel><title>Desk</title><link>https://desk.example/</link><item>'
        f"<guid>https://desk.example/2025/strike</guid><title>{text[0]}</title>{date}<description>{text[1]}</description>{more}"
        "</item></channel></rss>"
    )


def put(path: Path, content: str, at: int = 0) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    os.utime(path, ns=(at * 10**9, at * 10**9))
    return path


def identifier(archive: morgue.Archive) -> str:
    """The id of the one article of an archive."""
    (hit,) = archive.hits("*")
    return hit.article.id


def texts(archive: morgue.Archive) -> list[tuple[str | None, str | None]]:
    """Headline and source of every text of the one article, the earliest first."""
    return [
        (each.article.headline, each.article.source.path) for each in archive.versions(identifier(archive))
    ]


def is_sound(archive: morgue.Archive) -> bool:
    report = archive.verify()
    assert report.problems == []
    return True


def changed_thrice(archive: morgue.Archive, tmp_path: Path) -> Path:
    """One file that held one text after the other."""
    for at, text in enumerate((FIRST, SECOND, THIRD)):
        file = put(tmp_path / "feeds" / "a.xml", channel(text, f"09:{at}0"), at)
        archive.index([file.parent])
    return file.parent


def test_some_of_the_texts_are_those_of_all(archive: morgue.Archive, tmp_path: Path) -> None:
    changed_thrice(archive, tmp_path)
    full = identifier(archive)
    whole = [each.to_json() for each in archive.versions(full)]
    for first, limit in itertools.product((1, 2, 3), (None, 1, 2)):
        some = [each.to_json() for each in archive.versions(full, first=first, limit=limit)]
        assert some == whole[first - 1 :][:limit]
    assert archive.versions(full, first=4) == archive.versions(full, limit=0) == []


def test_a_text_that_its_file_has_lost_is_found(archive: morgue.Archive, tmp_path: Path) -> None:
    changed_thrice(archive, tmp_path)
    assert archive.count("forty") == archive.count("fifty") == 0
    assert archive.count("sixty") == archive.count("*") == archive.stats().articles == 1
    (hit,) = archive.search("forty versions:all").hits
    assert hit.article.id == f"{identifier(archive)}@1"
    assert archive.count("ferry versions:all") == 3
    assert archive.count("is:superseded") == 2
    assert archive.count("versions:current") == 1
    assert [text for text, _ in texts(archive)] == [FIRST[0], SECOND[0], THIRD[0]]
    assert is_sound(archive)


def test_what_a_desk_calls_back_can_still_be_read(archive: morgue.Archive, tmp_path: Path) -> None:
    item = {
        "uri": "tag:desk.example,2025:strike",
        "type": "text",
        "headline": FIRST[0],
        "body_text": FIRST[1],
    }
    sent = item | {"version": "1", "versioncreated": "2025-10-23T09:00:00Z"}
    file = put(tmp_path / "feeds" / "a.json", json.dumps(sent), 1)
    archive.index([file])
    called_back = {"version": "2", "versioncreated": "2025-10-23T10:00:00Z", "pubstatus": "canceled"}
    put(file, json.dumps(item | called_back | {"body_text": ""}), 2)
    archive.index([file])
    assert archive.count("is:withdrawn") == archive.count("*") == 1
    assert archive.search("forty versions:all").hits[0].article.id == f"{identifier(archive)}@1"
    assert archive.count("forty asof:2025-10-23T09:30Z") == 1
    assert archive.count("forty asof:2025-10-23T10:30Z") == 0
    assert is_sound(archive)


def test_each_text_has_a_name(archive: morgue.Archive, tmp_path: Path) -> None:
    changed_thrice(archive, tmp_path)
    full = identifier(archive)
    first, again, last = archive.show([f"{full}@1", f"{full[:8]}@1", f"{full}@3"])
    assert (first.headline, first.id) == (FIRST[0], f"{full}@1")
    assert again == first
    assert (last.headline, last.id) == (THIRD[0], full)
    version = archive.versions(full)[1]
    assert archive.show([f"{full}@{version.digest[:8]}"])[0].headline == SECOND[0]
    assert [each.id for each in archive.show([full[:6]])] == [full], "a beginning names the article"
    for wrong in ("@0", "@4", "@", "@abc", "@ffffff"):
        with pytest.raises(UnknownArticleError, match="3 texts"):
            archive.show([full + wrong])


def test_what_changed_is_said(archive: morgue.Archive, tmp_path: Path) -> None:
    changed_thrice(archive, tmp_path)
    first, second, third = archive.versions(identifier(archive))
    assert (first.changed, first.current, third.current) == (None, False, True)
    assert second.changed == "new headline, 1 edited: 28 -> 29"
    assert second.to_json()["id"].endswith("@2")


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
@pytest.mark.parametrize("runs", [1, 3])
def test_texts_of_several_files_are_in_the_order_of_their_times(
    archive: morgue.Archive, tmp_path: Path, order: tuple[int, ...], runs: int
) -> None:
    folder = tmp_path / "feeds"
    for place, at in enumerate(order):
        file = put(folder / f"{'bca'[place]}.xml", channel((FIRST, SECOND, THIRD)[at], f"09:{at}0"), 100 * at)
        if runs == 3:
            archive.index([file])
    archive.index([folder])
    assert [text for text, _ in texts(archive)] == [FIRST[0], SECOND[0], THIRD[0]]
    assert archive.count("versions:all") == 3
    stood = [archive.search(f"asof:2025-10-23T09:{at}5Z").hits[0].article.headline for at in range(3)]
    assert stood == [FIRST[0], SECOND[0], THIRD[0]]
    assert archive.count("asof:2025-10-22") == 0
    assert is_sound(archive)


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_texts_without_a_time_are_in_the_order_of_their_files(
    archive: morgue.Archive, tmp_path: Path, order: tuple[int, ...]
) -> None:
    folder = tmp_path / "feeds"
    for at in order:
        text = (FIRST, SECOND, THIRD)[at]
        file = put(folder / f"2025-10-2{at}.xml", channel(text, updated=False), 100 * order[at])
        archive.index([file])
    assert [text for text, _ in texts(archive)] == [FIRST[0], SECOND[0], THIRD[0]]
    found = archive.search("ferry asof:2026")
    assert found.total == 0, "nobody knows when it stood"
    said = "1 article that matches has no time, and cannot be said to have been there then"
    assert said in [note.message for note in found.notes]


def test_what_has_the_same_words_is_no_other_text(archive: morgue.Archive, tmp_path: Path) -> None:
    for at in range(4):
        category = f"<category>Sea {at}</category>"
        file = put(tmp_path / "feeds" / "a.xml", channel(FIRST, f"09:{at}0", more=category), at)
        assert archive.index([file]).articles.replaced == (at > 0)
    assert len(texts(archive)) == 1
    put(file, channel(SECOND, "10:00"), 10)
    archive.index([file])
    put(file, channel((FIRST[0].upper(), FIRST[1]), "11:00"), 11)
    archive.index([file])
    assert [text for text, _ in texts(archive)] == [SECOND[0], FIRST[0].upper()], "one text for each wording"
    assert is_sound(archive)


def test_the_beginning_of_a_text_is_no_text_of_its_own(archive: morgue.Archive, tmp_path: Path) -> None:
    put(tmp_path / "feeds" / "a.xml", channel((FIRST[0], FIRST[1][:60] + "…"), "08:00"), 1)
    put(tmp_path / "feeds" / "b.xml", channel(FIRST, "09:00"), 2)
    archive.index([tmp_path / "feeds"])
    assert texts(archive) == [(FIRST[0], "b.xml")]


def test_the_text_of_another_file_comes_back_with_its_file(archive: morgue.Archive, tmp_path: Path) -> None:
    folder = tmp_path / "feeds"
    put(folder / "a.xml", channel(FIRST, "09:00"), 1)
    newest = put(folder / "b.xml", channel(SECOND, "09:10"), 2)
    archive.index([folder])
    newest.unlink()
    archive.index([folder], prune="all")
    assert texts(archive) == [(FIRST[0], "a.xml")]
    assert archive.count("versions:all") == 1, "it is not kept beside itself"
    assert is_sound(archive)


def test_a_text_that_is_left_alone_stands_again(archive: morgue.Archive, tmp_path: Path) -> None:
    folder = tmp_path / "feeds"
    oldest = put(folder / "a.xml", channel(FIRST, "09:00"), 1)
    put(folder / "b.xml", channel(SECOND, "09:10"), 2)
    newest = put(folder / "c.xml", channel(THIRD, "09:20"), 3)
    archive.index([folder])
    oldest.unlink()
    (folder / "b.xml").unlink()  # both are gone from the disk, and were not pruned
    archive.forget([newest])
    assert texts(archive) == [(FIRST[0], "a.xml"), (SECOND[0], "b.xml")]
    assert archive.count("*") == 1
    assert is_sound(archive)


def test_what_a_file_held_goes_with_it(archive: morgue.Archive, tmp_path: Path) -> None:
    folder = changed_thrice(archive, tmp_path)
    archive.forget([folder / "a.xml"])
    assert archive.count("versions:all") == 0
    assert is_sound(archive)


def test_a_file_takes_its_own_texts_alone(archive: morgue.Archive, tmp_path: Path) -> None:
    folder = changed_thrice(archive, tmp_path)
    put(folder / "b.xml", channel(("Ferry strike is over", FIRST[1] + " Seventy went."), "09:30"), 9)
    archive.index([folder])
    assert len(texts(archive)) == 4
    archive.forget([folder / "a.xml"])
    assert texts(archive) == [("Ferry strike is over", "b.xml")]
    assert is_sound(archive)


def test_a_text_stays_while_another_file_has_it(archive: morgue.Archive, tmp_path: Path) -> None:
    folder = tmp_path / "feeds"
    for name, text, clock in (("a", FIRST, "09:00"), ("b", FIRST, "09:00"), ("c", SECOND, "09:10")):
        put(folder / f"{name}.xml", channel(text, clock), 1)
    archive.index([folder])
    assert texts(archive) == [(FIRST[0], "a.xml"), (SECOND[0], "c.xml")]
    archive.forget([folder / "a.xml"])
    assert texts(archive) == [(FIRST[0], "b.xml"), (SECOND[0], "c.xml")]
    assert is_sound(archive)


def test_an_article_is_forgotten_with_all_its_texts(archive: morgue.Archive, tmp_path: Path) -> None:
    folder = changed_thrice(archive, tmp_path)
    archive.forget(ids=[identifier(archive)])
    assert archive.count("versions:all") == 0
    (folder / "a.xml").touch()
    archive.index([folder])
    assert archive.count("versions:all") == 0
    assert is_sound(archive)


def test_one_text_is_forgotten_by_its_name(archive: morgue.Archive, tmp_path: Path) -> None:
    folder = changed_thrice(archive, tmp_path)
    full = identifier(archive)
    done = archive.forget(ids=[f"{full}@1"])
    assert (done.removed, done.texts) == (0, 1)
    assert [text for text, _ in texts(archive)] == [SECOND[0], THIRD[0]]
    put(folder / "b.xml", channel(FIRST, "09:00"), 9)
    archive.index([folder])
    assert [text for text, _ in texts(archive)] == [SECOND[0], THIRD[0]], "it stays forgotten"
    assert is_sound(archive)


def test_how_many_texts_are_gone_is_said(archive: morgue.Archive, tmp_path: Path) -> None:
    folder = changed_thrice(archive, tmp_path)
    put(folder / "b.xml", channel(("Ferry strike is over", FIRST[1] + " Seventy went."), "09:50"), 9)
    archive.index([folder])
    full = identifier(archive)
    with pytest.raises(UsageError, match="does not go by itself"):
        archive.forget(ids=[f"{full}@4"])
    done = archive.forget([folder / "b.xml"])
    assert (done.removed, done.texts) == (0, 0), "the text before stands again"
    done = archive.forget(ids=[full])
    assert (done.removed, done.texts) == (1, 2)
    assert archive.count("versions:all") == 0


def test_a_text_that_is_not_remembered_is_read_from_the_index(
    archive: morgue.Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "REMEMBERED", 0)
    folder = tmp_path / "feeds"
    for at, text in enumerate((FIRST, SECOND, THIRD)):
        put(folder / f"{at}.xml", channel(text, f"09:{at}0"), at)
    archive.index([folder])
    assert [text for text, _ in texts(archive)] == [FIRST[0], SECOND[0], THIRD[0]]
    assert is_sound(archive)


def test_a_rebuilt_index_has_every_text(archive: morgue.Archive, tmp_path: Path) -> None:
    folder = changed_thrice(archive, tmp_path)
    put(folder / "b.xml", channel(("Ferry strike is over", FIRST[1] + " Seventy went."), "09:30"), 9)
    archive.index([folder])
    held = [each.to_json() for each in archive.versions(identifier(archive))]
    archive.refresh()
    (index,) = archive.directory.glob("index-*")
    for path in index.iterdir():
        if path.suffix in (".store", ".idx", ".term"):
            damaged = b"damaged" + path.read_bytes()[7:]
            path.unlink()  # another file takes its place: what is mapped into memory may not shrink
            path.write_bytes(damaged)
    assert archive.verify(repair=True).sound
    assert [each.to_json() for each in archive.versions(identifier(archive))] == held
    assert archive.count("fifty versions:all") == 1
    assert is_sound(archive)


def test_an_archive_of_an_older_format_keeps_its_texts(archive: morgue.Archive, tmp_path: Path) -> None:
    changed_thrice(archive, tmp_path)
    held = [each.to_json() for each in archive.versions(identifier(archive))]
    archive.close()
    (archive.directory / "seal.json").unlink()
    with sqlite3.connect(archive.directory / "catalog.sqlite") as db:
        db.execute("UPDATE meta SET value = '1' WHERE key = 'format_version'")
        row = db.execute("SELECT * FROM versions LIMIT 1").fetchone()
        db.execute(
            "INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?)", (*row[:1], b"strange", *row[2:6], b"?")
        )
    db.close()
    morgue.renew(archive.directory)
    with morgue.open(archive.directory) as renewed:
        assert [each.to_json() for each in renewed.versions(identifier(renewed))] == held
        assert renewed.count("forty versions:all") == 1
        assert is_sound(renewed)


def test_no_answer_but_those_that_ask_for_them_has_earlier_texts(
    archive: morgue.Archive, tmp_path: Path
) -> None:
    folder = changed_thrice(archive, tmp_path)
    assert [hit.article.headline for hit in archive.hits("ferry")] == [THIRD[0]]
    assert archive.search("ferry").total == 1
    assert archive.facets("*", names=["publisher"]).facets == {"publisher": [("Desk", 1)]}
    assert archive.timeline("*").total == 1
    assert [count for _, count in archive.timeline("ferry", by="day").buckets] == [1]
    assert archive.explain("ferry OR forty").parts == [
        {"part": "ferry", "total": 1},
        {"part": "forty", "total": 0},
    ]
    assert [note.kind for note in archive.search("forty").notes] == ["unknown-word", "earlier-text"]
    assert archive.search("forty").notes[1].message == "1 earlier text of an article matches"
    assert archive.search("sixty").notes == archive.search("piraeus").notes == ()
    assert archive.search("forty versions:all").notes == ()
    assert archive.verify().articles == 1
    put(folder / "c.xml", channel(THIRD, "09:20").replace("2025/strike", "2025/other"), 20)
    archive.index([folder])
    assert archive.like(identifier_of(archive, "c.xml")).total == 1


def identifier_of(archive: morgue.Archive, path: str) -> str:
    """The id of the article of a file."""
    (hit,) = archive.hits(f"file:{path}")
    return hit.article.id


WORDINGS = ("forty ships", "fifty ships", "sixty boats", "no ship at all", "the port is shut")


@given(
    texts=st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 20)),
        min_size=1,
        max_size=6,
        unique_by=lambda each: each[1],
    ),
    order=st.randoms(use_true_random=False),
    apart=st.booleans(),
)
@settings(max_examples=25)
def test_any_history_is_the_same_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[int, int]], order: Random, apart: bool
) -> None:
    """Of each wording but the one that stands its last text is kept; a state has the last text before it."""
    folder = tmp_path_factory.mktemp("history")
    shuffled = order.sample(texts, len(texts))
    with morgue.create(folder / "archive") as archive:
        for wording, minute in shuffled:
            said = (f"Ferry strike: {WORDINGS[wording]}", f"{FIRST[1]} At last {WORDINGS[wording]}.")
            file = put(folder / "feeds" / f"{minute}.xml", channel(said, f"09:{minute:02}"), minute)
            if apart:
                archive.index([file])
        archive.index([folder / "feeds"])
        known = dict(sorted(texts, key=lambda each: each[1]))
        expected = sorted(known.values())
        identity = identifier(archive)
        versions = archive.versions(identity)
        assert [int(each.article.source.path.removesuffix(".xml")) for each in versions] == expected
        assert archive.count("versions:all") == len(expected)
        for minute in range(21):
            stood = [at for at in expected if at <= minute]
            found = [
                hit.article.source.path for hit in archive.search(f"asof:2025-10-23T09:{minute:02}Z").hits
            ]
            assert found == [f"{at}.xml" for at in stood[-1:]]
        assert is_sound(archive)


CUT_OFF = """
import os, sys
import morgue
from morgue.engines.tantivy.writer import TantivyWriter
from morgue.ingest.commit import DirectoryCommitter

def end(*unused, **also):
    os._exit(9)

step = sys.argv[3]
if step == "before the catalog":
    DirectoryCommitter.commit = end
elif step == "before the index":
    TantivyWriter.commit = end
else:
    DirectoryCommitter.checkpoint = end
    commit = TantivyWriter.commit
    TantivyWriter.commit = lambda self: (commit(self), end())
with morgue.open(sys.argv[1]) as archive:
    archive.index([sys.argv[2]])
"""


@pytest.mark.parametrize("step", ["before the catalog", "before the index", "after both"])
def test_a_run_that_is_cut_off_keeps_a_text_or_has_not_replaced_it(
    archive: morgue.Archive, tmp_path: Path, step: str
) -> None:
    file = put(tmp_path / "feeds" / "a.xml", channel(FIRST, "09:00"), 1)
    archive.index([file])
    put(file, channel(SECOND, "09:10"), 2)
    archive.close()
    arguments = [sys.executable, "-c", CUT_OFF, str(archive.directory), str(file), step]
    assert subprocess.run(arguments, check=False).returncode == 9
    expected = [FIRST[0], SECOND[0]] if step == "after both" else [FIRST[0]]
    assert [text for text, _ in texts(archive)] == expected
    archive.refresh()
    archive.index([file])
    assert [text for text, _ in texts(archive)] == [FIRST[0], SECOND[0]]
    assert archive.count("versions:all") == 2
    assert is_sound(archive)
