"""Which texts of articles are kept, and when one stands again."""

from __future__ import annotations

from pathlib import Path

import morgue
from tests.conftest import story, write_jsonl


def test_a_story_that_has_moved_to_another_file_leaves_with_it(tmp_path: Path) -> None:
    """The text that its first file had is no more of that file, and does not stand again."""
    feeds = tmp_path / "feeds"
    with morgue.create(tmp_path / "moved") as archive:
        write_jsonl(feeds / "b.jsonl", [story(1), story(2)])
        write_jsonl(feeds / "a.jsonl", [story(3)])
        archive.index([feeds])
        write_jsonl(feeds / "b.jsonl", [story(2)])
        write_jsonl(feeds / "a.jsonl", [story(3), story(1, body="Quite another text of the first story.")])
        archive.index([feeds])
        assert archive.count("*") == 3
        assert archive.count("versions:all") == 4
        write_jsonl(feeds / "a.jsonl", [story(3)])
        archive.index([feeds])
        assert sorted(hit.article.id for hit in archive.search("versions:all").hits) == sorted(
            (story(2).id, story(3).id)
        )
        assert archive.verify().sound
