"""The words of stories are those of the analysis, whatever shortcut is taken."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from morgue.analysis.analyzer import folded_words, indexable
from morgue.stories.words import (
    beginnings,
    encoded_words,
    numbers_of,
    shingles,
    tickers_of,
    without_tickers,
    words_of,
    words_of_indexable,
)

TEXTS = st.text() | st.text(alphabet="aB. '’“”–£€éß船ืU.S1·\u00a0ı", max_size=60)


@given(TEXTS)
@example("The U.S.’s £5m “deal” – l’État, U.K. €4.5m…")
def test_words_are_those_of_the_analysis(text: str) -> None:
    expected = folded_words(text)
    assert words_of(text) == expected
    assert words_of_indexable(indexable(text)) == expected
    assert [word.decode() for word in encoded_words(indexable(text))] == expected


def test_shingles_are_runs_each_once() -> None:
    assert shingles(["a", "b", "c", "a", "b", "c"]) == {"a b c", "b c a", "c a b"}
    assert shingles(["a", "b"]) == frozenset()
    assert shingles(["a", "b"], 2) == {"a b"}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("4.5 pct, 1,200 men and 3/4", {"4.5", "1200", "3/4"}),
        ("1,204 1.204 1 204 1\u00a0204 1’204 1204", {"1204", "1", "204"}),
        ("5,958,423 of 14.6, in 1987,1988", {"5958423", "14.6", "1987,1988"}),
        ("١٬٢٠٠ رجل و ٤٥", {"1", "200", "45"}),
        ("at 10:30, on 2025-03-06.", {"10:30", "2025-03-06"}),
        ("of 28.", {"28"}),
        ("none", set()),
    ],
)
def test_numbers_are_as_printed_without_the_signs_between_thousands(text: str, numbers: set[str]) -> None:
    assert numbers_of(text) == numbers


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Забастовка паромщиков окончена", {"заба", "паро", "окон"}),
        ("Strike of crews at an end in 123456 days", {"stri", "crew"}),
        ("왜 경상도를 나눠서", {"경상", "나눠"}),
        ("渡轮罢工 end", {"渡轮", "轮罢", "罢工"}),
        ("", set()),
    ],
)
def test_words_are_known_again_by_their_beginnings(text: str, known: set[str]) -> None:
    words = words_of(text)
    assert beginnings(words, words) == known
    assert beginnings(words, []) <= known


@pytest.mark.parametrize(
    ("headline", "symbols", "rest"),
    [
        ("OSSA LINE <OSL> NET", {"OSL"}, "OSSA LINE   NET"),
        ("OSSA LINE <OSL.N> AND VELDEN (VST.L)", {"OSL", "VST"}, "OSSA LINE   AND VELDEN  "),
        ("<OSSA LINE INC> NET", set(), "<OSSA LINE INC> NET"),
        ("Ferries (and crews) sail", set(), "Ferries (and crews) sail"),
    ],
)
def test_symbols_of_companies(headline: str, symbols: set[str], rest: str) -> None:
    assert tickers_of(headline) == symbols
    assert without_tickers(headline) == rest
