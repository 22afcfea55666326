"""Make text safe to print: what feeds, paths and queries hold, without what drives a terminal.

Removed are the C0 and C1 controls (ESC among them), DEL, and the marks that turn the direction of the text
around them; line and paragraph separators become a space or, in a block, a newline; half a surrogate pair
becomes U+FFFD. Nothing else changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from morgue._startup.expression import expression

Marks = Sequence[tuple[int, int]]
"""(start, end) of what matched, in order, not overlapping, end excluded."""

_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSAFE = expression(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_DIRECTION}]")
_UNSAFE_BYTES = expression(
    rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]"
)  # the same in UTF-8, less what JSON escapes itself
_UNSAFE_ASCII = expression("[\x00-\x1f\x7f]")
_SPACES = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_NEWLINES = frozenset("\n\x85\u2028\u2029")


def _unsafe(text: str) -> re.Pattern[str]:
    return _UNSAFE_ASCII if text.isascii() else _UNSAFE


def _inline(match: re.Match[str]) -> str:
    character = match[0]
    if character in _SPACES:
        return " "
    return "\ufffd" if "\ud800" <= character <= "\udfff" else ""


def _in_block(match: re.Match[str]) -> str:
    return "\n" if match[0] in _NEWLINES else _inline(match)


def clean(text: str) -> str:
    """Return `text` as one line that is safe to print: breaks and tabs are spaces."""
    return text if text.isprintable() else _unsafe(text).sub(_inline, text)


def clean_block(text: str) -> str:
    """Return `text` safe to print with its line breaks kept; a tab is a space."""
    return text if text.isprintable() else _unsafe(text).sub(_in_block, text)


def clean_json(encoded: bytes) -> bytes:
    """Return JSON in UTF-8 with the unsafe characters in it written as escapes: its value is the same."""
    return _UNSAFE_BYTES.sub(lambda match: b"\\u%04x" % ord(match[0].decode()), encoded)


def clean_marked(text: str, marks: Marks) -> tuple[str, list[tuple[int, int]]]:
    """Return `clean(text)`, and the marks moved with their text."""
    if text.isprintable() or not _unsafe(text).search(text):
        return text, list(marks)
    pieces: list[str] = []
    moved: list[tuple[int, int]] = []
    last = length = 0
    for start, end in marks:
        before, marked = clean(text[last:start]), clean(text[start:end])
        pieces += (before, marked)
        moved.append((length + len(before), length + len(before) + len(marked)))
        last, length = end, length + len(before) + len(marked)
    pieces.append(clean(text[last:]))
    return "".join(pieces), moved


def joined(values: Iterable[str | None], separator: str) -> str:
    """Return the values that are there, cleaned, with `separator` between them."""
    return separator.join(clean(value) for value in values if value)
