"""Paragraphs of a page beside its story: credits, share lines, captions, "Read more", the headline again.

What extraction knows of a page is gone from a body already; what is left of it shows in a pair: it is in one of two articles
only, and it is no sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache

from morgue.extract import boilerplate
from morgue.stories.signature import Signature
from morgue.stories.walls import is_wall
from morgue.stories.words import Run, shingles, words_of

LINE = 12
"""Words of a line that ends like no sentence; a longer one may be a list or a table of the story."""

REMEMBERED = 256
"""Bodies whose paragraphs are remembered: one is compared with several others, one after the other."""

_PARAGRAPH = re.compile(r"\n\s*\n")
_ENDS = re.compile(r"[.!?…。！？؟।][\"'’”»)\]]*\s*\Z")
_CAPTION = re.compile(
    r"\bfile photo\b|\bphoto by\b|\(ap photo|\bgetty images\b|^(?:foto|photo|image|bild|caption)\s*:",
    re.IGNORECASE,
)


class _Paragraph:
    """A paragraph of a body: its words and runs, and whether it comes `again` in it; whether it `is_beside` the story shows when it is asked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = tuple(words_of(text))
        self.runs = shingles([*self.words])
        self.again = False

    @cached_property
    def is_beside(self) -> bool:
        return _is_beside(self.text, self.words)


@lru_cache(maxsize=REMEMBERED)
def _paragraphs(body: str) -> tuple[_Paragraph, ...]:
    found = tuple(_Paragraph(each) for each in _PARAGRAPH.split(body) if each.strip())
    times = Counter(each.words for each in found)
    for each in found:
        each.again = times[each.words] > 1
    return found


def own_runs(article: Signature, other: Signature) -> frozenset[Run]:
    """Return the runs of an article without those of paragraphs that share nothing with another one and are no part of a story."""
    paragraphs = _paragraphs(article.body)
    if len(paragraphs) < 2:
        return article.runs
    heads = (article.head, other.head)
    kept = [
        each
        for each in paragraphs
        if not (each.again or each.is_beside or each.words in heads) or not each.runs.isdisjoint(other.runs)
    ]
    if len(kept) == len(paragraphs):
        return article.runs
    return shingles([word for each in kept for word in each.words])


def _is_beside(text: str, words: Sequence[str]) -> bool:
    """Return whether a paragraph is no part of a story: a line and no sentence, a caption, what a page says to its reader."""
    line = text.strip()
    if len(words) <= LINE and not _ENDS.search(line):
        return True
    if boilerplate.furniture(line) or boilerplate.link(line) or boilerplate.closing(line):
        return True
    return bool(_CAPTION.search(line[:400])) or is_wall(words)
