"""Factiva in each of its displays: with codes and in a fixed order, in pages, lines, RTF and XML."""

from __future__ import annotations

import pytest

from morgue.errors import NoArticle
from morgue.feeds import pick
from morgue.feeds.press import factiva
from morgue.io.feed import Feed, feed_of_bytes
from morgue.model.article import Article, Lineage

FIELDS = (
    ("SE", "Harbour"),
    ("HD", "Crane falls into dock, nobody hurt"),
    ("BY", "By Ann Moor"),
    ("WC", "1,059 words"),
    ("PD", "19 March 2017"),
    ("ET", "21:13"),
    ("SN", "Harbour Post"),
    ("SC", "HARPO"),
    ("ED", "Late"),
    ("PG", "B4"),
    ("VOL", "Vol. 12"),
    ("LA", "English"),
    ("CY", "(c) 2017 Harbour Post Ltd"),
    ("LP", "A crane fell into the dock on Sunday."),
    ("TD", "Its driver had gone for tea."),
    ("NS", "gcat : Political/General News | gdis : Accidents"),
    ("RE", "uk : United Kingdom | eurz : Europe"),
    ("IPC", "SERVICE:PSC | LANG:en"),
    ("PUB", "Harbour Post Ltd"),
    ("AN", "Document HARPO00020170319ed3j00q06"),
)
COATS = {
    "tab": "".join(f" {code}\t{value}\n" + "\n" * (code in ("CY", "LP")) for code, value in FIELDS),
    "two blanks": "".join(f"{code}  {value}\n" for code, value in FIELDS),
    "own line and blanks": "".join(f"{code} \n{value}\n\n" for code, value in FIELDS),
    "own line": "".join(f"{code}\n{value}\n" for code, value in FIELDS),
    "cells": "{\\rtf1\\ansi Factiva, Inc.\\par\n"
    + "".join(
        f"\\trowd\\cellx900\\cellx9000\n\\intbl {code}\\cell {value}\\cell\\row\n" for code, value in FIELDS
    )
    + "}",
    "tabs of RTF": "{\\rtf1\\ansi Factiva, Inc.\\par\n"
    + "".join(f"\\pard {code}\\tab {value}\\par\n" for code, value in FIELDS)
    + "}",
    "order": "\n".join(value for code, value in FIELDS if code not in ("NS", "RE", "IPC")),
    "page": '<html><head><title>Factiva</title></head><body><div class="article enArticle"><table>'
    + "".join(
        f'<tr><td class="index"><b>{code}</b>&nbsp;</td><td><p class="articleParagraph">{value}</p></td></tr>\n'
        for code, value in FIELDS
    )
    + "</table></div></body></html>",
}


def read(data: str | bytes, name: str = "export.txt") -> tuple[list[Article], Feed]:
    """The stories that the table of formats finds in a file, which it must take for one of Factiva."""
    held = data.encode() if isinstance(data, str) else data
    chosen = pick(held[:65_536], name)
    feed = feed_of_bytes(held, path=name, format=chosen.name)
    found = [*chosen.read(feed)]
    assert {each.source.format for each in found} == {"factiva"}
    return found, feed


@pytest.mark.parametrize("coat", COATS)
def test_a_document_is_the_same_in_every_coat(coat: str) -> None:
    [story], feed = read(COATS[coat])
    assert story.headline == "Crane falls into dock, nobody hurt"
    assert story.byline == "Ann Moor"
    assert story.publisher == "Harbour Post"
    assert (story.day, story.published) == ("2017-03-19", "2017-03-19T21:13:00")
    assert story.section == ("Harbour",)
    assert story.edition is not None
    assert (story.edition.day, story.edition.page) == ("2017-03-19", "B4")
    assert (story.edition.edition, story.edition.volume) == ("Late", "Vol. 12")
    assert story.body == "A crane fell into the dock on Sunday.\n\nIts driver had gone for tea."
    assert story.language == "en"
    assert "(c) 2017 Harbour Post Ltd" in (story.boilerplate or "")
    assert not feed.complaints
    if coat != "order":
        assert story.keywords == ("Political/General News", "Accidents", "Europe")
        assert [each.country for each in story.locations or ()] == ["GB"]


def test_the_accession_number_is_the_identity() -> None:
    one = {read(COATS[coat])[0][0].id for coat in COATS}
    assert len(one) == 1


