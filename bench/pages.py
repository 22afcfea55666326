"""What each web page costs to read, stage by stage: which pages miss a rate, and which stage it is.

    python -m bench.pages DIR [DIR…]                     pages (.html, .htm, .gz of them) below these folders, the slowest first
    python -m bench.pages DIR --rate 400 --save table.tsv

Milliseconds of processor time, the least of --rounds readings of each page in one process after a warm one, garbage
collection off: `parse` is bytes to a tree of the parser with its bounds, `look` a look at each of its nodes (tag, text
or attributes, next) and no more, `walk` what the reader's walk takes beyond that, `story` finding the story, `rest`
facts, copy, and the article. `parse` and `look` are the floor of any reader that is Python above this parser.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from morgue.errors import MorgueError
from morgue.feeds.web import html
from morgue.feeds.web.body import story_of
from morgue.feeds.web.bounds import bounded
from morgue.feeds.web.layout import stated_headlines
from morgue.feeds.web.page import page_of
from morgue.feeds.web.tree import parse
from morgue.io.feed import feed_of_bytes

STAGES = ("parse", "look", "walk", "story", "rest")


class Cost(NamedTuple):
    """One page: its name, bytes and nodes, milliseconds by stage and together."""

    name: str
    size: int
    nodes: int
    stages: tuple[float, ...]
    total: float


def _least(work: Callable[[], object], rounds: int) -> float:
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time_ns()
        work()
        best = min(best, time.process_time_ns() - began)
    return best / 1e6


def _look(markup: bytes) -> int:
    """Look at each node of the parser's tree as cheaply as Python can, and return how many they are."""
    from selectolax.lexbor import LexborHTMLParser

    root = LexborHTMLParser(bounded(markup)).root
    seen = 0
    if root is not None:
        for node in root.traverse(include_text=True):
            seen += 1
            if node.tag == "-text":
                node.text_content  # noqa: B018  what is measured
            else:
                node.attributes  # noqa: B018  the same
    return seen


def _parse(markup: bytes) -> None:
    from selectolax.lexbor import LexborHTMLParser

    LexborHTMLParser(bounded(markup))


def cost_of(data: bytes, name: str, rounds: int) -> Cost:
    """Return what a page costs. A page that is refused costs what it takes to refuse it."""

    def whole() -> None:
        try:
            for _ in html.read(feed_of_bytes(data, path=name, format="html")):
                pass
        except MorgueError:
            return

    def story() -> None:
        page = page_of(tree)
        from morgue.extract.draft import Draft

        story_of(page.tree, stated_headlines(page, Draft()))

    markup = html._utf8(data, None)
    whole()
    tree = parse(markup)
    total = _least(whole, rounds)
    parsed = _least(lambda: _parse(markup), rounds)
    looked = max(_least(lambda: _look(markup), rounds), parsed)
    walked = max(_least(lambda: html.tree_of(data), rounds), looked)
    found = _least(story, rounds)
    rest = max(total - walked - found, 0.0)
    stages = (parsed, looked - parsed, walked - looked, found, rest)
    return Cost(name, len(data), _look(markup), stages, total)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--rate", type=int, default=400, help="pages a CPU-second that are aimed at (400)")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--save", type=Path, help="write all pages as tab-separated values")
    asked = parser.parse_args()
    files = sorted(
        path
        for folder in asked.folders
        for path in folder.rglob("*")
        if path.name.removesuffix(".gz").endswith((".html", ".htm"))
    )
    if not files:
        print("there is no page below these folders", file=sys.stderr)
        return 2
    gc.disable()
    costs = []
    for path in files:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        costs.append(cost_of(data, f"{path.parent.name}/{path.name.removesuffix('.gz')}", asked.rounds))
        gc.collect()
    _print(costs, asked.rate)
    if asked.save:
        lines = ["\t".join(("page", "bytes", "nodes", *STAGES, "total"))]
        lines += [
            "\t".join(
                (
                    each.name,
                    str(each.size),
                    str(each.nodes),
                    *(f"{ms:.2f}" for ms in (*each.stages, each.total)),
                )
            )
            for each in costs
        ]
        asked.save.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def _print(costs: list[Cost], rate: int) -> None:
    allowed = 1000 / rate
    slow = sorted((each for each in costs if each.total > allowed), key=lambda each: -each.total)
    print(f"pages above {allowed:.2f} ms: {len(slow)} of {len(costs)}; milliseconds")
    print(f"{'page':60} {'KB':>5} {'nodes':>6}  " + " ".join(f"{name:>6}" for name in (*STAGES, "total")))
    for each in slow:
        values = " ".join(f"{ms:6.2f}" for ms in (*each.stages, each.total))
        print(f"{each.name[:60]:60} {each.size >> 10:5} {each.nodes:6}  {values}")
    mean = [statistics.fmean(each.stages[at] for each in costs) for at in range(len(STAGES))]
    total = statistics.fmean(each.total for each in costs)
    print(f"{'mean of all':60} {'':5} {'':6}  " + " ".join(f"{ms:6.2f}" for ms in (*mean, total)))
    floor = sum(sum(each.stages[:2]) > allowed for each in costs)
    walk = sum(sum(each.stages[:3]) > allowed for each in costs)
    print(
        f"a second: {1000 / total:.0f} pages; floor (parse, look) {1000 / sum(mean[:2]):.0f}, with the walk {1000 / sum(mean[:3]):.0f}"
    )
    print(f"pages whose parse and look alone take longer: {floor}; with the walk {walk}")


if __name__ == "__main__":
    sys.exit(main())
