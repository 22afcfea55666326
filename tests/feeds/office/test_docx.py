"""Word documents: what is text in them, what sets a paragraph apart, and what a hostile one cannot do."""

from __future__ import annotations

import random

import pytest

from morgue.errors import FeedError
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.office import docx
from morgue.feeds.office.docx import paragraphs
from tests.feeds.office.documents import RELATIONS, WORD, paragraph, word, zipped

HEADING = (
    '<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/><w:basedOn w:val="Base"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kop"><w:name w:val="Kop"/><w:basedOn w:val="Titre1"/></w:style>'
    '<w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
)


def texts(body: str, **more: str) -> list[str]:
    return [each.text for each in paragraphs(word(body, **more))]


def test_paragraphs_have_their_text_in_order_and_empty_ones_are_kept() -> None:
    body = paragraph("Ferry held") + "<w:p/>" + paragraph("Crews voted.")
    assert texts(body) == ["Ferry held", "", "Crews voted."]


@pytest.mark.parametrize(
    ("run", "text"),
    [
        ("<w:t>one</w:t><w:br/><w:t>two</w:t>", "one\ntwo"),
        ("<w:t>one</w:t><w:tab/><w:t>two</w:t>", "one\ttwo"),
        ("<w:t>co</w:t><w:noBreakHyphen/><w:t>op</w:t>", "co-op"),
        ("<w:t>har</w:t><w:softHyphen/><w:t>bour</w:t>", "harbour"),
        ('<w:sym w:font="Arial" w:char="20AC"/><w:t>5</w:t>', "€5"),
        ('<w:sym w:font="Wingdings" w:char="F04A"/><w:t>5</w:t>', "5"),
        ("<w:delText>gone</w:delText><w:t>stays</w:t>", "stays"),
        ('<w:instrText> HYPERLINK "http://a.example" </w:instrText><w:t>seen</w:t>', "seen"),
        (
            "<w:ruby><w:rt><w:r><w:t>かな</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>仮名</w:t></w:r></w:rubyBase></w:ruby>",
            "仮名",
        ),
        ("<w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t>", ""),
        ('<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t>', "shown"),
    ],
)
def test_what_is_text_in_a_run(run: str, text: str) -> None:
    assert texts(f"<w:p><w:r>{run}</w:r></w:p>") == [text]


def test_insertions_count_and_deletions_do_not() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>new </w:t></w:r></w:ins><w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>away </w:t></w:r></w:moveFrom><w:r><w:t>text</w:t></w:r></w:p>"
    )
    assert texts(body) == ["new text"]


def test_a_text_box_follows_its_paragraph_and_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
    body = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>'
        + box
        + "</mc:Choice><mc:Fallback>"
        + box
    ) + "</mc:Fallback></mc:AlternateContent><w:t>around</w:t></w:r></w:p>"
    assert texts(body) == ["around", "boxed"]


