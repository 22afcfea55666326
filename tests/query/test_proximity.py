"""The stretches of a chain of NEARs, against every pair of occurrences; and that many of them cost little."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from morgue.errors import QueryError
from morgue.query.deadline import TooLongError
from morgue.query.proximity import Places, found_in, stretches
from morgue.query.tree import Fuzzy, Leaf, Near, Node, Or, Phrase, Wildcard, Word, leaves
from tests import oracle

A, B, C = Word("aa"), Word("bb"), Word("cc")
TEXTS = st.lists(st.sampled_from(["aa", "bb", "cc", "ab", "x"]), max_size=24).map(" ".join)
LEAVES: st.SearchStrategy[Node] = st.sampled_from(
    [
        A,
        B,
        C,
        Phrase(("aa", "bb")),
        Phrase(("cc", "x", "cc")),
        Wildcard("aa*"),
        Wildcard("ab?"),
        Fuzzy("aab", 1),
    ]
)


def larger(side: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """A NEAR or PRE of smaller sides, or a group of them."""
    simple = LEAVES | st.lists(LEAVES, min_size=2, max_size=3).map(lambda each: Or(tuple(each)))
    group = st.lists(side.filter(lambda each: not isinstance(each, Or)), min_size=2, max_size=3)
    distance = st.integers(1, 7)
    return (
        st.builds(Near, side, side, distance)
        | st.builds(Near, side, simple, distance, st.just(True))
        | group.map(lambda each: Or(tuple(each)))
    )


CHAINS = st.recursive(LEAVES, larger, max_leaves=6).filter(lambda node: isinstance(node, Near))


@settings(max_examples=600, derandomize=True)
@given(text=TEXTS, node=CHAINS)
@example(text="aa bb cc", node=Near(Near(A, B, 3), A, 5))
@example(text="aa bb cc", node=Near(Near(A, B, 3), B, 5))
@example(text="aa bb cc", node=Near(A, Near(A, B, 2), 3))
@example(text="aa x bb aa", node=Near(Near(A, B, 3), Wildcard("a*"), 5))
@example(text="aa bb x bb cc", node=Near(Near(A, B, 4), Near(Phrase(("aa", "bb")), C, 4), 3))
@example(text="aa bb aa cc bb", node=Near(Near(A, Or((B, C)), 4), Near(Or((A, B)), C, 4), 3))
def test_the_stretches_are_the_longest_of_those_of_a_plain_scan(text: str, node: Near) -> None:
    every = oracle.stretches(text, node)
    longest = {last: min(first for first, other in every if other == last) for _, last in every}
    words = text.split()
    assert stretches(node, Places(words)) == sorted((first, last) for last, first in longest.items())
    assert found_in(Places(words), node) == bool(every)


@pytest.mark.parametrize(
    ("text", "node", "found"),
    [
        ("aa x bb x x cc", Near(Near(A, B, 2), C, 3), True),
        ("aa x bb x x cc", Near(Near(A, B, 2), C, 2), False),
        ("aa x bb x x cc", Near(Near(A, B, 1), C, 9), False),
        ("cc x aa x bb", Near(Near(A, B, 2), C, 2), True),  # before the stretch, by its nearer end
        ("aa x cc x bb", Near(Near(A, B, 4), C, 1), True),  # inside of it
        ("aa x cc x bb", Near(Near(A, B, 4), C, 9, ordered=True), False),  # PRE: behind it
        ("aa bb aa cc", Near(Near(A, B, 1, ordered=True), C, 2, ordered=True), True),
        ("aa bb bb cc", Near(Near(A, B, 2, ordered=True), C, 1, ordered=True), True),  # not the first bb
        ("cc aa bb", Near(C, Near(A, B, 1), 1), True),
        ("aa x x cc", Near(Or((Near(A, B, 1), C)), A, 3), True),
        ("aa", Near(A, A, 5), False),  # a word is not near itself
        ("aa bb", Near(Near(A, B, 5), A, 5), False),  # nor in the stretch of it and another
        ("aa bb cc", Near(Near(A, B, 3), B, 5), False),
        ("aa bb cc", Near(A, Near(A, B, 2), 3), False),
        ("aa bb aa", Near(Near(A, B, 3), A, 5), True),  # another word is
        ("aa bb bb", Near(Near(A, B, 3), B, 5), True),
        ("aa aa bb", Near(Near(A, B, 2), A, 5), True),  # be it inside
        ("aa bb cc", Near(Near(A, C, 2), Wildcard("aa*"), 5), False),
        ("aa bb cc", Near(Near(A, C, 2), Or((A, B)), 5), True),
        ("aa bb cc", Near(Near(Phrase(("aa", "bb")), C, 2), B, 5), False),
        ("aa bb cc bb", Near(Near(Phrase(("aa", "bb")), C, 2), B, 5), True),
        ("aa bb cc", Near(Near(A, B, 2), Near(B, C, 2), 9), False),
        ("aa bb bb cc", Near(Near(A, B, 2), Near(B, C, 2), 9), True),
        ("aa aa aa", Near(Near(A, A, 9), Near(A, A, 9), 9), False),
        ("aa aa aa aa", Near(Near(A, A, 9), Near(A, A, 9), 9), True),
        ("aa aa aa x", Near(Near(Near(A, A, 9), A, 9), A, 9), False),
    ],
)
def test_a_chain(text: str, node: Near, found: bool) -> None:
    assert found_in(Places(text.split()), node) is found
    assert bool(oracle.stretches(text, node)) is found


def test_a_chain_of_common_words_far_apart_keeps_one_stretch_for_each_end() -> None:
    words = ["aa", "bb"] * 5_000
    node: Node = A
    for _ in range(8):
        node = Near(node, B, 999_999)
    assert isinstance(node, Near)
    found = stretches(node, Places(words))
    assert len(found) == len(words) - 15  # eight of them before an end
    assert {first for first, _ in found} == {0, 1}


@pytest.mark.parametrize(
    "node",
    [
        Near(Near(A, Phrase(("aa", "bb")), 999), A, 999),  # told apart by places
        Near(Near(A, B, 999), Near(B, A, 999), 999),
        Near(Near(A, B, 999), Or((A, B)), 999),  # counted
        Near(Near(A, B, 999), C, 999),
    ],
)
def test_the_deadline_is_looked_at_while_places_are_joined(node: Near) -> None:
    looked = []
    for size in (30, 300):
        steps = 0

        def pause() -> None:
            nonlocal steps
            steps += 1

        with suppress(QueryError):
            found_in(Places(["aa", "bb"] * size + ["cc"]), node, pause)
        looked.append(steps)
    assert min(looked) > len(set(leaves(node))), "more often than there are words to look for"

    def over() -> None:
        raise TooLongError

    with pytest.raises(TooLongError):
        found_in(Places(["aa", "bb", "aa", "cc"]), node, over)


def test_words_that_can_be_told_apart_in_too_many_ways_are_an_error() -> None:
    node = Near(Near(A, Phrase(("aa", "bb")), 999, span=(4, 9)), A, 999, span=(2, 9))
    with pytest.raises(QueryError, match="in too many ways") as caught:
        found_in(Places(["aa", "bb"] * 400), node)
    assert caught.value.hint
    assert caught.value.position == 4


def test_a_chain_of_one_word_is_counted_in_a_long_text() -> None:
    node: Node = A
    for _ in range(31):
        node = Near(node, A, 999_999)
    assert isinstance(node, Near)
    assert not found_in(Places(["aa", "x"] * 31), node)
    assert found_in(Places(["aa", "x"] * 32), node)
    assert found_in(Places(["aa", "x"] * 2_000), node)


def test_equal_leaves_are_looked_for_once() -> None:
    looked: list[Node] = []

    def places(leaf: Leaf) -> list[tuple[int, int]]:
        looked.append(leaf)
        return Places(["aa", "bb", "aa", "aa"])(leaf)

    assert stretches(Near(Near(A, Or((A, B)), 2), Or((B, A)), 2), places)
    assert looked == [A, B]


def test_the_span_of_a_chain_takes_no_part_in_comparison() -> None:
    node = Near(Near(A, B, 1), C, 2)
    assert replace(node, span=(3, 9)) == node
