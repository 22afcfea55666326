"""What a tree is to a cluster: sets where there is nothing to rank, and never more clauses than it takes."""

from __future__ import annotations

from typing import Any

import pytest

from morgue.engines.opensearch_clauses import MOST_TERMS
from morgue.engines.opensearch_query import MOST_CLAUSES, clauses, matching, translated
from morgue.query import tree
from morgue.query.tree import And, Boost, Days, Has, Keyword, Not, Or, Phrase, Word


def words(number: int) -> tuple[Word, ...]:
    return tuple(Word(f"word{at}") for at in range(number))


def test_words_joined_by_or_are_one_set_a_field() -> None:
    made = matching(Or(words(500)))
    assert clauses(made) == 3
    assert {
        field: len(each["terms"][field]) for each in made["bool"]["should"] for field in each["terms"]
    } == {
        "headline": 500,
        "body": 500,
        "dateline": 500,
    }


@pytest.mark.parametrize(
    "node",
    [Or(words(1_024)), And(tuple(map(Not, words(1_024)))), And((Word("a"), *map(Not, words(1_000))))],
    ids=["or", "not", "and not"],
)
def test_wide_trees_stay_below_what_a_cluster_takes(node: tree.Node) -> None:
    assert clauses(translated(node)) <= MOST_CLAUSES


def test_filters_have_no_score() -> None:
    made = translated(And((Word("oil"), Has("headline"), Not(Word("cup")))))["bool"]
    assert (len(made["must"]), made["filter"]) == (1, [{"term": {"has": "headline"}}])
    assert translated(Days(None, None)) == {"bool": {"filter": [{"range": {"day": {}}}]}}


def test_boosts_go_down_to_the_words_and_stay_finite() -> None:
    node: tree.Node = Word("oil", "headline")
    for _ in range(40):
        node = Boost(node, 1_000.0)
    assert translated(node) == {"term": {"headline": {"value": "oil", "boost": 1e12}}}


def test_many_values_are_several_sets() -> None:
    made = matching(Keyword("id", tuple(f"id{at}" for at in range(MOST_TERMS + 1))))
    assert [len(each["terms"]["id_folded"]) for each in made["bool"]["should"]] == [MOST_TERMS, 1]
    made = matching(Not(Keyword("id", tuple(f"id{at}" for at in range(MOST_TERMS + 1)))))
    assert [len(each["terms"]["id_folded"]) for each in made["bool"]["must_not"]] == [MOST_TERMS, 1]


def test_a_window_of_a_word_that_comes_twice_goes_by_its_width() -> None:
    def rule(*said: str) -> dict[str, Any]:
        found: dict[str, Any] = matching(Phrase(said, "body", 4))["bool"]["should"][0]["intervals"]["body_w"][
            "all_of"
        ]
        return found

    assert rule("a", "b")["max_gaps"] == 3
    assert "max_gaps" not in rule("a", "b", "a")
    assert "interval.end - interval.start <= 4" in rule("a", "b", "a")["filter"]["script"]["source"]
    assert matching(Phrase(("a", "b", "c"), "headline", 1)) == {"match_none": {}}
