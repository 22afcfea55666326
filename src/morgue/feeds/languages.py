"""Values of JSON in several languages: a language map, whose keys are language tags (JSON-LD 1.1, section 4.6.2).

A row whose text is in several languages is a story in each of them. Where only its headline is, it is one story, and the
wordings in other languages are kept beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_TAG = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z]{2,4}){0,2}")
_CODES = frozenset(
    "aa ab af am an ar as av ay az ba be bg bn bo br bs ca ce ckb co cs cv cy da de dv dz ee el en eo es et eu fa ff fi fil fj fo fr "  # noqa: SIM905  a table of words
    "fy ga gd gl gn gu gv ha he hi hr ht hu hy ia id ig is it iu ja jv ka kk kl km kn ko ks ku kw ky la lb lg ln lo lt lv mg mi mk ml "
    "mn mr ms mt my nb ne nl nn no nv ny oc om or os pa pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv "
    "sw ta te tg th ti tk tl tn to tr ts tt ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)
"""Codes of languages that news is written in (ISO 639)."""

_ANY = frozenset(("und", "default", "x-default", "mul", "none", "@none"))
"""Keys of a wording that is in no language in particular, beside others."""

_ASIDE = ("blurb", "sidebar", "factbox", "deck", "caption")
"""Names under which words beside a body are kept."""


def is_language_map(value: Any) -> bool:
    """Return whether a value has words by language; an object with nothing but an `id` has none."""
    if not isinstance(value, dict) or not value or value.keys() <= {"id"}:
        return False
    languages = 0
    for key, words in value.items():
        if not (words is None or isinstance(words, str) or _is_texts(words)):
            return False
        tag = _TAG.fullmatch(key)
        if tag is not None and tag[1] in _CODES:
            languages += 1
        elif key not in _ANY:
            return False
    return languages > 0


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def by_language(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a row as one row for each language that its text is in; itself, alone, where it has no words by language."""
    from morgue.feeds.columns import field_of
    from morgue.feeds.rows import flat

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
        told = [str(facts[name]) for name in stated]
        languages = [each for each in languages if each in told] or languages[:1]
    made = []
    for language in languages:
        chosen = {name: _in(value, language) for name, value in maps.items()}
        if language not in _ANY:
            chosen |= dict.fromkeys(stated or ["language"], language.replace("_", "-"))
        made.append({**facts, **chosen})
    others = [words for each in headlines for key, words in each.items() if key not in languages and words]
    free = next((name for name in _ASIDE if name not in facts), None)
    if made and others and free:
        made[0][free] = others
    return made or [row]


def _languages(maps: list[Mapping[str, Any]]) -> list[str]:
    """The languages in which any of these maps has words, in order."""
    return list(dict.fromkeys(key for each in maps for key, words in each.items() if words))


def _in(value: Mapping[str, Any], language: str) -> Any:
    """The words in a language; where there are none, the first."""
    return value.get(language) or next(filter(None, value.values()), None)
