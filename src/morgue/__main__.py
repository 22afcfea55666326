"""`python -m morgue`, and the `morgue` command: Ctrl-C while it is still being loaded ends it without a word."""

from __future__ import annotations

import contextlib
import signal
from typing import NoReturn


def main() -> NoReturn:
    """Load the command line and run it; it takes interrupts over."""
    with contextlib.suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from morgue import cli

    cli.main()


if __name__ == "__main__":
    main()
