"""OpenDocument spreadsheets: values by their type, repeated rows and cells, every table."""

from __future__ import annotations

import io
import zipfile

import pytest

from morgue.errors import FeedError
from morgue.feeds import feed_of_bytes, pick
from morgue.feeds.office import ods
from morgue.model.article import Article
from tests.feeds.office.documents import opendocument

BODY = "The barrier held back a tide of three metres on Saturday night."


def text(value: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def line(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


HEADER = line(*map(text, ("Headline", "Text", "Date", "Source")))


def book(*tables: str) -> bytes:
    named = "".join(f'<table:table table:name="T{at}">{rows}</table:table>' for at, rows in enumerate(tables))
    return opendocument(
        f"<office:body><office:spreadsheet>{named}</office:spreadsheet></office:body>", kind="spreadsheet"
    )


def stories(data: bytes) -> list[Article]:
    return list(ods.read(feed_of_bytes(data, path="a.ods")))


def test_every_table_is_read() -> None:
    made = book(
        line(text("Query"), text("tide")),
        HEADER + line(text("One"), text(BODY)),
        HEADER + line(text("Two"), text(BODY)),
    )
    assert [each.headline for each in stories(made)] == ["One", "Two"]


def test_values_by_their_type() -> None:
    day = '<table:table-cell office:value-type="date" office:date-value="2025-09-20"><text:p>20.9.25</text:p></table:table-cell>'
    paragraphs = f'<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>{BODY}</text:p><text:p>Two<text:s/>gates <text:span>shut</text:span>.</text:p></table:table-cell>'
    (story,) = stories(book(HEADER + line(text("One"), paragraphs, day, text("The Courier"))))
    assert (story.day, story.publisher) == ("2025-09-20", "The Courier")
    assert story.body == f"{BODY}\nTwo gates shut."


def test_repeated_rows_and_cells_cost_nothing() -> None:
    empty = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="99999999"/></table:table-row>'
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    (story,) = stories(book(HEADER + empty + line(text("One"), gap, text("The Courier")) + empty))
    assert (story.headline, story.body, story.publisher) == ("One", None, "The Courier")


def test_a_single_xml_file_is_one_too() -> None:
    made = book(HEADER + line(text("One"), text(BODY)))
    content = zipfile.ZipFile(io.BytesIO(made)).read("content.xml").decode()
    flat = content.replace(
        "office:document-content ",
        'office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet" ',
        1,
    )
    data = flat.replace("office:document-content", "office:document").encode()
    assert pick(data, "a.fods").name == "ods"
    assert [each.headline for each in stories(data)] == ["One"]


def test_an_encrypted_file_says_so() -> None:
    made = opendocument("<x/>", kind="spreadsheet", **{"META-INF/manifest.xml": "<m><encryption-data/></m>"})
    with pytest.raises(FeedError, match="encrypted"):
        stories(made)


def test_damage_is_an_error() -> None:
    with pytest.raises(FeedError, match="damaged"):
        stories(opendocument("<office:body><table:table><table:table-row>", kind="spreadsheet"))
