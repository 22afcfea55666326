"""Limit how many requests are worked on at a time, and how long one waits for its turn.

A search takes memory and a processor while it runs, and a request that waits takes neither. The threads that work
are few and stay: what one search has freed, the next one of its thread uses again.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import Callable, Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from morgue.errors import MorgueError
from morgue.query.deadline import Deadline, limited

AT_ONCE = 4
"""Requests that are worked on at a time."""

WAIT_SECONDS = 20.0
"""Seconds that a request waits for its turn, twice what the slowest query may take."""

RETRY_SECONDS = 10
"""Seconds after which one that was sent away may well ask again."""


class BusyError(MorgueError):
    """There is more to do than the server can take."""

    kind = "busy"

    def __init__(self) -> None:
        super().__init__(
            f"too many searches at once: none of the {AT_ONCE} that may run came to an end in time",
            hint=f"ask again in {RETRY_SECONDS} seconds",
        )


class ConcurrencyLimit:
    """Works on a few requests at a time; the others wait in order."""

    def __init__(self) -> None:
        self._threads = concurrent.futures.ThreadPoolExecutor(AT_ONCE, thread_name_prefix="morgue-search")
        self._running: set[Deadline] = set()

    async def work(self, request: Request, answer: Callable[[Request], Response]) -> Response:
        """Return the answer, made in one of the threads. Raises BusyError where none was free within WAIT_SECONDS.

        A request whose client has gone before its turn is not worked on, and the work on one whose client goes
        meanwhile is called off. All work on a request has one deadline.
        """
        begun: list[Deadline] = []
        waiting = self._threads.submit(self._timed, begun, answer, request)
        answered = asyncio.wrap_future(waiting)
        gone: asyncio.Future[None] = asyncio.ensure_future(_gone(request))
        gone.add_done_callback(lambda _: _call_off(begun))
        either: set[asyncio.Future[Any]] = {answered, gone}
        try:
            await asyncio.wait(either, timeout=WAIT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if not answered.done() and waiting.cancel():
                raise BusyError
            return await answered
        finally:
            waiting.cancel()
            gone.cancel()

    def _timed(
        self, begun: list[Deadline], answer: Callable[[Request], Response], request: Request
    ) -> Response:
        """Return the answer, within the time that a query may take; its deadline is put into `begun`."""
        deadline = Deadline()
        begun.append(deadline)
        self._running.add(deadline)
        try:
            with limited(deadline):
                return answer(request)
        finally:
            self._running.discard(deadline)

    def close(self) -> None:
        """Take no more requests: those that wait are not worked on, and the work on others is called off."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        _call_off(tuple(self._running))


def _call_off(deadlines: Iterable[Deadline]) -> None:
    for each in deadlines:
        each.call_off()


async def _gone(request: Request) -> None:
    """Wait until the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
