"""Whom a format credits and where it files from."""

from __future__ import annotations

import pytest

from morgue.extract.draft import Draft
from morgue.feeds.support.credits import agency_named, byline, credit, place, settle


@pytest.mark.parametrize(
    ("name", "agency"),
    [
        ("reuters.com", "Reuters"),
        ("nprov:REUTERS", "Reuters"),
        ("www.itar-tass.com", "TASS"),
        ("KYODONEWS", "Kyodo"),
        ("Deutsche Presse-Agentur GmbH", "dpa"),
        ("Copyright 2019 The Associated Press. All rights reserved.", "AP"),
        ("© 2020 AFP", "AFP"),
        ("afp.com", "AFP"),
        ("https://www.afp.com/en", "AFP"),
        ("www.reuters.co.uk", "Reuters"),
        ("rss.com.np", "RSS"),
        ("efe.es", "EFE"),
        ("RSS", "RSS"),
        ("RSS.com", None),
        ("www.ria.com", None),
        ("https://feeds.sana.org/", None),
        ("The Harbour Post", None),
        ("", None),
        (None, None),
    ],
)
def test_agencies_by_any_name(name: str | None, agency: str | None) -> None:
    assert agency_named(name) == agency


def test_who_is_credited() -> None:
    draft = Draft()
    credit(draft, "Harbour Wire", "provider")
    credit(draft, "Nobody", "creator", known=True)
    assert (draft.agency, draft.publisher) == (None, "Harbour Wire")
    credit(draft, "afp.com", "ProviderId", same=True)
    assert (draft.agency, draft.publisher, draft.evidence) == ("AFP", None, {"agency": "ProviderId"})
    draft = Draft(publisher="ANP/BELGA")
    settle(draft)
    assert (draft.agency, draft.publisher) == ("ANP", None)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By ANNA QUILL", "ANNA QUILL"),
        ("Von Heike Gloystein, dpa", "Heike Gloystein"),
        ("By Sam Lister, Press Association Political Correspondent", "Sam Lister"),
        ("By Meredith Jameson, Harbour Reporter", "Meredith Jameson, Harbour Reporter"),
        ("Reuters, JAN 02", None),
        ("By The Associated Press", None),
        ("", None),
    ],
)
def test_bylines(line: str, name: str | None) -> None:
    assert byline(line) == name


@pytest.mark.parametrize(
    ("name", "country", "tagged", "found"),
    [
        ("Oslo", None, False, [("Oslo", "NO")]),
        ("PARIS", "FRA", False, [("Paris", "FR")]),
        ("Calgary, AB, Canada", None, False, [("Calgary", "CA")]),
        ("Frankreich", None, True, [("Frankreich", "FR")]),
        ("Asia", None, True, [("Asia", None)]),
        (None, "DE", False, [(None, "DE")]),
        ("No-Data-Available", None, False, []),
        ("SAID TO BE DERAA", "SY", False, [("Deraa", "SY")]),
        ("20160116T125900+0000", None, False, []),
        ("", None, False, []),
    ],
)
def test_places(
    name: str | None, country: str | None, tagged: bool, found: list[tuple[str | None, str | None]]
) -> None:
    assert [(each.place, each.country) for each in place(name, country, tagged=tagged)] == found
