"""A citation of a story, as a footnote has it."""

from __future__ import annotations

import datetime as dt

from morgue.gazetteer.calendar import month_name
from morgue.model.article import Article


def citation(article: Article) -> str:
    """Author, “headline”, agency, outlet, place, day, address; what is unknown is left out.

    The order is that of The Chicago Manual of Style for news (17th ed., 14.191), in one sentence. It ends with
    where the story stands: its address, else the file it was read from, and always its id.
    """
    headline = (article.headline or "").strip()
    title = f"“{headline.rstrip('.,')}”" if headline else "Untitled report"
    facts = (
        article.byline,
        title,
        article.agency,
        article.publisher if article.publisher != article.agency else None,
        _place(article),
        _day(article.day),
        article.url or _file(article),
    )
    sentence = ", ".join(" ".join(fact.split()) for fact in facts if fact)
    return f"{sentence} (morgue {article.id})."


def _place(article: Article) -> str | None:
    """The place that the story is filed from."""
    return next((each.place for each in article.locations or () if each.place), None)


def _day(day: str | None) -> str | None:
    """`23 October 2025`."""
    if not day:
        return None
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        return day
    return f"{date.day} {month_name(date.month)} {date.year}"


def _file(article: Article) -> str | None:
    source = article.source
    return f"{source.path} › {source.member}" if source.member else source.path or None
