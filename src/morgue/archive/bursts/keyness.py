"""Measure how much more frequent something is in a part of an archive than in the rest of it.

What is counted are units (stories, or articles): each has a word or has it not, so that a part and its rest make a table
of two rows and two columns.
"""

from __future__ import annotations

from math import log, log2
from typing import NamedTuple

MEASURE = "log-likelihood"
"""The name of the measure, in answers."""

CRITICAL = 10.83
"""The least score of what is over-represented: the critical value of chi-squared with one degree of freedom at p < .001.

Scores of what is the same in both parts exceed it once in a thousand times, and many words are looked at at once.
"""

POSSIBLE = 3.84
"""The least score in a sample of what may be over-represented: the critical value at p < .05."""

LEAST_RATIO = 1.0
"""The least log ratio of what is over-represented: it is twice as frequent.

A significance test alone is passed by function words too, once there is enough text; none of them doubles.
"""

LEAST_UNITS = 2
"""Units of the part that have it at least: what one story alone has is that story's."""

NEVER = 0.5
"""What a count of none in the rest is taken for in a ratio, which could not be computed else (Hardie 2014)."""


class Keyness(NamedTuple):
    """How one thing compares: `having` units of the part have it, `expected` would if it were as frequent as everywhere.

    `score` is the log-likelihood G2, `log_ratio` the binary logarithm of how many times as frequent it is as in the rest:
    1 is twice, 2 four times, negative less frequent.
    """

    having: int
    expected: float
    score: float
    log_ratio: float

    @property
    def is_burst(self) -> bool:
        """Return whether it is over-represented."""
        return self.having >= LEAST_UNITS and self.score >= CRITICAL and self.log_ratio >= LEAST_RATIO


def log_likelihood(part: int, part_size: int, rest: float, rest_size: float) -> float:
    """Return the log-likelihood ratio G2 of two parts, of which so many units have something; sizes are above 0.

    The source is Dunning, "Accurate Methods for the Statistics of Surprise and Coincidence", Computational Linguistics 19
    (1993): twice the sum of each of the four cells times the logarithm of what it is of what is expected. It is asymptotically
    distributed as chi-squared with one degree of freedom, also where counts are small.
    """
    having = (part + rest) / (part_size + rest_size)
    score = 0.0
    if part:
        score += part * log(part / (part_size * having))
    if rest:
        score += rest * log(rest / (rest_size * having))
    if part < part_size and having < 1:
        score += (part_size - part) * log((part_size - part) / (part_size * (1 - having)))
    if rest < rest_size and having < 1:
        score += (rest_size - rest) * log((rest_size - rest) / (rest_size * (1 - having)))
    return max(0.0, 2 * score)


def keyness(part: int, part_size: int, rest: float, rest_size: float) -> Keyness:
    """Return how `part` of `part_size` units compare with `rest` of `rest_size` others.

    The effect size beside the score is the log ratio of Hardie, "Log Ratio: an informal introduction" (2014), since a score grows
    with the amount of text. Without a rest nothing is over-represented: score and ratio are 0.
    """
    if not part_size or not rest_size:
        return Keyness(part, float(part), 0.0, 0.0)
    score = log_likelihood(part, part_size, rest, rest_size)
    ratio = log2(((part or NEVER) / part_size) / ((rest or NEVER) / rest_size))
    return Keyness(part, part_size * (part + rest) / (part_size + rest_size), score, ratio)


def bursts_as_story(measured: Keyness) -> bool:
    """Return whether a story whose articles compare so bursts: several are in the part, twice as many as in the rest.

    Its copies are no sample of anything, so that no score is asked of them.
    """
    return measured.having >= LEAST_UNITS and measured.log_ratio >= LEAST_RATIO
