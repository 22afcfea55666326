"""A query tree made into the query language of OpenSearch.

Bare words are looked for in `text`, or where a field is named in its stems (`body`), words as written in `body_w`; those
two have the same positions, so that an intervals query may take from either. A tree is translated in one of two ways: for its score, where every word of every
field is a clause of its own, and for its set alone, where words joined by OR are one set of terms. Filters and
what is negated are always sets; a query of so many words that no cluster takes it for its score is one too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, assert_never

from morgue.engines.opensearch.leaf_queries import (
    NOTHING,
    Clause,
    any_of,
    as_of,
    days,
    fuzzy,
    instants,
    keyword,
    location,
    near,
    span,
    terms,
    tokens,
    window,
)
from morgue.engines.opensearch.mapping import ALTERNATIVES, term
from morgue.query import scoring as ranking
from morgue.query import tree

MOST_CLAUSES = 1_000
"""Clauses that may be in a query with scores; a cluster takes 1,024 unless it is told otherwise."""

_LARGEST_BOOST = 1e12

EVERYTHING: Clause = {"match_all": {}}


Token = tuple[str, str]
"""A field of stems and a token in it."""


class Counts(NamedTuple):
    """How many articles there are, and how many have each of some tokens."""

    total: int = 0
    found: Mapping[Token, int] = {}

    def knows(self, tokens: Iterable[Token]) -> bool:
        """Return whether all of the tokens were counted."""
        return all(token in self.found for token in tokens)

    def of(self, word: tree.Word) -> int:
        """Return how many articles have a bare word, about: twice where it is in two fields."""
        return sum(self.found.get(token, 0) for token in _tokens_of(word))


def translate(node: tree.Node, counts: Counts = Counts()) -> Clause:  # noqa: B008  # immutable
    """Return the query of a tree: what it matches, and its scores unless it has too many words for them.

    `counts` are of the tokens of `weighed`, or of nothing.
    """
    if not scores(node):
        return _filtered(matching(node))
    made = scoring(node, counts)
    return made if clauses(made) <= MOST_CLAUSES else _filtered(matching(node))


def weighed(node: tree.Node) -> list[Token]:
    """Return the tokens whose frequency the scores of a tree need.

    They are those of short ORs, and those of words of several languages where there is something else to rank.
    """
    found: dict[tree.Word, None] = {}
    wanted = list(dict.fromkeys(tree.walk(node, whole=tree.Near, without=tree.Not)))
    if sum(isinstance(each, tree.Leaf | tree.Near) for each in wanted) < 2:
        return []
    for each in wanted:
        if isinstance(each, tree.Word) and len(tokens(each)) > 1:
            found[each] = None
        elif isinstance(each, tree.Or) and (plan := ranking.levels(each.children, lambda _: 0, 0)):
            found.update(dict.fromkeys(plan.words))
    return list(dict.fromkeys(token for word in found for token in _tokens_of(word)))


def _tokens_of(word: tree.Word) -> list[Token]:
    return [(field, token) for field in ranking.stem_fields(word.field) for token in tokens(word)]


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
    if "constant_score" in made:
        return clauses(made["constant_score"]["filter"])
    return max(1, _terms_of(made)) if "intervals" in made or "match" in made else 1


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


def scoring(node: tree.Node, counts: Counts, boost: float = 1.0) -> Clause:
    """Return the query of a tree with its scores times `boost`."""
    match node:
        case tree.Boost():
            return scoring(node.child, counts, min(boost * node.factor, _LARGEST_BOOST))
        case tree.And():
            return _both(node.children, counts, boost)
        case tree.Or():
            made = any_of([scoring(child, counts, boost) for child in dict.fromkeys(node.children)])
            more = [*_exact(node.children, boost), *_levels(node.children, counts, boost)]
            return {"bool": {"must": [made], "should": more}} if more else made
        case tree.Word():
            weight = boost * ranking.word_weight(node.word)
            return any_of(
                [
                    each
                    for field in ranking.stem_fields(node.field)
                    for each in _any_token(field, tokens(node), counts, weight)
                ]
            )
        case tree.Phrase(words=(word,)):
            return any_of([_term(field + "_w", term(word), boost) for field in tree.fields_of(node.field)])
        case tree.Phrase() | tree.Near() | tree.Wildcard() | tree.Fuzzy():
            return any_of([_weighted(made, boost) for _, made in _each_field(node)])
        case _:
            return _filtered(matching(node))


def _both(children: Sequence[tree.Node], counts: Counts, boost: float) -> Clause:
    parts: dict[str, list[Clause]] = {"must": [], "filter": [], "must_not": []}
    for child in children:
        if isinstance(child, tree.Not):
            parts["must_not"].append(matching(child.child))
        elif scores(child):
            parts["must"].append(scoring(child, counts, boost))
        else:
            parts["filter"].append(matching(child))
    parts["must_not"] = _merged(parts["must_not"])
    return {"bool": {name: some for name, some in parts.items() if some}}


def _any_token(field: str, found: Sequence[str], counts: Counts, boost: float) -> list[Clause]:
    """Return the queries of a bare word in a field of stems, which are ranked as one word.

    Words of several languages are different terms, each with a rarity of its own; an article has those of its own
    language alone, so that their shares are scaled to the rarity of all of them. Where that is not known, they are asked
    for as synonyms, with the rarity of the most frequent one.
    """
    if len(found) == 1:
        return [_term(field, found[0], boost)]
    if not counts.knows((field, each) for each in found):
        said = {"query": " ".join(found), "analyzer": ALTERNATIVES, "boost": min(boost, _LARGEST_BOOST)}
        return [{"match": {field: said}}]
    held = [(each, number) for each in found if (number := counts.found[field, each])]
    total = max(counts.total, sum(number for _, number in held))
    together = ranking.idf(sum(number for _, number in held), total)
    return [_term(field, each, boost * together / ranking.idf(number, total)) for each, number in held]


def _exact(children: Sequence[tree.Node], boost: float) -> list[Clause]:
    """Return what the words as typed add to the scores of an OR: see `scoring.exact` of the room `query`."""
    return [
        _term(field + "_w", term(word), boost * weight) for field, word, weight in ranking.exact(children)
    ]


def _levels(children: Sequence[tree.Node], counts: Counts, boost: float) -> list[Clause]:
    """Return what each further word adds to the scores of a short OR, where the counts of its words are known."""
    plan = ranking.levels(children, counts.of, counts.total)
    if plan is None or not all(counts.knows(_tokens_of(word)) for word in plan.words):
        return []
    words = list(map(matching, plan.words))
    constant = min(boost * plan.constant, _LARGEST_BOOST)
    several = (
        {"bool": {"should": words, "minimum_should_match": least}} for least in range(2, len(words) + 1)
    )
    return [{"constant_score": {"filter": each, "boost": constant}} for each in several]


def _term(field: str, wanted: str, boost: float) -> Clause:
    return {"term": {field: {"value": wanted, "boost": min(boost, _LARGEST_BOOST)}}}


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
        case tree.Versions():
            return EVERYTHING if node.all else matching(tree.Not(tree.SUPERSEDED))
        case tree.AsOf():
            return as_of(node)
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
    named = tree.leaves(node)[0].field
    fields = ranking.stem_fields(named) if isinstance(node, tree.Word) else tree.fields_of(named)
    return [(field, _in_field(field, node)) for field in fields]


def _in_field(field: str, node: tree.Node) -> Clause:
    match node:
        case tree.Word():
            return {"terms": {field: list(tokens(node))}}
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
