"""DjVu XML and what the Internet Archive keeps beside it."""

from __future__ import annotations

import pytest

from morgue.errors import FeedError, NoArticle, PartOf
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.print import djvu
from tests.feeds.agencyfiles import stories, story
from tests.feeds.print.harvest import harvest


def document(*pages: str) -> bytes:
    objects = "".join(f"<OBJECT><HIDDENTEXT>{each}</HIDDENTEXT></OBJECT>" for each in pages)
    return f'<!DOCTYPE DjVuXML PUBLIC "-//W3C//DTD DjVuXML 1.1//EN" "pubtext/DjVuXML-s.dtd"><DjVuXML><BODY>{objects}</BODY></DjVuXML>'.encode()


def test_pages_lines_and_words() -> None:
    text = "<PARAGRAPH><LINE><WORD x-confidence='80'>The</WORD> <WORD x-confidence='90'>har-</WORD></LINE><LINE><WORD>bour.</WORD></LINE></PARAGRAPH>"
    data = document(text, "", text.replace("The", "That"))
    assert pick(data, "x").name == "djvu"
    found = stories(djvu, data)
    assert [(each.body, each.edition.page) for each in found if each.edition] == [
        ("The harbour.", "1"),
        ("That harbour.", "3"),
    ]
    assert found[0].evidence["body"] == "OBJECT; OCR confidence 85 %"


def test_words_without_lines_are_cut_by_their_places() -> None:
    words = '<WORD coords="10,30,60,10">The</WORD><WORD coords="70,30,120,10">har-</WORD><WORD coords="10,60,60,40">bour.</WORD>'
    assert story(djvu, document(words)).body == "The harbour."


def test_a_cut_document() -> None:
    data = document("<WORD>One</WORD>", "<WORD>two</WORD>")
    feed = feed_of_bytes(data[: data.index(b"two")], path="x")
    assert [each.body for each in djvu.read(feed)] == ["One"]
    assert "truncated" in feed.complaints[0].message
    with pytest.raises(FeedError, match="no page could be read"):
        stories(djvu, data[: data.index(b"One")])


@pytest.mark.parametrize("data", [document(), document("")])
def test_documents_without_a_word(data: bytes) -> None:
    with pytest.raises(NoArticle):
        stories(djvu, data)


@pytest.mark.parametrize(
    "data",
    [
        b"<?xml version='1.0'?><metadata><identifier>quay1888</identifier><mediatype>texts</mediatype><title>Quay</title><description>A long text of it.</description></metadata>",
        b'<files><file name="quay_djvu.txt" source="derivative"><format>DjVuTXT</format></file></files>',
        b"<book><bookData><bookId>quay</bookId></bookData><pageData><page leafNum='0'/></pageData></book>",
    ],
)
def test_bookkeeping_of_the_internet_archive_is_no_story(data: bytes) -> None:
    assert pick(data, "quay_meta.xml").name == "djvu"
    with pytest.raises(NoArticle, match="Internet Archive"):
        stories(djvu, data)


META = b"<metadata><identifier>quay1888</identifier><mediatype>texts</mediatype><title>The Quay Star, 1888</title><date>1888-05-02</date><creator>Lee, Ann</creator><language>eng</language></metadata>"


def test_what_is_said_of_an_item_beside_it() -> None:
    files = {"i/quay_djvu.xml": document("<WORD>Words</WORD>"), "i/quay_meta.xml": META}
    (found,) = djvu.read(harvest("i/quay_djvu.xml", **files))
    assert (found.publisher, found.day, found.byline, found.headline) == (
        "The Quay Star, 1888",
        "1888-05-02",
        "Lee, Ann",
        None,
    )


def test_the_text_alone() -> None:
    text = b"The mail was la-\nte.\n\nThe council meets.\n"
    assert pick(text, "quay_djvu.txt").name == "djvu"
    (found,) = djvu.read(harvest("i/quay_djvu.txt", **{"i/quay_djvu.txt": text, "i/quay_meta.xml": META}))
    assert (found.headline, found.body, found.day) == (
        "The Quay Star, 1888",
        "The mail was late.\n\nThe council meets.",
        "1888-05-02",
    )
    pages = list(djvu.read(harvest("quay_djvu.txt", **{"quay_djvu.txt": b"One\n\f\n\fThree\n\f"})))
    assert [(each.body, each.edition.page) for each in pages if each.edition] == [
        ("One", "1"),
        ("Three", "3"),
    ]


def test_the_text_beside_the_djvu_xml_is_a_part_of_it() -> None:
    files = {"quay_djvu.txt": b"Words", "quay_djvu.xml": document("<WORD>Words</WORD>")}
    with pytest.raises(PartOf, match="page by page"):
        list(djvu.read(harvest("quay_djvu.txt", **files)))


SHOWN = (
    '<!DOCTYPE html><html lang="en"><head><title>Full text of &quot;The Quay &amp; Tide, 1888&quot;</title>'
    '<script src="//archive.org/includes/x.js"></script></head><body><h1>Full text of "<a href="/details/quay">The Quay</a>"</h1>'
    "<h3>See other formats</h3><pre>THE QUAY &amp; TIDE.\n\nThe harbour stays shut until the fenders\ncome from abroad.\n</pre>"
    "<p>Footer</p></body></html>"
)


@pytest.mark.parametrize("end", [None, SHOWN.index("</pre>")])
def test_the_page_that_shows_a_text(end: int | None) -> None:
    data = SHOWN[:end].encode()
    assert pick(data, "quay.html").name == "djvu"
    found = story(djvu, data)
    assert (found.headline, found.publisher, found.day) == ("The Quay & Tide, 1888", None, None)
    assert found.body == "THE QUAY & TIDE.\n\nThe harbour stays shut until the fenders come from abroad."


def test_a_page_that_is_called_so_elsewhere_is_a_page() -> None:
    data = SHOWN.replace("archive.org", "quay.example").encode()
    assert pick(data, "quay.html").name == "html"
