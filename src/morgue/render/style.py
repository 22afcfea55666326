"""Colours: plain ANSI codes of the sixteen that every terminal's own theme keeps readable."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal, TextIO

Color = Literal["auto", "always", "never"]

_CODES = {
    "match": "1;31",
    "headline": "1",
    "number": "1",
    "day": "32",
    "place": "36",
    "agency": "35",
    "path": "2",
    "faint": "2",
    "heading": "1;34",
    "bar": "34",
    "note": "33",
    "error": "1;31",
}
"""What is painted, and the SGR parameters that paint it."""


@dataclass(frozen=True, slots=True)
class Style:
    """Paints text, or leaves it as it is where colours are off."""

    on: bool = False

    def __call__(self, role: str, text: str) -> str:
        """`text` in the colour of a role of the table."""
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m" if self.on and text else text


def is_terminal(stream: TextIO) -> bool:
    """Whether a stream is a terminal that can do more than print lines."""
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def wants_color(choice: Color, stream: TextIO) -> bool:
    """Whether to paint on `stream`: `auto` is a terminal that is not dumb, and no NO_COLOR."""
    if choice != "auto":
        return choice == "always"
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and is_terminal(stream)
