"""Hold articles back for a while, so that most are written to the index once, with their place in a story.

A member of a story is otherwise written twice: as it comes, and again when its place is found, which costs as much as reading it. Most
copies come in the run that brings what they are copies of, and near it. So the articles that came last are held, and each that comes
is compared with those. A place that is found so is true of what was compared, and no more: `linking` asks about all
candidates after the commit, by the same rule, and writes again what has another place then. Which articles are one story is
decided there alone, so that it does not depend on what was held together. What the rule has said is remembered for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from morgue.engines.base import Document, Writer
from morgue.ingest.entries import placed
from morgue.ingest.messages import Entry
from morgue.storage.story_tables import StoryTables
from morgue.stories.candidates import NEIGHBOURS, WEEK, needed
from morgue.stories.periods import PERIOD, UNDATED
from morgue.stories.rule import Link, link
from morgue.stories.signature import Signature, signature
from morgue.stories.sketch import SHARED, SIZE
from morgue.stories.traits import ASKS, LONG, MINUTES, named_by, unpacked

HELD_BYTES = 4 << 20
"""Bytes of articles, as stored, of a generation: 2,500 of a wire, which are five days where 550 come a day. Two are held, which
take some 40 MB as documents."""

HELD_WORDS = 200_000
"""Words of articles whose signatures are kept for the next comparisons: about 30 MB."""

REMEMBERED = 400_000
"""Pairs of which it is remembered what the rule said: about 40 MB. A run of 800,000 articles asks about so many."""

CROWD = 1_000
"""Members of a story up to which it is followed here: what joins a larger one gets its place by the stage after the commit."""


class Answers:
    """What the rule has said of pairs of articles in this run, as long as their texts are the same; in bounded memory."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._said: dict[int, Link | None] = {}
        self._changed: set[str] = set()

    def note(self, one: str, other: str, said: Link | None) -> None:
        """Remember what was said of two articles."""
        if len(self._said) < self._most:
            self._said[_pair(one, other)] = said

    def has(self, one: str, other: str) -> bool:
        """Return whether it is known what the rule says of two articles."""
        if one in self._changed or other in self._changed:
            return False
        return _pair(one, other) in self._said

    def of(self, one: str, other: str) -> Link | None:
        """Return what the rule has said of two articles of which that is known."""
        return self._said[_pair(one, other)]

    def forget(self, ids: Iterable[str]) -> None:
        """Note articles that have another text from now on, or none."""
        self._changed.update(ids)


def _pair(one: str, other: str) -> int:
    """Return a number that two ids have alone, whatever their order: of base 36, which has the letters and digits of ids."""
    return int(one + other if one < other else other + one, 36)


class Signatures:
    """The signatures that were asked for last, of HELD_WORDS words at most."""

    def __init__(self) -> None:
        self._held: dict[str, Signature] = {}
        self._words = 0

    def get(self, identifier: str) -> Signature | None:
        """Return the signature of an article, if it is held."""
        return self._held.get(identifier)

    def make(self, identifier: str, stored: bytes) -> Signature:
        """Return the signature of a stored article or earlier text, and hold it by its id."""
        made = signature_of(orjson.loads(stored))
        self.drop(identifier)
        self._held[identifier] = made
        self._words += len(made.words)
        return made

    def drop(self, identifier: str) -> None:
        """Forget the signature of an article."""
        if (gone := self._held.pop(identifier, None)) is not None:
            self._words -= len(gone.words)

    def shrink(self) -> None:
        """Forget the oldest ones beyond HELD_WORDS."""
        while self._words > HELD_WORDS:
            self.drop(next(iter(self._held)))


def signature_of(facts: Mapping[str, Any]) -> Signature:
    """Return the signature of a stored article or earlier text."""
    return signature(facts["id"], facts["headline"], facts["body"], facts["published"] or facts["day"])


class _Held(NamedTuple):
    """A document that waits, and the minute of its article since 1970, None where unknown, with its flags."""

    document: Document
    minute: int | None
    flags: int


class _Generation:
    """Documents that wait, by id, and which of them have a number of a sketch: those that came last, NEIGHBOURS at most."""

    def __init__(self) -> None:
        self.waiting: dict[str, _Held] = {}
        self.having: dict[int, tuple[str, ...]] = {}
        self.size = 0

    def add(self, held: _Held, numbers: Iterable[int]) -> None:
        alone, having = (held.document.id,), self.having
        for number in numbers:
            others = having.get(number)
            having[number] = alone if others is None else others[1 - NEIGHBOURS :] + alone
        self.waiting[held.document.id] = held
        self.size += len(held.document.stored)


class _Member(NamedTuple):
    """A member of a story, by time, then id, as `linking` orders them."""

    day: float
    id: str


