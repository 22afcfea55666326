"""EPUB books: chapters in the order of the spine, what is no chapter, and what a book says of its stories."""

from __future__ import annotations

import pytest

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes
from morgue.feeds.office import epub
from morgue.model.article import Article
from tests.feeds.office.documents import book, zipped

ONE = "<h1>Pilot</h1><p>The pilot could not swim, and told nobody.</p>"
TWO = "<h1>Gulls</h1><p>There are ninety-two gulls on the harbour office.</p>"


def stories(data: bytes) -> list[Article]:
    return list(epub.read(feed_of_bytes(data, path="a.epub")))


def point(label: str, target: str, inner: str = "") -> str:
    return f'<navPoint><navLabel><text>{label}</text></navLabel><content src="{target}"/>{inner}</navPoint>'


def test_chapters_come_in_the_order_of_the_spine() -> None:
    assert [each.headline for each in stories(book({"b.xhtml": ONE, "a.xhtml": TWO}))] == ["Pilot", "Gulls"]


@pytest.mark.parametrize(
    ("metadata", "publisher", "day"),
    [
        ("<dc:title>The Courier [Sat, 01 Feb 2020]</dc:title>", "The Courier", "2020-02-01"),
        (
            "<dc:title>The Courier – 5 January 2024</dc:title><dc:publisher>Quay Media</dc:publisher>",
            "The Courier",
            "2024-01-05",
        ),
        (
            '<dc:title>x</dc:title><dc:date>2020-02-01T03:00:00+00:00</dc:date><meta name="calibre:publication_type" content="periodical:newspaper:The Courier"/>',
            "The Courier",
            "2020-02-01",
        ),
        (
            "<dc:title>Sea Tales</dc:title><dc:publisher>Quay Books</dc:publisher><dc:date>2001-01-01</dc:date>",
            "Quay Books",
            None,
        ),
        ("<dc:title>Sea Tales</dc:title><dc:publisher>calibre 3.4</dc:publisher>", "Sea Tales", None),
        ("", None, None),
    ],
)
def test_the_outlet_and_the_day_of_an_issue(metadata: str, publisher: str | None, day: str | None) -> None:
    (story,) = stories(book({"a.xhtml": ONE}, metadata=metadata))
    assert (story.publisher, story.day) == (publisher, day)


def test_headline_and_section_come_from_the_table_of_contents_where_a_chapter_has_none() -> None:
    contents = point("World", "w.xhtml", point("The pilot", "a.xhtml"))
    (story,) = stories(
        book({"a.xhtml": "<p>The pilot could not swim, and told nobody.</p>"}, contents=contents)
    )
    assert (story.headline, story.section) == ("The pilot", ("World",))


def test_a_document_into_which_the_contents_lead_several_times_is_cut() -> None:
    whole = f'<div id="p">{ONE}</div><a id="g"/>{TWO}'
    contents = point("Pilot", "a.xhtml#p") + point("Gulls", "a.xhtml#g")
    found = stories(book({"a.xhtml": whole}, contents=contents))
    assert [(each.headline, each.body) for each in found] == [
        ("Pilot", "The pilot could not swim, and told nobody."),
        ("Gulls", "There are ninety-two gulls on the harbour office."),
    ]


def test_the_navigation_document_of_a_third_edition() -> None:
    nav = '<nav epub:type="toc"><ol><li><span>World</span><ol><li><a href="a.xhtml">Pilot</a></li></ol></li></ol></nav>'
    made = book(
        {"a.xhtml": "<p>The pilot could not swim, and told nobody.</p>"},
        **{
            "O/nav.xhtml": f'<html xmlns:epub="http://www.idpf.org/2007/ops"><body>{nav}</body></html>',
            "O/p.opf": '<package><manifest><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
            '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="n"/><itemref idref="a"/></spine></package>',
        },
    )
    assert [(each.headline, each.section) for each in stories(made)] == [("Pilot", ("World",))]


@pytest.mark.parametrize(
    "other",
    [
        '<h1>Contents</h1><ul><li><a href="a.xhtml">Pilot</a></li><li><a href="b.xhtml">Gulls</a></li></ul>',
        '<section epub:type="titlepage"><h1>The Courier</h1><p>Quay Media, Hoek</p></section>',
        '<p><img src="cover.jpg"/></p>',
        "<h1>Part one</h1>",
    ],
)
def test_what_is_no_chapter(other: str) -> None:
    assert [each.headline for each in stories(book({"o.xhtml": other, "a.xhtml": ONE}))] == ["Pilot"]


def test_the_guide_names_what_is_no_chapter() -> None:
    made = book(
        {"c.xhtml": "<p>All rights reserved.</p>", "a.xhtml": ONE},
        guide='<reference type="copyright-page" href="c.xhtml"/>',
    )
    assert [each.headline for each in stories(made)] == ["Pilot"]


def test_text_as_it_is_read() -> None:
    body = (
        '<div class="calibre_navbar"><a href="x">Next</a></div><h1>Pi<br/>lot</h1><div>One &amp; <b>two</b><br/><br/>three&nbsp;four</div>'
        "<p>five<ruby>仮名<rt>かな</rt></ruby></p><script>no()</script><ul><li>six</li></ul>"
    )
    (story,) = stories(book({"a.xhtml": body}))
    assert (story.headline, (story.body or "").replace("\xa0", " ")) == (
        "Pi lot",
        "One & two\n\nthree four\n\nfive仮名\n\nsix",
    )


def test_a_chapter_that_is_missing_is_named_and_the_others_are_read() -> None:
    feed = feed_of_bytes(
        book(
            {"a.xhtml": ONE},
            **{
                "O/p.opf": '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
            },
        ),
        path="a",
    )
    assert [each.headline for each in epub.read(feed)] == ["Pilot"]
    assert ["O/b.xhtml" in each.message for each in feed.complaints] == [True]


def test_a_protected_book_says_so_and_one_whose_fonts_are_hidden_does_not_matter() -> None:
    def hidden(name: str) -> str:
        return f'<encryption><CipherReference URI="{name}"/></encryption>'

    with pytest.raises(FeedError, match="copy protection"):
        stories(book({"a.xhtml": ONE}, **{"META-INF/encryption.xml": hidden("O/a.xhtml")}))
    assert len(stories(book({"a.xhtml": ONE}, **{"META-INF/encryption.xml": hidden("O/a.otf")}))) == 1


def test_a_book_without_a_text_is_none_of_stories() -> None:
    with pytest.raises(NoArticle, match="without a text"):
        stories(book({"a.xhtml": "<p><img src='a.jpg'/></p>"}))


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({}, "has no META-INF/container.xml"),
        ({"META-INF/container.xml": "<container/>"}, "damaged"),
        (
            {"META-INF/container.xml": '<c><rootfile full-path="../../etc/passwd"/></c>'},
            "has no ../../etc/passwd",
        ),
    ],
)
def test_a_book_that_cannot_be_opened_says_why(parts: dict[str, str], reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        stories(zipped({"mimetype": "application/epub+zip", **parts}))
