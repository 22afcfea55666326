"""A run tells how far it is within a file, and comes to the whole of it."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import morgue
from morgue.ingest.summary import Progress
from tests.conftest import story, write_jsonl


def told(archive: morgue.Archive, *paths: Path) -> list[tuple[int, int]]:
    """Bytes done, and of how many, each time that a run tells of its reading."""
    found: list[tuple[int, int]] = []

    def tell(progress: Progress) -> None:
        if progress.stage == "read":
            found.append((progress.bytes_done, progress.bytes_total))

    archive.index(list(paths), progress=tell)
    return found


def test_a_large_file_is_read_bit_by_bit(archive: morgue.Archive, tmp_path: Path) -> None:
    many = [story(number, body=f"Ferry {number} sails. " * 50) for number in range(1_500)]
    feed = write_jsonl(tmp_path / "feeds" / "many.jsonl", many)
    size = feed.stat().st_size
    found = told(archive, feed)
    done = [bytes_done for bytes_done, _ in found]
    assert done == sorted(done)
    assert [each for each in done if 0 < each < size], "some of the file, before all of it"
    assert found[-1] == (size, size)
    assert told(archive, feed)[-1] == (size, size)


def test_what_is_packed_is_done_at_its_end(archive: morgue.Archive, tmp_path: Path) -> None:
    plain = write_jsonl(tmp_path / "plain.jsonl", [story(number) for number in range(400)])
    folder = tmp_path / "feeds"
    folder.mkdir()
    packed = folder / "a.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.write(plain, "in/plain.jsonl")
    more = write_jsonl(tmp_path / "more.jsonl", [story(number) for number in range(400, 800)])
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(more.read_bytes()))
    whole = sum(each.stat().st_size for each in folder.iterdir())
    found = told(archive, folder)
    assert found[-1] == (whole, whole)
    assert all(done <= whole for done, _ in found)
