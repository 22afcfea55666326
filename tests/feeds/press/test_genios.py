"""GBI-Genios (wiso): documents with a table of facts behind the text, in text, RTF and what a PDF was turned into."""

from __future__ import annotations

import pytest

from morgue.errors import NoArticle
from morgue.feeds import pick
from morgue.feeds.press import genios
from morgue.io.feed import Feed, feed_of_bytes
from morgue.model.article import Article
from tests.feeds.press.test_apa import rtf

END = "© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH"
FACTS = "Ressort: Lokales\nDokumentnummer: BRBO-1\nDauerhafte Adresse des Dokuments: https://www.wiso-net.de/document/BRBO__1\nAlle Rechte vorbehalten: (c) Brockenbote\n"


def _read(data: bytes | str, name: str = "wiso.txt") -> tuple[list[Article], Feed]:
    data = data.encode() if isinstance(data, str) else data
    chosen = pick(data[:65_536], name)
    feed = feed_of_bytes(data, path=name, format=chosen.name)
    found = [*chosen.read(feed)]
    assert {each.source.format for each in found} == {"genios"}
    return found, feed


def _document(source: str, text: str = "Ein Rudel ist da.\n\nEs heult.") -> str:
    return f"Wölfe am Brocken\n\n{text}\n\nQuelle: {source}\n{FACTS}{END}\n\n"


@pytest.mark.parametrize(
    ("source", "paper", "day", "page", "number"),
    [
        ("Brockenbote vom 12.03.2019, Nr. 60, S. 5", "Brockenbote", "2019-03-12", "5", "60"),
        ("BROCKENBOTE VOM 12.03.2019 SEITE 12", "BROCKENBOTE", "2019-03-12", "12", None),
        ("Brockenbote, 01.12.2000", "Brockenbote", "2000-12-01", None, None),
        (
            "Brockenbote, den 1. Dezember 2000, Heft 48/2000, S. A2",
            "Brockenbote",
            "2000-12-01",
            "A2",
            "48/2000",
        ),
        ("Brockenbote v. 1.12.2000", "Brockenbote", "2000-12-01", None, None),
        ("Brockenbote", "Brockenbote", None, None, None),
    ],
)
def test_the_source_is_printed_in_many_ways(
    source: str, paper: str, day: str | None, page: str | None, number: str | None
) -> None:
    (story,), feed = _read(_document(source))
    assert (story.headline, story.body) == ("Wölfe am Brocken", "Ein Rudel ist da.\n\nEs heult.")
    assert (story.publisher, story.day, story.section) == (paper, day, ("Lokales",))
    assert story.url == "https://www.wiso-net.de/document/BRBO__1"
    assert ((story.edition.page, story.edition.volume) if story.edition else (None, None)) == (page, number)
    assert feed.complaints == []


def test_a_source_that_is_named_in_the_text_ends_it_not() -> None:
    (story,), _ = _read(
        _document("Brockenbote vom 12.03.2019", "Er sagt:\n\nQuelle: ein Förster\n\nSo war es.")
    )
    assert story.body == "Er sagt:\n\nQuelle: ein Förster\n\nSo war es."


def test_a_long_headline_goes_on_and_a_short_one_has_a_deck_below() -> None:
    long = "Am Brocken und in den Tälern um Wernigerode herum heulen seit einem Jahr\nwieder Wölfe\nDie Schäfer klagen"
    (story,), _ = _read(_document("Brockenbote vom 12.03.2019").replace("Wölfe am Brocken", long))
    assert story.headline == long.replace("\n", " ").removesuffix(" Die Schäfer klagen")
    assert story.other_headlines == ("Die Schäfer klagen",)


def test_rtf_has_a_paragraph_a_line_and_the_headline_bold() -> None:
    (story,), _ = _read(
        rtf(
            "*Am Brocken",
            "*heulen W\\'f6lfe",
            "Ein Rudel ist da.",
            "Es heult.",
            "Quelle:",
            "Brockenbote vom 12.03.2019, S. 5",
            "Ressort:",
            "Lokales",
            "Alle Rechte vorbehalten: (c) Brockenbote",
            "\\'a9 GBI-Genios Deutsche Wirtschaftsdatenbank GmbH",
        ),
        "wiso.rtf",
    )
    assert (story.headline, story.body) == ("Am Brocken heulen Wölfe", "Ein Rudel ist da.\n\nEs heult.")
    assert (story.publisher, story.section) == ("Brockenbote", ("Lokales",))


def test_a_sentence_goes_on_behind_the_foot_of_a_page() -> None:
    text = "Ein Rudel ist da, sagen die\n\nSeite 2 von 7\n\n\fDokumente\n\nFörster.\n\nEs heult, wenn\n\nSeite 3 von 7\n\nder Mond scheint."
    (story,), _ = _read(_document("Brockenbote vom 12.03.2019", text))
    assert story.body == "Ein Rudel ist da, sagen die\n\nFörster.\n\nEs heult, wenn der Mond scheint."


def test_a_part_without_a_source_is_counted() -> None:
    stories, feed = _read(f"Nur ein Titel\n\nText.\n{END}\n" + _document("Brockenbote vom 12.03.2019"))
    assert len(stories) == 1
    assert "1 parts" in feed.complaints[0].message


def test_a_feed_without_a_document_has_none() -> None:
    with pytest.raises(NoArticle):
        list(genios.read(feed_of_bytes(b"Nichts\n", path="a.txt", format="genios")))
