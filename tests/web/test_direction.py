"""The language and the direction of stories on the page: of hits, of snippets, of a story, of what is like it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import morgue
from morgue.model.article import Edition
from morgue.web.app import site
from tests.conftest import story, write_jsonl

from .conftest import HOME, NOW

HEBREW = "BBC: שר החוץ הגיע לנמל חיפה"
BODY = "שר החוץ הגיע היום לנמל חיפה ונפגש עם עובדי הנמל.\n\n3 אוניות עגנו בנמל."


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[TestClient]:
    stories = [
        story(
            1,
            headline=HEBREW,
            body=BODY,
            language="he",
            type="picture",
            other_headlines=("נמל חיפה",),
            edition=Edition("2025-10-23", "3"),
        ),
        story(2, headline=f"{HEBREW} שוב", body=BODY, language="he", url="https://example.org/2"),
        story(3, headline="Minister visits port", body="He came from Haifa, חיפה in Hebrew.", language="en"),
    ]
    feed = write_jsonl(tmp_path / "feeds" / "a.jsonl", stories)
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([feed.parent])
    with TestClient(site(str(tmp_path / "archive"), now=NOW), base_url=HOME) as client:
        yield client


def test_hits_and_snippets(ask: TestClient) -> None:
    page = ask.get("/", params={"q": "חיפה"}).text
    hits = re.findall(
        r'<article lang="(\w+)">\s*<h3 dir="(\w+)">.*?<p class="cutting" dir="(\w+)">', page, re.DOTALL
    )
    assert sorted(hits) == [("en", "auto", "ltr"), ("he", "rtl", "rtl"), ("he", "rtl", "rtl")]


def test_a_story_and_what_is_like_it(ask: TestClient) -> None:
    page = ask.get("/", params={"q": "type:picture"}).text
    (address,) = set(re.findall(r'href="(/article/[a-z2-7]{16})', page))
    page = ask.get(address).text
    assert re.search(r'<article class="story" lang="he">\s*<h1 dir="rtl">', page)
    assert page.count('<p dir="rtl">') == 2
    assert re.search(r'<li><a href="[^"]+" lang="he" dir="rtl">', page)
    assert "page 3, issue of 2025-10-23" in page
    assert "<dt>Other headlines</dt>" in page


def test_english_in_a_story_in_hebrew_and_a_date(tmp_path: Path) -> None:
    body = f"{BODY}\n\nThis report was made by the harbour office."
    feed = write_jsonl(
        tmp_path / "feeds" / "a.jsonl", [story(1, headline=HEBREW, body=body, language="he", type="story")]
    )
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([feed.parent])
        (hit,) = archive.search("חיפה").hits
    with TestClient(site(str(tmp_path / "archive"), now=NOW), base_url=HOME) as client:
        page = client.get(f"/article/{hit.article.id}").text
    assert page.count('<p dir="rtl">') == 2
    assert '<p dir="auto">This report' in page
    assert '<p class="credit" lang="en"><time' in page
