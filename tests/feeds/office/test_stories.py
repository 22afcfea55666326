"""Documents that bear the mark of another form are handed to its reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from morgue import feeds
from morgue.extract.assembly import article
from morgue.extract.draft import Draft
from morgue.feeds import Reader, feed_of_bytes
from morgue.feeds.office import rtf, stories
from morgue.feeds.office.stories import About
from morgue.io.feed import Feed
from morgue.model.article import Article

DATA = rb"{\rtf1\ansi {\b Ferry held}\par Crews voted on Thursday to stay in port.\par}"


def test_a_document_is_handed_on_with_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []

    def sniff(head: bytes, name: str) -> int:
        given.append(head)
        return 100

    def read(feed: Feed) -> Iterator[Article]:
        given.extend((feed.source.format, feed.bytes()))
        yield article(Draft(headline="Handed on"), feed.at(0, 0))

    monkeypatch.setattr(stories, "forms_of_document", lambda text: ["nexis"])
    monkeypatch.setattr(feeds, "reader", lambda name: Reader(name, sniff, read))
    (story,) = rtf.read(feed_of_bytes(DATA, path="a.rtf"))
    assert story.headline == "Handed on"
    assert given == [b"Ferry held\nCrews voted on Thursday to stay in port.", "nexis", DATA]


def test_a_document_whose_form_is_not_sure_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "forms_of_document", lambda text: ["text"])
    (story,) = rtf.read(feed_of_bytes(DATA, path="a.rtf"))
    assert story.headline == "Ferry held"


def test_stories_that_the_marks_of_a_wire_part_in_a_document() -> None:
    copy = "Ferry held\\par PIRAEUS, Greece, Oct 8 (Reuters) - Crews voted.\\par -30-\\par Tug lost\\par HOEK, Oct 9 (AFP) - It sank.\\par"
    found = list(rtf.read(feed_of_bytes(rb"{\rtf1 " + copy.encode() + b"}", path="a.rtf")))
    assert [each.agency for each in found] == ["Reuters", "AFP"]


def test_the_title_of_a_document_is_its_headline_where_none_is_printed() -> None:
    text = "Crews voted on Thursday to stay in port until the owners pay for the watches at night. " * 4
    data = (
        rb"{\rtf1 {\info{\title Ferry held}{\keywords ferries; Piraeus}{\author Ann Lee}}"
        + text.encode()
        + b"\\par}"
    )
    (story,) = rtf.read(feed_of_bytes(data, path="a.rtf"))
    assert (story.headline, story.keywords, story.byline) == ("Ferry held", ("ferries", "Piraeus"), None)


def test_what_is_printed_around_the_text_is_set_aside() -> None:
    feed = feed_of_bytes(b"", path="a")
    document = rtf.paragraphs(DATA)
    (story,) = stories.stories(feed, DATA, document, About(), around=lambda: ["THE COURIER", "7"])
    assert (story.boilerplate or "").split("\n\n") == ["THE COURIER", "7"]
