"""Differences of two rankings over the same queries, and how sure they are."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import NamedTuple

NORMAL = 1.96
"""Standard errors on either side of a mean that hold 95 % of a normal distribution."""


class Difference(NamedTuple):
    """A mean of differences and half of its 95 % interval."""

    mean: float
    half: float

    def __str__(self) -> str:
        return f"{100 * self.mean:+.1f} ±{100 * self.half:.1f}"

    @property
    def is_certain(self) -> bool:
        """Whether the interval leaves out 0."""
        return abs(self.mean) > self.half


def difference(ours: Sequence[float], theirs: Sequence[float]) -> Difference:
    """The mean difference of values query by query; its interval is of the normal distribution over queries.

    Raises ValueError where the two have not the same number of queries.
    """
    each = [mine - other for mine, other in zip(ours, theirs, strict=True)]
    spread = statistics.stdev(each) if len(each) > 1 else 0.0
    return Difference(statistics.mean(each), NORMAL * spread / math.sqrt(len(each)))


def pooled(differences: Sequence[Difference]) -> Difference:
    """The mean over sets, each counting once whatever its number of queries; the sets are taken as they are.

    The interval says how far other queries of these sets would move the mean, and nothing of other sets.
    """
    number = len(differences)
    half = math.sqrt(math.fsum(each.half**2 for each in differences)) / number
    return Difference(statistics.mean(each.mean for each in differences), half)
