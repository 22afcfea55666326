"""Names of places and people as copy writes them: whether words are one, and its ordinary capitals."""

from __future__ import annotations

import re
from functools import lru_cache

from morgue.extract.wording import words

PARTICLES = words("particle")
MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0655\u0670\u0900-\u0903\u093a-\u094f\u0981-\u0983"
    "\u09bc-\u09d7\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bd7"
    "\u0c00-\u0c04\u0c3c-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0d81-\u0d83\u0dca-\u0ddf\u0e31-\u0e4e"
    "\u0eb1-\u0ece\u102b-\u103e\u17b4-\u17d3"
)
"""Combining marks, which are part of a word but no letters."""
_NAME = re.compile(
    rf"[^\W\d_][\w{MARKS}.'’‘ʻ`*-]*(?:[\s\u00a0]+(?:&\s)?[^\W\d_(][\w{MARKS}.'’‘ʻ`/-]*){{0,6}}(?:\s*[/&;]\s*[^\W\d_][\w{MARKS}.'’ -]*){{0,4}}"
)
LONGEST = 60
"""A name is no longer than this, in code points."""
_NO_NAME = words("no-name")


@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Return whether a text has the form of a name: few words, each with a capital but for particles."""
    text = text.strip()
    if text[:9].casefold() == "on board ":
        text = text[9:]
    if not text or len(text) > LONGEST or not _NAME.fullmatch(text):
        return False
    parts = re.split(r"[\s/&;-]+", text)
    if parts[0].casefold() in _NO_NAME:
        return False
    return (not parts[0][0].islower()) and all(
        not word or not word[0].islower() or word in PARTICLES or word[:2] in ("d'", "d’", "l'", "l’")
        for word in parts
    )


@lru_cache(maxsize=4096)
def title(name: str) -> str:
    """Return the name in ordinary capitals where it is written in capitals only: `RIO DE JANEIRO` is Rio de Janeiro."""
    name = " ".join(name.split())
    if name.upper() != name or len(name) < 3:
        return name
    parts = re.split(r"([\s/-]+)", name)
    if "İ" in name or "Ğ" in name:
        return "".join(word[:1] + word[1:].replace("İ", "i").replace("I", "ı").lower() for word in parts)
    return "".join(_word(word, first=at == 0) for at, word in enumerate(parts))


_SHIPS = frozenset({"HMS", "HMAS", "HMCS", "INS", "USNS", "USS"})


def _word(word: str, *, first: bool) -> str:
    if word in _SHIPS:
        return word
    lower = word.lower()
    if not first and lower in PARTICLES and lower not in ("a", "i"):
        return lower
    if lower.startswith("mc") and len(lower) > 4:
        return "Mc" + lower[2:].capitalize()
    for mark in ("'", "’"):
        head, _, tail = lower.partition(mark)
        if tail and len(head) == 1 and len(tail) > 1:
            return (head.upper() if first or head not in "dl" else head) + mark + tail.capitalize()
    if lower.count(".") > 1 or (len(lower) == 2 and lower.endswith(".")):
        return word
    return lower.capitalize()
