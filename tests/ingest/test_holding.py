"""What is held back is written with its place, and changes nothing of which articles are one story."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import morgue
from morgue.engines.base import Document
from morgue.engines.document import document
from morgue.engines.tantivy.writer import TantivyWriter
from morgue.ingest import holding
from morgue.ingest.entries import encoded, placed
from morgue.ingest.holding import Answers, HoldingWriter
from morgue.ingest.messages import Entry
from morgue.ingest.run import Ingest
from morgue.model.article import Article, Lineage, Source
from tests.conftest import story, write_jsonl
from tests.ingest.test_linking import crowd, desk, feed, filed, id_of, partition, text, whole


@pytest.mark.parametrize(
    "article",
    [
        story(1),
        story(2, headline='A "story", "source": {"path": 1}', body='"source":{} ,"source":', language="de"),
        story(
            3,
            lineage=Lineage("correction", (id_of(1),), 2),
            copies=1,
            source=Source("a.xml", "nitf", 'm ,"source":'),
        ),
    ],
)
def test_a_document_gets_a_place_as_one_made_with_it(article: Article) -> None:
    alone = document(article, 7, stored=encoded(article)[0])
    one_of_three = replace(article, story=id_of(9), copies=3)
    assert placed(alone, id_of(9), 3) == document(one_of_three, 7, stored=encoded(one_of_three)[0])


def all_of(archive: morgue.Archive) -> tuple[Any, list[Any]]:
    """The places of all articles, and the edges of the catalog."""
    edges = archive._catalog.stories._db.execute("SELECT * FROM edges ORDER BY one, other").fetchall()
    return partition(archive), edges


def together(folder: Path, articles: Iterable[Article]) -> tuple[Any, list[Any]]:
    with morgue.create(folder / "archive") as archive:
        archive.index([feed(folder / "feed", articles)])
        assert archive.verify().sound
        return all_of(archive)


def without_holding(monkeypatch: pytest.MonkeyPatch) -> None:
    def add(self: HoldingWriter, entries: Iterable[Any]) -> None:
        self._writer().add(entry.document for entry in entries)

    monkeypatch.setattr(HoldingWriter, "hold", add)


@pytest.mark.parametrize("size", [1, 3_000, 1 << 30])
@pytest.mark.parametrize("seed", range(2))
def test_nothing_depends_on_what_is_held_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, seed: int
) -> None:
    articles = [*crowd(), *(replace(each, id=f"{each.id[:-1]}z") for each in desk())]
    random.Random(seed).shuffle(articles)
    with monkeypatch.context() as patch:
        without_holding(patch)
        expected = together(tmp_path / "plain", articles)
    monkeypatch.setattr(holding, "HELD_BYTES", size)
    assert together(tmp_path / "held", articles) == expected


def test_commits_in_the_middle_of_a_run_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ingest, "commit_after", 2)
    monkeypatch.setattr("morgue.ingest.workers.BATCH", 2)
    assert together(tmp_path, desk())[0] == whole()


def test_members_of_a_story_are_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    add = TantivyWriter.add

    def noted(self: TantivyWriter, documents: Iterable[Document]) -> None:
        several = list(documents)
        written.extend(each.id for each in several)
        add(self, several)

    monkeypatch.setattr(TantivyWriter, "add", noted)
    assert together(tmp_path, desk())[0] == whole()
    assert sorted(written) == sorted(each.id for each in desk())


def test_a_text_that_is_replaced_while_it_is_held_joins_nothing(tmp_path: Path) -> None:
    """Of three that hang together by the second, the first and third do not without it."""
    one, other = text(1, 60), text(2, 60)
    middle = filed(2, f"{one} {other}", hour=10)
    articles = [filed(1, one, hour=9), middle, filed(3, other, hour=11)]
    with morgue.create(tmp_path / "archive") as archive:
        feed(tmp_path / "feed" / "a", articles)
        feed(tmp_path / "feed" / "b", [replace(middle, body=text(3), updated="2025-10-02T12:00:00Z")])
        archive.index([tmp_path / "feed"])
        assert partition(archive) == {id_of(number): (id_of(number), 1) for number in (1, 2, 3)}
        assert archive.search("copies:>1 versions:all").total == 0


def test_answers_are_those_of_the_texts_as_they_are() -> None:
    answers = Answers(most=2)
    answers.note("aa", "bb", "long")
    answers.note("cc", "bb", None)
    answers.note("cc", "dd", "long")  # more than are remembered
    assert (answers.of("bb", "aa"), answers.of("bb", "cc")) == ("long", None)
    assert [answers.has(*pair) for pair in (("bb", "aa"), ("bb", "cc"), ("cc", "dd"))] == [True, True, False]
    answers.forget(["cc"])
    assert [answers.has(*pair) for pair in (("aa", "bb"), ("bb", "cc"))] == [True, False]


def test_the_archive_is_marked_as_being_changed_before_anything_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked = []
    hold = HoldingWriter.hold

    def looked_at(self: HoldingWriter, entries: Iterable[Entry]) -> None:
        marked.append((tmp_path / "archive" / "unsealed").exists())
        hold(self, entries)

    monkeypatch.setattr(HoldingWriter, "hold", looked_at)
    write_jsonl(tmp_path / "feeds" / "a.jsonl", [story(number) for number in range(3)])
    with morgue.create(tmp_path / "archive") as archive:
        archive.index([tmp_path / "feeds"])
    assert marked
    assert all(marked)
