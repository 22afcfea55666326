"""Searching while the archive is written: four threads ask, one indexes new stories, in one process.

`quiet` is one thread that asks and nothing else; `readers` is four that ask and nobody who writes. What the
four cost each other is told by `readers`, what the writer costs them is the rest.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

from bench.generate import A_FILE, write_file
from bench.measure import ROOT, environment
from bench.programs import MORGUE
from bench.rows import Row, Run

NEW_FILES = 60


def busy(bench: Run) -> list[Row]:
    """p50 and p99 of morgue and of plain tantivy, quiet and busy."""
    fresh = bench.work / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    for at in range(NEW_FILES):
        write_file(fresh, bench.seed + 1, at, NEW_FILES, A_FILE)
    measured = {}
    for name in (MORGUE, "tantivy"):
        if not bench.home(name).exists():
            continue
        copy = bench.work / f"busy-{name}"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(bench.home(name), copy)
        told = subprocess.run(
            [sys.executable, "-m", "bench.load", name, str(copy), str(bench.feeds), str(fresh), str(bench.seed), str(bench.each)],
            env=environment(), cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        if told.returncode:
            raise RuntimeError(f"bench.load {name}: {told.stderr[-2000:]}")
        measured[name] = json.loads(told.stdout)
        shutil.rmtree(copy)
    rows = []
    for part in ("p50", "p99"):
        values = {"quiet": measured[MORGUE]["quiet"][part], "readers": measured[MORGUE]["readers"][part]}
        values[MORGUE] = measured[MORGUE]["busy"][part]
        note = ""
        if "tantivy" in measured:
            other = measured["tantivy"]
            values["tantivy"] = other["busy"][part]
            note = ", ".join(
                f"tantivy {state} {other[state][part]:,.0f} µs" for state in ("quiet", "readers")
            )
        rows.append(Row("busy", part, "µs", values, note))
    return rows
