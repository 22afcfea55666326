"""Words by language in JSON, and the other forms that a headline or a text is wrapped in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.support.language_maps import is_language_map
from morgue.feeds.tables.json_languages import by_language
from morgue.model.article import Article

TEXT = "A ferry sank off the coast on Monday. All of the crew were saved by a second boat."
TEKST = "En ferje sank utenfor kysten mandag. Hele mannskapet ble reddet av en annen båt."


def stories(document: Any, name: str = "a.json") -> list[Article]:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    feed = feed_of_bytes(data, path=name)
    found = list(pick(data, name).read(feed))
    assert feed.complaints == []
    return found


@pytest.mark.parametrize(
    "value", [{"en": "a"}, {"en": "a", "nb": None}, {"pt-BR": "a", "zh_Hant": "b"}, {"fi": ["a", "b"]}, {"en": "a", "default": "b"}]
)  # fmt: skip
def test_words_by_language(value: Any) -> None:
    assert is_language_map(value)


@pytest.mark.parametrize(
    "value", [{}, {"id": "a"}, {"en": 3}, {"en": {"a": "b"}}, {"rendered": "a"}, {"default": "a"}, {"qq": "a"}, {"en": "a", "url": "b"}, "en", ["en"]]
)  # fmt: skip
def test_other_objects(value: Any) -> None:
    assert not is_language_map(value)


def test_a_text_in_two_languages_is_a_story_in_each() -> None:
    row = {
        "id": 7,
        "title": {"en": "Ferry sinks", "nb": "Ferje synker"},
        "body": {"en": TEXT, "nb": TEKST},
        "date": "2020-05-04",
        "section": {"en": "World", "nb": "Verden"},
    }
    for document in ([row], {"articles": [row]}, row, (json.dumps(row) + "\n").encode() * 1):
        one, two = stories(document)
        assert (one.headline, one.body, one.language, one.section) == ("Ferry sinks", TEXT, "en", ("World",))
        assert (two.headline, two.body, two.language) == ("Ferje synker", TEKST, "nb")
        assert one.id != two.id or one.reading.own != two.reading.own
        assert one.day == two.day == "2020-05-04"


def test_json_lines_in_two_languages() -> None:
    rows = [{"title": {"en": f"Ferry {n} sinks"}, "text": {"en": TEXT, "nb": TEKST}} for n in range(3)]
    found = stories("\n".join(map(json.dumps, rows)).encode(), "a.jsonl")
    assert [each.language for each in found] == ["en", "nb"] * 3
    assert [each.headline for each in found][:2] == ["Ferry 0 sinks", "Ferry 0 sinks"]


def test_wordings_beside_a_text_of_one_language_are_kept() -> None:
    row = {"headline": {"nb": "Ferje synker", "en": "Ferry sinks"}, "text": TEXT, "language": "en"}
    (story,) = stories([row])
    assert (story.headline, story.body, story.language) == ("Ferry sinks", TEXT, "en")
    assert story.boilerplate == "Ferje synker"


def test_a_row_without_words_by_language_stays_as_it_is() -> None:
    row = {"title": "Ferry sinks", "author": {"name": "Bo Ek"}, "body": {"html": TEXT}}
    assert by_language(row) == [row]
    assert by_language(row)[0] is row


@pytest.mark.parametrize(
    "wrap",
    [
        lambda text: {"rendered": text},
        lambda text: {"#text": text},
        lambda text: {"@lang": "en", "#text": text},
        lambda text: {"value": text},
        lambda text: {"@language": "en", "@value": text},
        lambda text: {"_": text, "$": {"lang": "en"}},
        lambda text: {"__cdata": text},
        lambda text: {"en": text},
        lambda text: {"p": [text]},
    ],
)
def test_wrapped_words(wrap: Any) -> None:
    for name in ("a.json", "a.jsonl"):
        (story,) = stories(
            [{"title": wrap("Ferry sinks"), "body": wrap(TEXT)}]
            if name == "a.json"
            else (json.dumps({"title": wrap("Ferry sinks"), "body": wrap(TEXT)}) + "\n").encode(),
            name,
        )
        assert (story.headline, story.body) == ("Ferry sinks", TEXT)


def test_paragraphs_are_kept_apart() -> None:
    (story,) = stories([{"title": "Ferry sinks", "body": {"p": [TEXT, "It was cold."]}}])
    assert story.body == f"{TEXT}\n\nIt was cold."


@pytest.mark.parametrize("name", ["content", "body", "text", "story"])
@pytest.mark.parametrize("about", [{}, {"title": "Feed of today"}, {"name": "World", "date": "2020-05-04"}])
@pytest.mark.parametrize(
    "items",
    [
        [{"title": "Ferry sinks", "text": TEXT}, {"title": "Boat sails", "text": TEKST}],
        [{"headline": "Ferry sinks", "date": "2020-05-04"}, {"headline": "Boat sails", "date": "2020-05-05"}],
        [{"title": "Ferry sinks", "url": "https://ex.org/a/1"}, {"title": "Boat sails", "url": "https://ex.org/a/2"}],
    ],
)  # fmt: skip
def test_stories_under_the_name_of_a_text(
    name: str, about: dict[str, str], items: list[dict[str, str]]
) -> None:
    found = stories({**about, name: items})
    assert [each.headline for each in found] == ["Ferry sinks", "Boat sails"]


def test_blocks_of_a_text_are_no_stories() -> None:
    blocks = [
        {"type": "paragraph", "text": TEXT},
        {"type": "embed", "title": "The ferry", "url": "https://ex.org/v/1"},
        {"type": "paragraph", "text": TEKST},
    ]
    (story,) = stories({"title": "Ferry sinks", "date": "2020-05-04", "body": blocks})
    assert story.body is not None
    assert TEXT in story.body
    assert TEKST in story.body
