"""The numbers of stories."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from morgue.stories import label


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16))
def test_a_label_fits_signed_and_unsigned_columns(story: str) -> None:
    assert 0 < label(story) < 2**60
    assert label(story) == label(story)


def test_labels_are_the_same_on_every_machine() -> None:
    assert label("aaaaaaaaaaaaaaaa") == 645918632570651423
    assert label("aaaaaaaaaaaaaaab") == 872242759979875083


def test_labels_of_stories_differ() -> None:
    ids = ["".join(each) + "a" * 13 for each in product("abcdefghijklmnopqrstuvwxyz234567", repeat=3)]
    assert len(set(map(label, ids))) == len(ids)
