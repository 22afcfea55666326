"""Places by the names other languages and other times have for them, and the states that are no more."""

from __future__ import annotations

import pytest

from morgue.gazetteer import places

CITIES = """
IN Bombay Calcutta Madras Bangalore Poona मुंबई नयी_दिल्ली
CN Peking Canton Nanking Пекин بكين 北京 베이징 ペキン
RU Leningrad Moskau Mosca モスクワ
VN Saigon Hà_Nội
UA Kiev Kyiv Київ Odessa Lvov 基辅
TR Constantinople Smyrna İstanbul
MM Rangoon
DE Munich München Munique Cologne Köln Colonia Aix-la-Chapelle Halle
IT Venedig Venise Turin Mailand
CH Genf Ginevra Bâle 日内瓦
US 纽约 ワシントン 유엔 联合国 Naciones_Unidas Нью-Йорк Washington_DC
BE Bruselas Brüssel Anvers Courtrai
ES Valencia Cádiz Saragosse
PS رام_الله Rafah
BD ঢাকা
"""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (name.replace("_", " "), row.split()[0])
        for row in CITIES.strip().split("\n")
        for name in row.split()[1:]
    ],
)
def test_a_city_by_another_name(name: str, code: str) -> None:
    """In the languages and scripts of the agencies, and as it was called."""
    assert places.locate(name).country == code


@pytest.mark.parametrize(
    ("place", "country", "code"),
    [
        ("Tashkent", "U.S.S.R.", "UZ"),
        ("Leningrad", "Soviet Union", "RU"),
        ("Sarajevo", "Yugoslavia", "BA"),
        ("Bratislava", "Czechoslovakia", "SK"),
        ("Bonn", "West Germany", "DE"),
        ("Kinshasa", "Congo", "CD"),
        ("Brazzaville", "Congo", "CG"),
        ("Pyongyang", "Korea", "KP"),
        ("Seoul", "Korea", "KR"),
        ("Salisbury", "Rhodesia", "ZW"),
        ("Hue", "South Vietnam", "VN"),
        ("Vientiane", "Indochina", "LA"),
    ],
)
def test_a_city_of_a_state_that_is_no_more(place: str, country: str, code: str) -> None:
    """The country of today in which the city lies: a code of ISO 3166-1, which has none for the state."""
    assert places.locate(place, qualifiers=(country,)).country == code
