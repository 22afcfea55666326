"""Shortcodes of WordPress in text."""

from __future__ import annotations

import pytest

from morgue.feeds.platforms.shortcodes import without_shortcodes
from tests.growth import grows_too_fast, run_of


@pytest.mark.parametrize(
    ("text", "left", "captions"),
    [
        ("no brackets", "no brackets", []),
        ("a [gallery] b", "a  b", []),
        ("[quote author='Ann']It sank.[/quote]", "It sank.", []),
        (
            '[caption width="1"]<img> One[/caption] a [caption width="1"]<img> Two[/caption]',
            " a ",
            ["One", "Two"],
        ),
        ("[video mp4='a.mp4'][/video]a", "a", []),
        ("he [Mr Doe] said [laughs]", "he [Mr Doe] said [laughs]", []),
        ('[unclosed attr="1"', '[unclosed attr="1"', []),
        ("a [/nothing] b", "a  b", []),
        ("[1] a [a-b]", "[1] a [a-b]", []),
    ],
)
def test_shortcodes_go_and_words_in_brackets_stay(text: str, left: str, captions: list[str]) -> None:
    assert without_shortcodes(text) == (left, captions)


@pytest.mark.parametrize(
    "unit", ["[", "[a ", "[/a]", "[caption a=1]", "[caption a=1]x[/caption]", "[[gallery]]", "[a b=", "]"]
)
def test_work_grows_with_the_text(unit: str) -> None:
    assert not grows_too_fast(without_shortcodes, run_of(unit))