def alternative(choice: str, fallback: str) -> str:
    return (
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def test_of_two_contents_the_one_with_a_text_is_read() -> None:
    boxed = f"<w:txbxContent>{paragraph('boxed')}{paragraph('twice')}</w:txbxContent>"
    assert texts(alternative("<w:drawing/>", boxed)) == ["", "boxed", "twice"]
    assert texts(alternative("<w:t>new</w:t>", "<w:t>old</w:t>")) == ["new"]
    around = f'<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>{paragraph("new")}</mc:Choice><mc:Fallback>{paragraph("old")}</mc:Fallback></mc:AlternateContent>'
    assert texts(around) == ["new"]


RELATED = (
    f'<Relationships><Relationship Id="s" Type="{RELATIONS}/styles" Target="styles.xml"/><Relationship Id="f" Type="{RELATIONS}/footnotes" Target="footnotes.xml"/>'
    f'<Relationship Id="e" Type="{RELATIONS}/endnotes" Target="endnotes.xml"/>'
    f'<Relationship Id="h" Type="{RELATIONS}/header" Target="header1.xml"/>'
    f'<Relationship Id="g" Type="{RELATIONS}/footer" Target="footer1.xml"/>'
    f'<Relationship Id="i" Type="{RELATIONS}/header" Target="header2.xml"/>'
    f'<Relationship Id="c" Type="{RELATIONS}/aFChunk" Target="/word/page.htm"/>'
    f'<Relationship Id="d" Type="{RELATIONS}/aFChunk" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
)


def with_parts(body: str, **parts: str) -> bytes:
    return word(body, **{"word/_rels/document.xml.rels": RELATED, **parts})


def notes(kind: str, *each: str) -> str:
    made = "".join(f'<w:{kind} w:id="{at}">{text}</w:{kind}>' for at, text in enumerate(each, 1))
    line = f'<w:{kind} w:type="separator" w:id="0">{paragraph("____")}</w:{kind}>'
    return f'<w:{kind}s xmlns:w="{WORD}">{line}{made}</w:{kind}s>'


NOTES = {
    "word/footnotes.xml": notes(
        "footnote",
        f"<w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>First.</w:t></w:r></w:p>{paragraph('More.')}",
        paragraph("Second."),
        paragraph("Deleted."),
    ),
    "word/endnotes.xml": notes("endnote", paragraph("Last.")),
}


def test_notes_belong_to_the_paragraph_that_refers_to_them() -> None:
    body = (
        '<w:p><w:r><w:t>one</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t> two</w:t></w:r></w:p>'
        '<w:p><w:r><w:t>three</w:t><w:endnoteReference w:id="1"/></w:r><w:r><w:footnoteReference w:id="1"/></w:r>'
        '<w:del><w:r><w:footnoteReference w:id="3"/></w:r></w:del></w:p>'
        '<w:p><w:r><w:footnoteReference w:id="2"/><w:br w:type="page"/></w:r></w:p>'
    )
    assert [(each.text, each.notes) for each in paragraphs(with_parts(body, **NOTES))] == [
        ("one two", ("First.", "More.")),
        ("three", ("Last.",)),
        ("", ("Second.",)),
    ]


def test_notes_are_the_end_of_their_story_and_headers_are_set_aside_once() -> None:
    heading = '<w:pStyle w:val="Titre1"/>'
    body = (
        paragraph("Ferry held", properties=heading)
        + '<w:p><w:r><w:t>PIRAEUS, Greece, Oct 8 (Reuters) - Crews voted.</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
        + paragraph("Owners protest.")
        + paragraph("Tug lost", properties=heading)
        + '<w:p><w:r><w:t>HOEK, Oct 9 (AFP) - It sank.</w:t></w:r></w:p><w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    header, footer = (f'<w:{each} xmlns:w="{WORD}">{{}}</w:{each}>' for each in ("hdr", "ftr"))
    parts = {
        **NOTES,
        "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{HEADING}</w:styles>',
        "word/header1.xml": header.format(paragraph("The Courier") + paragraph("7")),
        "word/header2.xml": header.format(paragraph("The Courier")),
        "word/footer1.xml": footer.format(paragraph("Printed in Hoek")),
    }
    first, second = docx.read(feed_of_bytes(with_parts(body, **parts), path="a.docx"))
    assert (first.headline, first.body) == (
        "Ferry held",
        "Crews voted.\n\nOwners protest.\n\nFirst.\n\nMore.",
    )
    assert (second.headline, second.body) == ("Tug lost", "It sank.\n\nSecond.")
    assert [each.boilerplate for each in (first, second)] == ["The Courier\n\nPrinted in Hoek"] * 2


PAGE = (
    "<!DOCTYPE html><html><head><title>t</title><style>p {{}}</style></head><body><h1>Ferry held</h1>"
    "<p>Crews <b>voted</b> on<br>Thursday.</p><p style='display:none'>hidden</p>"
    "<table><tr><td>a</td><td><b>b</b></td></tr></table>{}</body></html>"
)
MESSAGE = (
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="----=mhtDocumentPart"\r\n\r\n'
    '------=mhtDocumentPart\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
    "Content-Location: file:///C:/fake/document.html\r\n\r\n"
    + PAGE.format("<p>caf=C3=A9</p>").replace("='", "=3D'")
    + "\r\n------=mhtDocumentPart--\r\n"
)
IMPORT = '<w:altChunk r:id="c"/>'


@pytest.mark.parametrize("page", [PAGE.format("<div>café</div>"), MESSAGE])
def test_a_page_that_a_document_imports_is_read_at_its_place_once(page: str) -> None:
    data = with_parts(f"{paragraph('above')}{IMPORT}{IMPORT}{paragraph('below')}", **{"word/page.htm": page})
    assert [(each.text, each.level, each.is_bold, each.is_cell) for each in paragraphs(data)] == [
        ("above", 0, False, False),
        ("Ferry held", 1, True, False),
        ("Crews voted on\nThursday.", 0, False, False),
        ("a", 0, False, True),
        ("b", 0, True, True),
        ("café", 0, False, False),
        ("below", 0, False, False),
    ]


def test_a_document_of_an_imported_page_alone_is_a_story() -> None:
    (story,) = docx.read(feed_of_bytes(with_parts(IMPORT, **{"word/page.htm": MESSAGE}), path="a.docx"))
    assert (story.headline, story.body) == ("Ferry held", "Crews voted on\nThursday.\n\na\n\nb\n\ncafé")


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("one\n\ntwo\n", ["one", "two"]),
        (r"{\rtf1 one\par two\par}", ["one", "two"]),
        ("<pre>  one\n  two</pre>", ["  one\n  two"]),
        ("", []),
    ],
)
def test_other_parts_that_a_document_imports(part: str, found: list[str]) -> None:
    assert [each.text for each in paragraphs(with_parts(IMPORT, **{"word/page.htm": part}))] == found


