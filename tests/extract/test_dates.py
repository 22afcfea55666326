"""Moments as news prints them."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from morgue.extract.calendars import FIRST_SOLAR, LAST_SOLAR, solar_day
from morgue.extract.dates import day_in_address, moment, reading, stated, with_year
from morgue.gazetteer.calendar import months
from morgue.gazetteer.tables import rows

PRINTED = [
    ("Thu, 23 Oct 2025 23:30:00 +0530", "2025-10-23T23:30:00+05:30"),
    ("Thu, 23 Oct 25 23:30 GMT", "2025-10-23T23:30:00+00:00"),
    ("23 Oct 2025 23:30 -0000", "2025-10-23T23:30:00+00:00"),
    ("Tue, 05 Apr 2011 12:12:12 EDT", "2011-04-05T12:12:12-04:00"),
    ("2025-10-23T23:30:00Z", "2025-10-23T23:30:00+00:00"),
    ("2025-10-23T23:30:00.250+05:30", "2025-10-23T23:30:00.25+05:30"),
    ("2025-10-23T23:30:00.000Z", "2025-10-23T23:30:00+00:00"),
    ("2025-10-23T23:30+01", "2025-10-23T23:30:00+01:00"),
    ("2025-10-23 23:30", "2025-10-23T23:30:00"),
    ("2025-10-23T24:00:00Z", "2025-10-24T00:00:00+00:00"),
    ("2025-10-23", "2025-10-23"),
    ("2025/10/23", "2025-10-23"),
    ("20251023", "2025-10-23"),
    ("20251023T233000Z", "2025-10-23T23:30:00+00:00"),
    ("20251023T233000+0530", "2025-10-23T23:30:00+05:30"),
    ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01.79"),
    ("11:30 PM Oct 23, 2025", "2025-10-23T23:30:00"),
    ("12:05 AM Oct 23, 2025", "2025-10-23T00:05:00"),
    ("October 23, 2025", "2025-10-23"),
    ("23 October 2025", "2025-10-23"),
    ("23-Oct-2025", "2025-10-23"),
    ("Friday, January 4, 2019", "2019-01-04"),
    ("Sunday 5 May 2024 10.30am", "2024-05-05T10:30:00"),
    ("Sept. 12, 2023", "2023-09-12"),
    ("3rd March, 2024", "2024-03-03"),
    ("Thu Oct 23 23:30:00 UTC 2025", "2025-10-23T23:30:00+00:00"),
    ("Wed Jul 20 2022 10:00:00 GMT+0200 (CEST)", "2022-07-20T10:00:00+02:00"),
    ("Published: Oct 23, 2025 10:15 PM", "2025-10-23T22:15:00"),
    ("Oct. 23, 2025 9 PM ET", "2025-10-23T21:00:00-04:00"),
    ("Dec. 23, 2025 9 PM ET", "2025-12-23T21:00:00-05:00"),
    ("Dec. 9 2018 14:03 JST", "2018-12-09T14:03:00+09:00"),
    ("1er janvier 2024", "2024-01-01"),
    ("le 23 octobre 2025 à 18h30", "2025-10-23T18:30:00"),
    ("23. Oktober 2025, 18:30 Uhr", "2025-10-23T18:30:00"),
    ("23 de octubre de 2025", "2025-10-23"),
    ("12 gen. 2024", "2024-01-12"),
    ("7 de março de 2023", "2023-03-07"),
    ("5 mei 2023", "2023-05-05"),
    ("23 октября 2025 г. 18:30 МСК", "2025-10-23T18:30:00+03:00"),
    ("2025年10月23日 18:30", "2025-10-23T18:30:00"),
    ("1/1/49", "2049-01-01"),
    ("1/1/50", "1950-01-01"),
    ("23/10/2025", "2025-10-23"),
    ("10/23/2025 11:30 PM", "2025-10-23T23:30:00"),
    ("03.04.2025", "2025-04-03"),
    ("2023/7/9", "2023-07-09"),
    ("2023-7-9", "2023-07-09"),
    ("2023.7.9", "2023-07-09"),
    ("2023. 7. 9.", "2023-07-09"),
    ("2023/7/9 6:05:41", "2023-07-09T06:05:41"),
    ("2023-07-09 6:05", "2023-07-09T06:05:00"),
    ("2023-07-09 - 16:05", "2023-07-09T16:05:00"),
    ("Sunday 2023-07-09 16:05", "2023-07-09T16:05:00"),
    ("2023/7/9 (Sun) 16:05 JST", "2023-07-09T16:05:00+09:00"),
    ("2023/7/9(日) 16:05", "2023-07-09T16:05:00"),
    ("2023-7-9T6:5:7Z", "2023-07-09T06:05:07+00:00"),
    ("2023-07-09T16:05:0Z", "2023-07-09T16:05:00+00:00"),
    ("2023-07-09t16:05:00z", "2023-07-09T16:05:00+00:00"),
    ("2023-07-09-16.05.30.123456", "2023-07-09T16:05:30.123456"),
    ("2023-Jul-09 16:05", "2023-07-09T16:05:00"),
    ("2023 July 9", "2023-07-09"),
    ("2023年7月9日", "2023-07-09"),
    ("2023. július 9., 16:05", "2023-07-09T16:05:00"),
    ("2023 m. liepos 9 d., 16:05", "2023-07-09T16:05:00"),
    ("2023-07-09+05:30", "2023-07-09"),
    ("2023-07-09-05:00", "2023-07-09"),
    ("2023-07-09Z", "2023-07-09"),
    ("09JUL2023", "2023-07-09"),
    ("9jul23", "2023-07-09"),
    ("09JUL2023:16:05:00", "2023-07-09T16:05:00"),
    ("Jul/09/2023", "2023-07-09"),
    ("09.Jul.2023", "2023-07-09"),
    ("09/Jul/2023:16:05:00 +0000", "2023-07-09T16:05:00+00:00"),
    ("[09/Jul/2023:16:05:00 -0500]", "2023-07-09T16:05:00-05:00"),
    ("Jul 9 '23", "2023-07-09"),
    ("9 जुलाई 2023", "2023-07-09"),
    ("९ जुलाई २०२३", "2023-07-09"),
    ("٩ يوليو ٢٠٢٣", "2023-07-09"),
    ("9 জুলাই 2023", "2023-07-09"),
    ("9 ஜூலை 2023", "2023-07-09"),
    ("9 ਜੁਲਾਈ 2023", "2023-07-09"),
    ("9 ก.ค. 2023", "2023-07-09"),
    ("9 تشرين الأول 2023", "2023-10-09"),
    ("9 tháng 7, 2023", "2023-07-09"),
    ("ngày 9 tháng bảy năm 2023", "2023-07-09"),
    ("9 Tháng Năm 2023", "2023-05-09"),
    ("1ero de julio de 2023", "2023-07-01"),
    ("1.º de julho de 2023", "2023-07-01"),
    ("mar 4 lug 2023", "2023-07-04"),
    ("4(th) Jul(y) 2023", "2023-07-04"),
    ("Tue, 4 (a remark) Jul 2023 16:05 -0330 (Newfoundland Daylight Time)", "2023-07-04T16:05:00-03:30"),
    ("9. 7. 2023 16:05", "2023-07-09T16:05:00"),
    ("9 juillet 2023 à 18h", "2023-07-09T18:00:00"),
    ("16.05 July 13, 2023", "2023-07-13T16:05:00"),
    ("9 July 2023 16:05 gmt", "2023-07-09T16:05:00+00:00"),
    ("1970-01-01", "1970-01-01"),
    ("1970-01-01T10:00:00Z", "1970-01-01T10:00:00+00:00"),
]


@pytest.mark.parametrize(("printed", "wanted"), PRINTED)
def test_moment(printed: str, wanted: str) -> None:
    """A day, an instant, or the local time as printed where no zone is given."""
    assert moment(printed) == wanted


OF_THE_WORLD = """
14 sen 2024|14-sentabr, 2024|e shtunë, 14 shtator 2024|14 sht 2024|14. ruj 2024.|Dydd Sadwrn, 14 Medi 2024|14 Meán Fómhair 2024
sabato, la 14-a de Septembro 2024|14טן סעפּטעמבער 2024|14 ta’ Settembru 2024|14ê îlona 2024an|14ی ئەیلوولی 2024
2024(e)ko ira. 14(a)|2024 оны 9 сарын 14|2024 оны 09-р сарын 14|2024 оны есдүгээр сарын 14|14, సెప్టెంబర్ 2024, శనివారం|14 सित॰ 2024
14 בספט׳ 2024|2024. gada 14. sept.|2024 оны Есдүгээр сарын 14|2024 සැප්තැම්බර් 14|14 Сентябри 2024|14 սպտ 2024 թ.|14 septimber 2024
la 14-an de septembro, 2024|14 a viz Gwengolo 2024|١٤ أيلول ٢٠٢٤|2024ko irailaren 14a|१४ सितम्बर २०२४|௧௪ செப்டெம்பர் ௨௦௨௪
14 sentýabr 2024|14 september 2024|Septhemba 14, 2024|14 Oṣù Owewe 2024
"""


@pytest.mark.parametrize(
    "printed", [each for line in OF_THE_WORLD.split("\n") for each in line.split("|") if each]
)
def test_a_day_in_many_languages(printed: str) -> None:
    """Abbreviations that are words elsewhere count between a day and its year, and names with endings or of two words too."""
    assert moment(printed) == "2024-09-14"


@pytest.mark.parametrize(
    "text", ["14 sen, read in 2024 parts", "the top 10 tra la la of 2024", "10 fra 2 og 2024", "9 Here 2025"]
)
def test_a_short_name_is_no_month_without_its_year(text: str) -> None:
    assert moment(text) is None


OTHER_CALENDARS = [
    ("5 تمّوز 2025", None, "2025-07-05"),
    ("2025 оны Арван нэгдүгээр сарын 5 23:30", None, "2025-11-05T23:30:00"),
    ("2023ko abenduaren 12a, 10:30", None, "2023-12-12T10:30:00"),
    ("2025 වෙසක් 22", None, None),
    ("۱۲ آبان ۱۴۰۴", None, "2025-11-03"),
    ("سه‌شنبه ۱۳ آبان ۱۴۰۴ ساعت ۱۰:۳۰", None, "2025-11-04T10:30:00"),
    ("دوشنبه 12 آبان‌ماه 1404", None, "2025-11-03"),
    ("1 فروردين 1404", None, "2025-03-21"),
    ("30 اسفند 1403", None, "2025-03-20"),
    ("۲۲ بهمن ۱۳۵۷", None, "1979-02-11"),
    ("11 اسد 1404", None, "2025-08-02"),
    ("۱۴۰۴/۰۸/۱۲ - ۱۰:۳۰", "fa", "2025-11-03T10:30:00"),
    ("1404-08-12", "fa-IR", "2025-11-03"),
    ("1404/08/12", "ar", None),
    ("1404/08/12", None, None),
    ("1446/09/03", "ar", None),
    ("03/09/1446", "ar", None),
    ("الإثنين 3 رمضان 1446 هـ - 3 مارس 2025 م", "ar", "2025-03-03"),
    ("令和7年3月3日", "ja", "2025-03-03"),
    ("昭和60年12月15日 午後8時15分", "ja", "1985-12-15T20:15:00"),
    ("平成31年4月30日", None, "2019-04-30"),
    ("民國一一四年三月三日", "zh", "2025-03-03"),
    ("二〇二五年三月三日", "zh", "2025-03-03"),
    ("3 มี.ค. 68 08:15 น.", "th", "2025-03-03T08:15:00"),
    ("3 มี.ค. 2568", None, "2025-03-03"),
    ("13/03/2568", "th", "2025-03-13"),
    ("13/03/2568", None, None),
    ("2081-11-19", "ne", None),
    ("२०८१/११/१९", "ne", None),
    ("2025-11-19", "ne", "2025-11-19"),
    ("১৯ ফাল্গুন ১৪৩১, ৩ মার্চ ২০২৫", "bn", "2025-03-03"),
]


@pytest.mark.parametrize(("printed", "language", "wanted"), OTHER_CALENDARS)
def test_other_calendars(printed: str, language: str | None, wanted: str | None) -> None:
    """A day of another calendar is read where the text leaves no doubt of it, else it is none."""
    found = reading(printed, language=language)
    assert (found and found.value) == wanted


def test_solar_years_follow_one_another() -> None:
    """Every day of the solar calendar is the one after the day before it, and the equinox of 2025 was on the first of 1404."""
    days = [
        found
        for year in range(FIRST_SOLAR, LAST_SOLAR + 1)
        for month in range(1, 13)
        for day in range(1, 32)
        if (found := solar_day(year, month, day))
    ]
    assert all((later - earlier).days == 1 for earlier, later in pairwise(days))
    assert solar_day(1404, 1, 1) == dt.date(2025, 3, 21)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "23 Oct",
        "October",
        "2025-10",
        "03/04/2025",
        "Feb 30, 2025",
        "2025-13-01",
        "0001-01-01T00:00:00",
        "1404/08/01",
        "31 آبان 1404",
        "30 اسفند 1404",
        "1 آبان 1200",
        "1447-05-01",
        "2568-10-23",
        "23/10/2568",
        "令和7年13月23日",
        "3 رمضان 1446",
        "২ ফাল্গুন ১৪৩১",
        "२०८१ फागुन १९",
        "3 มี.ค. 25",
        "2023/31/07",
        "2023-7-32",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "1970-01-01T00:00:00Z",
        "1970-01-01T05:30:00+05:30",
        "1969-12-31T19:00:00-05:00",
        "1970-01-01 00:00:00",
        "January 1, 1970 12:00 AM",
        "x" * 500,
    ],
)
def test_no_moment(text: str) -> None:
    """No day without a year, nothing that is no date, and no guess between day and month."""
    assert moment(text) is None


def test_numeric_dates_by_country_or_word() -> None:
    """03/04/2025 goes by the caller, then by the country; Canada prints both ways."""
    assert moment("03/04/2025", "US") == "2025-03-04"
    assert moment("03/04/2025", "IN") == "2025-04-03"
    assert moment("03/04/2025", "IN", False) == "2025-03-04"
    assert moment("03/04/2025", None, True) == "2025-04-03"
    assert moment("03/04/2025", "CA") is None


@pytest.mark.parametrize(
    ("zone", "country", "offset"),
    [
        ("IST", "IN", "+05:30"),
        ("IST", "IE", "+01:00"),
        ("IST", "IL", "+02:00"),
        ("IST", None, ""),
        ("IST", "FR", ""),
        ("BST", "GB", "+01:00"),
        ("BST", "BD", "+06:00"),
        ("BST", None, ""),
        ("CST", "CN", "+08:00"),
        ("CST", "US", "-06:00"),
        ("CST", None, ""),
        ("EST", "AU", "+10:00"),
        ("EST", None, "-05:00"),
        ("PST", "PH", "+08:00"),
        ("AST", "SA", "+03:00"),
        ("XYZ", "IN", ""),
    ],
)
def test_abbreviations_mean_what_the_country_says(zone: str, country: str | None, offset: str) -> None:
    """An abbreviation with several meanings is resolved by country, else the printed time stays bare."""
    assert moment(f"11:30 PM Oct 23, 2025 {zone}", country) == f"2025-10-23T23:30:00{offset}"


def test_the_note_says_how_a_zone_was_read() -> None:
    """Evidence for what was decided, and for what was not."""
    printed = "11:30 PM Oct 23, 2025 IST"
    resolved, unresolved = reading(printed, "IN"), reading(printed)
    assert resolved
    assert resolved.note == "IST read as +05:30 (IN)"
    assert unresolved
    assert unresolved.note == "IST left unresolved"


def test_stated_moments() -> None:
    """A datetime keeps its offset, and gets none that it has not."""
    zone = dt.timezone(dt.timedelta(hours=-3))
    assert stated(dt.datetime(2025, 1, 2, 3, 4, 5, tzinfo=zone)) == ("2025-01-02T03:04:05-03:00", None)
    assert stated(dt.datetime(2025, 1, 2, 3, 4, 5)) == ("2025-01-02T03:04:05", None)
    assert stated(dt.date(2025, 1, 2)) == ("2025-01-02", None)
    assert stated(None) is None
    assert stated(dt.datetime.fromtimestamp(0, dt.UTC)) is None
    assert stated(dt.date(1970, 1, 1)) == ("1970-01-01", None)


def test_the_year_of_a_dateline() -> None:
    """The last year in which the day is not after the date: over New Year the one before, or the one after."""
    assert with_year(12, 30, "2025-01-02") == "2024-12-30"
    assert with_year(1, 1, "2024-12-31T23:00:00Z") == "2025-01-01"
    assert with_year(10, 23, "2025-10-23") == "2025-10-23"
    assert with_year(2, 29, "2025-01-15") == "2024-02-29"
    assert with_year(2, 31, "2025-01-15") is None
    assert with_year(6, 10, "2025-03-03") == "2024-06-10"
    assert with_year(3, 3, "2022-01-01") == "2021-03-03"
    assert with_year(3, 5, "2025-03-03") == "2025-03-05"
    assert with_year(3, 6, "2025-03-03") == "2024-03-06"
    assert with_year(2, 29, "2024-02-28") == "2024-02-29"
    assert with_year(2, 29, "2026-05-05") is None


@pytest.mark.parametrize(
    "text",
    [
        "25-03-04",
        "25/03/04",
        "25.03.04",
        "04.03.25",
        "25-12-31 13:05:00",
        "20-11-05T10:00:00Z",
        "31/12/25",
        "03-04-25",
        "Tue 25-03-04",
    ],
)
def test_three_numbers_of_two_digits_may_begin_with_the_year(text: str) -> None:
    """What is a date with the year first and with the year last is not read."""
    assert moment(text) is None


def test_three_numbers_of_two_digits_with_one_reading() -> None:
    """Only one order gives a date of the calendar, or a country's order decides."""
    assert moment("12-31-25") == "2025-12-31"
    assert moment("31.12.99") == "1999-12-31"
    assert moment("4.3.25") == "2025-03-04"
    assert moment("25.03.04", "DE") == "2004-03-25"
    assert moment("25.03.04", "KR") is None
    assert moment("25/03/04", "GB") == "2004-03-25"
    assert moment("25-03-04", "GB") is None
    assert moment("25-03-04", None, True) == "2004-03-25"


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("3-4 March 2025", "2025-03-03"),
        ("3rd to 4th of March 2025", "2025-03-03"),
        ("1 March - 2 April 2025", "2025-03-01"),
        ("28 Feb/1 March 2025", "2025-02-28"),
        ("1 et 2 mars 2025", "2025-03-01"),
        ("del 3 al 4 de marzo de 2025", "2025-03-03"),
        ("3./4. März 2025", "2025-03-03"),
        ("3–4 марта 2025", "2025-03-03"),
        ("March 3-4, 2025", "2025-03-03"),
        ("March 30 - April 2, 2025", "2025-03-30"),
        ("28 December - 2 January 2025", "2024-12-28"),
        ("30 December 2024 - 2 January 2025", "2024-12-30"),
        ("1.-2.3.2025", "2025-03-01"),
        ("2025-03-01/2025-03-02", "2025-03-01"),
        ("20:05 - 4 March 2025", "2025-03-04T20:05:00"),
    ],
)
def test_the_first_day_of_a_span(printed: str, wanted: str) -> None:
    """Of days from one to another the first is read, in whatever way they are printed."""
    assert moment(printed) == wanted


