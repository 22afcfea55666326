"""What the tests of this folder have: an archive on the cluster, and feeds of invented stories."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.places import made, place_of, remove


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an archive that does not stand yet; it is removed afterwards."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in [each for each in os.environ if each.startswith("MORGUE_OPENSEARCH")]:
        monkeypatch.delenv(name)
    before = made()
    yield place_of(tmp_path)
    remove(made() - before)
