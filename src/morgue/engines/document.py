"""An Article made into a Document: what every engine indexes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

import orjson

from morgue.article import TEXT_FIELDS, Article, Place
from morgue.engines.base import Document
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


def lenient(moment: str | None) -> tuple[int, int] | None:
    """Return the bounds of a moment, or None for text of another form or a moment that no index can hold."""
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
    span = updated or published or lenient(article.day)
    if span is None:
        return None
    return span[0] if span[0] == span[1] else span[0] + _NOON


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _shown(values: tuple[str, ...]) -> tuple[str, ...]:
    """Values without repetition and empty ones."""
    return values if len(values) == 1 and values[0] else _distinct(values)


def _folded(shown: tuple[str, ...]) -> tuple[str, ...]:
    return (fold(shown[0]),) if len(shown) == 1 else tuple(dict.fromkeys(filter(None, map(fold, shown))))


@lru_cache(maxsize=1 << 10)
def _one(value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The display values and the folded values of a facet with one value."""
    return (value,), (fold(value),)


@lru_cache(maxsize=1 << 8)
def _one_language(value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The same of a language, whose parts may be joined by an underscore."""
    return (value,), (fold(value).replace("_", "-"),)


@lru_cache(maxsize=1 << 10)
def _agency(value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The same of an agency, which is found by its canonical form too."""
    from morgue.extract.agencies import canonical

    name = canonical(value) or canonical(fold(value))
    return (value,), _folded(_distinct((value, name)))


@lru_cache(maxsize=1 << 12)
def _places(locations: tuple[Place, ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The names of places, the same folded, and the codes of their countries."""
    names = _distinct(each.place for each in locations)
    codes = _distinct(each.country.upper() if each.country else None for each in locations)
    return names, _folded(names), codes


def _metadata(article: Article) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Display values and folded values by facet, of those facets that the article has."""
    facets: dict[str, tuple[str, ...]] = {}
    values: dict[str, tuple[str, ...]] = {}
    if article.agency:
        facets["agency"], values["agency"] = _agency(article.agency)
    if article.publisher:
        facets["publisher"], values["publisher"] = _one(article.publisher)
    if article.language:
        facets["language"], values["language"] = _one_language(article.language)
    for name, several in (("section", article.section), ("keyword", article.keywords)):
        if several and (shown := _shown(several)):
            facets[name], values[name] = shown, _folded(shown)
    if article.locations:
        names, folded, codes = _places(article.locations)
        if names:
            facets["location"], values["location"] = names, folded
        if codes:
            facets["country"] = values["country"] = codes
    return facets, values


def document(article: Article, file: int, *, stored: bytes | None = None) -> Document:
    """The document of an article that was read from the file with key `file`."""
    texts = {name: indexable(text) for name in TEXT_FIELDS if (text := getattr(article, name))}
    facets, values = _metadata(article)
    moments = (("published", article.published), ("updated", article.updated), ("day", article.day))
    has = [*texts, *facets, *[name for name, moment in moments if moment]]
    source = article.source
    if source.format:
        facets["format"], values["format"] = _one(source.format)
    if source.path:
        values["file"] = _one(source.path)[1]
    if article.url:
        has.append("url")
        values["url"] = (fold(article.url),)
    published, updated = lenient(article.published), lenient(article.updated)
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
