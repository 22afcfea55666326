"""An archive that moves to a cluster, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

import morgue
from morgue import moving
from morgue.moving import move
from tests.conftest import story, write_jsonl
from tests.test_moving import contents

pytestmark = pytest.mark.cluster


def test_to_a_cluster_and_back(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    feeds = tmp_path / "feeds"
    write_jsonl(feeds / "a.jsonl", [story(number) for number in range(1, 30)])
    write_jsonl(feeds / "b.jsonl", [story(1, updated="2025-10-09T10:00:00Z", headline="Ferry vote moved")])
    (feeds / "d.xml").write_text("<rss><channel>")
    monkeypatch.setattr(moving, "BATCH", 5)
    monkeypatch.setattr("morgue.cluster.ClusterIngest.commit_after", 10)

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
