"""The command line as scripts see it: exit codes, what goes to which stream, options in every place."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest

import morgue
from morgue.commands import ALIASES, COMMANDS
from morgue.commands import main as cli
from morgue.commands.command import GROUP_EXAMPLES, Group
from morgue.commands.settings import SHARED, shared_options
from morgue.errors import EngineError
from morgue.model.article import Place, printable
from tests.conftest import PATIENCE, story, write_jsonl

STORIES = [
    story(1, headline="Strike shuts island ferries", body="Crews of the ferry struck over pay."),
    story(
        2,
        headline="Ferry strike ends",
        body="The strike ended after nine days.\n\nFerries sail on Monday.",
        agency="ANI",
    ),
    story(
        3,
        headline="Harbour board meets",
        body="The board met.",
        agency=None,
        locations=(Place("Ghent", "BE"),),
    ),
    story(4, headline="Brisk \x1b[31mtrade\u202e in grain", body="Grain was dear.", day=None, published=None),
]


class Answer(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        return json.loads(self.err.splitlines()[-1])["error"]


Call = Callable[..., Answer]


@pytest.fixture(scope="session")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with one feed of four stories."""
    folder = tmp_path_factory.mktemp("feeds")
    write_jsonl(folder / "stories.jsonl", STORIES)
    return folder


@pytest.fixture(scope="session")
def where(tmp_path_factory: pytest.TempPathFactory, feeds: Path) -> Path:
    """An archive of these stories, which no test changes."""
    place = tmp_path_factory.mktemp("cli") / "archive"
    with morgue.create(place) as archive:
        archive.index([feeds])
    return place


@pytest.fixture
def call(where: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    """Run a command line in this process, on the archive of the stories unless it names another."""
    for name in ("NO_COLOR", "PAGER", "MORGUE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MORGUE_ARCHIVE", str(where))
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str, stdin: bytes = b"") -> Answer:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfd.readouterr()
        before = signal.getsignal(signal.SIGTERM)
        try:
            code = cli.run(arguments)
        finally:
            signal.signal(signal.SIGTERM, before)
        sys.stdout.flush()
        return Answer(code, *capfd.readouterr())

    return run


def found(answer: Answer) -> list[str]:
    """The headlines' first words of a search in JSON."""
    return [hit["headline"].split()[0] for hit in answer.document["hits"]]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("search ferry", 0),
        ("search zebra", 1),
        ("search *", 0),
        ("search ( ferry", 2),
        ("search", 2),
        ("search ferry --limit x", 2),
        ("search ferry --limit -1", 2),
        ("search ferry --offset 1.5", 2),
        ("search ferry --sort best", 2),
        ("search ferry --fields nonsense", 2),
        ("search ferry --json --format csv", 2),
        ("search ferry --format ids --strict", 0),
        ("search ferry and strike --strict", 2),
        ("search ferry --now never", 2),
        ("count ferry", 0),
        ("count zebra", 1),
        ("count ferry --format ids", 2),
        ("show abcdef", 2),
        ("show", 2),
        ("facets ferry", 0),
        ("facets zebra", 1),
        ("facets", 0),
        ("facets ferry --by mood", 2),
        ("timeline ferry", 0),
        ("timeline zebra", 1),
        ("timeline ferry --by hour", 2),
        ("bursts ferry", 0),
        ("bursts", 0),
        ("bursts zebra", 1),
        ("bursts ferry --by hour", 2),
        ("bursts ferry --count outlets", 2),
        ("bursts ferry --limit few", 2),
        ("bursts ferry --top -1", 2),
        ("bursts (", 2),
        ("explain ferry", 0),
        ("explain zebra", 0),
        ("explain )", 2),
        ("stats", 0),
        ("errors", 0),
        ("verify", 0),
        ("forget", 2),
        ("forget nowhere.txt", 2),
        ("index", 2),
        ("serach ferry", 2),
        ("--nonsense", 2),
        ("--help", 0),
        ("--version", 0),
        ("search --help", 0),
        ("search --version", 0),
        ("move --version", 0),
        ("stats --archive /nonexistent/archive", 2),
        ("search --batch ferry", 2),
        ("search --batch --format csv", 2),
        ("search --fields", 0),
    ],
)
def test_exit_codes(call: Call, line: str, code: int) -> None:
    answer = call(*line.split())
    assert answer.code == code, answer
    assert "Traceback" not in answer.err
    if code == 2:
        assert answer.err.startswith("morgue: ")
        assert answer.out == ""
    if code == 1:
        assert answer.err


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("serach", "x"), "there is no command 'serach'", "did you mean morgue search?"),
        (("search", "crude", "-iran"), "there is no option -i", "put -- before a query that begins with -, as in: morgue"),
        (("count", "-q"), "there is no option -q", "as in: morgue count -- '-iran crude'"),
        (("index", "-q", "feeds"), "there is no option -q", "did you mean --quiet?"),
        (("stats", "-j"), "there is no option -j", "did you mean --json or --jsonl?"),
        (("forget", "-i", "abc"), "there is no option -i", "did you mean --id?"),
        (("index", "-zeta.xml"), "there is no option -z", "write ./-z… for a path that begins with -"),
        (("serve", "-x"), "there is no option -x", "morgue serve --help"),
        (("search", "x", "--limt", "3"), "there is no option --limt", "did you mean --limit?"),
        (("search", "x", "--fields", "id,mood"), "a hit has no field 'mood'", "fields are: rank, score, id, headline"),
        (("search", "x", "--limit", "few"), "'few' is neither a whole number nor all", "morgue search --help"),
        (("show", "abc"), "no article has the id abc", "write 6 characters of it or more"),
        (("index", "x.csv", "--map", "headline"), "--map 'headline' is not FIELD=COLUMN", "--map headline=title"),
        (("index", "x.csv", "--map", "mood=tone"), "no column can be read as 'mood'", "fields are: id, headline"),
        (("stats", "--archive", "/no/archive"), "there is no archive at /no/archive", "morgue index --archive /no/archive"),
        (("index", ""), "a path is empty", "write . for the directory"),
        (("forget", ""), "a path is empty", "write . for the directory"),
        (("index", "-", "-"), "- is given twice", "write - once"),
        (("serve", "--port", "first"), "'first' is not a whole number from 0 to 65535", "morgue serve --help"),
        (("serve", "--port", "65536"), "'65536' is not a whole number from 0 to 65535", "morgue serve --help"),
        (("search", "x", "--json", "--jsonl"), "two formats at once: json and jsonl", "choose one"),
    ],
)  # fmt: skip
def test_errors_say_what_to_do(call: Call, arguments: tuple[str, ...], message: str, hint: str) -> None:
    answer = call(*arguments)
    first, second = answer.err.splitlines()[:2]
    assert first.startswith("morgue: ")
    assert message in first
    assert second.startswith("hint: ")
    assert hint in second


