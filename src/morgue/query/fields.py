"""The fields of the language by name, and the nearest of them to a name that is none."""

from __future__ import annotations

from morgue.analysis.distance import osa
from morgue.model.fields import ALWAYS_PRESENT as ALWAYS_PRESENT
from morgue.model.fields import BY_NAME, HAS_FIELDS, ROWS
from morgue.model.fields import INSTANT_FIELDS as INSTANT_FIELDS
from morgue.model.fields import Kind as Kind

FIELDS = {row.asked or row.name: row.kind for row in ROWS if row.kind not in (Kind.FACT, Kind.PERIOD)}
"""The fields by the names that a query gives them."""

BOUNDS = tuple(name for name, kind in FIELDS.items() if kind is Kind.BOUND)

ALIASES = {alias: row.asked or row.name for row in ROWS for alias in row.aliases} | {
    row.name: BY_NAME[row.part_of or row.name].asked for row in ROWS if row.kind in (Kind.DAY, Kind.PERIOD)
}
"""Other names that are taken as they are; a day, a year and a month are all dates."""

PRESENCE = {name: name for name in HAS_FIELDS} | {
    other: row.name for row in ROWS if row.has for other in (row.asked, *row.aliases) if other
}
"""What `has:` and `missing:` take, and the field of HAS_FIELDS that it means."""

_SYNONYMS = {synonym: row.name for row in ROWS for synonym in row.synonyms}
"""What other tools call our fields; offered, never taken."""


def known(name: str) -> str | None:
    """Return the field that a name means, ignoring case, or None."""
    lower = name.lower()
    lower = ALIASES.get(lower, lower)
    return lower if lower in FIELDS else None


def nearest(word: str, candidates: list[str] | tuple[str, ...], *, limit: int = 3) -> list[str]:
    """Return the candidates that are nearest to a word by edit distance, nearest first; none that is far off.

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
    """Return the field that was probably meant by a name that is none."""
    lower = name.lower()
    if lower in _SYNONYMS:
        return _SYNONYMS[lower]
    found = nearest(lower, [*FIELDS, *ALIASES], limit=1)
    return ALIASES.get(found[0], found[0]) if found else None
