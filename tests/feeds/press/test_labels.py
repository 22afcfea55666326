from __future__ import annotations

import pytest

from morgue._startup.tables import read_rows
from morgue.feeds.press.labels import bare_label, labels_of, listed, role_of
from morgue.feeds.support.data import DATA


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("BYLINE:", "byline"),
        ("AUTOR", "byline"),
        ("Auteur", "byline"),
        ("LÄNGE", "length"),
        ("LANGE", "length"),
        ("Load-Date:\xa0", "loaded"),
        ("DATE-CHARGEMENT", "loaded"),
        ("TIPO-PUBLICACIÓN", "kind"),
        ("WEATHER", None),
        ("", None),
    ],
)
def test_a_label_says_the_same_in_every_language(label: str, role: str | None) -> None:
    assert role_of("nexis", label) == role


def test_no_label_has_two_roles() -> None:
    found: dict[tuple[str, str], str] = {}
    for database, role, labels in read_rows(DATA / "press_labels.tsv"):
        for label in labels.split(";"):
            assert label.strip() == label
            assert found.setdefault((database, bare_label(label)), role) == role, label


def test_a_database_that_has_no_rows_has_no_labels() -> None:
    assert labels_of("none") == {}


def test_the_entries_of_a_list_are_without_their_shares() -> None:
    assert listed("FERRIES (91%); PORTS &\xa0HARBOURS (78%)") == ["FERRIES", "PORTS &\xa0HARBOURS"]
    assert listed("OLAND, SWEDEN (90%) BALTIC SEA (70 %)") == ["OLAND, SWEDEN", "BALTIC SEA"]
    assert listed(" ; ") == []
