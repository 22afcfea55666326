"""The engines, and the one table that opens them."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol

from morgue.engines.base import Engine
from morgue.errors import EngineError

ENGINES: dict[str, tuple[str, str]] = {
    "tantivy": ("morgue.engines.tantivy", "TantivyEngine"),
    "whoosh": ("morgue.engines.whoosh", "WhooshEngine"),
    "opensearch": ("morgue.engines.opensearch", "OpenSearchEngine"),
}
"""Engine name to module and class."""

DEFAULT_ENGINE = "tantivy"


class Factory(Protocol):
    """What an engine's class offers."""

    def create(self, where: Path | str) -> Engine:
        """A new, empty index in a directory that exists and is empty, or at an address."""

    def open(self, where: Path | str) -> Engine:
        """The index in a directory or at an address."""


def _factory(name: str) -> Factory:
    if name not in ENGINES:
        raise EngineError(f"unknown engine {name!r}", hint=f"engines are: {', '.join(ENGINES)}")
    module, attribute = ENGINES[name]
    try:
        factory: Factory = getattr(importlib.import_module(module), attribute)
    except ImportError as error:
        others = [other for other in ENGINES if other != name]
        raise EngineError(
            f"the {name} engine cannot be imported here ({error})", hint=f"use --engine {others[0]}"
        ) from error
    return factory


def create_engine(name: str, where: Path | str) -> Engine:
    """A new index of the named engine, in an empty directory or at the address of a cluster.

    Raises EngineError where it cannot be had.
    """
    return _factory(name).create(where)


def open_engine(name: str, where: Path | str) -> Engine:
    """The index of the named engine in a directory or at an address. Raises EngineError or ArchiveError."""
    return _factory(name).open(where)
