"""Stories of an archive on a cluster: those of a directory, whoever writes, in whatever order, and however a writer ends."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import morgue
from morgue.archive.copy import move
from tests.cluster.test_archive import apart
from tests.conftest import PATIENCE
from tests.ingest.runs.test_earlier_texts import APART, FIRE, JOINED, copies, ninjs, of_fire, put, stories
from tests.ingest.test_linking import desk, feed, filed, id_of, other_words, partition, text, whole

pytestmark = pytest.mark.cluster

DYING = """
import os, signal, sys, morgue
from morgue.ingest import linking
from morgue.storage.cluster.story_tables import ClusterStoryTables
place = {"ClusterStoryTables": ClusterStoryTables, "Placing": linking.Placing, "Comparison": linking.Comparison}[sys.argv[3]]
function = getattr(place, sys.argv[4])
def die(*args, **kwargs):
    if sys.argv[5] == "after":
        function(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(place, sys.argv[4], die)
morgue.open(sys.argv[1]).index([sys.argv[2]])
"""


def test_the_stories_of_a_cluster(where: str, tmp_path: Path) -> None:
    with morgue.create(where) as archive:
        archive.index([feed(tmp_path / "a", desk())])
        assert partition(archive) == whole()
        assert archive.search(f"story:{id_of(1)}").total == 3
        assert archive.stories().to_json()["with_several"] == 2
        changed = archive.revision
        archive.forget(ids=[id_of(1)])
        assert partition(archive)[id_of(2)] == (id_of(2), 2)
        assert archive.changed_since(changed) == ()
        archive.index([feed(tmp_path / "a", [filed(2, other_words(77)), *desk()[2:]])])
        assert {partition(archive)[id_of(number)][1] for number in (2, 3)} == {1}
        before = partition(archive)
        archive.rebuild_stories()
        assert partition(archive) == before
        assert archive.stories().not_compared == 0
        assert archive.verify().sound


def test_a_copy_on_a_cluster_has_the_stories(where: str, tmp_path: Path) -> None:
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([feed(tmp_path / "a", desk())])
    move(tmp_path / "archive", where)
    with morgue.open(where) as copy:
        assert partition(copy) == whole()
    move(where, tmp_path / "back")
    with morgue.open(tmp_path / "back") as back:
        assert partition(back) == whole()


def many() -> list:
    """Articles of 30 stories, each of several versions and carriers, and 30 that stand alone."""
    chance = random.Random(7)
    articles = []
    for number in range(30):
        body = text(number, 80)
        for carrier in range(chance.randint(2, 6)):
            articles.append(
                filed(
                    100 * number + carrier,
                    f"{body} {text(1_000 + 10 * number + carrier, 10)}",
                    day=number % 20 + 1,
                )
            )
        articles.append(filed(100 * number + 50, text(500 + number, 60), day=number % 20 + 1))
    return articles


@pytest.mark.parametrize("writers", [2, 3, 4])
def test_several_writers_come_to_the_stories_of_one(where: str, tmp_path: Path, writers: int) -> None:
    articles = many()
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([feed(tmp_path / "all", articles)])
        expected = partition(archive)
    random.Random(writers).shuffle(articles)
    morgue.create(where).close()
    for turn in range(3):
        started = []
        for writer in range(writers):
            share = articles[turn * writers + writer :: 3 * writers]
            started.append(
                apart(where, feed(tmp_path / f"{turn}-{writer}", share), machine=f"machine-{writer}")
            )
        assert [each.wait(PATIENCE) for each in started] == [0] * writers
    with morgue.open(where) as found:
        assert partition(found) == expected
        assert found.stories().not_compared == 0
        assert found.verify().sound


@pytest.mark.parametrize(
    ("place", "step"),
    [
        ("Comparison", "run"),
        ("ClusterStoryTables", "put_edges"),
        ("ClusterStoryTables", "settle"),
        ("Placing", "_write"),
        ("Placing", "_commit"),
        ("ClusterStoryTables", "placed"),
    ],
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_what_a_killed_writer_left_is_done_by_the_next(
    where: str, tmp_path: Path, place: str, step: str, when: str
) -> None:
    morgue.create(where).close()
    path = feed(tmp_path / "a", desk())
    killed = subprocess.run(
        [sys.executable, "-c", DYING, where, str(path), place, step, when],
        env=dict(os.environ),
        timeout=PATIENCE,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    with morgue.open(where) as archive:
        archive.index([feed(tmp_path / "b", [filed(30, text(30))])])
        archive.index([path])
        assert partition(archive) == {**whole(), id_of(30): (id_of(30), 1)}
        assert archive.stories().not_compared == 0
        assert archive.verify().sound


@pytest.mark.parametrize("turn", range(3))
def test_a_story_that_is_called_back_keeps_its_copies(where: str, tmp_path: Path, turn: int) -> None:
    files = [
        put(tmp_path / "a" / "copies.xml", copies(), 1),
        put(tmp_path / "b" / "wire.1.json", ninjs(FIRE), 2),
        put(tmp_path / "c" / "wire.2.json", ninjs("", hours=4, number=2, kill=True), 3),
    ]
    with morgue.create(where) as archive:
        for file in (*files[turn:], *files[:turn]):
            archive.index([file])
        assert stories(archive) == JOINED
        assert [each.kind for each in archive.recalls(of_fire(archive).article)] == ["withdrawn"]
        archive.rebuild_stories()
        assert stories(archive) == JOINED
        (killed,) = archive.hits("is:withdrawn")
        archive.forget(ids=[f"{killed.article.id}@1"])
        assert stories(archive) == APART
        assert archive.verify().sound
    with morgue.create(tmp_path / "archive") as archive:
        archive.index(files)
    move(tmp_path / "archive", where + "-copy")
    with morgue.open(where + "-copy") as copy:
        assert stories(copy) == JOINED


def test_writers_that_bring_a_story_its_kill_and_its_copies_at_once(where: str, tmp_path: Path) -> None:
    contents = {
        "copies.xml": copies(),
        "wire.1.json": ninjs(FIRE),
        "wire.2.json": ninjs("", hours=4, number=2, kill=True),
    }
    morgue.create(where).close()
    for _ in range(2):  # a writer that loses an article to another has its file read again by the next run
        started = []
        for at, (name, content) in enumerate(contents.items()):
            put(tmp_path / str(at) / name, content, at + 1)
            started.append(apart(where, tmp_path / str(at), machine=f"machine-{at}"))
        assert [each.wait(PATIENCE) for each in started] == [0] * len(contents)
    with morgue.open(where) as archive:
        assert stories(archive) == JOINED
        assert archive.stories().not_compared == 0
        assert archive.verify().sound


def test_another_text_of_a_story_is_no_new_story(where: str, tmp_path: Path) -> None:
    with morgue.create(where) as archive:
        archive.index([put(tmp_path / "a" / "wire.json", ninjs(FIRE), 1)])
        since = archive.revision
        archive.index([put(tmp_path / "a" / "copies.xml", copies(), 1)])
        archive.index(
            [put(tmp_path / "a" / "wire.json", ninjs(f"{FIRE} One tug sank.", hours=2, number=2), 2)]
        )
        assert archive.search("*", since_revision=since).total == 3
        assert stories(archive) == JOINED
        new = archive.search("*", since_revision=since, group=True).hits
        assert [hit.article.headline for hit in new] == ["Farmers block roads"]
