"""The periods in which articles are compared."""

from __future__ import annotations

PERIOD = 8
"""Days of a period: two articles at most a week apart are in one period or in two that follow each other."""

UNDATED = -1_000_000
"""The period of articles of which no day is known: before all others."""


def period_of(data: bytes) -> int:
    """Return the period of packed traits."""
    return int.from_bytes(data[:4], "little", signed=True)
