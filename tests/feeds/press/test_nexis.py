"""Downloads of Nexis in the layouts, coats and languages that there are; all of it is invented."""

from __future__ import annotations

import pytest

from morgue.errors import NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.press import nexis
from morgue.io.feed import HEAD_BYTES, Feed
from morgue.model.article import Article, Edition, Lineage

COPY = "The ferry to Oland sails again, its owners said.\n\nNobody was hurt."
BELOW = "LOAD-DATE: May 5, 2009\n\nLANGUAGE: ENGLISH\n\nPUBLICATION-TYPE: Newspaper"
RIGHTS = "Copyright 2009 Harbour Press\nAll Rights Reserved"


def centred(text: str) -> str:
    """The lines in the middle of a page of 80 columns."""
    return "\n".join(" " * ((80 - len(line)) // 2) + line for line in text.split("\n"))


def document(
    number: str = "1 of 1 DOCUMENTS",
    *,
    above: tuple[str, ...] = ("The Harbour Times", "May 4, 2009 Monday"),
    head: str = "Ferry sails\n\nBYLINE: Ann Roe\n\nSECTION: NEWS; Pg. 6\n\nLENGTH: 20 words",
    copy: str = COPY,
    below: str = BELOW,
    rights: str = RIGHTS,
) -> str:
    parts = [centred(number), *map(centred, above), head, copy, below, centred(rights)]
    return "\n\n\n".join(each for each in parts if each) + "\n\n\n"


def feed_of(text: str | bytes) -> Feed:
    return feed_of_bytes(text.encode() if isinstance(text, str) else text, path="x", format="nexis")


def read(text: str | bytes) -> list[Article]:
    return list(nexis.read(feed_of(text)))


def only(text: str | bytes) -> Article:
    (found,) = read(text)
    return found


def name_of(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    return pick(data[:HEAD_BYTES], "x").name


def test_a_document_has_the_fields_that_are_printed_above_and_below_its_copy() -> None:
    story = only(document())
    assert (story.headline, story.publisher, story.byline) == ("Ferry sails", "The Harbour Times", "Ann Roe")
    assert (story.day, story.published, story.section) == ("2009-05-04", "2009-05-04", ("NEWS",))
    assert story.edition == Edition("2009-05-04", "6")
    assert (story.body, story.language) == (COPY, "en")
    assert story.boilerplate == "Copyright 2009 Harbour Press All Rights Reserved"
    assert story.evidence["headline"] == "headline"


@pytest.mark.parametrize(
    "number",
    [
        "3 of 62 DOCUMENTS",
        "1 of 1 DOCUMENT",
        "Dokument 3 von 62",
        "Document 3 de 62",
        "DOCUMENT 3 SUR 62",
        "3 van 62 DOCUMENTEN",
        "3 de 62 DOCUMENTOS",
        "FOCUS - 3 of 62 DOCUMENTS",
        "LEVEL 1 - 3 OF 62 STORIES",
    ],
)
def test_documents_are_numbered_in_many_ways(number: str) -> None:
    text = document(number)
    assert name_of(text) == "nexis"
    assert only(text).headline == "Ferry sails"


@pytest.mark.parametrize(
    ("head", "below", "language"),
    [
        ("Fähre fährt\n\nAUTOR: Ann Roe\n\nRUBRIK: HAFEN; S. 6\n\nLÄNGE: 20 Wörter", "UPDATE: 5. Mai 2009\n\nSPRACHE: GERMAN; DEUTSCH\n\nZEITUNGS-CODE: hbt", "de"),
        ("Le ferry repart\n\nAUTEUR: Ann Roe\n\nRUBRIQUE: PORT; Pg. 6\n\nLONGUEUR: 20 mots", "DATE-CHARGEMENT: 5 mai 2009\n\nLANGUE: FRENCH; FRANÇAIS\n\nTYPE-PUBLICATION: Quotidien", "fr"),
        ("KOP: Veerboot vaart\n\nAUTEUR: Ann Roe\n\nSECTIE: HAVEN; Blz. 6\n\nLENGTE: 20 words\n\nTEKST:", "PUB-TYPE: Paper\n\nTAAL: Dutch / Nederlands\n\nLOAD-DATE: May 5, 2009", "nl"),
        ("Zarpa el ferry\n\nAUTOR: Ann Roe\n\nSECCIÓN: PUERTO; Pág. 6\n\nLONGITUD: 20 palabras", "FECHA-CARGA: 5 de mayo de 2009\n\nIDIOMA: SPANISH; ESPAÑOL\n\nTIPO-PUBLICACIÓN: Periódico", "es"),
        ("Il traghetto riparte\n\nAUTORE: Ann Roe\n\nSEZIONE: PORTO; Pg. 6\n\nLUNGHEZZA: 20 parole", "DATA-CARICAMENTO: 5 maggio 2009\n\nLINGUA: ITALIAN; ITALIANO\n\nTIPO-PUBBLICAZIONE: Quotidiano", "it"),
    ],
)  # fmt: skip
def test_labels_are_in_the_language_of_the_page(head: str, below: str, language: str) -> None:
    story = only(document(head=head, below=below, copy="X y z.\n\nA b c."))
    assert story.headline == head.partition("\n")[0].removeprefix("KOP: ")
    assert story.byline == "Ann Roe"
    assert story.edition is not None
    assert story.edition.page == "6"
    assert len(story.section or ()) == 1
    assert (story.body, story.language) == ("X y z.\n\nA b c.", language)


@pytest.mark.parametrize(
    ("date", "day", "published"),
    [
        ("January 20, 2009 Tuesday 8:27 PM AEST", "2009-01-20", "2009-01-20T20:27:00+10:00"),
        ("27. Februar 2012 Montag 9:50 PM GMT+1", "2012-02-27", "2012-02-27T21:50:00+01:00"),
        ("Mittwoch 31. August 2011", "2011-08-31", "2011-08-31"),
        ("mardi 10 décembre 2019", "2019-12-10", "2019-12-10"),
        ("April 20, 2003, Sunday\n23:22 Central European Time", "2003-04-20", "2003-04-20T23:22:00"),
        ("24. September 2002\n\nSeptember 24, 2002", "2002-09-24", "2002-09-24"),
        ("January 2009", None, None),
    ],
)
def test_the_day_is_that_of_the_date_line(date: str, day: str | None, published: str | None) -> None:
    story = only(document(above=("The Harbour Times", *date.split("\n\n"))))
    assert (story.day, story.published) == (day, published)
    assert story.publisher == "The Harbour Times"


def test_the_day_of_issue_holds_against_that_of_the_dateline() -> None:
    head = "Ferry sails\n\nLENGTH: 20 words\n\nDATELINE: BEIRUT, May 3 2009"
    story = only(document(head=head))
    assert (story.day, story.dateline) == ("2009-05-04", "BEIRUT, May 3 2009")


def test_editions_are_below_the_day() -> None:
    story = only(document(above=("The Sun (England)", "May 4, 2009 Monday\nEdition 1;\nScotland")))
    assert story.edition == Edition("2009-05-04", "6", "Edition 1; Scotland")
    story = only(document(above=("The Sun (England)", "May 4, 2009, Monday, Late Edition - Final")))
    assert story.edition is not None
    assert story.edition.edition == "Late Edition - Final"


def test_the_notice_of_copyright_may_be_before_the_outlet() -> None:
    above = (
        "Copyright 2015 Orange Quay Interactive Company, LLC d/b/a\nQuay Digital\nAll Rights Reserved\nThe Quay Register",
        "June 10, 2015 Wednesday",
    )
    story = only(document(above=above, rights=""))
    assert (story.publisher, story.day) == ("The Quay Register", "2015-06-10")
    assert "Orange Quay" in (story.boilerplate or "")
    for notice in ("Copyright 2002 De Kade", "Copyright 2009 Quay Ltd., All\nRights Reserved"):
        story = only(document(above=(notice, "De Kade", "24. September 2002"), rights=""))
        assert (story.publisher, story.day) == ("De Kade", "2002-09-24")


def test_notices_beside_the_outlet_are_set_aside() -> None:
    notice = "  No Quay Service material may be republished without the express written\n                   permission of the Quay Service, Inc."
    text = document(above=("Quay Service", "NOTICE", "May 4, 2009 Monday")).replace(centred("NOTICE"), notice)
    story = only(text)
    assert (story.publisher, story.day) == ("Quay Service", "2009-05-04")
    assert "republished" in (story.boilerplate or "")


def test_a_headline_may_be_above_the_day_and_a_name_below_it() -> None:
    text = "\n\n".join(
        [
            centred("1 of 4 DOCUMENTS"),
            centred("Hafenblatt"),
            "FAEHRE FAEHRT WIEDER NACH OELAND",
            centred("15. April 2003"),
            "Sylvia Roe",
            "ORTSZEILE: Wien",
            "Wien. Die Faehre faehrt wieder.",
            "RUBRIK: VERKEHR; Pg. 3",
            "LÄNGE: 382 Woerter",
            "UPDATE: 14. April 2003",
            "SPRACHE: German, Deutsch",
            "HIGHLIGHT:",
            "Die Mannschaft hat gestreikt.",
            "GRAFIK: Die Faehre am Kai\nDer Kai",
            centred("Copyright 2003 Hafenblatt AG"),
        ]
    )
    story = only(text)
    assert (story.headline, story.byline) == ("FAEHRE FAEHRT WIEDER NACH OELAND", "Sylvia Roe")
    assert (story.day, story.section, story.dateline) == ("2003-04-15", ("VERKEHR",), "Wien")
    assert story.body == "Wien. Die Faehre faehrt wieder."
    assert (story.boilerplate or "").split("\n\n") == [
        "Die Mannschaft hat gestreikt.",
        "Die Faehre am Kai Der Kai",
        "Copyright 2003 Hafenblatt AG",
    ]


def test_the_deck_is_another_headline() -> None:
    head = "Is the ferry lost?;\nOwners hope that it is only\nlate\n\nLENGTH: 20 words"
    story = only(document(head=head))
    assert (story.headline, story.other_headlines) == (
        "Is the ferry lost?",
        ("Owners hope that it is only late",),
    )
    head = "Ferry lost; owners\nhope\n\nLENGTH: 20 words"
    assert only(document(head=head)).headline == "Ferry lost; owners hope"


def test_a_document_without_a_headline_has_none() -> None:
    for head in ("SECTION: Pg. 12\n\nLENGTH: 20 words", "LENGTH: 20 words\n\nDATELINE: OSLO"):
        story = only(document(head=head))
        assert (story.headline, story.body) == (None, COPY)


def test_capitals_and_a_colon_make_no_label_of_copy_or_headline() -> None:
    head = "EXCLUSIVE: Ferry found\n\nLENGTH: 20 words"
    assert only(document(head=head)).headline == "EXCLUSIVE: Ferry found"
    copy = "NEW DELHI: The ferry sails again.\n\nDOBBS: Good evening.\n\nROE (on camera): It sails.\n\nDOBBS: Good night."
    body = only(document(copy=copy)).body or ""
    assert body.endswith("DOBBS: Good night.")
    assert "The ferry sails again." in body


def test_a_copy_of_capitals_alone_is_copy() -> None:
    head = "SECTION: WORLD NEWS; Political\n\nLENGTH: 10 words"
    story = only(document(head=head, copy="FLASH: ASSEMBLY ADOPTS RESOLUTION ON FERRIES"))
    assert (story.headline, story.body) == (None, "FLASH: ASSEMBLY ADOPTS RESOLUTION ON FERRIES")


def test_transcripts_are_copy_with_all_speakers() -> None:
    text = document(
        above=("QNN", "May 4, 2009 Monday", "SHOW: ANN ROE THIS WEEK 7:00 PM EST"),
        head="Ferry Crisis; Owners Silent\n\nBYLINE: Ann Roe, Ola Dahl\n\nGUESTS: Eva Holm\n\nLENGTH: 99 words\n\n\nHIGHLIGHT: A ferry is late.",
        copy="ANN ROE, HOST: Tonight: ferries.\n\nANNOUNCER: This is ANN ROE.\n\nHOST: Good night.",
        below=f"{BELOW}\n\nTRANSCRIPT: 050401QN.V12\n\nDOCUMENT-TYPE: Show",
        rights="",
    )
    story = only(text)
    assert (story.headline, story.publisher, story.day) == (
        "Ferry Crisis; Owners Silent",
        "QNN",
        "2009-05-04",
    )
    assert (
        story.body == "ANN ROE, HOST: Tonight: ferries.\n\nANNOUNCER: This is ANN ROE.\n\nHOST: Good night."
    )
    assert (story.boilerplate or "").split("\n\n") == [
        "A ferry is late.",
        "SHOW: ANN ROE THIS WEEK 7:00 PM EST",
        "GUESTS: Eva Holm",
    ]


def test_labels_that_are_not_known_are_kept_beside_the_copy() -> None:
    head = "Show\n\nBYLINE: Ann Roe\n\nGUESTS: Ola Dahl, Per Lund\n\nPILOTS: Eva Holm\n\nLENGTH: 20 words"
    story = only(document(head=head))
    assert story.body == COPY
    assert (story.boilerplate or "").startswith("GUESTS: Ola Dahl, Per Lund\n\nPILOTS: Eva Holm")


def test_a_stray_line_between_labels_below_the_copy_is_no_copy() -> None:
    story = only(document(below=BELOW.replace("\n\nPUB", "\n\nMATP\n\nPUB")))
    assert story.body == COPY
    assert "MATP" in (story.boilerplate or "")


def test_terms_of_the_database_are_keywords() -> None:
    below = (
        f"SUBJECT: FERRIES (94%); STRIKES (91%)\n\nGEOGRAPHIC: OLAND, SWEDEN (90%) SWEDEN (90%)\n\n{BELOW}"
    )
    story = only(document(below=below))
    assert story.keywords == ("FERRIES", "STRIKES", "OLAND, SWEDEN", "SWEDEN")
    assert (story.body, story.locations) == (COPY, ())


def test_a_graphic_alone_is_a_picture_and_beside_copy_is_set_aside() -> None:
    below = f"{BELOW}\n\nGRAPHIC: A ferry at the quay of Oland\nPhotograph by Eva Holm"
    story = only(document(below=below))
    assert (story.type, story.body) == ("story", COPY)
    assert "A ferry at the quay" in (story.boilerplate or "")
    story = only(document(copy="", below=below))
    assert (story.type, story.body) == ("picture", "A ferry at the quay of Oland Photograph by Eva Holm")


def test_the_agency_is_that_whose_service_the_outlet_is() -> None:
    for outlet, agency in [
        ("Agence France Presse -- English", "AFP"),
        ("Xinhua General News Service", "Xinhua"),
        ("Deutsche Presse-Agentur", "dpa"),
        ("The Harbour Times", None),
        ("News Service", None),
    ]:
        story = only(document(above=(outlet, "May 4, 2009 Monday")))
        assert (story.publisher, story.agency) == (outlet, agency)


def test_the_cover_is_no_story() -> None:
    cover = "\ufeff\n\nDownload Request: All Documents: 1-2\nTime Of Request: Monday\n\nSend To:\n\nREADING ROOM\n\n\nTerms: (ferry)\n\n\n\n"
    text = cover + document("1 of 2 DOCUMENTS") + document("2 of 2 DOCUMENTS", copy="Another one.")
    assert [each.body for each in read(text)] == [COPY, "Another one."]
    assert read(text)[1].source.offset == text.encode().index(centred("2 of 2 DOCUMENTS").encode())


def test_a_download_that_was_cut_keeps_its_stories_and_says_so() -> None:
    text = document("1 of 3 DOCUMENTS") + document("2 of 3 DOCUMENTS", copy="Another one, which\n\nends in")
    feed = feed_of(text[: text.index("ends in") + 7])
    found = list(nexis.read(feed))
    assert [each.reading.is_cut for each in found] == [False, True]
    assert [each.message for each in feed.complaints] == [
        "the last of 2 documents is cut off",
        "the download says that it has 3 documents, and 2 are in the file: it was cut off, or parts of it left out",
    ]


def test_a_page_break_before_a_number_parts_documents() -> None:
    text = document("1 of 2 DOCUMENTS") + document("2 of 2 DOCUMENTS", copy="Another one.").replace(
        " ", "\f ", 1
    )
    assert name_of(text) == "nexis"
    assert [each.body for each in read(text)] == [COPY, "Another one."]


def test_lines_that_end_in_carriage_returns_alone_in_a_download_of_any_length() -> None:
    copy = "\n\n".join(f"Paragraph {number} of the copy." for number in range(6_000))
    text = document("1 of 2 DOCUMENTS", copy=copy) + document("2 of 2 DOCUMENTS", copy="Another one.")
    assert len(text) > 2 * HEAD_BYTES
    assert name_of(text.replace("\n", "\r")) == "nexis"
    assert [each.body for each in read(text.replace("\n", "\r"))] == [copy, "Another one."]


def test_the_sign_of_an_item_stands_before_it() -> None:
    item = '<LI><P><NOBR>&bull;</NOBR></P><DIV CLASS="c5"><P>{}</P></DIV></LI>'
    page = (
        "<HTML><BODY><!-- <DOC NUMBER=1> <DOCFULL> --><DIV>1 of 1 DOCUMENTS</DIV><DIV>The Quay</DIV><DIV>May 4, 2009</DIV>"
        "<DIV>Ferry sails</DIV><DIV>LENGTH: 5 words</DIV><DIV><P>Two ships:</P></DIV><UL>"
        f"{item.format('One.')}{item.format('Two.')}</UL><DIV>LANGUAGE: ENGLISH</DIV><!-- </DOCFULL> --></BODY></HTML>"
    )
    assert only(page).body == "Two ships:\n\n• One.\n\n• Two."


def test_the_number_of_a_transcript_is_no_headline() -> None:
    head = "TRANSCRIPT: 050401cb.456\n\nSECTION: NEWS; Domestic\n\nLENGTH: 20 words\n\nHEADLINE: Ferry sails\n\nBYLINE: Ann Roe\n\nBODY:"
    story = only(document(head=head))
    assert (story.headline, story.other_headlines, story.byline) == ("Ferry sails", (), "Ann Roe")


def test_a_remark_above_the_headline_is_none() -> None:
    story = only(document(head="Correction Appended\n\nFerry sails\n\nLENGTH: 20 words"))
    assert (story.headline, story.other_headlines) == ("Ferry sails", ())
    assert "Correction Appended" in (story.boilerplate or "")


def test_a_document_without_text_is_complained_of() -> None:
    text = (
        document("1 of 2 DOCUMENTS")
        + centred("2 of 2 DOCUMENTS")
        + "\n\n"
        + centred("Copyright 2009 Quay")
        + "\n"
    )
    feed = feed_of(text)
    assert len(list(nexis.read(feed))) == 1
    assert [each.message for each in feed.complaints] == ["document 2: it has neither a headline nor a text"]


def test_one_document_without_a_number() -> None:
    text = document("")
    assert name_of(text) == "nexis"
    assert only(text).headline == "Ferry sails"


def test_encodings() -> None:
    text = document(copy="Die Fähre fährt für 5 € nach Öland, sagte der Reeder Jürgen Möller am Montag.")
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        assert name_of(text.encode(encoding)) == "nexis"
        assert (
            only(text.encode(encoding)).body
            == "Die Fähre fährt für 5 € nach Öland, sagte der Reeder Jürgen Möller am Montag."
        )
    assert only(text.replace("\n", "\r\n")).headline == "Ferry sails"


def test_other_texts_are_none() -> None:
    for text in (
        "There are 3 of 62 documents.\n",
        "1 of 2 documents\n\nThe ferry sails.\n",
        "LANGUAGE: ENGLISH\n\nThe ferry sails.\n",
        "<p>1 of 2 DOCUMENTS</p><p>The ferry sails.</p>",
        "",
    ):
        assert nexis.sniff(text.encode(), "x.txt") == 0


def test_no_document() -> None:
    with pytest.raises(NoArticle, match="holds no document"):
        read(centred("1 of 1 DOCUMENTS"))


STYLE = "<STYLE TYPE='text/css'><!--\n.c0 { text-align: center; }\n.c3 { text-align: center; margin: 13%; }\n.c4 { text-align: left; }\n--></STYLE>"


def page(*documents: str, marks: bool = True) -> str:
    parts = (
        f"<DOC NUMBER=1>\n<DOCFULL> -->{each}<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->"
        for each in documents
    )
    if not marks:
        return f"<HTML><HEAD>{STYLE}</HEAD><BODY>{''.join(documents)}</BODY></HTML>"
    return (
        f"<HTML><HEAD>{STYLE}</HEAD><BODY>"
        + "".join(f"<!-- Hide XML section from browser\n{each}" for each in parts)
        + "</BODY></HTML>"
    )


def divs(
    number: str = "1 of 1 DOCUMENTS", *, copy: str = "<P>The ferry sails.</P><P>Nobody was <I>hurt</I>.</P>"
) -> str:
    return "".join(
        f"<BR><DIV CLASS='{name}'>{inner}</DIV>\n"
        for name, inner in [
            ("c0", f"<P>{number}</P>"),
            ("c0", "<BR><P><IMG SRC='https://nexis.example/logo.gif'><BR><SPAN>The Harbour Times</SPAN></P>"),
            ("c3", "<P><SPAN>May</SPAN><SPAN> 4, 2009 Monday</SPAN><SPAN>&nbsp;</SPAN><SPAN>&nbsp;<BR>Late; <BR>North</SPAN></P>"),
            ("c4", "<P><SPAN>Ferry </SPAN><SPAN>sails</SPAN>;<BR>Crews ready</P>"),
            ("c4", "<P><SPAN>BYLINE: </SPAN><SPAN>Ann Roe</SPAN></P>"),
            ("c4", "<P><SPAN>L&Auml;NGE: </SPAN><SPAN>20 words</SPAN></P>"),
            ("c4", copy),
            ("c4", "<P><SPAN>LANGUAGE: </SPAN><SPAN>ENGLISH</SPAN></P>"),
            ("c0", "<BR><P><SPAN>Copyright 2009 Harbour Press<BR>All Rights Reserved</SPAN></P>"),
        ]
    )  # fmt: skip


@pytest.mark.parametrize("marks", [True, False])
def test_a_page_has_the_same_documents(marks: bool) -> None:
    text = page(divs("1 of 2 DOCUMENTS"), divs("2 of 2 DOCUMENTS", copy="<P>Another.</P>"), marks=marks)
    assert name_of(text) == "nexis"
    first, second = read(text)
    assert (first.headline, first.other_headlines) == ("Ferry sails", ("Crews ready",))
    assert (first.publisher, first.day, first.byline) == ("The Harbour Times", "2009-05-04", "Ann Roe")
    assert first.edition == Edition("2009-05-04", None, "Late; North")
    assert (first.body, second.body) == ("The ferry sails.\n\nNobody was hurt.", "Another.")


def test_lists_and_tables_of_a_page_are_copy() -> None:
    copy = "<P>Ferries:</P></DIV><UL CLASS='c11'><LI><P>Nordlys</P></LI><LI><P>Sydlys</P></LI></UL><DIV CLASS='c4'><P>All sail.</P>"
    assert only(page(divs(copy=copy))).body == "Ferries:\n\nNordlys\n\nSydlys\n\nAll sail."


def test_a_page_that_ends_in_a_document() -> None:
    text = page(divs("1 of 2 DOCUMENTS"), divs("2 of 2 DOCUMENTS", copy="<P>One.</P><P>Two ends</P>"))
    feed = feed_of(text[: text.index("Two ends") + 6])
    assert [each.reading.is_cut for each in nexis.read(feed)] == [False, True]


def test_a_page_about_the_form_is_none() -> None:
    shared = "<!DOCTYPE html><html><head><meta property='og:title' content='How to parse it'></head><body><pre><DOCFULL></pre>"
    assert nexis.sniff(shared.encode(), "x.html") == 0


def test_labels_that_no_blank_line_parts() -> None:
    text = "\n".join(
        [
            centred("LEVEL 1 - 1 OF 1 STORIES"),
            "",
            centred("Copyright 1995 The Quay Post\nThe Quay Post"),
            "",
            centred("April 25, 1995, Tuesday, Final Edition"),
            "",
            "SECTION: STYLE; Pg. C01",
            "LENGTH: 1234 words",
            "HEADLINE: Ferry sails for the last time,",
            "owners say",
            "BYLINE: Ann Roe",
            "BODY:",
            "   The ferry to Oland sails for the last time.",
            "",
            "   Nobody was hurt.",
            "",
            "LANGUAGE: ENGLISH",
            "LOAD-DATE: April 25, 1995",
        ]
    )
    story = only(text)
    assert (story.headline, story.byline) == ("Ferry sails for the last time, owners say", "Ann Roe")
    assert (story.publisher, story.day) == ("The Quay Post", "1995-04-25")
    assert story.edition == Edition("1995-04-25", "C01", "Final Edition")
    assert story.body == "The ferry to Oland sails for the last time.\n\nNobody was hurt."


def test_what_is_behind_the_last_notice_is_of_the_database() -> None:
    ending = "********** Print Completed **********\n\nTime of Request: May 12, 2009  10:15 EDT\n\nNumber of Lines: 1234\n"
    text = document() + ending
    assert only(text).boilerplate == "Copyright 2009 Harbour Press All Rights Reserved"


def test_a_remark_below_the_day_is_no_edition() -> None:
    story = only(
        document(above=("The Quay Post", "May 4, 2009 Monday\nCorrection Appended\nLate Edition - Final"))
    )
    assert story.edition is not None
    assert story.edition.edition == "Late Edition - Final"
    assert (story.boilerplate or "").startswith("Correction Appended")


def test_the_edition_may_be_behind_the_outlet() -> None:
    story = only(document(above=("The Quay Post (London) - Final Edition", "May 4, 2009 Monday")))
    assert story.publisher == "The Quay Post (London)"
    assert story.edition == Edition("2009-05-04", "6", "Final Edition")


def test_the_address_of_a_front_page_is_not_that_of_the_story() -> None:
    assert only(document(below=f"URL: http://www.quay.example\n\n{BELOW}")).url is None
    story = only(document(below=f"URL: http://www.quay.example/2009/ferry\n\n{BELOW}"))
    assert story.url == "http://www.quay.example/2009/ferry"


def test_lines_that_are_centred_no_more() -> None:
    text = document(above=("The Quay Post", "May 4, 2009 Monday\nLate Edition"))
    story = only("\n".join(line.strip() for line in text.split("\n")))
    assert (story.headline, story.publisher, story.day) == ("Ferry sails", "The Quay Post", "2009-05-04")
    assert story.edition == Edition("2009-05-04", "6", "Late Edition")
    assert story.body == COPY


def test_a_download_that_is_the_text_of_a_message() -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["Subject"] = "Library <desk@library.example>", "Your documents"
    message["Date"] = "Tue, 12 May 2009 10:15:00 +0000"
    copy = "Die Fähre fährt für 5 € nach Öland, sagte der Reeder Jürgen Möller am Montag, und fährt auch am Dienstag."
    message.set_content(
        document("1 of 2 DOCUMENTS", copy=copy) + document("2 of 2 DOCUMENTS"), cte="quoted-printable"
    )
    data = bytes(message)
    assert name_of(data) == "mail"
    stories = list(pick(data[:HEAD_BYTES], "x").read(feed_of_bytes(data, path="x", format="mail")))
    assert [each.headline for each in stories] == ["Ferry sails", "Ferry sails"]
    assert [each.body for each in stories] == [copy, COPY]
    assert {each.publisher for each in stories} == {"The Harbour Times"}


def test_a_long_headline_is_one_where_labels_follow() -> None:
    long = "; ".join(["Ferry to Oland sails again after nine days without bread"] * 6)
    story = only(document(head=f"{long}\n\nBYLINE: Ann Roe\n\nLENGTH: 20 words"))
    assert (story.headline, story.byline, story.body) == (long, "Ann Roe", COPY)


def test_a_dateline_that_is_a_paragraph_by_itself() -> None:
    story = only(
        document(
            copy="Van onze redactie\n\nDEN HAAG, dinsdag\n\nDe veerboot vaart weer.", below="TAAL: Dutch"
        )
    )
    assert (story.dateline, story.body) == (
        "DEN HAAG, dinsdag",
        "Van onze redactie\n\nDe veerboot vaart weer.",
    )
    assert [each.place for each in story.locations or ()] == ["Den Haag"]
    copy = "Van onze redactie\n\nWAT EEN, dinsdag\n\nDe veerboot vaart weer."
    assert only(document(copy=copy, below="TAAL: Dutch")).body == copy


def test_links_above_the_number_of_a_page_are_no_document() -> None:
    text = page("<DIV CLASS='c4'><P>Return to List</P></DIV>" + divs())
    assert [each.headline for each in read(text)] == ["Ferry sails"]
    (story,) = read(page(divs(number="&nbsp;")))
    assert story.publisher == "The Harbour Times"


def test_the_deck_of_a_headline_under_a_label() -> None:
    head = "SECTION: NEWS REVIEW;FEATURES; Pg. 4\n\nHEADLINE: A word in your ear: it sails;\nThe ferry to Oland is back and nobody is\nhappy\n\nBODY:"
    story = only(document(head=head))
    assert (story.headline, story.section) == ("A word in your ear: it sails", ("NEWS REVIEW", "FEATURES"))
    assert story.other_headlines == ("The ferry to Oland is back and nobody is happy",)
    assert story.body == COPY


def test_a_label_of_the_copy_in_the_element_of_the_copy() -> None:
    copy = "<P><SPAN> BODY:<BR></SPAN></P>\n<P>The ferry sails.</P><P>NOTE: it is late.</P>"
    assert only(page(divs(copy=copy))).body == "The ferry sails.\n\nNOTE: it is late."
    copy = (
        "<P><SPAN>HIGHLIGHT:</SPAN> At last.<BR></P><P><SPAN> BODY:<BR></SPAN></P>\n<P>The ferry sails.</P>"
    )
    story = only(page(divs(copy=copy)))
    assert story.body == "The ferry sails."
    assert (story.boilerplate or "").startswith("At last.")


def test_a_correction_of_the_outlet_is_stated() -> None:
    below = (
        f"CORRECTION-DATE: May 6, 2009\n\nCORRECTION: The ferry sailed on Sunday, not on Monday.\n\n{BELOW}"
    )
    story = only(document(below=below))
    assert story.lineage == Lineage("correction")
    assert story.evidence["lineage"] == "label CORRECTION"
    assert "sailed on Sunday" in (story.boilerplate or "")
    assert only(document()).lineage is None
