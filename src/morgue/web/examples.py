"""Suggest searches on the front page that find something in this very archive."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from morgue.model.article import Hit
from morgue.web.language import table
from morgue.web.narrow import term_of

if TYPE_CHECKING:
    from morgue.archive.archive import Archive

MOST = 5

_NAME = re.compile(r"\b([A-Z][a-z]{3,}) ([A-Z][a-z]{3,})\b")
"""Two words in a row that look like a name."""

Values = Mapping[str, Sequence[tuple[str, int]]]


def examples(
    archive: Archive, newest: Sequence[Hit], facets: Values, now: dt.datetime
) -> list[tuple[str, str]]:
    """Return queries and what they mean, at most MOST, each of which finds something."""
    found: list[tuple[str, str]] = []
    for text, meaning in (*table("Examples"), *_of(newest, facets, now)):
        if len(found) < MOST and archive.count(text, now=now):
            found.append((text, meaning))
    return found


def _of(newest: Sequence[Hit], facets: Values, now: dt.datetime) -> Iterator[tuple[str, str]]:
    """Yield what the archive itself suggests: a name in its newest headlines, its first agency, place and outlet."""
    names = (match[0] for hit in newest if (match := _NAME.search(hit.article.headline or "")))
    for name in names:
        yield f'"{name}"', "a phrase"
        break
    year = next((value for value, _ in facets.get("year", ())), None)
    for facet, meaning in (("agency", "one agency"), ("location", "one place"), ("publisher", "one outlet")):
        term = next(
            (term for value, _ in facets.get(facet, ()) if (term := term_of(facet, value, now))), None
        )
        if term and year:
            yield f"{term} date:{year}", f"{meaning}, one year"
    if year:
        yield f"date:{year}", "one year"
