"""What is first: stories that have the words, before those in which one word is in a short headline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from morgue.engines.base import Searcher
from morgue.model.article import Article, Source, article_id
from morgue.query.parser import parse
from tests.engines.test_engines import ENGINES, NOW, index

FILLER = (
    ("Talks go on", "Ministers met again in Geneva on Monday and said that talks on trade would go on."),
    ("Rates unchanged", "The central bank left its main rate where it was and said that prices were stable."),
    ("Cup final", "The home side won the cup final by two goals to one before a full house."),
)

CASES = (
    (
        "coffee OR frost",
        (
            "Frost gives talk",
            "The broadcaster David Frost spoke to students on Monday about his long career.",
        ),
        (
            "Harvest falls by half",
            "Brazil lost half of its coffee harvest to frost, growers said. Coffee prices rose after the frost.",
        ),
    ),
    (
        "strike OR port",
        (
            "Strike!",
            "A bowler from Leeds won the county title on Sunday with twelve in a row, her best score yet.",
        ),
        (
            "Ships wait outside Rotterdam",
            "Dockers in the port walked out at noon. The strike may close the port for a week, the union said.",
        ),
    ),
    (
        "flood OR dam",
        ("Dam named for poet", "The council of a hill town voted on Friday to honour its best known writer."),
        (
            "Villages cleared",
            "Water ran over the dam at dawn. The flood reached three villages below the dam, and no one was hurt.",
        ),
    ),
    (
        "election OR fraud",
        (
            "Fraud trial",
            "A former clerk was in court on Tuesday over invoices for furniture that never came.",
        ),
        (
            "Observers report",
            "The election was free of fraud in most places, observers said. They saw fraud in two, where the election "
            "will be held again.",
        ),
    ),
    (
        "vaccine OR measles",
        (
            "Measles",
            "The museum shows drawings of illness in the age of sail, among them some never seen before.",
        ),
        (
            "Clinics open late",
            "Children were given the vaccine in schools after measles came back. Measles had been gone for years, and "
            "the vaccine is free.",
        ),
    ),
    (
        "copper OR tariff",
        ("Copper bells ring", "A village in the hills rang its bells for the first time in a hundred years."),
        (
            "Smelters warn",
            "A tariff on copper from abroad would raise prices, smelters said. Copper fell after word of the tariff.",
        ),
    ),
)


@pytest.fixture(params=ENGINES, scope="module")
def name(request: pytest.FixtureRequest) -> str:
    """The engines, one after the other."""
    engine: str = request.param
    return engine


def story(headline: str, body: str, **facts: str) -> Article:
    return Article(article_id(headline + str(facts)), headline, body, source=Source("a.xml", "rss"), **facts)


@pytest.fixture(scope="module")
def searchers(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Searcher]]:
    made = []
    for _, narrow, full in CASES:
        engine = index(name, tmp_path_factory.mktemp("ranking") / "index")
        engine.add(*(story(*each) for each in (narrow, full, *FILLER)))
        made.append(engine.engine.searcher())
    yield made
    for each in made:
        each.close()


def headlines(searcher: Searcher, text: str) -> list[str]:
    found = searcher.search(parse(text, now=NOW).tree, limit=10).found
    return [orjson.loads(each.stored)["headline"] for each in found]


@pytest.mark.parametrize("at", range(len(CASES)), ids=[text for text, *_ in CASES])
def test_a_story_with_all_the_words_is_before_a_short_headline_with_one(
    searchers: list[Searcher], at: int
) -> None:
    text, narrow, full = CASES[at]
    assert headlines(searchers[at], text) == [full[0], narrow[0]]


def test_the_headline_weighs_more(name: str, tmp_path: Path) -> None:
    made = index(name, tmp_path / "index")
    made.add(
        story("Harbour opens", "Ships came in with the tide and left again before it was dark."),
        story("Ships come in", "The harbour was full before it was dark and it was empty again."),
        *(story(*each) for each in FILLER),
    )
    searcher = made.engine.searcher()
    assert headlines(searcher, "harbour") == ["Harbour opens", "Ships come in"]
    assert headlines(searcher, "ships") == ["Ships come in", "Harbour opens"]
    searcher.close()


def test_a_longer_question_counts_the_words_as_typed(name: str, tmp_path: Path) -> None:
    made = index(name, tmp_path / "index")
    made.add(
        story("Report one", "The generals met in secret and spoke for hours about supplies to the north."),
        story("Report two", "The general met in secret and spoke for hours about supplies to the north."),
        *(story(*each) for each in FILLER),
    )
    searcher = made.engine.searcher()
    assert headlines(searcher, "when OR did OR the OR generals OR meet")[:2] == ["Report one", "Report two"]
    assert headlines(searcher, "when OR did OR the OR general OR meet")[:2] == ["Report two", "Report one"]
    searcher.close()


def test_a_frequent_and_a_rare_language_are_ranked_alike(name: str, tmp_path: Path) -> None:
    made = index(name, tmp_path / "index")
    bodies = [f"Note {number} of the bank on rates and nothing else today." for number in range(20)]
    made.add(
        *(story(f"Item {number}", body, language="en") for number, body in enumerate(bodies)),
        story(
            "Bericht",
            "Die Bank sprach. Die Bank schwieg. Von der Bank hört man viel in der Stadt.",
            language="de",
        ),
    )
    searcher = made.engine.searcher()
    found = searcher.search(parse("bank", now=NOW).tree, limit=30).found
    assert len(found) == 21
    english, german = (
        max(each.score for each in found if orjson.loads(each.stored)["language"] == code)
        for code in ("en", "de")
    )
    assert german < 2.2 * english  # what three times as often is worth at most, and no more for being rare
    searcher.close()
