"""Make an archive on a cluster, run one of its writers, check it and repair it.

Several writers may be at work, on one machine or many. What goes with an archive on a machine and not with the
cluster (saved searches, feeds from standard input) is in a directory of the user's.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from morgue.archive.results import Held, Stats
from morgue.engines.base import Searcher
from morgue.engines.opensearch.address import parse_address
from morgue.engines.opensearch.audit import mend
from morgue.engines.opensearch.bulk import PERSISTENCE
from morgue.engines.opensearch.client import connect, red_error
from morgue.engines.opensearch.engine import OpenSearchEngine
from morgue.engines.opensearch.mapping import Layout
from morgue.engines.opensearch.register import Register
from morgue.engines.opensearch.writer import OpenSearchWriter
from morgue.errors import ArchiveError, MorgueError
from morgue.ingest.commit import Committer
from morgue.ingest.run import Ingest
from morgue.ingest.summary import OnProgress
from morgue.model.fields import CLUSTER_FORMAT
from morgue.storage.catalog import Catalog, FileRow
from morgue.storage.cluster.catalog import ClusterCatalog, key_of
from morgue.storage.cluster.facts import has_facts, make_catalog

COMMIT_ARTICLES = 10_000
"""Articles after which a run commits; they are held in memory until then."""


class ClusterCommitter(Committer[OpenSearchWriter]):
    """The commits of one of the writers of an archive on a cluster, which looks after its own files."""

    is_alone = False
    commit_after = COMMIT_ARTICLES

    def __init__(self, engine: OpenSearchEngine, catalog: ClusterCatalog) -> None:
        super().__init__()
        self.engine = engine
        self.catalog = catalog

    def new_key(self, location: bytes) -> int:
        """Return the key of a file of this machine."""
        return key_of(self.catalog.machine, location)

    def open_writer(self) -> OpenSearchWriter:
        """Open the engine's writer, which asks the register for who goes before."""
        return self.engine.writer(self.catalog.register)

    def commit(self, unfinished: Iterable[FileRow], *, written: bool, touched: bool) -> int:
        """Mark the files that change as to be read again, commit the index, then write the catalog."""
        for row in unfinished:
            self.catalog.put_file(row)
        if not (touched or written):
            if self.catalog.changed:
                self.catalog.write()
            return 0
        with self.catalog.revising() as revision:
            self.catalog.announce()
            writer = self.writer()
            writer.facts, writer.revision = self.catalog.facts_of_articles(), revision
            writer.commit()
            self.catalog.write()
        return len(writer.lost)

    def checkpoint(self) -> None:
        """Do nothing: a cluster's readers find what is committed."""


