"""Lets one watch morgue decide: `MORGUE_DEBUG=reader,query` writes what these topics log to standard error.

The topics are loggers of the standard library, `morgue.reader` and so on, at level DEBUG; who uses morgue from Python
may give them handlers of their own. `MORGUE_DEBUG=all` is every topic. Nothing is imported or formatted where nobody
listens. Workers inherit the variable and write too.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from logging import Logger

TOPICS = {
    "reader": "which readers were asked about a file, how sure each was, and which was taken",
    "dateline": "how a line was read as a dateline: its form, places, agency and day",
    "date": "which rule gave each moment and day of a story",
    "fields": "every field of a story with its evidence",
    "query": "the tree of a query, and what the engine was asked",
    "identity": "which claim identifies a story, and which of two versions was kept",
    "stories": "how many pairs of articles were compared, and how many places were written",
    "commit": "the steps of a commit",
}
"""Topic to what it tells."""


def asked() -> frozenset[str]:
    """Return the topics that MORGUE_DEBUG names; words that are no topic (`1`, `yes`) name none."""
    words = frozenset(re.findall(r"[a-z]+", os.environ.get("MORGUE_DEBUG", "").lower()))
    return frozenset(TOPICS) if "all" in words else words & TOPICS.keys()


_ASKED = asked()


_loggers: dict[str, Logger] = {}


def logger(topic: str) -> Logger | None:
    """Return the logger of a topic, or None where nobody listens to it."""
    found = _loggers.get(topic)
    if found is None:
        if topic not in _ASKED and "logging" not in sys.modules:
            return None
        found = _loggers[topic] = _made(topic)
    return found if found.isEnabledFor(10) else None


def _made(topic: str) -> Logger:
    import logging

    made = logging.getLogger(f"morgue.{topic}")
    if topic in _ASKED:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
        made.addHandler(handler)
        made.setLevel(logging.DEBUG)
        made.propagate = False
    return made
