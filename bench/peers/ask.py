"""One question put to every peer, as a line that any language can split. Standard library only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import NamedTuple

KINDS = (
    "term",
    "and",
    "or",
    "phrase2",
    "phrase3",
    "date",
    "not",
    "prefix",
    "place",
    "fuzzy",
    "near",
    "headline",
)
LIMIT = 10
NEAR = 5


class Ask(NamedTuple):
    """A question. `first` and `last` are days as YYYYMMDD, used by `date`; `place` is used by `place`."""

    kind: str
    words: tuple[str, ...]
    first: int = 0
    last: int = 0
    place: str = ""

    def line(self) -> str:
        """The question in one line of five tab-separated values."""
        return f"{self.kind}\t{' '.join(self.words)}\t{self.first}\t{self.last}\t{self.place}"


def ask_of(line: str) -> Ask:
    """The question of a line that `Ask.line` made."""
    kind, words, first, last, place = line.rstrip("\n").split("\t")
    return Ask(kind, tuple(words.split()), int(first), int(last), place)


class Reply(NamedTuple):
    """What a peer found: how many match in all, how many it showed, and with how many highlights."""

    total: int
    shown: int
    marked: int


def serve(answer: Callable[[Ask], Reply]) -> None:
    """Answer questions from standard input, one reply a line: microseconds, total, shown, marked."""
    for line in sys.stdin:
        ask = ask_of(line)
        began = time.perf_counter_ns()
        reply = answer(ask)
        took = (time.perf_counter_ns() - began) / 1000
        print(f"{took:.1f}\t{reply.total}\t{reply.shown}\t{reply.marked}", flush=True)
