"""A writer of an archive on a cluster. There may be several at once, on several machines.

Nothing is sent before a commit. A commit claims the rows of its articles in the register, deletes what is to
go and what moves to another month, and then puts in what is new, so that no story is ever there twice; at last
it lets searches find it. A commit that did not end is finished by doing it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import orjson

from morgue.engines.base import Document, Writer
from morgue.engines.opensearch.bulk import Write, send
from morgue.engines.opensearch.client import Client
from morgue.engines.opensearch.mapping import Layout, indices, make_index, row, story
from morgue.engines.opensearch.register import Claim, Register, Row
from morgue.process.threads import together

MOST_WORDS = 2_000_000
"""Rows of the list of words that a process remembers to have written."""

MAKERS = 6
"""Indices that are made at a time."""

_LONGEST_ID = 500


@dataclass(frozen=True, slots=True)
class _Made:
    """A story ready to be sent."""

    file: int
    day: int | None
    body: bytes


class OpenSearchWriter(Writer):
    """A writer. Its owner may set, before a commit, the versions and digests of articles, and the revision."""

    def __init__(self, client: Client, layout: Layout, register: Register) -> None:
        self.client = client
        self.layout = layout
        self.register = register
        self.facts: dict[str, tuple[str, str]] = {}
        self.revision = 0
        self.lost: dict[str, tuple[int, Row]] = {}
        self._homes = indices(client, layout)
        self._known: set[str] = set()
        self._forget()

    def _forget(self) -> None:
        self._added: dict[str, _Made] = {}
        self._deleted: dict[str, None] = {}
        self._words: set[str] = set()
        self.facts.clear()

    def add(self, documents: Iterable[Document]) -> None:
        for document in documents:
            body, keys = story(document)
            self._added[document.id] = _Made(document.file, document.day, body)
            self._words |= keys - self._known

    def delete(self, ids: Iterable[str]) -> None:
        for each in ids:
            self._added.pop(each, None)
            self._deleted[each] = None

    def commit(self) -> None:
        """Make it durable and found. What another writer had the better claim to is in `lost` afterwards."""
        self.lost = {}
        self._make_homes()
        wanted: dict[str, Row | None] = dict.fromkeys(self._deleted)
        wanted |= {each: self._row(each, made) for each, made in self._added.items()}
        if wanted:
            self._write_words()
            claims, lost = self.register.claim(wanted)
            gone = send(self.client, self._removals(claims))
            sent = send(self.client, self._additions(claims))
            # also where nothing was left to delete: a writer that was killed may have deleted and not refreshed
            self._refresh({str(done.write.meta["_index"]) for done in (*gone, *sent)})
            self.register.settle(claims)
            self.lost = {each: (made.file, lost[each]) for each, made in self._added.items() if each in lost}
        self._forget()

    def _make_homes(self) -> None:
        """Make the indices of months that there was nothing of."""
        new = []
        for day in sorted({made.day for made in self._added.values()}, key=lambda day: day or 0):
            home = self.layout.home(day, self._homes)
            if home not in self._homes:
                self._homes.add(home)
                new.append(home)
        together(lambda home: make_index(self.client, home, {}), new, MAKERS)

    def _row(self, identifier: str, made: _Made) -> Row:
        version, digest = self.facts.get(identifier, ("", ""))
        home = self.layout.home(made.day, self._homes)
        return Row(made.file, version, digest, home, self.revision)

    def _removals(self, claims: Mapping[str, Claim]) -> Iterator[Write]:
        for identifier, claim in claims.items():
            homes = (*claim.row.olds, claim.row.home) if claim.row.gone else claim.row.olds
            for home in homes:
                yield Write("delete", _meta(home, identifier, claim))

    def _additions(self, claims: Mapping[str, Claim]) -> Iterator[Write]:
        for identifier, made in self._added.items():
            claim = claims.get(identifier)
            if claim:
                yield Write("index", _meta(claim.row.home, identifier, claim), made.body)

    def _write_words(self) -> None:
        """Write the rows of the list of words, before the stories that need them."""
        new = sorted(self._words)
        writes = (
            Write("create", {"_index": self.layout.words, "_id": _word_id(key)}, orjson.dumps(row(key)))
            for key in new
        )
        if any(done.status == 201 for done in send(self.client, writes)):
            self._refresh({self.layout.words})
        if len(self._known) > MOST_WORDS:
            self._known.clear()
        self._known.update(new)

    def _refresh(self, names: Iterable[str]) -> None:
        ordered = sorted(names)
        for start in range(0, len(ordered), 40):
            some = ",".join(ordered[start : start + 40])
            self.client.request("POST", f"/{some}/_refresh", params={"ignore_unavailable": "true"})

    def close(self) -> None:
        self._forget()


def _meta(home: str, identifier: str, claim: Claim) -> dict[str, object]:
    return {"_index": home, "_id": identifier, "version": claim.version, "version_type": "external_gte"}


def _word_id(key: str) -> str:
    name = key.encode()
    return key if len(name) <= _LONGEST_ID else "#" + hashlib.blake2b(name, digest_size=24).hexdigest()
