"""Write answers as lines: text for people, or ids for scripts."""

from __future__ import annotations

from collections.abc import Iterator

from morgue.render.answer import Answer, Paper
from morgue.render.sanitize import clean


def text(answer: Answer, paper: Paper) -> Iterator[bytes]:
    """Write what people read."""
    for line in answer.text(paper):
        yield line.encode("utf-8", "replace") + b"\n"


def ids(answer: Answer, paper: Paper) -> Iterator[bytes]:
    """Write one article id a line; with --null each ends with NUL instead."""
    for row in answer.rows:
        yield clean(str(row["id"])).encode() + (b"\0" if paper.null else b"\n")
