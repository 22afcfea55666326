"""The register of an archive on a cluster: which index holds an article, from which file, in which version.

It keeps a story from being there twice. Whoever writes a story first writes its row, on the condition that
the row is still what it was when that was decided; of two writers one succeeds, and the other looks again. The
place of the row in its shard's order is the version of the story, so that a write that was held up never
undoes a later one. A row names the indices that may still hold an older copy until that copy is gone, and an
article that is removed keeps its row until its story is: a crash in between leaves nothing behind that the
next writer does not know of.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from morgue.engines.opensearch.bulk import Done, Write, send
from morgue.engines.opensearch.client import Client
from morgue.engines.opensearch.mapping import Layout
from morgue.errors import EngineError

_ROUNDS = 50
_SOME = 5_000


@dataclass(frozen=True, slots=True)
class Row:
    """An article: its file, its version and digest in hexadecimal, the index that holds it.

    `revision` is the archive's in which this digest came. `olds` are indices that may hold an older copy. `gone` says that it is being removed. `by` is the writer's
    mark. `order` and `term` say which version of the row this is, and are -1 for one that is not written yet.
    """

    file: int
    version: str
    digest: str
    home: str
    revision: int = field(default=0, compare=False)
    olds: tuple[str, ...] = ()
    gone: bool = False
    by: str = field(default="", compare=False)
    order: int = field(default=-1, compare=False)
    term: int = field(default=-1, compare=False)

    def json(self, identifier: str) -> bytes:
        """Return the row as the cluster has it."""
        return orjson.dumps(
            {
                "id": identifier, "file": self.file, "version": self.version, "digest": self.digest, "home": self.home,
                "revision": self.revision, "olds": self.olds, "gone": self.gone, "by": self.by,
                "superseded": "@" in identifier,
            }
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that was written: the version of its story from here on."""

    row: Row
    version: int


Preference = Callable[[str, Row | None, Row], bool]
"""Whether a row of ours (None: a deletion) goes before one that another writer has written meanwhile."""


def ours(identifier: str, wanted: Row | None, standing: Row) -> bool:
    """Return the preference of a writer that knows of no other."""
    return True


