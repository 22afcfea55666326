"""Where an archive stands: a directory, or a cluster. What an Archive asks of either."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from morgue._startup.expression import expression
from morgue.archive.results import Held, Stats
from morgue.engines import DEFAULT_ENGINE
from morgue.engines.base import Searcher
from morgue.errors import ArchiveError, UsageError
from morgue.storage.directory.commit_point import Seal, stands_at
from morgue.storage.directory.reader import catalog_of, consulted, newest, of_known_format, opened

if TYPE_CHECKING:
    from morgue.ingest.run import Ingest
    from morgue.ingest.summary import Progress
    from morgue.storage.catalog import Catalog


_ADDRESS = expression(r"[a-z][a-z0-9+.-]*://|opensearchs?:/?", re.IGNORECASE)
"""What begins an address, or means to; it may hold a password, and so is never taken for a path and shown."""


class ArchiveLocation(Protocol):
    """A place for one archive. `str` of it is how it is named on the command line."""

    @property
    def directory(self) -> Path:
        """What goes with the archive on this machine stands here: saved searches, feeds from standard input."""

    @property
    def id(self) -> str:
        """The archive's UUID."""

    @property
    def engine(self) -> str:
        """The name of its engine."""

    def newest(self) -> Held:
        """The state that was committed last."""

    def stands(self) -> bool:
        """Whether there is an archive."""

    def check(self) -> None:
        """Raises ArchiveError where the archive cannot be opened by this version."""

    def make(self, engine: str | None) -> None:
        """Make a new, empty archive on an engine, None being the place's own. Raises ArchiveError."""

    def opened(self) -> tuple[Held, Searcher]:
        """The state that stands, and a searcher of just that one."""

    def catalog(self) -> Catalog:
        """The catalog, to be read."""

    def census(self, searcher: Searcher, held: Held) -> Stats | None:
        """A portrait of the state `held`; None where the archive has gone on to another one."""

    def writing(self) -> AbstractContextManager[Ingest]:
        """A run of a writer."""

    def problems(self) -> list[str]:
        """What is wrong with the archive."""

    def repair(self, progress: Callable[[Progress], None] | None) -> list[str]:
        """Make it whole; the paths of sources that would be needed and are gone."""


def location_of(where: str | os.PathLike[str]) -> ArchiveLocation:
    """The place that `where` names: `opensearch://HOST:PORT/NAME`, `opensearchs://…`, else a directory."""
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
    """A directory of this machine."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def __str__(self) -> str:
        return str(self.directory)

    @property
    def id(self) -> str:
        """The UUID made at creation."""
        return Seal.read(self.directory).id

    @property
    def engine(self) -> str:
        """The name of the engine that the archive was made with."""
        return Seal.read(self.directory).engine

    def newest(self) -> Held:
        """The state that was committed last."""
        edition = newest(self.directory)
        return Held(edition.id, edition.revision, edition.engine)

    def stands(self) -> bool:
        """Whether there is an archive."""
        return stands_at(self.directory)

    def check(self) -> None:
        """Raises OtherFormatError where another version of morgue made the archive."""
        of_known_format(self.directory)

    def make(self, engine: str | None) -> None:
        """Make a new, empty archive in a directory that is empty or does not exist."""
        from morgue.archive.writer import make

        make(self.directory, engine=engine or DEFAULT_ENGINE)

    def opened(self) -> tuple[Held, Searcher]:
        """The state that stands, and a searcher of just that one."""
        edition, searcher = opened(self.directory)
        return Held(edition.id, edition.revision, edition.engine), searcher

    def catalog(self) -> Catalog:
        """The catalog, to be read."""
        return catalog_of(self.directory)

    def census(self, searcher: Searcher, held: Held) -> Stats | None:
        """A portrait of the state `held`."""
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
        """A run of the one writer."""
        from morgue.archive.writer import writing

        return writing(self.directory)

    def problems(self) -> list[str]:
        """What is wrong with the archive's files, byte for byte."""
        from morgue.archive.repair import problems_of

        return problems_of(self.directory)

    def repair(self, progress: Callable[[Progress], None] | None) -> list[str]:
        """Make it whole."""
        from morgue.archive.repair import repair

        return repair(self.directory, progress)
