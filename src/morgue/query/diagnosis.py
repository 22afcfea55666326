"""Count the parts of a query one by one: what `explain` shows, and why nothing was found."""

from __future__ import annotations

import time
from collections.abc import Callable

from morgue.query import deadline
from morgue.query.tree import And, Everything, Node, Or, unboosted

DIAGNOSED = 24
"""Parts of a query that found nothing that are counted one by one."""

DIAGNOSIS_SECONDS = 2.0
"""Time for that: once it is over the parts that were counted have to do; the first one always is."""


def parts(tree: Node) -> list[tuple[str, Node]]:
    """Return the parts of a query as canonical text and tree: the sides of its outermost AND (or OR)."""
    from morgue.query.canonical import canonical

    return [(canonical(child), child) for child in _sides(tree)]


def without(tree: Node, part: int) -> Node:
    """Return the tree without one of its parts (an index into `parts`); everything where nothing is left."""
    kept = [child for index, child in enumerate(_sides(tree)) if index != part]
    if not kept:
        return Everything()
    if len(kept) == 1:
        return kept[0]
    bare = unboosted(tree)
    return Or(tuple(kept), bare.span) if isinstance(bare, Or) else And(tuple(kept), bare.span)


def diagnosis(tree: Node, count: Callable[[Node], int]) -> list[dict[str, object]]:
    """Return for each part (of the first ones) of what matches nothing: how many articles it, and the rest, match."""
    until = time.monotonic() + DIAGNOSIS_SECONDS
    found: list[dict[str, object]] = []
    for at, (text, part) in enumerate(parts(tree)[:DIAGNOSED]):
        if found and time.monotonic() > until:
            break
        deadline.check()
        total = 0 if part is tree else count(part)
        found.append({"part": text, "total": total, "without": count(without(tree, at))})
    return found


def _sides(tree: Node) -> tuple[Node, ...]:
    bare = unboosted(tree)
    return bare.children if isinstance(bare, And | Or) else (tree,)