def test_documents_that_import_one_another_end() -> None:
    data = b""
    for depth in range(4):
        parts = {"word/_rels/document.xml.rels": RELATED, "word/page.htm": data}
        body = f"{paragraph(str(depth))}{IMPORT}"
        data = zipped(
            {
                "[Content_Types].xml": "<Types/>",
                "word/document.xml": f'<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body>{body}</w:body></w:document>',
                **parts,
            }
        )
    assert [each.text for each in paragraphs(data)] == ["3", "2"]


def test_what_is_outside_of_a_document_is_not_imported() -> None:
    complaints: list[str] = []
    data = with_parts(f'{paragraph("one")}<w:altChunk r:id="d"/>{IMPORT}')
    assert [each.text for each in paragraphs(data, complaints.append)] == ["one"]
    assert len(complaints) == 2
    assert "file:///etc/passwd, which the document imports, is missing in it" in complaints[0]


def test_a_report_of_a_database_that_a_document_imports_is_read_as_one() -> None:
    fields = {"ИС": "Портовые вести", "НР": "6", "ДТ": "09.02.1994", "ЗГ": "СТЕНА НЕ УСТОЯЛА"}
    cells = "".join(f"^{name}:\n    {value}\n<br>" for name, value in fields.items())
    text = "Стена гавани рухнула в среду утром, когда портовые рабочие шли на смену."
    report = (
        '<html><head><META http-equiv="Content-Type" content="text/html; charset=utf-8"><title>Report 12.05.2021 15:50:05</title></head>'
        f'<body><h3>Report</h3>1. <a href="#1">СТЕНА</a><br><div><a name="1"></a><table><tr><td>{cells}</td></tr></table>'
        f"<h3>СТЕНА НЕ УСТОЯЛА</h3><pre>\n     {text}</pre></div></body></html>"
    )
    (story,) = docx.read(feed_of_bytes(with_parts(IMPORT, **{"word/page.htm": report}), path="a.docx"))
    assert (story.publisher, story.day, story.headline) == (
        "Портовые вести",
        "1994-02-09",
        "СТЕНА НЕ УСТОЯЛА",
    )
    assert story.body == text


