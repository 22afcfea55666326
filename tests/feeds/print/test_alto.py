"""Pages of ALTO by themselves are articles; those of an issue are the issue's."""

from __future__ import annotations

import pytest

from morgue.errors import NoArticle, PartOf
from morgue.feeds import pick, reader
from tests.feeds.print.issues import ALTO_3, alto, area, block, div, feed, issue, mets, read


def test_a_page() -> None:
    margins = f"<TopMargin>{block('M', '4 HARBOUR POST')}</TopMargin>"
    (page,) = read(
        {"p.xml": alto(block("A", "The pier was lost."), number=4, margins=margins)}, "p.xml", "alto"
    )
    assert (page.headline, page.body, page.boilerplate) == (None, "The pier was lost.", "4 HARBOUR POST")
    assert page.edition is not None
    assert (page.edition.page, page.edition.day) == ("4", None)
    assert page.evidence["body"] == "TextBlock; OCR confidence 80 %"
    assert (page.day, page.publisher) == (None, None)


def test_the_day_in_the_name_of_a_file() -> None:
    name = "OE-Rennes/x/ALTO/19181217_1-0002.xml"
    (page,) = read({name: alto(block("A", "The pier was lost."))}, name, "alto")
    assert (page.day, page.evidence["day"]) == ("1918-12-17", "file name")
    assert page.edition is not None
    assert page.edition.day == "1918-12-17"


def test_the_directory_of_a_page_may_be_that_of_a_download() -> None:
    (page,) = read({"2023-10-05/p2.xml": alto(block("A", "The pier was lost."))}, "2023-10-05/p2.xml", "alto")
    assert page.day is None


def test_tags_say_what_is_a_heading_and_what_is_beside_the_text() -> None:
    tags = '<Tags><StructureTag ID="t" LABEL="heading"/><OtherTag ID="u" LABEL="RunningTitleZone"/></Tags>'
    blocks = [
        block("R", "HARBOUR POST", more='TAGREFS="u"'),
        block("H", "A PIER LOST", more='TAGREFS="t"'),
        block("A", "It was lost."),
    ]
    (page,) = read({"p.xml": alto(*blocks, before=tags)}, "p.xml", "alto")
    assert (page.headline, page.body, page.boilerplate) == ("A PIER LOST", "It was lost.", "HARBOUR POST")


def test_a_page_without_words() -> None:
    with pytest.raises(NoArticle, match="a page without text"):
        list(reader("alto").read(feed({"p.xml": alto()}, "p.xml", "alto")))


@pytest.mark.parametrize("owner", ["mets.xml", "1911/mets.xml", "1911/text/2_mets.xml", "1911/19110304.xml"])
def test_a_page_of_an_issue(owner: str) -> None:
    name = "1911/text/p1.xml"
    address = {"mets.xml": "1911/text/p1.xml", "1911/text/2_mets.xml": "p1.xml"}.get(owner, "text/p1.xml")
    files = {name: alto(block("A", "one")), owner: mets(issue(div("ARTICLE", area("A"))), [address])}
    with pytest.raises(PartOf, match="a page of the issue ") as told:
        list(reader("alto").read(feed(files, name, "alto")))
    assert told.value.owner in ("../../mets.xml", "../mets.xml", "2_mets.xml", "../19110304.xml")


def test_a_page_that_no_issue_names_is_one_by_itself() -> None:
    files = {
        "1911/p9.xml": alto(block("A", "A page by itself")),
        "1911/mets.xml": mets(issue(), ["p1.xml"]),
        "1911/p1.xml": alto(),
    }
    assert len(read(files, "1911/p9.xml", "alto")) == 1


def test_the_mark_of_the_form() -> None:
    for data in (
        alto(block("A", "a")),
        alto(namespace=""),
        b'\xef\xbb\xbf<alto:alto xmlns:alto="' + ALTO_3.encode() + b'"/>',
    ):
        assert pick(data, "x.txt").name == "alto"
