"""Draw the progress of a long run on a terminal: what it does, how far it is, how fast, how long yet."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from morgue.render.layout import shorten
from morgue.render.sanitize import clean
from morgue.render.style import Color, is_terminal, wants_color

if TYPE_CHECKING:
    from morgue.ingest.summary import Progress, Stage

_EVERY = 0.1
"""Seconds between two pictures."""

_PATH = 30

_STAGES: dict[Stage, str] = {
    "copy": "copying",
    "sketch": "preparing to find stories",
    "commit": "committing",
    "compare": "finding stories",
    "place": "writing stories",
}
"""What a stage is called; reading has the number of files instead."""


@contextlib.contextmanager
def live(*, quiet: bool, color: Color) -> Iterator[Callable[[Progress], None] | None]:
    """Lend a function to call with each Progress, or None where nobody would see it."""
    if quiet or not is_terminal(sys.stderr):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True, no_color=not wants_color(color, sys.stderr), highlight=False, markup=False)
    columns = (
        TextColumn("{task.fields[files]}", markup=False),
        BarColumn(bar_width=None),
        TextColumn("{task.percentage:>3.0f}%", markup=False),
        TextColumn("{task.fields[speed]}", markup=False),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[path]}", markup=False, style="dim"),
    )
    with Bar(*columns, console=console, transient=True, expand=True) as bar:
        task = bar.add_task("", total=None, files="looking for feeds", speed="", path="")
        shown, stage = -_EVERY, "read"

        def show(progress: Progress) -> None:
            nonlocal task, shown, stage
            now = time.monotonic()
            if progress.stage == stage and now - shown < _EVERY:
                return
            if progress.stage != stage:  # how long it takes yet is reckoned from its own speed
                bar.remove_task(task)
                task, stage = bar.add_task("", total=None, files="", speed="", path=""), progress.stage
            shown = now
            bar.update(task, **shown_of(progress))

        yield show


def shown_of(progress: Progress) -> dict[str, Any]:
    """Return what the line shows of a run: `total` and `completed` of the bar, None where it has no end, and the words beside it."""
    if progress.stage != "read":
        return {
            "total": progress.total,
            "completed": progress.done,
            "files": _STAGES[progress.stage],
            "speed": f"{progress.done:,} of {progress.total:,} articles"
            if progress.total is not None
            else "",
            "path": "",
        }
    return {
        "total": progress.bytes_total if progress.files_total is not None else None,
        "completed": progress.bytes_done,
        "files": _files(progress),
        "speed": _speed(progress),
        "path": shorten(clean(progress.path.rpartition("/")[2]), _PATH),
    }


def _files(progress: Progress) -> str:
    if progress.files_total is None:
        return f"{progress.files_done:,} files"
    return f"{progress.files_done:,} of {progress.files_total:,} files"


def _speed(progress: Progress) -> str:
    rate = progress.articles / progress.seconds if progress.seconds else 0
    return f"{progress.articles:,} articles, {rate:,.0f}/s"
