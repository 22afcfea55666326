"""Paragraphs of a page beside its story: credits, share lines, captions, "Read more", the headline again.

What extraction knows of a page is gone from a body already; what is left of it shows in a pair: it is in one of two articles
only, and it is no sentence.
"""

from __future__ import annotations

import re
from collections import Counter

from morgue.extract import boilerplate
from morgue.stories.signature import Signature
from morgue.stories.walls import is_wall
from morgue.stories.words import Run, shingles, words_of

LINE = 12
"""Words of a line that ends like no sentence; a longer one may be a list or a table of the story."""

_PARAGRAPH = re.compile(r"\n\s*\n")
_ENDS = re.compile(r"[.!?…。！？؟।][\"'’”»)\]]*\s*\Z")
_CAPTION = re.compile(
    r"\bfile photo\b|\bphoto by\b|\(ap photo|\bgetty images\b|^(?:foto|photo|image|bild|caption)\s*:",
    re.IGNORECASE,
)


def own_runs(article: Signature, other: Signature) -> frozenset[Run]:
    """Return the runs of an article without those of paragraphs that share nothing with another one and are no part of a story."""
    texts = [each for each in _PARAGRAPH.split(article.body) if each.strip()]
    if len(texts) < 2:
        return article.runs
    words = [words_of(each) for each in texts]
    keys = [tuple(each) for each in words]
    times = Counter(keys)
    heads = {article.head, other.head}
    kept = [
        each
        for text, each, key in zip(texts, words, keys, strict=True)
        if not shingles(each).isdisjoint(other.runs)
        or not (times[key] > 1 or key in heads or _is_beside(text, each))
    ]
    if len(kept) == len(words):
        return article.runs
    return shingles([word for each in kept for word in each])


def _is_beside(text: str, words: list[str]) -> bool:
    """Return whether a paragraph is no part of a story: a line and no sentence, a caption, what a page says to its reader."""
    line = text.strip()
    if len(words) <= LINE and not _ENDS.search(line):
        return True
    if boilerplate.furniture(line) or boilerplate.link(line) or boilerplate.closing(line):
        return True
    return bool(_CAPTION.search(line[:400])) or is_wall(words)
