"""Reading feeds into an archive: walk, read in worker processes, feed the engine, commit. The only writer."""

from __future__ import annotations

from morgue.ingest.run import Ingest
from morgue.ingest.summary import IndexSummary, Progress

__all__ = ["IndexSummary", "Ingest", "Progress"]
