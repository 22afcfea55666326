"""What the name of a place finds: cities under all their names, countries by name and code, states in their time."""

from __future__ import annotations

import dataclasses

import pytest

from morgue.analysis.analyzer import fold
from morgue.gazetteer.exonyms import SHORTEST, cities_named, country_in_any_language
from morgue.gazetteer.former import City, city_named, is_shared, language_named, state_named
from morgue.gazetteer.tables import rows
from morgue.model.article import Article, Place
from morgue.query.canonical import canonical
from morgue.query.explain import explanation
from morgue.query.parser import parse
from morgue.query.tree import Location
from tests import invented
from tests.oracle import matches

from .clock import NOW, tree


def _placed(place: str | None, country: str | None, day: str | None = None) -> Article:
    made = invented.articles(1)[0]
    return dataclasses.replace(made, locations=(Place(place, country),), day=day)


FOUND = [
    ("location:Женева", "Geneva", "CH", None),
    ("location:Genf", "Genève", "CH", None),
    ("location:Straßburg", "Strasbourg", "FR", None),
    ("location:Lüttich", "Liège", "BE", None),
    ("location:Zurigo", "Zürich", "CH", None),
    ("location:Цюрих", "Zurich", "CH", None),
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


LANGUAGES = [
    "Londres",
    "Lontoo",
    "Londra",
    "Londyn",
    "Лондон",
    "Λονδίνο",
    "לונדון",
    "لندن",
    "लंदन",
    "লন্ডন",
    "ลอนดอน",
    "伦敦",
    "倫敦",
    "ロンドン",
    "런던",
    "Лондан",
    "Luân Đôn",
    "Londýn",
    "Londonas",
]
FOUND += [
    *((f'location:"{each}"', "London", "GB", None) for each in LANGUAGES),
    *(
        (f"location:{typed}", each, "GB", None)
        for typed in ("london", "Lontoo", "伦敦")
        for each in LANGUAGES
    ),
    ("location:munich", "München", "DE", None),
    ('location:"monaco di baviera"', "Munich", "DE", None),
    ("location:пекин", "Beijing", "CN", None),
    ("location:北京", "Peking", None, None),
    ("location:leningrad", "Санкт-Петербург", "RU", None),
    ("location:kijów", "Kiev", "UA", None),
    ("country:deutschland", "Ulm", "DE", None),
    ("country:vokietija", "Ulm", "DE", None),
    ("location:Németország", "Ulm", "DE", None),
    ("location:ইংল্যান্ড", "ইংল্যান্ড", None, None),
]

NOT_FOUND = [
    ("location:Londres", "London", "CA", None),
    ("location:paris", "Londres", "GB", None),
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


def test_the_names_are_folded_as_the_index_folds_them() -> None:
    """Where this fails the folding has changed: run bench/make_exonyms.py."""
    wrong = [
        each
        for code, _, names in rows("exonyms.tsv")
        for each in names.replace(";=", ";").split(";")
        if fold(each) != each and not (code.startswith("=") and len(each) < SHORTEST)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "location:birmingham",
            "birmingham is the name of several places: in United Kingdom and in United States; all are found",
        ),
        (
            "location:georgia",
            "georgia is the name of a country, and of a region elsewhere: in Georgia and in United States; all are found",
        ),
        ("location:london", None),
        ("location:Лондон", None),
        (
            "location:Салвадор",
            "Салвадор is read as Salvador in Brazil; it is a name of the country El Salvador too",
        ),
        ("location:belgium", None),
        (
            "location:Валенсия",
            "Валенсия is read as Valencia in Venezuela; there is one in Spain and in Philippines",
        ),
        ("location:bombay", None),
        ("location:nowhere", None),
        ("location:birm*", None),
    ],
)
def test_a_name_of_several_places_is_said(query: str, message: str | None) -> None:
    notes = [each.message for each in parse(query, now=NOW).notes if each.kind == "ambiguous-place"]
    assert notes == ([f"column 10: {message}"] if message else [])


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "country:congo",
            "congo is read as Republic of the Congo; there is also Democratic Republic of the Congo",
        ),
        ("country:korea", "korea is read as South Korea; there is also North Korea"),
        ('country:"south korea"', None),
        ("country:guinea", None),
        ("country:CG", None),
    ],
)
def test_a_part_of_the_names_of_two_countries_is_said(query: str, message: str | None) -> None:
    notes = [each.message for each in parse(query, now=NOW).notes if each.kind == "ambiguous-place"]
    assert notes == ([f"column 9: {message}"] if message else [])


