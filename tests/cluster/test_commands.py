"""The command line on a cluster beside the same on a directory: the same answers, word for word.

What two engines may differ in is left out: scores, times, bytes, and who the archive is.
"""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from morgue.commands import main as cli
from tests.cluster.places import made, place_of, remove
from tests.commands.test_cli import Answer
from tests.conftest import PATIENCE, ROOT, story, write_jsonl
from tests.ingest.runs.feeds import Told, rss

pytestmark = pytest.mark.cluster

NOW = "2026-01-01T00:00:00+00:00"
OWN = {
    "archive",
    "took_ms",
    "score",
    "bytes",
    "seconds",
    "articles_per_second",
    "engine",
    "saved",
    "revision",
}
"""What differs by engine. A directory writes most places of stories with the articles, a cluster in a revision of their own."""


COLUMN = "https://quay.example/column-of-the-day"


class Pair(NamedTuple):
    """The same archive twice."""

    directory: str
    cluster: str


Both = Callable[..., tuple[Answer, Answer]]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The user's state, for all tests of this module."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("state")
        patch.setenv("XDG_STATE_HOME", str(home))
        for name in [each for each in os.environ if each.startswith("MORGUE_") and "TEST" not in each]:
            patch.delenv(name)
        yield home


@pytest.fixture(scope="module")
def pair(state: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The sample corpus, on a directory and on the cluster."""
    folder = tmp_path_factory.mktemp("pair")
    before = made()
    places = Pair(str(folder / "archive"), place_of(folder))
    for place in places:
        assert cli.run(("index", str(ROOT / "corpus"), "--archive", place, "--quiet")) in (0, 3)
    yield places
    remove(made() - before)


@pytest.fixture
def own(state: Path, tmp_path: Path) -> Iterator[Pair]:
    """Two feeds that the test may change, in an archive on a directory and in one on the cluster."""
    feeds = tmp_path / "feeds"
    write_jsonl(feeds / "a.jsonl", [story(number) for number in range(1, 7)])
    write_jsonl(feeds / "b.jsonl", [story(number, agency="ANI") for number in range(7, 10)])
    before = made()
    places = Pair(str(tmp_path / "archive"), place_of(tmp_path))
    for place in places:
        assert cli.run(("index", str(feeds), "--archive", place, "--quiet")) == 0
    yield places
    remove(made() - before)


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Both:
    """Run a command line on both archives."""
    monkeypatch.setenv("COLUMNS", "80")

    def one(place: str, arguments: tuple[str, ...], stdin: bytes) -> Answer:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfd.readouterr()
        before = signal.getsignal(signal.SIGTERM)
        try:
            code = cli.run((*arguments, "--archive", place, "--now", NOW))
        finally:
            signal.signal(signal.SIGTERM, before)
        sys.stdout.flush()
        return Answer(code, *capfd.readouterr())

    def run(places: Pair, *arguments: str, stdin: bytes = b"") -> tuple[Answer, Answer]:
        return one(places.directory, arguments, stdin), one(places.cluster, arguments, stdin)

    return run


def shared(document: Any) -> Any:
    """A document without what two engines may differ in."""
    if isinstance(document, dict):
        return {name: shared(value) for name, value in document.items() if name not in OWN}
    return [shared(each) for each in document] if isinstance(document, list) else document


def lines(answer: Answer) -> list[Any]:
    return [shared(json.loads(line)) for line in answer.out.splitlines()]


QUERIES = (
    "*",
    "sanctions",
    '"shadow fleet" date:2025-10',
    "ferry OR strike OR harbour",
    "(tanker OR ship) NEAR/12 (oil OR crude)",
    "sanction* -brussels",
    "zelenski~1",
    "headline:ferry",
    "location:brussels agency:ani",
    "country:CH OR country:JP",
    "language:en since:2025-10-20",
    "published:2025-10-23T00:00Z..2025-10-24T00:00Z",
    "missing:day OR missing:headline",
    "agency:reuter",
    "frery strike",
    "sanctions and brussels",
    "nothingatall brussels",
    "東京",
    "Россия",
)


@pytest.mark.parametrize("query", QUERIES)
def test_hits_with_their_snippets(pair: Pair, both: Both, query: str) -> None:
    for order in ("newest", "oldest"):
        beside, cluster = both(pair, "search", query, "--sort", order, "--json", "--limit", "30")
        assert (beside.code, beside.err) == (cluster.code, cluster.err)
        assert shared(cluster.document) == shared(beside.document)
    beside, cluster = both(pair, "search", query, "--jsonl", "--limit", "all")
    ranked = [{each["id"]: {**each, "rank": 0} for each in lines(answer)} for answer in (beside, cluster)]
    assert ranked[0] == ranked[1]


@pytest.mark.parametrize("query", QUERIES)
def test_counts_of_everything(pair: Pair, both: Both, query: str) -> None:
    for command in (("count",), ("facets",), ("timeline",), ("timeline", "--by", "week"), ("explain",)):
        beside, cluster = both(pair, *command, query, "--json")
        assert (beside.code, beside.err) == (cluster.code, cluster.err)
        assert shared(cluster.document) == shared(beside.document)


@pytest.mark.parametrize(
    "line",
    [
        "search --sort oldest --format csv ferry",
        "search --sort oldest --format ids --limit 7 --offset 3 *",
        "search --sort newest --no-count --limit 4 --fields id,day,headline,evidence --json ferry",
        "search ( ferry",
        "search a* --json",
        "search --offset 10001 --sort newest --json *",
        "facets --format tsv ferry",
        "timeline --by month ferry",
        "errors --json",
        "stats --json",
        "show nobody",
    ],
)
def test_other_lines(pair: Pair, both: Both, line: str) -> None:
    beside, cluster = both(pair, *line.split())
    assert (beside.code, beside.err) == (cluster.code, cluster.err)
    if line.endswith("--json") or "--json " in line:
        if beside.out:
            assert shared(cluster.document) == shared(beside.document)
    else:
        assert cluster.out == beside.out


def test_whole_articles(pair: Pair, both: Both) -> None:
    ids = both(pair, "search", "*", "--format", "ids", "--limit", "all", "--sort", "oldest")[0].out.split()
    for form in ("--json", "--jsonl"):
        beside, cluster = both(pair, "show", *ids, form)
        assert cluster == beside
    beside, cluster = both(pair, "show", ids[0][:9], "--cite")
    assert cluster == beside
    assert beside.code == 0
    beside, cluster = both(pair, "search", "--like", ids[20], "--format", "ids", "--limit", "3")
    assert (beside.code, cluster.code) == (0, 0)


def test_many_questions_at_once(pair: Pair, both: Both) -> None:
    beside, cluster = both(pair, "count", "--batch", stdin=b"ferry\nsanctions\n(\nnothing\n")
    assert (cluster.code, cluster.out, cluster.err) == (beside.code, beside.out, beside.err)


def test_pages_that_lie_deep(pair: Pair, both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the ranks that a cluster reaches at once it is gone through page by page."""
    monkeypatch.setattr("morgue.engines.opensearch.searcher.WINDOW", 13)
    monkeypatch.setattr("morgue.engines.opensearch.searcher.PAGE", 10)
    every = int(both(pair, "count", "*", "--quiet")[0].out)
    for start in (0, 5, 13, 26, 40, 95, every - 1, every, every + 90):
        page = ("search", "*", "--sort", "newest", "--json", "--limit", "9", "--offset", str(start))
        beside, cluster = both(pair, *page)
        assert shared(cluster.document) == shared(beside.document)
    beside, cluster = both(pair, "search", "*", "--sort", "oldest", "--limit", "all", "--format", "ids")
    assert cluster.out == beside.out
    assert len(cluster.out.split()) == every > 100


def test_searches_are_kept_and_watched(own: Pair, both: Both, tmp_path: Path) -> None:
    def same(*arguments: str) -> Answer:
        beside, cluster = both(own, *arguments)
        assert (cluster.code, cluster.out, cluster.err) == (beside.code, beside.out, beside.err)
        return cluster

    assert same("save", "ferries", "agency:ani", "--sort", "oldest").code == 0
    assert len(same("run", "ferries", "--format", "ids").out.split()) == 3
    first = same("watch", "ferries", "--format", "ids")
    assert same("watch", "ferries", "--format", "ids").out == ""
    write_jsonl(tmp_path / "feeds" / "c.jsonl", [story(20, agency="ANI"), story(21)])
    changed = story(7, agency="ANI", headline="Ferry vote put off")
    write_jsonl(tmp_path / "feeds" / "b.jsonl", [changed, story(8, agency="ANI"), story(9, agency="ANI")])
    both(own, "index", str(tmp_path / "feeds"), "--quiet")
    assert set(same("watch", "ferries", "--format", "ids").out.split()) == {changed.id, story(20).id}
    assert first.code == 0
    beside, cluster = both(own, "searches", "--jsonl")
    assert lines(cluster) == lines(beside)
    assert same("save", "ferries", "--delete").code == 0


def test_a_search_is_recorded_and_replayed(own: Pair, both: Both, tmp_path: Path) -> None:
    paths = iter((tmp_path / "beside.json", tmp_path / "cluster.json"))
    for place, path in zip(own, paths, strict=True):
        line = ("search", "ferry", "--sort", "oldest", "--manifest", str(path), "--quiet", "--now", NOW)
        assert cli.run((*line, "--archive", place)) == 0
    beside, cluster = (json.loads((tmp_path / f"{name}.json").read_text()) for name in ("beside", "cluster"))
    assert shared(beside) == shared(cluster)
    assert own.cluster not in (tmp_path / "cluster.json").read_text()
    assert cli.run(("replay", str(tmp_path / "cluster.json"), "--archive", own.cluster)) == 0
    (tmp_path / "feeds" / "a.jsonl").unlink()
    refused = both(own, "index", str(tmp_path / "feeds"), "--prune", "--quiet")
    assert [each.code for each in refused] == [2, 2], "more than half would go"
    both(own, "index", str(tmp_path / "feeds"), "--prune=all", "--quiet")
    answers = both(own, "replay", str(tmp_path / "cluster.json"), "--json")
    assert [each.code for each in answers] == [1, 1]


def test_one_story_or_two(own: Pair, both: Both, tmp_path: Path) -> None:
    """Identifiers that several stories bear, a cut-off feed, corrections: on a cluster as in a directory."""
    feeds = tmp_path / "snapshots"
    feeds.mkdir()
    column = [Told(at, f"Report {at} from {Told(at, '', None).text.split()[1]}", COLUMN) for at in range(4)]
    for at in range(4):
        (feeds / f"{at}.xml").write_bytes(rss([column[at]]))
        both(own, "index", str(feeds), "--quiet")
    (feeds / "all.xml").write_bytes(rss([*column, Told(7, "A story of its own", "https://quay.example/7")]))
    (feeds / "cut.xml").write_bytes(rss([Told(7, "A story of its own", None)]).partition(b"<pubDate>")[0])
    both(own, "index", str(feeds), "--quiet")
    ids = both(own, "search", 'publisher:"Quay Courier"', "--format", "ids", "--limit", "all")
    assert sorted(ids[0].out.split()) == sorted(ids[1].out.split())
    beside, cluster = both(own, "show", *sorted(ids[0].out.split()), "--json")
    told = [
        {each["headline"]: (each["id"], each["also_in"]) for each in json.loads(answer.out)["articles"]}
        for answer in (beside, cluster)
    ]
    assert told[0] == told[1]
    assert {each.headline for each in column} | {"A story of its own"} <= told[0].keys()
    assert told[0]["A story of its own"][1] == ["cut.xml"]


def test_stories_are_forgotten_and_damage_is_mended(own: Pair, both: Both, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    beside, cluster = both(own, "forget", "--id", story(2).id)
    assert (cluster.code, cluster.out) == (beside.code, beside.out)
    beside, cluster = both(own, "forget", str(feeds / "b.jsonl"))
    assert (cluster.code, cluster.out) == (beside.code, beside.out)
    write_jsonl(feeds / "a.jsonl", [story(number) for number in range(1, 6)])
    beside, cluster = both(own, "index", str(feeds), "--json")
    assert shared(cluster.document) == shared(beside.document)
    for command in (("verify", "--json"), ("verify", "--repair", "--json"), ("count", "*")):
        beside, cluster = both(own, *command)
        assert (cluster.code, cluster.out) == (beside.code, beside.out)
    for line in (b"Ferry late\nLISBON, Nov 4 (Lusa) - The last ferry was late.\n",):
        beside, cluster = both(own, "index", "-", "--json", stdin=line)
        assert shared(cluster.document)["articles"] == shared(beside.document)["articles"]
    beside, cluster = both(own, "search", "lisbon", "--format", "ids")
    assert (cluster.code, cluster.out) == (beside.code, beside.out)


def test_the_page_and_its_api(pair: Pair) -> None:
    """`serve` on both: every document of the API is the same, and the page shows the hits."""
    asks = (
        "search?q=ferry&sort=newest&limit=5",
        "search?q=ferry&sort=oldest&offset=2",
        "count?q=%22shadow+fleet%22",
        "facets?q=sanctions",
        "timeline?q=ferry&by=month",
    )
    answers = []
    for place in pair:
        process = subprocess.Popen(
            [sys.executable, "-m", "morgue", "serve", "--port", "0", "--archive", place, "--now", NOW],
            stdout=subprocess.PIPE,
            text=True,
        )
        with process:
            assert process.stdout is not None
            try:
                address = process.stdout.readline().strip()
                found = [shared(json.loads(_get(f"{address}api/{ask}"))) for ask in asks]
                first = found[0]["hits"][0]
                page = _get(f"{address}?q=ferry&sort=newest").decode()
                assert first["id"] in page
                assert first["id"] in _get(f"{address}article/{first['id']}").decode()
                found.append(json.loads(_get(f"{address}api/articles/{first['id']}")))
                answers.append(found)
            finally:
                process.terminate()
    assert answers[0] == answers[1]


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        found: bytes = answer.read()
        return found
