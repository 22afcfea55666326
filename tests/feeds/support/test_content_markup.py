"""Content markup as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.feeds.support.content_markup import (
    copy_of,
    html_root,
    markup_copy,
    markup_line,
    reflow,
    without_heads,
)


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
