"""Recognise values of JSON in several languages: a language map, whose keys are language tags (JSON-LD 1.1, section 4.6.2)."""

from __future__ import annotations

import re
from typing import Any

_TAG = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z]{2,4}){0,2}")
_CODES = frozenset(
    "aa ab af am an ar as av ay az ba be bg bn bo br bs ca ce ckb co cs cv cy da de dv dz ee el en eo es et eu fa ff fi fil fj fo fr "  # noqa: SIM905  a table of words
    "fy ga gd gl gn gu gv ha he hi hr ht hu hy ia id ig is it iu ja jv ka kk kl km kn ko ks ku kw ky la lb lg ln lo lt lv mg mi mk ml "
    "mn mr ms mt my nb ne nl nn no nv ny oc om or os pa pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv "
    "sw ta te tg th ti tk tl tn to tr ts tt ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)
"""Codes of languages that news is written in (ISO 639)."""

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
        if tag is not None and tag[1] in _CODES:
            languages += 1
        elif key not in ANY:
            return False
    return languages > 0


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
