"""HTML fragments become the text that a reader would see."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from morgue.feeds.support.markup import as_markup, is_markup, line, plain


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
        ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>", "1 | 2\n3 | 4"),
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


@pytest.mark.parametrize(
    "title",
    [
        "What <script> does to a page & why",
        "How <style>, <iframe> and <object> age",
        "Map<K, V> beats List<T>",
        "</harbour>",
        "Write to <news@harbour.example> for tickets",
        "The <title> of a page",
        "Use of <b> and <i> today",
        "When to use <br> in verse",
        "<div> or <p>?",
        "if (a<b && c>d) sail()",
        "<script>alert(1)</script> in a headline",
        "a < b > c, I <3 NY",
        "x <!-- y --> z",
        "R&copyD",
    ],
)
def test_a_title_keeps_the_words_that_look_like_tags(title: str) -> None:
    """What is no closed element that formats words is text, whether the feed calls the title HTML or not."""
    assert line(title) == title


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("The <b>bold</b> harbour", "The bold harbour"),
        ("H<sub>2</sub>O in the dock", "H2O in the dock"),
        ("<a href='/x'>Ferry sails</a> again", "Ferry sails again"),
        ("<p>Ferry sails</p>", "Ferry sails"),
        ("<h1 class='x'>Storm</h1>", "Storm"),
        ("Storm<br/>over the quay", "Storm over the quay"),
        ("Storm<br>over", "Storm over"),
        ("<img src='a.png'> Storm", "Storm"),
        ("Tom &amp; Ann&#8217;s caf&eacute;", "Tom & Ann’s café"),
        ("The &amp;amp; sign", "The &amp; sign"),
        ("if a&lt;b &amp;&amp; c&gt;d then sail", "if a<b && c>d then sail"),
        ("<![CDATA[Storm &amp; sea]]>", "Storm &amp; sea"),
    ],
)
def test_markup_in_a_title_is_read_once(title: str, text: str) -> None:
    assert line(title) == text


def test_a_declared_title_may_leave_what_formats_words_open() -> None:
    assert line("Two <b>bold words", declared=True) == "Two bold words"
    assert line("Two <b>bold words") == "Two <b>bold words"
    assert line("The <script> tag", declared=True) == "The <script> tag"


@given(st.text("ab <>/&;\"'=script", max_size=60))
def test_no_word_of_a_title_is_lost(title: str) -> None:
    """All letters outside of what looks like a tag or a reference stay, in their order."""
    kept = iter(line(title))
    outside = re.sub(r"<[^<>]*>?|&[^;]*;?", "", title)
    assert all(each in kept for each in outside if not each.isspace() and each not in "<>")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Quay Oil <QYO> rose.</p>", "Quay Oil <QYO> rose."),
        ("<p>Use <code>&lt;b&gt;</code> for bold.</p>", "Use <b> for bold."),
        ("&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;", "One\n\nTwo"),
        ("<ferry>word</ferry> and <st1:City>Rome</st1:City>", "word and Rome"),
        ("<p>one <iframe src='x'> two</p>", "one two"),
        ("<p>one <svg>drawn</svg> two</p>", "one two"),
    ],
)
def test_what_looks_like_a_tag_in_a_text_is_kept(markup: str, text: str) -> None:
    assert plain(markup) == text
    assert is_markup(markup)


@pytest.mark.parametrize(
    "text", ["Quay Oil <QYO> rose", "a <b and c", "R&D", "<night@pier.example>", "<A> fell", "x < y"]
)
def test_plain_text_is_no_markup(text: str) -> None:
    assert not is_markup(text)
    assert (
        plain(as_markup(text).replace("&", "&amp;").replace("&amp;lt;", "&lt;").replace("&amp;gt;", "&gt;"))
        == text
    )
