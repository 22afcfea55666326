"""The REPL: as a session of lines, and as a person meets it on a terminal."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

import morgue
from morgue.article import Place
from morgue.commands.settings import Settings
from morgue.errors import UsageError
from morgue.repl.commands import command_of
from morgue.repl.completion import FIELDS, offers
from morgue.repl.session import Leave, Session
from tests.conftest import story, write_jsonl
from tests.test_cli import Answer, call  # noqa: F401 - a fixture, and what it returns

STORIES = [
    story(
        number,
        headline=f"Ferry report {number}",
        body=f"The ferry sailed. Report {number} follows.",
        agency="Press Trust" if number % 2 else "ANI",
        publisher="The Harbour Post",
        locations=(Place("Saint Malo" if number % 3 else "Piraeus", "FR" if number % 3 else "GR"),),
    )
    for number in range(1, 15)
]


@pytest.fixture(scope="session")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of fourteen stories."""
    folder = tmp_path_factory.mktemp("repl")
    with morgue.create(folder / "archive") as archive:
        archive.index([write_jsonl(folder / "feeds" / "stories.jsonl", STORIES).parent])
    return folder / "archive"


@pytest.fixture
def archive(where: Path) -> Iterator[morgue.Archive]:
    with morgue.open(where) as opened:
        yield opened


# -- lines piped in ------------------------------------------------------------------------------------------


def session(call: Callable[..., Answer], *lines: str, options: tuple[str, ...] = ()) -> Answer:  # noqa: F811
    return call("repl", *options, stdin="".join(f"{line}\n" for line in lines).encode())


def test_lines_are_answered(call: Callable[..., Answer]) -> None:  # noqa: F811
    answer = session(call, "ferry", "", ":open 1", ":quit", "never reached (")
    assert answer.code == 0
    assert answer.err == ""
    assert answer.out.startswith("1–")
    assert "of 14 articles · articles that mention ferry" in answer.out
    assert answer.out.count("Ferry report") >= 4
    assert "morgue>" not in answer.out
    assert re.search(r"^evidence +agency: dateline$", answer.out, re.M)


def test_more_goes_on_until_the_end(call: Callable[..., Answer]) -> None:  # noqa: F811
    answer = session(call, "ferry", *[":more"] * 5)
    ranks = re.findall(r"^ +(\d+)  Ferry report", answer.out, re.M)
    assert [int(rank) for rank in ranks] == list(range(1, 15))
    assert "no more hits" in answer.err


def test_sort_asks_again(call: Callable[..., Answer]) -> None:  # noqa: F811
    answer = session(call, "ferry", ":sort old")
    assert "1  Ferry report 1\n" in answer.out.split("of 14 articles")[2]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (":facets agency", "agency\n  ANI          7"),
        (":facets", "country"),
        (":timeline", "14 articles by day"),
        (":time month", "  2025-10  14"),
        (":explain", "read as  ferry"),
        (":explain ferry OR zebra", "read as  ferry OR zebra"),
        (":json", '"text":"ferry"'),
        (":help", ":timeline [UNIT]"),
        (":o 2", "published   2025-10-"),
    ],
)
def test_commands(call: Callable[..., Answer], line: str, text: str) -> None:  # noqa: F811
    answer = session(call, "ferry", line)
    assert answer.err == ""
    assert text in answer.out


def test_json_of_what_was_answered_last(call: Callable[..., Answer]) -> None:  # noqa: F811
    answer = session(call, "ferry", ":facets agency", ":json")
    document = json.loads(answer.out.splitlines()[-1])
    assert document["facets"]["agency"] == [["ANI", 7], ["Press Trust", 7]]


def test_errors_do_not_end_a_session(call: Callable[..., Answer]) -> None:  # noqa: F811
    answer = session(call, "ferry", 'ferry "x', ":opne 1", ":open 99", ":", ":open 1")
    assert answer.code == 2
    assert '  ferry "x\n        ^\n' in answer.err
    assert "hint: did you mean :open?" in answer.err
    assert "there is no hit 99 on the screen" in answer.err
    assert answer.out.count("evidence") == 1


def test_a_wrong_query_leaves_the_one_before(archive: morgue.Archive) -> None:
    session = Session(archive, Settings(quiet=True))
    session.answer("ferry")
    seen = dict(session.ids)
    with pytest.raises(morgue.QueryError):
        session.answer("ferry (")
    assert (session.query, session.ids) == ("ferry", seen)


def test_nothing_found_is_said(call: Callable[..., Answer]) -> None:  # noqa: F811
    answer = session(call, "ferry AND zebra")
    assert answer.code == 0
    assert answer.out == ""
    assert "zebra  (without it: 14)" in answer.err


def test_before_any_search(call: Callable[..., Answer]) -> None:  # noqa: F811
    for line in (":more", ":json", ":explain", ":open 1", ":open"):
        answer = session(call, line)
        assert answer.code == 2, line
        assert answer.err.startswith("morgue: "), line
    assert "14 articles" in session(call, ":facets agency").out


