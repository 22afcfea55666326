"""Which pairs the rule is asked about."""

from __future__ import annotations

import pytest

from morgue.stories.candidates import needed
from morgue.stories.sketch import SHARED

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
