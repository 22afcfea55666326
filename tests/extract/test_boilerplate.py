"""What stands around a story."""

from __future__ import annotations

import pytest

from morgue.extract.boilerplate import (
    closing,
    credited,
    furniture,
    link,
    outlet,
    owner,
    sections,
    sign_off,
)


@pytest.mark.parametrize(
    ("line", "kind", "fact"),
    [
        ("Updated At : 11:30 PM Oct 23, 2025 IST", "updated-line", "11:30 PM Oct 23, 2025 IST"),
        ("Last updated on October 23, 2025", "updated-line", "October 23, 2025"),
        ("Published: 23 Oct 2025, 10:15", "published-line", "23 Oct 2025, 10:15"),
        ("First published on 2025-10-23", "published-line", "2025-10-23"),
        ("By Jane Doe", "byline", "Jane Doe"),
        ("BY JANE DOE and JOHN ROE", "byline", "JANE DOE and JOHN ROE"),
        ("By Jane Doe, Associated Press", "byline", "Jane Doe, Associated Press"),
        ("Home / World / Ferries sail again", "breadcrumb", "Home / World / Ferries sail again"),
        ("Home » Sport", "breadcrumb", "Home » Sport"),
        ("ANI", "credit-line", "ANI"),
        ("Press Trust of India", "credit-line", "Press Trust of India"),
        ("(Corrects the day in paragraph 2 to Monday)", "note", ""),
        (
            "ANI | Brussels | Updated: 24-10-2025 00:12 IST",
            "dated-line",
            "ANI | Brussels | Updated: 24-10-2025 00:12 IST",
        ),
        ("Share this article", "share", ""),
        ("Advertisement", "share", ""),
        ("3 min read", "share", ""),
    ],
)
def test_furniture(line: str, kind: str, fact: str) -> None:
    """Lines above a story, by kind, with the fact they hold."""
    assert furniture(line) == (kind, fact)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Ferries sail again",
        "By Monday the harbour will be open again, officials said.",
        "By the end of the year",
        "Updated plans for the harbour",
        "Published accounts differ",
        "Home is where the harbour is",
        "Share prices fall",
        "Either / or",
        "x" * 300,
    ],
)
def test_no_furniture(line: str) -> None:
    """Headlines and sentences that begin alike."""
    assert furniture(line) is None


def test_sections_of_a_breadcrumb() -> None:
    """What stands between the home page and the headline."""
    headline = "Ferries sail again"
    assert sections("Home / World / Ferries sail again", headline) == ("World",)
    assert sections("Home > News > Asia > Ferries sail ag…", headline) == ("News", "Asia")
    assert sections("Home / World", headline) == ("World",)


@pytest.mark.parametrize(
    "paragraph",
    [
        "(This content is sourced from a syndicated feed and is published as received. The Post assumes no responsibility.)",
        "(Except for the headline, this story has not been edited by The Post staff and is published from a syndicated feed.)",
        "This story was originally published on October 3.",
        "(Reporting by Jane Doe in Paris; Editing by John Roe)",
        "Additional reporting by Jane Doe",
        "-- With inputs from PTI",
        "(With agency inputs)",
        "Copyright 2025 The Post. All rights reserved.",
        "© 2025 AFP",
        "Read more: Ferries sail again",
        "Also Read | Ferries sail again",
        "Follow us on Facebook for more",
        "Our Standards: The Thomson Reuters Trust Principles.",
        "Tags: ferries, harbour",
        "Source: Xinhua",
        "ENDS",
        "###",
        "* * *",
        "(AFP photo)",
        "More: Ferries sail again",
        "Got a story? Write to our desk.",
        "You must confirm your display name before commenting",
        "Please log out and then log in again",
    ],
)
def test_closing(paragraph: str) -> None:
    """Disclaimers, credits, copyrights and links below a story."""
    assert closing(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "",
        "The ferries sail again on Monday, the harbour master said.",
        "This year's harvest was the best in a decade.",
        "Source code was published on Monday by the three companies that had written it.",
        "Follow-up talks are planned.",
        "Read the statement carefully, the minister told the reporters who had come.",
        "Reporting restrictions were lifted on Monday.",
        "All ferries sail again.",
        "Ends justify means, the minister said.",
        "More ferries sail again.",
        "Please sign the paper, the pilot told the crew.",
    ],
)
def test_not_closing(paragraph: str) -> None:
    """Sentences that begin alike."""
    assert not closing(paragraph)


