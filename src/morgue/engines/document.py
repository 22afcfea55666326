"""An Article made into a Document: what every engine indexes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

import orjson

from morgue.analysis.analyzer import ENGLISH, fold, indexable, stemmed
from morgue.analysis.length import length
from morgue.analysis.pages import page_names
from morgue.analysis.stem_class import class_of
from morgue.engines.base import Document
from morgue.model.article import Article, Edition, Place, as_text, own_story
from morgue.model.fields import FORMS, HAS_FIELDS, INSTANT_FIELDS, IS, ROWS, TEXT_FIELDS, Kind
from morgue.stories import label
from morgue.stories.marks import kinds_of

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_DAY = 86_400_000_000
_NOON = _DAY // 2


def microseconds(instant: dt.datetime) -> int:
    """Return microseconds since 1970 UTC; a local time of unknown zone is taken as UTC."""
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=dt.UTC)
    return (instant - _EPOCH) // _MICROSECOND


def bounds(moment: str) -> tuple[int, int]:
    """Return first and last microsecond of an RFC 3339 instant, or of a bare day in UTC.

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
    """Return an ISO date as YYYYMMDD, or None for other text."""
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        return None
    return date.year * 10_000 + date.month * 100 + date.day


def _moment(
    article: Article, published: tuple[int, int] | None, updated: tuple[int, int] | None
) -> int | None:
    """Return what orders articles by time: the latest instant that is known, else the noon of the day."""
    span = updated or published or lenient(article.day)
    if span is None:
        return None
    return span[0] if span[0] == span[1] else span[0] + _NOON


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _shown(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return values without repetition and empty ones."""
    return values if len(values) == 1 and values[0] else _distinct(values)


def _folded(shown: tuple[str, ...]) -> tuple[str, ...]:
    return (fold(shown[0]),) if len(shown) == 1 else tuple(dict.fromkeys(filter(None, map(fold, shown))))


Values = tuple[tuple[str, ...], tuple[str, ...]]
"""The display values and the folded values of a field."""


@lru_cache(maxsize=1 << 10)
def _one(value: str) -> Values:
    """Return the values of a field that has one."""
    return (value,), (fold(value),)


_rare = _one.__wrapped__
"""Makes the values of a field that hardly any other article has, so that they are not remembered."""


def _several(values: tuple[str, ...]) -> Values:
    """Return the values of a field that may have several, none twice."""
    shown = _shown(values)
    return shown, _folded(shown)


@lru_cache(maxsize=1 << 8)
def _language(value: str) -> Values:
    """Return the values of a language, whose parts may be joined by an underscore."""
    return (value,), (fold(value).replace("_", "-"),)


@lru_cache(maxsize=1 << 10)
def _agency(value: str) -> Values:
    """Return the values of an agency, which is found by its canonical form too."""
    from morgue.gazetteer.agencies import canonical

    name = canonical(value) or canonical(fold(value))
    return (value,), _folded(_distinct((value, name)))


@lru_cache(maxsize=1 << 12)
def _places(locations: tuple[Place, ...]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the names of places, their folded forms, and the codes of their countries."""
    names = _distinct(each.place for each in locations)
    codes = _distinct(each.country.upper() if each.country else None for each in locations)
    return names, _folded(names), codes


@lru_cache(maxsize=1 << 10)
def _page(edition: Edition) -> Values:
    """Return the values of the page: as it is stated, and each of several by itself."""
    page = edition.page
    if not page:
        return (), ()
    return (page,), tuple(dict.fromkeys((fold(page), *page_names(page))))


_OWN: dict[str, Callable[[Any], Values]] = {
    "agency": _agency,
    "language": _language,
    "url": _rare,
    "page": _page,
}
"""Fields of exact values that are compared by more than their fold, or hardly ever come twice."""

_BY_FORM: dict[str, Callable[[Any], Values]] = {
    "text": _one,
    "texts": _several,
    "type": _one,
    "edition": _page,
}

_EXACT = [
    (row.name, row.key, _OWN.get(row.name) or _BY_FORM[FORMS[row.key]], row.shown, row.has)
    for row in ROWS
    if row.kind is Kind.KEYWORD and FORMS[row.key] in _BY_FORM
]
"""The fields of exact values: name, attribute, how its values are made, whether they are kept as written, `has:`."""


def _length(article: Article) -> int | None:
    """Return the number of words of the body."""
    return length(article.body) if article.body else None


_COUNTS: list[tuple[str, Callable[[Article], int | None]]] = [
    (row.name, attrgetter(row.name) if row.form else {"length": _length}[row.name])
    for row in ROWS
    if row.kind is Kind.NUMBER
]
"""The fields that are numbers, and what gives them: a key of the article, or a count of what it has."""

_MOMENTS = [row.name for row in ROWS if row.kind in (Kind.INSTANT, Kind.DAY)]


def _metadata(
    article: Article,
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], list[str]]:
    """Return display values and folded values by field, and the names of the fields that the article has."""
    facets: dict[str, tuple[str, ...]] = {}
    values: dict[str, tuple[str, ...]] = {}
    has: list[str] = []
    for name, attribute, made_of, shown, presence in _EXACT:
        if value := getattr(article, attribute):
            written, folded = made_of(value)
            if written:
                values[name] = folded
                if shown:
                    facets[name] = written
                if presence:
                    has.append(name)
    if article.locations:
        names, folded, codes = _places(article.locations)
        if names:
            facets["location"], values["location"] = names, folded
            has.append("location")
        if codes:
            facets["country"] = values["country"] = codes
            has.append("country")
    if article.copies > 1 and article.story:
        values["story"] = (article.story,)
    elif (own := own_story(article.id)) != article.id:
        values["story"] = (own,)
    if said := _said(article):
        values["is"] = said
    source = article.source
    if source.format:
        facets["format"], values["format"] = _one(source.format)
    if source.path:
        values["file"] = _one(source.path)[1]
    return facets, values, has


