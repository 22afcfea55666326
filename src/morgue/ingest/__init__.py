"""Reading feeds into an archive: walk, read in worker processes, feed the engine, commit. The only writer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from morgue.ingest.run import Ingest
    from morgue.ingest.summary import IndexSummary, Progress, Prune

__all__ = ["IndexSummary", "Ingest", "Progress", "Prune"]


def __getattr__(name: str) -> Any:
    """The names above, imported when they are first used: a worker needs none of them."""
    if name in __all__:
        from morgue.ingest import run, summary

        return getattr(run if name == "Ingest" else summary, name)
    raise AttributeError(f"module 'morgue.ingest' has no attribute {name!r}")
