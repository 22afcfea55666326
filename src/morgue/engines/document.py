"""An Article made into a Document: what every engine indexes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

import orjson

from morgue.article import Article
from morgue.engines.base import Document
from morgue.query.tree import TEXT_FIELDS
from morgue.text import fold, indexable

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_DAY = 86_400_000_000
_NOON = _DAY // 2


def microseconds(instant: dt.datetime) -> int:
    """Microseconds since 1970 UTC; a local time of unknown zone is taken as UTC."""
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=dt.UTC)
    return (instant - _EPOCH) // _MICROSECOND


def bounds(moment: str) -> tuple[int, int]:
    """First and last microsecond of an RFC 3339 instant, or of a bare day in UTC.

    Raises ValueError for text of another form.
    """
    start = microseconds(dt.datetime.fromisoformat(moment))
    return (start, start + _DAY - 1) if len(moment) == 10 else (start, start)


def _lenient(moment: str | None) -> tuple[int, int] | None:
    if not moment:
        return None
    try:
        return bounds(moment)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=1 << 12)
def _day_number(day: str) -> int | None:
    """YYYYMMDD, or None for text that is no ISO date."""
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        return None
    return date.year * 10_000 + date.month * 100 + date.day


def _moment(
    article: Article, published: tuple[int, int] | None, updated: tuple[int, int] | None
) -> int | None:
    """What orders articles by time: the latest instant that is known, else the noon of the day."""
    span = updated or published or _lenient(article.day)
    if span is None:
        return None
    return span[0] if span[0] == span[1] else span[0] + _NOON


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _facets(article: Article) -> dict[str, tuple[str, ...]]:
    """Display values by facet, of those facets that the article has."""
    found: dict[str, tuple[str, ...]] = {}
    if article.agency:
        found["agency"] = (article.agency,)
    if article.publisher:
        found["publisher"] = (article.publisher,)
    if article.language:
        found["language"] = (article.language,)
    if article.section:
        found["section"] = _distinct(article.section)
    if article.keywords:
        found["keyword"] = _distinct(article.keywords)
    if article.locations:
        found["location"] = _distinct(each.place for each in article.locations)
        found["country"] = _distinct(
            each.country.upper() if each.country else None for each in article.locations
        )
    return {name: values for name, values in found.items() if values}


def document(article: Article, file: int, *, stored: bytes | None = None) -> Document:
    """The document of an article that was read from the file with key `file`."""
    texts = {}
    for name in TEXT_FIELDS:
        text = getattr(article, name)
        if text:
            texts[name] = indexable(text)
    facets = _facets(article)
    has = [*texts, *facets]
    has += [name for name in ("published", "updated", "day", "url") if getattr(article, name)]
    source = article.source
    if source.format:
        facets["format"] = (source.format,)
    values = {
        name: shown
        if name == "country"
        else (fold(shown[0]),)
        if len(shown) == 1
        else _distinct(map(fold, shown))
        for name, shown in facets.items()
    }
    if source.path:
        values["file"] = (fold(source.path),)
    if article.url:
        values["url"] = (fold(article.url),)
    published, updated = _lenient(article.published), _lenient(article.updated)
    return Document(
        article.id,
        file,
        stored if stored is not None else orjson.dumps(article.to_json()),
        texts,
        values,
        facets,
        has,
        _day_number(article.day) if article.day else None,
        published,
        updated,
        _moment(article, published, updated),
    )
