"""Searching: every peer stays open and is asked the same questions in turn, round after round."""

from __future__ import annotations

import contextlib
import statistics

from bench.asks import choose
from bench.measure import Server
from bench.peers.ask import KINDS, Ask
from bench.programs import MORGUE, Peer
from bench.rows import Row, Run, geometric_mean, percentile


def search(bench: Run) -> list[Row]:
    """The p50 of every kind, their geometric mean beside each peer, and the p99 of all."""
    asks = choose(bench.feeds, seed=bench.seed, each=bench.each)
    peers = [peer for peer in bench.peers if bench.home(peer).exists()]
    took: dict[tuple[str, str], list[float]] = {}
    totals: dict[tuple[str, str], int] = {}
    with contextlib.ExitStack() as stack:
        servers = {
            peer: stack.enter_context(Server(peer.command("search", str(bench.home(peer))))) for peer in peers
        }
        for number in range(-1, bench.rounds):
            for peer, server in servers.items():
                for kind, time, total in _asked(server, peer, asks):
                    if number < 0:  # the first round warms caches, and counts
                        totals[peer.name, kind] = totals.get((peer.name, kind), 0) + total
                    else:
                        took.setdefault((peer.name, kind), []).append(time)
    return [*_kinds(peers, took, totals), *_summaries(peers, took)]


def _asked(server: Server, peer: Peer, asks: list[Ask]) -> list[tuple[str, float, int]]:
    """Kind, microseconds and number of matches of every question that the peer knows."""
    found = []
    for ask in asks:
        if ask.kind in peer.kinds:
            time, total, *_ = server.ask(ask.line())
            found.append((ask.kind, float(time), int(total)))
    return found


def _kinds(
    peers: list[Peer], took: dict[tuple[str, str], list[float]], totals: dict[tuple[str, str], int]
) -> list[Row]:
    rows = []
    for kind in KINDS:
        known = [peer.name for peer in peers if kind in peer.kinds]
        counted = ", ".join(f"{name} {totals[name, kind]:,}" for name in known if name != "bm25s")
        values = {name: statistics.median(took[name, kind]) for name in known}
        rows.append(Row("search", kind, "µs", values, f"matches: {counted}"))
    return rows


def _summaries(peers: list[Peer], took: dict[tuple[str, str], list[float]]) -> list[Row]:
    """One row a peer, over the kinds that it shares with morgue, then the p99 of all kinds."""
    rows = []
    for peer in peers:
        if peer.name == MORGUE:
            continue
        means = {
            name: geometric_mean([statistics.median(took[name, kind]) for kind in peer.kinds])
            for name in (MORGUE, peer.name)
        }
        rows.append(Row("search", "geometric mean", "µs", means, f"over {len(peer.kinds)} kinds"))
    slowest = {
        peer.name: percentile([time for kind in peer.kinds for time in took[peer.name, kind]], 0.99)
        for peer in peers
    }
    return [*rows, Row("tail", "p99 of all kinds", "µs", slowest)]
