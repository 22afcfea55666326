"""JSON of the Library of Congress: Chronicling America, loc.gov, the text service, and descriptions without a text."""

from __future__ import annotations

import json

import pytest

from morgue.errors import NoArticle, PartOf
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.print import loc
from morgue.model.article import Edition
from tests.feeds.agencyfiles import stories, story
from tests.feeds.print.harvest import harvest

ITEM = {"id": "/lccn/sn99000001/1911-05-02/ed-1/seq-3/", "date": "19110502", "title": "Quay evening star. [volume]", "page": "A3", "sequence": 3, "edition_label": "", "edition": None, "section_label": "Sports", "language": ["English"], "lccn": "sn99000001", "ocr_eng": "The mail was la-\nte."}  # fmt: skip
RESULT = {"id": "http://www.loc.gov/resource/sn99000001/1911-05-02/ed-1/?sp=3&q=mail", "title": "Image 3 of Quay evening star (Quay, Me.), May 2, 1911", "date": "1911-05-02", "description": ["The mail was late"], "number_page": ["3"], "number_edition": ["1"], "number_lccn": ["sn99000001"], "language": ["english"], "original_format": ["newspaper"], "partof": ["quay evening star (quay, me.)"]}  # fmt: skip
SEGMENT = {
    "/service/ndnp/dlc/batch_dlc_a_ver01/data/sn99000001/00271743828/1911050201/0021.xml": {
        "full_text": "The mail was la-\nte.",
        "height": 1,
    }
}


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


def test_an_answer_of_chronicling_america() -> None:
    data = as_json({"totalItems": 1, "items": [ITEM]})
    assert pick(data, "x").name == "loc"
    found = story(loc, data)
    assert (found.headline, found.publisher, found.day, found.body) == (
        None,
        "Quay evening star",
        "1911-05-02",
        "The mail was late.",
    )
    assert found.edition == Edition("1911-05-02", "A3", None, None)
    assert found.section == ("Sports",)
    assert found.language == "en"


def test_rows_of_other_makers_by_the_same_names() -> None:
    found = story(loc, as_json([{"title": "Quay star", "date": "19110502", "ocr_eng": "The mail."}]))
    assert (found.publisher, found.day, found.body) == ("Quay star", "1911-05-02", "The mail.")


def test_the_language_of_the_text_is_in_its_name() -> None:
    item = {name: value for name, value in ITEM.items() if name not in ("ocr_eng", "language")}
    words = "Der Hafen ist seit Montag wegen Nebel geschlossen, sagte der Lotse am Abend."
    assert story(loc, as_json({"items": [item | {"ocr_ger": words}]})).language == "de"


def test_an_answer_of_loc_gov() -> None:
    data = as_json(
        {
            "results": [RESULT, {"title": "A map", "description": ["of a quay"], "original_format": ["map"]}],
            "pagination": {},
        }
    )
    assert pick(data, "x").name == "loc"
    feed = feed_of_bytes(data, path="x")
    (found,) = loc.read(feed)
    assert (found.publisher, found.day, found.body) == (
        "Quay evening star",
        "1911-05-02",
        "The mail was late",
    )
    assert found.reading.partial
    assert "1 pages" in feed.complaints[0].message


def test_the_text_service() -> None:
    data = as_json(SEGMENT)
    assert pick(data, "x").name == "loc"
    found = story(loc, data)
    assert (found.day, found.body) == ("1911-05-02", "The mail was late.")
    assert found.edition == Edition("1911-05-02", "21", None, None)


def test_a_page_has_one_id_wherever_it_is_from() -> None:
    assert story(loc, as_json({"items": [ITEM]})).id == story(loc, as_json({"results": [RESULT]})).id


@pytest.mark.parametrize(
    "document",
    [
        {"title": {"name": "Star", "url": "x"}, "date_issued": "1911-05-02", "lccn": "sn1", "pages": [{"url": "https://chroniclingamerica.loc.gov/x.json", "sequence": 1}]},
        {"place_of_publication": "Quay", "lccn": "sn1", "name": "Star", "issues": [{"url": "x", "date_issued": "1911-05-02"}]},
        {"totalItems": 1, "items": [ITEM | {"ocr_eng": ""}]},
    ],
)  # fmt: skip
def test_descriptions_without_a_text(document: object) -> None:
    data = as_json(document)
    assert pick(data, "x").name == "loc"
    with pytest.raises(NoArticle, match="only names where"):
        stories(loc, data)


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Evening star. [volume]", "Evening star"), ("The Sun", "The Sun"), ("[volume]", ""), (None, None)],
)
def test_a_title_without_what_a_catalogue_adds(name: str | None, plain: str | None) -> None:
    assert loc.title_of(name) == plain


PLACE = "sn99000001/1911/05/02/ed-1/seq-3/ocr.txt"


def test_a_text_of_a_batch_has_its_facts_in_its_folders() -> None:
    assert pick(b"The mail was late.", "ocr.txt").name == "loc"
    (found,) = loc.read(harvest(PLACE, **{PLACE: b"The mail was la-\nte."}))
    assert (found.day, found.body) == ("1911-05-02", "The mail was late.")
    assert found.edition == Edition("1911-05-02", "3", None, None)
    assert found.id == story(loc, as_json({"items": [ITEM]})).id


def test_a_text_beside_its_alto_is_a_part_of_it() -> None:
    with pytest.raises(PartOf):
        list(loc.read(harvest(PLACE, **{PLACE: b"x", PLACE.replace(".txt", ".xml"): b"<alto/>"})))
