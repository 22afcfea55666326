"""Puts articles of an archive into stories by hand, as the link stage of a run does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import orjson

import morgue
from morgue.engines.document import document
from morgue.model.article import Article


def link(archive: morgue.Archive, stories: Sequence[Sequence[str]]) -> None:
    """Make each list of ids a story that is named after the first of them; the others stay as they are."""
    places: Mapping[str, tuple[str, int]] = {
        each: (members[0], len(members)) for members in stories for each in members
    }
    with archive.place.writing() as ingest:
        stored = archive._search().articles(places)
        files = archive._catalog.winners(list(places))
        writer = ingest.committer.writer()
        writer.delete(places)
        writer.add(
            document(
                replace(Article.from_json(orjson.loads(stored[each])), story=story, copies=copies),
                files[each].file,
            )
            for each, (story, copies) in places.items()
        )
        ingest.committer.commit((), written=True, touched=True)
        ingest.committer.checkpoint()
    archive.refresh()
