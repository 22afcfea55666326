"""What desks write on a story to say that it updates, corrects, repeats or withdraws an earlier one."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from morgue._startup.tables import read_rows

_TABLE = Path(__file__).with_name("data") / "marks.tsv"

NOTED = 400
"""Characters of the body that a note of a correction begins within."""


class Marked(NamedTuple):
    """A headline without its marks, and the kinds of the marks that it had, in their order, each once."""

    headline: str
    kinds: tuple[str, ...]


@cache
def _rows(where: str) -> list[tuple[str, re.Pattern[str]]]:
    """Return the kinds and expressions for a place."""
    shapes = {
        "start": r"\W*(?:{0})(?!['’])\b[\s\-:–—()\]/.]*",
        "closing": r"\W*(?:{0})\W*\Z",
        "body": r"\s*(?:{0})",
        "note": r"(?:{0})",
    }
    return [
        (kind, re.compile(shapes[where].format(pattern), re.IGNORECASE))
        for kind, place, pattern in read_rows(_TABLE)
        if place == where
    ]


def marked(headline: str) -> Marked:
    """Return a headline without the marks at its start and end, and what they say.

    A word is a mark only before a sign or another word that is no verb's object: "X CORRECTS EARNINGS" has none, as it
    does not begin with one.
    """
    kinds: list[str] = []
    rest = headline
    while True:
        for kind, pattern in _rows("start"):
            found = pattern.match(rest)
            if found and found.end() < len(rest):
                kinds.append(kind)
                rest = rest[found.end() :]
                break
        else:
            break
    for kind, pattern in _rows("closing"):
        if (found := pattern.search(rest)) and found.start():
            kinds.append(kind)
            rest = rest[: found.start()]
    return Marked(rest, tuple(dict.fromkeys(kinds)))


def kinds_of_body(body: str) -> tuple[str, ...]:
    """Return what the first words of a body say that the story is to an earlier one."""
    return tuple(dict.fromkeys(kind for kind, pattern in _rows("body") if pattern.match(body)))


def kinds_of_note(body: str) -> tuple[str, ...]:
    """Return what a note within the beginning of a body says."""
    head = body[:NOTED]
    return tuple(dict.fromkeys(kind for kind, pattern in _rows("note") if pattern.search(head)))


def kinds_of(headline: str | None, body: str | None) -> tuple[str, ...]:
    """Return what a desk says of an article in its headline and in the first words of its body, each kind once."""
    kinds = marked(headline).kinds if headline else ()
    return tuple(dict.fromkeys((*kinds, *kinds_of_body(body)))) if body else kinds
