"""What an article has is what the index finds it by, in every language."""

from __future__ import annotations

import orjson
import pytest

from morgue.analysis.stems import token
from morgue.archive.bursts.features import PLACES, WORDS, Feature, Features, left_out, place_key, primary
from morgue.model.article import Article, Place
from tests.archive.bursts.conftest import Indexed, article
from tests.oracle import matches

SHELF = [
    article(1, "The crews' strikes went on; striking crews met U.S. envoys in 2025.", headline="Strike at the port"),
    article(2, "A strike?", dateline="PIRAEUS, Oct 23 (ANI)", locations=(Place("Piraeus", "GR"), Place(None, "GR"))),
    article(3, "Die Häuser der Stadt, ein Haus am Hafen.", language="de", locations=(Place("Bombay", "IN"),)),
    article(4, "Haus", language="de-AT", locations=(Place("Mumbai", None), Place("  mumbai ", "IN"))),
    article(5, "乌克兰总统说,乌克蘭", language="zh-Hant", locations=(Place("東京", "JP"),)),
    article(6, "乌 克", language="zh"),
    article(7, "Η απεργία στον Πειραιά", language=None),
    article(8, "strike", language=None, other_headlines=("Strikes again",)),
    article(9, "Strike", language="en_GB"),
    article(10, None, language="Deutsch", headline="Häuser"),
    article(11, "ประเทศไทย", language="th"),
    article(12, "Ja", language="", locations=(Place("", "GR"),)),
]  # fmt: skip


def read(articles: list[Article]) -> tuple[Features, list[set[Feature]]]:
    features = Features()
    held = [features.of(orjson.loads(orjson.dumps(each.to_json()))) for each in articles]
    assert all(len(set(numbers)) == len(numbers) for numbers in held)
    return features, [{features.known[number] for number in numbers} for numbers in held]


def test_an_index_and_a_plain_scan_find_what_was_read(indexed: Indexed) -> None:
    features, held = read(SHELF)
    searcher = indexed(SHELF)
    assert len(features.known) > 40
    for feature in features.known[1:]:
        having = [each.id for each, had in zip(SHELF, held, strict=True) if feature in had]
        assert having, feature
        assert having == [each.id for each in SHELF if matches(each, feature.node)], feature
        assert searcher.count(feature.node) == len(having), feature


def test_words_are_those_of_one_stem_in_one_language() -> None:
    _, held = read(SHELF)
    assert {each.key for each in held[0] if each.kind == WORDS} == {
        "", "strike", "port", "crew", "went", "met", "us", "envoy",
    }  # fmt: skip
    strike = Feature(WORDS, "en", "strike")
    assert [strike in had for had in held] == [True, True, *[False] * 5, True, True, *[False] * 3]
    assert Feature(WORDS, "", "") in held[6], (
        "what is of unknown language in other letters is compared with its like"
    )


def test_numbers_single_letters_function_words_and_dates_are_left_out() -> None:
    (had,) = read([article(1, "The 7th of October, 2025: on Monday it was 12 and a b, as said May")])[1]
    assert {each.key for each in had} == {"", "7th", "said"}
    assert {token("und", "de"), token("der", "de")} <= left_out("de", "de")


def test_a_run_is_two_characters_that_are_words() -> None:
    (had,) = read([article(1, "乌克兰 GDP", language="zh")])[1]
    assert {each.key for each in had if each.is_run} == {"乌克", "克兰"}
    assert any(each.key.startswith("gdp") for each in had if not each.is_run)


@pytest.mark.parametrize(
    ("name", "key"),
    [("Bombay", "mumbai"), ("MUMBAI", "mumbai"), ("Piraeus", "piraeus"), (" Port  Said", "port said")],
)
def test_a_place_has_one_key_for_its_names(name: str, key: str) -> None:
    assert place_key(name) == key


def test_places_are_compared_among_articles_that_have_any() -> None:
    features, held = read(SHELF)
    base = Feature(PLACES, "", "")
    assert [base in had for had in held] == [False, True, True, True, True, *[False] * 7]
    number = features.known.index(Feature(PLACES, "", "piraeus"))
    assert features.known[features.bases[number]] == base


@pytest.mark.parametrize(
    ("tag", "found"),
    [("en", "en"), ("EN-gb", "en"), ("zh_Hant", "zh"), (None, ""), ("", ""), ("Deutsch", "deutsch")],
)
def test_the_primary_tag(tag: str | None, found: str) -> None:
    assert primary(tag) == found
