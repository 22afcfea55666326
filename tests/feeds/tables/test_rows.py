"""Rows of any table: values that are no texts, headers under titles, tables that are not of stories."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from morgue.errors import FeedError, NoArticle
from morgue.feeds import feed_of_bytes
from morgue.feeds.tables.rows import articles_of_rows, header_and_rows, plain_value


def feed(**mapped: str):
    made = feed_of_bytes(b"x" * 10, path="a.xlsx", format="xlsx")
    made.columns = mapped
    return made


def test_a_row_is_a_story_with_the_file_as_its_place() -> None:
    header = ("Titel", "Datum", "Zeitung", "Text", None)
    rows = [
        ("Hafen zu", dt.datetime(2024, 2, 3), "Anzeiger", "Der Hafen ist zu.", None),
        (None, None, None, None, None),
        header,
        ("Haushalt steht", dt.date(2024, 2, 4), "Anzeiger"),
    ]
    first, second = articles_of_rows(feed(), header, rows)
    assert (first.headline, str(first.day), first.publisher, first.body) == (
        "Hafen zu",
        "2024-02-03",
        "Anzeiger",
        "Der Hafen ist zu.",
    )
    assert (first.source.offset, first.source.length) == (0, 10)
    assert (second.headline, second.body) == ("Haushalt steht", None)


def test_a_row_without_words_is_complained_of_by_its_number() -> None:
    made = feed()
    assert (
        len(list(articles_of_rows(made, ("title", "text", "id"), [("A ship", "It sank.", 1), ("", "", 2)])))
        == 1
    )
    assert [each.message for each in made.complaints] == ["row 3: neither headline nor text in the row"]


@pytest.mark.parametrize(
    ("header", "rows", "kind", "message"),
    [
        (("Kopf", "Rumpf"), [("a", "b")], FeedError, "no column holds a headline or a text among: Kopf, Rumpf"),
        (("name", "email"), [("a", "b")], NoArticle, "a table of people, not of stories: name, email"),
        (("time", "value"), [("2024-01-01", 2)], NoArticle, "a table of numbers and dates, not of stories: time, value"),
        (("name", "type", "description"), [("title", "STRING", "Its title.")], NoArticle, "a list of columns, not a table of stories: name, type, description"),
        (("title", "price", "description"), [("A book", 3, "A book of ships.")], NoArticle, "a table of goods, not of stories: title, price, description"),
        (("title", "text"), [], NoArticle, "a table without rows"),
        (("title", "text"), [("", None)], NoArticle, "a table without rows"),
    ],
)  # fmt: skip
def test_tables_without_a_story(header, rows, kind, message) -> None:
    with pytest.raises(kind) as caught:
        list(articles_of_rows(feed(), header, rows))
    assert (type(caught.value), caught.value.message) == (kind, message)


def test_mapped_columns_are_read() -> None:
    (story,) = articles_of_rows(feed(headline="Kopf", body="Rumpf"), ("Kopf", "Rumpf"), [("A", "B.")])
    assert (story.headline, story.body) == ("A", "B.")


def test_a_header_may_be_under_a_title() -> None:
    sheet = [("Export of 3 May", None, None), (None, None, None), ("Title", "Date", "Text"), ("A", "B", "C")]
    header, rows, number = header_and_rows(sheet) or ((), iter(()), 0)
    assert (header, list(rows), number) == (("Title", "Date", "Text"), [("A", "B", "C")], 4)
    assert header_and_rows([]) is None
    unknown = header_and_rows([("Export", None), ("Kopf", "Rumpf"), ("a", "b")])
    assert unknown is not None
    assert unknown[0] == ("Kopf", "Rumpf")


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (3.0, 3),
        (2.5, 2.5),
        (float("nan"), None),
        (Decimal("1.50"), "1.50"),
        (dt.datetime(2024, 2, 3, 4, 5), "2024-02-03T04:05:00"),
        (dt.datetime(2024, 2, 3, tzinfo=dt.UTC), "2024-02-03T00:00:00+00:00"),
        (dt.time(4, 5), "04:05:00"),
        (b"caf\xc3\xa9", "café"),
        (b"\xff\xd8\xff", None),
        ({"a": (1.0, None)}, {"a": [1, None]}),
    ],
)
def test_values_as_json_has_them(value: object, plain: object) -> None:
    assert plain_value(value) == plain
