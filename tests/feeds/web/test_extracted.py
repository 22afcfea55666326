"""The text that a crawler took out of a page."""

from __future__ import annotations

import pytest

from morgue.errors import NoArticle
from morgue.feeds.web.extracted import draft_of_text

STORY = [
    "The ferry Thetis was lost on Monday with all hands, the coast guard said, in the worst accident of the year.",
    "It had left at noon, and the weather was fair, an official added, and nobody knows what came over it.",
    "Why it sank",
    "The owner said that the ship was sound, and that its papers were in order until the end of the year.",
]
MENU = ["Home", "News", "Sport", "Sign in"]
BELOW = [
    "Share",
    "Related",
    "Most read",
    "Ten ports to see this year",
    "Contact us today for a better price of your summer flight.",
]


def page(*lines: str) -> str:
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("title", "outlet"),
    [
        ("Ferry lost off Piraeus - Quay Courier", "Quay Courier"),
        ("Quay Courier | Ferry lost off Piraeus", "Quay Courier"),
        ("Ferry lost off Piraeus", None),
        ("Ferry lost off Piraeus - World - Quay Courier", None),
    ],
)
def test_the_headline_is_the_part_of_the_title_that_the_page_repeats(title: str, outlet: str | None) -> None:
    draft = draft_of_text(
        page(title, *MENU, "Ferry lost off Piraeus", "By Jane Doe", "February 3, 2024", *STORY, *BELOW)
    )
    assert (draft.headline, draft.publisher) == ("Ferry lost off Piraeus", outlet)
    assert draft.text == "\n\n".join(("By Jane Doe", "February 3, 2024", *STORY))


def test_a_title_that_nothing_repeats_is_the_headline() -> None:
    assert draft_of_text(page("Ferry lost - Quay", *MENU, *STORY)).headline == "Ferry lost - Quay"


def test_a_text_without_a_title() -> None:
    draft = draft_of_text(page(*STORY))
    assert (draft.headline, draft.text) == (None, "\n\n".join(STORY))


@pytest.mark.parametrize(
    "lines", [[], ["Front page", *MENU], ["Shop", *(["Buy now and save ten per cent."] * 4)]]
)
def test_a_page_without_a_story_is_none(lines: list[str]) -> None:
    with pytest.raises(NoArticle):
        draft_of_text(page(*lines))
