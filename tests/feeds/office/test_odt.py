"""OpenDocument texts: what is text in them, and what sets a paragraph apart."""

from __future__ import annotations

import pytest

from morgue.errors import FeedError
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.office import odt
from morgue.feeds.office.package import package_of
from morgue.feeds.office.paragraph import Paragraph
from tests.feeds.office.documents import opendocument

STYLES = (
    "<office:automatic-styles>"
    '<style:style style:name="P1" style:parent-style-name="Kop_20_1"><style:paragraph-properties fo:break-before="page"/></style:style>'
    '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="T2"><style:text-properties text:display="none"/></style:style>'
    "</office:automatic-styles>"
)
NAMED = (
    '<office:document-styles xmlns:office="o" xmlns:style="s"><office:styles><style:style style:name="Kop_20_1"'
    ' style:display-name="Kop 1" style:default-outline-level="1"/></office:styles></office:document-styles>'
)


def document(body: str) -> bytes:
    return opendocument(
        f"{STYLES}<office:body><office:text>{body}</office:text></office:body>", **{"styles.xml": NAMED}
    )


def paragraphs(body: str) -> list[Paragraph]:
    package = package_of(document(body))
    return list(odt.paragraphs(package.read("content.xml", 1 << 20), package.read("styles.xml", 1 << 20)))


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("one  \n two", "one two"),
        ("one<text:s text:c='3'/>two", "one   two"),
        ("one<text:tab/>two<text:line-break/>three", "one\ttwo\nthree"),
        ("one <text:span> two</text:span>", "one two"),
        ("one<text:note><text:note-body><text:p>n</text:p></text:note-body></text:note> two", "one two"),
        ("one<office:annotation><text:p>n</text:p></office:annotation>", "one"),
        ("<text:span text:style-name='T2'>hidden</text:span>one", "one"),
        ("<text:s text:c='99999999999'/>one", " one"),
        (
            "<text:ruby><text:ruby-base>仮名</text:ruby-base><text:ruby-text>かな</text:ruby-text></text:ruby>",
            "仮名",
        ),
    ],
)
def test_what_is_text(inside: str, text: str) -> None:
    assert [each.text for each in paragraphs(f"<text:p>{inside}</text:p>")] == [text]


def test_deleted_text_and_the_table_of_contents_are_none() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>old</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>One 1</text:p></text:index-body></text:table-of-content><text:p>one</text:p>"
    )
    assert [each.text for each in paragraphs(body)] == ["one"]


def test_headings_styles_pages_links_and_cells() -> None:
    body = (
        '<text:h text:outline-level="2">Head</text:h>'
        '<text:p text:style-name="P1"><text:a xlink:href="http://a.example"><text:span text:style-name="T1">Bold</text:span></text:a></text:p>'
        "<table:table><table:table-row><table:table-cell><text:p>cell</text:p></table:table-cell></table:table-row></table:table>"
    )
    head, bold, cell = paragraphs(body)
    assert (head.level, head.is_bold) == (2, False)
    assert (bold.level, bold.style, bold.is_bold, bold.starts_page, bold.links) == (
        1,
        "Kop 1",
        True,
        True,
        ("http://a.example",),
    )
    assert cell.is_cell


def test_a_text_box_follows_its_paragraph() -> None:
    body = "<text:p>around<draw:frame><draw:text-box><text:p>boxed</text:p></draw:text-box></draw:frame></text:p>"
    assert [each.text for each in paragraphs(body)] == ["around", "boxed"]


def test_shapes_and_groups_with_text_follow_their_paragraph() -> None:
    body = (
        "<text:p>around<draw:g><draw:custom-shape><text:p>one</text:p></draw:custom-shape><draw:rect><text:p>two"
        "<draw:frame><draw:text-box><text:p>inner</text:p></draw:text-box></draw:frame></text:p></draw:rect></draw:g> it</text:p>"
    )
    assert [each.text for each in paragraphs(body)] == ["around it", "one", "two", "inner"]


