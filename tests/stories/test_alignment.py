"""Two sequences are matched in order, and in time that grows with their length."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.stories.alignment import SMALL, matching
from tests.growth import Maker, grows_too_fast, run_of

FEW = st.lists(st.sampled_from("abcd"), max_size=40)
MANY = st.lists(st.integers(0, 60), min_size=70, max_size=160)


def rises(pairs: list[tuple[int, int]]) -> bool:
    return all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@given(FEW | MANY, FEW | MANY)
def test_matches_are_equal_and_in_order(a: list[object], b: list[object]) -> None:
    pairs = matching(a, b)
    assert all(a[one] == b[other] for one, other in pairs)
    assert rises(pairs)


@given(FEW | MANY)
def test_a_sequence_matches_itself_whole(a: list[object]) -> None:
    assert matching(a, a) == [(at, at) for at in range(len(a))]


@given(st.lists(st.sampled_from("abcdef"), max_size=60), st.lists(st.sampled_from("abcdef"), max_size=60))
def test_small_ones_are_matched_by_their_longest_runs(a: list[str], b: list[str]) -> None:
    assert len(a) * len(b) <= SMALL
    whole = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    assert len(matching(a, b)) >= max(start, max((size for _, _, size in whole), default=0) - start)


@given(st.permutations(range(200)), st.integers(0, 199))
def test_what_was_cut_out_of_the_middle_is_all_that_is_missing(a: list[int], at: int) -> None:
    cut = a[:at] + a[at + 1 :]
    assert len(matching(a, cut)) == len(cut)


def test_one_line_a_thousand_times_is_matched() -> None:
    a, b = ["x"] * 3_000, ["x"] * 2_000
    assert len(matching(a, b)) == 2_000
    assert len(matching(["x", "y"] * 1_000, ["y", "x"] * 1_000)) >= 1_900


def backwards(length: int) -> str:
    return "".join(map(chr, range(1_000, 1_000 + length)))


@pytest.mark.parametrize(
    "make",
    [run_of("ab"), run_of("abcdefgh"), run_of("a", "x", "y"), backwards],
    ids=["two", "eight", "one", "all"],
)
def test_the_work_grows_with_the_length(make: Maker) -> None:
    def other(text: str) -> object:
        turned = text[::-1]
        return matching(text, turned), matching(text, text[1::2] + text[::2])

    assert not grows_too_fast(other, make)
