"""Queries for the type, the page, the length and the other headlines of articles."""

from __future__ import annotations

import datetime as dt

import pytest

from morgue.query.canonical import canonical
from morgue.query.explain import explanation
from morgue.query.parser import parse
from morgue.query.tree import Days, Keyword, Node, Numbers, Word, fields_of

NOW = dt.datetime(2025, 10, 23, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "tree", "words"),
    [
        (
            "type:picture",
            Keyword("type", ("picture",), False, "picture"),
            "articles that are of the type picture",
        ),
        ("type:Photo", Keyword("type", ("picture",), False, "Photo"), "articles that are of the type Photo"),
        ("-type:story", None, "articles that are not of the type story"),
        ("page:3", Keyword("page", ("3",), False, "3"), "articles that were printed on page 3"),
        ("page:A03", Keyword("page", ("a03", "a3"), False, "A03"), "articles that were printed on page A03"),
        ("length:>500", Numbers("length", 501, None), "articles that have 501 words or more"),
        ("length:100..200", Numbers("length", 100, 200), "articles that have 100 to 200 words"),
        ("length:<=1,000", Numbers("length", None, 1000), "articles that have at most 1,000 words"),
        ("headline:ferry", Word("ferry", "headline"), "articles that have ferry in the headline"),
        ("title:ferry", Word("ferry", "headline"), "articles that have ferry in the headline"),
        (
            "year:1987",
            Days(dt.date(1987, 1, 1), dt.date(1987, 12, 31)),
            "articles dated 1 January to 31 December 1987",
        ),
        (
            "month:1987-10",
            Days(dt.date(1987, 10, 1), dt.date(1987, 10, 31)),
            "articles dated 1 to 31 October 1987",
        ),
        ("year:1987..1989", Days(dt.date(1987, 1, 1), dt.date(1989, 12, 31)), None),
        ("month:1987-10..1987-12", Days(dt.date(1987, 10, 1), dt.date(1987, 12, 31)), None),
    ],
)
def test_fields(text: str, tree: Node | None, words: str | None) -> None:
    parsed = parse(text, now=NOW)
    assert not parsed.notes
    if tree is not None:
        assert parsed.tree == tree
    assert parse(canonical(parsed.tree), now=NOW).tree == parsed.tree
    if words is not None:
        assert explanation(parsed) == words


def test_a_type_that_is_none_is_said() -> None:
    (note,) = parse("type:rss", now=NOW).notes
    assert (note.kind, note.message) == ("unknown-value", "column 6: rss is no type of article")
    assert note.hint is not None
    assert "picture" in note.hint
    assert "format:" in note.hint
    assert not parse("type:pic*", now=NOW).notes


def test_a_headline_is_asked_with_the_others() -> None:
    assert fields_of("headline") == ("headline", "other_headlines")
    assert fields_of("other_headlines") == ("other_headlines",)
    assert set(fields_of("headline")) < set(fields_of(None))
