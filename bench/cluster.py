"""An archive on a cluster beside the same archive in a directory, on one machine, in one run.

    morgue index --archive ARCHIVE FEEDS
    python -m bench.cluster FEEDS ARCHIVE               one node, which is started and ended here
    python -m bench.cluster FEEDS ARCHIVE --nodes 3     three, and a replica of everything
    python -m bench.cluster FEEDS ARCHIVE --cluster 10.0.0.7:9200,10.0.0.8:9200

The archive in the directory ARCHIVE is copied to the cluster, as `morgue move` does; then both are asked the
same questions of ten kinds, one after the other. A question is asked several times and counts as fast as it was
at its fastest but one, since the machine may be shared; a kind counts as the median of its questions. Where
the two do not find the same number of articles the run ends with an error. Processor time is that of this process
and, of the cluster, that of its nodes. Wants Java 17 and Maven, unless a cluster is named.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import geometric_mean, median
from typing import Any

from tests.cluster.cluster import NoCluster, start

import morgue
from bench.asks import choose
from bench.machine import machine
from bench.peers.morgue_archive import NOW, query_of
from morgue.archive.archive import Archive
from morgue.archive.copy import move
from morgue.engines.opensearch.client import connect
from morgue.engines.opensearch.mapping import Layout, unmake

KINDS = ("term", "and", "or", "phrase2", "date", "not", "prefix", "place", "near", "headline")
NAME = "bench"


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of question: articles found (median), and milliseconds on the cluster and in the directory.

    `node_cpu` is milliseconds of processors that the nodes took for a question, whatever else they did included.
    """

    kind: str
    found: int
    cluster: float
    directory: float
    node_cpu: float


@dataclass(frozen=True, slots=True)
class Copy:
    """What the copy took: seconds by the clock and of processors, here and on the nodes; bytes that came of it."""

    articles: int
    seconds: float
    own_cpu: float
    node_cpu: float
    cluster_bytes: int
    directory_bytes: int
    shards: int


@contextmanager
def _nodes(number: int, heap: str, named: str | None) -> Iterator[str]:
    """HOST:PORT of the nodes, of a cluster that runs or of one that is started."""
    if named:
        yield named
        return
    with start(number, heap) as cluster:
        yield ",".join(cluster.hosts)


def _node_cpu(where: str) -> float:
    """Seconds of processors that the nodes have used."""
    nodes = connect(where).request("GET", "/_nodes/stats/process")["nodes"].values()
    return float(sum(each["process"]["cpu"]["total_in_millis"] for each in nodes)) / 1000


def copied(directory: Path, where: str) -> Copy:
    """Copy the archive to the cluster; its indices are merged no further than they merge by themselves."""
    began = time.process_time(), _node_cpu(where)
    report = move(directory, where)
    own, nodes = time.process_time() - began[0], _node_cpu(where) - began[1]
    shards = connect(where).request("GET", f"/_cluster/health/{NAME}.*")["active_primary_shards"]
    with morgue.open(where) as cluster, morgue.open(directory) as embedded:
        sizes = cluster.stats().bytes, embedded.stats().bytes
    return Copy(report.total, report.seconds, own, nodes, *sizes, shards)


def _asked(archive: Archive, query: str, rounds: int) -> tuple[int, float]:
    """How many match, and milliseconds."""
    times = []
    total: int | None = None
    for _ in range(rounds):
        began = time.perf_counter()
        total = archive.search(query, limit=10, now=NOW).total
        times.append((time.perf_counter() - began) * 1000)
    if total is None:
        raise RuntimeError(f"{query}: no exact count")
    return total, sorted(times)[min(1, rounds - 1)]


