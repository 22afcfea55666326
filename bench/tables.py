"""A result as Markdown: a table a work, with the ratio of morgue to each peer, then the targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bench.programs import MORGUE
from bench.rows import Row, Verdict, verdicts

TITLES = {
    "index": "Indexing, the whole process",
    "size": "Size of the index",
    "again": "Indexing again, nothing changed",
    "search": "Searching: ten articles with snippets, and how many match",
    "tail": "Searching: the slowest hundredth",
    "busy": "Searching with four threads while a fifth indexes",
    "count": "Counting over everything",
    "start": "Starting",
    "growth": "Growth: p50 in the largest archive beside the smallest",
}


def table(rows: Sequence[Row]) -> str:
    """The rows of one work; behind each value of a peer, morgue's as a multiple of it."""
    names = list(dict.fromkeys(name for row in rows for name in row.values))
    lines = [f"| | {' | '.join(names)} |", f"|---|{'---:|' * len(names)}"]
    for row in rows:
        cells = [_cell(row, name) for name in names]
        unit = f", {row.unit}" if row.unit else ""
        lines.append(f"| {row.part}{unit} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(row: Row, name: str) -> str:
    value = row.values.get(name)
    if value is None:
        return ""
    mine = row.values.get(MORGUE)
    beside = f" ({mine / value:.2f} ×)" if mine is not None and value and name != MORGUE else ""
    return number(value) + beside


def number(value: float) -> str:
    """Three digits that matter."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"


def targets(found: Iterable[Verdict]) -> str:
    """Every target, what was measured, and whether that is enough."""
    lines = ["| work | against | target | measured | |", "|---|---|---:|---:|---|"]
    for each in found:
        target = each.target
        against = target.against or each.row.unit
        sign = " ×" if target.against else ""
        lines.append(
            f"| {each.row.work}: {each.row.part} | {against} | ≤ {number(target.most)}{sign} | "
            f"{number(each.ratio)}{sign} | {'met' if each.met else '**missed**'} |"
        )
    return "\n".join(lines)


def report(result: dict[str, Any], archives: Sequence[tuple[str, int, list[Row]]]) -> str:
    """The whole result; `archives` are label, stories and rows of each."""
    parts = [_head(result)]
    for label, stories, rows in archives:
        parts.append(f"## {label}: {stories:,} articles")
        for work, title in TITLES.items():
            mine = [row for row in rows if row.work == work]
            if mine:
                parts += [f"### {title}", table(mine), *_notes(mine)]
        found = verdicts(rows, stories)
        if found:
            parts += ["### Targets", targets(found)]
    return "\n\n".join(parts) + "\n"


def _notes(rows: Sequence[Row]) -> list[str]:
    noted = [f"- {row.part}: {row.note}" for row in rows if row.note]
    return ["\n".join(noted)] if noted else []


def _head(result: dict[str, Any]) -> str:
    facts = result["machine"]
    lines = [
        f"{facts['processor']}, {facts['cores']} cores, {facts['memory_gb']} GB, {facts['system']}, "
        f"Python {facts['python']}, load {facts['load'][0]} at the start; {result['when']}.",
        f"{result['rounds']} rounds, seed {result['seed']}, {result['each']} questions a kind. Values are medians "
        "(memory: the highest), and behind each peer's stands morgue's as a multiple of it.",
        "; ".join(result["versions"].values()) + ".",
    ]
    lines += [f"{name} was left out: {why}." for name, why in result["missing"].items()]
    return "\n".join(lines)
