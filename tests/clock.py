"""Clocks that tests set: one that stands until it is moved, and one that counts how often it is looked at."""

from __future__ import annotations


class Clock:
    """A clock that stands at `now` until a test moves it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Steps:
    """A clock that goes on by one each time it is looked at."""

    def __init__(self) -> None:
        self.taken = 0

    def __call__(self) -> float:
        self.taken += 1
        return float(self.taken)
