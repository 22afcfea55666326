"""Exports of Movable Type."""

from __future__ import annotations

import pytest

from tests.feeds.platforms.reading import read, reason


def entry(
    body: str = "It sank.\n\nAll hands were lost.",
    *,
    head: str = "",
    more: str = "",
    date: str = "02/03/2024 08:30:00 PM",
) -> str:
    return f"AUTHOR: Jane Doe\nTITLE: Ferry lost\nSTATUS: Publish\nCONVERT BREAKS: __default__\n{head}DATE: {date}\n-----\nBODY:\n{body}\n-----\n{more}--------\n"


def test_an_entry_has_its_facts_and_sections() -> None:
    more = "EXTENDED BODY:\nNobody knows why.\n-----\nEXCERPT:\nIn short.\n-----\nKEYWORDS:\nferry, loss\n-----\nCOMMENT:\nAUTHOR: Bo\nDATE: 02/04/2024 09:00:00\nNo!\n-----\n"
    story = read(
        "movable-type",
        entry(head="PRIMARY CATEGORY: Sea\nCATEGORY: News\nUNIQUE URL: https://quay.example/1\n", more=more),
    )[0]
    assert (story.headline, story.byline, story.published) == (
        "Ferry lost",
        "Jane Doe",
        "2024-02-03T20:30:00",
    )
    assert story.body == "It sank.\n\nAll hands were lost.\n\nNobody knows why."
    assert (story.section, story.keywords, story.url) == (
        ("Sea", "News"),
        ("ferry", "loss"),
        "https://quay.example/1",
    )
    assert story.boilerplate == "In short."


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("02/03/2024 08:30:00 PM", "2024-02-03T20:30:00"),
        ("02/03/2024 12:30:00 AM", "2024-02-03T00:30:00"),
        ("02/03/2024 20:30:00", "2024-02-03T20:30:00"),
        ("02/03/2024", "2024-02-03T00:00:00"),
        ("02/31/2024 10:00:00", None),
    ],
)
def test_dates_have_the_month_first(date: str, published: str | None) -> None:
    assert read("movable-type", entry(date=date))[0].published == published


def test_entries_follow_one_another() -> None:
    data = entry() + entry().replace("lost", "found") + "\n"
    found = read("movable-type", data)
    assert [each.headline for each in found] == ["Ferry lost", "Ferry found"]
    assert data[found[1].source.offset :].startswith("AUTHOR")


def test_a_draft_is_marked() -> None:
    assert read("movable-type", entry().replace("Publish", "Draft"))[0].boilerplate == "Status: draft"


def test_an_entry_that_breaks_off_is_kept() -> None:
    whole = entry()
    (story,) = read("movable-type", whole[: whole.index("were lost.")])
    assert story.reading.is_cut
    assert story.body == "It sank.\n\nAll hands"


def test_lines_may_end_as_on_windows() -> None:
    assert read("movable-type", entry().replace("\n", "\r\n"))[0].body == "It sank.\n\nAll hands were lost."


def test_an_entry_without_title_and_text() -> None:
    assert (
        reason("movable-type", "TITLE:\nDATE: 02/03/2024\n-----\nBODY:\n\n-----\n--------\n")
        == "an export of Movable Type without an entry"
    )
