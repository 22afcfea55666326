"""Find what bursts in each period of what a query matches, beside all else that it matches, or the rest of the archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from morgue.archive.arguments import Against, Unit
from morgue.archive.bursts.exact import Exact
from morgue.archive.bursts.features import PLACES, WORDS, both
from morgue.archive.bursts.keyness import (
    CRITICAL,
    LEAST_RATIO,
    LEAST_UNITS,
    POSSIBLE,
    bursts_as_story,
    keyness,
    log_likelihood,
)
from morgue.archive.bursts.names import SPARE, Compared, Names, TopStory
from morgue.archive.bursts.reading import Group, Reading, Totals, counted, without_time
from morgue.archive.bursts.sample import Read, read
from morgue.archive.results import BurstPeriod
from morgue.engines.base import Searcher
from morgue.engines.timeline import span_of, unit_for
from morgue.query.tree import Days, Everything, Node, Note

SPARE_PERIODS = 2
"""How many times as many periods are counted in the index as are shown: a sample shows only about how much each bursts."""


@dataclass(slots=True)
class Found:
    """What was found: how many articles match, the unit, what it was compared with, the periods, what the user should know.

    `read` articles were read of `compared` ones: fewer, where a sample showed what may burst.
    """

    total: int
    by: str
    against: Against
    periods: list[BurstPeriod]
    notes: tuple[Note, ...]
    read: int
    compared: int


@dataclass(slots=True)
class _Period:
    """What bursts in a period, best first, before it has a name."""

    label: str
    tree: Node
    articles: int
    stories: int
    features: dict[str, list[Compared]]
    tops: list[TopStory]
    several: list[str]
    """The stories that have several articles, those of most articles first."""

    @property
    def bursts(self) -> bool:
        """Return whether anything is over-represented."""
        return bool(self.tops or any(self.features.values()))

    def rank(self) -> tuple[float, int, str]:
        """Return what orders periods: the best score of a word or place, else the articles of the largest story.

        Any story is of its period alone, so that the score of its articles says only how many they are.
        """
        best = max((each[0].keyness.score for each in self.features.values() if each), default=0.0)
        return -best, -max((each.keyness.having for each in self.tops), default=0), self.label


def find_bursts(
    searcher: Searcher,
    tree: Node,
    *,
    by: str,
    limit: int | None,
    top: int,
    count: Unit,
    against: Against,
) -> Found:
    """Return the periods that burst most, at most `limit` (None: all that have articles), in order of time.

    `by` is day, week, month, year, or auto: as a timeline chooses. Of words, places and stories each period has
    the best `top`. `searcher` finds what is in the scope of the query, which the tree leaves out (`reading.without_scope`).
    """
    whole = without_time(tree) if against == "query" else Everything()
    if isinstance(whole, Everything):
        against = "archive"
    days = searcher.days(tree)
    by = unit_for(days) if by == "auto" else by
    had = read(searcher, tree, whole, days, by, count)
    totals = had.reading.totals()
    found = [
        _compared(label, both(tree, Days(*span_of(label, by))), group, had.reading, totals)
        for label, group in had.reading.periods.items()
    ]
    if had.is_sample:
        found = _most(found, None if limit is None else SPARE_PERIODS * limit)
        most = max(1, top)
        _recount(found, searcher, Exact(searcher, whole, count, top=most, periods=len(found)), most)
    found = _most(found, limit)
    names = [Names(searcher, each.tree, whole, count) for each in found]
    periods = [_named(*each, top) for each in zip(found, names, strict=True)]
    total, compared = searcher.count(tree), searcher.count(whole)
    undated = total - sum(number for _, number in days)
    notes = tuple(_notes(undated, had, compared, by, against))
    periods.sort(key=lambda each: each.period)
    return Found(total, by, against, periods, notes, had.reading.articles, compared)


def _most(found: list[_Period], limit: int | None) -> list[_Period]:
    """Return the periods that burst most; all of them, those without a burst too, where there is no limit."""
    if limit is None:
        return found
    return sorted((each for each in found if each.bursts), key=_Period.rank)[:limit]


def _notes(undated: int, had: Read, compared: int, by: str, against: Against) -> Iterator[Note]:
    """Yield what the user should know of what was compared."""
    reading = had.reading
    if undated:
        one = "1 article has no date: it is in no period, and counts among the rest"
        several = f"{undated:,} articles have no date: they are in no period, and count among the rest"
        yield Note("undated", one if undated == 1 else several)
    if had.is_sample:
        yield Note(
            "sample",
            f"{reading.articles:,} of {compared:,} articles were read to see what may burst; what is shown is counted in all",
            hint="narrow the query with date: or another word",
        )
    if had.left_out:
        yield Note(
            "periods",
            f"{had.left_out:,} {by}s with the fewest articles were left out",
            hint="choose a longer unit",
        )
    if reading.periods and len(reading.groups) == 1:
        hints = [] if by == "day" else ["choose a shorter unit"]
        if against == "query":
            hints.append("compare with the archive")
        yield Note(
            "one-period",
            f"all articles are of one {by}: there is nothing to compare it with",
            hint=" or ".join(hints) or None,
        )


def _compared(label: str, tree: Node, group: Group, reading: Reading, totals: Totals) -> _Period:
    """Return what bursts in a period beside all that was read."""
    found: dict[str, list[Compared]] = {WORDS: [], PLACES: []}
    for each in _more_frequent(group, reading, totals):
        found[each.feature.kind].append(each)
    for many in found.values():
        many.sort(key=Compared.rank)
    stories = group.by_story()
    size = len(group.members)
    rest_size = totals.stories.total() - size
    tops = []
    for story, members in stories.items():
        measured = keyness(len(members), size, totals.stories[story] - len(members), rest_size)
        if bursts_as_story(measured):
            outlets = len({each.outlet for each in members} - {""})
            tops.append(TopStory(story, members[0].id, outlets, measured))
    several = [story for story, members in stories.items() if members[0].copies > 1]
    several.sort(key=lambda story: (-len(stories[story]), -stories[story][0].copies, story))
    return _Period(label, tree, size, len(stories), found, sorted(tops, key=TopStory.rank), several)


def _more_frequent(group: Group, reading: Reading, totals: Totals) -> Iterator[Compared]:
    """Yield the features of a period that are over-represented; of a sample all that may be."""
    counts = counted(group.by_unit(reading.count))
    known, bases = reading.features.known, reading.features.bases
    whole, read, weight = totals.whole, totals.read, group.weight
    least, times = (CRITICAL, 2**LEAST_RATIO) if whole is read else (POSSIBLE, 1.0)
    for number, count in counts.items():
        if count < LEAST_UNITS or number == (base := bases[number]):
            continue
        size = counts[base]
        rest_size, others = read[base] - size, whole[base] - weight * size
        if rest_size <= 0 or others <= 0:
            continue
        rest = min(max(0.0, whole[number] - weight * count) * rest_size / others, rest_size)
        if count * rest_size < times * rest * size or log_likelihood(count, size, rest, rest_size) < least:
            continue
        yield Compared(known[number], keyness(count, size, rest, rest_size), size, rest_size)


def _recount(found: list[_Period], searcher: Searcher, exact: Exact, top: int) -> None:
    """Count in all articles what a sample has shown."""
    for each in found:
        each.articles = searcher.count(each.tree)
        each.stories = searcher.count_stories(each.tree)
        for kind, candidates in each.features.items():
            each.features[kind] = exact.features(each.tree, candidates)
        each.tops = exact.stories(each.tree, each.several[: SPARE * top])


def _named(found: _Period, names: Names, top: int) -> BurstPeriod:
    return BurstPeriod(
        found.label,
        found.articles,
        found.stories,
        names.words(found.features[WORDS], top),
        names.places(found.features[PLACES], top),
        names.stories(found.tops[:top]),
    )
