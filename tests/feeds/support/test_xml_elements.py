"""Elements are found by their local names, in the tree and in the bytes."""

from __future__ import annotations

import pytest
from lxml import etree

from morgue.feeds.support.vocabulary import CONTENT, HTML, PAGE_ELEMENTS
from morgue.feeds.support.xml import parse
from morgue.feeds.support.xml_elements import (
    attribute_at,
    by_name,
    language_of,
    line_at,
    lines_of,
    local,
    spans,
)

TREE = etree.fromstring(
    '<a xmlns="urn:x" xmlns:y="urn:y" xml:lang="de"><b k="1"><c> one\n two </c></b><y:b><c/></y:b><d lang="fr"><c>three</c></d></a>'
)


def test_namespaces_and_empty_texts_do_not_count() -> None:
    assert line_at(TREE, "b/c") == "one two"
    assert lines_of(TREE.iter("{*}c")) == ["one two", "three"]
    assert attribute_at(TREE, "b", "k") == "1"
    assert attribute_at(TREE, "e/f", "k") is None
    assert {name: len(found) for name, found in by_name(TREE, "c", "b", "e").items()} == {
        "c": 3,
        "b": 2,
        "e": 0,
    }


def test_an_undeclared_prefix_is_no_part_of_a_name() -> None:
    assert local(parse(b"<a><dc:b>x</dc:b></a>").root[0]) == "b"


def test_the_language_is_that_of_the_nearest_element_with_one() -> None:
    assert language_of(TREE[0][0]) == "de"
    assert language_of(TREE[2][0]) == "fr"


@pytest.mark.parametrize(
    ("data", "count", "places"),
    [
        (b"<x><i>a</i><y:i k='v'>b</y:i></x>", 2, [(3, 8), (11, 18)]),
        (b"<x><i>a</i><entry/></x>", 1, [(3, 8)]),
        (b"<x><i>a<i>b</i></x>", 2, [(0, 19), (0, 19)]),
        ("<x><i>a</i></x>".encode("utf-16"), 1, [(0, 32)]),
    ],
)
def test_places_in_the_bytes_are_those_of_tags_or_of_all(
    data: bytes, count: int, places: list[tuple[int, int]]
) -> None:
    assert list(spans(data, "i|entry", count)) == places


def test_an_element_has_one_form_in_each_vocabulary() -> None:
    assert HTML["p"] == "block"
    assert CONTENT["p"] == "prose"
    assert set(HTML.values()) == {
        "block", "line", "table", "row", "cell", "break", "inline", "hidden", "cut", "known",
    }  # fmt: skip
    assert set(CONTENT.values()) == {
        "block", "prose", "table", "row", "cell", "break", "pre", "inline", "hidden",
    }  # fmt: skip
    assert "h1" in PAGE_ELEMENTS
    assert "item" not in PAGE_ELEMENTS
