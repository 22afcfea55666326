"""The benchmark: morgue and its peers in turn, on the same articles, in one run.

    python -m bench                             20,000 generated articles, every work, every peer
    python -m bench --size 20000 --size 200000  two archives, and how morgue grows from one to the other
    python -m bench --reuters ../shared/corpora/reuters21578
    python -m bench --works index,search --peers morgue,tantivy --rounds 5
    python -m bench --short                     a few seconds: does it work? For CI; its times mean nothing

The table goes to standard output; result.json, result.md and a plot an archive to --output.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import gzip
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.generate import A_FILE, generate
from bench.machine import machine
from bench.measure import ROOT
from bench.peers.ask import KINDS
from bench.peers.minimal import stories
from bench.plot import svg
from bench.programs import MORGUE, PEERS, Installed, installed
from bench.rows import Row, Run
from bench.tables import report
from bench.works import WORKS

_EVERY_PEER = ",".join(peer.name for peer in PEERS)

_BEGIN, _END = "<!-- a result begins -->", "<!-- a result ends -->"

Archives = list[tuple[str, int, list[Row]]]


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--size", type=int, action="append", help="articles to generate; may be given again")
    made.add_argument("--reuters", type=Path, help="a directory with reut2-*.sgm or .sgm.gz")
    made.add_argument("--rounds", type=int, default=3)
    made.add_argument("--each", type=int, default=20, help="questions a kind")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--works", default=",".join(WORKS), help="of %(default)s")
    made.add_argument("--peers", default=_EVERY_PEER, help="of %(default)s")
    made.add_argument(
        "--work", type=Path, default=ROOT / "bench" / "runs", help="where feeds and indexes are made"
    )
    made.add_argument("--output", type=Path, help="where results are written; default: WORK/results")
    made.add_argument(
        "--docs", type=Path, help="a Markdown file whose part between the marks of a result is replaced"
    )
    made.add_argument("--short", action="store_true", help="a smoke test of a few seconds")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; 0 when it ran."""
    asked = parser().parse_args(arguments)
    if asked.short:
        asked.size, asked.rounds, asked.each = [200], 1, 2
        if asked.peers == _EVERY_PEER:
            asked.peers = "tantivy,fts5"
    unknown = set(asked.works.split(",")) - WORKS.keys() | set(asked.peers.split(",")) - {
        p.name for p in PEERS
    }
    if unknown:
        print(f"bench: not known: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    asked.work.mkdir(parents=True, exist_ok=True)
    os.environ["BENCH_WORK"] = str(asked.work.resolve())
    here = installed({MORGUE, *asked.peers.split(",")})
    result: dict[str, Any] = {
        "machine": machine(),
        "when": dt.datetime.now(dt.UTC).strftime("%d %B %Y"),
        "versions": here.versions,
        "missing": here.missing,
        "rounds": asked.rounds,
        "each": asked.each,
        "seed": asked.seed,
    }
    archives: Archives = []
    for run in _runs(asked, here):
        archives.append(_measured(run, asked.works.split(",")))
        text = _write(asked.output or asked.work / "results", result, archives + _growth(archives))
    print(text)
    if asked.docs:
        _document(asked.docs, asked.output or asked.work / "results", text)
    return 0


def _runs(asked: argparse.Namespace, here: Installed) -> list[Run]:
    """The archives to measure, small ones first."""
    found = []
    if asked.reuters:
        feeds = unpacked(asked.reuters, asked.work / "reuters")
        found.append(("Reuters-21578", feeds, sum(1 for _ in stories(feeds))))
    sizes = asked.size or ([] if asked.reuters else [20_000])
    found += [
        (
            f"Generated {size:,}",
            generate(asked.work, size, seed=asked.seed, a_file=10 if asked.short else A_FILE),
            size,
        )
        for size in sorted(set(sizes))
    ]
    return [
        Run(
            feeds,
            asked.work / "indexes" / feeds.name,
            label,
            number,
            here.peers,
            asked.rounds,
            asked.each,
            asked.seed,
        )
        for label, feeds, number in found
    ]


def unpacked(source: Path, home: Path) -> Path:
    """The SGML files of Reuters-21578 as plain files, for programs that read no gzip."""
    home.mkdir(parents=True, exist_ok=True)
    packed = sorted(source.glob("reut2-*.sgm*"))
    if not packed:
        raise SystemExit(f"bench: no reut2-*.sgm in {source}")
    for path in packed:
        data = path.read_bytes()
        (home / path.name.removesuffix(".gz")).write_bytes(
            gzip.decompress(data) if path.suffix == ".gz" else data
        )
    return home


def _measured(run: Run, works: Sequence[str]) -> tuple[str, int, list[Row]]:
    rows: list[Row] = []
    for name, work in WORKS.items():
        if name in works:
            print(f"bench: {run.label}: {name}", file=sys.stderr, flush=True)
            rows += work(run)
    return run.label, run.stories, rows


def _growth(archives: Archives) -> Archives:
    """morgue's p50 a kind in the largest generated archive beside the smallest."""
    generated = [each for each in archives if each[0].startswith("Generated")]
    if len(generated) < 2:
        return []
    (_, few, small), (_, many, large) = generated[0], generated[-1]
    by_kind = [{row.part: row.values for row in rows if row.work == "search"} for rows in (small, large)]
    rows = [
        Row("growth", kind, "µs", {"smaller": by_kind[0][kind][MORGUE], MORGUE: by_kind[1][kind][MORGUE]})
        for kind in KINDS
        if all(kind in each for each in by_kind)
    ]
    return [(f"Growth from {few:,}", many, rows)] if rows else []


def _write(output: Path, result: dict[str, Any], archives: Archives) -> str:
    """Write what is known so far, as a long run may be ended; the table comes back."""
    output.mkdir(parents=True, exist_ok=True)
    for old in output.glob("*.svg"):
        old.unlink()
    text = report(result, archives)
    (output / "result.md").write_text(text, encoding="utf-8")
    told = {**result}
    told["archives"] = [
        {"label": label, "stories": number, "rows": [dataclasses.asdict(row) for row in rows]}
        for label, number, rows in archives
    ]
    (output / "result.json").write_text(
        json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    for label, number, rows in archives:
        if any(row.work in ("index", "search") for row in rows):
            name = re.sub(r"[^a-z0-9]+", "-", label.lower())
            title = (
                f"{label}, {number:,} articles: morgue's cost as a multiple of each peer's (left is better)"
            )
            (output / f"{name}.svg").write_text(svg(title, rows), encoding="utf-8")
    return text


def _document(page: Path, output: Path, text: str) -> None:
    """Put a result between the marks of a page, and its plots in a folder beside it."""
    before, _, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    folder = page.with_suffix("")
    folder.mkdir(exist_ok=True)
    pictures = []
    for plot in sorted(output.glob("*.svg")):
        (folder / plot.name).write_bytes(plot.read_bytes())
        pictures.append(f"![{plot.stem}]({folder.name}/{plot.name})")
    page.write_text("\n\n".join([before + _BEGIN, *pictures, text.strip(), _END]) + after, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
