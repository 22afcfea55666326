"""Archives on the cluster of the tests: their addresses, and their removal."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

import pytest

from tests.cluster.cluster import Cluster, NoCluster, standing

_made: dict[str, str] = {}


def the_cluster() -> Cluster:
    """The cluster of this run; a skip with its reason where there can be none."""
    try:
        return standing()
    except NoCluster as error:
        pytest.skip(str(error))


def place_of(directory: Path) -> str:
    """The address of the archive that stands for a directory."""
    name = "t" + hashlib.blake2b(f"{os.getpid()} {directory}".encode(), digest_size=6).hexdigest()
    _made[name] = the_cluster().place(name)
    return _made[name]


def made() -> set[str]:
    """The names of archives that were asked for and not removed yet."""
    return set(_made)


def remove(names: set[str]) -> None:
    """Remove archives from the cluster."""
    from morgue.engines.opensearch.client import connect
    from morgue.engines.opensearch.mapping import Layout, unmake
    from morgue.errors import MorgueError

    for name in names:
        client = connect(_made.pop(name))
        with contextlib.suppress(MorgueError):
            unmake(client, Layout(name))
        client.close()
