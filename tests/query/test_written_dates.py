"""Dates in queries as other languages write them."""

from __future__ import annotations

import datetime as dt

import pytest

from morgue.analysis.analyzer import fold
from morgue.errors import QueryError
from morgue.gazetteer.tables import rows
from morgue.query.dates import _RELATIVE
from morgue.query.parser import parse
from morgue.query.tree import Days

NOW = dt.datetime(2025, 11, 1, tzinfo=dt.UTC)
DAY = Days(dt.date(2025, 10, 24), dt.date(2025, 10, 24))
MONTH = Days(dt.date(2025, 10, 1), dt.date(2025, 10, 31))
YEAR = Days(dt.date(2025, 1, 1), dt.date(2025, 12, 31))

DAYS = """
24 octobre 2025|vendredi 24 octobre 2025|24. Oktober 2025|24 de octubre de 2025|24 d’octubre de 2025|24 ottobre 2025
24 de outubro de 2025|24 oktober 2025|24. oktober 2025|24. lokakuuta 2025|24. október 2025|2025. október 24.
24 października 2025|24. října 2025|24. októbra 2025|24 octombrie 2025|24 октября 2025 г.|24 жовтня 2025 р.
24 октомври 2025 г.|24. oktobar 2025|2025 m. spalio 24 d.|2025. gada 24. oktobrī|24. oktoober 2025|2025eko urriaren 24a
24 Ekim 2025 Cuma|24 Οκτωβρίου 2025|24 հոկտեմբերի 2025|24 ოქტომბერი, 2025|24 Deireadh Fómhair 2025|24 Oktober 2025
2025年10月24日|2025 年 10 月 24 日|2025年10月24日（金）|2025년 10월 24일|ngày 24 tháng 10 năm 2025|24 ตุลาคม 2568
24 أكتوبر 2025|٢٤ أكتوبر ٢٠٢٥|٢٠٢٥-١٠-٢٤|۲۴ اکتبر ۲۰۲۵|۲۴ اکتوبر ۲۰۲۵|24 באוקטובר 2025|24 अक्टूबर 2025|२४ अक्टूबर २०२५
২৪ অক্টোবর ২০২৫|24 அக்டோபர் 2025|२०२५-१०-२४|２０２５年１０月２４日
24 EKİM 2025|24 EKIM 2025|24 tháng 10 năm 2025|2025. október 24-én|24. 10. 2025|2025. 10. 24.|2025.10.24.|2025. 10. 24
令和7年10月24日|令和七年十月二十四日|二〇二五年十月二十四日|二零二五年十月二十四日|民國114年10月24日|中華民國一一四年十月二十四日
24 tet. 2025|24-okt, 2025|24 tet 2025|sexta-feira, 24 de outubro de 2025|יום שישי, 24 באוקטובר 2025|2025年10月24日星期五|2025年10月24日 週五
Thứ Sáu, 24 tháng 10, 2025|24 thg 10, 2025|24 ต.ค. 2568|วันศุกร์ที่ 24 ตุลาคม พ.ศ. 2568|24.10.2025 г.|24 अक्टू॰ 2025|2025 ж. 24 қазан
2025 оны 10 сарын 24|Dydd Gwener, 24 Hydref 2025|24 ta’ Ottubru 2025|جمعه ۲۴ اکتبر ۲۰۲۵|۲ آبان ۱۴۰۴|24טן אקטאבער 2025
"""


@pytest.mark.parametrize("written", [each for line in DAYS.split("\n") for each in line.split("|") if each])
def test_a_day(written: str) -> None:
    assert parse(f'date:"{written}"', now=NOW).tree == DAY


@pytest.mark.parametrize(
    "written", ["jeudi 24 octobre 2025", "2025年10月24日 24", "24 octobre 2025 à Paris", "2 آبان 1404 24"]
)
def test_no_day(written: str) -> None:
    """Another day of the week, another number and a word that is none of dates."""
    with pytest.raises(QueryError):
        parse(f'date:"{written}"', now=NOW)