def test_no_name_means_two_months() -> None:
    """The table of months has no contradiction: each name is of one month only."""
    named: dict[str, set[int]] = {}
    for _, *columns in rows("months.tsv"):
        for number, names in enumerate(columns):
            for name in names.split():
                named.setdefault(name.casefold(), set()).add(number)
    assert {name: found for name, found in named.items() if len(found) > 1} == {}
    assert set(months().values()) == set(range(1, 13))


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
MOMENTS = st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2049, 12, 31), timezones=ZONES).map(
    lambda each: each.replace(microsecond=0)
)


@given(MOMENTS)
def test_standard_forms_are_read_exactly(when: dt.datetime) -> None:
    """ISO 8601 and RFC 5322 come back as the same instant with the same offset, but for the zero of systems."""
    assume(when.timestamp() != 0)
    for printed in (when.isoformat(), when.strftime("%Y%m%dT%H%M%S%z"), format_datetime(when)):
        found = moment(printed)
        assert found is not None
        assert dt.datetime.fromisoformat(found) == when
        assert dt.datetime.fromisoformat(found).utcoffset() == when.utcoffset()


@given(st.text(max_size=150))
def test_any_text_is_read_or_not(text: str) -> None:
    """Whatever is printed, there is an ISO day or nothing."""
    found = moment(text, "IN")
    if found is not None:
        dt.date.fromisoformat(found[:10])


