"""The clock that relative dates are read by."""

from __future__ import annotations

import datetime as dt

from morgue.errors import UsageError

Now = dt.datetime | str | None


def moment_of(now: Now) -> dt.datetime:
    """Return the clock of a query: a datetime or ISO text with its offset (UTC without one), else this moment's.

    Where the system's time zone is a day away from UTC or more, which none is, the clock is UTC.
    """
    if now is None:
        clock = dt.datetime.now(dt.UTC)
        try:
            return clock.astimezone()
        except ValueError:
            return clock
    if isinstance(now, str):
        try:
            now = dt.datetime.fromisoformat(now)
        except ValueError as error:
            raise UsageError(
                f"--now {now!r} is not a date or time",
                hint="write it as 2025-10-23 or 2025-10-23T18:00+02:00",
            ) from error
    if not isinstance(now, dt.datetime):
        raise UsageError(
            f"now is a {type(now).__name__}", hint="now takes a datetime, or its text: 2025-10-23T18:00+02:00"
        )
    return now if now.tzinfo else now.replace(tzinfo=dt.UTC)
