"""What two sequences have in common: right on every input, and in bounded time on what repeats itself."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.stories import alignment
from morgue.stories.alignment import Block, blocks

ITEMS = st.lists(st.sampled_from("abcdefg"), max_size=40)


def is_sound(one: list[str], other: list[str], found: list[Block]) -> bool:
    """Whether the blocks are of equal items, in order, and no two touch in both."""
    a = b = -1
    for block in found:
        if block.size < 1 or block.a < a or block.b < b or (block.a, block.b) == (a, b):
            return False
        if one[block.a : block.a + block.size] != other[block.b : block.b + block.size]:
            return False
        a, b = block.a + block.size, block.b + block.size
    return a <= len(one) and b <= len(other)


@given(ITEMS, ITEMS)
def test_blocks_are_sound(one: list[str], other: list[str]) -> None:
    assert is_sound(one, other, blocks(one, other))


@given(ITEMS, ITEMS)
def test_blocks_are_sound_where_difflib_would_take_too_long(one: list[str], other: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "MOST_WORK", 20)
        found = blocks(one, other)
    assert is_sound(one, other, found)
    if one == other and one:
        assert found == [Block(0, 0, len(one))]


def test_between_equal_ends_it_is_what_difflib_finds() -> None:
    one, other = [*"abcdxyz"], [*"abqcdez"]
    expected = [Block(*each) for each in SequenceMatcher(None, one, other).get_matching_blocks() if each.size]
    assert blocks(one, other) == expected


def test_anchors_keep_the_rest_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "MOST_WORK", 0)
    assert blocks([*"the.A.the.B.the"], [*"the.B.the.A.the"]) != []
    one = [*("the", "cat") * 30, "1987", *("the", "dog") * 30]
    other = [*("the", "cat") * 29, "1987", *("the", "dog") * 31]
    found = blocks(one, other)
    assert any(each.a <= 60 < each.a + each.size for each in found), (
        "the number that both have once is in a block"
    )


@pytest.mark.parametrize("size", [3_000, 6_000])
def test_what_repeats_itself_does_not_take_the_cube_of_its_length(size: int) -> None:
    one, other = ["a"] * size, ["a", "b"] * (size // 2)
    assert sum(each.size for each in blocks(one, other)) == size // 2
