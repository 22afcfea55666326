"""Write trees as text that parses back to them: AND written out, dates resolved, fields on every leaf.

An AND inside an OR is in parentheses for the reader, unless that would nest deeper than a query may:
then there are parentheses only where the precedence of the operators asks for them, which is never deeper than
what was typed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, assert_never

from morgue._startup.expression import expression
from morgue.analysis.analyzer import fold, folded_words, written
from morgue.query.context import MAX_CHARACTERS, MAX_LEVELS
from morgue.query.tree import (
    And,
    AsOf,
    Boost,
    Days,
    Everything,
    Fuzzy,
    Has,
    Instants,
    Keyword,
    Location,
    Near,
    Node,
    Not,
    Numbers,
    Or,
    Phrase,
    Versions,
    Wildcard,
    Word,
    leaves,
)

_PLAIN_VALUE = expression(r"[^\W_][\w/.@&%+=#-]*")
_PLAIN_ADDRESS = expression(r"[^\s()\"“”„‟«»〝〞〟^*,;\[{-][^\s()\"“”„‟«»〝〞〟^*,;]*")
_ADDRESSES = ("url", "file", "id")
_OPERATORS = ("AND", "OR", "NOT")


class _Style(NamedTuple):
    """How groups are written: what is between the sides of an AND, and what an OR puts in parentheses."""

    conjunction: str = " AND "
    grouped: tuple[type, ...] = (And,)


class _Text(NamedTuple):
    """The text of a node, and how many levels of parentheses and NOTs it has."""

    text: str
    levels: int = 0


def canonical(tree: Node) -> str:
    """Return the canonical text of a tree.

    Where it would be too long to be read again, AND is left out between the parts of a group.
    """
    style = _Style()
    text, levels = _written(tree, style)
    if levels > MAX_LEVELS:
        style = _Style(grouped=())
        text, _ = _written(tree, style)
    return text if len(text) <= MAX_CHARACTERS else _written(tree, style._replace(conjunction=" ")).text


def _written(node: Node, style: _Style) -> _Text:
    match node:
        case And():
            return _joined(style.conjunction, [_within(child, style, (Or,)) for child in node.children])
        case Or():
            return _joined(" OR ", [_within(child, style, style.grouped) for child in node.children])
        case Not(child=Has(field=field)):
            return _Text(f"missing:{field}")
        case Not():
            text, levels = _within(node.child, style, _GROUPS)
            return _Text(f"NOT {text}", levels + 1)
        case Boost():
            text, levels = _within(node.child, style, (*_GROUPS, Not, Near, Boost))
            return _Text(f"{text}^{_number(node.factor)}", levels)
        case Near(typed=typed) if typed:
            return _Text(f"{_field(leaves(node)[0].field)}{typed}")
        case Near():
            operator = f" {'PRE' if node.ordered else 'NEAR'}/{node.distance} "
            left, right = _within(node.left, style, _GROUPS), _within(node.right, style, (*_GROUPS, Near))
            return _joined(operator, [left, right])
        case _:
            return _Text(leaf(node))


_GROUPS = (Or, And)


def _joined(operator: str, sides: Sequence[_Text]) -> _Text:
    return _Text(operator.join(each.text for each in sides), max(each.levels for each in sides))


def _within(node: Node, style: _Style, looser: tuple[type, ...]) -> _Text:
    """Return a node as an operand, in parentheses where it is one of those that bind looser."""
    text, levels = made = _written(node, style)
    is_missing = isinstance(node, Not) and isinstance(node.child, Has)
    is_word = isinstance(node, Near) and node.is_word
    return (
        _Text(f"({text})", levels + 1) if isinstance(node, looser) and not (is_missing or is_word) else made
    )


def word_text(word: Word) -> str:
    """Return a bare word in letters as it was typed, with what an apostrophe parts from it."""
    before = f"{written(word.before)}'" if word.before else ""
    return before + (word.typed or written(word.word))


def leaf(node: Node) -> str:
    """Return the text of a node that has no children."""
    match node:
        case Everything():
            return "*"
        case Word():
            return f"{_field(node.field)}{word_text(node)}"
        case Phrase():
            slop = "" if node.slop is None else f"~{node.slop}"
            return f'{_field(node.field)}"{_phrase(node.words)}"{slop}'
        case Wildcard():
            return f"{_field(node.field)}{written(node.pattern)}"
        case Fuzzy():
            return f"{_field(node.field)}{written(node.word)}~{node.distance}"
        case Keyword():
            return f"{node.field}:{_keyword(node)}"
        case Location():
            return _location(node)
        case Days():
            return f"date:{_days(node)}"
        case Instants():
            return f"{node.field}:{_instants(node)}"
        case Numbers():
            return f"{node.field}:{_numbers(node)}"
        case Has():
            return f"has:{node.field}"
        case Versions():
            return f"versions:{'all' if node.all else 'current'}"
        case AsOf():
            return f"asof:{_state(node.before)}"
        case And() | Or() | Not() | Near() | Boost():
            return canonical(node)
        case _:
            assert_never(node)


def _phrase(folded: tuple[str, ...]) -> str:
    """Return the words with spaces between them, but characters that are words by themselves in one run."""
    text = written(folded[0])
    for before, word in pairwise(folded):
        run = not (before + word).isascii() and folded_words(written(before) + written(word)) == [
            before,
            word,
        ]
        text += ("" if run else " ") + written(word)
    return text


def _field(name: str | None) -> str:
    return f"{name}:" if name else ""


def _number(factor: float) -> str:
    from decimal import Decimal

    return f"{Decimal(repr(factor)):f}".removesuffix(".0")


def _quoted(value: str) -> str:
    """Return the value in such quotation marks as it does not hold itself."""
    for opener, closer in ('""', "“”", "«»", "〝〞"):
        if opener not in value and closer not in value:
            return f"{opener}{value}{closer}"
    return f'"{value}"'


_CHARACTER_STAR = expression(r"(\\+)\*|\*\Z")
"""A star that would not be read as a character inside quotes."""


def value_text(field: str, value: str, *, prefix: bool = False) -> str:
    """Return a value of a metadata field as it is written in a query; every `*` in it is a character."""
    plain = _PLAIN_ADDRESS if field in _ADDRESSES else _PLAIN_VALUE
    bare = (
        plain.fullmatch(value) and value.upper() not in _OPERATORS and not (prefix and value.endswith("\\"))
    )
    if bare:
        return value + ("*" if prefix else "")
    return _quoted(_CHARACTER_STAR.sub(_as_character, value)) + ("*" if prefix else "")


def _as_character(star: re.Match[str]) -> str:
    return 2 * (star[1] or "") + r"\*"


def _keyword(node: Keyword) -> str:
    typed = fold(node.typed) if len(node.values) > 1 else ""
    return value_text(node.field, typed or node.values[0], prefix=node.prefix)


def _location(node: Location) -> str:
    value = (node.places or node.countries)[0]
    return f"{node.field}:{value_text(node.field, value, prefix=node.prefix)}"


def _days(node: Days) -> str:
    first = node.first.isoformat() if node.first else ""
    last = node.last.isoformat() if node.last else ""
    return first if first and first == last else f"{first}..{last}"


def _instant(instant: dt.datetime) -> str:
    plain = instant.astimezone(dt.UTC).replace(tzinfo=None)
    return plain.isoformat(timespec="microseconds" if plain.microsecond else "seconds") + "Z"


def _state(before: dt.datetime) -> str:
    """Return the day of UTC, or the second, that a moment is the end of."""
    last = before.astimezone(dt.UTC) - dt.timedelta(seconds=1)
    return _instant(last) if (last + dt.timedelta(seconds=1)).time() != dt.time() else last.date().isoformat()


def _instants(node: Instants) -> str:
    first = _instant(node.first) if node.first else "*"
    last = _instant(node.last) if node.last else "*"
    return f"[{first} TO {last}}}"


def _numbers(node: Numbers) -> str:
    if node.first is not None and node.first == node.last:
        return f"{node.first}"
    return f"{'' if node.first is None else node.first}..{'' if node.last is None else node.last}"
