"""Exports of databases in the coats of office programs: OpenDocument (zip and one XML file), PDF, RTF; and UTF-16 pages."""

from __future__ import annotations

import base64
import io
import runpy
import zipfile
from collections.abc import Callable
from html import escape

import pytest

from morgue.feeds import feed_of_bytes, pick
from morgue.model.article import Article
from tests.conftest import ROOT

made_of = runpy.run_path(str(ROOT / "corpus" / "make.py"))["pdf_of"]
OFFICE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
FACTIVA = """Business
Ferry fares rise in March
By Iona Quill
320 words
9 January 2018
The Gull Times
GULL
First
4
English
(c) 2018 The Gull Times Ltd. All rights reserved.
KELMOUTH -- The ferry company raises its fares.
Passengers on the quay were not surprised.
Document GULL000020180109ee1900001"""
PROQUEST = """Report Information from ProQuest
Document 1 of 1
Breakwater is shut
Author: Ridge, Alan
Publication info: The Gull Post [Kelmouth] 12 Feb 2009: A.3.
Full text: The board shut the breakwater.
Pilots want a light.
Title: Breakwater is shut
Publication title: The Gull Post
Pages: A.3
Publication date: Feb 12, 2009
ProQuest document ID: 2100000001
Database: ProQuest Newsstand"""
UNI = """Breakwater is shut
The Kelmouth Herald
February 15, 2022 Tuesday
Copyright 2022 Kelmouth Newspapers Ltd
Section: NEWS; Pg. 4
Length: 71 words
Body
The board shut the breakwater.
Pilots want a light.
Classification
Subject: HARBORS (90%)
Subject: PILOTS (80%)
Load-Date: February 16, 2022
End of Document"""
CLASSIC = """1 of 1 DOCUMENTS
The Kelmouth Herald
February 15, 2011 Tuesday
First Edition
Breakwater is shut
BYLINE: Marten Hask
SECTION: NEWS; Pg. 4
LENGTH: 71 words
The board shut the breakwater.
Pilots want a light.
LOAD-DATE: February 16, 2011
LANGUAGE: ENGLISH"""
EXPORTS = {
    "factiva": (FACTIVA, "Ferry fares rise in March", "The Gull Times", "2018-01-09", "4"),
    "proquest": (PROQUEST, "Breakwater is shut", "The Gull Post", "2009-02-12", "A.3"),
    "nexis-uni": (UNI, "Breakwater is shut", "The Kelmouth Herald", "2022-02-15", "4"),
    "nexis": (CLASSIC, "Breakwater is shut", "The Kelmouth Herald", "2011-02-15", "4"),
}


def _content(text: str, name: str) -> bytes:
    lines = "".join(f"<text:p>{escape(each)}</text:p>" for each in text.split("\n"))
    mime = 'office:mimetype="application/vnd.oasis.opendocument.text"' if name == "document" else ""
    return f"<office:{name} {OFFICE} {mime}><office:body><office:text>{lines}</office:text></office:body></office:{name}>".encode()


