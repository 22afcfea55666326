"""Find which articles are one story, after their commit, and write each one's place into the index.

The traits that come with the articles are kept in the catalog until they have been compared, and so are those of earlier texts that are
of the story of their article (`ingest.earlier_texts`). `link_stories` compares what was not, period after
period: candidates are found by traits, their texts are read from the index, and the rule is asked. What it joins are edges
of the catalog. Then the stories of all articles whose edges have changed are walked, and those articles are
written again whose stored place (the id of the earliest member, how many there are) is another one now. Every step may be
cut off and is done by the next run: what was compared counts with the commit of its edges, and what has to be written stays `touched`
until the commit that writes it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

import orjson

from morgue.engines.base import Document, Engine, Searcher, Writer
from morgue.engines.document import document
from morgue.errors import ArchiveError
from morgue.ingest.commit import Committer
from morgue.ingest.entries import encoded
from morgue.ingest.holding import Answers, Signatures
from morgue.ingest.summary import OnStage
from morgue.model.article import Article
from morgue.process.debug import logger
from morgue.storage.catalog import Catalog
from morgue.storage.packs import Pack, id_of, mark_in, mark_of, packed_id
from morgue.storage.story_tables import Edge, StoryTables, texts_of
from morgue.stories.candidates import Window, nearest
from morgue.stories.components import Components
from morgue.stories.periods import PERIOD, UNDATED
from morgue.stories.rule import Link, link
from morgue.stories.signature import Signature, day_of
from morgue.stories.traits import EARLIER, MINUTES, named_by

BATCH = 200
"""Pairs whose texts are read at a time."""

FAR = 2
"""How many articles with the same long text are asked on either side in time, whatever the distance."""

COMMIT_PERIODS = 50
"""Periods after which what was found is committed."""

TOUCHED = 2_000
"""Articles whose stories are walked at a time."""

ROUNDS = 50
"""How often a writer looks again at what others may have changed since it looked."""

COMMIT_ARTICLES = 200_000
"""Articles after which places are committed: they wait in the engine's memory."""


class Place(NamedTuple):
    """The place of an article: its story's id, and how many articles that has."""

    story: str
    copies: int


def link_stories(
    catalog: Catalog,
    engine: Engine,
    committer: Committer[Writer],
    tell: OnStage = None,
    answers: Answers | None = None,
) -> bool:
    """Bring stories up to date with the articles that are committed; return whether places were written.

    `tell` is called as it goes on with how many articles were compared, then with how many have their place, of how many.
    `answers` is what the rule has said in this run already.
    """
    tables = catalog.stories
    if not tables.is_owed():
        return False
    catalog.begin()
    with contextlib.closing(engine.searcher()) as searcher:
        Comparison(catalog, searcher, tell, answers).run(
            lambda: committer.commit((), written=False, touched=False)
        )
        if committer.is_alone:
            return Placing(catalog, searcher, committer, tell).run()
    return SharedPlacing(catalog, engine, committer, tell).run()


class _Span(NamedTuple):
    """One of two turns (0 or 1) of comparing the `size` articles of a period, of a `whole` of which `before` were compared."""

    before: int
    size: int
    turn: int
    whole: int

    def reached(self, share: float) -> int:
        """Return how many articles of the whole were compared at a share of this turn."""
        return self.before + int(self.size * (self.turn + share) / 2)


