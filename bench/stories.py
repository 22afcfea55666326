"""How well the rule of stories joins what is one story, on gold pairs.

    python -m bench.stories [SET…] [--wrong]

--gold is a folder with SET/articles.jsonl and SET/pairs.jsonl; its README says what the labels mean. Pairs whose `same` is
null are not counted. A pair is joined where its two articles are in one story after all pairs of the set's articles that
share two numbers of their sketches, or a headline's first words beside a mark, were asked. The halves are by a hash of the
pair, for choosing with one and reporting the other.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from bench.measure import ROOT
from morgue.analysis.analyzer import indexable
from morgue.stories.components import Components
from morgue.stories.rule import link
from morgue.stories.signature import Signature, signature
from morgue.stories.sketch import sketch

GOLD = ROOT.parent / "shared" / "gold" / "story"


def articles_of(folder: Path) -> dict[str, dict[str, Any]]:
    lines = (folder / "articles.jsonl").read_text("utf-8").splitlines()
    return {each["id"]: each for each in map(json.loads, lines)}


def candidates(
    signatures: dict[str, Signature], sketches: dict[str, tuple[int, ...]]
) -> Iterator[tuple[str, str]]:
    """Yield pairs of articles that may be one story, each once."""
    shared: dict[tuple[str, str], int] = defaultdict(int)
    holders: dict[int, list[str]] = defaultdict(list)
    for name in sorted(sketches):
        for number in sketches[name]:
            for other in holders[number]:
                shared[other, name] += 1
            holders[number].append(name)
    for (one, other), number in shared.items():
        if number > 1 or min(len(sketches[one]), len(sketches[other])) <= 8:
            yield one, other
    heads: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, each in signatures.items():
        first = tuple(word for word in each.head if len(word) > 2)[:3]
        if len(first) > 1:
            heads[first].append(name)
    for names in heads.values():
        for one, other in combinations(sorted(names), 2):
            if signatures[one].is_marked or signatures[other].is_marked:
                yield one, other


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--wrong", action="store_true")
    asked = parser.parse_args()
    names = asked.sets or sorted(each.parent.name for each in asked.gold.glob("*/pairs.jsonl"))
    if not names:
        print(f"there are no pairs below {asked.gold}", file=sys.stderr)
        return 2
    print("set | half | pairs same / not | precision | recall | without cookie walls")
    totals: dict[int, list[tuple[int, bool, str]]] = {0: [], 1: []}
    for name in names:
        articles = articles_of(asked.gold / name)
        signatures = {
            key: signature(
                key, each.get("headline"), each.get("body"), each.get("published") or each.get("day")
            )
            for key, each in articles.items()
        }
        sketches = {key: sketch(indexable(each.get("body") or "")) for key, each in articles.items()}
        stories = Components()
        for one, other in candidates(signatures, sketches):
            if link(signatures[one], signatures[other]):
                stories.join(one, other)
        halves: dict[int, list[tuple[int, bool, str]]] = {0: [], 1: []}
        for pair in map(json.loads, (asked.gold / name / "pairs.jsonl").read_text("utf-8").splitlines()):
            if pair["same"] is None:
                continue
            joined = stories.of(pair["a"]) == stories.of(pair["b"])
            half = zlib.crc32(f"{pair['a']} {pair['b']}".encode()) % 2
            halves[half].append((pair["same"], joined, pair["label"]))
            if asked.wrong and joined != bool(pair["same"]):
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
