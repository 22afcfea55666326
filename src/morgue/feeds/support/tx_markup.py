"""Read the small markup in which Swissdox (the media database of Switzerland) keeps the text of an article.

The elements are those of its columns `head`, `subhead` and `content`: `tx` the text, `ld` the lead, `p` a paragraph, `zt` a
crosshead, `ka` a box, `lg` the caption of a picture, `au` the author, `ur` the source (an agency as a rule).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from morgue.feeds.support.markup import line, plain

_MARK = re.compile(r"\s*<(?:tx|ld)\b[^<>]*>")
_BESIDE = re.compile(r"<(au|ur|lg)\b[^<>]*>((?:(?!<(?:/?(?:au|ur|lg)\b)).)*)(?:</\1\s*>)?", re.DOTALL)
_BLOCK = re.compile(r"<(/?)(?:tx|ld|zt|ka|lg|nt)\b[^<>]*>")


class Text(NamedTuple):
    """A text without its markup, and what the markup says is beside it: authors, sources, captions."""

    body: str
    authors: list[str]
    sources: list[str]
    captions: list[str]


def text_of_tx(markup: str) -> Text | None:
    """Return what the markup holds, paragraphs with a blank line between; None for any other text."""
    if _MARK.match(markup) is None:
        return None
    beside: dict[str, list[str]] = {"au": [], "ur": [], "lg": []}
    for name, inner in _BESIDE.findall(markup):
        if words := line(plain(inner)):
            beside[name].append(words)
    rest = _BESIDE.sub("<p></p>", markup)
    return Text(plain(_BLOCK.sub(r"<\1div>", rest)), beside["au"], beside["ur"], beside["lg"])
