"""Which pairs the rule is asked about: by what their sketches share, near each other, and never by the order in which they came."""

from __future__ import annotations

import random
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.stories import candidates
from morgue.stories.candidates import NEIGHBOURS, WEEK, Window, needed
from morgue.stories.sketch import SHARED
from morgue.stories.traits import LONG


class Articles:
    """Articles as a window takes them."""

    def __init__(self, sketches: list[tuple[int, ...]], flags: list[int]) -> None:
        self.ids = [at.to_bytes(4) for at in range(len(sketches))]
        self.flags = flags
        self.numbers = array("I", (number for each in sketches for number in each))
        self.starts = array("I", [0])
        for each in sketches:
            self.starts.append(self.starts[-1] + len(each))


def window(
    sketches: list[tuple[int, ...]],
    *,
    minutes: list[int] | None = None,
    first: int | None = None,
    new: list[bool] | None = None,
    flags: list[int] | None = None,
) -> Window:
    size = len(sketches)
    return Window(
        Articles(sketches, flags or [0] * size),
        minutes or list(range(size)),
        size if first is None else first,
        new or [True] * size,
    )


SKETCHES = st.lists(st.lists(st.integers(0, 12), max_size=5, unique=True).map(tuple), max_size=NEIGHBOURS)


@given(SKETCHES, st.data())
def test_pairs_are_those_that_share_enough(sketches: list[tuple[int, ...]], data: st.DataObject) -> None:
    size = len(sketches)
    first = data.draw(st.integers(0, size))
    new = data.draw(st.lists(st.booleans(), min_size=size, max_size=size))
    found = list(window(sketches, first=first, new=new).sharing())
    assert len(found) == len(set(found))
    assert set(found) == {
        (one, other)
        for one in range(first)
        for other in range(one + 1, size)
        if len(set(sketches[one]) & set(sketches[other])) >= SHARED and (new[one] or new[other])
    }


def test_what_is_more_than_a_week_apart_is_asked_about_only_where_both_are_long() -> None:
    sketches = [tuple(range(8))] * 3
    minutes = [0, WEEK, WEEK + 1]
    assert set(window(sketches, minutes=minutes).sharing()) == {(0, 1), (1, 2)}
    assert set(window(sketches, minutes=minutes, flags=[LONG, 0, LONG]).sharing()) == {(0, 1), (1, 2), (0, 2)}


@pytest.mark.parametrize("size", [100, 1_000])
def test_a_crowd_costs_no_square(size: int) -> None:
    found = list(window([tuple(range(24))] * size).sharing())
    assert len(found) == NEIGHBOURS * size - NEIGHBOURS * (NEIGHBOURS + 1) // 2


def test_many_numbers_are_sorted_slice_by_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(1)
    sketches = [tuple(chance.sample(range(200), 10)) for _ in range(100)]
    whole = set(window(sketches).sharing())
    monkeypatch.setattr(candidates, "_SLICE", 70)
    assert set(window(sketches).sharing()) == whole != set()


def test_who_asks_is_compared_with_those_that_have_a_number() -> None:
    sketches = [(1, 2), (3, 4), (2, 5), (9,)]
    assert set(window(sketches).named({3: {2, 4, 77}})) == {(0, 3), (1, 3), (2, 3)}
    assert list(window(sketches, new=[False, False, False, False]).named({3: {2}})) == []


DAY = 24 * 60


@pytest.mark.parametrize(
    ("minutes", "numbers"),
    [
        (0, SHARED),
        (DAY, SHARED),
        (DAY + 1, SHARED + 1),
        (2 * DAY, SHARED + 1),
        (2 * DAY + 1, SHARED + 2),
        (90 * DAY, SHARED + 2),
    ],
)
def test_texts_that_are_days_apart_share_more_numbers(minutes: int, numbers: int) -> None:
    assert needed(minutes) == numbers