class HoldingWriter(Writer):
    """The engine's writer, and what waits before it.

    `writer` opens the engine's writer. What is deleted does not wait any more. `commit` and `close` are not for it: who commits
    calls `release` before.
    """

    def __init__(self, tables: StoryTables, writer: Callable[[], Writer]) -> None:
        self.answers = Answers()
        self._tables = tables
        self._writer = writer
        self._old, self._new = _Generation(), _Generation()
        self._signatures = Signatures()
        self._stories: dict[
            str, list[_Member]
        ] = {}  # of articles that are not alone, as long as one of it waits

    def add(self, documents: Iterable[Document]) -> None:
        self._writer().add(documents)

    def delete(self, ids: Iterable[str]) -> None:
        gone = list(ids)
        self.answers.forget(gone)
        for each in gone:
            for generation in (self._old, self._new):
                generation.waiting.pop(each, None)
            self._signatures.drop(each)
            for member in self._stories.pop(each, ()):  # what hung together by this one may not without it
                self._stories.pop(member.id, None)
        self._writer().delete(gone)

    def commit(self) -> None:
        self.release()
        self._writer().commit()

    def close(self) -> None:
        """Forget what waits."""
        self._old, self._new = _Generation(), _Generation()
        self._stories.clear()

    def hold(self, entries: Iterable[Entry]) -> None:
        """Add the articles of entries, some time before `release` returns. Those without traits are not held."""
        joined: set[str] = set()
        for entry in entries:
            if entry.traits is None:
                self._writer().add([entry.document])
                continue
            joined.update(self._compare(entry.document, entry.traits))
            if self._new.size >= HELD_BYTES:
                self._turn()
        if joined:
            self._tables.owe(sorted(joined))
        self._signatures.shrink()

    def release(self) -> None:
        """Hand all that waits to the engine's writer."""
        self._turn()
        self._turn()

    def _compare(self, document: Document, packed: bytes) -> Iterator[str]:
        """Compare an article with those that wait, and let it wait; yield the ids of those that are one story."""
        traits = unpacked(packed)
        minute = None if traits.period == UNDATED else traits.period * PERIOD * MINUTES + traits.minute
        held = _Held(document, minute, traits.flags)
        for other in self._candidates(held, traits.numbers):
            story = self._stories.get(other.document.id, ())
            if len(story) > NEIGHBOURS and story is self._stories.get(document.id):
                continue  # the stage compares each of a crowd with those that are nearest in time
            a, b = self._signature(document), self._signature(other.document)
            said = link(a, b)
            self.answers.note(document.id, other.document.id, said)
            if said:
                self._join(a, b)
                yield document.id
                yield other.document.id
        self._new.add(held, traits.numbers)

    def _candidates(self, held: _Held, numbers: Iterable[int]) -> Iterator[_Held]:
        """Yield those that wait and may be one story with an article, by what `Window.sharing` and `named` go by."""
        shared: dict[str, int] = {}
        having = (self._new.having, self._old.having)
        for each in having:
            for others in filter(None, map(each.get, numbers)):
                for other in others:
                    shared[other] = shared.get(other, 0) + 1
        if held.flags & ASKS:
            facts = orjson.loads(held.document.stored)
            asked = named_by(facts["headline"], facts["body"])
            for each in having:
                for others in filter(None, map(each.get, asked)):
                    shared.update(dict.fromkeys(others, SIZE))
        for identifier, count in shared.items():
            if count >= SHARED:
                found = self._new.waiting.get(identifier) or self._old.waiting.get(identifier)
                if found is not None and _is_near(held, found, count):
                    yield found

    def _signature(self, document: Document) -> Signature:
        return self._signatures.get(document.id) or self._signatures.make(document.id, document.stored)

    def _join(self, a: Signature, b: Signature) -> None:
        """Note that two articles are one story."""
        one, other = self._story_of(a), self._story_of(b)
        if one is other or len(one) + len(other) > CROWD:
            return
        if len(one) < len(other):
            one, other = other, one
        one += other
        for member in other:
            self._stories[member.id] = one

    def _story_of(self, each: Signature) -> list[_Member]:
        day = float("inf") if each.day is None else each.day
        return self._stories.setdefault(each.id, [_Member(day, each.id)])

    def _turn(self) -> None:
        """Hand the older generation to the engine's writer, each document with the place that is known of it."""
        gone, self._old, self._new = self._old, self._new, _Generation()
        if gone.waiting:
            self._writer().add(self._with_place(held.document) for held in gone.waiting.values())
        for each in gone.waiting:
            story = self._stories.get(each, ())
            if not any(member.id in self._old.waiting for member in story):
                for member in story:
                    del self._stories[member.id]

    def _with_place(self, document: Document) -> Document:
        story = self._stories.get(document.id, ())
        return placed(document, min(story).id, len(story)) if len(story) > 1 else document


def _is_near(one: _Held, other: _Held, count: int) -> bool:
    """Return whether two are near enough in time for what their sketches share."""
    if one.minute is None or other.minute is None:
        return False
    apart = abs(one.minute - other.minute)
    return count >= needed(apart) and (apart <= WEEK or bool(one.flags & other.flags & LONG))
