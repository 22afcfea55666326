"""More like one: which words are looked for, and what is like it enough."""

from __future__ import annotations

import math

import pytest

from morgue.query.more_like_this import TELLING, TERMS, Likeness, like
from morgue.query.partial import at_least
from morgue.query.tree import Boost, Node, Or, Word
from tests.conftest import story

RARE = [
    "quay",
    "crane",
    "pilot",
    "tug",
    "berth",
    "ballast",
    "hawser",
    "keel",
    "lighter",
    "anchor",
    "rudder",
    "sextant",
]


def of(text: str, total: int = 1000, found: int = 10) -> Likeness:
    made = like(story(headline=None, body=text), total, lambda node: found)
    assert made is not None
    return made


def words(node: Node) -> list[str]:
    match node:
        case Word():
            return [node.word]
        case Boost():
            return words(node.child)
        case Or():
            return [word for child in node.children for word in words(child)]
    raise AssertionError(node)


def test_words_rank_and_the_first_of_them_decide() -> None:
    text = " ".join(
        f"{word} " * (30 - at) for at, word in enumerate([*RARE, *(f"x{word}" for word in RARE), "zzz"])
    )
    made = of(text)
    ranked, floor = made.trees
    assert len(words(ranked)) == TERMS
    assert made.telling == tuple(RARE)
    assert len(made.telling) == TELLING
    assert made.least == 4
    assert isinstance(floor, Boost)
    assert floor.child == at_least(4, [Word(each) for each in RARE])
    assert floor.factor * 1000 < 2**-19, "less than the last bit of a score of 16"


@pytest.mark.parametrize("number", range(1, 13))
def test_a_third_of_the_words_rounded_up(number: int) -> None:
    made = of(" ".join(RARE[:number]))
    assert len(made.telling) == number
    assert made.least == math.ceil(number / 3)


def test_nothing_is_like_an_article_whose_words_no_other_has() -> None:
    assert like(story(headline="Of the", body="quay 1987 a"), 1000, lambda node: 1) is None
