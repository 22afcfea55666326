"""The leaves of a query for OpenSearch: places of words, words of near spelling, metadata.

Intervals are minimal: of two that match, one inside the other, only the inner one is seen. That loses nothing
where all intervals of a side are of one width, so a NEAR of words and phrases goes by the widths of its sides.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from morgue.analysis.analyzer import stem
from morgue.engines.base import day_number
from morgue.engines.document import microseconds
from morgue.engines.opensearch.mapping import term
from morgue.errors import QueryError
from morgue.query import tree

MOST_TERMS = 50_000
"""Values of one set of terms; a cluster takes 65,536."""

FEW_WORDS = 16
"""Words of one side of a NEAR that are a rule each; more are alternatives of an expression."""

MOST_PATTERN = 900
"""Characters of an expression; a cluster takes 1,000."""

MOST_BEGINNING = 900
"""Bytes of a beginning; a cluster looks for it by an automaton of 1,000 states."""

MOST_TAG = 100
"""Characters of a language that may have regions."""

MOST_EXPANDED = 128
"""Words that one expression may stand for; a cluster takes as many by default."""

Clause = dict[str, Any]

NOTHING: Clause = {"match_none": {}}


def any_of(several: Sequence[Clause]) -> Clause:
    """Return what any of the queries matches."""
    if len(several) == 1:
        return several[0]
    return {"bool": {"should": list(several), "minimum_should_match": 1}} if several else NOTHING


def terms(field: str, values: Sequence[str]) -> list[Clause]:
    """Return the queries of what has any of the values in a field, in as many sets as are needed."""
    return [
        {"terms": {field: list(values[start : start + MOST_TERMS])}}
        for start in range(0, len(values), MOST_TERMS)
    ]


# -- positions ---------------------------------------------------------------------------------------------


def tokens(word: tree.Word) -> Sequence[str]:
    """Return what a bare word stands for in a field of stems."""
    return tuple(map(term, word.tokens or (stem(word.word),)))


def _written(field: str, words: Sequence[str]) -> Clause:
    said = " ".join(map(term, words))
    return {"match": {"query": said, "mode": "ordered", "max_gaps": 0, "use_field": field + "_w"}}


def _one_of(rules: Sequence[Clause]) -> Clause:
    return rules[0] if len(rules) == 1 else {"any_of": {"intervals": list(rules)}}


def window(node: tree.Phrase) -> Clause | None:
    """Return the rule of all words in any order, the first and the last position at most `slop` apart; None where nothing can be.

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


def near(field: str, left: Sequence[tree.Leaf], right: Sequence[tree.Leaf], node: tree.Near) -> Clause:
    """Return the rule of a NEAR or PRE in a field, whose sides are words and phrases."""
    pairs = itertools.product(_by_width(field, left), _by_width(field, right))
    ways = [way for pair in pairs for way in ((pair,) if node.ordered else (pair, pair[::-1]))]
    return _one_of(
        [
            {"all_of": {"mode": "ordered", "max_gaps": node.distance - 1, "intervals": list(way)}}
            for way in ways
        ]
    )


def _by_width(field: str, leaves: Sequence[tree.Leaf]) -> list[Clause]:
    """Return the leaves as intervals, those of one width together."""
    widths: dict[int, list[Clause]] = {}
    written: list[str] = []
    for leaf in dict.fromkeys(leaves):
        match leaf:
            case tree.Word():
                widths.setdefault(1, []).extend({"match": {"query": each}} for each in tokens(leaf))
            case tree.Phrase(words=(word,)):
                written.append(term(word))
            case tree.Phrase():
                widths.setdefault(len(leaf.words), []).append(_written(field, leaf.words))
            case _:
                raise TypeError(f"{type(leaf).__name__} has to be made into words first")
    if written:
        widths.setdefault(1, []).extend(_any_written(field, written))
    return list(map(_one_of, widths.values()))


