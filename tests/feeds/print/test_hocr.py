"""hOCR of several programs: pages, paragraphs, words, headings, metadata."""

from __future__ import annotations

import pytest

from morgue.errors import NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.print import hocr
from tests.feeds.agencyfiles import stories, story


def document(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html lang='en'><head><meta name='ocr-system' content='x'/>{head}</head><body>{body}</body></html>".encode()


def line(*words: str, kind: str = "ocr_line") -> str:
    marked = " ".join(
        f"<span class='ocrx_word' title='bbox 1 2 3 4; x_wconf 80'>{word}</span>" for word in words
    )
    return f"<span class='{kind}'>{marked}</span>\n"


def test_tesseract_calls_the_line_of_a_heading_a_header() -> None:
    heading = (
        f"<div class='ocr_carea'><p class='ocr_par'>{line('FERRY', 'LOST', kind='ocr_header')}</p></div>"
    )
    text = f"<div class='ocr_carea'><p class='ocr_par'>{line('It', 'was', 'fo-')}{line('und.')}</p><p class='ocr_par'>{line('Late.')}</p></div>"
    data = document(f"<div class='ocr_page'>{heading}{text}</div>")
    assert pick(data, "x.html").name == "hocr"
    found = story(hocr, data)
    assert found.headline == "FERRY LOST"
    assert found.body == "It was found.\n\nLate."
    assert found.evidence["body"] == "ocr_page; OCR confidence 80 %"
    assert found.edition is None


def test_a_page_is_a_story_with_its_number() -> None:
    pages = "".join(
        f"<div class='ocr_page' title='image \"p{at}\"; ppageno {at}'>{line('Page', str(at))}</div>"
        for at in (0, 1)
    )
    assert [each.edition.page for each in stories(hocr, document(pages)) if each.edition] == ["1", "2"]
    logical = f"<div class='ocr_page' title='ppageno 7; lpageno 3'><span class='ocr_pageno'>— iii —</span>{line('Words.')}</div>"
    found = story(hocr, document(logical))
    assert found.edition is not None
    assert found.edition.page == "— iii —"
    assert found.body == "Words."


def test_lines_without_words_and_text_without_lines() -> None:
    data = document(
        "<div class='ocr_page'><h2>Loose</h2>stray <p><span class='ocr_line'>A line</span><br/><span class='ocr_line'>and another</span></p></div>"
    )
    found = story(hocr, data)
    assert found.headline == "Loose"
    assert found.body == "stray\n\nA line and another"


def test_kraken_states_confidence_by_character_and_blanks_as_words() -> None:
    words = "".join(
        f"<span class='ocrx_word' title='bbox 1 2 3 4, x_confs {confs}'>{word}</span>\n"
        for word, confs in (("The", "0.9 0.9 0.9"), (" ", "0.9"), ("quay", "0.7 0.7 0.7 0.7"))
    )
    found = story(hocr, document(f"<div class='ocr_page'><span class='ocr_line'>{words}</span><br/></div>"))
    assert found.body == "The quay"
    assert found.evidence["body"] == "ocr_page; OCR confidence 83 %"


def test_characters_in_words_are_put_together() -> None:
    word = (
        "<span class='ocrx_word'><span class='ocrx_cinfo'>a</span> <span class='ocrx_cinfo'>b</span></span>"
    )
    assert (
        story(hocr, document(f"<div class='ocr_page'><span class='ocr_line'>{word} {word}</span></div>")).body
        == "ab ab"
    )


def test_metadata_of_the_document() -> None:
    head = "<meta name='DC.title' content='The Tide Tables'/><meta name='dc.creator' content='Ann Lee'/><meta name='DC.publisher' content='Quay Press'/><meta name='DC.date' content='1871-03-14'/>"
    found = story(hocr, document(f"<div class='ocr_page'>{line('High', 'water.')}</div>", head))
    assert (found.headline, found.byline, found.publisher, found.day) == (
        "The Tide Tables",
        "Ann Lee",
        "Quay Press",
        "1871-03-14",
    )


def test_the_language_is_that_of_the_paragraphs() -> None:
    words = (
        "Der",
        "Hafen",
        "ist",
        "seit",
        "Montag",
        "wegen",
        "Nebel",
        "geschlossen,",
        "sagte",
        "der",
        "Lotse.",
    )
    assert (
        story(
            hocr, document(f"<div class='ocr_page'><p class='ocr_par' lang='deu'>{line(*words)}</p></div>")
        ).language
        == "de"
    )


def test_a_cut_page_is_read_and_named() -> None:
    data = document(f"<div class='ocr_page'>{line('One')}{line('two')}</div>")
    feed = feed_of_bytes(data[: data.rindex(b"two")], path="x")
    assert [each.body for each in hocr.read(feed)] == ["One"]
    assert "truncated" in feed.complaints[0].message


def test_pages_without_a_word() -> None:
    with pytest.raises(NoArticle, match="without a word"):
        stories(hocr, document("<div class='ocr_page' title='bbox 0 0 1 1'></div>"))


def test_a_page_about_hocr_is_none() -> None:
    assert (
        pick(b"<!DOCTYPE html><html><title>a</title><p>The class ocr_page is explained.", "a").name == "html"
    )
