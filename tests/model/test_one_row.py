"""A field that can be searched is one row: on a copy of the sources that has `columns` too, every room knows it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import morgue
from morgue.model.fields import FORMAT

SRC = Path(morgue.__file__).parent

ROW = 'ROWS = (\n    Field("columns", Kind.NUMBER, form="number", label="columns", title="Columns", hit=True, has=True, since=99),\n'

QUERIES = {
    "columns:>500": ["c"],
    "columns:>=500": ["b", "c"],
    "columns:<500": ["a"],
    "columns:<=500": ["a", "b"],
    "columns:500": ["b"],
    "columns:120..500": ["a", "b"],
    "columns:121..": ["b", "c"],
    "columns:..120": ["a"],
    "columns:1,200": ["c"],
    "columns:(120 OR 1200)": ["a", "c"],
    "-columns:>500": ["a", "b", "d"],
    "has:columns": ["a", "b", "c"],
    "NOT has:columns": ["d"],
    "missing:columns": ["d"],
    "columns:*": ["a", "b", "c"],
}

SCRIPT = """
import json, sys, datetime as dt
from pathlib import Path
from morgue.model.article import Article, Source
from morgue.engines import create_engine
from morgue.engines.document import document
from morgue.engines.opensearch.mapping import story, story_mapping
from morgue.engines.opensearch.query import matching
from morgue.errors import QueryError
from morgue.feeds.support.own_form import is_own, own_article
from morgue.model.schema import article_schemas
from morgue.query.canonical import canonical
from morgue.query.explain import explanation
from morgue.query.parser import parse
from morgue.repl.commands import FIELDS
from morgue.archive.results import HIT_FIELDS
from morgue.web.openapi import SCHEMAS
from morgue.web.pages import _facts

now = dt.datetime(2025, 10, 23, tzinfo=dt.UTC)
ids = dict(zip("abcd", (4 * "aaaa", 4 * "bbbb", 4 * "cccc", 4 * "dddd")))
stories = [Article(ids[each], "Ferry", "Late.", columns=columns, source=Source("x", "rss"))
           for each, columns in zip("abcd", (120, 500, 1200, None))]
told = {"found": {}, "again": {}, "explained": {}}
for engine in ("tantivy", "whoosh"):
    where = Path(sys.argv[1]) / engine
    where.mkdir()
    made = create_engine(engine, where)
    writer = made.writer()
    writer.add([document(each, 1) for each in stories])
    writer.commit()
    writer.close()
    searcher = made.searcher()
    for query in json.loads(sys.argv[2]):
        tree = parse(query, now=now).tree
        assert parse(canonical(tree), now=now).tree == tree, query
        told["explained"][query] = explanation(parse(query, now=now))
        rows = [json.loads(each.stored) for each in searcher.every(tree)]
        told["found"].setdefault(query, {})[engine] = sorted(row["id"][0] for row in rows)
        told["again"] = {row["id"][0]: row["columns"] for row in rows} | told["again"]
    searcher.close()
row = json.loads(json.dumps(stories[0].to_json()))
assert is_own(row) and own_article(row, Source("y", "jsonl")).columns == 120
del row["columns"]
assert not own_article(row, Source("y", "jsonl")).reading.partial, "what an older version wrote is whole"
told |= {
    "hit": "columns" in HIT_FIELDS, "repl": "columns" in FIELDS, "schema": article_schemas()["columns"],
    "api": SCHEMAS["Hit"]["properties"]["columns"], "page": [each.value for each in _facts(stories[2]) if each.name == "columns"],
    "mapping": story_mapping()["properties"]["columns"], "sent": json.loads(story(document(stories[2], 1))[0])["columns"],
    "clause": matching(parse("columns:>500", now=now).tree),
}
for wrong in ("columns:many", "columns:5..3", "columns:>", "columns:-5"):
    try:
        parse(wrong, now=now)
    except QueryError as error:
        told[wrong] = [error.message, error.hint]
print(json.dumps(told))
"""


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python on the copy."""
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, env=environment, cwd=copy
    )


def put(path: Path, old: str, new: str) -> None:
    """Change one place of a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} has {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources with one row and one attribute more."""
    copy = tmp_path_factory.mktemp("copy")
    shutil.copytree(SRC, copy / "morgue", ignore=shutil.ignore_patterns("__pycache__"))
    put(copy / "morgue/model/fields.py", "ROWS = (\n", ROW)
    put(
        copy / "morgue/model/article.py",
        "    reading: Reading =",
        "    columns: int | None = None\n    reading: Reading =",
    )
    return copy


@pytest.fixture(scope="module")
def told(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the copy does, once its field has a format."""
    refused = run(copy, "-c", "import morgue.storage.directory.commit_point")
    asked = re.search(r"add (0x[0-9a-f]{8}: \(\d+, \d+\)) to FORMATS", refused.stderr)
    assert asked, refused.stderr
    put(copy / "morgue/model/fields.py", '}\n"""The formats of', f'    {asked[1]},\n}}\n"""The formats of')
    place = str(tmp_path_factory.mktemp("indexes"))
    done = run(copy, "-c", SCRIPT, place, json.dumps(list(QUERIES)))
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("query", QUERIES)
def test_both_engines_find_it(told: dict[str, Any], query: str) -> None:
    assert told["found"][query] == {"tantivy": QUERIES[query], "whoosh": QUERIES[query]}


def test_its_value_goes_into_the_index_and_comes_out(told: dict[str, Any]) -> None:
    assert told["again"] == {"a": 120, "b": 500, "c": 1200, "d": None}


def test_a_cluster_has_it_too(told: dict[str, Any]) -> None:
    assert told["mapping"] == {"type": "long"}
    assert told["sent"] == 1200
    assert told["clause"] == {"range": {"columns": {"gte": 501}}}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("columns:>500", "articles that have 501 columns or more"),
        ("columns:<=500", "articles that have at most 500 columns"),
        ("columns:500", "articles that have 500 columns"),
        ("columns:120..500", "articles that have 120 to 500 columns"),
        ("-columns:>500", "articles that do not have 501 columns or more"),
        ("has:columns", "articles that have columns"),
        ("missing:columns", "articles that have no columns"),
    ],
)
def test_it_is_explained(told: dict[str, Any], query: str, said: str) -> None:
    assert told["explained"][query] == said


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("columns:many", "column 9: columns: takes whole numbers, and many is something else"),
        ("columns:>", "column 9: columns: takes whole numbers, and > is something else"),
        ("columns:5..3", "column 9: 5..3 ends before it begins"),
        ("columns:-5", "column 9: columns: takes whole numbers, and -5 is something else"),
    ],
)
def test_a_value_that_is_no_number_is_refused(told: dict[str, Any], query: str, message: str) -> None:
    assert told[query][0] == message


def test_it_is_shown_and_described(told: dict[str, Any]) -> None:
    assert told["hit"]
    assert told["repl"]
    assert told["schema"] == told["api"] == {"type": ["integer", "null"]}
    assert told["page"] == ["1,200"]


def test_an_archive_without_it_is_refused_by_its_format(
    told: dict[str, Any], copy: Path, tmp_path: Path
) -> None:
    morgue.create(tmp_path / "old").close()
    done = run(copy, "-m", "morgue", "--archive", str(tmp_path / "old"), "search", "columns:>500")
    assert done.returncode == 2
    assert f"is an archive of format {FORMAT}; this morgue reads format {FORMAT + 1}" in done.stderr
