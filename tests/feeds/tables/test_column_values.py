"""Columns that are known by what they hold, and what they are not taken for."""

from __future__ import annotations

import pytest

from morgue.errors import FeedError
from morgue.feeds import feed_of_bytes
from morgue.feeds.tables import csv

GALE = (
    "The harbour at Skagen stays closed until Thursday because of gales, the coast guard said. "
    "All ferries to the islands were cancelled, and two hundred travellers spent the night in a school."
)
BUDGET = (
    "The council passed the budget by eleven votes to nine after a debate of five days. "
    "The treasurer said that the town could build its school, and that the tax on boats would stay as it is."
)


def read(table: str):
    return list(csv.read(feed_of_bytes(table.encode(), path="a.csv", format="csv")))


def test_a_table_of_unknown_names_is_read_by_its_values() -> None:
    rows = "".join(
        f'Rough seas close harbour {n},{n + 10}-02-2024,Skagen Times,"{GALE} {n}",https://a.example/story/{n}\n'
        for n in range(4)
    )
    story, *others = read(f"q,w,e,r,t\n{rows}")
    assert len(others) == 3
    assert (story.headline, str(story.day), story.publisher, story.url) == (
        "Rough seas close harbour 0",
        "2024-02-10",
        "Skagen Times",
        "https://a.example/story/0",
    )
    assert story.body == f"{GALE} 0"
    assert story.evidence["headline"] == "column q, by its values"


@pytest.mark.parametrize(
    "table",
    [
        "".join(f'{n},2024-02-1{n},"{GALE} {n}"\n' for n in range(5)),  # reviews have a text and a day too
        "".join(f"{n},2024-02-1{n},{n}\n" for n in range(5)),
        "".join(f'{n},{n}.5,"{GALE}"\n' for n in range(5)),
    ],
)
def test_a_text_and_a_day_alone_make_no_story(table: str) -> None:
    with pytest.raises(FeedError, match=r"no column holds a headline or a text|a table of numbers and dates"):
        read(f"q,w,e\n{table}")


def test_names_go_before_values() -> None:
    rows = "".join(f"Rough seas {n},2024-02-1{n},2023-01-1{n}\n" for n in range(4))
    assert next(str(each.day) for each in read(f"title,q,published\n{rows}")) == "2023-01-10"
    assert [each.day for each in read(f"title,q,scraped at\n{rows}")] != [None] * 4
    assert [each.day for each in read(f"title,crawled,scraped at\n{rows}")] == [None] * 4


def test_two_columns_of_one_kind_are_none() -> None:
    rows = "".join(f"Rough seas {n},2024-02-1{n},2023-01-1{n}\n" for n in range(4))
    assert [each.day for each in read(f"title,q,w\n{rows}")] == [None] * 4


def test_a_title_that_repeats_beside_a_heading_is_that_of_the_paper() -> None:
    rows = "".join(f'Rough seas {n},Daily Herald,3 February 1924,"{GALE} {n}"\n' for n in range(4))
    story = read(f"Heading,Title,Date,Text\n{rows}")[0]
    assert (story.headline, story.publisher) == ("Rough seas 0", "Daily Herald")
    different = "".join(f'Rough seas {n},Gales {n},"{GALE}"\n' for n in range(4))
    assert read(f"Heading,Title,Text\n{different}")[0].publisher is None


@pytest.mark.parametrize(
    ("head", "dates", "days"),
    [
        ("title,date", ("03/02/2024", "25/02/2024"), ("2024-02-03", "2024-02-25")),
        ("title,date", ("03/02/2024", "02/25/2024"), ("2024-03-02", "2024-02-25")),
        ("title,date", ("03/02/2024", "04/02/2024"), (None, None)),
        ("titolo,date", ("03/02/2024", "04/02/2024"), ("2024-02-03", "2024-02-04")),
        ("titolo,data", ("3-2-2024", "4-2-2024 10:15"), ("2024-02-03", "2024-02-04")),
        ("titular,fecha", ("25/02/2024", "02/25/2024"), ("2024-02-25", "2024-02-25")),
        ("title,date", ("99/99/2024", "25/02/2024"), (None, "2024-02-25")),
    ],
)
def test_a_column_tells_the_order_of_its_dates(head: str, dates, days) -> None:
    rows = "".join(f"Rough seas {n},{date}\n" for n, date in enumerate(dates))
    assert tuple(str(each.day) if each.day else None for each in read(f"{head}\n{rows}")) == days
