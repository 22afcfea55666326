"""The REPL: as a session of lines, and as a person meets it on a terminal."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

import morgue
from morgue.commands.settings import Settings
from morgue.errors import UsageError
from morgue.model.article import Place
from morgue.repl.commands import COMMANDS, FIELDS, command_of
from morgue.repl.completion import offers
from morgue.repl.live import LiveCount
from morgue.repl.session import Leave, Session
from tests.archive.test_grouping import STRIKE, VOTE
from tests.commands.test_cli import Answer, call  # noqa: F401 - a fixture, and what it returns
from tests.conftest import PATIENCE, story, write_jsonl
from tests.ingest.runs.test_keeping import changed_thrice, identifier
from tests.linked import link

STORIES = [
    story(
        number,
        headline=f"Ferry report {number}",
        body=f"The ferry sailed. Report {number} follows. {'Calm waters' if number % 2 else 'Rough swell'}.",
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
        (":bursts", "14 articles by day"),
        (":bursts day", "14 articles by day"),
        (":bursts swell", "7 articles by day"),
        (":bursts day swell report", "7 articles by day"),
        (":versions 2", "  1  2025-10-"),
        (":explain", "read as  ferry"),
        (":explain ferry OR zebra", "read as  ferry OR zebra"),
        (":json", '"text":"ferry"'),
        (":help", ":timeline [UNIT]"),
        (":o 2", "published   2025-10-"),
        (":story 2", "first seen here"),
        (":story 2", "1 article, 1 outlet"),
        (":diff 1 2", "paragraph"),
        (":d 1,1", "no difference"),
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
    assert "morgue: column 7: the quote opened here is not closed" in answer.err
    assert "hint: did you mean :open?" in answer.err
    assert "there is no hit 99 on the screen" in answer.err
    assert answer.out.count("evidence") == 1


def test_the_texts_of_a_hit_are_listed_read_and_compared(
    tmp_path: Path,
    call: Callable[..., Answer],  # noqa: F811
) -> None:
    with morgue.create(tmp_path / "archive") as archive:
        changed_thrice(archive, tmp_path)
        full = identifier(archive)

    def answer(*lines: str) -> Answer:
        return call(
            "--archive",
            str(tmp_path / "archive"),
            "repl",
            stdin="".join(f"{line}\n" for line in ("ferry", *lines)).encode(),
        )

    listed = answer(":versions 1").out
    assert [f"{full}@{number}" in listed for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert "3  2025-10-23 09:20+00:00 (current)" in listed
    assert "Forty" in answer(":open 1@1").out
    assert f"3: :versions {full}\n" in answer(":open 1").out
    assert "28 → 29" in answer(":diff 1@1 1@2").out
    assert "\n3 articles · " in answer(":versions all").out
    assert "28 → 29" in answer(":versions all", ":sort oldest", ":diff 1@1 1@2").out
    wrong = answer(":open 9@1", ":versions", ":versions 1@x")
    assert "there is no hit 9 on the screen" in wrong.err
    assert "such as: :versions 1" in wrong.err


def test_two_hits_are_compared_and_no_more(call: Callable[..., Answer]) -> None:  # noqa: F811
    answer = session(call, "ferry", ":diff 1", ":diff 1 2 3", ":diff", ":story 99")
    assert answer.err.count(":diff needs two hits") == 2
    assert "such as: :diff 1" in answer.err
    assert "there is no hit 99 on the screen" in answer.err


def test_a_field_with_the_name_of_a_command_is_searched_as_it_is(archive: morgue.Archive) -> None:
    offered = [each.text for each in offers(":sto", archive)]
    assert offered == [":story"]
    assert "story:" in [each.text for each in offers("stor", archive)]


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
    assert "zebra  (without this part: 14)" in answer.err


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
        ("expl", "explain"),
        ("p", "prev"),
        ("and", "both"),
        ("h", "help"),
    ],
)
def test_commands_may_be_shortened(typed: str, method: str) -> None:
    assert command_of(typed) == method


def test_a_beginning_of_two_commands_is_none() -> None:
    with pytest.raises(UsageError, match=":e may be :explain or :export"):
        command_of("e")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("agnecy", "did you mean :agency?"),
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


# -- narrowing, and what is kept -----------------------------------------------------------------------------


@pytest.fixture
def quiet(archive: morgue.Archive) -> Session:
    return Session(archive, Settings(quiet=True, form="ids", now=dt.datetime(2025, 11, 1, tzinfo=dt.UTC)))


def test_steps_narrow_and_back_undoes(quiet: Session) -> None:
    totals = []
    for line in ("ferry OR zebra", ":agency press trust", ":country GR", ":and report", ":not headline:3", ":back", ":back", ":back", ":back"):  # fmt: skip
        quiet.answer(line)
        totals.append(quiet.total)
    assert totals == [14, 7, 2, 2, 1, 2, 2, 7, 14]
    assert quiet.query == "ferry OR zebra"
    with pytest.raises(UsageError, match="nothing to undo"):
        quiet.answer(":back")


def test_steps_are_one_query(quiet: Session) -> None:
    for line in (
        "ferry OR zebra",
        ":agency press trust",
        ":headline ferry report",
        ":date 2025-10-01..2025-10-05",
    ):
        quiet.answer(line)
    assert quiet.query == (
        '(ferry OR zebra) agency:"press trust" headline:(ferry report) date:2025-10-01..2025-10-05'
    )
    assert quiet.total == 3
    assert quiet.view.trail(200) == (
        'ferry OR zebra › agency:"press trust" › headline:(ferry report) › date:2025-10-01..2025-10-05'
    )
    assert quiet.view.trail(40) == "… › date:2025-10-01..2025-10-05"
    assert quiet.view.trail(12) == "date:2025-1…"


def test_a_wrong_step_changes_nothing(quiet: Session) -> None:
    quiet.answer("ferry")
    for line in (":and (", ":date never", ":agency", ":not"):
        with pytest.raises(morgue.MorgueError):
            quiet.answer(line)
    assert quiet.query == "ferry"
    quiet.answer(":agency ani")
    assert quiet.total == 7


def test_narrowing_before_any_search_is_a_search(quiet: Session) -> None:
    quiet.answer(":agency ani")
    assert (quiet.query, quiet.total) == ("agency:ani", 7)


def test_pages_go_on_and_back(quiet: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINES", "24")
    quiet.answer("ferry")
    spans = [(quiet.first, quiet.shown)]
    for line in (":more", ":more", ":prev", ":prev", ":prev"):
        quiet.answer(line)
        spans.append((quiet.first, quiet.shown))
    assert spans == [(0, 3), (3, 6), (6, 9), (3, 6), (0, 3), (0, 3)]


def test_stories_like_one_can_be_narrowed(quiet: Session) -> None:
    quiet.answer("headline:14")
    own = quiet.ids[1]
    quiet.answer(":like 1")
    assert own not in quiet.ids.values()
    everything = quiet.total
    quiet.answer(":country FR")
    assert 0 < quiet.total < everything
    assert quiet.view.trail(80) == "like “Ferry report 14” › country:FR"
    assert dataclasses.replace(quiet.view, title="").trail(80) == f"like {own[:8]} › country:FR"
    assert dataclasses.replace(quiet.view, title="x" * 99).trail(80) == f"like “{'x' * 23}…” › country:FR"
    quiet.settings = Settings(quiet=True)
    quiet.answer(":facets agency")
    quiet.answer(":explain")
    with pytest.raises(UsageError, match="the most alike come first here"):
        quiet.answer(":sort newest")


def test_what_a_line_would_find(quiet: Session) -> None:
    assert quiet.preview("fer") == "fer"
    assert quiet.preview(":agency ani") == "agency:ani"
    quiet.answer("ferry OR zebra")
    assert quiet.preview(":agency ani") == "(ferry OR zebra) agency:ani"
    assert quiet.preview(":not ani") == "(ferry OR zebra) NOT (ani)"
    assert quiet.preview(":and (") == "("
    for line in ("", ":", ":agency", ":open 1", ":agency "):
        assert quiet.preview(line) is None, line


def test_searches_are_kept(tmp_path: Path) -> None:
    with morgue.create(tmp_path / "own") as archive:
        archive.index([write_jsonl(tmp_path / "feeds" / "f.jsonl", STORIES).parent])
        session = Session(archive, Settings(quiet=True))
        for line in (
            "ferry",
            ":agency ani",
            ":sort oldest",
            ":save ani.ferries",
            "zebra",
            ":run ani.ferries",
            ":searches",
        ):
            session.answer(line)
        assert (session.query, session.view.sort, session.total) == ("ferry agency:ani", "oldest", 7)
        assert [offer.text for offer in offers(":run an", archive)] == ["ani.ferries"]
        for line in (":save", ":run", ":run nothing", ":save a/b"):
            with pytest.raises(UsageError):
                session.answer(line)


@pytest.mark.parametrize("suffix", [".json", ".jsonl", ".csv", ".tsv", ".ids", ".txt"])
@pytest.mark.parametrize("first", ["ferry", "headline:14"])
def test_hits_are_exported(quiet: Session, tmp_path: Path, suffix: str, first: str) -> None:
    quiet.answer(first)
    if first != "ferry":
        quiet.answer(":like 1")
    path = tmp_path / f"hits{suffix}"
    quiet.answer(f":export {path}")
    text = path.read_text()
    number = (
        len(json.loads(text)["hits"])
        if suffix == ".json"
        else text.count("Ferry report") or len(text.split())
    )
    assert number == quiet.total >= 6
    assert text
    with pytest.raises(UsageError, match="is there already"):
        quiet.answer(f":export {path}")
    assert path.read_text() == text


def test_what_cannot_be_exported(quiet: Session, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no search yet"):
        quiet.answer(":export x.csv")
    quiet.answer("ferry")
    with pytest.raises(UsageError, match="the name does not say which format"):
        quiet.answer(f":export {tmp_path / 'hits.xls'}")
    with pytest.raises(UsageError, match="no such file"):
        quiet.answer(f":export {tmp_path / 'no' / 'hits.csv'}")


def test_hits_are_made_stories_and_articles_again(tmp_path: Path) -> None:
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([write_jsonl(tmp_path / "feeds" / "strike.jsonl", [*STRIKE, *VOTE])])
        link(archive, [[each.id for each in STRIKE]])
        asked = Session(archive, Settings(quiet=True, form="ids"))
        asked.group("")
        asked.answer("ferry")
        assert (asked.total, asked.view.group, asked.view.trail(40)) == (3, True, "ferry › by story")
        asked.answer(":agency ANI")
        assert (asked.total, asked.view.group) == (1, True)
        asked.answer(f":export {tmp_path / 'hits.csv'}")
        assert (tmp_path / "hits.csv").read_text().count("articles=4; outlets=3") == 1
        asked.answer(":back")
        asked.answer(":group")
        assert (asked.total, asked.view.group) == (5, False)
        asked.answer(":like 1")
        with pytest.raises(UsageError, match="the most alike come first here"):
            asked.group("")


def test_a_citation(call: Callable[..., Answer]) -> None:  # noqa: F811
    answer = session(call, "headline:14", ":cite 1")
    assert "“Ferry report 14”, ANI, The Harbour Post, Saint Malo, 14 October 2025, old.txt" in answer.out


# -- live counts ---------------------------------------------------------------------------------------------


def test_the_newest_line_is_counted_and_stale_counts_are_dropped(
    where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    running, go_on, changed = threading.Event(), threading.Event(), threading.Event()
    real = morgue.Archive.count

    def slow(archive: morgue.Archive, query: str, **options: object) -> int:
        counted.append(query)
        running.set()
        assert go_on.wait(PATIENCE)
        return real(archive, query)

    monkeypatch.setattr(morgue.Archive, "count", slow)
    live = LiveCount(str(where), None, changed.set)
    live.ask("fer")
    assert running.wait(PATIENCE)
    live.ask("ferr")
    live.ask("ferry")
    assert live.said == ""
    go_on.set()
    assert changed.wait(PATIENCE)
    assert live.said == "14 articles match this"
    assert counted == ["fer", "ferry"]
    changed.clear()
    live.ask('"ferry')
    assert changed.wait(PATIENCE)
    assert live.said.startswith("column 1: ")
    live.ask(None)
    assert live.said == ""
    live.close()


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
        ("place:sai", ['"Saint Malo"']),
        (":places sai", ['"Saint Malo"']),
        ("day:yes", ["yesterday"]),
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
    from morgue.query.parser import parse

    values = {
        "has": "agency",
        "missing": "agency",
        "country": "BE",
        "length": ">500",
        "copies": ">1",
        "is": "update",
        "versions": "all",
        "asof": "2025",
    }
    for field in FIELDS:
        value = values.get(
            field,
            "2025"
            if field in ("date", "asof", "year", "month", "since", "until", "after", "before")
            else "x",
        )
        if field in ("published", "updated"):
            value = "2025-10-23T18:00Z.."
        assert parse(f"{field}:{value}", now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


# -- a terminal ----------------------------------------------------------------------------------------------

PROMPT = "morgue>"


def painted(text: str) -> str:
    """A pattern of the words, whatever colours stand between them."""
    color = r"(?:\x1b\[[\d;]*m)*"
    return (color + r"\s+" + color).join(map(re.escape, text.split()))


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
        sys.executable,
        ["-m", "morgue"],
        env=environment,
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=PATIENCE,
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
    terminal.expect(r'air "defence\s+\^')
    terminal.send("half a line\x03")
    terminal.send(":sort newest\r")
    terminal.expect(painted("Ferry report 14"))
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


SESSION = (
    ("ferry OR zebra", "of 14 articles"),
    (":more", "4–6 of 14"),
    (":prev", "1–3 of 14"),
    (":sort oldest", "1–3 of 14"),
    (":agency ani", "of 7 articles"),
    (":and report", "of 7 articles"),
    (":group", " in 7 articles"),
    (":facets agency", " in 7 articles"),
    (":timeline month", " by month"),
    (":group", "of 7 articles"),
    (":not headline:2", "of 6 articles"),
    (":back", "of 7 articles"),
    (":facets country", "Greece"),
    (":timeline", " by day"),
    (":bursts", " by day"),
    (":explain", "read as"),
    (":open 1", "evidence"),
    (":story 1", "first seen here"),
    (":diff 1 2", "% kept"),
    (":versions 1", "(current)"),
    (":cite 1", "“Ferry report 2”"),
    (":save harbour", "saved as harbour"),
    (":like 1", "articles like"),
    ("ferry calm zebra", "7 articles have most of the words"),
    (":any", "of 7 articles"),
    (":run harbour", "of 7 articles"),
    (":searches", "never watched"),
    (":export {folder}/hits.csv", "7 hits in"),
    (":json", '"format_version"'),
    (":help", "looks in the history"),
    (":quit", ""),
)
"""What a person types, and what the screen then shows: every command once."""


def test_the_session_has_every_command() -> None:
    typed = {line.split()[0].removeprefix(":") for line, _ in SESSION}
    assert set(COMMANDS) <= typed


def test_a_person_uses_every_command(terminal: pexpect.spawn, tmp_path: Path) -> None:
    for line, shown in SESSION:
        terminal.send(line.format(folder=tmp_path) + "\r")
        if shown:
            terminal.expect_exact(shown)
            terminal.expect(r"morgue[^>]*>")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert (tmp_path / "hits.csv").read_text().count("Ferry report") >= 7


def test_the_history_is_searched(terminal: pexpect.spawn) -> None:
    for line in ("headline:13", "headline:12"):
        terminal.send(line + "\r")
        terminal.expect_exact("1 article")
    terminal.send("\x12ne:13")
    terminal.expect_exact("reverse-i-search")
    terminal.send("\r")
    terminal.send("\r")
    terminal.expect(painted("Ferry report 13"))


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_a_session_on_a_screen(where: Path, tmp_path: Path) -> None:
    """The screen as tmux holds it: counts as one types, the steps in the prompt, nothing drawn amiss."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "LANG": "C.UTF-8",
        "PAGER": "cat",
        "MORGUE_ARCHIVE": str(where),
        "HOME": str(tmp_path),
        "TMUX_TMPDIR": str(tmp_path),
    }
    tmux = ["tmux", "-L", "morgue", "-f", os.devnull]

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [*tmux, *arguments], env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    def screen(wanted: str) -> list[str]:
        """The lines of the screen once one of the last two holds what is wanted."""
        for _ in range(round(10 * PATIENCE)):
            lines = [line.rstrip() for line in run("capture-pane", "-p").splitlines() if line.strip()]
            if any(wanted in line for line in lines[-2:]):
                return lines
            time.sleep(0.1)
        raise AssertionError("\n".join(lines))

    run("new-session", "-d", "-x", "90", "-y", "30", sys.executable, "-m", "morgue")
    try:
        screen("Tab completes, :help")
        run("send-keys", "ferry report")
        lines = screen("articles match this")
        assert lines[-2:] == ["morgue> ferry report", "14 articles match this"]
        run("send-keys", "Enter")
        lines = screen("of 14 shown")
        assert lines[-2] == "morgue ferry report>"
        assert any("of 14 articles" in line for line in lines)
        run("send-keys", ":agency ani")
        assert screen("7 articles match this")[-2] == "morgue ferry report> :agency ani"
        run("send-keys", "Enter")
        lines = screen("of 7 shown")
        assert lines[-2] == "morgue ferry report › agency:ani>"
        assert "of 7 shown · relevance" in lines[-1]
        run("send-keys", '"half')
        assert screen("column 1: ")[-2].endswith('> "half')
        run("send-keys", "C-c")
        run("send-keys", ":back", "Enter")
        assert screen("of 14 shown")[-2] == "morgue ferry report>"
    finally:
        run("kill-server")


