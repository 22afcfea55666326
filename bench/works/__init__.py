"""What is compared, one module a kind of work, and the table of them."""

from __future__ import annotations

from collections.abc import Callable

from bench.rows import Row, Run
from bench.works import busy, counting, indexing, searching, starting

WORKS: dict[str, Callable[[Run], list[Row]]] = {
    "index": indexing.index,
    "search": searching.search,
    "busy": busy.busy,
    "count": counting.count,
    "start": starting.start,
}
"""By name, in the order in which they run; all but `index` use the indexes that it made."""
