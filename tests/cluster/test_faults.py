"""Nodes that die while stories are indexed, and a cluster that is gone. On a cluster of its own."""

from __future__ import annotations

import os
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
from tests.cluster.cluster import Cluster, NoCluster, start
from tests.conftest import story, write_jsonl

pytestmark = pytest.mark.cluster

KILLS = int(os.environ.get("MORGUE_TEST_KILLS", "20"))
INDEX = "import sys, morgue; a = morgue.open(sys.argv[1]); a.index(sys.argv[2:])"


@pytest.fixture(scope="module")
def mortal() -> Iterator[Cluster]:
    """A cluster whose nodes may be killed."""
    try:
        with start() as cluster:
            yield cluster
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


def test_nodes_killed_while_stories_are_indexed(mortal: Cluster, tmp_path: Path) -> None:
    """Each time another node, at another moment: nothing lost, nothing twice, and no run fails."""
    where = mortal.place("kills")
    morgue.create(where).close()
    for number in range(KILLS):
        expected = round_of_feeds(tmp_path / "feeds", number)
        writer = subprocess.Popen([sys.executable, "-c", INDEX, where, str(tmp_path / "feeds")])
        time.sleep(0.7 + 0.15 * (number % 8))
        mortal.kill(number % 3)
        assert writer.wait(240) == 0
        with morgue.open(where) as archive:
            found = [hit.article for hit in archive.hits("*", snippets=0)]
        assert len(found) == len({each.id for each in found}) == len(expected)
        assert {each.id: each.body for each in found} == expected
        mortal.revive(number % 3)
    client = connect(where)
    assert differences(client, Layout("kills")) == []


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
    mortal.revive(number)
    with morgue.open(where) as archive:
        assert archive.count("*") == 2


def test_a_cluster_that_is_gone(mortal: Cluster, tmp_path: Path) -> None:
    """The last test of this cluster: it answers no more, and that is said soon and in so many words."""
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
