"""One file read: its feeds opened, each given to its reader, every article made ready for the index.

This runs in a worker process. Whatever a reader raises becomes a reason; nothing ends the run.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import orjson

from morgue.engines.document import document, lenient
from morgue.errors import FeedError, NoArticle, Unreadable
from morgue.extract.versions import version_of
from morgue.feeds import Feed, pick
from morgue.ingest.messages import CONTAINER, Entry
from morgue.io.containers import head_of, open_stream
from morgue.model.article import Article, Source

if TYPE_CHECKING:
    from morgue.ingest.messages import Job, Torn

Problems = list[tuple[str | None, str, bool]]


def entries_of(job: Job, file: BinaryIO, sha256: str, problems: Problems, torn: Torn) -> Iterator[Entry]:
    """The articles of an open file, ready for the index; what is wrong goes to `problems`, what could not be read to `torn`.

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
            yield from _guarded(feed, job.file, problems, torn)
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
    else:
        return
    torn.add(None)


def _guarded(feed: Feed, file: int, problems: Problems, torn: Torn) -> Iterator[Entry]:
    member = feed.source.member
    try:
        for article in articles_of(feed):
            yield _entry(article, file)
    except Unreadable:
        raise
    except NoArticle as error:
        problems.append((member, error.message, True))
    except FeedError as error:
        problems.append((member, error.message, False))
        torn.add(None)
    except MemoryError:
        torn.add(None)
        problems.append((member, "reading it takes more memory than a feed may use", False))
    except OSError as error:
        torn.add(None)
        problems.append((member, _told(error), False))
    except Exception as error:  # noqa: BLE001  as above, for one member of a container
        torn.add(None)
        problems.append((member, f"the reader failed: {type(error).__name__}: {error}", False))
    problems += [(member, complaint.message, False) for complaint in feed.complaints]
    torn.at_end = torn.at_end or feed.ends_torn
    for piece in feed.torn:
        torn.add(piece)


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
    captured = article.lineage.captured and lenient(article.lineage.captured)
    version = version_of(article, made.moment, made.spans.get("published"), captured[0] if captured else None)
    lineage, source = article.lineage, article.source
    kind = CONTAINER if source.member is not None else source.format
    return Entry(made, version, digest, kind, lineage.listed, lineage.rolls, lineage.is_cut)


def encoded(article: Article) -> tuple[bytes, bytes]:
    """An article as JSON, its source last, and the digest of everything in it but the id and the source."""
    content = orjson.dumps(article.facts(), default=dict)
    stored = b"".join((memoryview(content)[:-1], b',"source":', orjson.dumps(article.source), b"}"))
    return stored, hashlib.blake2b(
        memoryview(content)[len(_HEAD) + len(article.id) :], digest_size=8
    ).digest()


_HEAD = b'{"id":"'


def renamed(entry: Entry, identifier: str) -> Entry:
    """An entry with another id."""
    made = entry.document
    stored = b"".join((_HEAD, identifier.encode(), memoryview(made.stored)[len(_HEAD) + len(made.id) :]))
    return entry._replace(document=dataclasses.replace(made, id=identifier, stored=stored))
