"""How well morgue orders what plain words find, beside plain BM25 and other engines, in one run.

    python -m bench.ranking                              every set, every engine that runs here
    python -m bench.ranking --engine whoosh --save whoosh.json
    python -m bench.ranking --rankers plain,morgue --without levels --without exact
    python -m bench.ranking --rankers plain,morgue --against before.json

--gold is a folder with sets of queries: NAME/queries.jsonl ({"id", "query"}), NAME/qrels.txt (TREC) and make_docs.py,
which writes the documents. The words of each query are joined by OR, and by AND where the set asks both. What is
printed is the mean measure over queries of the first 100 hits (MAP for topics, MRR for one known story), behind it
the difference to `plain` in points, which are hundredths, with half of its 95 % interval over queries. `plain` is
BM25 (k1 1.2, b 0.75) over English stems in one field, of tantivy by itself. Engines differ in how they cut words, so
that differences of less than half a point between engines say little.

--without PART measures morgue without a part of its ranking too (levels, exact, function), and prints below what the
part brings: the difference of morgue with and without it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
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
    place = made.add_mutually_exclusive_group()
    place.add_argument("--engine", choices=("tantivy", "whoosh"), help="morgue's, where not its default")
    place.add_argument("--at", help="a cluster for morgue: archives are PREFIX-COLLECTION there, and stay")
    made.add_argument("--without", action="append", choices=sorted(WITHOUT), default=[], metavar="PART")
    made.add_argument("--against", type=Path, help="a result of --save: its morgue is a ranker more")
    made.add_argument("--save", type=Path, help="a JSON file for the measure of every query")
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
    with tempfile.TemporaryDirectory(prefix="bench-ranking-") as scratch:
        rankers, versions, missing = _present(asked, Path(scratch))
        parts = {
            _without(part): Morgue(Path(scratch), engine=asked.engine, at=asked.at, part=part)
            for part in asked.without
        }
        values = _measured(asked, sets, {**rankers, **parts})
    names = list(rankers)
    if asked.against:
        names.append(_add(values, asked.against))
    result = {"machine": machine(), "versions": versions, "missing": missing}
    head = [f"{name}: {said}" for name, said in versions.items()]
    head += [f"{name} is left out: {why}" for name, why in missing.items()]
    print("\n".join([*head, "", *table(sets, values, names), *parts_table(sets, values, asked.without)]))
    if asked.save:
        asked.save.write_text(
            json.dumps({**result, **as_json(sets, values)}, indent=1) + "\n", encoding="utf-8"
        )
    return 0


def _refuse(message: str) -> int:
    print(f"bench: {message}", file=sys.stderr)
    return 2


def _present(
    asked: argparse.Namespace, scratch: Path
) -> tuple[dict[str, Ranker], dict[str, str], dict[str, str]]:
    """The rankers that run here, what version each says it is, and why the others are left out."""
    known: dict[str, Ranker] = {
        PLAIN: Plain(),
        MORGUE: Morgue(scratch, engine=asked.engine, at=asked.at),
        "lucene-.9-.4": Lucene(0.9, 0.4),
        "lucene-1.2-.75": Lucene(1.2, 0.75),
        "xapian": Xapian(),
        "fts5": Fts5(),
    }
    found: dict[str, Ranker] = {}
    versions, missing = {}, {}
    for name in dict.fromkeys([PLAIN, *asked.rankers.split(",")]):
        try:
            versions[name] = known[name].version()
            found[name] = known[name]
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:
            missing[name] = str(error)
    return found, versions, missing


def _without(part: str) -> str:
    return f"{MORGUE} without {part}"


def _measured(asked: argparse.Namespace, sets: Sequence[Set], rankers: dict[str, Ranker]) -> Values:
    """The measure of every query by every ranker; each ranker indexes a collection once for all of its sets."""
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
    return values


def _add(values: Values, path: Path) -> str:
    """Put morgue's values of an earlier run beside those of this one, under the name of the file."""
    kept = json.loads(path.read_text(encoding="utf-8"))["sets"]
    for (name, join), by_ranker in values.items():
        for each in kept:
            if (each["set"], each["join"]) == (name, join):
                by_ranker[path.stem] = each["values"][MORGUE]
    return path.stem


def table(sets: Sequence[Set], values: Values, names: Sequence[str]) -> list[str]:
    """One line a set and join and a column a ranker, and the pooled means below."""
    lines = [_line("", "queries", names)]
    differences: dict[str, dict[str, list[Difference]]] = {}
    for each, join in _rows(sets):
        of_row = values[each.name, join]
        cells = []
        for name in names:
            if name not in of_row:
                cells.append("")
                continue
            mean = f"{statistics.mean(of_row[name]):.3f}"
            found = difference(of_row[name], of_row[PLAIN])
            differences.setdefault(each.kind(join), {}).setdefault(name, []).append(found)
            cells.append(mean if name == PLAIN else f"{mean} {found}")
        lines.append(_line(f"{each.name} {join}, {each.measure}", str(len(of_row[PLAIN])), cells))
    for kind in KINDS:
        if by_name := differences.get(kind):
            means = [
                "" if name == PLAIN or name not in by_name else str(pooled(by_name[name])) for name in names
            ]
            lines.append(_line(f"{kind}, mean of {len(by_name[PLAIN])}", "", means))
    return lines


def parts_table(sets: Sequence[Set], values: Values, parts: Sequence[str]) -> list[str]:
    """What each part brings: morgue with it over morgue without it."""
    if not parts:
        return []
    lines = ["", "What a part of the ranking brings, in points:", _line("", "queries", parts)]
    differences: dict[str, dict[str, list[Difference]]] = {}
    for each, join in _rows(sets):
        of_row = values[each.name, join]
        cells = []
        for part in parts:
            found = difference(of_row[MORGUE], of_row[_without(part)])
            differences.setdefault(each.kind(join), {}).setdefault(part, []).append(found)
            cells.append(str(found))
        lines.append(_line(f"{each.name} {join}, {each.measure}", str(len(of_row[MORGUE])), cells))
    for kind in KINDS:
        if by_part := differences.get(kind):
            means = [str(pooled(by_part[part])) for part in parts]
            lines.append(_line(f"{kind}, mean of {len(by_part[parts[0]])}", "", means))
    return lines


def as_json(sets: Sequence[Set], values: Values) -> dict[str, Any]:
    """All values by set and join; `points` is the difference to plain with half of its interval, in hundredths."""
    found = []
    for each, join in _rows(sets):
        of_row = values[each.name, join]
        points = {
            name: [100 * part for part in difference(mine, of_row[PLAIN])] for name, mine in of_row.items()
        }
        found.append(
            {
                "set": each.name,
                "join": join,
                "kind": each.kind(join),
                "measure": each.measure,
                "queries": len(of_row[PLAIN]),
                "means": {name: statistics.mean(mine) for name, mine in of_row.items()},
                "points": points,
                "values": of_row,
            }
        )
    return {"sets": found}


def _rows(sets: Sequence[Set]) -> list[tuple[Set, str]]:
    """The sets and joins in the order of the table: by kind."""
    rows = [(each, join) for each in sets for join in each.joins]
    return sorted(rows, key=lambda row: KINDS.index(row[0].kind(row[1])))


def _line(label: str, queries: str, cells: Sequence[str]) -> str:
    return f"{label:28}{queries:>8}" + "".join(f"  {cell:18}" for cell in cells).rstrip()


if __name__ == "__main__":
    raise SystemExit(main())
