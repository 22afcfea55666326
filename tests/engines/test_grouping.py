"""Every engine counts and lists articles by their stories as a plain scan does."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

import orjson
import pytest
from hypothesis import HealthCheck, given, settings

from morgue.engines.base import Searcher, Sort
from morgue.engines.document import document
from morgue.engines.grouping import Fold
from morgue.model.article import Article, Lineage
from morgue.query import tree
from morgue.query.parser import parse
from morgue.query.tree import Node
from morgue.stories import label
from tests import invented
from tests.engines.test_engines import ENGINES, NOW, found_ids, index, tidy
from tests.oracle import matching, stories_of, story_of

__all__ = ["tidy"]

SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")

SEVERAL = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large)


def in_stories(articles: Sequence[Article], sizes: Sequence[int]) -> list[Article]:
    """The same articles with places in stories of so many articles each; those that are left stand alone."""
    made, start = list(articles), 0
    for size in sizes:
        first = made[start].id
        for at in range(start, start + size):
            made[at] = replace(made[at], story=first, copies=size)
        start += size
    return made


CROWD = random.Random(5).sample(in_stories(invented.articles(70, seed=3), (12, 6, 4, 3, 3, 2, 2, 2, 2)), 70)
BY_ID = {each.id: each for each in CROWD}


@pytest.fixture(params=ENGINES, scope="module")
def name(request: pytest.FixtureRequest) -> str:
    engine: str = request.param
    return engine


@pytest.fixture(scope="module")
def crowd(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Invented articles in stories, in two segments; one of each kind has got its place in a second writing."""
    made = index(name, tmp_path_factory.mktemp(f"stories-{name}"))
    first = [
        replace(each, story=None, copies=1) if at % 3 == 0 else each for at, each in enumerate(CROWD[:40])
    ]
    made.add(*first)
    writer = made.engine.writer()
    writer.delete(each.id for each in CROWD[:40:3])
    writer.add(document(each, 1) for each in (*CROWD[:40:3], *CROWD[40:]))
    writer.commit()
    writer.close()
    searcher = made.engine.searcher()
    yield searcher
    searcher.close()


def firsts(ids: Sequence[str]) -> list[str]:
    """Those of articles in order that are the first of their stories."""
    seen: dict[str, str] = {}
    for each in ids:
        seen.setdefault(story_of(BY_ID[each]), each)
    return list(seen.values())


def by_scan(searcher: Searcher, node: Node) -> None:
    """All that is counted by story is what a scan counts."""
    found = matching(CROWD, node)
    several = [each for each in found if each.copies > 1]
    assert searcher.count_stories(node) == len(stories_of(found))
    assert dict(searcher.members(node)) == Counter(label(story_of(each)) for each in several)
    assert searcher.story_days(node) == {
        (label(story_of(each)), dt.date.fromisoformat(each.day)) for each in several if each.day
    }


@settings(max_examples=200, suppress_health_check=SEVERAL, derandomize=True)
@given(node=invented.trees())
def test_counts_by_story_are_those_of_a_scan(crowd: Searcher, node: Node) -> None:
    by_scan(crowd, node)


@pytest.mark.nightly
@settings(max_examples=10_000, suppress_health_check=SEVERAL)
@given(node=invented.trees())
def test_many_counts_by_story_are_those_of_a_scan(crowd: Searcher, node: Node) -> None:
    by_scan(crowd, node)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    "text", ["*", "oil", "oil OR price OR the", "agency:ani", "oil -price", "nothingatall"]
)
def test_a_story_is_where_its_first_article_is(crowd: Searcher, sort: Sort, text: str) -> None:
    node = parse(text, now=NOW).tree
    wanted = firsts(found_ids(crowd.every(node, sort=sort)))
    assert len(wanted) == crowd.count_stories(node)
    assert found_ids(crowd.leading(node, sort=sort)) == wanted
    assert found_ids(crowd.grouped(node, limit=200, sort=sort)) == wanted


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("text", ["*", "oil OR price OR the"])
@pytest.mark.parametrize("size", [1, 4, 25])
def test_pages_by_story_are_parts_of_the_whole(crowd: Searcher, sort: Sort, text: str, size: int) -> None:
    node = parse(text, now=NOW).tree
    whole = list(crowd.leading(node, sort=sort))
    pages = []
    for offset in count(0, size):
        page = crowd.grouped(node, limit=size, offset=offset, sort=sort)
        pages += page
        if len(page) < size:
            break
    assert pages == whole
    assert crowd.grouped(node, limit=0, sort=sort) == []


