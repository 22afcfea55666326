"""Searching: every peer stays open and is asked the same questions in turn, round after round.

The time of a question is that of its fastest round, since whatever else runs on the machine only adds to it;
the p50 of a kind is the median of its questions. The slowest hundredth is of all answers of all rounds.
"""

from __future__ import annotations

import contextlib
import statistics

from bench.asks import choose
from bench.measure import Server
from bench.peers.ask import KINDS, Ask
from bench.programs import MORGUE, Peer
from bench.rows import Row, Run, geometric_mean, percentile

PASSES = 3
"""Passes through all questions in a round."""

Took = dict[tuple[str, Ask], list[float]]


def search(bench: Run) -> list[Row]:
    """The p50 of every kind, their geometric mean beside each peer, and the p99 of all."""
    asks = list(dict.fromkeys(choose(bench.feeds, seed=bench.seed, each=bench.each)))
    peers = [peer for peer in bench.peers if bench.home(peer).exists()]
    took: Took = {}
    totals: dict[tuple[str, str], int] = {}
    with contextlib.ExitStack() as stack:
        servers = {
            peer: stack.enter_context(Server(peer.command("search", str(bench.home(peer))))) for peer in peers
        }
        for number in range(-1, bench.rounds * PASSES):
            for peer, server in servers.items():
                if peer.slow and number > 0:
                    continue
                for ask, time, total in _asked(server, peer, asks):
                    if number < 0:  # the first pass warms caches, and counts
                        totals[peer.name, ask.kind] = totals.get((peer.name, ask.kind), 0) + total
                    else:
                        took.setdefault((peer.name, ask), []).append(time)
    return [*_kinds(peers, took, totals), *_summaries(peers, took)]


def _asked(server: Server, peer: Peer, asks: list[Ask]) -> list[tuple[Ask, float, int]]:
    """Microseconds and number of matches of every question that the peer knows."""
    found = []
    for ask in asks:
        if ask.kind in peer.kinds:
            time, total, *_ = server.ask(ask.line())
            found.append((ask, float(time), int(total)))
    return found


def _p50(took: Took, name: str, kind: str) -> float:
    """The median over the questions of a kind of the fastest answer to each."""
    return statistics.median(
        min(times) for (who, ask), times in took.items() if who == name and ask.kind == kind
    )


def _kinds(peers: list[Peer], took: Took, totals: dict[tuple[str, str], int]) -> list[Row]:
    rows = []
    for kind in KINDS:
        known = [peer.name for peer in peers if kind in peer.kinds]
        counted = ", ".join(f"{name} {totals[name, kind]:,}" for name in known if name != "bm25s")
        values = {name: _p50(took, name, kind) for name in known}
        rows.append(Row("search", kind, "µs", values, f"matches: {counted}"))
    return rows


def _summaries(peers: list[Peer], took: Took) -> list[Row]:
    """One row a peer, over the kinds that it shares with morgue, then the p99 of all answers."""
    rows = []
    for peer in peers:
        if peer.name == MORGUE:
            continue
        means = {
            name: geometric_mean([_p50(took, name, kind) for kind in peer.kinds])
            for name in (MORGUE, peer.name)
        }
        rows.append(Row("search", "geometric mean", "µs", means, f"{peer.name} over {len(peer.kinds)} kinds"))
    slowest = {
        peer.name: percentile(
            [each for (who, _), times in took.items() if who == peer.name for each in times], 0.99
        )
        for peer in peers
    }
    return [*rows, Row("tail", "p99 of all kinds", "µs", slowest)]