def test_cells_are_told_from_text() -> None:
    body = f"<w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>{paragraph('c')}"
    assert [(each.text, each.is_cell) for each in paragraphs(word(body))] == [
        ("a", True),
        ("b", True),
        ("c", False),
    ]


def test_level_style_and_weight_come_from_the_style_and_what_it_is_based_on() -> None:
    body = (
        paragraph("by style", properties='<w:pStyle w:val="Kop"/>')
        + paragraph("by itself", properties='<w:outlineLvl w:val="2"/>', run="<w:b/>")
        + paragraph(
            "text", properties='<w:pStyle w:val="Kop"/><w:outlineLvl w:val="9"/>', run='<w:b w:val="0"/>'
        )
        + paragraph("strong", run='<w:rStyle w:val="Fett"/>')
        + paragraph("unknown", properties='<w:pStyle w:val="Nowhere"/>')
    )
    found = [(each.style, each.level, each.is_bold) for each in paragraphs(word(body, styles=HEADING))]
    assert found == [("Kop", 1, True), ("", 3, True), ("Kop", 0, False), ("", 0, True), ("Nowhere", 0, False)]


def test_a_line_half_of_which_is_bold_is_not_bold() -> None:
    body = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Byline: </w:t></w:r><w:r><w:t>A. Writer</w:t></w:r></w:p>"
    assert [each.is_bold for each in paragraphs(word(body))] == [False]


def test_links_are_named_and_not_followed() -> None:
    body = (
        '<w:p><w:hyperlink r:id="L1"><w:r><w:t>one</w:t></w:r></w:hyperlink>'
        '<w:r><w:instrText> HYPERLINK "http://b.exam</w:instrText></w:r><w:r><w:instrText>ple" </w:instrText></w:r>'
        '<w:fldSimple w:instr=" HYPERLINK &quot;http://c.example&quot; "><w:r><w:t>three</w:t></w:r></w:fldSimple></w:p>'
    )
    (found,) = paragraphs(word(body, links={"L1": "http://a.example/1"}))
    assert found.links == ("http://a.example/1", "http://b.example", "http://c.example")


def test_pages_begin_behind_a_break_a_section_and_where_a_paragraph_says_so() -> None:
    body = (
        paragraph("one")
        + '<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p/>'
        + paragraph("two")
        + paragraph("three", properties="<w:pageBreakBefore/>")
        + "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
        + paragraph("four")
        + "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
        + paragraph("five")
        + '<w:p><w:r><w:t>six</w:t><w:br w:type="page"/><w:t>seven</w:t></w:r></w:p>'
        + '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'
    )
    found = [(each.text, each.starts_page) for each in paragraphs(word(body)) if each.text]
    assert found == [
        ("one", False),
        ("two", True),
        ("three", True),
        ("four", True),
        ("five", False),
        ("six", False),
        ("seven", True),
    ]


def test_a_strict_document_is_read_as_well() -> None:
    data = zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": '<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"><body><p><r><t>Ferry</t></r></p></body></document>',
        }
    )
    assert [each.text for each in paragraphs(data)] == ["Ferry"]


def test_what_is_before_the_damage_is_read_and_the_damage_is_named() -> None:
    data = zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{paragraph("whole")}<w:p><w:r><w:t>torn',
        }
    )
    complaints: list[str] = []
    assert [each.text for each in paragraphs(data, complaints.append)] == ["whole"]
    assert len(complaints) == 1
    assert "what is before the damage was read" in complaints[0]
    with pytest.raises(FeedError, match="Word document is damaged"):
        list(paragraphs(data))


