"""Search interactively: the engine and the language of the command line, a line at a time.

`prompt` reads a line, with what may come next (`completion`) and how much it matches (`live`); `session` answers it,
`commands` is the table of what can be typed after a colon. `view` is the search that is being narrowed, `export`
writes all of its hits.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from morgue.errors import MorgueError
from morgue.process.interrupts import Terminated, survived

if TYPE_CHECKING:
    from morgue.commands.settings import Settings
    from morgue.repl.session import Session


def run(settings: Settings) -> int:
    """Answer lines until there are no more: 0, or 2 where a line that was piped in could not be answered."""
    from morgue.repl.session import Session

    with settings.open() as archive:
        session = Session(archive, settings)
        if sys.stdin.isatty() and sys.stdout.isatty():
            from morgue.repl.prompt import prompted

            with survived(signal.SIGINT):
                _answer(session, prompted(session))
            return 0
        return 2 if _answer(session, _piped()) else 0


def _piped() -> Iterator[str]:
    """Yield the lines of standard input."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "surrogateescape").rstrip("\r\n")


def _answer(session: Session, lines: Iterator[str]) -> int:
    """Answer each line; how many could not be."""
    from morgue.repl.session import Leave

    failed = 0
    for line in lines:
        try:
            session.answer(line)
        except Leave:
            break
        except MorgueError as error:
            failed += 1
            _complain(error, session.settings)
        except KeyboardInterrupt as interrupt:
            if isinstance(interrupt, Terminated) or not sys.stdin.isatty():
                raise
            session.settings.say("interrupted")
    return failed


def _complain(error: MorgueError, settings: Settings) -> None:
    from morgue.render.formats import JSON
    from morgue.render.messages import complain, error_json, say

    complain(error, settings.color)
    if settings.form in JSON:
        say([error_json(error)], "never")
