"""An Article made into a Document: what every engine indexes of it."""

from __future__ import annotations

import datetime as dt

import orjson

from morgue.article import Article
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


def bounds(moment: str | None) -> tuple[int, int] | None:
    """First and last microsecond of an RFC 3339 instant, or of a bare day in UTC; None for None.

    Raises ValueError for text of another form.
    """
    if not moment:
        return None
    start = microseconds(dt.datetime.fromisoformat(moment))
    return (start, start + _DAY - 1) if len(moment) == 10 else (start, start)


def _lenient(moment: str | None) -> tuple[int, int] | None:
    try:
        return bounds(moment)
    except (ValueError, OverflowError):
        return None


def _day_number(day: str | None) -> int | None:
    try:
        return int(dt.date.fromisoformat(day).strftime("%Y%m%d")) if day else None
    except ValueError:
        return None


def _distinct(values: tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values or () if value))


def _folded(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(fold, values)))


def _moment(article: Article, day: int | None) -> int | None:
    """What orders articles by time: the latest instant that is known, else the noon of the day."""
    for text in (article.updated, article.published):
        span = _lenient(text)
        if span:
            return span[0] if span[0] == span[1] else span[0] + _NOON
    if day:
        span = _lenient(article.day)
        return span[0] + _NOON if span else None
    return None


def document(article: Article, file: int, *, stored: bytes | None = None) -> Document:
    """The document of an article that was read from the file with key `file`."""
    locations = article.locations or ()
    source = article.source
    facets = {
        "agency": _distinct((article.agency or "",)),
        "publisher": _distinct((article.publisher or "",)),
        "location": _distinct(tuple(each.place or "" for each in locations)),
        "country": _distinct(tuple((each.country or "").upper() for each in locations)),
        "section": _distinct(article.section),
        "language": _distinct((article.language or "",)),
        "format": (source.format,) if source.format else (),
        "keyword": _distinct(article.keywords),
    }
    values = {name: _folded(shown) for name, shown in facets.items() if shown and name != "country"}
    if facets["country"]:
        values["country"] = facets["country"]
    if source.path:
        values["file"] = (fold(source.path),)
    if article.url:
        values["url"] = (fold(article.url),)
    texts = {
        name: indexable(text)
        for name, text in (
            ("headline", article.headline),
            ("body", article.body),
            ("dateline", article.dateline),
            ("byline", article.byline),
            ("boilerplate", article.boilerplate),
        )
        if text
    }
    present = {
        "published": article.published,
        "updated": article.updated,
        "day": article.day,
        "url": article.url,
        **texts,
        **{name: shown for name, shown in facets.items() if name != "format"},
    }
    day = _day_number(article.day)
    return Document(
        id=article.id,
        file=file,
        stored=stored if stored is not None else orjson.dumps(article.to_json()),
        texts=texts,
        values=values,
        facets={name: shown for name, shown in facets.items() if shown},
        has=tuple(name for name, value in present.items() if value),
        day=day,
        published=_lenient(article.published),
        updated=_lenient(article.updated),
        moment=_moment(article, day),
    )
