"""Tell the life of a story: its articles in the archive, in order of time, and what is like it and stands apart."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import orjson

from morgue._startup.frozen import frozen
from morgue.archive.results import FORMAT_VERSION
from morgue.model.article import Article
from morgue.query import deadline, tree
from morgue.stories.lineage import Lineage, Member, lineage_of

if TYPE_CHECKING:
    from morgue.archive.versions import ArticleVersion
    from morgue.engines.base import Searcher

AROUND = 1
"""Days before a story's first and after its last article within which others tell the same event: the morning paper of the
next day, and days that are printed in other time zones."""

_AGENCIES = 5


@frozen
class SameEvent:
    """Articles that are like a story, near it in time, and no part of it.

    `total` counts them, `agencies` are those that filed most of them with their numbers, `query` finds them.
    """

    total: int
    agencies: list[tuple[str, int]]
    query: str

    def to_json(self) -> dict[str, Any]:
        """Return the `same_event` object."""
        return {"total": self.total, "agencies": [list(each) for each in self.agencies], "query": self.query}


@frozen
class StoryLife:
    """The lineage of a story in an archive; `same_event` is None where nothing can be said of what is like it.

    `versions` are the texts of each article that has had several, in order.
    """

    lineage: Lineage
    same_event: SameEvent | None = None
    versions: tuple[ArticleVersion, ...] = ()

    @property
    def first(self) -> str | None:
        """Return when it was first seen in the archive: an instant, or a day; None where no article has a time."""
        return moment_of(self.lineage.members[0].article)

    @property
    def last(self) -> str | None:
        """Return when it was last seen."""
        dated = [each for each in self.lineage.articles if moment_of(each)]
        return moment_of(dated[-1]) if dated else None

    def head(self) -> dict[str, Any]:
        """Return the document of the contract without its members."""
        lineage = self.lineage
        return {
            "format_version": FORMAT_VERSION,
            "story": {
                "id": lineage.story,
                "articles": len(lineage.members),
                "outlets": lineage.outlets,
                "first": self.first,
                "last": self.last,
            },
            "corrections": [
                {
                    "id": each.id,
                    "against": each.against,
                    "changed": [[one.was, one.now] for one in each.changes],
                }
                for each in lineage.corrections
            ],
            "uncorrected": [*lineage.uncorrected],
            "withdrawals": [*lineage.withdrawals],
            "same_event": self.same_event.to_json() if self.same_event else None,
            "versions": [each.to_json() for each in self.versions],
        }

    def to_json(self) -> dict[str, Any]:
        """Return the document of the contract."""
        return {**self.head(), "members": [member_json(each) for each in self.lineage.members]}


MEMBER_KEYS = (
    "id", "published", "day", "agency", "publisher", "headline", "mark", "relation", "against", "kept", "new", "cut",
    "added", "corrected",
)  # fmt: skip
"""The keys of a member, in their order."""


def moment_of(article: Article) -> str | None:
    """Return when an article was published: an instant, or a day where no more is known."""
    return article.published or article.day


def member_json(member: Member) -> dict[str, Any]:
    """Return a member as in the contract, with `cut` and `added` paragraphs and whether it is `corrected`."""
    article = member.article
    return {
        "id": article.id,
        "published": article.published,
        "day": article.day,
        "agency": article.agency,
        "publisher": article.publisher,
        "headline": article.headline,
        "mark": member.mark,
        "relation": member.relation,
        "against": member.against,
        "kept": rounded(member.kept),
        "new": rounded(member.new),
        "cut": [*member.cut],
        "added": [*member.added],
        "corrected": member.corrected,
    }


def rounded(value: float | None) -> float | None:
    """Return a share to four places."""
    return None if value is None else round(value, 4)


def life(searcher: Searcher, article: Article) -> StoryLife:
    """Return the life of the story that an article is of."""
    articles = _members(searcher, article)
    lineage = lineage_of(articles, deadline.check)
    return StoryLife(lineage, _same_event(searcher, lineage))


def _members(searcher: Searcher, article: Article) -> list[Article]:
    """Return the articles of an article's story."""
    if article.story is None:
        return [article]
    found = {}
    for each in searcher.every(tree.Keyword("story", (article.story,)), sort="oldest"):
        deadline.check()
        one = Article.from_json(orjson.loads(each.stored))
        found[one.id] = one
    return list(found.values()) or [article]


def _same_event(searcher: Searcher, lineage: Lineage) -> SameEvent | None:
    """Return what else tells what a story tells: articles like its first one, near in time, that are not of it."""
    from morgue.query.canonical import canonical
    from morgue.query.more_like_this import like

    days = sorted(day for each in lineage.articles if (day := _day(each)))
    if not days:
        return None
    likeness = like(lineage.members[0].article, searcher.total(), searcher.count)
    if likeness is None:
        return SameEvent(0, [], "")
    margin = dt.timedelta(AROUND)
    own = (
        tree.Keyword("story", (lineage.story,))
        if len(lineage.members) > 1
        else tree.Keyword("id", (lineage.story,))
    )
    near = tree.Days(_moved(days[0], -margin), _moved(days[-1], margin))
    node = tree.And((*likeness.trees, near, tree.Not(own)))
    counts = searcher.facets(node, ["agency"], limit=_AGENCIES)["agency"]
    return SameEvent(searcher.count(node), counts, canonical(node))


def _day(article: Article) -> dt.date | None:
    try:
        return dt.date.fromisoformat(article.day or "")
    except ValueError:
        return None


def _moved(day: dt.date, by: dt.timedelta) -> dt.date:
    """Return a day so much later; the first and last days of the calendar stay."""
    try:
        return day + by
    except OverflowError:
        return day
