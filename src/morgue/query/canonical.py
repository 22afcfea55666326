"""Trees as text that parses back to the same tree: AND written out, dates resolved, fields on every leaf.

An AND inside an OR stands in parentheses for the reader, unless that would nest deeper than a query may:
then parentheses stand only where the precedence of the operators asks for them, which is never deeper than
what was typed.
"""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import NamedTuple, assert_never

from morgue._startup.expression import expression
from morgue.analysis.analyzer import fold, folded_words, written
from morgue.query.context import MAX_CHARACTERS, MAX_LEVELS
from morgue.query.tree import (
    And,
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
    Wildcard,
    Word,
)

_PLAIN_VALUE = expression(r"[^\W_][\w/.@&%+=#-]*")
_PLAIN_ADDRESS = expression(r"[^\s()\"“”„‟«»〝〞〟^*,;\[{-][^\s()\"“”„‟«»〝〞〟^*,;]*")
_ADDRESSES = ("url", "file", "id")
_OPERATORS = ("AND", "OR", "NOT")


class _Style(NamedTuple):
    """How groups are written: what stands between the sides of an AND, and what an OR puts in parentheses."""

    conjunction: str = " AND "
    grouped: tuple[type, ...] = (And,)


def canonical(tree: Node) -> str:
    """The canonical text of a tree.

    Where it would be too long to be read again, AND is left out between the parts of a group.
    """
    style = _Style() if _levels(tree, (And,)) <= MAX_LEVELS else _Style(grouped=())
    text = _written(tree, style)
    return text if len(text) <= MAX_CHARACTERS else _written(tree, style._replace(conjunction=" "))


def _written(node: Node, style: _Style) -> str:
    match node:
        case And():
            return style.conjunction.join(
                _within(child, style, _looser(node, style)) for child in node.children
            )
        case Or():
            return " OR ".join(_within(child, style, _looser(node, style)) for child in node.children)
        case Not(child=Has(field=field)):
            return f"missing:{field}"
        case Not():
            return f"NOT {_within(node.child, style, _looser(node, style))}"
        case Boost():
            return f"{_within(node.child, style, _looser(node, style))}^{_number(node.factor)}"
        case Near():
            operator = f"{'PRE' if node.ordered else 'NEAR'}/{node.distance}"
            left, right = _within(node.left, style, _GROUPS), _within(node.right, style, (*_GROUPS, Near))
            return f"{left} {operator} {right}"
        case _:
            return leaf(node)


def _looser(node: Node, style: _Style) -> tuple[type, ...]:
    """What stands in parentheses as an operand of the node."""
    if isinstance(node, Or):
        return style.grouped
    return _LOOSER[type(node)]


_GROUPS = (Or, And)
_LOOSER: dict[type, tuple[type, ...]] = {
    And: (Or,),
    Not: _GROUPS,
    Near: _GROUPS,
    Boost: (Or, And, Not, Near, Boost),
}


def _parenthesized(node: Node, looser: tuple[type, ...]) -> bool:
    return isinstance(node, looser) and not (isinstance(node, Not) and isinstance(node.child, Has))


def _within(node: Node, style: _Style, looser: tuple[type, ...]) -> str:
    """A node as an operand, in parentheses where it is one of those that bind looser."""
    text = _written(node, style)
    return f"({text})" if _parenthesized(node, looser) else text


def _levels(node: Node, grouped: tuple[type, ...]) -> int:
    """How many levels of parentheses and NOTs the text of a node has."""
    match node:
        case And() | Or():
            children: tuple[Node, ...] = node.children
        case Not() | Boost():
            children = (node.child,)
        case Near():
            return max(
                _levels(node.left, grouped) + _parenthesized(node.left, _GROUPS),
                _levels(node.right, grouped) + _parenthesized(node.right, (*_GROUPS, Near)),
            )
        case _:
            return 0
    looser = _looser(node, _Style(grouped=grouped))
    own = int(isinstance(node, Not) and not isinstance(node.child, Has))
    return own + max(_levels(child, grouped) + _parenthesized(child, looser) for child in children)


def leaf(node: Node) -> str:
    """The text of a node that has no children."""
    match node:
        case Everything():
            return "*"
        case Word():
            return f"{_field(node.field)}{written(node.word)}"
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
        case And() | Or() | Not() | Near() | Boost():
            return canonical(node)
        case _:
            assert_never(node)


def _phrase(folded: tuple[str, ...]) -> str:
    """The words with spaces between them, but characters that are words by themselves in one run."""
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
    """The value in such quotation marks as it does not hold itself."""
    for opener, closer in ('""', "“”", "«»", "〝〞"):
        if opener not in value and closer not in value:
            return f"{opener}{value}{closer}"
    return f'"{value}"'


_CHARACTER_STAR = expression(r"(\\+)\*|\*\Z")
"""A star that would not be read as a character inside quotes."""


def value_text(field: str, value: str, *, prefix: bool = False) -> str:
    """A value of a metadata field as it is written in a query; every `*` in it is a character."""
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


def _instants(node: Instants) -> str:
    first = _instant(node.first) if node.first else "*"
    last = _instant(node.last) if node.last else "*"
    return f"[{first} TO {last}}}"


def _numbers(node: Numbers) -> str:
    if node.first is not None and node.first == node.last:
        return f"{node.first}"
    return f"{'' if node.first is None else node.first}..{'' if node.last is None else node.last}"
