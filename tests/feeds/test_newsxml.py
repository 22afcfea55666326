"""Content markup as plain text, and the agencies and places that feeds name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.extract import Draft
from morgue.feeds.alpha3 import ALPHA2
from morgue.feeds.credits import agency_named, byline, credit, place, settle
from morgue.feeds.newsxml import copy_of, html_root, markup_copy, markup_line, reflow, without_heads


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One <b>two</b>.</p><p>Three</p>", "One two.\n\nThree"),
        ("One<br/>two<br>three", "One\ntwo\nthree"),
        ("<div>A<p>B</p>C</div>", "A\n\nB\n\nC"),
        ("<table><tr><td>a</td><td><p>b</p><p>c</p></td></tr><tr><td>1</td><td/></tr></table>", "a | b c\n1"),
        ("<table><tr><td><p>One</p><p>Two</p></td></tr></table>", "One\n\nTwo"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("<script>x</script><style>y</style><p>z</p><figure><figcaption>f</figcaption></figure>", "z"),
        ("<pre>a\n  b\n\nc</pre>", "a\nb\n\nc"),
        ("AT&amp;T &lt;b&gt;", "AT&T <b>"),
        ("a < b and c > d", "a < b and c > d"),
        ("", ""),
        ("<p> </p>", ""),
    ],
)
def test_markup_becomes_paragraphs(markup: str, text: str) -> None:
    assert markup_copy(markup) == text


def test_notes_to_editors_are_left_out_unless_asked_for() -> None:
    root = html_root('<div><p>Copy</p><section class="x notepad"><p>Note</p></section></div>')
    assert copy_of(root) == "Copy"
    assert copy_of(root, notes=True) == "Copy\n\nNote"


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        (
            "One line that is wrapped by the width of its column,\nand goes on.",
            "One line that is wrapped by the width of its column, and goes on.",
        ),
        (
            "   First paragraph is indented like all of them here\nand wrapped.\n   Second.",
            "First paragraph is indented like all of them here and wrapped.\n\nSecond.",
        ),
        ("a\nb\n\nc", "a\nb\n\nc"),
        ("x" * 200 + "\n" + "y" * 200, "x" * 200 + "\n\n" + "y" * 200),
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_plain_text_is_reflowed(text: str, copy: str) -> None:
    assert reflow(text) == copy


@given(st.text())
def test_no_word_is_lost_or_made(text: str) -> None:
    assert reflow(text).split() == text.split()


@given(st.text(alphabet="<>/&;ptrdab \n'\"=!-", max_size=200))
def test_any_markup_becomes_text(markup: str) -> None:
    assert "\n\n\n" not in markup_copy(markup)


def test_headlines_repeated_at_the_start_go() -> None:
    assert (
        without_heads("Bell  Rings\n\nBy Anna\n\nIt rang.\n\nBell rings", "Bell rings", "By Anna", None)
        == "It rang.\n\nBell rings"
    )
    assert markup_line("A &amp; <i>b</i>\n c") == "A & b c"
    assert markup_line("  ") is None


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("reuters.com", "Reuters"),
        ("nprov:REUTERS", "Reuters"),
        ("www.itar-tass.com", "TASS"),
        ("KYODONEWS", "Kyodo"),
        ("Deutsche Presse-Agentur GmbH", "dpa"),
        ("Copyright 2019 The Associated Press. All rights reserved.", "AP"),
        ("© 2020 AFP", "AFP"),
        ("The Harbour Post", None),
        ("", None),
        (None, None),
    ],
)
def test_agencies_by_any_name(name: str | None, agency: str | None) -> None:
    assert agency_named(name) == agency


def test_who_is_credited() -> None:
    draft = Draft()
    credit(draft, "Harbour Wire", "provider")
    credit(draft, "Nobody", "creator", known=True)
    assert (draft.agency, draft.publisher) == (None, "Harbour Wire")
    credit(draft, "afp.com", "ProviderId", same=True)
    assert (draft.agency, draft.publisher, draft.evidence) == ("AFP", None, {"agency": "ProviderId"})
    draft = Draft(publisher="ANP/BELGA")
    settle(draft)
    assert (draft.agency, draft.publisher) == ("ANP", None)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By ANNA QUILL", "ANNA QUILL"),
        ("Von Heike Gloystein, dpa", "Heike Gloystein"),
        ("By Sam Lister, Press Association Political Correspondent", "Sam Lister"),
        ("By Meredith Jameson, Harbour Reporter", "Meredith Jameson, Harbour Reporter"),
        ("Reuters, JAN 02", None),
        ("By The Associated Press", None),
        ("", None),
    ],
)
def test_bylines(line: str, name: str | None) -> None:
    assert byline(line) == name


@pytest.mark.parametrize(
    ("name", "country", "tagged", "found"),
    [
        ("Oslo", None, False, [("Oslo", "NO")]),
        ("PARIS", "FRA", False, [("Paris", "FR")]),
        ("Calgary, AB, Canada", None, False, [("Calgary", "CA")]),
        ("Frankreich", None, True, [("Frankreich", "FR")]),
        ("Asia", None, True, [("Asia", None)]),
        (None, "DE", False, [(None, "DE")]),
        ("No-Data-Available", None, False, []),
        ("SAID TO BE DERAA", "SY", False, [("Deraa", "SY")]),
        ("20160116T125900+0000", None, False, []),
        ("", None, False, []),
    ],
)
def test_places(
    name: str | None, country: str | None, tagged: bool, found: list[tuple[str | None, str | None]]
) -> None:
    assert [(each.place, each.country) for each in place(name, country, tagged=tagged)] == found


def test_every_three_letter_code_has_one_of_two() -> None:
    assert len(ALPHA2) == len(set(ALPHA2.values())) == 249
    assert ALPHA2["USA"] == "US"
