"""What an article said before stays on a cluster too, whichever machine read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import morgue
from morgue.archive.copy import move
from tests.ingest.runs.test_keeping import (
    FIRST,
    SECOND,
    THIRD,
    changed_thrice,
    channel,
    identifier,
    put,
    texts,
)
from tests.ingest.runs.test_keeping import (
    test_a_file_takes_its_own_texts_alone as test_a_file_takes_its_own_texts_alone,
)
from tests.ingest.runs.test_keeping import (
    test_a_text_that_its_file_has_lost_is_found as test_a_text_that_its_file_has_lost_is_found,
)
from tests.ingest.runs.test_keeping import (
    test_an_article_is_forgotten_with_all_its_texts as test_an_article_is_forgotten_with_all_its_texts,
)
from tests.ingest.runs.test_keeping import (
    test_the_text_of_another_file_comes_back_with_its_file as test_the_text_of_another_file_comes_back_with_its_file,
)
from tests.ingest.runs.test_keeping import (
    test_what_a_file_held_goes_with_it as test_what_a_file_held_goes_with_it,
)

pytestmark = pytest.mark.cluster


@pytest.fixture
def archive(where: str) -> Iterator[morgue.Archive]:
    """An empty archive on the cluster."""
    with morgue.create(where) as made:
        yield made


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_machines_keep_the_texts_of_one_another(
    archive: morgue.Archive,
    where: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    order: tuple[int, ...],
) -> None:
    for at in order:
        monkeypatch.setenv("MORGUE_MACHINE", f"desk-{at}")
        file = put(tmp_path / f"feeds-{at}" / "a.xml", channel((FIRST, SECOND, THIRD)[at], f"09:{at}0"), at)
        with morgue.open(where) as opened:
            opened.index([file.parent])
    archive.refresh()
    assert [text for text, _ in texts(archive)] == [FIRST[0], SECOND[0], THIRD[0]]
    assert archive.count("*") == archive.stats().articles == 1
    assert archive.count("versions:all") == 3
    stood = [archive.search(f"asof:2025-10-23T09:{at}5Z").hits[0].article.headline for at in range(3)]
    assert stood == [FIRST[0], SECOND[0], THIRD[0]]
    assert archive.verify().problems == []


def test_texts_go_along_to_a_cluster_and_back(where: str, tmp_path: Path) -> None:
    with morgue.create(tmp_path / "archive") as origin:
        changed_thrice(origin, tmp_path)
        held = [each.to_json() for each in origin.versions(identifier(origin))]
    move(tmp_path / "archive", where)
    move(where, tmp_path / "back", engine="whoosh")
    for place in (where, tmp_path / "back"):
        with morgue.open(place) as copy:
            assert [each.to_json() for each in copy.versions(identifier(copy))] == held
            assert copy.count("forty asof:2025-10-23T09:05Z") == 1
            assert copy.verify().problems == []


def test_texts_that_the_index_lost_are_made_of_the_catalog(
    archive: morgue.Archive, where: str, tmp_path: Path
) -> None:
    changed_thrice(archive, tmp_path)
    full = identifier(archive)
    held = [each.to_json() for each in archive.versions(full)]
    with archive.place.writing() as ingest:
        writer = ingest.committer.writer()
        (row,) = [each for each in ingest.catalog.versions() if each.name.endswith(held[0]["digest"])]
        writer.delete([row.name])
        writer.commit()
    archive.refresh()
    assert archive.verify().problems == [
        f"1 earlier texts are in the catalog and not in the index, such as {full}@{held[0]['digest']}"
    ]
    assert archive.verify(repair=True).sound
    archive.refresh()
    assert [each.to_json() for each in archive.versions(full)] == held
    assert archive.count("versions:all") == 3
