"""The direction of imports, the rooms and their indexes, and what start-up may import: the house's walls."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src" / "morgue"

ORDER = (
    "errors",
    "_startup",
    "process",
    "model",
    "analysis",
    "gazetteer",
    "io",
    "extract",
    "feeds",
    "query",
    "highlight",
    "stories",
    "engines",
    "storage",
    "ingest",
    "archive",
    "render",
    "commands",
    "repl",
    "web",
)
"""The rooms. Each imports from itself and from those before it."""

EXCEPTIONS = {("commands", "repl"), ("commands", "web")}
"""A command starts the REPL, another the server; both read their options and queries as commands do."""

LOOSE = {"__init__", "__main__", "errors", "cite", "manifest"}
"""Modules that stand beside the rooms; docs/python.md names the last two, which hand on what is in a room."""

FEEDS = ("support", "syndication", "wire", "print", "platforms", "web", "tables", "text", "office", "press")
"""The packages of readers, in the order of their imports: the formats that others may contain come first."""

HEAVY = {"lxml", "feedparser", "selectolax", "fastwarc", "charset_normalizer", "py3langid", "rich", "prompt_toolkit", "whoosh", "starlette", "uvicorn", "jinja2", "opensearchpy", "dateutil"}  # fmt: skip


def name_of(path: Path) -> str:
    parts = path.relative_to(SRC.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


PATHS = {name_of(path): path for path in sorted(SRC.rglob("*.py"))}


@cache
def imports_of(name: str) -> frozenset[str]:
    """The modules of morgue that a module imports: at its head, inside of functions, or for its types."""
    found = set()
    for node in ast.walk(ast.parse(PATHS[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                full = f"{node.module}.{each.name}"
                found.add(full if full in PATHS else node.module)
    return frozenset(found & PATHS.keys())


def room(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


@pytest.mark.parametrize("name", sorted(PATHS))
def test_imports_go_one_way(name: str) -> None:
    own = room(name)
    if own in LOOSE - {"errors"} or not own:
        return
    assert own in ORDER, f"src/morgue/{own} is in no place of the order: after which room does it come?"
    for other in imports_of(name):
        if room(other) and (own, room(other)) not in EXCEPTIONS:
            assert ORDER.index(room(other)) <= ORDER.index(own), f"{name} must not import {other}"


def test_readers_import_one_way() -> None:
    wrong = [
        (name, other)
        for name in PATHS
        for other in imports_of(name)
        if name.startswith("morgue.feeds.") and other.startswith("morgue.feeds.")
        if FEEDS.index(other.split(".")[2]) > FEEDS.index(name.split(".")[2])
    ]
    assert wrong == []


def circles() -> Iterator[list[str]]:
    """Modules that import each other, however far about. The package itself only hands names on and is left out."""
    done: set[str] = set()

    def follow(name: str, way: list[str]) -> Iterator[list[str]]:
        if name in way:
            yield way[way.index(name) :]
        elif name not in done:
            for other in sorted(imports_of(name) - {"morgue"}):
                yield from follow(other, [*way, name])
            done.add(name)

    for name in PATHS:
        if name != "morgue":
            yield from follow(name, [])


def test_no_modules_import_each_other() -> None:
    assert list(circles()) == []


def test_nothing_is_loose() -> None:
    assert {path.stem for path in SRC.glob("*.py")} == LOOSE
    deep = [name for name in PATHS if name.count(".") > 3]
    assert deep == [], "a room has packages, and those have modules"


@pytest.mark.parametrize(
    "package", [name for name, path in PATHS.items() if path.stem == "__init__" and "." in name]
)
def test_the_docstring_of_a_package_is_its_index(package: str) -> None:
    path = PATHS[package]
    index = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    named = set(re.findall(r"`(\w+)", index))
    inside = {each.stem for each in path.parent.glob("*.py")} | {
        each.parent.name for each in path.parent.glob("*/__init__.py")
    }
    if package == "morgue.commands":
        from morgue.commands import COMMANDS

        inside -= COMMANDS.keys()
    assert inside - {"__init__"} - named == set(), (
        f"the docstring of {package} does not say what these are for"
    )


def test_only_outer_rooms_print() -> None:
    printing = [
        name
        for name, path in PATHS.items()
        if room(name) not in {"commands", "repl", "render", "web", "__main__"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []


def test_start_up_imports_nothing_heavy() -> None:
    code = "import sys, morgue.commands.main, morgue.archive.archive, morgue.feeds; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = set(
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
    )
    assert loaded & HEAVY == set()
