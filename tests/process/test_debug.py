"""What MORGUE_DEBUG shows, and that it costs nothing where nobody asked."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

import morgue
from morgue.feeds import pick
from morgue.process import debug

FEED = """<rss><channel><title>The Ferry Post</title><item><title>Ferry late</title><guid>https://ferry.example/1</guid>
<pubDate>Thu, 23 Oct 2025 10:00:00 GMT</pubDate>
<description>OSLO, Oct 23 (Reuters) - A ferry was late on Thursday, its owner said.</description></item></channel></rss>"""


def shown(*arguments: str, topics: str) -> str:
    """What a command writes to standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "morgue", *arguments],
        env={**os.environ, "MORGUE_DEBUG": topics},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stderr


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    where = tmp_path / "archive"
    with morgue.create(where) as made:
        made.index([tmp_path / "feed.xml"])
    return where


@pytest.fixture
def listened(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    for topic in debug.TOPICS:
        caplog.set_level(logging.DEBUG, logger=f"morgue.{topic}")
    return caplog


@pytest.mark.parametrize(
    ("value", "topics"),
    [
        ("", set()),
        ("1", set()),
        ("reader", {"reader"}),
        ("Reader, query;date", {"reader", "query", "date"}),
        ("all", set(debug.TOPICS)),
        ("nothing", set()),
    ],
)
def test_topics(value: str, topics: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MORGUE_DEBUG", value)
    assert debug.asked() == topics


def test_indexing_tells_reader_dateline_dates_and_commits(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    told = shown("index", "--archive", str(tmp_path / "a"), str(tmp_path / "feed.xml"), topics="all")
    assert "morgue.reader: 'feed.xml': rss (sure of 100: rss 9" in told
    assert "morgue.dateline:   'OSLO, Oct 23 (Reuters)' up to '-': Dateline" in told
    assert "day = 2025-10-23 (dateline)" in told
    assert "agency = 'Reuters' (dateline)" in told
    catalog, index = told.index("morgue.commit: catalog: revision 1"), told.index("morgue.commit: index:")
    assert catalog < index < told.rindex("morgue.commit: seal:")


def test_a_topic_shows_itself_alone(archive: Path) -> None:
    told = shown("search", "--archive", str(archive), "ferry late", topics="query")
    assert told.startswith("morgue.query: And(")
    assert "asked of tantivy:" in told
    assert "morgue.reader" not in told


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_each_engine_tells_what_it_is_asked(
    engine: str, tmp_path: Path, listened: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    with morgue.create(tmp_path / "archive", engine=engine) as made:
        made.index([tmp_path / "feed.xml"])
        made.search("ferry")
    assert any(f"asked of {engine}" in line.lower() for line in listened.messages)


def test_which_version_is_kept_is_told(tmp_path: Path, listened: pytest.LogCaptureFixture) -> None:
    with morgue.create(tmp_path / "archive") as made:
        for name, hour in (("a.xml", "10"), ("b.xml", "12")):
            text = FEED.replace("10:00", f"{hour}:00").replace("owner", f"owner at {hour}")
            (tmp_path / name).write_text(text, encoding="utf-8")
            made.index([tmp_path / name])
    assert any("replaces that of" in line for line in listened.messages)


def test_what_is_refused_is_told(listened: pytest.LogCaptureFixture) -> None:
    with pytest.raises(morgue.FeedError):
        pick(b"\x7fELF\x02\x01\x01" + bytes(100), "a.out")
    assert any(line.startswith("'a.out': ") for line in listened.messages)


def test_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debug, "_loggers", {})
    logging.getLogger("morgue.reader").setLevel(logging.WARNING)
    assert debug.logger("reader") is None
    code = "import sys, morgue.commands.main, morgue.archive.archive, morgue.feeds; print('logging' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