@pytest.mark.parametrize(
    ("field", "value", "query"),
    [
        ("agency", "ANI", "agency:ANI"),
        ("publisher", "The Harbour Post", 'publisher:"The Harbour Post"'),
        ("publisher", 'The "Daily" Grain', 'publisher:“The "Daily" Grain”'),
        ("section", "-sport", 'section:"-sport"'),
        ("headline", "ferry strike", "headline:(ferry strike)"),
        ("year", "1987", "year:1987"),
        ("location", '"Saint Malo"', 'location:"Saint Malo"'),
        ("publisher", "(Lagos) Post", 'publisher:"(Lagos) Post"'),
        ("publisher", "Daily (Lagos)", 'publisher:"Daily (Lagos)"'),
        ("outlet", "The Post", 'outlet:"The Post"'),
        ("section", "World Sport*", 'section:"World Sport"*'),
        ("section", r'"Sport\*"', r'section:"Sport\*"'),
        ("publisher", "(ANI OR Reuters)", "publisher:(ANI OR Reuters)"),
        ("headline", "(ferry OR ship) strike", "headline:((ferry OR ship) strike)"),
        ("date", "(2025-10 OR 2025-12)", "date:(2025-10 OR 2025-12)"),
    ],
)
def test_a_value_of_a_facet_narrows_as_it_is_shown(field: str, value: str, query: str) -> None:
    from morgue.repl.view import narrowing

    assert narrowing(field, value) == query


