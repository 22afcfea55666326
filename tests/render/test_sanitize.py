"""Nothing that drives a terminal gets through."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.render.sanitize import clean, clean_block, clean_json, clean_marked

DIRECTION = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)


def is_safe(text: str, *, newline: bool = False) -> bool:
    """The rule, written another way: no control, surrogate, separator or mark of direction."""
    return all(
        (each == "\n" and newline)
        or not (unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} or each in DIRECTION)
        for each in text
    )


@pytest.mark.parametrize(
    ("text", "line", "block"),
    [
        ("plain", "plain", "plain"),
        ("a\tb\nc", "a b c", "a b\nc"),
        ("a\x1b[31mred", "a[31mred", "a[31mred"),
        ("\x9b2Jx\x7f", "2Jx", "2Jx"),
        ("a\u2028b\u2029c\x85d", "a b c d", "a\nb\nc\nd"),
        ("a\u202eb\u2066c\u200e\u061c", "abc", "abc"),
        ("a\ud800b", "a\ufffdb", "a\ufffdb"),
        ("naïve 北京 עברית", "naïve 北京 עברית", "naïve 北京 עברית"),
    ],
)
def test_clean(text: str, line: str, block: str) -> None:
    assert clean(text) == line
    assert clean_block(text) == block


@given(ANYTHING)
def test_clean_leaves_nothing_unsafe(text: str) -> None:
    assert is_safe(clean(text))
    assert is_safe(clean_block(text), newline=True)


@given(ANYTHING, st.lists(st.integers(0, 60), max_size=6))
def test_marks_stay_on_their_text(text: str, cuts: list[int]) -> None:
    edges = sorted({min(cut, len(text)) for cut in cuts})
    marks = list(zip(edges[::2], edges[1::2], strict=False))
    cleaned, moved = clean_marked(text, marks)
    assert cleaned == clean(text)
    assert [cleaned[start:end] for start, end in moved] == [clean(text[start:end]) for start, end in marks]


@given(st.text(max_size=60))
def test_json_says_the_same_and_is_safe(text: str) -> None:
    encoded = clean_json(json.dumps(text, ensure_ascii=False).encode("utf-8"))
    assert json.loads(encoded) == text
    assert is_safe(encoded.decode())
