"""RTF: what is text in it, in which encoding, and what sets a paragraph apart."""

from __future__ import annotations

import pytest

from morgue.errors import FeedError
from morgue.feeds import feed_of_bytes
from morgue.feeds.office.rtf import MAX_DEPTH, Properties, paragraphs, read

FONTS = rb"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 MS Mincho;}{\f3\fcharset238{\*\falt x}T;}}"


def rtf(body: bytes, *, head: bytes = rb"\ansi\ansicpg1252\deff0") -> bytes:
    return rb"{\rtf1" + head + FONTS + body + b"}"


def texts(body: bytes, **more: bytes) -> list[str]:
    return [each.text for each in paragraphs(rtf(body, **more))]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"Ferry\par", "Ferry"),
        (rb"one\line two\par", "one\ntwo"),
        (rb"one\tab two\par", "one\ttwo"),
        (rb"caf\'e9\par", "café"),
        (rb"\u8220?quoted\u8221?\emdash\par", "“quoted”—"),
        (rb"\u8220\'93quoted\u8221\'94\par", "“quoted”"),
        (rb"{\uc0\u8220 quoted\u8221 }\par", "“quoted”"),
        (rb"{\uc2\u8220\'81\'67x}y\par", "“xy"),
        (rb"\u-10179?\u-8704?\par", "\U0001f600"),
        (rb"\u55357?\u56832?!\par", "\U0001f600!"),
        (rb"\u8211 \par", "–"),
        (rb"\f1\'cf\'f0\'e8\'e2\'e5\'f2\par", "Привет"),
        (rb"\f2\'93\'fa\'96\'7b\par", "日本"),
        (rb"\f2\'83A\'83C\par", "アイ"),
        (rb"\f3\'b3\'f3d\'9f\par", "łódź"),
        (rb"a\~b\_c\-d\par", "a\xa0b-cd"),
        (rb"\{braces\} and \\\par", "{braces} and \\"),
        (rb"co\rquote s \ldblquote x\rdblquote\par", "co’s “x”"),
        (b"one\r\ntwo\\par", "onetwo"),
        (b"\\pard\n\\plain one\\par", "one"),
        (rb"seen{\v hidden}\par", "seen"),
        (rb"{\*\unknown hidden}seen\par", "seen"),
        (rb"{\pict\pngblip 89504e47}seen\par", "seen"),
        (rb"{\header top}{\footer 1}{\footnote n}seen\par", "seen"),
        (rb"{\deleted old{\footnote\pard\plain n}}seen{\revised  new}\par", "seen new"),
        (rb"{\*\htmltag84 <b>}\htmlrtf {\b x}\htmlrtf0 seen\par", "seen"),
        (rb"{\pict\bin5 }}{{}}seen\par", "seen"),
        (rb'{\field{\*\fldinst{HYPERLINK "http://a.example"}}{\fldrslt seen}}\par', "seen"),
        (rb"\u-3913?\tab item\par", "•\titem"),
    ],
)
def test_what_is_text(body: bytes, text: str) -> None:
    assert texts(body)[0] == text


def test_a_text_box_follows_its_paragraph_and_is_read_once() -> None:
    shape = rb"{\shp{\*\shpinst{\sp{\sn name}{\sv 1}}{\shptxt \pard\b boxed\par\plain twice\par}}"
    copy = rb"{\shprslt{\*\do\dptxbx{\dptxbxtext\pard boxed\par twice\par}}}}"
    found = list(paragraphs(rtf(rb"aro" + shape + copy + rb"und\par end\par")))
    assert [(each.text, each.is_bold) for each in found] == [
        ("around", False),
        ("boxed", True),
        ("twice", False),
        ("end", False),
    ]


def test_a_text_box_of_the_old_form_is_read() -> None:
    body = rb"around{\*\do\dobxcolumn\dptxbx{\dptxbxtext\pard boxed\par}\dpx1}\par"
    assert texts(body) == ["around", "boxed"]


def test_notes_belong_to_the_paragraph_that_refers_to_them() -> None:
    body = (
        rb"one{\super\chftn{\footnote\pard\plain\chftn  First {\field{\*\fldinst{HYPERLINK \"http://a.example\"}}{\fldrslt note}}.\par More.}}"
        rb" two\par three{\chftn{\footnote\ftnalt At the end.}}\par four\par"
    )
    assert [(each.text, each.notes) for each in paragraphs(rtf(body))] == [
        ("one two", ("First note.", "More.")),
        ("three", ("At the end.",)),
        ("four", ()),
    ]


def test_a_note_in_a_text_box_and_one_that_is_cut_off_are_kept() -> None:
    boxed = rb"x{\shp{\*\shpinst{\shptxt boxed{\footnote n}\par}}}\par"
    assert [(each.text, each.notes) for each in paragraphs(rtf(boxed))] == [("x", ("n",)), ("boxed", ())]
    complaints: list[str] = []
    found = list(paragraphs(rb"{\rtf1 one{\footnote a not", complaints.append))
    assert [(each.text, each.notes) for each in found] == [("one", ("a not",))]
    assert len(complaints) == 1


def test_headers_and_footers_are_noted_once_and_with_a_letter_only() -> None:
    stated = Properties()
    body = rb"{\header\pard The Courier\par}{\footer\chpgn  / 7\par}\pard PIRAEUS, Oct 8 (Reuters) - Crews voted.\par\sect{\header\pard The Courier\par}y\par"
    assert [each.text for each in paragraphs(rtf(body), properties=stated)] == [
        "PIRAEUS, Oct 8 (Reuters) - Crews voted.",
        "",
        "y",
    ]
    assert stated.edges == ["The Courier", "/ 7", "The Courier"]
    (story,) = read(feed_of_bytes(rtf(body), path="a.rtf"))
    assert (story.body, story.boilerplate) == ("Crews voted.\n\ny", "The Courier")


