"""Read the query language as help shows it: examples for the front page, the tables of the help, the keys."""

from __future__ import annotations

from functools import cache
from pathlib import Path

GROUPS = ("Words", "Fields", "Dates")
"""The tables of the help."""


@cache
def table(group: str) -> tuple[tuple[str, str], ...]:
    """Return the rows of one of GROUPS, of the `Examples` or of the `Keys`: what to type, and what it means."""
    lines = Path(__file__).with_name("data").joinpath("language.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return tuple((typed, meaning) for name, typed, meaning in rows if name == group)
