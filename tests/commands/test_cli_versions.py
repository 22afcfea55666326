"""The command line of what articles said before, and of what corrects them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import morgue
from tests.commands.test_cli import Answer, call, feeds, where  # noqa: F401 - fixtures, and what they return
from tests.conftest import story, write_jsonl
from tests.ingest.runs.test_keeping import FIRST, SECOND, channel, put
from tests.linked import link

Call = Callable[..., Answer]


@pytest.fixture
def own(call: Call, tmp_path: Path) -> Call:  # noqa: F811
    """Run a command line on an archive whose one article has been changed."""
    place = str(tmp_path / "own")
    for at, text in enumerate((FIRST, SECOND)):
        file = put(tmp_path / "changed" / "a.xml", channel(text, f"09:{at}0"), at)
        assert call("index", str(file), "--archive", place).code == 0

    def run(*arguments: str, stdin: bytes = b"") -> Answer:
        return call(*arguments, "--archive", place, stdin=stdin)

    return run


def test_a_text_that_was_replaced_is_searched_shown_and_compared(own: Call) -> None:
    assert own("search", "forty").code == 1
    found = own("search", "forty", "versions:all", "--json").document
    (hit,) = found["hits"]
    full = hit["id"].removesuffix("@1")
    assert hit["headline"] == FIRST[0]
    assert own("search", "forty", "--versions", "--format", "ids").out == f"{full}@1\n"
    assert own("search", "forty OR fifty", "--versions", "--json").document["total"] == 2
    assert own("count", "fifty").out == "1\n"
    assert f"{full[:8]}@1" in own("search", "forty", "--versions").out
    listed = own("show", full, "--versions", "--json").document
    assert [each["id"] for each in listed["versions"]] == [f"{full}@1", f"{full}@2"]
    assert listed["versions"][1]["changed"] == "new headline, 1 edited: 28 -> 29"
    text = own("show", full[:8], "--versions").out
    assert "1  2025-10-23 09:00" in text
    assert "2  2025-10-23 09:10+00:00 (current)" in text
    assert "Forty" in own("show", f"{full}@1").out
    assert f"versions    2: morgue show {full} --versions" in own("show", full).out
    assert "versions    2, and this is an earlier one" in own("show", f"{full}@1").out
    assert own("show", full, "--json").document["articles"][0]["versions"] == 2
    changed = own("diff", f"{full}@1", f"{full}@2", "--json").document
    assert ["28", "29"] in changed["changed"]
    told = own("story", full, "--json").document["versions"]
    assert [each["id"] for each in told] == [f"{full}@1", f"{full}@2"]
    assert own("story", f"{full}@1", "--json").document["story"]["id"] == full


def test_queries_of_a_batch_search_all_texts_too(own: Call) -> None:
    lines = own("search", "--batch", "--versions", stdin=b"forty\nforty OR fifty\n(\n").out.splitlines()
    assert [json.loads(line).get("total") for line in lines] == [1, 2, None]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "ID", "--versions", "--cite"), "--versions does not go with --cite"),
        (("show", "ID@7"), "has no text 7: it has 2 texts"),
        (("search", "a OR versions:all"), "versions: holds for the whole query"),
        (("search", "a versions:none"), "versions: takes all or current, not none"),
        (("search", "a asof:2025-10..2025-11"), "asof: takes one date or time, not a range"),
        (("search", "a asof:2025", "--versions"), "a query can have one asof: or versions:"),
    ],
)
def test_what_means_nothing_is_refused(own: Call, arguments: tuple[str, ...], said: str) -> None:
    (full,) = own("search", "*", "--format", "ids").out.split()
    answer = own(*(each.replace("ID", full) for each in arguments))
    assert answer.code == 2
    assert said in answer.err


def test_a_carrier_says_that_its_story_was_corrected(call: Call, tmp_path: Path) -> None:  # noqa: F811
    first, right = story(1), story(3, headline="CORRECTED-Ferry crews vote on pay, day 3")
    feed = write_jsonl(tmp_path / "feeds" / "f.jsonl", [first, right])
    with morgue.create(tmp_path / "linked") as archive:
        archive.index([feed.parent])
        link(archive, [[first.id, right.id]])
    place = ("--archive", str(tmp_path / "linked"))
    said = f"CORRECTED 2025-10-03 12:00+02:00 by The Harbour Post ({right.id[:8]})"
    assert call("show", first.id, *place).out.startswith(said)
    assert said not in call("show", right.id, *place).out
    assert said in call("search", "ferry", "--sort", "oldest", *place).out
