"""The line of a long run says what it does and how far it is."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from morgue.ingest.summary import Progress, Stage
from morgue.render import progress
from morgue.render.progress import live, shown_of


@pytest.mark.parametrize("stage", [each for each in get_args(Stage) if each != "read"])
def test_every_stage_has_a_name_and_a_share(stage: Stage) -> None:
    shown = shown_of(Progress(stage=stage, done=1_200, total=4_000, path="feeds/a.xml"))
    assert (shown["completed"], shown["total"], shown["path"]) == (1_200, 4_000, "")
    assert shown["speed"] == "1,200 of 4,000 articles"
    assert shown["files"]
    unknown = shown_of(Progress(stage=stage))
    assert (unknown["total"], unknown["speed"]) == (None, "")


def test_reading_has_its_files() -> None:
    shown = shown_of(Progress(2, 5, 40, 300, 1_000, 2.0, "feeds/2025/a.xml"))
    assert shown == {
        "total": 1_000, "completed": 300, "files": "2 of 5 files", "speed": "40 articles, 20/s", "path": "a.xml",
    }  # fmt: skip
    assert shown_of(Progress(2))["total"] is None


def test_a_stage_is_shown_as_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.progress import Progress as Bar

    drawn: list[tuple[str, int]] = []

    def update(bar: Bar, task: object, **facts: Any) -> None:
        drawn.append((facts["files"], facts["completed"]))

    monkeypatch.setattr(Bar, "update", update)
    monkeypatch.setattr(progress, "is_terminal", lambda file: True)
    monkeypatch.setattr(progress, "_EVERY", float("inf"))
    with live(quiet=False, color="never") as show:
        assert show is not None
        for each in (
            Progress(1, 1, 40, 10, 10, 1.0, "a.xml"),
            Progress(1, 1, 40, 11, 11, 1.0, "b.xml"),
            Progress(stage="compare", done=10, total=40),
            Progress(stage="compare", done=20, total=40),
            Progress(stage="place", done=0, total=8),
        ):
            show(each)
    assert drawn == [("1 of 1 files", 10), ("finding stories", 10), ("writing stories", 0)]


def test_nothing_is_drawn_where_nobody_sees_it() -> None:
    with live(quiet=True, color="never") as show:
        assert show is None
