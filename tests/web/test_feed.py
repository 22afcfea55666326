"""A search as an Atom feed."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest
from starlette.testclient import TestClient

from morgue.web.feed import ENTRIES, instant_of
from tests.conftest import story

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_newest_come_first_under_names_that_stay(ask: TestClient) -> None:
    answer = ask.get("/feed", params={"q": "ferry OR wheat"})
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(answer.text)
    entries = list(root.iter(f"{ATOM}entry"))
    assert 0 < len(entries) == 31 <= ENTRIES
    updated = [dt.datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "") for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert dt.datetime.fromisoformat(root.findtext(f"{ATOM}updated") or "") == updated[0]
    names = [element.findtext(f"{ATOM}id") or "" for element in (root, *entries)]
    assert len(set(names)) == 32
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in names)
    assert answer.text == ask.get("/feed", params={"q": "ferry OR wheat"}).text
    assert answer.text.count('rel="via"') == 30
    for entry in entries:
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
        assert entry.findtext(f"{ATOM}title")
        links = {link.get("rel"): link.get("href") or "" for link in entry.iter(f"{ATOM}link")}
        assert links.get("via", "https://example.org/").startswith("https://example.org/")
        assert ask.get(links["alternate"]).status_code == 200


def test_a_wrong_query_is_no_feed(ask: TestClient) -> None:
    assert ask.get("/feed", params={"q": "("}).status_code == 400
    assert ask.get("/feed").status_code == 400


def test_the_page_names_its_feed(ask: TestClient) -> None:
    assert '<link rel="alternate" type="application/atom+xml"' in ask.get("/?q=ferry").text


@pytest.mark.parametrize(
    ("facts", "instant"),
    [
        ({"updated": "2025-10-23T23:30:00+05:30"}, "2025-10-23T23:30:00+05:30"),
        ({"published": "2025-10-23T09:00:00Z"}, "2025-10-23T09:00:00+00:00"),
        ({"published": "2025-10-23T09:00:00"}, "2025-10-23T09:00:00+00:00"),
        ({"published": "2025-10-23"}, "2025-10-23T00:00:00+00:00"),
        ({"published": None, "day": "2025-10-22"}, "2025-10-22T00:00:00+00:00"),
        ({"published": "soon", "day": None}, "1970-01-01T00:00:00Z"),
    ],
)
def test_every_entry_has_an_instant(facts: dict[str, str | None], instant: str) -> None:
    assert instant_of(story(1, **facts)) == instant
