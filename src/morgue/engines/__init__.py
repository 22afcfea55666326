"""Open the engine of an archive: the one table of engines.

`base` is the contract of every engine, `document` what each indexes of an article, `timeline` makes weeks, months and
years of counts a day, `grouping` counts and lists articles by their stories. Each engine is a package: `tantivy/` (the usual one), `whoosh/` (pure Python), `opensearch/` (a
cluster).
"""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from morgue._startup.frozen import frozen
from morgue.engines.base import Engine, IndexFiles
from morgue.errors import EngineError, EngineMissingError


@frozen
class Row:
    """An engine: where its class and, of one that is embedded, the class of its files are, and what brings it."""

    engine: str
    files: str
    package: str
    instead: str = ""
    commits: tuple[str, str] = ("", "")


ENGINES = {
    "tantivy": Row(
        "morgue.engines.tantivy.engine:TantivyEngine",
        "morgue.engines.tantivy.files:TantivyFiles",
        package="tantivy",
        instead="whoosh",
        commits=("meta", ".json"),
    ),
    "whoosh": Row(
        "morgue.engines.whoosh.engine:WhooshEngine",
        "morgue.engines.whoosh.toc:WhooshFiles",
        package="whoosh3",
        instead="tantivy",
        commits=("_MAIN_", ".toc"),
    ),
    "opensearch": Row(
        "morgue.engines.opensearch.engine:OpenSearchEngine", "", package="'morgue[opensearch]'"
    ),
}
"""The engines by name. An engine is its package and a row here.

`package` is for pip, `instead` the engine that a directory can have where that is missing, and `commits` the beginning
and the end of the names of the files by which a commit can be seen from outside.
"""

DEFAULT_ENGINE = "tantivy"


class Factory(Protocol):
    """What an engine's class offers."""

    def create(self, where: Path | str) -> Engine:
        """Return a new, empty index in a directory that exists and is empty, or at an address."""

    def open(self, where: Path | str) -> Engine:
        """Return the index in a directory or at an address."""


def _found(where: str) -> Any:
    module, _, name = where.partition(":")
    return getattr(importlib.import_module(module), name)


def is_embedded(name: object) -> bool:
    """Return whether this is the name of an engine whose index is a directory of the archive."""
    return isinstance(name, str) and name in ENGINES and bool(ENGINES[name].files)


def shows_commit(name: str) -> bool:
    """Return whether a file of an index, whichever engine's, has another state after a commit."""
    return any(
        row.files and name.startswith(row.commits[0]) and name.endswith(row.commits[1])
        for row in ENGINES.values()
    )


@cache
def files_of(name: str) -> IndexFiles:
    """Return what is known of the files of an embedded engine, which is not loaded for it."""
    made: IndexFiles = _found(ENGINES[name].files)()
    return made


def _factory(name: str) -> Factory:
    if name not in ENGINES:
        raise EngineError(f"unknown engine {name!r}", hint=f"engines are: {', '.join(ENGINES)}")
    try:
        factory: Factory = _found(ENGINES[name].engine)
    except ImportError as error:
        raise EngineMissingError(
            f"the {name} engine cannot be imported here ({error})",
            hint=f"pip install {ENGINES[name].package}",
        ) from error
    return factory


def create_engine(name: str, where: Path | str) -> Engine:
    """Return a new index of the named engine, in an empty directory or at the address of a cluster.

    Raises EngineError where it cannot be had, with the one to use instead.
    """
    try:
        return _factory(name).create(where)
    except EngineMissingError as error:
        row = ENGINES[name]
        if not row.instead:
            raise
        raise EngineMissingError(
            error.message, hint=f"use --engine {row.instead}, or pip install {row.package}"
        ) from error


def open_engine(name: str, where: Path | str) -> Engine:
    """Return the index of the named engine in a directory or at an address. Raises EngineError or ArchiveError; EngineMissingError where
    its package is not installed, which says nothing of the index."""
    return _factory(name).open(where)
