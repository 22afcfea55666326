"""Leaves of text: what a chunk or a quoted text means as words, wildcards and words of near spelling."""

from __future__ import annotations

import re
import unicodedata

from morgue._startup.expression import expression
from morgue.analysis.analyzer import Word as AnalyzedWord
from morgue.analysis.analyzer import cached_words, words, written
from morgue.query.context import Context, shown, wrong
from morgue.query.lexer import Token
from morgue.query.tree import Boost, Fuzzy, Near, Node, Phrase, Span, Wildcard, Word

MAX_BOOST = 1000
MAX_DISTANCE = 999_999
_LITERALS = 2
"""Characters that a wildcard begins with at least."""

_FUZZY_LETTERS = 3
_SUFFIX = expression(r"(?:~([^\^~]*))?(?:\^([^\^~]*))?")
_NUMBER = expression(r"\d{1,12}(?:\.\d{1,12})?|\.\d{1,12}", re.ASCII)


def folded(text: str) -> list[str]:
    """Return the folded words of a piece of a query."""
    if text.isascii() and text.isalnum():
        return [text.lower()]
    return [word.folded for word in cached_words(unicodedata.normalize("NFC", text))]


def suffix(text: str, position: int) -> tuple[str | None, float | None]:
    """Return what `~…^…` says: the text after `~` and the boost, None without one. Raises QueryError at `position`."""
    match = _SUFFIX.fullmatch(text)
    if match is None:
        raise wrong(
            position, f"{shown(text)} cannot be read", "write ~1 before ^2, each once, as in kyiv~1^2"
        )
    return match[1], None if match[2] is None else boost_factor(match[2], position)


def boost_factor(text: str, position: int) -> float:
    """Return the number after `^`. Raises QueryError where it is none, or out of bounds."""
    factor = float(text) if _NUMBER.fullmatch(text) else 0.0
    if not 0 < factor <= MAX_BOOST:
        raise wrong(
            position,
            f"^ takes a number above 0, at most {MAX_BOOST:,}, not {shown(text) or 'nothing'}",
            "write ^2 or ^0.5",
        )
    return factor


def boosted(node: Node, factor: float | None, end: int) -> Node:
    """Return the node with its boost, if there is one; `end` is where the boost ends in the query."""
    return node if factor is None else Boost(node, factor, (node.span[0], end))


def _split_suffix(chunk: str) -> tuple[str, str]:
    """Return what is before the first ~ or ^, and from there on."""
    places = [at for at in (chunk.find("~"), chunk.find("^")) if at >= 0]
    return (chunk[: min(places)], chunk[min(places) :].rstrip(",;")) if places else (chunk, "")


def term(token: Token, field: str | None, span: Span, reading: Context) -> Node:
    """Return the node of a chunk: a word, a compound (the phrase of its parts), a wildcard or a fuzzy word."""
    chunk = token.text
    base, tail = _split_suffix(chunk)
    tail_position = token.start + len(base)
    if tail and not folded(base) and "*" not in base:
        raise wrong(
            tail_position,
            f"{shown(tail)} has no word before it",
            "write it directly after a word, as in kyiv~1 or kyiv^2",
        )
    tilde, boost = suffix(tail, tail_position) if tail else (None, None)
    if "*" in base or "?" in base:
        if tilde is not None:
            raise wrong(
                tail_position,
                "~ and a wildcard cannot be joined",
                f"write {shown(base)} or {shown(base.strip('*?'))}~1",
            )
        node = _wildcard(base, field, span, reading)
    elif tilde is not None:
        node = _fuzzy(base, tilde, field, span, tail_position, reading)
    else:
        node = _word(base, field, span, reading)
    return boosted(node, boost, span[1])


def _word(base: str, field: str | None, span: Span, reading: Context) -> Node:
    found = folded(base)
    if not found:
        raise wrong(span[0], f"{shown(base)} holds no word", "write a word of letters or digits")
    reading.count(len(found), span[0])
    if len(found) == 2 and (parted := _parted(base, field, span)):
        return parted
    if len(found) > 1:
        return Phrase(tuple(found), field, None, span)
    return Word(found[0], field, span, _typed(base))


def _parted(base: str, field: str | None, span: Span) -> Near | None:
    """Return the node of one word that an apostrophe parts in two, or None of any other two."""
    if base.isascii():
        return None
    from morgue.analysis.parted import is_parted

    text = unicodedata.normalize("NFC", base)
    before, last = cached_words(text)
    if not is_parted(
        text[before.start : before.end], text[before.end : last.start], text[last.start : last.end]
    ):
        return None
    left = Word(before.folded, field, span, _typed_of(text, before), behind=last.folded)
    right = Word(last.folded, field, span, _typed_of(text, last), before=before.folded)
    return Near(left, right, 1, True, span, text[before.start : last.end])


def _typed(base: str) -> str:
    """Return the one word of a chunk unfolded; nothing where folding leaves it as it is."""
    if base.isascii():
        return ""
    text = unicodedata.normalize("NFC", base)
    (word,) = cached_words(text)
    return _typed_of(text, word)


