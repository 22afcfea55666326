"""Indexing: whole processes, from feed files to a committed index, one after another in turn."""

from __future__ import annotations

import shutil
import statistics

from bench.measure import Cost, run, settle, size
from bench.programs import MORGUE, Peer
from bench.rows import Row, Run

SLOW_LIMIT = 25_000
"""Stories above which slow peers are left out."""

_OK = (0, 3)
"""How an index run may end; 3 says that some inputs were rejected."""

_PARTS = (("wall", "s"), ("cpu", "s"), ("peak memory", "MB"), ("own memory", "MB"))


def index(bench: Run) -> list[Row]:
    """Wall and processor time, memory at the peak, and size of the index, of every peer; then morgue again."""
    costs: dict[str, list[Cost]] = {}
    sizes: dict[str, float] = {}
    for number in range(bench.rounds):
        for peer in _turned(bench.peers, number):
            if peer.slow and (number or bench.stories > SLOW_LIMIT):
                continue
            home = bench.home(peer)
            shutil.rmtree(home, ignore_errors=True)
            settle()
            cost = run(peer.command("index", str(bench.feeds), str(home)), ok=_OK)
            costs.setdefault(peer.name, []).append(cost)
            sizes[peer.name] = size(home) / 1e6
    rows = []
    for at, (part, unit) in enumerate(_PARTS):
        spread = {name: [cost[at] for cost in each] for name, each in costs.items()}
        middle = max if unit == "MB" else statistics.median
        rows.append(
            Row("index", part, unit, {name: middle(each) for name, each in spread.items()}, "", spread)
        )
    rate = {name: bench.stories / seconds for name, seconds in rows[0].values.items()}
    rows.append(Row("index", "stories a second", "", rate))
    return [*rows, Row("size", "archive", "MB", sizes), *_again(bench, costs[MORGUE])]


def _turned(peers: list[Peer], number: int) -> list[Peer]:
    """The peers, beginning with another one in every round."""
    at = number % len(peers)
    return peers[at:] + peers[:at]


def _again(bench: Run, first: list[Cost]) -> list[Row]:
    """More runs over the same files, of which none has changed, beside the first ones."""
    morgue = next(peer for peer in bench.peers if peer.name == MORGUE)
    command = morgue.command("index", str(bench.feeds), str(bench.home(morgue)))
    second = [run(command, ok=_OK) for _ in range(max(3, bench.rounds))]
    rows = []
    for at, (part, unit) in enumerate(_PARTS[:2]):
        once, more = ([cost[at] for cost in each] for each in (first, second))
        values = {MORGUE: statistics.median(more), "first": statistics.median(once)}
        rows.append(Row("again", part, unit, values))
    return rows
