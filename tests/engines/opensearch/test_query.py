"""What a tree is to a cluster: sets where there is nothing to rank, and never more clauses than it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from morgue.analysis.distance import osa
from morgue.analysis.wildcards import wildcard
from morgue.engines.document import document
from morgue.engines.opensearch.leaf_queries import FEW_WORDS, MOST_PATTERN, MOST_TERMS
from morgue.engines.opensearch.mapping import row, story
from morgue.engines.opensearch.near import Resolver
from morgue.engines.opensearch.query import MOST_CLAUSES, Counts, clauses, matching, translate, weighed
from morgue.errors import QueryError
from morgue.model.article import Article
from morgue.query import scoring, tree
from morgue.query.parser import parse
from morgue.query.tree import (
    And,
    Boost,
    Days,
    Everything,
    Fuzzy,
    Has,
    Keyword,
    Near,
    Not,
    Or,
    Phrase,
    Wildcard,
    Word,
)


def words(number: int) -> tuple[Word, ...]:
    return tuple(Word(f"word{at}") for at in range(number))


def test_words_joined_by_or_are_one_set_a_field() -> None:
    made = matching(Or(words(500)))
    assert (clauses(made), len(made["terms"]["text"])) == (1, 500)
    made = matching(Or((*words(500), Word("oil", "body"), Word("gas", "body"))))
    assert {
        field: len(each["terms"][field]) for each in made["bool"]["should"] for field in each["terms"]
    } == {"text": 500, "body": 2, "dateline": 2}


def test_a_short_or_counts_its_words() -> None:
    node = Or((Word("coffee"), Word("frosts"), Word("the"), Word("rain")))
    assert weighed(node) == [("text", "coffe"), ("text", "frost"), ("text", "rain")]
    counts = Counts(100, {("text", "coffe"): 10, ("text", "frost"): 5, ("text", "rain"): 20})
    made = translate(node, counts)["bool"]
    (wanted,) = made["must"]
    assert [each["term"]["text"]["value"] for each in wanted["bool"]["should"]] == [
        "coffe",
        "frost",
        "the",
        "rain",
    ]
    levels = [each["constant_score"] for each in made["should"] if "constant_score" in each]
    assert [each["filter"]["bool"]["minimum_should_match"] for each in levels] == [2, 3]
    sets = [{"terms": {"text": [stem]}} for stem in ("coffe", "frost", "rain")]
    assert all(each["filter"]["bool"]["should"] == sets for each in levels)
    mean = sum(scoring.idf(found, 100) for found in (10, 5, 20)) / 3
    assert [each["boost"] for each in levels] == pytest.approx([scoring.LEVEL_WEIGHT * mean] * 2)
    exact = [each["term"]["body_w"]["value"] for each in made["should"] if "term" in each]
    assert exact == ["coffee", "frosts", "the", "rain"]
    assert clauses(translate(node, counts)) == 4 + 4 + 3 * 2
    boosted = translate(Boost(node, 2.0), counts)["bool"]["should"]
    assert boosted[-1]["constant_score"]["boost"] == pytest.approx(2 * levels[-1]["boost"])


def test_levels_are_left_out_where_nothing_was_counted() -> None:
    node = Or((Word("coffee"), Word("frosts")))
    assert clauses(translate(node)) == 2
    assert clauses(translate(node, Counts(100, {("text", "coffe"): 10, ("text", "frost"): 5}))) == 4


GERMAN, FRENCH = "\U00030007", "\U0003000f"


def test_a_word_of_several_languages_is_ranked_as_one() -> None:
    bank, oil = Word("banken").with_tokens(("banken", "bank" + GERMAN, "banken" + FRENCH)), Word("oil")
    tokens = [("text", each) for each in bank.tokens]
    assert weighed(bank) == [], "nothing else is ranked"
    assert weighed(And((bank, Not(oil)))) == []
    assert weighed(And((bank, oil))) == tokens
    assert matching(bank) == {"terms": {"text": list(bank.tokens)}}
    assert translate(bank) == {
        "match": {"text": {"query": " ".join(bank.tokens), "analyzer": "alternatives", "boost": 1.0}}
    }
    assert clauses(translate(bank)) == 3
    counts = Counts(1_000, dict(zip(tokens, (0, 20, 5), strict=True)))
    made, other = translate(And((bank, oil)), counts)["bool"]["must"]
    together = scoring.idf(25, 1_000)
    assert {
        each["term"]["text"]["value"]: each["term"]["text"]["boost"] for each in made["bool"]["should"]
    } == {
        "bank" + GERMAN: pytest.approx(together / scoring.idf(20, 1_000)),
        "banken" + FRENCH: pytest.approx(together / scoring.idf(5, 1_000)),
    }
    assert other == {"term": {"text": {"value": "oil", "boost": 1.0}}}
    nowhere = Counts(1_000, dict.fromkeys(tokens, 0))
    assert translate(And((bank, oil)), nowhere)["bool"]["must"][0] == {"match_none": {}}


def test_a_near_takes_any_token_of_a_word() -> None:
    bank = Word("banken", "body").with_tokens(("banken", "bank" + GERMAN))
    made = matching(Near(bank, Phrase(("in", "wien"), "body"), 3))
    rule = made["bool"]["should"][0]["intervals"]["body"]["any_of"]["intervals"][0]["all_of"]["intervals"][0]
    assert rule == {"any_of": {"intervals": [{"match": {"query": each}} for each in bank.tokens]}}


def test_the_list_of_words_knows_languages_and_spellings() -> None:
    body = "Les décès à Genève"
    sent, keys = story(document(Article("a", None, body, language="fr"), 1))
    fields = orjson.loads(sent)
    assert fields["stem_class"] == "fr"
    assert fields["text"] == fields["body"] != fields["body_w"]
    rows = [row(key) for key in sorted(keys)]
    assert [each["class"] for each in rows if "class" in each] == ["fr"]
    assert {each["word"] for each in rows if "word" in each} == {"les", "deces", "a", "geneve"}
    assert [each for each in rows if "spelt" in each] == [{"spelt": "deces", "token": "dece" + FRENCH}]
    assert "dece" + FRENCH in fields["text"].split()
    _, keys = story(document(Article("b", "Talks", "Talks in Geneva", language="en"), 1))
    assert {"class": "en"} in map(row, keys)
    assert not any("spelt" in row(key) for key in keys)


@pytest.mark.parametrize(
    "node",
    [Or(words(1_024)), And(tuple(map(Not, words(1_024)))), And((Word("a"), *map(Not, words(1_000))))],
    ids=["or", "not", "and not"],
)
def test_wide_trees_stay_below_what_a_cluster_takes(node: tree.Node) -> None:
    assert clauses(translate(node)) <= MOST_CLAUSES


def test_filters_have_no_score() -> None:
    made = translate(And((Word("oil"), Has("headline"), Not(Word("cup")))))["bool"]
    assert (len(made["must"]), made["filter"]) == (1, [{"term": {"has": "headline"}}])
    assert translate(Days(None, None)) == {"bool": {"filter": [{"range": {"day": {}}}]}}


def test_boosts_go_down_to_the_words_and_stay_finite() -> None:
    node: tree.Node = Word("oil", "byline")
    for _ in range(40):
        node = Boost(node, 1_000.0)
    assert translate(node) == {"term": {"byline": {"value": "oil", "boost": 1e12}}}


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
    assert matching(Phrase(("a", "b", "c"), "byline", 1)) == {"match_none": {}}


LEXICON = ["oil", "oils", "price", "prices", *(f"zz{at:04d}" for at in range(3_000))]
ARTICLES = {
    "a1": {"headline": "oil and prices and zz0007", "body": None},
    "a2": {"headline": "prices", "body": "zz0007 of oil"},
    "a3": {"headline": "prices zz0008", "body": "oil"},
}


class Small:
    """An archive of a few words and stories; it gives all stories for any query and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.resolver = Resolver(self.listed, self.stored)

    def listed(self, clause: dict[str, Any], size: int) -> Iterator[list[str]]:
        if "wildcard" in clause:
            fits = wildcard(clause["wildcard"]["word"]["value"]).fullmatch
            found = [word for word in LEXICON if fits(word)]
        else:
            said = clause["fuzzy"]["word"]
            found = [
                word for word in LEXICON if osa(said["value"], word, said["fuzziness"]) <= said["fuzziness"]
            ]
        yield from (found[start : start + size] for start in range(0, len(found), size))

    def stored(self, query: dict[str, Any]) -> Iterator[bytes]:
        self.asked.append(query)
        yield from (orjson.dumps({"id": name, **texts}) for name, texts in ARTICLES.items())


