"""A text that was replaced has a page of its own, and an answer of the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import morgue
from tests.ingest.runs.test_keeping import FIRST, changed_thrice, channel, identifier, put


@pytest.fixture
def changed(tmp_path: Path, client_of: Callable[..., TestClient]) -> tuple[TestClient, str]:
    """The site of an archive whose one article has had three texts, and the article's id."""
    with morgue.create(tmp_path / "archive") as archive:
        changed_thrice(archive, tmp_path)
        full = identifier(archive)
    return client_of(tmp_path / "archive"), full


def test_an_earlier_text_is_found_and_read(changed: tuple[TestClient, str]) -> None:
    ask, full = changed
    assert ask.get("/api/search?q=forty").json()["total"] == 0
    (hit,) = ask.get("/api/search?q=forty+versions:all").json()["hits"]
    assert hit["id"] == f"{full}@1"
    assert f"/article/{full}@1" in ask.get("/?q=forty+versions:all").text
    page = ask.get(f"/article/{full}@1")
    assert page.status_code == 200
    assert FIRST[0] in page.text
    (article,) = ask.get(f"/api/articles/{full}@1").json()["articles"]
    assert (article["id"], article["versions"], article["also_in"]) == (f"{full}@1", 3, [])
    assert ask.get(f"/article/{full}@9").status_code == 404
    assert ask.get(f"/api/articles/{full}@9").status_code == 404


def test_the_page_of_an_article_lists_its_texts(changed: tuple[TestClient, str]) -> None:
    ask, full = changed
    page = ask.get(f"/article/{full}").text
    assert "Text 3 of 3" in page
    for number in (1, 2):
        assert f'href="/article/{full}@{number}"' in page
    assert f"/diff?a={full}%402&amp;b={full}%403" in page
    assert f"/diff?a={full}%401&amp;b={full}%402" in page
    assert "28 -&gt; 29" in page
    assert page.index("23 October 2025, 09:00 UTC") < page.index("23 October 2025, 09:10 UTC")
    assert ask.get(f"/diff?a={full}%401&b={full}%402").status_code == 200


def test_an_earlier_text_says_so_and_leads_to_the_one_that_stands(changed: tuple[TestClient, str]) -> None:
    ask, full = changed
    page = ask.get(f"/article/{full}@1?q=ferry").text
    assert (
        "An earlier text</strong> of this article, 1 of 3; the next is of 23 October 2025, 09:10 UTC" in page
    )
    assert f'<a href="/article/{full}?q=ferry">Read the text that stands</a>' in page
    assert f"/diff?a={full}%401&amp;b={full}" in page
    diff = ask.get(f"/diff?a={full}@1&b={full}").text
    assert f'<a href="/article/{full}#versions">All texts of the article</a>' in diff


def test_an_article_of_one_text_says_nothing_of_texts(ask: TestClient) -> None:
    (hit,) = ask.get("/api/search?q=wheat").json()["hits"]
    page = ask.get(f"/article/{hit['id']}").text
    assert 'id="versions"' not in page
    assert "Articles of the story" not in page
    other = ask.get("/api/search?q=ferry&limit=1").json()["hits"][0]["id"]
    assert "All texts of" not in ask.get(f"/diff?a={hit['id']}&b={other}").text


def test_the_api_lists_texts_by_page(changed: tuple[TestClient, str]) -> None:
    ask, full = changed
    whole = ask.get(f"/api/articles/{full}/versions").json()["versions"]
    assert [(each["id"], each["n"], each["current"]) for each in whole] == [
        (f"{full}@1", 1, False), (f"{full}@2", 2, False), (f"{full}@3", 3, True),
    ]  # fmt: skip
    assert ask.get(f"/api/articles/{full}@1/versions?first=2&limit=1").json()["versions"] == whole[1:2]
    assert ask.get(f"/api/articles/{full}/versions?first=9").json()["versions"] == []
    assert ask.get("/api/articles/nothing/versions").status_code == 404


def test_a_page_of_many_texts_lists_those_around_the_one_that_is_read(
    tmp_path: Path, client_of: Callable[..., TestClient]
) -> None:
    with morgue.create(tmp_path / "archive") as archive:
        for at in range(30):
            said = (
                "Ferry strike",
                f"The crews of {at + 2} ferries are on strike in Piraeus, the union said.",
            )
            archive.index([put(tmp_path / "feeds" / "a.xml", channel(said, f"09:{at:02}"), at).parent])
        full = identifier(archive)
    ask = client_of(tmp_path / "archive")

    def listed(path: str) -> list[int]:
        return [int(each) for each in re.findall(r'<li value="(\d+)"', ask.get(path).text)]

    assert listed(f"/article/{full}") == list(range(11, 31))
    assert listed(f"/article/{full}@1") == list(range(1, 21))
    assert listed(f"/article/{full}@11") == list(range(1, 21))
    assert listed(f"/article/{full}@15") == list(range(5, 25))
    assert "20 of 30 texts" in ask.get(f"/article/{full}@15").text
