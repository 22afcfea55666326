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
}
"""Engine name to module and class."""

DEFAULT_ENGINE = "tantivy"


class Factory(Protocol):
    """What an engine's class offers."""

    def create(self, directory: Path) -> Engine:
        """A new, empty index in `directory`, which exists and is empty."""

    def open(self, directory: Path) -> Engine:
        """The index in `directory`."""


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


def create_engine(name: str, directory: Path) -> Engine:
    """A new index of the named engine in an empty directory. Raises EngineError where it cannot be had."""
    return _factory(name).create(directory)


def open_engine(name: str, directory: Path) -> Engine:
    """The index of the named engine in a directory. Raises EngineError or ArchiveError."""
    return _factory(name).open(directory)
