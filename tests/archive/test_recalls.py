"""An article says whether its story was corrected or withdrawn after it."""

from __future__ import annotations

from collections.abc import Callable

import morgue
from tests.conftest import story
from tests.linked import link


def told(archive: morgue.Archive, identifier: str) -> list[tuple[str, str]]:
    (article,) = archive.show([identifier])
    return [(each.kind, each.article.id) for each in archive.recalls(article)]


def test_every_earlier_copy_is_told_of_the_last_correction(
    archive_of: Callable[..., morgue.Archive],
) -> None:
    first, copy, alone = story(1), story(2), story(6)
    once = story(3, headline="CORRECTED-Ferry crews vote on pay, day 3")
    again = story(4, headline="CORRECTED-Ferry crews vote on pay, day 4")
    late = story(5)
    archive = archive_of([first, copy, once, again, late, alone])
    link(archive, [[each.id for each in (first, copy, once, again, late)]])
    assert told(archive, first.id) == told(archive, copy.id) == [("correction", again.id)]
    assert told(archive, once.id) == [("correction", again.id)]
    assert told(archive, again.id) == told(archive, late.id) == told(archive, alone.id) == []


def test_a_withdrawal_comes_before_a_correction(archive_of: Callable[..., morgue.Archive]) -> None:
    first, kill = story(1), story(3, headline="KILL-Ferry crews vote on pay, day 3")
    right = story(2, headline="CORRECTED-Ferry crews vote on pay, day 2")
    archive = archive_of([first, right, kill])
    link(archive, [[each.id for each in (first, right, kill)]])
    assert told(archive, first.id) == [("withdrawn", kill.id), ("correction", right.id)]
    assert told(archive, right.id) == [("withdrawn", kill.id)]
