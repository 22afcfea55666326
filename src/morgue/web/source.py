"""Show the original of a story: the bytes of its feed that it was read from, as text.

The catalog says where the feed is, and the archive may come from somebody else: a file is shown only where
its SHA-256 is the one that the archive has, so that nobody learns from it what he did not know.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from io import BufferedReader
from typing import IO, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from morgue.archive.archive import Archive
from morgue.errors import FeedError
from morgue.ingest.walk import kept_time
from morgue.ingest.workers import opened
from morgue.io.containers import head_of, open_stream
from morgue.io.encoding import declaration, decode
from morgue.model.article import Article, Source
from morgue.storage.catalog import FileRow, SqliteCatalog
from morgue.web.responses import NotThere, Site, article_of

MOST_BYTES = 256 * 1024
"""Bytes of an original that are shown."""

FARTHEST_BYTES = 64 << 20
"""How far into a feed a story may begin to be shown."""

_CHUNK = 1 << 20
_MOST_DIGESTS = 256


class Original(NamedTuple):
    """A part of the feed: its text, and whether it was cut."""

    text: str
    cut: bool


def original_of(archive: Archive, article: Article) -> Original:
    """Return the original. Raises NotThere where the feed is gone or is not what it was when it was read.

    Digest and text come from one descriptor, opened below the indexed directory.
    """
    source = article.source
    row = _row(archive, source)
    try:
        with opened(row.location, row.root) as file:
            state = os.fstat(file.fileno())
            if (state.st_size, kept_time(state.st_mtime_ns)) != (row.size, row.modified):
                raise NotThere(
                    f"{source.path} was changed since it was read",
                    hint="morgue index reads it again",
                )
            if _sha256(file, state) != source.sha256:
                raise NotThere(
                    f"{source.path} is not the file that was read", hint="the archive keeps the story"
                )
            return _excerpt(file, row, source)
    except (OSError, FeedError) as error:
        raise NotThere(f"{source.path} cannot be read now", hint="the archive keeps the story") from error


_digests: dict[tuple[int, ...], str] = {}
"""Digests of files by their states: one that is asked for often is read through once."""


def _sha256(file: BufferedReader, state: os.stat_result) -> str:
    """Return the digest of an open file. Raises OSError."""
    key = (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
    found = _digests.get(key)
    if found is None:
        found = hashlib.file_digest(file, "sha256").hexdigest()
        if len(_digests) >= _MOST_DIGESTS:
            _digests.clear()
        _digests[key] = found
    return found


def _row(archive: Archive, source: Source) -> FileRow:
    with contextlib.closing(SqliteCatalog.open(archive.directory)) as catalog:
        for row in catalog.files():
            if row.path == source.path and row.sha256 == source.sha256:
                return row
    raise NotThere(
        f"{source.path} is not among the files of this archive", hint="the archive keeps the story"
    )


def _excerpt(file: BufferedReader, row: FileRow, source: Source) -> Original:
    """Return the part of the feed that the story was read from."""
    if source.offset > FARTHEST_BYTES:
        raise FeedError("it begins too far into the feed")
    name = os.path.basename(os.fsdecode(row.location))
    feeds = open_stream(file, name=name, source_path=row.path, sha256=row.sha256)
    for feed in feeds:
        if feed.source.member in (None, source.member):  # records of a WARC are members without a feed
            label = declaration(head_of(feed))
            data = _bytes(feed.stream, source.offset, min(source.length, MOST_BYTES + 1))
            return Original(decode(data[:MOST_BYTES], label), len(data) > MOST_BYTES)
    raise FeedError("the member is gone")


def _bytes(stream: IO[bytes], offset: int, length: int) -> bytes:
    """Return `length` bytes of a stream from `offset` on. Raises FeedError where it ends before."""
    while offset:
        skipped = len(stream.read(min(offset, _CHUNK)))
        if not skipped:
            raise FeedError("the feed ends before the story")
        offset -= skipped
    return stream.read(length)


def page(site: Site, request: Request) -> Response:
    """Answer `/article/ID/original`."""
    with site.snapshots.lend() as archive:
        article = article_of(archive, request.path_params["id"])
        original = original_of(archive, article)
    return site.page("original.html", q="", sort="relevance", article=article, original=original)
