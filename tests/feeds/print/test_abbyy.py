"""ABBYY FineReader XML of several schemas: characters, parts with text, roles, confidence, cuts."""

from __future__ import annotations

import pytest

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.print import abbyy
from tests.feeds.agencyfiles import stories, story


def document(pages: str, schema: str = "FineReader10-schema-v1", styles: str = "") -> bytes:
    return f'<?xml version="1.0"?><document version="1.0" xmlns="http://www.abbyy.com/FineReader_xml/{schema}.xml">{styles}{pages}</document>'.encode()


def characters(text: str, confidence: int = 90) -> str:
    return "".join(f'<charParams charConfidence="{confidence}">{each}</charParams>' for each in text)


def line(content: str, tongue: str = "EnglishUnitedStates") -> str:
    return f'<line baseline="1"><formatting lang="{tongue}">{content}</formatting></line>'


def page(*paragraphs: str) -> str:
    return f'<page width="1"><block blockType="Text"><text>{"".join(paragraphs)}</text></block></page>'


@pytest.mark.parametrize(
    "schema", ["FineReader6-schema-v1", "FineReader8-schema-v2", "FineReader10-schema-v1"]
)
def test_every_schema(schema: str) -> None:
    data = document(page(f"<par>{line(characters('The har¬'))}{line(characters('bour.'))}</par>"), schema)
    assert pick(data, "x").name == "abbyy"
    found = story(abbyy, data)
    assert found.body == "The harbour."
    assert found.evidence["body"] == "par; OCR confidence 90 %"
    assert found.edition is not None
    assert found.edition.page == "1"


def test_parts_that_hold_text_and_an_unknown_confidence() -> None:
    found = story(abbyy, document(page(f"<par>{line('whole line')}{line(characters('x', 255))}</par>")))
    assert found.body == "whole line x"
    assert found.evidence["body"] == "par"


def test_roles_of_paragraphs() -> None:
    styles = '<documentData><paragraphStyles><paragraphStyle id="h" role="heading"/><paragraphStyle id="r" role="rt"/></paragraphStyles></documentData>'
    pages = page(
        f'<par style="r">{line("QUAY")}</par><par style="h">{line("News")}</par><par>{line("Text.")}</par>'
    )
    found = story(abbyy, document(pages, styles=styles))
    assert (found.headline, found.body, found.boilerplate) == ("News", "Text.", "QUAY")


def test_pages_are_stories_and_empty_ones_are_none() -> None:
    found = stories(
        abbyy, document(page(f"<par>{line('One.')}</par>") + page() + page(f"<par>{line('Three.')}</par>"))
    )
    assert [(each.body, each.edition.page) for each in found if each.edition] == [
        ("One.", "1"),
        ("Three.", "3"),
    ]
    with pytest.raises(NoArticle, match="without a word"):
        stories(abbyy, document(page()))


def test_a_cut_document_keeps_its_whole_pages() -> None:
    data = document(page(f"<par>{line('One.')}</par>") + page(f"<par>{line('Two.')}</par>"))
    feed = feed_of_bytes(data[: data.index(b"Two")], path="x")
    assert [each.body for each in abbyy.read(feed)] == ["One."]
    assert "truncated" in feed.complaints[0].message
    with pytest.raises(FeedError, match="no page could be read"):
        stories(abbyy, data[: data.index(b"One")])


def test_entities_are_not_expanded() -> None:
    inner = page(f"<par>{line('&a;x')}</par>")
    data = document(inner).replace(b"<document", b'<!DOCTYPE document [<!ENTITY a "boom">]><document')
    assert "boom" not in (story(abbyy, data).body or "")


def test_another_document_is_not_of_this_form() -> None:
    assert abbyy.sniff(b"<?xml version='1.0'?><document><page>a</page></document>", "x") == 0


def test_a_page_in_a_file_of_its_own() -> None:
    """Libraries cut the document of FineReader into its pages, without its root and namespace."""
    data = b"""  <page width="3629" height="5187" resolution="300" originalCoords="1">
    <block blockType="Text" l="1" t="2" r="3" b="4"><text><par><line><formatting lang="FrenchStandard">Le bac est perdu.</formatting></line></par></text></block>
  </page>"""
    assert pick(data, "6254688.xml").name == "abbyy"
    found = story(abbyy, data)
    assert (found.body, found.language) == ("Le bac est perdu.", "fr")
