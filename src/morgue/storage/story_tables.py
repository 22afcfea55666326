"""Keep which articles are one story: the traits of all, the pairs that were found, and what is still to be looked at.

The traits of an article are packed with those of others of its time. What has not been compared with others is in packs of its
own, and stays there until it has been, however often a run is ended before that. Edges are kept all, so that those that
are left when an article goes are all there are between the others. What feeds state is kept by the article that states
it: what it names need not be there, and those that name one thing are one story all the same. Articles whose edges have changed
are `touched` until their places are written.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from morgue.storage.packs import ID, Pack, id_of, mark_in, packed_id, period_in
from morgue.stories.candidates import NEIGHBOURS
from morgue.stories.periods import period_of
from morgue.stories.traits import LONG, same_text, unpacked

KINDS = ("note", "mark", "long", "headline", "short")
"""Why two articles are one story (`stories.rule.Link`). A place in this list is what is stored."""

MOST = 500
"""Articles of a pack: one that changes is written again, and one that is read is read whole."""

WAITING = 20_000
"""Articles whose traits wait to be packed, so that those of one time come together."""

FEW = MOST // 2
"""Articles of a pack up to which it is packed again with others."""

_IDS = 500


class Edge(NamedTuple):
    """Two articles that are one story, by id, and why."""

    one: str
    other: str
    kind: str


class StoryCounts(NamedTuple):
    """How many articles the tables know, how many of them were not compared with others yet, how many pairs are one story."""

    sketched: int
    waiting: int
    edges: int


class StoryTables(Protocol):
    """What is kept of stories. All that is written counts from the next commit of a run on."""

    def add(self, identifier: str, packed: bytes) -> None:
        """Add the traits of an article, which is new or has changed."""

    def state(self, identifier: str, others: Sequence[str]) -> None:
        """Note which ids an article is stated to update, correct or withdraw."""

    def add_text(self, text: str, packed: bytes, article: str) -> None:
        """Add the traits of an earlier text, by an id of its own (`packs.text_id`): what it is joined with, its article is."""
        self.add(text, packed)
        self.state(text, [article])

    def texts_of(self, ids: Sequence[str], marks: Collection[bytes]) -> dict[str, list[str]]:
        """Return for articles the earlier texts whose traits are kept, among those with some marks (`packs.mark_of`)."""

    def owners_of(self, texts: Sequence[str]) -> dict[str, str]:
        """Return the articles of earlier texts, by the ids of their traits."""

    def drop(self, ids: Sequence[str]) -> None:
        """Forget articles or earlier texts: their traits, edges and what they state. Those that they were joined with are touched."""

    def touch(self, ids: Iterable[str]) -> None:
        """Note articles that were written to the index without their place, if they have others of their story."""

    def is_kept(self) -> bool:
        """Return whether the archive is one whose articles have stories: that it knows the traits of any."""

    def is_owed(self) -> bool:
        """Return whether anything is to be compared or written."""

    def unlinked(self) -> dict[int, int]:
        """Return the periods of which articles were not compared yet, in order, with how many these are."""

    def load(self, period: int) -> tuple[Pack, Pack]:
        """Return the articles of a period that were compared, and those that were not."""

    def settle(self, period: int) -> None:
        """Note that the articles of a period were compared."""

    def periods_of(self, sketches: Iterable[int]) -> dict[int, list[int]]:
        """Return for checksums of sketches (`traits.same_text`) the periods of long texts that have them, in order."""

    def put_edges(self, edges: Iterable[Edge]) -> None:
        """Note pairs that are one story; those that were not known are touched."""

    def edges_of(self, ids: Sequence[str]) -> dict[str, list[str]]:
        """Return for ids those that they have an edge with, or a stated link; not all are articles'."""

    def owe(self, ids: Iterable[str]) -> None:
        """Note articles whose places are to be looked at."""

    def touched(self, most: int) -> list[str]:
        """Return articles that are touched, at most so many."""

    def touched_number(self) -> int:
        """Return how many articles are touched."""

    def placed(self, ids: Iterable[str]) -> None:
        """Note that the places of touched articles are written."""

    def counts(self) -> StoryCounts:
        """Return how much there is."""

    def clear(self) -> None:
        """Forget everything."""