@pytest.mark.parametrize(
    ("argument", "step"),
    [
        ('publisher:"Daily (Lagos)"', 'NOT (publisher:"Daily (Lagos)")'),
        ("url:http://ex.org/a_(b)", "NOT (url:http://ex.org/a_(b))"),
        ("(ferry OR ship) strike", "NOT ((ferry OR ship) strike)"),
        ('"a (b"', 'NOT ("a (b")'),
        ("publisher:(ani OR ap)", "NOT (publisher:(ani OR ap))"),
    ],
)
def test_parentheses_in_what_is_left_out(quiet: Session, argument: str, step: str) -> None:
    quiet.answer("zebra OR ferry")
    quiet.answer(f":not {argument}")
    assert quiet.view.steps[-1] == step


@pytest.mark.parametrize("argument", ["ferry) OR (zebra", "url:http://ex.org/4)x", "(ferry", "ferry)"])
def test_what_is_left_out_is_a_query_of_its_own(quiet: Session, argument: str) -> None:
    quiet.answer("ferry")
    with pytest.raises(morgue.QueryError) as caught:
        quiet.answer(f":not {argument}")
    assert caught.value.query == argument
    assert quiet.query == "ferry"


@pytest.mark.parametrize(
    ("line", "other"),
    [(":outlet ani", ":publisher ani"), (":place kyiv", ":location kyiv"), (":title ferry", ":headline ferry"), (":author x", ":byline x")],
)  # fmt: skip
def test_a_field_narrows_under_its_other_names(archive: morgue.Archive, line: str, other: str) -> None:
    totals = []
    for each in (line, other):
        session = Session(archive, Settings(quiet=True, form="ids"))
        session.answer("ferry")
        session.answer(each)
        totals.append(session.total)
    assert totals[0] == totals[1]


