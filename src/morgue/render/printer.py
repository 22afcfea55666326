"""Print an answer on standard output in the format that was asked for."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator

from morgue.render.answer import Answer, Paper
from morgue.render.formats import FORMATS
from morgue.render.style import Color, Style, is_terminal, makes_links, wants_color

_NARROWEST = 20
_EVERY = 1 << 16
"""Bytes after which the output is handed on, so that a reader of a stream need not wait."""


def _speaks_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf8")


def screen() -> os.terminal_size:
    """Return $COLUMNS and $LINES, else the terminal's size, else 80 by 24: `shutil` would load compression."""
    given = [os.environ.get(name, "") for name in ("COLUMNS", "LINES")]
    columns, lines = [int(each) if each.isdecimal() else 0 for each in given]
    size = os.terminal_size((80, 24))
    if not (columns and lines):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            size = os.get_terminal_size(sys.__stdout__.fileno())  # type: ignore[union-attr]
    return os.terminal_size((columns or size.columns or 80, lines or size.lines or 24))


def paper(color: Color = "auto", *, null: bool = False) -> Paper:
    """Return standard output as it is now: $COLUMNS, else the terminal's width, else 80 cells."""
    return Paper(
        width=max(_NARROWEST, screen().columns),
        style=Style(wants_color(color, sys.stdout)),
        terminal=is_terminal(sys.stdout),
        plain=not _speaks_utf8(),
        height=screen().lines if is_terminal(sys.stdout) else 0,
        links=makes_links(color, sys.stdout),
        null=null,
    )


def _write(lines: Iterable[bytes]) -> None:
    """Write all lines to standard output; a closed pipe raises BrokenPipeError here and not at exit."""
    sys.stdout.flush()
    out, waiting = sys.stdout.buffer, 0
    for line in lines:
        out.write(line)
        waiting += len(line)
        if waiting > _EVERY:
            out.flush()
            waiting = 0
    out.flush()


def _in_encoding(lines: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Return text for people in another encoding, question marks where it has no letter."""
    return (line.decode().encode(encoding, "replace") for line in lines)


def print_answer(
    answer: Answer, *, form: str = "text", color: Color = "auto", pager: bool = True, null: bool = False
) -> None:
    """Print an answer; text for people in the encoding of the terminal, everything else in UTF-8."""
    sheet = paper(color, null=null)
    lines = FORMATS[form](answer, sheet)
    if form != "text":
        _write(lines)
        return
    if sheet.plain:
        lines = _in_encoding(lines, sys.stdout.encoding or "ascii")
    if pager and sheet.terminal and is_terminal(sys.stdin) and os.environ.get("TERM") != "dumb":
        from morgue.render.pager import page

        page(lines, screen().lines)
    else:
        _write(lines)
