"""The documentation holds: what stands there runs, and what is made from the code is what the code says."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import morgue
from morgue._startup.tables import read_rows
from morgue.analysis import stems
from tests.conftest import PATIENCE, story, write_jsonl
from tests.extras import need_extra

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with corpus/ and an archive of it at ./index, and `morgue` on the way to it."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "corpus").symlink_to(ROOT / "corpus")
    with morgue.create(folder / "index") as archive:
        archive.index([folder / "corpus"])
    program = folder / "bin" / "morgue"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m morgue "$@"\n')
    program.chmod(0o755)
    return folder


@pytest.fixture
def shell(desk: Path) -> dict[str, str]:
    """The environment of a shell there."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
    path = os.pathsep.join((str(desk / "bin"), os.environ["PATH"]))
    return {**kept, "PATH": path, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "utf-8"}


def run(command: list[str], desk: Path, shell: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=desk, env=shell, capture_output=True, text=True, timeout=PATIENCE)


def test_python(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    flags = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    failed, tried = doctest.testfile(str(DOCS / "python.md"), module_relative=False, optionflags=flags)
    assert failed == 0
    assert tried >= 30


def test_the_shell_example(desk: Path, shell: dict[str, str]) -> None:
    done = run(["sh", str(DOCS / "examples" / "digest.sh"), "ferry strike"], desk, shell)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert re.fullmatch(r"\d+ articles about: ferry strike", lines[0])
    assert re.match(r"\d{4}-\d\d-\d\d\t", lines[1])
    assert re.search(r"\(morgue [a-z2-7]{16}\)\.$", lines[-1])
    nothing = run(["sh", str(DOCS / "examples" / "digest.sh"), "zebracrossing"], desk, shell)
    assert (nothing.returncode, nothing.stdout) == (1, "nothing about: zebracrossing\n")
    assert run(["sh", str(DOCS / "examples" / "digest.sh"), "ferry ("], desk, shell).returncode == 2


def test_the_python_example(desk: Path, shell: dict[str, str]) -> None:
    done = run([sys.executable, str(DOCS / "examples" / "agencies.py"), "agency:ani"], desk, shell)
    assert (done.returncode, done.stderr) == (0, "")
    header, *rows = done.stdout.splitlines()
    assert header == "month,ANI"
    assert rows
    assert all(re.fullmatch(r"(\d{4}-\d\d|no date),\d+", row) for row in rows)
    assert (
        run([sys.executable, str(DOCS / "examples" / "agencies.py"), "zebracrossing"], desk, shell).returncode
        == 1
    )
    wrong = run([sys.executable, str(DOCS / "examples" / "agencies.py"), "("], desk, shell)
    assert wrong.stderr.startswith("agencies: column 1: ")


def test_the_cron_example(desk: Path, shell: dict[str, str], tmp_path: Path) -> None:
    """The line as cron runs it: a story is mailed once, and nothing is printed where nothing is new."""
    table = (DOCS / "examples" / "watch.cron").read_text()
    names = dict(re.findall(r"^(\w+)=(.+)$", table, re.M))
    assert set(names) == {"MORGUE_ARCHIVE", "FEEDS", "MAILTO"}
    line = re.findall(r"^\*/15 \* \* \* \* (.+)$", table, re.M)[0]
    own = shell | {"MORGUE_ARCHIVE": str(tmp_path / "index"), "FEEDS": str(tmp_path / "feeds")}
    write_jsonl(tmp_path / "feeds" / "a.jsonl", [story(1)])
    assert run(["morgue", "index", str(tmp_path / "feeds")], desk, own).returncode == 0
    saved = re.findall(r"(morgue save .+)$", table, re.M)[0]
    assert run(["sh", "-c", saved], desk, own).returncode == 0
    first = run(["sh", "-c", line], desk, own)
    assert (first.returncode, first.stderr) == (0, "")
    assert "Ferry crews vote on pay, day 1" in first.stdout
    second = run(["sh", "-c", line], desk, own)
    assert (second.returncode, second.stdout, second.stderr) == (1, "", "")
    write_jsonl(tmp_path / "feeds" / "b.jsonl", [story(2)])
    third = run(["sh", "-c", line], desk, own)
    assert "day 2" in third.stdout
    assert "day 1" not in third.stdout


def commands(page: str) -> list[str]:
    """The commands of the console blocks of a page of docs, one each."""
    blocks = re.findall(r"```console\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.S)
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def test_the_guide(desk: Path, shell: dict[str, str]) -> None:
    """Every command of the guide runs and is no error."""
    ran = 0
    for command in commands("guide.md"):
        done = run(["sh", "-c", command], desk, shell)
        assert done.returncode in (0, 1), (command, done.stderr)
        assert "Traceback" not in done.stderr
        ran += 1
    assert ran >= 25


@pytest.mark.parametrize("maker", ["make_reference.py", "make_man.py", "make_schemas.py", "make_pictures.py"])
def test_what_is_made_from_the_code(maker: str, shell: dict[str, str], desk: Path) -> None:
    if maker == "make_pictures.py":  # they show what is found in all of the corpus
        need_extra("pdf", "parquet", ".xls")
    done = run([sys.executable, str(DOCS / maker), "--check"], desk, shell)
    assert (done.returncode, done.stderr) == (0, "")


LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
NAMED = re.compile(r"`([a-z0-9_./-]+/[\w.-]+\.(?:py|md|tsv))`")
DOCUMENT = re.compile(r"\bdocs/[\w/-]+\.md\b|\b[A-Z]{4,}\.md\b")
BESIDE = (ROOT, ROOT / "src" / "morgue", DOCS)
"""Where a file that a document names may be: a module is named from its room on."""


def documents() -> list[Path]:
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_names_only_files_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    links = [link for link in LINK.findall(text) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []
    named = [name for name in NAMED.findall(text) if not any((folder / name).exists() for folder in BESIDE)]
    assert named == []


def test_code_names_only_documents_that_exist() -> None:
    sources = [path for folder in ("src", "tests", "bench", "docs") for path in (ROOT / folder).rglob("*.py")]
    missing = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in sources
        for name in DOCUMENT.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / name).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md"])
def test_every_room_is_on_the_map(document: str) -> None:
    rooms = {path.parent.name for path in (ROOT / "src" / "morgue").glob("*/__init__.py")}
    text = (ROOT / document).read_text(encoding="utf-8")
    assert {room for room in rooms if f"`{room}`" not in text and f"`{room}/`" not in text} == set()


def test_the_table_of_languages_says_what_each_stemmer_does() -> None:
    data = Path(stems.__file__).with_name("data")
    endings = [(code, step.startswith("=")) for code, step, *_ in read_rows(data / "endings.tsv")]
    forms = {code for code, *_ in read_rows(data / "forms.tsv")}
    expected = {
        code: [
            *(["templates"] if (code, True) in endings else []),
            *(["Snowball again" if row.again else "Snowball"] if row.snowball != "-" else []),
            *(["endings"] if (code, False) in endings else []),
            *(["forms"] if code in forms else []),
            *(["chained"] if row.chained else []),
            *(["accents"] if row.letters else []),
        ]
        for code, row in stems.classes().items()
        if code != stems.AS_WRITTEN
    }
    table = (DOCS / "languages.md").read_text(encoding="utf-8")
    found = {
        code: said.split(", ") for code, said in re.findall(r"^\|[^|]*\(`(\w+)`\) \| ([^|]*) \|", table, re.M)
    }
    assert found == expected
