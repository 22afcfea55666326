"""Lines with a mark and a date, and sentences of the story that begin like one."""

from __future__ import annotations

import pytest

from morgue.extract.assembly import article
from morgue.extract.boilerplate import closing, furniture, link
from morgue.extract.draft import Draft
from morgue.extract.stamps import is_of_another, is_stamp
from morgue.gazetteer.calendar import weekdays
from morgue.gazetteer.tables import rows
from morgue.model.article import Source

SENTENCES = [
    "Published in 1998, it had sold nine million copies by 4 March 2024.",
    "Published on 4 March 2025, the report blamed the harbour master.",
    "Published: the memoirs of a king, 3 March 2025, in two volumes",
    "First published on 3 March 1925, the song is free now.",
    "Updated rules will apply from 4 March 2026, he said.",
    "Last updated in 1874, the law is to be changed on 4 March 2025.",
    "Posted to Kabul on 4 March 2025, the soldier wrote home.",
    "Modified cars were banned on 4 March 2025.",
    "Edited letters of the poet appeared on 4 March 2025.",
    "Released on bail on 4 March 2025, he fled abroad.",
    "Created on 4 March 2025, the park has no trees.",
    "Date palms were cut down on 4 March 2025.",
    "Issued by Spain on 4 March 2025.",
    "Publicado en 1998, vendió nueve millones hasta el 4 de marzo de 2024.",
    "Aktualisierte Regeln gelten ab dem 4. März 2026.",
    "Publiée le 4 mars 2025, la loi entre en vigueur demain.",
    "Опубликовано 4 марта 2025 года постановление, которое отменяет налог.",
    "发布于2025年3月4日的报告指责了政府",
    "掲載された報告書は2025年3月4日に政府を批判した",
]


@pytest.mark.parametrize(
    "line",
    [
        "14 செப்டம்பர், 2024", "૧૪ સપ્ટેમ્બર, ૨૦૨૪", "2024 സെപ്റ്റംബർ 14", "౧౪ సెప్టెంబర్, ౨౦౨౪", "ਸ਼ਨੀਵਾਰ, ੧੪ ਸਤੰਬਰ ੨੦੨੪",
        "ಶನಿವಾರ, ಸೆಪ್ಟೆಂಬರ್ 14, 2024", "sestdiena, 2024. gada 14. septembris", "e shtunë, 14 shtator 2024", "2024-ж., 14-сентябрь",
        "14 sentýabr 2024", "Is-Sibt, 14 ta’ Settembru 2024", "14ê îlona 2024an", "2024 m. rugsėjo 14 d., šeštadienis",
    ],
)  # fmt: skip
def test_a_line_that_is_a_date(line: str) -> None:
    """In every script and with the small words of every language: it is set aside, and is the story's date."""
    body = "The harbour master said the boats would stay in port until the wind had turned."
    found = article(Draft(headline="The boats stay", text=f"{line}\n\n{body}"), Source("feed.txt", "text"))
    assert (found.day, found.body) == ("2024-09-14", body)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_no_stamp(sentence: str) -> None:
    """A line that goes on as a sentence stays in the body, at either end, and sets no moment."""
    assert furniture(sentence) is None
    assert not closing(sentence)
    story = "The ferries sail again from the old harbour."
    for text in (f"{sentence}\n\n{story}", f"{story}\n\n{sentence}"):
        read = article(Draft(headline="Boats", text=text), Source("feed.txt", "text"))
        assert read.body == text
        assert (read.published, read.updated, read.day) == (None, None, None)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Updated: 4 March 2025, 8:05 AM IST", "updated-line"),
        ("Published March 4, 2025 8:05 p.m. ET", "published-line"),
        ("First published on 4 March 2025, London", "published-line"),
        ("Posted in Sports on 4 March 2025", "published-line"),
        ("Updated Tue 4 Mar 2025 at 8:05 | The Evening Post", "updated-line"),
        ("Publicado el martes, 4 de marzo de 2025 a las 8:05", "published-line"),
        ("Mis à jour le mardi 4 mars 2025 à 8h05", "updated-line"),
        ("Aktualisiert am Dienstag, 4. März 2025 um 8:05 Uhr", "updated-line"),
        ("Опубликовано 4 марта 2025 г. в 8:05 МСК", "published-line"),
        ("Cập nhật lúc 8:05 thứ ba, ngày 4 tháng 3 năm 2025", "updated-line"),
        ("Son güncelleme: 4 Mart 2025 Salı, 08:05", "updated-line"),
        ("Diperbarui: Selasa, 4 Maret 2025 pukul 08:05 WIB", "updated-line"),
        ("آخر تحديث: 4 مارس 2025 الساعة 08:05", "updated-line"),
        ("更新时间：2025年3月4日 08:05 来源：新华社", "updated-line"),
        ("수정 2025년 3월 4일 오전 8시", "updated-line"),
    ],
)
def test_a_stamp(line: str, kind: str) -> None:
    """A mark, a date and at most a place, a time, a zone and an outlet, in many languages."""
    found = furniture(line)
    assert found is not None
    assert found.kind == kind


