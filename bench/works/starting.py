"""Starting: one search from the shell, and the first prompt of the interactive search."""

from __future__ import annotations

import os
import pty
import select
import signal
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bench.asks import choose
from bench.measure import ROOT, environment, run
from bench.peers.morgue_archive import query_of
from bench.programs import MORGUE
from bench.rows import Row, Run

SCRIPT = """
import sys, click, orjson, tantivy
from tantivy import Filter, TextAnalyzerBuilder, Tokenizer
index = tantivy.Index.open(sys.argv[1])
words = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
index.register_tokenizer("word", words.build())
stems = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase()).filter(Filter.stemmer("english"))
index.register_tokenizer("stem", stems.build())
searcher = index.searcher()
found = searcher.search(index.parse_query(sys.argv[2], ["headline", "body"]), limit=10)
for score, address in found.hits:
    click.echo(orjson.loads(searcher.doc(address).get_first("stored"))["headline"])
"""
"""The least program that a person would write for one search; it stands on plain tantivy's index."""

_OVERDUE = 20.0


def start(bench: Run) -> list[Row]:
    """Wall and processor milliseconds of each, median of many starts in turn."""
    ask = choose(bench.feeds, seed=bench.seed, each=1, kinds=("term",))[0]
    archive, plain = str(bench.home(MORGUE)), str(bench.home("tantivy"))
    search = [*_morgue(), "--archive", archive, "--no-pager", "search", query_of(ask)]
    repl = [*_morgue(), "--archive", archive, "repl"]
    acts: dict[str, Callable[[], tuple[float, float]]] = {
        MORGUE: lambda: run(search)[:2],
        "pass": lambda: run([sys.executable, "-c", "pass"])[:2],
        "prompt": lambda: (first_prompt(repl), 0.0),
    }
    if bench.home("tantivy").exists():
        acts["script"] = lambda: run([sys.executable, "-c", SCRIPT, plain, ask.words[0]])[:2]
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in acts}
    for number in range(-1, bench.rounds * 3 + 6):
        for name, act in acts.items():
            cost = act()
            if number >= 0:
                took[name].append(cost)
    wall, cpu = (
        {name: statistics.median(c[at] for c in each) * 1000 for name, each in took.items()} for at in (0, 1)
    )
    prompt = wall.pop("prompt")
    cpu.pop("prompt")
    return [
        Row("start", "one search", "ms", wall),
        Row("start", "one search, cpu", "ms", cpu),
        Row("start", "first prompt", "ms", {**wall, MORGUE: prompt}),
    ]


def _morgue() -> list[str]:
    """The command as it is installed, else as a module."""
    installed = Path(sys.executable).with_name("morgue")
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "morgue"]


def first_prompt(command: list[str]) -> float:
    """Seconds until a program on a terminal has written its prompt, `morgue>`. It is ended then."""
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        os.execvpe(command[0], command, {**environment(), "TERM": "xterm"})
    seen = b""
    try:
        while b"morgue>" not in seen:
            ready, _, _ = select.select([terminal], [], [], _OVERDUE)
            if not ready:
                raise RuntimeError(f"no prompt after {_OVERDUE:.0f} seconds: {seen[-500:]!r}")
            piece = os.read(terminal, 65_536)
            if b"\x1b[6n" in piece:
                os.write(terminal, b"\x1b[1;1R")  # it asks where the cursor stands
            seen += piece
        return time.perf_counter() - began
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)
