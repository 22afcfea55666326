"""What tells print from wire copy, and the day that a printed story has."""

from __future__ import annotations

import json

import pytest

from morgue.feeds import feed_of_bytes
from morgue.feeds.support.print_date import is_date_of_issue, is_printed
from morgue.feeds.tables import csv, jsonl
from morgue.feeds.tables import xml as storyxml
from morgue.feeds.text import trec
from morgue.feeds.wire import nitf
from morgue.model.article import Article, Edition
from tests.feeds.agencyfiles import story

TEXT = "NAPLES, Dec. 31 - The old ferry sailed for the last time, with a band on deck and nobody at the rail."


@pytest.mark.parametrize(
    ("names", "printed"),
    [
        (("print_page",), True),
        (("newspaperPageNumber",), True),
        (("Printed Page",), True),
        (("page", "edition"), True),
        (("Volume", "Issue"), True),
        (("newspaper", "Seite"), True),
        (("page",), False),
        (("edition",), False),
        (("page", "pages"), False),
        (("newspaper", "title"), False),
        (("footprint", "sprint_number"), False),
        ((), False),
    ],
)
def test_two_facts_of_print_or_its_name(names: tuple[str, ...], printed: bool) -> None:
    assert is_printed(names) is printed


def test_names_of_a_date_of_issue() -> None:
    assert is_date_of_issue("newspaperEditionDate")
    assert is_date_of_issue("Date of issue")
    assert not is_date_of_issue("date")


def nitf_of(pubdata: str, head: str = "") -> Article:
    return story(
        nitf,
        f'<nitf><head><title>Ferry</title>{head}<docdata><date.issue norm="20230101"/></docdata>{pubdata}</head>'
        f"<body><body.content><p>{TEXT}</p></body.content></body></nitf>",
    )


@pytest.mark.parametrize(
    ("pubdata", "head", "day"),
    [
        ('<pubdata date.publication="20230101T000000" name="The Harbour Post"/>', "", "2023-01-01"),
        (
            '<pubdata date.publication="20230101"/>',
            '<meta name="print_page_number" content="3"/>',
            "2023-01-01",
        ),
        (
            '<pubdata date.publication="20230101T060000Z" position.section="A" position.sequence="3"/>',
            "",
            "2023-01-01",
        ),
        ('<pubdata date.publication="20230101" edition.name="Late"/>', "", "2023-01-01"),
        ('<pubdata date.publication="20230101" type="print"/>', "", "2023-01-01"),
        ('<pubdata date.publication="20230101" type="web" name="The Harbour Post"/>', "", "2022-12-31"),
        ('<pubdata date.publication="20230101T101500+0100" name="The Harbour Post"/>', "", "2022-12-31"),
        ('<pubdata date.publication="20230101" name="Associated Press"/>', "", "2022-12-31"),
        (
            '<pubdata date.publication="20230101T101500+0100" edition.area="EUR USA" item-length="30"/>',
            "",
            "2022-12-31",
        ),
        ("", "", "2022-12-31"),
    ],
)
def test_the_day_of_nitf(pubdata: str, head: str, day: str) -> None:
    """Print has the day of issue, wire copy that of its dateline; the dateline stays as it is written."""
    found = nitf_of(pubdata, head)
    assert found.day == day
    assert found.dateline == "NAPLES, Dec. 31 -"
    assert ("dateline of 2022-12-31" in found.evidence["day"]) is (day == "2023-01-01")


@pytest.mark.parametrize(
    ("more", "day"),
    [
        ({"print_page": "3", "print_section": "A"}, "2023-01-01"),
        ({"newspaper": "The Harbour Post", "page": 3}, "2023-01-01"),
        ({"newspaperEditionDate": "2023-01-02", "newspaperPageNumber": 3}, "2023-01-02"),
        ({"print_page": "", "print_section": None}, "2022-12-31"),
        ({"page": 3}, "2022-12-31"),
    ],
)
def test_the_day_of_rows(more: dict[str, object], day: str) -> None:
    row = {"title": "Ferry", "text": TEXT, "date": "2023-01-01T05:00:00Z", **more}
    assert story(jsonl, json.dumps(row)).day == day
    names = ",".join(row)
    values = ",".join(f'"{"" if value is None else value}"' for value in row.values())
    (found,) = csv.read(feed_of_bytes(f"{names}\n{values}\n".encode(), path="x.csv"))
    assert found.day == day


