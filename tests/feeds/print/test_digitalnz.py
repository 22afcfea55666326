"""Records of DigitalNZ: articles of Papers Past, and what is none."""

from __future__ import annotations

import json

import pytest

from morgue.errors import NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.print import digitalnz
from tests.feeds.agencyfiles import stories, story

RECORD = {"id": 1, "title": "WRECK OF THE KEREMA. (Late edition) (Kettle Post, 03 November 1899)", "fulltext": "Ashore on the\nbar.", "primary_collection": ["Papers Past"], "landing_url": "https://paperspast.natlib.govt.nz/newspapers/KTP18991103.2.14", "date": ["1899-11-03T00:00:00.000Z"], "creator": ["Unknown"]}  # fmt: skip
BOOK = {
    "id": 2,
    "title": "Ships",
    "primary_collection": ["TAPUHI"],
    "landing_url": "https://natlib.example/2",
}


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    "document",
    [{"search": {"results": [RECORD]}}, {"record": RECORD}, {"results": [RECORD]}, [RECORD], RECORD],
)
def test_every_answer(document: object) -> None:
    data = as_json(document)
    assert pick(data, "x").name == "digitalnz"
    found = story(digitalnz, data)
    assert (found.headline, found.publisher, found.day) == (
        "WRECK OF THE KEREMA. (Late edition)",
        "Kettle Post",
        "1899-11-03",
    )
    assert found.body == "Ashore on the bar."
    assert found.byline is None
    assert found.url == "https://paperspast.natlib.govt.nz/newspapers/KTP18991103.2.14"


def test_a_title_alone_and_a_beginning() -> None:
    record = {name: value for name, value in RECORD.items() if name != "fulltext"} | {
        "title": "FOG.",
        "description": "It came",
        "collection": ["Papers Past", "Kettle Post"],
    }
    found = story(digitalnz, as_json(record))
    assert (found.headline, found.publisher, found.body, found.reading.partial) == (
        "FOG.",
        "Kettle Post",
        "It came",
        True,
    )


def test_records_of_other_collections_are_none() -> None:
    feed = feed_of_bytes(as_json({"search": {"results": [RECORD, BOOK]}}), path="x")
    assert len(list(digitalnz.read(feed))) == 1
    assert "1 records" in feed.complaints[0].message
    with pytest.raises(NoArticle):
        stories(digitalnz, as_json({"search": {"results": [BOOK]}}))
