"""How well the default ranking orders the TIME collection: MAP and nDCG@10, with cross-validation.

    python bench/ranking.py [--shared DIR] [--tune]

The queries are plain words joined by OR. `--tune` chooses the constants of `morgue.query.scoring` on half of the
queries and measures the choice on the other half, 20 times over, so that one that only fits these 42 queries
shows. Without it the shipped configuration is measured.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import math
import random
import re
import statistics
import tempfile
from pathlib import Path
from typing import Any

from morgue.analysis.analyzer import folded_words
from morgue.engines import create_engine
from morgue.engines.document import document
from morgue.model.article import Article, Source, article_id
from morgue.query import scoring, tree

SHARED = Path(__file__).resolve().parents[2] / "shared"


def articles(folder: Path) -> dict[str, Article]:
    """The articles of TIME.ALL by their id in the collection."""
    with gzip.open(folder / "TIME.ALL.gz", "rt", encoding="latin-1") as file:
        text = file.read()
    found = {}
    for number, body in re.findall(r"\*TEXT (\d+)[^\n]*\n(.*?)(?=\*TEXT|\*STOP|\Z)", text, re.S):
        found[number] = Article(
            article_id(number), None, re.sub(r"\n\s*\n", "\n", body), source=Source("t", "trec")
        )
    return found


def queries(folder: Path) -> dict[int, list[str]]:
    """The words of each query."""
    text = (folder / "TIME.QUE.odd").read_text(encoding="latin-1")
    pieces = re.split(r"\*(?:FIND|STOP)\s*", text)
    found = {}
    for piece in pieces:
        match = re.match(r"(\d+)\s+(.*)", piece, re.S)
        if match:
            found[int(match[1])] = folded_words(match[2])
    return found


def judgements(folder: Path) -> dict[int, set[str]]:
    """The relevant ids of each query."""
    found: dict[int, set[str]] = {}
    for line in (folder / "qrels.odd.trec.txt").read_text().splitlines():
        query, _, text, grade = line.split()
        if int(grade):
            found.setdefault(int(query), set()).add(text.zfill(3))
    return found


def average_precision(ranked: list[str], relevant: set[str]) -> float:
    hits, total = 0, 0.0
    for at, each in enumerate(ranked, 1):
        if each in relevant:
            hits += 1
            total += hits / at
    return total / len(relevant)


def ndcg(ranked: list[str], relevant: set[str], depth: int = 10) -> float:
    gain = sum(1 / math.log2(at + 1) for at, each in enumerate(ranked[:depth], 1) if each in relevant)
    best = sum(1 / math.log2(at + 1) for at in range(1, min(depth, len(relevant)) + 1))
    return gain / best


class Bench:
    """The collection in an index, its queries and judgements."""

    def __init__(self, folder: Path) -> None:
        collection = articles(folder)
        self.names = {each.id: number for number, each in collection.items()}
        self.queries, self.relevant = queries(folder), judgements(folder)
        self.engine = create_engine("tantivy", Path(tempfile.mkdtemp(prefix="morgue-ranking-")))
        writer = self.engine.writer()
        writer.add(document(each, 1) for each in collection.values())
        writer.commit()
        writer.close()

    def run(self) -> dict[int, tuple[float, float]]:
        """(average precision, nDCG@10) of each query under the ranking as it is set now."""
        import orjson

        searcher = self.engine.searcher()
        scores = {}
        for number, words in self.queries.items():
            node: Any = tree.Or(tuple(tree.Word(word) for word in words))
            found = searcher.search(node, limit=500, count=False).found
            ranked = [self.names[orjson.loads(each.stored)["id"]] for each in found]
            relevant = self.relevant[number]
            scores[number] = (average_precision(ranked, relevant), ndcg(ranked, relevant))
        return scores


def mean(scores: dict[int, tuple[float, float]], among: list[int]) -> tuple[float, float]:
    return tuple(statistics.mean(scores[each][at] for each in among) for at in (0, 1))  # type: ignore[return-value]


def tune(bench: Bench) -> None:
    """Cross-validate the weights of function words."""
    measured = {}
    names = ("FUNCTION_WORD_WEIGHT", "EXACT_WEIGHT", "PAIR_WEIGHT", "PAIR_DISTANCE")
    for choice in itertools.product((1.0, 0.5, 0.2), (0.0, 0.3, 0.6), (0.0, 0.1, 0.2, 0.3), (4, 8)):
        for name, value in zip(names, choice, strict=True):
            setattr(scoring, name, value)
        measured[choice] = bench.run()
        print(choice, "MAP {:.4f}  nDCG@10 {:.4f}".format(*mean(measured[choice], list(bench.queries))))
    rng, held = random.Random(7), []
    for _ in range(20):
        order = list(bench.queries)
        rng.shuffle(order)
        half, rest = order[: len(order) // 2], order[len(order) // 2 :]
        best = max(measured, key=lambda weight: mean(measured[weight], half)[0])
        held.append((best, *mean(measured[best], rest)))
    print("chosen on one half:", sorted({each[0] for each in held}))
    print(
        f"measured on the other: MAP {statistics.mean(each[1] for each in held):.4f}  nDCG@10 {statistics.mean(each[2] for each in held):.4f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--tune", action="store_true")
    options = parser.parse_args()
    bench = Bench(options.shared / "corpora" / "time")
    if options.tune:
        tune(bench)
        return
    scores = bench.run()
    print("MAP {:.4f}  nDCG@10 {:.4f}".format(*mean(scores, list(scores))))


if __name__ == "__main__":
    main()
