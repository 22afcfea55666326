"""The engines, and the one table that opens them."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol

from morgue.engines.base import Engine
from morgue.errors import EngineError, EngineMissingError

ENGINES: dict[str, tuple[str, str]] = {
    "tantivy": ("morgue.engines.tantivy", "TantivyEngine"),
    "whoosh": ("morgue.engines.whoosh", "WhooshEngine"),
    "opensearch": ("morgue.engines.opensearch", "OpenSearchEngine"),
}
"""Engine name to module and class."""

DEFAULT_ENGINE = "tantivy"

PACKAGES = {"tantivy": "tantivy", "whoosh": "whoosh3", "opensearch": "'morgue[opensearch]'"}
"""What brings each engine, for pip."""

_OTHERS = {"tantivy": "whoosh", "whoosh": "tantivy"}
"""The engine that a directory can have instead."""


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
        raise EngineMissingError(
            f"the {name} engine cannot be imported here ({error})", hint=f"pip install {PACKAGES[name]}"
        ) from error
    return factory


def create_engine(name: str, where: Path | str) -> Engine:
    """A new index of the named engine, in an empty directory or at the address of a cluster.

    Raises EngineError where it cannot be had, with the one to use instead.
    """
    try:
        return _factory(name).create(where)
    except EngineMissingError as error:
        if name not in _OTHERS:
            raise
        raise EngineMissingError(
            error.message, hint=f"use --engine {_OTHERS[name]}, or pip install {PACKAGES[name]}"
        ) from error


def open_engine(name: str, where: Path | str) -> Engine:
    """The index of the named engine in a directory or at an address. Raises EngineError or ArchiveError; EngineMissingError where
    its package is not installed, which says nothing of the index."""
    return _factory(name).open(where)
