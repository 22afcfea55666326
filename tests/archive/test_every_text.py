"""Of all texts those of one article are one story, also where it stands alone; counts are those of a plain scan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import morgue

FERRY = "The ferry to Rannoch carried {} passengers on {} in heavy seas, its owners said, and none of them was hurt."


def row(name: str, count: int, day: str) -> dict[str, str]:
    """What a feed says of an article on a day."""
    return {
        "id": f"urn:invented:{name}",
        "headline": f"Ferry to Rannoch, line {name}",
        "body": FERRY.format(count, day),
        "published": f"{day}T10:00:00Z",
        "publisher": f"{name} Courier",
    }


@pytest.fixture(params=["tantivy", "whoosh"])
def changed(request: pytest.FixtureRequest, tmp_path: Path) -> morgue.Archive:
    """An archive of an article that has had three texts, of one that has had two, and of one that was never changed."""
    days = ("2025-06-03", "2025-06-04", "2025-07-05")
    made = morgue.create(tmp_path / "archive", engine=request.param)
    for at, day in enumerate(days):
        rows = [
            row("north", 10 + at, day),
            row("west", 300, day if at else days[1]),
            row("east", 700, days[0]),
        ]
        file = tmp_path / "feeds" / f"{day}.jsonl"
        file.parent.mkdir(exist_ok=True)
        file.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
        made.index([tmp_path / "feeds"])
    return made


QUERIES = ("ferry versions:all", "is:superseded", "10 versions:all", "publisher:north* versions:all", "ferry")


@pytest.mark.parametrize("query", QUERIES)
def test_stories_of_all_texts_are_those_of_a_scan(changed: morgue.Archive, query: str) -> None:
    hits = [hit.article for hit in changed.search(query, limit=None).hits]
    stories = {each.to_json()["story"] for each in hits}
    grouped = changed.search(query, limit=None, group=True)
    assert (grouped.total, grouped.stories) == (len(hits), len(stories))
    assert [hit.article.to_json()["story"] for hit in grouped.hits] == list(
        dict.fromkeys(each.to_json()["story"] for each in hits)
    )
    pages = [changed.search(query, limit=1, offset=at, group=True).hits for at in range(len(stories) + 1)]
    assert [hit.article.id for page in pages for hit in page] == [hit.article.id for hit in grouped.hits]
    assert changed.count_stories(query) == len(stories)
    by_month = {(each.to_json()["story"], str(each.day)[:7]) for each in hits}
    counted = changed.timeline(query, by="month", count="stories").buckets
    assert sum(number for _, number in counted) == len(by_month)
    names = dict(changed.facets(query, names=["publisher"], count="stories").facets["publisher"])
    assert names == {
        name: len({each.to_json()["story"] for each in hits if each.publisher == name})
        for name in {str(each.publisher) for each in hits}
    }


def test_the_text_that_is_shown_is_the_one_that_is_asked_for(changed: morgue.Archive) -> None:
    query = "publisher:north* versions:all"
    (first,) = changed.search(query, group=True, lead="first").hits
    (latest,) = changed.search(query, group=True, lead="latest").hits
    assert (first.article.day, latest.article.day) == ("2025-06-03", "2025-07-05")
    assert first.article.id == f"{latest.article.id}@1"
    assert changed.count(f"story:{latest.article.id} versions:all") == 3


def test_an_earlier_text_is_of_the_story_that_its_article_has_with_others(tmp_path: Path) -> None:
    made = morgue.create(tmp_path / "archive")
    long = " ".join(
        FERRY.format(at, "Monday") + f" Boat {at} left pier {at * 7} before noon." for at in range(12)
    )
    for at in range(2):
        rows = [row("north", 1, "2025-06-03"), row("west", 1, "2025-06-04")]
        for each in rows:
            each |= {"headline": "Ferries to Rannoch in heavy seas", "body": long}
        rows[1]["body"] += f" This is how it stood at {at} o'clock." if at else " Forty waited."
        file = tmp_path / "feeds" / f"{at}.jsonl"
        file.parent.mkdir(exist_ok=True)
        file.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
        made.index([tmp_path / "feeds"])
    found = made.search("ferry versions:all", limit=None, group=True)
    assert (made.count("ferry versions:all"), found.total, found.stories, len(found.hits)) == (3, 3, 1, 1)
    days = made.timeline("ferry versions:all", by="day", count="stories").buckets
    assert [number for _, number in days] == [1, 1]