def test_a_wildcard_in_a_near_becomes_its_words() -> None:
    resolved = Small().resolver.resolved
    assert resolved(Near(Wildcard("oi*", "body"), Word("x", "body"), 3)) == Near(
        Or((Phrase(("oil",), "body"), Phrase(("oils",), "body"))), Word("x", "body"), 3
    )
    assert resolved(Not(Near(Fuzzy("prise", 1), Word("x"), 3))) == Not(Near(Phrase(("price",)), Word("x"), 3))
    nothing = resolved(Near(Wildcard("qq*"), Fuzzy("qqqq", 1), 3))
    assert nothing == Near(Phrase(("qq*",)), Phrase(("qqqq",)), 3), "which no text has"


def test_many_words_of_a_side_are_few_clauses() -> None:
    near = Small().resolver.resolved(Near(Wildcard("zz*"), Or((Wildcard("oi*"), Phrase(("a", "b")))), 3))
    made = matching(near)
    assert clauses(made) < MOST_CLAUSES / 2
    patterns = [each for each in _found(made, "pattern") if "|" in each]
    assert all(len(each) <= MOST_PATTERN for each in patterns)
    assert {word for each in patterns for word in each.split("|")} == {
        word for word in LEXICON if word[:2] == "zz"
    }
    few = matching(Near(Or(tuple(Phrase((f"w{at}",)) for at in range(FEW_WORDS))), Word("x"), 3))
    assert not list(_found(few, "pattern"))