def test_documents_in_documents_out(call: Callable[..., Answer]) -> None:  # noqa: F811
    answer = session(call, "ferry", "zebra", options=("--json",))
    assert [json.loads(line)["total"] for line in answer.out.splitlines()] == [14, 0]


@pytest.mark.parametrize(
    ("typed", "method"),
    [
        ("open", "open"),
        ("o", "open"),
        ("m", "more"),
        ("so", "order"),
        ("q", "quit"),
        ("e", "explain"),
        ("h", "help"),
    ],
)
def test_commands_may_be_shortened(typed: str, method: str) -> None:
    assert command_of(typed) == method


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("opne", "did you mean :open?"),
        ("xyzzy", ":help lists the commands"),
        ("", ":help lists the commands"),
    ],
)
def test_unknown_commands(typed: str, hint: str) -> None:
    with pytest.raises(UsageError) as raised:
        command_of(typed)
    assert raised.value.hint == hint


def test_quit_leaves(archive: morgue.Archive) -> None:
    with pytest.raises(Leave):
        Session(archive, Settings()).answer(":quit")


# -- completion ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "texts"),
    [
        (":o", [":open"]),
        (":sort ", ["relevance", "newest", "oldest"]),
        (":facets agency la", ["language"]),
        ("ferry head", ["headline:"]),
        ("ferry AN", ["AND"]),
        ("agency:", ["ANI", '"Press Trust"']),
        ("agency:an", ["ANI"]),
        ('ferry agency:"press t', ['"Press Trust"']),
        ("(location:sai", ['"Saint Malo"']),
        ("-country:", ["FR", "GR"]),
        ("date:yes", ["yesterday"]),
        ("has:dat", ["dateline"]),
        ("fer", ["ferry"]),
        ("ferry ", []),
        ("nofield:x", []),
        ("year:2", []),
        ('"fer', ["ferry"]),
    ],
)
def test_completion(archive: morgue.Archive, line: str, texts: list[str]) -> None:
    found = list(offers(line, archive))
    assert [each.text for each in found if each.text in texts] == sorted(
        texts, key=[each.text for each in found].index
    )
    if line not in ("fer", '"fer'):
        assert len(found) == len(texts)
    for each in found:
        begun = line[len(line) - each.replaced :] if each.replaced else ""
        assert each.text.strip('"').lower().startswith(begun.strip('"').lower())


def test_values_say_how_many_articles_have_them(archive: morgue.Archive) -> None:
    assert [(each.text, each.meta) for each in offers("agency:", archive)] == [
        ("ANI", "7"),
        ('"Press Trust"', "7"),
    ]


def test_every_field_offered_is_one_the_parser_knows() -> None:
    import datetime as dt

    from morgue.query.parse import parse

    values = {"has": "agency", "missing": "agency", "country": "BE"}
    for field in FIELDS:
        value = values.get(field, "2025" if field in ("date", "since", "until", "after", "before") else "x")
        if field in ("published", "updated"):
            value = "2025-10-23T18:00Z.."
        assert parse(f"{field}:{value}", now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


# -- a terminal ----------------------------------------------------------------------------------------------

PROMPT = "morgue>"


@pytest.fixture
def terminal(where: Path, tmp_path: Path) -> Iterator[pexpect.spawn]:
    """A REPL on a pseudo-terminal of 24 lines."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PAGER": "cat",
        "PROMPT_TOOLKIT_NO_CPR": "1",
        "MORGUE_ARCHIVE": str(where),
        "HOME": str(tmp_path),
    }
    child = pexpect.spawn(
        sys.executable, ["-m", "morgue"], env=environment, dimensions=(24, 80), encoding="utf-8", timeout=10
    )
    child.expect_exact("14 articles in ")
    child.expect_exact(PROMPT)
    yield child
    child.close(force=True)


def test_a_person_searches_and_leaves(terminal: pexpect.spawn, tmp_path: Path) -> None:
    terminal.send("ferry report\r")
    terminal.expect_exact("of 14 articles")
    terminal.expect_exact("\x1b[1;31mferry\x1b[0m")
    terminal.expect_exact("11 more: :more")
    terminal.send(":open 1\r")
    terminal.expect_exact("evidence")
    terminal.send('air "defence\r')
    terminal.expect_exact("column 5: ")
    terminal.send("half a line\x03")
    terminal.send(":sort newest\r")
    terminal.expect_exact("Ferry report 14")
    terminal.send("\x04")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    kept = tmp_path / "state" / "morgue" / "history"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "ferry report" in kept.read_text()
    assert "half a line" not in kept.read_text()


def test_tab_completes_what_the_archive_holds(terminal: pexpect.spawn) -> None:
    terminal.send("location:sai\t")
    terminal.expect_exact("Saint Malo")
    terminal.send("\r")
    terminal.expect_exact("of 10 articles")
    terminal.send(":quit\r")
    terminal.expect(pexpect.EOF)
