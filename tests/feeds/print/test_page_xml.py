"""PAGE XML: order, readings, articles that are marked, what is beside the text."""

from __future__ import annotations

import pytest

from morgue.errors import NoArticle
from morgue.feeds import pick
from morgue.feeds.print import page_xml
from tests.feeds.agencyfiles import stories, story

NAMESPACES = ("2010-03-19", "2013-07-15", "2017-07-15", "2018-07-15", "2019-07-15")


def page(inner: str, year: str = "2019-07-15", metadata: str = "") -> bytes:
    space = f"http://schema.primaresearch.org/PAGE/gts/pagecontent/{year}"
    return f'<?xml version="1.0"?><PcGts xmlns="{space}"><Metadata>{metadata}</Metadata><Page imageFilename="a.jpg">{inner}</Page></PcGts>'.encode()


def line(text: str, custom: str = "") -> str:
    return f'<TextLine custom="{custom}"><Coords points="0,0"/><TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>'


def region(name: str, *lines: str, kind: str = "paragraph", more: str = "") -> str:
    return f'<TextRegion id="{name}" type="{kind}" {more}>{"".join(lines)}</TextRegion>'


@pytest.mark.parametrize("year", NAMESPACES)
def test_a_page_of_every_year(year: str) -> None:
    data = page(region("r1", line("The har-"), line("bour is shut.")) + region("r2", line("Next.")), year)
    assert pick(data, "x").name == "page-xml"
    assert story(page_xml, data).body == "The harbour is shut.\n\nNext."


def test_the_order_is_that_of_the_reading_order_then_of_the_file() -> None:
    order = '<ReadingOrder><OrderedGroup id="g"><OrderedGroupIndexed index="1" id="h"><RegionRefIndexed index="1" regionRef="b"/><RegionRefIndexed index="0" regionRef="c"/></OrderedGroupIndexed><RegionRefIndexed index="0" regionRef="d"/></OrderedGroup></ReadingOrder>'
    data = page(order + "".join(region(each, line(each.upper())) for each in "abcd"))
    assert story(page_xml, data).body == "D\n\nC\n\nB\n\nA"


def test_transkribus_puts_the_order_into_custom() -> None:
    first = region(
        "a",
        line("two", "readingOrder {index:1;}"),
        line("one", "readingOrder {index:0;}"),
        more='custom="readingOrder {index:1;}"',
    )
    data = page(
        first + region("b", line("zero", "readingOrder {index:0;}"), more='custom="readingOrder {index:0;}"')
    )
    assert story(page_xml, data).body == "zero\n\none two"


def test_the_reading_of_the_lowest_index_is_taken_with_its_confidence() -> None:
    readings = "".join(
        f'<TextEquiv index="{at}" conf="{conf}"><Unicode>{text}</Unicode></TextEquiv>'
        for at, conf, text in ((2, "0.1", "worst"), (0, "0.8", "best"), (1, "0.5", "middling"))
    )
    found = story(page_xml, page(region("a", f"<TextLine>{readings}</TextLine>")))
    assert found.body == "best"
    assert found.evidence["body"] == "TextEquiv; OCR confidence 80 %"


def test_words_and_glyphs_stand_for_a_line_and_a_region_for_its_lines() -> None:
    def text(name: str, value: str) -> str:
        return f"<{name}><TextEquiv><Unicode>{value}</Unicode></TextEquiv></{name}>"

    glyphs = f"<Word>{text('Glyph', 's')}{text('Glyph', 'o')}</Word>"
    data = page(
        region("a", f"<TextLine>{text('Word', 'quite')}{glyphs}</TextLine>")
        + region("b", "<TextEquiv><Unicode>whole re-\ngion</Unicode></TextEquiv>")
        + region("c", "<TextEquiv><PlainText>plain</PlainText><Unicode/></TextEquiv>")
    )
    assert story(page_xml, data).body == "quite so\n\nwhole region\n\nplain"


def test_lines_of_articles_make_an_article_each() -> None:
    def of(name: str, text: str, at: int) -> str:
        return line(text, f"readingOrder {{index:{at};}} structure {{id:{name}; type:article;}}")

    data = page(
        region("r1", of("a1", "FERRY LOST", 0), kind="heading")
        + region("r2", of("a1", "It was found.", 0), of("a2", "The price of coal rose.", 1))
        + region("r3", of("a1", "All are well.", 0))
    )
    found = stories(page_xml, data)
    assert [(each.headline, each.body) for each in found] == [
        ("FERRY LOST", "It was found.\n\nAll are well."),
        (None, "The price of coal rose."),
    ]


def test_groups_of_type_article_make_an_article_each() -> None:
    order = '<ReadingOrder><UnorderedGroup id="u"><OrderedGroup id="g1" type="article"><RegionRefIndexed index="0" regionRef="a"/></OrderedGroup><OrderedGroup id="g2" type="article"><RegionRefIndexed index="0" regionRef="b"/></OrderedGroup></UnorderedGroup></ReadingOrder>'
    assert len(stories(page_xml, page(order + region("a", line("One.")) + region("b", line("Two."))))) == 2


def test_what_is_of_the_page_is_set_aside_and_its_number_is_the_page() -> None:
    data = page(
        region("h", line("THE QUAY."), kind="header")
        + region("n", line("- 14 -"), kind="page-number")
        + region("a", line("Story."))
    )
    found = story(page_xml, data)
    assert found.body == "Story."
    assert found.boilerplate == "THE QUAY.\n\n- 14 -"
    assert found.edition is not None
    assert found.edition.page == "14"


def test_a_page_of_advertisements_is_typed() -> None:
    advert = '<AdvertRegion id="x"><TextRegion id="y">' + line("Lamp oil.") + "</TextRegion></AdvertRegion>"
    assert story(page_xml, page(advert)).type == "advertisement"
    table = '<TableRegion id="t"><TableCell row="0" col="0">' + line("Cell.") + "</TableCell></TableRegion>"
    assert story(page_xml, page(table)).body == "Cell."


def test_a_page_is_known_by_its_document_in_transkribus() -> None:
    metadata = '<TranskribusMetadata docId="1" pageId="2" pageNr="5" tsid="{}"/>'
    first = story(page_xml, page(region("a", line("Storv.")), metadata=metadata.format(8)))
    second = story(page_xml, page(region("a", line("Story.")), metadata=metadata.format(9)))
    assert first.id == second.id
    assert first.edition is not None
    assert first.edition.page == "5"


def test_a_page_that_no_server_numbered_is_known_by_what_it_says() -> None:
    metadata = '<TranskribusMetadata docId="-1" pageId="-1" pageNr="5"/>'
    ids = {story(page_xml, page(region("a", line(each)), metadata=metadata)).id for each in ("One.", "Two.")}
    assert len(ids) == 2


def test_a_page_of_a_heading_alone() -> None:
    found = story(page_xml, page(region("a", line("THE END"), kind="heading")))
    assert (found.headline, found.body) == (None, "THE END")


@pytest.mark.parametrize(
    "inner", ["", "<TextRegion id='a'><TextLine/></TextRegion>", "<ImageRegion id='b'/>"]
)
def test_a_page_without_text(inner: str) -> None:
    with pytest.raises(NoArticle, match="without any text"):
        stories(page_xml, page(inner))
