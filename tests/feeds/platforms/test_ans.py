"""Stories of Arc XP."""

from __future__ import annotations

import json
from typing import Any

import pytest

from morgue.model.article import Lineage
from tests.feeds.platforms.reading import read, read_all, reason

STORY: dict[str, Any] = {
    "_id": "KQ3ZH6L5ONCJ7D2XAVB4TYEMUE",
    "type": "story",
    "version": "0.10.4",
    "headlines": {"basic": "Ferry lost", "web": "Ferry lost off Piraeus"},
    "display_date": "2024-02-03T10:00:00Z",
    "content_elements": [{"type": "text", "content": "It <b>sank</b>."}],
}


def story(**more: Any) -> dict[str, Any]:
    return {**STORY, **more}


def body_of(*elements: dict[str, Any]) -> str | None:
    return read("ans", json.dumps(story(content_elements=list(elements))))[0].body


def test_a_story_has_its_facts() -> None:
    found = read(
        "ans",
        json.dumps(
            story(
                credits={
                    "by": [
                        {"type": "author", "name": "Jane Doe", "org": "Quay Courier"},
                        {"first_name": "Ann", "last_name": "Lee"},
                    ]
                },
                taxonomy={
                    "primary_section": {"name": "Sea"},
                    "sections": [{"name": "Sea"}, {"name": "News"}],
                    "tags": [{"text": "Ferries"}],
                },
                subheadlines={"basic": "All hands lost"},
                canonical_url="https://quay.example/ferry/",
                language="en",
            )
        ),
    )[0]
    assert (found.headline, found.body, found.other_headlines) == (
        "Ferry lost",
        "It sank.",
        ("Ferry lost off Piraeus",),
    )
    assert (found.byline, found.publisher, found.section) == (
        "Jane Doe, Ann Lee",
        "Quay Courier",
        ("Sea", "News"),
    )
    assert (found.keywords, found.url, found.boilerplate) == (
        ("Ferries",),
        "https://quay.example/ferry/",
        "All hands lost",
    )


@pytest.mark.parametrize(
    ("element", "body"),
    [
        ({"type": "header", "content": "Why"}, "Why"),
        ({"type": "list", "items": [{"type": "text", "content": "one"}, {"type": "list", "items": [{"type": "text", "content": "two"}]}]}, "one\ntwo"),
        ({"type": "quote", "content_elements": [{"type": "text", "content": "Lost."}], "citation": {"type": "text", "content": "Ann"}}, "Lost.\n\nAnn"),
        ({"type": "table", "header": [{"type": "text", "content": "A"}, {"type": "text", "content": "B"}], "rows": [[{"content": "1"}, {"content": "2"}]]}, "A | B\n1 | 2"),
        ({"type": "raw_html", "content": "<p>More.</p>"}, "More."),
        ({"type": "raw_html", "content": "<iframe src='x'></iframe>"}, None),
        ({"type": "oembed_response", "raw_oembed": {"html": "<p>no</p>", "description": "no"}}, None),
        ({"type": "reference", "referent": {"id": "x"}}, None),
        ({"type": "interstitial_link", "content": "Read more"}, None),
        ({"type": "image", "caption": "In May"}, None),
    ],
)  # fmt: skip
def test_elements_are_read_by_their_type(element: dict[str, Any], body: str | None) -> None:
    assert body_of(element) == body


def test_a_wire_is_the_agency_and_no_publisher() -> None:
    found = read(
        "ans",
        json.dumps(
            story(
                distributor={"name": "Reuters", "category": "wires"},
                owner={"id": "q", "name": "Quay Courier"},
            )
        ),
    )[0]
    assert (found.agency, found.publisher) == ("Reuters", "Quay Courier")


@pytest.mark.parametrize(
    "wrap",
    [
        lambda one: {"type": "results", "version": "0.6.0", "content_elements": [one]},
        lambda one: {
            "type": "collection",
            "version": "0.10.4",
            "headlines": {"basic": "Today"},
            "content_elements": [one],
        },
        lambda one: {"data": [one]},
        lambda one: [one],
    ],
)
def test_stories_are_found_in_what_holds_them(wrap: Any) -> None:
    assert [each.headline for each in read("ans", json.dumps(wrap(story())))] == ["Ferry lost"]


def test_a_story_a_line() -> None:
    rows = json.dumps(story()) + "\n" + json.dumps(story(_id="B", headlines={"basic": "Ferry found"})) + "\n"
    assert [each.headline for each in read("ans", rows)] == ["Ferry lost", "Ferry found"]
    found, complaints = read_all("ans", rows + '{"type": "story", "hea')
    assert len(found) == 2
    assert complaints == ["line 3: not JSON: it is cut off"]


def test_a_collection_of_references_is_an_article_of_what_it_says() -> None:
    collection = story(
        type="collection",
        description={"basic": "All about ferries."},
        content_elements=[{"type": "reference", "referent": {"id": "x"}}],
    )
    found = read("ans", json.dumps(collection))[0]
    assert (found.headline, found.body) == ("Ferry lost", "All about ferries.")


def test_drafts_are_marked() -> None:
    assert read("ans", json.dumps(story(revision={"published": False})))[0].boilerplate == "Status: draft"


def test_elements_without_a_story() -> None:
    assert (
        reason("ans", '{"version": "0.10.1", "type": "results", "content_elements": []}')
        == "JSON of Arc XP (ANS) without a story"
    )


def test_lists_in_lists_without_end_are_no_trouble() -> None:
    deep: dict[str, Any] = {"type": "list", "items": []}
    for _ in range(400):
        deep = {"type": "list", "items": [deep, {"type": "text", "content": "x"}]}
    assert body_of(deep) is not None


def test_a_correction_is_stated() -> None:
    corrections = [{"type": "correction", "correction_type": "clarification", "text": "It sank on Sunday."}]
    found = read(
        "ans", json.dumps(story(corrections=corrections, revision={"parent_id": "R", "branch": "x"}))
    )[0]
    assert found.lineage == Lineage("correction")
    assert found.evidence["lineage"] == "corrections"
    element = {"type": "correction", "text": "It sank on Sunday."}
    within = read("ans", json.dumps(story(content_elements=[*STORY["content_elements"], element])))[0]
    assert within.lineage == Lineage("correction")
    assert within.evidence["lineage"] == "content_elements.correction"
    assert read("ans", json.dumps(story(corrections=[])))[0].lineage is None
