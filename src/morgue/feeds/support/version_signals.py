"""Read what feeds say that a version does to what was sent before: by codes, by links, and in notes to editors.

The words are rows of `version_signals.tsv`. A word of plain text counts only where it begins a note; the marks that desks
put before headlines are read when an article is indexed (`morgue.stories.marks`), and are no fact of a feed.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from morgue._startup.tables import read_rows
from morgue.extract.draft import Draft
from morgue.extract.identity import is_unique
from morgue.feeds.support.data import DATA

_SHAPES = {
    "code": r"(?:{0})\Z",
    "link": r"(?:{0})\Z",
    "note": r"(?:{0})(?!\w)(?! *(?:to (?:come|follow)|will|expected|planned|coming|at \d|by \d))",
}
"""How an expression is looked for; a note that announces what is to come says nothing of this version."""

_LONGEST = 100
"""Characters of a code that are looked at: codes are words."""

_BEFORE = re.compile(
    r"[\s\W]*(?:(?:eds?|editors?|note to editors|attn|attention|achtung|mandatory|bulletin|apnewsnow|dpa)\b[\s\W]*)*",
    re.IGNORECASE,
)
"""What stands before the first word of a note that says something: `(Eds: APNewsNow. `."""


@cache
def _rows(where: str) -> list[tuple[str, re.Pattern[str]]]:
    """Return the signals and expressions for a place."""
    return [
        (signal, re.compile(_SHAPES[where].format(pattern), re.IGNORECASE))
        for signal, place, pattern in read_rows(DATA / "version_signals.tsv")
        if place == where
    ]


def _found(where: str, text: str, start: int = 0) -> str | None:
    return next((signal for signal, pattern in _rows(where) if pattern.match(text, start)), None)


def signal_of(code: str | None) -> str | None:
    """Return the signal that a code is, with its scheme or without: `sig:correction`, `edStat:U`, an address, a word."""
    return _signal(code) if code and len(code) <= _LONGEST else None


@lru_cache(maxsize=1 << 10)
def _signal(code: str) -> str | None:
    """Return the signal that a code is: a feed has the same few codes on all its items."""
    word = code.strip().rstrip("/")
    return _found("code", word) or _found("code", re.split(r"[:/#]", word)[-1].strip())


def state_code(draft: Draft, code: str | None, rule: str) -> None:
    """State the signal that a code is, where it is one."""
    if signal := signal_of(code):
        draft.signal_version(signal, rule)


def state_link(draft: Draft, relation: str | None, identifier: str | None, rule: str) -> None:
    """State a link to an earlier item, where its relation says that this one updates, corrects or withdraws it."""
    word = (
        re.split(r"[:/#]", relation.strip().rstrip("/"))[-1] if relation and len(relation) < _LONGEST else ""
    )
    if identifier and word and (signal := _found("link", word)):
        follow(draft, identifier, rule)
        draft.signal_version(signal, rule)


def follow(draft: Draft, identifier: str | None, rule: str) -> None:
    """State the identifier of an earlier item, which counts where that of the draft itself does unless it is unique by its form."""
    if identifier:
        draft.follow(identifier, rule, None if is_unique(identifier.strip()) else draft.authority)


def state_note(draft: Draft, note: str | None, rule: str) -> None:
    """State what the first words of a note to editors say of this version: `Eds: Adds details`, `BERICHTIGUNG: …`."""
    if note:
        head = note[:_LONGEST]
        start = _BEFORE.match(head)
        if signal := _found("note", head, start.end() if start else 0):
            draft.signal_version(signal, rule)