def odt(text: str) -> bytes:
    """Return an OpenDocument text, a paragraph a line."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", _content(text, "document-content"))
    return out.getvalue()


def fodt(text: str) -> bytes:
    """Return an OpenDocument text as one XML file."""
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + _content(text, "document")


def pdf(text: str) -> bytes:
    """Return a PDF document of one page, with a gap between the lines as between paragraphs."""
    plain = text.replace("\xa0", " ")
    data: bytes = made_of(
        "page\n"
        + "".join(f"regular 10 40 {760 - 30 * at} {each}\n" for at, each in enumerate(plain.split("\n")))
    )
    return data


def rtf(text: str) -> bytes:
    """Return an RTF document, a paragraph a line."""
    return ("{\\rtf1\\ansi " + text.replace("\n", "\\par\n") + "\\par}").encode("ascii")


def stories(data: bytes, name: str) -> list[Article]:
    return list(pick(data[:65_536], name).read(feed_of_bytes(data, path=name)))


@pytest.mark.parametrize("coat", [odt, fodt, pdf, rtf])
@pytest.mark.parametrize("export", EXPORTS)
def test_an_export_in_the_coat_of_an_office_program(export: str, coat: Callable[[str], bytes]) -> None:
    text, headline, publisher, day, page = EXPORTS[export]
    (story,) = stories(coat(text), "a.bin")
    assert (story.headline, story.publisher, story.day) == (headline, publisher, day)
    assert story.edition is not None
    assert story.edition.page == page
    body = story.body or ""
    last = "not surprised." if export == "factiva" else "Pilots want a light."
    assert body.endswith(last)
    assert len(body.split("\n\n")) == 2


def test_the_edition_below_the_day_is_no_headline_where_nothing_is_centred() -> None:
    (story,) = stories(pdf(CLASSIC), "a.pdf")
    assert story.edition is not None
    assert (story.headline, story.edition.edition) == ("Breakwater is shut", "First Edition")


def test_a_text_whose_documents_each_have_a_subject_is_no_message() -> None:
    (story,) = stories(UNI.encode(), "a.txt")
    assert (story.headline, story.keywords) == ("Breakwater is shut", ("HARBORS", "PILOTS"))


def test_what_is_damaged_is_said_once() -> None:
    feed = feed_of_bytes(rtf(FACTIVA)[:-1], path="a.rtf")
    (story,) = pick(rtf(FACTIVA)[:-1], "a.rtf").read(feed)
    assert story.headline == "Ferry fares rise in March"
    assert [each.message for each in feed.complaints] == ["the RTF document is cut off: its end is missing"]


PAGE = (
    '<html><head><meta charset="UTF-8"><title>Factiva</title></head><body><div class="article enArticle">'
    "<div id=\"hd\"><span class='enHeadline'>Ferry fares rise</span></div><div>12 words</div><div>9 January 2018</div>"
    '<div>The Gull Times</div><div>GULL</div><div>English</div><p class="articleParagraph enarticleParagraph">Fares rise.</p>'
    "<p>Document GULL000020180109ee1900001</p></div></body></html>"
)
OLD_PAGE = (
    '<html><head><meta charset="UTF-8"></head><body><article><header><span class="DocPublicationName">Le Phare</span>'
    '<span class="DocHeader">mercredi 11 septembre 2024 134 mots, p. 11</span><div class="titreArticle">'
    '<p class="titreArticleVisu">La digue fermée</p></div></header><section><div class="DocText"><p>La digue est fermée.</p>'
    '</div></section><footer><div class="publiC-lblNodoc">news·20240911·PHA·001</div></footer></article></body></html>'
)


@pytest.mark.parametrize(
    ("page", "form", "headline"),
    [(PAGE, "factiva", "Ferry fares rise"), (OLD_PAGE, "europresse", "La digue fermée")],
)
def test_a_page_in_utf_16_whose_meta_element_says_utf_8(page: str, form: str, headline: str) -> None:
    data = page.encode("utf-16")
    assert pick(data, "a.html").name == form
    assert [each.headline for each in stories(data, "a.html")] == [headline]


def test_an_export_that_a_browser_saved_as_mhtml() -> None:
    head = (
        "From: <Saved by Blink>\r\nSubject: Factiva\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        '\ttype="text/html";\r\n\tboundary="cut"\r\n\r\n--cut\r\nContent-Type: text/html; charset=utf-8\r\n'
        "Content-Transfer-Encoding: base64\r\nContent-Location: https://press.example/\r\n\r\n"
    )
    data = head.encode() + base64.encodebytes(PAGE.encode()) + b"\r\n--cut--\r\n"
    (story,) = stories(data, "a.mht")
    assert (story.headline, story.publisher, story.body) == (
        "Ferry fares rise",
        "The Gull Times",
        "Fares rise.",
    )
    assert (story.source.format, story.source.length) == ("factiva", len(data))


def test_codes_that_stand_alone_among_codes_before_tabs() -> None:
    text = "HD\tFerry fares rise\nPD\t9 January 2018\nSN\tThe Gull Times\nLP\nFares rise.\nTD\nIn March.\nAN\tDocument GULL000020180109ee1900001"
    for data in (text.encode(), rtf(text.replace("\t", "\\tab "))):
        (story,) = stories(data, "a.bin")
        assert (story.headline, story.body) == ("Ferry fares rise", "Fares rise.\n\nIn March.")


@pytest.mark.parametrize("export", ["factiva", "proquest", "nexis-uni"])
def test_lines_that_end_in_carriage_returns_alone(export: str) -> None:
    text, headline, publisher, day, _ = EXPORTS[export]
    (story,) = stories(text.replace("\n", "\r").encode(), "a.txt")
    assert (story.headline, story.publisher, story.day) == (headline, publisher, day)
    assert len((story.body or "").split("\n\n")) == 2


@pytest.mark.parametrize(
    "foot",
    [
        "Page 1 of 4 © 2024 Factiva, Inc. All rights reserved.",
        "Seite 12 von 175 © 2019 Factiva, Inc. Alle Rechte vorbehalten.",
        "Page1of4 ©2026Factiva,Inc.Allrightsreserved.",
        "© 2024 Factiva, Inc. All rights reserved.",
    ],
)
def test_the_foot_of_a_page_is_no_copy(foot: str) -> None:
    (story,) = stories(FACTIVA.replace("Passengers", f"{foot}\n\fPassengers").encode(), "a.txt")
    assert (
        story.body
        == "KELMOUTH -- The ferry company raises its fares.\n\nPassengers on the quay were not surprised."
    )


ORDINARY = {
    "labels of lessons": "School adds Welsh\n\nKELMOUTH, March 3 (Gull) - Lessons begin in May.\n\nLANGUAGE: WELSH is on the door.\n\n"
    "LENGTH: 45 minutes is each lesson.\n\nThe school is full.",
    "the end of a printout": "Library keeps printouts\n\nKELMOUTH, March 3 (Gull) - They end with words that students knew.\n\n"
    "Load-Date: March 3, 1999\n\nEnd of Document\n\nThe museum will show them.",
    "dues of a harbour": "Shipping news\n\nKELMOUTH, March 3 (Gull) - The log has entries:\n\nHD  Harbour dues\nPD  Pilot dues\n"
    "SN  Sounding\n\nThe clerk reads them.",
    "a number of documents": "Archivist finds a printout\n\nKELMOUTH, March 3 (Gull) - It begins with a line.\n\n3 of 7 DOCUMENTS\n\n"
    "It stands alone.",
}


@pytest.mark.parametrize("kind", ORDINARY)
@pytest.mark.parametrize("coat", [str.encode, odt, rtf, pdf])
def test_a_story_that_has_words_of_databases_is_a_story(kind: str, coat: Callable[[str], bytes]) -> None:
    text = ORDINARY[kind]
    (story,) = stories(coat(text), "a.bin")
    assert story.headline == text.partition("\n")[0]
    assert story.source.format not in ("nexis", "factiva", "proquest", "apa")
    assert (story.body or "").endswith(text.rpartition("\n")[2])


PAGES = {
    "de": (
        "Länge",
        "71 Wörter",
        "Autor",
        "Hauptteil",
        "Sprache",
        "GERMAN; DEUTSCH",
        "Ende des Dokuments",
        "15. Februar 2022",
    ),
    "fr": (
        "Longueur",
        "71 mots",
        "Auteur",
        "Corps",
        "Langue",
        "FRENCH; FRANÇAIS",
        "Fin du document",
        "15 février 2022",
    ),
    "nl": (
        "Lengte",
        "71 woorden",
        "Auteur",
        "Tekst",
        "Taal",
        "DUTCH; NEDERLANDS",
        "Einde van document",
        "15 februari 2022",
    ),
    "es": (
        "Longitud",
        "71 palabras",
        "Autor",
        "Cuerpo",
        "Idioma",
        "SPANISH; ESPAÑOL",
        "Fin del documento",
        "15 febrero 2022",
    ),
    "it": (
        "Lunghezza",
        "71 parole",
        "Autore",
        "Corpo",
        "Lingua",
        "ITALIAN; ITALIANO",
        "Fine del documento",
        "15 febbraio 2022",
    ),
    "pt": (
        "Comprimento",
        "71 palavras",
        "Autor",
        "Corpo",
        "Língua",
        "PORTUGUESE; PORTUGUÊS",
        "Fim do documento",
        "15 fevereiro 2022",
    ),
}
"""Labels of Nexis Uni by the language of its pages."""


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("coat", [odt, fodt, str.encode])
def test_nexis_uni_in_the_languages_of_its_pages(language: str, coat: Callable[[str], bytes]) -> None:
    length, words, author, body, label, stated, end, day = PAGES[language]
    head = f"The Kelmouth Herald\n{day}\nCopyright 2022 Kelmouth Ltd\n{length}:\xa0{words}\n{author}:\xa0Ann Roe\n{body}\n"
    below = f"Tamsin Orrery, Kelmouth.\n{label}:\xa0{stated}\n{end}\n"
    text = "".join(f"Golfo {number}\n{head}Kelmouth {number}.\n{below}" for number in (1, 2))
    found = stories(coat(text.rstrip()), "a.bin")
    assert [(each.headline, each.publisher, each.byline, each.day) for each in found] == [
        (f"Golfo {number}", "The Kelmouth Herald", "Ann Roe", "2022-02-15") for number in (1, 2)
    ]
    assert [each.body for each in found] == [
        f"Kelmouth {number}.\n\nTamsin Orrery, Kelmouth." for number in (1, 2)
    ]


def test_the_heading_of_the_facts_below_a_text_is_no_copy() -> None:
    text = (
        f"{'_' * 80}\n\nBreakwater is shut\n\nProQuest document link\n\nFULL TEXT\n\nThe board shut it.\n\nDETAILS are scarce.\n\n"
        "DETAILS\n\nSubject: Harbors\n\nPublication title: The Gull Post\n\nPublication date: Feb 12, 2019\n\n"
        "ProQuest document ID: 2100000001\n\nDatabase: ProQuest Central\n"
    )
    (story,) = stories(text.encode(), "a.txt")
    assert story.body == "The board shut it.\n\nDETAILS are scarce."
