"""Faults of the command line's surroundings: variables that are empty, streams and files that cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import morgue
from morgue.commands import COMMANDS
from tests.commands.test_cli import Answer, call, feeds, where  # noqa: F401 - fixtures, and what they return
from tests.conftest import PATIENCE, story, write_jsonl

Call = Callable[..., Answer]

ARGUMENTS = {
    "index": ["."], "search": ["ferry"], "count": ["ferry"], "show": ["abcdef"], "explain": ["ferry"],
    "save": ["a", "ferry"], "run": ["a"], "watch": ["a"], "replay": ["m.json"], "forget": ["x"],
    "copy": ["a", "b"], "move": ["a", "b"], "story": ["abcdef"], "diff": ["abcdef", "bcdefg"],
}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("before", [True, False])
def test_an_empty_archive_is_a_usage_error_of_every_command(
    call: Call,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    before: bool,
) -> None:
    monkeypatch.chdir(tmp_path)
    option, rest = ["--archive", ""], [name, *ARGUMENTS.get(name, [])]
    answer = call(*(option + rest if before else rest + option))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines() == [
        "morgue: --archive is empty",
        "hint: name a directory; is the variable that it came from set?",
    ]
    assert list(tmp_path.iterdir()) == []


def test_an_empty_variable_counts_as_not_set(
    call: Call,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MORGUE_ARCHIVE", "")
    assert call("count", "ferry").err.startswith("morgue: there is no archive at index\n")
    with morgue.create(tmp_path / "index") as archive:
        archive.index([write_jsonl(tmp_path / "feeds" / "a.jsonl", [story(1)]).parent])
    assert call("count", "ferry").out == "1\n"


@pytest.mark.parametrize("places", [("", "b"), ("a", ""), ("", "")])
def test_a_place_is_never_empty(call: Call, where: Path, places: tuple[str, str]) -> None:  # noqa: F811
    answer = call("copy", *(str(where) if each == "a" else each for each in places))
    assert answer.code == 2
    assert "the place of an archive is empty" in answer.err


def process(where: Path, *arguments: str, shell: str = "", **more: str) -> tuple[int, str, str]:  # noqa: F811
    """Code, output and complaints of a process, behind a line of the shell."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "MORGUE_ARCHIVE": str(where)} | more
    command = ["sh", "-c", f'{shell}\nexec "$@"', "sh", sys.executable, "-m", "morgue", *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=PATIENCE)
    return ran.returncode, ran.stdout, ran.stderr


LINES = (
    ("search", "ferry"),
    ("search", "zebra"),
    ("search", "ferry and strike"),
    ("search", "("),
    ("count", "zebra"),
    ("search", "ferry", "--fields", "id"),
    ("errors",),
)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a system without /dev/full")
@pytest.mark.parametrize("stderr", ["/dev/full", "&-"])
@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_who_cannot_be_told_gets_the_answer(where: Path, line: tuple[str, ...], stderr: str) -> None:  # noqa: F811
    code, out, _ = process(where, *line)
    assert process(where, *line, shell=f"exec 2>{stderr}")[:2] == (code, out)


@pytest.mark.parametrize("zone", ["XXX+25", "XXX-25", "XXX+24:59:59", "Nowhere/Atall", "XXX+167"])
@pytest.mark.parametrize("query", ["date:today", "date:7d..", "ferry"])
def test_a_zone_that_is_no_zone_is_no_fault(where: Path, zone: str, query: str) -> None:  # noqa: F811
    code, _, err = process(where, "count", query, TZ=zone)
    assert code in (0, 1)
    assert "internal error" not in err


@pytest.mark.parametrize("blocks", [1, 8, 40])
def test_a_limit_of_the_size_of_files_is_named(where: Path, tmp_path: Path, blocks: int) -> None:  # noqa: F811
    write_jsonl(tmp_path / "feeds" / "a.jsonl", [story(at) for at in range(1, 40)])
    code, _, err = process(
        tmp_path / "archive", "index", str(tmp_path / "feeds"), shell=f"ulimit -f {blocks}"
    )
    assert code == 2
    assert "hint: a limit on the size of files is set here (ulimit -f)" in err
    assert "writable" not in err


@pytest.mark.parametrize(("engine", "package"), [("tantivy", "tantivy"), ("whoosh", "whoosh3")])
def test_an_engine_that_is_not_installed_is_no_damage(
    tmp_path: Path,
    call: Call,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    engine: str,
    package: str,
) -> None:
    place = str(tmp_path / "archive")
    with morgue.create(place, engine=engine) as archive:
        archive.index([write_jsonl(tmp_path / "feeds" / "a.jsonl", [story(1)]).parent])
    for name in [each for each in sys.modules if each.startswith(f"morgue.engines.{engine}")]:
        if name != "morgue.engines.tantivy.files":
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, engine, None)
    for line in (
        ["verify"], ["verify", "--repair"], ["search", "ferry"], ["count", "ferry"], ["show", "abcdef"], ["facets"],
        ["stats"], ["index", str(tmp_path / "feeds")], ["forget", "a.jsonl"],
    ):  # fmt: skip
        answer = call(*line, "--archive", place)
        if answer.code == 0:  # nothing had to be read
            continue
        assert answer.code == 2, line
        assert f"the {engine} engine cannot be imported here" in answer.err
        assert f"hint: pip install {package}\n" in answer.err, (
            "no command but those that make archives has --engine"
        )
        assert "damaged" not in answer.out + answer.err
    assert call("verify", "--archive", place).code == 2
    made = call("index", str(tmp_path / "feeds"), "--archive", str(tmp_path / "new"), "--engine", engine)
    other = {"tantivy": "whoosh", "whoosh": "tantivy"}[engine]
    assert f"hint: use --engine {other}, or pip install {package}" in made.err


# -- timelines that are too long ---------------------------------------------------------------------------


@pytest.fixture
def ages(tmp_path: Path) -> Path:
    """An archive whose stories are of the first and the last year that is read."""
    first, last = story(1, day="1600-01-02", published=None), story(2, day="2199-12-30", published=None)
    with morgue.create(tmp_path / "ages") as archive:
        archive.index([write_jsonl(tmp_path / "feeds" / "a.jsonl", [first, last]).parent])
    return tmp_path / "ages"


@pytest.mark.parametrize("unit", ["day"])
def test_a_timeline_has_bounds_everywhere(ages: Path, call: Call, unit: str) -> None:  # noqa: F811
    from starlette.testclient import TestClient

    from morgue.web.app import site

    said = f"a timeline by {unit} from 1600-01-02 to 2199-12-30 would have about"
    answer = call("timeline", "--by", unit, "--archive", str(ages))
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "hint: count by month or year, or narrow the query with date:" in answer.err
    told = call("repl", "--archive", str(ages), stdin=f"ferry\n:timeline {unit}\n:timeline year\n".encode())
    assert said in told.err
    assert "1600" in told.out
    with TestClient(site(str(ages)), base_url="http://127.0.0.1") as client:
        refused = client.get(f"/api/timeline?q=ferry&by={unit}")
        assert refused.status_code == 400
        assert said in refused.json()["error"]["message"]
        for other in ("auto", "week", "month", "year"):
            assert client.get(f"/api/timeline?q=ferry&by={other}").status_code == 200
        assert client.get("/?q=ferry").status_code == 200
    with morgue.open(ages) as archive, pytest.raises(morgue.UsageError, match="a timeline by"):
        archive.timeline("ferry", by=unit)  # type: ignore[arg-type]
    for other in ("auto", "month", "year"):
        assert call("timeline", "--by", other, "--archive", str(ages)).code == 0
