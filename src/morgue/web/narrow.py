"""Make queries of a query: narrowed by a value, by days, or with one of its filters taken away.

What the user wrote stays as it was written. Every query made here is parsed again and must have the tree that
was meant; where the text cannot be changed so, it is the canonical text of that tree.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from morgue.archive.facets import term_of as term_of
from morgue.errors import QueryError
from morgue.query.canonical import canonical
from morgue.query.explain import days_in_words
from morgue.query.parser import parse
from morgue.query.tree import (
    And,
    Boost,
    Days,
    Everything,
    Has,
    Instants,
    Keyword,
    Location,
    Node,
    Not,
    Numbers,
    Or,
    Query,
    Word,
)

MOST_CHIPS = 24
"""Filters of one query that are shown to be taken away; more stay in the query's text."""

_FILTERS = (Keyword, Location, Days, Instants, Numbers, Has)
_BEFORE = re.compile(r"\s*(?:\bAND\s*)?\Z")
_AFTER = re.compile(r"\s*(?:AND\b\s*)?")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter of a query, and the query without it."""

    label: str
    without: str


def _sides(tree: Node) -> tuple[Node, ...]:
    return tree.children if isinstance(tree, And) else (tree,)


def _joined(sides: tuple[Node, ...]) -> Node:
    if not sides:
        return Everything()
    return And(sides) if len(sides) > 1 else sides[0]


def _tree(text: str, now: dt.datetime) -> Node | None:
    """Return what a text means, or None where it means nothing."""
    try:
        return parse(text, now=now).tree
    except QueryError:
        return None


def _bare(text: str) -> str:
    """Return a query as the box has it: nothing for everything."""
    return "" if text.strip() == "*" else text


# -- narrowing ---------------------------------------------------------------------------------------------


def narrower(query: Query, now: dt.datetime) -> Callable[[str], str]:
    """Return a function that makes of a term the query that asks for it too."""
    text = query.text.strip()
    if isinstance(query.tree, Everything):
        return lambda term: term
    trial = Word("word")
    wanted = _joined((*_sides(query.tree), trial))
    for pattern in ("{} {}", "({}) {}"):
        if _tree(pattern.format(text, trial.word), now) == wanted:
            return lambda term: pattern.format(text, term)
    plain = f"({canonical(query.tree)})" if isinstance(query.tree, Or) else canonical(query.tree)
    return lambda term: f"{plain} {term}"


# -- days --------------------------------------------------------------------------------------------------


def ends_month(day: dt.date) -> bool:
    """Return whether a day is the last of its month."""
    return day == dt.date.max or (day + dt.timedelta(1)).day == 1


def days_named(days: Days) -> str:
    """Return the days in words, a whole month or year by its name."""
    first, last = days.first, days.last
    if first and last and first.day == 1 and ends_month(last) and first.year == last.year:
        if first.month == last.month:
            return f"{first:%B} {first.year}"
        if (first.month, last.month) == (1, 12):
            return f"{first.year}"
    return days_in_words(days)


def days_term(first: dt.date | None, last: dt.date | None) -> str:
    """Return `date:` for the days from first to last, as short as the language allows."""
    if first and last:
        if first == last:
            return f"date:{first}"
        if first.day == 1 and ends_month(last):
            length = 4 if (first.month, last.month) == (1, 12) else 7
            begin, end = first.isoformat()[:length], last.isoformat()[:length]
            return f"date:{begin}" if begin == end else f"date:{begin}..{end}"
    return f"date:{first or ''}..{last or ''}"


def days_of(query: Query) -> Days | None:
    """Return the days that the query's own date filters leave, or None where it has none."""
    found = [side for side in _sides(query.tree) if isinstance(side, Days)]
    if not found:
        return None
    firsts = [each.first for each in found if each.first]
    lasts = [each.last for each in found if each.last]
    return Days(max(firsts, default=None), min(lasts, default=None))


def undated(query: Query, now: dt.datetime) -> str:
    """Return the query without its date filters; nothing where it had only these."""
    text, tree = query.text, query.tree
    for _ in range(MOST_CHIPS):
        dated = next((side for side in _sides(tree) if isinstance(side, Days)), None)
        if dated is None:
            return _bare(text)
        text = _without(Query(text, tree), dated, now)
        left = _tree(text or "*", now)
        if left is None:
            break
        tree = left
    rest = tuple(side for side in _sides(query.tree) if not isinstance(side, Days))
    return _bare(canonical(_joined(rest)))


def zoomer(query: Query, now: dt.datetime) -> Callable[[dt.date | None, dt.date | None], str]:
    """Return a function that makes of two days the query for these days instead of its own."""
    rest = undated(query, now) or "*"
    tree = _tree(rest, now)
    narrow = narrower(Query(rest, tree or Everything()), now)
    return lambda first, last: narrow(days_term(first, last)) if first or last else _bare(rest)


# -- filters that can be taken away ------------------------------------------------------------------------


def chips(query: Query, now: dt.datetime) -> list[Chip]:
    """Return the filters of a query, in its order, at most MOST_CHIPS."""
    found = [side for side in _sides(query.tree) if _is_filter(side)][:MOST_CHIPS]
    return [Chip(_label(side), _without(query, side, now)) for side in found]


def _is_filter(node: Node) -> bool:
    match node:
        case Not() | Boost():
            return _is_filter(node.child)
        case Or():
            return all(_is_filter(child) for child in node.children)
        case _:
            return isinstance(node, _FILTERS)


def _label(node: Node) -> str:
    match node:
        case Not(child=Has(field=field)):
            return f"no {field}"
        case Not():
            return f"not {_label(node.child)}"
        case Keyword():
            typed = node.typed or node.values[0]
            return f"{node.field}: {typed.removesuffix('*') + '…' if node.prefix else typed}"
        case Location():
            return f"{'place' if node.field == 'location' else 'country'}: {node.typed or canonical(node)}"
        case Days():
            return days_named(node)
        case Has():
            return f"has {node.field}"
        case _:
            return canonical(node)


def _without(query: Query, side: Node, now: dt.datetime) -> str:
    """Return the query without one of its sides: cut out of its text where that leaves the rest as it is."""
    wanted = _joined(tuple(each for each in _sides(query.tree) if each is not side))
    if isinstance(wanted, Everything):
        return ""
    for text in _cuts(query.text, *getattr(side, "span", (0, 0))):
        if _tree(text, now) == wanted:
            return _bare(text)
    return _bare(canonical(wanted))


def _cuts(text: str, start: int, end: int) -> Iterator[str]:
    """Yield the text without a span, and without the AND before or after it."""
    before, after = text[:start], text[end:]
    if after.startswith(")") and before.endswith("("):
        before, after = before[:-1], after[1:]
    shorter = before[: match.start()] if (match := _BEFORE.search(before)) else before
    yield f"{shorter} {after.lstrip()}".strip()
    yield f"{before.rstrip()} {after[match.end() :] if (match := _AFTER.match(after)) else after}".strip()
