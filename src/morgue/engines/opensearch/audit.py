"""Compare the stories of a cluster with its register: each is there once, where its row has it, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from heapq import merge
from itertools import groupby
from operator import itemgetter
from urllib.parse import quote

from morgue.engines.opensearch.bulk import Write, send
from morgue.engines.opensearch.client import Client
from morgue.engines.opensearch.mapping import Layout
from morgue.engines.opensearch.register import Register, Row, row_write

_SOME = 5_000

MOST_NAMED = 20
"""Differences that are named one by one."""


def differences(client: Client, layout: Layout) -> list[str]:
    """Return what does not agree, each named; empty where all does."""
    found: list[str] = []
    more = 0
    for identifier, row, homes in paired(client, layout):
        problem = _problem(identifier, row, homes)
        if problem and len(found) < MOST_NAMED:
            found.append(problem)
        elif problem:
            more += 1
    return [*found, f"and {more:,} more"] if more else found


def _problem(identifier: str, row: Row | None, homes: list[str]) -> str | None:
    if row is None:
        return f"{identifier}: stands in {homes[0]}, and the register does not know of it"
    if row.gone or row.olds:
        return f"{identifier}: a commit did not end; the next morgue index ends it"
    if not homes:
        return f"{identifier}: is missing from {row.home}"
    if len(homes) > 1:
        return f"{identifier}: stands {len(homes)} times, in {', '.join(homes)}"
    return None if homes == [row.home] else f"{identifier}: stands in {homes[0]}, the register has {row.home}"


def mend(client: Client, layout: Layout) -> set[int]:
    """Take out what stands where no row has it, and rows without a story; the files of those rows."""
    files: set[int] = set()
    writes: list[Write] = []
    for identifier, row, homes in paired(client, layout):
        if _problem(identifier, row, homes) is None:
            continue
        standing = row is not None and not row.gone and row.home in homes
        wrong = [home for home in homes if not (standing and row and home == row.home)]
        writes += [Write("delete", {"_index": home, "_id": identifier}) for home in wrong]
        if row is None:
            continue
        if standing:
            writes.append(row_write(layout.register, identifier, row, replace(row, olds=(), by="")))
        else:
            writes.append(row_write(layout.register, identifier, row, None))
            files |= set() if row.gone else {row.file}
    _send(client, layout, writes)
    return files


def _send(client: Client, layout: Layout, writes: list[Write]) -> None:
    """Send writes; a story is deleted by the version that it has now, whatever that is, and no later one."""
    stories = [
        write for write in writes if write.action == "delete" and write.meta["_index"] != layout.register
    ]
    others = [write for write in writes if write not in stories]
    for write in stories:
        found = client.request(
            "GET", f"/{write.meta['_index']}/_doc/{quote(write.id, safe='')}", params={"_source": "false"}
        )
        write.meta.update(version=found["_version"], version_type="external_gte")
    send(client, [*stories, *others])
    client.request("POST", f"/{layout.alias}.*/_refresh")


def paired(client: Client, layout: Layout) -> Iterator[tuple[str, Row | None, list[str]]]:
    """Yield every id by order, with its row and the indices that hold it."""
    rows = ((each, row, list[str]()) for each, row in Register(client, layout).scan({"match_all": {}}))
    held = ((each, None, homes) for each, homes in _held(client, layout))
    for identifier, both in groupby(merge(rows, held, key=itemgetter(0)), key=itemgetter(0)):
        found: Row | None = None
        homes: list[str] = []
        for _, row, several in both:
            found, homes = row or found, homes + several
        yield identifier, found, homes


def _held(client: Client, layout: Layout) -> Iterator[tuple[str, list[str]]]:
    """Yield every id that a story has, in order, with the indices that hold it."""
    body = {"query": {"match_all": {}}, "sort": [{"id": "asc"}, {"_index": "asc"}], "_source": False}
    pages = client.pages(body, f"/{layout.alias}/_search", _SOME)
    hits = (hit for page in pages for hit in page)
    for identifier, several in groupby(hits, key=lambda hit: str(hit["sort"][0])):
        yield identifier, [hit["_index"] for hit in several]
