"""A table of forms from a dictionary of hunspell, by which Basque and Nepali are measured."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.inflections import table
from bench.make_forms import Rules, entries, main

AFFIXES = """\
SET UTF-8
FLAG num
NEEDAFFIX 9
SFX 1 Y 4
SFX 1 0 a .
SFX 1 0 ak/2 [^k]
SFX 1 e ean e
SFX 1 0 ren/9,2 .
SFX 2 Y 1
SFX 2 0 ekin/1 .
"""


@pytest.fixture
def rules() -> Rules:
    return Rules.read(AFFIXES.splitlines())


def test_suffixes_are_put_behind_what_they_fit(rules: Rules) -> None:
    assert rules.shortest("etxe", frozenset({"1"}), 20) == [
        "etxe",
        "etxea",
        "etxeak",
        "etxean",
        "etxeakekin",
        "etxerenekin",
    ]
    assert "mendikak" not in rules.shortest("mendik", frozenset({"1"}), 20)


def test_a_form_has_two_suffixes_at_most_and_the_shortest_are_taken(rules: Rules) -> None:
    assert all("ekina" not in form for form in rules.shortest("etxe", frozenset({"1"}), 20))
    assert rules.shortest("etxe", frozenset({"1"}), 2) == ["etxe", "etxea"]


def test_what_is_no_word_without_a_suffix_is_no_form(rules: Rules) -> None:
    assert rules.shortest("haur", frozenset({"1", "9"}), 3) == ["haura", "haurak", "haurakekin"]


def test_entries_that_are_spelt_alike_are_one() -> None:
    lines = ["etxe/1,2", "etxe/3", "-xe/1", "bakarrik", ""]
    assert entries(lines) == {"etxe": frozenset({"1", "2", "3"})}


def test_the_table_is_one_that_the_measurement_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "xx.aff").write_text(AFFIXES, encoding="utf-8")
    (tmp_path / "xx.dic").write_text("3\netxe/1\nhaur/1\nbakarrik\n", encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["make_forms", str(tmp_path / "xx"), "2"])
    main()
    made = tmp_path / "table.tsv"
    made.write_text(capsys.readouterr().out, encoding="utf-8")
    assert table("eu", made) == {"etxe": {"etxe"}, "etxea": {"etxe"}, "haur": {"haur"}, "haura": {"haur"}}
