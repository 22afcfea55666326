"""Archives that somebody else made: to search one, to index into it or to mend it touches nothing outside of it."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

import morgue
from tests.conftest import story, write_jsonl

Make = Callable[..., morgue.Archive]


@pytest.fixture
def archive(archive_of: Make) -> morgue.Archive:
    made = archive_of([story(number) for number in range(1, 6)])
    made.close()
    return made


@pytest.fixture
def precious(tmp_path: Path) -> Path:
    path = tmp_path / "precious-1"
    path.mkdir()
    (path / "thesis.txt").write_text("precious")
    return path


def more(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "more" / "feed.jsonl", [story(50)]).parent


def resealed(archive: morgue.Archive, **facts: object) -> None:
    """Change what the seal says, with a checksum that fits."""
    seal = archive.directory / "seal.json"
    body = json.dumps(json.loads(seal.read_bytes().split(b"\n")[0]) | facts).encode()
    seal.write_bytes(body + b"\n%08x\n" % zlib.crc32(body))


@pytest.mark.parametrize(
    "name", ["lock", "catalog.copy", "seal.json.new", "unsealed", "searches.lock", "stdin"]
)
def test_nothing_is_written_through_a_link(
    archive: morgue.Archive, precious: Path, tmp_path: Path, name: str
) -> None:
    thesis = precious / "thesis.txt"
    (archive.directory / name).unlink(missing_ok=True)
    (archive.directory / name).symlink_to(precious if name == "stdin" else thesis)
    with morgue.open(archive.directory) as opened:
        assert opened.count("ferry") == 5, "to search it is no danger"
        for write in (
            lambda: opened.index([more(tmp_path)]),
            lambda: opened.forget(ids=[story(1).id]),
            lambda: opened.saved.save("ports", "port"),
        ):
            with pytest.raises(
                morgue.ArchiveError, match="is a link; an archive that is written to holds none"
            ):
                write()
    assert (os.listdir(precious), thesis.read_text()) == (["thesis.txt"], "precious")


def test_an_index_that_is_a_link_is_not_written_to(
    archive: morgue.Archive, precious: Path, tmp_path: Path
) -> None:
    shutil.move(archive.directory / "index-1", precious / "index")
    (archive.directory / "index-1").symlink_to(precious / "index")
    before = sorted(os.listdir(precious / "index"))
    with morgue.open(archive.directory) as opened:
        assert opened.count("ferry") == 5
        with pytest.raises(morgue.ArchiveError, match="index-1 is a link"):
            opened.index([more(tmp_path)])
    assert [each for each in sorted(os.listdir(precious / "index")) if not each.endswith(".lock")] == [
        each for each in before if not each.endswith(".lock")
    ]


def test_tantivys_list_of_its_files_removes_nothing_elsewhere(
    archive: morgue.Archive, precious: Path, tmp_path: Path
) -> None:
    managed = archive.directory / "index-1" / ".managed.json"
    outside = [str(precious / "thesis.txt"), "../../precious-1/thesis.txt", "../lock"]
    managed.write_text(json.dumps(json.loads(managed.read_text()) + outside))
    (archive.directory / "unsealed").touch()  # as a killed writer leaves it
    with morgue.open(archive.directory) as opened:
        opened.index([more(tmp_path)])
        assert opened.verify().sound
    assert (precious / "thesis.txt").read_text() == "precious"


@pytest.mark.parametrize(
    "facts",
    [
        {"index": "../precious-1"},
        {"index": "/tmp"},
        {"engine": "os"},
        {"files": {"../precious-1/thesis.txt": [8, 1, 1, 1]}},
        {"files": {"index-1/../../precious-1/thesis.txt": [8, 1, 1, 1]}},
        {"files": {"index-1/x": [8, "no", 1, 1]}},
        {"revision": "many"},
        {"segments": 7},
    ],
)
def test_a_seal_leads_nowhere_else(archive: morgue.Archive, facts: dict[str, object], tmp_path: Path) -> None:
    resealed(archive, **facts)
    with morgue.open(archive.directory) as opened:
        for use in (lambda: opened.count("*"), lambda: opened.index([more(tmp_path)])):
            with pytest.raises(morgue.ArchiveError, match=r"seal\.json is damaged"):
                use()
        assert not opened.verify().sound
        assert opened.verify(repair=True).sound
        assert opened.count("*") == 5


def test_a_segment_leads_nowhere_else(archive: morgue.Archive) -> None:
    segment = {"segment_id": "../../precious-1/x", "max_doc": 1, "deletes": None}
    resealed(archive, segments=[segment])
    (archive.directory / "index-1" / "meta.json").write_text("{}")
    with morgue.open(archive.directory) as opened, pytest.raises(morgue.ArchiveError, match=r"is damaged"):
        opened.verify(repair=True)


@pytest.mark.parametrize("facts", [{"index_directory": "../precious-1"}, {"engine": "../x"}])
def test_an_older_archive_removes_nothing_elsewhere(
    archive: morgue.Archive, precious: Path, facts: dict[str, str]
) -> None:
    (archive.directory / "seal.json").unlink()
    with sqlite3.connect(archive.directory / "catalog.sqlite") as db:
        for key, value in {"format_version": "1", **facts}.items():
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
    db.close()
    with pytest.raises(morgue.ArchiveError, match="are not known"):
        morgue.renew(archive.directory)
    assert (precious / "thesis.txt").read_text() == "precious"


class Runs:
    """A pickle that runs a command where it is read."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.proof),)


# Whoosh leaves its file open where it cannot be read
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_pickle_in_a_whoosh_index_runs_nothing(archive_of: Make, tmp_path: Path) -> None:
    from morgue.engines.whoosh import files as whoosh_files
    from morgue.engines.whoosh.engine import WhooshEngine

    made = archive_of([story(1)], "whoosh")
    made.close()
    index = made.directory / "index-1"
    table = next(index.glob("_MAIN_*.toc"))
    data = table.read_bytes()
    at = data.index(b"\x80", data.index(b"whoosh.codec") - 80)
    proof = tmp_path / "proof"
    table.write_bytes(data[:at] + pickle.dumps([Runs(proof)], -1))
    (index / f"{table.name}.crc").write_text(whoosh_files._sum(table))
    with pytest.raises(morgue.ArchiveError, match="mkdir does not belong in an index"):
        WhooshEngine.open(index).searcher()
    assert not proof.exists()


def test_no_module_of_whoosh_that_is_used_has_the_real_unpickler() -> None:
    import sys

    import morgue.engines.whoosh.engine

    assert morgue.engines.whoosh.engine
    left = [
        f"{name}.{each}"
        for name, module in sys.modules.items()
        if name.startswith("whoosh.")
        and name != "whoosh.externalsort"  # which reads back what it wrote itself
        for each, value in vars(module).items()
        if value in (pickle.load, pickle.loads)
    ]
    assert left == []
