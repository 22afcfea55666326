"""The pages of a story's life and of two articles side by side."""

from __future__ import annotations

import dataclasses
import html
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import morgue
from morgue.archive.lineage import StoryLife
from morgue.model.article import Article
from morgue.render.lineage import Clock
from morgue.stories.lineage import lineage_of
from morgue.web.app import site
from morgue.web.lineage import WIDTH, picture
from tests.conftest import story, write_jsonl
from tests.linked import link
from tests.stories.life import (
    BODY,
    COPY,
    CORRECTED,
    CORRECTION,
    CUT,
    EXTENDED,
    FIRST,
    LATE,
    STORY,
    TITLE,
    UPDATE,
    member,
)
from tests.web.conftest import HOME, NOW
from tests.web.test_hostile import ALLOWED, EVIL, UNSAFE, Living
from tests.web.test_pages import Outline, text_of

WILD = [
    dataclasses.replace(
        story(300 + number), headline=f"CORRECTED-{EVIL}" if number else EVIL, body=f"{EVIL} {28 + number} {EVIL}", agency=EVIL,
        publisher=EVIL if number else None, language=EVIL, dateline=EVIL, byline=EVIL,
    )
    for number in range(2)
]  # fmt: skip
ARABIC = [
    story(
        310, headline="قاعة جديدة", body="افتتح المتحف قاعة جديدة في 12 نوفمبر.", language="ar", agency="MENA"
    ),
    story(
        311, headline="قاعة أخرى", body="افتتح المتحف قاعة جديدة في 13 نوفمبر.", language="ar", agency="MENA"
    ),
]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of an archive with three stories of several articles."""
    folder = tmp_path_factory.mktemp("life")
    write_jsonl(folder / "feeds" / "all.jsonl", [*STORY, *WILD, *ARABIC, story(1)])
    with morgue.create(folder / "archive") as archive:
        archive.index([folder / "feeds"])
        link(archive, [[each.id for each in several] for several in (STORY, WILD, ARABIC)])
    with TestClient(site(str(folder / "archive"), now=NOW), base_url=HOME) as client:
        yield client


@pytest.mark.parametrize("article", STORY)
def test_any_article_leads_to_the_life_of_its_story(ask: TestClient, article: Article) -> None:
    answer = ask.get(f"/story/{article.id}")
    assert answer.status_code == 200
    assert answer.text == ask.get(f"/story/{FIRST.id}").text


def test_the_page_says_who_carried_it_and_who_has_not_followed(ask: TestClient) -> None:
    page = ask.get(f"/story/{FIRST.id[:8]}").text
    said = text_of(page)
    assert (
        "8 articles, 6 outlets, 23 Oct 2025 11:58 – 18:00 UTC+02:00; first seen here: Sundtel , 11:58" in said
    )
    assert (
        "4 articles still have the uncorrected text: The Skerry Post , Harbour Mail , The Sund Star , Evening Cutter"
        in said
    )
    assert "Corrected 17:05 by Sundtel : 29 for 28" in said
    assert "4 of 7 paragraphs cut (4–7)" in said
    assert "45% kept 0% new" in said
    outline = Outline(page)
    assert {f"/article/{each.id}" for each in STORY} <= set(outline.links)
    assert f"/diff?a={html.escape(UPDATE.id)}&b={CORRECTION.id}" in outline.links
    assert len(outline.having(**{"class": "dot behind"})) == 6
    assert len(outline.having(**{"class": "dot alarm"})) == 1
    assert sum(tag == "line" for tag, _ in outline.elements) == 1


def test_a_page_of_a_part(ask: TestClient) -> None:
    page = ask.get(f"/story/{FIRST.id}?limit=3").text
    assert "5 more articles" in text_of(page)
    assert f"/diff?a={FIRST.id}&amp;b={CUT.id}" not in page
    assert ask.get(f"/story/{FIRST.id}?limit=10001").status_code == 400


def test_an_article_alone(ask: TestClient) -> None:
    said = text_of(ask.get(f"/story/{story(1).id}").text)
    assert "1 article, 1 outlet" in said


@pytest.mark.parametrize(
    "path", ["/story/zzzzzzzz", "/story/abc", "/diff?a=zzzzzzzz&b=zzzzzzzz", "/api/stories/zzzzzzzz"]
)
def test_what_is_not_there(ask: TestClient, path: str) -> None:
    assert ask.get(path).status_code == 404


def test_an_address_without_both(ask: TestClient) -> None:
    assert ask.get("/diff").status_code == ask.get(f"/diff?a={FIRST.id}").status_code == 400


def test_side_by_side(ask: TestClient) -> None:
    page = ask.get(f"/diff?a={UPDATE.id}&b={CORRECTION.id}").text
    said = text_of(page)
    assert "98% kept, 2% new, 1 edited 28 → 29" in said
    assert page.count("<del") == page.count("<ins") == 3
    assert "No difference" in text_of(ask.get(f"/diff?a={FIRST.id}&b={COPY.id}").text)
    page = ask.get(f"/diff?a={CUT.id}&b={EXTENDED.id}").text
    assert page.count('class="pair added"') == 6


def test_the_api_has_the_documents_of_the_command_line(ask: TestClient) -> None:
    document = ask.get(f"/api/stories/{LATE.id}").json()
    assert document["story"]["id"] == FIRST.id
    assert [each["id"] for each in document["members"]] == [each.id for each in STORY]
    assert document["uncorrected"] == [COPY.id, EXTENDED.id, CUT.id, LATE.id]
    assert ask.get(f"/api/diff?a={UPDATE.id}&b={CORRECTED.id}").json()["changed"] == [["28", "29"]]


def test_right_to_left(ask: TestClient) -> None:
    for path in (f"/story/{ARABIC[0].id}", f"/diff?a={ARABIC[0].id}&b={ARABIC[1].id}"):
        outline = Outline(ask.get(path).text)
        assert outline.having(dir="rtl")
        assert outline.having(lang="ar")


@pytest.mark.parametrize(
    "path", [f"/story/{WILD[0].id}", f"/diff?a={WILD[0].id}&b={WILD[1].id}", f"/story/{WILD[1].id}?limit=1"]
)
def test_nothing_of_a_feed_is_active(ask: TestClient, path: str) -> None:
    page = ask.get(path).text
    assert UNSAFE.search(page) is None
    for tag, attributes in Living(page).found:
        assert tag in ALLOWED | {"figure", "figcaption", "circle", "line", "ins", "del", "i", "header"}
        assert not any(name.startswith("on") for name in attributes)
        if tag in ("a", "link") and attributes.get("rel") != "external noopener noreferrer":
            assert (attributes["href"] or "").startswith(("/", "#"))
    assert page.count("<script") == 1
    assert "&lt;script&gt;" in page


# -- the picture -------------------------------------------------------------------------------------------


def life(articles: list[Article]) -> tuple[StoryLife, Clock]:
    return StoryLife(lineage_of(articles)), Clock(articles)


def test_a_dot_for_each_article_from_left_to_right() -> None:
    made = picture(*life(STORY))
    assert made is not None
    assert [dot.member.article for dot in made.dots] == STORY
    assert [dot.x for dot in made.dots] == sorted(dot.x for dot in made.dots)
    assert all(0 < dot.x < WIDTH and 0 < dot.y < made.height for dot in made.dots)
    assert [event.label for event in made.events] == ["17:05 Sundtel: CORRECTION"]
    assert made.ticks == ["11:58", "18:00"]


def test_articles_of_one_time_stand_above_one_another() -> None:
    same = [
        dataclasses.replace(COPY, id=f"{number:016d}", publisher=f"Outlet {number}") for number in range(5)
    ]
    made = picture(*life([FIRST, *same, LATE]))
    assert made is not None
    places = {(dot.x, dot.y) for dot in made.dots}
    assert len(places) == 7
    assert len({x for x, _ in places}) == 3


def test_many_articles_are_bars() -> None:
    many = [member(500 + number, TITLE, BODY, "12:00", f"Outlet {number}") for number in range(200)]
    made = picture(*life([*STORY, *many]))
    assert made is not None
    assert made.dots == []
    tallest = max(made.bars, key=lambda bar: bar.height)
    assert tallest.height == made.height
    assert 0 < tallest.behind <= tallest.height
    assert "copy" in tallest.label
    assert all(bar.y >= 0 for bar in made.bars)


def test_no_picture_of_one_time_or_none() -> None:
    assert picture(*life([FIRST])) is None
    assert (
        picture(*life([dataclasses.replace(each, published=None, day=None) for each in (FIRST, COPY)]))
        is None
    )


def test_a_day_stands_at_its_noon() -> None:
    day = dataclasses.replace(COPY, published=None)
    late = dataclasses.replace(LATE, published="2025-10-24T00:02:00+02:00")
    made = picture(*life([FIRST, day, late]))
    assert made is not None
    assert made.dots[1].x == made.dots[0].x, "noon in the zone of the story is two minutes after its first"


@pytest.mark.parametrize("stamp", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_the_ends_of_the_calendar(stamp: str) -> None:
    assert picture(*life([FIRST, dataclasses.replace(COPY, published=stamp, day=None)])) is not None


def test_a_client_that_is_not_known(client_of: Callable[..., TestClient], tmp_path: Path) -> None:
    with morgue.create(tmp_path / "archive"):
        pass
    client = client_of(tmp_path / "archive", token="x" * 20)
    assert client.get(f"/story/{FIRST.id}").status_code == 401
    assert client.get("/diff?a=aaaaaa&b=bbbbbb").status_code == 401


def test_an_article_says_what_became_of_its_story(ask: TestClient) -> None:
    page = ask.get(f"/article/{LATE.id}").text
    said = text_of(page)
    assert (
        "One of 8 articles of its story; first seen here: Sundtel, 23 Oct 2025 11:58. The life of the story"
        in said
    )
    assert "Corrected 23 Oct 2025 17:05 by Sundtel: “29” for “28”. This text is uncorrected." in said
    assert f"/story/{LATE.id}" in Outline(page).links
    assert "of its story" not in ask.get(f"/article/{story(1).id}").text
    assert "&lt;script&gt;" in ask.get(f"/article/{WILD[1].id}").text
