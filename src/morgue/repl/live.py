"""Count, beside the prompt, how many articles the line matches that is being typed."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

from morgue.errors import MorgueError, QueryError
from morgue.process.threads import Thread

PAUSE = 0.12
"""Seconds without a key before a count begins."""


class LiveCount:
    """Counts in a thread of its own, with an archive of its own; what is stale by then is dropped.

    `said` is about the line that was asked for last: `14 articles`, what is wrong with it, or nothing yet.
    """

    def __init__(self, where: str, now: dt.datetime | None, changed: Callable[[], None]) -> None:
        self._where = where
        self._now = now
        self._changed = changed
        self._wanted: str | None = None
        self._left = False
        self._news = threading.Condition()
        self._said = ""
        Thread(self._work).start()

    @property
    def said(self) -> str:
        """Return what there is to say of the line."""
        with self._news:
            return self._said

    def ask(self, query: str | None) -> None:
        """Count this query, and no other any more; None is a line that is no query."""
        with self._news:
            if query == self._wanted:
                return
            self._wanted, self._said = query, ""
            self._news.notify()

    def close(self) -> None:
        """End the thread, without waiting for a count that runs."""
        with self._news:
            self._left = True
            self._news.notify()

    def _work(self) -> None:
        import morgue

        try:
            with morgue.open(self._where) as archive:
                counted: str | None = None
                while (query := self._next(counted)) is not None:
                    counted = query
                    if not archive.is_current():
                        archive.refresh()
                    self._say(query, _counted(archive.count, query, self._now))
        except MorgueError as error:  # the archive went away; the prompt's own answers say so too
            with self._news:
                self._said = error.message

    def _next(self, counted: str | None) -> str | None:
        """Return the next query once nothing is typed for a moment; None at the end."""
        with self._news:
            while not self._left:
                wanted = self._wanted
                if wanted is None or wanted == counted:
                    if wanted is None:
                        counted = None
                    self._news.wait()
                elif not self._news.wait(PAUSE) or self._wanted == wanted:
                    return wanted
            return None

    def _say(self, query: str, said: str) -> None:
        with self._news:
            if query != self._wanted:
                return
            self._said = said
        self._changed()


def _counted(count: Callable[..., int], query: str, now: dt.datetime | None) -> str:
    from morgue.render.layout import count as number_of

    try:
        total = count(query, now=now)
        return f"{number_of(total, 'article')} {'matches' if total == 1 else 'match'} this"
    except QueryError as error:
        return error.message
    except MorgueError:
        return "cannot be counted"