def _found(made: Any, key: str) -> Iterator[str]:
    if isinstance(made, list):
        for each in made:
            yield from _found(each, key)
    elif isinstance(made, dict):
        for name, each in made.items():
            if name == key:
                yield each
            yield from _found(each, key)


def test_a_chain_becomes_the_articles_that_have_it_read_once_within_the_rest() -> None:
    small = Small()
    chain = Near(Near(Wildcard("oi*"), Word("price"), 2), Wildcard("zz000?"), 2)
    node = And((Days(None, None), Not(Word("cup")), Or((chain, Has("url")))))
    resolved = small.resolver.resolved(node)
    assert isinstance(resolved, And)
    (chained, other) = resolved.children[2].children  # type: ignore[union-attr]
    assert other == Has("url")
    assert chained.children[0] == Keyword("id", ("a1",))
    assert small.asked == [matching(And((chained.children[1], Days(None, None))))]
    assert small.resolver.resolved(node) == resolved
    assert len(small.asked) == 1
    none = small.resolver.resolved(Near(Near(Word("oil"), Word("price"), 1), Word("cup"), 1))
    assert none == Not(Everything())
    assert translate(none) == {"bool": {"filter": [{"bool": {"must_not": [{"match_all": {}}]}}]}}


def test_a_near_of_more_words_than_a_cluster_takes_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Small()
    near = Near(Wildcard("zz*"), Or((Wildcard("oi*"), Phrase(("a", "b")))), 2)
    monkeypatch.setattr("morgue.engines.opensearch.near.MOST_CLAUSES", 50)
    resolved = small.resolver.resolved(near)
    assert isinstance(resolved, And)
    assert resolved.children[0] == Keyword("id", ("a2",))
    assert clauses(matching(resolved)) < 50
    assert len(small.asked) == 1


def test_a_beginning_that_no_cluster_takes_is_an_error() -> None:
    assert matching(Keyword("publisher", ("the ",), True)) == {"prefix": {"publisher": {"value": "the "}}}
    for node in (
        Keyword("url", ("漢" * 400,), True, span=(4, 9)),
        tree.Location(("x" * 901,), (), True, span=(4, 9)),
    ):
        with pytest.raises(QueryError, match="is too long for a cluster") as caught:
            matching(node)
        assert caught.value.position == 4
    assert matching(Keyword("language", ("x" * 1_000,))) == {"terms": {"language": ["x" * 1_000]}}


def test_a_state_is_its_names_and_its_territory_in_its_time() -> None:
    made = matching(parse("country:czechoslovakia", now=dt.datetime(2025, 11, 1, tzinfo=dt.UTC)).tree)
    named, held = made["bool"]["should"]
    assert "czechoslovakia" in named["terms"]["location"]
    assert held["bool"]["filter"] == [
        {"terms": {"country": ["CZ", "SK"]}},
        {"range": {"day": {"gte": 19181028, "lte": 19921231}}},
    ]


def test_a_name_that_cities_share_counts_with_its_country() -> None:
    made = matching(parse("location:harare", now=dt.datetime(2025, 11, 1, tzinfo=dt.UTC)).tree)
    now, then = made["bool"]["should"]
    assert "harare" in now["terms"]["location"]
    assert "salisbury" not in now["terms"]["location"]
    assert then == {
        "bool": {"filter": [{"terms": {"location": ["salisbury"]}}, {"terms": {"country": ["ZW"]}}]}
    }
