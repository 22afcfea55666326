"""What words count in ranking besides their stems, as numbers: engines are held to the order in test_ranking."""

from __future__ import annotations

import pytest

from morgue.query.scoring import (
    EXACT_WEIGHT,
    FUNCTION_WORD_WEIGHT,
    LEVEL_WEIGHT,
    Exact,
    exact,
    idf,
    levels,
    rounded,
)
from morgue.query.tree import Has, Phrase, Word

WORDS = (Word("the"), Word("price"), Word("of"), Word("oil"), Word("oils"), Word("japan", "headline"))


def test_few_words_are_no_prose() -> None:
    assert not exact((Word("oil"), Word("price"), Word("japan"), Word("oil")))
    assert not exact((*WORDS[:3], Phrase(("oil",)), Has("url")))


def test_the_words_as_typed_add_to_the_score_of_the_text_that_is_asked() -> None:
    assert exact(WORDS) == [
        Exact("body", "the", EXACT_WEIGHT * FUNCTION_WORD_WEIGHT),
        Exact("body", "price", EXACT_WEIGHT),
        Exact("body", "of", EXACT_WEIGHT * FUNCTION_WORD_WEIGHT),
        Exact("body", "oil", EXACT_WEIGHT),
        Exact("body", "oils", EXACT_WEIGHT),
        Exact("headline", "japan", EXACT_WEIGHT),
    ]


def test_a_short_or_adds_a_share_of_the_mean_rarity_for_each_further_word() -> None:
    held = {"coffee": 2, "frost": 8, "the": 90}
    plan = levels(
        (Word("coffee"), Word("the"), Word("frost"), Word("coffee")), lambda word: held[word.word], 100
    )
    assert plan is not None
    assert plan.words == [Word("coffee"), Word("frost")]
    assert plan.constant == pytest.approx(LEVEL_WEIGHT * (idf(2, 100) + idf(8, 100)) / 2)


@pytest.mark.parametrize(
    "words",
    [
        (Word("coffee"),),
        (Word("coffee"), Word("the"), Word("of")),
        tuple(map(Word, ("coffee", "frost", "harvest", "brazil", "price"))),
        (Word("coffee"), Word("frost", "headline")),
        (Word("coffee"), Phrase(("frost", "damage"))),
    ],
)
def test_other_ors_have_no_levels(words: tuple[Word | Phrase, ...]) -> None:
    assert levels(words, lambda _: 3, 100) is None


def test_rarity_is_that_of_lucene() -> None:
    assert idf(1, 10) == pytest.approx(1.9924301646902063)
    assert idf(10, 10) == pytest.approx(0.04652001563489282)


def test_scores_that_differ_in_the_last_bit_are_one() -> None:
    assert rounded(3.6331234) == rounded(3.6331236) == 3.633
