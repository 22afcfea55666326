"""Make one row for each language of a row of JSON that has its words by language.

A row whose text is in several languages is a story in each of them. Where only its headline is, it is one story, and the
wordings in other languages are kept beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from morgue.feeds.support.columns import field_of
from morgue.feeds.support.language_maps import ANY, is_language_map
from morgue.feeds.tables.json_rows import flat

_ASIDE = ("blurb", "sidebar", "factbox", "deck", "caption")
"""Names under which words beside a body are kept."""


def by_language(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a row as one row for each language that its text is in; itself, alone, where it has no words by language."""
    if not any(isinstance(value, dict) for value in row.values()):
        return [row]
    facts = flat(row)
    fields = {name: known[0] for name in facts if (known := field_of(name)) is not None}
    maps = {name: value for name, value in facts.items() if name in fields and is_language_map(value)}
    headlines = [maps[name] for name in maps if fields[name] == "headline"]
    texts = [maps[name] for name in maps if fields[name] == "text"]
    if not headlines and not texts:
        return [row]
    stated = [name for name, field in fields.items() if field == "language"]
    languages = _languages(texts) or _languages(headlines)
    if not texts and any(facts[name] for name, field in fields.items() if field == "text"):
        named = [str(facts[name]) for name in stated]
        languages = [each for each in languages if each in named] or languages[:1]
    made = []
    for language in languages:
        chosen = {name: _in(value, language) for name, value in maps.items()}
        if language not in ANY:
            chosen |= dict.fromkeys(stated or ["language"], language.replace("_", "-"))
        made.append({**facts, **chosen})
    others = [words for each in headlines for key, words in each.items() if key not in languages and words]
    free = next((name for name in _ASIDE if name not in facts), None)
    if made and others and free:
        made[0][free] = others
    return made or [row]


def _languages(maps: list[Mapping[str, Any]]) -> list[str]:
    """Return the languages in which any of these maps has words, in order."""
    return list(dict.fromkeys(key for each in maps for key, words in each.items() if words))


def _in(value: Mapping[str, Any], language: str) -> Any:
    """Return the words in a language; where there are none, the first."""
    return value.get(language) or next(filter(None, value.values()), None)
