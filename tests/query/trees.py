"""Hypothesis strategies: trees that the language can say, and texts that look like queries."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from morgue.analysis.analyzer import fold, folded_words
from morgue.query.places import place
from morgue.query.tree import (
    HAS_FIELDS,
    TEXT_FIELDS,
    And,
    Boost,
    Days,
    Everything,
    Fuzzy,
    Has,
    Instants,
    Keyword,
    Location,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Wildcard,
    Word,
)

_FOLDED = st.sampled_from(
    [
        "sanctions",
        "russia",
        "us",
        "and",
        "or",
        "not",
        "to",
        "near",
        "zelensky",
        "19",
        "हिन्दी",
        "欧",
        "ไ",
        "санкции",
        "제재",
    ]
) | st.text("abcdeéßñиж09", min_size=1, max_size=6)
words = _FOLDED.map(lambda text: folded_words(text)[0])
text_fields = st.none() | st.sampled_from(TEXT_FIELDS)
_long = words.filter(lambda word: len(word) >= 3)


def _terms(field: str | None) -> st.SearchStrategy[Node]:
    return st.builds(Word, words, st.just(field)) | st.builds(
        Phrase, st.lists(words, min_size=1, max_size=4).map(tuple), st.just(field)
    )


_patterns = st.tuples(
    st.text("abxyz", min_size=2, max_size=4), st.text("ab*?", max_size=4), st.sampled_from("*?")
).map("".join)


def _nears(field: str | None) -> st.SearchStrategy[Node]:
    either = st.lists(_terms(field), min_size=2, max_size=3).map(lambda terms: Or(tuple(terms)))
    wild = st.builds(Wildcard, _patterns, st.just(field)) | st.builds(
        Fuzzy, _long, st.sampled_from([1, 2]), st.just(field)
    )
    sides = _terms(field) | either | wild
    pairs = st.builds(Near, sides, sides, st.integers(1, 999_999), st.booleans())
    among = st.builds(lambda pair, term: Or((pair, term)), pairs, _terms(field))
    chains = st.builds(Near, pairs | among, sides, st.integers(1, 99), st.booleans())
    right = st.builds(Near, sides, pairs | among | chains, st.integers(1, 99))
    return pairs | chains | right


_texts = (
    text_fields.flatmap(_terms)
    | text_fields.flatmap(_nears)
    | st.builds(Phrase, st.lists(words, min_size=1, max_size=3).map(tuple), text_fields, st.integers(1, 99))
    | st.builds(Wildcard, _patterns, text_fields)
    | st.builds(Fuzzy, _long, st.sampled_from([1, 2]), text_fields)
)
_values = (
    st.text('abz09 .,;:/-_&()?[]{}~^"“«é日', min_size=1, max_size=9)
    .map(fold)
    .filter(lambda value: value and not ('"' in value and "“" in value and "«" in value))
)
_keywords = st.builds(
    lambda field, value, prefix: Keyword(field, (value,), prefix),
    st.sampled_from(["publisher", "section", "format", "keyword", "file", "id", "url"]),
    _values,
    st.booleans(),
) | st.sampled_from(
    [
        Keyword("agency", ("ani",)),
        Keyword("agency", ("press trust of india", "pti"), typed="Press Trust of India"),
        Keyword("language", ("en-gb",)),
        Keyword("language", ("en",), prefix=True),
        Keyword("section", ("a*",)),
        Keyword("publisher", ("m*a\\*",), prefix=True),
    ]
)
_locations = st.sampled_from(
    [
        Location(("harbour town",)),
        Location(("new y",), prefix=True),
        Location((), ("IN",)),
        Location((), ("BELGUM",)),
        place("shimoga"),
        place("ceylon"),
        place("soviet union"),
        Location(("a*b*",)),
    ]
)
_ranges = st.tuples(st.dates(), st.dates()).map(sorted)
_days = (
    _ranges.map(lambda ends: Days(*ends))
    | st.builds(Days, st.dates(), st.none())
    | st.builds(Days, st.none(), st.dates())
)
_moments = st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30), timezones=st.just(dt.UTC))
_instants = (
    st.tuples(_moments, _moments)
    .map(sorted)
    .filter(lambda ends: ends[0] < ends[1])
    .map(lambda ends: Instants("updated", *ends))
    | st.builds(Instants, st.just("published"), _moments, st.none())
    | st.builds(Instants, st.just("published"), st.none(), _moments)
)
leaves: st.SearchStrategy[Node] = (
    _texts
    | _keywords
    | _locations
    | _days
    | _instants
    | st.builds(Has, st.sampled_from(HAS_FIELDS))
    | st.just(Everything())
)


def _group(kind: type[And] | type[Or], children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    other = children.filter(lambda child: not isinstance(child, kind))
    return st.lists(other, min_size=2, max_size=3).map(lambda nodes: kind(tuple(nodes)))


def _larger(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    factors = st.sampled_from([2.0, 0.5, 3.25, 1000.0, 0.001])
    return (
        _group(And, children)
        | _group(Or, children)
        | st.builds(Not, children)
        | st.builds(Boost, children, factors)
    )


trees: st.SearchStrategy[Node] = st.recursive(leaves, _larger, max_leaves=12)

_PIECES = (
    "AND", "OR", "NOT", "and", "(", ")", "-", '"', "“", "”", "«", "»", " ", " ", " ", "NEAR/3", "PRE/2", "NEAR", "W/5",
    "sanctions", "U.S.", "AT&T", "e-mail", "欧盟", "हिन्दी", "E\u0301", "*", "?", "~", "~2", "^2", "^x", "..", "[", "]",
    "{", "}", " TO ", "headline:", "agency:", "date:", "published:", "since:", "before:", "has:", "missing:", "location:",
    "country:", "url:", "nofield:", "2025", "2025-10-23", "T18:00Z", "7d", "last-week", "Oct", "03/04/2025", ",", "…",
    "−", "\u3000", "（", "：", "\x00", "\udcff", "🎉", "belgium", "reuters", "day", "||", "!", "+", "'",
)  # fmt: skip
query_texts = st.lists(st.sampled_from(_PIECES), max_size=12).map("".join) | st.text(max_size=40)
