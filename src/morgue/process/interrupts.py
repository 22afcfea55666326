"""Ctrl-C and SIGTERM: both end the process within a second, whatever it is doing.

A signal handler of Python runs between two steps of Python, and a commit or a search of an engine may be one long
step. So a thread learns of the signal too: where the process has not come to its end after GRACE seconds, the thread
ends it. What was committed is safe then, as it is after a kill.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType

from morgue.process.threads import Thread

INTERRUPTED = 130
TERMINATED = 143

GRACE = 0.7
"""Seconds that the process has to come to its end by itself."""

_CODES = {signal.SIGINT: INTERRUPTED, signal.SIGTERM: TERMINATED}
_survived: set[signal.Signals] = set()
_raised: list[Terminated] = []


class Terminated(KeyboardInterrupt):
    """SIGTERM: somebody wants the process to end."""


def code_of(interrupt: KeyboardInterrupt) -> int:
    """Return the exit code of a run that was interrupted; libraries may make a KeyboardInterrupt of a Terminated."""
    return TERMINATED if _raised or isinstance(interrupt, Terminated) else INTERRUPTED


def _terminate(number: int, frame: FrameType | None) -> None:
    _raised.append(Terminated())
    raise _raised[-1]


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt; where a module is being loaded, end the process.

    A library that is not made for an exception while it is loaded crashes, or swallows it.
    """
    if number not in _survived and _is_loading(frame):
        _end(INTERRUPTED)
    signal.default_int_handler(number, frame)


def _is_loading(frame: FrameType | None) -> bool:
    """Return whether a module is being imported in this frame or in one that called it."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def handle() -> None:
    """Let SIGINT raise KeyboardInterrupt, and SIGTERM Terminated, where this is the main thread."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, _interrupt)
        signal.signal(signal.SIGTERM, _terminate)


def end_at_once() -> None:
    """Let SIGINT end the process without more ado: the run is over, and there is nobody to raise KeyboardInterrupt to."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, lambda number, frame: _end(INTERRUPTED))


def guard() -> None:
    """Start the thread that ends the process where it does not end by itself. Called once, by the main thread."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    Thread(lambda: _wait(reading)).start()


@contextlib.contextmanager
def survived(*numbers: signal.Signals) -> Iterator[None]:
    """Inside of this block these signals interrupt what is being done and do not end the process."""
    _survived.update(numbers)
    try:
        yield
    finally:
        _survived.difference_update(numbers)


def _wait(reading: int) -> None:
    """Wait for a signal that ends the process, give it its time, and end it."""
    while data := os.read(reading, 64):
        for number in data:
            if number in _CODES and number not in _survived:
                time.sleep(GRACE)
                _end(_CODES[signal.Signals(number)])


def _end(code: int) -> None:
    workers = sys.modules.get("morgue.ingest.workers")
    if workers is not None:
        workers.kill_all()
    os._exit(code)
