"""What people do to a word when they misspell it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.query.match import near_among, osa
from morgue.query.slips import alike_slips, is_alike, letters_near, slips

LETTERS = st.text(alphabet="abcdé", min_size=1, max_size=6)


@given(st.text(alphabet="abcd", min_size=1, max_size=6))
def test_slips_are_all_that_is_one_edit_away(word: str) -> None:
    assert all(osa(word, each, 1) == 1 for each in slips(word))
    expected = {word[:at] + letter + word[at:] for at in range(len(word) + 1) for letter in "abz9"}
    expected |= {word[:at] + word[at + 1 :] for at in range(len(word))} - {""}
    assert expected <= slips(word)


@given(st.text(alphabet="abckqsziyeh", min_size=1, max_size=7))
def test_slips_that_may_be_alike_are_slips_and_few(word: str) -> None:
    assert alike_slips(word) <= slips(word)
    assert len(alike_slips(word)) <= 11 * len(word) + 5


@given(LETTERS, st.lists(LETTERS), st.integers(1, 2))
def test_near_among_keeps_what_is_near(word: str, candidates: list[str], distance: int) -> None:
    kept = [each for each in candidates if osa(word, each, distance) <= distance]
    assert near_among(word, distance, candidates) == kept


@pytest.mark.parametrize(
    ("word", "held"), [("rhein", "az09"), ("волга", "ая"), ("αθηνα", "αω"), ("ירושלים", "את")]
)
def test_letters_of_a_word_are_of_its_alphabet(word: str, held: str) -> None:
    assert set(held) <= set(letters_near(word))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("volker", "volcker"),
        ("philipines", "philippines"),
        ("filippines", "philippines"),
        ("katar", "qatar"),
        ("ghadafi", "gadafi"),
        ("saragoza", "saragossa"),
        ("teheran", "tehearn"),
        ("kiosk", "qiosk"),
        ("mayer", "maier"),
        ("meier", "mier"),
        ("khartoum", "cartoum"),
    ],
)
def test_alike(first: str, second: str) -> None:
    if osa(first, second, 1) == 1:
        assert second in alike_slips(first)
        assert first in alike_slips(second)
    assert is_alike(first, second)
    assert is_alike(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("mayor", "major"),
        ("stock", "shock"),
        ("monkey", "money"),
        ("rand", "grand"),
        ("then", "ten"),
        ("chip", "ship"),
    ],
)
def test_not_alike(first: str, second: str) -> None:
    assert not is_alike(first, second)
