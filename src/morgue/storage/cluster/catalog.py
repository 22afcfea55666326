"""Keep the catalog of an archive on a cluster: files, shadows, problems and facts in one index, articles in the register.

It is a `morgue.storage.catalog.Catalog`. What is written is kept here until `write`, which comes after the
engine's commit; before it, `announce` has marked the files that the commit changes as to be read again, so
that a run that is cut off is done again by the next one on the same machine.

Several machines write at once. Each knows its files by its own name (`$MORGUE_MACHINE`, else the host's): a path
means another file on another machine.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import orjson

from morgue.engines.opensearch.bulk import Write, send
from morgue.engines.opensearch.client import AbsentError, Client
from morgue.engines.opensearch.mapping import Layout
from morgue.engines.opensearch.register import Register, Row
from morgue.extract.versions import RANK_BYTES, is_earlier_text, unpacked
from morgue.storage.catalog import ArticleRow, Catalog, FileRow, FileStates, Problems, Rejected, came
from morgue.storage.cluster.facts import ClusterFacts
from morgue.storage.versions import VERSION_MARK, VersionRow

if TYPE_CHECKING:
    from morgue.storage.cluster.story_tables import ClusterStoryTables

_SOME = 2_000
_PASSED = -2


def key_of(owner: str, location: bytes) -> int:
    """Return the key of a file: the same whoever reads it first."""
    digest = hashlib.blake2b(owner.encode() + b"\0" + location, digest_size=8).digest()
    return int.from_bytes(digest) >> 3 | 1


class ClusterCatalog(Catalog):
    """The catalog as one process sees it."""

    def __init__(self, client: Client, layout: Layout) -> None:
        self.client = client
        self.layout = layout
        self.facts = ClusterFacts(client, layout)
        self.machine = self.facts.machine
        self.register = Register(client, layout, self._prefer)
        self._known: dict[int, FileRow] | None = None
        self._paths: dict[int, str] = {}
        self._stories: ClusterStoryTables | None = None
        self._forget()

    def _forget(self) -> None:
        self._files: dict[int, FileRow | None] = {}
        self._owed: set[int] = set()
        self._articles: dict[str, ArticleRow | None] = {}
        self._shadows: dict[tuple[str, int], bytes] = {}
        self._versions: dict[tuple[str, bytes], tuple[VersionRow, bytes] | None] = {}
        self._holds_versions: bool | None = None
        self._shared: set[str] = set()
        self._headlines: dict[str, set[tuple[int, int]]] = {}
        self._unshadowed: set[str] = set()
        self._shadowless: set[int] = set()
        self._problems: dict[int, tuple[Problems, bool]] = {}
        self._dropped: set[str] = set()
        if self._stories is not None:
            self._stories.forget()

    def close(self) -> None:
        self._forget()

    # -- facts ---------------------------------------------------------------------------------------------

    def fact(self, key: str) -> str | None:
        return self.facts.fact(key)

    def note(self, key: str, value: str) -> None:
        self.facts.note(key, value)

    @property
    def revision(self) -> int:
        """Return the last revision before which every commit has ended."""
        return self.facts.revision

    @contextlib.contextmanager
    def revising(self) -> Iterator[int]:
        """Give the number of the revision that is made inside; it has ended when the block ends, well or not."""
        with self.facts.revising() as (number, abandoned):
            self.register.abandoned = abandoned
            yield number

    # -- files ---------------------------------------------------------------------------------------------

    def _scan(self, *conditions: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the documents that meet all conditions, as of the last commit."""
        body: dict[str, Any] = {
            "query": {"bool": {"filter": list(conditions)}},
            "size": _SOME,
            "track_total_hits": False,
        }
        body["sort"] = [
            {"file": {"order": "asc", "missing": "_last"}},
            {"id": {"order": "asc", "missing": "_last"}},
            {"digest": {"order": "asc", "missing": "_last"}},
        ]
        body["_source"] = {"excludes": ["packed"]}
        while True:
            hits = self.client.search(body, f"/{self.layout.catalog}/_search")["hits"]["hits"]
            yield from (hit["_source"] for hit in hits)
            if len(hits) < _SOME:
                return
            body["search_after"] = hits[-1]["sort"]

    def _own(self) -> dict[int, FileRow]:
        """Return this machine's files as of the last commit, by key."""
        if self._known is None:
            found = self._scan(_is("kind", "file"), _is("machine", self.machine))
            self._known = {each["file"]: _file_row(each, self.machine) for each in found}
        return self._known

    def files(self) -> Iterator[FileRow]:
        rows = {**self._own(), **self._files}
        yield from sorted((row for row in rows.values() if row), key=lambda row: (row.path, row.key))

    def all_files(self) -> Iterator[FileRow]:
        return (_file_row(each, self.machine) for each in self._scan(_is("kind", "file")))

    def file_count(self) -> int:
        query = {"bool": {"filter": [_is("kind", "file")], "must_not": [_is("size", _PASSED)]}}
        answer = self.client.request("POST", f"/{self.layout.catalog}/_count", {"query": query})
        return int(answer["count"])

    def file_states(self) -> FileStates:
        counted: Counter[str] = Counter()
        passed = {each["file"] for each in self._scan(_is("kind", "file"), _is("size", _PASSED))}
        for each in self._scan(_is("kind", "problems")):
            found = {bool(sound) for _, _, sound in each["rows"]}
            if False in found:
                counted["partly_read" if each.get("partly") else "rejected"] += 1
            if True in found:
                counted["passed_over" if each["file"] in passed else "no_article"] += 1
        return FileStates(*(counted[name] for name in FileStates._fields))

    def roots(self) -> list[tuple[bytes, int]]:
        own = (row for row in self.files() if row.size != _PASSED)
        return sorted(Counter(row.root or row.location for row in own).items())

    def file_at(self, location: bytes) -> FileRow | None:
        key = key_of(self.machine, location)
        return self._files[key] if key in self._files else self._own().get(key)

    def file(self, key: int) -> FileRow | None:
        """Return the file with a key; of one of another machine the location is no path of this one."""
        if key in self._files:
            return self._files[key]
        found = self._own().get(key)
        if found is None:
            with contextlib.suppress(AbsentError):
                answer = self.client.request("GET", f"/{self.layout.catalog}/_doc/file-{key}")
                found = _file_row(answer["_source"], self.machine)
        return found

    def _path_of(self, key: int) -> str:
        if key not in self._paths:
            found = self.file(key)
            self._paths[key] = found.path if found else ""
        return self._paths[key]

    def put_file(self, row: FileRow) -> None:
        self._files[row.key] = row

    def to_reread(self) -> list[FileRow]:
        return [row for row in self.files() if row.size == -1]

    def drop_file(self, key: int) -> None:
        self._files[key] = None
        self._problems[key] = ([], False)
        self.drop_shadows_of(key)

    def location_of(self, path: str, sha256: str) -> bytes | None:
        same = [row for row in self.files() if row.path == path]
        same.sort(key=lambda row: row.sha256 != sha256)
        return same[0].location if same else None

    # -- articles ------------------------------------------------------------------------------------------

    def articles_of(self, file: int) -> dict[str, ArticleRow]:
        rows = self.register.of_file(file)
        held = {each: _article_row(each, row) for each, row in rows.items() if VERSION_MARK not in each}
        found: dict[str, ArticleRow | None] = {
            each: row for each, row in held.items() if each not in self._articles
        }
        found |= {each: row for each, row in self._articles.items() if row and row.file == file}
        return {each: row for each, row in found.items() if row}

    def winners(self, ids: list[str]) -> dict[str, ArticleRow]:
        """Return the rows of those ids that the archive has, as they are this moment."""
        found = {each: self._articles[each] for each in ids if each in self._articles}
        rows = self.register.standing([each for each in ids if each not in found])
        found |= {each: _article_row(each, row) for each, row in rows.items()}
        return {each: row for each, row in found.items() if row}

    def put_articles(self, rows: Iterable[ArticleRow]) -> None:
        self._articles.update((row.id, row) for row in rows)

    def drop_articles(self, ids: Iterable[str]) -> None:
        gone = list(ids)
        self.stories.drop(gone)
        self._articles.update(dict.fromkeys(gone))

    def rewritten(self, rows: Iterable[ArticleRow]) -> None:
        self.put_articles(rows)

    def facts_of_articles(self) -> dict[str, tuple[str, str]]:
        """Return version and digest, in hexadecimal, of the articles that wait to be written."""
        return {each: (row.version.hex(), row.digest.hex()) for each, row in self._articles.items() if row}

    def changed_since(self, revision: int) -> list[str]:
        query = {"range": {"revision": {"gt": revision}}}
        return [each for each, row in self.register.scan(query) if not row.gone and VERSION_MARK not in each]

    def known_at(self, ids: Iterable[str], revision: int) -> set[str]:
        return {each for each, at in self._came(ids).items() if at <= revision}

    def _came(self, ids: Iterable[str]) -> dict[str, int]:
        """Return in which revisions articles came that have other content now, by id."""
        found: dict[str, int] = {}
        names = {came(each): each for each in ids}
        wanted = sorted(names)
        for start in range(0, len(wanted), _SOME):
            body = {"ids": wanted[start : start + _SOME]}
            for each in self.client.request("POST", f"/{self.layout.catalog}/_mget", body)["docs"]:
                if each.get("found"):
                    found[names[each["_id"]]] = int(each["_source"]["revision"])
        return found

    def _arrivals(self) -> Iterator[Write]:
        """Yield what says in which revision the articles came that are about to get other content."""
        before = {}
        for identifier, row in self._articles.items():
            held = self.register.seen.get(identifier)
            if row and held and not held.gone and held.digest != row.digest.hex():
                before[identifier] = held.revision
        known = self._came(before) if before else {}
        for identifier, revision in before.items():
            if identifier not in known:
                yield self._put(came(identifier), kind="came", id=identifier, revision=revision)

    def article_count(self) -> int:
        return self.register.count()

    def _prefer(self, identifier: str, wanted: Row | None, standing: Row) -> bool:
        """Return whether a row of ours goes before one that another writer has written since it was looked at.

        The newer version wins, then the later path, as within one run; the other one is kept as a shadow, and its file is
        read again by the next run of its machine where its text is to be kept too. What another file has taken over is not
        removed. An earlier text is the same whoever writes it.
        """
        if wanted is None:
            return False
        if VERSION_MARK in identifier:
            return True
        if wanted.file == standing.file:
            return rank_of(wanted.version) >= rank_of(standing.version)
        mine = (rank_of(wanted.version), self._path_of(wanted.file))
        wins = mine > (rank_of(standing.version), self._path_of(standing.file))
        loser = standing if wins else wanted
        self.put_shadows([(identifier, loser.file, bytes.fromhex(loser.version))])
        said, instead = (
            unpacked(bytes.fromhex(each.version)) for each in (loser, wanted if wins else standing)
        )
        if is_earlier_text(said, instead):
            self._owe(loser.file)
        return wins

    def _owe(self, file: int) -> None:
        """Let a file be read again by the next run of its machine."""
        row = self._files.get(file)
        if row is not None:
            self._files[file] = row._replace(size=-1, sha256="")
        elif file not in self._files:
            self._owed.add(file)

    # -- shadows, what was forgotten -----------------------------------------------------------------------

    def put_shadows(self, rows: Iterable[tuple[str, int, bytes]]) -> None:
        self._shadows.update(((identifier, file), version) for identifier, file, version in rows)

    def shadows(self) -> Iterator[tuple[str, int, bytes]]:
        for each in self._scan(_is("kind", "shadow")):
            yield each["id"], each["file"], bytes.fromhex(each["version"])

    def shadows_among(self, ids: list[str]) -> dict[str, list[tuple[int, bytes]]]:
        found: dict[str, dict[int, bytes]] = {}
        for start in range(0, len(ids), _SOME):
            among = {"terms": {"id": ids[start : start + _SOME]}}
            for each in self._scan(_is("kind", "shadow"), among):
                if each["file"] not in self._shadowless and each["id"] not in self._unshadowed:
                    found.setdefault(each["id"], {})[each["file"]] = bytes.fromhex(each["version"])
        wanted = set(ids)
        for (identifier, file), version in self._shadows.items():
            if identifier in wanted:
                found.setdefault(identifier, {})[file] = version
        return {identifier: sorted(files.items()) for identifier, files in found.items()}

    def drop_shadows(self, ids: Iterable[str]) -> None:
        gone = set(ids)
        self._unshadowed |= gone
        self._shadows = {each: version for each, version in self._shadows.items() if each[0] not in gone}

    # -- texts that were replaced --------------------------------------------------------------------------

    def has_versions(self) -> bool:
        if any(self._versions.values()):
            return True
        if self._holds_versions is None:
            body = {"query": {"bool": {"filter": [_is("kind", "version")]}}, "size": 1, "_source": False}
            hits = self.client.search(body, f"/{self.layout.catalog}/_search")["hits"]["hits"]
            self._holds_versions = bool(hits)
        return self._holds_versions

    def _stored_versions(self, *conditions: dict[str, Any]) -> Iterator[VersionRow]:
        """Yield rows as of the last commit that this process has not changed since."""
        for each in self._scan(_is("kind", "version"), *conditions):
            row = _version_row(each)
            if (row.id, row.digest) not in self._versions:
                yield row

    def _new_versions(self) -> list[VersionRow]:
        return [held[0] for held in self._versions.values() if held]

    def versions(self) -> Iterator[VersionRow]:
        yield from self._stored_versions()
        yield from self._new_versions()

    def versions_among(self, ids: Iterable[str]) -> dict[str, list[VersionRow]]:
        wanted = sorted(set(ids))
        found: dict[str, list[VersionRow]] = {}
        if not wanted or not self.has_versions():
            return found
        for start in range(0, len(wanted), _SOME):
            for row in self._stored_versions({"terms": {"id": wanted[start : start + _SOME]}}):
                found.setdefault(row.id, []).append(row)
        among = set(wanted)
        for row in self._new_versions():
            if row.id in among:
                found.setdefault(row.id, []).append(row)
        return found

    def versions_of_file(self, file: int) -> list[VersionRow]:
        if not self.has_versions():
            return []
        new = [row for row in self._new_versions() if row.file == file]
        return [*self._stored_versions(_is("file", file)), *new]

    def packed_versions(self, rows: Iterable[VersionRow]) -> Iterator[tuple[VersionRow, bytes]]:
        for row in rows:
            held = self._versions.get((row.id, row.digest), ...)
            if held is ...:
                with contextlib.suppress(AbsentError):
                    answer = self.client.request(
                        "GET", f"/{self.layout.catalog}/_doc/{_version_id(row.id, row.digest)}"
                    )
                    yield row, base64.b64decode(answer["_source"]["packed"])
            elif held is not None:
                yield row, held[1]

    def put_versions(self, rows: Iterable[tuple[VersionRow, bytes]]) -> None:
        self._versions.update(((row.id, row.digest), (row, packed)) for row, packed in rows)

    def drop_versions(self, rows: Iterable[VersionRow]) -> None:
        self._versions.update(dict.fromkeys((row.id, row.digest) for row in rows))

    # -- what was shared -----------------------------------------------------------------------------------

    def share(self, identifier: str) -> None:
        self._shared.add(identifier)

    def shared(self) -> set[str]:
        return self._shared | {each["id"] for each in self._scan(_is("kind", "shared"))}

    def note_headline(self, identifier: str, title: int, published: int) -> int:
        known = self._headlines.setdefault(identifier, set())
        known.add((title, published))
        stored = self._scan(_is("kind", "headline"), {"term": {"id": identifier}})
        several = known | {(each["title"], each["published"]) for each in stored}
        return min(len({each for each, _ in several}), len({each for _, each in several}))

    def drop_shadows_of(self, file: int) -> None:
        self._shadowless.add(file)
        self._shadows = {each: version for each, version in self._shadows.items() if each[1] != file}

    def files_shadowing(self, ids: Iterable[str]) -> set[int]:
        """Return this machine's files that hold another version of any of these articles.

        Files of other machines are marked: their machine reads them when it next indexes.
        """
        wanted = set(ids)
        found = {file for identifier, file in self._shadows if identifier in wanted}
        ordered = sorted(wanted)
        for start in range(0, len(ordered), _SOME):
            among = {"terms": {"id": ordered[start : start + _SOME]}}
            found.update(each["file"] for each in self._scan(_is("kind", "shadow"), among))
        found -= self._shadowless
        own = {file for file in found if file in self._own() or self._files.get(file)}
        self._owed |= found - own
        return own

    def forget_ids(self, ids: Iterable[str]) -> None:
        self._dropped.update(ids)

    def forgotten(self) -> set[str]:
        return {each["id"] for each in self._scan(_is("kind", "forgotten"))}

    @property
    def stories(self) -> ClusterStoryTables:
        if self._stories is None:
            from morgue.storage.cluster.story_tables import ClusterStoryTables  # which a search needs not

            self._stories = ClusterStoryTables(self.facts, self.register)
        return self._stories

    # -- problems ------------------------------------------------------------------------------------------

    def put_problems(self, file: int, rows: Problems, *, partly: bool = False) -> None:
        self._problems[file] = (rows, partly)

    def is_partly_read(self, file: int) -> bool:
        return bool(self._stored_problems(file).get("partly"))

    def problems_of(self, file: int) -> Problems:
        return [(member, reason, sound) for member, reason, sound in self._stored_problems(file)["rows"]]

    def _stored_problems(self, file: int) -> dict[str, Any]:
        return next(self._scan(_is("kind", "problems"), _is("file", file)), {"rows": []})

    def problems(self, *, no_article: bool) -> list[Rejected]:
        found = sorted(self._scan(_is("kind", "problems")), key=lambda each: (each["path"], each["file"]))
        return [
            Rejected(each["path"], member, reason)
            for each in found
            for member, reason, sound in each["rows"]
            if sound == no_article
        ]

    # -- writing -------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Do nothing: what is written is kept here until `write`."""

    def rollback(self) -> None:
        self._forget()

    @property
    def changed(self) -> bool:
        """Return whether there is anything to write."""
        return any(
            (
                self._files,
                self._owed,
                self._articles,
                self._shadows,
                self._versions,
                self._shadowless,
                self._problems,
                self._dropped,
                self._shared,
                self._headlines,
                self._unshadowed,
                self._stories is not None and self._stories.changed,
            )
        )

    def announce(self) -> None:
        """Mark the files that are about to change as to be read again, and keep the texts that are about to go, durably."""
        rows = [row._replace(size=-1, sha256="") for row in self._files.values() if row]
        self._send([*map(self._file_write, rows), *self._version_writes(dropped=False), *self._arrivals()])
        if self._stories is not None:
            self._stories.announce()

    def write(self) -> None:
        """Make durable what was kept: the engine has committed."""
        self._send(self._writes())
        if self._known is not None:
            for key, row in self._files.items():
                if row is None:
                    self._known.pop(key, None)
                else:
                    self._known[key] = row
        if self._stories is not None:
            self._stories.write()
        self._forget()

    def _send(self, writes: Iterable[Write]) -> None:
        if send(self.client, writes):
            self.client.request("POST", f"/{self.layout.catalog}/_refresh")

    def _writes(self) -> Iterator[Write]:
        for file in sorted(self._shadowless):
            for each in self._scan(_is("kind", "shadow"), _is("file", file)):
                yield self._delete(_shadow_id(each["id"], file))
        for identifier in sorted(self._unshadowed):
            for each in self._scan(_is("kind", "shadow"), {"term": {"id": identifier}}):
                if (identifier, each["file"]) not in self._shadows:
                    yield self._delete(_shadow_id(identifier, each["file"]))
        for (identifier, file), version in self._shadows.items():
            if self._files.get(file, ...) is not None:
                name = _shadow_id(identifier, file)
                yield self._put(name, kind="shadow", id=identifier, file=file, version=version.hex())
        yield from self._version_writes(dropped=True)
        for identifier in sorted(self._shared):
            yield self._put(f"shared-{identifier}", kind="shared", id=identifier)
        for identifier, several in self._headlines.items():
            for title, published in sorted(several):
                name = f"headline-{identifier}-{title}"
                yield self._put(name, kind="headline", id=identifier, title=title, published=published)
        for file, (rows, partly) in self._problems.items():
            if rows:
                facts = {"path": self._path_of(file), "rows": rows, "partly": partly}
                yield self._put(f"problems-{file}", kind="problems", file=file, **facts)
            else:
                yield self._delete(f"problems-{file}")
        for identifier, article in self._articles.items():
            if article is None:
                yield self._delete(came(identifier))
        for identifier in sorted(self._dropped):
            yield self._put(f"forgotten-{identifier}", kind="forgotten", id=identifier)
        for key in sorted(self._owed):
            meta = {"_index": self.layout.catalog, "_id": f"file-{key}"}
            yield Write("update", meta, orjson.dumps({"doc": {"size": -1}}))
        for key, row in self._files.items():
            yield self._file_write(row) if row else self._delete(f"file-{key}")

    def _version_writes(self, *, dropped: bool) -> Iterator[Write]:
        for (identifier, digest), held in self._versions.items():
            name = _version_id(identifier, digest)
            if held is not None:
                yield self._put(name, **_version_facts(*held))
            elif dropped:
                yield self._delete(name)

    def _put(self, name: str, **facts: Any) -> Write:
        return Write("index", {"_index": self.layout.catalog, "_id": name}, orjson.dumps(facts))

    def _delete(self, name: str) -> Write:
        return Write("delete", {"_index": self.layout.catalog, "_id": name})

    def _file_write(self, row: FileRow) -> Write:
        return self._put(
            f"file-{row.key}", kind="file", file=row.key, machine=self.machine, location=_packed(row.location),
            root=_packed(row.root), path=row.path, size=row.size, modified=row.modified, sha256=row.sha256,
            columns=row.columns, changed=row.changed, format=row.kind,
        )  # fmt: skip


