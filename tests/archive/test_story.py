"""The life of a story in an archive: found by any of its articles, the same on every engine, with its earlier texts."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import morgue
from morgue.errors import UnknownArticleError
from morgue.model.article import Article
from morgue.query import deadline
from morgue.stories.lineage import lineage_of
from tests.conftest import story, write_jsonl
from tests.linked import link
from tests.stories.life import (
    BODY,
    COPY,
    CORRECTION,
    CUT,
    EXTENDED,
    FIRST,
    LATE,
    RIGHT,
    STORY,
    TITLE,
    UPDATE,
    member,
)
from tests.test_corpus import CORPUS

Make = Callable[..., morgue.Archive]

RIVALS = [
    story(
        400 + number,
        headline="Fishing pact of Selvoy: herring, nets and turnips",
        body="Delegates in Selvoy signed a fishing pact on herring in the Sund, and inspectors count nets and turnips.",
        published=f"2025-10-2{2 + number}T20:00:00+02:00",
        day=f"2025-10-2{2 + number}",
        agency="Rival",
        keywords=(),
    )
    for number in range(5)
]


def linked(make: Make, articles: list[Article]) -> morgue.Archive:
    archive = make(articles)
    link(archive, [[each.id for each in STORY]])
    return archive


def test_any_of_its_articles_names_it(archived: Make) -> None:
    archive = linked(archived, [*STORY, story(1)])
    documents = [archive.story(name).to_json() for name in (FIRST.id, LATE.id, CUT.id[:9])]
    assert documents[0] == documents[1] == documents[2]
    document = documents[0]
    assert list(document["story"].items())[:3] == [("id", FIRST.id), ("articles", 8), ("outlets", 6)]
    assert (document["story"]["first"], document["story"]["last"]) == (FIRST.published, LATE.published)
    assert [each["relation"] for each in document["members"]] == [
        "first", "copy", "extended", "cut", "update", "correction", "copy", "copy",
    ]  # fmt: skip
    assert document["uncorrected"] == [COPY.id, EXTENDED.id, CUT.id, LATE.id]
    assert document["corrections"] == [{"id": CORRECTION.id, "against": UPDATE.id, "changed": [["28", "29"]]}]
    assert json.loads(json.dumps(document)) == document
    assert archive.story(story(1).id).to_json()["story"]["articles"] == 1
    with pytest.raises(UnknownArticleError):
        archive.story("zzzzzzzz")


def test_it_is_that_of_its_articles(archived: Make) -> None:
    archive = linked(archived, [*STORY, story(1)])
    assert archive.story(FIRST.id).lineage == lineage_of(archive.show([each.id for each in STORY]))


def test_the_same_event_by_others_is_kept_apart(archived: Make) -> None:
    filler = [story(number, body="Rain fell.", headline="Rain", keywords=()) for number in range(500, 520)]
    archive = linked(archived, [*STORY, *RIVALS, *filler])
    same = archive.story(FIRST.id).same_event
    assert same is not None
    near = {each.id for each in RIVALS[:3]}  # the days before and after the story
    assert {hit.article.id for hit in archive.search(same.query).hits} == near
    assert (same.total, same.agencies) == (3, [("Rival", 3)])


def test_a_search_that_takes_too_long_is_ended(archive_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = linked(archive_of, [*STORY])
    monkeypatch.setattr(deadline, "TIME_LIMIT", -1.0)
    with pytest.raises(deadline.TooLongError):
        archive.story(FIRST.id)


def one(number: int, body: tuple[str, ...], headline: str, updated: str | None) -> str:
    return json.dumps(dataclasses.replace(member(number, headline, body, "11:58"), updated=updated).to_json())


def test_a_correction_that_took_the_place_of_what_it_corrects(tmp_path: Path) -> None:
    """The commonest form in feeds: one identifier, another text."""
    feed = tmp_path / "feeds" / "wire.jsonl"
    feed.parent.mkdir()
    feed.write_text(one(1, BODY, TITLE, None), encoding="utf-8")
    write_jsonl(tmp_path / "feeds" / "papers.jsonl", [COPY, CUT])
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([tmp_path / "feeds"])
        assert archive.story(FIRST.id).to_json()["versions"] == []
        feed.write_text(
            one(1, (RIGHT, *BODY[1:]), f"CORRECTED-{TITLE}", "2025-10-23T16:00:00+02:00"), encoding="utf-8"
        )
        archive.index([tmp_path / "feeds"])
        document = archive.story(CUT.id).to_json()
        assert [each["id"] for each in document["members"]] == [FIRST.id, COPY.id, CUT.id]
        assert [(each["id"], each["n"], each["current"]) for each in document["versions"]] == [
            (f"{FIRST.id}@1", 1, False),
            (f"{FIRST.id}@2", 2, True),
        ]
        assert document["versions"][0]["kept"] is None
        assert 0.9 < document["versions"][1]["kept"] < 1
        assert document["corrections"] == [
            {"id": FIRST.id, "against": f"{FIRST.id}@1", "changed": [["28", "29"]]}
        ]
        assert document["uncorrected"] == [COPY.id, CUT.id]
        assert archive.diff(f"{FIRST.id}@1", FIRST.id).to_json()["changed"] == [["28", "29"]]
        assert archive.story(f"{FIRST.id}@1").to_json() == document


def test_the_story_of_the_corpus(tmp_path: Path) -> None:
    """The demo: eight articles of four formats are one story, and who has not followed the correction is known."""
    wanted = [
        CORPUS / each
        for each in (
            "nitf/pa-rannoch-sleeper-1.xml", "nitf/pa-rannoch-sleeper-2.xml", "nitf/pa-rannoch-sleeper-3.xml",
            "rss/moor-watch.xml", "html/strath-courier-sleeper.html", "json/glen-tidings.json",
        )
    ]  # fmt: skip
    with morgue.create(tmp_path / "archive") as archive:
        archive.index(wanted)
        document = archive.story("5p2hgelozv3fwskx").to_json()
    assert document["story"]["id"] == "5p2hgelozv3fwskx", "which the Makefile names"
    assert [(each["publisher"], each["relation"], each["corrected"]) for each in document["members"]] == [
        (None, "first", False),
        ("The Lorn Intelligencer", "copy", False),
        ("Tay Evening Packet", "cut", False),
        ("The Strath Courier", "extended", False),
        (None, "update", False),
        (None, "correction", True),
        ("Glen Tidings", "copy", False),
        ("The Breadalbane Echo", "copy", True),
    ]
    assert document["corrections"][0]["changed"] == [["140", "114"]]
    assert len(document["uncorrected"]) == 4


def test_the_place_of_an_article_in_its_story(archived: Make) -> None:
    archive = linked(archived, [*STORY, story(1)])
    late, alone, right = archive.show([LATE.id, story(1).id, CORRECTION.id])
    assert archive.standing(alone) is None
    found = archive.standing(late)
    assert found is not None
    assert (found.story, found.articles, found.first.id, found.corrected) == (FIRST.id, 8, FIRST.id, False)
    assert [(each.id, [(one.was, one.now) for one in made]) for each, made in found.corrections] == [
        (CORRECTION.id, [("28", "29")])
    ]
    mended = archive.standing(right)
    assert mended is not None
    assert mended.corrected is True


def test_the_place_in_a_story_of_very_many_articles(archived: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from morgue.archive import lineage

    monkeypatch.setattr(lineage, "MOST_JUDGED", 3)
    kill = member(50, f"WITHDRAWN: {TITLE}", ("Sundtel withdraws its story on the pact.",), "19:00")
    archive = archived([*STORY, kill])
    link(archive, [[each.id for each in (*STORY, kill)]])
    found = archive.standing(archive.show([LATE.id])[0])
    assert found is not None
    assert (found.articles, found.first.id, found.corrected) == (9, FIRST.id, None)
    assert {each.id for each, _ in found.corrections} >= {CORRECTION.id}
    assert [each.id for each in found.withdrawals] == [kill.id]


def test_a_story_without_corrections_is_not_compared(archived: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from morgue.archive import lineage

    monkeypatch.setattr(lineage, "lineage_of", None)
    archive = archived([FIRST, COPY])
    link(archive, [[FIRST.id, COPY.id]])
    found = archive.standing(archive.show([COPY.id])[0])
    assert found is not None
    assert (found.articles, found.first.id, found.corrections) == (2, FIRST.id, ())
