"""What is asked of the texts that stand is asked in all ways that there are."""

from __future__ import annotations

from pathlib import Path

import morgue
from morgue.archive.scope import Within
from morgue.engines.base import Searcher
from tests.ingest.runs.test_keeping import changed_thrice, identifier


def test_every_question_is_asked_in_the_scope() -> None:
    asked = {name for name in vars(Searcher) if not name.startswith("_")}
    assert asked - vars(Within).keys() == set(), (
        "say in archive/scope.py what these are of the texts in a scope"
    )


def test_an_earlier_text_is_of_its_articles_story(tmp_path: Path) -> None:
    made = morgue.create(tmp_path / "archive")
    changed_thrice(made, tmp_path)
    full = identifier(made)
    (hit,) = made.search("forty versions:all", group=True).hits
    assert hit.carried is not None
    assert (hit.article.id, hit.carried.first.id, hit.carried.articles) == (f"{full}@1", full, 1)
    assert hit.article.to_json()["story"] == full
    assert [each.article.id for each in made.search("ferry", group=True).hits] == [full]
    assert made.count_stories("ferry") == 1
    assert made.bursts("ferry versions:all", by="year", limit=None, count="articles").total == 3
    assert made.bursts("ferry", by="year", limit=None, count="articles").total == 1
