"""Newspapers of the British Library and Gale: each root, what an article states, and what is damaged."""

from __future__ import annotations

import pytest

from morgue.errors import FeedError, NoArticle
from morgue.feeds import HEAD_BYTES, feed_of_bytes, pick
from morgue.feeds.print import gale
from morgue.model.article import Edition
from tests.feeds.agencyfiles import stories, story

ARTICLE = """<article type="{kind}"><id>QY-1880-0102-0003-001</id><ocr relevant="{relevant}">88.5</ocr>
<pi pgref="3">QY-0003</pi><pi pgref="4">QY-0004</pi>{more}<text><text.title><p><wd>SHIP</wd><wd>NEWS</wd></p></text.title>
<text.cr><p><wd>The</wd><wd>brig</wd><wd>Osprey</wd><wd>sai-</wd><wd>led.</wd></p></text.cr></text></article>"""


def article(kind: str = "article", relevant: str = "yes", more: str = "") -> str:
    return ARTICLE.format(kind=kind, relevant=relevant, more=more)


@pytest.mark.parametrize(
    "document",
    [
        "<!DOCTYPE issue SYSTEM 'x.dtd'><issue><pf>18800102</pf><newspaperId>QY</newspaperId>{}</issue>",
        "<GALENP><Newspaper><issue><metadatainfo><newspaperID>QY</newspaperID></metadatainfo><pf>18800102</pf><page>{}</page></issue></Newspaper></GALENP>",
        '<UKP xmlns="http://tempuri.org/ncbpissue"><Periodical><issue><da>January 2, 1880</da><pf>18800102</pf><page><pa>[3]</pa>{}</page></issue></Periodical></UKP>',
        "<issue><metadatainfo><newspaperID>QY</newspaperID><da><composed>January 2, 1880</composed><searchableDateStart>18800102</searchableDateStart></da></metadatainfo><page>{}</page></issue>",
        "<issue><id>QY</id><da>January 2, 1880</da><pf>18800102</pf><ip>1</ip>{}</issue>",
    ],
)
def test_every_root(document: str) -> None:
    data = document.format(article()).encode()
    assert pick(data[:HEAD_BYTES], "x").name == "gale"
    found = story(gale, data)
    assert found.headline == "SHIP NEWS"
    assert found.body == "The brig Osprey sailed."
    assert found.day == found.published == "1880-01-02"
    assert found.edition == Edition("1880-01-02", "3", None, None)
    assert found.evidence["body"] == "text.cr; OCR confidence 88 %"
    assert found.type == "story"


def in_issue(inner: str, head: str = "") -> bytes:
    return f"<issue><pf>18800102</pf><newspaperId>QY</newspaperId>{head}{inner}</issue>".encode()


def test_title_category_and_author() -> None:
    more = "<ti>The Loss of the Osprey.</ti><ta>Six Drowned.</ta><ct>Letters to the Editor</ct><au><composed>Ann Lee</composed></au>"
    found = story(gale, in_issue(article(more=more), "<volNum>9</volNum><is>77</is><title>The Quay</title>"))
    assert found.headline == "The Loss of the Osprey."
    assert found.other_headlines == ("Six Drowned.", "SHIP NEWS")
    assert found.section == ("Letters to the Editor",)
    assert found.byline == "Ann Lee"
    assert found.publisher == "The Quay"
    assert found.edition == Edition("1880-01-02", "3", "77", "9")


@pytest.mark.parametrize(
    ("kind", "more", "type"),
    [
        ("advertisement", "", "advertisement"),
        ("article", "<ct>Classified ads</ct>", "advertisement"),
        ("article", "<ct>Advertisements &amp; Notices</ct>", "advertisement"),
        ("article", "<ct>Picture Essay</ct>", "picture"),
        ("article", "<ct>News</ct>", "story"),
    ],
)
def test_kinds(kind: str, more: str, type: str) -> None:  # noqa: A002  the field's name
    assert story(gale, in_issue(article(kind, more=more))).type == type


def test_a_share_that_is_not_relevant_is_no_confidence() -> None:
    assert story(gale, in_issue(article(relevant="no"))).evidence.get("body", "text.cr") == "text.cr"


def test_lines_begin_where_the_places_of_words_show_it() -> None:
    text = '<article><id>1</id><text><text.cr><p><wd pos="10,10,40,20">well-</wd><wd pos="50,10,90,20">known</wd><wd pos="100,10,130,20">har-</wd><wd pos="10,30,40,40">bour</wd></p></text.cr></text></article>'
    assert story(gale, in_issue(text)).body == "well- known harbour"


