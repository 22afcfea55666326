"""What digitised print calls its parts."""

from __future__ import annotations

import pytest

from morgue.extract.draft import Draft
from morgue.feeds.print.kinds import has_words, is_kind, state_kind


@pytest.mark.parametrize(
    ("stated", "group"),
    [
        ("Advertisements & Notices", "advertisement"),
        ("display_ad", "advertisement"),
        ("Classified ads", "advertisement"),
        ("Anzeige", "advertisement"),
        ("Picture Essay", "picture"),
        ("Editorial cartoon", "graphic"),
        ("Letter to Editor", "story"),
        ("title-page", "furniture"),
        ("Rubrique", "section"),
    ],
)
def test_names_are_known_whatever_their_signs(stated: str, group: str) -> None:
    assert is_kind(stated, group)


@pytest.mark.parametrize("stated", [None, "", "adder", "x" * 1000])
def test_what_is_no_name_of_an_advertisement(stated: str | None) -> None:
    assert not is_kind(stated, "advertisement")


@pytest.mark.parametrize(
    ("stated", "type", "section"),
    [
        ("Advertising", "advertisement", []),
        ("Article", "story", []),
        ("Family Notices", "story", ["Family Notices"]),
        ("  ", "story", []),
        (None, "story", []),
    ],
)
def test_a_kind_is_a_type_or_a_section(stated: str | None, type: str, section: list[str]) -> None:  # noqa: A002  the field's name
    draft = Draft()
    state_kind(draft, stated, "rule")
    assert (draft.type, draft.section) == (type, section)


def test_control_characters_are_no_words() -> None:
    assert not has_words(Draft(text="\x01\x02"))
    assert not has_words(Draft())
    assert has_words(Draft(headline="A\x01"))
