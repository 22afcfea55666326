"""Say what saved searches and replays ask of an archive, so that they need not know it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from morgue.archive.results import Results
from morgue.engines.base import Sort
from morgue.query.clock import Now


class Searchable(Protocol):
    """An archive, as far as it is searched again."""

    @property
    def directory(self) -> Path:
        """Where what goes with the archive is kept on this machine."""

    @property
    def revision(self) -> int:
        """Grows by one with every committed change."""

    def search(
        self,
        query: str,
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        snippets: int = 2,
        now: Now = None,
        count: bool = True,
        since_revision: int | None = None,
    ) -> Results:
        """The articles that match."""