def rank_of(version: str) -> bytes:
    """Return the rank of a version in hexadecimal."""
    return bytes.fromhex(version)[:RANK_BYTES]


def _is(field: str, value: object) -> dict[str, Any]:
    return {"term": {field: value}}


def _shadow_id(identifier: str, file: int) -> str:
    return f"shadow-{file}-{identifier}"


def _version_id(identifier: str, digest: bytes) -> str:
    return f"version-{identifier}-{digest.hex()}"


def _version_facts(row: VersionRow, packed: bytes) -> dict[str, Any]:
    return {
        "kind": "version", "id": row.id, "digest": row.digest.hex(), "file": row.file, "version": row.version.hex(),
        "saved": row.saved, "replaced": row.replaced, "packed": _packed(packed),
    }  # fmt: skip


def _version_row(facts: dict[str, Any]) -> VersionRow:
    digest, version = bytes.fromhex(facts["digest"]), bytes.fromhex(facts["version"])
    return VersionRow(facts["id"], digest, facts["file"], version, facts["saved"], facts["replaced"])


def _packed(path: bytes) -> str:
    return base64.b64encode(path).decode()


def _file_row(facts: dict[str, Any], own: str) -> FileRow:
    location, root = base64.b64decode(facts["location"]), base64.b64decode(facts["root"])
    if facts["machine"] != own:
        location = facts["machine"].encode() + b":" + location
    rest = ("path", "size", "modified", "sha256", "columns", "changed", "format")
    return FileRow(facts["file"], location, root, *(facts[name] for name in rest))


def _article_row(identifier: str, row: Row) -> ArticleRow:
    return ArticleRow(identifier, row.file, bytes.fromhex(row.version), bytes.fromhex(row.digest))