class Comparison:
    """Compares the articles and earlier texts that were not compared yet; `asked` counts how often the rule was."""

    def __init__(
        self, catalog: Catalog, searcher: Searcher, tell: OnStage = None, answers: Answers | None = None
    ) -> None:
        self.catalog = catalog
        self.tables = catalog.stories
        self.searcher = searcher
        self.asked = 0
        self._tell = tell
        self._answers = answers or Answers(0)
        self._names: dict[str, str] = {}
        self._signatures = Signatures()

    def run(self, commit: Any) -> None:
        """Compare, period after period; `commit` is called where what was found is to be made durable."""
        done: set[int] = set()
        waiting = self.tables.unlinked()
        before, whole = 0, sum(waiting.values())
        for number, (period, size) in enumerate(waiting.items(), 1):
            if period != UNDATED:
                for turn, each in enumerate((period - 1, period)):
                    if each not in done:
                        done = {each, each - 1} & ({each} | done)
                        self._compare(*self._pairs(each), _Span(before, size, turn, whole))
            self._compare(self._far_pairs(period))
            self.tables.settle(period)
            before += size
            if self._tell:
                self._tell("compare", before, whole)
            if number % COMMIT_PERIODS == 0:
                commit()
        if log := logger("stories"):
            log.debug("%s pairs were compared", self.asked)

    def _pairs(self, period: int) -> tuple[Iterator[tuple[str, str]], int]:
        """Return the candidates of a period among themselves and with the next, each once, and how many they are."""
        window = window_of(self.tables, period)
        ids = window.articles.ids
        self._name({id_of(ids[at]): id_of(owner) for at, owner in window.owners.items()})
        found = dict.fromkeys(chain(window.sharing(), window.named(self._asked(window))))
        return ((id_of(ids[one]), id_of(ids[other])) for one, other in found), len(found)

    def _asked(self, window: Window) -> dict[int, set[int]]:
        """Return the numbers that articles ask for, which is not kept, by their place."""
        places = {id_of(window.articles.ids[at]): at for at in window.asking()}
        asked: dict[int, set[int]] = {}
        for some in batches(places):
            for identifier, stored in self._stored(some):
                facts = orjson.loads(stored)
                asked[places[identifier]] = named_by(facts["headline"], facts["body"])
        return asked

    def _far_pairs(self, period: int) -> Iterator[tuple[str, str]]:
        """Yield the candidates of a period's new articles with those that have the same long text at any time."""
        new = self.tables.load(period)[1]
        mine = texts_of(new)
        others = self.tables.periods_of(mine.values())
        wanted = {
            text: periods for text, periods in others.items() if periods != [period] or period == UNDATED
        }
        if not wanted:
            return
        holders: dict[int, list[tuple[int, int, bytes]]] = {text: [] for text in wanted}
        earlier: list[bytes] = []
        for each in sorted({period for periods in wanted.values() for period in periods}):
            for pack in self.tables.load(each):
                for at, text in texts_of(pack).items():
                    if text in wanted:
                        holders[text].append((each, pack.minutes[at], pack.ids[at]))
                        if pack.flags[at] & EARLIER:
                            earlier.append(pack.ids[at])
        owners = owners_of(self.tables, earlier)
        self._name({id_of(text): id_of(owner) for text, owner in owners.items()})
        fresh = {new.ids[at] for at in mine}
        for holding in holders.values():
            held = [identifier for _, _, identifier in sorted(holding)]
            for at, one in enumerate(held):
                after = (held[place] for place in range(at + 1, len(held)))
                for other in nearest(owners.get(one, one), after, lambda each: owners.get(each, each), FAR):
                    if one in fresh or other in fresh:
                        yield id_of(one), id_of(other)

    def _name(self, owners: Mapping[str, str]) -> None:
        """Note the names in the index of the earlier texts that are compared next, by the ids of their traits; `owners` has their articles."""
        rows = self.catalog.versions_among(sorted(set(owners.values()))) if owners else {}
        named = {mark_of(row.name): row.name for several in rows.values() for row in several}
        found = {text: named.get(mark_in(text)) for text in owners}
        self._names = {text: name for text, name in found.items() if name}

    def _stored(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield what the index stores of articles and earlier texts, with their ids."""
        names = {self._names.get(each, each): each for each in ids}
        for name, stored in self.searcher.articles(list(names)).items() if names else ():
            yield names[name], stored

    def _compare(self, pairs: Iterator[tuple[str, str]], number: int = 0, span: _Span | None = None) -> None:
        """Ask the rule about pairs, and keep what it joins; tell how far it is where there is a `number` of them."""
        compared = 0
        while some := list(islice(pairs, BATCH)):
            unknown = [pair for pair in some if not self._answers.has(*pair)]
            found = self._read({each for pair in unknown for each in pair}) if unknown else {}
            edges = []
            for one, other in some:
                if kind := self._said(one, other, found):
                    edges.append(Edge(one, other, kind))
            self.tables.put_edges(edges)
            compared += len(some)
            if self._tell and span:
                self._tell("compare", span.reached(compared / number), span.whole)

    def _said(self, one: str, other: str, found: Mapping[str, Signature]) -> Link | None:
        """Return what the rule says of two, of which the signatures were found where it has not said it yet."""
        if self._answers.has(one, other):
            return self._answers.of(one, other)
        a, b = found.get(one), found.get(other)
        if a is None or b is None:
            return None
        self.asked += 1
        return link(a, b)

    def _read(self, ids: Iterable[str]) -> dict[str, Signature]:
        """Return the signatures of articles that the index has."""
        found: dict[str, Signature] = {}
        missing: list[str] = []
        for each in sorted(ids):
            held = self._signatures.get(each)
            if held is None:
                missing.append(each)
            else:
                found[each] = held
        for identifier, stored in self._stored(missing):
            found[identifier] = self._signatures.make(identifier, stored)
        self._signatures.shrink()
        return found


def window_of(tables: StoryTables, period: int) -> Window:
    """Return the articles of a period and the next one, in order."""
    rows: list[tuple[int, bytes, int, int, bool]] = []
    packs: list[Pack] = []
    for turn in (0, 1):
        for is_new, pack in enumerate(tables.load(period + turn)):
            base = turn * PERIOD * MINUTES
            rows += [
                (base + minute, identifier, len(packs), at, bool(is_new))
                for at, (minute, identifier) in enumerate(zip(pack.minutes, pack.ids, strict=True))
            ]
            packs.append(pack)
    rows.sort()
    whole = Pack()
    for _, _, number, at, _ in rows:
        whole.take(packs[number], at)
    minutes = [row[0] for row in rows]
    first = sum(minute < PERIOD * MINUTES for minute in minutes)
    earlier = {at: whole.ids[at] for at, flags in enumerate(whole.flags) if flags & EARLIER}
    owners = owners_of(tables, earlier.values())
    of = {at: owners[identifier] for at, identifier in earlier.items() if identifier in owners}
    return Window(whole, minutes, first, [row[4] for row in rows], of)


def owners_of(tables: StoryTables, texts: Iterable[bytes]) -> dict[bytes, bytes]:
    """Return the articles of earlier texts, by the ids of their traits."""
    ids = sorted(map(id_of, texts))
    found = tables.owners_of(ids) if ids else {}
    return {packed_id(text): packed_id(article) for text, article in found.items()}


class _Member(NamedTuple):
    """An article of a story, with the place that is stored; it sorts by time, then id, articles without a time last."""

    day: float
    id: str
    story: str
    copies: int


Changed = dict[str, Place]
"""The new places of articles, by id."""


class Placing:
    """Writes the places of the articles whose stories have changed."""

    def __init__(
        self, catalog: Catalog, searcher: Searcher, committer: Committer[Writer], tell: OnStage = None
    ) -> None:
        self._tell = tell
        self._whole = catalog.stories.touched_number() if tell else 0
        self.catalog = catalog
        self.tables = catalog.stories
        self.searcher = searcher
        self.committer = committer
        self._is_open = False

    def run(self) -> bool:
        """Walk the stories of all touched articles; return whether any was written."""
        waiting, written = 0, False
        self._told()
        while ids := self.tables.touched(TOUCHED):
            stories = walked(self.tables, ids)
            waiting += self._place(stories)
            self.tables.placed(each for story in stories for each in story)
            self._told()
            if waiting >= COMMIT_ARTICLES:
                self._commit(waiting)
                waiting, written = 0, True
        if waiting:
            self._commit(waiting)
        else:
            self.committer.commit((), written=False, touched=False)
        return written or waiting > 0

    def _told(self) -> None:
        """Tell how many of the articles that were touched have their place."""
        if self._tell and self._whole:
            self._tell("place", max(0, self._whole - self.tables.touched_number()), self._whole)

    def _open(self) -> None:
        """Seal what was committed before, at the first article that is written: a commit that is cut off must leave that."""
        if not self._is_open:
            self.committer.commit((), written=False, touched=False)
            self.committer.checkpoint()
            self.catalog.begin()
            self._is_open = True

    def _commit(self, places: int) -> None:
        if log := logger("stories"):
            log.debug("%s places are written", places)
        self.committer.commit((), written=True, touched=False)
        self._is_open = False

    def _place(self, stories: Iterable[Sequence[str]]) -> int:
        """Write the articles of stories whose stored place is another one; return how many there were.

        Texts of many small stories are read at once, and written from what was read; those of a large one are read a second time.
        """
        done = 0
        some: list[Sequence[str]] = []
        for story in stories:
            if len(story) > BATCH:
                done += self._place_large(story)
                continue
            some.append(story)
            if sum(map(len, some)) >= BATCH:
                done += self._place_several(some)
                some = []
        return done + self._place_several(some)

    def _place_several(self, stories: Sequence[Sequence[str]]) -> int:
        stored = self._stored([each for story in stories for each in story])
        changed: Changed = {}
        for story in stories:
            changed |= places([_member(stored[each]) for each in story if each in stored])
        return self._write([stored[each] for each in sorted(changed)], changed)

    def _place_large(self, story: Sequence[str]) -> int:
        members = [_member(facts) for some in batches(story) for facts in self._stored(some).values()]
        changed = places(members)
        return sum(
            self._write(list(self._stored(some).values()), changed) for some in batches(sorted(changed))
        )

    def _stored(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        return {each: orjson.loads(data) for each, data in self.searcher.articles(ids).items()}

    def _write(self, articles: Sequence[dict[str, Any]], changed: Changed) -> int:
        """Write articles with their places; return how many of them the archive still has."""
        if not articles:
            return 0
        self._open()
        rows = self.catalog.winners([facts["id"] for facts in articles])
        made: list[Document] = []
        for facts in articles:
            if row := rows.get(facts["id"]):
                facts["story"], facts["copies"] = changed[row.id]
                article = Article.from_json(facts)
                made.append(document(article, row.file, stored=encoded(article)[0]))
        writer = self.committer.writer()
        writer.delete([each.id for each in made])
        writer.add(made)
        self.catalog.rewritten([rows[each.id] for each in made])
        return len(made)


def _member(facts: dict[str, Any]) -> _Member:
    """Return what is asked of a stored article."""
    day, copies, own = day_of(facts["published"] or facts["day"]), facts.get("copies", 1), facts["id"]
    return _Member(float("inf") if day is None else day, own, facts["story"] if copies > 1 else own, copies)


def places(members: Sequence[_Member]) -> Changed:
    """Return the places of those members of a story whose stored place is another one."""
    if not members:
        return {}
    place = Place(min(members).id, len(members))
    return {each.id: place for each in members if (each.story, each.copies) != place}


class SharedPlacing(Placing):
    """Writes places where others may write meanwhile.

    A writer may have walked a story before another one found more of it, and write it after that one. So each looks again at
    what it has written, until there is nothing to change: whoever wrote last has seen all.
    """

    def __init__(
        self, catalog: Catalog, engine: Engine, committer: Committer[Writer], tell: OnStage = None
    ) -> None:
        super().__init__(catalog, engine.searcher(), committer, tell)
        self.engine = engine

    def run(self) -> bool:
        """Walk the stories of all articles that this writer has touched; return whether any was written."""
        written = False
        while ids := self.tables.touched(TOUCHED):
            for _ in range(ROUNDS):
                stories = walked(self.tables, ids)
                if not self._round(stories):
                    break
                written = True
            else:
                raise ArchiveError("other writers kept the same stories busy", hint="run morgue index again")
            self.tables.placed(each for story in stories for each in story)
            self._told()
        self.searcher.close()
        return written

    def _round(self, stories: Sequence[Sequence[str]]) -> int:
        """Write the places that are not as they should be, and return how many they were."""
        self.searcher.close()
        self.searcher = self.engine.searcher()
        waiting = self._place(stories)
        if waiting:
            self._commit(waiting)
        return waiting


def batches(ids: Iterable[str]) -> Iterator[list[str]]:
    """Yield so many ids at a time as are read at once."""
    left = iter(ids)
    while some := list(islice(left, BATCH)):
        yield some


def walked(tables: StoryTables, ids: Iterable[str]) -> list[list[str]]:
    """Return the stories of articles, each once with all its members, in order."""
    seen = set(ids)
    edge, stories = sorted(seen), Components()
    while edge:
        joined = tables.edges_of(edge)
        for each, others in joined.items():
            for other in others:
                stories.join(each, other)
        edge = sorted({other for others in joined.values() for other in others} - seen)
        seen.update(edge)
    found: dict[str, list[str]] = {}
    for each in sorted(seen):
        found.setdefault(stories.of(each), []).append(each)
    return list(found.values())