def _any_written(field: str, words: Sequence[str]) -> list[Clause]:
    """Return rules for any of the words as written: one for each of a few, and for more as few as hold them all."""
    if len(words) <= FEW_WORDS:
        return [_written(field, (word,)) for word in words]
    long = [word for word in words if len(word) > MOST_PATTERN]
    rules = [_written(field, (word,)) for word in long]
    pattern, number = "", 0
    for word in sorted(set(words).difference(long)):
        if pattern and (len(pattern) + len(word) >= MOST_PATTERN or number == MOST_EXPANDED):
            rules.append(_pattern(field, pattern))
            pattern, number = "", 0
        pattern, number = f"{pattern}|{word}" if pattern else word, number + 1
    return [*rules, _pattern(field, pattern)] if pattern else rules


def _pattern(field: str, pattern: str) -> Clause:
    return {"regexp": {"pattern": pattern, "use_field": field + "_w", "max_expansions": MOST_EXPANDED}}


# -- words of near spelling --------------------------------------------------------------------------------


def fuzzy(field: str, node: tree.Fuzzy) -> Clause:
    """Return the query of all words within the distance.

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
    return any_of([made, {"regexp": {field: {"value": short, "rewrite": "constant_score"}}}])


def word_query(leaf: tree.Expanding) -> Clause:
    """Return what finds the words that a leaf stands for in the archive's list of words."""
    if isinstance(leaf, tree.Wildcard):
        return {"wildcard": {"word": {"value": leaf.pattern}}}
    return fuzzy("word", leaf)


def _short(word: str, distance: int) -> str:
    """Return the expression of the words of one or two letters that are two edits away from a word of three or four."""
    if distance < 2 or len(word) > 4:
        return ""
    pairs = map("".join, itertools.combinations(word, 2))
    if len(word) == 4:
        return "|".join(dict.fromkeys(pairs))
    first, middle, last = tuple(word)
    return f"[{first}{middle}].|.[{middle}{last}]|[{word}]"


# -- metadata ----------------------------------------------------------------------------------------------


def keyword(node: tree.Keyword) -> list[Clause]:
    """Return the queries of exact values, or of their beginnings."""
    field = "id_folded" if node.field == "id" else node.field
    if node.prefix:
        return [beginning(field, value, node.span[0]) for value in node.values]
    made = terms(field, node.values)
    if node.field == "story":  # an article that stands alone has no value there: its id is that of its story
        made += terms("id_folded", node.values)
    if node.field == "language":
        made += [beginning(field, value + "-") for value in node.values if len(value) < MOST_TAG]
    return made


def beginning(field: str, value: str, position: int = 0) -> Clause:
    """Return the query of what has a value that begins so. Raises QueryError for a beginning that no cluster takes."""
    if len(value.encode()) > MOST_BEGINNING:
        raise QueryError(
            f"a beginning of {len(value):,} characters is too long for a cluster",
            hint="write a shorter one before the *",
            position=position,
        )
    return {"prefix": {field: {"value": value}}}


def location(node: tree.Location) -> list[Clause]:
    """Return the queries of places and countries."""
    made: list[Clause] = []
    if node.prefix:
        made = [beginning("location", place, node.span[0]) for place in node.places]
    elif node.places:
        made = [{"terms": {"location": list(node.places)}}]
    if node.countries:
        made.append({"terms": {"country": list(node.countries)}})
    return made


def days(node: tree.Days) -> Clause:
    """Return the query of days."""
    return span("day", *(day_number(day) if day else None for day in (node.first, node.last)))


def span(field: str, first: int | None, last: int | None) -> Clause:
    """Return the query of what a field has from `first` to `last`, both included; None is open."""
    bounds = {"gte": first, "lte": last}
    return {"range": {field: {name: bound for name, bound in bounds.items() if bound is not None}}}


def instants(node: tree.Instants) -> Clause:
    """Return the query of instants from the first on and before the last; what has only a day lies in it as a whole."""
    made = []
    if node.first:
        made.append(span(node.field + "_first", microseconds(node.first), None))
    if node.last:
        made.append(span(node.field + "_last", None, microseconds(node.last) - 1))
    return {"bool": {"filter": made or [{"term": {"has": node.field}}]}}


def as_of(node: tree.AsOf) -> Clause:
    """Return the query of the texts that stood just before a moment."""
    moment = microseconds(node.before)
    had_come, had_gone = span("moment", None, moment - 1), span("replaced", None, moment - 1)
    return {"bool": {"filter": [had_come], "must_not": [had_gone]}}