def test_a_story_is_found_by_its_id_and_an_article_alone_by_its_own(crowd: Searcher) -> None:
    largest = Counter(map(story_of, CROWD)).most_common(1)[0][0]
    single = next(each.id for each in CROWD if each.copies == 1)
    for story in (largest, single):
        wanted = {each.id for each in CROWD if story_of(each) == story}
        node = tree.Keyword("story", (story,))
        assert set(found_ids(crowd.every(node))) == wanted
        assert {each.id for each in matching(CROWD, node)} == wanted


@pytest.mark.parametrize(
    "text", ["copies:>5", "copies:1", "copies:2..4", "copies:6", "is:correction OR is:update"]
)
def test_places_in_stories_are_searched(crowd: Searcher, text: str) -> None:
    node = parse(text, now=NOW).tree
    assert set(found_ids(crowd.every(node))) == {each.id for each in matching(CROWD, node)}


def test_the_facets_of_several_trees_are_those_of_each(crowd: Searcher) -> None:
    trees = [parse(text, now=NOW).tree for text in ("oil", "agency:ani", "nothingatall", "*")]
    names = ("publisher", "agency")
    wanted = [crowd.facets(each, names, limit=2) for each in trees]
    assert crowd.facets_of_each(trees, names, limit=2) == wanted
    assert crowd.facets_of_each(trees[:1], names, limit=2) == wanted[:1]
    assert crowd.facets_of_each([], names, limit=2) == []


def test_marks_are_searched(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    made = index(name, tmp_path_factory.mktemp("marks"))
    plain, update, correction, kill, both = invented.articles(5, seed=8)
    articles = [
        replace(plain, headline="Ferry strike begins"),
        replace(update, headline="UPDATE 2-Ferry strike begins"),
        replace(correction, headline="CORRECTED-Ferry strike begins"),
        replace(kill, headline="Ferry strike begins", lineage=Lineage("withdrawn")),
        replace(both, headline="UPDATE 3-Ferry strike begins", lineage=Lineage("correction", (plain.id,), 3)),
    ]
    made.add(*articles)
    searcher = made.engine.searcher()
    for text, wanted in {
        "is:update": [articles[1], articles[4]],
        "is:correction": [articles[2], articles[4]],
        "is:withdrawn": [articles[3]],
        "is:superseded": [],
    }.items():
        assert set(found_ids(searcher.every(parse(text, now=NOW).tree))) == {each.id for each in wanted}
    searcher.close()


def test_an_archive_without_copies_has_as_many_stories_as_articles(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = index(name, tmp_path_factory.mktemp("alone"))
    made.add(*invented.articles(20))
    searcher = made.engine.searcher()
    everything = tree.Everything()
    assert searcher.count_stories(everything) == searcher.count(everything) == 20
    assert not searcher.members(everything)
    assert searcher.story_days(everything) == set()
    assert found_ids(searcher.leading(everything)) == found_ids(searcher.every(everything))
    searcher.close()


def test_the_contract_itself_counts_by_what_is_stored() -> None:
    """What an engine inherits that does nothing better, on one that reads all its articles."""
    from tests.engines.toy import ToySearcher

    stored = {each.id: (1, orjson.dumps(each.to_json(), default=dict).decode()) for each in CROWD}
    searcher = ToySearcher(stored)
    for text in ("*", "oil", "agency:ani"):
        node = parse(text, now=NOW).tree
        by_scan(searcher, node)
        assert found_ids(searcher.leading(node)) == firsts(found_ids(searcher.every(node)))
        assert found_ids(searcher.grouped(node, limit=3, offset=2)) == found_ids(searcher.leading(node))[2:5]


def test_a_fold_keeps_the_first_of_each_number() -> None:
    fold = Fold()
    assert list(fold.firsts([(1, "a"), (None, "b"), (1, "c"), (2, "d"), (None, "e")])) == ["a", "b", "d", "e"]
    assert list(fold.firsts([(2, "f"), (3, "g")])) == ["g"]
