from __future__ import annotations

import pytest

from morgue.extract.draft import Draft
from morgue.feeds.press.issue import date_line, place_in_issue, state_day
from morgue.model.article import Edition


@pytest.mark.parametrize(
    ("line", "moment", "rest"),
    [
        ("January 11, 2010 Monday", "January 11, 2010 Monday", ""),
        ("January 11, 2010 Monday Edition 1; Scotland", "January 11, 2010 Monday", "Edition 1; Scotland"),
        ("March 14, 2013 Thursday 11:21 AM GMT", "March 14, 2013 Thursday 11:21 AM GMT", ""),
        ("27. Februar 2012 Montag 9:50 PM GMT+1", "27. Februar 2012 Montag 9:50 PM GMT+1", ""),
        ("Mittwoch 31. August 2011", "Mittwoch 31. August 2011", ""),
        ("mardi 10 décembre 2019", "mardi 10 décembre 2019", ""),
        ("24 september 2002 dinsdag", "24 september 2002 dinsdag", ""),
        ("5 de mayo de 2014 lunes", "5 de mayo de 2014 lunes", ""),
        ("14 maggio 2015 giovedì", "14 maggio 2015 giovedì", ""),
        ("30 de maio de 2014 sexta-feira", "30 de maio de 2014 sexta-feira", ""),
        ("January 3, 1993, Sunday, Late Edition - Final", "January 3, 1993, Sunday", "Late Edition - Final"),
    ],
)
def test_a_date_line_in_any_language(line: str, moment: str, rest: str) -> None:
    assert date_line(line) == (moment, rest)


@pytest.mark.parametrize(
    "line",
    [
        "The Harbour Times",
        "Winter 2008",
        "Schedule for Sunday, April 20, 1400 GMT",
        "",
        "Harbour Report Q1 2009",
        "9" * 400,
    ],
)
def test_a_line_that_begins_with_no_date(line: str) -> None:
    assert date_line(line) is None


@pytest.mark.parametrize(
    ("line", "sections", "page", "volume"),
    [
        ("FEATURES; Pg. 6", ["FEATURES"], "6", None),
        ("Pg. 12", [], "12", None),
        ("A-SECTION; Pg. A01", ["A-SECTION"], "A01", None),
        ("S. 7 Ausg. 167", [], "7", "167"),
        ("WISSEN; MEDIZIN; S. 114\xa0Ausg. 9", ["WISSEN", "MEDIZIN"], "114", "9"),
        ("SPORT; Pg. 65,66", ["SPORT"], "65,66", None),
        ("BUITENLAND; Blz.6", ["BUITENLAND"], "6", None),
        ("LOCAL; Pg. B", ["LOCAL"], "B", None),
        ("Part A; Page 1; Metro Desk", ["Part A", "Metro Desk"], "1", None),
        ("Seafood; Sports 3", ["Seafood", "Sports 3"], None, None),
    ],
)
def test_sections_and_page(line: str, sections: list[str], page: str | None, volume: str | None) -> None:
    draft = Draft()
    place_in_issue(draft, line, "SECTION")
    assert draft.section == sections
    assert draft.edition == (Edition(page=page, volume=volume) if page or volume else None)


def test_the_version_of_a_story_is_its_number() -> None:
    draft = Draft()
    place_in_issue(draft, "POLITICS; Version:28", "Section")
    assert draft.number == 28


def test_a_day_is_stated_as_moment_and_as_day_of_issue() -> None:
    draft = Draft()
    assert state_day(draft, "May 4, 2009 Monday", "date line")
    assert (draft.published, draft.day) == ("May 4, 2009 Monday", "May 4, 2009 Monday")
    assert not state_day(Draft(), "Winter 2008", "date line")
