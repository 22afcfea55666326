"""Chunks of a query by which something else may be meant: what other tools write, what is pasted, what is mistyped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from morgue._startup.expression import expression
from morgue.analysis.analyzer import words
from morgue.query.context import MOST_DISTANCE, Context, has_words, shown, wrong

_FOREIGN_NEAR = expression(r"[Ww]/\d+|[Ww]/[SsPp]|ADJ/?\d*|ONEAR/\d+")
_FOREIGN = {"&&": "AND", "||": "OR"}
_FOREIGN_WORDS = frozenset({"XOR", "ANDNOT"})
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
_EXPRESSION = expression(r"/[^/]+/[gimsux]{0,3}")
_NO_EXPRESSION = "write oil* for words that begin so, wom?n for one character, kyiv~1 for near spellings"
_RANGE = expression(r"[\[{]\S+\s+TO\s+\S+?[\]}]")
_PUNCTUATION = ".,;:!?'\"()[]{}…-–—/*"
_BARE_DATE = expression(r"(?:\d{4}-\d{2}(?:-\d{2})?)?(?:\.\.)?\d{4}-\d{2}(?:-\d{2})?(?:\.\.)?", re.ASCII)


def refuse_foreign(chunk: str, at: int) -> None:
    """Raise QueryError for an operator of another tool's language."""
    if _FOREIGN_NEAR.fullmatch(chunk):
        number = re.sub(r"\D", "", chunk)[:MOST_DISTANCE].lstrip("0") or "5"
        hint = f'write NEAR/{number} (either order) or PRE/{number} (this order), or "{chunk}" for the words'
        raise wrong(at, f"{shown(chunk)} is not an operator here", hint)
    if chunk in _FOREIGN:
        raise wrong(at, f"{chunk} is not an operator here", f"write {_FOREIGN[chunk]}")
    rest = shown(chunk[1:])
    if _EXPRESSION.fullmatch(chunk) and ("*" in chunk or "?" in chunk):
        raise wrong(at, f"{shown(chunk)} is not a query: there are no regular expressions", _NO_EXPRESSION)
    if chunk[0] == "!" and has_words(chunk):
        raise wrong(at, "! is not an operator here", f"write -{rest} or NOT {rest}")
    if chunk[0] == ":" and has_words(chunk):
        raise wrong(at, "there is no field before this colon", f"write agency:{rest} without a space")


def pass_over(chunk: str, at: int, reading: Context) -> None:
    """Note that a chunk holds no word."""
    reading.note("no-word", at, f"{shown(chunk)} holds no word and is not searched", _LONE.get(chunk))


class _Doubt(NamedTuple):
    """A way in which a chunk of words may be meant otherwise; texts may name {chunk}, {upper}, {first}, {rest}, {words}."""

    kind: str
    applies: Callable[[str], object]
    message: str
    hint: str


def _is_lowercase_operator(chunk: str) -> bool:
    return chunk.lower() in ("and", "or", "not")


def _is_bare_date(chunk: str) -> bool:
    return _BARE_DATE.fullmatch(chunk.rstrip(",;")) is not None


def _has_lost_signs(chunk: str) -> bool:
    """Return whether a sign that may mean something begins or ends a chunk: `c++`, `#tag`, `$100`, `50%`."""
    stripped = chunk.strip(_PUNCTUATION)
    return bool(stripped) and (_is_sign(stripped[0]) or _is_sign(stripped[-1]))


def _is_sign(character: str) -> bool:
    if character == "~":
        return False  # it is an operator
    return character in "#@%&\\" or unicodedata.category(character)[0] == "S"


def _without_signs(chunk: str) -> str:
    """Return the words of a chunk as they are written, from the first to the last."""
    found = words(chunk)
    return chunk[found[0].start : found[-1].end] if found else chunk


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
        "{first} does not make a phrase",
        'write "…" for words in this order',
    ),
    _Doubt("date-words", _is_bare_date, "{chunk} is searched as words", "write date:{chunk} for the days"),
    _Doubt(
        "no-operator",
        _FOREIGN_WORDS.__contains__,
        "{chunk} is a word here",
        "write (a OR b) NOT (a AND b) for one of two, a NOT b for the first without the second",
    ),
    _Doubt(
        "regular-expression",
        _EXPRESSION.fullmatch,
        "{chunk} is read as words: there are no regular expressions",
        _NO_EXPRESSION,
    ),
    _Doubt(
        "truncation",
        lambda chunk: chunk[-1] == "!" and len(chunk.rstrip("!")) > 1 and chunk.rstrip("!").isalnum(),
        "! is not searched: {chunk} finds {words}",
        "write {words}* for the words that begin so",
    ),
    _Doubt(
        "no-operator",
        lambda chunk: "|" in chunk,
        "{chunk} is read as one phrase",
        "write OR between the words",
    ),
    _Doubt("signs", _has_lost_signs, "signs are not searched: {chunk} finds {words}", ""),
)


def annotate(chunk: str, at: int, reading: Context) -> None:
    """Note the first way in which a chunk that is read as words may be meant otherwise."""
    if (
        chunk.isascii()
        and chunk.isalnum()
        and not _is_lowercase_operator(chunk)
        and chunk not in _FOREIGN_WORDS
    ):
        return  # every other doubt is about a sign
    if found := _RANGE.match(reading.text, at):
        hint = "write date:[2025-10-01 TO 2025-10-31] for dates"
        reading.note("range-words", at, f"{shown(found[0])} is read as words: only dates have ranges", hint)
        return
    for doubt in _DOUBTS:
        if doubt.applies(chunk):
            texts = {
                "chunk": shown(chunk.rstrip(",;")),
                "upper": shown(chunk.upper()),
                "first": chunk[0],
                "rest": shown(chunk[1:]),
                "words": shown(_without_signs(chunk)),
            }
            reading.note(doubt.kind, at, doubt.message.format(**texts), doubt.hint.format(**texts) or None)
            return