@pytest.mark.parametrize(
    "written",
    [
        "octobre 2025",
        "październik 2025",
        "2025年10月",
        "2025년 10월",
        "أكتوبر ٢٠٢٥",
        "tháng 10, 2025",
        "ตุลาคม 2568",
    ],
)
def test_a_month(written: str) -> None:
    assert parse(f'date:"{written}"', now=NOW).tree == MONTH


@pytest.mark.parametrize("written", ["2025年", "٢٠٢٥", "2025년", "令和7年", "二〇二五年"])
def test_a_year(written: str) -> None:
    assert parse(f'date:"{written}"', now=NOW).tree == YEAR


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("平成元年1月8日", dt.date(1989, 1, 8)),
        ("昭和39年10月10日", dt.date(1964, 10, 10)),
        ("二〇二五年十一月十日", dt.date(2025, 11, 10)),
        ("二〇二五年一月三十一日", dt.date(2025, 1, 31)),
    ],
)
def test_eras_and_numbers_in_han(written: str, day: dt.date) -> None:
    assert parse(f'date:"{written}"', now=NOW).tree == Days(day, day)


RELATIVE = {
    "today": "heute|HEUTE|hoy|aujourd'hui|aujourd’hui|сегодня|今日|오늘|اليوم|bugün|σήμερα|i dag|hôm nay|วันนี้|आज",
    "yesterday": "gestern|ayer|hier|ieri|ontem|вчера|учора|昨日|昨天|어제|أمس|امس|dün|dun|χθες|igår|i går|hôm qua|เมื่อวาน|wczoraj",
    "last-week": "letzte Woche|la semana pasada|semaine dernière|semaine derniere|на прошлой неделе|先週|지난주|geçen hafta",
    "this-month": "diesen Monat|este mes|ce mois-ci|今月|bu ay|هذا الشهر",
    "last-year": "letztes Jahr|l'année dernière|ano passado|去年|작년|прошлый год|năm ngoái",
}


@pytest.mark.parametrize(
    ("name", "written"), [(name, each) for name, every in RELATIVE.items() for each in every.split("|")]
)
def test_a_relative_word(name: str, written: str) -> None:
    expected = parse(f"date:{name}", now=NOW).tree
    assert parse(f'date:"{written}"', now=NOW).tree == expected
    if " " not in written:
        assert parse(f"date:{written}", now=NOW).tree == expected


def test_a_relative_word_means_one_thing() -> None:
    meanings: dict[str, set[str]] = {}
    for name, words in rows("relative.tsv"):
        for word in words.split():
            meanings.setdefault(fold(word), set()).add(name)
    assert [word for word, names in meanings.items() if len(names) > 1] == []
    assert {name for name, _ in rows("relative.tsv")} <= set(_RELATIVE)


def test_a_range_of_relative_words() -> None:
    found = parse("date:gestern..heute", now=NOW).tree
    assert found == Days(dt.date(2025, 10, 31), dt.date(2025, 11, 1))


def test_ends_of_ranges() -> None:
    found = parse('date:"24 octobre 2025".."2 novembre 2025"', now=NOW).tree
    assert found == Days(dt.date(2025, 10, 24), dt.date(2025, 11, 2))
    assert parse('since:"24 октября 2025"', now=NOW).tree == Days(dt.date(2025, 10, 24), None)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("24. listopada 2025", "has a month that is one in Croatian and the next in Polish and Czech"),
        ("31 novembre 2025", "there is no day 2025-11-31"),
        ("2025年13月1日", "there is no"),
        ("24 octobre ferry 2025", "is not a date"),
        ("24 octobre novembre 2025", "is not a date"),
        ("24 octobre", "has no year"),
        ("24 25 octobre 2025", "is not a date"),
        ("octobre", "has no year"),
        ("gestern abend", "is not a date"),
        ("令和7年13月1日", "there is no"),
        ("二〇二五年十二十月", "is not a date"),
        ("9" * 90 + " octobre", "is not a date"),
    ],
)
def test_what_is_no_date(written: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse(f'date:"{written}"', now=NOW)


@pytest.mark.parametrize("written", ["15 décembre", "diciembre", "15 декабря", "12 मार्च"])
def test_a_year_is_missing(written: str) -> None:
    with pytest.raises(QueryError, match="has no year"):
        parse(f'date:"{written}"', now=NOW)
