"""Articles in SportsML."""

from __future__ import annotations

from tests.feeds.platforms.reading import read, reason


def document(inside: str) -> str:
    return (
        '<sports-content xmlns="http://iptc.org/std/SportsML/2008-04-01/"><sports-metadata doc-id="1" date-time="20240203T193000+0200" language="en">'
        f"<sports-title>Cup final</sports-title></sports-metadata>{inside}<sports-event/></sports-content>"
    )


def test_an_article_in_nitf_has_the_moment_of_its_document() -> None:
    nitf = "<article><nitf><body><body.head><hedline><hl1>Sall wins</hl1></hedline></body.head><body.content><p>By a length.</p></body.content></body></nitf></article>"
    story = read("sportsml", document(nitf))[0]
    assert (story.headline, story.body, story.published, story.language) == (
        "Sall wins",
        "By a length.",
        "2024-02-03T19:30:00+02:00",
        "en",
    )


def test_an_article_of_its_own_markup() -> None:
    story = read("sportsml", document("<article><title>Sall wins</title><p>By a length.</p></article>"))[0]
    assert (story.headline, story.body) == ("Sall wins", "By a length.")


def test_results_alone_are_no_story() -> None:
    assert reason("sportsml", document("<standing/>")) == "sports results (SportsML) without a story"
