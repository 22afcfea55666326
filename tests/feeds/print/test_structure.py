"""Which articles a METS has, of which parts."""

from __future__ import annotations

from lxml import etree

from morgue._startup.tables import read_rows
from morgue.feeds.print.structure import STORIES, Structure, structure_of
from morgue.feeds.print.vocabulary import kinds
from morgue.feeds.support.data import DATA
from tests.feeds.print.issues import area, div, issue, mets


def structure(logical: str, **more: str) -> Structure:
    return structure_of(etree.fromstring(mets(logical, **more)))  # type: ignore[arg-type]


def test_the_table_says_one_thing_of_a_word() -> None:
    for name in ("div", "tag", "subject"):
        words = [
            word
            for row, _, listed in read_rows(DATA / "print_parts.tsv")
            if row == name
            for word in listed.split("|")
        ]
        assert sorted(set(words)) == sorted(words)
        assert all(word == word.lower().strip() for word in words)
    assert set(kinds("div").values()) == {
        *STORIES,
        "section",
        "aside",
        "title",
        "deck",
        "author",
        "caption",
        "text",
        "level",
        "crosshead",
    }


def test_types_are_read_in_any_case() -> None:
    found = structure(
        issue(
            div("Article", area("A")),
            div("AdVert", area("B")),
            div("Death_Notice", area("C")),
            div("PICTURE", area("D")),
        )
    )
    assert [each.kind for each in found.items] == ["story", "advertisement", "story", "picture"]


def test_an_advertisement_in_an_article_is_one_of_its_own() -> None:
    found = structure(
        issue(
            div(
                "ARTICLE",
                div("TEXT", area("A")) + div("ADVERTISEMENT", area("B"), 'ID="x"') + div("TEXT", area("C")),
            )
        )
    )
    assert [[each.begin for each in item.areas] for item in found.items] == [["A", "C"], ["B"]]


def test_articles_in_an_article_are_articles_of_a_section() -> None:
    found = structure(
        issue(
            div(
                "ARTICLE",
                div("HEADING", area("H")) + div("ARTICLE", area("A")) + div("ARTICLE", area("B")),
                'LABEL="Letters"',
            )
        )
    )
    assert [[each.begin for each in item.areas] for item in found.items] == [["A"], ["B"]]
    assert [item.sections for item in found.items] == [("Letters",), ("Letters",)]
    assert [each.begin for each in found.items[0].before] == ["H"]


def test_text_in_no_article() -> None:
    found = structure(issue(div("CONTENT", div("TEXTBLOCK", area("A")) + div("TEXTBLOCK", area("B")))))
    assert [(item.kind, [each.begin for each in item.areas]) for item in found.items] == [
        ("loose", ["A", "B"])
    ]


def test_a_type_that_nobody_knows_holds_what_it_holds() -> None:
    found = structure(issue(div("Zeug", div("ARTICLE", area("A")))))
    assert [item.kind for item in found.items] == ["story"]


def test_pictures_and_tables_of_contents_are_no_pages() -> None:
    files = (
        '<mets xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec><fileGrp USE="ocr"><file ID="a"><FLocat xlink:href="a.xml"/></file></fileGrp>'
        '<fileGrp USE="toc"><file ID="b"><FLocat xlink:href="b.xml"/></file></fileGrp><fileGrp><file ID="c" MIMETYPE="image/jp2"><FLocat xlink:href="c"/></file>'
        '<file ID="d"><FLocat xlink:href="d.tif"/></file><file ID="e"/></fileGrp></fileSec></mets>'
    )
    assert structure_of(etree.fromstring(files)).files == {"a": "a.xml"}
