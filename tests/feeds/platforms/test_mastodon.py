"""Exports of Mastodon."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.feeds.platforms.reading import read, read_file, reason

ACTOR = "https://quay.social.example/users/courier"


def create(number: int, content: str, **more: Any) -> dict[str, Any]:
    note = {"id": f"{ACTOR}/statuses/{number}", "type": "Note", "published": "2024-02-03T10:00:00Z", "url": f"https://quay.social.example/@courier/{number}",
            "attributedTo": ACTOR, "content": content, **more}  # fmt: skip
    return {"id": f"{note['id']}/activity", "type": "Create", "actor": ACTOR, "object": note}


def outbox(*items: dict[str, Any]) -> str:
    return json.dumps(
        {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": "outbox.json",
            "type": "OrderedCollection",
            "orderedItems": list(items),
        }
    )


BOOST = {"id": "x", "type": "Announce", "actor": ACTOR, "object": "https://vik.example/1"}


def test_posts_are_stories_and_boosts_are_none() -> None:
    tags = [{"type": "Hashtag", "name": "#ferry"}, {"type": "Mention", "name": "@bo"}]
    (story,) = read(
        "mastodon", outbox(BOOST, create(1, "<p>It sank.</p><p>All lost.</p>", summary="sad", tag=tags))
    )
    assert (story.headline, story.body, story.boilerplate) == (None, "It sank.\n\nAll lost.", "sad")
    assert (story.publisher, story.keywords) == ("@courier@quay.social.example", ("ferry",))
    assert story.published == "2024-02-03T10:00:00+00:00"


def test_the_name_of_the_account_is_that_beside_the_posts(tmp_path: Path) -> None:
    (tmp_path / "outbox.json").write_text(outbox(create(1, "<p>It sank.</p>")))
    (tmp_path / "actor.json").write_text(json.dumps({"type": "Person", "id": ACTOR, "name": "Quay Courier"}))
    found, said = read_file(tmp_path / "outbox.json")
    assert [each.publisher for each in found] == ["Quay Courier"]
    assert said == []
    (tmp_path / "actor.json").write_text("{broken")
    assert read_file(tmp_path / "outbox.json")[0][0].publisher == "@courier@quay.social.example"


def test_an_article_has_a_headline() -> None:
    assert (
        read("mastodon", outbox(create(1, "<p>It sank.</p>", type="Article", name="Ferry lost")))[0].headline
        == "Ferry lost"
    )


def test_boosts_alone() -> None:
    assert reason("mastodon", outbox(BOOST)) == "a collection of ActivityStreams without a post"
