"""What the name of a place finds: all names of a city, a country with its places, a state in its time.

A city that changed its name is found by each of its names, a large one by its names in all languages. Where cities of other countries have such a name, it is
taken for this one only along with its country; typed alone it means the one that the gazetteer finds likeliest.

A state that was is found by its names, whenever an article has them, and by what lies in its territory today while
there was such a state.
"""

from __future__ import annotations

from collections.abc import Iterator

from morgue.analysis.analyzer import fold
from morgue.gazetteer.exonyms import (
    city_meant,
    country_beside_city,
    country_in_any_language,
    names_of_country,
)
from morgue.gazetteer.former import City, State, city_named, is_shared, state_named
from morgue.gazetteer.places import country, country_name
from morgue.query.tree import And, Days, Location, Node, Not, Span


def place(typed: str, span: Span = (0, 0)) -> Location:
    """Return what `location:` finds by a name: the place, the country of this name or code, the state."""
    state = state_named(typed)
    if state and not state.successor:
        return _state(state, typed, span)
    name = fold(typed)
    code = (state.successor if state else None) or country(typed) or country_in_any_language(typed)
    city = city_of(typed)
    plain = [] if city is None else [fold(each) for each in city.names if not is_shared(each, city)]
    also = () if city is None else tuple(_qualified(city, name))
    if code:
        plain += names_of_country(code, country_name(code) or code)
    return Location(tuple(dict.fromkeys((name, *plain))), (code,) if code else (), False, typed, span, also)


def city_of(typed: str) -> City | None:
    """Return the city that a name means, with all the names that it has and had, today's first; None for an unknown one."""
    renamed, large = city_named(typed), city_meant(typed)
    if large is None and renamed is not None:
        large = next((city for each in renamed.names if (city := city_meant(each, (renamed.country,)))), None)
    if large is None or (renamed is not None and renamed.country != large.country):
        return renamed
    if renamed is None:
        renamed = next((city for each in large.names[:1] if (city := city_named(each))), None)
    if renamed is None or renamed.country != large.country:
        return large
    return City(
        large.country,
        tuple({fold(each): each for each in reversed((*renamed.names, *large.names))}.values())[::-1],
    )


def _qualified(city: City, typed: str) -> Iterator[And]:
    """Yield the names of a city that it shares with others, each along with its country."""
    for each in city.names:
        if is_shared(each, city) and fold(each) != typed:
            yield And((Location((fold(each),)), Location((), (city.country,))))


def nation(typed: str, span: Span = (0, 0)) -> Location | None:
    """Return what `country:` finds by a name or code; None where it is neither a country nor a state that was."""
    if state := state_named(typed):
        return _state(state, typed, span)
    code = country(typed) or country_in_any_language(typed) or country_beside_city(typed)
    return Location((), (code,), False, typed, span) if code else None


def _state(state: State, typed: str, span: Span) -> Location:
    """Return a state by its names, and by what lay in it in its time."""
    names = dict.fromkeys((fold(typed), *map(fold, state.names)))
    return Location(tuple(names), (), False, typed, span, tuple(_territory(state)))


def _territory(state: State) -> Iterator[And]:
    for period in state.periods:
        held: list[Node] = [Location(_folded(period.places), period.countries)]
        if period.without and (other := state_named(period.without)):
            places = [each for part in other.periods for each in part.places]
            held.append(Not(Location(_folded((*other.names, *places)))))
        yield And((*held, Days(period.first, period.last)))


def _folded(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(fold, names)))


def names_of(node: Location) -> set[str]:
    """Return the folded names of all places that a node may find."""
    return {name for each in _all(node) for name in each.places}


def codes_of(node: Location) -> set[str]:
    """Return the codes of all countries that a node may find."""
    return {code for each in _all(node) for code in each.countries}


def _all(node: Location) -> Iterator[Location]:
    yield node
    for each in node.also:
        yield from (child for child in each.children if isinstance(child, Location))
