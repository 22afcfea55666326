"""The fields of the language by name, and the nearest of them to a name that is none."""

from __future__ import annotations

from enum import Enum

from morgue.query.match import osa
from morgue.query.tree import HAS_FIELDS, KEYWORD_FIELDS, TEXT_FIELDS


class Kind(Enum):
    """What the value of a field is."""

    TEXT = "text"
    KEYWORD = "keyword"
    LOCATION = "location"
    COUNTRY = "country"
    DAY = "day"
    BOUND = "bound"
    INSTANT = "instant"
    PRESENCE = "presence"


BOUNDS = ("since", "until", "after", "before")
INSTANT_FIELDS = ("published", "updated")

FIELDS: dict[str, Kind] = {
    **dict.fromkeys(TEXT_FIELDS, Kind.TEXT),
    **dict.fromkeys(KEYWORD_FIELDS, Kind.KEYWORD),
    "location": Kind.LOCATION,
    "country": Kind.COUNTRY,
    "date": Kind.DAY,
    **dict.fromkeys(BOUNDS, Kind.BOUND),
    **dict.fromkeys(INSTANT_FIELDS, Kind.INSTANT),
    "has": Kind.PRESENCE,
    "missing": Kind.PRESENCE,
}

ALIASES = {
    "keywords": "keyword", "day": "date", "year": "date", "month": "date", "place": "location", "places": "location",
    "locations": "location", "sections": "section", "outlet": "publisher", "source": "publisher", "author": "byline",
    "title": "headline",
}  # fmt: skip
"""Other names that are taken as they are."""

PRESENCE = {name: name for name in HAS_FIELDS} | {
    "date": "day", "keywords": "keyword", "place": "location", "places": "location", "locations": "location",
    "sections": "section", "outlet": "publisher", "source": "publisher", "author": "byline", "title": "headline",
}  # fmt: skip
"""What `has:` and `missing:` take, and the field of HAS_FIELDS that it means."""

ALWAYS_PRESENT = frozenset({"id", "file", "format"})
"""Fields that every article has."""

_SYNONYMS = {
    "subject": "headline",
    "text": "body",
    "content": "body",
    "by": "byline",
    "wire": "agency",
    "site": "publisher",
    "category": "keyword",
    "tag": "keyword",
    "lang": "language",
    "from": "since",
    "to": "until",
    "path": "file",
    "filename": "file",
    "city": "location",
    "type": "format",
    "link": "url",
    "exists": "has",
}
"""What other tools call our fields; offered, never taken."""


def known(name: str) -> str | None:
    """The field that a name means, ignoring case, or None."""
    lower = name.lower()
    lower = ALIASES.get(lower, lower)
    return lower if lower in FIELDS else None


def nearest(word: str, candidates: list[str] | tuple[str, ...], *, limit: int = 3) -> list[str]:
    """The candidates that are nearest to a word by edit distance, nearest first; none that is far off.

    A candidate is near when no more than a third of the longer one's letters differ, or when it begins with
    the word or the other way round.
    """
    typed = word.lower()
    scored = []
    for candidate in dict.fromkeys(candidates):
        lower = candidate.lower()
        allowed = max(1, max(len(typed), len(lower)) // 3)
        distance = osa(typed, lower, allowed)
        if distance <= allowed:
            scored.append((distance, candidate))
        elif min(len(typed), len(lower)) >= 3 and (lower.startswith(typed) or typed.startswith(lower)):
            scored.append((allowed + 1, candidate))
    return [candidate for _, candidate in sorted(scored)[:limit]]


def nearest_field(name: str) -> str | None:
    """The field that was probably meant by a name that is none."""
    lower = name.lower()
    if lower in _SYNONYMS:
        return _SYNONYMS[lower]
    found = nearest(lower, [*FIELDS, *ALIASES], limit=1)
    return ALIASES.get(found[0], found[0]) if found else None
