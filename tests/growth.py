"""Finds functions whose work grows faster than their text, on a machine of any speed and beside any other work.

The clock is that of the thread's own processor time, and its unit is no second but a pass: what a plain walk over
LONG characters costs here and now. No amount is judged, only how it grows: four times the text may cost at most
GROWTH times as much. One dear measurement proves nothing, for other work spoils caches and comes between; so each
cost is the least of several, and growth has to show again, and of a longer text. A quadratic function grows so
at every length and in every repetition, and a linear one in none of them.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from functools import cache

LONG = 40_000
"""Characters; the text to compare with has a quarter."""

FLOOR = 20
"""Passes. What costs less for the whole is not compared: quadratic expressions take some hundreds."""

GROWTH = 8.0
"""How much more four times the text may cost: between 4, which is linear, and 16, which is quadratic."""

SCALES = (1, 1, 2)
"""How many times longer the texts are, of each comparison in which growth has to show."""

TRIES = 2
"""Measurements of which the least counts; of the short text, which costs a sixteenth at most, twice as many."""

Function = Callable[[str], object]
Maker = Callable[[int], str]
"""Makes a text of so many characters, more or less."""


def cost(function: Function, given: str) -> float:
    """Return the seconds of processor time that a call takes in this thread."""
    collects = gc.isenabled()
    gc.disable()
    try:
        began = time.thread_time()
        function(given)
        return time.thread_time() - began
    finally:
        if collects:
            gc.enable()


@cache
def plain_pass() -> float:
    """Return what a plain walk over LONG characters costs."""
    given = "ab c" * (LONG // 4)
    return min(cost(lambda text: "".join(map(chr, map(ord, text))), given) for _ in range(20))


def _least(function: Function, make: Maker, length: int, tries: range) -> float:
    # a function may remember its answers: no text comes twice
    return min(cost(function, make(length - each)) for each in tries)


def _grows(function: Function, make: Maker, length: int, at: int) -> bool:
    """Return whether the cost grows too fast between a quarter of the length and the length."""
    base = _least(function, make, length // 4, range(at, at + 2 * TRIES))
    return all(cost(function, make(length - each)) > GROWTH * base for each in range(at, at + TRIES))


def grows_too_fast(function: Function, make: Maker) -> bool:
    """Return whether a function's cost grows faster than its text in every comparison.

    What takes less than FLOOR passes for LONG characters is not compared.
    """
    if cost(function, make(LONG)) < FLOOR * plain_pass():
        return False
    return all(
        _grows(function, make, LONG * scale, at)
        for scale, at in zip(SCALES, range(1, 100, 2 * TRIES), strict=False)
    )


def run_of(unit: str, before: str = "", after: str = "") -> Maker:
    """Return what makes texts of one thing again and again, between two others."""
    return lambda length: before + (unit * (length // len(unit) + 1))[:length] + after
