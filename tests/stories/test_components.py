"""Stories are what edges connect, in whatever order they come."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from morgue.stories.components import Components

EDGES = st.lists(st.tuples(*[st.sampled_from("abcdefghij")] * 2), max_size=14)


def reached(name: str, edges: list[tuple[str, str]]) -> set[str]:
    """Everything that can be walked to, step by step."""
    found = {name}
    while True:
        more = {b for a, b in edges if a in found} | {a for a, b in edges if b in found}
        if more <= found:
            return found
        found |= more


@given(EDGES, st.integers(0, 2**32))
def test_a_part_is_what_can_be_walked_to_and_has_the_name_of_its_least(
    edges: list[tuple[str, str]], seed: int
) -> None:
    shuffled = Random(seed).sample(edges, len(edges))
    parts = Components(shuffled)
    for name in "abcdefghij":
        assert parts.of(name) == min(reached(name, edges))


def test_joining_says_whether_two_parts_became_one() -> None:
    parts = Components()
    assert parts.join("b", "a")
    assert parts.join("c", "b")
    assert not parts.join("a", "c")
    assert parts.of("c") == "a"
    assert parts.of("never met") == "never met"


def test_a_chain_of_many_is_walked_without_recursion() -> None:
    names = [f"{number:06d}" for number in range(50_000)]
    parts = Components(zip(names[1:], names, strict=False))
    assert parts.of(names[-1]) == names[0]
