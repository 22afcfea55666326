"""Encode the articles of entries: as JSON for the index, with the digest that tells contents apart.

The run itself needs this too; it never imports the readers.
"""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING

import orjson

from morgue.stories import label

if TYPE_CHECKING:
    from morgue.engines.base import Document
    from morgue.ingest.messages import Entry
    from morgue.model.article import Article


def encoded(article: Article) -> tuple[bytes, bytes]:
    """Return an article as JSON, and the digest of everything in it but the id, its place in a story and the source.

    The place, where other articles are of its story, and the source are last.
    """
    content = orjson.dumps(article.facts(), default=dict)
    place = b""
    if article.copies > 1:
        place = b"," + orjson.dumps({"story": article.story, "copies": article.copies})[1:-1]
    stored = b"".join((memoryview(content)[:-1], place, _SOURCE, orjson.dumps(article.source), b"}"))
    return stored, hashlib.blake2b(
        memoryview(content)[len(_HEAD) + len(article.id) :], digest_size=8
    ).digest()


def traits_of(article: Article, indexable: str) -> bytes:
    """Return what candidates for the story of an article are found by, packed; `indexable` is its body in the document."""
    from morgue.stories.traits import traits

    return traits(article.headline, article.body, indexable, article.published or article.day).packed()


_HEAD = b'{"id":"'
_SOURCE = b',"source":'


def placed(made: Document, story: str, copies: int) -> Document:
    """Return the document of an article that stands alone as it is where the article is one of several of a story.

    It is what `document` makes of the article with that place, without reading its text again.
    """
    at = made.stored.rindex(
        _SOURCE
    )  # the last key; inside of a text there is no quotation mark that is not escaped
    place = orjson.dumps({"story": story, "copies": copies})[1:-1]
    stored = b"".join((memoryview(made.stored)[:at], b",", place, memoryview(made.stored)[at:]))
    return dataclasses.replace(
        made,
        stored=stored,
        values={**made.values, "story": (story,)},
        numbers={**made.numbers, "copies": copies},
        story=label(story),
    )


def renamed(entry: Entry, identifier: str) -> Entry:
    """Return an entry with another id."""
    made = entry.document
    stored = b"".join((_HEAD, identifier.encode(), memoryview(made.stored)[len(_HEAD) + len(made.id) :]))
    return entry._replace(document=dataclasses.replace(made, id=identifier, stored=stored))
