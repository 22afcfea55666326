"""Archives of stories that have several articles, on every engine, without the feeds that they would come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from morgue.engines import create_engine
from morgue.engines.base import Searcher
from morgue.engines.document import document
from morgue.model.article import Article, Place, Source

OTHERS = ("whoosh", pytest.param("opensearch", marks=pytest.mark.cluster))
ENGINES = ("tantivy", *OTHERS)

Indexed = Callable[[list[Article]], Searcher]


@pytest.fixture(params=ENGINES)
def indexed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Indexed]:
    """A function that indexes articles, on one engine after the other."""
    yield from _indexing(request.param, tmp_path)


@pytest.fixture(params=OTHERS)
def indexed_elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Indexed]:
    """A function that indexes articles on another engine than tantivy."""
    yield from _indexing(request.param, tmp_path / "elsewhere")


@pytest.fixture
def indexed_here(tmp_path: Path) -> Iterator[Indexed]:
    """A function that indexes articles on tantivy."""
    yield from _indexing("tantivy", tmp_path / "here")


def _indexing(name: str, directory: Path) -> Iterator[Indexed]:
    opened: list[Searcher] = []
    cluster = name == "opensearch"
    before: set[str] = set()
    if cluster:
        from tests.cluster.places import made

        before = made()

    def index(articles: list[Article]) -> Searcher:
        place: Any = directory / f"index-{len(opened)}"
        if cluster:
            from tests.cluster.places import place_of

            place = place_of(place)
        else:
            place.mkdir(parents=True)
        engine = create_engine(name, place)
        writer = engine.writer()
        writer.add(document(each, 1) for each in articles)
        writer.commit()
        writer.close()
        opened.append(engine.searcher())
        return opened[-1]

    yield index
    for each in opened:
        each.close()
    if cluster:
        from tests.cluster.places import made, remove

        remove(made() - before)


def name(number: int) -> str:
    """An id that comes in the order of the numbers."""
    return f"{number:04d}".translate(str.maketrans("0123456789", "abcdefghij")) + "a" * 12


def article(number: int, body: str | None = None, **facts: Any) -> Article:
    """An article of its own story, in English, of 1 October 2025 unless it says otherwise."""
    values: dict[str, Any] = {
        "id": name(number),
        "headline": None,
        "body": body,
        "language": "en",
        "day": "2025-10-01",
        "source": Source("a", "text", None, 0, 0, ""),
    }
    return Article(**{**values, **facts})


def of_one_story(articles: list[Article]) -> list[Article]:
    """The articles as those of one story."""
    from dataclasses import replace

    return [replace(each, story=articles[0].id, copies=len(articles)) for each in articles]


def places(*names: str) -> tuple[Place, ...]:
    return tuple(Place(name, "GR") for name in names)
