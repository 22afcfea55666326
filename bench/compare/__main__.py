"""Two checkouts of morgue side by side: what indexing, starting and searching cost after a change, over before.

    python -m bench.compare BEFORE AFTER
    python -m bench.compare BEFORE AFTER --reuters DIR --size 20000 --size 120000 --mixed 20000
    python -m bench.compare BEFORE AFTER --works search --passes 9 --save result.json
    python -m bench.compare one-language AFTER --reuters DIR --mixed 20000

BEFORE and AFTER are checkouts, each with its own `.venv`; `one-language` is AFTER without its languages: every story is in
English to it. Both do the same work on the same feeds in turn, the one or
the other first, pass by pass. All times are processor time of the process and its children, which other programs on
the machine change less than wall time, though not little: compare a checkout with itself to see by how much. A
query's time is that of its fastest answer; the ratio of a kind is the geometric mean of the ratios of its queries, and
behind it stands half of its 95 % interval over the queries. A ratio below 1 says that AFTER takes less.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import shutil
import statistics
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bench.__main__ import unpacked
from bench.compare.foreign import generate_mixed
from bench.compare.one_language import NAME, one_language
from bench.compare.questions import KINDS, Chooser
from bench.generate import generate
from bench.machine import machine
from bench.measure import ROOT, Cost, Server, run, settle, size
from bench.rows import percentile

ANSWERER = Path(__file__).with_name("answerer.py")
SIDES = ("before", "after")


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout of morgue, and where its archives of this run are; `source` is read instead of its own."""

    path: Path
    work: Path
    source: Path | None = None

    @property
    def archive(self) -> Path:
        """The archive that is searched."""
        return self.work / "archive"

    @property
    def python(self) -> str:
        """The interpreter in which the checkout is installed."""
        return str(self.path / ".venv" / "bin" / "python")

    def command(self, *arguments: str) -> list[str]:
        """The command line of its morgue."""
        return [self.python, "-m", "morgue", *arguments]

    def environment(self) -> dict[str, str]:
        """The environment without what would put another morgue before its own, and with compiled modules that are kept.

        Without these, every process would compile what it imports, and a version with more modules would seem slower.
        """
        apart = ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE")
        kept = {name: value for name, value in os.environ.items() if name not in apart}
        own = {"PYTHONPATH": str(self.source)} if self.source else {}
        return {**kept, **own, "NO_COLOR": "1"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the result: a work, a part of it, and its two values in `unit`.

    `ratio` is AFTER over BEFORE, `half` half of its 95 % interval over `number` queries (None: not of queries).
    """

    work: str
    part: str
    unit: str
    before: float
    after: float
    ratio: float
    half: float | None = None
    number: int = 1
    note: str = ""
    each: dict[str, list[float]] = field(default_factory=dict)
    """The values of single rounds or queries on each side."""

    def __str__(self) -> str:
        ratio = f"{self.ratio:.3f}" + (f" ±{self.half:.3f}" if self.half is not None else "")
        values = f"{self.before:11,.3f} {self.after:11,.3f}"
        return f"{self.work:7} {self.part:26} {values} {self.unit:3} {ratio:15} {self.note}".rstrip()


Sides = tuple[Checkout, Checkout]


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="python -m bench.compare",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("before", type=Path)
    made.add_argument("after", type=Path)
    made.add_argument("--reuters", type=Path, help="a directory with reut2-*.sgm or .sgm.gz")
    made.add_argument("--size", type=int, action="append", help="generated articles; may be given again")
    made.add_argument(
        "--mixed", type=int, action="append", help="generated articles, half of them not English"
    )
    made.add_argument("--works", default=",".join(WORKS), help="of %(default)s")
    made.add_argument("--rounds", type=int, default=5, help="times that each side indexes")
    made.add_argument("--passes", type=int, default=5, help="new processes of each side that are asked")
    made.add_argument("--each", type=int, default=60, help="queries a kind")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--work", type=Path, default=ROOT / "bench" / "runs")
    made.add_argument("--save", type=Path, help="a JSON file for all values")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; 0 when it ran."""
    asked = parser().parse_args(arguments)
    source = None
    if str(asked.before) == NAME:
        source, asked.before = one_language(asked.after, (asked.work / "compare").absolute()), asked.after
    for path in (asked.before, asked.after):
        if not (path / ".venv" / "bin" / "python").exists():
            print(f"bench: {path} has no .venv/bin/python", file=sys.stderr)
            return 2
    if unknown := set(asked.works.split(",")) - WORKS.keys():
        print(f"bench: not known: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    result: dict[str, Any] = {
        "machine": machine(),
        "before": NAME if source else str(asked.before),
        "after": str(asked.after),
        "archives": {},
    }
    print(f"{'':34} {'before':>11} {'after':>11}     ratio")
    for label, feeds in _archives(asked):
        print(f"\n{label}", flush=True)
        sides = tuple(
            Checkout(path.absolute(), asked.work / "compare" / side / feeds.name, other)
            for side, path, other in zip(SIDES, (asked.before, asked.after), (source, None), strict=True)
        )
        lines = result["archives"][label] = []
        for name, work in WORKS.items():
            if name in asked.works.split(","):
                lines += [asdict(line) for line in work((sides[0], sides[1]), feeds, asked)]
                if asked.save:
                    asked.save.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


def _archives(asked: argparse.Namespace) -> list[tuple[str, Path]]:
    """The label and the feeds of each archive, small ones first."""
    found = []
    if asked.reuters:
        found.append(("Reuters-21578", unpacked(asked.reuters, asked.work / "reuters")))
    mixed = asked.mixed or []
    sizes = asked.size or ([] if found or mixed else [20_000])
    found += [(f"Generated {each:,}", generate(asked.work, each, seed=asked.seed)) for each in sorted(sizes)]
    found += [
        (f"Half foreign {each:,}", generate_mixed(asked.work, each, seed=asked.seed))
        for each in sorted(mixed)
    ]
    return found


def _shown(line: Line) -> Line:
    print(line, flush=True)
    return line


def _in_turn(sides: Sides, number: int) -> list[tuple[int, Checkout]]:
    """The two sides, the other one first in every second round."""
    return list(enumerate(sides))[:: -1 if number % 2 else 1]


def _of_costs(work: str, part: str, costs: list[list[float]], unit: str, factor: float) -> Line:
    """A line of runs of whole processes: their lowest values, and the ratio of those."""
    before, after = (min(values) * factor for values in costs)
    middles = [statistics.median(values) for values in costs]
    note = f"of the medians {middles[1] / middles[0]:.3f}"
    each = dict(zip(SIDES, costs, strict=True))
    return _shown(Line(work, part, unit, before, after, after / before, note=note, each=each))


def index(sides: Sides, feeds: Path, asked: argparse.Namespace) -> list[Line]:
    """Processor time of whole runs of `morgue index`, memory at the peak, and bytes of what they wrote.

    How many segments an engine's index has is chance, and searching costs more with more of them: of the archives of
    all rounds the two that are nearest in this stay for searching.
    """
    costs: list[list[Cost]] = [[], []]
    for side in sides:
        shutil.rmtree(side.work, ignore_errors=True)
        side.work.mkdir(parents=True)
    for number in range(asked.rounds):
        for at, side in _in_turn(sides, number):
            settle()
            made = side.work / str(number)
            command = side.command("--archive", str(made), "--quiet", "index", str(feeds))
            costs[at].append(run(command, ok=(0, 3), env=side.environment()))
    cpu = _of_costs("index", "processor time", [[cost.cpu for cost in each] for each in costs], "s", 1)
    peak = _of_costs("index", "memory at the peak", [[cost.peak for cost in each] for each in costs], "MB", 1)
    keep_two(sides, asked.rounds)
    return [cpu, peak, *_sizes(sides)]


def keep_two(sides: Sides, rounds: int) -> None:
    """Keep of each side the archive of one round, so that both have as nearly as many segments as can be."""
    pairs = itertools.product(range(rounds), repeat=2)
    chosen = min(
        pairs,
        key=lambda pair: abs(
            _segments(sides[0].work / str(pair[0])) - _segments(sides[1].work / str(pair[1]))
        ),
    )
    for side, number in zip(sides, chosen, strict=True):
        (side.work / str(number)).rename(side.archive)
        for other in side.work.iterdir():
            if other != side.archive:
                shutil.rmtree(other)


def _segments(archive: Path) -> int:
    """The segments of an archive on tantivy; 0 on others."""
    return sum(1 for _ in archive.glob("index-*/*.term"))


def _sizes(sides: Sides) -> list[Line]:
    """Bytes of the archives, and of the engine's files in them, with the number of its segments."""
    lines = []
    for part, pattern in (("archive", "*"), ("engine's files", "index-*/*")):
        before, after = (
            sum(path.stat().st_size if path.is_file() else size(path) for path in side.archive.glob(pattern))
            / 1e6
            for side in sides
        )
        note = " → ".join(str(_segments(side.archive)) for side in sides)
        lines.append(_shown(Line("size", part, "MB", before, after, after / before, note=f"segments {note}")))
    return lines


def start(sides: Sides, feeds: Path, asked: argparse.Namespace) -> list[Line]:
    """Processor time of whole processes that answer once."""
    word = Chooser(feeds, asked.seed).choose("AND of two", 1)[0]
    commands = {
        "--version": ("--version",),
        "search": ("search", word),
        "search --json": ("search", "--json", word),
    }
    lines = []
    for name, arguments in commands.items():
        costs: list[list[float]] = [[], []]
        for number in range(4 * asked.passes):
            for at, side in _in_turn(sides, number):
                where = ("--archive", str(side.archive)) if name != "--version" else ()
                command = side.command(*where, *arguments)
                costs[at].append(run(command, ok=(0, 1), env=side.environment()).cpu)
        lines.append(_of_costs("start", name, costs, "ms", 1000))
    return lines


def search(sides: Sides, feeds: Path, asked: argparse.Namespace) -> list[Line]:
    """Processor time of an answer of ten hits in an open archive, without and with its snippets."""
    chooser = Chooser(feeds, asked.seed)
    chosen = {kind: chooser.choose(kind, asked.each) for kind in KINDS}
    questions = {
        (kind, snippets): _Questions(queries, snippets)
        for snippets in (0, 2)
        for kind, queries in chosen.items()
    }
    for number in range(asked.passes):
        with ExitStack() as stack:
            servers = [
                stack.enter_context(
                    Server([side.python, str(ANSWERER), str(side.archive)], env=side.environment())
                )
                for side in sides
            ]
            for each in questions.values():
                each.ask(servers, number)
    return [_shown(each.line(kind)) for (kind, _), each in questions.items()]


class _Questions:
    """The queries of a kind, and the fastest answer of each side to each of them so far.

    Every pass has new processes, since where the memory of one happens to lie changes its times by some percent. The
    sides take turns after every few queries, so that both meet the same neighbours on the machine.
    """

    TIMES, TURN = 3, 10

    def __init__(self, queries: list[str], snippets: int) -> None:
        self.queries, self.snippets = queries, snippets
        self.best = [[math.inf] * len(queries) for _ in SIDES]
        self.totals = [[0] * len(queries) for _ in SIDES]

    def ask(self, servers: list[Server], number: int) -> None:
        """Ask all queries TIMES times; the first time warms caches."""
        for time in range(self.TIMES):
            for start in range(0, len(self.queries), self.TURN):
                line = json.dumps(
                    {"snippets": self.snippets, "queries": self.queries[start : start + self.TURN]}
                )
                for side in (0, 1) if (number + time) % 2 else (1, 0):
                    for at, (took, total) in enumerate(json.loads(servers[side].ask(line)[0]), start):
                        self.best[side][at] = min(self.best[side][at], took) if time else self.best[side][at]
                        self.totals[side][at] = total

    def line(self, kind: str) -> Line:
        """The medians, and the geometric mean of the ratios."""
        before, after = self.best
        logs = [math.log(new / old) for old, new in zip(before, after, strict=True)]
        ratio = math.exp(statistics.mean(logs))
        half = ratio * 1.96 * statistics.stdev(logs) / math.sqrt(len(logs)) if len(logs) > 1 else None
        middle = [statistics.median(values) / 1e6 for values in self.best]
        slow = [percentile(values, 0.95) / 1e6 for values in self.best]
        note = f"p95 {slow[0]:.2f} → {slow[1]:.2f} ms, of the sums {sum(after) / sum(before):.3f}"
        if self.totals[0] != self.totals[1]:
            note += f"; matches {sum(self.totals[0]):,} → {sum(self.totals[1]):,}"
        part = kind + (", snippets" if self.snippets else "")
        each = dict(zip(SIDES, self.best, strict=True))
        return Line("search", part, "ms", middle[0], middle[1], ratio, half, len(logs), note, each)


WORKS: dict[str, Callable[[Sides, Path, argparse.Namespace], list[Line]]] = {
    "index": index,
    "start": start,
    "search": search,
}

if __name__ == "__main__":
    raise SystemExit(main())
