"""An archive that moves to a cluster, and back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import morgue
from morgue.archive import copy as moving
from morgue.archive.copy import move
from tests.archive.test_copy import contents
from tests.conftest import story, write_jsonl

pytestmark = pytest.mark.cluster


def test_to_a_cluster_and_back(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feeds = tmp_path / "feeds"
    write_jsonl(feeds / "a.jsonl", [story(number) for number in range(1, 30)])
    write_jsonl(feeds / "b.jsonl", [story(1, updated="2025-10-09T10:00:00Z", headline="Ferry vote moved")])
    (feeds / "d.xml").write_text("<rss><channel>")
    monkeypatch.setattr(moving, "BATCH", 5)
    monkeypatch.setattr("morgue.archive.cluster.ClusterCommitter.commit_after", 10)

    def stop(progress: object) -> None:
        if progress.articles >= 15:  # type: ignore[attr-defined]
            raise KeyboardInterrupt

    with morgue.create(tmp_path / "original") as original:
        original.index([feeds])
        original.forget(ids=[story(3).id])
        with pytest.raises(KeyboardInterrupt):
            move(original.where, where, progress=stop)
        report = move(original.where, where)
        assert report.kept >= 10
        assert report.copied + report.kept == report.total == 28
        assert report.engine == "opensearch"
        with morgue.open(where) as copy:
            assert contents(copy) == contents(original)
            assert copy.verify().sound
            assert copy.index([feeds]).files.unchanged == 3
            assert copy.count("*") == 28
        back = move(where, tmp_path / "back")
        assert (back.copied, back.engine) == (28, "tantivy")
        with morgue.open(tmp_path / "back") as again:
            assert contents(again) == contents(original)


MOVE = """
import sys
from morgue.archive import cluster, copy as moving
from morgue.ingest.run import Ingest
moving.BATCH, cluster.ClusterCommitter.commit_after, Ingest.commit_after = 10, 30, 30
moving.move(*sys.argv[1:], progress=lambda each: print(each.articles, flush=True))
"""


def killed_after(articles: int, source: str | Path, target: str | Path) -> None:
    """A copy that dies without a word once so many articles are told of."""
    command = [sys.executable, "-c", MOVE, str(source), str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) >= articles:
                break
        process.kill()
    assert process.returncode == -9


def test_a_copy_that_is_killed_goes_on(where: str, tmp_path: Path) -> None:
    """Killed three times on the way there and three times on the way back, then said once more."""
    feeds = tmp_path / "feeds"
    for part in range(4):
        numbers = range(part * 50, part * 50 + 50)
        days = [f"2025-{number % 4 + 1:02d}-{number % 28 + 1:02d}" for number in numbers]
        stories = [story(each, day=day, published=day) for each, day in zip(numbers, days, strict=True)]
        write_jsonl(feeds / f"part{part}.jsonl", stories)
    with morgue.create(tmp_path / "original") as original:
        original.index([feeds])
        before = contents(original)
    for source, target in ((tmp_path / "original", where), (where, tmp_path / "back")):
        for articles in (10, 70, 140):
            killed_after(articles, source, target)
        report = move(source, target)
        assert report.copied + report.kept == report.total == 200
        assert report.kept >= 90
        with morgue.open(target) as copy:
            assert contents(copy) == before
            assert copy.count("*") == 200
            assert copy.verify().sound
