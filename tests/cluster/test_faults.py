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
from morgue.engines.opensearch import client as opensearch_client
from morgue.engines.opensearch.audit import differences
from morgue.engines.opensearch.client import Client, connect
from morgue.engines.opensearch.mapping import Layout
from morgue.errors import ArchiveError, EngineError, MorgueError
from morgue.model.article import article_id
from tests.cluster.cluster import RUNNING, Cluster, NoCluster, standing, start
from tests.conftest import PATIENCE, story, write_jsonl

pytestmark = pytest.mark.cluster

KILLS = 20


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


STOPPING = """
import sys, threading, morgue, morgue.archive.cluster
from morgue.engines.opensearch import bulk as opensearch_bulk
from morgue.engines.opensearch.client import Client

where, feeds, stop, persistence = sys.argv[1:]
if persistence:
    morgue.archive.cluster.PERSISTENCE = opensearch_bulk.PERSISTENCE = float(persistence)
committing, made, one = False, 0, threading.Lock()
commit, request = morgue.archive.cluster.ClusterCommitter.commit, Client.request

def committed(self, *given, **options):
    global committing
    committing = True
    lost = commit(self, *given, **options)
    committing = False
    return lost

def counted(self, *given, **options):
    global made
    with one:
        made += committing
        if committing and made == int(stop):
            print("stopped", flush=True)
            sys.stdin.readline()
    return request(self, *given, **options)

morgue.archive.cluster.ClusterCommitter.commit, Client.request = committed, counted
try:
    morgue.open(where).index([feeds])
except morgue.MorgueError as error:
    sys.exit(error.message)
print(made)
"""
"""Indexes, waits for a line before one of the requests of its commit, and prints how many they were."""


def stopping(where: str, feeds: Path, stop: int, persistence: str = "") -> subprocess.Popen[str]:
    """Start to index in another process, which stops before a request by its number from 1; 0 is for none."""
    return subprocess.Popen(
        [sys.executable, "-c", STOPPING, where, str(feeds), str(stop), persistence],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def indexed_while(mortal: Cluster, where: str, feeds: Path, stop: int, number: int) -> int:
    """Index in another process, and kill a node about a request; return how many requests there were.

    Every other node dies right after the request was let go, so that it meets with it.
    """
    with stopping(where, feeds, stop) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        if stop:
            assert writer.stdout.readline() == "stopped\n"
            if stop % 2:
                mortal.kill(number)
            writer.stdin.write("\n")
            writer.stdin.flush()
            if not stop % 2:
                mortal.kill(number)
        out, err = writer.communicate(timeout=PATIENCE)
    assert (writer.returncode, err) == (0, "")
    return int(out)


def killed_and_looked_at(mortal: Cluster, where: str, feeds: Path, kills: int) -> None:
    """Each time another node, at another moment: nothing lost, nothing twice, and no run fails."""
    morgue.create(where).close()
    round_of_feeds(feeds, 0)
    indexed_while(mortal, where, feeds, 0, 0)
    round_of_feeds(feeds, 1)
    requests = indexed_while(mortal, where, feeds, 0, 0)
    for done in range(1, kills + 1):
        expected = round_of_feeds(feeds, done + 1)
        stop = max(1, requests * done // (kills + 1))
        with morgue.open(where) as archive:
            before = archive.revision
        indexed_while(mortal, where, feeds, stop, done % 3)
        with morgue.open(where) as archive:
            found = [hit.article for hit in archive.hits("*", snippets=0)]
            assert archive.revision - before in (1, 2), (
                "the articles, and the places of stories where some changed"
            )
        assert len(found) == len({each.id for each in found}) == len(expected)
        assert {each.id: each.body for each in found} == expected
        mortal.revive(done % 3)
        print(f"{done} kills, the last at request {stop} of {requests}: {len(found)} stories", flush=True)
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


def test_a_cluster_that_does_not_answer(mortal: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its nodes take connections and say nothing."""
    where = mortal.place("silent")
    with morgue.create(where) as archive:
        for process in mortal.processes.values():
            process.send_signal(signal.SIGSTOP)
        monkeypatch.setattr(opensearch_client, "PATIENCE", 15.0)
        try:
            for ask in (lambda: archive.count("*"), lambda: morgue.open(where)):
                with pytest.raises(EngineError, match="did not answer within 15 seconds"):
                    ask()
        finally:
            for process in mortal.processes.values():
                process.send_signal(signal.SIGCONT)
        monkeypatch.setattr(opensearch_client, "PATIENCE", PATIENCE)
        mortal.wait(3, "green")
        assert archive.count("*") == 0


def only_holder(client: Client, index: str) -> int:
    """Return the number of the node that has an index, once the copies on others are gone."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        held = client.request("GET", f"/{index}/_search_shards")
        copies = [copy for shard in held["shards"] for copy in shard]
        if len(copies) == 1 and copies[0]["primary"] and copies[0]["state"] == "STARTED":
            return int(held["nodes"][copies[0]["node"]]["name"].removeprefix("node")) - 1
        time.sleep(0.2)
    raise AssertionError(f"{index} still has copies")


def test_one_node_is_enough_to_name_and_two_to_answer(mortal: Cluster, tmp_path: Path) -> None:
    where = mortal.place("halves")
    write_jsonl(tmp_path / "feeds" / "a.jsonl", [story(1), story(2)])
    with morgue.create(where) as archive:
        archive.index([tmp_path / "feeds"])
    client = connect(where)
    client.request("PUT", "/halves.*/_settings", {"index": {"number_of_replicas": 0}})
    number = only_holder(client, "halves.stories-2025-10")
    mortal.kill(number)
    mortal.wait(2, "red")
    with pytest.raises(MorgueError, match="halves") as caught, morgue.open(where) as archive:
        archive.count("*")
    assert "red" in caught.value.message
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


def test_a_cluster_that_goes_while_stories_are_indexed(mortal: Cluster, tmp_path: Path) -> None:
    """The run says so after a while and reports nothing; the next one brings what was missing, once."""
    where = mortal.place("leaving")
    morgue.create(where).close()
    round_of_feeds(tmp_path / "feeds", 1)
    with stopping(where, tmp_path / "feeds", 0) as writer:
        requests = int(writer.communicate(timeout=PATIENCE)[0])
    expected = round_of_feeds(tmp_path / "feeds", 2)
    with stopping(where, tmp_path / "feeds", requests // 2, persistence="5") as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "stopped\n"
        for number in list(mortal.processes):
            mortal.kill(number)
        out, err = writer.communicate("\n", timeout=PATIENCE)
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
        with pytest.raises((EngineError, ArchiveError), match="no node of the cluster answers at"):
            ask()
    for line in (["search", "ferry"], ["index", str(tmp_path / "feeds")], ["stats"], ["verify"]):
        done = subprocess.run(
            [sys.executable, "-m", "morgue", *line, "--json", "--archive", where],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
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
