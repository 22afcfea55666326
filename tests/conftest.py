"""Fixtures that all tests share: the shared corpora, small invented stories, archives made of them."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

import morgue
from morgue.engines.opensearch import client, searcher
from morgue.model.article import Article, Place, Source, article_id
from morgue.query import deadline, diagnosis, partial

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

PATIENCE = 600.0
"""Seconds after which what a test waits for will never come; how soon it comes is no test's affair."""

COMMON: dict[str, Any] = {
    "deadline": None,  # how long an example takes is the machine's affair
    "database": None,  # what an earlier run found is no part of this one
    "suppress_health_check": [HealthCheck.too_slow],  # it judges by the clock
}
settings.register_profile("fixed", **COMMON, derandomize=True)
settings.register_profile("search", **COMMON, derandomize=False, print_blob=True)
settings.load_profile("fixed")  # the same examples everywhere; --hypothesis-profile=search looks for new ones

# Hypothesis also draws from the constants of the modules that happen to be loaded: the examples of one test would
# change with the code of another part, with the order of the tests and with how morgue is installed.
providers._get_local_constants = lambda: providers._local_constants  # which only that function would fill


OUTSIDE = re.compile(
    r"MORGUE_(?!TEST_|CLUSTER_JARS).*|XDG_.*|COLUMNS|LINES|TERM|COLORTERM|NO_COLOR|(?:CLI|FORCE_|PY_)COLORS?|CLICOLOR.*"
    r"|PAGER|LESS|EDITOR|VISUAL|LANGUAGE|.*_proxy|TERM_PROGRAM|VTE_VERSION|KITTY_.*|PYTHON(?:WARNINGS|STARTUP|OPTIMIZE)"
    r"|SOURCE_DATE_EPOCH|COMP_.*|_MORGUE_COMPLETE",
    re.IGNORECASE,
)
"""Variables of whoever runs the tests, which say how morgue is to behave for them."""


@pytest.fixture(scope="session", autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run all tests, and the processes that they start, with the same settings on every machine.

    A search may take as long as it likes, except where what is tested is that it may not.
    """
    home = tmp_path_factory.mktemp("home")
    before = os.umask(0o022)
    with pytest.MonkeyPatch.context() as patch:
        for name in filter(OUTSIDE.fullmatch, [*os.environ]):
            patch.delenv(name)
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
            patch.setenv(name, str(home / name.lower()))
        for module in (deadline, searcher):
            patch.setattr(module, "TIME_LIMIT", PATIENCE)
        patch.setattr(client, "PATIENCE", PATIENCE)
        patch.setattr(partial, "SECONDS", PATIENCE)
        patch.setattr(diagnosis, "DIAGNOSIS_SECONDS", PATIENCE)
        patch.setenv("TERM", "dumb")
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()
    os.umask(before)


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
