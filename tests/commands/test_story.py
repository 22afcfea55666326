"""`morgue story` and `morgue diff` on the command line: every format, and what is wrong."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import morgue
from tests.commands.test_cli import Answer, call, feeds, where  # noqa: F401 - fixtures, and what they return
from tests.conftest import write_jsonl
from tests.linked import link
from tests.stories.life import COPY, CORRECTION, CUT, FIRST, LATE, STORY, UPDATE


@pytest.fixture
def ask(
    call: Callable[..., Answer],  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Answer]:
    """Run a command line on an archive of one story."""
    write_jsonl(tmp_path / "feeds" / "all.jsonl", STORY)
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([tmp_path / "feeds"])
        link(archive, [[each.id for each in STORY]])
    monkeypatch.setenv("MORGUE_ARCHIVE", str(tmp_path / "archive"))
    return call


def test_a_story_in_every_format(ask: Callable[..., Answer]) -> None:
    document = ask("story", CUT.id[:8], "--json").document
    assert document["story"]["id"] == FIRST.id
    assert [each["relation"] for each in document["members"]][:4] == ["first", "copy", "extended", "cut"]
    assert document["format_version"] == 1
    rows = [json.loads(line) for line in ask("story", LATE.id, "--jsonl").out.splitlines()]
    assert rows == document["members"]
    assert ask("story", LATE.id, "--format", "ids").out.split() == [each.id for each in STORY]
    table = list(csv.DictReader(io.StringIO(ask("story", LATE.id, "--format", "csv").out)))
    assert [row["corrected"] for row in table] == ["false"] * 5 + ["true"] * 2 + ["false"]
    assert table[3]["cut"] == "4; 5; 6; 7"
    assert ask("story", LATE.id, "--format", "tsv").out.startswith("id\tpublished\t")
    text = ask("story", LATE.id).out
    assert "4 articles still have the uncorrected text" in text
    assert len(ask("story", LATE.id, "--limit", "2").out.splitlines()) < len(text.splitlines())
    assert ask("story", LATE.id, "--limit", "all").out == text


def test_a_diff_in_every_format(ask: Callable[..., Answer]) -> None:
    answer = ask("diff", UPDATE.id, CORRECTION.id[:7], "--json")
    assert answer.code == 0
    assert (answer.document["a"], answer.document["changed"]) == (UPDATE.id, [["28", "29"]])
    rows = [json.loads(line) for line in ask("diff", UPDATE.id, CORRECTION.id, "--jsonl").out.splitlines()]
    assert rows == answer.document["paragraphs"]
    assert ask("diff", FIRST.id, COPY.id).code == 0
    assert "no difference" in ask("diff", FIRST.id, COPY.id).out
    assert ask("diff", FIRST.id, CUT.id, "--format", "csv").out.startswith("kind,a,b,text,spans\n")
    assert ask("diff", FIRST.id, COPY.id, "--format", "ids").code == 2


@pytest.mark.parametrize(
    "line",
    [
        ("story",),
        ("story", "zzzzzzzz"),
        ("diff", FIRST.id),
        ("diff", FIRST.id, "zz"),
        ("story", FIRST.id, "--limit", "x"),
    ],
)
def test_what_is_wrong(ask: Callable[..., Answer], line: tuple[str, ...]) -> None:
    answer = ask(*line)
    assert answer.code == 2
    assert answer.err.startswith("morgue: ")
    assert answer.out == ""
    assert "Traceback" not in answer.err


def test_colours_change_no_word(ask: Callable[..., Answer]) -> None:
    import re

    painted = ask("story", FIRST.id, "--color", "always").out
    assert "\x1b[" in painted
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == ask("story", FIRST.id).out


def test_an_article_says_what_became_of_its_story(ask: Callable[..., Answer]) -> None:
    assert "this text is uncorrected" in ask("show", LATE.id).out
