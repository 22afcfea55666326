"""The seam of the engines: a fourth one, of which only its own package and its row know, does all that an archive does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import morgue
from morgue.archive.copy import move
from morgue.engines import ENGINES, Row, files_of, is_embedded, shows_commit
from morgue.engines.base import Engine, IndexFiles
from tests.conftest import story, write_jsonl
from tests.engines.toy import ToyEngine, ToyFiles, ToyWriter, newest

SRC = Path(morgue.__file__).parent


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The row of the toy."""
    row = Row(
        "tests.engines.toy:ToyEngine",
        "tests.engines.toy:ToyFiles",
        package="toy",
        commits=("state-", ".json"),
    )
    monkeypatch.setitem(ENGINES, "toy", row)
    yield
    files_of.cache_clear()


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    """Two feeds of five stories."""
    feeds = tmp_path / "feeds"
    write_jsonl(feeds / "a.jsonl", [story(number) for number in range(1, 4)])
    write_jsonl(feeds / "b.jsonl", [story(4), story(5, body="A tram was late.")])
    return feeds


@pytest.fixture
def archive(tmp_path: Path, feeds: Path) -> Iterator[morgue.Archive]:
    """An archive of the toy engine with these stories."""
    with morgue.create(tmp_path / "archive", engine="toy") as made:
        assert made.index([feeds]).articles.total == 5
        yield made


def index_of(archive: morgue.Archive) -> Path:
    return next(archive.directory.glob("index-*"))


def test_it_is_searched(archive: morgue.Archive) -> None:
    assert archive.engine == "toy"
    assert archive.count("tram") == 1
    assert [hit.article.id for hit in archive.search("tram").hits] == [story(5).id]
    assert archive.show([story(2).id])[0].id == story(2).id
    assert archive.stats().articles == 5
    assert archive.timeline("*").total == 5
    assert archive.facets("*").total == 5


def test_it_takes_what_is_new_and_forgets(archive: morgue.Archive, feeds: Path) -> None:
    write_jsonl(feeds / "a.jsonl", [story(1), story(2, body="A tram is late again.")])
    summary = archive.index([feeds])
    assert (summary.articles.replaced, summary.articles.removed, archive.revision) == (1, 1, 2)
    assert archive.count("tram") == 2
    archive.forget(ids=[story(5).id])
    assert archive.count("tram") == 1
    assert archive.verify().sound


def test_another_process_sees_its_commits(archive: morgue.Archive, feeds: Path) -> None:
    with morgue.open(archive.directory) as other:
        assert other.count("*") == 5
        write_jsonl(feeds / "c.jsonl", [story(6)])
        archive.index([feeds])
        assert not other.is_current()
        other.refresh()
        assert other.count("*") == 6


@pytest.mark.parametrize("damage", [b"", b"{", b'{"x": [1, "{}"]}'])
def test_its_damage_is_found_and_mended(archive: morgue.Archive, damage: bytes) -> None:
    state = newest(index_of(archive))
    state.write_bytes(damage)
    archive.refresh()
    report = archive.verify()
    assert state.name in report.problems[0]
    mended = archive.verify(repair=True)
    assert (mended.mended, mended.lost) == (True, [])
    assert archive.count("*") == 5
    assert archive.verify().sound


@pytest.mark.parametrize("when", ["before the index", "after the index"])
def test_a_killed_writer_is_gone_over(
    archive: morgue.Archive, feeds: Path, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_jsonl(feeds / "c.jsonl", [story(6)])
    commit = ToyWriter.commit

    def die(self: ToyWriter) -> None:
        if when == "after the index":
            commit(self)
        (self.directory / "state-9.draft").write_bytes(b"{")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ToyWriter, "commit", die)
        with pytest.raises(KeyboardInterrupt):
            archive.index([feeds])
    assert archive.verify().sound
    archive.index([feeds])
    assert archive.count("*") == 6
    assert [path.name for path in index_of(archive).iterdir()] == [newest(index_of(archive)).name]
    assert archive.verify().problems == []


def test_it_is_copied_to_another_engine_and_back(archive: morgue.Archive, tmp_path: Path) -> None:
    there = move(archive.directory, tmp_path / "there", engine="whoosh")
    back = move(tmp_path / "there", tmp_path / "back", engine="toy")
    assert (there.copied, back.copied, back.engine) == (5, 5, "toy")
    with morgue.open(tmp_path / "back") as again:
        assert again.count("tram") == 1
        assert again.verify().sound


def test_what_it_brings_is_what_is_asked() -> None:
    engine: Engine = ToyEngine(Path())
    files: IndexFiles = ToyFiles()
    assert isinstance(files_of("toy"), ToyFiles)
    assert is_embedded("toy")
    assert not is_embedded("opensearch")
    assert shows_commit("state-3.json")
    assert (engine.name, files.head, files.committed(Path())) == ("toy", "", None)


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_no_other_module_knows_the_files_of_an_engine(engine: str) -> None:
    knowing = []
    for path in SRC.rglob("*.py"):
        name = path.relative_to(SRC).as_posix()
        if name.startswith(f"engines/{engine}/"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = (
                [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
                if isinstance(node, ast.ImportFrom)
                else [each.name for each in node.names]
                if isinstance(node, ast.Import)
                else []
            )
            knowing += [name for module in modules if (module or "").startswith(f"morgue.engines.{engine}")]
    assert knowing == []
