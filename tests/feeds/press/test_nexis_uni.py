"""Documents of Nexis Uni among paragraphs, whatever coat these have; all of it is invented."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from morgue.errors import NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.office.paragraph import Paragraph
from morgue.feeds.press import nexis
from morgue.feeds.press.nexis_facts import Document
from morgue.feeds.press.nexis_uni import documents_stated, is_of_uni, pieces, read_document
from morgue.io.containers import head_of, open_feeds
from morgue.io.feed import HEAD_BYTES
from morgue.model.article import Article
from tests.conftest import ROOT

HEAD = ["Ferry sails", "The Harbour Times(Oland)", "May 4, 2019 Saturday 9:20 AM GMT"]
RIGHTS = "\nCopyright 2019 Harbour Press All Rights Reserved"
LABELS = ["Section:\xa0NEWS; Pg. 6", "Length:\xa0357 words", "Byline:\xa0Ann Roe"]
COPY = ["The ferry to Oland sails again.", "Nobody was hurt."]
BELOW = ["Classification", "Language:\xa0ENGLISH", "\nLoad-Date:\xa0May 5, 2019"]
END = "\nEnd of Document"
DOCUMENT = [*HEAD, RIGHTS, *LABELS, "Body", *COPY, *BELOW, END]


def paragraphs(lines: list[str], *, headings: bool = True) -> list[Paragraph]:
    """Paragraphs with the empty ones that such documents have; each document begins with a heading or none does."""
    found: list[Paragraph] = []
    begins = True
    for line in lines:
        is_heading = headings and begins and line == HEAD[0]
        found += [Paragraph(line, level=int(is_heading)), Paragraph("")]
        begins = line.strip() == "End of Document" or (begins and not is_heading)
    return found


def read(lines: list[str], *, headings: bool = True) -> list[Document]:
    return [read_document(each) for each in pieces(paragraphs(lines, headings=headings))]


def only(lines: list[str]) -> Document:
    (found,) = read(lines)
    return found


def stories_in(data: bytes) -> list[Article]:
    return list(nexis.read(feed_of_bytes(data, path="x", format="nexis")))


@pytest.mark.parametrize("headings", [True, False])
def test_a_document_with_a_heading_or_without(headings: bool) -> None:
    (found,) = read(DOCUMENT, headings=headings)
    assert (found.headline, found.publisher, found.body) == ([HEAD[0]], HEAD[1], COPY)
    assert found.date == "May 4, 2019 Saturday 9:20 AM GMT"
    assert [each.role for each in found.labelled] == ["section", "length", "byline", "language", "loaded"]
    assert found.aside == [RIGHTS.strip()]


@pytest.mark.parametrize("headings", [True, False])
def test_a_cover_before_the_first_document(headings: bool) -> None:
    cover = [
        "Date and Time:\xa0Friday, 5. July 2019 09:31:00 CEST",
        "Job Number:\xa0100000001",
        "Documents (2)",
        "1. Ferry sails",
        "Client/Matter:\xa0-None-",
        "Search Terms:\xa0ferry",
        "Narrowed by:\xa0",
        "News",
        "2. Ferry sails",
    ]
    found = list(pieces(paragraphs([*cover, *DOCUMENT, *DOCUMENT], headings=headings)))
    assert [documents_stated(each) for each in found] == [2, None]
    assert [read_document(each).headline for each in found] == [["Ferry sails"], ["Ferry sails"]]
    assert [read_document(each).body for each in found] == [COPY, COPY]


def test_a_document_without_the_line_that_ends_it_ends_at_the_next_heading() -> None:
    found = list(pieces([Paragraph(line, level=int(line == HEAD[0])) for line in DOCUMENT[:-1] * 2]))
    assert [each.is_whole for each in found] == [False, False]
    assert [read_document(each).body for each in found] == [COPY, COPY]


def test_the_end_may_be_in_the_last_paragraph() -> None:
    (found,) = pieces(paragraphs([*DOCUMENT[:-2], f"Load-Date:\xa0May 5, 2019{END}"]))
    assert found.is_whole
    assert read_document(found).labelled[-1].text == "May 5, 2019"


def test_captions_are_behind_the_copy() -> None:
    found = only([*HEAD, *LABELS, "Body", *COPY, "Graphic", "A ferry.", "PHOTO: The quay.", *BELOW, END])
    assert (found.body, found.captions) == (COPY, ["A ferry.", "PHOTO: The quay."])


def test_editions_are_behind_the_day_or_below_it() -> None:
    for lines in (["May 4, 2019 Saturday Late Edition"], ["May 4, 2019 Saturday", "Late Edition"]):
        found = only([*HEAD[:2], *lines, RIGHTS, *LABELS, "Body", *COPY, END])
        assert (found.date, found.edition) == ("May 4, 2019 Saturday", "Late Edition")


def test_no_word_that_says_where_the_copy_begins() -> None:
    found = only([*HEAD, RIGHTS, *LABELS, *COPY, "Load-Date:\xa0May 5, 2019", END])
    assert (found.body, len(found.labelled)) == (COPY, 4)


def test_a_label_or_heading_in_the_copy_is_copy() -> None:
    copy = [
        "Note: the ferry is late.",
        "Language: a guide to what sailors say, in four parts and with pictures.",
        "End.",
    ]
    assert only([*HEAD, *LABELS, "Body", *copy, *BELOW, END]).body == copy


def test_an_abstract_above_the_copy_is_the_summary() -> None:
    found = only([*HEAD, *LABELS, "Body", "ABSTRACT", "In short.", "FULL TEXT", *COPY, *BELOW, END])
    assert (found.summary, found.body) == (["In short."], COPY)
    assert only([*HEAD, "Body", "ABSTRACT", "art is old.", END]).body == ["ABSTRACT", "art is old."]


@pytest.mark.parametrize(
    ("labels", "below", "end"),
    [
        (["Rubrik:\xa0HAFEN; S. 6", "Länge:\xa020 Wörter", "Autor:\xa0Ann Roe"], ["Update:\xa05. Mai 2019", "Sprache:\xa0GERMAN"], "Ende des Dokuments"),
        (["Rubrique:\xa0PORT; Pg. 6", "Longueur:\xa020 mots", "Auteur:\xa0Ann Roe"], ["Langue:\xa0FRENCH", "Date-Chargement:\xa05 mai 2019"], "Fin du document"),
        (["Sectie:\xa0HAVEN; Blz. 6", "Lengte:\xa020 woorden", "Auteur:\xa0Ann Roe"], ["Taal:\xa0DUTCH", "Laaddatum:\xa05 mei 2019"], "Einde van document"),
    ],
)  # fmt: skip
def test_other_languages_of_the_page(labels: list[str], below: list[str], end: str) -> None:
    lines = [*HEAD, *labels, "Body", *COPY, *below, end]
    found = only(lines)
    assert [each.role for each in found.labelled[:3]] == ["section", "length", "byline"]
    assert found.body == COPY
    assert is_of_uni("\n".join(lines))


def test_the_number_in_the_database_is_what_the_headline_links_to() -> None:
    heading = Paragraph(
        HEAD[0],
        level=1,
        links=("https://lexis.example/api/document?id=urn%3AcontentItem%3A5abc-d1e1-quay-00f1",),
    )
    (piece,) = pieces([heading, *paragraphs(DOCUMENT[1:])])
    assert read_document(piece).identifier == "urn:contentItem:5ABC-D1E1-QUAY-00F1"
    (piece,) = pieces([replace(heading, links=("https://lexis.example/",)), *paragraphs(DOCUMENT[1:])])
    assert read_document(piece).identifier is None


@pytest.mark.parametrize(
    "text",
    [
        "Body\nGraphic\n",
        "End of Document\n",
        "Length: of the pier\nLoad-Date: soon\n",
        "",
        "LENGTH: 20 words\nLOAD-DATE: May 5, 2009\n",
    ],
)
def test_other_texts_are_none(text: str) -> None:
    assert not is_of_uni(text)


def test_text_that_was_made_of_a_document() -> None:
    data = "\n\n".join(line.strip() for line in [*DOCUMENT, *DOCUMENT[:-1]]).encode()
    assert pick(data[:HEAD_BYTES], "x").name == "nexis"
    stories = stories_in(data)
    plain = stories_in(data.replace(b"\xc2\xa0", b" ").replace(b"Classification", b""))
    assert [each.body for each in stories] == [each.body for each in plain] == ["\n\n".join(COPY)] * 2
    assert [each.headline for each in stories] == ["Ferry sails", "Ferry sails"]
    assert [each.publisher for each in stories] == ["The Harbour Times (Oland)"] * 2
    assert [each.reading.is_cut for each in stories] == [False, True]


RTF = rb"{\rtf1\ansi\ansicpg1252 %s}"


def rtf(lines: list[str]) -> bytes:
    return RTF % b"".join(line.strip().replace("\xa0", r"\~").encode("ascii") + b"\\par\n" for line in lines)


def test_rtf() -> None:
    story, second = stories_in(rtf([*DOCUMENT, *DOCUMENT]))
    assert (story.headline, story.publisher, story.byline) == (
        HEAD[0],
        "The Harbour Times (Oland)",
        "Ann Roe",
    )
    assert (story.published, story.section) == ("2019-05-04T09:20:00+00:00", ("NEWS",))
    assert story.body == second.body == "\n\n".join(COPY)


def test_classic_documents_as_rtf() -> None:
    lines = ["Download Request: All Documents: 1-2", ""]
    for number in (1, 2):
        lines += [
            f"{number} of 2 DOCUMENTS",
            "",
            "Copyright 2015 Quay",
            "All Rights Reserved",
            "The Quay Post",
            "",
            "June 10, 2015 Wednesday",
        ]
        lines += [
            "Late Edition",
            "",
            "Port shut",
            "",
            "LENGTH: 20 words",
            "",
            f"The port is shut {number}.",
            "",
            "LANGUAGE: ENGLISH",
            "",
        ]
    first, second = stories_in(rtf(lines))
    assert (first.headline, first.publisher, first.day) == ("Port shut", "The Quay Post", "2015-06-10")
    assert (first.body, second.body) == ("The port is shut 1.", "The port is shut 2.")
    assert first.edition is not None
    assert first.edition.edition == "Late Edition"


def test_word_hands_its_documents_on() -> None:
    path = Path(ROOT) / "corpus" / "nexis" / "orkney-ports.docx"
    stories: list[Article] = []
    for feed in open_feeds(path, source_path="x.docx", sha256=""):
        stories += pick(head_of(feed), feed.name).read(feed)
        assert feed.complaints == []
    assert [each.source.format for each in stories] == ["nexis", "nexis"]


def test_a_download_that_has_fewer_documents_than_its_cover_says() -> None:
    feed = feed_of_bytes(rtf(["Documents (3)", *DOCUMENT, *DOCUMENT]), path="x", format="nexis")
    assert len(list(nexis.read(feed))) == 2
    assert [each.message for each in feed.complaints] == [
        "the download says that it has 3 documents, and 2 are in the file: it was cut off, or parts of it left out"
    ]


def test_a_document_that_the_database_cannot_show() -> None:
    failed = [
        *HEAD,
        "Body",
        "We are sorry but there is an error in this document and it is not possible to display it.",
        END,
    ]
    feed = feed_of_bytes(rtf([*DOCUMENT, *failed]), path="x", format="nexis")
    assert len(list(nexis.read(feed))) == 1
    assert [each.message for each in feed.complaints] == ["document 2: it has neither a headline nor a text"]


def test_a_list_of_documents_alone_is_no_story() -> None:
    cover = ["Job Number:\xa0100000001", "Documents (2)", "1. Ferry sails", "2. Port shut"]
    assert is_of_uni("\n".join(cover))
    with pytest.raises(NoArticle, match="holds no document"):
        stories_in(rtf(cover))


def test_what_is_behind_the_last_document_is_none() -> None:
    assert len(stories_in(rtf([*DOCUMENT, "Page 1 of 1"]))) == 1
