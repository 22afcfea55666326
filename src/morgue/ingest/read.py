"""Read one file: open its feeds, give each to its reader, and make every article ready for the index.

This runs in a worker process. Whatever a reader raises becomes a reason; nothing ends the run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from morgue.engines.document import document, lenient
from morgue.errors import FeedError, NoArticle, PartOf, Unreadable, reason_of
from morgue.extract.versions import version_of
from morgue.feeds import Feed, pick
from morgue.ingest.entries import encoded, traits_of
from morgue.ingest.messages import CONTAINER, Entry
from morgue.ingest.walk import kept_time
from morgue.io.containers import Place, head_of, open_stream
from morgue.io.delivery import Directory
from morgue.io.opening import relative_to
from morgue.model.article import Article, Source

if TYPE_CHECKING:
    from morgue.ingest.messages import Beside, Job, Stamp, Torn
    from morgue.storage.catalog import Problem, Problems


def entries_of(
    job: Job, file: BinaryIO, sha256: str, problems: Problems, torn: Torn, beside: Beside
) -> Iterator[Entry]:
    """Yield the articles of an open file, ready for the index.

    What is wrong goes to `problems`, what could not be read to `torn`, what it has to do with other files to `beside`.
    Raises Unreadable where the disk fails.
    """
    folder = job.delivery or os.path.dirname(job.location)
    delivery = Directory(folder)
    place = Place(os.fsdecode(relative_to(job.location, folder)), delivery)
    try:
        for feed in open_stream(
            file,
            name=os.path.basename(os.fsdecode(job.location)),
            source_path=job.path,
            sha256=sha256,
            columns=job.columns,
            place=place,
        ):
            yield from _guarded(feed, job, problems, torn, beside)
            if feed.delivery is delivery:
                beside.companions += [
                    (_location(folder, each), _stamp(delivery, each)) for each in feed.asked
                ]
    except Exception as error:  # noqa: BLE001  a bug in a reader must not end the run; the file is named with it
        problems.append(_problem(None, error))
        torn.add(None)


def _location(folder: bytes, path: str) -> bytes:
    return os.path.join(folder, os.fsencode(path))


def _stamp(delivery: Directory, path: str) -> Stamp | None:
    """Return size and time of a companion, as the catalog keeps them."""
    stamp = delivery.stamp(path)
    return stamp and (stamp[0], kept_time(stamp[1]))


def _guarded(feed: Feed, job: Job, problems: Problems, torn: Torn, beside: Beside) -> Iterator[Entry]:
    """Yield the articles of a feed; what is wrong with one member of a container leaves the others alone."""
    try:
        for article in articles_of(feed):
            yield entry_of(article, job.file, stories=job.stories)
    except PartOf as error:
        if feed.source.member is None:  # what a container holds stands and falls with it
            beside.owner = error.owner
            problems.append((None, error.message, True))
    except Exception as error:  # noqa: BLE001  as above
        problems.append(_problem(feed.source.member, error))
        if not isinstance(error, NoArticle):
            torn.add(None)
    problems += [(feed.source.member, complaint.message, False) for complaint in feed.complaints]
    torn.at_end = torn.at_end or feed.ends_torn
    beside.lacks = beside.lacks or feed.lacks
    for piece in feed.torn:
        torn.add(piece)


def _problem(member: str | None, error: Exception) -> Problem:
    """Return what is noted of an error of a reader.

    Raises Unreadable where the disk fails: what the system says has a number, what a library says of damage has none.
    """
    if isinstance(error, Unreadable):
        raise error
    if isinstance(error, OSError) and error.errno is not None:
        raise Unreadable(f"cannot be read: {reason_of(error)}") from error
    if isinstance(error, FeedError):
        return member, error.message, isinstance(error, NoArticle)
    if isinstance(error, MemoryError):
        return member, "reading it takes more memory than a feed may use", False
    return member, f"the reader failed: {type(error).__name__}: {error}", False


def articles_of(feed: Feed) -> Iterator[Article]:
    """Return the articles of a feed, by the reader that its content asks for. Raises FeedError."""
    reader = pick(head_of(feed), feed.name)
    if not feed.source.format:
        own = feed.source
        feed.source = Source(own.path, reader.name, own.member, own.offset, own.length, own.sha256)
    return reader.read(feed)


def entry_of(article: Article, file: int, *, stories: bool) -> Entry:
    """Return an article ready for the index, with its traits where `stories` are wanted."""
    stored, digest = encoded(article)
    made = document(article, file, stored=stored)
    captured = article.reading.captured and lenient(article.reading.captured)
    version = version_of(article, made.moment, made.spans.get("published"), captured[0] if captured else None)
    if "withdrawn" in made.values.get("is", ()):
        version = version._replace(marked=True)
    reading, source = article.reading, article.source
    kind = CONTAINER if source.member is not None else source.format
    earlier = article.lineage.of if article.lineage else ()
    known_by = traits_of(article, made.texts.get("body", "")) if stories else None
    return Entry(
        made, version, digest, kind, reading.listed, reading.rolls, reading.is_cut, known_by, earlier
    )