def test_an_article_of_the_first_deliveries() -> None:
    data = b"""<?xml version="1.0"?><!DOCTYPE BL_newspaper SYSTEM "BL_newspaper.dtd">
<BL_newspaper xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/elements/1.1/"><BL_article>
<title_metadata><title>Quay Patriot and Coast Free Press</title><normalisedTitle>Quay Patriot</normalisedTitle></title_metadata>
<issue_metadata><volumeNumber></volumeNumber><issueNumber>215</issueNumber><printedDate>TUESDAY</printedDate><normalisedDate>1839.04.02</normalisedDate></issue_metadata>
<article_metadata><dc_metadata><dc:Title>Advertisements &amp; Notices</dc:Title><dcterms:issued>1839.04.02</dcterms:issued><dc:Type>Image</dc:Type><dc:Type>Newspaper article</dc:Type>
<dc:Type>Advertisements &amp; Notices</dc:Type><dc:Identifier>W_1839_04_02-0001-001.xml</dc:Identifier><dc:Language>eng</dc:Language><dc:Rights>Copyright A Library</dc:Rights></dc_metadata>
<additional_metadata><authorName>Ann Lee</authorName></additional_metadata></article_metadata>
<image_metadata><pageImage><pageSequence>0001</pageSequence></pageImage><articleImage><articleText>
<articleWord coord="15,26,112,69">This</articleWord><articleWord coord="120,26,208,69">paper</articleWord><articleWord coord="210,26,276,67">circu-</articleWord><articleWord coord="15,80,112,110">lates.</articleWord>
</articleText></articleImage></image_metadata></BL_article></BL_newspaper>"""
    assert pick(data, "x").name == "gale"
    found = story(gale, data)
    assert found.type == "advertisement"
    assert found.headline == "Advertisements & Notices"
    assert found.publisher == "Quay Patriot and Coast Free Press"
    assert found.body == "This paper circulates."
    assert found.byline == "Ann Lee"
    assert found.boilerplate == "Copyright A Library"
    assert found.edition == Edition("1839-04-02", "1", "215", None)


def test_a_page_of_the_first_deliveries_repeats_the_words_of_its_articles() -> None:
    data = b'<BL_newspaper><BL_page><pageText><pageWord coord="1,2,3,4">This</pageWord></pageText></BL_page></BL_newspaper>'
    with pytest.raises(NoArticle, match="files of their own"):
        stories(gale, data)


def test_a_long_page_of_the_first_deliveries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gale, "_LARGE", 10)
    data = b'<BL_newspaper><BL_page><pageText><pageWord coord="1,2,3,4">This</pageWord></pageText></BL_page></BL_newspaper>'
    with pytest.raises(NoArticle, match="files of their own"):
        stories(gale, data)


def test_two_articles_under_one_number_are_two() -> None:
    """Notices under one heading, of one day, which a mistake has numbered alike."""
    other = article().replace("Osprey", "Marigold")
    assert len({each.id for each in stories(gale, in_issue(article() + other))}) == 2
    assert len({each.id for each in stories(gale, in_issue(article() + article()))}) == 1


def test_one_number_is_one_story() -> None:
    first, second = (story(gale, in_issue(article(more=more))) for more in ("", "<ct>News</ct>"))
    assert first.id == second.id


def test_a_cut_issue_keeps_what_is_before_the_cut() -> None:
    data = in_issue(article() + article().replace("001</id>", "002</id>"))
    assert stories(gale, data[: data.rindex(b"<text.cr>") + 40])[0].body == "The brig Osprey sailed."


def test_an_issue_without_an_article() -> None:
    with pytest.raises(NoArticle, match="without an article"):
        stories(gale, in_issue(""))
    with pytest.raises(NoArticle, match="no words"):
        stories(gale, in_issue("<article><id>1</id><text/></article>"))


def test_another_issue_is_not_of_this_form() -> None:
    data = b"<?xml version='1.0'?><issue><title>Ferry sails</title><text>It left at noon.</text></issue>"
    assert gale.sniff(data, "x") == 0


def test_a_large_issue_is_read_an_article_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    data = in_issue(article() + article().replace("001</id>", "002</id>"), "<volNum>9</volNum>")
    whole = stories(gale, data)
    monkeypatch.setattr(gale, "_LARGE", 10)
    parts = stories(gale, data)
    assert [(each.id, each.body, each.edition) for each in parts] == [
        (each.id, each.body, each.edition) for each in whole
    ]
    with pytest.raises(NoArticle, match="without an article"):
        stories(gale, in_issue(""))
    feed = feed_of_bytes(data[: data.rindex(b"<text>")], path="x")
    assert len(list(gale.read(feed))) == 1
    assert "truncated" in feed.complaints[0].message
    with pytest.raises(FeedError, match="no article could be read"):
        stories(gale, b"<issue><pf>18800102</pf><article><id>1</id><text>")
