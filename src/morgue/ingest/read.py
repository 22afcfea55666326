"""One file read: its feeds opened, each given to its reader, every article made ready for the index.

This runs in a worker process. Whatever a reader raises becomes a reason; nothing ends the run.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import orjson

from morgue.article import Article, Source
from morgue.engines.document import document
from morgue.errors import FeedError, NoArticle, Unreadable
from morgue.feeds import Feed, pick
from morgue.feeds.containers import head_of, open_stream
from morgue.ingest.workers import Entry

if TYPE_CHECKING:
    from morgue.ingest.workers import Job

Problems = list[tuple[str | None, str, bool]]


def entries_of(job: Job, file: BinaryIO, sha256: str, problems: Problems) -> Iterator[Entry]:
    """The articles of an open file, ready for the index; what is wrong goes to `problems`.

    Raises Unreadable where the disk fails.
    """
    try:
        for feed in open_stream(
            file,
            name=os.path.basename(os.fsdecode(job.location)),
            source_path=job.path,
            sha256=sha256,
            columns=job.columns,
        ):
            yield from _guarded(feed, job.file, problems)
    except Unreadable:
        raise
    except FeedError as error:
        problems.append((None, error.message, isinstance(error, NoArticle)))
    except MemoryError:
        problems.append((None, "reading it takes more memory than a feed may use", False))
    except OSError as error:
        problems.append((None, _told(error), False))
    except Exception as error:  # noqa: BLE001  a bug in a reader must not end the run; the file is named with it
        problems.append((None, f"the reader failed: {type(error).__name__}: {error}", False))


def _guarded(feed: Feed, file: int, problems: Problems) -> Iterator[Entry]:
    member = feed.source.member
    try:
        for article in articles_of(feed):
            yield _entry(article, file)
    except Unreadable:
        raise
    except FeedError as error:
        problems.append((member, error.message, isinstance(error, NoArticle)))
    except MemoryError:
        problems.append((member, "reading it takes more memory than a feed may use", False))
    except OSError as error:
        problems.append((member, _told(error), False))
    except Exception as error:  # noqa: BLE001  as above, for one member of a container
        problems.append((member, f"the reader failed: {type(error).__name__}: {error}", False))
    problems += [(member, complaint.message, False) for complaint in feed.complaints]


def _told(error: OSError) -> str:
    """The reason of a library that found damage. Raises Unreadable for what the system said, which has a number."""
    if error.errno is None:
        return f"the reader failed: {type(error).__name__}: {error}"
    raise Unreadable(f"cannot be read: {(error.strerror or str(error)).lower()}") from error


def articles_of(feed: Feed) -> Iterator[Article]:
    """The articles of a feed by the reader that its content asks for. Raises FeedError."""
    reader = pick(head_of(feed), feed.name)
    if not feed.source.format:
        own = feed.source
        feed.source = Source(own.path, reader.name, own.member, own.offset, own.length, own.sha256)
    return reader.read(feed)


def _entry(article: Article, file: int) -> Entry:
    stored, digest = encoded(article)
    made = document(article, file, stored=stored)
    return Entry(made, made.moment if made.moment is not None else -(1 << 62), digest)


def encoded(article: Article) -> tuple[bytes, bytes]:
    """An article as JSON, its source last, and the digest of everything in it but the source."""
    content = orjson.dumps(article.facts(), default=dict)
    stored = b"".join((memoryview(content)[:-1], b',"source":', orjson.dumps(article.source), b"}"))
    return stored, hashlib.blake2b(content, digest_size=8).digest()
