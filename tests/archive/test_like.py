"""Articles like one: what is found, what it counts, and that counts over it count the same."""

from __future__ import annotations

from collections.abc import Callable

import morgue
from morgue.query.parser import parse
from tests.conftest import story
from tests.oracle import matches

Make = Callable[..., morgue.Archive]

QUAY = "quay crane pilot tugboat berth ballast"
STORIES = [
    story(1, headline="One", body=f"{QUAY} keel anchor rudder", keywords=()),
    story(2, headline="Two", body=f"{QUAY} grain", keywords=(), agency="ANI"),
    story(3, headline="Three", body="quay crane pilot and others", keywords=(), agency="ANI"),
    story(4, headline="Four", body="quay wheat barley", keywords=()),
    story(
        5,
        headline="Five",
        body="keel anchor rudder and others",
        keywords=(),
        day="2024-01-01",
        published=None,
    ),
    *(story(number, headline=f"Another {number}", body="rain fell", keywords=()) for number in range(6, 12)),
]


def test_what_is_like_it_enough(archived: Make) -> None:
    archive = archived(STORIES)
    found = archive.like(STORIES[0].id)
    assert [hit.article.headline for hit in found.hits] == ["Two", "Five", "Three"], (
        "quay alone is not enough"
    )
    assert found.total == 3
    assert found.query.explanation.startswith(
        f"articles like {STORIES[0].id}; they have at least 3 of these words: "
    )
    assert set(found.query.explanation.rpartition(": ")[2].split(", ")) == {
        *QUAY.split(),
        "keel",
        "anchor",
        "rudder",
    }
    canonical = found.query.canonical
    assert parse(canonical, now=found.query.now).tree == found.query.query.tree
    assert {each.id for each in STORIES if matches(each, found.query.query.tree)} == {
        hit.article.id for hit in found.hits
    }
    assert (
        archive.count(canonical) == archive.facets(canonical).total == archive.timeline(canonical).total == 3
    )
    assert archive.facets(canonical, names=["agency"]).facets["agency"] == [("ANI", 2), ("AP", 1)]


def test_among_what_a_query_matches(archived: Make) -> None:
    archive = archived(STORIES)
    found = archive.like(STORIES[0].id, "agency:ani")
    assert [hit.article.headline for hit in found.hits] == ["Two", "Three"]
    assert ", among " in found.query.explanation
    assert archive.like(STORIES[0].id, "wheat").total == 0
    assert archive.like(STORIES[0].id, offset=1, limit=1).hits[0].article.headline == "Five"
