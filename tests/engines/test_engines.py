"""The contract of every engine: the same articles for the same query, which are those of a plain scan.

An engine is one parameter. A gap would be a strict expected failure with its reason; there is none.
"""

from __future__ import annotations

import datetime as dt
import gzip
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings

from morgue.analysis.analyzer import fold, words
from morgue.analysis.distance import osa
from morgue.engines import create_engine, open_engine
from morgue.engines.base import FACETS, Engine, Found, Searcher
from morgue.engines.document import document
from morgue.errors import ArchiveError, QueryError
from morgue.model.article import Article, Place, Source, article_id
from morgue.query import tree
from morgue.query.expansion import MAX_EXPANSION
from morgue.query.parser import parse
from morgue.query.tree import Node, Phrase, Word
from tests import invented, oracle
from tests.oracle import matching

ENGINES = ("whoosh", "tantivy", pytest.param("opensearch", marks=pytest.mark.cluster))

NOW = dt.datetime(2025, 11, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(params=ENGINES, scope="module")
def name(request: pytest.FixtureRequest) -> str:
    """The engines, one after the other."""
    engine: str = request.param
    return engine


@pytest.fixture(autouse=True)
def tidy(request: pytest.FixtureRequest) -> Iterator[None]:
    """A cluster keeps no archive of a test that has ended."""
    if "cluster" not in request.keywords:
        yield
        return
    from tests.cluster.places import made, remove

    before = made()
    yield
    remove(made() - before)


@dataclass
class Index:
    """An engine in a directory and what is in it."""

    engine: Engine
    directory: Path

    def add(self, *articles: Article, file: int = 1) -> None:
        writer = self.engine.writer()
        writer.add(document(article, file) for article in articles)
        writer.commit()
        writer.close()


def index(name: str, directory: Path) -> Index:
    directory.mkdir(parents=True, exist_ok=True)
    return Index(create_engine(name, place(name, directory)), directory)


def place(name: str, directory: Path) -> Path | str:
    """Where an engine keeps its index: the directory, or an archive on the cluster that is named after it."""
    if name != "opensearch":
        return directory
    from tests.cluster.places import place_of

    return place_of(directory)


on_disk = pytest.mark.parametrize("name", ["whoosh", "tantivy"], indirect=True, scope="module")
"""What is true of files of our own and of one writer; how a cluster differs is in tests/cluster."""


@pytest.fixture
def empty(name: str, tmp_path: Path) -> Index:
    """A new index."""
    return index(name, tmp_path / "index")


def found_ids(found: list[Found] | Iterator[Found]) -> list[str]:
    return [orjson.loads(each.stored)["id"] for each in found]


def answer(searcher: Searcher, node: Node) -> list[str]:
    return found_ids(searcher.search(node, limit=10_000).found)


# A newsroom by hand: each query names the stories that it finds.


def wire(name: str, headline: str | None = None, body: str | None = None, **facts: object) -> Article:
    source = facts.pop("source", Source("feeds/a.xml", "rss", None, 0, 0, ""))
    return Article(id=name, headline=headline, body=body, source=source, **facts)  # type: ignore[arg-type]


STORIES = (
    wire(
        "brussels",
        "Zelensky, Macron meet in Brussels",
        "Ukrainian leaders discussed air defence and sanctions.\n\nThe U.S. and the E.U. back sanctions on oil.",
        dateline="Brussels [Belgium], October 23 (ANI):",
        day="2025-10-23",
        published="2025-10-23T23:30:00+05:30",
        updated="2025-10-24T01:00:00+05:30",
        agency="ANI",
        publisher="The Tribune",
        section=("World",),
        locations=(Place("Brussels", "BE"),),
        language="en",
        keywords=("Ukraine", "Sanctions & trade"),
        byline="Anna Nowak",
    ),
    wire(
        "lisbon",
        "Café owners sanctioned",
        "Defence of air quality: owners of cafés were sanctioned in Lisbon. Peace, they say, is war by other means.",
        day="2025-10-24",
        published="2025-10-24",
        agency="Agência Lusa",
        section=("World", "Économie"),
        locations=(Place("Lisbon", "PT"),),
        language="en-GB",
        url="https://example.org/lisbon",
        source=Source("feeds/2025/10/b.txt", "text", None, 0, 0, ""),
    ),
    wire(
        "houston",
        "OPEC AND OIL: CRUDE PRICES UP",
        "Crude oil prices rose. AT&T and COVID-19 had no part in it, said Xi Jinping's envoy by e-mail to us all.",
        dateline="HOUSTON, March 1 -",
        day="1987-03-01",
        published="1987-03-01T09:15:02.790000+00:00",
        agency="Reuters",
        locations=(Place("Houston", "US"), Place("Brussels", "BE")),
        boilerplate="Reuter",
        source=Source("old/reut-000.sgm.gz", "reuters", None, 0, 0, ""),
    ),
    wire("delhi", "दिल्ली में भारत की बैठक", "भारत और रूस के बीच वार्ता।", language="hi", day="2025-10-23"),
    wire("moscow", "Переговоры в Москве", "Россия и Украина: мир ближе?", language="ru", day="2024-02-29"),
    wire("tokyo", "東京都で会議", "日本の首相は東京で会談した。", language="ja", day="2025-11-01"),
    wire(
        "seoul",
        "서울에서 회담",
        "한국 정부는 서울에서 회담했다.",
        language="ko",
        published="2025-10-23T12:00:00",
    ),
    wire("cairo", "اجتماع في القاهرة", "بحث الوزراء الحَرْب والسلام", language="ar"),
    wire("bangkok", "ประชุมที่กรุงเทพ", None, language="th", updated="2025-10-31"),
    wire("empty", None, None),
)

QUERIES = (
    ("*", "brussels lisbon houston delhi moscow tokyo seoul cairo bangkok empty"),
    ("sanctions", "brussels lisbon"),
    ("SANCTIONED headline:owner", "lisbon"),
    ("sanctions -cafe", "brussels"),
    ("NOT sanctions has:language", "delhi moscow tokyo seoul cairo bangkok"),
    ("crude OR sanctions", "brussels lisbon houston"),
    ("(crude OR defence) air", "brussels lisbon"),
    ('"air defence"', "brussels"),
    ('"defence air"', ""),
    ('"defence of air quality"', "lisbon"),
    ('"oil prices"', "houston"),
    ('"oil price"', ""),
    ('"oil crude prices"~3', "houston"),
    ('"peace war"~4', "lisbon"),
    ('"war peace"~4', "lisbon"),
    ('"peace war"~3', ""),
    ("peace NEAR/4 war", "lisbon"),
    ("war PRE/4 peace", ""),
    ("peace PRE/4 war", "lisbon"),
    ('(peace OR "air defence") NEAR/3 (sanction OR war)', "brussels lisbon"),
    ('"air defence" NEAR/2 sanction', "brussels"),
    ('"air defence" NEAR/1 sanction', ""),
    ('"crude oil" PRE/1 rose', ""),
    ('"crude oil" PRE/2 rose', "houston"),
    ('rose PRE/2 "crude oil"', ""),
    ("crude NEAR/2 opec", ""),
    ("sanct* NEAR/4 oil", "brussels"),
    ("sanct* NEAR/2 cafe", "lisbon"),
    ("sanct* NEAR/1 oil", ""),
    ("defen?e PRE/3 sanction*", "brussels"),
    ("sanction* PRE/3 defen?e", ""),
    ("defense~1 PRE/4 qualty~1", "lisbon"),
    ("qualty~1 PRE/4 defense~1", ""),
    ('"air defence" NEAR/2 sanct*', "brussels"),
    ("(opec OR crud*) NEAR/2 pric~2", "houston"),
    ("headline:(zelen* PRE/1 macron)", "brussels"),
    ("headline:(zelen* PRE/1 sanction*)", ""),
    ("crude PRE/1 oil PRE/1 prices PRE/1 rose", "houston"),
    ("crude PRE/1 prices PRE/1 oil", ""),
    ("rose NEAR/3 crude NEAR/1 oil", "houston"),
    ("crude NEAR/3 rose NEAR/1 oil", "houston"),
    ("crude NEAR/2 oil PRE/1 rose", ""),
    ("peace NEAR/4 war NEAR/3 mean*", "lisbon"),
    ("peace NEAR/4 war NEAR/2 mean*", ""),
    ('peace NEAR/4 war PRE/1 "by other means"', "lisbon"),
    ('means NEAR/1 (war PRE/1 "by other")', "lisbon"),
    ("(discuss* PRE/2 defence OR owners) NEAR/4 sanction", "brussels lisbon"),
    ("zelen* NEAR/5 oil NEAR/5 sanction", ""),
    ("sanction*", "brussels lisbon"),
    ("wa?", "lisbon"),
    ("zelenski~1", "brussels"),
    ("zleensky~", "brussels"),
    ("zelenskii~2", "brussels"),
    ("headline:crude", "houston"),
    ("body:brussels", "brussels"),
    ("dateline:houston", "houston"),
    ("byline:nowak", "brussels"),
    ("boilerplate:reuter", "houston"),
    ("reuter", ""),
    ('"brussels ukrainian"', ""),
    ('"sanctions the u.s."', "brussels"),
    ("정부", "seoul"),
    ("headline:회담을 서울", "seoul"),
    ("정부 PRE/1 서울", "seoul"),
    ("서울 PRE/1 정부", ""),
    ("회담 NEAR/1 서울에서는", "seoul"),
    ("agency:ani", "brussels"),
    ('agency:"agencia lusa"', "lisbon"),
    ('publisher:"the tribune"', "brussels"),
    ("publisher:the*", "brussels"),
    ("section:economie", "lisbon"),
    ("language:en", "brussels lisbon"),
    ("language:en-gb", "lisbon"),
    ("format:text", "lisbon"),
    ("keyword:ukraine", "brussels"),
    ('keywords:"sanctions & trade"', "brussels"),
    ("file:feeds/2025/*", "lisbon"),
    ("file:feeds/a.xml -has:day", "seoul cairo bangkok empty"),
    ("id:tokyo", "tokyo"),
    ("url:https://example.org/lisbon", "lisbon"),
    ("location:brussels", "brussels houston"),
    ("country:BE", "brussels houston"),
    ("country:portugal", "lisbon"),
    ("location:belgium", "brussels houston"),
    ("location:(lisbon OR houston)", "lisbon houston"),
    ("date:2025", "brussels lisbon delhi tokyo"),
    ("date:2025-10", "brussels lisbon delhi"),
    ("date:2025-10-23", "brussels delhi"),
    ("date:..2024-02", "houston moscow"),
    ("date:2025-10-24..", "lisbon tokyo"),
    ("date:[2025-10-23 TO 2025-10-24]", "brussels lisbon delhi"),
    ("date:{2025-10-23 TO 2025-11-01}", "lisbon"),
    ("since:2025-10-24 until:2025-10", "lisbon"),
    ("after:2025-10-23 before:2025-11", "lisbon"),
    ("date:today", "tokyo"),
    ("date:yesterday", ""),
    ("published:2025-10-23T18:00Z..", "brussels lisbon"),
    ("published:2025-10-23T12:00Z..2025-10-23T18:00Z", "seoul brussels"),
    ("published:..2025-10-23T12:01Z", "houston seoul"),
    ("updated:2025-10-31", "bangkok"),
    ("has:agency", "brussels lisbon houston"),
    ("missing:location has:day", "delhi moscow tokyo"),
    ("sanctions^3 OR crude", "brussels lisbon houston"),
    ("AT&T", "houston"),
    ("COVID-19", "houston"),
    ("e-mail", "houston"),
    ("Xi Jinping's", "houston"),
    ("US", "brussels houston"),
    ('"U.S."', "brussels houston"),
    ("E.U", "brussels"),
    ("café", "lisbon"),
    ("भारत", "delhi"),
    ("दिल्ली", "delhi"),
    ("Москве", "moscow"),
    ("украина", "moscow"),
    ("東京", "tokyo"),
    ("会談", "tokyo"),
    ("京東", ""),
    ("서울에서", "seoul"),
    ("서울*", "seoul"),
    ("الحرب", "cairo"),
    ("กรุงเทพ", "bangkok"),
)
"""Queries as they are typed, and the stories that they find."""


@pytest.fixture(scope="module")
def newsroom(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    made = index(name, tmp_path_factory.mktemp(f"newsroom-{name}"))
    made.add(*STORIES[:6])
    made.add(*STORIES[6:], file=2)
    searcher = made.engine.searcher()
    yield searcher
    searcher.close()


@pytest.mark.parametrize(("text", "expected"), QUERIES, ids=[text for text, _ in QUERIES])
def test_a_query_finds_its_stories(newsroom: Searcher, text: str, expected: str) -> None:
    node = parse(text, now=NOW).tree
    assert sorted(answer(newsroom, node)) == sorted(expected.split())
    assert newsroom.count(node) == len(expected.split())
    assert newsroom.matches(node) == bool(expected)


@pytest.mark.parametrize(("text", "expected"), QUERIES, ids=[text for text, _ in QUERIES])
def test_the_scan_finds_the_same(text: str, expected: str) -> None:
    node = parse(text, now=NOW).tree
    assert sorted(story.id for story in matching(STORIES, node)) == sorted(expected.split())


VALUES = (
    "L’Équipe", "People’s Daily", "Sport – Liga", "a–b/c.xml", "हिन्दी समाचार", "நாளிதழ்", "ข่าวนี้", "ελλάδα", "«Правда»", "القدس العربي",
    "הארץ", "人民日报", "朝日新聞", "한겨레", "€uro—zone", "£100", "A.B*C (d) [e] {f}|g^h$i\\j+k?l", "AT&T #1 ~x-y_z", "100 % <b>", "🎉 fête", "e\u0301t\u00e9",
    "tab\there", "zero\u200bwidth", "quote\"d 'n' `b`", "!@:;=,", "x" * 1_200, "漢" * 990, "ß straße", "İstanbul", "ǅungla", "½ price", "\U0010fffe end",
)  # fmt: skip
"""Names in many scripts, with signs of many kinds."""


@pytest.fixture(scope="module")
def shelf(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """A story for each of VALUES, which stands in most of its facts."""
    made = index(name, tmp_path_factory.mktemp(f"shelf-{name}"))
    made.add(
        *(
            wire(
                f"v{at:02d}", agency=each, publisher=each, section=(each,), keywords=(each, "other"), url=each,
                language=each, locations=(Place(each, None),), source=Source(each, "text", None, 0, 0, ""),
            )
            for at, each in enumerate(VALUES)
        )
    )  # fmt: skip
    searcher = made.engine.searcher()
    yield searcher
    searcher.close()


@pytest.mark.parametrize("at", range(len(VALUES)))
def test_any_beginning_of_any_value_finds_it(name: str, shelf: Searcher, at: int) -> None:
    whole = fold(VALUES[at])
    folded = [fold(each) for each in VALUES]
    for size in sorted(
        {1, 2, 3, len(whole) // 2, len(whole) - 1, len(whole)} & set(range(1, len(whole) + 1))
    ):
        start = whole[:size]
        if name == "opensearch" and len(start.encode()) > 900:
            with pytest.raises(QueryError, match="too long for a cluster"):
                shelf.count(tree.Keyword("publisher", (start,), True))
            continue
        expected = sum(each.startswith(start) for each in folded)
        assert expected, start
        for field in ("agency", "publisher", "section", "keyword", "url", "file", "language"):
            asked = start.replace("_", "-") if field == "language" else start
            assert shelf.count(tree.Keyword(field, (asked,), True)) == expected, (field, start)
        assert shelf.count(tree.Location((start,), (), True)) == expected, start
    whole, folded = whole.replace("_", "-"), [each.replace("_", "-") for each in folded]
    assert shelf.count(tree.Keyword("language", (whole,))) == sum(
        each == whole or each.startswith(whole + "-") for each in folded
    )


# Places that changed their name, and states that were, against the scan.


ATLAS = [
    wire(f"p{at:02d}", "a place", day=day, locations=tuple(Place(*each) for each in places))
    for at, (day, *places) in enumerate(
        [
            ("1931-05-01", ("Bombay", "IN")),
            ("2020-05-01", ("Mumbai", None), ("Delhi", "IN")),
            ("1972-05-01", ("Salisbury", "ZW")),
            ("2018-05-01", ("Salisbury", "GB")),
            ("2018-05-01", ("Harare", "ZW")),
            ("1987-05-01", ("Leningrad", None)),
            ("1999-05-01", ("St. Petersburg", "RU")),
            ("1999-05-01", ("St. Petersburg", "US")),
            ("1987-05-01", ("Vilnius", "LT"), ("Moscow", "RU")),
            ("2001-05-01", ("Vilnius", "LT")),
            (None, ("Soviet Union", None)),
            ("1985-05-01", ("Leipzig", "DE")),
            ("1985-05-01", ("Bonn", "DE")),
            ("2021-05-01", ("Yangon", "MM")),
            ("1960-05-01", ("Rangoon", "MM")),
            ("1971-05-01", ("Zagreb", "HR")),
            ("1999-05-01", ("Zagreb", "HR"), ("Belgrade", "RS")),
        ]
    )
]


@pytest.fixture(scope="module")
def atlas(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    made = index(name, tmp_path_factory.mktemp("atlas") / "index")
    made.add(*ATLAS)
    searcher = made.engine.searcher()
    yield searcher
    searcher.close()


@pytest.mark.parametrize(
    "text",
    [
        "location:bombay", "location:mumbai", "location:salisbury", "location:harare", "location:leningrad",
        'location:"st. petersburg"', 'country:"soviet union"', "-country:ussr", "country:gdr", 'country:"west germany"',
        "country:burma", "location:burma", "country:yugoslavia^2 OR location:harare", "location:uk", "place:de",
        "country:(rhodesia OR zaire) OR location:saigon",
    ],
)  # fmt: skip
def test_names_of_places_over_time(atlas: Searcher, text: str) -> None:
    same_as_the_scan(atlas, parse(text, now=NOW).tree, ATLAS)


# Generated stories and trees against the scan.

CROWD = invented.articles(150)
FILES = 7


@pytest.fixture(scope="module")
def crowd(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Invented stories in several segments, some of them written twice and some deleted."""
    made = index(name, tmp_path_factory.mktemp(f"crowd-{name}"))
    writer = made.engine.writer()
    writer.add(document(replace(each, headline="stale", body="oil stale"), 99) for each in CROWD[:30])
    writer.commit()
    writer.add(document(each, at % FILES) for at, each in enumerate(CROWD[:90]) if at >= 30)
    writer.commit()
    writer.delete(each.id for each in CROWD[:30])
    writer.add(document(each, 1) for each in (*CROWD[:30], *CROWD[90:]))
    writer.add([document(wire("gone", "oil price", "the oil price"), 98)])
    writer.commit()
    writer.delete(["gone"])
    writer.commit()
    writer.close()
    searcher = made.engine.searcher()
    yield searcher
    searcher.close()


SEVERAL = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large)


def same_as_the_scan(searcher: Searcher, node: Node, stories: Sequence[Article] | None = None) -> None:
    expected = {each.id for each in matching(stories or CROWD, node)}
    got = answer(searcher, node)
    assert len(got) == len(set(got))
    assert set(got) == expected
    assert searcher.count(node) == len(expected)


@settings(max_examples=200, suppress_health_check=SEVERAL)
@given(node=invented.trees())
def test_a_tree_finds_what_the_scan_finds(crowd: Searcher, node: Node) -> None:
    same_as_the_scan(crowd, node)


@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize("distance", [1, 2, 5])
@pytest.mark.parametrize("words", [("the", "the"), ("the", "oil", "the")])
def test_a_phrase_that_repeats_a_word_near_itself(
    crowd: Searcher, words: tuple[str, ...], distance: int, ordered: bool
) -> None:
    same_as_the_scan(crowd, tree.Near(Phrase(words), Phrase(words), distance, ordered))
    same_as_the_scan(crowd, tree.Near(Phrase(words), Word("price"), distance, ordered))


@settings(max_examples=150, suppress_health_check=SEVERAL, derandomize=True)
@given(node=invented.nears())
# which has a particle behind it in a story in English
@example(node=tree.Near(Word("서울"), Phrase(("oil",)), 1))
def test_a_chain_finds_what_the_scan_finds(crowd: Searcher, node: Node) -> None:
    same_as_the_scan(crowd, node)


@pytest.mark.nightly
@settings(max_examples=10_000, suppress_health_check=SEVERAL)
@given(node=invented.nears())
def test_many_chains_find_what_the_scan_finds(crowd: Searcher, node: Node) -> None:
    same_as_the_scan(crowd, node)


@pytest.mark.nightly
@settings(max_examples=10_000, suppress_health_check=SEVERAL)
@given(node=invented.trees())
def test_many_trees_find_what_the_scan_finds(crowd: Searcher, node: Node) -> None:
    same_as_the_scan(crowd, node)


def any_copy(name: str, directory: Path, stories: list[Article]) -> None:
    made = index(name, directory)
    made.add(*stories)
    searcher = made.engine.searcher()
    texts = [text for story in stories for text in (story.headline, story.body) if text]
    for text in texts:
        folded = [word.folded for word in words(text)]
        for at, word in enumerate(folded):
            nodes: list[Node] = [Word(word), Phrase((word,))]
            nodes += [Phrase(tuple(folded[at : at + 3]))] if at + 2 < len(folded) else []
            nodes += [tree.Near(Word(word), Word(folded[at + 1]), 2)] if at + 1 < len(folded) else []
            for node in nodes:
                expected = sorted(story.id for story in matching(stories, node))
                assert sorted(answer(searcher, node)) == expected, node
    searcher.close()


@settings(max_examples=12, suppress_health_check=SEVERAL)
@given(stories=invented.stories())
def test_any_text_is_found_by_its_words(
    name: str, tmp_path_factory: pytest.TempPathFactory, stories: list[Article]
) -> None:
    any_copy(name, tmp_path_factory.mktemp("copy") / "index", stories)


@pytest.mark.nightly
@settings(max_examples=500, suppress_health_check=SEVERAL)
@given(stories=invented.stories())
def test_much_text_is_found_by_its_words(
    name: str, tmp_path_factory: pytest.TempPathFactory, stories: list[Article]
) -> None:
    any_copy(name, tmp_path_factory.mktemp("copy") / "index", stories)


# Order and pages.


def orders(stories: list[Article]) -> dict[str, list[str]]:
    """Newest and oldest first, by the rule of the contract."""
    made = [document(each, 1) for each in stories]
    timed = [each for each in made if each.moment is not None]
    timeless = sorted(each.id for each in made if each.moment is None)
    return {
        "newest": [each.id for each in sorted(timed, key=lambda each: (-(each.moment or 0), each.id))]
        + timeless,
        "oldest": [each.id for each in sorted(timed, key=lambda each: (each.moment or 0, each.id))]
        + timeless,
    }


@pytest.mark.parametrize("sort", ["newest", "oldest"])
@pytest.mark.parametrize("text", ["*", "oil", "language:en"])
def test_time_orders_and_ids_break_ties(crowd: Searcher, sort: str, text: str) -> None:
    node = parse(text, now=NOW).tree
    expected = orders(matching(CROWD, node))[sort]
    assert found_ids(crowd.search(node, limit=1_000, sort=sort).found) == expected  # type: ignore[arg-type]
    assert found_ids(crowd.every(node, sort=sort)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("text", ["*", "oil", "oil OR price OR the", "agency:ani", "oil -price"])
def test_pages_are_parts_of_the_whole(crowd: Searcher, sort: str, text: str) -> None:
    node = parse(text, now=NOW).tree
    whole = found_ids(crowd.every(node, sort=sort))  # type: ignore[arg-type]
    pages = []
    for offset in range(0, len(whole) + 7, 7):
        page = crowd.search(node, limit=7, offset=offset, sort=sort)  # type: ignore[arg-type]
        assert page.total == len(whole)
        pages += found_ids(page.found)
    assert pages == whole
    assert crowd.search(node, limit=0).found == []
    assert crowd.search(node, limit=3, count=False).total is None


def test_equal_scores_are_ordered_by_newest_day_then_id(empty: Index) -> None:
    same = [wire(f"s{at:02d}", "oil", None, day=f"2025-10-{at % 3 + 1:02d}") for at in range(40)]
    dayless = wire("a", "oil", None)
    chance = random.Random(3)
    for part in (chance.sample(same, len(same)), [dayless]):
        empty.add(*part)
    expected = [each.id for each in sorted(same, key=lambda each: (-int((each.day or "")[-2:]), each.id))] + [
        "a"
    ]
    searcher = empty.engine.searcher()
    assert found_ids(searcher.search(Word("oil"), limit=100).found) == expected
    assert found_ids(searcher.search(Word("oil"), limit=5, offset=10).found) == expected[10:15]
    assert found_ids(searcher.every(Word("oil"))) == expected
    assert found_ids(searcher.every(tree.Everything())) == expected
    searcher.close()


def test_relevance_prefers_what_a_reader_would(empty: Index) -> None:
    empty.add(
        wire("headline", "Oil rises", "Traders were surprised by the news of the day in the city of London."),
        wire("once", "Traders surprised", "There was news of oil in the city of London on this day."),
        wire("often", "Traders surprised", "Oil and again oil: there was news of oil in the city of London."),
        wire("other", "Cup final", "Nothing happened on the pitch, said the traders of the city of London."),
    )
    searcher = empty.engine.searcher()
    got = answer(searcher, Word("oil"))
    # a headline counts more than the body, and a text that says a word more often is more about it
    assert got.index("often") < got.index("once")
    assert got.index("headline") < got.index("once")
    # a boost moves its part to the front
    boosted = tree.Or((Word("oil"), tree.Boost(Word("pitch"), 50.0)))
    assert answer(searcher, boosted)[0] == "other"
    # filters have no share in the score
    filtered = tree.And((Word("oil"), tree.Has("headline"), tree.Not(Word("cup"))))
    scores = {score for score, _ in searcher.search(filtered, limit=9).found}
    assert {round(score, 4) for score, _ in searcher.search(Word("oil"), limit=9).found} == {
        round(score, 4) for score in scores
    }
    searcher.close()


# Counting.


def plain_facet(stories: list[Article], name: str) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for each in stories:
        held: set[str | None] = set()
        match name:
            case "year" | "month":
                held = {(each.day or "")[: 4 if name == "year" else 7]}
            case "location":
                held = {place.place for place in each.locations or ()}
            case "country":
                held = {place.country and place.country.upper() for place in each.locations or ()}
            case "section":
                held = set(each.section or ())
            case "format":
                held = {each.source.format}
            case _:
                held = {getattr(each, name)}
        counts.update(value for value in held if value)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


@pytest.mark.parametrize("text", ["*", "oil", "nothingatall", "agency:ani OR date:2025"])
def test_facets_are_a_plain_count(crowd: Searcher, text: str) -> None:
    node = parse(text, now=NOW).tree
    stories = matching(CROWD, node)
    assert crowd.facets(node, FACETS, limit=100) == {name: plain_facet(stories, name) for name in FACETS}
    assert crowd.facets(node, ("agency",), limit=1) == {"agency": plain_facet(stories, "agency")[:1]}


@pytest.mark.parametrize("text", ["*", "oil", "nothingatall"])
def test_days_are_a_plain_count(crowd: Searcher, text: str) -> None:
    node = parse(text, now=NOW).tree
    counts = Counter(each.day for each in matching(CROWD, node) if each.day)
    assert crowd.days(node) == [
        (dt.date.fromisoformat(day), number) for day, number in sorted(counts.items())
    ]
    months = Counter(each.day[:7] for each in matching(CROWD, node) if each.day)
    assert crowd.months(node) == [
        (dt.date.fromisoformat(month + "-01"), number) for month, number in sorted(months.items())
    ]


# What is there.


def test_articles_come_back_as_they_were(crowd: Searcher) -> None:
    wanted = [each.id for each in CROWD[:5]]
    got = crowd.articles([*wanted, "nobody", "gone"])
    assert {name: Article.from_json(orjson.loads(stored)) for name, stored in got.items()} == {
        each.id: each for each in CROWD[:5]
    }


def test_ids_by_their_beginning(crowd: Searcher) -> None:
    every = sorted(each.id for each in CROWD)
    assert crowd.ids("", limit=1_000) == every
    assert crowd.ids(every[3][:2], limit=1_000) == [each for each in every if each.startswith(every[3][:2])]
    assert crowd.ids("", limit=4) == every[:4]
    assert crowd.ids("gone", limit=4) == []


def test_words_with_their_frequency(name: str, tmp_path: Path) -> None:
    made = index(name, tmp_path / "index")
    made.add(*CROWD)
    searcher = made.engine.searcher()
    counts: dict[str, int] = {}
    for field in ("headline", "body"):
        held: Counter[str] = Counter()
        for each in CROWD:
            held.update({word.folded for word in words(getattr(each, field) or "")})
        counts = {word: max(counts.get(word, 0), held[word]) for word in counts.keys() | held.keys()}
    assert searcher.words("", limit=10_000) == sorted(counts.items())
    for word, distance in (("caffe", 1), ("xinjnig", 2), ("reserbe", 2), ("zz", 1), ("gsa", 1)):
        near = [pair for pair in sorted(counts.items()) if osa(word, pair[0], distance) <= distance]
        assert searcher.near({word: distance, "oil": 1})[word] == near, word
    some = [*list(counts)[:70], "nowhere", "café"]
    assert searcher.frequencies(some) == {each: counts[each] for each in some if each in counts}
    assert searcher.frequencies([]) == {}
    assert (
        searcher.words("caf", limit=2)
        == sorted(each for each in counts.items() if each[0].startswith("caf"))[:2]
    )
    searcher.close()


@pytest.mark.parametrize(
    "field", ["agency", "location", "country", "section", "keyword", "language", "publisher"]
)
def test_values_by_the_beginning_of_their_fold(name: str, tmp_path: Path, field: str) -> None:
    made = index(name, tmp_path / "index")
    made.add(*CROWD)
    searcher = made.engine.searcher()
    plain = dict(plain_facet([replace(each, section=each.keywords) for each in CROWD], "section"))
    counts = plain if field == "keyword" else dict(plain_facet(CROWD, field))
    assert sorted(searcher.values(field, "", limit=1_000)) == sorted(counts.items())
    start = fold(next(iter(counts)))[:2]
    expected = sorted(pair for pair in counts.items() if fold(pair[0]).startswith(start))
    assert sorted(searcher.values(field, start.upper(), limit=1_000)) == expected
    assert len(searcher.values(field, "", limit=1)) == 1
    searcher.close()


def test_an_empty_index_answers(empty: Index) -> None:
    searcher = empty.engine.searcher()
    assert searcher.total() == 0
    assert searcher.search(parse('oil OR "a b" OR xy* date:2025', now=NOW).tree, limit=5).total in (0, None)
    assert answer(searcher, tree.Not(Word("oil"))) == []
    assert searcher.count(tree.Everything()) == 0
    assert not searcher.matches(tree.Everything())
    assert searcher.facets(tree.Everything(), ("agency", "year"), limit=3) == {"agency": [], "year": []}
    assert searcher.days(tree.Everything()) == []
    assert (
        searcher.ids("", limit=3),
        searcher.words("", limit=3),
        searcher.values("agency", "", limit=3),
    ) == ([], [], [])
    assert searcher.articles(["a"]) == {}
    searcher.close()


# Change.


def test_a_snapshot_keeps_its_answers(empty: Index) -> None:
    empty.add(wire("one", "oil"), wire("two", "gas", day="2025-10-23", agency="AP"))
    before = empty.engine.searcher()
    writer = empty.engine.writer()
    writer.delete(["two"])
    writer.add([document(wire("three", "oil"), 2)])
    unchanged = empty.engine.searcher()
    assert sorted(answer(unchanged, tree.Everything())) == ["one", "two"]
    unchanged.close()
    writer.commit()
    for number in range(12):  # enough commits that segments are merged and their files removed
        writer.add([document(wire(f"more{number}", "oil"), 3)])
        writer.commit()
    writer.close()
    assert sorted(answer(before, tree.Everything())) == ["one", "two"]
    assert before.facets(tree.Everything(), ("agency", "month"), limit=3) == {
        "agency": [("AP", 1)],
        "month": [("2025-10", 1)],
    }
    assert found_ids(before.search(tree.Everything(), limit=1, sort="newest").found) == ["two"]
    assert before.words("g", limit=3) == [("gas", 1)]
    after = empty.engine.searcher()
    assert sorted(answer(after, Word("oil"))) == sorted(
        ["one", "three", *(f"more{number}" for number in range(12))]
    )
    before.close()
    after.close()


def test_what_is_not_committed_is_forgotten(empty: Index) -> None:
    empty.add(wire("one", "oil"))
    writer = empty.engine.writer()
    writer.add([document(wire("two", "oil"), 1)])
    writer.delete(["one"])
    writer.close()
    searcher = empty.engine.searcher()
    assert answer(searcher, Word("oil")) == ["one"]
    searcher.close()


def test_deletions_and_additions_of_one_commit(empty: Index) -> None:
    empty.add(wire("one", "oil"), wire("two", "oil"), file=1)
    empty.add(wire("three", "oil"), file=2)
    writer = empty.engine.writer()
    writer.delete(["one", "nobody"])
    writer.add([document(wire("one", "oil anew"), 5)])
    writer.delete(["three"])
    writer.add([document(wire("four", "oil"), 2)])
    writer.commit()
    writer.close()
    searcher = empty.engine.searcher()
    assert sorted(answer(searcher, Word("oil"))) == ["four", "one", "two"]
    assert answer(searcher, Word("anew")) == ["one"]
    assert searcher.total() == 3
    searcher.close()


def test_what_was_added_can_be_deleted_before_the_commit(empty: Index) -> None:
    writer = empty.engine.writer()
    writer.add(
        [document(wire("one", "oil"), 1), document(wire("two", "oil"), 2), document(wire("three", "oil"), 3)]
    )
    writer.delete(["one", "two"])
    writer.commit()
    writer.close()
    searcher = empty.engine.searcher()
    assert answer(searcher, tree.Everything()) == ["three"]
    searcher.close()


def test_an_index_is_opened_again(name: str, tmp_path: Path) -> None:
    made = index(name, tmp_path / "index")
    made.add(*STORIES)
    again = open_engine(name, place(name, tmp_path / "index"))
    assert again.verify() == []
    assert again.size() > 1_000
    searcher = again.searcher()
    assert sorted(answer(searcher, Word("sanction"))) == ["brussels", "lisbon"]
    searcher.close()
    Index(again, tmp_path / "index").add(wire("new", "sanctions"))
    searcher = open_engine(name, place(name, tmp_path / "index")).searcher()
    assert sorted(answer(searcher, Word("sanction"))) == ["brussels", "lisbon", "new"]
    searcher.close()


# Failure.


@on_disk
def test_one_writer_at_a_time(empty: Index) -> None:
    writer = empty.engine.writer()
    with pytest.raises(ArchiveError, match="another process is writing"):
        empty.engine.writer()
    writer.close()
    empty.engine.writer().close()


@on_disk
def test_no_index_in_a_directory(name: str, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="the index is missing"):
        open_engine(name, tmp_path)


@on_disk
def test_damage_is_found_and_named(empty: Index) -> None:
    empty.add(*STORIES)
    assert empty.engine.verify() == []
    parts = [path for path in empty.directory.iterdir() if path.is_file() and path.suffix != ".json"]
    files = [path for path in parts if path.stat().st_size > 500]
    largest = max(files, key=lambda path: path.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 0x40
    largest.write_bytes(data)
    problems = empty.engine.verify()
    assert len(problems) == 1
    assert largest.name in problems[0]
    largest.unlink()
    assert any(largest.name in problem and "missing" in problem for problem in empty.engine.verify())


@on_disk
def test_a_truncated_file_is_found(empty: Index) -> None:
    empty.add(*STORIES)
    parts = [path for path in empty.directory.iterdir() if path.is_file() and path.suffix != ".json"]
    files = [path for path in parts if path.stat().st_size > 500]
    largest = max(files, key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-100])
    assert any(largest.name in problem for problem in empty.engine.verify())


def test_a_wildcard_that_is_too_wide(empty: Index) -> None:
    empty.add(wire("wide", " ".join(f"zz{number:05d}" for number in range(MAX_EXPANSION + 1))))
    searcher = empty.engine.searcher()
    with pytest.raises(
        QueryError, match=r"zz\* stands for 10,001 words; at most 10,000 are allowed"
    ) as caught:
        searcher.count(tree.Wildcard("zz*", span=(4, 7)))
    assert caught.value.hint
    assert caught.value.position == 4
    assert searcher.count(tree.Wildcard("zz0*")) == 1
    near = tree.Near(tree.Wildcard("zz0*"), tree.Wildcard("zz*", span=(9, 12)), 3)
    for node in (near, tree.Near(near, Word("oil"), 2), tree.And((Word("oil"), tree.Not(near)))):
        with pytest.raises(QueryError, match=r"zz\* stands for 10,001 words") as caught:
            searcher.count(node)
        assert caught.value.position == 9
    searcher.close()


def test_the_wildcards_of_a_chain_are_counted_together(empty: Index) -> None:
    half = MAX_EXPANSION // 2 + 1
    empty.add(wire("wide", " ".join(f"{two}{number:04d}" for two in ("yy", "zz") for number in range(half))))
    searcher = empty.engine.searcher()
    yy, zz, oil = tree.Wildcard("yy*"), tree.Wildcard("zz*", span=(7, 10)), Word("oil")
    message = "the wildcards of this chain of NEAR and PRE stand for more than 10,000 words together"
    for node in (
        tree.Near(tree.Near(yy, zz, 3), oil, 2),
        tree.Near(oil, tree.Near(yy, tree.Or((oil, zz)), 3), 2),
        tree.Or((oil, tree.Not(tree.Near(tree.Near(yy, oil, 3), zz, 2)))),
    ):
        with pytest.raises(QueryError, match=message) as caught:
            searcher.count(node)
        assert caught.value.hint
        assert caught.value.position == 7
    assert searcher.count(tree.Near(tree.Near(yy, yy, 3), yy, 3)) == 1, "equal ones are counted once"
    searcher.close()


PARTED = (
    wire(
        "friday",
        "Новини дня",
        "Прем’єра зустріли в аеропорту, інтерв’ю з ним вийде у п’ятницю.",
        language="uk",
    ),
    wire(
        "health", "Об'єднання лікарів", "Лікарі просять здоров’я для тих, чиї сім’ї чекають.", language="uk"
    ),
    wire("ties", "З\u02bcїзду не буде", "Зв’язок поколінь: комп’ютерів двадцять.", language="uk"),
    wire("apart", "Прем єри", "здоров прем ятниця п, о я, з їзду", language="uk"),
    wire("russian", "Объявления", "Сообщили об'явления на заводе.", language="ru"),
    wire("english", "News of the day", "The ministers said on Friday that n'я is no word.", language="en"),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("п'ятниця", "friday"),
        ("П’ЯТНИЦІ", "friday"),
        ("п\u02bcятницею", "friday"),
        ("прем'єр", "apart friday"),
        ("headline:прем'єрами", "apart"),
        ("інтерв'ю", "friday"),
        ("здоров'ю", "health"),
        ("сім'ями", "health"),
        ("об'єднань", "health"),
        ("headline:об'єднанню^2 OR комп'ютер", "health ties"),
        ("з'їзд", "apart ties"),
        ("зв'язку -прем'єр", "ties"),
        ("об'явлений", "russian"),
        ('"п\'ятниця"', ""),
        ('"п\'ятницю"', "friday"),
        ("аеропорту NEAR/3 інтерв'ю", "friday"),
        ("п'ять", ""),
        ("п'ятниця OR friday", "english friday"),
    ],
)
def test_words_that_an_apostrophe_parts(empty: Index, query: str, expected: str) -> None:
    empty.add(*PARTED)
    searcher = empty.engine.searcher()
    node = parse(query, now=NOW).tree
    assert " ".join(sorted(found_ids(searcher.every(node)))) == expected
    assert " ".join(sorted(each.id for each in matching(PARTED, node))) == expected
    searcher.close()


def test_no_word_of_a_story_is_two_words_of_a_chain(empty: Index) -> None:
    texts = {
        "one": "alpha beta gamma",
        "alphas": "alpha beta gamma alpha",
        "betas": "alpha beta gamma beta",
        "both": "alpha beta alpha beta",
        "inside": "alpha gamma alpha beta",
        "apart": "alpha beta " + "x " * 9 + "alpha beta",
    }
    empty.add(*(wire(name, "", text) for name, text in texts.items()))
    searcher = empty.engine.searcher()
    for query, expected in (
        ("alpha NEAR/3 beta NEAR/5 alpha", "alphas both inside"),
        ("alpha NEAR/3 beta NEAR/5 beta", "betas both"),
        ("alpha NEAR/3 (alpha NEAR/2 beta)", "alphas both inside"),
        ("alph* NEAR/3 beta NEAR/5 al*", "alphas both inside"),
        ("alpha NEAR/3 beta NEAR/5 (alpha OR gamma)", "alphas betas both inside one"),
        ("alpha NEAR/3 gamma NEAR/5 bata~1", "alphas betas inside one"),
        ('"alpha beta" NEAR/3 beta NEAR/5 alpha', "both"),
        ("(alpha NEAR/2 beta) NEAR/4 (alpha NEAR/2 beta)", "both"),
        ("(alpha NEAR/2 beta) NEAR/10 (alpha NEAR/2 beta)", "apart both"),
        ("alpha PRE/2 beta PRE/3 beta", "betas both"),
    ):
        node = parse(query, now=NOW).tree
        found = sorted(orjson.loads(each.stored)["id"] for each in searcher.every(node))
        assert " ".join(found) == expected, query
    searcher.close()


def test_a_near_of_wide_wildcards(empty: Index) -> None:
    """Of some words, of hundreds, of nearly as many as are allowed; with a star or a question mark in the middle."""
    many = [f"zz{number:04d}" for number in range(9_000)]
    odd = [f"yy{number:03d}x" for number in range(700)]
    empty.add(
        wire("lists", " ".join(many), " ".join(odd)),
        wire("near", "one zz0007 two yy150x three", "zz0042 in oil"),
        wire("far", "zz0007 a b c d e f yy150x", "oil and and and zz8123"),
        wire("marks", "zz0001 yyéx", "oil"),
    )
    searcher = empty.engine.searcher()
    zz, yy, oil = tree.Wildcard("zz*"), tree.Wildcard("yy*x"), Word("oil")
    few, some = tree.Wildcard("zz000?"), tree.Wildcard("zz0*")
    for left, distance, right, expected in (
        (few, 2, yy, "marks near"),
        (few, 7, yy, "far marks near"),
        (some, 2, tree.Wildcard("yy1??x"), "near"),
        (zz, 2, yy, "marks near"),
        (zz, 2, zz, "lists"),
        (oil, 2, zz, "near"),
        (zz, 4, tree.Or((oil, tree.Phrase(("and", "and")))), "far near"),
        (tree.Fuzzy("zz007", 1), 2, yy, "near"),
        (tree.Near(zz, Word("two"), 1), 1, yy, "near"),
        (tree.Near(Word("one"), zz, 1), 9, tree.Wildcard("thre?"), "near"),
    ):
        assert sorted(answer(searcher, tree.Near(left, right, distance))) == expected.split(), (left, right)
    assert answer(searcher, tree.And((oil, tree.Not(tree.Near(oil, zz, 2))))) in (
        ["far", "marks"],
        ["marks", "far"],
    )
    searcher.close()


@pytest.mark.parametrize(
    "deep", [lambda node: tree.Not(node), lambda node: tree.Boost(node, 2.0)], ids=["not", "boost"]
)
def test_deep_and_wide_trees(newsroom: Searcher, deep: Callable[[Node], Node]) -> None:
    node: Node = Word("sanction")
    for _ in range(32):
        node = deep(node)
    assert sorted(answer(newsroom, node)) == ["brussels", "lisbon"]
    wide = tree.Or((*(Word(f"word{number}") for number in range(1_023)), Word("sanction")))
    assert sorted(answer(newsroom, wide)) == ["brussels", "lisbon"]
    every = tree.And((*(tree.Not(Word(f"word{number}")) for number in range(500)), Word("sanction")))
    assert sorted(answer(newsroom, every)) == ["brussels", "lisbon"]


# Real copy.

REAL = (
    "oil", '"crude oil" opec -iran', "trade OR dollar OR yen", '"bank of england"', "opec NEAR/5 price",
    '"prime minister" PRE/10 (trade OR yen)', "tariff*", "governmnt~1", '"oil price barrel"~8', "U.S.",
    "headline:japan -body:yen", "interest NEAR/3 rate", '"interest rates"~2', "inflat* -brazil", "cocoa^2 coffee",
)  # fmt: skip


@pytest.fixture(scope="module")
def reuters(
    name: str, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Searcher, list[Article]]]:
    """600 stories of Reuters in two segments."""
    from morgue.feeds import feed_of_bytes, reader

    path = sorted((shared / "corpora" / "reuters21578").glob("*.sgm.gz"))[2]
    feed = feed_of_bytes(gzip.decompress(path.read_bytes()), path=path.name)
    stories = list(islice(reader("reuters").read(feed), 600))
    made = index(name, tmp_path_factory.mktemp(f"reuters-{name}"))
    made.add(*stories[:400])
    made.add(*stories[400:])
    searcher = made.engine.searcher()
    yield searcher, stories
    searcher.close()


@pytest.mark.shared
@pytest.mark.parametrize("text", REAL)
def test_real_copy_gives_what_the_scan_gives(reuters: tuple[Searcher, list[Article]], text: str) -> None:
    searcher, stories = reuters
    node = parse(text, now=NOW).tree
    assert sorted(answer(searcher, node)) == sorted(each.id for each in matching(stories, node))


def test_ids_are_ids() -> None:
    """The invented stories have different ids, else nothing above would mean anything."""
    assert len({each.id for each in CROWD}) == len(CROWD) == 150
    assert CROWD[0].id == article_id("invented 0")


# Texts that were replaced, beside those that stand.


def archive_of_texts() -> list[tuple[Article, dt.datetime | None]]:
    """Articles of one word each, and texts of them that were replaced, with the time of that; near seconds and midnights."""
    days = ("2025-10-23", "2025-10-24")
    clocks = ("T00:00:00Z", "T08:59:59.999999Z", "T09:00:00Z", "T09:00:00.000001Z", "T23:59:59.5+02:00")
    times = [None, *days, *(day + clock for day in days for clock in clocks)]
    made: list[tuple[Article, dt.datetime | None]] = []
    for at, time in enumerate(times):
        published = {"published": time, "day": time and time[:10]} if at % 2 else {"day": time and time[:10]}
        name = f"text{at:02d}"
        made.append(
            (wire(name, f"Ferry {at}", "It sailed.", updated=time if at % 3 else None, **published), None)
        )
        for after, later in enumerate(times[at + 1 : at + 4] or [None]):
            went = later and dt.datetime.fromisoformat(later)
            went = went.replace(tzinfo=dt.UTC) if went and went.tzinfo is None else went
            text = wire(f"{name}@{after:016x}", f"Ferry {at}", "It waited.", **published)
            made.append((text, went or None))
    return made


TEXTS = archive_of_texts()


@pytest.fixture(scope="module")
def history(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """The texts, indexed by one engine."""
    from morgue.engines.document import microseconds

    made = index(name, tmp_path_factory.mktemp("texts") / "history")
    writer = made.engine.writer()
    for article, went in TEXTS:
        text = document(article, 1)
        if "@" in article.id:
            replaced = microseconds(went) if went else None
            text = replace(text, values={**text.values, "is": ("superseded",)}, replaced=replaced)
        writer.add([text])
    writer.commit()
    writer.close()
    searcher = made.engine.searcher()
    yield searcher
    searcher.close()


_values = oracle.values


def _values_of_text(article: Article, field: str) -> list[str]:
    """What a field holds in a text that was replaced, which its id says that it was."""
    if field == "is":
        return ["superseded"] if "@" in article.id else []
    return _values(article, field)


STATES = [
    "asof:2025-10-22",
    "asof:2025-10-23",
    "asof:2025-10-24",
    "asof:2025-10",
    "asof:2025-10-23T08:59:58Z",
    "asof:2025-10-23T08:59:59Z",
    "asof:2025-10-23T09:00:00Z",
    "asof:2025-10-23T09:00Z",
    "asof:2025-10-23T21:59:58Z",
    "asof:2025-10-23T21:59:59Z",
    "asof:2025-10-24T10:59:59Z waited",
    "asof:2025-10-24T11:59:59+00:00 -sailed",
    "asof:2025-10-24T12:00:00Z (waited OR sailed)",
    "asof:yesterday ferry",
    "versions:all",
    "versions:all waited",
    "versions:current",
    "versions:current waited",
    "is:superseded",
    "versions:all -is:superseded",
]


@pytest.mark.parametrize("text", STATES)
def test_a_query_among_texts_finds_what_the_scan_finds(history: Searcher, text: str) -> None:
    node = parse(text, now=NOW).tree
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(oracle, "REPLACED", {each.id: went for each, went in TEXTS if went})
        patch.setattr(oracle, "values", _values_of_text)
        expected = sorted(each.id for each in matching([each for each, _ in TEXTS], node))
    assert sorted(answer(history, node)) == expected
    assert history.count(node) == len(expected)
