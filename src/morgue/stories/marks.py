"""What desks write on a story to say that it updates, corrects, repeats or withdraws an earlier one."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from morgue._startup.tables import read_rows

_TABLE = Path(__file__).with_name("data") / "marks.tsv"

Place = Literal["start", "bare", "slug", "closing", "body", "note", "quote", "heading", "said"]
"""Where a mark is looked for: the table says what each means."""

NOTED = 400
"""Characters at either end of a body that a note of an editor begins within: two sentences. News may say anything in between."""

HEADING = 60
"""Characters of a heading that says nothing but that something is corrected, signs around it included."""

MARKS = 6
"""Marks before one headline that are read; a desk writes at most three (CORRECTED-UPDATE 2-WRAPUP 1-)."""

_BREAK = "\n\n"

_SIGNS = r"\-:–—()\[\]/.|：、】］）"

_SHAPES: dict[Place, str] = {
    "start": r"[^\w\s]*\s*(?P<word>MARK)\s*[SIGNS][\sSIGNS]*",
    "bare": r"[^\w\s]*\s*(?P<word>MARK)(?![\w'’])[\sSIGNS]*",
    "slug": r"(?<=[,\s])(?:MARK)\b",
    "closing": r"(?:MARK)\W*\Z",
    "body": r"\s*(?:MARK)",
    "note": r"(?:MARK)",
    "quote": r"(?:MARK)",
    "said": r"(?:MARK)",
    "heading": r"\W*(?:MARK)\W*\Z",
}


class Marked(NamedTuple):
    """A headline without its marks, and the kinds of the marks that it had, in their order, each once."""

    headline: str
    kinds: tuple[str, ...]


class _Mark(NamedTuple):
    """What a mark says, and how it is found; a text without one of the hints, in small letters, has none, if there are hints."""

    kind: str
    hints: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def _marks(place: Place) -> tuple[_Mark, ...]:
    """Return the marks for a place, one for each kind and its hints, in the order of the table."""
    found: dict[tuple[str, str], list[str]] = {}
    for kind, where, hints, pattern in read_rows(_TABLE):
        if where == place:
            found.setdefault((kind, hints), []).append(pattern)
    return tuple(
        _Mark(
            kind,
            () if hints == "-" else tuple(each.replace("_", " ") for each in hints.split()),
            _compiled(_SHAPES[place], patterns),
        )
        for (kind, hints), patterns in found.items()
    )


@cache
def _any(*places: Place) -> re.Pattern[str]:
    """Return one expression that matches where any mark of some places may."""
    patterns = [pattern for _, where, _, pattern in read_rows(_TABLE) if where in places]
    return re.compile(r"[^\w\s]*\s*(?:%s)" % "|".join(patterns), re.IGNORECASE)  # noqa: UP031  braces are part of expressions


@cache
def _hints(*places: Place) -> tuple[str, ...]:
    """Return the hints of all marks of some places."""
    return tuple(dict.fromkeys(hint for place in places for mark in _marks(place) for hint in mark.hints))


def _searched(text: str, *places: Place) -> list[_Mark]:
    """Return the marks of some places that a text has anywhere."""
    small = text.lower()
    for hint in _hints(*places):
        if hint in small:
            break
    else:
        return []
    return [
        mark
        for place in places
        for mark in _marks(place)
        if any(hint in small for hint in mark.hints) and mark.pattern.search(text)
    ]


def _compiled(shape: str, patterns: list[str]) -> re.Pattern[str]:
    return re.compile(shape.replace("SIGNS", _SIGNS).replace("MARK", "|".join(patterns)), re.IGNORECASE)


@lru_cache(maxsize=256)
def marked(headline: str) -> Marked:
    """Return a headline without its marks, and what they say.

    Words that begin headlines of news too are marks only before a sign: "CORRECTED - X" is one, "X CORRECTS EARNINGS",
    "Correction officers strike" and "Lead in drinking water" are none. A headline that is nothing but a mark keeps it.
    """
    kinds: list[str] = []
    rest = headline.strip()
    for _ in range(MARKS if _any("bare", "start").match(rest) else 0):
        found = _leading(rest)
        if found is None:
            break
        kinds.append(found[0])
        rest = found[1]
    for mark in _searched(rest, "slug", "closing"):
        if (end := mark.pattern.search(rest)) and end.start():
            kinds.append(mark.kind)
            rest = (rest[: end.start()].rstrip(", \t\n") + rest[end.end() :]).strip()
    return Marked(rest, tuple(dict.fromkeys(kinds)))


def _leading(headline: str) -> tuple[str, str] | None:
    """Return the kind of the mark that a headline begins with, and the rest, None where it has none before a rest."""
    for kind, _, pattern in (*_marks("bare"), *_marks("start")):
        found = pattern.match(headline)
        if found is None:
            continue
        rest = headline[found.end() :]
        if any(map(str.isalnum, rest)) and not _is_hyphenated(found, rest):
            return kind, rest
    return None


def _is_hyphenated(found: re.Match[str], rest: str) -> bool:
    """Return whether the mark is the first half of a word: "Lead-acid", "Repeat-offender"; "CORRECTED-eBay" is none."""
    return found[0].endswith("-") and rest[:1].islower() and not found["word"].isupper()


@lru_cache(maxsize=256)
def is_heading(headline: str) -> bool:
    """Return whether a headline is only the name of a correction, as "Corrections and clarifications", and what is corrected is in the body."""
    return len(headline) <= HEADING and any(mark.pattern.match(headline) for mark in _marks("heading"))


def kinds_of_body(body: str) -> tuple[str, ...]:
    """Return what the first words of a body say that the story is to an earlier one."""
    if not _any("body").match(body):
        return ()
    return tuple(dict.fromkeys(mark.kind for mark in _marks("body") if mark.pattern.match(body)))


def corrects_one(headline: str, body: str, kinds: Collection[str]) -> bool:
    """Return whether a body may correct a story whose headline it quotes, as outlets do, under a mark (`kinds`) or a heading of corrections.

    A column has a paragraph for each of its corrections: it corrects no one story.
    """
    if "correction" not in kinds and not (is_heading(headline) and _BREAK not in body.strip()):
        return False
    return bool(_searched(body[:NOTED], "note", "quote", "said"))


def kinds_of_note(body: str, *, strict: bool = False) -> tuple[str, ...]:
    """Return what a phrase in the beginning of a body says if it is a note; half of these phrases are in news as well, unless `strict`."""
    places: tuple[Place, ...] = ("note",) if strict else ("note", "quote")
    return tuple(dict.fromkeys(mark.kind for mark in _searched(body[:NOTED], *places)))


def kinds_of(headline: str | None, body: str | None) -> tuple[str, ...]:
    """Return what an article says of itself, each kind once: correction, update, repeat, withdrawn, advisory.

    Marks of its headline come first, then its first words, then notes at its beginning and end that say it in a whole phrase
    ("This story has been corrected").
    """
    text = body or ""
    ends = text if len(text) <= 2 * NOTED else f"{text[:NOTED]}\n{text[-NOTED:]}"
    noted = (mark.kind for mark in _searched(ends, "note"))
    named = ("correction",) if headline and is_heading(headline) else ()
    return tuple(dict.fromkeys((*marked(headline or "").kinds, *named, *kinds_of_body(text), *noted)))