@pytest.mark.parametrize(
    ("printed", "wanted", "note"),
    [
        ("2025-10-23T10:00:00 Europe/Paris", "2025-10-23T10:00:00+02:00", "Europe/Paris read as +02:00"),
        ("2025-12-23T10:00:00[Europe/Paris]", "2025-12-23T10:00:00+01:00", "Europe/Paris read as +01:00"),
        ("2025-10-23T10:00:00+05:30[Europe/Paris]", "2025-10-23T10:00:00+05:30", None),
        ("2025-10-23T10:00:00Z Europe/Paris", "2025-10-23T10:00:00+00:00", None),
        ("2025-10-23 10:00 America/New_York", "2025-10-23T10:00:00-04:00", "America/New_York read as -04:00"),
        ("2025-10-23 10:00 IST (Asia/Kolkata)", "2025-10-23T10:00:00+05:30", "Asia/Kolkata read as +05:30"),
        ("2025-10-23 10:00 Etc/GMT+5", "2025-10-23T10:00:00-05:00", "Etc/GMT+5 read as -05:00"),
        (
            "23 October 2025, 10.15am (America/Argentina/Buenos_Aires)",
            "2025-10-23T10:15:00-03:00",
            "America/Argentina/Buenos_Aires read as -03:00",
        ),
        ("2025-10-23 10:00 Europe/Nowhere", "2025-10-23T10:00:00", None),
        ("2025-10-23 10:00 America/Argentina", "2025-10-23T10:00:00", None),
        (
            "2025-10-26T02:30:00 Europe/Paris",
            "2025-10-26T02:30:00",
            "Europe/Paris left unresolved: its clocks change in that hour",
        ),
        (
            "2025-03-30T02:30:00 Europe/Paris",
            "2025-03-30T02:30:00",
            "Europe/Paris left unresolved: its clocks change in that hour",
        ),
    ],
)
def test_zones_by_name(printed: str, wanted: str, note: str | None) -> None:
    """A zone's name gives the offset that it has on that day; an offset or a plain abbreviation goes before it."""
    found = reading(printed)
    assert found is not None
    assert (found.value, found.note) == (wanted, note)


