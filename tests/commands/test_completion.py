"""What the shells offer on Tab: by the words that they hand over, and in the shells themselves."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

import morgue
from morgue.commands import main as cli
from tests.conftest import PATIENCE, story, write_jsonl

Offered = Callable[..., list[str]]


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("completion")
    stories = [story(1, agency="Reuters"), story(2, agency="Reuters"), story(3, agency="dpa")]
    feed = write_jsonl(directory / "feeds" / "ferry.jsonl", stories)
    with morgue.create(directory / "archive") as archive:
        archive.index([feed.parent])
        archive.saved.save("ports", "port OR ferry")
    return directory / "archive"


@pytest.fixture
def offered(
    where: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Offered:
    def ask(words: str, at: int, shell: str = "bash") -> list[str]:
        monkeypatch.setenv("MORGUE_ARCHIVE", str(where))
        monkeypatch.setenv("_MORGUE_COMPLETE", f"{shell}_complete")
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(at))
        with pytest.raises(SystemExit) as left:
            cli.run([])
        assert left.value.code == 0
        printed = capsysbinary.readouterr()
        assert printed.err == b""
        return [line for line in printed.out.decode().splitlines() if line]

    return ask


@pytest.mark.parametrize(
    ("words", "at", "wanted"),
    [
        ("morgue ti", 1, ["plain,timeline"]),
        ("morgue search --sort n", 3, ["plain,newest"]),
        ("morgue search --fields hea", 3, ["plain,headline"]),
        ("morgue search --fields id,hea", 3, ["plain,id,headline"]),
        ("morgue search --fields headline,hea", 3, []),
        ("morgue facets --by agency,mon", 3, ["plain,agency,month"]),
        ("morgue run ", 2, ["plain,ports"]),
        ("morgue watch p", 2, ["plain,ports"]),
        ("morgue search missing:ag", 2, ["plain,missing:agency"]),
        ("morgue search agency:r", 2, ["plain,agency:Reuters"]),
        ("morgue search agency : r", 4, ["plain,Reuters"]),
        ("morgue search 'ferry agency:r", 2, ["plain,ferry agency:Reuters"]),
        ("morgue search ferry agency : r", 5, ["plain,Reuters"]),
        ("morgue show abcdef --query agency:d", 4, ["plain,agency:dpa"]),
        ("morgue search harb", 2, ["plain,harbour"]),
        ("morgue index fee", 2, ["file,fee"]),
        ("morgue --archive fee", 2, ["dir,fee"]),
        ("morgue --archive /no/archive search agency:r", 4, []),
        ("morgue search agency:zzz", 2, []),
    ],
)
def test_bash_is_offered(offered: Offered, words: str, at: int, wanted: list[str]) -> None:
    assert offered(words, at) == wanted


def test_what_is_offered_says_what_it_is(offered: Offered) -> None:
    assert offered("morgue search agency:", 2, "zsh") == [
        "plain", "agency\\:Reuters", "2", "plain", "agency\\:dpa", "1"
    ]  # fmt: skip
    assert "publisher\\:" in offered("morgue search publish", 2, "zsh")


def _environment(where: Path) -> dict[str, str]:
    """The environment of a shell that finds a morgue of this Python, and nobody's settings."""
    directory = where.parent / "bin"
    directory.mkdir(exist_ok=True)
    command = directory / "morgue"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m morgue "$@"\n')
    command.chmod(0o755)
    return {
        "PATH": f"{directory}:{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "HOME": str(where.parent),
        "MORGUE_ARCHIVE": str(where),
        "TERM": "dumb",
        "LANG": "C.UTF-8",
        "PS1": "> ",
    }


def _script(where: Path, shell: str) -> Path:
    """The script of a shell, as the manual tells to make it."""
    environment = {**_environment(where), "_MORGUE_COMPLETE": f"{shell}_source"}
    done = subprocess.run(["morgue"], env=environment, capture_output=True, check=True, timeout=PATIENCE)
    path = where.parent / f"morgue.{shell}"
    path.write_bytes(done.stdout)
    return path


@pytest.mark.parametrize(
    ("shell", "arguments", "before"),
    [("bash", ["--norc", "-i"], ":"), ("zsh", ["-f", "-i"], "autoload -Uz compinit; compinit -u -D")],
)
def test_a_shell_completes(where: Path, shell: str, arguments: list[str], before: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = _script(where, shell)
    child = pexpect.spawn(
        shell, arguments, env=_environment(where), encoding="utf-8", timeout=PATIENCE, dimensions=(24, 120)
    )
    child.sendline(f'{before}; source {script}; echo RE""ADY')
    child.expect("READY\r?\n")
    for typed, rest in (
        ("morgue timel", "ine "),
        ("morgue search --fields id,headl", "ine "),
        ("morgue search agency:Reu", "ters "),
        ("morgue search 'ferry agency:Reu", "ters' "),
        ("morgue search boilerpl", "ate:"),
    ):
        child.sendline('echo RE""ADY')
        child.expect("READY\r?\n")
        child.send(typed)
        child.expect_exact(typed)
        child.send("\t")
        child.expect_exact(rest)
        child.send("\x15")
    child.close(force=True)


def test_fish_completes(where: Path) -> None:
    if shutil.which("fish") is None:
        pytest.skip("fish is not installed")
    lines = (
        ("morgue timel", "timeline"),
        ("morgue search --fields id,headl", "id,headline"),
        ("morgue search agency:Reu", "agency:Reuters"),
    )
    for typed, wanted in lines:
        asked = f'source {_script(where, "fish")}; complete -C "{typed}"'
        done = subprocess.run(
            ["fish", "--no-config", "-c", asked], env=_environment(where), capture_output=True, text=True, check=True, timeout=PATIENCE
        )  # fmt: skip
        assert wanted in [line.partition("\t")[0] for line in done.stdout.splitlines()]
