"""How Whoosh ranks: short ORs that count their words, what only adds to scores, and frequencies without positions."""

from __future__ import annotations

import random
from array import array
from pathlib import Path

import orjson
import pytest
from whoosh import matching

from morgue.engines.base import Searcher
from morgue.engines.document import document
from morgue.engines.whoosh.engine import WhooshEngine
from morgue.engines.whoosh.query import Adding, Counting
from morgue.engines.whoosh.writer import MOST_SEGMENTS
from morgue.model.article import Article
from morgue.query import scoring, tree
from morgue.query.tree import Or, Word

Scores = dict[int, float]


def listed(scores: Scores) -> matching.Matcher:
    return matching.ListMatcher(
        array("I", sorted(scores)), weights=array("d", (scores[at] for at in sorted(scores)))
    )


def read(matcher: matching.Matcher) -> Scores:
    found = {}
    while matcher.is_active():
        found[matcher.id()] = matcher.score()
        matcher.next()
        matcher = matcher.replace()
    return found


def by_chance(chance: random.Random) -> list[Scores]:
    return [
        {at: float(chance.randrange(1, 9)) for at in chance.sample(range(40), chance.randrange(30))}
        for _ in range(chance.randrange(2, 5))
    ]


@pytest.mark.parametrize("seed", range(20))
def test_a_short_or_counts_the_words_that_a_document_has(seed: int) -> None:
    words = by_chance(random.Random(seed))
    expected = {
        at: sum(word.get(at, 0.0) for word in words) + 0.5 * (sum(at in word for word in words) - 1)
        for at in sorted({at for word in words for at in word})
    }
    assert read(Counting(map(listed, words), 0.5)) == expected
    for start in (0, 7, 39, 100):
        skipping = Counting(map(listed, words), 0.5)
        if skipping.is_active():
            skipping.skip_to(start)
        assert read(skipping) == {at: score for at, score in expected.items() if at >= start}


@pytest.mark.parametrize("seed", range(20))
def test_what_only_ranks_adds_no_document(seed: int) -> None:
    found, more, *_ = by_chance(random.Random(seed))
    expected = {at: found[at] + more.get(at, 0.0) for at in sorted(found)}
    assert read(Adding(listed(found), listed(more))) == expected
    either = matching.UnionMatcher(listed(found), listed({}))
    assert read(Adding(either, listed(more))) == expected, "also where the child becomes simpler on the way"


def made(directory: Path, *texts: str, at_a_time: int = 100) -> Searcher:
    directory.mkdir()
    engine = WhooshEngine.create(directory)
    writer = engine.writer()
    for start in range(0, len(texts), at_a_time):
        some = texts[start : start + at_a_time]
        writer.add(
            document(Article(f"{start + at:04d}", "Notes of the day", text, language="en"), 1)
            for at, text in enumerate(some)
        )
        writer.commit()
    writer.close()
    return engine.searcher()


def scores_of(searcher: Searcher, node: tree.Node) -> dict[str, float]:
    return {orjson.loads(each.stored)["id"]: each.score for each in searcher.search(node, limit=100).found}


def test_frequencies_outlive_the_merging_of_segments(tmp_path: Path) -> None:
    texts = [f"oil {'oil ' * (at % 5)} and other goods in harbour {at}" for at in range(3 * MOST_SEGMENTS)]
    whole = made(tmp_path / "whole", *texts)
    merged = made(tmp_path / "merged", *texts, at_a_time=1)
    assert scores_of(merged, Word("oil")) == scores_of(whole, Word("oil"))
    assert len(set(scores_of(whole, Word("oil")).values())) >= 5, (
        "a word that is there more often counts more"
    )
    whole.close()
    merged.close()


def test_a_second_word_adds_half_of_a_mean_word(tmp_path: Path) -> None:
    searcher = made(tmp_path / "index", "coffee frost", "coffee rain", "frost snow", "sun wind", "rain sun")
    coffee, frost = (scores_of(searcher, Word(word)) for word in ("coffee", "frost"))
    together = scores_of(searcher, Or((Word("coffee"), Word("frost"))))
    level = scoring.LEVEL_WEIGHT * scoring.idf(2, 5)
    assert together == pytest.approx(
        {"0000": coffee["0000"] + frost["0000"] + level, "0001": coffee["0001"], "0002": frost["0002"]},
        abs=0.002,
    )
    # a function word is no level, and in an AND the OR counts as it does alone
    with_of = scores_of(searcher, Or((Word("coffee"), Word("frost"), Word("of"))))
    assert with_of["0000"] - with_of["0001"] == pytest.approx(together["0000"] - together["0001"], abs=0.002)
    both = tree.And((Or((Word("coffee"), Word("frost"))), tree.Has("body")))
    assert scores_of(searcher, both) == together
    searcher.close()


def test_words_as_typed_rank_and_find_nothing(tmp_path: Path) -> None:
    searcher = made(
        tmp_path / "index", "general alarm today", "generals met today", "nothing at all", "no one"
    )
    typed = Or((Word("general"), Word("alarms"), Word("spoke"), Word("late")))
    found = scores_of(searcher, typed)
    assert list(found) == ["0000", "0001"]
    assert searcher.count(typed) == 2
    stems = Or((Word("general"), Word("alarms"), Word("late")))
    assert found["0000"] > scores_of(searcher, stems)["0000"]
    searcher.close()
