"""List the texts of an article, the one that stands and those that it took the place of, and say what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from morgue._startup.frozen import frozen
from morgue.model.article import Article
from morgue.query import deadline
from morgue.storage.versions import VERSION_MARK

_TOLD = 3
"""Pairs of words that a line about a change has room for."""


@frozen
class ArticleVersion:
    """One text of an article: `number` counts from 1, the earliest; `changed` says how it differs from the one before."""

    number: int
    article: Article
    digest: str
    current: bool
    changed: str | None

    @property
    def id(self) -> str:
        """Return what names this text, the current one too."""
        return f"{self.article.id.partition(VERSION_MARK)[0]}{VERSION_MARK}{self.number}"

    def to_json(self) -> dict[str, Any]:
        """Return the members of `versions`."""
        article = self.article
        return {
            "id": self.id,
            "n": self.number,
            "current": self.current,
            "published": article.published,
            "updated": article.updated,
            "day": article.day,
            "headline": article.headline,
            "source": article.source.to_json(),
            "digest": self.digest,
            "changed": self.changed,
        }


def versions_of(
    texts: Sequence[tuple[int, Article, bytes]], *, before: Article | None, total: int
) -> list[ArticleVersion]:
    """Return texts of an article in their order, each given with its number and digest, of `total` that there are.

    `before` is the text that the first of them followed; None where that is the earliest.
    """
    found = []
    for number, article, digest in texts:
        deadline.check()
        changed = None if before is None else change_in_words(before, article)
        found.append(ArticleVersion(number, article, digest.hex(), number == total, changed))
        before = article
    return found


def change_in_words(earlier: Article, later: Article) -> str:
    """Return on one line what changed from a text to the next: `new headline, +2 paragraphs, 1 edited: 28 -> 29`."""
    from morgue.stories.difference import difference

    made = difference(earlier.body or "", later.body or "")
    added, cut, edited, moved = (made.count(kind) for kind in ("added", "cut", "edited", "moved"))
    said = ["new headline"] if (earlier.headline or "") != (later.headline or "") else []
    said += [
        f"{sign}{number} paragraph{'s' * (number > 1)}"
        for sign, number in (("+", added), ("-", cut))
        if number
    ]
    said += [f"{number} {what}" for what, number in (("edited", edited), ("moved", moved)) if number]
    told = ", ".join(f"{was} -> {now}" for was, now in made.changed[:_TOLD])
    return (", ".join(said) or "the same words") + (f": {told}" if told else "")
