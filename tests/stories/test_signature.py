"""What the rule looks at in an article."""

from __future__ import annotations

import pytest

from morgue.stories.signature import day_of, signature
from tests.stories.copy import FERRY, article


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("1970-01-02T00:00:00+00:00", 1.0),
        ("1970-01-02T06:00:00Z", 1.25),
        ("1970-01-02T06:00:00+06:00", 1.0),
        ("1970-01-02T06:00:00", 1.25),
        ("1970-01-02", 1.5),
        ("1969-12-31T12:00:00Z", -0.5),
        (None, None),
        ("", None),
        ("soon", None),
    ],
)
def test_time_is_days_since_1970_and_a_day_counts_from_its_noon(
    moment: str | None, day: float | None
) -> None:
    assert day_of(moment) == day
    assert signature("a", "Headline", "Body", moment).day == day


def test_a_headline_without_marks_and_symbols() -> None:
    made = article("CORRECTED-OSSA LINE INC <OSL.N> 4TH QTR NET UP 4.5 PCT", FERRY)
    assert made.kinds == {"correction"}
    assert made.is_marked
    assert made.head == ("ossa", "line", "inc", "osl", "n", "4th", "qtr", "net", "up", "4", "5", "pct")
    assert made.content == {"ossa", "line", "4th", "qtr", "net", "up", "4", "5", "pct"}
    assert made.figures == {"4", "4.5"}
    assert made.tickers == {"OSL"}


def test_words_and_numbers_of_a_body() -> None:
    made = article("Ferries", "Forty ships, 1,200 men: 4.5 percent. Forty ships, 1,200 men.")
    assert made.words == [
        "forty",
        "ships",
        "1",
        "200",
        "men",
        "4",
        "5",
        "percent",
        "forty",
        "ships",
        "1",
        "200",
        "men",
    ]
    assert made.numbers == {"1200", "4.5"}
    assert "forty ships 1" in made.runs
    assert len(made.runs) == 8
    assert made.figured == pytest.approx(6 / 13)
    assert "forty ships" in made.pairs


def test_digits_of_all_scripts_are_one() -> None:
    assert article("٤٥", "زادت ٤٥ سفينة").numbers == {"45"}
    assert article("", "४५ और ４５").numbers == {"45"}
    assert article("第１２号", "").figures == {"12"}


def test_a_note_is_short_or_marked() -> None:
    quoting = "In the OSSA story please read fifty ships."
    assert article("FERRIES", quoting).is_note
    assert not article("FERRIES", f"{quoting}\n\n{FERRY}").is_note
    assert article("CORRECTION - FERRIES", f"{quoting}\n\n{FERRY}").is_note
    assert not article("FERRIES", "Crews sail on Friday instead of Saturday.").is_note
    assert article("CORRECTION - FERRIES", "On Friday instead of Saturday.").is_note


def test_an_article_of_nothing() -> None:
    made = signature("a", None, None, None)
    assert (made.words, made.runs, made.numbers, made.figured) == ([], frozenset(), frozenset(), 0.0)
    assert not made.is_marked
    assert not made.is_note


def test_subjects_are_words_of_the_headline_that_the_body_has_and_the_other_article_has_not() -> None:
    one = article("Exchange sees Semolina steady in 1987", "Semolina was steady on the exchange in 1987.")
    other = article("Exchange sees Barley steady", "Barley was steady on the exchange.")
    assert one.subjects_beside(other) == {"semolina"}
    assert other.subjects_beside(one) == {"barley"}
    assert one.subjects_beside(one) == frozenset()


def test_a_signature_without_marks_is_of_the_same_article() -> None:
    made = article("CORRECTION - FERRIES", "Please read fifty ships.")
    plain = made.without_marks()
    assert (plain.is_marked, plain.is_note) == (False, False)
    assert plain.runs == made.runs
    assert (made.is_marked, made.is_note) == (True, True)
