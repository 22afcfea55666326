"""Searches by story on the command line: options, formats, exit codes, what is new."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import morgue
from tests.archive.test_grouping import STRIKE, VOTE
from tests.commands.test_cli import Answer, call, feeds, where  # noqa: F401 - fixtures, and what they return
from tests.conftest import story, write_jsonl
from tests.linked import link

Call = Callable[..., Answer]
CARRIED = "carried by 3 outlets in 4 articles, first by ANI at 18:00 +05:30, corrected"


@pytest.fixture
def folded(call: Call, tmp_path: Path) -> Call:  # noqa: F811
    """The command line on an archive with a story of four articles, and two that stand alone."""
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([write_jsonl(tmp_path / "feeds" / "strike.jsonl", [*STRIKE, *VOTE])])
        link(archive, [[each.id for each in STRIKE]])

    def asked(*arguments: str, **more: bytes) -> Answer:
        return call(*arguments, "--archive", str(tmp_path / "archive"), **more)

    return asked


def test_one_hit_a_story(folded: Call) -> None:
    answer = folded("search", "--group", "ferry")
    assert answer.code == 0
    assert answer.out.startswith("3 stories in 5 articles · articles that mention ferry\n")
    assert answer.out.count("carried by") == 1
    assert f"     {CARRIED}\n" in answer.out
    paged = folded("search", "--group", "ferry", "--limit", "1", "--offset", "1")
    assert paged.out.startswith("2 of 3 stories in 5 articles")
    assert folded("search", "--group", "ferry", "--no-count").out.startswith("1–3 · articles")
    assert folded("search", "--group", "zebra").code == 1


@pytest.mark.parametrize("limit", ["10", "all"])
def test_every_format_has_the_same_stories(folded: Call, limit: str) -> None:
    given = ("search", "--group", "ferry", "--limit", limit, "--lead", "first", "--format")
    document = folded(*given, "json").document
    assert (document["total"], document["stories"]) == (5, 3)
    ids = [hit["id"] for hit in document["hits"]]
    assert set(ids) == {STRIKE[0].id, VOTE[0].id, VOTE[1].id}
    assert folded(*given, "ids").out.split() == ids
    lines = [json.loads(line) for line in folded(*given, "jsonl").out.splitlines()]
    assert [line["carried"] for line in lines] == [hit["carried"] for hit in document["hits"]]
    rows = list(csv.DictReader(io.StringIO(folded(*given, "csv").out)))
    assert [row["id"] for row in rows] == ids
    assert {row["carried"] for row in rows if row["copies"] == "4"} == {
        f"articles=4; outlets=3; first={STRIKE[0].id}; corrected=true"
    }
    [header, *_] = folded(*given, "tsv", "--fields", "id,carried").out.splitlines()
    assert header == "id\tcarried"
    assert "carried" in folded(*given, "json", "--fields", "all").document["hits"][0]
    assert "carried" not in folded("search", "ferry", "--json", "--fields", "all").document["hits"][0]


def test_batches_and_counts(folded: Call) -> None:
    answer = folded("search", "--group", "--batch", stdin=b"ferry\nstrike\n(\n")
    first, second, wrong = map(json.loads, answer.out.splitlines())
    assert [first["stories"], second["stories"], answer.code] == [3, 1, 2]
    assert second["hits"][0]["carried"]["articles"] == 4
    assert "error" in wrong
    assert folded("count", "--group", "ferry").out == "3\n"
    assert folded("count", "--group", "ferry", "--json").document == {"total": 5, "stories": 3}
    assert folded("count", "ferry", "--json").document == {"total": 5}
    assert folded("count", "--group", "--batch", stdin=b"ferry\nstrike\n").out == "3\n1\n"
    batch = folded("count", "--group", "--batch", "--json", stdin=b"strike\n").out
    assert json.loads(batch) == {"total": 4, "stories": 1}


def test_facets_and_timelines_count_stories(folded: Call) -> None:
    answer = folded("facets", "ferry", "--by", "publisher", "--count", "stories", "--json").document
    assert answer["facets"]["publisher"] == [["The Harbour Post", 2], ["The Tribune", 1]]
    assert (answer["total"], answer["stories"], answer["count"]) == (5, 3, "stories")
    assert folded("facets", "ferry", "--count", "stories").out.startswith("3 stories in 5 articles\n")
    days = folded("timeline", "strike", "--by", "day", "--count", "stories")
    assert days.out.startswith("1 story in 4 articles by day\n")
    assert days.err.startswith("note: 1 story has articles in more than one day and counts in each")
    assert "count" not in folded("timeline", "strike", "--json").document


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("search ferry --lead first", "--lead says which article a story is shown by", "add --group"),
        ("search ferry --group --lead last", "'last' is not one of 'best', 'first', 'latest', 'longest'", ""),
        ("search ferry --fields id,carried", "carried is of a story", "add --group"),
        ("search --group --like pfq3k2ab ferry", "--like puts the most alike first, without --group", ""),
        ("facets ferry --count words", "'words' is not one of", ""),
        ("search is:foo", "is: takes correction, update, withdrawn or superseded, and not foo", ""),
        ("search is:corection", "and not corection", "did you mean is:correction?"),
    ],
)
def test_what_cannot_be_asked_is_said(folded: Call, line: str, message: str, hint: str) -> None:
    answer = folded(*line.split())
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert hint in answer.err


def test_a_search_by_story_is_recorded_and_replayed(folded: Call, tmp_path: Path) -> None:
    manifest = str(tmp_path / "m.json")
    folded("search", "--group", "--lead", "latest", "strike", "--manifest", manifest)
    kept = json.loads(Path(manifest).read_bytes())
    assert (kept["group"], kept["lead"], len(kept["hits"])) == (True, "latest", 1)
    assert folded("replay", manifest).code == 0
    with morgue.open(tmp_path / "archive") as archive:
        later = story(
            9, headline="Strike goes on", body="The ferry crews strike.", published="2025-10-30T08:00:00Z"
        )
        archive.index([write_jsonl(tmp_path / "later.jsonl", [later])])
        link(archive, [[*(each.id for each in STRIKE), later.id]])
    again = folded("replay", manifest, "--json")
    assert again.code == 1
    assert (again.document["gone"], again.document["new"]) == ([STRIKE[3].id], [later.id])
    kept["lead"] = "loudest"
    Path(manifest).write_text(json.dumps(kept))
    assert "is not a manifest of a search" in folded("replay", manifest).err


def test_a_watch_by_story_lists_new_stories(folded: Call, tmp_path: Path) -> None:
    folded("save", "ports", "ferry OR strike")
    assert len(folded("watch", "ports", "--group", "--format", "ids").out.split()) == 3
    nothing = folded("watch", "ports", "--group")
    assert (nothing.code, nothing.out) == (1, "")
    assert nothing.err.startswith("no new story since revision")
    with morgue.open(tmp_path / "archive") as archive:
        copy = story(9, headline="Strike", body="The ferry crews strike.", published="2025-10-30T08:00:00Z")
        other = story(10, headline="Bridge closed", body="No ferry any more: cars wait at the bridge.")
        archive.index([write_jsonl(tmp_path / "later.jsonl", [copy, other])])
        link(archive, [[*(each.id for each in STRIKE), copy.id]])
    assert set(folded("watch", "ports", "--peek", "--format", "ids").out.split()) == {copy.id, other.id}
    assert folded("watch", "ports", "--group", "--format", "ids").out.split() == [other.id]