class ClusterLocation:
    """An archive on a cluster, by its address."""

    engine = "opensearch"

    def __init__(self, where: str) -> None:
        self.address = parse_address(where)

    def __str__(self) -> str:
        return str(self.address)

    @cached_property
    def _engine(self) -> OpenSearchEngine:
        return OpenSearchEngine.open(str(self.address))

    @property
    def directory(self) -> Path:
        """Return where what goes with the archive on this machine is kept; made when it is asked for."""
        home = os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
        directory = Path(home) / "morgue" / self.id
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(f"{directory}: cannot be made: {error.strerror}") from error
        return directory

    @cached_property
    def id(self) -> str:
        """Return the UUID made at creation."""
        return self.catalog().id

    def newest(self) -> Held:
        """Return the state that was committed last."""
        catalog = self.catalog()
        return Held(catalog.id, catalog.revision, self.engine)

    def stands(self) -> bool:
        """Return whether there is an archive. Raises EngineError where the cluster does not answer."""
        client = connect(self.address)
        with contextlib.closing(client):
            return has_facts(client, Layout(self.address.name))

    def check(self) -> None:
        """Raise ArchiveError where the archive cannot be opened."""
        version = self.catalog().fact("format")
        if version != str(CLUSTER_FORMAT):
            raise ArchiveError(
                f"{self} is an archive of format {version}; this morgue reads format {CLUSTER_FORMAT}",
                hint="index its sources into a new one",
            )

    def check_writable(self) -> None:
        """Do nothing: an archive on a cluster has no links."""

    def make(self, engine: str | None, *, keep: bool = False) -> None:
        """Make a new, empty archive. Raises ArchiveError where there is one. Several may write to it, so that nothing is kept."""
        if engine not in (None, self.engine):
            raise ArchiveError(f"{self}: an archive on a cluster is of the opensearch engine, not {engine}")
        if self.stands():
            raise ArchiveError(
                f"{self} holds an archive already", hint="open it, or choose another --archive"
            )
        made = OpenSearchEngine.create(str(self.address))
        if Register(made.client, made.layout).count() and not self.stands():
            raise ArchiveError(
                f"{self}: there are stories of an archive that has lost its catalog",
                hint=f"delete the indices {self.address.name}.* on the cluster, or choose another name",
            )
        make_catalog(made.client, made.layout)
        self._engine = made

    def release(self) -> None:
        """Do nothing: others may always write."""

    def catalog(self) -> Catalog:
        """Return the catalog, to be read."""
        return ClusterCatalog(self._engine.client, self._engine.layout)

    def opened(self) -> tuple[Held, Searcher]:
        """Return the state that was committed last, and a searcher of it."""
        catalog = self.catalog()
        for _ in range(20):
            revision = catalog.revision
            searcher = self._engine.searcher(lambda revision=revision: catalog.revision == revision)  # type: ignore[misc]
            if catalog.revision == revision:
                break
            searcher.close()
        return Held(self.id, revision, self.engine), searcher

    @contextlib.contextmanager
    def writing(self) -> Iterator[Ingest]:
        """Open a run of a writer. Raises UnavailableError where a part of the archive is on no node that runs."""
        with self._writing() as (ingest, _):
            yield ingest

    @contextlib.contextmanager
    def _writing(self) -> Iterator[tuple[Ingest, ClusterCatalog]]:
        engine = OpenSearchEngine.open(str(self.address), persistence=PERSISTENCE)
        if red := self._engine.red():
            raise red_error(red)
        catalog = ClusterCatalog(engine.client, engine.layout)
        committer = ClusterCommitter(engine, catalog)
        with (
            contextlib.closing(engine.client),
            contextlib.closing(Ingest(self.directory, catalog, engine, committer)) as ingest,
        ):
            yield ingest, catalog

    def census(self, searcher: Searcher, held: Held) -> Stats | None:
        """Return the summary of the state `held`."""
        from morgue.archive.stats import census

        return census(self._engine.size, self.catalog(), searcher=searcher, held=held)

    def problems(self) -> list[str]:
        """Return what is wrong with the archive."""
        try:
            return self._engine.verify() or self._texts()
        except MorgueError as error:
            return [error.message]

    def _texts(self) -> list[str]:
        """Return where index and catalog hold different earlier texts of articles."""
        from morgue.ingest.keeping import differing

        missing, strange = differing(self.catalog(), self._engine)
        found_in = (
            (missing, "in the catalog and not in the index"),
            (strange, "in the index and not in the catalog"),
        )
        return [f"{len(ids)} earlier texts are {what}, such as {min(ids)}" for ids, what in found_in if ids]

    def repair(self, progress: OnProgress) -> list[str]:
        """Make stories and register agree; paths of files that would have to be read and are not here."""
        with self._writing() as (ingest, kept):
            files = mend(self._engine.client, self._engine.layout)
            rows = [row for row in map(kept.file, sorted(files)) if row is not None]
            here = [row for row in rows if os.path.exists(row.location)]
            kept.reread([row.key for row in here])
            kept.write()
            ingest.reread(progress)
            ingest.mend_texts()
        return [row.path for row in rows if row not in here]
