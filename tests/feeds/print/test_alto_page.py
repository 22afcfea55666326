"""The words of a page of ALTO, its versions, orders and divided words."""

from __future__ import annotations

import pytest
from lxml import etree

from morgue.feeds.print.alto_page import Page, Word, lines_of, pages_of, rule_of, text_of
from tests.feeds.print.issues import ALTO_3, alto, block


def page_of(data: bytes) -> Page:
    (page,) = pages_of(etree.fromstring(data))
    return page


def text(page: Page) -> list[str]:
    return text_of([word for span in page.body for word in page.words[span.start : span.end]])


@pytest.mark.parametrize(
    "namespace",
    [
        "",
        "http://schema.ccs-gmbh.com/ALTO",
        "http://www.loc.gov/standards/alto/ns-v2#",
        ALTO_3,
        "http://www.loc.gov/standards/alto/ns-v4#",
        "http://bibnum.bnf.fr/ns/alto_prod",
    ],
)
def test_any_version(namespace: str) -> None:
    page = page_of(alto(block("A", "one two", "three"), block("B", "Four"), number=7, namespace=namespace))
    assert text(page) == ["one two three", "Four"]
    assert (page.number, page.number_rule, page.confidence) == ("7", "Page@PHYSICAL_IMG_NR", 0.7)
    assert page.spans["A"] == (0, 3)
    assert page.spans["B"] == (3, 4)
    assert page.spans["PS7"] == page.spans["P7"] == (0, 4)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["the har|harbour-~", "bour|harbour was"], "the harbour was"),
        (["the har|harbour-", "bour|harbour was"], "the harbour was"),
        (["the har~", "bour was"], "the harbour was"),
        (["the har-~", "bour was"], "the harbour was"),
        (["the har-", "bour was"], "the harbour was"),
        (["the har¬", "bour was"], "the harbour was"),
        (["Ein- ", "und Ausfuhr"], "Ein- und Ausfuhr"),
        (["the Lloyd-", "George cabinet"], "the Lloyd-George cabinet"),
        (["bour|harbour was"], "bour was"),
        (["the har|harbour-"], "the harbour"),
        (["1914-", "1918"], "1914-1918"),
    ],
)
def test_words_that_a_line_divides(lines: list[str], expected: str) -> None:
    assert text(page_of(alto(block("A", *lines)))) == [expected]


def test_a_word_that_a_column_divides() -> None:
    page = page_of(
        alto(
            block("A", "It was in the har|harbour-~"),
            block("B", "bour|harbour all day."),
            block("C", "Next."),
        )
    )
    assert text(page) == ["It was in the harbour all day.", "Next."]


def test_a_sentence_that_a_column_divides() -> None:
    page = page_of(alto(block("A", "It was there"), block("B", "and it stayed."), block("C", "Été nouveau.")))
    assert text(page) == ["It was there and it stayed.", "Été nouveau."]


def test_composed_blocks_and_parts_of_them() -> None:
    made = alto(
        f'<ComposedBlock ID="C"><ComposedBlock ID="D">{block("A", "one")}</ComposedBlock>{block("B", "two")}</ComposedBlock>',
        block("E", "three"),
    )
    page = page_of(made)
    assert page.within("C") == (0, 2)
    assert page.within("D") == (0, 1)
    assert page.within("A", "E") == (0, 3)
    assert page.within("A", "none") == (0, 1)
    assert page.within("none") is None


def test_the_order_that_is_stated() -> None:
    order = "<ReadingOrder><OrderedGroup ID='o'><ElementRef ID='r1' REF='B'/><ElementRef ID='r2' REF='A'/></OrderedGroup></ReadingOrder>"
    made = (
        alto(block("A", "last."), block("B", "First"))
        .decode()
        .replace("<Layout>", f"<Layout>{order}")
        .encode()
    )
    assert text(page_of(made)) == ["First last."]


def test_the_order_of_a_chain() -> None:
    made = alto(
        block("A", "Three."), block("B", "One.", more='IDNEXT="C"'), block("C", "Two.", more='IDNEXT="A"')
    )
    assert text(page_of(made)) == ["One.", "Two.", "Three."]


def test_a_chain_that_goes_round() -> None:
    made = alto(block("A", "One.", more='IDNEXT="B"'), block("B", "Two.", more='IDNEXT="A"'))
    assert text(page_of(made)) == ["One.", "Two."]


def test_margins_are_set_aside_where_there_is_a_text() -> None:
    margins = f"<TopMargin>{block('M', '4 HARBOUR POST')}</TopMargin>"
    page = page_of(alto(block("A", "one"), margins=margins))
    assert text(page) == ["one"]
    assert [page.words[span.start : span.end][0].text for span in page.aside] == ["4"]
    assert text(page_of(alto(margins=margins))) == ["4 HARBOUR POST"]


def test_several_pages_in_a_document() -> None:
    made = alto(block("A", "one")).replace(b"</Layout>", b'<Page ID="Q" PRINTED_IMG_NR="12"/></Layout>')
    one, two = pages_of(etree.fromstring(made))
    assert (one.number, two.number, two.number_rule) == ("1", "12", "Page@PRINTED_IMG_NR")
    assert text(two) == []


def test_languages_and_tags() -> None:
    tags = '<Tags><StructureTag ID="t" LABEL="Title"/><LayoutTag ID="u" LABEL="Page-Number"/></Tags>'
    made = alto(
        block("A", "HEAD", more='LANG="fr" TAGREFS="t"'),
        block("B", "text of it", more='language="fr"'),
        block("C", "9", more='TAGREFS="u x"'),
        before=tags,
    )
    page = page_of(made)
    assert page.language() == "fr"
    assert list(page.tags.values()) == [("title",), ("page-number",)]


def test_confidence() -> None:
    words = [Word("a", confidence=0.5), Word("b"), Word("c", confidence=1.0)]
    assert rule_of("x", words) == "x; OCR confidence 75 %"
    assert rule_of("x", [Word("a")], 0.4) == "x; OCR confidence 40 %"
    assert rule_of("x", [Word("a")]) == "x"


def test_numbers_that_are_none() -> None:
    made = b'<alto><Layout><Page PHYSICAL_IMG_NR="0" PC="x"><PrintSpace><TextBlock><TextLine><String CONTENT="a" WC="nan" HPOS=""/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>'
    page = page_of(made)
    assert (page.number, page.confidence) == (None, None)
    assert page.words[0].confidence is None


def test_lines() -> None:
    page = page_of(alto(block("A", "one two", "three")))
    assert [[word.text for word in line] for line in lines_of(page.words)] == [["one", "two"], ["three"]]


def test_a_long_block_is_joined_in_one_go() -> None:
    """Twice the lines, twice the characters that are put together, whatever the length of the paragraph."""
    lines = [Word("word", ends="line") for _ in range(40_000)]
    assert len(text_of(lines)[0]) == 40_000 * 5 - 1
