"""Searches, facets and timelines by story are those of a plain scan, and say what is known of whole stories."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import morgue
from morgue.archive import facets as counting
from morgue.archive.facets import count_facets
from morgue.archive.grouping import dated_stories
from morgue.archive.results import Results
from morgue.engines.base import FACETS, Searcher
from morgue.engines.timeline import label_of
from morgue.errors import QueryError, UsageError
from morgue.model.article import Article
from morgue.query.tree import Everything, Node
from tests import invented
from tests.conftest import story, write_jsonl
from tests.engines.test_engines import ENGINES, NOW, index
from tests.engines.test_grouping import CROWD
from tests.linked import link
from tests.oracle import matching, stories_of

ArchiveOf = Callable[..., morgue.Archive]

SEVERAL = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large)

# -- counts ------------------------------------------------------------------------------------------------


@pytest.fixture(params=ENGINES, scope="module")
def crowd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """Invented articles in stories."""
    made = index(request.param, tmp_path_factory.mktemp(f"by-story-{request.param}"))
    made.add(*CROWD)
    searcher = made.engine.searcher()
    yield searcher
    searcher.close()


@cache
def finds(name: str, value: str) -> frozenset[str]:
    """The articles that a value of a facet finds."""
    return frozenset(each.id for each in matching(CROWD, counting.node_of(name, value, NOW)))


def facets_by_scan(searcher: Searcher, node: Node, found: list[Article], name: str) -> list[tuple[str, int]]:
    """The values of a facet by the stories that they find, most first."""
    rows = count_facets(searcher, node, (name,), limit=1_000, now=NOW)[name]
    counted = [
        (value, len(stories_of(each for each in found if each.id in finds(name, value)))) for value, _ in rows
    ]
    return sorted(counted, key=lambda pair: (-pair[1], pair[0]))


def same_as_a_scan(searcher: Searcher, node: Node, names: tuple[str, ...]) -> None:
    found = matching(CROWD, node)
    assert searcher.count_stories(node) == len(stories_of(found))
    expected_rows = {name: facets_by_scan(searcher, node, found, name) for name in names}
    got = count_facets(searcher, node, names, limit=3, now=NOW, stories=True)
    assert got == {name: rows[:3] for name, rows in expected_rows.items()}
    for unit in ("day", "week", "month", "year"):
        expected: dict[str, set[str]] = {}
        for each in found:
            if each.day:
                expected.setdefault(label_of(dt.date.fromisoformat(each.day), unit), set()).update(
                    stories_of([each])
                )
        counted, notes = dated_stories(searcher, node, unit)
        assert {label_of(day, unit): number for day, number in counted} == {
            each: len(held) for each, held in expected.items()
        }
        assert [day for day, _ in counted] == sorted(day for day, _ in counted)
        twice = Counter(each for held in expected.values() for each in held)
        assert bool(notes) == any(number > 1 for number in twice.values())


@settings(max_examples=40, suppress_health_check=SEVERAL, derandomize=True)
@given(node=invented.trees())
def test_facets_and_timelines_by_story_are_those_of_a_scan(crowd: Searcher, node: Node) -> None:
    same_as_a_scan(crowd, node, ("agency", "location", "country", "publisher", "language", "year"))


def test_every_facet_by_story(crowd: Searcher) -> None:
    same_as_a_scan(crowd, Everything(), FACETS)


@pytest.mark.nightly
@settings(max_examples=2_000, suppress_health_check=SEVERAL)
@given(node=invented.trees())
def test_many_facets_and_timelines_by_story(crowd: Searcher, node: Node) -> None:
    same_as_a_scan(crowd, node, FACETS)


def test_facets_by_story_of_more_values_than_are_asked_for_at_once(
    crowd: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_VALUES", 2)
    names = ("agency", "location", "language", "section", "year")
    got = count_facets(crowd, Everything(), names, limit=2, now=NOW, stories=True)
    monkeypatch.undo()
    assert got == {name: facets_by_scan(crowd, Everything(), CROWD, name)[:2] for name in names}


# -- hits --------------------------------------------------------------------------------------------------

STRIKE = [
    story(
        1, headline="Ferry strike begins in Piraeus", body="Ferry crews began a strike. Forty ships stay in port.",
        published="2025-10-23T18:00:00+05:30", day="2025-10-23", agency="ANI", publisher=None,
    ),
    story(
        2, headline="Ferry strike begins", body="Ferry crews began a strike. Forty ships stay in port, the union says of the ferry.",
        published="2025-10-23T20:00:00+05:30", day="2025-10-23", agency="ANI", publisher="The Tribune",
    ),
    story(
        3, headline="CORRECTED-Strike", body="Crews began a strike. Fifty ships stay in port.",
        published="2025-10-24T01:00:00+05:30", day="2025-10-24", agency=None, publisher="the  tribune",
    ),
    story(
        4, headline="Strike", body="Crews of the ferry began a strike.",
        published="2025-10-24T09:00:00+05:30", day="2025-10-24", agency=None, publisher="The Harbour Post",
    ),
]  # fmt: skip
VOTE = [
    story(5, headline="Council votes on ferry dock", body="A new dock. " * 3, day="2025-10-22", published="2025-10-22", publisher=None, agency=None),
    story(6, headline="Ferry timetable for winter", body="Boats leave at nine from now on.", day="2025-11-02", published="2025-11-02T08:00:00Z"),
]  # fmt: skip
FIRST = STRIKE[0].id


@pytest.fixture(params=("tantivy", "whoosh"))
def archive(request: pytest.FixtureRequest, archive_of: ArchiveOf) -> morgue.Archive:
    """A story of four articles, and two that stand alone."""
    made = archive_of([*STRIKE, *VOTE], request.param)
    link(made, [[each.id for each in STRIKE]])
    return made


def ids(results: Results) -> list[str]:
    return [hit.article.id for hit in results.hits]


def test_one_hit_for_each_story_with_what_is_known_of_the_whole(archive: morgue.Archive) -> None:
    found = archive.search("ferry", group=True)
    assert (found.total, found.stories, found.listable) == (5, 3, 3)
    assert len(found.hits) == 3
    by_story = {hit.article.story or hit.article.id: hit for hit in found.hits}
    strike = by_story[FIRST]
    assert strike.carried is not None
    assert strike.carried.to_json() == {
        "articles": 4,
        "outlets": 3,  # ANI itself, The Tribune however it is written, The Harbour Post
        "first": {"id": FIRST, "agency": "ANI", "publisher": None, "published": "2025-10-23T18:00:00+05:30"},
        "corrected": True,
    }
    alone = by_story[VOTE[0].id]
    assert alone.carried is not None
    assert alone.carried.to_json() == {
        "articles": 1,
        "outlets": 0,
        "first": {"id": VOTE[0].id, "agency": None, "publisher": None, "published": "2025-10-22"},
        "corrected": False,
    }
    plain = archive.search("ferry")
    assert plain.total == 5
    assert len(plain.hits) == 5
    assert plain.hits[0].carried is None
    assert "stories" not in plain.head()
    assert found.hits[0].article == plain.hits[0].article
    document = found.to_json()
    assert (document["total"], document["stories"]) == (5, 3)
    assert document["hits"][0].keys() == {*plain.to_json()["hits"][0], "carried"}


@pytest.mark.parametrize(
    ("lead", "query", "shown"),
    [
        ("best", "strike piraeus", 1),
        ("first", "strike", 1),
        ("latest", "strike", 4),
        ("longest", "strike", 2),
        ("first", "ferry strike NOT piraeus", 2),  # one of those that match
        ("latest", "fifty", 3),
    ],
)
def test_the_article_that_a_story_is_shown_by(
    archive: morgue.Archive, lead: str, query: str, shown: int
) -> None:
    for each in (
        archive.search(query, group=True, lead=lead).hits,  # type: ignore[arg-type]
        tuple(archive.hits(query, group=True, lead=lead)),  # type: ignore[arg-type]
    ):
        assert [hit.article.id for hit in each] == [STRIKE[shown - 1].id]
        assert each[0].score == archive.search(query, limit=1).hits[0].score
        assert each[0].snippets


def test_the_order_of_stories_is_that_of_their_first_hits(archive: morgue.Archive) -> None:
    assert ids(archive.search("*", group=True, sort="newest")) == [VOTE[1].id, STRIKE[3].id, VOTE[0].id]
    assert ids(archive.search("*", group=True, sort="oldest")) == [VOTE[0].id, STRIKE[0].id, VOTE[1].id]
    assert ids(archive.search("*", group=True, sort="newest", lead="first")) == [
        VOTE[1].id,
        FIRST,
        VOTE[0].id,
    ]
    paged = [ids(archive.search("ferry", group=True, limit=1, offset=at)) for at in range(4)]
    assert [each for page in paged for each in page] == ids(archive.search("ferry", group=True, limit=None))
    assert [hit.rank for hit in archive.search("ferry", group=True, limit=1, offset=2).hits] == [3]


def test_without_a_count_neither_is_counted(archive: morgue.Archive) -> None:
    found = archive.search("ferry", group=True, count=False)
    assert (found.total, found.stories) == (None, None)
    assert len(found.hits) == 3
    nothing = archive.search("zeppelin", group=True)
    assert (nothing.total, nothing.stories, nothing.hits) == (0, 0, ())
    assert nothing.diagnosis


def test_partial_matches_by_story(archive: morgue.Archive) -> None:
    text = "ferry strike timetable"
    counted = archive.search(text, group=True)
    assert counted.partial is not None
    assert (counted.partial.total, counted.partial.stories) == (4, 2)
    listed = archive.search(text, group=True, partial="list")
    assert (listed.total, listed.stories, listed.listable) == (0, 0, 2)
    assert {hit.article.story or hit.article.id for hit in listed.hits} == {FIRST, VOTE[1].id}
    assert ids(listed) == [hit.article.id for hit in archive.hits(text, group=True, partial=True)]


def test_lead_needs_stories(archive: morgue.Archive) -> None:
    with pytest.raises(UsageError, match="hits are articles here"):
        archive.search("ferry", lead="first")
    with pytest.raises(UsageError, match="lead is 'last'"):
        archive.search("ferry", group=True, lead="last")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="count is"):
        archive.facets("ferry", count="words")  # type: ignore[arg-type]


# -- counts of an archive ----------------------------------------------------------------------------------


def test_facets_and_timelines_count_what_is_asked(archive: morgue.Archive) -> None:
    found = archive.facets("ferry", names=("publisher", "year"), count="stories")
    assert (found.total, found.stories, found.count) == (5, 3, "stories")
    assert found.facets == {"publisher": [("The Harbour Post", 2), ("The Tribune", 1)], "year": [("2025", 3)]}
    assert archive.facets("ferry", names=("year",)).facets == {"year": [("2025", 5)]}
    days = archive.timeline("strike", by="day", count="stories")
    assert days.buckets == [("2025-10-23", 1), ("2025-10-24", 1)]
    assert (days.total, days.stories) == (4, 1)
    assert [note.kind for note in days.notes] == ["story-repeated"]
    assert "1 story has articles in more than one day and counts in each" in days.notes[0].message
    document = days.to_json()
    assert (document["stories"], document["count"], len(document["notes"])) == (1, "stories", 1)
    assert archive.timeline("*", by="month", count="stories").buckets == [("2025-10", 2), ("2025-11", 1)]
    assert archive.timeline("*", by="month").buckets == [("2025-10", 5), ("2025-11", 1)]
    assert archive.timeline("*", count="stories").by == archive.timeline("*").by


# -- queries -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", [FIRST, STRIKE[2].id, STRIKE[3].id[:8], STRIKE[1].id.upper(), STRIKE[1].id[:6] + "*"]
)
def test_any_article_of_a_story_names_it(archive: morgue.Archive, typed: str) -> None:
    found = archive.search(f"story:{typed}")
    assert set(ids(found)) == {each.id for each in STRIKE}
    assert not found.notes
    assert found.query.canonical == f"story:{FIRST}"
    assert archive.count(f"ferry -story:{typed}") == 2


def test_an_article_that_stands_alone_is_a_story(archive: morgue.Archive) -> None:
    assert ids(archive.search(f"story:{VOTE[0].id}")) == [VOTE[0].id]
    assert archive.count(f"story:({VOTE[0].id} OR {FIRST})") == 5


def test_a_story_that_is_none(archive: morgue.Archive) -> None:
    found = archive.search("story:zzzzzz")
    assert (found.total, [note.kind for note in found.notes]) == (0, ["unknown-value"])
    assert found.notes[0].message == "column 1: no article has the id zzzzzz"
    short = archive.search(f"story:{FIRST[:4]}")
    assert (short.total, short.notes[0].hint) == (0, "write 6 characters of it or more")
    with pytest.raises(QueryError, match="column 7: no article has the id zzzzzz"):
        archive.search("ferry story:zzzzzz", strict=True)


def test_the_beginning_of_several_ids_is_an_error(archive_of: ArchiveOf) -> None:
    twins = [replace(story(at), id=f"abcdef{at}234567222") for at in (2, 3)]
    archive = archive_of(twins)
    with pytest.raises(QueryError) as error:
        archive.search("ferry story:abcdef")
    assert error.value.position == 6
    assert "more than one article has an id that begins with abcdef" in error.value.message
    assert twins[0].id in (error.value.hint or "")


def test_numbers_of_articles_and_marks(archive: morgue.Archive) -> None:
    assert archive.count("copies:>1") == archive.count("copies:4") == 4
    assert archive.count("copies:1") == archive.count("-copies:>=2") == 2
    assert archive.count("copies:*") == 6
    assert ids(archive.search("is:correction")) == [STRIKE[2].id]
    for wrong in ("is:foo", "is:*", 'is:"corrected"', "is:correct*"):
        with pytest.raises(QueryError, match="is: takes correction, update, withdrawn or superseded"):
            archive.search(wrong)
    with pytest.raises(QueryError, match="every article has story"):
        archive.search("has:story")


# -- what is new -------------------------------------------------------------------------------------------


def test_a_watch_by_story_shows_no_new_copies(archive_of: ArchiveOf, tmp_path: Path) -> None:
    archive = archive_of([*STRIKE[:2], VOTE[0]])
    link(archive, [[each.id for each in STRIKE[:2]]])
    archive.saved.save("ports", "ferry OR strike")
    assert set(ids(archive.saved.watch("ports", group=True))) & {each.id for each in STRIKE}
    assert archive.saved.watch("ports", group=True).hits == ()
    other = [
        story(7, headline="Bridge closed", body="No ferry."),
        story(8, headline="Bridge shut", body="No ferry at all."),
    ]
    archive.index([write_jsonl(tmp_path / "later.jsonl", [*STRIKE[2:], VOTE[1], *other])])
    link(archive, [[each.id for each in STRIKE], [each.id for each in other]])
    since = archive.saved.since("ports")
    assert len(archive.search("ferry OR strike", since_revision=since).hits) == 5
    new = archive.search("ferry OR strike", since_revision=since, group=True)
    assert {hit.article.story or hit.article.id for hit in new.hits} == {VOTE[1].id, other[0].id}
    assert (new.total, new.stories) == (3, 2)
    assert [hit.article.id for hit in archive.hits("strike", since_revision=since, group=True)] == []


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title><item>
<guid isPermaLink="false">tag:desk.example,2025:ferry</guid><title>Ferry strike begins</title>
<pubDate>Thu, 23 Oct 2025 09:00:00 GMT</pubDate>
<description>Ferry crews began a strike in Piraeus on Thursday. {} ships stay in port.</description></item></channel></rss>"""


def test_an_earlier_text_has_the_story_of_its_article(tmp_path: Path) -> None:
    feed = tmp_path / "feeds" / "desk.xml"
    feed.parent.mkdir()
    with morgue.create(tmp_path / "archive") as archive:
        for number in ("Forty", "Some fifty"):
            feed.write_text(RSS.format(number))
            archive.index([feed.parent])
        (current,) = archive.search("ferry", group=True).hits
        found = archive.search("ferry versions:all", group=True)
        assert (found.total, found.stories, len(found.hits)) == (2, 1, 1)
        for query, name in (("forty versions:all", f"{current.article.id}@1"), ("fifty", current.article.id)):
            (hit,) = archive.search(query, group=True).hits
            assert hit.carried is not None
            assert (hit.article.id, hit.carried.articles, hit.carried.first.id) == (
                name,
                1,
                current.article.id,
            )
