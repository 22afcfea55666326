"""What a document states about itself, and what a program has put there."""

from __future__ import annotations

import pytest

from morgue.feeds.office.properties import about_opendocument, keywords_of, title_of


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Ferry  held\nin port", "Ferry held in port"),
        ("Document management is a trade", "Document management is a trade"),
        (None, None),
        ("", None),
        ("Microsoft Word - ferry.doc", None),
        ("Document1", None),
        ("Untitled", None),
        ("Unbenannt 2", None),
        ("ferry_v3.docx", None),
        ("2019-05-10_a7", None),
        ("x", None),
    ],
)
def test_titles(stated: str | None, title: str | None) -> None:
    assert title_of(stated) == title


def test_keywords() -> None:
    assert keywords_of("ferries, Piraeus; ferries;; 港、船") == ["ferries", "Piraeus", "港", "船"]
    assert keywords_of(None) == []


def test_damaged_properties_say_nothing() -> None:
    about = about_opendocument(b"no XML")
    assert (about.title, about.keywords) == (None, [])
