"""`python -m morgue`, and the `morgue` command: Ctrl-C while it is still being loaded ends it without a word."""

from __future__ import annotations

import contextlib
import gc
import signal
from typing import NoReturn

COLLECTED = 100_000
"""New objects after which garbage is looked for. After 700, as usual, it is done dozens of times while modules are
loaded, which leave none: a tenth of one search from the shell, which makes fewer than this in all."""


def main() -> NoReturn:
    """Load the command line and run it; it takes interrupts over."""
    with contextlib.suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.set_threshold(COLLECTED, 10, 10)
    from morgue import cli

    cli.main()


if __name__ == "__main__":
    main()
