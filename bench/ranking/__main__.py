"""How well morgue orders what plain words find, beside plain BM25 and other engines, in one run.

    python -m bench.ranking                              every set, every engine that runs here
    python -m bench.ranking --engine tantivy --engine whoosh --save result.json
    python -m bench.ranking --rankers plain,morgue --without levels --without exact
    python -m bench.ranking --rankers plain,morgue --against before.json
    python -m bench.ranking --docs docs/performance.md

--gold is a folder with sets of queries: NAME/queries.jsonl ({"id", "query"}), NAME/qrels.txt (TREC) and make_docs.py,
which writes the documents. The words of each query are joined by OR, and by AND where the set asks both. What is
printed is the mean measure over queries of the first 100 hits (MAP for topics, MRR for one known story), behind it
the difference to `plain` in points, which are hundredths, with half of its 95 % interval over queries. `plain` is
BM25 (k1 1.2, b 0.75) over English stems in one field, of tantivy by itself. Engines differ in how they cut words, so
that differences of less than half a point between engines say little.

--without PART measures morgue without a part of its ranking too (levels, exact, function), and prints below what the
part brings: the difference of morgue with and without it. Of several engines or clusters the first is `morgue` there,
and in what --against reads.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.machine import machine
from bench.measure import ROOT
from bench.ranking.compared import Difference, difference, pooled
from bench.ranking.parts import WITHOUT, known_parts
from bench.ranking.rankers import Asked, Fts5, Lucene, Morgue, Plain, Ranker, Xapian
from bench.ranking.sets import MEASURES, SETS, Set, read_documents, read_queries, write_documents

GOLD = ROOT.parent / "shared" / "gold" / "relevance"
PLAIN, MORGUE = "plain", "morgue"
RANKERS = (PLAIN, MORGUE, "lucene-.9-.4", "lucene-1.2-.75", "xapian", "fts5")
KINDS = ("short OR", "long OR", "AND")

_BEGIN, _END = "<!-- a ranking begins -->", "<!-- a ranking ends -->"

Values = dict[tuple[str, str], dict[str, list[float]]]
"""The measure of every query, by set and join and then by ranker."""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="python -m bench.ranking",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("--gold", type=Path, default=GOLD)
    made.add_argument("--sets", default=",".join(each.name for each in SETS), help="of %(default)s")
    made.add_argument("--rankers", default=",".join(RANKERS), help="of %(default)s")
    made.add_argument("--engine", action="append", choices=("tantivy", "whoosh"), default=[], help="morgue's")
    made.add_argument("--at", help="a cluster for morgue: archives are PREFIX-COLLECTION there, and stay")
    made.add_argument("--without", action="append", choices=sorted(WITHOUT), default=[], metavar="PART")
    made.add_argument("--against", type=Path, help="a result of --save: its morgue is a ranker more")
    made.add_argument("--save", type=Path, help="a JSON file for the measure of every query")
    made.add_argument(
        "--docs", type=Path, help="a Markdown file; what is between the marks there is replaced"
    )
    made.add_argument(
        "--work", type=Path, default=ROOT / "bench" / "runs", help="where documents are written"
    )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; 0 when it ran."""
    asked = parser().parse_args(arguments)
    sets = [each for each in SETS if each.name in asked.sets.split(",")]
    wrong = set(asked.sets.split(",")) - {each.name for each in SETS}
    wrong |= set(asked.rankers.split(",")) - set(RANKERS)
    if wrong:
        return _refuse(f"not known: {', '.join(sorted(wrong))}")
    if asked.without and MORGUE not in asked.rankers.split(","):
        return _refuse("--without needs morgue among the rankers")
    if absent := set(asked.without) - set(known_parts()):
        return _refuse(f"this morgue's ranking has no part {', '.join(sorted(absent))}")
    if not (asked.gold / "make_docs.py").exists():
        return _refuse(f"no sets in {asked.gold}")
    kept = _kept(asked.against) if asked.against else {}
    if absent := {
        f"{each.name} {join}" for each, join in _rows(sets) if kept and (each.name, join) not in kept
    }:
        return _refuse(f"{asked.against} does not have {', '.join(sorted(absent))}")
    with tempfile.TemporaryDirectory(prefix="bench-ranking-") as scratch:
        ours = _places(asked, Path(scratch))
        rankers, versions, missing = _present(asked.rankers.split(","), ours)
        parts = {_without(part): ours[MORGUE].without(part) for part in asked.without}
        names = [*rankers, *([f"{MORGUE}, {asked.against.stem}"] if kept else [])]
        for values in _measured(asked, sets, {**rankers, **parts}):
            for row, of_row in values.items():
                of_row.update({name: kept[row] for name in names if name not in rankers})
            report = Report(sets, values, names, asked.without)
            if asked.save:  # after each collection, since a long run may be ended
                result = {"machine": machine(), "versions": versions, "missing": missing}
                text = json.dumps({**result, "sets": report.as_json()}, indent=1)
                asked.save.write_text(text + "\n", encoding="utf-8")
    head = [f"{name}: {said}" for name, said in versions.items()]
    head += [f"{name} is left out: {why}" for name, why in missing.items()]
    print("\n".join([*head, "", *report.text()]))
    if asked.docs:
        _document(asked.docs, [*report.markdown(), "", "; ".join(dict.fromkeys(versions.values())) + "."])
    return 0


