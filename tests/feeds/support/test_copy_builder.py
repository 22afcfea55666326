"""A table is set alike, whoever reads its markup, and whatever of its tags is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from morgue.feeds.support.content_markup import copy_of, markup_copy
from morgue.feeds.support.copy_builder import CopyBuilder
from morgue.feeds.support.markup import plain

TABLES = [
    ("<table><tr><td>Mon</td><td>3</td></tr><tr><td>Tue</td><td>4</td></tr></table>", "Mon | 3\nTue | 4"),
    (
        "<table><tr><th>a</th><td><p>b</p></td></tr><tr><td>c<br/>d</td><td>e</td></tr></table>",
        "a | b\nc d | e",
    ),
    ("<table><tr><td><p>One</p><p>Two</p></td></tr></table>", "One\n\nTwo"),
    ("<table><tr><td/><td><p>One</p><p>Two</p></td></tr></table>", "One\n\nTwo"),
    ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "a\nb"),
    (
        "<table><tr><td>a</td><td/><td>b</td><td/></tr><tr><td>c</td><td>d</td></tr></table>",
        "a | | b\nc | d",
    ),
    ("<div>x<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>y</div>", "x\n\na | b\nc | d\n\ny"),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "text"), TABLES)
def test_a_table_is_set_alike_by_every_reader(markup: str, text: str) -> None:
    assert plain(markup) == text
    assert markup_copy(markup) == text
    assert copy_of(etree.fromstring(markup)) == text


LAYOUTS = [
    ("<table><tr><td>a</td><td><p>b</p><p>c</p></td></tr></table>", "a\n\nb\n\nc", "a | b c"),
    (
        "<table><tr><td>a</td><td><p>b</p><p>c</p></td></tr><tr><td>d</td><td>e</td></tr></table>",
        "a\n\nb\n\nc\n\nd\n\ne",
        "a | b c\nd | e",
    ),
    ("<table><tr><td>By Jo Smith</td><td>23 Oct 2025</td></tr></table>", "By Jo Smith\n\n23 Oct 2025", "By Jo Smith | 23 Oct 2025"),
    (
        "<table><tr><td>x</td><td><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table></td></tr></table>",
        "x\n\na | b\nc | d",
        "x | a | b c | d",
    ),
    ("<table><tr><td>a<ul><li>b</li><li>c</li></ul></td><td>d</td></tr></table>", "a\n\nb\nc\n\nd", "a b c | d"),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "html", "content"), LAYOUTS)
def test_html_lays_out_with_tables_and_news_markup_does_not(markup: str, html: str, content: str) -> None:
    assert plain(markup) == html
    assert copy_of(etree.fromstring(markup)) == content


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>e", "a | b\nc | d\n\ne"),
        ("<td>a</td><td>b</td>", "a\n\nb"),
        ("<p>x</p><td>a</td><td>b</td><p>y</p>", "x\n\na\n\nb\n\ny"),
        ("</td></tr></table>a", "a"),
        ("<table><td>a<table><td>b</table>c", "a\n\nb\n\nc"),
        ("<tr>stray<td>a</td><td>b</td></tr>", "stray\n\na\n\nb"),
        ("<table><tr><td>a</td></tr><p>b</p>", "a\n\nb"),
    ],
)
def test_tags_of_a_table_may_be_missing(markup: str, text: str) -> None:
    assert plain(markup) == text


EVENTS = [
    CopyBuilder.begin_table,
    CopyBuilder.end_table,
    CopyBuilder.begin_row,
    CopyBuilder.end_row,
    CopyBuilder.begin_cell,
    CopyBuilder.end_cell,
    CopyBuilder.end_line,
    CopyBuilder.end_entry,
    CopyBuilder.close,
]


@given(st.lists(st.sampled_from([*EVENTS, *"abc"])), st.booleans())
def test_no_word_is_lost_whatever_begins_and_ends(events: list[object], lays_out: bool) -> None:
    copy = CopyBuilder(lays_out=lays_out)
    for event in events:
        if isinstance(event, str):
            copy.add(event)
        elif callable(event):
            event(copy)
    text = copy.text()
    words = [event for event in events if isinstance(event, str)]
    assert sorted(filter(str.isalpha, text)) == sorted(words)
    assert "\n\n\n" not in text
    assert text == text.strip()
