"""What a run of `index` tells: while it goes on, and at its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Prune = bool | Literal["all"]
"""Whether what is gone from the given directories leaves the archive; "all": without asking how much that is."""


@dataclass(slots=True)
class Progress:
    """How far a run is. Sizes are bytes; `files_total` and `bytes_total` count what has to be read."""

    files_done: int = 0
    files_total: int | None = None
    articles: int = 0
    bytes_done: int = 0
    bytes_total: int = 0
    seconds: float = 0.0
    path: str = ""


@dataclass(slots=True)
class FileCounts:
    """Files of a run; every file seen is read, unchanged or rejected (in part or whole)."""

    seen: int = 0
    read: int = 0
    unchanged: int = 0
    rejected: int = 0
    pruned: int = 0

    def to_json(self) -> dict[str, int]:
        """The five counts."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class ArticleCounts:
    """Articles of a run; `total` is all that the archive holds now: added, replaced and unchanged.

    `same` counts what was read and is another copy or version of a story that is held already.
    """

    added: int = 0
    replaced: int = 0
    removed: int = 0
    unchanged: int = 0
    total: int = 0
    same: int = 0

    def to_json(self) -> dict[str, int]:
        """The counts by name."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class IndexSummary:
    """The end of a run. `rejected` is (path, reason); `no_article` counts sound files that hold no story."""

    files: FileCounts = field(default_factory=FileCounts)
    articles: ArticleCounts = field(default_factory=ArticleCounts)
    rejected: list[tuple[str, str]] = field(default_factory=list)
    no_article: int = 0
    seconds: float = 0.0
    bytes: int = 0
    revision: int = 0

    @property
    def articles_per_second(self) -> float:
        """Articles added or replaced a second, over the whole run."""
        done = self.articles.added + self.articles.replaced
        return done / self.seconds if self.seconds else 0.0

    def to_json(self) -> dict[str, object]:
        """The document of the contract."""
        return {
            "files": self.files.to_json(),
            "articles": self.articles.to_json(),
            "rejected": [{"path": path, "reason": reason} for path, reason in self.rejected],
            "no_article": self.no_article,
            "seconds": round(self.seconds, 3),
            "articles_per_second": round(self.articles_per_second, 1),
            "bytes": self.bytes,
            "revision": self.revision,
        }
