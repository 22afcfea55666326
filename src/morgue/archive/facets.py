"""Count the values of facets so that each number is that of the query which its value leads to.

An engine counts values as they are shown, and a query compares them without case and accents, an agency or a city by
all its names, a language with its regions, and a country's name with every place in it. Here the spellings that one
query finds are one row, shown by its commonest spelling. The row `en` counts `en-GB` too, as `language:en` does,
and `en-GB` has a row of its own besides.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from morgue.analysis.analyzer import fold
from morgue.engines.base import Searcher
from morgue.errors import QueryError
from morgue.query.canonical import value_text
from morgue.query.parser import parse
from morgue.query.tree import Days, Keyword, Location, Node, both

MOST_VALUES = 5_000
"""Spellings of a facet that are asked of an engine; where there are more the rows shown are counted by query."""

_PERIODS = ("year", "month")
"""Facets that are no fields of their own."""

_SEVERAL = ("section", "location", "agency")
"""Facets whose spellings may not be added up: an article has several of them, or they are several names."""

Counts = list[tuple[str, int]]
"""Values and their articles, most first, then by value."""


def term_of(facet: str, value: str, now: dt.datetime) -> str | None:
    """Return the term of a query that finds a value of a facet, or None where the language cannot say it."""
    found = _found(facet, value, now)
    return found[0] if found else None


def _found(facet: str, value: str, now: dt.datetime) -> tuple[str, Node] | None:
    """Return the term of a value and its tree."""
    name = "date" if facet in _PERIODS else facet
    term = f"{name}:{value if name == 'date' else value_text(name, value)}"
    try:
        node = parse(term, now=now).tree
    except QueryError:
        return None
    return (term, node) if _means(node, name, value) else None


def _means(node: Node, name: str, value: str) -> bool:
    """Return whether a tree asks for the value as it is."""
    match node:
        case Keyword(field=field, values=values, prefix=False):
            return field == name and _key(name, value) in (*values, *(_key(name, each) for each in values))
        case Location(places=places, prefix=False) if name == "location":
            return fold(value) in places
        case Location(countries=countries, places=()) if name == "country":
            return value.upper() in countries
        case Days():
            return name == "date"
        case _:
            return False


def count_facets(
    searcher: Searcher,
    tree: Node,
    names: Sequence[str],
    *,
    limit: int,
    now: dt.datetime,
    stories: bool = False,
) -> dict[str, Counts]:
    """Return for each name the most frequent rows, at most `limit`, of the articles that a query matches.

    With `stories` they are those of most stories, with their number. No row has more of them than articles: so rows are
    counted one by one, those of most articles first, until no other can have as many stories.
    """
    if stories and searcher.members(tree):
        return {name: _by_stories(searcher, tree, name, limit, now) for name in dict.fromkeys(names)}
    asked = dict.fromkeys(names)
    if "location" in asked:
        asked["country"] = None  # a place that is a country has at most so many articles
    most = max(limit, MOST_VALUES)
    held = searcher.facets(tree, list(asked), limit=most)
    found: dict[str, Counts] = {}
    for name in names:
        if name in _PERIODS or name == "country":
            found[name] = held[name][:limit]
        else:
            rows = _rows(name, held[name], dict(held.get("country", ())), exact=len(held[name]) < most)
            found[name] = _first(rows, limit, partial(_articles, searcher, tree, name, now))
    return found


def _by_stories(searcher: Searcher, tree: Node, name: str, limit: int, now: dt.datetime) -> Counts:
    """Return the rows of a facet that have most stories; of ever more spellings until none that is left can have as many."""
    most = max(limit, MOST_VALUES)
    counted: dict[str, int] = {}

    def count(value: str) -> int:
        if value not in counted:
            counted[value] = searcher.count_stories(both(tree, node_of(name, value, now)))
        return counted[value]

    while True:
        asked = (name, "country") if name == "location" else (name,)
        held = searcher.facets(tree, asked, limit=most)
        spellings = held[name]
        if name in _PERIODS or name == "country":
            rows = [_Row(value, number, False) for value, number in spellings]
        else:
            rows = _rows(name, spellings, dict(held.get("country", ())), exact=False)
        for row in rows:
            row.exact = False
        found = _first(rows, limit, count)
        complete = len(spellings) < most or (len(found) == limit and found[-1][1] > spellings[-1][1])
        if complete or limit == 0:
            return found
        most *= 8


def node_of(name: str, value: str, now: dt.datetime) -> Node:
    """Return the tree that finds a value of a facet, which the language may not be able to say."""
    if name == "country":
        return Location((), (value,))
    found = _found(name, value, now)
    if found:
        return found[1]
    return Location((fold(value),)) if name == "location" else Keyword(name, (_key(name, value),))


@dataclass(slots=True)
class _Row:
    """Spellings that are one value: the commonest, and how many articles they have at most."""

    value: str
    most: int
    exact: bool


def _rows(name: str, spellings: Counts, countries: dict[str, int], *, exact: bool) -> list[_Row]:
    """Return the rows that spellings make; `exact` says that they are all of them."""
    rows: dict[str, _Row] = {}
    for value, number in spellings:
        key = _key(name, value)
        row = rows.get(key)
        if row is None:
            rows[key] = _Row(value, number, exact)
        else:
            row.most += number
            row.exact = row.exact and name not in _SEVERAL
    if name == "language":
        _add_tags(rows)
        _add_regions(rows)
    if name == "location":
        _add_others(rows, spellings, countries)
    return list(rows.values())


def _key(name: str, value: str) -> str:
    """Return what a query compares of a value."""
    folded = fold(value)
    if name == "language":
        return folded.replace("_", "-")
    if name == "agency":
        from morgue.query.field_values import agency_named

        return fold(agency_named(value) or value)
    if name == "location":
        return city_key(value) or folded
    return folded


def city_key(value: str) -> str | None:
    """Return one key for the names of a city of which each finds all the others, and None for any other place."""
    from morgue.gazetteer.former import city_named, is_shared

    city = city_named(value)
    return None if city is None or any(is_shared(each, city) for each in city.names) else fold(city.names[0])


def _add_regions(rows: dict[str, _Row]) -> None:
    """Add to each language its regions and scripts: to `en` what `en-GB` has."""
    own = {key: row.most for key, row in rows.items()}
    for key, number in own.items():
        parts = key.split("-")
        for size in range(1, len(parts)):
            if wider := rows.get("-".join(parts[:size])):
                wider.most += number


def _add_tags(rows: dict[str, _Row]) -> None:
    """Add to a language what else its query finds: to `english`, as a feed has it, what `en` and `en-GB` have."""
    from morgue.query.field_values import language_tags

    own = {key: row.most for key, row in rows.items()}
    for key, row in rows.items():
        others = [each for each in language_tags(key) if each != key]
        tags = {tag for tag in own for each in others if tag == each or tag.startswith(f"{each}-")}
        if tags:
            row.most += sum(own[each] for each in tags)
            row.exact = False


def _add_others(rows: dict[str, _Row], spellings: Counts, countries: dict[str, int]) -> None:
    """Add to each place what its query finds under other names, and what it finds by the code of a country."""
    from morgue.query.places import codes_of, names_of, place

    held: dict[str, int] = {}
    for value, number in spellings:
        held[fold(value)] = held.get(fold(value), 0) + number
    for row in rows.values():
        node = place(row.value)
        names, codes = names_of(node), codes_of(node)
        if len(names) > 1 or codes & countries.keys():
            row.most = sum(held.get(each, 0) for each in names) + sum(
                countries.get(each, 0) for each in codes
            )
            row.exact = False


def _articles(searcher: Searcher, tree: Node, name: str, now: dt.datetime, value: str) -> int | None:
    """Return how many articles of a query the term of a value finds; None where the language cannot say it."""
    meant = _found(name, value, now)
    return searcher.count(both(tree, meant[1])) if meant else None


def _first(rows: Iterable[_Row], limit: int, count: Callable[[str], int | None]) -> Counts:
    """Return the first rows; those whose number is not known are counted while they may be among them.

    Where `count` does not know it either, it is what the row has at most.
    """
    waiting = [(-row.most, row.value, row.exact) for row in rows]
    heapq.heapify(waiting)
    found: Counts = []
    while waiting and len(found) < limit:
        number, value, exact = heapq.heappop(waiting)
        if exact:
            found.append((value, -number))
            continue
        counted = count(value)
        counted = -number if counted is None else counted
        if counted:
            heapq.heappush(waiting, (-counted, value, True))
    return found
