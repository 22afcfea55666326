"""The time that the answer to a query may take: one deadline for all the work that is done for it.

`limited()` opens a deadline for a block, or keeps the one that the block is inside of, so that all questions of one
page share theirs. Loops whose work grows with a query or with the stories call `check()`, which raises once the time
is over or nobody waits for the answer any more. Each thread has deadlines of its own.
"""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

from morgue.errors import EngineError

TIME_LIMIT = 10.0
"""Seconds that one query may take."""

STORY_SECONDS = 0.05
"""Seconds that a stream of stories may take beyond TIME_LIMIT for each story: far more than one usually takes."""

Clock = Callable[[], float]
Given = ParamSpec("Given")
Made = TypeVar("Made")


class TooLongError(EngineError):
    """The query took longer than it may."""

    kind = "timeout"

    def __init__(self, seconds: float = TIME_LIMIT) -> None:
        super().__init__(
            f"the query took longer than {seconds:.0f} seconds",
            hint="narrow it with a date or another word, or ask for fewer hits and snippets",
        )


class CalledOffError(EngineError):
    """Nobody waits for the answer any more."""

    kind = "called-off"

    def __init__(self) -> None:
        super().__init__("the query was called off")


class Deadline:
    """The instant, on `clock`, at which work on a query has to end; any thread may call the work off before."""

    __slots__ = ("_called_off", "_clock", "_ends", "_outer")

    def __init__(
        self, seconds: float | None = None, *, clock: Clock | None = None, outer: Deadline | None = None
    ) -> None:
        self._clock = clock or time.monotonic
        self._ends = self._clock() + (TIME_LIMIT if seconds is None else seconds)
        self._called_off = False
        self._outer = outer

    @property
    def left(self) -> float:
        """Seconds until it is reached; less than 0 afterwards."""
        return self._ends - self._clock()

    def call_off(self) -> None:
        """Let the next check raise CalledOffError."""
        self._called_off = True

    def check(self) -> None:
        """Raise TooLongError once the time is over, CalledOffError where the work was called off."""
        if self._outer is not None:
            self._outer.check()
        if self._called_off:
            raise CalledOffError
        if self._clock() > self._ends:
            raise TooLongError


_CURRENT: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def current() -> Deadline:
    """Return the deadline of the block that runs, or a new one where it has none."""
    return _CURRENT.get() or Deadline()


def check() -> None:
    """Raise TooLongError or CalledOffError where the block that runs has to end; without a deadline it has not."""
    deadline = _CURRENT.get()
    if deadline is not None:
        deadline.check()


@contextlib.contextmanager
def limited(deadline: Deadline | None = None) -> Iterator[None]:
    """Work inside of this block has a deadline: that of the block around it, else this one, else a new one."""
    if _CURRENT.get() is not None:
        yield
        return
    token = _CURRENT.set(deadline or Deadline())
    try:
        yield
    finally:
        _CURRENT.reset(token)


@contextlib.contextmanager
def briefly(seconds: float) -> Iterator[None]:
    """Give work inside of this block so much time and no more than the block around it has.

    Raises TooLongError as every deadline does; whoever can do without what was worked on catches it, and calls `check`.
    """
    token = _CURRENT.set(Deadline(seconds, outer=_CURRENT.get()))
    try:
        yield
    finally:
        _CURRENT.reset(token)


def timed(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """Give every call of a function a deadline; it is not begun after that of the block that it is called in."""

    @functools.wraps(function)
    def call(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        with limited():
            check()
            return function(*args, **kwargs)

    return call


class Pace:
    """The time that a stream of stories may take: TIME_LIMIT in all, and STORY_SECONDS more for each story.

    What whoever takes the stories does between two of them is not counted.
    """

    def __init__(self, *, clock: Clock | None = None) -> None:
        self._clock = clock
        self._left = TIME_LIMIT

    @contextlib.contextmanager
    def step(self) -> Iterator[None]:
        """Work for the next story."""
        deadline = Deadline(self._left, clock=self._clock)
        with limited(deadline):
            yield
        self._left = deadline.left + STORY_SECONDS


def paced(stories: Iterator[Made], *, clock: Clock | None = None) -> Iterator[Made]:
    """Yield stories, each of which is made within the time of a Pace. Raises TooLongError."""
    pace = Pace(clock=clock)
    while True:
        try:
            with pace.step():
                story = next(stories)
        except StopIteration:
            return
        yield story
