"""Hold the answer to one command, ready for every output format and not printed yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import Any

from morgue._startup.frozen import frozen
from morgue.render.style import Style

Row = Mapping[str, Any]


@frozen
class Paper:
    """What an answer is printed on: cells a line, colours, and whether somebody watches it being printed."""

    width: int = 80
    style: Style = field(default_factory=Style)
    terminal: bool = False
    plain: bool = False
    """Only ASCII drawings: the output's encoding has no blocks."""
    links: bool = False
    """Whether the terminal makes links of OSC 8."""
    height: int = 0
    """Lines of the screen, 0 where there is none to fill."""
    null: bool = False
    """Whether ids end with NUL instead of a line break."""


@frozen
class Answer:
    """An answer in three settings: a JSON document, rows, and lines of text for people.

    The document is `head` (or what it returns); where `listed` names a key, the rows are the list there. Rows have
    the keys of `columns`. `rows` and what `text` returns may be lazy, and only one of the three is read.
    """

    head: Mapping[str, Any] | Callable[[], Mapping[str, Any]]
    columns: tuple[str, ...]
    rows: Iterable[Row]
    text: Callable[[Paper], Iterator[str]]
    listed: str | None = None
