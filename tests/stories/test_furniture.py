"""Paragraphs beside a story are left aside where two articles are compared by their words."""

from __future__ import annotations

import pytest

from morgue.stories.furniture import own_runs
from tests.stories.copy import DIGEST_REST, FERRY, article, paragraphs

STORY = article("Ferry crews end strike in Ossa", FERRY)
OTHER = paragraphs(DIGEST_REST)[0]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Share",
        "Purchase: Order Reprint",
        "By Ines Velt",
        "MORE TOP STORIES",
        "Islands breathe again",
        "Ferry crews end strike in Ossa",
        "Photo by Ines Velt, who has been taking pictures of the ferries and of the men who sail on them for ten years now.",
        "Please accept cookies on our website to register your account and subscribe to our newsletter for unlimited access.",
    ],
)
def test_furniture_is_left_aside(paragraph: str) -> None:
    page = article("Islands breathe again", f"{paragraph}\n\n{FERRY}\n\n{paragraph}")
    assert own_runs(page, STORY) == STORY.runs


@pytest.mark.parametrize(
    "paragraph",
    [
        OTHER,
        "The harbour master wept.",
        "Fares will rise in spring, said the owners, whose ships had been tied up for nine days",
    ],
)
def test_sentences_are_of_the_story(paragraph: str) -> None:
    page = article("Islands breathe again", f"{FERRY}\n\n{paragraph}")
    assert own_runs(page, STORY) > STORY.runs


def test_what_both_have_is_of_the_story_whatever_it_is() -> None:
    page = article("Islands breathe again", f"Share this story now\n\n{FERRY}")
    assert own_runs(page, page) == page.runs


def test_one_paragraph_is_the_story() -> None:
    line = article("Flash", "Ferry strike in Ossa over")
    assert own_runs(line, STORY) == line.runs
    assert own_runs(article(None, ""), STORY) == frozenset()
