"""Stories of RCV1."""

from __future__ import annotations

from tests.feeds.platforms.reading import read, reason


def item(
    number: int = 7,
    *,
    text: str = "<p>It sank on Monday.</p>",
    head: str = "<headline>Ferry lost.</headline>",
) -> str:
    return (
        f'<?xml version="1.0" encoding="iso-8859-1" ?>\n<newsitem itemid="{number}" id="root" date="1996-08-20" xml:lang="en"><title>GREECE: Ferry lost.</title>'
        f"{head}<byline>Jane Doe</byline><dateline>PIRAEUS 1996-08-20</dateline><text>{text}</text><copyright>(c) Reuters Limited 1996</copyright>"
        '<metadata><codes class="bip:topics:1.0"><code code="GDIS"><editdetail date="1996-08-21"/></code></codes><dc element="dc.source" value="Reuters"/>'
        '<dc element="dc.creator.location" value="PIRAEUS"/><dc element="dc.creator.location.country.name" value="GREECE"/></metadata></newsitem>'
    )


def test_a_story_has_its_facts() -> None:
    story = read("rcv1", item(text="<p>It sank on Monday.</p><p>-- Jane Doe, Athens Newsroom +301 000</p>"))[
        0
    ]
    assert (story.headline, story.other_headlines) == ("Ferry lost.", ("GREECE: Ferry lost.",))
    assert (story.day, story.agency, story.byline) == ("1996-08-20", "Reuters", "Jane Doe")
    assert story.body == "It sank on Monday."
    assert story.boilerplate == "-- Jane Doe, Athens Newsroom +301 000\n\n(c) Reuters Limited 1996"
    assert (story.keywords, [(each.place, each.country) for each in story.locations or ()]) == (
        ("GDIS",),
        [("Piraeus", "GR")],
    )


def test_the_number_is_the_identity_and_not_the_root() -> None:
    assert read("rcv1", item(7))[0].id != read("rcv1", item(8))[0].id
    assert read("rcv1", item(7))[0].id == read("rcv1", item(7, text="<p>It sank on Tuesday.</p>"))[0].id


def test_several_documents_in_one_file() -> None:
    assert len(read("rcv1", item(7) + "\n" + item(8, text="<p>It rose on Monday.</p>"))) == 2


def test_an_item_without_words() -> None:
    empty = '<newsitem itemid="7" id="root" date="1996-08-20"><text></text></newsitem>'
    assert reason("rcv1", empty) == "a news item of RCV1 without headline and text"
