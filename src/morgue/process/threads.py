"""Threads that nobody waits for in vain.

`threading.Thread.start` waits until the new thread says that it runs. Where memory is short, a thread can be
without room for its first frame: it ends before it says so, and the caller waits for ever
(https://docs.python.org/3/library/_thread.html has no such wait). What is started here may never run; whoever
starts it does what there is to do alone then, or does without.
"""

from __future__ import annotations

from _thread import allocate_lock, start_new_thread
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


class Thread:
    """Work beside the caller. The process does not wait for it to end."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._running = allocate_lock()

    def start(self) -> None:
        """Begin, if the system has the means; nothing says whether it has."""
        with suppress(RuntimeError, MemoryError):
            start_new_thread(self._run, ())

    def _run(self) -> None:
        with self._running:
            self._work()

    @property
    def running(self) -> bool:
        """Whether it has begun and not ended."""
        return self._running.locked()

    def join(self, seconds: float = -1) -> bool:
        """Wait while it runs, at most so many seconds (-1: as long as it takes); whether it runs no more.

        One that has not begun is not waited for.
        """
        if self._running.acquire(timeout=seconds):
            self._running.release()
            return True
        return False


def together(function: Callable[[Item], Made], items: Iterable[Item], threads: int) -> list[Made]:
    """Return what the function makes of each, in order, by so many threads, of which the caller's is one.

    Raises what the function raised first; what others had begun by then is ended before.
    """
    waiting = deque(enumerate(items))
    made: dict[int, Made] = {}
    failed: list[BaseException] = []

    def work() -> None:
        while not failed:
            try:
                at, item = waiting.popleft()
            except IndexError:
                return
            try:
                made[at] = function(item)
            except BaseException as error:  # noqa: BLE001 - raised by the caller
                failed.append(error)

    others = [Thread(work) for _ in range(min(threads, len(waiting)) - 1)]
    for each in others:
        each.start()
    work()
    for each in others:
        each.join()
    if failed:
        raise failed[0]
    return [made[at] for at in range(len(made))]
