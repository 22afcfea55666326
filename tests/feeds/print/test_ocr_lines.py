"""Lines of print become running text as their ends tell."""

from __future__ import annotations

import pytest

from morgue.feeds.print.ocr_lines import (
    Box,
    Confidence,
    box_of,
    joined,
    lines_of_words,
    paragraphs_of,
    words_in_line,
)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["the har-", "bour is shut"], "the harbour is shut"),
        (["the har\u00ac", "bour"], "the harbour"),
        (["the har\u00ad", "bour"], "the harbour"),
        (["Unterſuchungs⸗", "Kommißion"], "Unterſuchungs⸗Kommißion"),
        (["Angelegenhei⸗", "ten"], "Angelegenheiten"),
        (["Anglo-", "French"], "Anglo-French"),
        (["in 1914-", "18 it"], "in 1914-18 it"),
        (["Ein-", "und Ausfuhr"], "Ein- und Ausfuhr"),
        (["he said -", "and left"], "he said - and left"),
        (["he said —", "and left"], "he said — and left"),
        (["-", "and left"], "- and left"),
        (["昨日の", "大阪"], "昨日の大阪"),
        (["昨日", "Osaka"], "昨日 Osaka"),
        (["  two ", "", " lines\t"], "two lines"),
        (["ends in half a word\u00ac"], "ends in half a word"),
        ([], ""),
    ],
)
def test_lines_are_joined_as_their_ends_tell(lines: list[str], text: str) -> None:
    assert joined(lines) == text


def test_a_word_that_a_column_divides_goes_on_in_the_next_paragraph() -> None:
    assert (
        paragraphs_of([["The keep-"], ["er sleeps.", "Well."], [], ["Next."]])
        == "The keeper sleeps. Well.\n\nNext."
    )
    assert paragraphs_of([["No. 4-"], ["Next."]]) == "No. 4-\n\nNext."


def test_a_line_begins_left_of_the_word_before_or_below_it() -> None:
    words = [
        ("one", Box(100, 10, 150, 30)),
        ("two", Box(160, 12, 200, 30)),
        ("be-", Box(210, 11, 240, 30)),
        ("low", Box(100, 40, 150, 60)),
        ("column", Box(300, 10, 350, 30)),
    ]
    assert lines_of_words(words) == ["one two be-", "low", "column"]
    assert lines_of_words([("a", None), ("be-", None), ("low", None)]) == ["a be-", "low"]


@pytest.mark.parametrize("stated", ["", None, "1,2,3", "a,b,c,d"])
def test_what_is_no_box(stated: str | None) -> None:
    assert box_of(stated) is None


def test_a_box() -> None:
    assert box_of("1,2 3,4.5") == Box(1, 2, 3, 4.5)


def test_words_of_chinese_stand_without_blanks() -> None:
    assert words_in_line(["東", "京", "Tokyo", "", "bay"]) == "東京 Tokyo bay"


def test_confidence_is_a_mean_of_what_is_stated_rightly() -> None:
    confidence = Confidence()
    assert confidence.rule("x") == "x"
    for stated in ("90", "80", "-1", "900", "nan", "high", None):
        confidence.add(stated)
    confidence.add("0.7", whole=1.0)
    assert confidence.rule("x") == "x; OCR confidence 80 %"
