"""Citations of EndNote."""

from __future__ import annotations

import pytest

from tests.feeds.platforms.reading import read

TAGGED = "%0 Newspaper Article\n%T Ferry lost\n%A Doe, Jane\n%A Roe, Bo\n%B Quay Courier\n%D 2024\n%8 February 3\n%P A4\n%X It sank at\nnoon.\n"


def test_a_tagged_record() -> None:
    story = read("endnote", TAGGED)[0]
    assert (story.headline, story.byline, story.publisher) == (
        "Ferry lost",
        "Jane Doe, Bo Roe",
        "Quay Courier",
    )
    assert (story.day, story.body) == ("2024-02-03", "It sank at noon.")
    assert story.edition is not None
    assert story.edition.page == "A4"


@pytest.mark.parametrize(
    ("day", "found"),
    [("3 February 2024", "2024-02-03"), ("2024-02-03", "2024-02-03"), ("Feb 3", "2024-02-03"), ("", None)],
)
def test_the_year_may_be_apart(day: str, found: str | None) -> None:
    assert read("endnote", TAGGED.replace("February 3", day))[0].day == found


def test_two_records() -> None:
    assert [each.headline for each in read("endnote", TAGGED + "\n" + TAGGED.replace("lost", "found"))] == [
        "Ferry lost",
        "Ferry found",
    ]


def test_a_record_of_the_xml() -> None:
    record = (
        "<record><rec-number>1</rec-number><ref-type name='Newspaper Article'>23</ref-type><contributors><authors><author>Doe, Jane</author></authors>"
        "</contributors><titles><title><style>Ferry </style><style>lost</style></title><secondary-title>Quay Courier</secondary-title></titles>"
        "<dates><year>2024</year><pub-dates><date>February 3</date></pub-dates></dates><abstract>It sank.</abstract></record>"
    )
    data = f'<?xml version="1.0" encoding="UTF-8"?><xml><records>{record}{record.replace("lost", "found")}</records></xml>'
    first, second = read("endnote", data)
    assert (first.headline, first.byline, first.publisher, first.day) == (
        "Ferry lost",
        "Jane Doe",
        "Quay Courier",
        "2024-02-03",
    )
    assert second.headline == "Ferry found"
    assert data[second.source.offset :].startswith("<record>")
