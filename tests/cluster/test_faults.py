"""Nodes that die while stories are indexed, and a cluster that is gone."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import morgue
from morgue.article import article_id
from morgue.engines.opensearch_audit import differences
from morgue.engines.opensearch_client import connect
from morgue.engines.opensearch_layout import Layout
from morgue.errors import ArchiveError, EngineError, MorgueError
from tests.cluster.cluster import RUNNING, Cluster, NoCluster, standing, start
from tests.conftest import story, write_jsonl

pytestmark = pytest.mark.cluster

KILLS = 20
INDEX = "import sys, morgue; a = morgue.open(sys.argv[1]); a.index(sys.argv[2:])"


@pytest.fixture
def mortal(alive: Cluster) -> Iterator[Cluster]:
    """A cluster whose nodes may be killed; those that are dead after a test come back."""
    yield alive
    for number in range(len(alive.ports)):
        if number not in alive.processes:
            alive.launch(number)
    alive.wait(len(alive.ports), "green")


@pytest.fixture(scope="module")
def alive() -> Iterator[Cluster]:
    """A cluster of this machine."""
    try:
        if os.environ.get(RUNNING):
            with start() as cluster:
                yield cluster
        else:
            yield standing()
    except NoCluster as error:
        pytest.skip(str(error))


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def round_of_feeds(feeds: Path, number: int) -> dict[str, str]:
    """Four files of 100 stories each: some new, some in a new version, some moved to another month; all by id."""
    expected = {}
    for part in range(4):
        stories = []
        for at in range(part * 100, part * 100 + 100):
            version = number if at % 3 == 0 else 0
            month = 1 + (at + version) % 3
            text = f"The version of this story is v{version}."
            stories.append(
                story(
                    at,
                    id=article_id(f"n{at + 40 * number}"),
                    day=f"2025-{month:02d}-10",
                    published=None,
                    body=text,
                )
            )
            expected[stories[-1].id] = text
        write_jsonl(feeds / f"part{part}.jsonl", stories)
    return expected


def indexed_while(mortal: Cluster, where: str, feeds: Path, share: float, number: int | None) -> bool:
    """Index in another process, and kill a node when a share of a commit's time is over; whether it was in time."""
    catalog = f"/{where.rpartition('/')[2]}.catalog/_doc/archive"
    writer = subprocess.Popen([sys.executable, "-c", INDEX, where, str(feeds)])
    while writer.poll() is None and not mortal.get(catalog)["_source"]["open"]:  # type: ignore[index]
        time.sleep(0.02)
    began = time.monotonic()
    if number is not None:
        time.sleep(share * SPAN[0])
        in_time = writer.poll() is None
        mortal.kill(number)
    assert writer.wait(300) == 0
    if number is None:
        SPAN[0] = time.monotonic() - began
        return False
    SPAN[0] *= 1 if in_time else 0.7
    return in_time


SPAN = [0.0]
"""Seconds that a commit takes when nobody dies, as far as is known."""


def killed_and_looked_at(mortal: Cluster, where: str, feeds: Path, kills: int) -> None:
    """Each time another node, at another moment: nothing lost, nothing twice, and no run fails."""
    morgue.create(where).close()
    round_of_feeds(feeds, 0)
    indexed_while(mortal, where, feeds, 0.0, None)
    done = tried = 0
    while done < kills:
        tried += 1
        assert tried <= 2 * kills, f"of {tried} kills only {done} hit a run"
        expected = round_of_feeds(feeds, tried)
        began = time.monotonic()
        done += indexed_while(mortal, where, feeds, tried % (kills + 1) / (kills + 1), tried % 3)
        with morgue.open(where) as archive:
            found = [hit.article for hit in archive.hits("*", snippets=0)]
            assert archive.revision == tried + 1
        assert len(found) == len({each.id for each in found}) == len(expected)
        assert {each.id: each.body for each in found} == expected
        mortal.revive(tried % 3)
        print(f"{done} kills of {tried}: {len(found)} stories, {time.monotonic() - began:.0f} s", flush=True)
    assert differences(connect(where), Layout(where.rpartition("/")[2])) == []


def test_nodes_killed_while_stories_are_indexed(mortal: Cluster, tmp_path: Path) -> None:
    killed_and_looked_at(mortal, mortal.place("kills"), tmp_path / "feeds", 3)


@pytest.mark.nightly
def test_many_nodes_killed_while_stories_are_indexed(mortal: Cluster, tmp_path: Path) -> None:
    killed_and_looked_at(mortal, mortal.place("many-kills"), tmp_path / "feeds", KILLS)


def test_a_node_dies_under_those_who_search(mortal: Cluster, tmp_path: Path) -> None:
    """A snapshot lies on nodes; where the archive has not changed it is taken again on those that are left."""
    where = mortal.place("readers")
    write_jsonl(tmp_path / "feeds" / "a.jsonl", [story(number) for number in range(1, 9)])
    with morgue.create(where) as archive:
        archive.index([tmp_path / "feeds"])
        for number in range(3):
            assert archive.count("ferry") == 8
            mortal.kill(number)
            assert archive.count("ferry") == 8
            assert len(archive.search("ferry").hits) == 8
            mortal.revive(number)


