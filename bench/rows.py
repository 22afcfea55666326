"""What a run finds: rows of values by program, and the ratios that are aimed at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from bench.programs import MORGUE, Peer


@dataclass(frozen=True, slots=True)
class Run:
    """What is run: the feeds, where indexes are made, and how often. `each` is questions a kind."""

    feeds: Path
    work: Path
    label: str
    stories: int
    peers: list[Peer]
    rounds: int
    each: int
    seed: int

    def home(self, peer: Peer | str) -> Path:
        """The index of a peer."""
        return self.work / (peer if isinstance(peer, str) else peer.name)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a work, a part of it, and a value in `unit` for each program."""

    work: str
    part: str
    unit: str
    values: dict[str, float]
    note: str = ""
    spread: dict[str, list[float]] = field(default_factory=dict)
    """The values of the single rounds, where they were kept."""


class Target(NamedTuple):
    """morgue's value may be at most `most` times that of the program `against`; None: `most` itself, in the unit.

    `least` and `up_to` bound the number of stories at which it is asked.
    """

    work: str
    part: str
    against: str | None
    most: float
    least: int = 0
    up_to: int = 1 << 62


TARGETS = (
    Target("index", "wall", "tantivy", 1.3),
    Target("index", "wall", "fts5", 1.0),
    Target("index", "wall", "lucene", 1.0),
    Target("index", "wall", "whoosh", 0.1),
    Target("index", "peak memory", None, 500.0),
    Target("size", "archive", "tantivy", 1.1),
    Target("again", "wall", "first", 0.02),
    Target("search", "geometric mean", "tantivy", 1.0),
    Target("search", "geometric mean", "fts5", 0.35, 0, 100_000),
    Target("search", "geometric mean", "fts5", 0.1, 100_000),
    Target("search", "geometric mean", "lucene", 1.0),
    Target("search", "geometric mean", "xapian", 1.0),
    Target("search", "", "tantivy", 1.5),
    Target("busy", "p99", "quiet", 3.0),
    Target("start", "one search", "script", 1.3),
    Target("start", "one search", "pass", 5.0),
    Target("start", "first prompt", "script", 400 / 45),
    Target("count", "facets", "tantivy", 1.2),
    Target("count", "timeline", "tantivy", 1.2),
    Target("growth", "", "smaller", 10.0),
)


class Verdict(NamedTuple):
    """A ratio, or a value, beside what was aimed at."""

    row: Row
    target: Target
    ratio: float

    @property
    def met(self) -> bool:
        """Whether it is what was aimed at."""
        return self.ratio <= self.target.most


def verdicts(rows: Iterable[Row], stories: int) -> list[Verdict]:
    """Every target that the rows tell of; one without a part is of every row of its work but the summary."""
    found = []
    for row in rows:
        for target in TARGETS:
            mine = target.part == row.part or (not target.part and row.part != "geometric mean")
            if target.work != row.work or not mine or not target.least <= stories < target.up_to:
                continue
            if target.against is None:
                found.append(Verdict(row, target, row.values[MORGUE]))
            elif row.values.get(target.against):
                found.append(Verdict(row, target, row.values[MORGUE] / row.values[target.against]))
    return found


def geometric_mean(values: Sequence[float]) -> float:
    """The geometric mean of positive values."""
    return math.exp(math.fsum(map(math.log, values)) / len(values))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]
