"""Keep on a cluster which articles are one story, so that several writers at once come to the same stories as one.

They are documents of the catalog's index: packs of sketches, edges, what feeds state, and articles that are `touched`. Each but the
last names the digests of the articles that it is of, and counts only while the register has these articles with these digests: so
what a writer has found of a text that another one has replaced meanwhile is nothing. An earlier text counts while there is
the document by which it is of its article.

A writer makes its sketches public before it reads those of others, so that of two writers at least one sees both articles of any
pair. What it has found and touched is its own until it has ended; what a writer that died has left is everybody's, by the rule for commits that do
not end (`facts`).
"""

from __future__ import annotations

import base64
import os
import secrets
import time
from collections import Counter, OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from morgue.engines.opensearch.bulk import Write, send
from morgue.storage.packs import Pack, id_of, mark_in, packed_id
from morgue.storage.story_tables import MOST, Edge, StoryCounts, StoryTables, texts_of
from morgue.stories.candidates import NEIGHBOURS
from morgue.stories.periods import period_of
from morgue.stories.traits import LONG, Traits, unpacked

if TYPE_CHECKING:
    from morgue.engines.opensearch.register import Register
    from morgue.storage.cluster.facts import ClusterFacts

_SOME = 1_000

_PERIODS = 4
"""Periods that are remembered as they were read."""

_TEXT = "text"
"""What stands for the digest of an earlier text, which never changes."""

_REMEMBERED = 100_000
"""Digests of articles that are remembered."""


