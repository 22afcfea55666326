"""The measure, against the formula as its author wrote it and against values worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.archive.bursts.keyness import CRITICAL, Keyness, bursts_as_story, keyness


def likelihood(p: float, k: int, n: int) -> float:
    """The logarithm of the binomial likelihood of k in n, without its coefficient (Dunning 1993)."""
    return (k * math.log(p) if k else 0.0) + ((n - k) * math.log(1 - p) if n > k else 0.0)


@given(st.integers(1, 400), st.integers(1, 4_000), st.data())
def test_the_score_is_that_of_two_binomials(size: int, rest_size: int, data: st.DataObject) -> None:
    part, rest = data.draw(st.integers(0, size)), data.draw(st.integers(0, rest_size))
    pooled = (part + rest) / (size + rest_size)
    expected = 0.0
    if 0 < pooled < 1:
        alone = likelihood(part / size, part, size) + likelihood(rest / rest_size, rest, rest_size)
        expected = 2 * (alone - likelihood(pooled, part, size) - likelihood(pooled, rest, rest_size))
    assert keyness(part, size, rest, rest_size).score == pytest.approx(expected, abs=1e-6)


def test_values_worked_out_by_hand() -> None:
    """4 of 10 against 2 of 90: six of a hundred have it, so that 0.6 are expected, and it is 18 times as frequent.

    2 (4 ln(4/.6) + 2 ln(2/5.4) + 6 ln(6/9.4) + 88 ln(88/84.6)) = 2 (7.5885 - 1.9865 - 2.6937 + 3.4675) = 12.7516.
    """
    measured = keyness(4, 10, 2, 90)
    assert measured.expected == pytest.approx(0.6)
    assert measured.score == pytest.approx(12.7516, abs=1e-3)
    assert measured.log_ratio == pytest.approx(math.log2(18))
    assert measured.is_burst


def test_none_in_the_rest_is_taken_for_half() -> None:
    assert keyness(2, 10, 0, 80).log_ratio == pytest.approx(math.log2((2 / 10) / (0.5 / 80)))
    assert keyness(0, 10, 4, 80).log_ratio == pytest.approx(math.log2((0.5 / 10) / (4 / 80)))


@pytest.mark.parametrize(
    ("measured", "why"),
    [
        (keyness(1, 2, 0, 900), "one unit alone has it"),
        (keyness(600, 1_000, 40_000, 100_000), "it is not twice as frequent, however much text there is"),
        (keyness(3, 10, 2, 20), "chance gives as much"),
        (keyness(2, 60, 80, 300), "it is less frequent"),
        (keyness(5, 10, 0, 0), "there is nothing to compare with"),
        (keyness(0, 0, 5, 10), "there is no part"),
    ],
)
def test_what_is_no_burst(measured: Keyness, why: str) -> None:
    assert not measured.is_burst, why


def test_what_all_units_have_is_no_burst() -> None:
    assert keyness(10, 10, 90, 90) == Keyness(10, 10.0, 0.0, 0.0)


def test_copies_burst_without_a_score() -> None:
    few = keyness(3, 20, 0, 40)
    assert few.score < CRITICAL
    assert bursts_as_story(few)
    assert not bursts_as_story(keyness(1, 20, 0, 40))
    assert not bursts_as_story(keyness(3, 20, 6, 40)), "it goes on elsewhere"
