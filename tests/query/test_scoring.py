"""What makes a query of many words rank as prose, and that an engine takes the weights as they are."""

from __future__ import annotations

from morgue.engines.whoosh.query import Boosted, Translator
from morgue.query.scoring import EXACT_WEIGHT, FUNCTION_WORD_WEIGHT, PAIR_WEIGHT, Exact, Pair, Prose, prose
from morgue.query.tree import Has, Phrase, Word

WORDS = (Word("the"), Word("price"), Word("of"), Word("oil"), Word("oils"), Word("japan", "headline"))


def test_few_words_are_no_prose() -> None:
    assert prose((Word("oil"), Word("price"), Word("japan"), Word("oil"))) == Prose()
    assert prose((*WORDS[:3], Phrase(("oil",)), Has("url"))) == Prose()


def test_the_words_as_written_and_neighbours_add_to_the_score() -> None:
    plan = prose(WORDS)
    assert plan.exact[:3] == [
        Exact("headline", "the", EXACT_WEIGHT * FUNCTION_WORD_WEIGHT * 2),
        Exact("body", "the", EXACT_WEIGHT * FUNCTION_WORD_WEIGHT),
        Exact("dateline", "the", EXACT_WEIGHT * FUNCTION_WORD_WEIGHT),
    ]
    assert plan.exact[-2:] == [
        Exact("headline", "japan", EXACT_WEIGHT * 2),
        Exact("other_headlines", "japan", EXACT_WEIGHT),
    ]
    assert plan.pairs == [  # not oil and oils, which are one stem, and not oils and japan, of other fields
        Pair("headline", "price", "oil", PAIR_WEIGHT * 2),
        Pair("body", "price", "oil", PAIR_WEIGHT),
        Pair("dateline", "price", "oil", PAIR_WEIGHT),
        Pair("other_headlines", "price", "oil", PAIR_WEIGHT),
    ]


def test_a_pair_has_the_weight_of_its_field_once() -> None:
    pairs = [each for each in Translator([])._prose(WORDS) if isinstance(each, Boosted)]
    assert [each.factor for each in pairs] == [2 * PAIR_WEIGHT, PAIR_WEIGHT, PAIR_WEIGHT, PAIR_WEIGHT]
