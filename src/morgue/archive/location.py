"""Find the place of an archive, a directory or a cluster, and do there what an Archive asks of it."""

from __future__ import annotations

import contextlib
import os
import re
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from morgue._startup.expression import expression
from morgue.archive.results import Held, Stats
from morgue.engines import DEFAULT_ENGINE
from morgue.engines.base import Searcher
from morgue.errors import ArchiveError, UsageError
from morgue.storage.directory.commit_point import Seal, refuse_links, stands_at
from morgue.storage.directory.reader import catalog_of, consulted, newest, of_known_format, opened

if TYPE_CHECKING:
    from morgue.archive.cluster import ClusterLocation
    from morgue.ingest.run import Ingest
    from morgue.ingest.summary import OnProgress
    from morgue.storage.catalog import Catalog
    from morgue.storage.directory.lock import WriterLock


_ADDRESS = expression(r"[a-z][a-z0-9+.-]*://|opensearchs?:/?", re.IGNORECASE)
"""What begins an address, or means to; it may hold a password, and so is never taken for a path and shown."""


ArchiveLocation: TypeAlias = "DirectoryLocation | ClusterLocation"
"""What an Archive is at: it asks the same of either. `str` of it is how it is named on the command line."""


def location_of(where: str | os.PathLike[str]) -> ArchiveLocation:
    """Return the place that `where` names: `opensearch://HOST:PORT/NAME`, `opensearchs://…`, else a directory."""
    text = os.fspath(where)
    if not text:
        raise UsageError(
            "the place of an archive is empty",
            hint="name a directory; is the variable that it came from set?",
        )
    named = _ADDRESS.match(text) if ":" in text else None
    if named is None:
        return DirectoryLocation(Path(text))
    from morgue.engines.opensearch.address import SCHEMES

    if named[0].partition("://")[0] not in SCHEMES or not named[0].endswith("://"):
        raise ArchiveError(
            f"{named[0]} cannot hold an archive",
            hint=f"give a directory, or {'://… or '.join(SCHEMES)}://…",
        )
    from morgue.archive.cluster import ClusterLocation

    return ClusterLocation(text)


class DirectoryLocation:
    """A directory of this machine. What goes with the archive (saved searches, feeds from standard input) is in it too."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._lock: WriterLock | None = None

    def __str__(self) -> str:
        return str(self.directory)

    @property
    def id(self) -> str:
        """Return the UUID made at creation."""
        return Seal.read(self.directory).id

    @property
    def engine(self) -> str:
        """Return the name of the engine that the archive was made with."""
        return Seal.read(self.directory).engine

    def newest(self) -> Held:
        """Return the state that was committed last."""
        edition = newest(self.directory)
        return Held(edition.id, edition.revision, edition.engine)

    def stands(self) -> bool:
        """Return whether there is an archive."""
        return stands_at(self.directory)

    def check(self) -> None:
        """Raise OtherFormatError where another version of morgue made the archive."""
        of_known_format(self.directory)

    def check_writable(self) -> None:
        """Raise ArchiveError where the archive holds a link, through which something else would be written to."""
        refuse_links(self.directory)

    def make(self, engine: str | None, *, keep: bool = False) -> None:
        """Make a new, empty archive in a directory that is empty or does not exist. Raises ArchiveError.

        With `keep` no other process can write to it until the first run that is opened here has ended, or `release`.
        """
        from morgue.archive.writer import make

        self._lock = make(self.directory, engine=engine or DEFAULT_ENGINE)
        if not keep:
            self.release()

    def release(self) -> None:
        """Let others write to an archive that was made here, where no run has begun."""
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()

    def opened(self) -> tuple[Held, Searcher]:
        """Return the state that was committed last and a searcher of just that one."""
        edition, searcher = opened(self.directory)
        return Held(edition.id, edition.revision, edition.engine), searcher

    def catalog(self) -> Catalog:
        """Open the catalog to read it."""
        return catalog_of(self.directory)

    def census(self, searcher: Searcher, held: Held) -> Stats | None:
        """Return the summary of the state `held`; None where the archive has gone on to another one."""
        from morgue.archive.stats import census

        return consulted(
            self.directory, held.revision, partial(census, self._size, searcher=searcher, held=held)
        )

    def _size(self) -> int:
        total = 0
        for folder, _, names in os.walk(self.directory):
            for name in names:
                with contextlib.suppress(OSError):  # a writer took it away
                    total += os.lstat(os.path.join(folder, name)).st_size
        return total

    def writing(self) -> AbstractContextManager[Ingest]:
        """Open a run of the one writer."""
        from morgue.archive.writer import writing

        held, self._lock = self._lock, None
        return writing(self.directory, held)

    def problems(self) -> list[str]:
        """Return what is wrong with the archive's files, byte for byte."""
        from morgue.archive.repair import problems_of

        return problems_of(self.directory)

    def repair(self, progress: OnProgress) -> list[str]:
        """Make it whole; return the paths of sources that would be needed and are gone."""
        from morgue.archive.repair import repair

        return repair(self.directory, progress)
