"""The numbers of stories."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from morgue.stories import label


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16))
def test_a_label_fits_signed_and_unsigned_columns(story: str) -> None:
    assert 0 < label(story) < 2**63
    assert label(story) == label(story)


def test_labels_are_the_same_on_every_machine() -> None:
    assert label("aaaaaaaaaaaaaaaa") == 5167349060565211385
    assert label("aaaaaaaaaaaaaaab") == 6977942079839000667


def test_labels_differ() -> None:
    assert len({label(f"{number:016d}") for number in range(20_000)}) == 20_000
