"""Which articles are one story: each kind of link, each refusal, and that the order of two does not matter."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morgue.stories.rule import Link, link
from morgue.stories.signature import Signature
from tests.stories.copy import DIGEST_REST, FERRY, ITEMS, article, paragraphs, results

PARTS = paragraphs(FERRY)
MORNING, NOON, EVENING = "2025-03-06T09:00:00+00:00", "2025-03-06T12:00:00+00:00", "2025-03-06T20:00:00+00:00"


def both(a: Signature, b: Signature) -> Link | None:
    """Return the link of two; it is the same from either side."""
    assert link(a, b) == link(b, a)
    return link(a, b)


STORY = article("Ferry crews end strike in Ossa", FERRY, MORNING)


def test_a_copy_under_another_headline_is_one_story() -> None:
    copy = article("Islands breathe again", f"{FERRY}\n\nRead more on our site.", NOON)
    assert both(STORY, copy) == "long"


def test_a_cut_is_one_story() -> None:
    assert both(STORY, article("Strike over", "\n\n".join(PARTS[:3]), NOON)) == "long"


def test_an_extended_story_is_one_story() -> None:
    more = "\n\n".join([*PARTS, *paragraphs(DIGEST_REST)[:1]])
    assert both(STORY, article("Strike over", more, NOON)) == "long"


def test_the_same_text_comes_again_after_days_only_where_it_is_long_and_whole() -> None:
    assert both(STORY, article("Strike over", FERRY, "2025-03-20T09:00:00+00:00")) == "long"
    assert both(STORY, article("Strike over", "\n\n".join(PARTS[:2]), "2025-03-20T09:00:00+00:00")) is None


def test_a_rewritten_update_is_joined_by_its_headline() -> None:
    rest = paragraphs(DIGEST_REST)[:2]
    update = article("Ferry crews in Ossa end strike", "\n\n".join([rest[0], *PARTS[2:4], rest[1]]), EVENING)
    assert both(STORY, update) == "headline"
    other = article("Budget passes by one vote", "\n\n".join([rest[0], *PARTS[2:4], rest[1]]), EVENING)
    assert both(STORY, other) is None


def test_a_follow_up_with_the_background_of_the_story_is_another_one() -> None:
    new = [
        "Ferry owners sued the seamen's union on Monday for the damage of the strike that ended last week, their lawyer said in Velden.",
        "The suit asks for eleven million crowns, the fares of nine days, and names the union, its chairman and four captains who are said to have blocked the mouth of the harbour with their own boats.",
        "The union called the suit an act of revenge and said that no ship would stay in port because of it. A judge is to hear both sides in May.",
    ]
    follow = article("Ferry owners sue union", "\n\n".join([*new, *PARTS[4:]]), "2025-03-10T09:00:00+00:00")
    assert both(STORY, follow) is None


def test_a_digest_joins_none_of_its_stories() -> None:
    digest = article(
        "News in brief at noon",
        f"{DIGEST_REST}\n\n{PARTS[0]}\n\n{PARTS[1]}\n\n{DIGEST_REST.upper()[:10]}",
        NOON,
    )
    inside = article("Ferry crews end strike", f"{PARTS[0]}\n\n{PARTS[1]}", MORNING)
    assert both(digest, inside) is None


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_round_up_of_three_joins_none_of_them(order: tuple[int, ...]) -> None:
    items = [(headline, body) for headline, body in ITEMS.items()]
    digest = article("News in brief at noon", "\n\n".join(items[number][1] for number in order), NOON)
    for headline, body in items:
        assert both(digest, article(headline, body, MORNING)) is None
        assert both(article(headline, body, MORNING), article("Yesterday abroad", body, NOON)) == "long"


def test_a_short_story_and_its_long_version_are_one() -> None:
    first = article("Seamen sail again", f"{PARTS[0]}\n\n{PARTS[1]}", MORNING)
    longer = article("Crews return to work after nine days", FERRY, EVENING)
    assert both(first, longer) == "long"


def test_a_correction_with_one_number_changed_is_one_story() -> None:
    corrected = article("CORRECTED-Ferry crews end strike in Ossa", FERRY.replace("Forty", "Fifty"), EVENING)
    assert both(STORY, corrected) == "mark"


def test_an_update_by_its_mark_keeps_little_of_a_short_text() -> None:
    short = article("Ferry crews end strike in Ossa", PARTS[0], MORNING)
    update = article(
        "UPDATE 1-Ferry crews end strike in Ossa",
        "Ferry crews ended a nine-day strike on Thursday after the owners agreed to raise wages by 4.5 percent, a union spokesman said. Talks had gone on all night.",
        NOON,
    )
    assert both(short, update) == "mark"
    late = "2025-03-20T09:00:00+00:00"
    assert both(short, article("UPDATE 1-Ferry crews end strike in Ossa", "Talks went on.", late)) is None


def test_a_note_is_joined_by_the_headline_that_it_quotes() -> None:
    note = article(
        "CORRECTION - FERRIES",
        'In the OSSA story headlined "Ferry crews end strike in Ossa" please read fifty ships instead of forty.',
        NOON,
    )
    assert both(STORY, note) == "note"
    other = article("Harbour of Ossa reopens to freight", paragraphs(DIGEST_REST)[0], MORNING)
    assert both(other, note) is None


def test_instead_of_is_a_note_only_under_a_mark() -> None:
    body = "Ferry crews end strike in Ossa and sail on Friday instead of Saturday."
    assert both(STORY, article("Timetable", body, NOON)) is None


def test_a_flash_without_text_is_corrected_in_a_figure() -> None:
    flash = article("OSSA LINE TO PAY 41.6 MLN CROWNS TO SEAMEN AFTER STRIKE - COURT", "", MORNING)
    right = article("CORRECTED - OSSA LINE TO PAY 83.2 MLN CROWNS TO SEAMEN AFTER STRIKE - COURT", "", NOON)
    assert both(flash, right) == "mark"


def test_results_that_are_filed_again_are_one_story() -> None:
    first = results("OSSA LINE INC", "OSL", "1,310,000", "47", moment=MORNING)
    again = results("OSSA LINE INC", "OSL", "1,310,000", "47", moment=NOON)
    assert both(first, again) == "short"


def test_tables_of_two_companies_are_two_stories() -> None:
    first = results("OSSA LINE INC", "OSL", "1,310,000", "47", moment=MORNING)
    other = results("VELDEN STEEL CO", "VST", "1,340,000", "48", moment=NOON)
    assert both(first, other) is None


def test_tables_of_one_company_with_other_figures_are_two_stories() -> None:
    first = results("OSSA LINE INC", "OSL", "1,310,000", "47", moment=MORNING)
    later = results("OSSA LINE INC", "OSL", "1,622,000", "58", moment="2025-06-06T09:00:00+00:00")
    assert both(first, later) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Insured", "Harbour"),  # two funds of one house
        ("Semolina", "Barley"),  # two notices of one board
        ("Marn", "Lesk"),  # two towns of one report
    ],
)
def test_a_form_filled_in_with_another_thing_is_another_story(one: str, other: str) -> None:
    def notice(what: str) -> Signature:
        return article(
            f"Exchange reports {what} trade steady",
            f"{what} traded steady on the exchange in early dealings with volumes a little above the average of the week. Brokers said that "
            "buyers from abroad were waiting for figures that the ministry will publish on Friday at noon. "
            "Offers came mostly from the south and were taken up at once by two houses that store for the winter.",
            MORNING,
        )

    assert both(notice(one), notice(one)) == "long"
    assert both(notice(one), notice(other)) is None


def test_a_notice_of_the_day_before_is_another_story() -> None:
    def tender(day: int) -> Signature:
        return article(
            "Central bank adds reserves",
            "The central bank entered the market to add temporary reserves, dealers said. The rate on overnight money was trading at "
            "six percent when the bank came in, and dealers had expected it to act because the need to add is large in this week.",
            f"2025-03-{day:02d}T09:00:00+00:00",
        )

    assert both(tender(6), tender(6)) == "long"
    assert both(tender(6), tender(13)) is None


def test_another_ticker_is_another_story() -> None:
    def offer(name: str, ticker: str, seller: str) -> Signature:
        return article(
            f"{name} <{ticker}> sells convertible debentures",
            f"{name} is raising fifty million dollars through an offering of convertible debentures with a coupon of six percent and par pricing, "
            f"said lead manager {seller}. The debentures are convertible into common stock of the company at a premium "
            "over the price when terms were set. They cannot be called for two years. The issue is rated by one of the two agencies and "
            "was enlarged because of heavy demand by funds that hold such paper.",
            MORNING,
        )

    one, other = offer("Marn Mills", "MRN", "Hollen Brothers"), offer("Dorn Foods", "DRF", "Lesk Securities")
    assert both(one, other) is None


def test_without_a_time_only_whole_long_texts_are_joined() -> None:
    undated = article("Strike over", FERRY, None)
    assert both(STORY, undated) == "long"
    assert both(STORY, article("Strike over", "\n\n".join(PARTS[:3]), None)) is None


def test_empty_articles_are_alone() -> None:
    assert both(article(None, ""), article(None, "")) is None
    assert both(article("", ""), STORY) is None
    assert both(article("Ferry crews end strike in Ossa", ""), STORY) is None


MOMENTS = st.sampled_from(
    [None, "2025-03-06", MORNING, NOON, EVENING, "2025-03-09T09:00:00+00:00", "2025-04-09"]
)
HEADLINES = st.sampled_from(
    [
        None,
        "Ferry crews end strike in Ossa",
        "UPDATE 1-Ferry crews end strike in Ossa",
        "CORRECTED - Ferry crews <OSL> end strike",
        "CORRECTION - FERRIES",
        "Ferry crews <OSX> end strike",
        "News in brief",
    ]
)
BODIES = st.lists(
    st.sampled_from(
        [
            *PARTS,
            *paragraphs(DIGEST_REST)[:3],
            "Please read Ferry crews end strike in Ossa instead of islands.",
            "Net 12 vs 13",
        ]
    ),
    max_size=7,
).map("\n\n".join)
ARTICLES = st.builds(article, HEADLINES, BODIES, MOMENTS)


@given(ARTICLES, ARTICLES)
def test_the_rule_is_symmetric(a: Signature, b: Signature) -> None:
    both(a, b)


@given(ARTICLES)
def test_an_article_of_some_length_is_one_story_with_itself(a: Signature) -> None:
    if len(a.words) > 400:
        assert both(a, a) is not None
