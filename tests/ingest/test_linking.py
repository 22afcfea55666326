"""Which articles of an archive are one story, found after their commit and kept right by what comes and goes."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import morgue
from morgue.archive.copy import move
from morgue.engines.tantivy.writer import TantivyWriter
from morgue.ingest import holding, linking
from morgue.ingest.commit import DirectoryCommitter
from morgue.ingest.linking import window_of
from morgue.model.article import Article, Lineage, article_id
from morgue.storage.catalog import SqliteCatalog
from morgue.storage.story_tables import SqliteStoryTables
from morgue.stories.candidates import NEIGHBOURS, Window
from morgue.stories.periods import PERIOD
from morgue.stories.rule import Link
from morgue.stories.signature import Signature
from tests.conftest import story, write_jsonl

WORDS = [
    stem + end
    for stem in [
        "harbour",
        "ferry",
        "council",
        "bridge",
        "market",
        "library",
        "tunnel",
        "valley",
        "orchard",
        "signal",
        "copper",
        "river",
    ]
    for end in ("", "s", "ing", "master", "side", "ward", "land", "man")
]

Partition = dict[str, tuple[str, int]]


def text(seed: int, size: int = 120) -> str:
    """Invented copy that no other seed has anything in common with but single words."""
    chance = random.Random(seed)
    return " ".join(chance.choice(WORDS) for _ in range(size))


def other_words(seed: int) -> str:
    """Copy that has no word in common with what `text` makes."""
    return text(seed)[::-1]


def filed(number: int, body: str, *, day: int = 1, hour: int = 12, **facts: Any) -> Article:
    """An article of a day in October."""
    return story(
        number,
        **{
            "headline": f"{text(number + 10_000, 6)}",
            "body": body,
            "published": f"2025-10-{day:02}T{hour:02}:00:00Z",
            "day": f"2025-10-{day:02}",
            **facts,
        },
    )


def partition(archive: morgue.Archive) -> Partition:
    """The place of every article: its story and how many it has."""
    found = (hit.article for hit in archive.search("*", limit=None).hits)
    return {each.id: (each.story or each.id, each.copies) for each in found}


def id_of(number: int) -> str:
    return article_id(f"test:{number}")


def desk() -> list[Article]:
    """Three carriers of one story, a correction of another, and articles that stand alone."""
    first, other = text(1), text(2)
    return [
        filed(1, first, hour=9),
        filed(2, first + " " + text(90, 20), hour=10),
        filed(3, first[: len(first) * 3 // 4], day=2),
        filed(4, other, headline="Board of the harbour names a new master"),
        filed(5, other + " fifty", day=2, headline="CORRECTED - Board of the harbour names a new master"),
        *(filed(number, text(number), day=number) for number in range(6, 12)),
    ]


def whole() -> Partition:
    """The places of `desk`."""
    return {
        **{id_of(number): (id_of(1), 3) for number in (1, 2, 3)},
        **{id_of(number): (id_of(4), 2) for number in (4, 5)},
        **{id_of(number): (id_of(number), 1) for number in range(6, 12)},
    }


def feed(path: Path, articles: Iterable[Article]) -> Path:
    return write_jsonl(path / "feed.jsonl", list(articles)).parent


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_copies_cuts_and_corrections_are_one_story(
    tmp_path: Path, make: Callable[..., morgue.Archive], engine: str
) -> None:
    archive = make(engine)
    summary = archive.index([feed(tmp_path / "a", desk())])
    assert partition(archive) == whole()
    assert summary.revision == archive.revision == 1  # the articles with their places
    assert archive.search(f"story:{id_of(1)}").total == 3
    assert archive.search("copies:>2").total == 3
    assert archive.verify().sound


def test_articles_alone_are_committed_once(tmp_path: Path, make: Callable[..., morgue.Archive]) -> None:
    archive = make()
    archive.index([feed(tmp_path / "a", desk()[5:])])
    assert archive.revision == 1
    archive.index([tmp_path / "a"])
    assert archive.revision == 1


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_arrival_changes_nothing(
    tmp_path: Path, make: Callable[..., morgue.Archive], seed: int
) -> None:
    articles = desk()
    random.Random(seed).shuffle(articles)
    archive = make()
    for at, start in enumerate(range(0, len(articles), 3)):
        archive.index([feed(tmp_path / str(at), articles[start : start + 3])])
    assert partition(archive) == whole()


def test_a_story_gets_an_earlier_name_and_loses_it(
    tmp_path: Path, make: Callable[..., morgue.Archive]
) -> None:
    archive = make()
    archive.index([feed(tmp_path / "a", desk()[1:])])
    assert partition(archive)[id_of(3)] == (id_of(2), 2)
    archive.index([feed(tmp_path / "b", desk()[:1])])
    assert partition(archive) == whole()
    archive.forget([tmp_path / "b"])
    assert partition(archive)[id_of(3)] == (id_of(2), 2)
    archive.forget(ids=[id_of(2)])
    assert partition(archive)[id_of(3)] == (id_of(3), 1)


@pytest.mark.parametrize("gone", range(1, 6))
def test_what_was_forgotten_is_as_never_indexed(
    tmp_path: Path, make: Callable[..., morgue.Archive], gone: int
) -> None:
    archive, other = make(), make()
    archive.index([feed(tmp_path / "a", desk())])
    archive.forget(ids=[id_of(gone)])
    other.index([feed(tmp_path / "b", (each for each in desk() if each.id != id_of(gone)))])
    assert partition(archive) == partition(other)
    assert archive.verify().sound


def test_a_changed_text_leaves_its_story(tmp_path: Path, make: Callable[..., morgue.Archive]) -> None:
    archive = make()
    archive.index([feed(tmp_path / "a", desk())])
    changed = [filed(2, other_words(77), hour=10), *(each for each in desk() if each.id != id_of(2))]
    archive.index([feed(tmp_path / "a", changed)])
    found = partition(archive)
    assert (found[id_of(2)], found[id_of(1)]) == ((id_of(2), 1), (id_of(1), 2))


def test_what_is_read_again_as_it_was_keeps_its_place(
    tmp_path: Path, make: Callable[..., morgue.Archive]
) -> None:
    archive = make()
    archive.index([feed(tmp_path / "a", desk())])
    archive.index([feed(tmp_path / "a", [*desk(), filed(12, text(12))])])
    assert partition(archive) == {**whole(), id_of(12): (id_of(12), 1)}


def test_places_are_no_news(tmp_path: Path, make: Callable[..., morgue.Archive]) -> None:
    archive = make()
    archive.index([feed(tmp_path / "a", desk()[1:])])
    before = archive.revision
    archive.index([feed(tmp_path / "b", desk()[:1])])
    assert archive._catalog.changed_since(before) == [id_of(1)]


def test_a_digest_joins_nothing(tmp_path: Path, make: Callable[..., morgue.Archive]) -> None:
    stories = [filed(number, text(number, 60)) for number in range(1, 11)]
    digest = filed(20, "\n\n".join(each.body or "" for each in stories), headline="News in brief")
    archive = make()
    archive.index([feed(tmp_path / "a", [*stories, digest])])
    assert {copies for _, copies in partition(archive).values()} == {1}


def test_a_text_that_comes_again_is_found_at_any_time(
    tmp_path: Path, make: Callable[..., morgue.Archive]
) -> None:
    body = text(5, 300)
    archive = make()
    archive.index([feed(tmp_path / "a", [filed(1, body)])])
    again = filed(2, body, published="2031-05-01T12:00:00Z")
    undated = replace(filed(3, body), published=None, day=None)
    archive.index([feed(tmp_path / "b", [again, undated])])
    assert partition(archive) == {id_of(number): (id_of(1), 3) for number in (1, 2, 3)}


def test_no_stories_are_found_where_none_are_wanted(
    tmp_path: Path, make: Callable[..., morgue.Archive]
) -> None:
    archive = make()
    archive.index([feed(tmp_path / "a", desk())], stories=False)
    assert {copies for _, copies in partition(archive).values()} == {1}
    assert archive.stories().stories == len(desk())
    archive.rebuild_stories()
    assert partition(archive) == whole()


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_rebuilding_makes_the_same_of_the_texts_alone(
    tmp_path: Path, make: Callable[..., morgue.Archive], engine: str
) -> None:
    archive = make(engine)
    for number, each in enumerate(desk()):
        archive.index([feed(tmp_path / str(number), [each])])
    before = partition(archive)
    tables = archive._catalog.stories.counts()
    archive.rebuild_stories()
    assert partition(archive) == before == whole()
    assert archive._catalog.stories.counts() == tables
    assert archive.verify().sound


def test_rebuilding_takes_places_away(
    tmp_path: Path, make: Callable[..., morgue.Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = make()
    archive.index([feed(tmp_path / "a", desk())])
    monkeypatch.setattr(linking, "link", lambda a, b: None)
    archive.rebuild_stories()
    assert {copies for _, copies in partition(archive).values()} == {1}


def test_stories_are_counted(tmp_path: Path, make: Callable[..., morgue.Archive]) -> None:
    archive = make()
    assert archive.stories().to_json()["largest"] is None
    archive.index([feed(tmp_path / "a", desk())])
    census = archive.stories()
    assert (census.articles, census.stories, census.with_several, census.in_several) == (11, 8, 2, 5)
    assert (census.largest, census.not_compared) == ((id_of(1), 3), 0)
    assert (archive.stats().stories, archive.stats().with_several) == (8, 2)


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_a_copy_of_an_archive_has_its_stories(
    tmp_path: Path, make: Callable[..., morgue.Archive], engine: str
) -> None:
    archive = make()
    archive.index([feed(tmp_path / "a", desk())])
    archive.close()
    move(archive.where, tmp_path / "copy", engine=engine)
    with morgue.open(tmp_path / "copy") as other:
        assert partition(other) == whole()
        other.forget(ids=[id_of(1)])
        assert partition(other)[id_of(2)] == (id_of(2), 2)


def test_a_damaged_index_gets_its_stories_back(tmp_path: Path, make: Callable[..., morgue.Archive]) -> None:
    archive = make("whoosh")
    archive.index([feed(tmp_path / "a", desk())])
    damaged = max((tmp_path / "archive-0" / "index-1").iterdir(), key=lambda path: path.stat().st_size)
    damaged.write_bytes(damaged.read_bytes()[: damaged.stat().st_size // 2])
    archive.close()
    with morgue.open(archive.where) as again:
        assert again.verify(repair=True).sound
        assert partition(again) == whole()
        assert again.verify().sound


def test_what_a_feed_states_is_one_story_whatever_the_words(
    tmp_path: Path, make: Callable[..., morgue.Archive]
) -> None:
    def chained(*numbers: int) -> list[Article]:
        found = {
            1: filed(1, text(1)),
            2: filed(2, text(2), day=20, lineage=Lineage("update", (id_of(1),), 2)),
            3: filed(3, text(3), day=25, lineage=Lineage("update", (id_of(1),), 3)),
        }
        return [found[number] for number in numbers]

    archive, late = make(), make()
    archive.index([feed(tmp_path / "a", chained(1, 2, 3))])
    assert partition(archive) == {id_of(number): (id_of(1), 3) for number in (1, 2, 3)}
    late.index([feed(tmp_path / "b", chained(2, 3))])
    assert partition(late) == {
        id_of(number): (id_of(2), 2) for number in (2, 3)
    }  # both name one that is not there
    late.index([feed(tmp_path / "c", chained(1))])
    assert partition(late) == partition(archive)
    late.forget(ids=[id_of(1)])
    assert partition(late) == {id_of(number): (id_of(2), 2) for number in (2, 3)}
    late.forget(ids=[id_of(2)])
    assert partition(late) == {id_of(3): (id_of(3), 1)}


class Killed(BaseException):
    """Ends a run as a signal does: nothing of it is tidied up by hand."""


def dying(function: Callable[..., Any], call: int, *, after: bool) -> Callable[..., Any]:
    """`function`, that dies at its call of a number, before or after its work."""
    calls = 0

    def run(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call and not after:
            raise Killed
        result = function(*args, **kwargs)
        if calls == call:
            raise Killed
        return result

    return run


def told(run: Callable[..., object], **options: Any) -> list[tuple[str, int, int | None]]:
    """The stages that a run tells of, each as often as it does."""
    found: list[tuple[str, int, int | None]] = []
    run(progress=lambda each: found.append((each.stage, each.done, each.total)), **options)
    return found


def stages(found: Sequence[tuple[str, int, int | None]]) -> list[str]:
    return list(dict.fromkeys(stage for stage, _, _ in found))


def test_a_run_tells_how_far_the_stages_after_reading_are(
    make: Callable[..., morgue.Archive], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(linking, "BATCH", 1)
    monkeypatch.setattr(linking, "TOUCHED", 1)
    archive = make()
    feed = write_jsonl(tmp_path / "feeds" / "desk.jsonl", desk())
    found = told(archive.index, paths=[feed.parent])
    assert stages(found) == ["read", "commit", "compare", "place"]
    for stage, whole_number in (("compare", len(desk())), ("place", 5)):
        done = [each for each in found if each[0] == stage]
        assert {total for _, _, total in done} == {whole_number}
        numbers = [number for _, number, _ in done]
        assert numbers == sorted(numbers)
        assert len(set(numbers)) > 2
        assert numbers[-1] == whole_number
    again = told(archive.rebuild_stories)
    assert stages(again) == ["sketch", "compare", "place"]
    assert again[-1][1] == again[-1][2]
    assert [each for each in again if each[0] == "sketch"][-1] == ("sketch", len(desk()), len(desk()))
    assert partition(archive) == whole()
    assert stages(told(archive.index, paths=[feed.parent])) == ["read"]


STEPS: dict[str, tuple[Any, str, int]] = {
    "holding": (holding.HoldingWriter, "hold", 1),
    "noting what was found of what is held": (SqliteStoryTables, "owe", 1),
    "writing what was held": (TantivyWriter, "add", 1),
    "committing the articles": (DirectoryCommitter, "commit", 1),
    "reading sketches": (SqliteStoryTables, "load", 2),
    "writing edges": (SqliteStoryTables, "put_edges", 1),
    "noting what was compared": (SqliteStoryTables, "settle", 2),
    "committing edges": (SqliteCatalog, "commit", 2),
    "sealing what was before": (DirectoryCommitter, "checkpoint", 1),
    "walking": (SqliteStoryTables, "touched", 1),
    "writing places": (linking.Placing, "_write", 1),
    "noting places": (SqliteStoryTables, "placed", 1),
    "committing the catalog": (SqliteCatalog, "commit", 3),
    "committing places": (DirectoryCommitter, "commit", 3),
}


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_is_cut_off_is_completed_by_the_next(
    tmp_path: Path,
    make: Callable[..., morgue.Archive],
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    after: bool,
) -> None:
    place, name, call = STEPS[step]
    archive = make()
    archive.index([feed(tmp_path / "a", desk()[1:3])])
    with monkeypatch.context() as patch:
        patch.setattr(place, name, dying(getattr(place, name), call, after=after))
        with pytest.raises(Killed):
            archive.index([feed(tmp_path / "b", [*desk()[:1], *desk()[3:]])])
    assert archive.verify().sound
    archive.index([tmp_path / "a", tmp_path / "b"])
    assert partition(archive) == whole()
    assert archive.stories().not_compared == 0
    assert archive.verify().sound


def test_a_run_that_reads_nothing_completes_what_was_cut_off(
    tmp_path: Path, make: Callable[..., morgue.Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = make()
    feed(tmp_path / "a", desk())
    with monkeypatch.context() as patch:
        patch.setattr(linking.Comparison, "run", dying(linking.Comparison.run, 1, after=False))
        with pytest.raises(Killed):
            archive.index([tmp_path / "a"])
    assert archive.stories().not_compared == len(desk())
    summary = archive.index([tmp_path / "a"])
    assert (summary.files.read, summary.files.unchanged) == (0, 1)
    assert partition(archive) == whole()


def test_a_press_release_in_many_outlets_costs_no_square(
    tmp_path: Path, make: Callable[..., morgue.Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    link = linking.link

    def counted(a: Signature, b: Signature) -> Link | None:
        asked[-1] += 1
        return link(a, b)

    monkeypatch.setattr(linking, "link", counted)
    monkeypatch.setattr(holding, "link", counted)
    body = text(1, 60)
    for carriers in (100, 400):
        archive = make()
        asked.append(0)
        archive.index(
            [
                feed(
                    tmp_path / str(carriers),
                    (
                        filed(number, f"{body} {text(5_000 + number, 8)}", hour=number % 24)
                        for number in range(carriers)
                    ),
                )
            ]
        )
        assert {copies for _, copies in partition(archive).values()} == {carriers}
    few, many = asked
    assert many <= 2 * NEIGHBOURS * 400
    assert many <= 5 * few


def test_the_gold_pairs_of_real_sources_through_an_archive(
    tmp_path: Path, make: Callable[..., morgue.Archive], shared: Path
) -> None:
    """Precision and recall of pairs that a reader labelled, whatever was joined on the way: an archive finds what `bench.stories` finds."""
    folders = sorted((shared / "gold" / "story").glob("*/pairs.jsonl"))
    if not folders:
        pytest.skip("needs the gold pairs of stories")
    rows = [
        {**json.loads(line), "set": path.parent.name}
        for path in folders
        for line in path.with_name("articles.jsonl").read_text("utf-8").splitlines()
    ]
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "feed.jsonl").write_text(
        "".join(
            json.dumps(
                {
                    "guid": f"urn:gold:{row['set']}:{row['id']}",
                    "headline": row.get("headline"),
                    "body": row.get("body"),
                    "published": row.get("published") or row.get("day"),
                    "section": f"{row['set']} {row['id']}",
                }
            )
            + "\n"
            for row in rows
        ),
        encoding="utf-8",
    )
    archive = make()
    archive.index([tmp_path / "gold"])
    found = (hit.article for hit in archive.search("*", limit=None).hits)
    stories = {(each.section or ("",))[0]: each.story or each.id for each in found}
    right = joined = same = 0
    for path in folders:
        for pair in map(json.loads, path.read_text("utf-8").splitlines()):
            if pair["same"] is not None:
                one, other = (stories[f"{path.parent.name} {pair[end]}"] for end in "ab")
                right += one == other and bool(pair["same"])
                joined += one == other
                same += bool(pair["same"])
    assert right / joined >= 0.985
    assert right / same >= 0.90


def crowd() -> list[Article]:
    """One text in sixty outlets, each with a line of its own, another that comes again every month, and some that stand alone."""
    body, again = text(1, 60), text(2, 200)
    return [
        *(filed(number, f"{body} {text(700 + number, 8)}", hour=number % 24) for number in range(60)),
        *(
            replace(filed(100 + month, again), published=f"2026-{month:02}-01T12:00:00Z", day=None)
            for month in range(1, 11)
        ),
        *(filed(200 + number, text(200 + number), day=number + 1) for number in range(10)),
    ]


@pytest.mark.parametrize("seed", range(3))
def test_forgetting_half_of_a_crowd_is_as_never_having_had_it(
    tmp_path: Path, make: Callable[..., morgue.Archive], seed: int
) -> None:
    articles = crowd()
    gone = {each.id for each in random.Random(seed).sample(articles, len(articles) // 2)}
    archive, other = make(), make()
    archive.index([feed(tmp_path / "a", articles)])
    archive.forget(ids=sorted(gone))
    other.index([feed(tmp_path / "b", (each for each in articles if each.id not in gone))])
    assert partition(archive) == partition(other)


def test_no_more_than_two_periods_are_compared_at_a_time(
    tmp_path: Path, make: Callable[..., morgue.Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def noted(*args: Any) -> Window:
        found = window_of(*args)
        sizes.append(len(found.minutes))
        return found

    monkeypatch.setattr(linking, "window_of", noted)
    articles = [
        replace(
            filed(number, text(number, 30)), published=str(date(2025, 1, 1) + timedelta(number)), day=None
        )
        for number in range(200)
    ]
    archive = make()
    archive.index([feed(tmp_path / "a", articles)])
    assert max(sizes) == 2 * PERIOD
    assert len(sizes) <= 200 // PERIOD + 3
    sizes.clear()
    archive.index([feed(tmp_path / "b", [filed(300, text(300), day=1)])])
    assert sizes == [1] * 2  # of all periods only those beside the new article's are read


@pytest.mark.parametrize("seed", range(2))
def test_a_crowd_is_one_story_in_any_order(
    tmp_path: Path, make: Callable[..., morgue.Archive], seed: int
) -> None:
    articles = crowd()
    random.Random(seed).shuffle(articles)
    archive, other = make(), make()
    for start in range(0, len(articles), 20):
        archive.index([feed(tmp_path / str(start), articles[start : start + 20])])
    other.index([feed(tmp_path / "all", articles)])
    assert partition(archive) == partition(other)
    assert partition(archive)[articles[0].id][1] in (1, 10, 60)
