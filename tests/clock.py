"""A clock that goes only when somebody sleeps, for what waits."""

from __future__ import annotations

from collections.abc import Callable


class Clock:
    """Has the functions of `time` that waiting takes; put in the place of a module's `time`."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        """Return the seconds slept so far."""
        return self.now

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Go on by so much at once."""
        self.now += seconds
        self.slept.append(seconds)


class Steps:
    """A clock that goes on by one each time it is looked at."""

    def __init__(self) -> None:
        self.taken = 0

    def __call__(self) -> float:
        self.taken += 1
        return float(self.taken)


class Timer:
    """What `call_later` returns: a call at a moment, unless it is cancelled."""

    def __init__(self, when: float, call: Callable[[], object]) -> None:
        self.when = when
        self.call = call
        self.cancelled = False

    def cancel(self) -> None:
        """Do not call."""
        self.cancelled = True


class Timers(Clock):
    """Has the function of an event loop that calls later; `pass_by` lets time go by."""

    def __init__(self) -> None:
        super().__init__()
        self.timers: list[Timer] = []

    def call_later(self, seconds: float, call: Callable[[], object]) -> Timer:
        """Call when so many seconds have gone by."""
        self.timers.append(Timer(self.now + seconds, call))
        return self.timers[-1]

    def pass_by(self, seconds: float) -> None:
        """Go on by so much, and call what was to be called in that time."""
        end = self.now + seconds
        while due := [each for each in self.timers if not each.cancelled and each.when <= end]:
            first = min(due, key=lambda each: each.when)
            self.timers.remove(first)
            self.now = first.when
            first.call()
        self.now = end