def test_a_cluster_that_does_not_answer(mortal: Cluster, tmp_path: Path) -> None:
    """Its nodes take connections and say nothing."""
    where = mortal.place("silent")
    with morgue.create(where) as archive:
        for process in mortal.processes.values():
            process.send_signal(signal.SIGSTOP)
        try:
            for ask in (lambda: archive.count("*"), lambda: morgue.open(where)):
                began = time.monotonic()
                with pytest.raises(EngineError, match="did not answer within 15 seconds"):
                    ask()
                assert time.monotonic() - began < 20
        finally:
            for process in mortal.processes.values():
                process.send_signal(signal.SIGCONT)
        mortal.wait(3, "green")
        assert archive.count("*") == 0


def test_one_node_is_enough_to_name_and_two_to_answer(mortal: Cluster, tmp_path: Path) -> None:
    where = mortal.place("halves")
    write_jsonl(tmp_path / "feeds" / "a.jsonl", [story(1), story(2)])
    with morgue.create(where) as archive:
        archive.index([tmp_path / "feeds"])
    client = connect(where)
    client.request("PUT", "/halves.*/_settings", {"index": {"number_of_replicas": 0}})
    holder = next(iter(client.request("GET", "/halves.stories-2025-10/_search_shards")["nodes"].values()))[
        "name"
    ]
    number = int(holder.removeprefix("node")) - 1
    mortal.kill(number)
    mortal.wait(2, "red")
    began = time.monotonic()
    with pytest.raises(MorgueError, match="halves") as caught, morgue.open(where) as archive:
        archive.count("*")
    assert "red" in caught.value.message
    assert time.monotonic() - began < 40
    with morgue.open(where) as archive:
        write_jsonl(tmp_path / "feeds" / "a.jsonl", [story(1), story(2), story(3)])
        with pytest.raises(EngineError, match=r"red on the cluster.*halves\.stories-2025-10"):
            archive.index([tmp_path / "feeds"])
        assert any("halves.stories-2025-10: red" in each for each in archive.verify().problems)
    mortal.revive(number)
    with morgue.open(where) as archive:
        assert archive.count("*") == 2
        archive.index([tmp_path / "feeds"])
        assert archive.count("*") == 3


BRIEF = """
import sys, morgue, morgue.cluster
from morgue.engines import opensearch_bulk
morgue.cluster.PERSISTENCE = opensearch_bulk.PERSISTENCE = 5.0
try:
    print(morgue.open(sys.argv[1]).index(sys.argv[2:]).to_json())
except morgue.MorgueError as error:
    sys.exit(error.message)
"""


def test_a_cluster_that_goes_while_stories_are_indexed(mortal: Cluster, tmp_path: Path) -> None:
    """The run says so after a while and reports nothing; the next one brings what was missing, once."""
    where = mortal.place("leaving")
    morgue.create(where).close()
    expected = round_of_feeds(tmp_path / "feeds", 1)
    command = [sys.executable, "-c", BRIEF, where, str(tmp_path / "feeds")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as writer:
        while writer.poll() is None and not mortal.get("/leaving.catalog/_doc/archive")["_source"]["open"]:  # type: ignore[index]
            time.sleep(0.02)
        for number in list(mortal.processes):
            mortal.kill(number)
        out, err = writer.communicate(timeout=240)
    assert (writer.returncode, out) == (1, "")
    assert "no node of the cluster answers at" in err
    for number in range(len(mortal.ports)):
        mortal.launch(number)
    mortal.wait(len(mortal.ports), "green")
    with morgue.open(where) as archive:
        assert archive.index([tmp_path / "feeds"]).articles.total == len(expected)
        found = [hit.article for hit in archive.hits("*", snippets=0)]
        assert len(found) == len(expected)
        assert {each.id: each.body for each in found} == expected
        assert archive.verify().sound


def test_a_cluster_that_is_gone_and_comes_back(mortal: Cluster, tmp_path: Path) -> None:
    """It answers no more, and that is said soon and in so many words, by the command line too."""
    where = mortal.place("gone")
    write_jsonl(tmp_path / "feeds" / "a.jsonl", [story(1)])
    archive = morgue.create(where)
    archive.index([tmp_path / "feeds"])
    for number in list(mortal.processes):
        mortal.kill(number)
    for ask in (lambda: archive.count("*"), lambda: archive.search("ferry"), lambda: morgue.open(where)):
        began = time.monotonic()
        with pytest.raises((EngineError, ArchiveError), match="no node of the cluster answers at"):
            ask()
        assert time.monotonic() - began < 20
    for line in (["search", "ferry"], ["index", str(tmp_path / "feeds")], ["stats"], ["verify"]):
        done = subprocess.run(
            [sys.executable, "-m", "morgue", *line, "--json", "--archive", where],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert (
            "no node of the cluster answers at"
            in json.loads(done.stderr.splitlines()[-1])["error"]["message"]
        )
    for number in range(len(mortal.ports)):
        mortal.launch(number)
    mortal.wait(len(mortal.ports), "green")
    assert [hit.article.id for hit in archive.search("ferry").hits] == [story(1).id]
    archive.close()
