"""The page of bursts leads from every word, place and story to the articles that it counted."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

import morgue
from morgue.model.article import Article, Place
from morgue.query.clock import moment_of
from morgue.web.bursts import PARAMETERS, _word_term
from tests.archive.test_grouping import STRIKE
from tests.conftest import story

WORDS = "harbour council bridge market library tunnel valley orchard signal copper river mast".split()  # noqa: SIM905  a list of words
NOW = moment_of("2026-01-01T00:00:00Z")


def year() -> list[Article]:
    """Ten articles a month; in March five of them are about a walrus in Ostend, and two say it in Chinese."""
    made = []
    for month in range(1, 7):
        for turn in range(10):
            number = 100 * month + turn
            body = " ".join(WORDS[(number + 5 * each) % len(WORDS)] for each in range(4))
            is_told = month == 3 and turn < 5
            chinese = month == 3 and turn in (7, 8)
            made.append(
                story(
                    number,
                    headline=f"The {body.split()[0]} & the walrus" if is_told else f"Of a {body}",
                    body="北京的天气很好。" if chinese else f"Said of {body} in {month}.",
                    language="zh" if chinese else "en",
                    published=f"2025-{month:02}-{turn + 1:02}T09:00:00Z",
                    day=f"2025-{month:02}-{turn + 1:02}",
                    locations=(Place("Ostend", "BE") if is_told else Place("Kirkwall", "GB"),),
                )
            )
    return made


@pytest.fixture
def ask(archive_of: Callable[..., morgue.Archive], client_of: Callable[..., TestClient]) -> TestClient:
    return client_of(archive_of(year()).directory)


def links(page: str, part: str = "") -> dict[str, str]:
    """The addresses of a page, or of what follows a part of it, by their words."""
    found = re.findall(r'<a href="([^"]*)"[^>]*>(.*?)</a>', page[page.index(part) :], re.S)
    return {
        html.unescape(re.sub(r"<[^>]+>", "", words)).strip(): html.unescape(href)
        for href, words in reversed(found)
    }


def total(ask: TestClient, href: str) -> int:
    """How many articles the search at an address finds."""
    (query,) = parse_qs(urlsplit(href).query)["q"]
    found: int = ask.get("/api/count", params={"q": query}).json()["total"]
    return found


def test_each_name_leads_to_what_it_counts(ask: TestClient) -> None:
    page = ask.get("/bursts?by=month")
    assert page.status_code == 200
    march = page.text[page.text.index('id="p-2025-03"') :]
    found = links(march)
    assert total(ask, found["walrus"]) == 5
    assert total(ask, found["Ostend"]) == 5
    assert total(ask, found["March 2025"]) == 10
    (document,) = ask.get("/api/bursts?by=month&limit=1").json()["periods"]
    assert {each["word"] for each in document["words"]} <= set(found)
    assert 'id="p-2025-02"' not in page.text
    assert 'href="#p-2025-03"' in page.text
    for words, href in found.items():
        if href.startswith(("/article/", "/story/")):
            assert ask.get(href).status_code == 200, words


def test_a_query_keeps_its_words_and_its_dates(ask: TestClient) -> None:
    page = ask.get(
        "/bursts",
        params={"q": "(said OR 北京) date:2025-03-02..2025-03-31", "by": "month", "against": "archive"},
    )
    found = links(page.text, 'id="p-2025-03"')
    assert total(ask, found["March 2025"]) == total(
        ask, "/?q=" + "(said OR 北京) date:2025-03-02..2025-03-31"
    )
    assert total(ask, found["walrus"]) == 4
    assert '<option value="month" selected>' in page.text
    assert '<option value="archive" selected>' in page.text
    assert 'value="(said OR 北京) date:2025-03-02..2025-03-31"' in page.text


def test_a_story_leads_to_its_articles_and_its_life(
    folded: str, client_of: Callable[..., TestClient]
) -> None:
    ask = client_of(folded)
    page = ask.get("/bursts?by=day").text
    found = links(page, "<h3>Stories</h3>")
    (words,) = [each for each in found if re.match(r"\d articles", each)]
    assert total(ask, found[words]) == int(words[0])
    assert ask.get(found["its life as a story"]).status_code == 200
    assert {each.id for each in STRIKE} & {href.removeprefix("/article/") for href in found.values()}


def test_counting_articles_says_articles(ask: TestClient) -> None:
    assert '5<span class="unseen"> articles</span>' in ask.get("/bursts?by=month&count=articles").text
    assert '5<span class="unseen"> stories</span>' in ask.get("/bursts?by=month").text


def test_more_periods_are_offered_where_there_are_more(ask: TestClient) -> None:
    page = ask.get("/bursts?by=month&limit=1&top=2").text
    more = links(page)["More months"]
    assert parse_qs(urlsplit(more).query) == {"q": ["*"], "by": ["month"], "limit": ["3"], "top": ["2"]}
    assert "More months" not in links(ask.get("/bursts?by=month").text)


@pytest.mark.parametrize(
    ("address", "status", "text"),
    [
        ("/bursts?q=zebra", 200, "No article matches."),
        ("/bursts?q=date:2025-03-01", 200, "compare"),
        ("/bursts?q=harbour+date:2025-03-01&by=day", 200, "1 article by day"),
        ("/bursts?by=hour", 400, "is not known"),
        ("/bursts?q=%22walrus", 400, "not closed"),
        ("/bursts?q=", 200, "What each week was about"),
        ("/bursts?q=%3Cscript%3Ewalrus", 200, "&lt;script&gt;"),
    ],
)
def test_what_is_asked_for(ask: TestClient, address: str, status: int, text: str) -> None:
    page = ask.get(address)
    assert page.status_code == status
    assert text in page.text
    assert "<script>walrus" not in page.text


def test_an_empty_archive_has_a_page(
    archive_of: Callable[..., morgue.Archive], client_of: Callable[..., TestClient]
) -> None:
    page = client_of(archive_of([]).directory).get("/bursts")
    assert page.status_code == 200
    assert "No article matches." in page.text


def test_pages_lead_there(ask: TestClient) -> None:
    assert links(ask.get("/?q=walrus").text)["Bursts"] == "/bursts"
    leads = links(ask.get("/?q=harbour").text)
    assert [href for href in leads.values() if href.startswith("/bursts?q=harbour&by=")]
    assert (
        links(ask.get("/?q=harbour").text, 'aria-label="This search elsewhere"')["Bursts"]
        == "/bursts?q=harbour"
    )


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("walrus", "walrus"), ("Walrus's", "Walrus's"), ("北京", "北京"), ("OR", '"OR"'), ('a"b', '"a b"'),
        ("agency:x", '"agency:x"'), ("-", '"-"'),
    ],
)  # fmt: skip
def test_a_word_is_asked_for_as_a_word(word: str, term: str) -> None:
    assert _word_term(word, NOW) == term


def test_the_parameters_are_those_of_the_api() -> None:
    from morgue.web.api import ENDPOINTS

    (endpoint,) = [each for each in ENDPOINTS if each.path == "/api/bursts"]
    assert endpoint.parameters == PARAMETERS