def compare(where: str, directory: Path, feeds: Path, *, each: int, rounds: int, seed: int = 1) -> list[Row]:
    """Both asked the same; raises RuntimeError where they do not find as many."""
    asks = choose(feeds, seed=seed, each=each, kinds=KINDS)
    rows = []
    with morgue.open(where) as cluster, morgue.open(directory) as embedded:
        for kind in KINDS:
            answers = []
            before = _node_cpu(where)
            for query in (query_of(ask) for ask in asks if ask.kind == kind):
                total, took = _asked(cluster, query, rounds)
                expected, beside = _asked(embedded, query, rounds)
                if total != expected:
                    raise RuntimeError(f"{query}: {total:,} on the cluster, {expected:,} in the directory")
                answers.append((total, took, beside))
            busy = (_node_cpu(where) - before) * 1000 / (len(answers) * rounds)
            found, ours, theirs = (median(each) for each in zip(*answers, strict=True))
            rows.append(Row(kind, round(found), ours, theirs, busy))
    return rows


def table(copy: Copy, rows: list[Row], nodes: int) -> str:
    """The figures as Markdown."""
    rate = copy.articles / copy.seconds
    per = 1000 / copy.articles
    lines = [
        f"{copy.articles:,} articles, {nodes} node{'s' if nodes > 1 else ''}, {copy.shards} shards: copied at "
        f"{rate:,.0f} articles a second; an article took {copy.own_cpu * per:.2f} ms of processor time here and "
        f"{copy.node_cpu * per:.2f} ms on the nodes, and takes {copy.cluster_bytes / copy.articles:,.0f} bytes on the cluster "
        f"({copy.directory_bytes / copy.articles:,.0f} in the directory).",
        "",
        "| question | articles | cluster, ms | directory, ms | | nodes, cpu ms |\n|---|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row.kind} | {row.found:,} | {row.cluster:.1f} | {row.directory:.2f} | {row.cluster / row.directory:.1f} × | {row.node_cpu:.1f} |"
        for row in rows
    ]
    means = [geometric_mean(getattr(row, name) for row in rows) for name in ("cluster", "directory")]
    lines.append(f"| geometric mean | | {means[0]:.1f} | {means[1]:.2f} | {means[0] / means[1]:.1f} × | |")
    return "\n".join(lines)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="python -m bench.cluster",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("feeds", type=Path, help="questions are made of its words")
    made.add_argument("archive", type=Path, help="a directory that holds the archive of the feeds")
    made.add_argument("--nodes", type=int, default=1, help="how many are started (%(default)s)")
    made.add_argument("--heap", default="1g", help="of each node that is started (%(default)s)")
    made.add_argument("--cluster", help="HOST:PORT,… of one that runs")
    made.add_argument("--each", type=int, default=9, help="questions a kind (%(default)s)")
    made.add_argument("--rounds", type=int, default=5, help="times that each is asked (%(default)s)")
    made.add_argument("--output", type=Path, help="a file for all figures as JSON")
    return made


def main() -> None:
    """Print the figures as a table."""
    given = parser().parse_args()
    before = machine()
    with tempfile.TemporaryDirectory() as state, _nodes(given.nodes, given.heap, given.cluster) as hosts:
        os.environ["XDG_STATE_HOME"] = state
        where = f"opensearch://{hosts}/{NAME}"
        copy = copied(given.archive, where)
        print(f"copied in {copy.seconds:,.0f} s", file=sys.stderr)
        nodes = len(connect(where).request("GET", "/_nodes/_all/none")["nodes"])
        try:
            rows = compare(where, given.archive, given.feeds, each=given.each, rounds=given.rounds)
        finally:
            if given.cluster:
                client = connect(where)
                unmake(client, Layout(NAME))
    facts: dict[str, Any] = {"machine": before, "nodes": nodes, "heap": given.heap, "copy": asdict(copy)}
    facts["rows"] = [asdict(row) for row in rows]
    if given.output:
        given.output.write_text(json.dumps(facts, indent=1) + "\n")
    print(table(copy, rows, nodes))


if __name__ == "__main__":
    try:
        main()
    except NoCluster as error:
        sys.exit(f"bench.cluster: {error}")
