"""Count what a run of `index` does, while it goes on and at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from morgue._startup.frozen import fields_of

Prune = bool | Literal["all"]
"""Whether what is gone from the given directories leaves the archive; "all": without asking how much that is."""


Stage = Literal["read", "copy", "sketch", "commit", "compare", "place"]
"""What a run does: it reads files, or takes articles of another archive, or makes again what stories are found by; it commits
them; it compares articles, and writes the places of those whose stories have changed."""


@dataclass(slots=True)
class Progress:
    """How far a run is. Sizes are bytes; `files_total` and `bytes_total` count what has to be read.

    Of every stage but reading, `done` of `total` articles are done; `total` is None where nobody knows.
    """

    files_done: int = 0
    files_total: int | None = None
    articles: int = 0
    bytes_done: int = 0
    bytes_total: int = 0
    seconds: float = 0.0
    path: str = ""
    stage: Stage = "read"
    done: int = 0
    total: int | None = None


OnStage = Callable[[Stage, int, int], None] | None
"""What is called with a stage, how many articles are done, and of how many."""

OnProgress = Callable[[Progress], None] | None
"""What is called with the progress of a run, again and again."""


class _Counts:
    __slots__ = ()

    def to_json(self) -> dict[str, int]:
        """Return all counts by name."""
        return fields_of(self)


@dataclass(slots=True)
class FileCounts(_Counts):
    """Files of a run; every file seen is read, unchanged or rejected.

    A file is rejected where no story could be read of it and something is wrong. One that gave stories and has
    something wrong with it is read, and counted in `partly_read` besides. What is wrong is listed in either case.
    """

    seen: int = 0
    read: int = 0
    unchanged: int = 0
    rejected: int = 0
    pruned: int = 0
    partly_read: int = 0


@dataclass(slots=True)
class ArticleCounts(_Counts):
    """Articles of a run; `total` is all that the archive holds now: added, replaced and unchanged.

    `same` counts what was read and is another copy or version of a story that is held already.
    """

    added: int = 0
    replaced: int = 0
    removed: int = 0
    unchanged: int = 0
    total: int = 0
    same: int = 0


@dataclass(slots=True)
class IndexSummary:
    """The end of a run. `rejected` is (path, reason) of all that is wrong, `partly` the paths of files read in part.

    `no_article` counts sound files that hold no story, `passed_over` directories with something that was not looked
    at (hidden, programs, archives). `nothing_in` names directories that have files and of which no story is held.
    """

    files: FileCounts = field(default_factory=FileCounts)
    articles: ArticleCounts = field(default_factory=ArticleCounts)
    rejected: list[tuple[str, str]] = field(default_factory=list)
    partly: set[str] = field(default_factory=set)
    no_article: int = 0
    passed_over: int = 0
    nothing_in: list[str] = field(default_factory=list)
    seconds: float = 0.0
    bytes: int = 0
    revision: int = 0

    @property
    def articles_per_second(self) -> float:
        """Return articles added or replaced a second, over the whole run."""
        done = self.articles.added + self.articles.replaced
        return done / self.seconds if self.seconds else 0.0

    def to_json(self) -> dict[str, object]:
        """Return the document of the contract."""
        return {
            "files": self.files.to_json(),
            "articles": self.articles.to_json(),
            "rejected": [{"path": path, "reason": reason} for path, reason in self.rejected],
            "no_article": self.no_article,
            "passed_over": self.passed_over,
            "nothing_in": self.nothing_in,
            "seconds": round(self.seconds, 3),
            "articles_per_second": round(self.articles_per_second, 1),
            "bytes": self.bytes,
            "revision": self.revision,
        }
