"""Count and list partial matches: articles that have most of the words of a query and not all (`query.partial`)."""

from __future__ import annotations

from collections.abc import Iterator

from morgue.archive.results import Partial
from morgue.engines.base import Answer, Found, Searcher, Sort
from morgue.query import deadline
from morgue.query import partial as ladders
from morgue.query.partial import ladder, no_partial_note
from morgue.query.tree import Node, Note


def counted(searcher: Searcher, tree: Node) -> Partial | None:
    """Return how many articles have most of the words; None where that is all of them, or the count takes too long."""
    steps = ladder(tree)
    if steps is None:
        return None
    try:
        with deadline.briefly(ladders.SECONDS):
            return Partial(searcher.count(steps.most), steps.query, steps.words)
    except deadline.TooLongError:
        deadline.check()
        return None


def listed(
    searcher: Searcher, tree: Node, full: Answer, *, limit: int, offset: int, sort: Sort
) -> tuple[Answer, Partial | None, tuple[Note, ...]]:
    """Return a page with partial matches behind those of `full`, the answer to the query itself, and how many there are.

    Where there can be none the page is that of `full`, with a note.
    """
    steps = ladder(tree)
    if steps is None:
        return full, None, (no_partial_note(tree),)
    found = list(full.found)
    left_out = max(0, offset - (full.total or 0))
    for step in steps.steps:
        if len(found) >= limit:
            break
        more = searcher.search(step, limit=limit - len(found), offset=left_out, sort=sort)
        found += more.found
        left_out = max(0, left_out - (more.total or 0))
    return Answer(full.total, found), Partial(searcher.count(steps.most), steps.query, steps.words), ()


def every(searcher: Searcher, tree: Node, *, sort: Sort) -> Iterator[Found]:
    """Yield all partial matches, in order, in memory that does not grow with their number."""
    steps = ladder(tree)
    for step in steps.steps if steps else ():
        yield from searcher.every(step, sort=sort)
