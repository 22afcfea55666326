"""Trees as text that parses back to the same tree: AND written out, dates resolved, fields on every leaf.

Parentheses stand only where the precedence of the operators asks for them, so that the canonical text never
nests deeper than what was typed.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import assert_never

from morgue.query.reading import MAX_CHARACTERS
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
    Or,
    Phrase,
    Wildcard,
    Word,
)
from morgue.text import fold, written

_PLAIN_VALUE = re.compile(r"[^\W_][\w/.@&%+=#-]*")
_PLAIN_ADDRESS = re.compile(r"[^\s()\"“”„‟«»〝〞〟^*,;\[{-][^\s()\"“”„‟«»〝〞〟^*,;]*")
_ADDRESSES = ("url", "file", "id")
_OPERATORS = ("AND", "OR", "NOT")


def canonical(tree: Node) -> str:
    """The canonical text of a tree.

    Where it would be too long to be read again, AND is left out between the parts of a group.
    """
    text = _written(tree, " AND ")
    return text if len(text) <= MAX_CHARACTERS else _written(tree, " ")


def _written(node: Node, conjunction: str) -> str:
    match node:
        case And():
            return conjunction.join(_within(child, conjunction, (Or,)) for child in node.children)
        case Or():
            return " OR ".join(_written(child, conjunction) for child in node.children)
        case Not(child=Has()):
            return f"missing:{node.child.field}"
        case Not():
            return f"NOT {_within(node.child, conjunction, (Or, And))}"
        case Boost():
            return f"{_within(node.child, conjunction, (Or, And, Not, Near, Boost))}^{_number(node.factor)}"
        case Near():
            sides = (_within(side, conjunction, (Or, And)) for side in (node.left, node.right))
            return f" {'PRE' if node.ordered else 'NEAR'}/{node.distance} ".join(sides)
        case _:
            return leaf(node)


def _within(node: Node, conjunction: str, looser: tuple[type, ...]) -> str:
    """A node as an operand, in parentheses where it is one of those that bind looser."""
    text = _written(node, conjunction)
    loose = isinstance(node, looser) and not text.startswith("missing:")
    return f"({text})" if loose else text


def leaf(node: Node) -> str:
    """The text of a node that has no children."""
    match node:
        case Everything():
            return "*"
        case Word():
            return f"{_field(node.field)}{written(node.word)}"
        case Phrase():
            slop = "" if node.slop is None else f"~{node.slop}"
            return f'{_field(node.field)}"{" ".join(map(written, node.words))}"{slop}'
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
        case Has():
            return f"has:{node.field}"
        case And() | Or() | Not() | Near() | Boost():
            return canonical(node)
        case _:
            assert_never(node)


def _field(name: str | None) -> str:
    return f"{name}:" if name else ""


def _number(factor: float) -> str:
    return f"{Decimal(repr(factor)):f}".removesuffix(".0")


def _quoted(value: str) -> str:
    """The value in such quotation marks as it does not hold itself."""
    for opener, closer in ('""', "“”", "«»", "〝〞"):
        if opener not in value and closer not in value:
            return f"{opener}{value}{closer}"
    return f'"{value}"'


def value_text(field: str, value: str, *, prefix: bool = False) -> str:
    """A value of a metadata field as it is written in a query."""
    plain = _PLAIN_ADDRESS if field in _ADDRESSES else _PLAIN_VALUE
    bare = plain.fullmatch(value) and value.upper() not in _OPERATORS
    return (value if bare else _quoted(value)) + ("*" if prefix else "")


def _keyword(node: Keyword) -> str:
    typed = fold(node.typed) if len(node.values) > 1 else ""
    return value_text(node.field, typed or node.values[0], prefix=node.prefix)


def _location(node: Location) -> str:
    if node.places:
        return f"location:{value_text('location', node.places[0], prefix=node.prefix)}"
    return f"country:{value_text('country', node.countries[0])}"


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
