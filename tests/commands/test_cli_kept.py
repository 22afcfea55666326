"""The command line of searches that are kept, watched, recorded, and of stories like one."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import morgue
from morgue.model.article import Article
from tests.commands.test_cli import STORIES, Answer, call, feeds, where  # noqa: F401 - fixtures, and what they return
from tests.conftest import PATIENCE, story, write_jsonl

Call = Callable[..., Answer]


@pytest.fixture
def own(call: Call, tmp_path: Path, feeds: Path) -> Callable[..., Answer]:  # noqa: F811
    """Run a command line on an archive that the test may change."""
    place = str(tmp_path / "own")
    assert call("index", str(feeds), "--archive", place).code == 0

    def run(*arguments: str, stdin: bytes = b"") -> Answer:
        return call(*arguments, "--archive", place, stdin=stdin)

    return run


# -- saved searches ------------------------------------------------------------------------------------------


def test_a_search_is_saved_listed_run_and_deleted(own: Call) -> None:
    assert (
        own("save", "ferries", "ferry", "strike", "--sort", "oldest").out
        == "ferries: 2 articles now; morgue run ferries\n"
    )
    assert own("searches").out == "ferries  ferry strike\n         never watched, oldest first\n"
    listed = own("searches", "--json").document
    assert [each["query"] for each in listed["searches"]] == ["ferry strike"]
    assert [hit["headline"].split()[0] for hit in own("run", "ferries", "--json").document["hits"]] == [
        "Strike",
        "Ferry",
    ]
    assert (
        own("run", "ferries", "--sort", "newest", "--limit", "1", "--format", "ids").out.strip()
        == STORIES[1].id
    )
    again = own("save", "ferries", "board", "--json")
    assert again.document["total"] == 1
    assert again.err == "note: replaced ferries, which was: ferry strike\n"
    assert own("save", "ferries", "--delete").code == 0
    assert own("run", "ferries").code == 2
    assert own("searches").out == ""


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("save a/b ferry", "'a/b' cannot be the name of a search"),
        ("save a", "a query is missing"),
        ("save a ferry --delete", "--delete takes a name and no query"),
        ("save a --delete", "there is no saved search 'a'"),
        ("run nothing", "there is no saved search 'nothing'"),
        ("watch nothing", "there is no saved search 'nothing'"),
        ("replay nothing.json", "nothing.json: No such file or directory"),
        ("search ferry --null", "--null ends ids, and this prints none"),
        ("search --like abc", "no article has the id abc"),
        ("search ferry --since-revision x", "'x' is not a whole number from 0 on"),
        ("search --batch --manifest m.json", "--manifest records one search, not a batch"),
        ("index x --watch --interval 0", "'0' is not a number of seconds"),
        ("index - --watch", "--watch reads directories and files, not standard input"),
    ],
)
def test_what_cannot_be_done_is_said(call: Call, line: str, message: str) -> None:  # noqa: F811
    answer = call(*line.split())
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err.splitlines()[0]


def test_a_watch_is_for_scripts(own: Call, tmp_path: Path) -> None:
    own("save", "ferries", "ferry")
    assert own("watch", "ferries", "--peek", "--format", "ids").code == 0
    first = own("watch", "ferries", "--json")
    assert first.code == 0
    assert (first.document["total"], first.document["since_revision"]) == (2, 0)
    second = own("watch", "ferries")
    assert (second.code, second.out, second.err) == (1, "", "nothing new since revision 1\n")
    assert own("watch", "ferries", "--quiet").err == ""
    assert own("watch", "ferries", "--json").document["hits"] == []
    write_jsonl(tmp_path / "more" / "feed.jsonl", [story(8)])
    assert own("index", str(tmp_path / "more")).code == 0
    assert own("watch", "ferries", "--format", "ids", "--null").out == story(8).id + "\0"
    assert own("watch", "ferries").code == 1
    assert "watched up to revision 2 of 2" in own("searches").out
    text = own("search", "ferry", "--since-revision", "1").out
    assert text.splitlines()[0].endswith("new or different since revision 1")


def test_a_watch_that_could_not_be_printed_is_told_again(own: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    from morgue.render import printer

    own("save", "ferries", "ferry")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(printer, "_write", fail)
        assert own("watch", "ferries").code == 2
    assert own("watch", "ferries").code == 0


# -- recorded searches ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", ["1", "all"])
def test_a_search_is_recorded_and_replayed(own: Call, tmp_path: Path, limit: str) -> None:
    path = str(tmp_path / "m.json")
    assert own("search", "ferry", "--limit", limit, "--manifest", path).code == 0
    assert json.loads(Path(path).read_text())["total"] == 2
    same = own("replay", path)
    assert same.code == 0
    assert same.out.startswith("the same ")
    write_jsonl(tmp_path / "more" / "feed.jsonl", [story(8)])
    own("index", str(tmp_path / "more"))
    other = own("replay", path)
    assert other.code == 1
    assert other.out.startswith("not the same: ferry\nrevision 1 then, 2 now\n2 articles then, 3 now\n")
    rows = own("replay", path, "--jsonl").out.splitlines()
    if limit == "all":
        assert [json.loads(row) for row in rows] == [{"difference": "new", "id": story(8).id}]


def test_a_search_like_one_can_be_replayed(own: Call, tmp_path: Path) -> None:
    path = str(tmp_path / "m.json")
    assert own("search", "--like", STORIES[0].id, "--manifest", path).code == 0
    assert own("replay", path).code == 0


def test_a_file_that_is_no_manifest(own: Call, tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text("{}")
    assert (
        own("replay", str(tmp_path / "m.json")).err.splitlines()[1]
        == "hint: morgue search QUERY --manifest FILE writes one"
    )


# -- stories like one, ids, marks, citations -----------------------------------------------------------------


def test_stories_like_one(call: Call) -> None:  # noqa: F811
    answer = call("search", "--like", STORIES[0].id, "--json")
    assert answer.document["hits"][0]["id"] == STORIES[1].id
    assert STORIES[0].id not in [hit["id"] for hit in answer.document["hits"]]
    assert (
        call("search", "--like", STORIES[0].id[:8], "agency:ani", "--format", "ids").out.strip()
        == STORIES[1].id
    )
    assert call("search", "--like", STORIES[0].id, "--sort", "newest").code == 2
    assert call("search", "--like", STORIES[0].id, "--limit", "all", "--json").code == 0
    assert call("search", "--batch", "--like", STORIES[0].id, stdin=b"agency:ani\n").document["total"] == 1


def test_ids_with_nul(call: Call) -> None:  # noqa: F811
    ids = call("search", "*", "--format", "ids", "-0", "--sort", "oldest", "--limit", "all").out
    assert ids == "".join(f"{each.id}\0" for each in STORIES)
    assert len(call("show", "-", "--json", stdin=ids.encode()).document["articles"]) == 4


def test_a_story_shows_what_a_query_matches(call: Call) -> None:  # noqa: F811
    text = call("show", STORIES[1].id, "--query", "ferry strike", "--color", "always").out
    assert (
        text.splitlines()[0]
        == "\x1b[1;31mFerry\x1b[0m\x1b[1m \x1b[0m\x1b[1;31mstrike\x1b[0m\x1b[1m ends\x1b[0m"
    )
    assert "\x1b[1;31mFerries\x1b[0m sail" in text
    article = call("show", STORIES[1].id, "--query", "nine", "--json").document["articles"][0]
    start, end = article["highlights"]["body"][0]
    assert article["body"][start:end] == "nine"
    assert "highlights" not in call("show", STORIES[1].id, "--json").document["articles"][0]
    wrong = call("show", STORIES[1].id, "--query", "nine (")
    assert wrong.code == 2
    assert wrong.err.startswith("morgue: column 6")


def test_citations(call: Call) -> None:  # noqa: F811
    assert call("show", STORIES[1].id, "--cite").out == (
        f"“Ferry strike ends”, ANI, The Harbour Post, Piraeus, 2 October 2025, old.txt (morgue {STORIES[1].id}).\n"
    )
    assert call("show", STORIES[1].id, "--cite", "--json").document["citations"][0]["id"] == STORIES[1].id


# -- streams -------------------------------------------------------------------------------------------------


def test_many_hits_are_streamed_in_constant_memory(
    call: Call,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With `--limit all` no more than a few hits live at a time."""
    import gc

    from morgue.model.article import Hit
    from morgue.render.formats import documents

    gc.collect()
    before = sum(isinstance(each, Hit) for each in gc.get_objects())
    alive: list[int] = []
    real = documents.dumps

    def counting(value: object, *, indent: bool = False) -> bytes:
        alive.append(sum(isinstance(each, Hit) for each in gc.get_objects()))
        return real(value, indent=indent)

    monkeypatch.setattr(documents, "dumps", counting)
    out = call("search", "*", "--limit", "all", "--jsonl").out
    assert len(out.splitlines()) == 4
    assert max(alive) - before <= 2


