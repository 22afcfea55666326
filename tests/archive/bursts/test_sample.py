"""Where there are too many articles some of each period are read, and what is shown is counted in all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from morgue.archive.arguments import Unit
from morgue.archive.bursts import exact, sample
from morgue.archive.bursts.exact import Exact
from morgue.archive.bursts.features import Feature
from morgue.archive.bursts.names import Compared
from morgue.archive.bursts.sample import _shares, _size, _stretches
from morgue.query.deadline import Deadline, TooLongError, limited
from morgue.query.tree import Node
from tests.archive.bursts.conftest import Indexed, article
from tests.archive.bursts.test_finder import counts, found_in, invented, numbers, period, quiet

FIRST = dt.date(2025, 1, 1)


def few(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """At most so many articles are read."""
    monkeypatch.setattr(sample, "MOST", most)
    monkeypatch.setattr(sample, "SAMPLE", most)


def days(*numbers_of_days: int) -> list[tuple[dt.date, int]]:
    return [(FIRST + dt.timedelta(at), number) for at, number in enumerate(numbers_of_days) if number]


@pytest.mark.parametrize(
    ("sizes", "most", "shares"),
    [
        ({"a": 5, "b": 5}, 20, {"a": 5, "b": 5}),
        ({"a": 1, "b": 100, "c": 50}, 31, {"a": 1, "b": 15, "c": 15}),
        ({"a": 100}, 7, {"a": 7}),
        ({}, 7, {}),
    ],
)
def test_shares_are_alike_but_for_periods_that_have_less(
    sizes: dict[str, int], most: int, shares: dict[str, int]
) -> None:
    assert _shares(sizes, most) == shares


@pytest.mark.parametrize(
    ("held", "number", "sizes"),
    [
        ((1, 1, 1, 1), 2, [2, 2]),
        ((1, 1, 1), 3, [1, 1, 1]),
        ((9, 1, 1, 1), 4, [9, 3]),
        ((1, 0, 0, 9), 2, [10]),
        ((50,), 8, [50]),
    ],
)
def test_stretches_have_about_as_many_articles_each(
    held: tuple[int, ...], number: int, sizes: list[int]
) -> None:
    parts = list(_stretches(days(*held), number))
    assert [each for part in parts for each in part] == days(*held), "every day once, in order"
    assert len(parts) <= number
    assert [_size(part) for part in parts] == sizes


def burst_of(number: int, day: str) -> list[Any]:
    return [article(5_000 + at, "A walrus", day=day) for at in range(number)]


def test_a_sample_shows_what_bursts_and_all_articles_are_counted(
    indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(monkeypatch, 150)
    monkeypatch.setattr(sample, "LEAST", 10)
    common = [article(1_000 + at, "gull", day=f"2025-10-{at % 20 + 1:02d}") for at in range(100)]
    searcher = indexed([*burst_of(40, "2025-10-07"), *common, *quiet(0, 300, "2025-10-09")])
    found = found_in(searcher, by="week")
    assert (found.total, found.compared) == (440, 440)
    assert 100 < found.read <= 150
    assert [each.kind for each in found.notes] == ["sample"]
    assert found.notes[0].message == (
        f"{found.read} of 440 articles were read to see what may burst; what is shown is counted in all"
    )
    week = period(found, "2025-W41")
    assert counts(week.words) == {"walrus": 40}
    assert week.words[0].expected == pytest.approx(375 * 40 / 440)
    assert (week.articles, week.stories) == (375, 375)


def test_periods_with_few_articles_are_left_out_and_a_note_says_so(
    indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(monkeypatch, 40)
    monkeypatch.setattr(sample, "LEAST", 20)
    searcher = indexed(
        [
            *burst_of(30, "2025-10-07"),
            *quiet(0, 50, "2025-10-09"),
            *quiet(100, 3, "2025-10-11"),
            *quiet(200, 2, "2025-10-12"),
        ]
    )
    found = found_in(searcher)
    assert [each.period for each in found.periods] == ["2025-10-07", "2025-10-09"]
    note = found.notes[-1]
    assert (note.kind, note.message) == ("periods", "2 days with the fewest articles were left out")


def test_a_query_of_few_articles_is_compared_with_a_sample_of_the_others(
    indexed: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(monkeypatch, 60)
    monkeypatch.setattr(sample, "LEAST", 10)
    common = [article(1_000 + at, "gull walrus" if at < 3 else "gull", day="2025-10-20") for at in range(100)]
    searcher = indexed([*burst_of(10, "2025-10-07"), *common])
    found = found_in(searcher, "date:2025-10-07")
    (day,) = found.periods
    assert counts(day.words) == {"walrus": 10}
    assert day.words[0].expected == pytest.approx(10 * 13 / 110), "three of the rest have it, read or not"


@pytest.mark.parametrize("many", [30, 60])
def test_the_work_of_an_answer_is_bounded_however_many_periods_are_asked_for(
    indexed_here: Indexed, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    few(monkeypatch, 20 * many)
    monkeypatch.setattr(sample, "LEAST", 20)
    monkeypatch.setattr(exact, "MOST_COUNTS", 10)
    monkeypatch.setattr(exact, "MOST_STORY_COUNTS", 10)
    words = [
        f"{one}{other}" for one in ("quay", "mast", "buoy", "reef") for other in ("ling", "side", "ward")
    ]
    made = [
        article(100 * at + number, headline=f"{words[turn]}{at} told", day=f"{FIRST + dt.timedelta(at)}")
        for at in range(many)
        for number in range(24)
        for turn in (number // 2,)
    ]
    searcher = indexed_here(made)
    asked = 0
    compared = exact.Exact._compared

    def counting(self: Exact, tree: Node, features: Sequence[Feature], count: Unit) -> list[Compared]:
        nonlocal asked
        asked += len(features)
        return compared(self, tree, features, count)

    monkeypatch.setattr(exact.Exact, "_compared", counting)
    found = found_in(searcher, limit=None, top=3)
    assert len(found.periods) == many
    assert all(len(each.words) == 3 for each in found.periods)
    assert asked == many * 2 * 3, "three words a day, by article and by story"
    assert found.read < found.compared == 24 * many


def test_what_is_too_long_is_read_in_part(indexed: Indexed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample, "ROOM", 200_000)
    long = [article(at, "A walrus. " + f"word{at} " * 500, day="2025-10-07") for at in range(30)]
    long += [article(100 + at, f"other{at} " * 500, day="2025-10-08") for at in range(60)]
    found = found_in(indexed(long))
    assert 0 < found.read < 90
    assert counts(period(found, "2025-10-07").words) == {"walrus": 30}


def test_a_sample_is_the_same_on_every_engine(
    indexed_here: Indexed, indexed_elsewhere: Indexed, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(monkeypatch, 120)
    monkeypatch.setattr(sample, "LEAST", 20)
    articles = invented(5, 300)
    here, there = (found_in(index(articles), limit=3, top=4) for index in (indexed_here, indexed_elsewhere))
    assert here.read == there.read <= 120
    assert [each.to_json("stories") for each in here.periods] == [
        each.to_json("stories") for each in there.periods
    ]
    assert any(numbers(each.words) for each in here.periods)


@pytest.mark.parametrize("most", [10, 1_000])
def test_the_time_limit_holds(indexed: Indexed, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    few(monkeypatch, most)
    searcher = indexed(invented(3, 100))
    for steps in (1, 20, 60):
        ticks = iter(range(1_000_000))
        with pytest.raises(TooLongError), limited(Deadline(steps, clock=lambda ticks=ticks: next(ticks))):  # type: ignore[misc]
            found_in(searcher)
