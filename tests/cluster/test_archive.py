"""An archive on a cluster: the same commands, several writers, and what a writer that was cut off leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

import morgue
from morgue.archive.cluster import ClusterCommitter
from morgue.engines.opensearch.audit import differences
from morgue.engines.opensearch.client import connect
from morgue.engines.opensearch.mapping import Layout
from morgue.errors import ArchiveError, EngineError
from morgue.model.article import Article, article_id
from tests.conftest import PATIENCE, story, write_jsonl

pytestmark = pytest.mark.cluster

INDEX = "import sys, morgue; a = morgue.open(sys.argv[1]); print(a.index(sys.argv[2:]).to_json())"


def apart(where: str, *paths: Path, machine: str) -> subprocess.Popen[bytes]:
    """Another process, as if on another machine, that indexes."""
    return subprocess.Popen(
        [sys.executable, "-c", INDEX, where, *map(str, paths)],
        env={**os.environ, "MORGUE_MACHINE": machine},
        stdout=subprocess.DEVNULL,
    )


def sound(where: str) -> bool:
    client = connect(where)
    name = client.address.name
    client.request("POST", f"/{name}.*/_refresh")
    found = differences(client, Layout(name))
    assert found == []
    return True


def feed(folder: Path, name: str, *articles: Article) -> Path:
    return write_jsonl(folder / f"{name}.jsonl", list(articles))


def test_indexed_searched_changed_and_forgotten(where: str, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feed(feeds, "a", *(story(number) for number in range(1, 6)))
    feed(feeds, "b", *(story(number) for number in range(6, 9)))
    with morgue.create(where) as archive:
        assert archive.engine == "opensearch"
        summary = archive.index([feeds])
        assert (summary.articles.added, summary.articles.total, summary.revision) == (8, 8, 1)
        assert archive.index([feeds]).files.unchanged == 2
        assert archive.count("ferry") == 8
        assert [hit.article.day for hit in archive.search("ferry", sort="oldest", limit=2).hits] == [
            "2025-10-01",
            "2025-10-02",
        ]
        feed(feeds, "a", story(1, headline="Ferry strike is off"), *(story(number) for number in (2, 3)))
        summary = archive.index([feeds])
        assert (summary.articles.replaced, summary.articles.removed, summary.articles.total) == (1, 2, 6)
        assert archive.changed_since(1) == (story(1).id,)
        assert archive.search("strike").hits[0].article.headline == "Ferry strike is off"
        (feeds / "b.jsonl").unlink()
        assert archive.index([feeds], prune=True).files.pruned == 1
        assert archive.forget(ids=[story(2).id]).removed == 1
        assert archive.index([feeds]).articles.total == 2
        assert archive.stats().articles == 2
        assert archive.verify().sound
        assert archive.where == where
    assert sound(where)


def test_a_file_of_more_stories_than_a_commit_takes(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read after a commit in the middle of a file is committed at its end."""
    monkeypatch.setattr(ClusterCommitter, "commit_after", 500)
    with morgue.create(where) as archive:
        feed(tmp_path / "feeds", "a", *(story(number) for number in range(1, 1_301)))
        summary = archive.index([tmp_path / "feeds"])
        assert (summary.articles.added, summary.articles.total) == (1_300, 1_300)
        assert archive.count("*") == 1_300
        assert archive.index([tmp_path / "feeds"]).files.unchanged == 1
    assert sound(where)