# -- feeds as they arrive ------------------------------------------------------------------------------------


def arrive(directory: Path, name: str, *articles: Article) -> None:
    """Put a feed there whole: one who looks never sees half of it."""
    write_jsonl(directory / "draft", list(articles)).rename(directory / "feeds" / name)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("notices", ["watchfiles", "looks"])
def test_feeds_are_read_as_they_arrive(tmp_path: Path, number: signal.Signals, notices: str) -> None:
    if notices == "watchfiles":
        pytest.importorskip("watchfiles")
    write_jsonl(tmp_path / "feeds" / "a.jsonl", [story(1)])
    script = "import sys\n" + ("" if notices == "watchfiles" else "sys.modules['watchfiles'] = None\n")
    script += "from morgue.commands.main import main\nmain()"
    command = [sys.executable, "-c", script, "index", "--watch", str(tmp_path / "feeds"), "--json"]
    command += ["--archive", str(tmp_path / "archive"), "--interval", "0.1"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["articles"]["added"] == 1
        assert process.stderr.readline().startswith("watching ")
        arrive(tmp_path, "b.jsonl", story(2), story(3))
        second = json.loads(process.stdout.readline())
        assert (second["articles"]["added"], second["revision"]) == (2, 2)
        arrive(tmp_path, "a.jsonl", story(1, body="The ferry was sold."), story(4))
        third = json.loads(process.stdout.readline())
        assert (third["articles"]["added"], third["articles"]["replaced"]) == (1, 1)
        process.send_signal(number)
        assert process.wait(PATIENCE) == {signal.SIGINT: 130, signal.SIGTERM: 143}[number]
        assert process.stderr.read() == ""
        assert process.stdout.read() == ""
    with morgue.open(tmp_path / "archive") as archive:
        assert archive.count("*") == 4
        assert archive.verify().sound


def test_what_the_archive_does_is_no_arrival(tmp_path: Path) -> None:
    from morgue.ingest.watcher import _look

    write_jsonl(tmp_path / "a.jsonl", [story(1)])
    with morgue.create(tmp_path / "index") as archive:
        before, _ = _look([tmp_path], archive.directory)
        assert archive.index([tmp_path]).articles.added == 1
        assert _look([tmp_path], archive.directory)[0] == before
        write_jsonl(tmp_path / "b.jsonl", [story(2)])
        assert _look([tmp_path], archive.directory)[0] != before


def test_arrivals_wait_for_quiet_and_know_what_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from morgue.ingest.watcher import arrivals

    monkeypatch.setitem(sys.modules, "watchfiles", None)
    feed = write_jsonl(tmp_path / "feeds" / "a.jsonl", [story(1)])
    seen: list[bool] = []
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            feed.write_text("half")
        if len(waits) == 3:
            feed.write_text("half and half")
        if len(waits) == 6:
            feed.unlink()
            feed.parent.rmdir()

    monkeypatch.setattr(time, "sleep", sleep)
    for number, _ in enumerate(arrivals([feed.parent], interval=0.01)):
        seen.append(feed.exists())
        if number == 1:
            assert feed.read_text() == "half and half"
        if number == 2:
            break
    assert seen == [True, True, False]


def test_a_revision_that_the_archive_has_not_reached_is_an_error(own: Call) -> None:
    answer = own("search", "ferry", "--since-revision", "99")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[0] == "morgue: the archive is at revision 1 and has not reached 99"
    assert "0 is everything" in answer.err
