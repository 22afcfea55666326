"""Check what a caller of the Python API gives: numbers, orders, periods, text. Each check raises UsageError."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from morgue.errors import UsageError

if TYPE_CHECKING:
    from morgue.engines.base import Sort

ORDERS: tuple[Sort, ...] = ("relevance", "newest", "oldest")
PARTIALS = ("ignore", "count", "list")
"""What becomes of articles that have most of the words of a query and not all."""

LEADS = ("best", "first", "latest", "longest")
"""Which of the articles that match a story is shown by."""

PERIODS = ("auto", "day", "week", "month", "year")

Unit = Literal["stories", "articles"]
Against = Literal["query", "archive"]

UNITS: tuple[Unit, ...] = ("stories", "articles")
"""What is counted: the first where nothing else is asked for, as of those below."""

AGAINST: tuple[Against, ...] = ("query", "archive")
"""What a period is compared with: all else that the query matches, or all else that there is."""


def natural(name: str, value: object) -> int:
    """Return a whole number from 0 on, of whatever type it is given. Raises UsageError for what is none."""
    try:
        number = -1 if isinstance(value, bool) else operator.index(value)  # type: ignore[arg-type]  # else TypeError
    except TypeError:
        number = -1
    if number < 0:
        raise UsageError(f"{name} is {value!r}", hint=f"{name} takes a whole number from 0 on")
    return number


def page(limit: object, offset: object = 0, snippets: object = 0) -> tuple[int | None, int, int]:
    """Return the numbers of a page of hits; `limit` None is all."""
    whole = None if limit is None else natural("limit", limit)
    return whole, natural("offset", offset), natural("snippets", snippets)


def check_text(name: str, value: object) -> None:
    """Raise UsageError for what is no str."""
    if not isinstance(value, str):
        raise UsageError(f"{name} is a {type(value).__name__}", hint=f"{name} takes a str")


def check_choice(name: str, value: object, choices: Sequence[str]) -> None:
    """Raise UsageError for what is none of the choices."""
    if value not in choices:
        raise UsageError(f"{name} is {value!r}", hint=f"{name} is one of {', '.join(choices)}")


def check_lead(group: bool, lead: str | None) -> None:
    """Raise UsageError for a lead that is none, or that is asked for where hits are no stories."""
    if lead is None:
        return
    check_choice("lead", lead, LEADS)
    if not group:
        raise UsageError(
            "lead says which article a story is shown by, and hits are articles here",
            hint="group the hits by story",
        )


def check_reached(revision: int, newest: int) -> None:
    """Raise UsageError for a revision that an archive has not reached."""
    if revision > newest:
        raise UsageError(
            f"the archive is at revision {newest:,} and has not reached {revision:,}",
            hint=f"it may have been made again since: write a revision of {newest:,} or less; 0 is everything",
        )
