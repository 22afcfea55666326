"""A query tree made into the query language of OpenSearch.

Stems are looked for in `body`, words as written in `body_w`; both have the same positions, so that an intervals
query may take from either. A tree is translated in one of two ways: for its score, where every word of every
field is a clause of its own, and for its set alone, where words joined by OR are one set of terms. Filters and
what is negated are always sets; a query of so many words that no cluster takes it for its score is one too.

Intervals are minimal: of two that match, one inside the other, only the inner one is seen. That loses nothing
where all intervals of a side are of one width, so a NEAR of words and phrases goes by the widths of its sides.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from typing import Any, assert_never

from morgue.engines.document import microseconds
from morgue.engines.opensearch_layout import term
from morgue.errors import QueryError
from morgue.query import ranking, tree
from morgue.text import stem

MOST_CLAUSES = 1_000
"""Clauses that may stand in a query with scores; a cluster takes 1,024 unless it is told otherwise."""

MOST_TERMS = 50_000
"""Values of one set of terms; a cluster takes 65,536."""

_LARGEST_BOOST = 1e12

Clause = dict[str, Any]
Leaf = tree.Word | tree.Phrase

NOTHING: Clause = {"match_none": {}}
EVERYTHING: Clause = {"match_all": {}}


def translated(node: tree.Node) -> Clause:
    """The query of a tree: what it matches, and its scores unless it has too many words for them."""
    if not scores(node):
        return _filtered(matching(node))
    made = scoring(node)
    return made if clauses(made) <= MOST_CLAUSES else _filtered(matching(node))


def scores(node: tree.Node) -> bool:
    """Whether a tree has anything that ranks: words, not only filters."""
    match node:
        case tree.And() | tree.Or():
            return any(scores(child) for child in node.children)
        case tree.Boost():
            return scores(node.child)
        case tree.Word() | tree.Phrase() | tree.Wildcard() | tree.Fuzzy() | tree.Near():
            return True
        case _:
            return False


def clauses(made: Any) -> int:
    """How many clauses a cluster counts in a query."""
    if isinstance(made, list):
        return sum(map(clauses, made))
    if not isinstance(made, dict):
        return 0
    if "bool" in made:
        return sum(map(clauses, made["bool"].values()))
    return max(1, _terms_of(made)) if "intervals" in made else 1


def _terms_of(made: Any) -> int:
    """Words that stand in a query of positions."""
    if isinstance(made, list):
        return sum(map(_terms_of, made))
    if not isinstance(made, dict):
        return 0
    said = made.get("query")
    return len(said.split()) if isinstance(said, str) else sum(map(_terms_of, made.values()))


def _filtered(made: Clause) -> Clause:
    return {"bool": {"filter": [made]}}


# -- with scores -------------------------------------------------------------------------------------------


def scoring(node: tree.Node, boost: float = 1.0) -> Clause:
    """The query of a tree with its scores times `boost`."""
    match node:
        case tree.Boost():
            return scoring(node.child, min(boost * node.factor, _LARGEST_BOOST))
        case tree.And():
            return _both(node.children, boost)
        case tree.Or():
            several = [scoring(child, boost) for child in dict.fromkeys(node.children)]
            return _any([*several, *_prose(node.children, boost)])
        case tree.Word():
            return _any(_word(node, boost))
        case tree.Phrase(words=(word,)):
            return _any(
                [
                    {"term": {field + "_w": {"value": term(word), "boost": _boost(field, boost)}}}
                    for field in tree.fields_of(node.field)
                ]
            )
        case tree.Phrase() | tree.Near() | tree.Wildcard() | tree.Fuzzy():
            return _any([_weighted(made, _boost(field, boost)) for field, made in _each_field(node)])
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
    return min(ranking.FIELD_WEIGHTS.get(field, 1.0) * boost, _LARGEST_BOOST)


def _word(node: tree.Word, boost: float) -> list[Clause]:
    wanted, weight = term(stem(node.word)), ranking.word_weight(node.word)
    return [
        {"term": {field: {"value": wanted, "boost": _boost(field, boost * weight)}}}
        for field in tree.fields_of(node.field)
    ]


def _prose(children: Sequence[tree.Node], boost: float) -> list[Clause]:
    """For many words joined by OR: the words as typed, and neighbours near each other, for their scores."""
    typed = list(dict.fromkeys(child for child in children if isinstance(child, tree.Word)))
    if len(typed) < ranking.PROSE_WORDS:
        return []
    made: list[Clause] = [
        {
            "term": {
                field + "_w": {
                    "value": term(each.word),
                    "boost": _boost(field, boost * ranking.EXACT_WEIGHT * ranking.word_weight(each.word)),
                }
            }
        }
        for each in typed
        for field in tree.fields_of(each.field)
    ]
    content = [each for each in typed if each.word not in ranking.FUNCTION_WORDS]
    for left, right in itertools.pairwise(content):
        stems = [term(stem(left.word)), term(stem(right.word))]
        if left.field == right.field and stems[0] != stems[1]:
            made += [_pair(field, stems, boost) for field in tree.fields_of(left.field)]
    return made


def _pair(field: str, stems: list[str], boost: float) -> Clause:
    near = {"clauses": [{"span_term": {field: each}} for each in stems], "in_order": False}
    return {
        "span_near": {
            **near,
            "slop": ranking.PAIR_DISTANCE - 1,
            "boost": _boost(field, boost * ranking.PAIR_WEIGHT),
        }
    }


def _weighted(made: Clause, boost: float) -> Clause:
    """A query of one kind and one field with its boost set."""
    ((kind, said),) = made.items()
    if kind in ("match_none", "terms"):
        return {kind: {**said, "boost": boost}}
    if kind == "bool":
        return {kind: {**said, "boost": boost}}
    ((field, inner),) = said.items()
    return {kind: {field: {**inner, "boost": boost}}}


# -- as sets -----------------------------------------------------------------------------------------------


def matching(node: tree.Node) -> Clause:
    """The query of what a tree matches; its scores mean nothing."""
    match node:
        case tree.Everything():
            return EVERYTHING
        case tree.Word() | tree.Phrase() | tree.Near() | tree.Wildcard() | tree.Fuzzy():
            return _any([made for _, made in _each_field(node)])
        case tree.Keyword():
            return _any(_keyword(node))
        case tree.Location():
            return _any(_location(node))
        case tree.Days():
            return _range("day", *map(_day, (node.first, node.last)))
        case tree.Instants():
            return _instants(node)
        case tree.Has():
            return {"term": {"has": node.field}}
        case tree.Boost():
            return matching(node.child)
        case tree.Not():
            return {"bool": {"must_not": _merged([matching(node.child)])}}
        case tree.And():
            return _all(node.children)
        case tree.Or():
            return _any(_merged([matching(child) for child in dict.fromkeys(node.children)]))
        case _:
            assert_never(node)


def _all(children: Sequence[tree.Node]) -> Clause:
    wanted = [matching(child) for child in children if not isinstance(child, tree.Not)]
    unwanted = _merged([matching(child.child) for child in children if isinstance(child, tree.Not)])
    parts = {"filter": wanted, "must_not": unwanted}
    return {"bool": {name: some for name, some in parts.items() if some}}


def _any(several: Sequence[Clause]) -> Clause:
    if len(several) == 1:
        return several[0]
    return {"bool": {"should": list(several), "minimum_should_match": 1}} if several else NOTHING


def _merged(several: Sequence[Clause]) -> list[Clause]:
    """The same union, in which the terms of a field are one set."""
    sets: dict[str, dict[str, None]] = {}
    others: list[Clause] = []
    for each in _flat(several):
        if "terms" in each:
            ((field, values),) = each["terms"].items()
            sets.setdefault(field, {}).update(dict.fromkeys(values))
        else:
            others.append(each)
    return [*others, *(made for field, values in sets.items() for made in _terms(field, list(values)))]


def _terms(field: str, values: Sequence[str]) -> list[Clause]:
    return [
        {"terms": {field: list(values[start : start + MOST_TERMS])}}
        for start in range(0, len(values), MOST_TERMS)
    ]


def _flat(several: Iterable[Clause]) -> list[Clause]:
    found = []
    for each in several:
        inner = each.get("bool", {})
        found += _flat(inner["should"]) if set(inner) == {"should", "minimum_should_match"} else [each]
    return found


def _each_field(node: tree.Node) -> list[tuple[str, Clause]]:
    """For each text that a leaf or a NEAR means its field and the query on it."""
    match node:
        case tree.Word():
            wanted = [term(stem(node.word))]
            return [(field, {"terms": {field: wanted}}) for field in tree.fields_of(node.field)]
        case tree.Phrase() if len(node.words) == 1:
            return [
                (field, {"terms": {field + "_w": [term(node.words[0])]}})
                for field in tree.fields_of(node.field)
            ]
        case tree.Phrase(slop=None):
            said = " ".join(map(term, node.words))
            return [
                (field, {"match_phrase": {field + "_w": {"query": said}}})
                for field in tree.fields_of(node.field)
            ]
        case tree.Phrase():
            rule = _window(node)
            return [(field, _intervals(field + "_w", rule)) for field in tree.fields_of(node.field)]
        case tree.Near():
            left, right = _leaves(node.left), _leaves(node.right)
            return [
                (field, _intervals(field, _near(field, left, right, node)))
                for field in tree.fields_of(left[0].field)
            ]
        case tree.Wildcard():
            wild = {"value": node.pattern, "rewrite": "constant_score"}
            return [(field, {"wildcard": {field + "_w": wild}}) for field in tree.fields_of(node.field)]
        case tree.Fuzzy():
            return [(field, _fuzzy(field + "_w", node)) for field in tree.fields_of(node.field)]
        case _:
            raise TypeError(f"{type(node).__name__} has no text field")


def _intervals(field: str, rule: Clause | None) -> Clause:
    return {"intervals": {field: rule}} if rule else dict(NOTHING)


# -- positions ---------------------------------------------------------------------------------------------


def _stemmed(word: str) -> Clause:
    return {"match": {"query": term(stem(word))}}


def _written(field: str, words: Sequence[str]) -> Clause:
    said = " ".join(map(term, words))
    return {"match": {"query": said, "mode": "ordered", "max_gaps": 0, "use_field": field + "_w"}}


def _one_of(rules: Sequence[Clause]) -> Clause:
    return rules[0] if len(rules) == 1 else {"any_of": {"intervals": list(rules)}}


def _window(node: tree.Phrase) -> Clause | None:
    """All words in any order, the first and the last position at most `slop` apart; None where nothing can be.

    The gaps of an interval that holds a word twice are not what its width tells, so there the width is looked at.
    """
    slop = node.slop or 0
    gaps = slop + 1 - len(node.words)
    if gaps < 0:
        return None
    words = [{"match": {"query": term(word)}} for word in node.words]
    rule: Clause = {"mode": "unordered", "intervals": words}
    if len(set(node.words)) == len(node.words):
        return {"all_of": {**rule, "max_gaps": gaps}}
    width = {"source": "interval.end - interval.start <= " + str(slop), "lang": "painless"}
    return {"all_of": {**rule, "filter": {"script": width}}}


def _near(field: str, left: Sequence[Leaf], right: Sequence[Leaf], node: tree.Near) -> Clause:
    pairs = itertools.product(_by_width(field, left), _by_width(field, right))
    ways = [way for pair in pairs for way in ((pair,) if node.ordered else (pair, pair[::-1]))]
    return _one_of(
        [
            {"all_of": {"mode": "ordered", "max_gaps": node.distance - 1, "intervals": list(way)}}
            for way in ways
        ]
    )


def _by_width(field: str, leaves: Sequence[Leaf]) -> list[Clause]:
    """The leaves as intervals, those of one width together."""
    widths: dict[int, list[Clause]] = {}
    for leaf in dict.fromkeys(leaves):
        if isinstance(leaf, tree.Word):
            widths.setdefault(1, []).append(_stemmed(leaf.word))
        else:
            widths.setdefault(len(leaf.words), []).append(_written(field, leaf.words))
    return list(map(_one_of, widths.values()))


def _leaves(node: tree.Node) -> list[Leaf]:
    if isinstance(node, tree.Or):
        return [leaf for child in node.children for leaf in _leaves(child)]
    if isinstance(node, tree.Word | tree.Phrase):
        return [node]
    raise QueryError(
        "NEAR and PRE take words, phrases and groups of them joined by OR", position=node.span[0]
    )


# -- words of near spelling --------------------------------------------------------------------------------


def _fuzzy(field: str, node: tree.Fuzzy) -> Clause:
    """All words within the distance.

    Lucene leaves out words that are no longer than the distance; two letters or one, of which there are few
    kinds, are asked for by name.
    """
    said = {
        "value": term(node.word), "fuzziness": node.distance, "transpositions": True,
        "max_expansions": 1_000, "rewrite": "constant_score",
    }  # fmt: skip
    made: Clause = {"fuzzy": {field: said}}
    short = _short(node.word, node.distance)
    if not short:
        return made
    return _any([made, {"regexp": {field: {"value": short, "rewrite": "constant_score"}}}])


def _short(word: str, distance: int) -> str:
    """The expression of the words of one or two letters that are two edits away from a word of three or four."""
    if distance < 2 or len(word) > 4:
        return ""
    pairs = map("".join, itertools.combinations(word, 2))
    if len(word) == 4:
        return "|".join(dict.fromkeys(pairs))
    first, middle, last = tuple(word)
    return f"[{first}{middle}].|.[{middle}{last}]|[{word}]"


# -- metadata ----------------------------------------------------------------------------------------------


def _keyword(node: tree.Keyword) -> list[Clause]:
    field = "id_folded" if node.field == "id" else node.field
    if node.prefix:
        return [{"prefix": {field: {"value": value}}} for value in node.values]
    made = _terms(field, node.values)
    if node.field == "language":
        made += [{"prefix": {field: {"value": value + "-"}}} for value in node.values]
    return made


def _location(node: tree.Location) -> list[Clause]:
    made: list[Clause] = []
    if node.prefix:
        made = [{"prefix": {"location": {"value": place}}} for place in node.places]
    elif node.places:
        made = [{"terms": {"location": list(node.places)}}]
    if node.countries:
        made.append({"terms": {"country": list(node.countries)}})
    return made


def _day(day: dt.date | None) -> int | None:
    return day.year * 10_000 + day.month * 100 + day.day if day else None


def _range(field: str, first: int | None, last: int | None) -> Clause:
    bounds = {"gte": first, "lte": last}
    return {"range": {field: {name: bound for name, bound in bounds.items() if bound is not None}}}


def _instants(node: tree.Instants) -> Clause:
    made = []
    if node.first:
        made.append(_range(node.field + "_first", microseconds(node.first), None))
    if node.last:
        made.append(_range(node.field + "_last", None, microseconds(node.last) - 1))
    return {"bool": {"filter": made or [{"term": {"has": node.field}}]}}
