"""Tables are read in order, without their remarks; lists of words and phrases by their names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from morgue._startup.tables import phrase_lists, read_rows, word_lists, words_of_column

TABLE = """# remark
who\ten\tby from\t(?:by|from) {name}

name\t*\t\t[A-Z]+
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    lines = TABLE.splitlines()
    file = tmp_path / "table.tsv"
    file.write_text(
        "\n".join([lines[0], lines[3], lines[2], lines[1], "who\tde\tvon_der\tvon der"]), encoding="utf-8"
    )
    return file


def test_rows(table: Path) -> None:
    assert [row[:2] for row in read_rows(table)] == [["name", "*"], ["who", "en"], ["who", "de"]]


def test_phrases_may_use_a_list_above(table: Path) -> None:
    who = phrase_lists(table)["who"]
    assert re.fullmatch(who, "from AFP")
    assert re.fullmatch(who, "von der")
    assert not re.fullmatch(who, "from afp")


def test_words(table: Path) -> None:
    assert words_of_column(table, 2, "who") == {"by", "from", "von der"}
    assert word_lists(table)["name"] == {"[A-Z]+"}
