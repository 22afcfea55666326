"""Two articles beside one another as people read them."""

from __future__ import annotations

import dataclasses

import pytest

from morgue.archive.diff import PART_KEYS, diff_of
from morgue.render.answer import Paper
from morgue.render.diff import diff_answer
from morgue.render.formats import FORMATS
from morgue.render.layout import width
from tests.render.invented import BARE, HOSTILE, lines
from tests.stories.life import COPY, CORRECTION, CUT, EXTENDED, FIRST, RIGHT, UPDATE


def test_a_correction() -> None:
    made = lines(diff_answer(diff_of(UPDATE, CORRECTION)), 90)
    assert made[:9] == [
        f"- {UPDATE.id}  Sundtel  23 Oct 2025 15:30",
        f"+ {CORRECTION.id}  Sundtel  23 Oct 2025 17:05",
        "",
        "8 paragraphs: 98% kept, 2% new, 1 edited",
        "28 → 29",
        "",
        "headline",
        "  [-UPDATE-]{+CORRECTED-UPDATE+} 1-Fishing pact signed in Selvoy after long quarrel",
        "",
    ]
    assert made[9].startswith(
        "~ 1      Twenty-eight years of quarrels over herring ended on Thursday when [-28-]{+29+}"
    )
    assert made[12].startswith("  2      The pact halves")


def test_paragraphs_are_marked() -> None:
    made = lines(diff_answer(diff_of(CUT, EXTENDED)), 90)
    assert sum(line.startswith("+ ") for line in made) > 6
    made = lines(diff_answer(diff_of(EXTENDED, CUT)), 90)
    assert any(line.startswith("- 9 ") for line in made)
    paragraphs = (FIRST.body or "").split("\n\n")
    turned = dataclasses.replace(FIRST, body="\n\n".join([*paragraphs[1:], paragraphs[0]]))
    assert any(line.startswith("> 1→7") for line in lines(diff_answer(diff_of(FIRST, turned)), 90))


def test_no_difference() -> None:
    assert lines(diff_answer(diff_of(FIRST, COPY)), 90)[3] == "no difference"


def test_paragraphs_of_another_house_are_printed_as_the_later_one_has_them() -> None:
    one = dataclasses.replace(
        FIRST, body='"We have it," he said of the pact.\n\nNobody in the port spoke of herring.'
    )
    other = dataclasses.replace(
        FIRST, body="“We have it,” he said of the pact. Nobody in the port spoke of herring."
    )
    made = lines(diff_answer(diff_of(one, other)), 90)
    assert made[3] == "no difference"
    assert [line for line in made[4:] if line] == [
        "  1      “We have it,” he said of the pact.",
        "  2→1    Nobody in the port spoke of herring.",
    ]


def test_a_long_paragraph_that_was_kept_is_cut_short() -> None:
    long = dataclasses.replace(FIRST, body=f"{RIGHT} " * 20)
    made = lines(diff_answer(diff_of(long, long)), 80)
    assert len(made) == 8
    assert made[-1].endswith("…")


def test_tables_have_a_row_for_each_paragraph() -> None:
    made = list(FORMATS["csv"](diff_answer(diff_of(UPDATE, CORRECTION)), Paper()))
    assert made[0].decode().strip() == ",".join(PART_KEYS)
    assert len(made) == 9


@pytest.mark.parametrize("color", [True, False])
@pytest.mark.parametrize("cells", [20, 60, 200])
def test_hostile_texts(cells: int, color: bool) -> None:
    wild = dataclasses.replace(HOSTILE, body="One\ttab\x9b2J two\n\n\x1b[2Jnew \u202e" + "x" * 300)
    for pair in ((HOSTILE, wild), (wild, BARE), (BARE, wild), (BARE, BARE)):
        for line in lines(diff_answer(diff_of(*pair)), cells, color=color):
            assert "\x1b[2J" not in line
            assert "\u202e" not in line
            assert "\x9b" not in line
            assert color or "\x1b" not in line
            assert color or width(line) <= max(cells, 40)


def test_two_texts_of_one_article_are_dated_by_their_updates() -> None:
    later = dataclasses.replace(FIRST, updated="2025-10-23T16:00:00+02:00")
    made = lines(diff_answer(diff_of(FIRST, later)), 90)
    assert (made[0][-5:], made[1][-5:]) == ("11:58", "16:00")
