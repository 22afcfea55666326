"""Say of an article whether its story was corrected or withdrawn after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import orjson

from morgue._startup.frozen import frozen
from morgue.engines.document import lenient
from morgue.model.article import Article
from morgue.query.tree import And, Keyword
from morgue.storage.versions import VERSION_MARK

if TYPE_CHECKING:
    from morgue.engines.base import Searcher

_TEXTS = 20
"""Earlier texts of an article that are asked for their time."""

KINDS: tuple[Literal["withdrawn", "correction"], ...] = ("withdrawn", "correction")
"""What a later article of a story may be that a reader of an earlier one has to know of."""


@frozen
class Recall:
    """The latest article that withdraws or corrects a story."""

    kind: Literal["withdrawn", "correction"]
    article: Article


def recalls(searcher: Searcher, article: Article) -> Iterator[Recall]:
    """Yield what withdraws the story of an article, and what corrects it, where that is not known to be earlier than the article."""
    if article.story is None or article.copies < 2:
        return
    for kind in KINDS:
        node = And((Keyword("story", (article.story,)), Keyword("is", (kind,))))
        for found in searcher.search(node, limit=1, sort="newest", count=False).found:
            other = Article.from_json(orjson.loads(found.stored))
            if other.id != article.id and (
                not _is_earlier(other, article) or _is_changed_at_no_time(searcher, other)
            ):
                yield Recall(kind, other)


def _is_earlier(one: Article, other: Article) -> bool:
    """Return whether it is known that one was published before the other."""
    first, second = (lenient(each.updated or each.published or each.day) for each in (one, other))
    return first is not None and second is not None and first[1] < second[0]


def _is_changed_at_no_time(searcher: Searcher, article: Article) -> bool:
    """Return whether an article had another text before, and its feed does not say when that was replaced."""
    if article.updated:
        return False
    texts = searcher.articles(searcher.ids(article.id + VERSION_MARK, limit=_TEXTS))
    return any(orjson.loads(each)["published"] == article.published for each in texts.values())
