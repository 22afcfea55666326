"""Read the time at which a snapshot was saved from its path.

Who keeps snapshots of a feed names them, or their directories, by date: `2025-10-23.xml`, `feed-20251023T1030Z.xml`,
`2025/10/23/09/feed.xml`, `feed_1761211800.xml`. Copying, unpacking and checking out give files new times and leave
their names alone, so that a name says more than the time of the file.
"""

from __future__ import annotations

import datetime as dt
import re

_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([-_./]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])"
    r"(?:(?![T t_./-]{0,2}(?:19|20)\d\d[-_./]?(?:0[1-9]|1[0-2])[-_./]?(?:0[1-9]|[12]\d|3[01]))[T t_./-]{0,2}([01]\d|2[0-3])(?:[:h_.-]?([0-5]\d)(?:[:_.-]?([0-5]\d))?)?(?:[.,]?\d{3}|\d{6})?(?!\d)|(?!\d))"
)
_SECONDS = re.compile(r"(?<!\d)(1\d{9})(?:\d{3})?(?!\d)")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def saved_at(path: str) -> int | None:
    """Return the last moment that a path names, in nanoseconds since 1970; None where it names none.

    A day of which the path gives no time counts from its beginning. Zones are not read: one naming has one of them.
    """
    found = None
    for match in _DATE.finditer(path):
        year, month, day = (int(match[group]) for group in (1, 3, 4))
        hour, minute, second = (int(match[group] or 0) for group in (5, 6, 7))
        try:
            moment = dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)
        except ValueError:  # 31 February
            continue
        found = (moment - _EPOCH) // dt.timedelta(seconds=1) * 1_000_000_000
    if found is None:
        for seconds in _SECONDS.findall(path):
            found = int(seconds) * 1_000_000_000
    return found
