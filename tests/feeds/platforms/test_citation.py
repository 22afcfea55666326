"""Citations made articles."""

from __future__ import annotations

import pytest

from morgue.feeds.platforms.citation import Citation, day_of, draft_of, turned


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Doe, Jane", "Jane Doe"),
        ("Jane Doe", "Jane Doe"),
        ("Doe, John, Jr.", "John Doe, Jr."),
        ("de Vries, Hanne", "Hanne de Vries"),
        ("Doe, Jr.", "Doe, Jr."),
        ("Quay Courier staff,", "Quay Courier staff"),
        ("", ""),
    ],
)
def test_names_are_turned(name: str, spoken: str) -> None:
    assert turned(name) == spoken


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["2024/02/03/"], ("2024-02-03", None)),
        (["2024/2/3"], ("2024-02-03", None)),
        (["2024//"], (None, "2024")),
        (["2024///", "3 Feb 2024"], ("3 Feb 2024", "2024")),
        ([], (None, None)),
    ],
)
def test_a_year_alone_is_no_day(values: list[str], found: tuple[str | None, str | None]) -> None:
    assert day_of(values) == found


def test_a_number_is_an_identity_only_in_a_database_that_is_named() -> None:
    def named(**more: str) -> tuple[str | None, str | None]:
        citation = Citation("ris")
        for tag, value in {"TI": "Ferry lost", "ID": "7", **more}.items():
            citation.add(tag, value)
        draft = draft_of(citation, authors=[])
        assert draft is not None
        return draft.identifier, draft.authority

    assert named() == (None, None)
    assert named(AN="12") == (None, None)
    assert named(AN="12", DB="Quaybase") == ("12", "Quaybase")
    assert named(DO="10.5555/1") == ("doi:10.5555/1", None)


def test_an_agency_among_the_writers_is_the_agency() -> None:
    citation = Citation("ris")
    citation.add("TI", "Ferry lost")
    draft = draft_of(citation, authors=["Reuters", "Doe, Jane"])
    assert draft is not None
    assert (draft.agency, draft.byline) == ("Reuters", "Jane Doe")


def test_a_record_without_title_and_text_is_none() -> None:
    citation = Citation("ris")
    citation.add("KW", "ferry")
    assert draft_of(citation, authors=[]) is None
