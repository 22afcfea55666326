"""keys: a text under a key that no table knows, words beside a body, tables of people."""

from __future__ import annotations

import json
from typing import Any

import pytest

from morgue.errors import NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.support.keys import is_prose, unrepeated
from morgue.model.article import Article

TEXT = "A ferry sank off the quay. All on board were saved by a tug."


def read(document: Any, name: str = "a.json") -> list[Article]:
    data = document.encode() if isinstance(document, str) else json.dumps(document).encode()
    reader = pick(data, name)
    return list(reader.read(feed_of_bytes(data, path=name, format=reader.name)))


@pytest.mark.parametrize(
    "part",
    [
        {"full_story": TEXT},
        {"post_content": f"<p>{TEXT}</p>"},
        {"document": TEXT},
        {"news_body": TEXT},
        {"contentFull": TEXT},
        {"cleaned_text": TEXT},
        {"message": TEXT},
        {"selftext": TEXT},
        {"artikel_voll": TEXT},
        {"fields": {"body": f"<p>{TEXT}</p>"}},
        {"fields": {"body": TEXT, "trailText": "A ferry"}},
        {"blocks": {"body": [{"bodyHtml": f"<p>{TEXT}</p>", "bodyTextSummary": "A ferry"}]}},
        {"payload": {"blocks": [{"data": {"t": "A ferry sank off the quay."}}, {"data": {"t": "All on board were saved by a tug."}}]}},
    ],
)  # fmt: skip
def test_the_text_under_an_unknown_key(part: dict[str, Any]) -> None:
    for document in ([{"title": "Ferry", "url": "https://x.example/f/1", **part}],):
        (story,) = read(document)
        assert story.headline == "Ferry"
        assert " ".join((story.body or "").split()) == TEXT


def test_evidence_names_the_key() -> None:
    (story,) = read([{"title": "Ferry", "date": "2025-03-03", "artikel_voll": TEXT}])
    assert "key artikel_voll" in story.evidence.values()
    (story,) = read(f'title,date,cuerpo_total\nFerry,2025-03-03,"{TEXT}"\n', "a.csv")
    assert (story.body, "key cuerpo_total" in story.evidence.values()) == (TEXT, True)


@pytest.mark.parametrize(
    "part",
    [
        {"license": TEXT},
        {"author": {"bio": TEXT}},
        {"images": [{"alt": TEXT}]},
        {"thumbnail": "https://x.example/a-ferry-sank-off-the-quay-and-all-on-board-were-saved.jpg"},
        {"comments": [{"says": TEXT}]},
        {"slug": "a-ferry-sank-off-the-quay"},
    ],
)
def test_what_is_no_text(part: dict[str, Any]) -> None:
    (story,) = read([{"title": "Ferry", "url": "https://x.example/f/1", **part}])
    assert story.body is None


def test_a_summary_gives_way_to_a_longer_text() -> None:
    (story,) = read(
        [{"title": "Ferry", "date": "2025-03-03", "description": "Sunk, and all saved.", "body_of_it": TEXT}]
    )
    assert (story.body, story.boilerplate) == (TEXT, "Sunk, and all saved.")


BESIDE = {
    "subtitle": "Under it", "description": "Told in short", "summary": "In sum", "standfirst": "First words", "kicker": "At sea",
    "lead": "Leading in", "abstract": "Abstractly", "caption": "The tug", "chapô": "Le chapeau", "entradilla": "La entrada",
    "vorspann": "Davor", "correction": "Corrected since",
}  # fmt: skip


@pytest.mark.parametrize("key", BESIDE)
def test_words_beside_a_body_are_kept(key: str) -> None:
    words = BESIDE[key]
    row = {"title": "Ferry", "text": TEXT, key: words}
    tables = (json.dumps([row]), json.dumps(row) + "\n", f'title,text,{key}\nFerry,"{TEXT}",{words}\n')
    for table, name in zip(tables, ("a.json", "a.jsonl", "a.csv"), strict=True):
        (story,) = read(table, name)
        assert (story.body, story.boilerplate) == (TEXT, words)


@pytest.mark.parametrize(
    "words", ["A ferry sank off the quay.", "A  FERRY sank…", "Ferry", TEXT, "", "a ferry sank [...]"]
)
def test_what_body_or_headline_repeats_is_not_kept_twice(words: str) -> None:
    (story,) = read([{"title": "Ferry", "text": TEXT, "description": words}])
    assert story.boilerplate is None


def test_captions_of_pictures_and_second_columns_are_kept() -> None:
    (story,) = read([{"title": "Ferry", "text": TEXT, "photos": [{"url": "x", "caption": "The tug"}]}])
    assert story.boilerplate == "The tug"
    (story,) = read([{"headline": "Ferry", "title": "A sinking", "text": TEXT}])
    assert (story.headline, story.other_headlines) == ("Ferry", ("A sinking",))


def test_the_summary_of_a_json_feed_is_kept() -> None:
    item = {"id": "1", "title": "Ferry", "content_text": TEXT, "summary": "In sum"}
    (story,) = read({"version": "https://jsonfeed.org/version/1.1", "title": "Quay", "items": [item]})
    assert (story.body, story.boilerplate) == (TEXT, "In sum")


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("name,title,email\nAnn,Editor,ann@x.example\nBo,Chief,bo@x.example\n", "a.csv"),
        ("First name;Last name;Title;Phone\nAnn;Lee;Editor;1 22\nBo;Ek;Chief;3 44\n", "a.csv"),
        ('[{"name": "Ann", "title": "Editor", "email": "a@x.example", "url": "https://x.example/staff/ann"}]', "a.json"),
        ('{"name": "Ann", "title": "Editor", "phone": "1"}\n{"name": "Bo", "title": "Chief", "phone": "2"}\n', "a.jsonl"),
        ('{"fullName": "Ann", "title": "Editor", "mobile": "1"}\n', "a.jsonl"),
    ],
)  # fmt: skip
def test_people_are_no_stories(table: str, name: str) -> None:
    with pytest.raises(NoArticle):
        read(table, name)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("It sank at noon.", True),
        ("one two three four five six seven eight nine ten eleven twelve", True),
        ("渡轮在码头附近沉没，船上所有人都被一艘拖船救起。目前无人受伤，调查仍在继续。", True),
        ("Ann Lee", False),
        ("https://x.example/a b c d e f g h i j k l m.", False),
        ('{"a": "b c d e f g h i j k l m n."}', False),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13", False),
    ],
)
def test_prose(text: str, is_one: bool) -> None:
    assert is_prose(text) is is_one


def test_paragraphs_that_are_repeated_are_left_out() -> None:
    assert unrepeated("One.\n\nNew.\n\nTwo", "One. And two.", None) == "New."