COUNTRIES = """
AT Áo áo Österreich Аустрија
BE Bỉ Belgio Бельгія
DE Đức Duitsland Alemaña
AM Армения Ermənistan
SV Салвадор 薩爾瓦多
DJ Τζιμπουτί Djibouti
NO Na_Uy Норвегия
KH an_Chambóid Камбоджа
PE il-Perù Перу
JP Jabaan Japan
"""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (name.replace("_", " "), row.split()[0])
        for row in COUNTRIES.strip().split("\n")
        for name in row.split()[1:]
    ],
)
def test_a_country_in_any_language(name: str, code: str) -> None:
    """A short name is compared with its accents, since without them it is a code (Áo and AO); one of a capital is its country's too."""
    assert canonical(tree(f'country:"{name}"')) == f"country:{code}"


@pytest.mark.parametrize("name", ["Ao", "ao", "AO"])
def test_a_code_has_no_accents(name: str) -> None:
    assert canonical(tree(f"country:{name}")) == "country:AO"


def test_what_no_country_is_called_is_no_code() -> None:
    """With its accent off, `Bé` would be Belgium's code."""
    assert not matches(_placed("Ghent", "BE", None), tree("country:Bé"))


@pytest.mark.parametrize(("query", "place", "country", "day"), NOT_FOUND)
def test_not_found(query: str, place: str, country: str | None, day: str | None) -> None:
    assert not matches(_placed(place, country, day), tree(query))


@pytest.mark.parametrize("query", sorted({query for query, *_ in FOUND}))
def test_the_canonical_text_means_the_same(query: str) -> None:
    assert tree(canonical(tree(query))) == tree(query)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("location:bombay", "placed in bombay or Mumbai (any of 57 names)"),
        ("location:harare", "placed in harare or Salisbury (Zimbabwe) (any of 44 names)"),
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
        ("-location:peking", "not placed in peking, Beijing, Peiping or Beiping (any of 82 names)"),
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
    [("English", "en"), ("farsi", "fa"), ("Bengali", "bn"), ("français", "fr"), ("Русский", "ru"), ("中文", "zh"), ("Klingonese", None),
     ("allemand", "de"), ("Spanisch", "es"), ("немецкий", "de"), ("ドイツ語", "de"), ("castellano", "es"), ("Serbo-Croatian", "sh")],
)  # fmt: skip
def test_languages_by_name(name: str, code: str | None) -> None:
    assert language_named(name) == code


@pytest.mark.parametrize("text", ["bombay", '"soviet union"', "peking NEAR/5 duck", "headline:uk"])
def test_words_of_a_text_are_not_names_of_places(text: str) -> None:
    assert canonical(tree(text)) == text


@pytest.mark.parametrize("typed", ["belgium", "be", "Belgique", "Belgia", "比利时"])
def test_a_country_is_its_code_and_all_its_names(typed: str) -> None:
    found = tree(f"location:{typed}")
    assert isinstance(found, Location)
    assert (found.places[0], found.countries, found.also) == (fold(typed), ("BE",), ())
    assert {"belgium", "belgique", "belgien", "бельгия"} < set(found.places)


@pytest.mark.parametrize("typed", ["x" * 5000, ";", "\\;brussels\\;", "a\tb", "=GB", "gb\tlondon"])
def test_odd_names_are_names_of_nothing(typed: str) -> None:
    assert cities_named(typed) == ()
    assert country_in_any_language(typed) is None