def test_a_year_narrows(call: Callable[..., Answer]) -> None:  # noqa: F811
    assert "14 articles" in session(call, "ferry", ":year 2025").out
    assert "14 articles" in session(call, "ferry", ":month 2025-10").out


# -- what is typed by habit ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "method"),
    [
        ("show", "open"),
        ("undo", "back"),
        ("next", "more"),
        ("exit", "quit"),
        ("?", "help"),
        ("q", "quit"),
        ("previous", "prev"),
    ],
)
def test_commands_have_the_names_of_other_programs(typed: str, method: str) -> None:
    assert command_of(typed) == method


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("help", ":help"),
        ("quit", ":quit"),
        ("exit", ":quit"),
        ("2", ":open 2"),
        ("14", None),
        ("ferry", None),
    ],
)
def test_a_word_that_may_be_a_command_is_searched_and_says_so(
    call: Callable[..., Answer],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    meant: str | None,
) -> None:
    monkeypatch.setattr("morgue.repl.session.page_size", lambda: 3)
    answer = session(call, "ferry", line)
    assert (f"did you mean {meant}?" in answer.err) if meant else ("did you mean" not in answer.err)
    assert answer.code == 0


def test_a_question_mark_is_help(call: Callable[..., Answer]) -> None:  # noqa: F811
    assert "A line that begins with : is a command" in session(call, "?").out


