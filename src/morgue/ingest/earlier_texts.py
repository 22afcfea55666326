"""Let an article be found by its earlier texts too, as far as they are of the story that it tells now.

An article that calls its story back has lost the words by which its copies are found, and one that was rewritten has others. So the traits
of earlier texts (`storage.versions.texts_of_story`) are kept beside those of articles, each under an id of its own; it is stated
that it is of its article (`StoryTables.add_text`), so that what is joined with the text is joined with the article.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import orjson

from morgue.analysis.analyzer import indexable
from morgue.model.article import Article
from morgue.storage.versions import VersionRow, texts_of_story
from morgue.stories.periods import period_of

if TYPE_CHECKING:
    from morgue.storage.catalog import ArticleRow
    from morgue.storage.story_tables import StoryTables

Packed = Callable[[Sequence[VersionRow]], Iterable[tuple[VersionRow, bytes]]]
"""Returns earlier texts with their articles packed, as far as they are there."""


def settle_texts(
    tables: StoryTables,
    now: ArticleRow,
    before: Iterable[VersionRow],
    rows: Sequence[VersionRow],
    packed: Packed,
) -> None:
    """Make the earlier texts by which an article is found those that are of its story.

    `now` is its row, `rows` are all its earlier texts, `before` others that it had until now.
    """
    from morgue.storage.packs import mark_in, mark_of

    wanted = {mark_of(row.name): row for row in texts_of_story(now.version, rows)}
    known = {*wanted, *(mark_of(row.name) for row in (*before, *rows))}
    kept = {mark_in(text): text for text in tables.texts_of([now.id], known).get(now.id, ())}
    if gone := [text for mark, text in kept.items() if mark not in wanted]:
        tables.drop(gone)
    for row, data in packed([row for mark, row in wanted.items() if mark not in kept]):
        _add(tables, row, data)


def drop_texts(tables: StoryTables, rows: Iterable[VersionRow]) -> None:
    """Forget the traits of earlier texts."""
    from morgue.storage.packs import mark_of

    names = {row.name: row.id for row in rows}
    if not names:
        return
    found = tables.texts_of(sorted(set(names.values())), {mark_of(name) for name in names})
    if gone := [text for several in found.values() for text in several]:
        tables.drop(gone)


def _add(tables: StoryTables, row: VersionRow, packed: bytes) -> None:
    from morgue.storage.packs import text_id
    from morgue.stories.traits import EARLIER, traits

    article = Article.from_json(orjson.loads(zlib.decompress(packed)))
    moment = article.published or article.day
    made = traits(article.headline, article.body, indexable(article.body or ""), moment)
    data = made._replace(flags=made.flags | EARLIER).packed()
    tables.add_text(text_id(row.name, period_of(data)), data, row.id)
