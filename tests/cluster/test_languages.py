"""Stories in several languages: the three engines find the same, and in the same order as far as their scores allow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import orjson
import pytest

from morgue.engines import create_engine
from morgue.engines.base import Searcher
from morgue.engines.document import document
from morgue.engines.opensearch.searcher import OpenSearchSearcher
from morgue.model.article import Article, Source
from morgue.query.parser import parse
from morgue.query.tree import Node, Not, Word
from tests.cluster.places import made, place_of, remove
from tests.extras import need_extra

pytestmark = pytest.mark.cluster

NOW = dt.datetime(2025, 11, 1, 12, tzinfo=dt.UTC)


def story(name: str, language: str | None, headline: str, body: str, day: str = "2025-10-23") -> Article:
    return Article(name, headline, body, language=language, day=day, source=Source(f"{name}.xml", "rss"))


STORIES = (
    story("en1", "en", "Ministers agree on sanctions", "The minister said in Brussels that the bank would be sanctioned."),
    story("en2", "en-GB", "Bank raises rates", "The central bank raised its rate; banks in the city were not surprised."),
    story("en3", None, "Election count goes on", "Votes were counted all night after the elections for the mayor."),
    story("de1", "de", "Neue Sanktionen", "Der Minister sprach in Brüssel von Sanktionen gegen die Banken der Stadt."),
    story("de2", "de-AT", "Häuser geräumt", "Nach dem Hochwasser wurden die Häuser der Stadt Graz geräumt, sagte die Polizei."),
    story("de3", "de", "Wahl in Hamburg", "Die Wahlen verliefen ruhig. Das Haus der Bürgerschaft wird neu besetzt."),
    story("fr1", "fr", "Des décès à Genève", "Les décès ont été annoncés par les ministres réunis à Genève avec la banque."),
    story("fr2", "fr", "Élections annulées", "L’élection du maire de Nantes est annulée, les électeurs voteront de nouveau."),
    story("ru1", "ru", "Министры в Брюсселе", "Министр говорил о санкциях против банков и о новых выборах в Москве."),
    story("ru2", "ru", "Выборы мэра", "На выборах мэра победил банкир, сообщили в министерстве."),
    story("hu1", "hu", "Házak a parton", "A házakban nem volt víz, a miniszter a városban tárgyalt."),
    story("uk1", "uk", "Голосування в раді", "Уранці люди чекали, доки депутати погодять бюджет громади."),
    story("sw1", "sw", "Benki kuu", "Waziri alisema benki itafungua tena jijini Nairobi baada ya uchaguzi."),
    story("ja1", "ja", "東京で会談", "大臣は銀行の総裁と東京で会談した。"),
)  # fmt: skip

QUERIES = (
    ("sanction", "en1"),
    ("Sanktion", "de1"),
    ("sanktionen", "de1"),
    ("санкция", "ru1"),
    ("minister", "de1 en1"),
    ("министрами", "ru1"),
    ("ministre", "fr1"),
    ("bank", "de1 en1 en2"),
    ("банки", "ru1"),
    ("haus", "de2 de3"),
    ("Häusern", "de2 de3"),
    ("hausern", "de2 de3"),
    ("ház", "hu1"),
    ("haz", "hu1"),
    ("deces", "fr1"),
    ("décès", "fr1"),
    ("election", "en3 fr2"),
    ("élections", "en3 fr2"),
    ("выбор", "ru1 ru2"),
    ("会談", "ja1"),
    ("waziri", "sw1"),
    ('"central bank"', "en2"),
    ('"des décès"', "fr1"),
    ("banke* -sanctions", "de1"),
    ("headline:wahlen", "de3"),
    ("minister NEAR/3 brüssel", "de1 en1"),
    ("министр NEAR/3 санкция", "ru1"),
    ("(minister OR ministre) NEAR/6 (bank OR banque OR Geneva)", "en1 fr1"),
    ("ministre PRE/4 genève", "fr1"),
    ("haus PRE/5 neu", "de3"),
    ('haus NEAR/5 "neu besetzt"', "de3"),
    ("ház NEAR/4 víz OR haus NEAR/2 burger*", "de3 hu1"),
    ("sanction OR Sanktion OR санкции", "de1 en1 ru1"),
    ("minister OR bank OR election", "de1 en1 en2 en3 fr2"),
    ("what OR did OR the OR minister OR say", "de1 en1 en2 en3"),
    ("bank (Stadt OR city)", "de1 en2"),
    ("bank -sanctions -Sanktionen", "en2"),
    ("language:de stadt^3 OR wahl", "de1 de2 de3"),
)  # fmt: skip
"""Queries as they are typed, and the stories that they find."""


@pytest.fixture(scope="module")
def searchers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Searcher]]:
    """The same stories on each engine, in two commits."""
    before, found = made(), {}
    for name in ("tantivy", "whoosh", "opensearch"):
        directory = tmp_path_factory.mktemp(f"languages-{name}")
        engine = create_engine(name, place_of(directory) if name == "opensearch" else directory)
        writer = engine.writer()
        for part in (STORIES[:7], STORIES[7:]):
            writer.add(document(each, 1) for each in part)
            writer.commit()
        writer.close()
        found[name] = engine.searcher()
    yield found
    for each in found.values():
        each.close()
    remove(made() - before)


def ranked(searcher: Searcher, node: Node) -> dict[str, float]:
    found = searcher.search(node, limit=100).found
    return {orjson.loads(each.stored)["id"]: each.score for each in found}


@pytest.mark.parametrize(("text", "expected"), QUERIES, ids=[text for text, _ in QUERIES])
def test_the_engines_find_the_same(searchers: dict[str, Searcher], text: str, expected: str) -> None:
    node = parse(text, now=NOW).tree
    found = {name: ranked(searcher, searcher.resolved(node)) for name, searcher in searchers.items()}
    assert {name: sorted(each) for name, each in found.items()} == dict.fromkeys(found, expected.split())
    assert {name: searcher.count(node) for name, searcher in searchers.items()} == dict.fromkeys(
        found, len(expected.split())
    )


BY_DICTIONARY = (
    ("депутат", "uk1"),
    ("людина PRE/4 депутата", "uk1"),
    ("погодив NEAR/1 депутат -banken", "uk1"),
    ("депутат OR людина OR haus", "de2 de3 uk1"),
    ("рада людиною", "uk1"),
)
"""Queries that find their stories with the Ukrainian dictionary alone."""


@pytest.mark.parametrize(("text", "expected"), BY_DICTIONARY, ids=[text for text, _ in BY_DICTIONARY])
def test_the_engines_find_the_same_by_a_dictionary(
    searchers: dict[str, Searcher], text: str, expected: str
) -> None:
    need_extra("ukrainian")
    test_the_engines_find_the_same(searchers, text, expected)
    if "NEAR" not in text and "PRE" not in text:
        test_the_engines_rank_bare_words_alike(searchers, text)


BARE = [text for text, _ in QUERIES if " OR " in text and "NEAR" not in text and ":" not in text]


@pytest.mark.parametrize("text", BARE)
def test_the_engines_rank_bare_words_alike(searchers: dict[str, Searcher], text: str) -> None:
    """A cluster has tantivy's BM25; Whoosh keeps lengths less exactly."""
    node = parse(text, now=NOW).tree
    tantivy, whoosh, cluster = (ranked(searchers[name], node) for name in ("tantivy", "whoosh", "opensearch"))
    assert cluster == pytest.approx(tantivy, abs=0.002)
    assert whoosh == pytest.approx(tantivy, rel=0.06)