def _said(article: Article) -> tuple[str, ...]:
    """Return what an article is to an earlier one: what its feed states, then what its desk says in its words."""
    kinds = kinds_of(article.headline, article.body)
    if article.lineage is not None and article.lineage.signal:
        kinds = tuple(dict.fromkeys((article.lineage.signal, *kinds)))
    return tuple([kind for kind in kinds if kind in IS])


def document(article: Article, file: int, *, stored: bytes | None = None) -> Document:
    """Make the document of an article that was read from the file with key `file`."""
    texts = {name: text for name in TEXT_FIELDS if (text := as_text(getattr(article, name)))}
    code = class_of(article.language, article.headline, article.body)
    written, tokens, spellings = _in_english(texts) if code == ENGLISH else _of_language(texts, code)
    facets, values, has = _metadata(article)
    has += written
    has += [name for name in _MOMENTS if getattr(article, name)]
    spans = {name: span for name in INSTANT_FIELDS if (span := lenient(getattr(article, name))) is not None}
    numbers = {name: number for name, count in _COUNTS if (number := count(article)) is not None}
    has += [name for name in numbers if name in HAS_FIELDS]
    return Document(
        article.id,
        file,
        stored if stored is not None else orjson.dumps(article.to_json()),
        written,
        values,
        facets,
        has,
        _day_number(article.day) if article.day else None,
        _moment(article, spans.get("published"), spans.get("updated")),
        spans,
        numbers,
        code,
        tokens,
        spellings,
        label(article.story) if article.copies > 1 and article.story else None,
    )


_Analysed = tuple[dict[str, str], dict[str, str], Sequence[tuple[str, str]]]
"""The words of texts by field, their tokens by field, and the words that have another stem when typed without accents."""


def _in_english(texts: dict[str, str]) -> _Analysed:
    written = {name: indexable(text) for name, text in texts.items()}
    return written, {name: stemmed(text) for name, text in written.items()}, ()


def _of_language(texts: dict[str, str], code: str) -> _Analysed:
    from morgue.analysis.stems import analyse

    written, tokens, apart = {}, {}, {}
    for name, text in texts.items():
        written[name], tokens[name], some = analyse(text, code)
        apart.update(dict.fromkeys(some))
    return written, tokens, tuple(apart)


def stems(document: Document) -> dict[str, list[str]]:
    """Return the stems of the words of each text of a document, for an engine that is given lists of words.

    The ranking field has those of all that a bare word may be found in, the headline twice.
    """
    from morgue.query.scoring import RANKED, RANKING

    made = {name: text.split() for name, text in document.tokens.items()}
    made[RANKING] = [word for name in RANKED for word in made.get(name, ())]
    return made
