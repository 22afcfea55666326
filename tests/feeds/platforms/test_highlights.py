"""Stories with highlights, of CNN and the Daily Mail."""

from __future__ import annotations

import pytest

from tests.feeds.platforms.reading import read, reason

POINTS = "\n\n@highlight\n\nFerry lost\n\n@highlight\n\nAll hands lost\n"


def test_highlights_are_beside_the_story() -> None:
    story = read("highlights", "PIRAEUS, Greece (CNN) -- The ferry sank.\n\nAll were lost." + POINTS)[0]
    assert (story.headline, story.body) == (None, "The ferry sank.\n\nAll were lost.")
    assert (story.boilerplate, story.dateline) == ("Ferry lost\n\nAll hands lost", "PIRAEUS, Greece (CNN) --")


@pytest.mark.parametrize(
    "heading",
    [
        "By\n\n.\n\nJane Doe\n\n.\n\nPUBLISHED:\n\n.\n\n06:42 EST, 12 August 2013\n\n.\n\n|\n\n.\n\nUPDATED:\n\n.\n\n07:00 EST, 13 August 2013\n\n.\n\n",
        "By\n\nJane Doe\n\nPUBLISHED:\n\n06:42 EST, 12 August 2013\n\n",
        "By Jane Doe\n\nPublished: 06:42 EST, 12 August 2013\n\n",
    ],
)
def test_the_lines_of_the_page_are_no_text(heading: str) -> None:
    story = read("highlights", heading + "The ferry sank." + POINTS)[0]
    assert (story.body, story.byline, story.day) == ("The ferry sank.", "Jane Doe", "2013-08-12")


def test_the_name_of_the_file_is_the_digest_of_the_address() -> None:
    name = "4b7e0c1d2f3a49586776859403f2e1d0c9b8a7f6.story"
    once, again = (
        read("highlights", text + POINTS, file=name)[0]
        for text in ("The ferry sank.", "The ferry sank at noon.")
    )
    assert once.id == again.id


def test_highlights_alone_are_kept_and_nothing_is_no_story() -> None:
    assert read("highlights", POINTS.lstrip())[0].boilerplate == "Ferry lost\n\nAll hands lost"
    assert reason("highlights", "@highlight\n\n") == "a story without text"