def test_several_hits_are_cited_and_opened(call: Callable[..., Answer]) -> None:  # noqa: F811
    for command, least in ((":cite 1 2 3", 3), (":cite 1,2", 2), (":open 1 2", 2), (":show 3", 1)):
        answer = session(call, "ferry", command)
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.count("Ferry report") >= least
    assert "there is no hit 99" in session(call, "ferry", ":cite 1 99").err
    assert ":cite needs the number of a hit" in session(call, "ferry", ":cite").err


@pytest.mark.parametrize("line", ["ferry --limit 5", "ferry --sort=newest", "--json ferry"])
def test_options_are_not_words_of_a_query(call: Callable[..., Answer], line: str) -> None:  # noqa: F811
    answer = session(call, line)
    assert answer.code == 2
    assert "options do not work inside a query" in answer.err
    assert "NOT" not in answer.err


def test_a_search_saved_again_is_replaced(
    archive_of: Callable[..., morgue.Archive], capsys: pytest.CaptureFixture[str]
) -> None:
    own = Session(archive_of([story(1)]), Settings(form="ids"))
    for line in ("ferry", ":save x", ":save x", "crews", ":save x"):
        own.answer(line)
    said = [line for line in capsys.readouterr().err.splitlines() if "x" in line]
    assert said == [
        "saved as x; :run x",
        "replaced x, which was: ferry; :run x",
        "replaced x, which was: ferry; :run x",
    ]


