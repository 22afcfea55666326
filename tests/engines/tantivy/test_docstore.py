"""Stored articles are packed with a dictionary of their archive, which damage of one file does not take away."""

from __future__ import annotations

import json
import shutil
import tracemalloc
from pathlib import Path

import pytest
import zstandard

from morgue.engines import create_engine, open_engine
from morgue.engines.base import Document
from morgue.engines.tantivy import files as tantivy_files
from morgue.engines.tantivy.docstore import FEWEST, LARGEST, SAMPLE, Docstore
from morgue.errors import ArchiveError
from morgue.query.tree import Everything

WORDS = ["ferry", "harbour", "council", "strike", "minister", "vote", "market", "storm", "court", "rescue"]


def stored(number: int) -> bytes:
    """An article as JSON, with sentences that many share."""
    sentences = " ".join(
        f"The {WORDS[(number + at) % 10]} said on Monday that the {WORDS[(number * at) % 10]} had been put off."
        for at in range(8)
    )
    return json.dumps({"id": f"story{number:06}", "body": sentences, "number": number}).encode()


def documents(start: int, count: int) -> list[Document]:
    """Documents that are nothing but what is stored, and an id."""
    return [Document(f"story{each:06}", 1, stored(each)) for each in range(start, start + count)]


def index(directory: Path, *runs: int) -> Path:
    """An index that was written in runs of so many articles each."""
    create_engine("tantivy", directory)
    start = 0
    for count in runs:
        writer = open_engine("tantivy", directory).writer()
        for each in documents(start, count):
            writer.add([each])
        writer.commit()
        writer.close()
        start += count
    return directory


def held(directory: Path) -> dict[str, bytes]:
    """Every stored article, by id."""
    searcher = open_engine("tantivy", directory).searcher()
    return {json.loads(each.stored)["id"]: each.stored for each in searcher.every(Everything())}


@pytest.mark.parametrize("runs", [(3,), (3, FEWEST), (SAMPLE + 5,), (FEWEST - 1, SAMPLE, 7)])
def test_articles_come_back_as_they_were_stored(tmp_path: Path, runs: tuple[int, ...]) -> None:
    directory = index(tmp_path, *runs)
    assert held(directory) == {f"story{each:06}": stored(each) for each in range(sum(runs))}


def test_a_dictionary_is_made_once_and_of_enough(tmp_path: Path) -> None:
    directory = index(tmp_path, FEWEST - 1)
    assert tantivy_files.dictionary(directory) is None
    writer = open_engine("tantivy", directory).writer()
    writer.add(documents(FEWEST, SAMPLE))
    writer.commit()
    writer.close()
    first = tantivy_files.dictionary(directory)
    assert first is not None
    writer = open_engine("tantivy", directory).writer()
    writer.add(documents(10_000, SAMPLE))
    writer.commit()
    writer.close()
    assert tantivy_files.dictionary(directory) == first


def test_it_takes_a_fraction_of_the_room(tmp_path: Path) -> None:
    directory = index(tmp_path, SAMPLE * 3)
    plain = sum(len(stored(each)) for each in range(SAMPLE * 3))
    packed = sum(each.stat().st_size for each in directory.glob("*.store"))
    assert packed * 4 < plain


def test_a_reader_learns_of_the_dictionary_that_came_after_it_opened(tmp_path: Path) -> None:
    directory = index(tmp_path, 3)
    engine = open_engine("tantivy", directory)
    assert len(list(engine.searcher().every(Everything()))) == 3
    writer = open_engine("tantivy", directory).writer()
    writer.add(documents(3, FEWEST))
    writer.commit()
    writer.close()
    found = {each.stored for each in engine.searcher().every(Everything())}
    assert found == {stored(each) for each in range(3 + FEWEST)}


