"""What tests of answers have: archives of the same stories on every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import morgue
from morgue.model.article import Article
from tests.conftest import write_jsonl

ENGINES = ("tantivy", "whoosh", pytest.param("opensearch", marks=pytest.mark.cluster))


@pytest.fixture(params=ENGINES)
def archived(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[list[Article]], morgue.Archive]]:
    """A function that makes an archive of stories, on one engine after the other."""
    made: list[morgue.Archive] = []
    before: set[str] | None = None
    place: Any = tmp_path / "archive"
    how = {"engine": request.param}
    if request.param == "opensearch":
        from tests.cluster import places

        before, place, how = places.made(), places.place_of(tmp_path), {}

    def make(stories: list[Article]) -> morgue.Archive:
        feed = write_jsonl(tmp_path / "feeds" / "feed.jsonl", stories)
        made.append(morgue.create(place, **how))
        made[0].index([feed.parent])
        return made[0]

    yield make
    for each in made:
        each.close()
    if before is not None:
        places.remove(places.made() - before)