def test_a_note_is_made_once_and_has_no_column_of_what_nobody_typed(call: Callable[..., Answer]) -> None:  # noqa: F811
    answer = session(call, "ferry OR swell calm", ":agency ANI", ":and report")
    mixed = [line for line in answer.err.splitlines() if "AND" in line and "OR" in line]
    assert len(mixed) == 1, answer.err
    narrowed = session(call, "ferry", ":and report and")
    assert "lower" in narrowed.err or "AND" in narrowed.err
    assert "column" not in narrowed.err


def test_an_order_that_stays_is_said_with_every_search(call: Callable[..., Answer]) -> None:  # noqa: F811
    answer = session(call, "ferry", ":sort oldest", "swell", ":sort relevance", "calm")
    assert answer.err.splitlines() == ["note: hits come oldest first; :sort relevance changes that"]


def test_stories_like_one_are_counted(call: Callable[..., Answer]) -> None:  # noqa: F811
    answer = session(call, "ferry", ":like 1", ":facets agency", ":json")
    head = next(line for line in answer.out.splitlines() if "articles like" in line)
    assert (found := re.match(r"1(?:–[0-9]+)? of ([0-9]+) articles · articles like ", head)), head
    counted = json.loads(answer.out.splitlines()[-1])
    assert counted["total"] == int(found[1]), "facets count what is like it, too"


def test_what_has_most_of_the_words_is_listed_on_demand(call: Callable[..., Answer]) -> None:  # noqa: F811
    answer = session(call, "ferry calm zebra", ":any", ":any", ":more", ":back")
    assert answer.err.count("7 articles have most of the words: :any lists them") == 2, (
        "before, and after :back"
    )
    assert "of 7 articles with most of the words, 0 of them with all · articles that" in answer.out
    assert "most of the words, not all:" in answer.out
    assert "listed already; :back leaves it out" in answer.err
    few = session(call, "ferry calm report 3")
    assert few.err == ""
    assert "6 more articles have most of the words: :any lists them" in few.out


def test_partial_matches_are_narrowed_and_exported(quiet: Session, tmp_path: Path) -> None:
    quiet.answer("ferry calm zebra")
    quiet.answer(":any")
    assert (quiet.total, quiet.view.trail(80)) == (7, "ferry calm zebra › any")
    quiet.answer(f":export {tmp_path / 'hits.ids'}")
    assert len((tmp_path / "hits.ids").read_text().split()) == 7
    quiet.answer(":country GR")
    assert 0 < quiet.total < 7
    quiet.answer("ferry")
    assert not quiet.view.partial
    quiet.answer(":like 1")
    with pytest.raises(UsageError, match="the most alike come first here"):
        quiet.answer(":any")
