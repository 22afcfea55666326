"""The time of a query: one deadline for all of its work, looked at in every loop that grows."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from collections.abc import Callable, Iterator

import pytest

import morgue
from morgue.archive.archive import Archive
from morgue.highlight.snippets import highlights, snippets
from morgue.query import deadline
from morgue.query.deadline import CalledOffError, Deadline, Pace, TooLongError, limited, paced
from morgue.query.parser import parse
from tests.clock import Clock, Steps
from tests.conftest import story

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
MANY = " OR ".join(f"w{number}x~2" for number in range(1000, 1100))
QUERIES = (
    "ferry",
    '"island ferry" OR crew*',
    "crews NEAR/4 ferry",
    "fery~1 -zebra",
    "*",
    "agency:ap date:2025-10",
    '"ferry met for"~6',
    " NEAR/99 ".join(["(fe* OR cr*)"] * 2 + ["is*"]),
    " NEAR/999999 ".join(["ferry"] * 8),
    MANY,
)
ASKED: dict[str, Callable[[Archive, str], object]] = {
    "search": lambda archive, query: archive.search(query, snippets=10),
    "newest": lambda archive, query: archive.search(query, sort="newest", limit=None),
    "count": lambda archive, query: archive.count(query),
    "facets": lambda archive, query: archive.facets(query),
    "timeline": lambda archive, query: archive.timeline(query, by="week"),
    "bursts": lambda archive, query: archive.bursts(query, by="week"),
    "explain": lambda archive, query: archive.explain(query),
    "like": lambda archive, query: archive.like(story(1).id, query),
    "hits": lambda archive, query: list(archive.hits(query)),
    "diagnosis": lambda archive, query: archive.search(f"({query}) zebra"),
}


@pytest.fixture(autouse=True)
def ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit as users have it; other tests have none that a slow machine could reach."""
    monkeypatch.setattr(deadline, "TIME_LIMIT", 10.0)


def test_it_is_over_after_its_seconds_and_not_before() -> None:
    clock = Clock()
    ten = Deadline(clock=clock)
    clock.now = 10.0
    ten.check()
    assert ten.left == 0.0
    clock.now = 10.1
    with pytest.raises(TooLongError) as raised:
        ten.check()
    assert raised.value.message == "the query took longer than 10 seconds"
    assert (raised.value.kind, isinstance(raised.value, morgue.EngineError)) == ("timeout", True)


def test_work_is_called_off_from_another_thread() -> None:
    wanted = Deadline(clock=Clock())
    wanted.check()
    thread = threading.Thread(target=wanted.call_off)
    thread.start()
    thread.join()
    with pytest.raises(CalledOffError):
        wanted.check()


def test_a_block_inside_of_another_has_its_deadline() -> None:
    outer, inner = Deadline(5, clock=Clock()), Deadline(1, clock=Clock())
    deadline.check()
    with limited(outer):
        assert deadline.current() is outer
        with limited(inner):
            assert deadline.current() is outer
        with limited():
            assert deadline.current() is outer
        found: list[bool] = []
        thread = threading.Thread(target=lambda: found.append(deadline.current() is outer))
        thread.start()
        thread.join()
        assert found == [False], "a thread has deadlines of its own"
    assert deadline.current() is not outer


def test_a_block_that_fails_leaves_no_deadline() -> None:
    late = Deadline(-1, clock=Clock())
    with pytest.raises(TooLongError), limited(late):
        deadline.check()
    deadline.check()


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:20])
@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_every_question_ends_at_its_deadline(
    archive_of_ferries: Callable[[str], Archive], engine: str, name: str, query: str
) -> None:
    """Counted in looks at the clock: where the time is over after half of them, the question ends there."""
    archive, ask = archive_of_ferries(engine), ASKED[name]
    steps = Steps()
    with limited(Deadline(1e9, clock=steps)):
        ask(archive, query)
    assert steps.taken > 1, "the clock was looked at"
    half = Steps()
    with pytest.raises(TooLongError), limited(Deadline(steps.taken // 2 - 1, clock=half)):
        ask(archive, query)
    assert half.taken <= steps.taken // 2 + 2
    gone = Deadline(1e9, clock=Steps())
    gone.call_off()
    with pytest.raises(CalledOffError), limited(gone):
        ask(archive, query)


@pytest.fixture(scope="module")
def archive_of_ferries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Archive]]:
    """Twenty stories on an engine, made once."""
    from tests.conftest import write_jsonl

    folder = tmp_path_factory.mktemp("deadline")
    feed = write_jsonl(folder / "feeds" / "ferry.jsonl", [story(number) for number in range(1, 21)])
    made: dict[str, Archive] = {}

    def of(engine: str) -> Archive:
        if engine not in made:
            made[engine] = morgue.create(folder / engine, engine=engine)
            made[engine].index([feed])
        return made[engine]

    yield of
    for each in made.values():
        each.close()