def test_a_snapshot_is_read_when_its_index_was_taken_away(tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    searcher = open_engine("tantivy", index(tmp_path / "index", SAMPLE)).searcher()
    shutil.rmtree(tmp_path / "index")  # as a repair does that has put another in its place
    assert searcher.articles(["story000003"]) == {"story000003": stored(3)}


def test_what_is_deleted_before_the_dictionary_is_made_is_not_added(tmp_path: Path) -> None:
    create_engine("tantivy", tmp_path)
    writer = open_engine("tantivy", tmp_path).writer()
    writer.add(documents(0, 20))
    writer.add([Document("other", 2, stored(0))])
    writer.delete(["story000003", "other"])
    writer.add([Document("story000003", 1, stored(77))])
    writer.commit()
    writer.close()
    searcher = open_engine("tantivy", tmp_path).searcher()
    assert searcher.total() == 20
    assert searcher.articles(["story000003", "other"]) == {"story000003": stored(77)}


def test_what_is_not_committed_is_forgotten(tmp_path: Path) -> None:
    create_engine("tantivy", tmp_path)
    writer = open_engine("tantivy", tmp_path).writer()
    writer.add(documents(0, 5))
    writer.close()
    assert open_engine("tantivy", tmp_path).searcher().total() == 0


@pytest.mark.parametrize("at", [0, 1_000, -1])
@pytest.mark.parametrize("which", [0, 1])
def test_either_file_of_the_dictionary_is_enough(tmp_path: Path, which: int, at: int) -> None:
    directory = index(tmp_path, SAMPLE)
    path = directory / tantivy_files.DICTIONARY[which]
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    assert tantivy_files.verify(directory) != []
    assert len(held(directory)) == SAMPLE


def test_without_a_whole_dictionary_nothing_is_misread(tmp_path: Path) -> None:
    directory = index(tmp_path, SAMPLE)
    for name in tantivy_files.DICTIONARY:
        (directory / name).write_bytes((directory / name).read_bytes()[:-3])
    with pytest.raises(ArchiveError, match="the dictionary of the articles is damaged"):
        held(directory)
    for name in tantivy_files.DICTIONARY:
        (directory / name).unlink()
    with pytest.raises(ArchiveError, match="cannot be unpacked"):
        held(directory)


def test_a_copy_that_was_not_written_any_more_is_made_by_the_next_writer(tmp_path: Path) -> None:
    directory = index(tmp_path, SAMPLE)
    first, copy = (directory / name for name in tantivy_files.DICTIONARY)
    copy.unlink()
    (directory / (copy.name + ".new")).write_bytes(b"cut off")
    open_engine("tantivy", directory).writer().close()
    assert copy.read_bytes() == first.read_bytes()
    assert not (directory / (copy.name + ".new")).exists()


def test_articles_that_have_nothing_in_common_need_no_dictionary(tmp_path: Path) -> None:
    packing = Docstore(tmp_path)
    packing.learn([b"{}"] * SAMPLE)
    assert packing.unpack(packing.pack(b'{"id":"x"}')) == b'{"id":"x"}'


@pytest.mark.parametrize("named", [True, False], ids=["claimed", "not said"])
def test_a_frame_of_any_size_is_not_believed(tmp_path: Path, named: bool) -> None:
    size = LARGEST + 1 if named else LARGEST // 4
    writer = zstandard.ZstdCompressor(write_content_size=named).compressobj(size=size if named else -1)
    pieces = [writer.compress(bytes(1 << 20)) for _ in range(size >> 20)]
    frame = b"".join([*pieces, writer.compress(bytes(size % (1 << 20))), writer.flush()])
    assert len(frame) < 1 << 20
    tracemalloc.start()
    try:
        with pytest.raises(ArchiveError, match="larger than 256 MB"):
            Docstore(tmp_path).unpack(frame)
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_a_frame_that_lies_about_its_size_is_damage(tmp_path: Path) -> None:
    frame = bytearray(zstandard.compress(b"x" * 70_000))
    at = frame.index((70_000).to_bytes(4, "little"))
    frame[at : at + 4] = (200 << 20).to_bytes(4, "little")
    with pytest.raises(ArchiveError, match="cannot be unpacked"):
        Docstore(tmp_path).unpack(bytes(frame))