def test_links_between_paragraphs() -> None:
    """Links and advertisements, and sentences that begin alike."""
    assert link("ALSO READ: Ferries sail again")
    assert link("Advertisement")
    assert link("Watch: Ferries sail again")
    assert not link("Read in full, the report blames nobody.")
    assert not link("Also on Monday the harbour was closed.")
    assert not link("Share prices fell.")


@pytest.mark.parametrize(
    ("paragraph", "agency", "rest"),
    [
        ("The ferries sail again. (ANI)", "ANI", "The ferries sail again."),
        ("The ferries sail again (PTI)", "PTI", "The ferries sail again"),
        ("The ferries sail again. – Bernama", "Bernama", "The ferries sail again."),
        ("The ferries sail again. —AFP", "AFP", "The ferries sail again."),
        ("The ferries sail again. --IANS", "IANS", "The ferries sail again."),
        ("The ferries sail again. /TASS/", "TASS", "The ferries sail again."),
        ("The ferries sail again. UNI", "UNI", "The ferries sail again."),
        ("The ferries sail again. PTI SKN BBM", "PTI", "The ferries sail again."),
        ("AAP it/mjs", "AAP", ""),
        ("==Kyodo", "Kyodo", ""),
        ("The ferries sail again. Enditem", None, "The ferries sail again."),
        ("The ferries sail again. (end)", None, "The ferries sail again."),
        ("渡轮恢复航行。（完）", None, "渡轮恢复航行。"),
        ("gfr/ol", None, ""),
        ("The ferries sail again.(www.nannews.ng)", None, "The ferries sail again."),
        ("AFP", "AFP", ""),
        ("(Reuters)", "Reuters", ""),
    ],
)
def test_sign_off(paragraph: str, agency: str | None, rest: str) -> None:
    """The agency that ends a story, and the story without it."""
    found = sign_off(paragraph)
    assert found is not None
    assert found.agency == agency
    assert paragraph[: found.start].rstrip() == rest


@pytest.mark.parametrize(
    "paragraph",
    [
        "ANN ROE",
        "It sank, she said. LENA FOX",
        "The ferries sail again.",
        "An aide told Agence France-Presse (AFP).",
        "The story was first told by Reuters",
        "They sail to and/or from the town",
        "The tax (VAT) - which rises in May - is high",
        "He plays for Everton (on loan)",
        "She said it to the Associated Press (AP)",
        "",
    ],
)
def test_no_sign_off(paragraph: str) -> None:
    """A bracket that only abbreviates the name before it, and brackets of others."""
    assert sign_off(paragraph) is None


def test_names_in_the_small_print() -> None:
    """The outlet of a disclaimer, the owner of a copyright, the agency of a credit."""
    assert (
        outlet("(… as received. The Evening Post assumes no responsibility or liability for it.)")
        == "The Evening Post"
    )
    assert outlet("This story has not been edited by the Evening Post staff.") == "The Evening Post"
    assert outlet("It assumes no responsibility") is None
    assert owner("Copyright 2025 The Associated Press. All rights reserved.") == "The Associated Press"
    assert owner("© 2024-2025 The Evening Post") == "The Evening Post"
    assert owner("All rights reserved") is None
    assert owner("©" * 300) is None
    assert credited("-- With inputs from PTI") == "PTI"
    assert credited("Source: Xinhua") == "Xinhua"
    assert credited("With inputs from our staff") is None
