"""Partial matches of an archive: counted where few have all the words, and listed behind these."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import morgue
from morgue.archive import partial
from morgue.archive.searchable import FEW
from morgue.errors import QueryError, UsageError
from morgue.model.article import Article
from morgue.query import deadline
from morgue.query.clock import moment_of
from morgue.query.deadline import CalledOffError, Deadline, TooLongError
from morgue.query.parser import parse
from morgue.query.partial import ladder
from tests import invented
from tests.conftest import story
from tests.oracle import matches

NOW = "2026-01-01T00:00:00Z"

TEXTS = {
    "all": "The harbour strike over pay ended.",
    "two of three": "The harbour strike ended the day before.",
    "another two": "Harbour crews were promised pay for the month of March in a long letter.",
    "a third two": "A strike over pay at the mill.",
    "one only": "The strike at the mine goes on.",
    "none": "Rain fell for the third day.",
    "three": "Harbour strike: pay rises.",
}


@pytest.fixture
def archive(archived: Callable[[list[Article]], morgue.Archive]) -> morgue.Archive:
    """An archive of stories that have some of the words harbour, strike, pay."""
    return archived(
        [
            story(number, headline=name, body=body, keywords=(), agency="AP" if number % 2 else "ANI")
            for number, (name, body) in enumerate(TEXTS.items(), 1)
        ]
    )


def names(results: morgue.Results) -> list[str]:
    return [hit.article.headline or "" for hit in results.hits]


def test_they_are_counted_where_few_have_all_the_words(archive: morgue.Archive) -> None:
    found = archive.search("harbour strike pay", now=NOW)
    assert (found.total, sorted(names(found))) == (2, ["all", "three"])
    assert found.partial is not None
    assert found.to_json()["partial"] == {
        "total": 5,
        "query": "(harbour AND (strike OR pay)) OR (strike AND pay)",
    }
    assert archive.count(found.partial.query) == found.partial.total
    assert (found.unlisted, found.listable) == (3, 2)


def test_they_are_listed_behind_those_that_have_all(archive: morgue.Archive) -> None:
    found = archive.search("harbour strike pay over", now=NOW, partial="list")
    assert (found.total, found.listable, found.unlisted) == (1, 5, 0)
    listed = names(found)
    assert listed[:2] == ["all", "three"], "a function word may be missing first"
    assert sorted(listed[2:]) == ["a third two", "another two", "two of three"]
    assert [hit.rank for hit in found.hits] == [1, 2, 3, 4, 5]
    for sort in ("newest", "oldest"):
        ordered = archive.search("harbour strike pay over", now=NOW, partial="list", sort=sort)
        days = [hit.article.day or "" for hit in ordered.hits]
        assert names(ordered)[:2] == listed[:2]
        assert days[2:] == sorted(days[2:], reverse=sort == "newest"), "each step by itself"


def test_pages_of_them_join(archive: morgue.Archive) -> None:
    whole = names(archive.search("harbour strike pay over", limit=None, now=NOW, partial="list"))
    assert len(whole) == 5
    for limit in (1, 2, 3):
        pages = [
            archive.search("harbour strike pay over", limit=limit, offset=offset, now=NOW, partial="list")
            for offset in range(0, 7, limit)
        ]
        assert [name for page in pages for name in names(page)] == whole
        assert {page.listable for page in pages} == {5}
    streamed = [
        hit.article.headline for hit in archive.hits("harbour strike pay over", now=NOW, partial=True)
    ]
    assert streamed == whole
    assert [hit.article.headline for hit in archive.hits("harbour strike pay over", now=NOW)] == ["all"]


def test_filters_stay_required(archive: morgue.Archive) -> None:
    found = archive.search("harbour strike pay agency:ani -mill", now=NOW, partial="list")
    assert names(found) == ["two of three"]
    assert (found.total, found.listable) == (0, 1)
    assert found.diagnosis is None


def test_a_query_without_any_says_so_where_they_are_asked_for(archive: morgue.Archive) -> None:
    assert archive.search("harbour the", now=NOW).partial is not None
    assert archive.search("harbour", now=NOW).partial is None
    found = archive.search("harbour", now=NOW, partial="list")
    assert (found.total, len(found.hits), found.listable) == (4, 4, 4)
    assert [note.kind for note in found.notes] == ["no-partial"]
    with pytest.raises(QueryError, match="most of the words"):
        archive.search("harbour", now=NOW, partial="list", strict=True)


def test_nothing_else_changes(archive: morgue.Archive) -> None:
    plain = archive.search("harbour strike pay", now=NOW)
    ignored = archive.search("harbour strike pay", now=NOW, partial="ignore")
    assert ignored.partial is None
    assert replace(plain, took_ms=0, partial=None) == replace(ignored, took_ms=0)
    assert archive.count("harbour strike pay") == 2
    assert archive.facets("harbour strike pay").total == 2


@pytest.mark.parametrize("options", [{"count": False}, {"since_revision": 0}])
def test_they_are_not_looked_for_where_not_everything_is_counted(
    archive: morgue.Archive, options: dict[str, Any]
) -> None:
    assert archive.search("harbour strike pay", now=NOW, **options).partial is None
    with pytest.raises(UsageError, match="listed behind all that match"):
        archive.search("harbour strike pay", now=NOW, partial="list", **options)


def test_engines_find_what_a_plain_scan_finds(
    archived: Callable[[list[Article]], morgue.Archive],
) -> None:
    stories = invented.articles(60)
    archive = archived(stories)
    for query in (
        "oil price market", "the oil of price market hope", '"crude oil" happy sky news', "(oil OR cafe) die able zero",
        "oil price market crude happy sky", "oil price market date:2025", "hope die sky -oil",
    ):  # fmt: skip
        found = archive.search(query, limit=None, now=NOW, partial="list")
        tree = parse(query, now=found.query.now).tree
        steps = ladder(tree)
        assert steps is not None
        rungs = [{each.id for each in stories if matches(each, node)} for node in (tree, *steps.steps)]
        listed = [hit.article.id for hit in found.hits]
        assert len(listed) == sum(map(len, rungs)), "each once"
        for rung in rungs:
            assert set(listed[: len(rung)]) == rung, query
            del listed[: len(rung)]
        assert found.listable == sum(matches(each, steps.most) for each in stories)


def test_ten_that_have_all_are_enough(archive_of: Callable[..., morgue.Archive]) -> None:
    words = ("Harbour strike over pay", "Harbour strike")
    archive = archive_of([story(at, headline=words[at > FEW], body="x") for at in range(1, FEW + 4)])
    found = archive.search("harbour strike pay", now=NOW)
    assert (found.total, found.partial) == (FEW, None)
    listed = archive.search("harbour strike pay", limit=None, now=NOW, partial="list")
    assert (listed.total, listed.listable, len(listed.hits)) == (FEW, FEW + 3, FEW + 3)


class Slow:
    """A searcher whose counts take longer than they may."""

    def count(self, tree: object) -> int:
        time.sleep(0.002)
        deadline.check()
        raise AssertionError("the time is not over")


def test_a_count_that_takes_too_long_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("morgue.query.partial.SECONDS", 0.001)
    tree = parse("harbour strike pay", now=moment_of(NOW)).tree
    searcher: Any = Slow()
    with deadline.limited(Deadline(600)):
        assert partial.counted(searcher, tree) is None
    with deadline.limited(Deadline(0)), pytest.raises(TooLongError):
        partial.counted(searcher, tree)
    called_off = Deadline(600)
    called_off.call_off()
    with deadline.limited(called_off), pytest.raises(CalledOffError):
        partial.counted(searcher, tree)
