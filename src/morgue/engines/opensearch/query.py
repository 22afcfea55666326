"""A query tree made into the query language of OpenSearch.

Stems are looked for in `body`, words as written in `body_w`; both have the same positions, so that an intervals
query may take from either. A tree is translated in one of two ways: for its score, where every word of every
field is a clause of its own, and for its set alone, where words joined by OR are one set of terms. Filters and
what is negated are always sets; a query of so many words that no cluster takes it for its score is one too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, assert_never

from morgue.analysis.analyzer import stem
from morgue.engines.opensearch.leaf_queries import (
    NOTHING,
    Clause,
    any_of,
    days,
    fuzzy,
    instants,
    keyword,
    location,
    near,
    span,
    terms,
    window,
)
from morgue.engines.opensearch.mapping import term
from morgue.query import scoring as ranking
from morgue.query import tree

MOST_CLAUSES = 1_000
"""Clauses that may be in a query with scores; a cluster takes 1,024 unless it is told otherwise."""

_LARGEST_BOOST = 1e12

EVERYTHING: Clause = {"match_all": {}}


def translate(node: tree.Node) -> Clause:
    """Return the query of a tree: what it matches, and its scores unless it has too many words for them."""
    if not scores(node):
        return _filtered(matching(node))
    made = scoring(node)
    return made if clauses(made) <= MOST_CLAUSES else _filtered(matching(node))


def scores(node: tree.Node) -> bool:
    """Return whether a tree has anything that ranks: words that are wanted, not only filters."""
    return any(isinstance(each, tree.Leaf) for each in tree.walk(node, without=tree.Not))


def clauses(made: Any) -> int:
    """Return how many clauses a cluster counts in a query."""
    if isinstance(made, list):
        return sum(map(clauses, made))
    if not isinstance(made, dict):
        return 0
    if "bool" in made:
        return sum(map(clauses, made["bool"].values()))
    return max(1, _terms_of(made)) if "intervals" in made else 1


def _terms_of(made: Any) -> int:
    """Return how many words a query of positions has."""
    if isinstance(made, list):
        return sum(map(_terms_of, made))
    if not isinstance(made, dict):
        return 0
    said = made.get("query")
    if isinstance(said, str):
        return len(said.split())
    return int("pattern" in made) or sum(map(_terms_of, made.values()))


def _filtered(made: Clause) -> Clause:
    return {"bool": {"filter": [made]}}


# -- with scores -------------------------------------------------------------------------------------------


def scoring(node: tree.Node, boost: float = 1.0) -> Clause:
    """Return the query of a tree with its scores times `boost`."""
    match node:
        case tree.Boost():
            return scoring(node.child, min(boost * node.factor, _LARGEST_BOOST))
        case tree.And():
            return _both(node.children, boost)
        case tree.Or():
            several = [scoring(child, boost) for child in dict.fromkeys(node.children)]
            return any_of([*several, *_prose(node.children, boost)])
        case tree.Word():
            weight, wanted = boost * ranking.word_weight(node.word), stem(node.word)
            fields = tree.fields_of(node.field)
            return any_of([_term(field, wanted, _boost(field, weight)) for field in fields])
        case tree.Phrase(words=(word,)):
            fields = tree.fields_of(node.field)
            return any_of([_term(field + "_w", word, _boost(field, boost)) for field in fields])
        case tree.Phrase() | tree.Near() | tree.Wildcard() | tree.Fuzzy():
            return any_of([_weighted(made, _boost(field, boost)) for field, made in _each_field(node)])
        case _:
            return _filtered(matching(node))


def _both(children: Sequence[tree.Node], boost: float) -> Clause:
    parts: dict[str, list[Clause]] = {"must": [], "filter": [], "must_not": []}
    for child in children:
        if isinstance(child, tree.Not):
            parts["must_not"].append(matching(child.child))
        elif scores(child):
            parts["must"].append(scoring(child, boost))
        else:
            parts["filter"].append(matching(child))
    parts["must_not"] = _merged(parts["must_not"])
    return {"bool": {name: some for name, some in parts.items() if some}}


def _boost(field: str, boost: float) -> float:
    return min(ranking.field_weight(field) * boost, _LARGEST_BOOST)


def _prose(children: Sequence[tree.Node], boost: float) -> list[Clause]:
    """Return the clauses that only rank: see `scoring.Prose`."""
    plan = ranking.prose(children)
    exact = [_term(field + "_w", word, boost * weight) for field, word, weight in plan.exact]
    return exact + [_pair(pair, boost) for pair in plan.pairs]


def _term(field: str, wanted: str, boost: float) -> Clause:
    return {"term": {field: {"value": term(wanted), "boost": min(boost, _LARGEST_BOOST)}}}


def _pair(pair: ranking.Pair, boost: float) -> Clause:
    stems = [{"span_term": {pair.field: term(stem(word))}} for word in (pair.left, pair.right)]
    near = {"clauses": stems, "in_order": False, "slop": ranking.PAIR_DISTANCE - 1}
    return {"span_near": {**near, "boost": min(boost * pair.weight, _LARGEST_BOOST)}}


def _weighted(made: Clause, boost: float) -> Clause:
    """Return a query of one kind and one field with its boost set."""
    ((kind, said),) = made.items()
    if kind in ("match_none", "terms", "bool"):
        return {kind: {**said, "boost": boost}}
    ((field, inner),) = said.items()
    return {kind: {field: {**inner, "boost": boost}}}


# -- as sets -----------------------------------------------------------------------------------------------


def matching(node: tree.Node) -> Clause:
    """Return the query of what a tree matches; its scores mean nothing."""
    match node:
        case tree.Everything():
            return EVERYTHING
        case tree.Word() | tree.Phrase() | tree.Near() | tree.Wildcard() | tree.Fuzzy():
            return any_of([made for _, made in _each_field(node)])
        case tree.Keyword():
            return any_of(keyword(node))
        case tree.Location():
            return any_of([*location(node), *map(matching, node.also)])
        case tree.Days():
            return days(node)
        case tree.Instants():
            return instants(node)
        case tree.Numbers():
            return span(node.field, node.first, node.last)
        case tree.Has():
            return {"term": {"has": node.field}}
        case tree.Boost():
            return matching(node.child)
        case tree.Not():
            return {"bool": {"must_not": _merged([matching(node.child)])}}
        case tree.And():
            return _all(node.children)
        case tree.Or():
            return any_of(_merged([matching(child) for child in dict.fromkeys(node.children)]))
        case _:
            assert_never(node)


def _all(children: Sequence[tree.Node]) -> Clause:
    wanted = [matching(child) for child in children if not isinstance(child, tree.Not)]
    unwanted = _merged([matching(child.child) for child in children if isinstance(child, tree.Not)])
    parts = {"filter": wanted, "must_not": unwanted}
    return {"bool": {name: some for name, some in parts.items() if some}}


def _merged(several: Sequence[Clause]) -> list[Clause]:
    """Return the queries of a union with the terms of each field as one set."""
    sets: dict[str, dict[str, None]] = {}
    others: list[Clause] = []
    for each in _flat(several):
        if "terms" in each:
            ((field, values),) = each["terms"].items()
            sets.setdefault(field, {}).update(dict.fromkeys(values))
        else:
            others.append(each)
    return [*others, *(made for field, values in sets.items() for made in terms(field, list(values)))]


def _flat(several: Iterable[Clause]) -> list[Clause]:
    found = []
    for each in several:
        inner = each.get("bool", {})
        found += _flat(inner["should"]) if set(inner) == {"should", "minimum_should_match"} else [each]
    return found


def _each_field(node: tree.Node) -> list[tuple[str, Clause]]:
    """Return for each text that a leaf or a NEAR means its field and the query on it."""
    return [(field, _in_field(field, node)) for field in tree.fields_of(tree.leaves(node)[0].field)]


def _in_field(field: str, node: tree.Node) -> Clause:
    match node:
        case tree.Word():
            return {"terms": {field: [term(stem(node.word))]}}
        case tree.Phrase(words=(word,)):
            return {"terms": {field + "_w": [term(word)]}}
        case tree.Phrase(slop=None):
            return {"match_phrase": {field + "_w": {"query": " ".join(map(term, node.words))}}}
        case tree.Phrase():
            return _intervals(field + "_w", window(node))
        case tree.Near():
            return _intervals(field, near(field, tree.leaves(node.left), tree.leaves(node.right), node))
        case tree.Wildcard():
            return {"wildcard": {field + "_w": {"value": node.pattern, "rewrite": "constant_score"}}}
        case tree.Fuzzy():
            return fuzzy(field + "_w", node)
        case _:
            raise TypeError(f"{type(node).__name__} has no text field")


def _intervals(field: str, rule: Clause | None) -> Clause:
    return {"intervals": {field: rule}} if rule else dict(NOTHING)