def test_notes_belong_to_the_paragraph_that_refers_to_them() -> None:
    note = "<text:note text:note-class='{}'><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body></text:note>"
    body = (
        f"<text:p>one{note.format('footnote', '<text:p>First.</text:p><text:p/><text:list><text:list-item><text:p>More.</text:p></text:list-item></text:list>')}"
        f" two</text:p><text:p>three{note.format('endnote', '<text:p>Last.</text:p>')}</text:p>"
    )
    assert [(each.text, each.notes) for each in paragraphs(body)] == [
        ("one two", ("First.", "More.")),
        ("three", ("Last.",)),
    ]


def test_a_hidden_section_is_none() -> None:
    body = (
        '<text:section text:display="none"><text:p>hidden</text:p></text:section>'
        '<text:section text:display="true"><text:p>shown</text:p></text:section>'
    )
    assert [each.text for each in paragraphs(body)] == ["shown"]


def test_headers_of_the_pages_in_use_are_set_aside_and_notes_are_behind_the_text() -> None:
    pages = "".join(
        f'<style:master-page style:name="{name}"{more}><style:header><text:p>{name} head</text:p></style:header>'
        f"<style:footer{hidden}><text:p>{name} foot</text:p></style:footer></style:master-page>"
        for name, more, hidden in (
            ("Standard", "", ""),
            ("First", ' style:next-style-name="Then"', ' style:display="false"'),
            ("Then", "", ""),
            ("Unused", "", ""),
        )
    )
    named = (
        f'<office:document-styles xmlns:office="o" xmlns:style="s" xmlns:text="t"><office:master-styles>{pages}'
        "</office:master-styles></office:document-styles>"
    )
    content = (
        '<office:automatic-styles><style:style style:name="P1" style:master-page-name="First"/></office:automatic-styles>'
        "<office:body><office:text><text:h>Ferry held</text:h><text:p>Crews voted to stay<text:note><text:note-body>"
        "<text:p>By 40 to 2.</text:p></text:note-body></text:note> in port.</text:p><text:p>Owners protest.</text:p></office:text></office:body>"
    )
    (story,) = odt.read(feed_of_bytes(opendocument(content, **{"styles.xml": named}), path="a.odt"))
    assert story.body == "Crews voted to stay in port.\n\nOwners protest.\n\nBy 40 to 2."
    assert (story.boilerplate or "").split("\n\n") == [
        "Standard head",
        "Standard foot",
        "First head",
        "Then head",
        "Then foot",
    ]


def test_a_single_xml_file_is_read_without_its_headers() -> None:
    flat = (
        b'<office:document xmlns:office="urn:o" xmlns:text="urn:t" office:mimetype="application/vnd.oasis.opendocument.text">'
        b"<office:master-styles><text:p>Header</text:p></office:master-styles>"
        b"<office:body><office:text><text:h>Ferry held</text:h><text:p>Crews voted on Thursday to stay in port.</text:p></office:text></office:body></office:document>"
    )
    assert pick(flat, "a.fodt").name == "odt"
    (story,) = odt.read(feed_of_bytes(flat, path="a.fodt"))
    assert (story.headline, story.body) == ("Ferry held", "Crews voted on Thursday to stay in port.")


def test_damage_ends_the_paragraphs_and_is_named() -> None:
    complaints: list[str] = []
    content = b'<d xmlns:text="t"><text:p>one</text:p><text:p>tw'
    assert [each.text for each in odt.paragraphs(content, None, complaints.append)] == ["one"]
    assert len(complaints) == 1
    with pytest.raises(FeedError, match="damaged"):
        list(odt.paragraphs(b"<d"))


def test_an_encrypted_document_says_so() -> None:
    made = opendocument("<x/>", **{"META-INF/manifest.xml": "<m><encryption-data/></m>"})
    with pytest.raises(FeedError, match="encrypted"):
        list(odt.read(feed_of_bytes(made, path="a.odt")))
