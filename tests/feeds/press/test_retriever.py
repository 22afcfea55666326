"""Retriever: Mediearkivet and ATEKST in text, with and without a list, and what is cut off."""

from __future__ import annotations

import pytest

from morgue.errors import NoArticle
from morgue.feeds import pick
from morgue.feeds.press import retriever
from morgue.io.feed import Feed, feed_of_bytes
from morgue.model.article import Article

RULE = "=" * 78
COVER = "Stadsbiblioteket BIBSAM\nDatum 2024-01-30\n\nInnehållsförteckning:\n\n> Bron stängs, Norra Kustbladet, 2020-12-04 05:26\n\n> Kajen lagas, Älvbladet, 2020-12-05\n\n\n"
BRIDGE = "Bron stängs\nNorra Kustbladet, 2020-12-04 05:26\nPublicerat på webb. \n\nBron över ån stängs i natt.\n\nSe webartikeln på https://ret.nu/ab12CD\n"
QUAY = "Kajen lagas\nÄlvbladet, 2020-12-05\nSida 4\nPublicerat i print.\n\nKajen får nya plankor.\n"


def _read(text: str, encoding: str = "utf-8") -> tuple[list[Article], Feed]:
    feed = feed_of_bytes(text.encode(encoding), path="uttag.txt", format="retriever")
    return list(retriever.read(feed)), feed


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("cover", [COVER, "Biblioteket\nUttag 2024-01-30\n\nNyheter:\n\n", ""])
def test_documents_are_read_with_and_without_the_list(cover: str, encoding: str) -> None:
    text = f"{cover}{BRIDGE}{RULE}\n\n{QUAY}\n"
    assert pick(text.encode(encoding), "uttag.txt").name == "retriever"
    (bridge, quay), feed = _read(text, encoding)
    assert (bridge.headline, bridge.publisher) == ("Bron stängs", "Norra Kustbladet")
    assert (bridge.published, bridge.url) == ("2020-12-04T05:26:00", "https://ret.nu/ab12CD")
    assert bridge.body == "Bron över ån stängs i natt."
    assert (quay.headline, quay.publisher, quay.day) == ("Kajen lagas", "Älvbladet", "2020-12-05")
    assert quay.edition is not None
    assert quay.edition.page == "4"
    assert feed.complaints == []


def test_a_headline_may_have_lines_and_a_blank_one_below() -> None:
    (story,), _ = _read(
        "Bron över ån\nstängs\nför alltid\n\nKustbladet, 2020-12-04 05:26\nSida 23\nPublicerat på webb.\n\nEtt stycke.\n\nEtt till.\n"
    )
    assert story.headline == "Bron över ån stängs för alltid"
    assert story.body == "Ett stycke.\n\nEtt till."


def test_a_headline_that_names_a_day_is_no_line_of_a_paper() -> None:
    """ATEKST gives scanned pages the paper, the day and the page as a headline."""
    dashes = "-" * 78
    (story,), _ = _read(
        f"Universitetet\nUttak 26.10.2014\n1 papirartikler\n\nNyhetsklipp:\n\n> VG 6.5.1946 side 8, VG, 06.05.1946\n\n\n"
        f"VG 6.5.1946 side 8\n{dashes}\nVG, 06.05.1946\nSide 8\nPublisert på trykk. \n\n\nFortsatt fra 3. side.\n© VG\n\n"
        f"Les hele nyheten på http://ret.nu/JrnQMsUG\n{RULE}\n"
    )
    assert (story.headline, story.publisher, story.day) == ("VG 6.5.1946 side 8", "VG", "1946-05-06")
    assert (story.body, story.boilerplate) == ("Fortsatt fra 3. side.", "© VG")


def test_an_author_and_a_section_stand_below_the_paper() -> None:
    (story,), _ = _read(
        "Kirken i brann\nFjordposten, 10.06.1988 12.30\nLUNDEMO AASMUND\nSeksjon: Utenriks\nSide 16\nPublisert på trykk.\n\nDet brant.\n"
    )
    assert (story.byline, story.section) == ("LUNDEMO AASMUND", ("Utenriks",))
    assert story.published == "1988-06-10T12:30:00"


def test_a_teaser_from_the_web_is_no_whole_story() -> None:
    (web,), _ = _read(BRIDGE.replace("stängs i natt.", "stängs i nat…"))
    (paper,), _ = _read(QUAY)
    assert web.reading.partial
    assert not paper.reading.partial


def test_a_copyright_within_the_text_ends_it_not() -> None:
    (story,), _ = _read(QUAY + "\n© betyder copyright, sa han.\n\nSedan gick han.\n\n© Älvbladet\n")
    assert (story.body or "").endswith("© betyder copyright, sa han.\n\nSedan gick han.")
    assert story.boilerplate == "© Älvbladet"


def test_a_lead_that_was_cut_within_a_sentence_goes_on() -> None:
    (story,), _ = _read(QUAY.replace("nya plankor.", "nya\n\nplankor."))
    assert story.body == "Kajen får nya plankor."


def test_what_the_cover_lists_and_the_file_lacks_is_said() -> None:
    stories, feed = _read(f"{COVER}{BRIDGE}{RULE}\n")
    assert len(stories) == 1
    assert "2 documents" in feed.complaints[0].message


def test_a_part_without_a_paper_is_counted() -> None:
    stories, feed = _read(f"{BRIDGE}{RULE}\n\nEtt blad saknas\n\nText.\n{RULE}\n")
    assert len(stories) == 1
    assert "1 parts" in feed.complaints[0].message


def test_a_date_in_the_text_is_no_line_of_a_paper() -> None:
    """A caption or a list that ends with a day is in the text of the story in which it is."""
    (story,), _ = _read(
        "Kalender, 2020-12-01\n\n"
        + QUAY.replace("plankor.", "plankor.\n\nInvigning, 2020-12-24\n\nVälkomna.\n")
    )
    assert (story.headline, story.publisher) == ("Kajen lagas", "Älvbladet")
    assert "Invigning, 2020-12-24" in f"{story.body}{story.boilerplate}"


@pytest.mark.parametrize("cover", ["", COVER])
def test_a_feed_without_a_document_has_none(cover: str) -> None:
    with pytest.raises(NoArticle):
        _read(cover + "Inget\n")


def test_a_list_of_dates_is_no_export() -> None:
    text = "Kalender\n\nKyrkkonsert\nNorrviken, 2020-12-04\nBiljetter i kassan.\n"
    assert pick(text.encode(), "kalender.txt").name != "retriever"
