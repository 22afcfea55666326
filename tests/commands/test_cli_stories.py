"""`morgue stories` says how many there are and finds them again; `index --no-stories` looks for none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.commands.test_cli import Answer, call, feeds, where  # noqa: F401 - fixtures, and what they return
from tests.ingest.test_linking import desk, feed, id_of

Call = Callable[..., Answer]


def test_stories_are_counted_and_found_again(call: Call, tmp_path: Path) -> None:  # noqa: F811
    place = ("--archive", str(tmp_path / "archive"))
    folder = feed(tmp_path / "feeds", desk())
    assert call("index", str(folder), "--no-stories", *place).code == 0
    assert call("stories", *place).out == "11 stories in 11 articles\n"
    expected = (
        f"8 stories in 11 articles\n2 have several, 5 articles in all; the largest, {id_of(1)}, has 3\n"
    )
    assert call("stories", "--rebuild", *place).out == expected
    assert call("stories", *place).out == expected
    assert "stories     8, 2 of them with several articles" in call("stats", *place).out
    document = call("stories", *place, "--json").document
    assert list(document) == [
        "format_version", "archive", "articles", "stories", "with_several", "in_several", "largest", "not_compared",
    ]  # fmt: skip
    assert document["largest"] == {"id": id_of(1), "articles": 3}


def test_an_archive_without_stories_of_several(call: Call, tmp_path: Path) -> None:  # noqa: F811
    place = ("--archive", str(tmp_path / "archive"))
    call("index", str(feed(tmp_path / "feeds", desk()[5:6])), *place)
    assert call("stories", *place).out == "1 story in 1 article\n"
    assert call("stories", *place, "--json").document["largest"] is None
