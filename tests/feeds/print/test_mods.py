"""What MODS and Dublin Core state of an issue."""

from __future__ import annotations

import pytest
from lxml import etree

from morgue.feeds.print.mods import Record, record_of


def record(inside: str) -> Record:
    return record_of(
        etree.fromstring(f"<dmdSec><mdWrap><xmlData><mods>{inside}</mods></xmlData></mdWrap></dmdSec>")
    )


@pytest.mark.parametrize(
    ("inside", "title"),
    [
        ("<titleInfo><title>Harbour Post</title></titleInfo>", "Harbour Post"),
        ("<titleInfo><nonSort>The </nonSort><title>Post</title></titleInfo>", "The Post"),
        ("<titleInfo><nonSort>L'</nonSort><title>Union</title></titleInfo>", "L'Union"),
        (
            "<titleInfo type='abbreviated'><title>H. P.</title></titleInfo><titleInfo><title>Harbour Post</title></titleInfo>",
            "Harbour Post",
        ),
        ("<titleInfo><title/></titleInfo>", None),
        ("<relatedItem type='series'><titleInfo><title>Other</title></titleInfo></relatedItem>", None),
    ],
)
def test_titles(inside: str, title: str | None) -> None:
    assert record(inside).title == title


@pytest.mark.parametrize(
    ("inside", "date"),
    [
        ("<originInfo><dateIssued>1911-03-04</dateIssued></originInfo>", "1911-03-04"),
        (
            "<originInfo><dateIssued point='end'>1912</dateIssued><dateIssued point='start'>1911</dateIssued></originInfo>",
            "1911",
        ),
        (
            "<originInfo><dateIssued>March 4</dateIssued><dateIssued encoding='w3cdtf' keyDate='yes'>1911-03-04</dateIssued></originInfo>",
            "1911-03-04",
        ),
        ("<originInfo><dateCreated point='start' keyDate='yes'/></originInfo>", None),
        (
            "<originInfo><publisher>V. B.</publisher></originInfo><originInfo><dateIssued>1911-03-04</dateIssued></originInfo>",
            "1911-03-04",
        ),
        ("<part><date>1911-03-04</date></part>", "1911-03-04"),
    ],
)
def test_dates(inside: str, date: str | None) -> None:
    assert record(inside).date == date


def test_names_languages_and_numbers() -> None:
    found = record(
        "<name><namePart type='family'>Penrice</namePart><namePart type='given'>Ada</namePart></name>"
        "<name><namePart>N. Owner</namePart><role><roleTerm>owner</roleTerm></role></name>"
        "<name><displayForm>A. P.</displayForm><role><roleTerm>aut</roleTerm></role></name>"
        "<language><languageTerm type='text'>French</languageTerm><languageTerm type='code'>fr</languageTerm></language>"
        "<language><languageTerm>German</languageTerm></language>"
        "<identifier type='local'>x1</identifier><recordInfo><recordIdentifier>paper/1</recordIdentifier></recordInfo>"
        "<relatedItem type='host'><titleInfo><title>Harbour Post</title></titleInfo><part><detail type='volume'><number>3</number></detail>"
        "<detail type='page number'><number>7</number></detail></part></relatedItem>"
    )
    assert found.authors == ["Ada Penrice", "A. P."]
    assert found.languages == ["fr", "German"]
    assert found.identifiers == {"local": "x1", "record": "paper/1"}
    assert (found.host_title, found.volume, found.page) == ("Harbour Post", "3", "7")


def test_a_wall_of_text_is_no_title() -> None:
    assert record(f"<titleInfo><title>{'a ' * 400}</title></titleInfo>").title is None
