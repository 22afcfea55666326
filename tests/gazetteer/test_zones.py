"""Offsets of zones, and what RFC 822 says of them."""

from __future__ import annotations

import datetime as dt

import pytest

from morgue.extract.dates import reading
from morgue.gazetteer.zones import offset_of

LOCAL = dt.datetime(2023, 7, 9, 16, 5)


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("CST", "-06:00"),
        ("CDT", "-05:00"),
        ("EST", "-05:00"),
        ("est", "-05:00"),
        ("pDt", "-07:00"),
        ("UT", "+00:00"),
        ("z", "+00:00"),
        ("IST", ""),
        ("BST", ""),
    ],
)
def test_zones_of_rfc_822(zone: str, offset: str) -> None:
    """Section 5.1 defines ten abbreviations, in letters of either case; any other is as open as elsewhere."""
    assert offset_of(zone, LOCAL, None, rfc822=True)[0] == offset


def test_the_country_of_a_feed_goes_before_the_standard() -> None:
    """A feed at home in China or Australia writes its own CST and EST, whatever the standard says."""
    assert offset_of("CST", LOCAL, "CN", rfc822=True)[0] == "+08:00"
    assert offset_of("EST", LOCAL, "AU", rfc822=True)[0] == "+10:00"
    assert offset_of("CST", LOCAL, "FR", rfc822=True)[0] == "-06:00"
    assert offset_of("CST", LOCAL, None)[0] == ""


@pytest.mark.parametrize("letter", ["A", "m", "N", "Y"])
def test_military_letters_say_nothing(letter: str) -> None:
    """They were defined with the wrong sign, so that no offset is sure."""
    assert offset_of(letter, LOCAL, None, rfc822=True) == ("", f"{letter.upper()} left unresolved")


def test_a_reading_says_how_its_zone_was_decided() -> None:
    found = reading("Sun, 09 Jul 2023 16:05 CST", rfc822=True)
    assert found == ("2023-07-09T16:05:00-06:00", "CST read as -06:00")
