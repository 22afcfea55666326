"""The moment that the tests of the query language call now: a Thursday, already the 23rd in India only."""

from __future__ import annotations

import datetime as dt

from morgue.query.parser import parse
from morgue.query.tree import Node

NOW = dt.datetime(2025, 10, 23, 1, 30, tzinfo=dt.timezone(dt.timedelta(hours=5, minutes=30)))


def tree(text: str) -> Node:
    """The tree of a query read at NOW."""
    return parse(text, now=NOW).tree
