"""Partial matches as trees: what may be missing of a query, and in which order."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from morgue.query.canonical import canonical
from morgue.query.context import MAX_CHARACTERS, MAX_CLAUSES
from morgue.query.parser import parse
from morgue.query.partial import MOST_WORDS, Ladder, at_least, ladder, no_partial_note
from morgue.query.tree import And, Boost, Node, Not, Or, Word, walk

NOW = dt.datetime(2025, 11, 1, tzinfo=dt.UTC)


def read(query: str) -> Node:
    return parse(query, now=NOW).tree


def of(query: str) -> Ladder:
    found = ladder(read(query))
    assert found is not None, query
    return found


def holds(node: Node, having: set[str]) -> bool:
    """Whether a tree of words matches what has just these words."""
    match node:
        case Word():
            return node.word in having
        case And():
            return all(holds(child, having) for child in node.children)
        case Or():
            return any(holds(child, having) for child in node.children)
        case Not():
            return not holds(node.child, having)
        case Boost():
            return holds(node.child, having)
    raise AssertionError(node)


def counts(node: Node, having: set[str]) -> int:
    """How many times a word counts in the score of what has just these words."""
    match node:
        case Word():
            return int(node.word in having)
        case And() | Or() if holds(node, having):
            return sum(counts(child, having) for child in node.children)
        case _:
            return 0


MOST = [
    ("ferry strike pay", "(ferry AND (strike OR pay)) OR (strike AND pay)"),
    ("ferry AND strike AND pay", "(ferry AND (strike OR pay)) OR (strike AND pay)"),
    ("ferry strike pay date:2025-10", "((ferry AND (strike OR pay)) OR (strike AND pay)) AND date:2025-10-01..2025-10-31"),
    ("the price of grain", "price OR grain"),
    ("ferry strike", "ferry OR strike"),
    ("ferry strike agency:ani", "(ferry OR strike) AND agency:ani"),
    ("the strike", "strike"),
    ('"shadow fleet" tankers insurance', '("shadow fleet" AND (tankers OR insurance)) OR (tankers AND insurance)'),
    ("(oil OR gas) price cap", "((oil OR gas) AND (price OR cap)) OR (price AND cap)"),
    ("ferry strike pay -harbour", "((ferry AND (strike OR pay)) OR (strike AND pay)) AND NOT harbour"),
    ("ferry strike pay headline:board", "((ferry AND (strike OR pay)) OR (strike AND pay)) AND headline:board"),
    ("ferry strike pay harb*", "((ferry AND (strike OR pay)) OR (strike AND pay)) AND harb*"),
    ("ferry strike pay boards~1", "((ferry AND (strike OR pay)) OR (strike AND pay)) AND boards~1"),
    ("ferry ferry strike pay^3", "(ferry AND (strike OR pay)) OR (strike AND pay)"),
    ("(ferry strike pay)^2", "(ferry AND (strike OR pay)) OR (strike AND pay)"),
    ("ferry strike pay (crew NEAR/3 vote)", "((ferry AND (strike OR pay)) OR (strike AND pay)) AND crew NEAR/3 vote"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "most"), MOST)
def test_most_of_a_query_is_more_than_half_of_its_words_or_one_of_two(query: str, most: str) -> None:
    found = of(query)
    assert found.query == most
    assert read(found.query) == found.most, "it can be copied"


@pytest.mark.parametrize(
    "query",
    [
        "ferry", "*", "ferry OR strike OR pay", "the of and", "date:2025 agency:ani", "the date:2025",
        "headline:(ferry strike pay)", "NOT (ferry strike pay)", "harb* ferr* strik*",
        '"ferry strike pay"', "ferry NEAR/3 strike NEAR/4 pay",
    ],
)  # fmt: skip
def test_there_are_none_where_most_is_all(query: str) -> None:
    assert ladder(read(query)) is None
    note = no_partial_note(read(query))
    assert (note.kind, note.message) == ("no-partial", "no articles have most of the words here and not all")


def test_a_query_of_many_words_has_none_and_says_so() -> None:
    many = [f"word{number}" for number in range(MOST_WORDS + 1)]
    assert of(" ".join(many[1:])).steps
    assert of(" ".join([*many[1:], "of", "the", "date:2025"])).steps, (
        "function words and filters are not counted"
    )
    assert ladder(read(" ".join(many))) is None
    assert (
        no_partial_note(read(" ".join(many))).message
        == "of more than 10 words only what has all of them is listed"
    )


def test_a_query_of_long_words_has_none_whose_text_is_too_long() -> None:
    assert ladder(read(" ".join(f"{'x' * 300}{number}" for number in range(MOST_WORDS)))) is None


def test_a_query_of_wide_groups_has_none_of_too_many_clauses() -> None:
    few, many = (f"pay ({' OR '.join(f'a{each}' for each in range(number))}) board" for number in (400, 600))
    assert read(of(few).query) == of(few).most
    assert ladder(read(many)) is None


@pytest.mark.parametrize("number", range(1, MOST_WORDS + 1))
def test_trees_stay_within_what_a_query_may_have(number: int) -> None:
    words = [f"word{at}" for at in range(number)]
    for query in (" ".join(words), " ".join([*words, "the", "of"])):
        if found := ladder(read(query)):
            assert len(found.query) <= MAX_CHARACTERS
            assert all(
                sum(isinstance(each, Word) for each in walk(step)) < MAX_CLAUSES / 4 for step in found.steps
            )
            assert read(canonical(found.most)) == found.most


@pytest.mark.parametrize("size", range(1, 8))
def test_at_least_so_many_of_several(size: int) -> None:
    words = [f"w{at}" for at in range(size)]
    for number in range(1, size + 1):
        made = at_least(number, [Word(each) for each in words])
        for chosen in itertools.product((False, True), repeat=size):
            having = {word for word, taken in zip(words, chosen, strict=True) if taken}
            assert holds(made, having) == (len(having) >= number)
            if len(having) == number:
                assert counts(made, having) == number, "each word counts once"


@pytest.mark.parametrize("query", ["a1 b1 c1", "a1 the b1 c1 d1 of", "a1 b1 c1 d1 e1 f1", "the a1"])
def test_each_partial_match_is_in_the_step_of_its_words(query: str) -> None:
    found, typed = of(query), query.split()
    topic = [word for word in typed if word[1] == "1"]
    least = len(topic) // 2 + 1
    for chosen in itertools.product((False, True), repeat=len(typed)):
        having = {word for word, taken in zip(typed, chosen, strict=True) if taken}
        matched = sum(word in having for word in topic)
        assert holds(found.most, having) == (matched >= least)
        steps = [at for at, step in enumerate(found.steps) if holds(step, having)]
        partial = matched >= least and not having.issuperset(typed)
        first = len(topic) if len(topic) < len(typed) else len(topic) - 1
        assert steps == ([first - matched] if partial else [])
