"""The original of a story: the bytes of its feed that it was read from, as text.

The catalog says where the feed stands, and the archive may come from somebody else: a file is shown only where
its SHA-256 is the one that the archive has, so that nobody learns from it what he did not know.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import stat
from typing import IO, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from morgue.archive import Archive
from morgue.article import Article, Source
from morgue.catalog import Catalog, FileRow
from morgue.errors import FeedError
from morgue.feeds.containers import head_of, open_feeds
from morgue.feeds.encoding import declaration, decode
from morgue.web.answers import NotThere, Site, article_of

MOST_BYTES = 256 * 1024
"""Bytes of an original that are shown."""

FARTHEST_BYTES = 64 << 20
"""How far into a feed a story may stand to be shown."""

_CHUNK = 1 << 20


class Original(NamedTuple):
    """What stands in the feed: its text, and whether it was cut."""

    text: str
    cut: bool


def original_of(archive: Archive, article: Article) -> Original:
    """The original. Raises NotThere where the feed is gone or is not what it was when it was read."""
    source = article.source
    row = _row(archive, source)
    try:
        state = os.stat(row.location)
        if (state.st_size, state.st_mtime_ns) != (row.size, row.modified):
            raise NotThere(
                f"{source.path} was changed since it was read",
                hint="morgue index reads it again",
            )
        if _sha256(row.location, state.st_ino, state.st_size, state.st_mtime_ns) != source.sha256:
            raise NotThere(f"{source.path} is not the file that was read", hint="the archive keeps the story")
        return _excerpt(row, source)
    except (OSError, FeedError) as error:
        raise NotThere(f"{source.path} cannot be read now", hint="the archive keeps the story") from error


@functools.lru_cache(maxsize=256)
def _sha256(location: bytes, *state: int) -> str:
    """The digest of a regular file, which is read through once as long as its state is the same. Raises OSError."""
    descriptor = os.open(location, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("not a regular file")
        return hashlib.file_digest(file, "sha256").hexdigest()


def _row(archive: Archive, source: Source) -> FileRow:
    with contextlib.closing(Catalog.open(archive.directory)) as catalog:
        for row in catalog.files():
            if row.path == source.path and row.sha256 == source.sha256:
                return row
    raise NotThere(
        f"{source.path} is not among the files of this archive", hint="the archive keeps the story"
    )


def _excerpt(row: FileRow, source: Source) -> Original:
    """The part of the feed that the story was read from."""
    if source.offset > FARTHEST_BYTES:
        raise FeedError("it stands too far in")
    feeds = open_feeds(os.fsdecode(row.location), source_path=row.path, sha256=row.sha256)
    for feed in feeds:
        if feed.source.member in (None, source.member):  # records of a WARC are members without a feed
            label = declaration(head_of(feed))
            data = _bytes(feed.stream, source.offset, min(source.length, MOST_BYTES + 1))
            return Original(decode(data[:MOST_BYTES], label), len(data) > MOST_BYTES)
    raise FeedError("the member is gone")


def _bytes(stream: IO[bytes], offset: int, length: int) -> bytes:
    """`length` bytes of a stream from `offset` on. Raises FeedError where it ends before."""
    while offset:
        skipped = len(stream.read(min(offset, _CHUNK)))
        if not skipped:
            raise FeedError("the feed ends before the story")
        offset -= skipped
    return stream.read(length)


def page(site: Site, request: Request) -> Response:
    """`/article/ID/original`."""
    with site.room.lend() as archive:
        article = article_of(archive, request.path_params["id"])
        original = original_of(archive, article)
    return site.page("original.html", q="", sort="relevance", article=article, original=original)
