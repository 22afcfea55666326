"""Draw docs/pictures: a terminal as SVG, from what morgue really prints over the sample corpus.

`python docs/make_pictures.py` draws them; with `--check` it fails where a picture is not what is printed now.
Nothing in a picture is fetched from anywhere.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
COLUMNS = 80

SCENES = {
    "search": (
        "morgue search '\"shadow fleet\" location:brussels' --limit 2",
        "morgue timeline 'ferry OR port' --by year",
    ),
}
"""Pictures, and the commands whose output they show."""

CELL, LINE, TOP, LEFT, SIZE = 8.4, 19, 44, 18, 14
_SGR = re.compile(r"\x1b\[([\d;]*)m")
_STYLE = """
svg { --ground: #ffffff; --ink: #1f2328; --faint: #59636e; --31: #b31d28; --35: #8250df; --frame: #d1d9e0; }
@media (prefers-color-scheme: dark) {
  svg { --ground: #0d1117; --ink: #e6edf3; --faint: #9198a1; --31: #ff7b72; --35: #d2a8ff; --frame: #3d444d; }
}
rect { fill: var(--ground); stroke: var(--frame); }
circle { fill: var(--frame); }
text { fill: var(--ink); font: 14px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; }
.b { font-weight: bold; } .f { fill: var(--faint); } .c31 { fill: var(--31); } .c35 { fill: var(--35); }
"""
_CLASSES = {"1": "b", "2": "f", "31": "c31", "35": "c35"}


def spans(line: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(text, classes) of a line with SGR codes. Raises KeyError for a code that no picture knows."""
    classes: tuple[str, ...] = ()
    pieces = _SGR.split(line)
    for at, piece in enumerate(pieces):
        if at % 2:
            codes = [code for code in piece.split(";") if code not in ("", "0")]
            classes = tuple(_CLASSES[code] for code in codes)
        elif piece:
            yield piece, classes


def _drawn(line: str, y: int) -> str:
    tspans = "".join(
        f'<tspan class="{" ".join(classes)}">{escape(text)}</tspan>' if classes else escape(text)
        for text, classes in spans(line)
    )
    return f'<text x="{LEFT}" y="{y}" xml:space="preserve">{tspans}</text>'


def picture(lines: list[str], title: str) -> str:
    """A terminal window with these lines, in the colours of light or dark."""
    width, height = round(COLUMNS * CELL + 2 * LEFT), TOP + LINE * len(lines) + 8
    drawn = "\n".join(_drawn(line, TOP + LINE * at + 8) for at, line in enumerate(lines) if line)
    buttons = "".join(f'<circle cx="{20 + 18 * at}" cy="18" r="5"/>' for at in range(3))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n"
        f'<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8"/>{buttons}\n{drawn}\n</svg>\n'
    )


def _printed(command: str, folder: Path) -> list[str]:
    """What a command prints on a terminal of 80 columns with colours."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), *sys.path)),
        "PYTHONIOENCODING": "utf-8",
        "COLUMNS": str(COLUMNS),
    }
    arguments = [sys.executable, "-m", *shlex.split(command), "--color", "always"]
    done = subprocess.run(arguments, cwd=folder, env=environment, capture_output=True, check=True)
    return done.stdout.decode().splitlines()


def pictures() -> dict[str, str]:
    """The text of each picture, by name."""
    made = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "corpus").symlink_to(ROOT / "corpus")
        _printed("morgue index corpus", folder)
        for name, commands in SCENES.items():
            lines: list[str] = []
            for command in commands:
                lines += [f"\x1b[2m$\x1b[0m \x1b[1m{command}\x1b[0m", *_printed(command, folder), ""]
            made[name] = picture(lines[:-1], f"What is printed by {'; '.join(commands)}")
    return made


def main() -> int:
    """Draw the pictures, or with --check compare them."""
    made = pictures()
    if "--check" not in sys.argv[1:]:
        FOLDER.mkdir(exist_ok=True)
        for name, svg in made.items():
            (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")
        return 0
    wrong = [
        name for name, svg in made.items() if (FOLDER / f"{name}.svg").read_text(encoding="utf-8") != svg
    ]
    if wrong:
        print(f"docs/pictures: {', '.join(wrong)}: run python docs/{Path(__file__).name}", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
