"""labelled: records with labels, one or several in a file."""

from __future__ import annotations

import pytest

from morgue.feeds import pick
from morgue.feeds.text.labelled import records_in
from morgue.io.feed import feed_of_bytes
from morgue.model.article import Article

RECORDS = """Title: Port shut
Source: Quay Times
Date: May 8, 2010
Author: Jane Doe

The port is shut, the pilot said.

Record Number: 12A8F0C1D2E3
Copyright (c) 2010 Quay Times

Title: Port opens
Source: The Beacon
Date: May 9, 2010

The port is open.
"""


def read(text: str) -> list[Article]:
    data = text.encode()
    return list(pick(data, "found.txt").read(feed_of_bytes(data, path="found.txt")))


def test_each_of_several_records_is_a_story() -> None:
    first, second = read(RECORDS)
    assert (first.headline, first.publisher, first.day, first.byline) == (
        "Port shut",
        "Quay Times",
        "2010-05-08",
        "Jane Doe",
    )
    assert first.body == "The port is shut, the pilot said."
    assert "Record Number: 12A8F0C1D2E3" in (first.boilerplate or "")
    assert (second.headline, second.publisher, second.day, second.body) == (
        "Port opens",
        "The Beacon",
        "2010-05-09",
        "The port is open.",
    )
    assert first.source.offset == 0
    assert second.source.offset == RECORDS.index("Title: Port opens")


@pytest.mark.parametrize("between", ["", "-----\n", "=====\n\n"])
def test_a_rule_may_part_records(between: str) -> None:
    assert len(read(RECORDS.replace("\n\nTitle: Port opens", f"\n\n{between}Title: Port opens"))) == 2


def test_records_may_be_counted() -> None:
    text = "".join(
        f"Record: {number}\nTitle:\tPort {number}\nAuthors:\tDoe, Jane\nSource:\tQuay Times. 05/08/2010, Vol. 9 Issue 2, pA2-A3.\n"
        f"Accession Number:\t4509876{number}\nDatabase:\tNewspapers\n\nThe port is shut.\n\n"
        for number in (1, 2)
    )
    first, second = read(text)
    assert [first.headline, second.headline] == ["Port 1", "Port 2"]
    assert (first.publisher, first.day, first.byline, first.body) == (
        "Quay Times",
        "2010-05-08",
        "Doe, Jane",
        "The port is shut.",
    )
    assert first.edition is not None
    assert first.edition.page == "A2-A3"
    assert first.id != second.id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Title: Port shut\nDate: May 8, 2010\n\nThe port is shut.\n",
        "Title: Port shut\nDate: May 8, 2010\n\nThe port is shut.\n\nTitle: a word that the pilot dislikes.\n",
        "Port shut\n\nTitle: Port shut\nDate: May 8, 2010\n",
        "Note: the port is shut.\n\nNote: it opens on Monday.\n",
    ],
)
def test_other_texts_hold_no_records(text: str) -> None:
    assert records_in(text) == []
