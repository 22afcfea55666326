"""Citations in RIS."""

from __future__ import annotations

import pytest

from morgue.feeds import pick
from tests.feeds.platforms.reading import read, reason

RECORD = "TY  - NEWS\nTI  - Ferry lost\nAU  - Doe, Jane\nT2  - Quay Courier\nDA  - 2024/02/03/\nSP  - 4\nAB  - It sank.\nER  - \n"


@pytest.mark.parametrize(
    "data",
    [
        RECORD,
        RECORD.replace("\n", "\r\n"),
        "\ufeff" + RECORD,
        "1.\n" + RECORD,
        'Record #1 of 2\nProvider: Quaybase\nContent: text/plain; charset="UTF-8"\n1.\n' + RECORD,
        RECORD.replace("  - ", " - "),
        RECORD.replace("ER  - \n", ""),
        RECORD.replace("ER  - ", "ER  -"),
        RECORD.replace("AB  -", "N2  -")
        .replace("TI  -", "T1  -")
        .replace("T2  -", "JF  -")
        .replace("DA  -", "Y1  -"),
    ],
)
def test_a_record_in_all_its_spellings(data: str) -> None:
    story = read("ris", data)[0]
    assert (story.headline, story.byline, story.publisher) == ("Ferry lost", "Jane Doe", "Quay Courier")
    assert (story.day, story.body) == ("2024-02-03", "It sank.")
    assert story.edition is not None
    assert (story.edition.day, story.edition.page) == ("2024-02-03", "4")


def test_records_follow_one_another_with_or_without_an_end() -> None:
    data = RECORD.replace("ER  - \n", "") + "\n" + RECORD.replace("lost", "found")
    found = read("ris", data)
    assert [each.headline for each in found] == ["Ferry lost", "Ferry found"]
    pieces = [data[each.source.offset :][: each.source.length] for each in found]
    assert all(piece.startswith("TY") for piece in pieces)


def test_a_text_over_several_lines() -> None:
    text = "AB  - It sank at\nnoon.\nNobody was hurt.\n\nMore on Monday.\n"
    assert (
        read("ris", RECORD.replace("AB  - It sank.\n", text))[0].body
        == "It sank at noon.\n\nNobody was hurt.\n\nMore on Monday."
    )


def test_a_latin_encoding() -> None:
    assert (
        read("ris", RECORD.replace("Doe, Jane", "Sjöberg, Åke").encode("cp1252"))[0].byline == "Åke Sjöberg"
    )


def test_of_a_web_page_there_is_no_edition() -> None:
    assert read("ris", RECORD.replace("NEWS", "BLOG"))[0].edition is None


def test_records_without_a_title() -> None:
    assert (
        reason("ris", "TY  - NEWS\nKW  - ferry\nER  - \n") == "citations (RIS) without a title or an abstract"
    )


def test_keywords_a_line_and_several_addresses() -> None:
    more = "KW  - ferry\nloss\nport; sea\nUR  - http://quay.example/1; http://quay.example/2\nER"
    story = read("ris", RECORD.replace("ER", more))[0]
    assert (story.keywords, story.url) == (("ferry", "loss", "port", "sea"), "http://quay.example/1")


def test_a_story_that_begins_with_two_letters_is_none() -> None:
    text = "TY - the man who built the quay\n\nHe died on Monday.\n"
    assert pick(text.encode(), "x.txt").name == "text"
