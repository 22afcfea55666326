"""An item under a bare identifier that its file bore before: a later text of what it was, or another story."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import morgue

STRIKE = "The strike of ferry crews began on Thursday in Piraeus, the union said. {} ships stay in port."
HEAD = "Ferry strike begins"


def feed(path: Path, *items: tuple[str, str, str, str]) -> None:
    """Write a feed of items: guid, title, hour, text."""
    rows = "".join(
        f"<item><guid>{guid}</guid><title>{title}</title><pubDate>Thu, {when} GMT</pubDate>"
        f"<description>{text}</description></item>"
        for guid, title, when, text in items
    )
    path.write_text(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title>{rows}</channel></rss>'
    )


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[morgue.Archive]:
    (tmp_path / "feeds").mkdir()
    with morgue.create(tmp_path / "index") as made:
        yield made


FIRST = ("s1", HEAD, "23 Oct 2025 09:00:00", STRIKE.format("Forty"))


def texts(archive: morgue.Archive) -> list[int]:
    """How many texts each article has had, the most first."""
    found = [hit.article.id for hit in archive.search("*", limit=20).hits]
    return sorted((len(archive.versions(each)) for each in found), reverse=True)


@pytest.mark.parametrize(
    "later",
    [
        ("s1", HEAD, "23 Oct 2025 09:00:00", STRIKE.format("Fifty")),
        ("s1", "CORRECTED-" + HEAD, "23 Oct 2025 09:30:00", STRIKE.format("Fifty")),
        ("s1", HEAD, "23 Oct 2025 12:00:00", STRIKE.format("Forty") + " Talks go on, a mediator said."),
    ],
    ids=["text", "mark", "longer"],
)
def test_a_changed_text_is_a_version(
    archive: morgue.Archive, tmp_path: Path, later: tuple[str, str, str, str]
) -> None:
    path = tmp_path / "feeds" / "a.xml"
    feed(path, FIRST)
    archive.index([path.parent])
    before = archive.search("forty").hits[0].article.id
    other = ("s2", "Harbour board meets", "23 Oct 2025 08:00:00", "The board of the harbour met in Ghent.")
    feed(path, later, other)
    counts = archive.index([path.parent]).articles
    assert (counts.added, counts.replaced) == (1, 1)
    assert texts(archive) == [2, 1]
    assert archive.search(later[1]).hits[0].article.id == before
    path.write_text(path.read_text() + " ")
    assert archive.index([path.parent]).articles.replaced == 0
    assert texts(archive) == [2, 1]


@pytest.mark.parametrize(
    "later",
    [
        ("s1", "Bridge closed in Ghent", "24 Oct 2025 09:00:00", "A bridge in Ghent was closed after a barge struck it."),
        ("s1", HEAD, "30 Oct 2025 09:00:00", "Crews of ferries went on strike in Genoa, and ninety ships lay idle."),
    ],
    ids=["story", "column"],
)  # fmt: skip
def test_a_number_that_is_given_again_makes_no_version(
    archive: morgue.Archive, tmp_path: Path, later: tuple[str, str, str, str]
) -> None:
    path = tmp_path / "feeds" / "a.xml"
    feed(path, FIRST)
    archive.index([path.parent])
    feed(path, later)
    archive.index([path.parent])
    assert texts(archive) == [1, 1]


def test_a_number_that_two_items_bear_makes_no_version(archive: morgue.Archive, tmp_path: Path) -> None:
    path = tmp_path / "feeds" / "a.xml"
    feed(path, FIRST)
    archive.index([path.parent])
    later = ("s1", HEAD, "23 Oct 2025 09:00:00", STRIKE.format("Fifty"))
    feed(path, later, ("s1", "Harbour board meets", "23 Oct 2025 08:00:00", "The board met in Ghent."))
    archive.index([path.parent])
    assert texts(archive) == [1, 1, 1]


def test_another_file_makes_no_version(archive: morgue.Archive, tmp_path: Path) -> None:
    feed(tmp_path / "feeds" / "a.xml", FIRST)
    feed(tmp_path / "feeds" / "b.xml", ("s1", HEAD, "23 Oct 2025 09:00:00", STRIKE.format("Fifty")))
    archive.index([tmp_path / "feeds"])
    assert texts(archive) == [1, 1]
