"""The language model is mapped from a copy in the user's cache directory, and loaded as it comes where that fails."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

from morgue.analysis.language_model import copy_path, load_identifier

TEXTS = [
    "Dies ist ein kleiner Text auf Deutsch, der etwas sagen soll.",
    "Bu cümlede herkesin bildiği birkaç sözcük var.",
    "这是一个关于天气的短句子",
    "",
]


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache directory, which goes with its test: all copies together would be a gigabyte, and pytest keeps three runs."""
    place = tmp_path / "cache"
    place.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(place))
    yield place
    shutil.rmtree(place)


PACKED = Path(MODEL_DIR) / MODEL_FILE


def copy() -> Path:
    path = copy_path(PACKED)
    assert path is not None
    return path


def draft() -> Path:
    return copy().with_name(f".{copy().name}")


@cache
def packaged() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def agrees() -> bool:
    own = packaged()
    found = load_identifier()
    return all(found.rank(text) == own.rank(text) for text in TEXTS)


def test_the_copy_answers_as_the_package_does(directory: Path) -> None:
    assert agrees()  # and writes it
    assert copy().is_relative_to(directory)
    written = copy().stat()
    assert written.st_mode & 0o777 == 0o600
    assert agrees()
    assert copy().stat().st_mtime_ns == written.st_mtime_ns
    assert [path.name for path in copy().parent.iterdir()] == [copy().name]


HEAD = b'{"size":8192,"tables":%s}'


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{}",
        b"[1]",
        b"no JSON",
        b"\0" * 8192,
        HEAD % b"{}",
        HEAD % b"[]",
        HEAD % b'{"nb_ptc":1}',
        HEAD % b'{"nb_ptc":["<f2",[1,-1],1152921504606846976]}',
        None,
    ],
)
def test_a_copy_that_is_not_whole_is_made_again(directory: Path, damage: bytes | None) -> None:
    load_identifier()
    if damage is None:
        os.truncate(copy(), copy().stat().st_size - 1)
    else:
        copy().write_bytes(damage.ljust(8192, b"\0") if damage else b"")
    assert agrees()
    assert copy().stat().st_size > 1 << 20
    assert not draft().exists()


def test_a_copy_of_somebody_else_is_not_read(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_identifier()
    before = copy().stat().st_ino
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert agrees()
    assert copy().stat().st_ino != before


def test_a_pipe_in_its_place_is_not_waited_for(directory: Path) -> None:
    copy().parent.mkdir()
    os.mkfifo(copy())
    assert agrees()
    assert copy().is_file()


def test_a_draft_whose_writer_was_killed_is_written_over(directory: Path) -> None:
    copy().parent.mkdir()
    draft().write_bytes(b"x" * 100_000_000)
    assert agrees()
    assert copy().stat().st_size < 100_000_000
    assert agrees()
    assert not draft().exists()


def test_one_process_writes_at_a_time(directory: Path) -> None:
    copy().parent.mkdir()
    with draft().open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(b"half of it")
        file.flush()
        assert agrees()
        assert draft().read_bytes() == b"half of it"
        assert not copy().exists()


def test_a_draft_that_was_renamed_meanwhile_is_not_written(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has opened the draft of another process gets its lock when that has made it the copy."""
    lock = fcntl.flock

    def renamed(descriptor: int, operation: int) -> None:
        draft().write_bytes(b"the copy")
        os.replace(draft(), copy())
        lock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", renamed)
    assert agrees()
    assert copy().read_bytes() == b"the copy"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_without_space_nothing_is_left_behind(
    directory: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*unused: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, step, full)
    assert agrees()
    assert [*copy().parent.iterdir()] == []


@pytest.mark.parametrize("kind", ["file", "directory", "links"])
def test_without_a_place_for_a_copy_the_package_s_own_is_loaded(directory: Path, kind: str) -> None:
    if kind == "file":
        (directory / "morgue").write_text("in the way")
    elif kind == "directory":
        copy().mkdir(parents=True)
    else:
        copy().parent.mkdir()
        draft().symlink_to(directory / "elsewhere")
    before = sorted(directory.rglob("*"))
    assert agrees()
    assert sorted(directory.rglob("*")) == before


@pytest.mark.parametrize("home", ["", "home", "{}/none", "{}/file"])
def test_a_home_that_is_none_is_not_made(home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", home.format(tmp_path))
    assert copy_path(PACKED) is None
    assert agrees()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_root_writes_nothing_into_the_home_of_somebody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert copy_path(PACKED) is not None
    stat = os.stat

    def of_somebody_else(path: Any, **options: Any) -> Any:
        """Root may not give a file away in every container."""
        found = stat(path, **options)
        return SimpleNamespace(st_mode=found.st_mode, st_uid=1) if path == str(tmp_path) else found

    monkeypatch.setattr(os, "stat", of_somebody_else)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert copy_path(PACKED) is None


def test_a_package_that_keeps_its_tables_otherwise_is_loaded_its_own_way(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("py3langid.modelio.load_model", lambda path: ())
    assert load_identifier().classify(TEXTS[0])[0] == "de"
