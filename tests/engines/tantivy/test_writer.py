"""What a writer of a tantivy index does first."""

from __future__ import annotations

from pathlib import Path

from morgue.engines import create_engine, open_engine
from morgue.engines.base import Document
from morgue.engines.tantivy.files import TantivyFiles, explain
from morgue.engines.tantivy.writer import _held
from morgue.query.tree import Everything, Keyword


def test_no_operation_has_the_number_of_the_commit_before(tmp_path: Path) -> None:
    """tantivy gives the first one that number, and a merge that was cut off by a kill then loses a deletion."""
    create_engine("tantivy", tmp_path)
    writer = open_engine("tantivy", tmp_path).writer()
    writer.add([Document(f"story{each}", 1, b"{}") for each in range(20)])
    writer.commit()
    writer.close()
    before = TantivyFiles().stamp(tmp_path)
    writer = open_engine("tantivy", tmp_path).writer()
    writer.delete(["story1"])
    writer.commit()
    writer.close()
    assert TantivyFiles().stamp(tmp_path) == before + 2, (
        "the deletion has the next number, the commit the one after it"
    )


def test_a_value_longer_than_a_term_is_found_and_counted(tmp_path: Path) -> None:
    """tantivy cuts it in the middle of a letter, and then fails to count any value of the field."""
    create_engine("tantivy", tmp_path)
    engine = open_engine("tantivy", tmp_path)
    writer = engine.writer()
    long = "a" + "é" * 40_000
    for each, value in (("one", long), ("two", "The Courier")):
        writer.add(
            [Document(each, 1, b"{}", facets={"publisher": (value,)}, values={"publisher": (value.lower(),)})]
        )
    writer.commit()
    writer.close()
    searcher = engine.searcher()
    counted = searcher.facets(Everything(), ("publisher",), limit=5)["publisher"]
    assert sorted(counted) == [("The Courier", 1), (_held(long), 1)]
    assert searcher.count(Keyword("publisher", ("aé",), prefix=True)) == 1
    searcher.close()


def test_what_is_held_of_a_value_is_whole_letters() -> None:
    for long in ("x" * 70_000, "é" * 40_000, "a" + "é" * 40_000, "漢" * 30_000, "𝄞" * 20_000):
        held = _held(long)
        assert long.startswith(held)
        assert 65_526 < len(held.encode()) <= 65_530
    assert _held("The Courier") == "The Courier"


def test_a_reason_does_not_print_what_tantivy_stumbled_over(tmp_path: Path) -> None:
    assert len(explain(RuntimeError("bytes: " + "169, " * 100_000), "count", tmp_path).message) < 1_100