def test_styles_that_cannot_be_read_leave_the_text() -> None:
    data = word(paragraph("Ferry"), **{"word/styles.xml": "no XML"})
    assert [each.text for each in paragraphs(data)] == ["Ferry"]


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"word/document.xml": b""}, "damaged"),
        ({"word/other.xml": b"<a/>"}, "has no word/document.xml"),
        ({"word/document.xml": b"no XML"}, "damaged"),
        ({"word/document.xml": b"<a>" * 10_000}, "damaged"),
        ({"word/document.xml": b"\0" * (65 << 20)}, "larger than 64 MB"),
    ],
)
def test_a_document_that_cannot_be_read_is_an_error(parts: dict[str, bytes], reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        list(paragraphs(zipped({"[Content_Types].xml": b"<Types/>", **parts})))


def with_entities(subset: str, text: str) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<!DOCTYPE d [{subset}]><w:document xmlns:w="{WORD}"><w:body>{paragraph(text)}</w:body></w:document>',
        }
    )


def test_entities_are_not_expanded() -> None:
    data = with_entities('<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY i "inside">', "a&f;&i;b")
    assert [each.text for each in paragraphs(data)] == ["a"]


def test_entities_that_multiply_are_an_error() -> None:
    subset = '<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    with pytest.raises(FeedError, match="damaged"):
        list(paragraphs(with_entities(subset, "&l9;")))


def test_a_target_inside_the_document_is_no_way_out_of_it() -> None:
    data = zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="../../etc/passwd"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{paragraph("Ferry")}</w:body></w:document>',
        }
    )
    assert [each.text for each in paragraphs(data)] == ["Ferry"]


def test_a_document_that_is_cut_off_gives_what_is_before_the_cut() -> None:
    rng = random.Random(3)
    lines = [" ".join(rng.choices("abcdefghijklmnop", k=60)) for _ in range(400)]
    data = word("".join(map(paragraph, lines)))
    cut = data[: data.index(b"word/styles.xml") - 2_000]
    complaints: list[str] = []
    found = [each.text for each in paragraphs(cut, complaints.append)]
    assert 10 < len(found) < 400
    assert found == lines[: len(found)]
    assert any("cut off" in each for each in complaints)
    with pytest.raises(FeedError, match=r"cut off: it has no word/document\.xml"):
        list(paragraphs(data[: data.index(b"word/document.xml") - 30]))


def test_the_xml_of_word_2003_is_read() -> None:
    heading = paragraph("Ferry held", properties='<w:pStyle w:val="Titre1"/>')
    link = '<w:p><w:hlink w:dest="http://a.example"><w:r><w:t>More</w:t></w:r></w:hlink></w:p>'
    data = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:wx="http://x">'
        f"<w:styles>{HEADING}</w:styles><w:body><wx:sect>{heading}"
        f"{paragraph('Crews voted on Thursday to stay in port.')}{link}</wx:sect></w:body></w:wordDocument>"
    ).encode()
    assert pick(data, "a.xml").name == "docx"
    (story,) = docx.read(feed_of_bytes(data, path="a.xml"))
    assert (story.headline, story.body) == ("Ferry held", "Crews voted on Thursday to stay in port.\n\nMore")
    assert story.evidence["headline"] == "heading"


def test_notes_and_headers_of_word_2003() -> None:
    note = f"<w:r><w:footnote>{paragraph('By 40 to 2.')}</w:footnote></w:r>"
    header = f'<w:sectPr><w:hdr w:type="odd">{paragraph("The Courier")}</w:hdr></w:sectPr>'
    data = (
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
        f'<w:docPr><w:footnotePr><w:footnote w:type="separator">{paragraph("____")}</w:footnote></w:footnotePr></w:docPr>'
        f"<w:body><w:p><w:r><w:t>PIRAEUS, Oct 8 (Reuters) - Crews voted</w:t></w:r>{note}<w:r><w:t> to stay in port.</w:t></w:r></w:p>"
        f"<w:p><w:pPr>{header}</w:pPr><w:r><w:t>Owners protest.</w:t></w:r></w:p>{header}</w:body></w:wordDocument>"
    ).encode()
    (story,) = docx.read(feed_of_bytes(data, path="a.xml"))
    assert story.body == "Crews voted to stay in port.\n\nOwners protest.\n\nBy 40 to 2."
    assert story.boilerplate == "The Courier"
