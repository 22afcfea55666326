"""Lines fit, break where they may, and lose nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from morgue.render.layout import (
    _wide,
    bar,
    count,
    first_lines,
    lines,
    pad,
    shorten,
    width,
    wrap,
    wrap_first,
    wrap_marked,
)
from morgue.render.style import Style

LETTERS = st.text("ab c,北京、。é\u0301 한", max_size=80)
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
FLAG = "\U0001f1e7\U0001f1ea"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0), ("abc", 3), ("北京", 4), ("e\u0301", 1), ("ｱ", 1), ("한글", 4),
        (FAMILY, 2), (FLAG, 2), ("\u2764\ufe0f", 2), ("\U0001f44d\U0001f3fd", 2), ("\u1112\u1161\u11ab", 2),
        ("नमस्ते", 4), ("กำ", 2), ("“Größe” – 1 €…", 14), ("Москва, Αθήνα", 13), ("、", 2), ("ﷺ", 1),
    ],
)  # fmt: skip
def test_width(text: str, cells: int) -> None:
    assert width(text) == cells


def test_what_needs_no_table_is_as_wide_as_the_table_says() -> None:
    """Each alone and between two others, since a width may depend on the neighbours."""
    simple = [each for each in map(chr, range(1 << 16)) if _wide(each) is not None and each.isprintable()]
    assert len(simple) > 40_000
    for each in simple:
        assert width(each) == wcswidth(each), ascii(each)
        assert width(f"北{each}é") == wcswidth(f"北{each}é"), ascii(each)


def test_a_character_of_several_code_points_is_not_broken() -> None:
    assert shorten(f"a{FAMILY}{FAMILY}", 4) == f"a{FAMILY}…"
    assert wrap(FLAG * 3, 4) == [FLAG * 2, FLAG]
    assert wrap("か\u3099き\u3099", 2) == ["か\u3099", "き\u3099"]
    assert [width(line) for line in wrap(f"{FAMILY} ferry {FLAG}北京", 8)] == [8, 6]


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


@given(LETTERS, st.integers(4, 30), st.integers(1, 5))
def test_the_first_lines_are_those_of_the_whole(text: str, cells: int, most: int) -> None:
    whole, first = wrap(text, cells), wrap_first(text, cells, most)
    if len(whole) <= most:
        assert first == whole
        return
    assert first[:-1] == whole[: most - 1]
    assert first[-1].endswith("…")
    assert whole[most - 1].startswith(first[-1].removesuffix("…"))
    assert all(width(line) <= cells for line in first)
    ends, is_cut = first_lines(text, cells, most)
    assert is_cut
    assert [text[start:end] for start, end in ends] == [*first[:-1], first[-1].removesuffix("…")]


def test_an_ellipsis_is_not_doubled() -> None:
    assert shorten("abc… and on", 6) == "abc…"
    assert shorten(shorten("one two three", 8) + " and on", 9) == "one two…"
