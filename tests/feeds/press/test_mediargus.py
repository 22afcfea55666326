from __future__ import annotations

from pathlib import Path

import pytest

from morgue.errors import NoArticle
from morgue.feeds import pick
from morgue.feeds.press.mediargus import read as read_export
from morgue.feeds.press.mediargus import sniff
from morgue.io.feed import Feed, feed_of_bytes
from morgue.model.article import Article

LIST = (
    "1. De haven is dicht\n\nDe Kade, zaterdag 8 mei 2010, p. 3, 20w.\n\nDe haven is sinds ...\n\n\n"
    "2. De haven is open\n\nHet Baken, zondag 9 mei 2010, p. 14, 12w.\n\nDe haven is weer open.\n\n\n"
)
FIRST = "08-05-2010, p.3\nAn Peeters\nDe haven is dicht\n\nDe loods legt uit\n\nDe haven is sinds gisteren dicht.\n\n © De Kade NV\n"
SECOND = (
    "09-05-2010, p.14\n\nAntwerpen, Limburg\n\nDe haven is open\n\nDe haven is weer open.\n\n © Baken Media\n"
)
GAP = "\n" * 7


def read(data: str | bytes) -> tuple[list[Article], Feed]:
    raw = data if isinstance(data, bytes) else data.encode("cp1252")
    feed = feed_of_bytes(raw, path="export.txt")
    chosen = pick(raw[:65_536], "export.txt")
    assert chosen.name == "mediargus"
    return list(chosen.read(feed)), feed


@pytest.mark.parametrize("begin", ["", "?", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-16"])
def test_texts_are_joined_with_the_list(begin: str, newline: str, encoding: str) -> None:
    if begin == "\ufeff" and encoding == "cp1252":
        begin = ""
    text = begin + LIST + GAP + FIRST + GAP + SECOND
    (first, second), feed = read(text.replace("\n", newline).encode(encoding))
    assert not feed.complaints
    assert (first.headline, first.publisher, first.day, first.byline) == (
        "De haven is dicht",
        "De Kade",
        "2010-05-08",
        "An Peeters",
    )
    assert first.body == "De loods legt uit\n\nDe haven is sinds gisteren dicht."
    assert first.boilerplate == "© De Kade NV"
    assert first.edition is not None
    assert first.edition.page == "3"
    assert (second.headline, second.publisher, second.day, second.byline) == (
        "De haven is open",
        "Het Baken",
        "2010-05-09",
        None,
    )
    assert second.edition is not None
    assert (second.edition.page, second.edition.edition) == ("14", "Antwerpen, Limburg")


def test_the_order_of_the_texts_does_not_count_where_their_pages_differ() -> None:
    (second, first), _ = read(LIST + GAP + SECOND + GAP + FIRST)
    assert (second.publisher, first.publisher) == ("Het Baken", "De Kade")


def test_a_story_may_be_on_several_pages() -> None:
    entries = LIST.replace("p. 3, 20w.", "p. 3, 4, 20w.")
    (first, _), feed = read(entries + GAP + FIRST.replace("p.3", "p.3, 4") + GAP + SECOND)
    assert first.publisher == "De Kade"
    assert first.edition is not None
    assert first.edition.page == "3, 4"
    assert not feed.complaints


def test_an_entry_without_its_text_is_a_story_of_what_is_known() -> None:
    stories, feed = read(LIST + GAP + FIRST)
    assert [(story.headline, story.publisher) for story in stories] == [
        ("De haven is dicht", "De Kade"),
        ("De haven is open", "Het Baken"),
    ]
    assert stories[1].body == "De haven is weer open."
    assert stories[1].reading.partial
    assert "2 documents" in feed.complaints[0].message


def test_a_file_that_ends_above_a_headline_makes_none_of_what_is_there() -> None:
    stories, feed = read(LIST + GAP + FIRST + GAP + SECOND[: SECOND.index("pen, Limburg")])
    assert [(story.headline, story.publisher) for story in stories] == [
        ("De haven is dicht", "De Kade"),
        ("De haven is open", "Het Baken"),
    ]
    assert "2 documents" in feed.complaints[0].message


def test_a_list_alone_is_its_entries() -> None:
    stories, feed = read(LIST)
    assert [story.day for story in stories] == ["2010-05-08", "2010-05-09"]
    assert all(story.reading.listed for story in stories)
    assert not feed.complaints


def test_a_text_without_a_headline_has_none() -> None:
    entries = LIST.replace("2. De haven is open", "2. Artikel zonder titel")
    text = "09-05-2010, p.14\n\nHet Baken der Letteren\n\n\nDe haven is weer open.\n\n © Baken Media\n"
    (_, second), _ = read(entries + GAP + FIRST + GAP + text)
    assert second.headline is None
    assert second.body == "De haven is weer open."
    assert second.section == ("Het Baken der Letteren",)


def test_one_text_on_two_pages_is_two_stories() -> None:
    entries = "".join(
        f"{page}. Artikel zonder titel\n\nDe Kade, zaterdag 8 mei 2010, p. {page}, 5w.\n\nDe haven.\n\n\n"
        for page in (1, 2)
    )
    texts = "".join(f"{GAP}08-05-2010, p.{page}\n\n\nDe haven is dicht.\n\n © De Kade\n" for page in (1, 2))
    stories, _ = read(entries + texts)
    assert len({story.id for story in stories}) == 2


def test_a_text_that_no_entry_names_is_a_story() -> None:
    stories, _ = read(LIST + GAP + FIRST + GAP + SECOND + GAP + FIRST.replace("p.3", "p.8"))
    assert len(stories) == 3
    assert stories[2].publisher is None
    assert stories[2].headline == "De haven is dicht"


def test_a_date_within_a_text_begins_no_other() -> None:
    text = FIRST.replace("De loods legt uit", "De loods legt uit\n08-05-2010, p.9\nen gaat")
    stories, _ = read(LIST + GAP + text + GAP + SECOND)
    assert len(stories) == 2


@pytest.mark.parametrize(
    "data", [b"", b"1. First things first\n\nThe port is shut, p. 3.\n", b"08-05-2010, p.3\n"]
)
def test_other_texts_are_no_export(data: bytes) -> None:
    assert sniff(data, "x.txt") == 0


def test_an_export_without_a_story_says_so() -> None:
    with pytest.raises(NoArticle):
        list(read_export(feed_of_bytes(b"\n\n", path="x.txt")))


def test_every_text_of_the_sample_has_its_outlet(shared: Path) -> None:
    stories, feed = read((shared / "corpora/exports/mediargus/mediargus.txt").read_bytes())
    assert len(stories) == 100
    assert {story.publisher for story in stories} == {"De Morgen", "De Standaard"}
    assert not feed.complaints