def _kept(path: Path) -> dict[tuple[str, str], list[float]]:
    """morgue's values of an earlier run, by set and join."""
    sets = json.loads(path.read_text(encoding="utf-8"))["sets"]
    return {(each["set"], each["join"]): each["values"][MORGUE] for each in sets}


def _document(page: Path, lines: Sequence[str]) -> None:
    """Put lines between the marks of a page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    page.write_text("\n\n".join([before + _BEGIN, "\n".join(lines), _END]) + after, encoding="utf-8")


def _refuse(message: str) -> int:
    print(f"bench: {message}", file=sys.stderr)
    return 2


def _places(asked: argparse.Namespace, scratch: Path) -> dict[str, Morgue]:
    """morgue on each engine and cluster that was named, or on its default engine."""
    places: list[tuple[str | None, str | None]] = [(engine, None) for engine in asked.engine]
    if asked.at:
        places.append((None, asked.at))
    return {
        f"{MORGUE} on {engine or 'opensearch'}" if number else MORGUE: Morgue(
            scratch / str(number), engine=engine, at=at
        )
        for number, (engine, at) in enumerate(places or [(None, None)])
    }


def _present(
    wanted: Sequence[str], ours: Mapping[str, Ranker]
) -> tuple[dict[str, Ranker], dict[str, str], dict[str, str]]:
    """The rankers that run here, what version each says it is, and why the others are left out."""
    known: dict[str, Ranker] = {
        PLAIN: Plain(),
        **ours,
        "lucene-.9-.4": Lucene(0.9, 0.4),
        "lucene-1.2-.75": Lucene(1.2, 0.75),
        "xapian": Xapian(),
        "fts5": Fts5(),
    }
    found: dict[str, Ranker] = {}
    versions, missing = {}, {}
    for name in known:
        if name != PLAIN and (MORGUE if name in ours else name) not in wanted:
            continue
        try:
            versions[name] = known[name].version()
            found[name] = known[name]
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:
            missing[name] = str(error)
    return found, versions, missing


def _without(part: str) -> str:
    return f"{MORGUE} without {part}"


def _measured(
    asked: argparse.Namespace, sets: Sequence[Set], rankers: Mapping[str, Ranker]
) -> Iterator[Values]:
    """The measure of every query by every ranker, so far, after each collection."""
    values: Values = {}
    folder = asked.work / "ranking-documents"
    write_documents(asked.gold, folder)
    for collection in dict.fromkeys(each.collection for each in sets):
        documents = read_documents(folder, collection)
        of_it = [each for each in sets if each.collection == collection]
        rows = [
            (each, join, query)
            for each in of_it
            for query in read_queries(asked.gold / each.name)
            for join in each.joins
        ]
        queries: Asked = [(join, query) for _, join, query in rows]
        for name, ranker in rankers.items():
            print(f"bench: {collection}: {name}", file=sys.stderr, flush=True)
            ranked = ranker.rank(collection, documents, queries)
            for (each, join, query), found in zip(rows, ranked, strict=True):
                value = MEASURES[each.measure](found, query.relevant)
                values.setdefault((each.name, join), {}).setdefault(name, []).append(value)
        yield values


Table = list[list[str]]
"""Rows of cells; the first row is the head."""


class Report:
    """What was measured, as tables and as JSON."""

    def __init__(
        self, sets: Sequence[Set], values: Values, names: Sequence[str], parts: Sequence[str]
    ) -> None:
        self.rows = [(each, join) for each, join in _rows(sets) if (each.name, join) in values]
        self.values, self.names, self.parts = values, names, parts

    def text(self) -> list[str]:
        """The tables in columns."""
        return [line for table in self._tables() for line in ("", *map(_columns, table))][1:]

    def markdown(self) -> list[str]:
        """The tables in Markdown."""
        lines: list[str] = []
        for head, *rows in self._tables():
            rule = ["---", *("---:" for _ in head[1:])]
            lines += ["", *(f"| {' | '.join(row)} |" for row in (head, rule, *rows))]
        return lines[1:]

    def as_json(self) -> list[dict[str, Any]]:
        """One object a set and join; `points` is the difference to plain and half of its interval, in hundredths."""
        return [
            {
                "set": each.name,
                "join": join,
                "kind": each.kind(join),
                "measure": each.measure,
                "queries": len(values[PLAIN]),
                "means": {name: statistics.mean(mine) for name, mine in values.items()},
                "points": {
                    name: [100 * part for part in difference(mine, values[PLAIN])]
                    for name, mine in values.items()
                },
                "values": values,
            }
            for each, join in self.rows
            for values in [self.values[each.name, join]]
        ]

    def _tables(self) -> list[Table]:
        against_plain = self._table(["set", "queries", *self.names], [(name, PLAIN) for name in self.names])
        if not self.parts:
            return [against_plain]
        head = ["what a part brings, in points", "queries", *self.parts]
        return [against_plain, self._table(head, [(MORGUE, _without(part)) for part in self.parts])]

    def _table(self, head: list[str], pairs: Sequence[tuple[str, str]]) -> Table:
        """A row a set and join with the difference of each pair, and the means of each kind below."""
        rows = [head]
        found: dict[str, list[list[Difference]]] = {}
        for each, join in self.rows:
            values = self.values[each.name, join]
            of_row = [difference(values[ours], values[theirs]) for ours, theirs in pairs]
            found.setdefault(each.kind(join), []).append(of_row)
            cells = [
                self._cell(values, ours, theirs, one)
                for (ours, theirs), one in zip(pairs, of_row, strict=True)
            ]
            rows.append([f"{each.name} {join}, {each.measure}", str(len(values[PLAIN])), *cells])
        for kind, of_kind in found.items():
            means = [pooled(column) for column in zip(*of_kind, strict=True)]
            cells = [
                "" if ours == theirs else str(mean) for (ours, theirs), mean in zip(pairs, means, strict=True)
            ]
            rows.append([f"{kind}, mean of {len(of_kind)}", "", *cells])
        return rows

    @staticmethod
    def _cell(values: dict[str, list[float]], ours: str, theirs: str, found: Difference) -> str:
        if theirs != PLAIN:
            return str(found)
        mean = f"{statistics.mean(values[ours]):.3f}"
        return mean if ours == PLAIN else f"{mean} ({found})"


def _rows(sets: Sequence[Set]) -> list[tuple[Set, str]]:
    """The sets and joins in the order of the table: by kind."""
    rows = [(each, join) for each in sets for join in each.joins]
    return sorted(rows, key=lambda row: KINDS.index(row[0].kind(row[1])))


def _columns(row: Sequence[str]) -> str:
    label, queries, *cells = row
    return f"{label:30}{queries:>8}" + "".join(f"  {cell:20}" for cell in cells).rstrip()


if __name__ == "__main__":
    raise SystemExit(main())
