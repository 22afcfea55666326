"""What is asked of the texts that stand is asked in all ways that there are."""

from __future__ import annotations

from morgue.archive.scope import Within
from morgue.engines.base import Searcher


def test_every_question_is_asked_in_the_scope() -> None:
    asked = {name for name in vars(Searcher) if not name.startswith("_")}
    assert asked - vars(Within).keys() == set(), (
        "say in archive/scope.py what these are of the texts in a scope"
    )
