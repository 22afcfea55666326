"""Cities, states and countries by name."""

from __future__ import annotations

import pytest

from morgue.extract.names import is_name, title
from morgue.gazetteer import places
from morgue.gazetteer.tables import DATA, rows


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Belgium", "BE"),
        ("belgique", "BE"),
        ("be", "BE"),
        ("GBR", "GB"),
        ("gbr", None),
        ("UK", "GB"),
        ("U.S.", "US"),
        ("the Netherlands", "NL"),
        ("Türkiye", "TR"),
        ("Côte d'Ivoire", "CI"),
        ("Россия", "RU"),
        ("中国", "CN"),
        ("Bosnia", "BA"),
        ("Brussels", None),
        ("zz", None),
        ("", None),
    ],
)
def test_country(name: str, code: str | None) -> None:
    """By any usual name or by code; a city is no country."""
    assert places.country(name) == code


def test_country_names() -> None:
    """Every code has a name, and every name means its code."""
    assert places.country_name("be") == "Belgium"
    assert places.country_name("ZZ") is None
    assert len(places.country_names()) > 240
    assert all(places.country(name) for name in places.country_names())


def test_every_country_but_kosovo_has_a_code_of_three_letters() -> None:
    codes = {three: two for two, three, *_ in rows("countries.tsv")}
    assert codes.pop("") == "XK"
    assert len(codes) == len(set(codes.values())) == 249


@pytest.mark.parametrize(
    ("place", "qualifiers", "home", "code"),
    [
        ("Brussels", (), None, "BE"),
        ("Bruxelles", (), None, "BE"),
        ("MÜNCHEN", (), None, "DE"),
        ("Moskau", (), None, "RU"),
        ("Washington", (), None, "US"),
        ("St. Petersburg", (), None, "RU"),
        ("St. Petersburg", ("Fla.",), None, "US"),
        ("Rome", (), None, "IT"),
        ("Rome", ("Georgia",), None, "US"),
        ("Tbilisi", ("Georgia",), None, "GE"),
        ("Atlanta", ("Ga.",), None, "US"),
        ("Lahore", ("Punjab",), None, "PK"),
        ("Amritsar", ("Punjab",), None, "IN"),
        ("London", ("Ontario",), None, "CA"),
        ("London", (), "CA", "GB"),
        ("Birmingham", (), None, "GB"),
        ("Birmingham", (), "US", "US"),
        ("Hyderabad", (), "IN", "IN"),
        ("Hyderabad", (), "PK", "PK"),
        ("Hyderabad", ("Telangana", "India"), "PK", "IN"),
        ("San Jose", (), None, "CR"),
        ("San Jose", ("Calif.",), None, "US"),
        ("Kuwait", (), None, "KW"),
        ("Singapore", (), None, "SG"),
        ("Georgia", (), None, "GE"),
        ("Granada", (), None, "ES"),
        ("Trinidad", (), None, "TT"),
        ("Davos", (), None, "CH"),
        ("Victoria", (), None, "SC"),
        ("Punjab", (), "PK", "PK"),
        ("Nowhereville", (), None, None),
        ("Nowhereville", ("Ohio",), None, "US"),
    ],
)
def test_locate(place: str, qualifiers: tuple[str, ...], home: str | None, code: str | None) -> None:
    """By the dateline's own state or country, then the agency's country, then size."""
    found = places.locate(place, qualifiers=qualifiers, home=home)
    assert (found.place, found.country) == (place, code)


def test_every_row_is_found() -> None:
    """The search by halves finds what stands in the table, first, last and between."""
    lines = (DATA / "places.tsv").read_text(encoding="utf-8").splitlines()
    sample = [lines[0], lines[-1], *lines[:: len(lines) // 500]]
    for line in sample:
        key, row = line.split("\t")
        assert " ".join(f"{each.country}{each.thousands}" for each in places.meanings(key)) == row
    assert places.meanings("\u0000") == places.meanings("\uffff" * 5) == places.meanings("") == ()


def test_the_table_is_sorted_and_folded() -> None:
    """What the search by halves needs."""
    lines = (DATA / "places.tsv").read_bytes().splitlines(keepends=True)
    assert lines == sorted(lines)
    keys = [line.split(b"\t")[0].decode() for line in lines[::97]]
    assert [places.fold_place(key) for key in keys] == keys


@pytest.mark.parametrize(
    ("written", "ordinary"),
    [
        ("BRUSSELS", "Brussels"),
        ("RIO DE JANEIRO", "Rio de Janeiro"),
        ("DAR ES SALAAM", "Dar es Salaam"),
        ("PORT-AU-PRINCE", "Port-au-Prince"),
        ("COEUR D'ALENE", "Coeur d'Alene"),
        ("N'DJAMENA", "N'Djamena"),
        ("ST. LOUIS", "St. Louis"),
        ("ST. JOHN'S", "St. John's"),
        ("MCLEAN", "McLean"),
        ("THE HAGUE", "The Hague"),
        ("YAOUNDÉ", "Yaoundé"),
        ("Xi'an", "Xi'an"),
        ("Brussels", "Brussels"),
    ],
)
def test_title(written: str, ordinary: str) -> None:
    """Capitals as ordinary copy has them."""
    assert title(written) == ordinary


@pytest.mark.parametrize("text", ["Rio de Janeiro", "L'Aquila", "Ulan-Ude", "St. Louis", "Москва", "東京"])
def test_is_name(text: str) -> None:
    """The form of a name."""
    assert is_name(text)


@pytest.mark.parametrize("text", ["", "the talks", "In London", "Paris has asked", "3 Rivers", "A" * 80])
def test_is_no_name(text: str) -> None:
    """Not the form of a name."""
    assert not is_name(text)


@pytest.mark.parametrize(
    ("host", "country"),
    [
        ("www.kompas.co.id", "ID"),
        ("bbc.co.uk", "GB"),
        ("ansa.it", "IT"),
        ("a.io", None),
        ("a.com", None),
        ("", None),
    ],
)
def test_the_country_of_a_host(host: str, country: str | None) -> None:
    assert places.country_of_host(host) == country
