"""Record and repeat searches: a manifest says what was asked of which archive and what was found; replay compares.

A manifest holds the query as typed and as read (its dates resolved, so that a replay asks for the same days),
the archive's id and revision, the options that choose hits, and of each hit its id and the SHA-256 of what the
article says. Scores are not in it: they depend on everything else that the archive holds.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from morgue._startup.frozen import fields_of
from morgue.archive.arguments import LEADS, ORDERS
from morgue.errors import ArchiveError, reason_of
from morgue.io.durable import replace
from morgue.model.article import Article, Hit
from morgue.storage.directory.commit_point import DAMAGE, damage_in

if TYPE_CHECKING:
    from morgue.archive.results import Results
    from morgue.archive.searchable import Searchable

FORMAT_VERSION = 1

_PROVENANCE = ("source", "evidence", "story", "copies")
"""Fields that say where and how an article was read, and what others there are, and nothing of what it says."""


def content_sha256(article: Article) -> str:
    """Return the SHA-256 of what an article says, in hexadecimal: the same wherever it was read from.

    Of its JSON with sorted keys and no white space in UTF-8, without `source`, `evidence`, `story` and `copies`.
    """
    facts = {name: value for name, value in article.to_json().items() if name not in _PROVENANCE}
    try:
        encoded = orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:  # half a surrogate pair, which UTF-8 cannot hold
        encoded = json.dumps(facts, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(encoded).hexdigest()


class Recorded(NamedTuple):
    """A hit of a manifest."""

    id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A recorded search. `limit` None is all hits; `total` None where it was not counted.

    With `group` it has one hit a story, and `lead` says by which of its articles.
    """

    morgue: str
    archive: dict[str, Any]
    query: dict[str, str]
    limit: int | None
    offset: int
    sort: str
    since_revision: int | None
    total: int | None
    hits: tuple[Recorded, ...]
    group: bool = False
    lead: str | None = None

    @classmethod
    def record(
        cls,
        results: Results,
        hits: Iterable[Hit] | None = None,
        *,
        limit: int | None,
        sort: str = "relevance",
        since_revision: int | None = None,
        lead: str | None = None,
    ) -> Manifest:
        """Return the manifest of an answer; `hits` where they are not those of `results`."""
        import morgue

        found = results.hits if hits is None else hits
        return cls(
            morgue=morgue.__version__,
            archive=dict(results.archive.to_json()),
            query=results.query.to_json(),
            limit=limit,
            offset=results.offset,
            sort=sort,
            since_revision=since_revision,
            total=results.total,
            hits=tuple(Recorded(hit.article.id, content_sha256(hit.article)) for hit in found),
            group=results.grouped,
            lead=lead,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the document of a manifest; `group` and `lead` are in it where it has one hit a story."""
        values = fields_of(self)
        grouping = {name: values.pop(name) for name in ("group", "lead")}
        del values["hits"]
        return {
            "format_version": FORMAT_VERSION,
            **values,
            "limit": "all" if self.limit is None else self.limit,
            **(grouping if self.group else {}),
            "hits": [each._asdict() for each in self.hits],
        }

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write it as JSON, a hit a line, in one step; a pipe or a device is written to as it is.

        Raises ArchiveError where it cannot be written.
        """
        document = self.to_json()
        hits = document.pop("hits")
        head = json.dumps(document, indent=2, ensure_ascii=True)[:-2]
        lines = ",".join(f"\n    {json.dumps(hit)}" for hit in hits)
        text = f'{head},\n  "hits": [{lines}{chr(10) * bool(hits)}  ]\n}}\n'
        target = Path(path)
        if target.is_dir():
            raise ArchiveError(
                f"{os.fspath(path) or '.'}: cannot be written: it is a directory", hint="name a file"
            )
        try:
            if target.exists() and not target.is_file():
                target.write_bytes(text.encode())
            else:
                replace(target, text.encode())
        except OSError as error:
            raise ArchiveError(f"{os.fspath(path)}: cannot be written: {reason_of(error)}") from error

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Manifest:
        """Return the manifest of a file. Raises ArchiveError where it is none."""
        try:
            return cls.of(json.loads(Path(path).read_bytes()))
        except DAMAGE as error:
            raise ArchiveError(
                f"{os.fspath(path)} is not a manifest of a search: {damage_in(error)}",
                hint="morgue search QUERY --manifest FILE writes one",
            ) from error

    @classmethod
    def of(cls, document: dict[str, Any]) -> Manifest:
        """Return the manifest of a document that `to_json` made. Raises KeyError, TypeError or ValueError."""
        if document["format_version"] != FORMAT_VERSION:
            raise ValueError(f"format {document['format_version']}, and this morgue reads {FORMAT_VERSION}")
        limit, query = document["limit"], document["query"]
        group, lead = bool(document.get("group", False)), document.get("lead")
        if lead not in (None, *LEADS) or (lead and not group):
            raise ValueError(f"no lead {lead!r}")
        whole = [document["offset"], 0 if limit == "all" else limit]
        whole += [] if document["total"] is None else [document["total"]]
        if not all(type(each) is int and each >= 0 for each in whole):
            raise ValueError("limit, offset or total is no number")
        if document["sort"] not in ORDERS:
            raise ValueError(f"no order {document['sort']!r}")
        return cls(
            morgue=str(document["morgue"]),
            archive={name: document["archive"][name] for name in ("id", "revision", "engine")},
            query={name: str(query[name]) for name in ("text", "canonical", "explanation", "now")},
            limit=None if limit == "all" else limit,
            offset=document["offset"],
            sort=document["sort"],
            since_revision=document.get("since_revision"),
            total=document["total"],
            hits=tuple(Recorded(str(hit["id"]), str(hit["sha256"])) for hit in document["hits"]),
            group=group,
            lead=lead,
        )


@dataclass(frozen=True, slots=True)
class Replay:
    """What differs between a recorded search and the same search now.

    `gone` and `new` are hits of one side only, `changed` say something else now, `moved` are in another
    order among the hits of both sides. `elsewhere` says that another archive answered.
    """

    manifest: Manifest
    archive: dict[str, Any]
    total: int | None
    gone: tuple[str, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]
    moved: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Return whether the same articles were found, in the same order, saying the same."""
        counted = self.manifest.total is None or self.manifest.total == self.total
        return counted and not (self.gone or self.new or self.changed or self.moved)

    @property
    def elsewhere(self) -> bool:
        """Return whether another archive than the recorded one answered."""
        return bool(self.archive["id"] != self.manifest.archive["id"])

    def to_json(self) -> dict[str, Any]:
        """Return the replay document."""
        then = self.manifest
        return {
            "format_version": FORMAT_VERSION,
            "same": self.same,
            "query": then.query,
            "archive": {"then": then.archive, "now": self.archive},
            "total": {"then": then.total, "now": self.total},
            **{name: list(getattr(self, name)) for name in ("gone", "new", "changed", "moved")},
        }


def replay(archive: Searchable, manifest: str | os.PathLike[str] | Manifest) -> Replay:
    """Run a recorded search again, with its dates as they were resolved then; return what differs."""
    then = manifest if isinstance(manifest, Manifest) else Manifest.read(manifest)
    found = _again(archive, then)
    before = {hit.id: hit.sha256 for hit in then.hits}
    after = {hit.article.id: content_sha256(hit.article) for hit in found.hits}
    order_then = [each for each in before if each in after]
    order_now = [each for each in after if each in before]
    return Replay(
        manifest=then,
        archive=dict(found.archive.to_json()),
        total=found.total,
        gone=tuple(each for each in before if each not in after),
        new=tuple(each for each in after if each not in before),
        changed=tuple(each for each in order_then if before[each] != after[each]),
        moved=tuple(old for old, new in zip(order_then, order_now, strict=True) if old != new),
    )


def _again(archive: Searchable, then: Manifest) -> Results:
    sort: Any = then.sort
    lead: Any = then.lead
    return archive.search(
        then.query["canonical"],
        limit=then.limit,
        offset=then.offset,
        sort=sort,
        snippets=0,
        now=then.query["now"],
        count=then.total is not None,
        since_revision=then.since_revision,
        partial="ignore",
        group=then.group,
        lead=lead,
    )
