"""Citations in JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.feeds.platforms.reading import read, reason

ITEM: dict[str, Any] = {
    "id": "1",
    "type": "article-newspaper",
    "title": "Ferry <i>lost</i>",
    "container-title": "Quay Courier",
    "author": [{"family": "Doe", "given": "Jane"}],
    "issued": {"date-parts": [[2024, 2, 3]]},
    "page": "A4",
    "abstract": "It sank.",
}


@pytest.mark.parametrize(
    "wrap",
    [lambda one: [one], lambda one: one, lambda one: {"items": [one]}, lambda one: {"references": [one]}],
)
def test_items_of_csl(wrap: Any) -> None:
    story = read("csl", json.dumps(wrap(ITEM)))[0]
    assert (story.headline, story.byline, story.publisher, story.day) == (
        "Ferry lost",
        "Jane Doe",
        "Quay Courier",
        "2024-02-03",
    )
    assert story.body == "It sank."


@pytest.mark.parametrize(
    ("issued", "day"),
    [
        ({"date-parts": [["2024", "2", "3"]]}, "2024-02-03"),
        ({"raw": "3 Feb 2024"}, "2024-02-03"),
        ({"date-parts": [[2024]]}, None),
        ({"date-parts": [[None]]}, None),
    ],
)
def test_the_day(issued: Any, day: str | None) -> None:
    assert read("csl", json.dumps([{**ITEM, "issued": issued}]))[0].day == day


def test_items_of_zotero() -> None:
    items = [
        {"key": "A", "data": {"itemType": "newspaperArticle", "title": "Ferry lost", "publicationTitle": "Quay Courier", "date": "2024-02-03",
                              "creators": [{"creatorType": "author", "firstName": "Jane", "lastName": "Doe"}, {"creatorType": "editor", "name": "Bo"}],
                              "tags": [{"tag": "Ships"}]}},
        {"key": "B", "data": {"itemType": "attachment", "title": "Full text"}},
    ]  # fmt: skip
    (story,) = read("csl", json.dumps(items))
    assert (story.byline, story.publisher, story.day, story.keywords) == (
        "Jane Doe",
        "Quay Courier",
        "2024-02-03",
        ("Ships",),
    )


def test_notes_are_no_articles() -> None:
    assert (
        reason("csl", '[{"itemType": "note", "note": "x"}]')
        == "citations (CSL JSON) without a title or an abstract"
    )
