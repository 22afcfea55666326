"""Make what stories are found by again, of the text that the index stores: no feed is read for it."""

from __future__ import annotations

import contextlib
import time
from itertools import islice
from typing import TYPE_CHECKING

import orjson

from morgue.analysis.analyzer import indexable
from morgue.ingest.earlier_texts import settle_texts
from morgue.ingest.sketches import keep_article
from morgue.ingest.summary import Progress
from morgue.model.article import Article
from morgue.query import tree

if TYPE_CHECKING:
    from morgue.engines.base import Engine
    from morgue.ingest.summary import OnProgress
    from morgue.storage.catalog import Catalog

BATCH = 500

_CURRENT = tree.Not(tree.SUPERSEDED)


def sketch_again(catalog: Catalog, engine: Engine, progress: OnProgress) -> None:
    """Forget which articles are one story, and keep the traits of all of them anew; nothing is committed here.

    Articles that have a place are touched: so they get another one, or none, where that is what comes of it.
    """
    began = time.monotonic()
    tables = catalog.stories
    catalog.begin()
    tables.clear()
    with contextlib.closing(engine.searcher()) as searcher:
        state = Progress(stage="sketch", total=searcher.count(_CURRENT))
        every = searcher.every(_CURRENT, sort="oldest")
        while some := [Article.from_json(orjson.loads(each.stored)) for each in islice(every, BATCH)]:
            rows = catalog.winners([each.id for each in some])
            known = [each for each in some if each.id in rows]
            tables.owe([each.id for each in known if each.copies > 1])
            catalog.put_articles(
                rows[each.id]._replace(period=keep_article(tables, each, indexable(each.body or "")))
                for each in known
            )
            state.done += len(some)
            state.seconds = time.monotonic() - began
            if progress:
                progress(state)
    _find_by_texts(catalog)


def _find_by_texts(catalog: Catalog) -> None:
    """Keep the traits of the earlier texts that articles are found by."""
    ids = iter(sorted({row.id for row in catalog.versions()}))
    while some := list(islice(ids, BATCH)):
        held = catalog.versions_among(some)
        for identifier, now in catalog.winners(some).items():
            if identifier in held:
                settle_texts(catalog.stories, now, (), held[identifier], catalog.packed_versions)
