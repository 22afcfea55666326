"""What a draft states beside its story: its type, its other headlines, where it was printed, which version it is."""

from __future__ import annotations

import pytest

from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.model.article import MOST_EARLIER, Article, Edition, Lineage, Source, article_id


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


# -- what a feed states of versions ----------------------------------------------------------------------------


def drafted(identifier: str = "urn:x:2", **stated: object) -> Draft:
    return Draft(identifier=identifier, headline="Ferry stays in port", text="It stayed.", **stated)  # type: ignore[arg-type]  # any of a draft's


def of(draft: Draft) -> Article:
    return article(draft, Source("a", "rss"))


def test_a_link_is_the_id_of_its_target_wherever_that_is_read() -> None:
    target = of(drafted("urn:x:1"))
    draft = drafted()
    draft.follow(" urn:x:1\n", "rewrite_of")
    draft.signal_version("update", "rewrite_of")
    draft.number_version("3", "version")
    found = of(draft)
    assert found.lineage == Lineage("update", (target.id,), 3)
    assert found.evidence["lineage"] == "rewrite_of, version"


@pytest.mark.parametrize(
    ("target", "link"),
    [
        ({"identifier": "77", "authority": "Harbour"}, ("77", "Harbour")),
        ({"identifier": "https://www.example.org/1/", "home": "https://example.org/feed"}, ("http://example.org/1", None)),
        ({"identifier": "tag:other.org,2025:1", "home": "https://example.org/feed"}, ("tag:other.org,2025:1", None)),
        ({"identifier": None, "url": "https://example.org/a/b?utm_source=x", "home": "https://example.org/feed"}, ("https://example.org/a/b", None)),
    ],
)  # fmt: skip
def test_a_link_counts_where_its_target_does(
    target: dict[str, str | None], link: tuple[str, str | None]
) -> None:
    draft = drafted("urn:x:2", home=target.get("home"))
    draft.follow(link[0], "link", link[1])
    known = of(Draft(headline="Another", text="Text.", **target))  # type: ignore[arg-type]
    lineage = of(draft).lineage
    assert lineage is not None
    assert lineage.of == (known.id,)


def test_a_link_to_itself_or_to_a_bare_number_is_none() -> None:
    draft = drafted()
    for link in ("urn:x:2", "17", "", None, " "):
        draft.follow(link, "link")
    found = of(draft)
    assert found.lineage is None
    assert "lineage" not in found.evidence
    draft = drafted()
    draft.follow("urn:x:2", "link")
    draft.number_version(2, "version")
    assert of(draft).lineage == Lineage(number=2)


def test_the_first_links_are_kept_and_the_others_counted() -> None:
    draft = drafted()
    for number in range(10_000):
        draft.follow(f"urn:y:{number}", "link")
        draft.follow("urn:y:0", "link")
    found = of(draft)
    assert found.lineage == Lineage(of=tuple(article_id(f"urn:y:{each}") for each in range(MOST_EARLIER)))
    assert found.evidence["lineage"] == "link; the first 20 of 10,000 links"


@pytest.mark.parametrize(
    "absurd", ["x", "", None, -1, 0, "0", "1.2", "9" * 400, 1e300, True, ["1"], "١", {"a": 1}]
)
def test_what_is_no_number_of_a_version_is_none(absurd: object) -> None:
    draft = drafted()
    draft.number_version(absurd, "version")
    assert of(draft).lineage is None


def test_the_strongest_signal_holds() -> None:
    draft = drafted()
    for signal in ("correction", "update"):
        draft.signal_version(signal, "signal")
    assert of(draft).lineage == Lineage("correction")
    draft.signal_version("withdrawn", "pubStatus")
    found = of(draft)
    assert found.lineage == Lineage("withdrawn")
    assert found.evidence["lineage"] == "signal, pubStatus"
    assert found.reading.withdrawn


def test_what_a_part_states_of_versions_is_that_of_the_whole() -> None:
    part = Draft()
    part.follow("urn:x:1", "du-key")
    part.signal_version("correction", "ed-msg")
    draft = drafted()
    draft.number_version(2, "version")
    draft.join(part)
    assert of(draft).lineage == Lineage("correction", (article_id("urn:x:1"),), 2)
