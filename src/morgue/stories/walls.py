"""Text that a page has where the story should be: consent to cookies, registration, subscription, an error.

One such text is under hundreds of headlines of an outlet, word for word. That it is furniture would show over many articles; but
a rule that counts them gives other stories for each order in which they come, and takes a link back that was shown already. So
it is told from what the text itself says: it addresses its reader, in words that each language has few of.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from morgue._startup.tables import word_lists
from morgue.stories.words import words_of

_TABLE = Path(__file__).with_name("data") / "walls.tsv"

WALL = 0.12
"""The share of words that address the reader from which on a text is no news: of 13,000 articles of wires, papers and
broadcasters none has more than .10, pages of consent and registration in five languages have .13 to .23."""


@cache
def _languages() -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    """Return the words of each language, folded, and its phrases of several."""
    found = []
    for phrases in word_lists(_TABLE).values():
        folded = [words_of(each) for each in phrases]
        single = frozenset(each[0] for each in folded if len(each) == 1)
        found.append((single, tuple(" ".join(each) for each in folded if len(each) > 1)))
    return tuple(found)


@cache
def _any() -> frozenset[str]:
    """Return all words and words of phrases, of all languages."""
    return frozenset(
        word for single, phrases in _languages() for word in (*single, *" ".join(phrases).split())
    )


def is_wall(words: Sequence[str]) -> bool:
    """Return whether a text, as its folded words, addresses the reader of a page and tells no news."""
    known = _any()
    return sum(word in known for word in words) >= WALL * max(1, len(words)) and _share(words) >= WALL


def _share(words: Sequence[str]) -> float:
    """Return the share of words that address the reader, in the language that has most of them."""
    text = f" {' '.join(words)} "
    most = 0
    for single, phrases in _languages():
        count = sum(word in single for word in words)
        if count or not single:
            count += sum(text.count(f" {each} ") * (each.count(" ") + 1) for each in phrases)
        most = max(most, count)
    return most / len(words)
