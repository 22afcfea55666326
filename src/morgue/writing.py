"""What changes an archive directory: the run of a writer, the check of what is there, the index made anew."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from morgue.catalog import INDEX_DIRECTORY, Catalog, engine_of
from morgue.engines import create_engine
from morgue.errors import ArchiveError, MorgueError
from morgue.ingest import Ingest, Progress
from morgue.ingest.lock import WriterLock


@contextlib.contextmanager
def writing(directory: Path) -> Iterator[Ingest]:
    """A run of the one writer. Raises ArchiveError where another process writes."""
    with WriterLock(directory):
        catalog = Catalog.open(directory, write=True)
        try:
            ingest = Ingest(directory, catalog, engine_of(directory, catalog))
            with contextlib.closing(ingest):
                yield ingest
        finally:
            catalog.close()


def problems_of(directory: Path) -> list[str]:
    """What is wrong with an archive: its files, and where index and catalog do not agree."""
    with contextlib.closing(Catalog.open(directory)) as catalog:
        problems = catalog.verify()
        if problems:
            return problems
        if (directory / "pending.json").exists():
            problems.append("a commit did not end; the next morgue index ends it")
        try:
            engine = engine_of(directory, catalog)
            problems += engine.verify()
            if not problems:
                with contextlib.closing(engine.searcher()) as searcher:
                    found, known = searcher.total(), catalog.article_count()
                if found != known:
                    problems.append(f"the index holds {found} articles, the catalog {known}")
        except MorgueError as error:
            problems.append(error.message)
        return problems


def rebuild(directory: Path, progress: Callable[[Progress], None] | None) -> None:
    """Make the index anew from its sources, beside the old one, and let it take its place in one step.

    Raises ArchiveError, and changes nothing, where a source is gone.
    """
    with WriterLock(directory), contextlib.closing(Catalog.open(directory, write=True)) as catalog:
        gone = [row.path for row in catalog.files() if not os.path.exists(row.location)]
        if gone:
            raise ArchiveError(
                f"{len(gone)} sources of this archive are gone, among them {gone[0]}",
                hint="put them back where they were, or take them out with morgue forget, then repair again",
            )
        old = catalog.fact(INDEX_DIRECTORY) or "index-1"
        new = f"index-{int(old.rpartition('-')[2]) + 1}"
        shutil.rmtree(directory / new, ignore_errors=True)
        (directory / new).mkdir()
        engine = create_engine(catalog.fact("engine") or "", directory / new)
        with contextlib.closing(Ingest(directory, catalog, engine)) as ingest:
            ingest.rebuild(progress, then=lambda: catalog.note(INDEX_DIRECTORY, new))
        shutil.rmtree(directory / old, ignore_errors=True)
