"""Lines fit, break where they may, and lose nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.render.layout import bar, count, lines, pad, shorten, width, wrap, wrap_marked
from morgue.render.style import Style

LETTERS = st.text("ab c,北京、。é\u0301 한", max_size=80)


@pytest.mark.parametrize(
    ("text", "cells"), [("", 0), ("abc", 3), ("北京", 4), ("e\u0301", 1), ("ｱ", 1), ("한글", 4)]
)
def test_width(text: str, cells: int) -> None:
    assert width(text) == cells


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("", 10, []),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 13, ["one two three"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("to abcdefghij", 4, ["to", "abcd", "efgh", "ij"]),
        ("北京今天下雨", 6, ["北京今", "天下雨"]),
        ("北京今。天", 6, ["北京", "今。天"]),
        ("a  b\nc", 9, ["a  b\nc"]),
        ("say “Mexico’s hidden” thing", 12, ["say", "“Mexico’s", "hidden”", "thing"]),
        ("ἐν ἀρχῇ ἦν", 7, ["ἐν ἀρχῇ", "ἦν"]),
        ("서울에서 만나", 8, ["서울에서", "만나"]),
    ],
)
def test_wrap(text: str, cells: int, expected: list[str]) -> None:
    assert wrap(text, cells) == expected


@given(LETTERS, st.integers(4, 20))
def test_lines_fit_and_lose_only_space(text: str, cells: int) -> None:
    spans = list(lines(text, cells))
    assert all(width(text[start:end]) <= cells for start, end in spans)
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())
    assert spans == sorted(spans)


@given(LETTERS, st.integers(4, 20))
def test_marks_colour_and_change_nothing(text: str, cells: int) -> None:
    marks = [(at, at + 1) for at in range(0, len(text), 3)]
    painted = wrap_marked(text, marks, cells, Style(True))
    plain = [line.replace("\x1b[1;31m", "").replace("\x1b[0m", "") for line in painted]
    assert plain == wrap(text, cells)
    assert wrap_marked(text, marks, cells, Style()) == plain


def test_a_mark_that_is_broken_is_painted_on_both_lines() -> None:
    assert wrap_marked("one two", [(0, 7)], 4, Style(True)) == [
        "\x1b[1;31mone\x1b[0m",
        "\x1b[1;31mtwo\x1b[0m",
    ]


@given(LETTERS, st.integers(1, 20))
def test_shorten_fits(text: str, cells: int) -> None:
    short = shorten(text, cells)
    assert width(short) <= cells
    assert short == text or short.endswith("…")


def test_pad() -> None:
    assert pad("北京", 6) == "北京  "
    assert pad("ab", 4, right=True) == "  ab"
    assert pad("abcdef", 4) == "abcdef"


@pytest.mark.parametrize(
    ("number", "most", "plain", "drawn"),
    [
        (0, 10, False, ""),
        (10, 10, False, "██████████"),
        (5, 10, False, "█████"),
        (1, 1000, False, "▏"),
        (1, 1000, True, "#"),
        (5, 10, True, "#####"),
        (3, 0, False, ""),
    ],
)
def test_bar(number: int, most: int, plain: bool, drawn: str) -> None:
    assert bar(number, most, 10, plain=plain) == drawn


def test_count() -> None:
    assert [count(number, "article") for number in (0, 1, 1200)] == [
        "0 articles",
        "1 article",
        "1,200 articles",
    ]
