"""Canonical text parses back to the same tree; reading and telling never fail but with a QueryError."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from morgue.errors import QueryError
from morgue.query.canonical import canonical
from morgue.query.diagnosis import parts, without
from morgue.query.explain import explanation
from morgue.query.parser import parse
from morgue.query.tree import Node, Not, Query, Word

from .clock import NOW, tree
from .trees import query_texts, trees

CANONICAL = [
    (
        'sanctions AND "air defence" date:2025-10',
        'sanctions AND "air defence" AND date:2025-10-01..2025-10-31',
    ),
    ("date:2025-10-23", "date:2025-10-23"),
    ("since:2025-10", "date:2025-10-01.."),
    ("before:2025-10", "date:..2025-09-30"),
    ("A or -B", "a AND or AND NOT b"),
    ("a b OR c", "(a AND b) OR c"),
    ("headline:(a -b)", "headline:a AND NOT headline:b"),
    ("headline:(a PRE/3 b)", "headline:a PRE/3 headline:b"),
    ("(ta* NEAR/3 b) PRE/2 cat~", "ta* NEAR/3 b PRE/2 cat~1"),
    ("a NEAR/3 (b PRE/2 c)", "a NEAR/3 (b PRE/2 c)"),
    ("(a NEAR/3 b OR c) NEAR/2 d e", "(a NEAR/3 b OR c) NEAR/2 d AND e"),
    ("(a OR b)^2.50 c", "(a OR b)^2.5 AND c"),
    ("zelensky~", "zelensky~1"),
    ("AT&T", '"at t"'),
    ("headline:п’ятниця^2 Комп'ютер", "headline:п’ятниця^2 AND Комп'ютер"),
    ("(п'ятниця OR їжа) NEAR/3 об'єкт", '("п ятниця" OR їжа) NEAR/3 "об єкт"'),
    ("a PRE/3 п'ятниця", 'a PRE/3 "п ятниця"'),
    ("прем'єр-міністр д'Артаньян", '"прем єр міністр" AND "д артаньян"'),
    ("欧盟 制裁", '"欧盟" AND "制裁"'),
    ("हिन्दी", "हिन्दी"),
    ("𠦞", "𠦞"),  # an ideograph that stands for no mark
    ('agency:"Press Trust of India"', 'agency:"press trust of india"'),
    ("missing:place", "missing:location"),
    ("NOT has:agency", "missing:agency"),
    ("missing:agency^2", "missing:agency^2"),
    ("published:2025-10-23T18:00+05:30..", "published:[2025-10-23T12:30:00Z TO *}"),
    ("file:2025/10/*", "file:2025/10/*"),
    ('publisher:"The Trib*"', 'publisher:"the trib"*'),
    ('publisher:"M*A*S*H"', 'publisher:"m*a*s*h"'),
    (r"section:Sport\*", r'section:"sport\*"'),
    (r'section:"Back\\\*slash"', r'section:"back\\\*slash"'),
    (r'file:"dir\"*', r'file:"dir\"*'),
    ("language:english", "language:english"),
    ("location:ussr", "country:ussr"),
    ("place:Burma", "location:burma"),
    ("country:Burma", "country:burma"),
    ("location:Bombay", "location:bombay"),
    ("location:UK", "location:uk"),
    ("country:uk", "country:GB"),
    ('publisher:"The "*', 'publisher:"the "*'),
    ('section:"' + "ab " * 400 + '"', 'section:"' + "ab " * 333 + 'a"'),
    ("location:belgium", "location:belgium"),
    ("country:belgium", "country:BE"),
]


@pytest.mark.parametrize(("text", "expected"), CANONICAL)
def test_canonical(text: str, expected: str) -> None:
    assert canonical(tree(text)) == expected
    assert tree(expected) == tree(text)


@settings(max_examples=300)
@given(trees)
def test_canonical_text_parses_back(node: Node) -> None:
    assert tree(canonical(node)) == node


@settings(max_examples=300)
@given(trees)
def test_every_tree_is_told(node: Node) -> None:
    told = explanation(Query("", node))
    assert told.startswith(("articles that ", "articles dated ", "all articles"))
    assert len(parts(node)) >= 1
    for index in range(len(parts(node))):
        assert tree(canonical(without(node, index))) == without(node, index)


def _read(text: str) -> Query | QueryError:
    try:
        return parse(text, now=NOW)
    except QueryError as error:
        return error


@settings(max_examples=600)
@given(query_texts)
def test_any_text_is_read_or_refused(text: str) -> None:
    result = _read(text)
    if isinstance(result, QueryError):
        assert result.position is not None
        assert 0 <= result.position <= len(text)
        assert result.message.startswith(f"column {result.position + 1}: ")
        assert result.hint
    else:
        assert tree(canonical(result.tree)) == result.tree
        assert explanation(result)
        assert all(note.position is not None and 0 <= note.position < len(text) for note in result.notes)
        assert 0 <= result.tree.span[0] < result.tree.span[1] <= len(text)


def test_the_deepest_query_parses_back() -> None:
    text = "a OR b (c OR d " * 32 + "e" + ")" * 32
    assert tree(canonical(tree(text))) == tree(text)
    node: Node = Word("a")
    for _ in range(32):
        node = Not(node)
    assert tree(canonical(node)) == node


def test_the_longest_query_parses_back() -> None:
    text = " ".join(["abcdefg"] * 1_024)
    assert len(canonical(tree(text))) <= 8_192
    assert tree(canonical(tree(text))) == tree(text)
