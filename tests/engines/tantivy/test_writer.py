"""What a writer of a tantivy index does first."""

from __future__ import annotations

from pathlib import Path

from morgue.engines import create_engine, open_engine
from morgue.engines.base import Document
from morgue.engines.tantivy.files import TantivyFiles


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
