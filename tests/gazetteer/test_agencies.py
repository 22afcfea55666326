"""Agencies by any name."""

from __future__ import annotations

import pytest

from morgue.gazetteer import agencies
from morgue.gazetteer.tables import rows


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("The Associated Press", "AP"),
        ("ap", "AP"),
        ("PRESS TRUST OF INDIA", "PTI"),
        ("Agence France-Presse", "AFP"),
        ("ITAR-TASS", "TASS"),
        ("dpa/AFX", "dpa"),
        ("Xinhua News Agency", "Xinhua"),
        ("KYODO", "Kyodo"),
        ("  thomson   reuters. ", "Reuters"),
        ("MONTSAME", "Montsame"),
        ("reuters.com", "Reuters"),
        ("АВС", None),
        ("The Tribune", None),
        ("The Hindu", None),
        ("La Presse", None),
        ("LaPresse", "LaPresse"),
        ("", None),
        ("x" * 1000, None),
    ],
)
def test_canonical(name: str, short: str | None) -> None:
    """The short form, or None for what is no agency."""
    assert agencies.canonical(name) == short


@pytest.mark.parametrize("name", ["Ann", "Ana", "Nina", "Lena", "Mia", "Sid"])
def test_a_given_name_is_no_agency(name: str) -> None:
    assert agencies.canonical(name) is None
    assert agencies.canonical(name.upper()) == name.upper()


@pytest.mark.parametrize(
    ("credit", "agency"),
    [
        ("Borneo Bulletin/ANN", "ANN"),
        ("ats afp", "SDA"),
        ("AP and Reuters", "AP"),
        ("dpa file photo", None),
        ("Daily Mirror", None),
    ],
)
def test_first_of(credit: str, agency: str | None) -> None:
    """The first agency of a credit that names several."""
    assert agencies.first_of(credit) == agency


def test_the_table() -> None:
    """More than 70 agencies, each with a country, and every short form means itself."""
    table = list(rows("agencies.tsv"))
    assert len(table) > 100
    assert all(len(row) == 4 and {len(code) for code in row[1].split(",")} == {2} and row[2] for row in table)
    assert all(agencies.canonical(name) == name for name in agencies.names())
    assert len(set(agencies.names())) == len(table)


def test_countries_and_languages() -> None:
    """Where an agency is at home, what it writes in, and which of two namesakes a country means."""
    assert agencies.country_of("ANI") == "IN"
    assert agencies.country_of("The Tribune") is None
    assert agencies.languages_of("dpa")[0] == "de"
    assert agencies.at_home("CNA", "CY") == "Cyprus News Agency"
    assert agencies.at_home("CNA", "TW") == "CNA"
    assert agencies.at_home("CNA", None) == "CNA"
    assert agencies.at_home("CNS", "VA") == agencies.at_home("CNS", "US") == "Catholic News Service"
    assert agencies.at_home("APS", "SN") == "APS Sénégal"