def test_the_engines_know_the_same_of_languages(searchers: dict[str, Searcher]) -> None:
    for searcher in searchers.values():
        assert list(searcher.stem_classes()) == ["-", "de", "en", "fr", "hu", "ru", "uk"]
        assert list(searcher.spellings("deces")) == ["dece\U0003000f"]
        assert searcher.spellings("minister") == searcher.spellings("") == type(searcher.spellings("deces"))()
        assert [word for word, _ in searcher.words("dec", limit=5)] == ["deces"]


def test_a_query_asks_for_its_spellings_once(
    searchers: dict[str, Searcher], monkeypatch: pytest.MonkeyPatch
) -> None:
    held = searchers["opensearch"]
    assert isinstance(held, OpenSearchSearcher)
    fresh = OpenSearchSearcher(held.client, held.layout)
    paths: list[str] = []
    request = held.client.request

    def noted(method: str, path: str, *rest: object, **options: object) -> object:
        paths.append(path)
        return request(method, path, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(held.client, "request", noted)
    node = parse("deces OR haus OR ház -bank", now=NOW).tree
    fresh.search(node, limit=5)
    about_words = [path for path in paths if path.startswith(f"/{held.layout.words}/")]
    assert len(about_words) == 2, "one for the stem classes, one for all spellings"
    paths.clear()
    fresh.search(Not(Word("haus")), limit=5)
    assert paths == ["/_search"]
    fresh.close()


def test_deep_pages_are_in_the_order_of_the_rounded_score(searchers: dict[str, Searcher]) -> None:
    searcher = searchers["opensearch"]
    node = parse("minister OR bank OR stadt OR haus OR the", now=NOW).tree
    whole = [(each.score, orjson.loads(each.stored)["id"]) for each in searcher.every(node)]
    assert whole == sorted(whole, key=lambda each: (-each[0], each[1]))
    assert all(score == round(score, 3) for score, _ in whole)
    paged = [each for at in range(len(whole)) for each in searcher.search(node, limit=1, offset=at).found]
    assert [(each.score, orjson.loads(each.stored)["id"]) for each in paged] == whole
