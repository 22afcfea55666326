"""Find the whole story of which a feed that was cut off holds only the beginning.

An item that a feed ends in may lack what it is known by: its link comes after its text. It is then known by headline
and text alone, and is no second story where another has this headline and begins with this text.
"""

from __future__ import annotations

from typing import Any

import orjson

from morgue.analysis.analyzer import fold, folded_words
from morgue.engines.base import Searcher
from morgue.query import tree

CANDIDATES = 100
"""Stories with the words of a headline that are looked at."""


def wholes(searcher: Searcher, cut: list[str]) -> dict[str, str]:
    """Return, by id, the id of the whole story of each cut one that has one."""
    found: dict[str, str] = {}
    for identifier, stored in searcher.articles(cut).items():
        part = orjson.loads(stored)
        if (whole := _whole(searcher, part, set(cut))) is not None:
            found[identifier] = whole
    return found


def _whole(searcher: Searcher, part: dict[str, Any], cut: set[str]) -> str | None:
    headline = part["headline"]
    if not headline or not (spelt := tuple(folded_words(headline))):
        return None
    answer = searcher.search(tree.Phrase(spelt, "headline"), limit=CANDIDATES, count=False)
    beginning = _folded(part["body"]).rpartition(" ")[0]  # the last word may be half of one
    for each in answer.found:
        other = orjson.loads(each.stored)
        if (
            other["id"] not in cut
            and _folded(other["headline"]) == _folded(headline)
            and _folded(other["body"]).startswith(beginning)
        ):
            return str(other["id"])
    return None


def _folded(text: str | None) -> str:
    return " ".join(fold(text or "").split())
