"""Different stories are kept apart whatever their feeds call them, and one story is kept once."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import morgue
from tests.ingest.runs.feeds import LISTS, SINGLES, Told, rss

FORMATS = {**LISTS, **SINGLES}

IDENTIFIERS = {
    "one number for all": lambda at, inside: "1",
    "numbered anew in every file": lambda at, inside: str(inside + 1),
    "a placeholder for all": lambda at, inside: "N/A",
    "the front page for all": lambda at, inside: "https://quay.example/",
    "one live page for all": lambda at, inside: "https://quay.example/live",
    "one address for all": lambda at, inside: "https://quay.example/column-of-the-day",
    "an address of its own": lambda at, inside: f"https://quay.example/2025/story-{at}",
    "a query of its own": lambda at, inside: f"https://quay.example/?p={at}",
    "an empty UUID for all": lambda at, inside: "00000000-0000-0000-0000-000000000000",
    "none": lambda at, inside: None,
}


def files_of(name: str, stories: Sequence[tuple[int, bool]], kind: str, sizes: Sequence[int]) -> list[bytes]:
    """The stories (number, whether the headline is one that recurs) in files of these sizes."""
    write, files, left, at = FORMATS[name], [], list(stories), 0
    while left:
        size = 1 if name in SINGLES else sizes[len(files) % len(sizes)]
        taken, left = left[:size], left[size:]
        told = []
        for inside, (number, recurs) in enumerate(taken):
            headline = (
                "Weather and tides"
                if recurs
                else f"{Told(number, '', None).text.split(' ', 4)[3].title()} report {number}"
            )
            told.append(Told(number, headline, IDENTIFIERS[kind](at, inside)))
            at += 1
        files.append(write(told))
    return files


@pytest.mark.parametrize("name", FORMATS)
@given(data=st.data(), kind=st.sampled_from(list(IDENTIFIERS)))
@settings(max_examples=8)
def test_different_stories_stay_different(
    name: str, kind: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """N stories, any split into files, in any order, in one run or several: N are kept, and again changes nothing."""
    count = data.draw(st.integers(2, 7), "stories")
    recurs = [data.draw(st.booleans(), "headline recurs") and name != "news.xml" for _ in range(count)]
    sizes = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=3), "sizes")
    files = files_of(name, list(enumerate(recurs)), kind, sizes)
    order = data.draw(st.permutations(range(len(files))), "order of names")
    runs = data.draw(st.integers(1, 3), "runs")
    folder = tmp_path_factory.mktemp("identity")
    feeds = folder / "feeds"
    with morgue.create(folder / "archive") as archive:
        for run in range(runs):
            for at, position in enumerate(order):
                if at % runs == run:
                    path = feeds / f"{position}-{name}"
                    path.parent.mkdir(exist_ok=True)
                    path.write_bytes(files[at])
            archive.index([feeds])
        headlines = [hit.article.body or hit.article.headline for hit in archive.hits("*")]
        assert archive.errors() == []
        assert len(headlines) == count, f"{kind}: {headlines}"
        assert len(set(headlines)) == count
        ids = {hit.article.id for hit in archive.hits("*")}
        again = archive.index([feeds]).articles
        assert (again.added, again.replaced, again.removed) == (0, 0, 0)
        for path in feeds.iterdir():
            os.utime(path, ns=(1, 1))
            path.write_bytes(path.read_bytes() + b"\n")
        archive.index([feeds])
        assert {hit.article.id for hit in archive.hits("*")} == ids, "saved once more with another line end"


@pytest.mark.parametrize("name", FORMATS)
def test_ids_do_not_depend_on_order(name: str, tmp_path: Path) -> None:
    """Another machine that reads the files in another order has the stories under the same ids."""
    files = files_of(name, [(at, False) for at in range(5)], "one address for all", [2])
    found = []
    for turn in range(3):
        order = list(range(len(files)))
        random.Random(turn).shuffle(order)
        with morgue.create(tmp_path / f"archive-{turn}") as archive:
            for at in order:
                path = tmp_path / f"feeds-{turn}" / f"{at}-{name}"
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(files[at])
                archive.index([path.parent])
            found.append({hit.article.id for hit in archive.hits("*")})
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 5


def test_a_rolling_feed_under_one_name_keeps_what_rolled_off(archive: morgue.Archive, tmp_path: Path) -> None:
    feed = tmp_path / "feeds" / "roll.xml"
    feed.parent.mkdir()
    for first in range(0, 9, 2):
        told = [
            Told(at, f"Story of day {at}", f"https://quay.example/{at}") for at in range(first, first + 3)
        ]
        feed.write_bytes(rss(told))
        assert archive.index([feed.parent]).articles.removed == 0
    assert archive.count("*") == 11
    archive.index([feed.parent], prune="all")
    assert archive.count("*") == 3, "--prune=all leaves what the files hold"
