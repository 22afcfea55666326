"""Limit what the markup of a page may cost the parser, and read XML as XML.

The time of the parser grows with the depth of the tree and with the attributes of one element; both are limited before
the parse, so that no page takes longer than its size allows.
"""

from __future__ import annotations

import re

MAX_DEPTH = 512
"""How deep elements are nested at most, as in browsers; deeper ones are read as if they were at this depth."""

MANY_TAGS = 20_000
"""From how many tags on a page is searched for too deep nesting."""

LONG_TAG = 20_000
"""From how many characters on a tag is searched for too many attributes."""

MAX_ATTRIBUTES = 500

_TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/>]{0,60})((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
_NOT_DEEPER = frozenset(
    b"p li td th tr tbody thead tfoot dt dd option optgroup colgroup rt rp html head body"
    b" area base br col embed hr img input link meta param source track wbr".split()
)
"""Elements without a content, and those that the next one of their kind ends."""

_ATTRIBUTE = re.compile(rb"[^\s\"'=<>/]+(?:\s*=\s*(?:\"[^\"]*+\"|'[^']*+'|[^\s>]+))?")
_EMPTY = re.compile(
    rb"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)([a-zA-Z][\w:.-]{0,60})"
    rb"((?:\s++(?:[^<>\"'/]++|\"[^\"<]*+\"|'[^'<]*+'|/(?!>))*+)?)/>"
)
"""An element of XML without content, which HTML would take for a start tag."""

_OPENING = re.compile(rb"<[a-zA-Z]")


def bounded(markup: bytes) -> bytes:
    """Return markup that the parser reads in linear time, and as XML where it says that it is."""
    if markup[:200].lstrip().startswith(b"<?xml"):
        markup = _EMPTY.sub(rb"<\1\2></\1>", markup)
    if len(markup) > MANY_TAGS * len(b"<b>") and markup.count(b"<") > MANY_TAGS:
        markup = _flatten(markup)
    if not _has_long_tag(markup):
        return markup
    parts = markup.split(b">")
    return b">".join([_few_attributes(part) if len(part) >= LONG_TAG else part for part in parts])


def _has_long_tag(markup: bytes) -> bool:
    """Return whether somewhere a tag begins that does not end for LONG_TAG bytes."""
    at = 0
    while at + LONG_TAG <= len(markup):
        end = markup.rfind(b">", at, at + LONG_TAG)
        if end < 0:
            end = markup.find(b">", at + LONG_TAG)
            end = len(markup) if end < 0 else end
            if _opens(markup, at, end - LONG_TAG + 1):
                return True
        at = end + 1
    return False


def _opens(markup: bytes, at: int, limit: int) -> bool:
    """Return whether a tag begins between two places."""
    while (at := markup.find(b"<", at, limit)) >= 0:
        if markup[at + 1 : at + 2].isalpha():
            return True
        at += 1
    return False


def _few_attributes(part: bytes) -> bytes:
    """Return what is before a `>`, with no more attributes than MAX_ATTRIBUTES in the tag that it ends."""
    found = _OPENING.search(part)
    if found is None or len(part) - found.start() < LONG_TAG:
        return part
    for count, attribute in enumerate(_ATTRIBUTE.finditer(part, found.start() + 1)):
        if count > MAX_ATTRIBUTES:
            return part[: attribute.start()]
    return part


def _flatten(markup: bytes) -> bytes:
    """Return markup without the tags that nest elements deeper than MAX_DEPTH."""
    depth = at = 0
    pieces: list[bytes] = []
    for found in _TAG.finditer(markup):
        if found[2].lower() in _NOT_DEEPER or found[3].endswith(b"/"):
            continue
        if not found[1]:
            depth += 1
        if depth > MAX_DEPTH:
            pieces.append(markup[at : found.start()])
            at = found.end()
        if found[1]:
            depth = max(0, depth - 1)
    pieces.append(markup[at:])
    return b"".join(pieces)
