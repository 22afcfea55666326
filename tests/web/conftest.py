"""A small archive and clients that ask its site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import morgue
from morgue.model.article import Article, Place
from morgue.web.access import Policy
from morgue.web.app import LOOPBACK, site
from tests.archive.test_grouping import STRIKE, VOTE
from tests.conftest import story, write_jsonl
from tests.linked import link

NOW = "2026-01-01T00:00:00+00:00"
HOME = "http://127.0.0.1:8705"


def stories() -> list[Article]:
    """Thirty stories of a ferry strike, and one from elsewhere."""
    ferry = [
        story(number, agency=("AP", "Reuters", None)[number % 3], url=f"https://example.org/{number}")
        for number in range(1, 31)
    ]
    other = story(
        99,
        headline="Wheat prices climb in Paris & Rouen",
        body="Traders said the harvest was small.\n\n  Milling  wheat   210\n  Durum          305",
        boilerplate="Subscribe to our letter",
        dateline="PARIS, March 3 (AFP) -",
        locations=(Place("Paris", "FR"), Place("Rouen", "FR")),
        agency="AFP",
        publisher='The "Daily" Grain',
        byline="Anne Moulin",
        day="2024-03-03",
        published="2024-03-03T09:15:00Z",
        evidence={"agency": "dateline", "locations": "dateline", "day": "published"},
    )
    return [*ferry, other]


@pytest.fixture(scope="session")
def where(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The archive that most tests read."""
    directory = tmp_path_factory.mktemp("web")
    feed = write_jsonl(directory / "feeds" / "ferry.jsonl", stories())
    with morgue.create(directory / "archive") as archive:
        archive.index([feed.parent])
        assert archive.count("*") == len(stories())
    return str(directory / "archive")


@pytest.fixture(scope="session")
def folded(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An archive with a story of four articles, and two that stand alone."""
    directory = tmp_path_factory.mktemp("folded")
    feed = write_jsonl(directory / "feeds" / "strike.jsonl", [*STRIKE, *VOTE])
    with morgue.create(directory / "archive") as archive:
        archive.index([feed.parent])
        link(archive, [[each.id for each in STRIKE]])
    return str(directory / "archive")


@pytest.fixture
def ask(where: str) -> Iterator[TestClient]:
    """A client of the site on this machine."""
    with TestClient(site(where, now=NOW), base_url=HOME, follow_redirects=False) as client:
        yield client


@pytest.fixture
def client_of() -> Iterator[Callable[..., TestClient]]:
    """A function that makes a client of an archive's site, with the token or the names it is given."""
    made: list[TestClient] = []

    def make(where: str | Path, **policy: Any) -> TestClient:
        app = site(str(where), policy=Policy(**{"names": LOOPBACK, **policy}), now=NOW)
        client = TestClient(app, base_url=HOME, follow_redirects=False)
        client.__enter__()
        made.append(client)
        return client

    yield make
    for each in made:
        each.__exit__(None, None, None)
