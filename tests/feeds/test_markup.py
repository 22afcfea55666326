"""HTML fragments become the text that a reader would see."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from morgue.feeds.markup import plain


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Ferry sails", "Ferry sails"),
        ("  one\n  line \n\n next  ", "one line\n\nnext"),
        ("<p>One <b>wor</b>d.</p><p>Two &amp; three.</p>", "One word.\n\nTwo & three."),
        ("one<br>two<br/><br />three", "one\ntwo\n\nthree"),
        ("<p>a\n\nb</p>", "a b"),
        ("<h2>Head</h2>para\n\npara <i>two</i>", "Head\n\npara\n\npara two"),
        ("<ul><li>one</li><li>two</li></ul>after", "one\ntwo\n\nafter"),
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n3"),
        ("a<script>if (1<2) x()</script>b<style>p{}</style>c<!-- <p>no</p> -->d", "abcd"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("&lt;p&gt;twice &amp;eacute;&lt;/p&gt;", "twice é"),
        ("AT&amp;amp;T", "AT&T"),
        ("3 &lt; 4 and 5 > 2", "3 < 4 and 5 > 2"),
        ("3 < 4", "3 < 4"),
        ("<a title=\"x > y\" href='z'>link</a>", "link"),
        ('<a title="x"y">odd</a>', "odd"),
        ("<html:p>one</html:p><html:p>two</html:p>", "one\n\ntwo"),
        ("<div><![CDATA[a < b]]></div>", "a < b"),
        ("&#150;&#x41;&nbsp;b", "–A b"),
        ("", ""),
    ],
)
def test_plain(markup: str, text: str) -> None:
    assert plain(markup) == text


@pytest.mark.parametrize(
    "junk",
    ["<", "<a ", "<!--", "<a \"'", "<script>", "<div>", "<![CDATA[", "<a'", '<a x"', "<p", "&", "\n \n"],
)
def test_junk_ends_soon(junk: str) -> None:
    assert len(plain(junk * 60_000)) <= len(junk) * 60_000 + 2


@given(st.text(alphabet="ab<>/&;\"'!-[]? \nscriptpbr", max_size=200))
def test_any_text(text: str) -> None:
    found = plain(text)
    assert found == found.strip()
    assert "\n\n\n" not in found


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "one", " two ", "\n", "\n\n", "&amp;", "&lt;p&gt;", "&#10;", "\xa0", "\x1e", "é"]
        )
    )
)
def test_paragraphs_without_other_tags(pieces: list[str]) -> None:
    """Markup with nothing but paragraphs is read by a shorter way, to the same text."""
    markup = "".join(pieces)
    assume("<p>" in markup)
    assert plain(markup) == plain(f"{markup}<!-- -->")
