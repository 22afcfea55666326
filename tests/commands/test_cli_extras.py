"""Files that are read with an extra, where it is not installed: each is named with what to install, and `index` ends with 3."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PATIENCE, ROOT
from tests.extras import EXTRAS

FILES = {
    "pdf/estuary-magazine.pdf": "pip install 'morgue[pdf]'",
    "parquet/locks-and-tides.parquet": "pip install 'morgue[parquet]'",
    "arrow/selvoy-herald.arrow": "pip install 'morgue[parquet]'",
    "xlsx/packet-boat.xls": "pip install 'morgue[xls]'",
}


@pytest.fixture
def without_extras(tmp_path: Path) -> dict[str, str]:
    """An environment in which none of the modules of the extras can be imported, in any process."""
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    for module, _ in EXTRAS.values():
        (hidden / f"{module}.py").write_text(
            f"raise ImportError('No module named {module}', name='{module}')\n"
        )
    return {**os.environ, "PYTHONPATH": str(hidden)}


def index(path: Path, archive: Path, environment: dict[str, str]) -> tuple[int, str]:
    command = [sys.executable, "-m", "morgue", "index", "--archive", str(archive), str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(("name", "hint"), FILES.items())
def test_a_file_that_needs_an_extra_says_which(
    name: str, hint: str, tmp_path: Path, without_extras: dict[str, str]
) -> None:
    code, answer = index(ROOT / "corpus" / name, tmp_path / "archive", without_extras)
    assert code == 3
    assert hint in answer
    assert "Traceback" not in answer


def test_the_other_files_of_a_folder_are_read(tmp_path: Path, without_extras: dict[str, str]) -> None:
    folder = tmp_path / "feeds"
    folder.mkdir()
    for name in (*FILES, "docx/harbour-clippings.docx"):
        (folder / Path(name).name).write_bytes((ROOT / "corpus" / name).read_bytes())
    code, answer = index(folder, tmp_path / "archive", without_extras)
    assert code == 3
    assert all(hint in answer for hint in FILES.values())
    assert "5 files, 1 read, 4 rejected" in answer
