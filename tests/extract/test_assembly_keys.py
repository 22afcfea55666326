"""What a draft states beside its story: its type, its other headlines, and where it was printed."""

from __future__ import annotations

import pytest

from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.model.article import Article, Edition, Source


def made(**stated: object) -> Article:
    return article(
        Draft(headline="Ferry stays in port", text="The ferry stayed.", **stated), Source("a", "rss")
    )  # type: ignore[arg-type]  # any of a draft's


@pytest.mark.parametrize(
    ("others", "kept"),
    [
        (["No ferry today"], ("No ferry today",)),
        (["No ferry today", "No  ferry today!"], ("No ferry today",)),
        (["Ferry stays in port", "FERRY STAYS IN PORT"], ()),
        (["No ferry today - The Harbour Post"], ("No ferry today",)),
        (["Ferry stays in port | News | The Harbour Post"], ()),
        (["The Harbour Post » Ferry stays in port"], ()),
        (["The Harbour Post"], ()),
        (["No ferry – and no bridge"], ("No ferry – and no bridge",)),
        (["", " \n"], ()),
    ],
)
def test_other_headlines_are_other_wordings(others: list[str], kept: tuple[str, ...]) -> None:
    found = made(other_headlines=others, publisher="The Harbour Post")
    assert found.other_headlines == kept
    assert found.headline == "Ferry stays in port"
    assert ("other_headlines" in found.evidence) == bool(kept)


def test_an_edition_has_the_day_of_issue_only_where_it_is_stated() -> None:
    edition = Edition(page="A1", edition="Late\x00  City", volume="")
    issued = made(edition=edition, day="2025-10-23", evidence={"day": "issue"}).edition
    assert issued == Edition("2025-10-23", "A1", "Late City", None)
    assert made(edition=edition, published="2025-10-23").edition == Edition(None, "A1", "Late City", None)
    assert made(published="2025-10-23").edition is None
    assert made(edition=Edition(page=" ")).edition is None


def test_a_type_is_kept_with_its_rule() -> None:
    assert made(type="picture").evidence["type"] == "feed"
    assert "type" not in made().evidence
