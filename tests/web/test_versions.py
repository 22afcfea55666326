"""A text that was replaced has a page of its own, and an answer of the API."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import morgue
from tests.ingest.runs.test_keeping import FIRST, changed_thrice, identifier


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