def test_the_day_of_xml_and_of_test_collections() -> None:
    xml = "<?xml version='1.0'?><item><headline>Ferry</headline><text>%s</text><pubdate>2023-01-01</pubdate>%s</item>"
    assert story(storyxml, xml % (TEXT, "")).day == "2022-12-31"
    assert story(storyxml, xml % (TEXT, "<edition>Late</edition><page>3</page>")).day == "2023-01-01"
    record = "<DOC>\n<DOCNO> XX010193-0001 </DOCNO>\n<DATE>%s</DATE>\n<HEADLINE>Ferry</HEADLINE>\n<TEXT>\n%s\n</TEXT>\n</DOC>\n"
    assert story(trec, record % ("January 1, 1993, Friday, Home Edition", TEXT)).day == "1993-01-01"
    assert story(trec, record % ("January 1, 1993", TEXT)).day == "1992-12-31"


@pytest.mark.parametrize(
    ("pubdata", "head", "edition"),
    [
        (
            '<pubdata date.publication="20230101" position.section="A" position.sequence="3" edition.name="Late" volume="CXII"/>',
            "",
            Edition("2023-01-01", "3", "Late", "CXII"),
        ),
        (
            '<pubdata date.publication="20230101"/>',
            '<meta name="print_page_number" content="3"/><meta name="print_section" content="A"/>',
            Edition("2023-01-01", "3"),
        ),
        ('<pubdata date.publication="20230101" type="print"/>', "", None),
        ('<pubdata date.publication="20230101T101500+0100" edition.area="EUR USA"/>', "", None),
        ('<pubdata date.publication="20230101" type="web" position.sequence="3"/>', "", None),
    ],
)
def test_the_edition_of_nitf(pubdata: str, head: str, edition: Edition | None) -> None:
    assert nitf_of(pubdata, head).edition == edition


@pytest.mark.parametrize(
    ("more", "edition"),
    [
        ({"print_page": "3", "print_section": "A"}, Edition("2023-01-01", "3")),
        ({"newspaper": "The Harbour Post", "page": 3}, Edition("2023-01-01", "3")),
        ({"Seite": "7", "Ausgabe": "Stadt", "Jahrgang": 12}, Edition("2023-01-01", "7", "Stadt", "12")),
        ({"page": "3", "edition": "x" * 200}, Edition("2023-01-01", "3")),
        ({"page": 3}, None),
        ({"newspaper": "The Harbour Post", "issn": "1234-5678"}, None),
    ],
)
def test_the_edition_of_rows(more: dict[str, object], edition: Edition | None) -> None:
    row = {"title": "Ferry", "text": TEXT, "date": "2023-01-01T05:00:00Z", **more}
    found = story(jsonl, json.dumps(row))
    assert found.edition == edition
    assert ("edition" in found.evidence) == (edition is not None)


def test_the_edition_of_xml_and_of_test_collections() -> None:
    xml = "<?xml version='1.0'?><item><headline>Ferry</headline><text>%s</text><pubdate>2023-01-01</pubdate>%s</item>"
    found = story(storyxml, xml % (TEXT, "<edition>Late</edition><page>3</page>"))
    assert found.edition == Edition("2023-01-01", "3", "Late")
    record = "<DOC>\n<DOCNO> XX010193-0001 </DOCNO>\n<DATE>January 1, 1993, Friday, Home Edition</DATE>\n<SECTION>Part A; Page 17; Column 2</SECTION>\n<TEXT>\n%s\n</TEXT>\n</DOC>\n"
    assert story(trec, record % TEXT).edition == Edition("1993-01-01", "17", "Home Edition")