class SqliteStoryTables(StoryTables):
    """The tables in the catalog of a directory."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._waiting: dict[str, bytes] = {}

    # -- traits ------------------------------------------------------------------------------------------

    def add(self, identifier: str, packed: bytes) -> None:
        self._waiting[identifier] = packed
        if len(self._waiting) >= WAITING:
            self.flush()

    def flush(self) -> None:
        """Pack what waits."""
        if not self._waiting:
            return
        packs: dict[int, Pack] = {}
        for identifier, packed in self._waiting.items():
            packs.setdefault(period_of(packed), Pack()).add(packed_id(identifier), unpacked(packed))
        self._waiting.clear()
        for period, pack in sorted(packs.items()):
            self._put(period, pack, linked=False)
            self._db.executemany(
                "INSERT OR IGNORE INTO texts VALUES (?, ?)",
                sorted((each, period) for each in set(texts_of(pack).values())),
            )

        self._db.executemany(
            "INSERT OR IGNORE INTO touched SELECT ?1 WHERE EXISTS (SELECT 1 FROM stated WHERE other = ?1)",
            ((each,) for pack in packs.values() for each in pack.ids),
        )

    def state(self, identifier: str, others: Sequence[str]) -> None:
        one = packed_id(identifier)
        self._db.executemany(
            "INSERT OR IGNORE INTO stated VALUES (?, ?)", ((one, packed_id(each)) for each in others)
        )
        self._db.execute("INSERT OR IGNORE INTO touched VALUES (?)", (one,))

    def texts_of(self, ids: Sequence[str], marks: Collection[bytes]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for article, text in self._among(
            "SELECT other, one FROM stated WHERE other IN", list(map(packed_id, ids))
        ):
            if mark_in(named := id_of(text)) in marks:
                found.setdefault(id_of(article), []).append(named)
        return found

    def owners_of(self, texts: Sequence[str]) -> dict[str, str]:
        rows = self._among("SELECT one, other FROM stated WHERE one IN", list(map(packed_id, texts)))
        return {id_of(text): id_of(article) for text, article in rows}

    def _put(self, period: int, pack: Pack, *, linked: bool) -> None:
        self._db.executemany(
            "INSERT INTO sketches VALUES (?, ?, ?)",
            ((period, int(linked), part.packed()) for part in pack.parts(MOST)),
        )

    def drop(self, ids: Sequence[str]) -> None:
        for each in ids:
            self._waiting.pop(each, None)
        known = {packed_id(each): each for each in ids}
        was_long: set[bytes] = set()
        for period, gone in self._by_period(ids).items():
            taken = self._take_out(period, gone)
            was_long.update(each for each, flags in zip(taken.ids, taken.flags, strict=True) if flags & LONG)
        pairs = list(self._among("SELECT other, one FROM edges WHERE one IN", list(known)))
        named = self._among("SELECT other FROM stated WHERE one IN", list(known))
        naming = self._among("SELECT one FROM stated WHERE other IN", list(known))
        self._db.executemany(
            "INSERT OR IGNORE INTO touched VALUES (?)",
            sorted({(row[0],) for row in (*pairs, *named, *naming) if row[0] not in known}),
        )
        self._db.executemany(
            "DELETE FROM edges WHERE one = ? AND other = ?",
            [way for pair in pairs for way in (pair, pair[::-1])],
        )
        degrees = Counter(one for _, one in pairs)
        apart = {
            other
            for other, one in pairs
            if other not in known and (one in was_long or degrees[one] >= NEIGHBOURS)
        }
        self._compare_again(sorted(apart))
        gone_ids = [(each,) for each in known]
        self._db.executemany("DELETE FROM stated WHERE one = ?", gone_ids)
        self._db.executemany("DELETE FROM touched WHERE id = ?", gone_ids)
        self._db.executemany(
            "UPDATE articles SET period = NULL WHERE id = ? AND period IS NOT NULL", [(each,) for each in ids]
        )

    def _take_out(self, period: int, gone: set[bytes]) -> Pack:
        """Remove the traits of articles from the packs of a period, and return them."""
        left = set(gone)
        taken = Pack()
        rows = self._db.execute("SELECT rowid, pack FROM sketches WHERE period = ?", (period,)).fetchall()
        for row, data in rows:
            held = Pack.ids_of(data)
            if left.isdisjoint(held):
                continue
            pack = Pack.unpacked(data)
            taken.extend(pack.picked(at for at, each in enumerate(held) if each in left))
            left.difference_update(held)
            rest = pack.picked(at for at, each in enumerate(held) if each not in gone)
            if len(rest):
                self._db.execute("UPDATE sketches SET pack = ? WHERE rowid = ?", (rest.packed(), row))
            else:
                self._db.execute("DELETE FROM sketches WHERE rowid = ?", (row,))
            if not left:
                break
        return taken

    def _by_period(self, ids: Sequence[str]) -> dict[int, set[bytes]]:
        """Return the ids as bytes of what has traits, by the period of these; what is no article is an earlier text."""
        known = dict(self._among("SELECT id, period FROM articles WHERE id IN", list(ids)))
        periods: dict[int, set[bytes]] = {}
        for each in ids:
            data = packed_id(each)
            period = known[each] if each in known else period_in(data)
            if period is not None:
                periods.setdefault(period, set()).add(data)
        return periods

    def _compare_again(self, ids: Sequence[bytes]) -> None:
        """Let articles be compared as if they were new: one that lay between them and others, of many that share a number, is gone."""
        for period, several in self._by_period(list(map(id_of, ids))).items():
            self._put(period, self._take_out(period, several), linked=False)

    def _among(self, select: str, keys: Sequence[object]) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(keys), _IDS):
            some = keys[start : start + _IDS]
            yield from self._db.execute(f"{select} ({','.join('?' * len(some))})", some).fetchall()

    def is_kept(self) -> bool:
        self.flush()
        return self._db.execute("SELECT 1 FROM sketches LIMIT 1").fetchone() is not None

    def is_owed(self) -> bool:
        self.flush()
        found = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM touched) OR EXISTS (SELECT 1 FROM sketches WHERE linked = 0)"
        )
        return bool(found.fetchone()[0])

    def unlinked(self) -> dict[int, int]:
        self.flush()
        found: dict[int, int] = {}
        rows = self._db.execute(
            f"SELECT period, substr(pack, 1, {ID}) FROM sketches WHERE linked = 0 ORDER BY period"  # noqa: S608  our own number
        )
        for period, data in rows:
            found[period] = found.get(period, 0) + Pack.count_of(data)
        return found

    def load(self, period: int) -> tuple[Pack, Pack]:
        self.flush()
        packs = Pack(), Pack()
        rows = self._db.execute(
            "SELECT linked, pack FROM sketches WHERE period = ? ORDER BY rowid", (period,)
        )
        for linked, data in rows:
            packs[not linked].extend(Pack.unpacked(data))
        return packs

    def settle(self, period: int) -> None:
        whole = Pack()
        rows = self._db.execute("SELECT rowid, linked, pack FROM sketches WHERE period = ?", (period,))
        for row, linked, data in rows.fetchall():
            if linked and Pack.count_of(data) > FEW:
                continue
            whole.extend(Pack.unpacked(data))
            self._db.execute("DELETE FROM sketches WHERE rowid = ?", (row,))
        self._put(period, whole, linked=True)

    def periods_of(self, sketches: Iterable[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        wanted = sorted(set(sketches))
        select = "SELECT sketch, period FROM texts WHERE sketch IN"
        for each, period in self._among(select, wanted):
            found.setdefault(each, []).append(period)
        return {each: sorted(periods) for each, periods in found.items()}

    # -- edges -------------------------------------------------------------------------------------------

    def put_edges(self, edges: Iterable[Edge]) -> None:
        for edge in edges:
            one, other, kind = packed_id(edge.one), packed_id(edge.other), KINDS.index(edge.kind)
            made = self._db.executemany(
                "INSERT OR IGNORE INTO edges VALUES (?, ?, ?)", ((one, other, kind), (other, one, kind))
            )
            if made.rowcount:
                self._db.executemany("INSERT OR IGNORE INTO touched VALUES (?)", ((one,), (other,)))

    def edges_of(self, ids: Sequence[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {each: [] for each in ids}
        keys = list(map(packed_id, ids))
        for select in (
            "SELECT one, other FROM edges WHERE one IN",
            "SELECT one, other FROM stated WHERE one IN",
            "SELECT other, one FROM stated WHERE other IN",
        ):
            for one, other in self._among(select, keys):
                found[id_of(one)].append(id_of(other))
        return found

    # -- places ------------------------------------------------------------------------------------------

    def touch(self, ids: Iterable[str]) -> None:
        self._db.executemany(
            "INSERT OR IGNORE INTO touched SELECT ?1 WHERE EXISTS (SELECT 1 FROM edges WHERE one = ?1) "
            "OR EXISTS (SELECT 1 FROM stated WHERE one = ?1 OR other = ?1)",
            ((packed_id(each),) for each in ids),
        )

    def owe(self, ids: Iterable[str]) -> None:
        self._db.executemany("INSERT OR IGNORE INTO touched VALUES (?)", ((packed_id(each),) for each in ids))

    def touched(self, most: int) -> list[str]:
        rows = self._db.execute("SELECT id FROM touched ORDER BY id LIMIT ?", (most,))
        return [id_of(row[0]) for row in rows]

    def touched_number(self) -> int:
        number: int = self._db.execute("SELECT count(*) FROM touched").fetchone()[0]
        return number

    def placed(self, ids: Iterable[str]) -> None:
        self._db.executemany("DELETE FROM touched WHERE id = ?", ((packed_id(each),) for each in ids))

    def counts(self) -> StoryCounts:
        self.flush()
        sketched = waiting = 0
        for linked, data in self._db.execute(f"SELECT linked, substr(pack, 1, {ID}) FROM sketches"):  # noqa: S608  our own number
            number = Pack.count_of(data)
            sketched += number
            waiting += 0 if linked else number
        edges = self._db.execute("SELECT count(*) FROM edges").fetchone()[0]
        return StoryCounts(sketched, waiting, edges // 2)

    def clear(self) -> None:
        self._waiting.clear()
        for table in ("sketches", "texts", "edges", "stated", "touched"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608  the names are ours
        self._db.execute("UPDATE articles SET period = NULL WHERE period IS NOT NULL")


def texts_of(pack: Pack) -> dict[int, int]:
    """Return the checksums of the sketches of a pack's long texts, by place."""
    return {at: same_text(pack.numbers_of(at)) for at, flags in enumerate(pack.flags) if flags & LONG}
