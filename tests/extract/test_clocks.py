"""Clocks of twelve hours, in the words of many languages, counted to 24."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.extract.clocks import folded, hour_of, in_24_hours
from morgue.extract.dates import moment
from morgue.gazetteer.tables import rows

EVENING = "2023-11-07T21:40:00"
"""What all of the first table print."""


@pytest.mark.parametrize(
    "printed",
    [
        "Tue, 07 Nov 2023 09:40 PM",
        "07-Nov-2023 9:40 pm",
        "7 Nov 2023 09:40:00 P.M.",
        "November 7, 2023 9:40p",
        "7 Nov 2023 9.40 p.m.",
        "7 Nov 2023 9:40 p m",
        "2023-11-07 9:40:00 PM",
        "2023-11-07 PM 09:40",
        "2023-11-07 (PM) 9:40",
        "PM 9:40, 7 November 2023",
        "20231107 0940 PM",
        "2023-11-07-09:40 PM",
        "07/Nov/2023:09:40:00 PM",
        "Nov 7 2023 9:40:00:000PM",
        "7 नवंबर 2023, 9:40 पीएम",
        "7 november 2023 9:40 om aftenen",
        "7 november 2023 kl. 9:40 på kvällen",
        "7 novembre 2023, 9:40 sera",
        "7 de noviembre de 2023, 9:40 noche",
        "7. november 2023. 9:40 navečer",
        "7 november 2023, 9:40 ’s avonds",
        "2023. november 7. 9:40 du.",
        "7 نوفمبر/تشرين الثاني 2023 9:40 مساء",
        "7 de noviembre de 2023, 9:40 p. m.",
        "7 de noviembre de 2023 a las 9:40 de la noche",
        "7 de novembro de 2023, 9:40 da noite",
        "le 7 novembre 2023 à 9h40 du soir",
        "7. November 2023, 9:40 Uhr abends",
        "7 novembre 2023, 9:40 di sera",
        "7 Νοεμβρίου 2023, 9:40 μ.μ.",
        "7 Νοεμβρίου 2023, 9:40 μμ",
        "7 ноября 2023, 9:40 вечера",
        "7 листопада 2023, 9:40 пп",
        "2023. november 7. du. 9:40",
        "7. 11. 2023 9:40 odp.",
        "07.11.2023 ÖS 9:40",
        "7 نوفمبر 2023 9:40 م",
        "7 نوفمبر 2023 م 9:40 م",
        "٧ نوفمبر ٢٠٢٣، ٩:٤٠ مساءً",
        "7 نوامبر 2023، 9:40 ب.ظ.",
        "7 نومبر 2023 9:40 شام",
        "7 नवंबर 2023, 9:40 अपराह्न",
        "7 नवंबर 2023 रात 9:40 बजे",
        "৭ নভেম্বর ২০২৩, রাত ৯:৪০",
        "7 நவம்பர் 2023, 9:40 பிற்பகல்",
        "ngày 7 tháng 11 năm 2023 9:40 CH",
        "7 Tháng Mười Một, 2023 CH 9:40",
        "7 thg 11, 2023 9:40 tối",
        "7 November 2023 9:40 malam",
        "2023年11月7日 午後9:40",
        "2023年11月7日（火）午後9時40分",
        "2023年11月7日夜9時40分",
        "2023年11月7日 下午9点40分",
        "2023年11月7日晚上9:40",
        "2023-11-07 下午 09:40",
        "2023/11/7 09:40 下午",
        "2023년 11월 7일 오후 9시 40분",
        "2023. 11. 7. 오후 9:40",
        "２０２３年１１月７日 午後９：４０",
        "7 พ.ย. 2023 9:40 หลังเที่ยง",
    ],
)
def test_an_evening_in_every_language(printed: str) -> None:
    """The half of the day before or behind the clock, with a space, dots or neither."""
    assert moment(printed) == EVENING


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("7 Nov 2023 12:40 AM", "2023-11-07T00:40:00"),
        ("7 Nov 2023 12:40 PM", "2023-11-07T12:40:00"),
        ("7 Nov 2023 12:00 a.m.", "2023-11-07T00:00:00"),
        ("7 Nov 2023 12:00 p.m.", "2023-11-07T12:00:00"),
        ("7 Nov 2023 00:40 PM", "2023-11-07T12:40:00"),
        ("7 Nov 2023 21:40 PM", "2023-11-07T21:40:00"),
        ("7 Nov 2023 9 PM", "2023-11-07T21:00:00"),
        ("Noon, 7 Nov 2023", "2023-11-07T12:00:00"),
        ("7 Nov 2023, 12 noon", "2023-11-07T12:00:00"),
        ("2023年11月7日 午前0時40分", "2023-11-07T00:40:00"),
        ("2023年11月7日 午後0時40分", "2023-11-07T12:40:00"),
        ("2023年11月7日 午前9時40分12秒", "2023-11-07T09:40:12"),
        ("2023年11月7日 下午3点半", "2023-11-07T15:30:00"),
        ("2023年11月7日 中午12:40", "2023-11-07T12:40:00"),
        ("2023年11月7日 凌晨12:40", "2023-11-07T00:40:00"),
        ("2023年11月7日 21点40", "2023-11-07T21:40:00"),
        ("2023년 11월 7일 오전 12시 40분", "2023-11-07T00:40:00"),
        ("2023年11月7日 正午", "2023-11-07T12:00:00"),
        ("7 Νοεμβρίου 2023, 12:40 π.μ.", "2023-11-07T00:40:00"),
        ("7 نوفمبر 2023 12:40 ص", "2023-11-07T00:40:00"),
        ("7/11/2023 12:40 SA", None),
        ("13/11/2023 12:40 SA", "2023-11-13T00:40:00"),
        ("7 Nov 2023 09:40:05.25 PM", "2023-11-07T21:40:05.25"),
        ("7 Nov 2023 9:40 PM EST", "2023-11-07T21:40:00-05:00"),
        ("7 Nov 2023 9:40PMEST", "2023-11-07T21:40:00-05:00"),
        ("7 Nov 2023 9:40 p.m. -0330", "2023-11-07T21:40:00-03:30"),
    ],
)
def test_noon_midnight_minutes_and_zones(printed: str, wanted: str | None) -> None:
    """Noon and midnight are told apart; minutes, seconds, fractions and the zone are kept."""
    assert moment(printed) == wanted


@pytest.mark.parametrize(
    "printed",
    [
        "7 Nov 2023, midnight",
        "7 Nov 2023 12 midnight",
        "7 Nov 2023 9:40, PM",
        "7 Nov 2023 12:40 at night",
        "2023年11月7日 晚上12:40",
        "2023년 11월 7일 밤 12시",
        "7 نوفمبر 2023 م 9:40",
    ],
)
def test_a_clock_in_doubt_leaves_the_day(printed: str) -> None:
    """Where a word leaves two readings twelve hours or a day apart, only the day is read."""
    assert moment(printed) == "2023-11-07"


@pytest.mark.parametrize(
    "printed",
    [
        "am 07.11.2023 um 9:40 Uhr",
        "Di. 7. November 2023 um 9.40 Uhr",
        "7 de noviembre de 2023, 9:40 de Madrid",
        "7 Nov 2023 9:40, Sauerland",
        "7 Nov 2023 9:40 local time",
        "Tue 9:40, 7 November 2023",
        "7 नवंबर 2023 9:40 बजे",
        "7 พฤศจิกายน 2023 เวลา 9:40 น.",
        "7 ноября 2023 г. в 9:40",
        "7 listopadu 2023 v 9:40 hodin",
    ],
)
def test_other_words_beside_a_clock_are_no_half_of_the_day(printed: str) -> None:
    """A word that only begins like one, or is one before a date, changes no hour."""
    assert moment(printed) == "2023-11-07T09:40:00"


@pytest.mark.parametrize(
    "printed",
    [
        "7 novembre 2023 9:40 partout",
        "7 Nov 2023 9:40 Sauerland",
        "7 نوفمبر 2023 9:40 مكة",
        "7 november 2023 kl. 9.40 em",
        "7 Nëntor 2023, 9:40 MD",
        "2023-11-07 9:40 MD",
        "20231107 0940 MD",
        "7 November 2023 9:40 P",
        "7 de novembre de 2023 a les 9:40 de la vesprada",
        "7. November 2023, 9:40 Uhr am Abend",
        "7. November 2023 am Abend um 9:40",
        "7 November 2023, late at 9:40",
        "2023年11月7日 夕9時40分",
        "xq 9:40, 7 November 2023",
    ],
)
def test_a_clock_beside_an_unknown_word_leaves_the_day(printed: str) -> None:
    """A word of any language beside a clock of 1 to 12 may tell the half of the day."""
    assert moment(printed) == "2023-11-07"


@pytest.mark.parametrize(
    "printed",
    [
        "7 november 2023, 9:40 uur 's avonds",
        "7 November 2023, 9:40 in the evening",
        "7 November 2023 9:40 tonight",
        "7. listopadu 2023 9:40 odpoledne",
        "7 Kasım 2023 akşam 9:40",
        "৭ নভেম্বর ২০২৩, বিকেল ৯:৪০",
    ],
)
def test_more_words_for_the_half_of_the_day(printed: str) -> None:
    """Words before and behind the clock."""
    assert moment(printed) == EVENING


@given(
    st.integers(1, 12),
    st.integers(0, 59),
    st.sampled_from(("AM", "PM")),
    st.sampled_from(("{}:{:02} {}", "{2} {0}:{1:02}")),
)
def test_every_hour_of_the_english_clock(hour: int, minute: int, half: str, form: str) -> None:
    """What `strptime` makes of it."""
    wanted = time.strptime(f"{hour}:{minute:02} {half}", "%I:%M %p")
    assert in_24_hours(form.format(hour, minute, half)).strip() == time.strftime("%H:%M", wanted)


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("7 novembre 2023, 3:40 di sotto", "2023-11-07"),
        ("7 November 2023 8:15 die skemer", "2023-11-07"),
        ("14ê îlona 2024an 3:45 PN", "2024-09-14"),
        ("7 ноември 2023 г., 12:20 на обяд", "2023-11-07T12:20:00"),
        ("2023. november 7. 12:15 de.", "2023-11-07T00:15:00"),
        ("7 November 2023 8:15 Tue", "2023-11-07T08:15:00"),
        ("2023 m. lapkričio 7 d. 09:30", "2023-11-07T09:30:00"),
        ("7 листопада 2023 р., 09:30", "2023-11-07T09:30:00"),
        ("7 พฤศจิกายน ค.ศ. 2023 9 นาฬิกา 30 นาที", "2023-11-07T09:30:00"),
        ("गुरूवार, ७ नोव्हेंबर २०२३, रात्री ११:३० वाजता", "2023-11-07T23:30:00"),
        ("૭ નવેમ્બર ૨૦૨૩, રાત ૩:૪૦ વાગ્યે", "2023-11-07T03:40:00"),
        ("७ नोभेम्बर २०२३, दिउँसोको २:०५ बजे", "2023-11-07T14:05:00"),
        ("7. November 2023 6:10 Auer", "2023-11-07T06:10:00"),
        ("7 de novembre de 2023 a les 6:10", "2023-11-07T06:10:00"),
        ("7 նոյեմբերի 2023 թ., 06:10", "2023-11-07T06:10:00"),
        ("7 ພະຈິກ 2023, 9 ໂມງ 30 ນາທີ", "2023-11-07T09:30:00"),
    ],
)
def test_words_beside_a_clock(printed: str, wanted: str) -> None:
    """A short word that is a day of the week somewhere (`di`, `die`) may begin a half of the day that the table has not."""
    assert moment(printed) == wanted


def test_every_word_of_the_table_is_read() -> None:
    """Beside four o'clock, on each side on which it may be, a word makes the hour of its kind."""
    for kind, place, names in rows("halfdays.tsv"):
        wanted = hour_of(kind, 4)
        for name in names.split():
            word = folded(name.replace("_", " "))
            forms = [f"{word} 4:07"] if place != "after" else []
            forms += [f"4:07 {word}"] if place != "before" else []
            for form in forms:
                assert in_24_hours(form).strip() == f"{wanted:02}:07", (form, kind)


@given(st.text(max_size=120))
def test_any_text_is_taken(text: str) -> None:
    """No text is too odd; without a digit there is no clock, and nothing is put in."""
    printed = in_24_hours(folded(text))
    assert any(map(str.isdecimal, text)) or not any(map(str.isdecimal, printed)) or "12:00" in printed
