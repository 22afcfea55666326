"""Paragraphs of a page beside its story: credits, share lines, captions, "Read more", the headline again.

What extraction knows of a page is gone from a body already; what is left of it shows in a pair: it is in one of two articles
only, and it is no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from morgue.extract import boilerplate
from morgue.stories.signature import Paragraph, Signature
from morgue.stories.walls import is_wall
from morgue.stories.words import Run, shingles

LINE = 12
"""Words of a line that ends like no sentence; a longer one may be a list or a table of the story."""

_ENDS = re.compile(r"[.!?…。！？؟।][\"'’”»)\]]*\s*\Z")
_CAPTION = re.compile(
    r"\bfile photo\b|\bphoto by\b|\(ap photo|\bgetty images\b|^(?:foto|photo|image|bild|caption)\s*:",
    re.IGNORECASE,
)


def own_runs(article: Signature, other: Signature) -> frozenset[Run]:
    """Return the runs of an article without those of paragraphs that share nothing with another one and are no part of a story."""
    paragraphs = article.paragraphs
    if len(paragraphs) < 2:
        return article.runs
    heads = (article.head, other.head)
    kept = [
        each
        for each in paragraphs
        if not each.runs.isdisjoint(other.runs) or not (each.again or each.words in heads or _is_beside(each))
    ]
    if len(kept) == len(paragraphs):
        return article.runs
    return shingles([word for each in kept for word in each.words])


def _is_beside(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is no part of a story, which is found out once: it is compared with several others."""
    if paragraph.is_beside is None:
        paragraph.is_beside = _says_nothing(paragraph.text, paragraph.words)
    return paragraph.is_beside


def _says_nothing(text: str, words: Sequence[str]) -> bool:
    """Return whether a paragraph is a line and no sentence, a caption, or what a page says to its reader."""
    line = text.strip()
    if len(words) <= LINE and not _ENDS.search(line):
        return True
    if boilerplate.furniture(line) or boilerplate.link(line) or boilerplate.closing(line):
        return True
    return bool(_CAPTION.search(line[:400])) or is_wall(words)
