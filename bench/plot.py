"""A result as a picture: morgue's time as a multiple of each peer's, in SVG, without any library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from bench.programs import MORGUE
from bench.rows import Row

WIDTH, LEFT, ROW, TOP = 860, 190, 26, 64
LOW, HIGH = 0.005, 10.0
COLOURS = {
    "tantivy": "#1b6ca8",
    "fts5": "#d1603d",
    "lucene": "#3c8d5a",
    "xapian": "#8a5a9e",
    "bm25s": "#7a7a7a",
    "whoosh": "#b8912e",
}


def svg(title: str, rows: Sequence[Row]) -> str:
    """A dot for every row and peer, left of the line where morgue is faster; the scale is logarithmic."""
    shown = [
        row for row in rows if (row.work, row.part) == ("index", "wall") or row.work in ("search", "size")
    ]
    shown = [row for row in shown if row.part != "geometric mean"]
    height = TOP + ROW * len(shown) + 48
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        f'<text x="16" y="24" font-size="15">{escape(title)}</text>',
        *_legend(shown),
        *_grid(height),
    ]
    for at, row in enumerate(shown):
        parts += _dots(row, TOP + ROW * at + ROW // 2)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(ratio: float) -> float:
    share = math.log(min(max(ratio, LOW), HIGH) / LOW) / math.log(HIGH / LOW)
    return LEFT + share * (WIDTH - LEFT - 24)


def _grid(height: int) -> list[str]:
    bottom = height - 34
    lines = []
    for ratio in (0.01, 0.1, 1.0, 10.0):
        x, bold = _x(ratio), ratio == 1.0
        lines.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{bottom}" '
            f'stroke="{"#333" if bold else "#ccc"}" stroke-width="{2 if bold else 1}"/>'
        )
        lines.append(f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{ratio:g} ×</text>')
    return lines


def _legend(rows: Sequence[Row]) -> list[str]:
    names = [name for name in COLOURS if any(name in row.values for row in rows)]
    found = []
    for at, name in enumerate(names):
        x = LEFT + at * 100
        found.append(f'<circle cx="{x}" cy="44" r="5" fill="{COLOURS[name]}"/>')
        found.append(f'<text x="{x + 10}" y="48">{name}</text>')
    return found


def _dots(row: Row, y: int) -> list[str]:
    name = row.part if row.work == "search" else {"index": "indexing, wall", "size": "size"}[row.work]
    parts = [f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end">{escape(name)}</text>']
    mine = row.values.get(MORGUE)
    for peer, value in row.values.items():
        if peer in COLOURS and mine and value:
            ratio = mine / value
            parts.append(
                f'<circle cx="{_x(ratio):.1f}" cy="{y}" r="5" fill="{COLOURS[peer]}" fill-opacity="0.85">'
                f"<title>{peer}: {ratio:.2f} ×</title></circle>"
            )
    return parts
