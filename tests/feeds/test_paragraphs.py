"""paragraphs: the article's own prose, and nothing where the page does not mark it."""

from __future__ import annotations

import pytest
from lxml import html

from morgue.feeds.paragraphs import broken_paragraphs, loose_paragraphs, marked_paragraphs

PROSE = [
    f"On day {n} the ferry left the harbour at nine, and the fog closed in behind it without a sound."
    for n in range(12)
]
ARTICLE = "".join(f"<p>{each}</p>" for each in PROSE)


def tree(body: str):
    return html.document_fromstring(f"<html><body>{body}</body></html>")


@pytest.mark.parametrize(
    "extra",
    [
        "<aside><p>" + "Something else to read about, with many words in it. " * 4 + "</p></aside>",
        '<div class="related-stories"><p>' + "Another story with many words in it. " * 4 + "</p></div>",
        '<p><a href="/x">Read more: ferries of the north in many words here</a></p>',
        '<ul><li><a href="/x">A link to a story</a></li></ul>',
        "<figure><figcaption>The ferry in the fog</figcaption></figure>",
        "<h2>Related</h2>",
        "<h3>Read more</h3>",
        "<script>var p = '<p>x</p>'</script>",
    ],
)
def test_what_is_beside_the_article_is_left_out(extra):
    half = len(ARTICLE) // 3
    at = ARTICLE.index("</p>", half) + 4
    assert (
        marked_paragraphs(tree(f"<div><div id=story>{ARTICLE[:at]}{extra}{ARTICLE[at:]}</div></div>"))
        == PROSE
    )


def test_headings_and_lists_of_the_article_are_kept():
    found = marked_paragraphs(
        tree(f"<div>{ARTICLE}<h2>What comes next</h2><ul><li>A boat sails.</li></ul><p>{PROSE[0]}</p></div>")
    )
    assert found[-3:] == ["What comes next", "A boat sails.", PROSE[0]]


def test_other_stories_under_the_article_are_cut_off():
    assert marked_paragraphs(tree(f"<div>{ARTICLE}<h2>More Ferry News</h2>{ARTICLE[:500]}</div>")) == PROSE


def test_links_in_order_and_line_breaks():
    body = f"<p>The <a href=x><span>old</span> policy</a> of the<br>harbour.</p>{ARTICLE}"
    assert marked_paragraphs(tree(f"<div>{body}</div>"))[0] == "The old policy of the harbour."


@pytest.mark.parametrize(
    "body",
    [
        "<p>Short page.</p>",
        "<div>" + "<br><br>".join(PROSE) + "</div>",
        "<div>" + "<br>".join(PROSE * 3) + ARTICLE + "</div>",
        "",
    ],
)
def test_pages_that_do_not_mark_their_paragraphs(body):
    assert marked_paragraphs(tree(body)) == []


def test_loose_paragraphs():
    assert loose_paragraphs(tree(f"<div>{ARTICLE}<p>x</p></div><nav>{ARTICLE}</nav>")) == PROSE


CELL = "<table><tr><td><a href=x>News</a><br><a href=y>Sport</a></td><td>{}</td></tr></table>"


def test_paragraphs_between_line_breaks():
    body = CELL.format(
        f"<b>Ferry lost</b><br>By Ann Lee<br><br>{'<br><br>'.join(PROSE)}<hr><a href=z>Home</a>"
    )
    assert broken_paragraphs(tree(body)) == ["Ferry lost\nBy Ann Lee", *PROSE]


def test_one_line_break_parts_no_paragraphs():
    body = CELL.format("<br><br>".join(each.replace("at nine", "at<br>nine") for each in PROSE))
    assert broken_paragraphs(tree(body)) == PROSE


def test_tables_beside_the_prose_are_left_out():
    aside = "<table><tr><td>Photo by Bo Ek</td></tr></table><script>var x = 'y'</script>"
    body = CELL.format(f"{PROSE[0]}<br><br>{aside}{'<br><br>'.join(PROSE[1:])}")
    assert broken_paragraphs(tree(body)) == PROSE


def test_a_page_of_nothing_but_preformatted_text():
    text = "\n\n".join(each.replace(", and", ",\nand") for each in PROSE)
    assert broken_paragraphs(tree(f"<pre>{text}</pre>")) == PROSE


@pytest.mark.parametrize(
    "body",
    [
        "<div>" + "<br><br>".join(PROSE) + "</div>",
        CELL.format("<br><br>".join(PROSE[:4])),
        CELL.format("<br><br>".join(f"<a href=x>{each}</a>" for each in PROSE)),
        f"<div>{ARTICLE}</div><table>" + "".join(f"<tr><td>{each}</td></tr>" for each in PROSE) + "</table>",
        "",
    ],
    ids=["a layout of its own", "short", "links", "not in one cell", "empty"],
)
def test_pages_that_part_nothing_by_line_breaks(body):
    assert broken_paragraphs(tree(body)) == []
