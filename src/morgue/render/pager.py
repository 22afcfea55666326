"""Start the pager of a terminal, only when an answer is longer than the screen."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator

DEFAULT_PAGER = "less -FIRX"

_NONE = frozenset({"", "cat"})
"""Values of $PAGER that mean: no pager."""


def _through(command: str, held: list[bytes], rest: Iterator[bytes]) -> None:
    """Write everything to the pager. It may be left before the end; Ctrl-C is the pager's own affair."""
    import signal
    import subprocess

    environment = {"LESS": "FIRX", "LV": "-c"} | os.environ
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        pager = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, env=environment)  # noqa: S602 - $PAGER is a shell command by custom
        assert pager.stdin is not None  # noqa: S101 - what PIPE means
        with contextlib.suppress(BrokenPipeError), pager.stdin:
            pager.stdin.writelines(held)
            pager.stdin.writelines(rest)
        pager.wait()
    finally:
        signal.signal(signal.SIGINT, before)


def _exists(command: str) -> bool:
    import shutil

    return shutil.which(command.split()[0]) is not None


def page(lines: Iterable[bytes], height: int) -> None:
    """Write lines to standard output, through the pager where they are more than `height`."""
    command = os.environ.get("PAGER", DEFAULT_PAGER).strip()
    rest = iter(lines)
    held: list[bytes] = []
    for line in rest:
        held.append(line)
        if len(held) >= height and command not in _NONE and _exists(command):
            _through(command, held, rest)
            return
    sys.stdout.buffer.writelines(held)
    sys.stdout.buffer.flush()
