"""The collection of the Washington Post."""

from __future__ import annotations

import json
from typing import Any

from tests.feeds.platforms.reading import read


def row(*parts: Any, **more: Any) -> str:
    return json.dumps(
        {
            "id": "M5XV2QHDCVAELHB7RNJ6S3OZ4A",
            "article_url": "/a_story.html",
            "title": "Ferry lost",
            "contents": list(parts),
            **more,
        }
    )


def test_parts_are_read_by_their_type() -> None:
    story = read(
        "wapo",
        row(
            {"type": "kicker", "content": "Sea"},
            None,
            {"type": "byline", "content": "By Jane Doe"},
            {"type": "date", "content": 1706954400000},
            {"type": "sanitized_html", "subtype": "paragraph", "content": "It <b>sank</b>."},
            {"type": "image", "fullcaption": "In May"},
            {"type": "list", "items": ["one", "two"]},
            {"type": "author_info", "bio": "Jane Doe writes."},
            source="The Evening Quay",
        ),
    )[0]
    assert (story.headline, story.section, story.byline) == ("Ferry lost", ("Sea",), "Jane Doe")
    assert (story.published, story.publisher) == ("2024-02-03T10:00:00+00:00", "The Evening Quay")
    assert (story.body, story.boilerplate) == ("It sank.\n\none\n\ntwo", "By Jane Doe\n\nIn May")
    assert story.url is None


def test_a_story_is_known_by_its_id_whatever_its_text() -> None:
    part = {"type": "sanitized_html", "content": "It sank."}
    other = {"type": "sanitized_html", "content": "It sank at noon."}
    assert read("wapo", row(part))[0].id == read("wapo", row(other))[0].id
