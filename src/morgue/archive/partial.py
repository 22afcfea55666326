"""Count and list partial matches: articles that have most of the words of a query and not all (`query.partial`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from morgue.archive.results import Partial
from morgue.engines.base import Answer, Found, Searcher, Sort
from morgue.query import deadline
from morgue.query import partial as ladders
from morgue.query.partial import Ladder, ladder, no_partial_note
from morgue.query.tree import Node, Note

if TYPE_CHECKING:
    from morgue.archive.grouping import Grouping


def counted(searcher: Searcher, tree: Node, *, stories: bool = False) -> Partial | None:
    """Return how many articles have most of the words; None where that is all of them, or the count takes too long.

    With `stories` it says of how many stories they are, too.
    """
    steps = ladder(tree)
    if steps is None:
        return None
    try:
        with deadline.briefly(ladders.SECONDS):
            return _counted(searcher, steps, stories=stories)
    except deadline.TooLongError:
        deadline.check()
        return None


def _counted(searcher: Searcher, steps: Ladder, *, stories: bool) -> Partial:
    held = searcher.count_stories(steps.most) if stories else None
    return Partial(searcher.count(steps.most), steps.query, steps.words, held)


def listed(
    searcher: Searcher,
    tree: Node,
    full: Answer,
    *,
    limit: int,
    offset: int,
    sort: Sort,
    grouping: Grouping | None = None,
) -> tuple[Answer, Partial | None, tuple[Note, ...]]:
    """Return a page with partial matches behind those of `full`, the answer to the query itself, and how many there are.

    Where there can be none the page is that of `full`, with a note. With `grouping` it has one hit a story, and a story of
    which an article matches in full does not come again.
    """
    steps = ladder(tree)
    if steps is None:
        return full, None, (no_partial_note(tree),)
    if grouping:
        found = grouping.page((tree, *steps.steps), limit=limit, offset=offset)
        return Answer(full.total, found), _counted(searcher, steps, stories=True), ()
    found = list(full.found)
    left_out = max(0, offset - (full.total or 0))
    for step in steps.steps:
        if len(found) >= limit:
            break
        more = searcher.search(step, limit=limit - len(found), offset=left_out, sort=sort)
        found += more.found
        left_out = max(0, left_out - (more.total or 0))
    return Answer(full.total, found), _counted(searcher, steps, stories=False), ()


def trees_of(tree: Node) -> tuple[Node, ...]:
    """Return the trees of a query and of its partial matches, in their order; no article matches two of them."""
    steps = ladder(tree)
    return (tree, *steps.steps) if steps else (tree,)


def every(searcher: Searcher, tree: Node, *, sort: Sort) -> Iterator[Found]:
    """Yield all partial matches, in order, in memory that does not grow with their number."""
    steps = ladder(tree)
    for step in steps.steps if steps else ():
        yield from searcher.every(step, sort=sort)
