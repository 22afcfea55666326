"""Fixtures that all tests share: the shared corpora, small invented stories, archives made of them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import morgue
from morgue.article import Article, Place, Source, article_id

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

settings.register_profile(
    "morgue",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),  # a change is judged by the same examples each time
)
settings.load_profile("morgue")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the shared corpora where they are not."""
    if SHARED.is_dir():
        return
    absent = pytest.mark.skip(reason="needs the shared corpora beside the checkout")
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(absent)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared corpora and gold data."""
    if not SHARED.is_dir():
        pytest.skip("needs the shared corpora beside the checkout")
    return SHARED


def story(number: int = 1, **facts: Any) -> Article:
    """An invented article; every fact can be given."""
    values: dict[str, Any] = {
        "id": article_id(f"test:{number}"),
        "headline": f"Ferry crews vote on pay, day {number}",
        "body": f"Crews of the island ferry met for the {number}. time.\n\nThe harbour board will answer on Monday.",
        "published": f"2025-10-{(number - 1) % 28 + 1:02d}T12:00:00+02:00",
        "day": f"2025-10-{(number - 1) % 28 + 1:02d}",
        "locations": (Place("Piraeus", "GR"),),
        "agency": "AP",
        "publisher": "The Harbour Post",
        "section": ("World",),
        "keywords": ("ferry",),
        "language": "en",
        "source": Source("old.txt", "text", None, 0, 10, "0" * 64),
        "evidence": {"agency": "dateline"},
    }
    return Article(**{**values, **facts})


def write_jsonl(path: Path, articles: list[Article]) -> Path:
    """A feed of articles in our own form."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(each.to_json()) + "\n" for each in articles), encoding="utf-8")
    return path


@pytest.fixture
def archive_of(tmp_path: Path) -> Iterator[Callable[..., morgue.Archive]]:
    """A function that makes an archive of articles, on the engine that is asked for."""
    made: list[morgue.Archive] = []

    def make(articles: list[Article], engine: str = "tantivy") -> morgue.Archive:
        feed = write_jsonl(tmp_path / f"feeds-{len(made)}" / "feed.jsonl", articles)
        archive = morgue.create(tmp_path / f"archive-{len(made)}", engine=engine)
        made.append(archive)
        archive.index([feed.parent])
        return archive

    yield make
    for each in made:
        each.close()
