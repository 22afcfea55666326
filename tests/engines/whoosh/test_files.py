"""What a Whoosh index has on the disk: seals, left-overs, and failures in words."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from morgue.engines import open_engine
from morgue.engines.base import Engine
from morgue.engines.document import document
from morgue.engines.whoosh.engine import WhooshEngine
from morgue.engines.whoosh.files import explain
from morgue.engines.whoosh.writer import MOST_SEGMENTS
from morgue.errors import ArchiveError, EngineError
from morgue.model.article import Article
from morgue.query import tree


def add(engine: WhooshEngine, *names: str) -> None:
    writer = engine.writer()
    writer.add(document(Article(name, "oil", f"about {name}"), 1) for name in names)
    writer.commit()
    writer.close()


def count(engine: Engine) -> int:
    searcher = engine.searcher()
    found = searcher.count(tree.Word("oil"))
    searcher.close()
    return found


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    made = WhooshEngine.create(tmp_path)
    add(made, "one", "two")
    return made


def test_every_file_that_counts_is_sealed(engine: WhooshEngine, tmp_path: Path) -> None:
    add(engine, "three")
    names = {path.name for path in tmp_path.iterdir()} - {"MAIN_WRITELOCK"}
    assert {name + ".crc" for name in names if not name.endswith(".crc")} <= names


def test_what_a_killed_writer_left_is_removed(engine: WhooshEngine, tmp_path: Path) -> None:
    left = [
        "_MAIN_9.toc.1763900000.25",
        "MAIN_dead.seg",
        "MAIN_dead.seg.crc",
        "MAIN_dead.trm",
        "_MAIN_0.toc.crc",
    ]
    for name in left:
        (tmp_path / name).write_bytes(b"half")
    assert engine.verify() == []
    add(engine, "three")
    assert not [name for name in left if (tmp_path / name).exists()]
    assert count(open_engine("whoosh", tmp_path)) == 3


def test_a_writer_that_gives_up_leaves_nothing(engine: WhooshEngine, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    writer = engine.writer()
    writer.add([document(Article("three", "oil", None), 1)])
    writer.close()
    assert {path.name for path in tmp_path.iterdir()} <= before


def test_segments_are_merged(engine: WhooshEngine, tmp_path: Path) -> None:
    for number in range(3 * MOST_SEGMENTS):
        add(engine, f"more{number}")
        assert len(list(tmp_path.glob("*.seg"))) <= MOST_SEGMENTS
    assert count(engine) == 2 + 3 * MOST_SEGMENTS
    assert engine.verify() == []


def test_a_damaged_table_of_contents(engine: WhooshEngine, tmp_path: Path) -> None:
    (table,) = tmp_path.glob("_MAIN_*.toc")
    table.write_bytes(table.read_bytes()[:40])
    assert engine.verify() == [f"{table.name} is damaged: its length does not fit"]
    with pytest.raises(ArchiveError, match="is damaged") as caught:
        open_engine("whoosh", tmp_path)
    assert "--repair" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), ArchiveError, "no space left"),
        (PermissionError(errno.EACCES, "Permission denied"), ArchiveError, "Permission denied"),
        (FileNotFoundError(errno.ENOENT, "gone", "/x/MAIN_a.seg"), ArchiveError, "MAIN_a.seg is missing"),
        (MemoryError(), EngineError, "not enough memory"),
        (AttributeError("oops"), EngineError, "Whoosh could not search: oops"),
        (ValueError("bad\nblock"), ArchiveError, "seems damaged: bad block"),
    ],
)
def test_failures_in_words(tmp_path: Path, error: Exception, kind: type[Exception], said: str) -> None:
    found = explain(error, "search", tmp_path)
    assert type(found) is kind
    assert said in found.message
    assert found.hint
