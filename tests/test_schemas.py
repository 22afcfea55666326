"""Every JSON document that the command line prints is as its schema says, and holds no key that none names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

import morgue.web.app  # noqa: F401 - so that its errors are known too
from morgue.errors import MorgueError
from morgue.render.schemas import KINDS
from tests.commands.test_cli import STORIES, Answer, call, feeds, where  # noqa: F401 - fixtures, and what they return
from tests.conftest import story, write_jsonl

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "schemas"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
ID = STORIES[1].id


def closed(schema: Any) -> Any:
    """A schema that takes no key it does not name."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    if isinstance(made.get("properties"), dict) and "additionalProperties" not in made:
        made["additionalProperties"] = False
    return made


def check(name: str, document: Any) -> None:
    schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document)
    Draft202012Validator(closed(schema)).validate(document)


DOCUMENTS = (
    ("search", "search ferry"),
    ("search", "search ferry or zebra --no-count"),
    ("search", "search ferry AND zebra"),
    ("search", "search * --limit all --since-revision 0"),
    ("search", "search --like {id}"),
    ("show", "show {id}"),
    ("show", "show {id} --query ferry"),
    ("versions", "show {id} --versions"),
    ("citations", "show {id} --cite"),
    ("count", "count ferry"),
    ("facets", "facets *"),
    ("facets", "facets * --by agency"),
    ("timeline", "timeline *"),
    ("timeline", "timeline ferry --by week"),
    ("bursts", "bursts --by year --limit all"),
    ("bursts", "bursts ferry --by day --count articles --against archive"),
    ("explain", "explain ferry or board"),
    ("stats", "stats"),
    ("errors", "errors --no-article"),
    ("story", "story {id}"),
    ("diff", "diff {id} {other}"),
    ("diff", "diff {id} {id}"),
    ("verify", "verify"),
    ("searches", "searches"),
)


@pytest.mark.parametrize(("name", "line"), DOCUMENTS)
def test_documents(call: Callable[..., Answer], name: str, line: str) -> None:  # noqa: F811
    check(name, call(*line.format(id=ID, other=STORIES[0].id).split(), "--json").document)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("hit", "search *"),
        ("article", "show {id} --query ferry"),
        ("member", "story {id}"),
        ("paragraph", "diff {id} {other}"),
        ("version", "show {id} --versions"),
    ],
)
def test_lines(call: Callable[..., Answer], name: str, line: str) -> None:  # noqa: F811
    for each in call(*line.format(id=ID, other=STORIES[0].id).split(), "--jsonl").out.splitlines():
        check(name, json.loads(each))


@pytest.mark.parametrize(
    "line", ["search (", "search x --limit few", "stats --archive /no/archive", "search ferry or x --strict"]
)
def test_errors(call: Callable[..., Answer], line: str) -> None:  # noqa: F811
    check("error", json.loads(call(*line.split(), "--json").err.splitlines()[-1]))


def test_batches(call: Callable[..., Answer]) -> None:  # noqa: F811
    for line in call("search", "--batch", stdin=b"ferry\nzebra\n(\n").out.splitlines():
        check("batch", json.loads(line))
    check("count", json.loads(call("count", "--batch", "--json", stdin=b"ferry\n").out))


def test_what_changes_an_archive(call: Callable[..., Answer], feeds: Path, tmp_path: Path) -> None:  # noqa: F811
    place = ("--json", "--archive", str(tmp_path / "own"))
    write_jsonl(tmp_path / "feeds" / "f.jsonl", [story(9)])
    (tmp_path / "feeds" / "empty.xml").write_bytes(b"")
    check("index", call("index", str(feeds), str(tmp_path / "feeds"), *place).document)
    check("errors", call("errors", *place).document)
    check("save", call("save", "a", "ferry", *place).document)
    check("searches", call("searches", *place).document)
    check("search", call("watch", "a", *place).document)
    check("search", call("run", "a", "--manifest", str(tmp_path / "m.json"), *place).document)
    check("manifest", json.loads((tmp_path / "m.json").read_bytes()))
    check("replay", call("replay", str(tmp_path / "m.json"), *place).document)
    check("stories", call("stories", *place).document)
    check("stories", call("stories", "--rebuild", *place).document)
    check("forget", call("forget", "--id", story(9).id, *place).document)
    check("move", call("move", str(tmp_path / "own"), str(tmp_path / "copy"), "--json").document)
    replay = call("replay", str(tmp_path / "m.json"), *place).document
    assert replay["gone"] == [story(9).id]
    check("replay", replay)


def test_every_kind_of_error_is_named() -> None:
    kinds, waiting = set(), [MorgueError]
    while waiting:
        each = waiting.pop()
        kinds.add(each.kind)
        waiting += each.__subclasses__()
    assert kinds == set(KINDS)


def test_every_schema_is_checked() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in NAMES if f'"{name}"' not in source] == []
    assert len(NAMES) >= 19


def test_the_schemas_are_what_the_maker_says() -> None:
    maker = FOLDER.parent / "make_schemas.py"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, str(maker), "--check"], capture_output=True, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_check_fails_where_it_should() -> None:
    check("count", {"total": 1})
    for wrong in ({"total": 1, "more": 2}, {"total": -1}, {}):
        with pytest.raises(ValidationError):
            check("count", wrong)