class Register:
    """The rows of an archive, as one writer sees them. `abandoned` are revisions whose commit never ended."""

    def __init__(self, client: Client, layout: Layout, prefer: Preference = ours) -> None:
        self.client = client
        self.index = layout.register
        self.prefer = prefer
        self.seen: dict[str, Row | None] = {}
        self.abandoned: frozenset[int] = frozenset()
        self._mark = secrets.token_hex(8)

    # -- reading -------------------------------------------------------------------------------------------

    def rows(self, ids: Iterable[str]) -> dict[str, Row]:
        """Return the rows of those ids that have one, as they are this moment, those being removed too."""
        wanted, found = list(ids), {}
        for start in range(0, len(wanted), _SOME):
            body = {"ids": wanted[start : start + _SOME]}
            for each in self.client.request("POST", f"/{self.index}/_mget", body)["docs"]:
                if each.get("found"):
                    found[each["_id"]] = _row(each)
                elif "error" in each:
                    raise EngineError(f"{self.index} cannot be read: {each['error'].get('reason')}")
        return found

    def standing(self, ids: Iterable[str]) -> dict[str, Row]:
        """Return the rows of those ids that are not being removed; they are what the next claim of them is made against."""
        wanted = list(ids)
        rows = self.rows(wanted)
        self.seen.update((each, rows.get(each)) for each in wanted)
        return {each: row for each, row in rows.items() if not row.gone}

    def of_file(self, file: int) -> dict[str, Row]:
        """Return the rows of a file as of the last commit, those being removed too."""
        rows = dict(self.scan({"term": {"file": file}}))
        for identifier, row in rows.items():
            self.seen.setdefault(identifier, row)
        return rows

    def scan(self, query: dict[str, Any]) -> Iterator[tuple[str, Row]]:
        """Yield rows that match, by id, as of the last commit."""
        body = {
            "query": {"bool": {"filter": [query]}},
            "sort": [{"id": "asc"}],
            "seq_no_primary_term": True,
        }
        for hits in self.client.pages(body, f"/{self.index}/_search", _SOME):
            for hit in hits:
                yield hit["_id"], _row(hit)

    def count(self) -> int:
        """Return how many articles there are, as of the last commit, without their earlier texts (`ID@…`)."""
        query = {"bool": {"must_not": [{"term": {"gone": True}}, {"term": {"superseded": True}}]}}
        return int(self.client.request("POST", f"/{self.index}/_count", {"query": query})["count"])

    # -- writing -------------------------------------------------------------------------------------------

    def claim(self, wanted: Mapping[str, Row | None]) -> tuple[dict[str, Claim], dict[str, Row]]:
        """Write rows, None removing an article: the claims made, and the rows of others that go before ours."""
        claims: dict[str, Claim] = {}
        lost: dict[str, Row] = {}
        left = dict(wanted)
        for _ in range(_ROUNDS):
            standing = self.rows(left)
            writes = list(self._writes(left, standing, claims, lost))
            for done in send(self.client, writes):
                if done.status in (200, 201):
                    claims[done.write.id] = Claim(_written(done), done.order + 1)
            left = {each: row for each, row in left.items() if each not in claims and each not in lost}
            left = {each: row for each, row in left.items() if row is not None or each in standing}
            if not left:
                return claims, lost
        raise EngineError(f"{self.index}: other writers kept {len(left)} rows busy", hint="try again")

    def _writes(
        self,
        left: Mapping[str, Row | None],
        standing: Mapping[str, Row],
        claims: dict[str, Claim],
        lost: dict[str, Row],
    ) -> Iterator[Write]:
        for identifier, row in left.items():
            held = standing.get(identifier)
            if held is None:
                if row is not None:
                    made = replace(row, by=self._mark)
                    yield Write("create", {"_index": self.index, "_id": identifier}, made.json(identifier))
                continue
            if held.by == self._mark and row is not None and held == replace(row, olds=held.olds):
                claims[identifier] = Claim(held, held.order + 1)  # written, and the answer did not arrive
                continue
            if self._changed(identifier, held) and not self.prefer(identifier, row, held):
                lost[identifier] = held
                continue
            made = replace(held, gone=True) if row is None else self._after(held, row)
            yield row_write(self.index, identifier, held, replace(made, by=self._mark))

    def _changed(self, identifier: str, held: Row) -> bool:
        """Return whether another writer has written the row since it was looked at."""
        if identifier not in self.seen or held.gone:
            return False
        seen = self.seen[identifier]
        return seen is None or seen.gone or replace(seen, olds=()) != replace(held, olds=())

    def _after(self, held: Row, row: Row) -> Row:
        """Return a row that follows another: it knows where older copies are, and what is not different is no news.

        It is news where the commit that brought it was abandoned, since nobody may have seen it.
        """
        olds = tuple(dict.fromkeys(each for each in (*held.olds, held.home) if each != row.home))
        same = bool(row.digest) and row.digest == held.digest and held.revision not in self.abandoned
        return replace(row, olds=olds, revision=held.revision if same else row.revision)

    def settle(self, claims: Mapping[str, Claim]) -> None:
        """Note that the stories are where the rows say: rows of removed articles go, older copies are forgotten."""
        writes = []
        for identifier, claim in claims.items():
            row = claim.row
            if row.gone:
                writes.append(row_write(self.index, identifier, row, None))
            elif row.olds:
                writes.append(row_write(self.index, identifier, row, replace(row, olds=(), by="")))
        send(self.client, writes)
        self.client.request("POST", f"/{self.index}/_refresh")
        self.seen.clear()


def row_write(index: str, identifier: str, held: Row, row: Row | None) -> Write:
    """Return the write that puts a row in the place of the one that is held, or removes that (None).

    It fails with status 409 where the row that is held is no more the one that is there.
    """
    meta = {"_index": index, "_id": identifier, "if_seq_no": held.order, "if_primary_term": held.term}
    return Write("delete", meta) if row is None else Write("index", meta, row.json(identifier))


def _row(hit: Mapping[str, Any]) -> Row:
    return _read(hit["_source"], hit["_seq_no"], hit["_primary_term"])


def _read(facts: Mapping[str, Any], order: int, term: int) -> Row:
    return Row(
        facts["file"], facts["version"], facts["digest"], facts["home"], facts["revision"], tuple(facts["olds"]),
        facts["gone"], facts["by"], order, term,
    )  # fmt: skip


def _written(done: Done) -> Row:
    return _read(orjson.loads(done.write.body), done.order, done.term)