def _typed_of(text: str, word: AnalyzedWord) -> str:
    """Return a word of a text unfolded; nothing where folding leaves it as it is."""
    from morgue.analysis.stems import raw_word

    raw = raw_word(text, word)
    return "" if raw == written(word.folded) else raw


def _fuzzy(base: str, tilde: str, field: str | None, span: Span, position: int, reading: Context) -> Node:
    found = folded(base)
    if tilde not in ("", "1", "2"):
        start = base.rstrip(".,;:")
        raise wrong(
            position,
            f"~ takes 1 or 2 (letters that differ), not {shown(tilde)}",
            f"write {shown(start)}~1 or {shown(start)}~2",
        )
    if len(found) != 1:
        raise wrong(
            span[0],
            f"~ goes after one word, and {shown(base)} is {len(found)}",
            "use ~ on each of them, or quote them for a phrase",
        )
    if len(found[0]) < _FUZZY_LETTERS:
        raise wrong(
            span[0], f"{shown(base)} is too short for ~", f"write a word of {_FUZZY_LETTERS} letters or more"
        )
    reading.count(1, span[0])
    return Fuzzy(found[0], int(tilde or 1), field, span)


def _wildcard(base: str, field: str | None, span: Span, reading: Context) -> Node:
    pieces = re.split(r"([*?])", unicodedata.normalize("NFC", base))
    pieces[0] = _trimmed(pieces[0], start=True)
    pieces[-1] = _trimmed(pieces[-1], start=False)
    first = _literal(pieces[0], base, span)
    if len(first) < _LITERALS:
        raise wrong(
            span[0], f"{shown(base)} needs at least two literal characters first", _short_hint(base, first)
        )
    pattern = "".join(piece if piece in "*?" else _literal(piece, base, span) for piece in pieces)
    if pattern.count("?") == 1 and pattern.endswith("?"):
        reading.note(
            "wildcard-question", span[0],
            f"? stands for exactly one character here: {pattern} does not find {pattern[:-1]}",
            f"write {pattern[:-1]} for the word",
        )  # fmt: skip
    reading.count(1, span[0])
    return Wildcard(pattern, field, span)


def _short_hint(base: str, literal: str) -> str:
    if not folded(base):
        return "write * alone for everything"
    if not literal:
        return "a wildcard cannot begin a word; write its beginning, as in sanct*"
    return f"write more of the word before the {'*' if '*' in base else '?'}"


def _trimmed(piece: str, *, start: bool) -> str:
    """Return the outer piece of a wildcard without the punctuation around the word."""
    found = words(piece)
    if not found:
        return ""
    return piece[found[0].start :] if start else piece[: found[-1].end]


def _literal(piece: str, base: str, span: Span) -> str:
    """Return a piece between wildcards, folded; it has to be part of one word."""
    found = words(piece)
    if not piece:
        return ""
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(piece)):
        raise wrong(
            span[0],
            f"{shown(base)} is more than one word, and a wildcard works in one",
            "write each word by itself; a run of Chinese, Japanese or Thai needs no *",
        )
    return found[0].folded


def phrase(token: Token, tail: str, field: str | None, span: Span, reading: Context) -> Node:
    """Return the node of a quoted text and its suffix `~n^b`, which ends where the span ends."""
    inside = token.text
    found = folded(inside)
    if not found:
        raise wrong(token.start, "the quotes hold no word", "write words between them, or leave them out")
    tail_position = token.end
    tail = tail.rstrip(",;.")
    if tail.startswith("*"):
        raise wrong(tail_position, "a phrase takes no *", f"write {found[-1]}* as a word by itself")
    tilde, boost = suffix(tail, tail_position)
    slop = None if tilde is None else _slop(tilde, found, tail_position, reading)
    if "*" in inside or re.search(r"\w\?\w", inside):
        reading.note(
            "quoted-wildcard",
            span[0],
            "* and ? in quotes are no wildcards",
            "write the word without quotes",
        )
    reading.count(len(found), span[0])
    return boosted(Phrase(tuple(found), field, slop, span), boost, span[1])


def _slop(tilde: str, found: list[str], position: int, reading: Context) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", tilde) or not 0 < int(tilde) <= MAX_DISTANCE:
        raise wrong(
            position,
            f"~ after a phrase takes how far apart its words may be, 1 or more, not {shown(tilde) or 'nothing'}",
            f'write "{" ".join(found)}"~5',
        )
    slop = int(tilde)
    if len(found) == 1:
        reading.note(
            "slop-of-one-word",
            position,
            f"one word has no distance; ~{slop} changes nothing",
            f"write {found[0]}~1 without quotes for words spelt nearly so",
        )
    elif slop < len(found) - 1:
        reading.note(
            "slop-too-small",
            position,
            f"{len(found)} words never fit within {slop}",
            f"write ~{len(found) - 1} or more",
        )
    return slop
