"""Cite a story as a footnote does."""

from __future__ import annotations

import datetime as dt

from morgue.model.article import Article
from morgue.query.explain import date_in_words


def citation(article: Article) -> str:
    """Return author, “headline”, agency, outlet, place, day, address; what is unknown is left out.

    The order is that of The Chicago Manual of Style for news (17th ed., 14.191), in one sentence. It ends with
    where the story is: its address, else the file it was read from, and always its id.
    """
    headline = (article.headline or "").strip()
    title = f"“{headline.rstrip('.,')}”" if headline else "Untitled report"
    facts = (
        article.byline,
        title,
        article.agency,
        article.publisher if article.publisher != article.agency else None,
        _place(article),
        written_day(article.day or ""),
        article.url or _file(article),
    )
    sentence = ", ".join(" ".join(fact.split()) for fact in facts if fact)
    return f"{sentence} (morgue {article.id})."


def _place(article: Article) -> str | None:
    """Return the place that the story is filed from."""
    return next((each.place for each in article.locations or () if each.place), None)


def written_day(day: str) -> str:
    """Return `23 October 2025` for an ISO date, and any other text as it is."""
    try:
        return date_in_words(dt.date.fromisoformat(day))
    except ValueError:
        return day


def _file(article: Article) -> str | None:
    source = article.source
    return f"{source.path} › {source.member}" if source.member else source.path or None
