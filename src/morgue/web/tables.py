"""Show facets as lists that narrow, and the pages of an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from morgue.model.fields import BY_NAME, FACETS
from morgue.query.context import MAX_CHARACTERS
from morgue.query.tree import And, Node, Query
from morgue.render.counts import called
from morgue.web.narrow import narrower, term_of

_FIRST = ("agency", "location", "country", "publisher", "section", "year")
TITLES = {name: title for name in dict.fromkeys((*_FIRST, *FACETS)) if (title := BY_NAME[name].plural)}
"""The facets of a page, in their order; months are what the timeline shows."""

VALUES = 25
"""Values of a facet on a page; the first FIRST of them are not folded away."""

FIRST = 6


@dataclass(frozen=True, slots=True)
class Row:
    """A value of a facet: how it is called, how many articles, which share of its greatest count, where it leads.

    `query` is None where the language cannot say the value, or where the query asks for it already.
    """

    name: str
    count: int
    share: float
    query: str | None
    asked: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A facet."""

    name: str
    title: str
    rows: list[Row]

    @property
    def first(self) -> list[Row]:
        """Return the rows that are not folded away; all, where little is left."""
        return self.rows if len(self.rows) <= FIRST + 2 else self.rows[:FIRST]

    @property
    def rest(self) -> list[Row]:
        """Return what is folded away."""
        return self.rows[len(self.first) :]


def tables(facets: dict[str, list[tuple[str, int]]], query: Query, now: dt.datetime) -> list[Table]:
    """Return the facets of an answer, without those of which nothing is known."""
    narrow = narrower(query, now)
    sides = query.tree.children if isinstance(query.tree, And) else (query.tree,)
    return [
        Table(name, title, list(_rows(name, facets[name], narrow, sides, now)))
        for name, title in TITLES.items()
        if facets.get(name)
    ]


def _rows(
    facet: str,
    values: Sequence[tuple[str, int]],
    narrow: Callable[[str], str],
    sides: Sequence[Node],
    now: dt.datetime,
) -> Iterator[Row]:
    from morgue.query.parser import parse

    most = max(count for _, count in values)
    for value, count in values:
        term = term_of(facet, value, now)
        asked = term is not None and parse(term, now=now).tree in sides
        query = narrow(term) if term and not asked and len(term) <= MAX_CHARACTERS else None
        yield Row(called(facet, value), count, count / most, query, asked)


class Leaf(NamedTuple):
    """A page of an answer: its number from 1 and its offset; number 0 for pages left out."""

    number: int
    offset: int


def leaves(total: int, offset: int, limit: int) -> list[Leaf]:
    """Return the pages that are offered: the first, those around this one, the last."""
    if limit < 1 or total <= limit:
        return []
    last, here = (total - 1) // limit + 1, offset // limit + 1
    wanted = sorted({1, last, *range(max(1, here - 2), min(last, here + 2) + 1)})
    found: list[Leaf] = []
    for number in wanted:
        if found and number > found[-1].number + 1:
            found.append(Leaf(0, 0))
        found.append(Leaf(number, (number - 1) * limit))
    return found
