"""`python -m morgue`, and the `morgue` command: Ctrl-C while it is still being loaded ends it without a word."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # no stub; signal itself loads enum first, which takes as long as all here
import os


def _leave(number: int, frame: object) -> None:
    """End the process: nothing has been begun, and what is loaded needs no care."""
    os._exit(128 + number)


try:  # noqa: SIM105  contextlib is not loaded yet
    _signal.signal(_signal.SIGINT, _leave)
except ValueError:  # not the main thread
    pass

import gc  # noqa: E402  from here on Ctrl-C is taken care of
from typing import NoReturn  # noqa: E402

COLLECTED = 100_000
"""New objects after which garbage is looked for. After 700, as usual, it is done dozens of times while modules are
loaded, which leave none: a tenth of one search from the shell, which makes fewer than this in all."""


def main() -> NoReturn:
    """Load the command line and run it; it takes interrupts over."""
    gc.set_threshold(COLLECTED, 10, 10)
    from morgue.commands import main as cli

    cli.main()


if __name__ == "__main__":
    main()
