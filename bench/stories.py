"""How well the rule of stories joins what is one story, on gold pairs.

    python -m bench.stories [SET…] [--wrong]

--gold is a folder with SET/articles.jsonl and SET/pairs.jsonl; its README says what the labels mean. Pairs whose `same` is
null are not counted. A pair is joined where its two articles are in one story after all pairs of the set's articles that
share two numbers of their sketches, or of which one asks for a number of the other's, were asked. The halves are by a hash of the
pair, for choosing with one and reporting the other.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.measure import ROOT
from morgue.analysis.analyzer import indexable
from morgue.stories.components import Components
from morgue.stories.rule import link
from morgue.stories.signature import signature
from morgue.stories.sketch import SHARED, asked, sketch

GOLD = ROOT.parent / "shared" / "gold" / "story"


def articles_of(folder: Path) -> dict[str, dict[str, Any]]:
    lines = (folder / "articles.jsonl").read_text("utf-8").splitlines()
    return {each["id"]: each for each in map(json.loads, lines)}


def candidates(
    sketches: dict[str, tuple[int, ...]], asking: dict[str, tuple[int, ...]]
) -> Iterator[tuple[str, str]]:
    """Yield pairs of articles that may be one story, each once, in order."""
    shared: dict[tuple[str, str], int] = defaultdict(int)
    holders: dict[int, list[str]] = defaultdict(list)
    for name in sorted(sketches):
        for number in sketches[name]:
            for other in holders[number]:
                shared[other, name] += 1
            holders[number].append(name)
    found = {pair for pair, count in shared.items() if count >= SHARED}
    for name, numbers in asking.items():
        found |= {
            (min(name, other), max(name, other)) for number in numbers for other in holders.get(number, ())
        }
    yield from sorted(pair for pair in found if pair[0] != pair[1])


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    names = options.sets or sorted(each.parent.name for each in options.gold.glob("*/pairs.jsonl"))
    if not names:
        print(f"there are no pairs below {options.gold}", file=sys.stderr)
        return 2
    print("set | half | pairs same / not | precision | recall | without cookie walls")
    totals: dict[int, list[tuple[int, bool, str]]] = {0: [], 1: []}
    for name in names:
        articles = articles_of(options.gold / name)
        signatures = {
            key: signature(
                key, each.get("headline"), each.get("body"), each.get("published") or each.get("day")
            )
            for key, each in articles.items()
        }
        sketches = {
            key: sketch(indexable(each.get("body") or ""), each.get("headline"))
            for key, each in articles.items()
        }
        asking = {key: asked(each.get("headline"), each.get("body")) for key, each in articles.items()}
        stories = Components()
        for one, other in candidates(sketches, asking):
            if link(signatures[one], signatures[other]):
                stories.join(one, other)
        halves: dict[int, list[tuple[int, bool, str]]] = {0: [], 1: []}
        for pair in map(json.loads, (options.gold / name / "pairs.jsonl").read_text("utf-8").splitlines()):
            if pair["same"] is None:
                continue
            joined = stories.of(pair["a"]) == stories.of(pair["b"])
            half = zlib.crc32(f"{pair['a']} {pair['b']}".encode()) % 2
            halves[half].append((pair["same"], joined, pair["label"]))
            if options.wrong and joined != bool(pair["same"]):
                a, b = signatures[pair["a"]], signatures[pair["b"]]
                print(
                    f"    {pair['label']}: {articles[pair['a']].get('headline')!r} | {articles[pair['b']].get('headline')!r} {link(a, b)}"
                )
        for half, rows in halves.items():
            totals[half] += rows
            _print(name, half, rows)
    for half, rows in totals.items():
        _print("all", half, rows)
    return 0


def _print(name: str, half: int, rows: list[tuple[int, bool, str]]) -> None:
    def shares(some: list[tuple[int, bool, str]]) -> str:
        right = sum(same and joined for same, joined, _ in some)
        joined = sum(each for _, each, _ in some)
        same = sum(each for each, _, _ in some)
        return f"{right / joined if joined else 1:.3f} | {right / same if same else 1:.3f}"

    same = sum(each for each, _, _ in rows)
    plain = [row for row in rows if row[2] != "boilerplate"]
    print(f"{name} | {half} | {same} / {len(rows) - same} | {shares(rows)} | {shares(plain)}")


if __name__ == "__main__":
    sys.exit(main())
