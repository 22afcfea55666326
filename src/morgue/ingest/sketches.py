"""Keep the traits of articles that go to the index, and forget those of what they replace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from morgue.ingest.messages import Entry
    from morgue.storage.catalog import ArticleRow
    from morgue.storage.story_tables import StoryTables


def take_entries(tables: StoryTables, entries: Iterable[Entry], before: Mapping[str, ArticleRow]) -> None:
    """Note what became of the articles of a batch; `before` has the rows of those that the archive had.

    One with another content is as one that went and one that came. One with the same content is written to the index
    without its place: that is written again.
    """
    same, changed, came = [], [], []
    for entry in entries:
        identifier = entry.document.id
        held = before.get(identifier)
        if held is not None and held.digest == entry.digest:
            same.append(identifier)
            if held.period is not None or entry.traits is None:
                continue
        elif held is not None:
            changed.append(identifier)
        if entry.traits is not None:
            came.append((identifier, entry.traits))
    if changed:
        tables.drop(changed)
    for identifier, packed in came:
        tables.add(identifier, packed)
    if same:
        tables.touch(same)
