"""Keep the traits of articles that go to the index, and forget those of what they replace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from morgue.ingest.entries import traits_of
from morgue.stories.periods import period_of

if TYPE_CHECKING:
    from morgue.ingest.messages import Entry
    from morgue.model.article import Article
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
            came.append(entry)
    if changed:
        tables.drop(changed)
    for entry in came:
        keep(tables, entry.document.id, entry.traits or b"", entry.earlier)
    if same:
        tables.touch(same)


def keep(tables: StoryTables, identifier: str, traits: bytes, earlier: Sequence[str]) -> None:
    """Keep the traits of an article that was not kept before, and what it is stated to update, correct or withdraw."""
    tables.add(identifier, traits)
    if earlier:
        tables.state(identifier, earlier)


def keep_article(tables: StoryTables, article: Article, indexable: str) -> int:
    """Keep what the story of an article is found by; `indexable` is its body in the document. Return the period."""
    traits = traits_of(article, indexable)
    keep(tables, article.id, traits, article.lineage.of if article.lineage else ())
    return period_of(traits)