@pytest.mark.parametrize(
    ("printed", "language", "country", "wanted"),
    [
        ("14. listopada 2025.", None, None, None),
        ("14. listopada 2025.", "hr", None, "2025-10-14"),
        ("14. listopada 2025. 18:30", "hr-HR", None, "2025-10-14T18:30:00"),
        ("14 listopada 2025", "pl", None, "2025-11-14"),
        ("14. listopada 2025.", None, "HR", "2025-10-14"),
        ("utorak, 14. listopada 2025.", None, None, "2025-10-14"),
        ("piątek, 14 listopada 2025", None, None, "2025-11-14"),
        ("14. lis 2025", "hr", None, "2025-10-14"),
        ("14 lis 2025", "pl", None, "2025-11-14"),
        ("14 lis 2025", None, None, None),
        ("14. lip 2025", "hr", None, "2025-06-14"),
        ("14 lip 2025", "pl", None, "2025-07-14"),
        ("14. srp 2025", "hr", None, "2025-07-14"),
        ("14. srp 2025", "cs", None, "2025-08-14"),
        ("31. srp 2025", "fr", None, None),
        ("14. listopadu 2025", None, None, "2025-11-14"),
        ("14. lipnja 2025.", None, None, "2025-06-14"),
    ],
)
def test_names_of_two_months(
    printed: str, language: str | None, country: str | None, wanted: str | None
) -> None:
    """Names that Croatian gives to one month and its neighbours to the next need a language, a country or a day."""
    found = reading(printed, country, language=language)
    assert (found.value if found else None) == wanted


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("1741075500", "2025-03-04T08:05:00+00:00"),
        ("1741075500000", "2025-03-04T08:05:00+00:00"),
        ("/Date(1741075500000)/", "2025-03-04T08:05:00+00:00"),
        ("/Date(1741075500000+0100)/", "2025-03-04T08:05:00+00:00"),
        ("\\/Date(1741075500000)\\/", "2025-03-04T08:05:00+00:00"),
        ("/Date(-10000000000)/", "1969-09-07T06:13:20+00:00"),
        ("/Date(0)/", None),
        ("1998030408", None),
        ("/Date(99999999999999)/", None),
    ],
)
def test_seconds_since_1970(printed: str, wanted: str | None) -> None:
    """Seconds or milliseconds are an instant in UTC, but for numbers that are a day and an hour too."""
    assert moment(printed) == wanted


