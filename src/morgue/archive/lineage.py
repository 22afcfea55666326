"""Tell the life of a story: its articles in the archive, in order of time, and what is like it and stands apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

import orjson

from morgue._startup.frozen import frozen
from morgue.archive.results import FORMAT_VERSION
from morgue.archive.versions import ArticleVersion
from morgue.model.article import Article
from morgue.query import deadline, tree
from morgue.stories.corrections import Change
from morgue.stories.lineage import Lineage, Member, in_order, lineage_of
from morgue.stories.relation import shares
from morgue.stories.signature import Signature, signature

if TYPE_CHECKING:
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

    `versions` are all texts of the articles that have several, by id, in order of time; the last one is the member's.
    """

    lineage: Lineage
    same_event: SameEvent | None = None
    versions: Mapping[str, Sequence[ArticleVersion]] = field(default_factory=dict)

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
            "versions": [each for member in lineage.members for each in self._versions(member.article.id)],
        }

    def _versions(self, identifier: str) -> Iterator[dict[str, Any]]:
        """Yield the texts of an article, each with what it kept of the one before and what it added."""
        before: ArticleVersion | None = None
        for each in self.versions.get(identifier, ()):
            found = shares(*map(_signature, (before.article, each.article))) if before else None
            yield {
                "id": each.id,
                "of": identifier,
                "n": each.number,
                "current": each.current,
                "published": each.article.published,
                "updated": each.article.updated,
                "headline": each.article.headline,
                "against": before.id if before else None,
                "kept": rounded(found.kept if found else None),
                "new": rounded(found.new if found else None),
                "changed": each.changed,
            }
            before = each

    def to_json(self) -> dict[str, Any]:
        """Return the document of the contract."""
        return {**self.head(), "members": [member_json(each) for each in self.lineage.members]}


Versions = Callable[[Sequence[str]], Mapping[str, Sequence[ArticleVersion]]]
"""Returns all texts of those articles, of the ids given, that have several."""

MOST_JUDGED = 300
"""Articles of a story whose texts are compared to say whether one of them has what was corrected: a tenth of a second."""


@frozen
class Standing:
    """The place of an article in its story: how many articles that has, the first of them, and what became of it.

    `corrections` and `withdrawals` are the articles that say so, each correction with what it changed. `corrected` says
    whether this one has what was put right; None where it has neither, and where the story has more than MOST_JUDGED articles.
    """

    story: str
    articles: int
    first: Article
    corrections: tuple[tuple[Article, tuple[Change, ...]], ...] = ()
    withdrawals: tuple[Article, ...] = ()
    corrected: bool | None = None


def standing(searcher: Searcher, article: Article, versions: Versions) -> Standing | None:
    """Return the place of an article in its story; None where it stands alone."""
    if article.story is None or article.copies < 2:
        return None
    own = tree.Keyword("story", (article.story,))
    marked = tree.And((own, tree.Keyword("is", ("correction", "withdrawn"))))
    found = searcher.search(marked, limit=_MARKED, sort="oldest").found
    if not found or article.copies > MOST_JUDGED:
        first = in_order([*_stored(searcher, article.story), article])[0]
        says = [Article.from_json(orjson.loads(each.stored)) for each in found]
        return Standing(
            article.story,
            article.copies,
            first,
            tuple((each, ()) for each in says if not _withdraws(each)),
            tuple(filter(_withdraws, says)),
        )
    life_of = life(searcher, article, versions, same_event=False).lineage
    by_id = {each.article.id: each for each in life_of.members}
    return Standing(
        article.story,
        len(life_of.members),
        life_of.members[0].article,
        tuple((by_id[each.id].article, each.changes) for each in life_of.corrections),
        tuple(by_id[each].article for each in life_of.withdrawals),
        by_id[article.id].corrected if article.id in by_id else None,
    )


_MARKED = 20
"""Corrections and withdrawals of a very large story that are named."""


def _stored(searcher: Searcher, identifier: str) -> list[Article]:
    return [Article.from_json(orjson.loads(each)) for each in searcher.articles([identifier]).values()]


def _withdraws(article: Article) -> bool:
    """Return whether an article withdraws its story rather than correcting it."""
    stated = article.lineage.signal if article.lineage else None
    return stated == "withdrawn" or "withdrawn" in _signature(article).kinds


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


def life(searcher: Searcher, article: Article, versions: Versions, *, same_event: bool = True) -> StoryLife:
    """Return the life of the story that an article is of; with `same_event` what is like it too."""
    articles = _members(searcher, article)
    texts = versions([each.id for each in articles])
    earlier = {name: [each.article for each in several[:-1]] for name, several in texts.items()}
    lineage = lineage_of(articles, deadline.check, earlier)
    return StoryLife(lineage, _same_event(searcher, lineage) if same_event else None, texts)


def _signature(article: Article) -> Signature:
    return signature(article.id, article.headline, article.body, article.published or article.day)


def _members(searcher: Searcher, article: Article) -> list[Article]:
    """Return the articles of an article's story."""
    if article.story is None or article.copies < 2:
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
