"""Colour text: plain ANSI codes of the sixteen that every terminal's own theme keeps readable."""

from __future__ import annotations

import os
from typing import Literal, TextIO

from morgue._startup.frozen import frozen

Color = Literal["auto", "always", "never"]

_CODES = {
    "match": "1;31",
    "headline": "1",
    "number": "1",
    "day": "",
    "place": "",
    "agency": "35",
    "path": "2",
    "faint": "2",
    "heading": "1",
    "bar": "35",
    "note": "1",
    "error": "1;31",
}
"""What is painted, and the SGR parameters that paint it.

Of the sixteen colours only red and magenta can be read on black and on white in the common palettes (a test
holds them to it); yellow, cyan and green fade on white, blue on black. The rest is bold and faint.
"""


@frozen
class Style:
    """Paints text, or leaves it as it is where colours are off."""

    on: bool = False

    def __call__(self, role: str, text: str) -> str:
        """Return `text` in the colour of a role of the table."""
        code = _CODES[role] if self.on else ""
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text

    def link(self, uri: str, text: str) -> str:
        """Return `text` as a link to `uri` (OSC 8), which must be percent-encoded."""
        return f"\x1b]8;;{uri}\x1b\\{text}\x1b]8;;\x1b\\"


def is_terminal(stream: TextIO) -> bool:
    """Return whether a stream is a terminal that can do more than print lines."""
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def wants_color(choice: Color, stream: TextIO) -> bool:
    """Return whether to paint on `stream`: `auto` is a terminal that is not dumb, and no NO_COLOR."""
    if choice != "auto":
        return choice == "always"
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and is_terminal(stream)


_LINKING = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "Tabby"})
"""Values of $TERM_PROGRAM of terminals that make links of OSC 8."""

_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "foot", "alacritty", "wezterm", "contour")
"""Beginnings of such a $TERM."""

_LINKING_MARKS = ("KITTY_WINDOW_ID", "WT_SESSION", "DOMTERM", "KONSOLE_VERSION")
"""Variables that only such terminals set."""

_VTE = 5000
"""The first version of VTE (GNOME Terminal and others) that makes links."""


def makes_links(choice: Color, stream: TextIO) -> bool:
    """Return whether links (OSC 8) can be followed on `stream`; FORCE_HYPERLINK=1 or 0 decides.

    Terminals that are not known to make them get none, nor does a pager that is not less.
    """
    environment = os.environ
    if choice == "never" or not wants_color("auto", stream):
        return False
    if forced := environment.get("FORCE_HYPERLINK"):
        return forced != "0"
    pager = environment.get("PAGER", "").split()
    if pager and pager[0].rpartition("/")[2] not in ("less", "cat"):
        return False
    if environment.get("TMUX") or environment.get("TERM", "").startswith(("screen", "tmux")):
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _LINKING
        or environment.get("TERM", "").startswith(_LINKING_TERMS)
        or any(environment.get(name) for name in _LINKING_MARKS)
        or (vte.isdigit() and int(vte) >= _VTE)
    )