@pytest.mark.parametrize(
    ("address", "day", "folders"),
    [
        ("https://a.com/2025/10/23/talks", "2025-10-23", "2025-10-23"),
        ("https://a.com/2025-10-23-talks", "2025-10-23", "2025-10-23"),
        ("https://a.com/talks-20251023.html", "2025-10-23", None),
        ("https://a.com/2025/02/31/2025/3/1/", "2025-03-01", "2025-03-01"),
        ("https://a.com/2025/10/231/", None, None),
        ("https://a.com/talks", None, None),
    ],
)
def test_the_day_in_an_address(address: str, day: str | None, folders: str | None) -> None:
    assert day_in_address(address) == day
    assert day_in_address(address, as_folders=True) == folders


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("23 ตุลาคม 2568", "2025-10-23"),
        ("วันที่ 23 ต.ค. 2568", "2025-10-23"),
        ("๒๓ ตุลาคม ๒๕๖๘", "2025-10-23"),
        ("23 ตุลาคม พ.ศ. 2568", "2025-10-23"),
        ("23 ตุลาคม 2025", "2025-10-23"),
        ("23 October 2568", None),
    ],
)
def test_years_as_thailand_counts_them(printed: str, wanted: str | None) -> None:
    """A year of the Buddhist era is 543 more; only Thai copy counts by it."""
    assert moment(printed) == wanted
