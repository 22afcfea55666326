"""Chunks of a query by which something else may be meant: what other tools write, what is pasted, what is mistyped."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from morgue.expression import expression
from morgue.query.lex import has_words
from morgue.query.reading import Reading, shown, wrong

MOST_DISTANCE = 6
"""Digits of the number after NEAR and PRE."""

_FOREIGN_NEAR = expression(r"[Ww]/\d+|[Ww]/[SsPp]|ADJ/?\d*|ONEAR/\d+")
_FOREIGN = {"&&": "AND", "||": "OR"}
_LONE = {
    "-": "to exclude a word write -word without a space, or NOT word",
    "+": "every word has to be there anyway",
    "&": "to ask for both write AND",
    "|": "to ask for either write OR",
    "!": "to exclude a word write -word or NOT word",
    "?": "to stand for one character it has to be inside a word, as in wom?n",
}
_DASHES = "−–—‐‑‒―﹣"
_SINGLE_QUOTES = "'‘‚‛"
_NEARLY = expression(r"(near|pre)/\d+", re.IGNORECASE)
_BARE_DATE = expression(r"(?:\d{4}-\d{2}(?:-\d{2})?)?(?:\.\.)?\d{4}-\d{2}(?:-\d{2})?(?:\.\.)?", re.ASCII)


def refuse_foreign(chunk: str, at: int) -> None:
    """Raises QueryError for an operator of another tool's language."""
    if _FOREIGN_NEAR.fullmatch(chunk):
        number = re.sub(r"\D", "", chunk)[:MOST_DISTANCE].lstrip("0") or "5"
        hint = f'write NEAR/{number} (either order) or PRE/{number} (this order), or "{chunk}" for the words'
        raise wrong(at, f"{shown(chunk)} is no operator here", hint)
    if chunk in _FOREIGN:
        raise wrong(at, f"{chunk} is no operator here", f"write {_FOREIGN[chunk]}")
    rest = shown(chunk[1:])
    if chunk[0] == "!" and has_words(chunk):
        raise wrong(at, "! is no operator here", f"write -{rest} or NOT {rest}")
    if chunk[0] == ":" and has_words(chunk):
        raise wrong(at, "no field stands before this colon", f"write agency:{rest} without a space")


def pass_over(chunk: str, at: int, reading: Reading) -> None:
    """Note that a chunk holds no word."""
    reading.note("no-word", at, f"{shown(chunk)} holds no word and is not searched", _LONE.get(chunk))


class _Doubt(NamedTuple):
    """A way in which a chunk of words may be meant otherwise; texts may name {chunk}, {upper}, {first}, {rest}."""

    kind: str
    applies: Callable[[str], object]
    message: str
    hint: str


def _is_lowercase_operator(chunk: str) -> bool:
    return chunk.lower() in ("and", "or", "not")


def _is_bare_date(chunk: str) -> bool:
    return _BARE_DATE.fullmatch(chunk.rstrip(",;")) is not None


_DOUBTS = (
    _Doubt(
        "lowercase-operator",
        _is_lowercase_operator,
        "{chunk} is a word here",
        "write {upper} for the operator",
    ),
    _Doubt(
        "lowercase-operator", _NEARLY.fullmatch, "{chunk} is read as words", "write {upper} for the operator"
    ),
    _Doubt(
        "unicode-dash",
        lambda chunk: chunk[0] in _DASHES,
        "{first} is punctuation: {rest} is searched, not excluded",
        "write -{rest} with a hyphen to exclude it",
    ),
    _Doubt(
        "plus-sign",
        lambda chunk: chunk[0] == "+",
        "+ is not needed: every word has to be there",
        "write {rest}",
    ),
    _Doubt(
        "single-quote",
        lambda chunk: chunk[0] in _SINGLE_QUOTES,
        "{first} makes no phrase",
        'write "…" for words in this order',
    ),
    _Doubt("date-words", _is_bare_date, "{chunk} is searched as words", "write date:{chunk} for the days"),
    _Doubt(
        "no-operator",
        lambda chunk: "|" in chunk,
        "{chunk} is read as one phrase",
        "write OR between the words",
    ),
)


def annotate(chunk: str, at: int, reading: Reading) -> None:
    """Note the first way in which a chunk that is read as words may be meant otherwise."""
    if chunk.isascii() and chunk.isalnum() and not _is_lowercase_operator(chunk):
        return  # every other doubt is about a sign
    for doubt in _DOUBTS:
        if doubt.applies(chunk):
            texts = {
                "chunk": shown(chunk.rstrip(",;")),
                "upper": shown(chunk.upper()),
                "first": chunk[0],
                "rest": shown(chunk[1:]),
            }
            reading.note(doubt.kind, at, doubt.message.format(**texts), doubt.hint.format(**texts))
            return
