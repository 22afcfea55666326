"""Fixtures of what an archive is made of by runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import morgue


@pytest.fixture
def make(tmp_path: Path) -> Iterable[Callable[..., morgue.Archive]]:
    """A function that makes an empty archive."""
    made: list[morgue.Archive] = []

    def empty(engine: str = "tantivy") -> morgue.Archive:
        made.append(morgue.create(tmp_path / f"archive-{len(made)}", engine=engine))
        return made[-1]

    yield empty
    for each in made:
        each.close()