def test_the_marks_of_one_text_end_at_the_deadline() -> None:
    article = story(1, body=" ".join(f"w{number}x" for number in range(1000, 1100)))
    tree = parse(MANY, now=NOW).tree
    for work in (lambda: snippets(article, tree, limit=10), lambda: highlights(article, tree)):
        steps = Steps()
        with limited(Deadline(1e9, clock=steps)):
            assert work()
        assert steps.taken > 100 // 16
        with pytest.raises(TooLongError), limited(Deadline(5, clock=Steps())):
            work()


def test_what_a_query_remembers_of_words_does_not_grow_with_its_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from morgue.highlight import matcher as marks
    from morgue.highlight.term_finder import AnyWord

    monkeypatch.setattr(marks, "_ROOM", 2_000)
    texts = [" ".join(f"w{number}x" for number in range(start, start + 50)) for start in range(0, 5_000, 50)]
    for parts, joint in itertools.product((2, 10, 30), (" OR ", " NEAR/9 ")):
        matcher = marks.Matcher(parse(joint.join(f"z{at}yyyyy~2" for at in range(parts)), now=NOW).tree)
        for text in texts:
            matcher.marks("body", text)
        finders = [
            each
            for _, finder in matcher.by_field["body"]
            for each in (
                [part for part, _ in finder.finders.values()]
                if isinstance(finder, marks.Chain)
                else [part for part, _ in [*finder.left, *finder.right]]
                if isinstance(finder, marks.Pair)
                else [finder]
            )
        ]
        assert all(isinstance(finder, AnyWord) for finder in finders)
        held = sum(len(finder.verdicts) + len(finder.rejected) for finder in finders)  # type: ignore[attr-defined]
        assert 0 < held <= 2 * (2_000 + 50 * parts)


# -- streams -----------------------------------------------------------------------------------------------


def stories(clock: Clock, seconds: float, number: int = 1000) -> Iterator[int]:
    """So many stories, of which each takes so long to make."""
    for at in range(number):
        clock.now += seconds
        deadline.check()
        yield at


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.049])
def test_a_stream_that_goes_on_is_not_cut(seconds: float) -> None:
    clock = Clock()
    assert len(list(paced(stories(clock, seconds), clock=clock))) == 1000


@pytest.mark.parametrize(("seconds", "told"), [(11.0, 0), (5.0, 2), (0.15, 100), (0.06, 1000)])
def test_a_stream_that_crawls_is_cut(seconds: float, told: int) -> None:
    """Ten seconds, and 0.05 for each story: of stories that take 0.15 each, a hundred come."""
    clock = Clock()
    found: list[int] = []
    with pytest.raises(TooLongError) if told < 1000 else limited():
        found.extend(paced(stories(clock, seconds), clock=clock))
    assert abs(len(found) - told) <= 1


def test_the_time_of_whoever_takes_the_stories_is_not_counted() -> None:
    clock = Clock()
    taken = 0
    for _ in paced(stories(clock, 0.04), clock=clock):
        clock.now += 3600  # a pager that waits for its reader
        taken += 1
    assert taken == 1000


def test_a_stream_inside_of_a_deadline_has_only_that() -> None:
    clock = Clock()
    with pytest.raises(TooLongError), limited(Deadline(1, clock=clock)):
        list(paced(stories(clock, 0.04), clock=clock))


def test_a_stream_leaves_no_deadline_between_two_stories() -> None:
    pace = Pace(clock=Clock())
    with pace.step():
        own = deadline.current()
        assert deadline.current() is own
    assert deadline.current() is not own


def test_what_show_marks_has_the_time_of_a_stream(
    archive_of: Callable[..., Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    from morgue.commands.asking import marker

    marked = marker(archive_of([story()]), MANY, NOW)
    text = " ".join(f"w{number}x" for number in range(1000, 1020))
    assert marked(story(1, body=text))["body"]
    monkeypatch.setattr(Pace, "step", lambda pace: limited(Deadline(1, clock=Steps())))
    with pytest.raises(TooLongError):
        marked(story(2, body=text))
