"""Print what is said beside the answer, on standard error: errors with their hints, notes, and why nothing matched."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator

from morgue.errors import MorgueError, QueryError
from morgue.render.sanitize import clean
from morgue.render.style import Color, Style, is_terminal, wants_color

_ROLES = {"morgue:": "error", "note:": "note", "hint:": "faint"}
"""The first word of a line, and its colour."""


def say(lines: Iterable[str], color: Color = "auto") -> None:
    """Print cleaned lines on standard error, their first word in the colour of its kind.

    Where standard error cannot be written (a full disk, a closed pipe) nobody hears them: answers go on without.
    """
    with contextlib.suppress(OSError, ValueError):
        _print(lines, color)


def _print(lines: Iterable[str], color: Color) -> None:
    style = Style(wants_color(color, sys.stderr))
    for line in lines:
        first, space, rest = line.partition(" ")
        shown = style(_ROLES[first], first) + space + rest if first in _ROLES else line
        sys.stderr.write(
            shown.encode(sys.stderr.encoding or "utf-8", "replace").decode(sys.stderr.encoding or "utf-8")
            + "\n"
        )
    sys.stderr.flush()


def error_lines(error: MorgueError, query: str | None = None) -> Iterator[str]:
    """Yield the message, with the place in the query that it speaks of, and the hint."""
    from morgue.render.explanation import caret_lines

    yield f"morgue: {clean(error.message)}"
    if query is not None and isinstance(error, QueryError) and error.position is not None:
        yield from caret_lines(query, error.position)
    if error.hint:
        yield f"hint: {clean(error.hint)}"


def complain(error: MorgueError, color: Color = "auto") -> None:
    """Print an error on standard error: one or two lines, and on a terminal the place in the query between them."""
    query = error.query if isinstance(error, QueryError) and is_terminal(sys.stderr) else None
    say(error_lines(error, query), color)


def error_json(error: MorgueError) -> str:
    """Return the error object of the contract on one line."""
    from morgue.render.formats.documents import dumps

    return dumps({"error": error.to_json()}).decode()
