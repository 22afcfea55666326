"""Exports of Ghost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from morgue.feeds import pick
from tests.feeds.platforms.reading import read, reason

POST = {
    "id": "65a0c0ffee0000000000000a",
    "uuid": "0d0b7a52-6c1f-4e0e-9d6b-2f1c3a4b5c6d",
    "title": "Ferry lost",
    "slug": "ferry-lost",
    "status": "published",
    "published_at": "2024-02-03T10:00:00.000Z",
    "html": "<p>It sank.</p>",
    "lexical": None,
    "feature_image": None,
}


def post(**more: Any) -> dict[str, Any]:
    return {**POST, **more}


def export(*posts: dict[str, Any], **tables: Any) -> str:
    return json.dumps(
        {"db": [{"meta": {"exported_on": 1, "version": "5.0.0"}, "data": {"posts": list(posts), **tables}}]}
    )


def test_tables_beside_the_posts_are_joined() -> None:
    story = read(
        "ghost",
        export(
            post(),
            users=[
                {"id": "u1", "name": "Jane Doe", "email": "j@quay.example"},
                {"id": "u2", "name": "Ann Lee"},
            ],
            tags=[{"id": "t1", "name": "Ships"}, {"id": "t2", "name": "#hidden"}],
            posts_authors=[
                {"post_id": POST["id"], "author_id": "u2", "sort_order": 1},
                {"post_id": POST["id"], "author_id": "u1", "sort_order": 0},
            ],
            posts_tags=[{"post_id": POST["id"], "tag_id": each} for each in ("t1", "t2")],
            settings=[{"key": "title", "value": "Quay Courier"}],
            posts_meta=[{"post_id": POST["id"], "feature_image_caption": "<b>In May</b>"}],
        ),
    )[0]
    assert (story.headline, story.body, story.day) == ("Ferry lost", "It sank.", "2024-02-03")
    assert (story.byline, story.publisher, story.keywords) == (
        "Jane Doe, Ann Lee",
        "Quay Courier",
        ("Ships",),
    )
    assert story.boilerplate == "In May"


def test_old_exports_have_numbers_moments_in_milliseconds_and_markdown() -> None:
    data = {
        "meta": {"exported_on": 1388805572000, "version": "000"},
        "data": {
            "posts": [
                {"id": 5, "title": "Ferry lost", "markdown": "It *sank* at [noon](http://a.example).", "html": None, "status": "published",
                 "author_id": 1, "published_at": 1388318400000, "page": 0}
            ],
            "users": [{"id": 1, "name": "Jane Doe"}],
        },
    }  # fmt: skip
    story = read("ghost", json.dumps(data))[0]
    assert (story.body, story.byline, story.published) == (
        "It sank at noon.",
        "Jane Doe",
        "2013-12-29T12:00:00+00:00",
    )


def test_the_answer_of_the_interface_has_its_authors_inside() -> None:
    answer = {
        "posts": [
            post(
                authors=[{"name": "Jane Doe"}],
                tags=[{"name": "Ships"}],
                url="https://quay.example/ferry-lost/",
                comment_id="1",
            )
        ]
    }
    story = read("ghost", json.dumps(answer))[0]
    assert (story.byline, story.keywords, story.url) == (
        "Jane Doe",
        ("Ships",),
        "https://quay.example/ferry-lost/",
    )


LEXICAL = {
    "root": {
        "children": [
            {
                "type": "paragraph",
                "children": [
                    {"type": "extended-text", "text": "It "},
                    {"type": "extended-text", "text": "sank."},
                ],
            },
            {"type": "image", "src": "__GHOST_URL__/a.jpg", "caption": "<i>In May</i>"},
            {"type": "markdown", "markdown": "## Why\n\nNobody **knows**."},
            {"type": "button", "buttonText": "Subscribe"},
            {"type": "callout", "calloutText": "<p>More on Monday.</p>"},
        ]
    }
}


def test_a_document_of_lexical_is_read_with_its_cards() -> None:
    story = read("ghost", export(post(html=None, lexical=json.dumps(LEXICAL))))[0]
    assert story.body == "It sank.\n\nWhy\n\nNobody knows.\n\nMore on Monday."
    assert story.boilerplate == "In May"


def test_a_document_of_mobiledoc_is_read_with_its_cards() -> None:
    document = {
        "version": "0.3.1",
        "cards": [["html", {"html": "<p>Said so.</p>"}], ["image", {"src": "a.jpg", "caption": "In May"}], ["button", {"buttonText": "Join"}]],
        "sections": [[1, "p", [[0, [], 0, "It "], [0, [0], 1, "sank."]]], [3, "ul", [[[0, [], 0, "one"]], [[0, [], 0, "two"]]]], [10, 0], [10, 1], [10, 2], [10, 9]],
    }  # fmt: skip
    story = read("ghost", export(post(html=None, mobiledoc=json.dumps(document))))[0]
    assert (story.body, story.boilerplate) == ("It sank.\n\none\ntwo\n\nSaid so.", "In May")


@pytest.mark.parametrize(
    ("status", "said"), [("draft", "Status: draft"), ("scheduled", "Status: scheduled"), ("sent", None)]
)
def test_the_status_is_kept(status: str, said: str | None) -> None:
    assert read("ghost", export(post(status=status)))[0].boilerplate == said


def test_an_export_without_posts() -> None:
    assert reason("ghost", export()) == "an export of Ghost without a post"


def test_posts_of_another_system_are_not_ghosts() -> None:
    assert (
        pick(b'{"posts": [{"title": "Ferry lost", "body": "It sank.", "date": "2024-02-03"}]}', "x.json").name
        == "json"
    )


def test_the_form_of_its_importer() -> None:
    one = {"url": "https://medium.example/ferry", "data": {"title": "Ferry lost", "slug": "ferry", "html": "<p>It sank.</p>", "status": "published",
           "published_at": "2024-02-03T10:00:00Z", "author": {"url": "x", "data": {"name": "Jane Doe"}}, "tags": [{"data": {"name": "Ships"}}]}}  # fmt: skip
    story = read("ghost", json.dumps({"posts": [one]}))[0]
    assert (story.headline, story.body, story.byline) == ("Ferry lost", "It sank.", "Jane Doe")
    assert (story.keywords, story.url) == (("Ships",), "https://medium.example/ferry")
