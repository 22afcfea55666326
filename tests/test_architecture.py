"""The direction of imports, and what start-up may import: the house's walls."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src" / "morgue"

LAYERS = (
    {
        "arguments",
        "article",
        "deadline",
        "debug",
        "errors",
        "expression",
        "frozen",
        "interrupts",
        "limits",
        "model",
        "threads",
    },
    {"text", "timeline"},
    {"extract"},
    {"feeds", "query"},
    {"engines", "snippets", "marks", "word_places"},
    {"catalog", "edition", "facets", "results"},
    {
        "ingest",
        "writing",
        "reading",
        "repair",
        "place",
        "cluster",
        "cluster_catalog",
        "cluster_facts",
        "forgetting",
        "moving",
        "archive",
        "arrivals",
        "census",
        "cite",
        "manifest",
        "saved",
        "saved_file",
        "searchable",
    },
    {"render"},
    {"cli", "commands", "repl", "web", "__main__", "__init__"},
)
"""A room imports from its own layer and from those before it."""

EXCEPTIONS = {("query", "extract")}
"""The query knows agencies and countries by their names, which are tables of `extract`."""

HEAVY = {"lxml", "feedparser", "selectolax", "fastwarc", "charset_normalizer", "py3langid", "rich", "prompt_toolkit", "whoosh", "starlette", "uvicorn", "jinja2", "opensearchpy", "dateutil"}  # fmt: skip


def room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "morgue" and len(parts) > 1 else None


def layer(name: str) -> int:
    found = [at for at, rooms in enumerate(LAYERS) if name in rooms]
    assert found, f"src/morgue/{name} is in no layer: which room does it belong to?"
    return found[0]


def runtime_imports(path: Path) -> list[str]:
    """Modules that a file imports, but for those under TYPE_CHECKING."""
    found: list[str] = []

    def visit(node: ast.AST) -> None:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            return
        if isinstance(node, ast.Import):
            found.extend(each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
            if node.module == "morgue":
                found.extend(f"morgue.{each.name}" for each in node.names)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(path.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda path: str(path.relative_to(SRC)))
def test_imports_go_one_way(path: Path) -> None:
    own = path.relative_to(SRC).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    for module in runtime_imports(path):
        other = room(module)
        if (
            other
            and other != "__version__"
            and (own, other) not in EXCEPTIONS
            and (SRC / other).with_suffix(".py").exists() | (SRC / other).is_dir()
        ):
            assert layer(other) <= layer(own), f"{own} must not import {other}"


def test_only_outer_rooms_print() -> None:
    printing = [
        str(path.relative_to(SRC))
        for path in SRC.rglob("*.py")
        if path.relative_to(SRC).parts[0].removesuffix(".py")
        not in {"cli", "commands", "repl", "render", "web", "__main__"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


def test_start_up_imports_nothing_heavy() -> None:
    code = "import sys, morgue.cli, morgue.archive, morgue.feeds; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
    )
    assert loaded & HEAVY == set()
