"""Take the shortcodes of WordPress out of the text of a post.

A shortcode is a name in brackets, with attributes, alone (`[gallery ids="1,2"]`) or around words (`[caption]…[/caption]`);
twice in brackets it stands for itself. Words in brackets (`[sic]`, `[the minister]`) are the writer's: a shortcode is what is
closed, has an attribute's value, or is of a known name (`feeds/data/wordpress.tsv`).
"""

from __future__ import annotations

import re

from morgue.feeds.support.data import ordered_lists
from morgue.feeds.support.markup import plain

_NAMES = ordered_lists("wordpress.tsv")
_ALONE = frozenset(_NAMES["shortcodes"])
_HIDDEN = frozenset(_NAMES["hidden shortcodes"])
"""Shortcodes around what is no text: an address, the settings of a form, a program."""

_CAPTIONS = frozenset(_NAMES["caption shortcodes"])
_TAG = re.compile(r"\[(\[)?(/)?([A-Za-z][\w-]{1,60})((?:\s[^\[\]<>]{0,2000}|=[^\[\]<>]{0,500})?)(/)?\](\])?")
_VALUE = re.compile(r"""[\w-]\s*=\s*(?:["'“”″&]|\w)""")


def without_shortcodes(markup: str) -> tuple[str, list[str]]:
    """Return (text, captions): a post without its shortcodes, and the words of the captions that were in them."""
    if "[" not in markup or "]" not in markup:
        return markup, []
    tags = [found for found in _TAG.finditer(markup) if not _stands_for_itself(found)]
    ends: dict[str, list[re.Match[str]]] = {}
    for found in reversed(tags):
        if found[2]:
            ends.setdefault(found[3].lower(), []).append(found)
    closed = frozenset(ends)
    captions: list[str] = []
    pieces: list[str] = []
    at = 0
    for found in tags:
        if found.start() < at:
            continue
        name = found[3].lower()
        if not (name in closed or name in _ALONE or _VALUE.search(found[4])):
            continue
        pieces.append(markup[at : found.start() + len(found[1] or "")])
        at = found.end() - len(found[6] or "")
        if found[2] or name not in _HIDDEN | _CAPTIONS:
            continue
        following = ends.get(name, [])
        while following and following[-1].start() < at:
            following.pop()
        if following:
            if name in _CAPTIONS and (words := plain(markup[at : following[-1].start()])):
                captions.append(" ".join(words.split()))
            at = following[-1].end()
    pieces.append(markup[at:])
    left = _TAG.sub(lambda found: found[0][1:-1] if _stands_for_itself(found) else found[0], "".join(pieces))
    return left, captions


def _stands_for_itself(found: re.Match[str]) -> bool:
    """Return whether a shortcode is written as one is shown: twice in brackets, of a known name."""
    return bool(found[1] and found[6]) and found[3].lower() in _ALONE
