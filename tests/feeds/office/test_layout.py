"""Where a document's own structure parts its stories, and where it does not."""

from __future__ import annotations

import pytest

from morgue.feeds.office.layout import pieces
from morgue.feeds.office.paragraph import Paragraph

A = "Crews voted on Thursday to stay in port until the owners pay for the watches."
B = "Pilots in the port asked on Friday for a second tug for every tanker that comes."


def head(text: str, level: int = 1, *, page: bool = False) -> Paragraph:
    return Paragraph(text, f"heading {level}", level, True, (), page)


def bold(text: str, *, page: bool = False) -> Paragraph:
    return Paragraph(text, is_bold=True, starts_page=page)


def plain(text: str, *, page: bool = False, style: str = "") -> Paragraph:
    return Paragraph(text, style, starts_page=page)


def found(*document: Paragraph) -> list[tuple[str | None, list[str]]]:
    """The stories of a document: headline, and the texts below."""
    return [
        (" ".join(each.text for each in piece.headline) or None, [each.text for each in piece.paragraphs])
        for piece in pieces(document)
    ]


@pytest.mark.parametrize(
    ("document", "stories"),
    [
        ([head("One"), plain(A)], [("One", [A])]),
        ([bold("One"), plain(A)], [("One", [A])]),
        ([plain("A title", style="Title"), plain(A)], [("A title", [A])]),
        ([plain("10 May 2019"), bold("One"), plain(A)], [("One", ["10 May 2019", A])]),
        ([bold("By Ann Lee"), bold("One"), plain(A)], [("One", ["By Ann Lee", A])]),
        ([plain(A), bold("A crosshead"), plain(B)], [(None, [A, "A crosshead", B])]),
        ([plain(A), plain(B)], [(None, [A, B])]),
    ],
)
def test_one_story_and_its_headline(document: list[Paragraph], stories: list[object]) -> None:
    assert found(*document) == stories


def test_headings_of_one_level_part_stories_where_the_document_begins_with_one() -> None:
    assert found(head("One"), plain(A), head("Two"), plain(B)) == [("One", [A]), ("Two", [B])]


def test_crossheads_below_a_headline_part_none() -> None:
    assert found(head("One"), plain(A), head("Why", 2), plain(B), head("How", 2), plain(A)) == [
        ("One", [A, "Why", B, "How", A])
    ]
    assert found(plain("One", style="Title"), head("Why"), plain(B), head("How"), plain(A)) == [
        ("One", ["Why", B, "How", A])
    ]


@pytest.mark.parametrize(
    "opens",
    ["By Ann Lee", "PIRAEUS, Greece, Oct 8 (Reuters) - " + A, "8 October 2025", "Published: 8 October 2025"],
)
def test_headings_below_a_title_part_stories_where_these_begin_as_stories_do(opens: str) -> None:
    document = (
        plain("Clippings", style="Title"),
        head("One"),
        plain(opens),
        plain(A),
        head("Two"),
        plain(opens),
        plain(B),
    )
    assert found(*document) == [("One", [opens, A]), ("Two", [opens, B])]
    assert [each.text for each in pieces(document)[0].cover] == ["Clippings"]


def test_headings_of_sections_are_those_of_the_stories_below_them() -> None:
    document = (
        head("World"), head("One", 2), plain(A), head("Two", 2), plain(B),
        head("Sport"), head("Three", 2), plain(A), head("Four", 2), plain(B),
    )  # fmt: skip
    assert [(each.section, each.headline[0].text) for each in pieces(document)] == [
        ("World", "One"),
        ("World", "Two"),
        ("Sport", "Three"),
        ("Sport", "Four"),
    ]


def test_a_table_of_contents_is_no_text() -> None:
    listed = [plain("One\t2", style="toc 1"), plain("Contents", style="TOC Heading")]
    assert found(*listed, head("One"), plain(A), head("Two"), plain(B)) == [("One", [A]), ("Two", [B])]


def test_pages_part_stories_where_a_headline_is_behind_the_break() -> None:
    assert found(bold("One"), plain(A), bold("Two", page=True), plain(B)) == [("One", [A]), ("Two", [B])]
    assert found(bold("One"), plain(A), plain(B, page=True)) == [("One", [A, B])]


@pytest.mark.parametrize("rule", ["__________", "* * *", "###", "-30-", "==========", "— — —"])
def test_rules_part_stories_where_a_headline_is_behind_them(rule: str) -> None:
    assert found(bold("One"), plain(A), plain(rule), bold("Two"), plain(B)) == [("One", [A]), ("Two", [B])]
    assert len(found(bold("One"), plain(A), plain(rule), plain(B))) == 1


def test_a_page_of_wire_copy_is_a_story() -> None:
    wire = "PIRAEUS, Greece, Oct 8 (Reuters) - " + B
    assert found(plain(A), plain("Two", page=True), plain(wire)) == [(None, [A]), (None, ["Two", wire])]


def test_a_cover_is_set_aside_and_an_introduction_is_a_story() -> None:
    cover = pieces(
        [plain("Press review"), bold("One", page=True), plain(A), bold("Two", page=True), plain(B)]
    )
    assert [[each.text for each in piece.cover] for piece in cover] == [["Press review"], []]
    assert found(plain(A), bold("One", page=True), plain(A), bold("Two", page=True), plain(B)) == [
        (None, [A]),
        ("One", [A]),
        ("Two", [B]),
    ]


def test_no_text_is_lost() -> None:
    document = (
        plain("Cover"), head("Alone"), head("One"), plain("By Ann Lee"), plain(A), head("Crosshead", 3), plain(B),
        head("Two"), plain("By Bo Li"), plain(B), plain("The end"), head("Last, without a text"),
    )  # fmt: skip
    kept = [
        each.text for piece in pieces(document) for each in (*piece.cover, *piece.headline, *piece.paragraphs)
    ]
    assert sorted(kept) == sorted(each.text for each in document)


@pytest.mark.parametrize("document", [[], [plain("")], [plain(" \n")], [plain("* * *")]])
def test_a_document_without_a_word_has_no_story(document: list[Paragraph]) -> None:
    assert pieces(document) == []