def test_capitals_show_no_names() -> None:
    """In a line of capitals any word may be a verb, so only a few may stand beside the date."""
    assert is_stamp("4 MARCH 2025, NEW DELHI")
    assert not is_stamp("TO KABUL ON 4 MARCH 2025, THE SOLDIER WROTE HOME")


def test_no_name_means_two_days() -> None:
    """Each name of a day is of one day only, and every day has names."""
    named: dict[str, set[int]] = {}
    for _, *columns in rows("weekdays.tsv"):
        for number, names in enumerate(columns):
            for name in names.split():
                named.setdefault(name.casefold(), set()).add(number)
    assert {name: found for name, found in named.items() if len(found) > 1} == {}
    assert set(weekdays().values()) == set(range(7))


@pytest.mark.parametrize(
    "sentence",
    [
        "Follow us on foot, said the guide.",
        "Read more books, said the minister.",
        "Watch: the thief ran off with it.",
        "More: the thief came back for the rest.",
        "Share this bread, said the priest.",
        "Click here to go, the sign said.",
        "Also read in class were nine books of his.",
        "Must read books were burned in the yard.",
        "Related stories were told at night.",
        "Editing by hand is dying out.",
        "Reporting by phone is banned in court.",
        "Written by hand, the letter was sold in May.",
        "Compiled by Jane Doe, the list was lost in the fire.",
        "With reports from the front growing worse, he left.",
        "Recommended doses were exceeded.",
        "Disclaimer forms were signed by all who came.",
        "All rights reserved for the tribe were sold.",
        "Copyright law was changed on Monday.",
        "Subscribe to no newspaper, the teacher told them.",
        "Sign up was slow on Monday.",
        "Download the files, the thief wrote.",
        "For more than a year he would visit her.",
        "Published by Faber, the memoir sold well.",
        "Updated plans were shown on Monday.",
        "Lea también en voz alta, dijo el maestro.",
    ],
)
def test_copy_that_begins_like_boilerplate(sentence: str) -> None:
    """Sentences of the story, whatever words they begin with."""
    assert furniture(sentence) is None
    assert not closing(sentence)
    assert not link(sentence)


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by Jane Doe in Paris; editing by John Roe)",
        "Reporting by Jane Doe and the Kyiv newsroom, Editing by John Roe",
        "Reporting by Jane Doe; Editing by John Roe Our Standards: The Thomson Reuters Trust Principles.",
        "Compiled by the Tokyo bureau",
        "(With reports from AFP and our staff)",
        "Click here to read more.",
        "Read the full report here.",
        "Read more about the strike here",
        "First published in The Evening Post",
        "All rights reserved. This material may not be published.",
        "Disclaimer: forms were signed.",
        "Follow us on Facebook and Twitter",
        "Last updated: 4 March 2025",
        "Recommended for you",
        "Copyright Reuters",
        "Sign up for our newsletter.",
        "-30-",
        "– 30 –",
        "—30—",
    ],
)
def test_boilerplate_below_a_story(line: str) -> None:
    """Credits, prompts and rights, which hold names and no sentence of a story."""
    assert closing(line)


@pytest.mark.parametrize("end", ["-30-", "– 30 –", "—30—", "###", "ENDS"])
def test_a_credit_above_the_mark_of_the_end(end: str) -> None:
    """The credit is set aside whatever mark ends the copy below it, in a paragraph or a line of its own."""
    story = "The ferries sail again from the old harbour."
    credit = "(Reporting by Jane Doe; editing by John Roe)"
    for gap in ("\n\n", "\n"):
        read = article(
            Draft(headline="Boats", text=f"{story}\n\n{credit}{gap}{end}"),
            Source("feed.txt", "text"),
        )
        assert read.body == story


@pytest.mark.parametrize(
    "text",
    [
        "Joined March 2007", "Member since 4 May 2007", "Founded on Monday, 4 May 1907", "Né le 4 mai 1907", "Seit 4. Mai 2007",
        "Fundada en mayo de 1907", "Expires 2027-05-04", "Родился 4 мая 1907",
    ],
)  # fmt: skip
def test_a_date_of_something_else_is_no_stamp(text: str) -> None:
    assert is_of_another(text)
    assert not is_stamp(text)


@pytest.mark.parametrize("text", ["Lisbon, 4 May 2007", "4 May 2007 since", "Updated March 2007", "Joined"])
def test_other_words_say_nothing_of_a_date(text: str) -> None:
    assert not is_of_another(text)
