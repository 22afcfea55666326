"""dated: the time at which a snapshot was saved, as its path has it."""

from __future__ import annotations

import datetime as dt

import pytest

from morgue.ingest.dated import saved_at


@pytest.mark.parametrize(
    ("path", "moment"),
    [
        ("2025-10-23.xml", "2025-10-23"),
        ("2025-10-23/feed.xml", "2025-10-23"),
        ("quay/2025/10/23/feed.xml", "2025-10-23"),
        ("quay/2025/10/23/09/feed.xml", "2025-10-23T09:00"),
        ("feed-20251023T1030Z.xml", "2025-10-23T10:30"),
        ("feed_20251023_103015.json", "2025-10-23T10:30:15"),
        ("20251023103015.xml", "2025-10-23T10:30:15"),
        ("20251023201012.xml", "2025-10-23T20:10:12"),
        ("2025-10-23-2010.xml", "2025-10-23T20:10"),
        ("2025-10-23T09:30:00+02:00.xml", "2025-10-23T09:30"),
        ("2025-10-23 09.30.15.xml", "2025-10-23T09:30:15"),
        ("2025_10_23__10_11.xml", "2025-10-23T10:11"),
        ("2025-10-23/2025-10-24_10/feed.xml", "2025-10-24T10:00"),
        ("20251023/20251024.xml", "2025-10-24"),
        ("feed_1761211800.xml", "2025-10-23T09:30"),
        ("feed_1761211800123.xml", "2025-10-23T09:30"),
    ],
)
def test_a_path_names_the_moment(path: str, moment: str) -> None:
    wanted = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    assert saved_at(path) == wanted.timestamp() * 1e9


@pytest.mark.parametrize(
    "path",
    ["feed.xml", "", "23-10-2025.xml", "2025-02-31.xml", "2025-13-01.xml", "2025-10.xml", "12025-10-234.xml", "x123456789012345.xml", "v1.2.3/feed.xml"],
)  # fmt: skip
def test_another_path_names_none(path: str) -> None:
    assert saved_at(path) is None
