"""Search an archive: the answers of its index and of its catalog, all of one committed state."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

import orjson

from morgue.archive.arguments import (
    AGAINST,
    ORDERS,
    PARTIALS,
    PERIODS,
    UNITS,
    Against,
    Unit,
    check_choice,
    check_lead,
    check_reached,
    check_text,
    natural,
    page,
)
from morgue.archive.results import (
    Asked,
    Bursts,
    Explanation,
    Facets,
    Held,
    Partial,
    Results,
    Stats,
    StoryCensus,
    Timeline,
    Whereabouts,
)
from morgue.archive.scope import within
from morgue.engines.base import FACET_FIELDS, FACETS, Found, Searcher, Sort
from morgue.errors import ArchiveError, QueryError, UnknownArticleError, UsageError
from morgue.model.article import Article, Carried, Hit
from morgue.query import deadline, tree
from morgue.query.clock import Now, moment_of
from morgue.query.deadline import paced, timed
from morgue.storage.versions import VERSION_MARK

if TYPE_CHECKING:
    from morgue.archive.diff import Diff
    from morgue.archive.grouping import Grouping, Lead
    from morgue.archive.lineage import Standing, StoryLife
    from morgue.archive.location import ArchiveLocation
    from morgue.archive.recalls import Recall
    from morgue.archive.versions import ArticleVersion
    from morgue.storage.catalog import Catalog, FileStates, Rejected
    from morgue.storage.versions import VersionRow

By = Literal["auto", "day", "week", "month", "year"]
Partials = Literal["ignore", "count", "list"]

CURRENT = tree.Everything()
"""A query that names no texts of its own to search among."""

FEW = 10
"""Articles with all words from which on those with most of them are not counted: as many as a page shows."""


ID_CHARACTERS = 6
"""Characters that the beginning of an id has at least."""

_SHORT_ID = f"write {ID_CHARACTERS} characters of it or more"


def _names_story(node: tree.Node) -> bool:
    return isinstance(node, tree.Keyword) and node.field == "story"


class Searchable:
    """An archive, as far as it is searched: what saved searches and replays ask of it too.

    Answers are of the state when it was opened or last refreshed.
    """

    def __init__(self, place: ArchiveLocation) -> None:
        self.place = place
        place.check()
        self._consulted: Catalog | None = None
        self._searcher: Searcher | None = None
        self._has_versions: bool | None = None
        self._held: Held | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back files, memory and the writer's lock."""
        self.refresh()
        self.place.release()

    def refresh(self) -> None:
        """Let the next answer be of the newest committed state."""
        for each in (self._searcher, self._consulted):
            if each is not None:
                each.close()
        self._searcher = self._consulted = self._held = self._has_versions = None

    @property
    def where(self) -> str:
        """Return the place of the archive as it was given."""
        return str(self.place)

    @property
    def directory(self) -> Path:
        """Return the archive's directory; of one on a cluster, where what goes with it on this machine is kept."""
        return self.place.directory

    @property
    def id(self) -> str:
        """Return the UUID made at creation."""
        return self.place.id

    @property
    def engine(self) -> str:
        """Return the name of the engine that the archive was made with."""
        return self.place.engine

    @property
    def revision(self) -> int:
        """Return the revision, which grows by one with every committed change."""
        return self.held.revision

    @property
    def newest(self) -> int:
        """Return the revision that was committed last; answers are of it once refreshed."""
        return self.place.newest().revision

    def is_current(self) -> bool:
        """Return whether answers are of what was committed last, in this archive and not one that took its place."""
        return self.place.newest() == self.held

    @property
    def held(self) -> Held:
        """Return id, revision and engine of the state that answers."""
        self._search()
        if self._held is None:
            raise RuntimeError("a searcher without its revision")
        return self._held

    def _search(self, query: tree.Node = CURRENT) -> Searcher:
        """Return a searcher of the texts that a query searches among, which are as a rule the current ones."""
        whole = self._every_text()
        if self._has_versions is None:
            self._has_versions = whole.matches(tree.SUPERSEDED)
        scope = tree.scope_of(query)
        if self._has_versions and isinstance(scope, tree.Versions) and scope.all:
            from morgue.archive.every_text import EveryText

            return EveryText(whole)
        return within(whole, scope, has_versions=self._has_versions)

    def _every_text(self) -> Searcher:
        """Return a searcher of all that the index holds, texts that were replaced too."""
        if self._searcher is None:
            self._held, self._searcher = self.place.opened()
        return self._searcher

    @property
    def _catalog(self) -> Catalog:
        if self._consulted is None:
            self._consulted = self.place.catalog()
        return self._consulted

    # -- searching -----------------------------------------------------------------------------------------

    def _parsed(self, query: str, now: Now) -> tuple[tree.Query, dt.datetime]:
        from morgue.query.parser import parse

        check_text("a query", query)
        clock = moment_of(now)
        parsed = parse(query, now=clock)
        searcher = self._search()
        if any(_names_story(each) for each in tree.walk(parsed.tree)):
            parsed = self._with_stories(parsed, searcher)
        resolved = searcher.resolved(parsed.tree)
        return (parsed if resolved is parsed.tree else tree.Query(query, resolved, parsed.notes)), clock

    def _with_stories(self, parsed: tree.Query, searcher: Searcher) -> tree.Query:
        """Return a query whose `story:` has the ids of stories, for those of any of their articles, or the beginnings of these.

        Raises QueryError for a beginning that several articles have; a note says that none has it.
        """
        from morgue.archive.grouping import story_of

        notes = list(parsed.notes)
        scope = tree.scope_of(parsed.tree)
        has_texts = self._has_versions and not (isinstance(scope, tree.Versions) and not scope.all)

        def resolved(leaf: tree.Node) -> tree.Node:
            if not (isinstance(leaf, tree.Keyword) and leaf.field == "story"):
                return leaf
            wanted = leaf.values[0]
            found = self._ids(wanted, searcher)
            at = leaf.span[0]
            if len(found) > 1:
                message = f"column {at + 1}: more than one article has an id that begins with {wanted}"
                raise QueryError(message, hint=f"such as {', '.join(found)}", position=at)
            if not found:
                message = f"column {at + 1}: no article has the id {wanted}"
                hint = (
                    _SHORT_ID
                    if len(wanted) < ID_CHARACTERS
                    else "story: takes the id of any article of a story"
                )
                notes.append(tree.Note("unknown-value", message, at, hint))
                return tree.Keyword("story", leaf.values, False, leaf.typed, leaf.span)
            article = orjson.loads(searcher.articles(found)[found[0]])
            story = story_of(article)
            if not (has_texts and article.get("copies", 1) > 1):
                return tree.Keyword("story", (story,), False, leaf.typed, leaf.span)
            return tree.Keyword("story", (story, *self._with_texts(story)), False, story, leaf.span)

        made = tree.rewritten(parsed.tree, resolved)
        return tree.Query(parsed.text, made, tuple(sorted(notes, key=lambda note: note.position or 0)))

    def _with_texts(self, story: str) -> list[str]:
        """Return the articles of a story that have earlier texts: each of these has its article for a story."""
        members = self._every_text().every(tree.Keyword("story", (story,)), sort="oldest")
        ids = {orjson.loads(each.stored)["id"].partition(VERSION_MARK)[0] for each in members}
        return sorted(self._catalog.versions_among(ids - {story}))

    def _asked(
        self,
        parsed: tree.Query,
        clock: dt.datetime,
        *,
        strict: bool = False,
        matched: bool = False,
        helping: bool = False,
        more: tuple[tree.Note, ...] = (),
    ) -> Asked:
        """Return the query as it was understood, with notes of what the archive does not hold.

        `matched` says that something was found, which leaves less to ask the index. With `strict` the first
        note is a QueryError. With `helping`, and not `strict`, another word is proposed for one that is rare. `more` are
        other notes of the answer.
        """
        from morgue.query.suggest import notes_against

        against = notes_against(
            parsed, self._search(parsed.tree), matched=matched, now=clock if helping and not strict else None
        )
        notes = parsed.notes + against + more
        if strict and notes:
            raise QueryError(notes[0].message, hint=notes[0].hint, position=notes[0].position)
        return Asked(parsed.text, parsed, clock, notes)

    @timed
    def search(
        self,
        query: str,
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        snippets: int = 2,
        now: Now = None,
        count: bool = True,
        strict: bool = False,
        since_revision: int | None = None,
        partial: Partials = "count",
        group: bool = False,
        lead: Lead | None = None,
    ) -> Results:
        """Return the articles that match, best first, with snippets; `limit` None is all of them.

        With `since_revision` only those that are new or different since that revision of the archive.
        Where fewer than ten match, those that have most of the query's words and not all (`query.partial`) are counted;
        `partial` "list" puts them after the others, "ignore" does not look for them, nor for what else the query could
        mean. They are not looked for with `since_revision` or without `count`.

        With `group` there is one hit for each story, at the rank of the best of its articles that match, and `stories` of
        the answer counts them. `lead` says which of those articles it is: the `best` (the default), the `first` or
        `latest` in time, or the `longest`. `carried` of a hit is of the whole story. With `since_revision` they are
        stories that have no older article.
        Raises QueryError for a query that means nothing, and with `strict` for one that has a note.
        """
        limit, offset, snippets = page(limit, offset, snippets)
        check_choice("sort", sort, ORDERS)
        check_choice("partial", partial, PARTIALS)
        check_lead(group, lead)
        listing = partial == "list"
        if listing and (since_revision is not None or not count):
            raise UsageError(
                "partial matches are listed behind all that match",
                hint="leave out since_revision, and count all that match",
            )
        began = time.perf_counter()
        parsed, clock = self._parsed(query, now)
        searcher = self._search(parsed.tree)
        wanted = searcher.total() if limit is None else limit
        among = self._among(parsed.tree, since_revision, group=group)
        grouping = self._grouping(searcher, sort, lead) if group else None
        if grouping:
            answer = grouping.answer(among, limit=wanted, offset=offset, count=count)
        else:
            answer = searcher.search(among, limit=wanted, offset=offset, sort=sort, count=count)
        found = bool(answer.total or answer.found)
        few = answer.total is not None and answer.total < FEW and since_revision is None
        having_most: Partial | None = None
        notes: tuple[tree.Note, ...] = ()
        together = isinstance(tree.unboosted(parsed.tree), tree.And)
        if listing:
            from morgue.archive.partial import listed

            answer, having_most, notes = listed(
                searcher, parsed.tree, answer, limit=wanted, offset=offset, sort=sort, grouping=grouping
            )
        elif few and together and partial == "count":
            from morgue.archive.partial import counted

            having_most = counted(searcher, parsed.tree, stories=group)
        helping = since_revision is None and not strict
        if helping and partial != "ignore" and (together or answer.total == 0):
            notes += self._otherwise(parsed, clock, answer.total, few=few)
        if helping and partial != "ignore":
            notes += self._of_texts(parsed.tree, answer.total)
        asked = self._asked(parsed, clock, strict=strict, matched=found, helping=helping, more=notes)
        hits = tuple(self._hits(answer.found, parsed.tree, offset, snippets, whole=group))
        empty = not hits and (answer.total == 0 or (answer.total is None and offset == 0 and wanted > 0))
        diagnosis = None
        if empty:
            from morgue.query import diagnosis as parts

            diagnosis = parts.diagnosis(parsed.tree, searcher.count)
        stories = searcher.count_stories(among) if group and count else None
        took = (time.perf_counter() - began) * 1000
        return Results(
            self.held,
            asked,
            answer.total,
            offset,
            took,
            hits,
            diagnosis,
            having_most,
            listing,
            group,
            stories,
        )

    def _of_texts(self, node: tree.Node, total: int | None) -> tuple[tree.Note, ...]:
        """Return the note of articles that a state of the archive cannot have, or of earlier texts that match alone."""
        from morgue.archive.scope import texts_note

        return (
            texts_note(self._every_text(), node, total) if self._has_versions or tree.is_state(node) else ()
        )

    def _otherwise(
        self, parsed: tree.Query, clock: dt.datetime, total: int | None, *, few: bool
    ) -> tuple[tree.Note, ...]:
        """Return the note of what else a query may mean that found `total` articles; None is not known.

        What takes too long is left out.
        """
        from morgue.query.partial import SECONDS
        from morgue.query.readings import is_clear, reading_note

        if total is None or not (few or is_clear(parsed.tree)):
            return ()
        try:
            with deadline.briefly(SECONDS):
                note = reading_note(parsed, self._search(parsed.tree), clock, total=total, few=few)
        except deadline.TooLongError:
            deadline.check()
            return ()
        return (note,) if note else ()

    @timed
    def like(
        self,
        identifier: str,
        query: str = "*",
        *,
        limit: int = 10,
        offset: int = 0,
        snippets: int = 2,
        now: Now = None,
    ) -> Results:
        """Return articles that are like one (by id, or the beginning of it) among those that a query matches, most alike first.

        `total` counts those that are like it enough (`query.more_like_this`), which the answer's explanation says. Its
        canonical query finds the same, for facets and timelines.
        """
        from morgue.analysis.analyzer import written
        from morgue.query.more_like_this import like

        limit, offset, snippets = natural("limit", limit), *page(None, offset, snippets)[1:]
        began = time.perf_counter()
        article = self.show([identifier])[0]
        parsed, clock = self._parsed(query, now)
        searcher = self._search(parsed.tree)
        likeness = like(article, searcher.total(), searcher.count)
        node: tree.Node = tree.Not(tree.Everything())
        if likeness:
            among = () if isinstance(parsed.tree, tree.Everything) else (parsed.tree,)
            node = tree.And((*likeness.trees, *among, tree.Not(tree.Keyword("id", (article.id,)))))
        answer = searcher.search(node, limit=limit, offset=offset)
        hits = tuple(self._hits(answer.found, node, offset, snippets))
        asked = self._asked(parsed, clock)
        meaning = f"articles like {article.id}" + ("" if query == "*" else f", among {asked.explanation}")
        if likeness:
            words = ", ".join(map(written, likeness.telling))
            meaning += f"; they have at least {likeness.least} of these words: {words}"
        asked = Asked(query, tree.Query(query, node), clock, asked.notes, meaning)
        took = (time.perf_counter() - began) * 1000
        return Results(self.held, asked, answer.total, offset, took, hits)

    def hits(
        self,
        query: str,
        *,
        sort: Sort = "relevance",
        snippets: int = 2,
        now: Now = None,
        since_revision: int | None = None,
        partial: bool = False,
        group: bool = False,
        lead: Lead | None = None,
    ) -> Iterator[Hit]:
        """Return all articles that match, in order, in memory that does not grow with their number.

        With `partial`, those that have most of the query's words come behind them, as `search` lists them. With `group`
        there is one for each story, as there; memory grows with the stories of several articles, by some 60 bytes each.
        """
        snippets = natural("snippets", snippets)
        check_choice("sort", sort, ORDERS)
        check_lead(group, lead)
        parsed, _ = self._parsed(query, now)
        among, searcher = (
            self._among(parsed.tree, since_revision, group=group),
            self._search(parsed.tree),
        )
        if group:
            from morgue.archive.partial import trees_of

            trees = trees_of(parsed.tree) if partial else (among,)
            leading = self._grouping(searcher, sort, lead).every(trees)
            return paced(self._hits(leading, parsed.tree, 0, snippets, whole=True))
        found = searcher.every(among, sort=sort)
        if partial:
            from morgue.archive.partial import every

            found = chain(found, every(searcher, parsed.tree, sort=sort))
        return paced(self._hits(found, parsed.tree, 0, snippets))

    def _grouping(self, searcher: Searcher, sort: Sort, lead: Lead | None) -> Grouping:
        from morgue.archive.grouping import Grouping

        return Grouping(searcher, sort, lead or "best")

    def _among(self, node: tree.Node, since_revision: int | None, *, group: bool = False) -> tree.Node:
        """Return the query, among articles that are new or different since a revision, or of stories that are with `group`."""
        if since_revision is None:
            return node
        changed = self.changed_since(since_revision)
        if group:
            older = self._told_before(changed, since_revision)
            changed = tuple(each for each in changed if each not in older)
        if len(changed) >= self._search().total():
            return node
        if group:
            from morgue.archive.grouping import of_new_stories

            return of_new_stories(self._search(), node, tree.Keyword("id", changed))
        return tree.And((node, tree.Keyword("id", changed)))

    def _told_before(self, changed: Sequence[str], revision: int) -> set[str]:
        """Return those of changed articles that told their story before: none that has other stories under its identifier."""
        from morgue.storage.versions import texts_of_story

        known = sorted(self._catalog.known_at(changed, revision))
        texts = self._catalog.versions_among(known)
        standing = self._catalog.winners(sorted(texts))
        other = {each for each, row in standing.items() if not texts_of_story(row.version, texts[each])}
        return set(known) - other

    def changed_since(self, revision: int) -> tuple[str, ...]:
        """Return ids of the articles that are new or different since a revision that the archive has reached."""
        revision = natural("since_revision", revision)
        self._search()  # first, so that what comes meanwhile is found again and not lost
        if revision > self.revision:
            check_reached(revision, self.newest)
        return tuple(self._catalog.changed_since(revision))

    def _hits(
        self, found: Iterable[Found], node: tree.Node, offset: int, snippets: int, *, whole: bool = False
    ) -> Iterator[Hit]:
        """Yield hits with their snippets; `whole` with what is known of their stories."""
        from morgue.highlight.matcher import Matchers
        from morgue.highlight.snippets import cuttings

        wanted = Matchers(node)
        hits: Iterable[tuple[Found, Carried | None]] = ((each, None) for each in found)
        if whole:
            from morgue.archive.grouping import with_carried

            hits = with_carried(self._search(), found)
        for rank, (each, carried) in enumerate(hits, offset + 1):
            stored = orjson.loads(each.stored)
            if VERSION_MARK in stored["id"]:
                stored["id"] = self._numbered(stored["id"])
            made = cuttings(wanted, stored.get, limit=snippets) if snippets else ()
            yield Hit.of_json(rank, each.score, stored, made, carried)

    @timed
    def count(self, query: str, *, now: Now = None) -> int:
        """Return how many articles match, exactly."""
        parsed, _ = self._parsed(query, now)
        return self._search(parsed.tree).count(parsed.tree)

    @timed
    def count_stories(self, query: str, *, now: Now = None) -> int:
        """Return how many stories the articles that match are of, exactly."""
        parsed, _ = self._parsed(query, now)
        return self._search(parsed.tree).count_stories(parsed.tree)

    @timed
    def facets(
        self,
        query: str,
        *,
        names: Sequence[str] = FACETS,
        limit: int = 10,
        now: Now = None,
        count: Unit = "articles",
    ) -> Facets:
        """Return counts of the values of each facet, most first: for each value those of the query that finds it.

        `count` "stories" counts the stories of the articles instead of these.
        """
        from morgue.archive.facets import count_facets
        from morgue.query.fields import known

        limit = natural("limit", limit)
        names = (names,) if isinstance(names, str) else names
        names = [name if name in FACETS else known(name) or name for name in names]
        unknown = [name for name in names if name not in FACETS]
        if unknown:
            raise UsageError(f"there is no facet {unknown[0]!r}", hint=f"facets are: {', '.join(FACETS)}")
        check_choice("count", count, UNITS)
        by_story = count == "stories"
        parsed, clock = self._parsed(query, now)
        asked = self._asked(parsed, clock)
        searcher = self._search(parsed.tree)
        total = searcher.count(parsed.tree)
        counted = count_facets(searcher, parsed.tree, names, limit=limit, now=clock, stories=by_story)
        return Facets(asked, total, counted, searcher.count_stories(parsed.tree) if by_story else None)

    @timed
    def timeline(self, query: str, *, by: By = "auto", now: Now = None, count: Unit = "articles") -> Timeline:
        """Return counts a day, ISO week, month or year; `auto` chooses by the span, to make at most about 60.

        `count` "stories" counts the stories of the articles instead of these; one that has articles in several buckets
        counts in each, which a note says.
        """
        from morgue.engines.timeline import buckets, unit_for, unit_for_months

        check_choice("by", by, PERIODS)
        check_choice("count", count, UNITS)
        parsed, clock = self._parsed(query, now)
        asked = self._asked(parsed, clock)
        searcher = self._search(parsed.tree)
        counts: list[tuple[dt.date, int]] = []
        unit: str | None = by
        if by not in ("day", "week"):
            counts = searcher.months(parsed.tree)
            unit = unit_for_months(counts) if by == "auto" else by
        if unit not in ("month", "year"):
            counts = searcher.days(parsed.tree)
            unit = unit or unit_for(counts)
        total = searcher.count(parsed.tree)
        if count == "articles":
            return Timeline(asked, total, unit, buckets(counts, unit))
        from morgue.archive.grouping import dated_stories

        counts, notes = dated_stories(searcher, parsed.tree, unit)
        asked = Asked(asked.text, asked.query, asked.now, asked.notes + notes)
        return Timeline(asked, total, unit, buckets(counts, unit), searcher.count_stories(parsed.tree))

    @timed
    def bursts(
        self,
        query: str = "*",
        *,
        by: By = "auto",
        limit: int | None = 10,
        top: int = 5,
        count: Unit = "stories",
        against: Against = "query",
        now: Now = None,
    ) -> Bursts:
        """Return the words, places and stories that are over-represented in periods, the `top` of each kind.

        The periods are the days, ISO weeks, months or years that burst most, at most `limit` (None: all that have articles),
        in order of time; `auto` chooses as a timeline does. They are compared with all that the query matches at other times (the
        dates of a query narrow the periods and not what they are compared with), or with the rest of the archive. It is counted
        how many stories have something, so that copies of one story count once, or how many articles. The measure is
        the log-likelihood G2 (Dunning 1993) with the log ratio (Hardie 2014): `bursts.keyness`.
        """
        from morgue.archive.bursts.finder import find_bursts
        from morgue.archive.bursts.keyness import MEASURE
        from morgue.archive.bursts.reading import without_scope

        check_choice("by", by, PERIODS)
        check_choice("count", count, UNITS)
        check_choice("against", against, AGAINST)
        limit, top = page(limit)[0], natural("top", top)
        parsed, clock = self._parsed(query, now)
        found = find_bursts(
            self._search(parsed.tree),
            without_scope(parsed.tree),
            by=by,
            limit=limit,
            top=top,
            count=count,
            against=against,
        )
        asked = self._asked(parsed, clock, more=found.notes)
        read = (found.read, found.compared)
        return Bursts(asked, found.total, found.by, count, found.against, MEASURE, found.periods, *read)

    @timed
    def explain(self, query: str, *, now: Now = None) -> Explanation:
        """Return how the query was read, how many articles each part matches, and the words that it stands for."""
        from morgue.archive.meanings import meanings
        from morgue.query.diagnosis import parts

        parsed, clock = self._parsed(query, now)
        asked = self._asked(parsed, clock)
        searcher = self._search(parsed.tree)
        counted: list[dict[str, object]] = [
            {"part": text, "total": searcher.count(node)} for text, node in parts(parsed.tree)
        ]
        return Explanation(asked, counted, meanings(parsed.tree, searcher))

    @timed
    def marking(
        self, query: str, *, now: Now = None
    ) -> Callable[[Article], dict[str, list[tuple[int, int]]]]:
        """Return a function that gives where in an article a query matches: by field, start and end of each place, in order.

        Places are in code points, end excluded, and do not overlap. The function raises TooLongError as a search does.
        """
        from morgue.highlight.snippets import highlights

        parsed, _ = self._parsed(query, now)
        return lambda article: highlights(article, parsed.tree)

    # -- articles and facts --------------------------------------------------------------------------------

    def show(self, ids: Iterable[str]) -> list[Article]:
        """Return articles by id, or by a beginning of 6 characters or more that only one id has."""
        searcher = self._search()
        full = [self._full_id(each, searcher) for each in ([ids] if isinstance(ids, str) else ids)]
        stored = searcher.articles(full)
        return [self._article(stored[each]) for each in full]

    def versions(self, identifier: str, *, first: int = 1, limit: int | None = None) -> list[ArticleVersion]:
        """Return texts of an article that are kept, by its id or the beginning of it, the earliest first.

        They are those from number `first` on (from 1), at most `limit`; all of them where that is not given. The last of all
        is the text that stands. They are in the order of their times, whenever they were read.
        """
        from morgue.archive.versions import versions_of

        at, most = max(1, natural("first", first)), page(limit)[0]
        searcher = self._search()
        base = self._full_id(identifier.partition(VERSION_MARK)[0], searcher)
        digests = {row.name: row.digest for row in self._texts(base)}
        digests |= {each: row.digest for each, row in self._catalog.winners([base]).items()}
        names = list(enumerate(digests, 1))
        shown = names[at - 1 :][:most]
        before = names[at - 2 : at - 1] if shown and at > 1 else []
        stored = searcher.articles([name for _, name in (*before, *shown)])
        texts = {
            number: Article.from_json(orjson.loads(stored[name]))
            for number, name in (*before, *shown)
            if name in stored
        }
        for number, name in shown:
            if number in texts and name != base:
                texts[number] = replace(texts[number], id=f"{base}{VERSION_MARK}{number}")
        return versions_of(
            [(number, texts[number], digests[name]) for number, name in shown if number in texts],
            before=texts.get(at - 1),
            total=len(names),
        )

    def _article(self, stored: bytes) -> Article:
        """Return a stored article; a text that was replaced bears its number."""
        article = Article.from_json(orjson.loads(stored))
        if VERSION_MARK in article.id:
            return replace(article, id=self._numbered(article.id))
        return article

    def _texts(self, identifier: str) -> list[VersionRow]:
        """Return the earlier texts of an article, in order."""
        from morgue.storage.versions import in_order

        return in_order(self._catalog.versions_among([identifier]).get(identifier, ()))

    def _numbered(self, name: str) -> str:
        """Return the name of an earlier text by its number; as it is where the catalog has come to another state."""
        base = name.partition(VERSION_MARK)[0]
        names = [row.name for row in self._texts(base)]
        return f"{base}{VERSION_MARK}{names.index(name) + 1}" if name in names else name

    def _text_id(self, typed: str, searcher: Searcher) -> str:
        """Return the id that the index has for `ID@2`, the second text of an article, or `ID@` and a beginning of its digest."""
        start, _, which = typed.partition(VERSION_MARK)
        base = self._full_id(start, searcher)
        digests = {row.name: row.digest for row in self._texts(base)}
        digests |= {each: row.digest for each, row in self._catalog.winners([base]).items()}
        names = list(digests)
        if which.isdecimal() and 1 <= int(which) <= len(names):
            return names[int(which) - 1]
        found = [
            each for each, digest in digests.items() if len(which) >= 6 and digest.hex().startswith(which)
        ]
        if len(found) == 1:
            return found[0]
        texts = "1 text" if len(names) == 1 else f"{len(names):,} texts"
        raise UnknownArticleError(
            f"{base} has no text {which or 'without a number'}: it has {texts}",
            hint=f"morgue show {base} --versions lists them",
        )

    @timed
    def story(self, identifier: str) -> StoryLife:
        """Return the life of the story that an article is of: who carried it when, and what each kept, cut, added and corrected.

        Any of its articles names it, by its id or the beginning of it.
        """
        from morgue.archive.lineage import life

        base = identifier.partition(VERSION_MARK)[0]
        return life(self._search(), self.show([base])[0], self._versions_among)

    @timed
    def standing(self, article: Article) -> Standing | None:
        """Return the place of an article of this archive in its story: the first, corrections, withdrawals; None where it stands alone."""
        if article.copies < 2:
            return None
        from morgue.archive.lineage import standing

        return standing(self._search(), article, self._versions_among)

    def _versions_among(self, ids: Sequence[str]) -> dict[str, list[ArticleVersion]]:
        """Return all texts of those articles that have several."""
        found = {}
        for each in self._catalog.versions_among(ids):
            deadline.check()
            texts = self.versions(each)
            if len(texts) > 1:
                found[each] = texts
        return found

    def diff(self, a: str, b: str) -> Diff:
        """Return what changed from one article to another, each by its id or the beginning of it."""
        from morgue.archive.diff import diff_of

        return diff_of(*self.show([a, b]))

    def _full_id(self, typed: str, searcher: Searcher) -> str:
        check_text("an id", typed)
        wanted = typed.strip().encode("utf-8", "replace").decode()
        if VERSION_MARK in wanted:
            return self._text_id(wanted, searcher)
        found = self._ids(wanted, searcher)
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownArticleError(
                f"more than one article has an id that begins with {wanted}",
                hint=f"such as {', '.join(found)}",
            )
        hint = _SHORT_ID if len(wanted) < ID_CHARACTERS else "morgue search prints ids with --format ids"
        raise UnknownArticleError(f"no article has the id {wanted}", hint=hint)

    def _ids(self, typed: str, searcher: Searcher) -> list[str]:
        """Return the id that was typed, or those that begin with it: of a beginning that is too short, none."""
        found = (
            searcher.ids(typed, limit=3) if len(typed) >= ID_CHARACTERS else list(searcher.articles([typed]))
        )
        return [typed] if typed in found else found

    def stats(self) -> Stats:
        """Return the summary of the archive: size, span, and how many articles have each field, by source."""
        for _ in range(100):
            searcher, held = self._search(), self.held
            stats = self.place.census(searcher, held)
            if stats is not None:
                return stats
            self.refresh()
            time.sleep(0.05)
        raise ArchiveError(f"{self.place} changes faster than it can be summed up", hint="try again")

    def stories(self) -> StoryCensus:
        """Return how many stories there are, and how many of them have several articles."""
        from morgue.archive.story_counts import story_census

        return story_census(self._search(), self._catalog.stories, self.held)

    def errors(self) -> list[Rejected]:
        """Return every input that could not be read, in whole or in part, and why."""
        return self._catalog.problems(no_article=False)

    def no_articles(self) -> list[Rejected]:
        """Return every input that is sound and holds no story, and what it is."""
        return self._catalog.problems(no_article=True)

    def also_in(self, ids: Iterable[str]) -> dict[str, Whereabouts]:
        """Return, by id, the file that each article was read from, the other files that hold it, and how many texts it has had.

        Of an earlier text (`ID@1`) it is the file that this was read from.
        """
        wanted = list(ids)
        articles = sorted({each.partition(VERSION_MARK)[0] for each in wanted})
        rows, others = self._catalog.winners(articles), self._catalog.shadows_among(articles)
        texts = {each: self._texts(each) for each in self._catalog.versions_among(articles)}

        @cache
        def path_of(file: int) -> str:
            row = self._catalog.file(file)
            return row.path if row else ""

        found = {}
        for each in wanted:
            base, _, number = each.partition(VERSION_MARK)
            if row := rows.get(base):
                earlier = texts.get(base, [])
                is_text = number.isdecimal() and int(number) <= len(earlier)
                own = path_of(earlier[int(number) - 1].file if is_text else row.file)
                held = {path_of(file) for file, _ in others.get(base, ())} - {own}
                found[each] = Whereabouts(own, [] if is_text else sorted(held), len(earlier) + 1)
        return found

    def recalls(self, article: Article) -> list[Recall]:
        """Return the latest article that withdraws the story of an article, and the latest that corrects it, if any does."""
        from morgue.archive.recalls import recalls

        return list(recalls(self._search(), article)) if article.copies > 1 else []

    def file_states(self) -> FileStates:
        """Return how many files were rejected, read in part, or hold no story, and how many directories were passed over."""
        return self._catalog.file_states()

    def location(self, article: Article) -> Path | None:
        """Return the file on this machine that an article was read from; None where that is not known."""
        found = self._catalog.location_of(article.source.path, article.source.sha256)
        return Path(os.fsdecode(found)) if found else None

    def words(self, prefix: str, *, limit: int = 20) -> list[tuple[str, int]]:
        """Return words of headlines and bodies that begin with `prefix`, and in how many articles each is."""
        check_text("prefix", prefix)
        return self._search().words(prefix, limit=natural("limit", limit))

    def values(self, name: str, prefix: str = "", *, limit: int = 20) -> list[tuple[str, int]]:
        """Return values of a facet that begin with `prefix`, and in how many articles each is."""
        check_choice("name", name, tuple(dict.fromkeys((*FACETS, *FACET_FIELDS))))
        check_text("prefix", prefix)
        number = natural("limit", limit)
        return self._search().values(name, prefix, limit=number) if name in FACET_FIELDS else []
