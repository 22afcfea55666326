"""What the name of a place finds: cities under all their names, countries by name and code, states in their time."""

from __future__ import annotations

import dataclasses

import pytest

from morgue.gazetteer.former import City, city_named, is_shared, language_named, state_named
from morgue.gazetteer.tables import rows
from morgue.model.article import Article, Place
from morgue.query.canonical import canonical
from morgue.query.explain import explanation
from morgue.query.parser import parse
from tests import invented
from tests.oracle import matches

from .clock import NOW, tree


def _placed(place: str | None, country: str | None, day: str | None = None) -> Article:
    made = invented.articles(1)[0]
    return dataclasses.replace(made, locations=(Place(place, country),), day=day)


FOUND = [
    ("location:bombay", "Mumbai", "IN", "2020-01-01"),
    ("location:mumbai", "Bombay", None, "1931-01-01"),
    ("location:Peking", "Beijing", "CN", None),
    ("location:peiping", "Peking", "CN", None),
    ('location:"Ho Chi Minh City"', "Saigon", "VN", "1968-02-01"),
    ("location:leningrad", "St. Petersburg", "RU", "2003-05-27"),
    ('location:"st. petersburg"', "Petrograd", "RU", "1917-03-01"),
    ("location:Constantinople", "Istanbul", "TR", None),
    ("location:kyiv", "Kiev", "UA", None),
    ("location:lwów", "Lviv", "UA", None),
    ("location:harare", "Salisbury", "ZW", "1979-12-01"),
    ("location:bangalore", "Bengaluru", "IN", None),
    ("location:alma-ata", "Almaty", "KZ", None),
    ("place:uk", "London", "GB", None),
    ("location:BE", "Ghent", "BE", None),
    ("country:uk", "Leeds", "GB", None),
    ("location:burma", "Yangon", "MM", "2021-02-01"),
    ("country:burma", "Rangoon", "MM", "1962-03-02"),
    ("country:burma", "Burma", None, "2021-02-01"),
    ('country:"soviet union"', "Tbilisi", "GE", "1978-04-14"),
    ("country:ussr", "Soviet Union", "RU", None),
    ('country:"the Soviet Union"', "Kiev", "UA", "1986-04-29"),
    ("location:(uk OR usa)", "Leeds", "GB", None),
    ("country:u.s.s.r.", "USSR", None, "1991-12-31"),
    ('location:"Soviet Union"', "Vilnius", "LT", "1990-03-11"),
    ("country:yugoslavia", "Zagreb", "HR", "1971-01-01"),
    ("country:yugoslavia", "Belgrade", "RS", "1999-03-24"),
    ("country:czechoslovakia", "Prague", "CZ", "1968-08-21"),
    ('country:"east germany"', "Leipzig", "DE", "1989-10-09"),
    ("country:gdr", "East Berlin", "DE", "1953-06-17"),
    ('country:"west germany"', "Bonn", "DE", "1983-10-22"),
    ("country:zaire", "Kinshasa", "CD", "1974-10-30"),
    ("country:rhodesia", "Salisbury", "ZW", "1965-11-11"),
    ("country:ceylon", "Colombo", "LK", "1948-02-04"),
    ('country:"upper volta"', "Ouagadougou", "BF", "1966-01-03"),
    ('country:"north vietnam"', "Hanoi", "VN", "1972-12-18"),
]


@pytest.mark.parametrize(("query", "place", "country", "day"), FOUND)
def test_found(query: str, place: str, country: str | None, day: str | None) -> None:
    assert matches(_placed(place, country, day), tree(query))


NOT_FOUND = [
    ("location:leningrad", "St. Petersburg", "US", "2003-05-27"),
    ("location:salisbury", "Harare", "ZW", "2018-03-04"),
    ("location:harare", "Salisbury", "GB", "2018-03-04"),
    ("location:bom*", "Mumbai", "IN", None),
    ('country:"soviet union"', "Moscow", "RU", "1992-01-01"),
    ('country:"soviet union"', "Moscow", "RU", None),
    ("country:yugoslavia", "Zagreb", "HR", "1995-01-01"),
    ("country:yugoslavia", "Belgrade", "RS", "2010-01-01"),
    ("country:czechoslovakia", "Brno", "CZ", "1993-01-01"),
    ('country:"east germany"', "Munich", "DE", "1989-10-09"),
    ('country:"east germany"', "Leipzig", "DE", "1990-10-03"),
    ('country:"west germany"', "Dresden", "DE", "1983-10-22"),
    ("country:burma", "Yangon", "MM", "2021-02-01"),
    ("country:zaire", "Kinshasa", "CD", "2006-07-30"),
]


@pytest.mark.parametrize(("query", "place", "country", "day"), NOT_FOUND)
def test_not_found(query: str, place: str, country: str | None, day: str | None) -> None:
    assert not matches(_placed(place, country, day), tree(query))


@pytest.mark.parametrize("query", sorted({query for query, *_ in FOUND}))
def test_the_canonical_text_means_the_same(query: str) -> None:
    assert tree(canonical(tree(query))) == tree(query)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("location:bombay", "placed in bombay or Mumbai"),
        ("location:harare", "placed in harare or Salisbury (Zimbabwe)"),
        ("location:uk", "placed in uk or anywhere in United Kingdom"),
        ("country:burma", "placed in burma; or, dated 17 June 1989 or earlier, in Myanmar"),
        (
            "country:czechoslovakia",
            "placed in czechoslovakia; or, dated 28 October 1918 to 31 December 1992, in Czech Republic or Slovakia",
        ),
        (
            "country:brd",
            "placed in brd; or, dated 23 May 1949 to 2 October 1990, in Germany outside East Germany",
        ),
        ("-location:peking", "not placed in peking, Beijing, Peiping or Beiping"),
    ],
)
def test_explained(query: str, told: str) -> None:
    assert explanation(parse(query, now=NOW)) == f"articles that are {told}"


def test_every_name_of_a_renamed_city_finds_the_others() -> None:
    for country, stated, others in rows("renamed.tsv"):
        names = [each for each in (*stated.split(";"), *others.split(";")) if each]
        assert len(names) > 1, names
        for name in names:
            city = city_named(name)
            if city is None or city.country != country:
                assert is_shared(name, City(country, ())), name
            elif set(names) <= set(city.names):
                assert all(matches(_placed(each, country), tree(f'location:"{name}"')) for each in names), (
                    names
                )


def test_periods_of_states_are_in_order_and_speak_of_known_names() -> None:
    for name, *_ in rows("states.tsv"):
        state = state_named(name)
        assert state is not None
        for period in state.periods:
            assert period.countries or period.places, name
            assert period.first is None or period.last is None or period.first < period.last
            assert period.without is None or state_named(period.without)


@pytest.mark.parametrize(
    ("name", "code"),
    [("English", "en"), ("farsi", "fa"), ("Bengali", "bn"), ("français", "fr"), ("Русский", "ru"), ("中文", "zh"), ("Klingonese", None)],
)  # fmt: skip
def test_languages_by_name(name: str, code: str | None) -> None:
    assert language_named(name) == code


@pytest.mark.parametrize("text", ["bombay", '"soviet union"', "peking NEAR/5 duck", "headline:uk"])
def test_words_of_a_text_are_not_names_of_places(text: str) -> None:
    assert canonical(tree(text)) == text
