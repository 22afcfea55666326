"""Many writes at once, tried again until each is done or refused for good.

Every write of ours may be sent twice: rows are written on a condition, stories with a version. So what is not
known to have arrived is sent again, and a node that goes away in the middle costs time and nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import orjson

from morgue.engines.opensearch.client import BLOCKS, Client, UnavailableError, blocked, pause
from morgue.errors import EngineError
from morgue.process.threads import together

CHUNK_BYTES = 5 << 20
CHUNK_WRITES = 2_000
THREADS = 2

PERSISTENCE = 180.0
"""Seconds for which a write is tried again while the cluster cannot take it."""

_AGAIN = (429, 500, 502, 503, 504)


class Write(NamedTuple):
    """One write: `action` is index, create or delete, `meta` what goes with it, `body` JSON or b""."""

    action: str
    meta: dict[str, Any]
    body: bytes = b""

    @property
    def id(self) -> str:
        """The id of the document."""
        return str(self.meta["_id"])


class Done(NamedTuple):
    """What became of a write: its status (200, 201, 404 or 409), and its place in the order of its shard.

    `term` counts the primaries that the shard has had.
    """

    write: Write
    status: int
    order: int
    term: int


def send(client: Client, writes: Iterable[Write]) -> list[Done]:
    """Return what became of each write, in order. Raises EngineError or ArchiveError for one that can never be."""
    chunks = list(_chunks(writes))
    if len(chunks) <= 1:
        return _sent(client, chunks[0]) if chunks else []
    return [
        done for several in together(lambda chunk: _sent(client, chunk), chunks, THREADS) for done in several
    ]


def _chunks(writes: Iterable[Write]) -> Iterator[list[Write]]:
    chunk: list[Write] = []
    size = 0
    for write in writes:
        chunk.append(write)
        size += len(write.body) + 100
        if size >= CHUNK_BYTES or len(chunk) >= CHUNK_WRITES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _sent(client: Client, chunk: Sequence[Write]) -> list[Done]:
    done: dict[int, Done] = {}
    left = list(range(len(chunk)))
    deadline, attempt = time.monotonic() + PERSISTENCE, 0
    while left:
        try:
            answers = _bulk(client, [chunk[at] for at in left])
        except UnavailableError:
            if time.monotonic() > deadline:
                raise
        else:
            again = []
            for at, answer in zip(left, answers, strict=True):
                if answer["status"] in _AGAIN and not _blocked(answer):
                    again.append(at)
                else:
                    done[at] = _done(chunk[at], answer)
            if again and time.monotonic() > deadline:
                raise EngineError(
                    f"the cluster did not take a write: {_reason(answers)}", hint="try again later"
                )
            left = again
        if left:
            pause(attempt)
            attempt += 1
    return [done[at] for at in range(len(chunk))]


def _bulk(client: Client, writes: Sequence[Write]) -> list[dict[str, Any]]:
    lines: list[bytes] = []
    for write in writes:
        lines.append(orjson.dumps({write.action: write.meta}))
        if write.action != "delete":
            lines.append(write.body)
    lines.append(b"")
    answer = client.request("POST", "/_bulk", b"\n".join(lines), params={"timeout": "30s"}, timeout=60)
    return [next(iter(item.values())) for item in answer["items"]]


def _done(write: Write, answer: dict[str, Any]) -> Done:
    status = int(answer["status"])
    if status in (200, 201, 404, 409):
        return Done(write, status, int(answer.get("_seq_no", -1)), int(answer.get("_primary_term", -1)))
    error = answer.get("error") or {}
    reason = " ".join(str(error.get("reason")).split())[:300]
    if error.get("type") in BLOCKS:
        raise blocked(reason)
    raise EngineError(f"the cluster refused {write.meta.get('_index')}/{write.id}: {reason}")


def _blocked(answer: dict[str, Any]) -> bool:
    """Return whether an index takes no writes, which a full disk brings about; what has no manager yet is not blocked."""
    return answer["status"] != 503 and (answer.get("error") or {}).get("type") in BLOCKS


def _reason(answers: Iterable[dict[str, Any]]) -> str:
    reasons = (each.get("error", {}).get("reason") for each in answers)
    return " ".join(str(next(filter(None, reasons), "no reason given")).split())[:300]
