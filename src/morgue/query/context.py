"""Share what the parts of the parser need of one query: its text, its clock, and the notes about it."""

from __future__ import annotations

import datetime as dt
import unicodedata

from morgue.analysis.analyzer import cached_words
from morgue.errors import QueryError
from morgue.query.tree import Note

MAX_CHARACTERS = 8_192
MAX_CLAUSES = 1_024
MAX_LEVELS = 32

MOST_DISTANCE = 6
"""Digits of the number after NEAR and PRE."""


def wrong(position: int, message: str, hint: str | None = None) -> QueryError:
    """Return the error at `position` (code points from 0); its message counts the column from 1."""
    return QueryError(f"column {position + 1}: {message}", hint=hint, position=position)


def shown(text: str, width: int = 60) -> str:
    """Return what the user typed, short enough for a message."""
    return text if len(text) <= width else text[: width - 1] + "…"


def has_words(text: str) -> bool:
    """Return whether there is any word in the text."""
    return (text.isascii() and text.isalnum()) or bool(cached_words(unicodedata.normalize("NFC", text)))


class Context:
    """What the parts of the parser share while they read one query; `now` is aware."""

    __slots__ = ("clauses", "notes", "now", "text")

    def __init__(self, text: str, now: dt.datetime) -> None:
        self.text = text
        self.now = now
        self.notes: list[Note] = []
        self.clauses = 0

    @property
    def today(self) -> dt.date:
        """The calendar day of `now` in its own offset."""
        return self.now.date()

    def note(self, kind: str, position: int, message: str, hint: str | None = None) -> None:
        """Keep a note; its message counts the column from 1."""
        self.notes.append(Note(kind, f"column {position + 1}: {message}", position, hint))

    def count(self, clauses: int, position: int) -> None:
        """Count the clauses of a leaf. Raises QueryError beyond the limit."""
        self.clauses += clauses
        if self.clauses > MAX_CLAUSES:
            raise wrong(
                position,
                f"the query has more than {MAX_CLAUSES:,} clauses (every word counts)",
                "write a shorter query, or several",
            )