@pytest.mark.parametrize(
    ("words", "day", "language", "end", "number"),
    [
        ("664 Wörter", "18 April 1998", "Deutsch", "Dokument", "de"),
        ("1.259 palabras", "18 abril 1998", "Inglés", "Documento", "en"),
        ("354 字", "1998 年 4 月 18 日", "德文", "文件", "de"),
        ("354 語", "1998 年 4 月 18 日", "ドイツ語", "文書", "de"),
        ("1 259 mots", "18 avril 1998", "Anglais", "Document", "en"),
        ("97 parole", "18 aprile 1998", "Francese", "Documento", "fr"),
        ("97 слов", "18 апреля 1998", "Французский", "Документ", "fr"),
        ("97 palavras", "18 abril 1998", "Português", "Documento", "pt"),
    ],
)
def test_the_interface_may_be_in_any_language(
    words: str, day: str, language: str, end: str, number: str
) -> None:
    lines = ["Kran", words, day, "Hafenbote", "HAFBO", "12", language, "(c) 1998 Hafenbote", "Ein Kran fiel."]
    [story], _ = read("\n".join([*lines, f"{end} HAFBO00019980418du4i003v3"]))
    assert (story.headline, story.publisher, story.day) == ("Kran", "Hafenbote", "1998-04-18")
    assert story.edition is not None
    assert story.edition.page == "12"
    assert story.body == "Ein Kran fiel."


@pytest.mark.parametrize(
    ("printed", "edition", "page", "volume"),
    [
        (["52", "2"], "52", "2", None),
        (["Late", "A1"], "Late", "A1", None),
        (["7", "Vol. 3; No. 4"], None, "7", "Vol. 3; No. 4"),
        (["Volume 12"], None, None, "Volume 12"),
        (["1; National", "4,5"], "1; National", "4,5", None),
        (["First", "B 12", "Vol. 3"], "First", "B 12", "Vol. 3"),
    ],
)
def test_edition_page_and_volume_without_codes(
    printed: list[str], edition: str | None, page: str | None, volume: str | None
) -> None:
    lines = [
        "Crane",
        "12 words",
        "3 May 2011",
        "Harbour Post",
        "HARPO",
        *printed,
        "English",
        "(c) 2011 Post",
        "It fell.",
    ]
    [story], _ = read("\n".join([*lines, "Document HARPO00020110503e753q06zz"]))
    assert story.edition is not None
    assert (story.edition.edition, story.edition.page, story.edition.volume) == (edition, page, volume)


def test_documents_follow_each_other() -> None:
    second = COATS["tab"].replace("Crane falls", "Crane raised").replace("00q06", "00q07")
    found, _ = read(COATS["tab"] + "\u2003\n\n\n" + second)
    assert [each.headline for each in found] == [
        "Crane falls into dock, nobody hurt",
        "Crane raised into dock, nobody hurt",
    ]
    data = (COATS["tab"] + "\u2003\n\n\n" + second).encode()
    at = found[1].source.offset
    assert data[at : at + found[1].source.length].strip().endswith(b"00q07")


def test_a_code_in_the_text_begins_no_field() -> None:
    text = COATS["own line"].replace("Its driver", "RE\nHD\nIts driver")
    [story], _ = read(text)
    assert story.headline == "Crane falls into dock, nobody hurt"
    assert "Its driver had gone for tea." in (story.body or "") + "".join(story.keywords or ())


def test_a_text_in_another_encoding_is_read() -> None:
    [story], _ = read(COATS["tab"].replace("Crane", "Grúa").encode("cp1252"))
    assert story.headline == "Grúa falls into dock, nobody hurt"


def test_a_cut_download_keeps_what_it_has_and_says_so() -> None:
    data = COATS["tab"] + "\n\n" + COATS["tab"].partition("Its driver")[0]
    found, feed = read(data)
    assert len(found) == 2
    assert [each.is_cut for each in (story.reading for story in found)] == [False, True]
    assert "cut off" in feed.complaints[0].message


