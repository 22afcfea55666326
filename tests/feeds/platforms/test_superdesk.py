"""Items of Superdesk."""

from __future__ import annotations

import json
from typing import Any

import pytest

from morgue.model.article import Lineage, article_id
from tests.feeds.platforms.reading import read, reason

ITEM: dict[str, Any] = {
    "_id": "urn:newsml:desk.example:2024-02-03:1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9",
    "guid": "urn:newsml:desk.example:2024-02-03:1b2c3d4e-5f60-4718-8293-a4b5c6d7e8f9",
    "family_id": "f",
    "unique_name": "#1",
    "_current_version": 2,
    "type": "text",
    "state": "published",
    "headline": "Ferry lost",
    "body_html": "<p>It sank on Monday.</p>",
    "versioncreated": "2024-02-03T10:00:00+0000",
    "firstcreated": "2024-02-03T09:00:00+0000",
    "firstpublished": "2024-02-03T10:00:00+0000",
    "language": "en",
}


def item(**more: Any) -> str:
    return json.dumps({"_items": [{**ITEM, **more}]})


def test_the_dateline_is_an_object() -> None:
    dateline = {"located": {"city": "Piraeus", "country_code": "GR"}, "text": "PIRAEUS, Feb 3 (QW) -"}
    story = read("superdesk", item(dateline=dateline, place=[{"name": "EUR", "qcode": "EUR"}]))[0]
    assert story.dateline == "PIRAEUS, Feb 3 (QW) -"
    assert [(each.place, each.country) for each in story.locations or ()] == [("Piraeus", "GR")]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("published", None),
        ("in_progress", None),
        ("killed", "Status: killed"),
        ("recalled", "Status: withdrawn"),
    ],
)
def test_the_state_of_what_was_published(state: str, said: str | None) -> None:
    assert read("superdesk", item(state=state))[0].boilerplate == said


def test_what_was_never_published_is_a_draft() -> None:
    assert read("superdesk", item(state="in_progress", firstpublished=None))[0].boilerplate == "Status: draft"


def test_rows_of_a_database() -> None:
    row = {
        **ITEM,
        "_id": {"$oid": "65a0c0ffee0000000000000a"},
        "versioncreated": {"$date": "2024-02-03T10:00:00Z"},
    }
    story = read(
        "superdesk",
        json.dumps(row) + "\n" + json.dumps({**row, "headline": "Ferry found", "guid": "x:2"}) + "\n",
    )[0]
    assert (story.headline, story.updated) == ("Ferry lost", "2024-02-03T10:00:00+00:00")


def test_items_without_a_story() -> None:
    assert (
        reason("superdesk", item(type="picture", body_html=None, headline=None))
        == "items of Superdesk without a story"
    )


@pytest.mark.parametrize(
    ("keys", "lineage", "rule"),
    [
        ({}, Lineage(number=2), "_current_version"),
        (
            {"rewrite_of": "urn:newsml:desk.example:1", "rewrite_sequence": 1, "correction_sequence": 1},
            Lineage("update", (article_id("urn:newsml:desk.example:1"),), 1),
            "rewrite_of, rewrite_sequence, correction_sequence",
        ),
        (
            {"rewritten_by": "urn:newsml:desk.example:9", "family_id": "urn:newsml:desk.example:0"},
            Lineage(number=2),
            "_current_version",
        ),
        ({"state": "corrected"}, Lineage("correction", (), 2), "state, _current_version"),
        ({"correction_sequence": 3}, Lineage("correction", (), 3), "correction_sequence"),
        ({"state": "killed"}, Lineage("withdrawn", (), 2), "state, _current_version"),
        ({"state": "recalled"}, Lineage("withdrawn", (), 2), "state, _current_version"),
        ({"state": "unpublished"}, Lineage("withdrawn", (), 2), "state, _current_version"),
        ({"pubstatus": "canceled"}, Lineage("withdrawn", (), 2), "pubstatus, _current_version"),
        ({"rewrite_sequence": True, "correction_sequence": "x", "_current_version": -1}, None, None),
    ],
)
def test_what_an_item_states_of_its_versions(
    keys: dict[str, Any], lineage: Lineage | None, rule: str | None
) -> None:
    found = read("superdesk", item(**keys))[0]
    assert found.lineage == lineage
    assert found.evidence.get("lineage") == rule
