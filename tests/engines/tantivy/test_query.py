"""What a query costs that stands for very many words: neither pairs of all of them nor a scorer for each."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

import pytest

import morgue
from morgue.engines.tantivy.proximity import MAX_QUERIES, Proximity
from morgue.engines.tantivy.query import SCORED_WORDS, Translator
from tests.conftest import story, write_jsonl

LETTERS = "abcdefghijklmnopqrst"
WORDS = ["".join(letters) for letters in itertools.product(LETTERS, repeat=3)]
"""8,000 words, twenty for each of 400 beginnings."""
PREFIXES = sorted({word[:2] for word in WORDS})
FIELDS = 2
"""The default texts that the stories of these tests have: headline and body."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[morgue.Archive]:
    """One story of all the words, one of a few of them, one of none."""
    directory = tmp_path_factory.mktemp("wide")
    bodies = [" ".join(WORDS), " ".join(WORDS[:60]), "Zebras yawn."]
    feed = write_jsonl(
        directory / "feeds" / "a.jsonl",
        [story(number, headline=f"Wyvern {number}", body=body) for number, body in enumerate(bodies, 1)],
    )
    with morgue.create(directory / "archive") as made:
        made.index([feed])
        yield made


def test_a_window_of_many_words_is_not_a_query_for_each_pair(
    archive: morgue.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    pair = Proximity.pair

    def noted(self: Proximity, *given: Any, **named: Any) -> Any:
        made.append(given)
        return pair(self, *given, **named)

    monkeypatch.setattr(Proximity, "pair", noted)
    many = WORDS[:300]
    assert math.comb(len(many), 2) > MAX_QUERIES
    assert archive.count(f'"{" ".join(reversed(many))}"~400') == 1
    assert 0 < len(made) < FIELDS * len(many)
    made.clear()
    assert archive.count(f'"{" ".join(many)}"~100') == 0, "that the pairs are near enough is not all"
    few = WORDS[:8]
    made.clear()
    assert archive.count(f'"{" ".join(few)}"~9') == 2
    assert len(made) == FIELDS * math.comb(len(few), 2), "few words are compared two by two"


def test_wildcards_share_the_words_that_are_ranked(
    archive: morgue.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranked = []
    real = Translator._ranked

    def noted(self: Translator, node: Any, words: list[str]) -> Any:
        ranked.append(len(words))
        return real(self, node, words)

    monkeypatch.setattr(Translator, "_ranked", noted)
    few = " OR ".join(f"{prefix}*" for prefix in PREFIXES[:100])
    assert archive.count(few) == 2
    assert sum(ranked) == 2_000, "all are ranked where they are not too many"
    ranked.clear()
    every = [f"{prefix}*" for prefix in PREFIXES]
    assert (archive.count(" OR ".join(every)), sum(ranked)) == (2, 0), "8,000 words are a set"
    assert archive.count(" OR ".join([*every, "yawn", "zebra*"])) == 3
    assert 0 < sum(ranked) <= SCORED_WORDS
    assert archive.count(" ".join(every)) == 1
    assert archive.count("yawn " + " ".join(f"-{each}" for each in every)) == 1
    assert archive.count(" OR ".join(f"headline:{each}" for each in every)) == 0


def test_a_chain_reads_what_the_rest_of_the_query_leaves(
    archive: morgue.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    real = Proximity._checked

    def noted(self: Proximity, *given: Any) -> Any:
        before = self.read
        self.read = lambda query: (read.append(each) or each for each in before(query))  # type: ignore[func-returns-value]
        try:
            return real(self, *given)
        finally:
            self.read = before

    monkeypatch.setattr(Proximity, "_checked", noted)
    chain = f"{WORDS[0]} NEAR/1 {WORDS[1]} NEAR/1 {WORDS[2]}"
    assert (archive.count(chain), len(read)) == (2, 2)
    for query, total, articles in (
        (f"{chain} headline:2", 1, 1),
        (f"headline:2 AND ({chain} OR yawn)", 1, 1),
        (f"headline:3 AND {chain}", 0, 0),
        (f"headline:2 -({chain})", 0, 1),
        (f"({chain}) OR headline:3", 3, 2),
        (f"{chain} -headline:2", 1, 2),
    ):
        read.clear()
        assert (archive.count(query), len(read)) == (total, articles), query


def test_equal_parts_of_a_chain_are_one_query(
    archive: morgue.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    phrases: list[object] = []
    real, made = Translator.query, Proximity._phrase
    monkeypatch.setattr(Translator, "query", lambda self, node: asked.append(node) or real(self, node))  # type: ignore[func-returns-value]
    monkeypatch.setattr(
        Proximity,
        "_phrase",
        lambda self, *given: phrases.append(given) or made(self, *given),  # type: ignore[func-returns-value]
    )
    sizes = set()
    for parts in (3, 12, 20):
        asked.clear()
        phrases.clear()
        assert archive.count(" NEAR/50 ".join(["(aa* OR bb*)"] * parts)) == 2
        sizes.add((len(asked), len(phrases)))
    assert len(sizes) == 1
    assert 0 < len(phrases) <= FIELDS * MAX_QUERIES


def test_a_near_of_many_words_is_not_a_query_for_each_pair(archive: morgue.Archive) -> None:
    wide = (
        " OR ".join(WORDS[at] for at in range(0, 200, 2)),
        " OR ".join(WORDS[at] for at in range(1, 200, 2)),
    )
    near = archive.explain(f"({wide[0]}) NEAR/1 ({wide[1]})").parts
    assert [each["total"] for each in near] == [2]
    assert archive.count(f"({wide[0]}) PRE/1 ({wide[1]}) NEAR/1 {WORDS[2]}") == 2
    assert archive.count(f"({wide[0]}) PRE/1 ({wide[1]}) PRE/1 {WORDS[59]}") == 0


@pytest.mark.parametrize(
    "query",
    [
        f"{WORDS[0]} NEAR/1 {WORDS[1]} NEAR/1 {WORDS[2]}",
        "yawn~1 NEAR/2 zebr*",
        f"wyvern ({WORDS[0]} NEAR/1 {WORDS[1]}~1)",
    ],
)
def test_a_near_ends_with_the_time_of_a_query(
    archive: morgue.Archive, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    assert archive.count(query)
    monkeypatch.setattr("morgue.query.deadline.TIME_LIMIT", -1.0)
    with pytest.raises(morgue.EngineError, match="the query took longer than 10 seconds") as caught:
        archive.count(query)
    assert caught.value.hint == "narrow it with a date or another word, or ask for fewer hits and snippets"