ORDERED = """<html><head><title>Dow Jones Factiva</title></head><body><div id="contentLeft"><span></span>
<div id="article-HARPO00020170319ed3j00q06" class="article" ><div class="article enArticle"><p>
<div>Harbour</div><div id="hd" ><span class='enHeadline'><b>Crane</b> falls</span>
</div><div class="author">Ann Moor </div><div>Reuters</div><div>184 words</div><div>11 November 2017</div><div>08:33</div>
<div>Harbour Post</div><div>HARPO</div><div>1; National</div><div>4,5</div><div>English</div><div>(c) 2017 Harbour Post </div>
</p><p class="articleParagraph enarticleParagraph">It <b>fell</b>.</p>
<pre class="articleParagraph enarticleParagraph">A table
of cranes</pre>
<p>Harbour Post Limited</p><p>Document HARPO00020170319ed3j00q06</p></div></div><br/>
%s</div></body></html>"""


def test_a_page_in_a_fixed_order() -> None:
    [story], _ = read(ORDERED % "")
    assert (story.headline, story.byline, story.agency) == ("Crane falls", "Ann Moor", "Reuters")
    assert (story.published, story.section) == ("2017-11-11T08:33:00", ("Harbour",))
    assert story.edition is not None
    assert (story.edition.page, story.edition.edition) == ("4,5", "1; National")
    assert (story.body or "").startswith("It fell.\n\nA table")
    assert story.boilerplate == "(c) 2017 Harbour Post\n\nHarbour Post Limited"


def test_an_older_page_has_its_headline_in_bold_and_no_frame() -> None:
    page = (ORDERED % "").replace('<div id="article-HARPO00020170319ed3j00q06" class="article" >', "", 1)
    page = page.replace("<span class='enHeadline'>", "<b class='deHeadline'>").replace(
        "</span>\n</div>", "</b>\n</div>"
    )
    [story], _ = read(page)
    assert story.headline == "Crane falls"


def test_duplicates_that_are_listed_by_headline_are_counted() -> None:
    carried = """<div id="carryOver"><table class="headlines"><tr class="headline" data-accno="BC03422020180918ee9i00002"><td>
    <b class="printheadline enHeadline"> Crane</b><div class="leadFields"><a>Post</a>, 2018</div></td></tr></table></div>"""
    found, feed = read(ORDERED % carried)
    assert len(found) == 1
    assert "1 document" in feed.complaints[0].message


def test_a_page_of_headlines_holds_no_story() -> None:
    page = b"<html><head><title>Factiva</title></head><body><table><tr><td>1. Crane falls</td></tr></table></body></html>"
    feed = feed_of_bytes(page, path="x.html", format="factiva")
    assert factiva.sniff(page, "x.html") == 98
    with pytest.raises(NoArticle, match="headlines"):
        list(factiva.read(feed))


def test_an_answer_without_an_article_says_so() -> None:
    data = b'<PPSResponse><ppsarticleResultSet count="0"/></PPSResponse>'
    with pytest.raises(NoArticle, match="no article"):
        list(factiva.read(feed_of_bytes(data, path="x.xml", format="factiva")))


def test_a_story_that_mentions_a_number_is_no_export() -> None:
    text = b"Crane falls\n\nBy Ann Moor\n\nThe report is on file.\nDocument HARPO00020170319ed3j00q06\n"
    assert factiva.sniff(text, "x.txt") == 0
    assert pick(text, "x.txt").name == "text"


def test_the_contents_above_the_first_document_are_not_its_section() -> None:
    lines = ["Crane falls", "Crane raised", *COATS["order"].split("\n")]
    paragraphs = "".join(
        f"\\pard {{\\b {each}}}\\par\n" if each.startswith("Crane falls into") else f"\\pard {each}\\par\n"
        for each in lines
    )
    [story], _ = read("{\\rtf1\\ansi Factiva, Inc.\\par\n" + paragraphs + "}", "x.rtf")
    assert story.headline == "Crane falls into dock, nobody hurt"
    assert story.section == ()


def test_a_page_that_is_made_to_be_shared_is_no_export() -> None:
    page = b"<html><head><title>Factiva</title><meta property='og:title' content='x'></head><body>x</body></html>"
    assert factiva.sniff(page, "a.html") == 0
    assert factiva.sniff(page.replace(b"og:title", b"title"), "a.html") == 98


def test_a_correction_of_the_outlet_is_stated() -> None:
    [story], _ = read(COATS["tab"].replace(" NS\t", " CX\tThe crane fell on Saturday, not on Sunday.\n NS\t"))
    assert story.lineage == Lineage("correction")
    assert story.evidence["lineage"] == "CX"
    assert "fell on Saturday" in (story.boilerplate or "")
