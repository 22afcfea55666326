"""Regular expressions that are compiled when they are first used: a search needs few of those it could need."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Pattern:
    """Stands for a compiled pattern; each of its attributes is looked up once."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Return what the compiled pattern has under this name, kept."""
        value = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, value)
        return value


def expression(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` would return, for its attributes; functions of `re` do not take it."""
    return cast("re.Pattern[AnyStr]", _Pattern(source, flags))
