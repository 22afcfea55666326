"""Read a document in memory, or one of several files of a delivery, as an export of a platform."""

from __future__ import annotations

from pathlib import Path

import pytest

from morgue.errors import FeedError, NoArticle
from morgue.feeds import HEAD_BYTES, feed_of_bytes, pick, reader
from morgue.ingest.read import articles_of
from morgue.io.containers import open_feeds
from morgue.model.article import Article


def read(name: str, data: str | bytes, *, file: str = "x") -> list[Article]:
    """The stories of a document that is picked as this format, and read without a complaint."""
    found, complaints = read_all(name, data, file=file)
    assert complaints == []
    return found


def read_all(name: str, data: str | bytes, *, file: str = "x") -> tuple[list[Article], list[str]]:
    """The stories of a document that is picked as this format, and what was complained of."""
    data = data.encode() if isinstance(data, str) else data
    assert pick(data[:HEAD_BYTES], file).name == name
    feed = feed_of_bytes(data, path=file, format=name)
    found = list(reader(name).read(feed))
    return found, [each.message for each in feed.complaints]


def reason(name: str, data: str | bytes) -> str:
    """Why a document of this format holds no story."""
    data = data.encode() if isinstance(data, str) else data
    with pytest.raises(NoArticle) as error:
        list(reader(name).read(feed_of_bytes(data, path="x", format=name)))
    return error.value.message


def read_file(path: Path) -> tuple[list[Article], list[str]]:
    """The stories of a file among others, and what was complained of or kept it from being read."""
    found: list[Article] = []
    said: list[str] = []
    for feed in open_feeds(path, source_path=path.name, sha256="0" * 64):
        try:
            found += articles_of(feed)
        except FeedError as error:
            said.append(f"{type(error).__name__}: {error.message}")
        said += [each.message for each in feed.complaints]
    return found, said