def test_a_query_error_shows_its_place_on_a_terminal(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    message, hint = call("search", 'ferry AND "pay day').err.splitlines()
    assert message.startswith("morgue: column 11: ")
    assert hint.startswith("hint: ")
    monkeypatch.setattr("morgue.render.messages.is_terminal", lambda stream: True)
    lines = call("search", 'ferry AND "pay day', "--color", "never").err.splitlines()
    assert lines == [message, '  ferry AND "pay day', "            ^", hint]


@pytest.mark.parametrize("option", [("--json",), ("--jsonl",), ("--format", "json"), ("--format=jsonl",)])
@pytest.mark.parametrize("before", [True, False])
def test_errors_in_json(call: Call, option: tuple[str, ...], before: bool) -> None:
    answer = call(*(*option, "search", "ferry ("), *()) if before else call("search", "ferry (", *option)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err.startswith("morgue: column 7: ")
    assert answer.error["kind"] == "query"
    assert answer.error["position"] == 6
    assert set(answer.error) == {"kind", "message", "hint", "position"}


def test_usage_errors_in_json(call: Call) -> None:
    assert call("search", "x", "--limit", "few", "--json").error["kind"] == "usage"
    assert call("search", "x", "--json", "--now", "never").error["kind"] == "usage"
    assert call("stats", "--json", "--archive", "/no/archive").error["kind"] == "archive"
    assert "{" not in call("search", "--", "--json", "(").err


def test_the_words_of_a_query_are_joined(call: Call) -> None:
    assert call("search", "ferry", "strike", "--json").document["query"]["text"] == "ferry strike"
    assert call("search", "--json", "--", "-ferry", "board").document["query"]["text"] == "-ferry board"


def test_a_query_from_standard_input(call: Call) -> None:
    answer = call("search", "-", "--json", stdin=b"agency:ani\n")
    assert answer.document["query"]["text"] == "agency:ani"
    assert found(answer) == ["Ferry"]


def test_options_before_and_after_the_command(call: Call, where: Path) -> None:
    before = call("--json", "--archive", str(where), "count", "ferry")
    assert before.document == {"total": 2}
    assert call("--archive", "/no/archive", "count", "ferry", "--archive", str(where)).out == "2\n"
    assert call("--format", "csv", "count", "ferry", "--json").document == {"total": 2}


def test_every_command_takes_the_shared_options() -> None:
    group = Group()
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        assert set(SHARED) <= {parameter.name for parameter in command.params}
        assert command.name == ALIASES.get(name, name)


def test_the_document_of_a_search(call: Call) -> None:
    document = call("search", "strike ferry", "--json", "--now", "2026-01-01").document
    assert list(document) == [
        "format_version", "archive", "query", "total", "offset", "took_ms", "notes", "diagnosis", "partial", "hits",
    ]  # fmt: skip
    assert document["query"]["now"] == "2026-01-01T00:00:00+00:00"
    assert document["total"] == len(document["hits"]) == 2
    assert list(document["hits"][0]) == [
        "rank", "score", "id", "headline", "published", "day", "locations", "agency", "publisher", "byline",
        "section", "language", "url", "type", "story", "copies", "source", "snippets",
    ]  # fmt: skip
    for hit in document["hits"]:
        for snippet in hit["snippets"]:
            words = {snippet["text"][start:end].lower() for start, end in snippet["highlights"]}
            assert words & {"strike", "struck", "ferry", "ferries"}


def test_limits_and_offsets(call: Call) -> None:
    every = found(call("search", "*", "--json", "--sort", "oldest"))
    assert len(every) == 4
    assert (
        found(call("search", "*", "--json", "--sort", "oldest", "--limit", "2", "--offset", "1"))
        == every[1:3]
    )
    assert found(call("search", "*", "--json", "--limit", "0")) == []
    none = call("search", "*", "--limit", "0")
    assert (none.code, none.out) == (0, "4 articles · all articles\n")
    page = call("search", "*", "--json", "--limit", "all", "--sort", "oldest", "--offset", "1")
    assert found(page) == every[1:]
    assert page.document["total"] == 4
    assert page.document["offset"] == 1
    assert [hit["rank"] for hit in page.document["hits"]] == [2, 3, 4]
    assert call("search", "*", "--json", "--no-count").document["total"] is None


@pytest.mark.parametrize("limit", ["10", "all"])
def test_nothing_found(call: Call, limit: str) -> None:
    answer = call("search", "ferry AND zebra", "--limit", limit)
    assert answer.out == ""
    assert "no article matches everything; each part alone:" in answer.err
    assert "zebra  (without this part: 2)" in answer.err
    document = call("search", "ferry AND zebra", "--json", "--limit", limit)
    assert document.code == 1
    assert document.document["hits"] == []
    assert document.document["diagnosis"][1] == {"part": "zebra", "total": 0, "without": 2}
    assert document.err == ""


def test_notes_go_beside_the_answer(call: Call) -> None:
    text = call("search", "ferry or strike")
    assert text.err.startswith("note: ")
    assert "note" not in text.out
    assert call("search", "ferry or strike", "--quiet").err == ""
    document = call("search", "ferry or strike", "--json")
    assert document.err == ""
    assert document.document["notes"][0]["kind"] == "lowercase-operator"
    assert call("count", "ferry or strike", "--json").err.startswith("note: ")


def test_tables(call: Call) -> None:
    rows = list(csv.reader(io.StringIO(call("search", "*", "--sort", "oldest", "--format", "csv").out)))
    assert rows[0][:4] == ["rank", "score", "id", "headline"]
    assert rows[3][rows[0].index("locations")] == "Ghent, BE"
    tsv = call("search", "*", "--format", "tsv", "--fields", "id,agency", "--sort", "oldest").out.splitlines()
    assert tsv[0] == "id\tagency"
    assert tsv[2] == f"{STORIES[1].id}\tANI"


def test_a_table_of_nothing_still_has_its_header(call: Call) -> None:
    answer = call("search", "zebra", "--format", "csv", "--fields", "id,headline")
    assert (answer.code, answer.out) == (1, "id,headline\n")


def test_ids_lead_to_stories(call: Call) -> None:
    ids = call("search", "*", "--format", "ids", "--sort", "oldest").out
    assert ids.split() == [each.id for each in STORIES]
    shown = call("show", "-", "--json", stdin=ids.encode()).document
    assert shown["format_version"] == 1
    assert [each["headline"] for each in shown["articles"]] == [
        printable(each.headline or "") for each in STORIES
    ]
    assert call("show", STORIES[2].id[:6]).out.startswith("Harbour board meets\n")


def test_what_search_prints_can_be_indexed(call: Call, tmp_path: Path) -> None:
    feed = call("search", "*", "--jsonl", "--fields", "all", "--sort", "oldest").out
    other = str(tmp_path / "other")
    assert call("index", "-", "--archive", other, stdin=feed.encode()).code == 0
    kept = call("search", "*", "--archive", other, "--jsonl", "--fields", "all", "--sort", "oldest").out
    for old, new in zip(map(json.loads, feed.splitlines()), map(json.loads, kept.splitlines()), strict=True):
        assert {key: new[key] for key in new if key != "score"} == {
            key: old[key] for key in old if key != "score"
        }


def test_nothing_drives_the_terminal(call: Call) -> None:
    for form in ("text", "csv", "tsv", "json", "jsonl"):
        out = call("search", "grain", "--format", form).out
        assert "trade" in out
        assert not set(out) & set("\x1b\u202e")
    assert "\x1b" not in call("search", "\x1b[2J(").err


def test_colours(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[1;31mferry\x1b[0m" in call("search", "ferry", "--color", "always").out
    assert "\x1b" not in call("search", "ferry").out
    assert "\x1b" not in call("search", "ferry", "--color", "never").out
    assert call("search", "(", "--color", "always").err.startswith("\x1b[1;31mmorgue:\x1b[0m column")


def test_batches(call: Call) -> None:
    counted = call("count", "--batch", stdin=b"ferry\n\nzebra\n")
    assert (counted.code, counted.out) == (0, "2\n\n0\n")
    assert call("count", "--batch", "--json", stdin=b"ferry\n").out == '{"total":2}\n'
    lines = call("count", "--batch", "--json", stdin=b"\n(\nferry\n  \n").out.splitlines()
    assert [list(json.loads(line)) for line in lines] == [
        ["query", "error"],
        ["query", "error"],
        ["total"],
        ["query", "error"],
    ]
    assert call("count", "--batch", stdin=b"\n \r\nferry").out == "\n\n2\n"
    assert call("count", "--batch", stdin=b"").out == ""
    blank = call("search", "--batch", stdin=b"\nferry\n").out.splitlines()
    assert [list(json.loads(line))[-1] == "error" for line in blank] == [True, False]
    answers = call("search", "--batch", "--limit", "1", "--fields", "id", stdin=b"ferry\nzebra\n")
    documents = [json.loads(line) for line in answers.out.splitlines()]
    assert [len(each["hits"]) for each in documents] == [1, 0]
    assert list(documents[0]["hits"][0]) == ["id"]
    assert documents[1]["diagnosis"]


def test_a_wrong_query_of_a_batch_keeps_its_line(call: Call) -> None:
    counted = call("count", "--batch", stdin=b"(\nferry\n")
    assert (counted.code, counted.out) == (0, "error\n2\n")
    assert counted.err.startswith("morgue: line 1: column 1: ")
    assert "line 3: " in call("count", "--batch", stdin=b"ferry\n\n(\n").err
    assert len(counted.err.splitlines()) == 2
    first, second = map(json.loads, call("search", "--batch", stdin=b"(\nferry\n").out.splitlines())
    assert first["error"]["kind"] == "query"
    assert first["query"] == {"text": "("}
    assert second["total"] == 2


def test_what_has_most_of_the_words(call: Call) -> None:
    answer = call("search", "ferry strike pay")
    assert answer.code == 0
    assert answer.out.endswith("\n\n1 more article has most of the words: --any lists them\n")
    none = call("search", "ferry strike zebra")
    assert (none.code, none.out) == (1, "")
    assert none.err.endswith("\n2 articles have most of the words: --any lists them\n")
    listed = call("search", "ferry strike pay", "--any")
    assert listed.code == 0
    assert "2 articles with most of the words, 1 of them with all" in " ".join(listed.out.split())
    assert listed.out.index("Strike shuts") < listed.out.index("most of the words, not all:")
    assert listed.out.index("most of the words, not all:") < listed.out.index("Ferry strike ends")
    document = call("search", "ferry strike zebra", "--any", "--json")
    assert (document.code, document.document["total"], document.err) == (0, 0, "")
    assert sorted(found(document)) == ["Ferry", "Strike"]
    query = document.document["partial"]["query"]
    assert call("count", query).out == f"{document.document['partial']['total']}\n" == "2\n"


def test_partial_matches_in_every_format(call: Call) -> None:
    line = ("search", "ferry strike pay", "--any")
    ids = call(*line, "--format", "ids").out.split()
    assert len(ids) == 2
    assert [json.loads(each)["id"] for each in call(*line, "--jsonl").out.splitlines()] == ids
    for limit in ("all", "2", "5000"):
        rows = list(
            csv.reader(io.StringIO(call(*line, "--format", "csv", "--fields", "id", "--limit", limit).out))
        )
        assert rows == [["id"], *([each] for each in ids)]
    assert call(*line, "--format", "ids", "--offset", "1").out.split() == ids[1:]
    assert call("search", "ferry strike pay", "--format", "ids").out.split() == ids[:1]


@pytest.mark.parametrize(
    "other",
    [
        ("--like", "aaaaaa"),
        ("--since-revision", "0"),
        ("--no-count",),
        ("--manifest", "x.json"),
        ("--batch",),
    ],
)
def test_partial_matches_do_not_go_with_every_option(call: Call, other: tuple[str, ...]) -> None:
    answer = call("search", "--any", *other, *([] if other == ("--batch",) else ["ferry"]))
    assert answer.code == 2
    assert answer.err.startswith("morgue: --any ")


def test_batches_and_counts_look_for_no_partial_matches(call: Call) -> None:
    answer = call("search", "--batch", stdin=b"ferry strike pay\nferry strike zebra\n")
    assert [json.loads(line)["partial"] for line in answer.out.splitlines()] == [None, None]
    assert call("count", "ferry strike pay").out == "1\n"
    assert call("count", "ferry strike pay").err == ""


def test_facets_timeline_and_explain_in_json(call: Call) -> None:
    facets = call("facets", "*", "--json", "--by", "agency").document
    assert facets["total"] == 4
    assert facets["facets"] == {"agency": [["AP", 2], ["ANI", 1]]}
    timeline = call("timeline", "ferry", "--json", "--by", "month").document
    assert (timeline["total"], timeline["by"], timeline["buckets"]) == (2, "month", [["2025-10", 2]])
    explained = call("explain", "ferry OR board", "--json").document
    assert [part["total"] for part in explained["parts"]] == [2, 1]
    assert explained["query"]["canonical"] == "ferry OR board"


def test_a_run_of_index(call: Call, tmp_path: Path, feeds: Path) -> None:
    place = str(tmp_path / "new")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "empty.xml").write_bytes(b"")
    first = call("index", str(feeds), str(tmp_path / "more"), "--archive", place, "--json")
    assert first.code == 3
    summary = first.document
    assert summary["articles"]["added"] == 4
    assert summary["files"]["rejected"] == 1
    assert "empty.xml" in summary["rejected"][0]["path"]
    listed = call("errors", "--archive", place, "--json").document["errors"]
    assert [(each["path"], each["reason"]) for each in listed] == [
        (each["path"], each["reason"]) for each in summary["rejected"]
    ]
    again = call("index", str(feeds), "--archive", place)
    assert again.code == 0
    assert again.out.startswith("4 articles in ")
    assert "1 file, 1 unchanged" in again.out
    assert again.err == ""
    assert call("index", str(feeds), "--archive", place, "--quiet").out == ""


def test_a_directory_in_which_nothing_could_be_read(call: Call, tmp_path: Path) -> None:
    place, pages = str(tmp_path / "new"), tmp_path / "pages"
    pages.mkdir()
    for name in ("a.json", "b.json"):
        (pages / name).write_text('{"colour": "red"}', encoding="utf-8")
    for _ in range(2):
        answer = call("index", str(pages), "--archive", place)
        assert answer.code == 3
        assert answer.out.startswith(f"0 articles in {place}: no story\n")
        assert answer.err == (
            f"morgue: no story was found in {pages}\n"
            f"hint: morgue errors --archive {place} --no-article says why, file by file\n"
        )
    assert call("index", str(pages), "--archive", place, "--json").document["nothing_in"] == [str(pages)]
    said = call("errors", "--archive", place)
    assert "morgue errors --archive" in said.err
    assert "2 files hold no story" in said.err
    listed = call("errors", "--archive", place, "--no-article")
    assert [line.partition(":")[0] for line in listed.out.splitlines()] == ["a.json", "b.json"]


def test_a_directory_of_which_all_is_passed_over(call: Call, tmp_path: Path) -> None:
    place = str(tmp_path / "new")
    write_jsonl(tmp_path / "inbox" / ".store" / "a.jsonl", STORIES)
    answer = call("index", str(tmp_path / "inbox"), "--archive", place)
    assert answer.code == 3
    assert "0 files, 1 place passed over" in answer.out
    assert answer.err == (
        f"morgue: no story was found in {tmp_path / 'inbox'}\n"
        f"hint: morgue errors --archive {place} --no-article says why, file by file\n"
    )
    listed = call("errors", "--archive", place, "--no-article", "--json").document["errors"]
    assert listed == [{"path": ".store", "member": None, "reason": "a hidden directory"}]


def test_a_file_that_was_read_in_part(call: Call, tmp_path: Path) -> None:
    place = str(tmp_path / "new")
    feed = write_jsonl(tmp_path / "part" / "part.jsonl", STORIES)
    feed.write_bytes(feed.read_bytes() + b'{"headline": "cut\n{"headline": "off\n')
    answer = call("index", str(feed.parent), "--archive", place)
    assert answer.code == 3
    assert "1 file, 1 read (1 in part)" in answer.out
    assert "  in part part.jsonl: " in answer.out
    assert "1 file, 1 read in part: morgue errors" in call("stats", "--archive", place).out
    assert call("errors", "--archive", place).err == "1 file was read in part\n"


def test_a_story_names_its_file(call: Call, tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        text = f"LONDON, May 4 (AP) - The ferry {name} sailed on Monday with few passengers.\n"
        (folder / "a.txt").write_text(text, encoding="utf-8")
    place = ("--archive", str(tmp_path / "new"))
    assert call("index", str(tmp_path / "one"), str(tmp_path / "two"), *place).code == 0
    (found,) = call("search", '"ferry two"', "--format", "ids", *place).out.split()
    assert f"file        {tmp_path / 'two' / 'a.txt'}\n" in call("show", found, *place).out
    assert call("stats", *place, "--json").document["roots"] == [
        {"path": str(tmp_path / name), "files": 1} for name in ("one", "two")
    ]


def test_an_archive_keeps_its_engine(call: Call, feeds: Path, where: Path) -> None:
    answer = call("index", str(feeds), "--engine", "whoosh")
    assert answer.code == 2
    assert "was made with tantivy, not whoosh" in answer.err


def test_no_archive_is_made_for_a_path_that_is_not_there(call: Call, tmp_path: Path) -> None:
    answer = call("index", str(tmp_path / "feedz"), "--archive", str(tmp_path / "new"))
    assert answer.code == 2
    assert answer.err == f"morgue: {tmp_path / 'feedz'}: no such file or directory\n"
    assert not (tmp_path / "new").exists()


def test_an_archive_cannot_be_made_on_a_file(call: Call, tmp_path: Path, feeds: Path) -> None:
    place = tmp_path / "taken"
    place.write_text("a file")
    for where, why in ((place, "a file has that name"), (place / "below", "not a directory")):
        answer = call("index", str(feeds), "--archive", str(where))
        assert answer.code == 2
        assert answer.err.splitlines() == [
            f"morgue: {where}: no archive can be made here: {why}",
            "hint: choose another --archive",
        ]
    assert place.read_text() == "a file"


def test_an_empty_path_takes_nothing_out(
    call: Call, tmp_path: Path, feeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = ("--archive", str(tmp_path / "new"))
    assert call("index", str(feeds), *place).code == 0
    monkeypatch.chdir(feeds.parent)
    assert call("forget", "", *place).code == 2
    assert call("index", "", *place).code == 2
    assert call("count", "*", *place).out == "4\n"


def test_forget(call: Call, tmp_path: Path, feeds: Path) -> None:
    place = ("--archive", str(tmp_path / "new"))
    assert call("index", str(feeds), *place).code == 0
    assert call("forget", "--id", STORIES[0].id, *place).out == "removed 1 article\n"
    assert call("forget", str(feeds), *place, "--json").document == {
        "removed": 3,
        "remaining": 0,
        "files": 1,
        "texts": 0,
    }
    assert call("count", "*", *place).code == 1


def test_damage_is_found(call: Call, tmp_path: Path, feeds: Path) -> None:
    place = tmp_path / "new"
    assert call("index", str(feeds), "--archive", str(place)).code == 0
    victim = max(place.rglob("*.store"), key=lambda path: path.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[len(data) // 3] ^= 0xFF
    victim.write_bytes(data)
    broken = call("verify", "--archive", str(place), "--json")
    assert broken.code == 3
    assert broken.document["problems"]
    told = call("verify", "--archive", str(place)).out.splitlines()
    assert told[:-1] == broken.document["problems"]
    assert call("verify", "--repair", "--archive", str(place)).code == 0
    assert call("count", "*", "--archive", str(place)).out == "4\n"


def test_help_begins_with_examples(call: Call) -> None:
    text = call("--help").out
    assert text.index("Examples:") < text.index("Commands:") < text.index("Options everywhere:")
    assert all(name in text for name in COMMANDS)
    assert call().out == text


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command(call: Call, name: str) -> None:
    answer = call(name, "--help")
    assert answer.code == 0
    assert answer.out.startswith(f"Usage: morgue {name}")
    assert f"  morgue {ALIASES.get(name, name)}" in answer.out
    assert "--archive WHERE" in answer.out


def _examples() -> list[str]:
    group = Group()
    commands = [group.get_command(click.Context(group), name) for name in COMMANDS]
    return [
        line for line, _ in (*GROUP_EXAMPLES, *(each for command in commands for each in command.examples))
    ]  # type: ignore[union-attr]


@pytest.mark.parametrize("line", [line for line in _examples() if "morgue " in line])
def test_examples_are_well_formed(line: str) -> None:
    """Each example names options that exist and a query that can be read."""
    import datetime as dt
    import shlex

    from morgue.query.parser import parse

    line = re.sub(r"\$\([^)]*\)", "x", line)  # what a shell puts there
    words = shlex.split(line.partition(" | ")[0].partition(" < ")[0])
    if words[0] != "morgue":
        words = shlex.split(line.partition(" | ")[2])
    group = Group()
    command = group.get_command(click.Context(group), words[1])
    assert command is not None
    context = command.make_context(words[1], words[2:])
    if query := context.params.get("query"):
        assert parse(" ".join(query), now=dt.datetime.now(dt.UTC))


def test_an_unexpected_failure_is_one_line(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    class Panic(BaseException):
        """What a crash in the engine's own language raises."""

    def fail(*_: object, **__: object) -> None:
        raise Panic("called `Option::unwrap()`\non a `None` value")

    monkeypatch.setattr(morgue.Archive, "search", fail)
    answer = call("search", "ferry")
    assert answer.code == 2
    assert answer.err.splitlines() == [
        "morgue: internal error: Panic: called `Option::unwrap()` on a `None` value",
        "hint: this is a bug in morgue; MORGUE_DEBUG=1 shows where",
    ]
    monkeypatch.setenv("MORGUE_DEBUG", "1")
    assert "Traceback" in call("search", "ferry").err


@pytest.mark.parametrize(
    ("raised", "code", "err"),
    [
        (KeyboardInterrupt(), 130, ""),
        (EngineError("it is gone", hint="start it"), 2, "morgue: it is gone\nhint: start it\n"),
        (PermissionError(13, "Permission denied", "/x"), 2, "morgue: /x: Permission denied\n"),
    ],
)
def test_what_is_raised(
    call: Call, monkeypatch: pytest.MonkeyPatch, raised: BaseException, code: int, err: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(morgue.Archive, "search", fail)
    assert call("search", "ferry") == Answer(code, "", err)


def test_bytes_that_are_no_text_are_not_guessed_at(call: Call) -> None:
    for answer in (call("search", "caf\udcff", "--json"), call("search", "-", "--json", stdin=b"caf\xff\n")):
        assert answer.code == 2
        assert answer.error["message"] == "column 4: the query is not UTF-8 here"
        assert answer.error["position"] == 3
    assert call("count", "--batch", stdin=b"\xff\nferry\n").out == "error\n2\n"
    assert json.loads(call("search", "--batch", stdin=b"\xff\n").out)["error"]["kind"] == "query"
    assert call("repl", stdin=b"\xff\n").err.startswith("morgue: column 1: the query is not UTF-8 here")


# -- whole processes -----------------------------------------------------------------------------------------


def _process(where: Path, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    environment = os.environ | {"MORGUE_ARCHIVE": str(where), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "morgue", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, **options
    )


def test_a_closed_pipe_is_silent(where: Path) -> None:
    with _process(where, "search", "*", "--limit", "all", "--jsonl") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(PATIENCE) == 0


def test_closed_streams_are_no_trouble(where: Path) -> None:
    script = f"exec {sys.executable} -m morgue search ferry --archive {where} <&- >&-"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(["/bin/sh", "-c", script], stderr=subprocess.PIPE, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_bad_locale_prints_question_marks(where: Path) -> None:
    environment = {"PYTHONIOENCODING": "ascii"}
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        process = _process(where, "search", "ferry")
        out, err = process.communicate(timeout=PATIENCE)
    finally:
        os.environ.clear()
        os.environ.update(before)
    assert process.returncode == 0
    assert err == b""
    assert out.isascii()
    assert b"ferry" in out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run(where: Path, number: signal.Signals) -> None:
    process = _process(where, "count", "--batch", stdin=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"ferry\n" * 4000)
    process.stdin.flush()
    assert process.stdout.readline() == b"2\n"
    process.send_signal(number)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143}[number]
    assert b"Traceback" not in err


SEARCHING = frozenset(
    [
        "_startup",
        "_startup.expression",
        "_startup.frozen",
        "_startup.tables",
        "analysis",
        "analysis.analyzer",
        "analysis.stem_class",
        "analysis.distance",
        "analysis.wildcards",
        "archive",
        "archive.archive",
        "archive.arguments",
        "archive.location",
        "archive.results",
        "archive.scope",
        "archive.searchable",
        "commands",
        "commands.asking",
        "commands.command",
        "commands.main",
        "commands.search",
        "commands.searching",
        "commands.settings",
        "engines",
        "engines.base",
        "engines.tantivy",
        "engines.tantivy.docstore",
        "engines.tantivy.engine",
        "engines.tantivy.files",
        "engines.tantivy.proximity",
        "engines.tantivy.query",
        "engines.tantivy.terms",
        "engines.tantivy.threads",
        "errors",
        "extract",
        "gazetteer",
        "gazetteer.places",
        "gazetteer.tables",
        "highlight",
        "highlight.matcher",
        "highlight.snippets",
        "highlight.term_finder",
        "io",
        "io.durable",
        "model",
        "model.article",
        "model.fields",
        "process",
        "process.debug",
        "process.interrupts",
        "process.threads",
        "query",
        "query.clock",
        "query.context",
        "query.deadline",
        "query.explain",
        "query.fields",
        "query.lexer",
        "query.parser",
        "query.scoring",
        "query.suggest",
        "query.terms",
        "query.tree",
        "render",
        "render.answer",
        "render.formats",
        "render.formats.lines",
        "render.hits",
        "render.layout",
        "render.printer",
        "render.sanitize",
        "render.style",
        "storage",
        "storage.directory",
        "storage.directory.commit_point",
        "storage.directory.reader",
        "storage.versions",
    ]
)
"""The modules of ours that one search for a word may load; each is time that every search from the shell takes."""

UNUSED = frozenset(
    [
        "rich",
        "prompt_toolkit",
        "whoosh",
        "lxml",
        "rapidfuzz",
        "selectolax",
        "feedparser",
        "dateutil",
        "difflib",
        "multiprocessing",
        "sqlite3",
        "ssl",
        "shutil",
        "tempfile",
        "subprocess",
        "csv",
        "decimal",
        "calendar",
        "locale",
        "bisect",
        "hashlib",
        "random",
        "logging",
        "struct",
        "asyncio",
        "http",
        "email",
    ]
)
"""Modules of others that it has no use for."""


def test_a_search_imports_only_what_it_needs(where: Path) -> None:
    script = (
        "import sys; before = {*sys.modules}; from morgue.commands.main import run; code = run(['search', 'ferry']);"
        "print(code, *({*sys.modules} - before), file=sys.stderr)"
    )
    environment = os.environ | {"MORGUE_ARCHIVE": str(where), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment, check=True)
    code, *loaded = done.stderr.decode().split()
    assert code == "0"
    ours = {name.removeprefix("morgue.") for name in loaded if name.startswith("morgue.")}
    assert ours - SEARCHING == set()
    assert set(loaded) & UNUSED == set()


def test_the_names_of_the_shared_options_are_theirs() -> None:
    assert tuple(each.name for each in shared_options()) == SHARED


def test_a_process_ends_as_one_that_is_taken_apart(where: Path) -> None:
    """What is registered for the end is done, what was printed comes out, and threads are waited for."""
    script = """
import atexit, sys, threading, time
from morgue.commands import main as cli
atexit.register(lambda: print("registered"))
if sys.argv[1] == "thread":
    sys.argv.pop(1)
    threading.Thread(target=lambda: (time.sleep(0.2), print("waited for"))).start()
cli.main()
"""
    environment = os.environ | {"MORGUE_ARCHIVE": str(where), "PYTHONPATH": os.pathsep.join(sys.path)}
    for first, code, query in (([], 0, "ferry"), (["thread"], 0, "ferry"), ([], 1, "zzzzunheard")):
        command = [sys.executable, "-c", script, *first, "search", query, "--format", "ids"]
        done = subprocess.run(command, capture_output=True, env=environment, text=True)
        assert done.returncode == code
        lines = done.stdout.splitlines()
        assert lines[-1] == "registered"
        assert ("waited for" in lines) == bool(first)
        assert (len(lines) > 1 + len(first)) == (code == 0)


def test_the_reference_is_what_the_code_says() -> None:
    maker = Path(__file__).resolve().parents[2] / "docs" / "make_reference.py"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, str(maker), "--check"], capture_output=True, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(where: Path, shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_MORGUE_COMPLETE", f"{shell}_source")
    with _process(where) as process:
        out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert f"_MORGUE_COMPLETE={shell}_complete".encode() in out
