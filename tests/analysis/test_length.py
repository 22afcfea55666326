"""How many words a text has, and how pages are compared."""

from __future__ import annotations

import pytest

from morgue.analysis.length import length
from morgue.analysis.pages import page_names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n", 0),
        ("The ferry was late.", 4),
        ("An e-mail from AT&T", 4),
        ("L'été à Łódź\n\nfinit", 4),
        ("中国，北京。", 4),
        ("カタカナとCNN, 東京", 8),
        ("서울에서 열린 회의", 3),
        ("भारत ने कहा", 3),
        ("ไทย", 3),
    ],
)
def test_the_words_of_a_text(text: str, words: int) -> None:
    assert length(text) == words


@pytest.mark.parametrize(
    ("stated", "names"),
    [
        ("3", ("3",)),
        ("A01", ("a1",)),
        ("Page 3", ("3",)),
        ("S. 7", ("7",)),
        ("p. B12", ("b12",)),
        ("1, 14", ("1", "14")),
        ("A1; A1; A14", ("a1", "a14")),
        ("3-5", ("3", "4", "5")),
        ("5-3", ("5-3",)),
        ("1-900", ("1-900",)),
        ("Sport 2", ("sport 2",)),
        ("0", ("0",)),
        (" , ", ()),
    ],
)
def test_the_pages_of_a_story(stated: str, names: tuple[str, ...]) -> None:
    assert page_names(stated) == names
