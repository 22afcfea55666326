"""NEARs made into what a cluster can answer: wildcards into their words, chains into the articles that have them.

Intervals are minimal (see `leaf_queries`), so that a chain of NEARs cannot be asked for exactly. What may
have one is asked for, within the other conditions of the query, and read; that is bounded by the time of a query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from morgue.analysis.analyzer import fold
from morgue.engines.base import ids_having
from morgue.engines.opensearch.leaf_queries import word_query
from morgue.engines.opensearch.query import MOST_CLAUSES, clauses, matching
from morgue.query import deadline
from morgue.query import tree as trees
from morgue.query.expansion import check_chain
from morgue.query.tree import Node

PAGE = 4_000
"""Words that are asked for at a time."""

REMEMBERED = 16
"""Chains whose articles are remembered: a page asks for hits, counts and facets of one query."""

Clause = dict[str, Any]


class Resolver:
    """Resolves the NEARs of trees for one snapshot, and remembers what has the chains that were asked for last.

    `listed` gives the words of the archive that a query on its list of words finds, so many at a time; `stored`
    the articles of a query.
    """

    def __init__(
        self,
        listed: Callable[[Clause, int], Iterable[list[str]]],
        stored: Callable[[Clause], Iterable[bytes]],
    ) -> None:
        self.listed = listed
        self.stored = stored
        self.known: dict[tuple[trees.Near, tuple[Node, ...]], tuple[str, ...]] = {}

    def resolved(self, node: Node, within: tuple[Node, ...] = ()) -> Node:
        """Return the tree without wildcards in a NEAR, chains of NEARs, and NEARs of too many words or of repeated ones.

        `within` is what all articles have to match too that are wanted of `node`.
        """
        match node:
            case trees.Near():
                return self._near(node, within)
            case trees.And():
                plain = tuple(
                    each
                    for each in node.children
                    if not isinstance(each, trees.Not) and not trees.holds_near(each)
                )
                return trees.And(tuple(self.resolved(each, (*within, *plain)) for each in node.children))
            case trees.Or():
                return trees.Or(tuple(self.resolved(each, within) for each in node.children))
            case trees.Not():
                return trees.Not(self.resolved(node.child, within))
            case trees.Boost():
                return trees.Boost(self.resolved(node.child, within), node.factor)
            case _:
                return node

    def _near(self, node: trees.Near, within: tuple[Node, ...]) -> Node:
        words = _Words(self.listed)
        chain = trees.is_chain(node)
        if chain:
            check_chain(node, words.__getitem__)
        worded = cast("trees.Near", _worded(node, words))
        if not chain and not _has_repeats(worded) and _is_taken(worded):
            return worded
        about = _required(worded, near=True)
        if not _is_taken(about):
            about = _required(worded, near=False)
        ids = self.known.get((node, within))
        if ids is None:
            ids = tuple(self._having(worded, trees.And((about, *within)) if within else about))
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            self.known[node, within] = ids
        return trees.And((trees.Keyword("id", ids), about)) if ids else trees.Not(trees.Everything())

    def _having(self, node: trees.Near, candidates: Node) -> Iterator[str]:
        """Yield the folded ids of the candidates in whose text a chain is found."""
        names = trees.fields_of(trees.leaves(node)[0].field)
        articles = self.stored(matching(candidates))
        return map(fold, ids_having(articles, node, names, deadline.current().check))


class _Words(dict[trees.Expanding, list[str]]):
    """The words of the archive that the leaves of one NEAR stand for, in order; each leaf is asked for once."""

    def __init__(self, listed: Callable[[Clause, int], Iterable[list[str]]]) -> None:
        super().__init__()
        self.listed = listed

    def __missing__(self, leaf: trees.Expanding) -> list[str]:
        found = self[leaf] = []
        for some in self.listed(word_query(leaf), PAGE):
            deadline.check()
            found += some
        return found


def _worded(node: Node, words: _Words) -> Node:
    """Return a side of a NEAR with each wildcard made into the words that it stands for."""
    match node:
        case trees.Near():
            return replace(node, left=_worded(node.left, words), right=_worded(node.right, words))
        case trees.Or():
            several = dict.fromkeys(_flat(trees.Or, (_worded(child, words) for child in node.children)))
            return trees.Or(tuple(several), node.span) if len(several) > 1 else next(iter(several))
        case trees.Wildcard():
            return _any_of(words[node] or [node.pattern], node.field)
        case trees.Fuzzy():
            return _any_of(words[node] or [node.word], node.field)
        case _:
            return node


def _is_taken(node: Node) -> bool:
    """Return whether a cluster takes a tree of so many words."""
    return clauses(matching(node)) <= MOST_CLAUSES


def _has_repeats(node: trees.Near) -> bool:
    """Return whether a side has a phrase in which a word repeats (`"had had"`).

    Lucene's ordered intervals miss some of those, and find some that are not there, where the occurrences overlap.
    """
    return any(
        isinstance(leaf, trees.Phrase) and len(set(leaf.words)) < len(leaf.words)
        for side in (node.left, node.right)
        for leaf in trees.leaves(side)
    )


def _any_of(words: Sequence[str], field: str | None) -> Node:
    """Return the tree of any of the words as written."""
    phrases = tuple(trees.Phrase((word,), field) for word in words)
    return phrases[0] if len(phrases) == 1 else trees.Or(phrases)


def _required(node: Node, *, near: bool) -> Node:
    """Return what may have a chain, and all that has it: what has each word that is in it.

    With `near` those of each NEAR of two plain sides have to be near each other.
    """
    match node:
        case trees.Near() if trees.is_chain(node) or not near or _has_repeats(node):
            return _all_of([_required(side, near=near) for side in (node.left, node.right)])
        case trees.Or():
            return trees.Or(tuple(_flat(trees.Or, (_required(each, near=near) for each in node.children))))
        case _:
            return node


def _all_of(nodes: Iterable[Node]) -> Node:
    """Return the tree of all of the nodes, equal ones once."""
    distinct = tuple(dict.fromkeys(_flat(trees.And, nodes)))
    return trees.And(distinct) if len(distinct) > 1 else distinct[0]


def _flat(kind: type[trees.And] | type[trees.Or], nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield from node.children if isinstance(node, kind) else (node,)
