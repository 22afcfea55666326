"""Recognise values of JSON in several languages: a language map, whose keys are language tags (JSON-LD 1.1, section 4.6.2)."""

from __future__ import annotations

import re
from typing import Any

from morgue.feeds.support.keys import LANGUAGES

_TAG = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z]{2,4}){0,2}")
ANY = frozenset(("und", "default", "x-default", "mul", "none", "@none"))
"""Keys of a wording that is in no language in particular, beside others."""


def is_language_map(value: Any) -> bool:
    """Return whether a value has words by language; an object with nothing but an `id` has none."""
    if not isinstance(value, dict) or not value or value.keys() <= {"id"}:
        return False
    languages = 0
    for key, words in value.items():
        if not (words is None or isinstance(words, str) or _is_texts(words)):
            return False
        tag = _TAG.fullmatch(key)
        if tag is not None and tag[1] in LANGUAGES:
            languages += 1
        elif key not in ANY:
            return False
    return languages > 0


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