def test_a_table_within_a_table_is_read_once() -> None:
    body = (
        rb"\trowd\pard\intbl a\par\pard\intbl\itap2 b\nestcell{\*\nesttableprops\trowd\nestrow}"
        rb"{\nonesttables\par copy}\pard\intbl c\cell\row\pard end\par"
    )
    assert [each.text for each in paragraphs(rtf(body)) if each.text] == ["a", "b", "c", "end"]


@pytest.mark.parametrize("body", ["Größe „Zürich“ – łódź".encode(), rb"Gr\'c3\'b6\'c3\'9fe \u8211?"])
def test_a_body_in_utf8_under_the_header_of_a_code_page(body: bytes) -> None:
    assert "Gr\xf6\xdfe" in texts(body + rb"\par")[0]


def test_a_few_bytes_of_the_code_page_do_not_spoil_a_body_in_utf8() -> None:
    assert texts("Größe Äpfel Öl".encode() + rb"\par caf\'e9\par") == ["Größe Äpfel Öl", "café"]


@pytest.mark.parametrize(
    ("head", "raw", "text"),
    [
        (rb"\ansi\ansicpg1251", rb"\'cf\'f0", "Пр"),
        (rb"\mac", rb"caf\'8e", "café"),
        (rb"\pc", rb"caf\'82", "café"),
        (rb"\ansi\ansicpg936", rb"\'c4\'e3", "你"),
        (rb"\ansi\ansicpg99999", rb"caf\'e9", "café"),
    ],
)
def test_the_character_set_of_the_document(head: bytes, raw: bytes, text: str) -> None:
    assert [each.text for each in paragraphs(rb"{\rtf1" + head + b" " + raw + rb"\par}")] == [text]


def test_style_level_and_weight() -> None:
    sheet = rb"{\stylesheet{\fs24 Normal;}{\s1\outlinelevel0\b heading 1;}{\*\cs2 Strong;}{\s3 Body Text;}}"
    body = (
        sheet
        + rb"\pard\s1\b Ferry held\b0\par\pard\s3 Crews {\b voted}.\par\pard\outlinelevel2 Third\par\pard\plain x\par"
    )
    found = [(each.text, each.style, each.level, each.is_bold) for each in paragraphs(rtf(body))]
    assert found == [
        ("Ferry held", "heading 1", 1, True),
        ("Crews voted.", "Body Text", 0, False),
        ("Third", "", 3, False),
        ("x", "", 0, False),
    ]


def test_links_pages_and_cells() -> None:
    body = (
        rb'{\field{\*\fldinst{HYPERLINK "http://a.example/1"}}{\fldrslt one}}\par'
        rb"\page two\par\pard\pagebb three\par four\page five\par\sect six\par\sect\sectd\sbknone seven\par"
        rb"\trowd\pard\intbl a\cell b\cell\row\pard end\par"
    )
    found = list(paragraphs(rtf(body)))
    assert found[0].links == ("http://a.example/1",)
    assert [each.text for each in found if each.starts_page] == ["two", "three", "five", "six"]
    assert [each.text for each in found if each.is_cell] == ["a", "b"]
    assert found[-1].text == "end"


def test_a_document_says_what_it_states_about_itself() -> None:
    stated = Properties()
    body = rb"{\info{\title Ferry held}{\author A. Writer}{\creatim\yr2011\mo3\dy4\hr5\min6}}x\par"
    assert [each.text for each in paragraphs(rtf(body), properties=stated)] == ["x"]
    assert stated.stated == {"title": "Ferry held", "author": "A. Writer"}
    assert stated.moments["creatim"] == {"yr": 2011, "mo": 3, "dy": 4, "hr": 5, "min": 6}


def test_a_document_as_the_editor_of_macos_writes_it() -> None:
    head = (
        rb"{\rtf1\ansi\ansicpg1252\cocoartf2761"
        + b"\n"
        + rb"{\fonttbl\f0\fswiss\fcharset0 Helvetica;\f1\fnil\fcharset204 Cyr;}"
        rb"{\colortbl;\red255\green255\blue255;}{\*\expandedcolortbl;;}"
    )
    body = b"\n\\f0\\b Ferry held\\\n\\b0 The crew\\uc0\\u8217 s vote, \\f1\\'cf\\'f0\\f0 .\\\n}"
    found = list(paragraphs(head + body))
    assert [(each.text, each.is_bold) for each in found] == [
        ("Ferry held", True),
        ("The crew’s vote, Пр.", False),
    ]


def test_a_document_that_is_cut_gives_what_it_has_and_says_so() -> None:
    complaints: list[str] = []
    found = [each.text for each in paragraphs(rb"{\rtf1\ansi one\par tw", complaints.append)]
    assert found == ["one", "tw"]
    assert complaints == ["the RTF document is cut off: its end is missing"]
    with pytest.raises(FeedError, match="cut off"):
        list(paragraphs(rb"{\rtf1\ansi one\par tw"))


def test_documents_one_after_the_other_are_read() -> None:
    assert [each.text for each in paragraphs(rtf(rb"one\par") + b"\n" + rtf(rb"two\par"))] == ["one", "two"]


def test_the_last_paragraph_needs_no_end() -> None:
    assert texts(rb"one\par two") == ["one", "two"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"plain text", "not an RTF"), (rb"{\rtf1" + b"{" * (MAX_DEPTH + 1), "nested too deep")],
)
def test_what_is_no_document_is_an_error(data: bytes, reason: str) -> None:
    with pytest.raises(FeedError, match=reason):
        list(paragraphs(data))
