"""Archives that are indexed without worker processes, so that many can be made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import morgue
from morgue.ingest import run
from morgue.ingest.messages import Batch, Job, Report
from morgue.ingest.workers import work


class HerePool:
    """A pool that reads in this process."""

    def __enter__(self) -> HerePool:
        return self

    def __exit__(self, *unused: object) -> None:
        pass

    def run(self, jobs: Iterator[Job], left: object = None) -> Iterator[Batch | Report]:
        """Everything that comes of the jobs."""
        for job in jobs:
            yield from work(job)


@pytest.fixture(scope="module", autouse=True)
def here() -> Iterator[None]:
    """No processes in these tests: what is read does not depend on who reads it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "Pool", HerePool)
        yield


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[morgue.Archive]:
    """An empty archive."""
    with morgue.create(tmp_path / "archive") as made:
        yield made


Index = Callable[..., Any]
