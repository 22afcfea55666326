"""Take the text out of elements of a database's page, and its bytes as UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING

from morgue.feeds.support.markup import plain
from morgue.io.encoding import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def utf8_of(data: bytes) -> tuple[bytes, bool]:
    """Return a page in UTF-8, and whether these are its own bytes, so that places in them are places in the file."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return decode(data).encode("utf-8", "replace"), False
    return data, True


def paragraphs_of(node: LexborNode) -> list[str]:
    """Return the paragraphs of an element."""
    return [each for each in plain(node.html or "", once=True).split("\n\n") if each.strip()]


def line_of(node: LexborNode) -> str:
    """Return the text of an element on one line."""
    return " ".join(" ".join(paragraphs_of(node)).split())
