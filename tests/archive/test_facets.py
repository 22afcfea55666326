"""The number beside a value is that of the query which it leads to, on every engine and for any archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from morgue.archive import facets as counting
from morgue.archive.facets import count_facets, term_of
from morgue.engines import create_engine
from morgue.engines.base import FACETS, Searcher
from morgue.engines.document import document
from morgue.model.article import Article, Place, Source
from morgue.query.parser import parse
from morgue.query.tree import And, Node
from tests.oracle import matches

NOW = dt.datetime(2025, 11, 1, 12, tzinfo=dt.UTC)
ENGINES = ("whoosh", "tantivy", pytest.param("opensearch", marks=pytest.mark.cluster))

AGENCIES = (
    "PTI",
    "Press Trust of India",
    "press trust of INDIA",
    "Reuters",
    "REUTERS",
    "Harbour Wire",
    "HARBOUR  WIRE",
    None,
)
PUBLISHERS = (
    "The Tribune",
    "THE TRIBUNE",
    "Thé Tribune",
    "The Trib*",
    'The "Post"',
    "L’Écho",
    "L’ÉCHO",
    "ヨミウリ",
    None,
)
SECTIONS = ("Politics", "politics", "POLITICS", "Polítics", "World news", "world  News", "OR", "-sport")
LANGUAGES = (
    "en",
    "en-GB",
    "en_GB",
    "EN",
    "en-US",
    "pt",
    "pt-BR",
    "zh-Hant-TW",
    "zh-Hant",
    "zh",
    "e",
    "English",
    "no",
    "nb",
    "nn-NO",
    "deu",
    "de",
    "norwegian",
    None,
)
PLACES = (
    Place("United States", None), Place("UNITED STATES", "US"), Place("New York", "US"), Place("new york", None), Place(None, "US"),
    Place("Belgium", "BE"), Place("Brussels", "be"), Place("Bruxelles", "BE"), Place("België", None), Place("US", None), Place("Georgia", "US"),
    Place("Tbilisi", "GE"), Place("Atlantis", "XX"), Place("東京", "JP"),
    Place("Bombay", "IN"), Place("Mumbai", None), Place("BOMBAY", "IN"), Place("Salisbury", "ZW"), Place("Salisbury", "GB"),
    Place("Harare", "ZW"), Place("Leningrad", "RU"), Place("St. Petersburg", "RU"), Place("St. Petersburg", "US"),
    Place("Soviet Union", "RU"), Place("USSR", None), Place("Burma", "MM"), Place("A*B*", None),
)  # fmt: skip
DAYS = ("2025-10-23", "2025-10-24", "1987-03-01", "0999-12-31", None)
FORMATS = ("rss", "text", "RSS")


@st.composite
def archives(draw: st.DrawFn) -> list[Article]:
    """A few stories whose facts are spelt in several ways."""
    number = draw(st.integers(1, 9))
    return [
        Article(
            id=f"a{at}",
            headline=draw(st.sampled_from(["oil", "oil price", None])),
            body=None,
            agency=draw(st.sampled_from(AGENCIES)),
            publisher=draw(st.sampled_from(PUBLISHERS)),
            section=tuple(draw(st.lists(st.sampled_from(SECTIONS), max_size=3))) or None,
            language=draw(st.sampled_from(LANGUAGES)),
            locations=tuple(draw(st.lists(st.sampled_from(PLACES), max_size=3))) or None,
            day=draw(st.sampled_from(DAYS)),
            source=Source("a", draw(st.sampled_from(FORMATS)), None, 0, 0, ""),
        )
        for at in range(number)
    ]


def searcher_of(name: str, directory: Path, stories: list[Article]) -> Searcher:
    if name == "opensearch":
        from tests.cluster.places import place_of

        engine = create_engine(name, place_of(directory))
    else:
        directory.mkdir()
        engine = create_engine(name, directory)
    writer = engine.writer()
    writer.add(document(each, 1) for each in stories)
    writer.commit()
    writer.close()
    return engine.searcher()


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


def check(searcher: Searcher, stories: list[Article], node: Node, limit: int) -> None:
    """Every row counts what its term finds, by the engine and by a plain scan; every article is in a row."""
    found = count_facets(searcher, node, FACETS, limit=limit, now=NOW)
    for facet, rows in found.items():
        assert rows == sorted(rows, key=lambda row: (-row[1], row[0]))
        assert len(rows) <= limit
        for value, number in rows:
            term = term_of(facet, value, NOW)
            if term is None:
                assert value == "The Trib*"
                continue
            narrowed = And((node, parse(term, now=NOW).tree))
            assert number == searcher.count(narrowed), (facet, value)
            assert number == sum(matches(each, narrowed) for each in stories), (facet, value)
        terms = [term_of(facet, value, NOW) for value, _ in rows]
        trees = [parse(term, now=NOW).tree for term in terms if term]
        assert len(set(map(repr, trees))) == len(trees), "one row for what one query finds"


@settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    suppress_health_check=(HealthCheck.function_scoped_fixture, HealthCheck.too_slow),
)
@given(
    stories=archives(),
    limit=st.sampled_from([1, 3, 50]),
    text=st.sampled_from(["*", "oil", "has:day -price"]),
)
def test_a_number_is_that_of_its_query(
    name: str, tmp_path_factory: pytest.TempPathFactory, stories: list[Article], limit: int, text: str
) -> None:
    searcher = searcher_of(name, tmp_path_factory.mktemp("facets") / "index", stories)
    check(searcher, stories, parse(text, now=NOW).tree, limit)
    searcher.close()


def story(at: int, **facts: object) -> Article:
    base = Article(id=f"s{at:02d}", headline="oil", body=None, source=Source("a", "text", None, 0, 0, ""))
    return replace(base, **facts)  # type: ignore[arg-type]


SHELF = [
    *(story(at, publisher="The Tribune", section=("politics",), language="en") for at in range(3)),
    *(
        story(at, publisher="THE TRIBUNE", section=("Politics", "POLITICS"), language="en-GB")
        for at in range(3, 5)
    ),
    story(5, publisher="Le Monde", language="en_GB", locations=(Place("United States", None),), agency="PTI"),
    story(6, locations=(Place("Houston", "US"), Place("Dallas", "US")), agency="Press Trust of India"),
    story(
        7,
        locations=(Place("UNITED STATES", None), Place("United States", "US")),
        agency="Press Trust of India",
    ),
]


def test_spellings_are_one_row_with_the_commonest(name: str, tmp_path: Path) -> None:
    searcher = searcher_of(name, tmp_path / "index", SHELF)

    def rows(facet: str) -> list[tuple[str, int]]:
        return count_facets(searcher, parse("oil", now=NOW).tree, (facet,), limit=10, now=NOW)[facet]

    assert rows("publisher") == [("The Tribune", 5), ("Le Monde", 1)]
    assert rows("section") == [("politics", 5)]
    assert rows("language") == [("en", 6), ("en-GB", 3)]
    assert rows("location") == [("United States", 3), ("Dallas", 1), ("Houston", 1)]
    assert rows("agency") == [("Press Trust of India", 3)]
    searcher.close()


def test_where_an_engine_gives_only_the_most_frequent_spellings(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searcher = searcher_of(name, tmp_path / "index", SHELF)
    monkeypatch.setattr(counting, "MOST_VALUES", 1)
    found = count_facets(searcher, parse("*", now=NOW).tree, ("publisher", "language"), limit=1, now=NOW)
    assert found == {"publisher": [("The Tribune", 5)], "language": [("en", 6)]}
    searcher.close()
