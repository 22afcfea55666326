"""List the texts of an article, the one that stands and those that it took the place of, and say what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from morgue._startup.frozen import frozen
from morgue.model.article import Article
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


def versions_of(articles: Sequence[Article], digests: Sequence[bytes]) -> list[ArticleVersion]:
    """Return the texts of an article, which are in their order, the current one last, each with its digest."""
    found = []
    for at, (article, each) in enumerate(zip(articles, digests, strict=True)):
        before = articles[at - 1] if at else None
        changed = None if before is None else change_in_words(before, article)
        found.append(ArticleVersion(at + 1, article, each.hex(), at + 1 == len(articles), changed))
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