def test_a_corrected_date_moves_the_story(where: str, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feed(feeds, "a", story(1, day="2025-10-01", published="2025-10-01"))
    with morgue.create(where) as archive:
        archive.index([feeds])
        feed(feeds, "a", story(1, day="2025-11-02", published="2025-11-02"))
        archive.index([feeds])
        assert (archive.count("date:2025-10"), archive.count("date:2025-11"), archive.count("*")) == (0, 1, 1)
    assert sound(where)


def test_a_story_in_two_files_comes_from_the_other_when_one_goes(where: str, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feed(feeds, "a", story(1))
    feed(feeds, "b", story(1, updated="2025-10-09T10:00:00Z", body="The ferry vote was moved."))
    with morgue.create(where) as archive:
        archive.index([feeds])
        assert archive.count("moved") == archive.count("*") == 1
        (feeds / "b.jsonl").unlink()
        archive.index([feeds], prune=True)
        assert (archive.count("moved"), archive.count("*")) == (0, 1)
    assert sound(where)


def test_rejected_files_are_kept_with_their_reason(where: str, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feed(feeds, "a", story(1))
    (feeds / "b.xml").write_text("<rss><channel><item><title>cut")
    with morgue.create(where) as archive:
        assert archive.index([feeds]).rejected
        assert [each.path for each in archive.errors()] == ["b.xml"]


def test_three_machines_at_once_and_no_story_twice(where: str, tmp_path: Path) -> None:
    """Shares of the feeds that overlap: each of the three has half of the stories of the next, in another month."""
    morgue.create(where).close()
    count = 120
    writers = []
    for share in range(3):
        folder = tmp_path / f"share{share}"
        for part in range(4):
            numbers = range(
                share * count // 2 + part * count // 4, share * count // 2 + (part + 1) * count // 4
            )
            day = f"2025-{share + 1:02d}-15"
            stories = [
                story(
                    number,
                    id=article_id(f"s{number}"),
                    day=day,
                    published=day,
                    body=f"As share {share} has it.",
                )
                for number in numbers
            ]
            feed(folder, f"part{part}", *stories)
        writers.append(apart(where, folder, machine=f"m{share}"))
    assert [writer.wait(PATIENCE) for writer in writers] == [0, 0, 0]
    expected = {
        article_id(f"s{number}") for share in range(3) for number in range(share * 60, share * 60 + 120)
    }
    with morgue.open(where) as archive:
        found = [hit.article.id for hit in archive.hits("*", snippets=0)]
        assert len(found) == len(set(found))
        assert set(found) == expected
        # the newest version won: of what two shares have, that of the later month
        assert archive.count('"share 2"') == 120
        assert archive.count('"share 1"') == archive.count('"share 0"') == 60
        assert archive.verify().sound
    assert sound(where)


def test_a_writer_that_is_killed_is_done_again(where: str, tmp_path: Path) -> None:
    """Killed at many moments, then run again: every story stands once, as its file has it."""
    feeds = tmp_path / "feeds"
    morgue.create(where).close()
    for round_, wait in enumerate((0.9, 1.3, 1.7, 2.1, 2.6, 3.2)):
        for part in range(3):
            stories = [
                story(
                    number,
                    id=article_id(f"k{number}"),
                    day=f"2025-{round_ + 1:02d}-1{part}",
                    body=f"Round {round_}.",
                )
                for number in range(part * 40, part * 40 + 40)
            ]
            feed(feeds, f"part{part}", *stories)
        writer = apart(where, feeds, machine="m")
        time.sleep(wait)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert apart(where, feeds, machine="m").wait(PATIENCE) == 0
        with morgue.open(where) as archive:
            found = [hit.article.id for hit in archive.hits("*", snippets=0)]
            assert sorted(found) == sorted(article_id(f"k{number}") for number in range(120))
            assert archive.count(f'"round {round_}"') == 120
        assert sound(where)


def test_repair_takes_out_what_no_row_has_and_reads_again_what_is_missing(where: str, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feed(feeds, "a", *(story(number) for number in range(1, 6)))
    with morgue.create(where) as archive:
        archive.index([feeds])
        client = connect(where)
        home = f"{client.address.name}.stories-2025-10"
        client.request("DELETE", f"/{home}/_doc/{story(1).id}")
        body = {"id": "stray0stray0stra", "stored": "{}"}
        client.request("PUT", f"/{home}/_doc/stray0stray0stra", body)
        report = archive.verify()
        assert not report.sound
        assert any("is missing from" in each for each in report.problems)
        assert any("the register does not know" in each for each in report.problems)
        assert archive.verify(repair=True).mended
        archive.refresh()
        assert archive.count("ferry") == archive.count("*") == 5


def test_no_archive_and_two_of_one_name(where: str) -> None:
    with pytest.raises(ArchiveError, match="there is no archive at opensearch://"):
        morgue.open(where)
    morgue.create(where).close()
    with pytest.raises(ArchiveError, match="holds an archive already"):
        morgue.create(where)


def test_an_archive_whose_making_was_cut_off_is_made(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every one of its requests: there is no archive yet, and the next one makes it."""
    from morgue.engines.opensearch.client import Client
    from morgue.engines.opensearch.mapping import unmake

    real = Client.request
    for most in range(20):
        left = [most]

        def cut(self: Client, method: str, *rest: object, left: list[int] = left, **more: object) -> object:
            if method == "PUT":
                left[0] -= 1
                if left[0] < 0:
                    raise KeyboardInterrupt
            return real(self, method, *rest, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(Client, "request", cut)
        try:
            morgue.create(where).close()
        except KeyboardInterrupt:
            monkeypatch.setattr(Client, "request", real)
            with pytest.raises(ArchiveError, match="there is no archive at"):
                morgue.open(where)
            with morgue.create(where) as archive:
                assert archive.count("*") == 0
            client = connect(where)
            unmake(client, Layout(client.address.name))
        else:
            break
    assert most == 6  # the template, four indices, the facts


def test_stories_that_have_lost_their_archive(where: str, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feed(feeds, "a", story(1))
    with morgue.create(where) as archive:
        archive.index([feeds])
    client = connect(where)
    client.request("DELETE", f"/{client.address.name}.catalog")
    with pytest.raises(ArchiveError, match="stories of an archive that has lost its catalog") as caught:
        morgue.create(where)
    assert f"{client.address.name}.*" in str(caught.value.hint)


DIES = """
import os, sys, morgue
from morgue.engines.opensearch.register import Register
Register.settle = lambda *each: os._exit(9)
morgue.open(sys.argv[1]).index(sys.argv[2:])
"""


def test_the_commit_of_one_who_died_is_news_when_it_is_done_again(where: str, tmp_path: Path) -> None:
    """Nobody waits for the dead, and what they have brought is not missed by one who watches."""
    feeds = tmp_path / "feeds"
    feed(feeds, "a", story(1))
    with morgue.create(where) as archive:
        archive.index([feeds])
        feed(feeds, "b", story(2))
        command = [sys.executable, "-c", DIES, where, str(feeds)]
        assert subprocess.run(command, check=False).returncode == 9
        feed(tmp_path / "others", "c", story(3))
        assert apart(where, tmp_path / "others", machine="other").wait(PATIENCE) == 0
        assert archive.newest == 1  # for all that others know, the second commit is still at work
        assert archive.index([feeds]).revision == archive.revision == 4
        assert sorted(archive.changed_since(1)) == sorted(story(number).id for number in (2, 3))
        assert archive.changed_since(3) == (story(2).id,)
        assert archive.count("*") == 3
    assert sound(where)


def test_the_commit_of_one_who_gave_up_is_news_when_it_is_done_again(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds = tmp_path / "feeds"
    feed(feeds, "a", story(1))

    def stop(*unused: object) -> None:
        raise KeyboardInterrupt

    with morgue.create(where) as archive:
        with monkeypatch.context() as patch:
            patch.setattr("morgue.engines.opensearch.register.Register.settle", stop)
            with pytest.raises(KeyboardInterrupt):
                archive.index([feeds])
        assert archive.newest == 1  # it has ended, and brought nothing that is known
        assert archive.index([feeds]).revision == 2
        assert archive.changed_since(1) == (story(1).id,)
    assert sound(where)


def test_what_a_killed_writer_deleted_and_did_not_refresh_is_not_found(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds = tmp_path / "feeds"
    moved = article_id("moved")
    feed(feeds, "a", story(1, id=moved, day="2025-01-10"))

    def stop(*unused: object) -> None:
        raise KeyboardInterrupt

    with morgue.create(where) as archive:
        archive.index([feeds])
        feed(feeds, "a", story(1, id=moved, day="2025-02-10"))
        with monkeypatch.context() as patch:
            patch.setattr("morgue.engines.opensearch.writer.OpenSearchWriter._refresh", stop)
            with pytest.raises(KeyboardInterrupt):
                archive.index([feeds])
        archive.index([feeds])
        assert [(hit.article.id, hit.article.day) for hit in archive.hits("*", snippets=0)] == [
            (moved, "2025-02-10")
        ]
    assert sound(where)


def test_all_stories_in_little_memory(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times the stories, no more memory: they come page by page, and go."""
    monkeypatch.setattr("morgue.engines.opensearch.searcher.PAGE", 20)
    feeds = tmp_path / "feeds"
    long = "The ferry board met, and met again. " * 100
    stories = [story(number, id=article_id(f"m{number}"), body=f"{number} {long}") for number in range(800)]
    feed(feeds, "a", *stories)

    def peak(query: str) -> tuple[int, int]:
        tracemalloc.start()
        number = sum(1 for _ in archive.hits(query, snippets=1))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return number, most

    with morgue.create(where) as archive:
        archive.index([feeds])
        few, little = peak(" OR ".join(f'"{number} the"' for number in range(80)))
        many, most = peak("ferry")
        assert (few, many) == (80, 800)
        assert most < 1.5 * little


@pytest.mark.parametrize("block", ["write", "read_only", "read_only_allow_delete"])
def test_an_index_that_takes_no_writes_is_named(where: str, tmp_path: Path, block: str) -> None:
    """The last of them is what a cluster does by itself when a disk is almost full."""
    feeds = tmp_path / "feeds"
    feed(feeds, "a", story(1))
    with morgue.create(where) as archive:
        archive.index([feeds])
        client = connect(where)
        home = f"{client.address.name}.stories-2025-10"
        client.request("PUT", f"/{home}/_settings", {f"index.blocks.{block}": True})
        feed(feeds, "a", story(1), story(2))
        with pytest.raises(ArchiveError, match=f"{home}.* blocked"):
            archive.index([feeds])
        assert archive.count("*") == 1
        assert any(home in each and "takes no writes" in each for each in archive.verify().problems)
        client.request("PUT", f"/{home}/_settings", {f"index.blocks.{block}": None})
        assert archive.index([feeds]).articles.total == 2
        assert archive.verify().sound


def test_a_snapshot_that_the_cluster_forgot_is_taken_again(where: str, tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feed(feeds, "a", story(1))
    with morgue.create(where) as archive:
        archive.index([feeds])
        assert archive.count("*") == 1
        client = connect(where)
        client.request("DELETE", "/_search/point_in_time/_all")
        assert archive.count("*") == 1  # nothing has changed since
        client.request("DELETE", "/_search/point_in_time/_all")
        feed(feeds, "b", story(2))
        with morgue.open(where) as other:
            other.index([feeds])
        with pytest.raises(EngineError, match="no longer kept"):
            archive.count("*")
        archive.refresh()
        assert archive.count("*") == 2


def test_the_shape_of_an_archive(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in (("SHARDS", "2"), ("REGISTER_SHARDS", "3"), ("REPLICAS", "2")):
        monkeypatch.setenv(f"MORGUE_OPENSEARCH_{name}", number)
    feed(tmp_path / "feeds", "a", *(story(number) for number in range(1, 6)))
    with morgue.create(where) as archive:
        archive.index([tmp_path / "feeds"])
        assert archive.count("ferry") == 5
        assert archive.verify().sound
    client = connect(where)
    settings = client.request("GET", f"/{client.address.name}.*/_settings")
    found = {
        name.rpartition(".")[2]: (
            each["settings"]["index"]["number_of_shards"],
            each["settings"]["index"]["number_of_replicas"],
        )
        for name, each in settings.items()
    }
    assert found["stories-2025-10"] == ("2", "2")
    assert found["register"] == ("3", "2")
    assert found["words"] == found["catalog"] == ("1", "2")
