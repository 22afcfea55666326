"""How far a paragraph may be a dateline: up to the first word that none holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from morgue.extract.dateline.pieces import SITE
from morgue.extract.names import PARTICLES
from morgue.gazetteer import agencies
from morgue.gazetteer.calendar import months, weekdays

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def prose(head: str) -> int:
    """Return where the first word is that no dateline holds: small letters, and no month, particle or agency."""
    credited = 0
    for found in _TOKEN.finditer(head):
        word, at = found[0], found.start()
        if word[0].islower() and at >= credited and word not in _small_words() and not _joined(head, at):
            credited = _credit_end(head, at)
            if not credited:
                return at
    return len(head)


_CREDIT_AROUND = re.compile(r"[(/\[]([^()\[\]\n]{2,40})[)\]/]")


def _credit_end(head: str, at: int) -> int:
    """Return the end of the bracket with an agency (`(dpa/bb)`, `(askanews)`) in which a word is, or 0."""
    opened = max(head.rfind("(", 0, at), head.rfind("[", 0, at))
    found = _CREDIT_AROUND.match(head, opened) if opened >= 0 else None
    if not found or found.end() <= at:
        return 0
    return found.end() if agencies.first_of(found[1]) or SITE.fullmatch(found[1]) else 0


def _joined(head: str, at: int) -> bool:
    """Return whether a word is joined to the one before it: `3rd`, `Sainte-mère`, `apnews.com`."""
    return at > 0 and not head[at - 1].isspace() and head[at - 1] not in '([/"“‘—–'


@cache
def _small_words() -> frozenset[str]:
    """Return words in small letters that datelines hold."""
    names = agencies.all_names()
    named = {word for name in names for word in re.findall(r"[^\W\d_]+", name) if word[0].islower()}
    named |= {name.lower() for name in names if len(name) <= 8 and name.isalpha()}
    return (
        PARTICLES
        | named
        | months().keys()
        | days().keys()
        | {"region", "province", "state", "oblast", "aboard", "och", "unies", "d"}
    )


def days() -> Mapping[str, int]:
    """Return the days of the week as datelines print them.

    They are of languages whose names are known apart from the abbreviations of all, which are words of others (`to`).
    """
    return weekdays("en", "fr", "de", "es", "it", "pt", "hu", "pl", "nl", "ru")
