"""What an article is beside an earlier one of its story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.stories.relation import Shares, relation, shares
from tests.stories.copy import DIGEST_REST, FERRY, article, paragraphs

PARTS, OTHER = paragraphs(FERRY), paragraphs(DIGEST_REST)
STORY = article("Ferry crews end strike in Ossa", FERRY)


def of(*texts: str, headline: str = "Islands breathe again") -> str:
    return relation(STORY, article(headline, "\n\n".join(texts)))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (PARTS, "copy"),
        ([*PARTS, "Read more on our site"], "copy"),
        (PARTS[:3], "cut"),
        ([PARTS[0], PARTS[2]], "cut"),
        ([*PARTS[:5], PARTS[5].replace("three weeks", "a month")], "copy"),
        ([*PARTS, *OTHER[:3]], "extended"),
        ([OTHER[0], *PARTS[1:4], OTHER[1]], "rewritten"),
        (OTHER, "rewritten"),
    ],
)
def test_by_its_words(texts: list[str], expected: str) -> None:
    assert of(*texts) == expected


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("UPDATE 2-Ferry crews end strike", "update"),
        ("CORRECTED-Ferry crews end strike", "correction"),
        ("CORRECTED-UPDATE 2-Ferry crews end strike", "correction"),
        ("WITHDRAWN - Ferry crews end strike", "withdrawn"),
        ("RPT-Ferry crews end strike", "copy"),
    ],
)
def test_what_a_desk_says_counts_more(headline: str, expected: str) -> None:
    assert of(*PARTS, headline=headline) == expected


def test_a_note_corrects() -> None:
    assert (
        of("In the OSSA story please read fifty ships instead of forty.", headline="CORRECTION - FERRIES")
        == "correction"
    )
    assert (
        relation(STORY, article("FERRIES", "In the OSSA story please read fifty ships instead of forty."))
        == "correction"
    )


PAGE = [
    "By Ines Velt",
    "March 6, 2025 10:04 AM",
    "Share",
    "In this file photo of March 2 ferries are tied up in the harbour of Ossa, where they had been since the last days of February.",
]
FOOT = [
    "Related stories",
    "Sign up for our newsletter with your email address to get unlimited access to our site, your account and our offers.",
    "In this file photo of March 2 ferries are tied up in the harbour of Ossa, where they had been since the last days of February.",
]


def test_the_furniture_of_a_page_makes_no_copy_another_text() -> None:
    assert of(*PAGE, *PARTS, *FOOT) == "copy"
    assert of(*PAGE, *PARTS[:3], *FOOT) == "cut"


def test_the_furniture_of_the_earlier_page_is_not_cut() -> None:
    page = article("Ferry crews end strike in Ossa", "\n\n".join([*PAGE, *PARTS, *FOOT]))
    assert relation(page, article("Strike over", FERRY)) == "copy"
    assert relation(page, article("Strike over", "\n\n".join([*PARTS, *OTHER[:3]]))) == "extended"


def test_shares_are_of_the_whole_texts() -> None:
    assert shares(STORY, STORY) == Shares(1.0, 0.0)
    kept, new = shares(STORY, article("Strike over", "\n\n".join([*PARTS[:3], *OTHER[:1]])))
    assert 0.3 < kept < 0.7
    assert 0.1 < new < 0.4
    assert shares(STORY, article(None, OTHER[0])) == Shares(0.0, 1.0)


def test_a_text_without_three_words_keeps_all() -> None:
    assert shares(article("Flash", ""), STORY) == Shares(1.0, 1.0)
    assert shares(STORY, article("Flash", "Two words")) == Shares(0.0, 0.0)
    assert relation(article("Flash", ""), article("Flash", "")) == "copy"


TEXTS = st.lists(st.sampled_from([*PARTS, *OTHER, *PAGE]), max_size=8).map("\n\n".join)


@given(TEXTS, TEXTS)
def test_every_pair_has_a_word_and_shares(one: str, other: str) -> None:
    earlier, later = article("One", one), article("Other", other)
    assert relation(earlier, later) in {"copy", "cut", "extended", "rewritten"}
    assert all(0 <= each <= 1 for each in shares(earlier, later))


@given(TEXTS)
def test_a_text_is_a_copy_of_itself(text: str) -> None:
    assert relation(article("One", text), article("Other", text)) == "copy"
