"""Stories that would do something: markup, addresses, controls and turned text in every field, all of it dead."""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

import morgue
from morgue.model.article import Article, Place, Source, printable
from morgue.render.sanitize import clean_block
from tests.conftest import story

LIVE = (
    '<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>'
    "\"><svg onload=alert(1)>' onmouseover='alert(1) </textarea></title></style><!-- ]]> &lt;b&gt; {{ 7*7 }} "
    "<iframe src=//evil.example></iframe><base href=//evil.example><meta http-equiv=refresh content=0>"
)
TURNED = "\u202egnp.exe\u202c \u2066hidden\u2069 \x1b]0;title\x07\x1b[31m \x9b31m \x00 \u200f \ufffe \U000e0041 \x0c"
EVIL = f"zanzibar {LIVE} {TURNED} zanzibar"
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff\U000e0000-\U000e007f]"
)
ALLOWED = {
    "html", "head", "meta", "title", "link", "script", "body", "a", "header", "div", "form", "label", "input", "button",
    "nav", "main", "section", "h1", "h2", "h3", "p", "ul", "ol", "li", "dl", "dt", "dd", "details", "summary", "table",
    "caption", "thead", "tbody", "tr", "th", "td", "strong", "code", "span", "bdi", "mark", "time", "article", "aside",
    "footer", "kbd", "svg", "rect", "g", "pre",
}  # fmt: skip


class Living(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def hostile() -> list[Article]:
    """One story with everything in every field, one for each address that is not of the web."""
    everything = story(
        1,
        headline=EVIL, body=EVIL + "\n\n" + EVIL, boilerplate=EVIL, dateline=EVIL, byline=EVIL, agency=EVIL,
        publisher=EVIL, section=(EVIL,), keywords=(EVIL,), language=EVIL, locations=(Place(EVIL, "<b>"),),
        url="javascript:alert(1)//" + EVIL, source=Source(EVIL, EVIL, EVIL, 0, 10, EVIL), evidence={EVIL: EVIL, "agency": EVIL},
    )  # fmt: skip
    addresses = (
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "\tjavascript:1",
    )
    return [everything, *(story(10 + at, headline="zanzibar", url=url) for at, url in enumerate(addresses))]


@pytest.fixture
def client(archive_of: Callable[..., morgue.Archive], client_of: Callable[..., TestClient]) -> TestClient:
    archive = archive_of(hostile())
    assert archive.count("zanzibar") == 5
    kept = archive.show([story(1).id])[0]  # as it was given: nothing was made harmless on the way in
    assert kept.headline == printable(EVIL)
    assert kept.source.path == EVIL
    return client_of(archive.where)


def dead(page: str) -> None:
    """Fail where anything of a feed lives on the page."""
    assert not UNSAFE.search(page)
    for tag, attributes in Living(page).found:
        assert tag in ALLOWED, tag
        assert not any(name.startswith("on") for name in attributes), attributes
        assert "style" not in attributes
        assert "srcdoc" not in attributes
        if tag == "meta":
            assert "http-equiv" not in attributes
        if tag == "script":
            assert (attributes.get("src") or "").startswith("/static/")
        for name in ("href", "src", "action"):
            address = attributes.get(name)
            assert address is None or re.match(r"/(?!/)|#|https?://", address), address


def test_no_page_of_a_hostile_story_lives(client: TestClient) -> None:
    asked = ("zanzibar", "*", "boilerplate:zanzibar", "has:byline zanzibar", EVIL[:60], LIVE, TURNED)
    for query in asked:
        for sort in ("relevance", "newest"):
            page = client.get("/", params={"q": query, "sort": sort})
            assert page.status_code in (200, 400)
            dead(page.text)
    dead(client.get("/").text)
    for hit in client.get("/api/search", params={"q": "zanzibar"}).json()["hits"]:
        for query in ("", "zanzibar", LIVE):
            page = client.get(f"/article/{hit['id']}", params={"q": query})
            assert page.status_code == 200
            dead(page.text)
            dead(client.get(f"/article/{hit['id']}/original").text)


def test_what_it_says_is_still_there_to_read(client: TestClient) -> None:
    page = client.get("/", params={"q": "zanzibar"}).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    text = html.unescape(re.sub(r"<[^>]*>", "", page))
    assert clean_block(LIVE) in text


def test_only_addresses_of_the_web_are_links_out(client: TestClient) -> None:
    for hit in client.get("/api/search", params={"q": "zanzibar"}).json()["hits"]:
        for tag, attributes in Living(client.get(f"/article/{hit['id']}").text).found:
            assert tag != "a" or "external" not in (attributes.get("rel") or "")


def test_what_is_asked_for_is_dead_too(client: TestClient) -> None:
    for path in (
        "/",
        "/article/x",
        "/api/search",
        "/nothing",
        f"/{LIVE[:40]}",
        "/static/<b>",
        "/article/<script>",
    ):
        page = client.get(path, params={"q": LIVE, "sort": LIVE, "limit": LIVE, "from": LIVE})
        if page.headers["Content-Type"].startswith("text/html"):
            dead(page.text)
        else:
            assert page.headers["Content-Type"] in ("application/json", "application/atom+xml; charset=utf-8")


def test_the_feed_is_sound_xml_with_the_words_in_it(client: TestClient) -> None:
    answer = client.get("/feed", params={"q": "zanzibar"})
    root = ET.fromstring(answer.text)
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [entry.findtext(f"{atom}title") or "" for entry in root.iter(f"{atom}entry")]
    assert len(titles) == 5
    assert any("<script>alert(1)</script>" in title for title in titles)
    assert {element.tag.partition("}")[0] + "}" for element in root.iter()} == {atom}
    links = [link.get("href") or "" for link in root.iter(f"{atom}link")]
    assert all(link.startswith("http://127.0.0.1:8705/") for link in links)


def test_json_is_no_page(client: TestClient) -> None:
    answer = client.get("/api/search", params={"q": "zanzibar"})
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "\x1b" not in answer.text
    assert answer.json()["hits"]
