"""What candidates are found by: periods of eight days, two flags, numbers of 20 bits."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.analysis.analyzer import indexable
from morgue.stories.periods import PERIOD, UNDATED, period_of
from morgue.stories.sketch import TEXT, sketch
from morgue.stories.traits import ASKS, BITS, LONG, MINUTES, Traits, named_by, same_text, traits, unpacked


def of(headline: str | None, body: str | None, moment: str | None = "2025-10-23T12:00:00Z") -> Traits:
    return traits(headline, body, indexable(body or ""), moment)


@given(
    st.none() | st.text(max_size=60),
    st.none() | st.text(max_size=400),
    st.none() | st.dates().map(str) | st.datetimes().map(lambda moment: moment.isoformat()),
)
def test_traits_come_back_as_they_were(headline: str | None, body: str | None, moment: str | None) -> None:
    made = of(headline, body, moment)
    assert unpacked(made.packed()) == made
    assert period_of(made.packed()) == made.period
    assert 0 <= made.minute < PERIOD * MINUTES
    assert all(0 <= number < 2**BITS for number in made.numbers)
    assert len(set(made.numbers)) == len(made.numbers)


@pytest.mark.parametrize(
    ("moment", "period", "minute"),
    [
        ("1970-01-01T00:00:00Z", 0, 0),
        ("1970-01-08T23:59:30Z", 0, PERIOD * MINUTES - 1),
        ("1970-01-09T00:01:00Z", 1, 1),
        ("1970-01-01T01:00:00+02:00", -1, PERIOD * MINUTES - 60),
        ("1970-01-02", 0, MINUTES + MINUTES // 2),
        (None, UNDATED, 0),
    ],
)
def test_periods(moment: str | None, period: int, minute: int) -> None:
    made = of("Ferry", "text", moment)
    assert (made.period, made.minute) == (period, minute)


def test_flags() -> None:
    long = " ".join(f"harbour{number}" for number in range(160))
    assert of("Ferry crews vote on pay", "A short text.").flags == 0
    assert of("Ferry crews vote on pay", long).flags == LONG
    assert of("CORRECTED - Ferry crews vote on pay", "A short text.").flags == ASKS
    assert of(None, "船" * 160).flags == LONG


def test_who_names_an_article_asks_for_a_number_of_its_sketch() -> None:
    story = of("Ferry crews vote on higher pay", "Crews of the island ferry met.")
    asked = named_by("CORRECTED - Ferry crews vote on higher pay", "In another text, nothing is the same.")
    assert asked & set(story.numbers)
    assert named_by("Ferry crews vote on higher pay", "A text.") == set()


def test_the_same_text_is_known_under_any_headline() -> None:
    text = indexable(" ".join(f"harbour{number}" for number in range(160)))
    one, other = (array("I", traits(head, text, text, None).numbers) for head in ("Ferry crews", "Harbour"))
    assert one != other
    assert same_text(one) == same_text(other)
    assert -(2**31) <= same_text(one) < 2**31
    assert len(sketch(text)) == TEXT
