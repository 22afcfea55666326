"""Take the blocks out of a page that Nexis exports: an element `div` is one, and its class says whether it is centred.

    <DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c2">May 4, 2009 Monday</SPAN></P></DIV>
    <DIV CLASS="c4"><P CLASS="c5"><SPAN CLASS="c7">BYLINE: </SPAN><SPAN CLASS="c2">Ann Roe</SPAN></P></DIV>

The names of the classes are numbered anew in each download; the style sheet at the top says what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from morgue.feeds.press.blocks import Block
from morgue.feeds.support.content_markup import copy_of, html_root
from morgue.feeds.support.xml_elements import Element, local

_CENTRED = re.compile(rb"\.([\w-]{1,40})\s*\{[^{}]{0,300}text-align:\s*center", re.IGNORECASE)
_IN_STYLE = re.compile(r"text-align:\s*center", re.IGNORECASE)
DEEPEST = 40
"""Elements that are within one another and may all be of the layout."""

_BULLET = re.compile(r"(?m)^([•·▪●◦])\n\n(?=\S)")
"""The sign of an item of a list, which is a paragraph by itself."""
_HIDDEN = frozenset(("style", "script", "title", "noscript"))


def centred_classes(head: bytes) -> frozenset[str]:
    """Return the classes that the style sheet in the first bytes of a page centres."""
    return frozenset(each.decode("latin-1") for each in _CENTRED.findall(head))


def blocks_of_markup(markup: str, centred: frozenset[str]) -> Iterator[Block]:
    """Yield the blocks of a page or a part of one."""
    root = html_root(markup)
    if root is not None:
        yield from _blocks(root, centred, is_centred=False, depth=0)


def _blocks(node: Element, centred: frozenset[str], *, is_centred: bool, depth: int) -> Iterator[Block]:
    for child in node:
        name = local(child).lower()
        if not name or name in _HIDDEN:
            continue
        middle = is_centred or name == "center" or _is_centred(child, centred)
        if name not in ("ul", "ol", "p") and depth < DEEPEST and _holds_blocks(child):
            yield from _blocks(child, centred, is_centred=middle, depth=depth + 1)
        elif text := _BULLET.sub(r"\1 ", copy_of(child, hidden=_HIDDEN)):
            yield Block(tuple(text.split("\n")), 1, is_centred=middle)


def _holds_blocks(node: Element) -> bool:
    return any(local(each).lower() in ("div", "center") for each in node.iterdescendants())


def _is_centred(node: Element, centred: frozenset[str]) -> bool:
    if (node.get("align") or "").lower() == "center" or _IN_STYLE.search(node.get("style") or ""):
        return True
    return not centred.isdisjoint((node.get("class") or "").split())