class ClusterStoryTables(StoryTables):
    """The tables as one process sees them. What waits is written with the catalog."""

    def __init__(self, facts: ClusterFacts, register: Register) -> None:
        self.facts = facts
        self.register = register
        self.client = facts.client
        self.index = facts.layout.catalog
        self.forget()

    def forget(self) -> None:
        """Forget what waits and what was read."""
        self._waiting: dict[str, bytes] = {}
        self._again: dict[str, tuple[int, Traits]] = {}
        self._stated: dict[str, tuple[str, ...]] = {}
        self._texts: set[str] = set()  # those of `_stated` that are earlier texts
        self._touched: set[str] = set()
        self._unstated: set[str] = set()
        self._forget_read()

    def _forget_read(self) -> None:
        self._loaded: OrderedDict[int, tuple[Pack, Pack, list[str]]] = OrderedDict()
        self._digests: dict[str, str] = {}

    # -- the cluster -------------------------------------------------------------------------------------

    def _scan(
        self, *conditions: dict[str, Any], source: Sequence[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        """Yield the documents that meet all conditions, by name."""
        body: dict[str, Any] = {"query": {"bool": {"filter": list(conditions)}}, "sort": [{"name": "asc"}]}
        if source is not None:
            body["_source"] = list(source)
        for hits in self.client.pages(body, f"/{self.index}/_search", _SOME):
            yield from (hit["_source"] for hit in hits)

    def _put(self, name: str, **facts: Any) -> Write:
        return Write("index", {"_index": self.index, "_id": name}, orjson.dumps({"name": name, **facts}))

    def _send(self, writes: Iterable[Write]) -> None:
        if send(self.client, writes):
            self.refresh()

    def refresh(self) -> None:
        """Let what was written be found, by all writers."""
        self.client.request("POST", f"/{self.index}/_refresh")

    def _who(self) -> dict[str, Any]:
        """Return whose something is: this process's, from now on."""
        return {"machine": self.facts.machine, "process": os.getpid(), "since": time.time()}

    def _is_mine(self, facts: dict[str, Any]) -> bool:
        """Return whether something is this process's, or that of one that is at work no more."""
        own = facts["machine"] == self.facts.machine and facts["process"] == os.getpid()
        return own or not self.facts.is_at_work(facts)

    def _current(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the digests of those articles and earlier texts that the archive has, as they are this moment."""
        wanted = sorted(set(ids))
        rows = self.register.rows(wanted)
        found = {each: row.digest for each, row in rows.items() if not row.gone}
        found |= dict.fromkeys(self.owners_of([each for each in wanted if each not in rows]), _TEXT)
        return found

    def _stating(self, *conditions: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield what says of earlier texts which articles they are of."""
        return self._scan(
            _is("kind", "stated"), _is("digest", _TEXT), *conditions, source=("name", "id", "ends")
        )

    def owners_of(self, texts: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for start in range(0, len(texts), _SOME):
            for each in self._stating({"terms": {"id": list(texts[start : start + _SOME])}}):
                found[each["id"]] = each["ends"][0]
        found = {text: article for text, article in found.items() if text not in self._unstated}
        return found | {each: self._stated[each][0] for each in self._texts.intersection(texts)}

    def texts_of(self, ids: Sequence[str], marks: Collection[bytes]) -> dict[str, list[str]]:
        owners: dict[str, str] = {}
        for start in range(0, len(ids), _SOME):
            for each in self._stating({"terms": {"ends": list(ids[start : start + _SOME])}}):
                if each["id"] not in self._unstated:
                    owners[each["id"]] = each["ends"][0]
        owners |= {each: self._stated[each][0] for each in self._texts if self._stated[each][0] in set(ids)}
        found: dict[str, list[str]] = {}
        for text, article in sorted(owners.items()):
            if mark_in(text) in marks:
                found.setdefault(article, []).append(text)
        return found

    # -- writing -----------------------------------------------------------------------------------------

    @property
    def changed(self) -> bool:
        """Return whether there is anything to write."""
        return bool(self._waiting or self._again or self._stated or self._touched or self._unstated)

    def announce(self) -> None:
        """Write which articles are touched by a commit, before it is made: they would not be found afterwards."""
        self._send(self._touches(self._touched))
        self._touched = set()

    def write(self) -> None:
        """Write what waits, once the articles are committed."""
        self._send(self._writes())
        self.forget()

    def _touches(self, ids: Iterable[str]) -> Iterator[Write]:
        who = self._who()
        for each in sorted(ids):
            name = f"touched-{self.facts.machine}-{os.getpid()}-{each}"
            yield self._put(name, kind="touched", id=each, **who)

    def _named(self, ids: Sequence[str]) -> set[str]:
        """Return those of some articles that others are stated to update, correct or withdraw."""
        found: set[str] = set()
        for start in range(0, len(ids), _SOME):
            some = ids[start : start + _SOME]
            for each in self._scan(_is("kind", "stated"), {"terms": {"ends": some}}, source=("name", "ends")):
                found.update(set(some).intersection(each["ends"]))
        return found

    def _writes(self) -> Iterator[Write]:
        yield from self._touches(self._touched | self._named(sorted(self._waiting)))
        digests = self._current((*self._waiting, *self._again, *self._stated))
        digests |= dict.fromkeys(self._texts, _TEXT)
        packs: dict[int, Pack] = {}
        for identifier, packed in self._waiting.items():
            packs.setdefault(period_of(packed), Pack()).add(packed_id(identifier), unpacked(packed))
        for identifier, (period, traits) in self._again.items():
            if identifier not in self._waiting:
                packs.setdefault(period, Pack()).add(packed_id(identifier), traits)
        for period, whole in sorted(packs.items()):
            for pack in whole.parts(MOST):
                ids = list(map(id_of, pack.ids))
                yield self._put(
                    f"sketches-{secrets.token_hex(8)}",
                    kind="sketches",
                    period=period,
                    linked=False,
                    id=ids,
                    digests=[digests.get(each, "") for each in ids],
                    texts=sorted(set(texts_of(pack).values())),
                    pack=base64.b64encode(pack.packed()).decode(),
                    **self._who(),
                )
        for each in sorted(self._unstated - self._stated.keys()):
            yield Write("delete", {"_index": self.index, "_id": f"stated-{each}"})
        for identifier, others in self._stated.items():
            facts = {"id": identifier, "ends": list(others), "digest": digests.get(identifier, "")}
            yield self._put(f"stated-{identifier}", kind="stated", **facts)

    # -- traits ------------------------------------------------------------------------------------------

    def add(self, identifier: str, packed: bytes) -> None:
        self._waiting[identifier] = packed

    def state(self, identifier: str, others: Sequence[str]) -> None:
        self._stated[identifier] = tuple(others)
        self._touched.add(identifier)

    def add_text(self, text: str, packed: bytes, article: str) -> None:
        super().add_text(text, packed, article)
        self._texts.add(text)

    def drop(self, ids: Sequence[str]) -> None:
        if not ids:
            return
        joined = self._joined(ids)
        self._texts.difference_update(ids)
        for each in ids:
            self._waiting.pop(each, None)
            self._again.pop(each, None)
            self._stated.pop(each, None)
        known = set(ids)
        self._unstated |= known
        self._touched -= known
        self._touched.update(each for others in joined.values() for each in others if each not in known)
        was_long = self._long_among([each for each in ids if joined[each]])
        apart = {
            other
            for each, others in joined.items()
            if each in was_long or len(others) >= NEIGHBOURS
            for other in others
        }
        self._compare_again(apart - known)

    def _packs_of(self, ids: Iterable[str]) -> Iterator[tuple[dict[str, Any], Pack, set[str]]]:
        """Yield the packs that have any of some articles."""
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), _SOME):
            some = wanted[start : start + _SOME]
            for facts in self._scan(_is("kind", "sketches"), {"terms": {"id": some}}):
                yield facts, _pack(facts), set(some)

    def _long_among(self, ids: Iterable[str]) -> set[str]:
        found = set()
        for facts, pack, wanted in self._packs_of(ids):
            found |= {
                each for each, flags in zip(facts["id"], pack.flags, strict=True) if flags & LONG
            } & wanted
        return found

    def _compare_again(self, ids: Iterable[str]) -> None:
        digests = self._current(ids)
        for facts, pack, _ in self._packs_of(digests):
            for at, (each, digest) in enumerate(zip(facts["id"], facts["digests"], strict=True)):
                if digests.get(each) == digest:
                    traits = Traits(0, pack.minutes[at], pack.flags[at], pack.numbers_of(at))
                    self._again[each] = (facts["period"], traits)

    def touch(self, ids: Iterable[str]) -> None:
        joined = self._joined(list(ids))
        self._touched.update(each for each, others in joined.items() if others)

    def owe(self, ids: Iterable[str]) -> None:
        self._touched.update(ids)

    def is_kept(self) -> bool:
        query = {"query": _is("kind", "sketches")}
        return bool(self._waiting) or bool(
            self.client.request("POST", f"/{self.index}/_count", query)["count"]
        )

    def _owed(self, *more: str) -> Iterator[dict[str, Any]]:
        """Yield packs that were not compared, and are this process's to compare; `more` names further facts of them."""
        source = ("name", "period", "machine", "process", "since", *more)
        found = self._scan(_is("kind", "sketches"), _is("linked", False), source=source)
        return (each for each in found if self._is_mine(each))

    def is_owed(self) -> bool:
        if self.changed or next(self._owed(), None) is not None:
            return True
        return bool(self.touched(1))

    def unlinked(self) -> dict[int, int]:
        found: Counter[int] = Counter()
        for each in self._owed("id"):
            found[each["period"]] += len(each["id"])
        return dict(sorted(found.items()))

    def load(self, period: int) -> tuple[Pack, Pack]:
        if period not in self._loaded:
            self._loaded[period] = self._read(period)
            while len(self._loaded) > _PERIODS:
                self._loaded.popitem(last=False)
        self._loaded.move_to_end(period)
        return self._loaded[period][:2]

    def _read(self, period: int) -> tuple[Pack, Pack, list[str]]:
        """Return the articles of a period, those not compared apart, each once, and the names of the packs of these."""
        held = list(self._scan(_is("kind", "sketches"), _is("period", period)))
        digests = self._current(each for facts in held for each in facts["id"])
        if len(self._digests) > _REMEMBERED:
            self._digests.clear()
        self._digests |= digests
        packs = Pack(), Pack()
        mine = [facts for facts in held if not facts["linked"] and self._is_mine(facts)]
        names = {facts["name"] for facts in mine}
        seen: set[str] = set()
        for facts in (*mine, *(each for each in held if each["name"] not in names)):
            pack = _pack(facts)
            for at, (each, digest) in enumerate(zip(facts["id"], facts["digests"], strict=True)):
                if each not in seen and digests.get(each) == digest:
                    seen.add(each)
                    packs[facts["name"] in names].take(pack, at)
        return *packs, sorted(names)

    def settle(self, period: int) -> None:
        self.load(period)
        linked = orjson.dumps({"doc": {"linked": True}})
        names = self._loaded[period][2]
        self._send(Write("update", {"_index": self.index, "_id": name}, linked) for name in names)
        old, new, _ = self._loaded[period]
        both = Pack()
        both.extend(old)
        both.extend(new)
        self._loaded[period] = both, Pack(), []

    def periods_of(self, sketches: Iterable[int]) -> dict[int, list[int]]:
        found: dict[int, set[int]] = {}
        wanted = sorted(set(sketches))
        for start in range(0, len(wanted), _SOME):
            some = wanted[start : start + _SOME]
            among = {"terms": {"texts": some}}
            for each in self._scan(_is("kind", "sketches"), among, source=("name", "period", "texts")):
                for text in set(some).intersection(each["texts"]):
                    found.setdefault(text, set()).add(each["period"])
        return {text: sorted(periods) for text, periods in found.items()}

    # -- edges -------------------------------------------------------------------------------------------

    def put_edges(self, edges: Iterable[Edge]) -> None:
        """Write pairs at once; each is touched first, so that a writer that dies leaves none that is not."""
        several = list(edges)
        ends = sorted({each for edge in several for each in edge[:2]})
        unknown = [each for each in ends if each not in self._digests]
        if unknown:
            self._digests |= self._current(unknown)
        self._send(self._touches(ends))
        self._send(self._edge(edge) for edge in several)

    def _edge(self, edge: Edge) -> Write:
        one, other = sorted(edge[:2])
        digests = [self._digests.get(each, "") for each in (one, other)]
        return self._put(
            f"edge-{one}-{other}", kind="edge", ends=[one, other], digests=digests, link=edge.kind
        )

    def edges_of(self, ids: Sequence[str]) -> dict[str, list[str]]:
        return self._joined(ids)

    def _joined(self, ids: Sequence[str]) -> dict[str, list[str]]:
        """Return what articles are joined with, as of this moment."""
        found: dict[str, set[str]] = {each: set() for each in ids}
        for start in range(0, len(ids), _SOME):
            some = list(ids[start : start + _SOME])
            edges = list(self._scan(_is("kind", "edge"), {"terms": {"ends": some}}))
            either = {"bool": {"should": [{"terms": {"ends": some}}, {"terms": {"id": some}}]}}
            stated = list(self._scan(_is("kind", "stated"), either))
            digests = self._current(
                (*(each for edge in edges for each in edge["ends"]), *(each["id"] for each in stated))
            )
            pairs = [
                tuple(edge["ends"])
                for edge in edges
                if [digests.get(each) for each in edge["ends"]] == edge["digests"]
            ]
            pairs += [
                (each["id"], other)
                for each in stated
                if digests.get(each["id"]) == each["digest"]
                for other in each["ends"]
            ]
            for one, other in pairs:
                for mine, beside in ((one, other), (other, one)):
                    if mine in found:
                        found[mine].add(beside)
        return {each: sorted(others) for each, others in found.items()}

    # -- places ------------------------------------------------------------------------------------------

    def touched(self, most: int) -> list[str]:
        found: dict[str, None] = {}
        for each in self._scan(_is("kind", "touched")):
            if self._is_mine(each):
                found[each["id"]] = None
                if len(found) >= most:
                    break
        return list(found)

    def touched_number(self) -> int:
        source = ("name", "id", "machine", "process", "since")
        return len(
            {each["id"] for each in self._scan(_is("kind", "touched"), source=source) if self._is_mine(each)}
        )

    def placed(self, ids: Iterable[str]) -> None:
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), _SOME):
            among = {"terms": {"id": wanted[start : start + _SOME]}}
            done = [each["name"] for each in self._scan(_is("kind", "touched"), among) if self._is_mine(each)]
            self._send(Write("delete", {"_index": self.index, "_id": name}) for name in done)

    def counts(self) -> StoryCounts:
        counted: Counter[bool] = Counter()
        for each in self._scan(_is("kind", "sketches"), source=("name", "id", "linked")):
            counted[each["linked"]] += len(each["id"])
        query = {"query": _is("kind", "edge")}
        edges = self.client.request("POST", f"/{self.index}/_count", query)["count"]
        return StoryCounts(sum(counted.values()), counted[False], int(edges))

    def clear(self) -> None:
        """Remove sketches, edges and what is stated, at once: what other writers bring from here on stays."""
        self.forget()
        self.refresh()
        kinds = {"terms": {"kind": ["sketches", "edge", "stated"]}}
        names = [each["name"] for each in self._scan(kinds, source=("name",))]
        self._send(Write("delete", {"_index": self.index, "_id": name}) for name in names)


def _is(field: str, value: object) -> dict[str, Any]:
    return {"term": {field: value}}


def _pack(facts: dict[str, Any]) -> Pack:
    return Pack.unpacked(base64.b64decode(facts["pack"]))
